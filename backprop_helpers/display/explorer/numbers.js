// The numbers: how one is written, and what a typed one says.

import { DECIMALS, LARGE } from './notation.js';

export const MINUS = '\u2212';

/** A number as it was typed or calculated, with all its digits: 0.1 + 0.2 is 0.3. */
export const inFull = (value) => String(Number(value.toPrecision(15))).replace('-', MINUS);

const STEP = 0.01; // of a number, for 3 pixels of a drag or one press of an arrow key
export const nudged = (value, steps) => Number((value + steps * STEP).toFixed(10));

export const counted = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

/** A half is rounded away from 0, as by hand, although 0.1495 in binary is a little less. */
const byHand = (value) => value * (1 + 1e-12);

export const rounded = (value, decimals) => Number(byHand(value).toFixed(decimals));

/**
 * A number as text, written as Python's `number` writes it: as a power of ten where its decimals
 * would hide that it is not 0, or where it is large; in a sentence without `zeros` at its end.
 */
export function number(value, decimals = DECIMALS, zeros = true) {
  const size = byHand(Math.abs(value));
  if (Number.isNaN(size)) return 'NaN';
  const sign = value < 0 ? MINUS : '';
  if (size === Infinity) return `${sign}∞`;
  const [digits, power] = size >= LARGE ? [size.toExponential(decimals)] : [size.toFixed(decimals)];
  const isHidden = size && Number(digits) === 0;
  const written = isHidden ? size.toExponential(zeros ? 0 : 1) : digits;
  return (size ? sign : '') + tidy(written, zeros);
}

/** Digits, and a power of ten without its sign; zeros at the end may be left out. */
function tidy(written, zeros) {
  const [digits, power] = written.split('e');
  const isCut = digits.includes('.') && (power || !zeros);
  const left = isCut ? digits.replace(/\.?0+$/, '') : digits;
  return power ? `${left}e${inFull(Number(power))}` : left;
}

/** A number in a sentence. */
export const figure = (value) => number(value, DECIMALS, false);

/** A number in a narrow cell: three digits, and no zero before the point. */
export function narrow(value) {
  const whole = Math.abs(value) < 1 ? 0 : Math.floor(Math.log10(Math.abs(value))) + 1;
  return number(value, Math.max(0, 3 - whole)).replace(/^(\u2212?)0\./, '$1.');
}

/** The fewest decimals, from `least` to `most`, that say the values; large ones get fewer. */
export function decimalsOf(values, least = 0, most = DECIMALS) {
  const sizes = values.map(Math.abs).filter(Number.isFinite);
  const top = Math.max(0, most - Math.trunc(Math.log10(Math.max(1, ...sizes))));
  const isExact = (size, decimals) =>
    Math.abs(rounded(size, decimals) - size) <= 1e-12 + 1e-7 * size;
  for (let decimals = least; decimals < top; decimals += 1)
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

/** How many decimals a text gives; in 4.48e−2 there are four. */
export function decimalsTyped(text) {
  const [, after = '', power = 0] = /^[^.,e]*[.,]?(\d*)(?:e(.*))?$/i.exec(text.trim()) ?? [];
  return Math.max(0, after.length - Number(String(power).replace(MINUS, '-')));
}

/** Whether an answer is a number rounded or cut to so many decimals. */
export function agreesTo(decimals, answer, value) {
  const unit = 10 ** -decimals;
  const cut = Math.trunc(value / unit + Math.sign(value) * 1e-9) * unit;
  return Math.abs(answer - value) <= unit / 2 + 1e-12 || Math.abs(answer - cut) <= unit * 1e-6;
}
