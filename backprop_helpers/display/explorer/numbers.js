// The numbers: how one is written, and what a typed one says.

import { DECIMALS, DIGITS, PLAIN } from './notation.js';

export const MINUS = '\u2212';

/** A number as it was typed or calculated, with all its digits: 0.1 + 0.2 is 0.3. */
export const inFull = (value) => String(Number(value.toPrecision(15))).replace('-', MINUS);

const STEP = 0.01; // of a number, for 3 pixels of a drag or one press of an arrow key
const OF_A_LABEL = 24; // pixels of a drag from one class to the next

/** A number after a drag of so many pixels, or so many presses; a label's next one is whole. */
export const dragged = (array, value, pixels) =>
  nudged(array, value, Math.round(pixels / (isLabel(array) ? OF_A_LABEL : 3)));
export const nudged = (array, value, steps) =>
  Number((value + steps * (isLabel(array) ? 1 : STEP)).toFixed(10));

/** Whether an array holds the numbers of classes; `most` is the last one. */
export const isLabel = ({ most }) => most !== undefined;

/** Why a number cannot stand in an array, in words; an empty text where it can. */
export function unfit(array, value) {
  const fits = !isLabel(array) || (Number.isInteger(value) && value >= 0 && value <= array.most);
  return fits ? '' : `${array.symbol} is a class, a whole number from 0 to ${array.most}.`;
}

export const counted = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

/** A half is rounded away from 0, as by hand, although 0.1495 in binary is a little less. */
const byHand = (size, decimals) => size + Math.min(size * 1e-12, 10 ** -(decimals + 6));

const fixed = (size, decimals) => byHand(size, decimals).toFixed(decimals);

export const rounded = (value, decimals) =>
  Math.sign(value) * Number(fixed(Math.abs(value), decimals));

/**
 * A number as text, as Python's `number` writes it: as a power of ten where it has too many digits
 * or its decimals would hide that it is not 0; in a sentence without `zeros` at its end.
 */
export function number(value, decimals = DECIMALS, zeros = true, digits = DIGITS) {
  if (Number.isNaN(value)) return 'NaN';
  const text = unsigned(Math.abs(value), decimals, zeros, digits);
  return value < 0 && /[1-9∞]/.test(text) ? MINUS + text : text;
}

function unsigned(size, decimals, zeros, digits) {
  if (size === Infinity) return '∞';
  if (size * 10 ** decimals >= 10 ** digits) return powerOfTen(size, decimals);
  const plain = fixed(size, decimals);
  if (decimals && size && Number(plain) === 0) return small(size, zeros ? 0 : 1);
  return zeros ? plain : cut(plain);
}

/** A number below 1 with its first digit that is not 0, and so many more. */
function small(size, more) {
  const power = Number((size * (1 + 1e-12)).toExponential(more).split('e')[1]);
  return power < -PLAIN ? powerOfTen(size, more) : cut(fixed(size, more - power));
}

function powerOfTen(size, decimals) {
  const [digits, power] = (size * (1 + 1e-12)).toExponential(decimals).split('e');
  return `${cut(digits)}e${inFull(Number(power))}`;
}

/** Decimals without the zeros at their end. */
const cut = (digits) => (digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits);

/** A number in a sentence. */
export const figure = (value) => number(value, DECIMALS, false);

/** A number in a cell, which has room for six digits. */
export const inCell = (value, decimals) => number(value, decimals, true, 6);

/** A number in a narrow cell: three digits, and no zero before the point. */
export function narrow(value) {
  const decimals = Math.max(0, 3 - wholeDigits(value));
  const carried = Math.max(0, 3 - wholeDigits(rounded(value, decimals)));
  return inCell(value, carried).replace(/^(\u2212?)0\./, '$1.');
}

/** How many digits stand before the point, a 0 not among them. */
function wholeDigits(value) {
  return Math.abs(value) < 1 ? 0 : Math.floor(Math.log10(Math.abs(value))) + 1;
}

/**
 * The fewest decimals, from `least` to `most`, that say the values; where some are large, all get
 * fewer, but not none where one would become 0.
 */
export function decimalsOf(values, least = 0, most = DECIMALS) {
  const sizes = values.map(Math.abs).filter(Number.isFinite);
  const some = sizes.some((size) => size > 0 && size < 0.5) ? 1 : 0;
  const top = Math.max(some, most - Math.trunc(Math.log10(Math.max(1, ...sizes))));
  const isExact = (size, decimals) =>
    Math.abs(rounded(size, decimals) - size) <= 1e-12 + 1e-7 * size;
  for (let decimals = Math.max(some, least); decimals < top; decimals += 1)
    if (sizes.every((size) => isExact(size, decimals))) return decimals;
  return top;
}

/** The finite number that a text says, or null. */
export function parse(text) {
  const plain = text.trim().replace(MINUS, '-').replace(',', '.');
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : NaN;
  return Number.isFinite(value) ? value : null;
}

/** Why a text cannot stand in a cell, in words; an empty text where it can. */
export function complaint(text) {
  if (parse(text) !== null) return '';
  if (!text.trim()) return 'An empty cell is not a number.';
  const tooLarge = /^\s*[+\u2212-]?[\d.,]+e\+?\d+\s*$/i.test(text);
  return `“${text}” is ${tooLarge ? 'too large to calculate with' : 'not a number'}.`;
}
