// The numbers: how one is written, and what a typed one says.

export const MINUS = '\u2212';

/** A number as it was typed or calculated, with all its digits: 0.1 + 0.2 is 0.3. */
export const inFull = (value) => String(Number(value.toPrecision(15))).replace('-', MINUS);

const STEP = 0.01; // of a number, for 3 pixels of a drag or one press of an arrow key
export const nudged = (value, steps) => Number((value + steps * STEP).toFixed(10));

export const counted = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

/** A number as text; large ones get fewer decimals, `bare` leaves out the zero before the point. */
export function figure(value, decimals, bare = false) {
  if (Number.isNaN(value)) return 'NaN';
  const size = Math.abs(value);
  const digits = digitsOf(size, decimals, bare);
  const isZero = size < 1e5 && Number(digits) === 0;
  return (value < 0 && !isZero ? MINUS : '') + digits;
}

/** A half is rounded up, as by hand, although 0.1495 in binary is a little less. */
export const fixed = (value, decimals) => (value * (1 + 1e-12)).toFixed(decimals);

function digitsOf(size, decimals, bare) {
  if (size === Infinity) return '∞';
  if (size >= 1e5) return size.toExponential(0).replace('e+', 'e');
  const whole = size < 1 ? 0 : Math.floor(Math.log10(size)) + 1;
  const most = bare ? 3 - whole : decimals - Math.max(0, whole - 1);
  const digits = fixed(size, Math.max(0, Math.min(decimals, most)));
  return bare && digits.startsWith('0.') ? digits.slice(1) : digits;
}

/** How many decimals, at most `most`, say these numbers exactly. */
export const decimalsOf = (values, most) =>
  Math.max(0, ...values.map((value) => (String(+value.toFixed(most)).split('.')[1] ?? '').length));

/** The finite number that a text says, or null. */
export function parse(text) {
  const tidy = text.trim().replace(MINUS, '-').replace(',', '.');
  const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(tidy) ? Number(tidy) : NaN;
  return Number.isFinite(number) ? number : null;
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
