// The digits: when a number agrees with the right one, as practice/diagnosis/digits.py has it.

import { CLOSE, SLACK } from './notation.js';

export const powerOf = (exponent) => Number(`1e${exponent}`);
const least = (numbers) => numbers.reduce((one, other) => Math.min(one, other), 0);
export const largest = (numbers) =>
  numbers.reduce((size, each) => Math.max(size, Math.abs(each)), 0);

/** Which numbers agree with the right ones: to a millionth, or as far as they were written. */
export function agree(given, truth, digits) {
  const close = areClose(given, truth);
  const { rounded, cut } = shortened(given, truth, digits);
  return truth.map((_, k) => given.blank[k] || close[k] || rounded[k] || cut[k]);
}

/** Which numbers are as close to the right ones as code must come. */
export function areClose({ numbers }, truth) {
  const nothing = 1e-12 * largest(truth);
  const isClose = (right, k) =>
    Math.abs(numbers[k] - right) <= Math.max(CLOSE * Math.abs(right), nothing);
  return truth.map(isClose);
}

/** The power of ten of the last digit of each number; a 0 has that of the others. */
export function lastOf({ numbers, last }) {
  const ofAZero = least(last.filter((_, k) => numbers[k] !== 0));
  return last.map((power, k) => (numbers[k] === 0 ? ofAZero : power));
}

/** Which numbers are the right ones rounded to their last place, and which are these cut off. */
export function shortened(given, truth, digits) {
  const enough = (power, k) => withDigits(power, truth[k], digits);
  const last = digits ? given.last.map(enough) : lastOf(given);
  const each = truth.map((right, k) => asShortened(given.numbers[k], right, last[k], digits));
  return { rounded: each.map(({ rounded }) => rounded), cut: each.map(({ cut }) => cut) };
}

/** The last place, taken back where so many digits would not be reached. */
const withDigits = (power, truth, digits) =>
  Math.min(power, Math.floor(Math.log10(Math.abs(truth)) + 1e-12) + 1 - digits);

function asShortened(number, truth, last, digits) {
  const unit = powerOf(last);
  const isNothing = number === 0 && truth !== 0 && last < 0 && !digits;
  const isAlike = number * truth > 0 || isNothing;
  const missing = Math.abs(truth) - Math.abs(number);
  const cut = isAlike && missing >= 0 && missing < unit * (1 - SLACK);
  const isNear = Math.abs(number - truth) <= (unit / 2) * (1 + SLACK);
  return { cut, rounded: isAlike && Number.isFinite(number) && isNear };
}
