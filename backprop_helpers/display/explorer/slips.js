// The slips of the pen: a sign, the point, two digits or entries swapped; as
// practice/diagnosis/slips.py finds them.

import { FACTORS } from './notation.js';
import { agree, powerOf } from './digits.js';
import { at, firstThatDiffers, placeIn, signsTurned, told } from './verdicts.js';

/** What a slip may be, in words, or nothing. */
export function slip(given, truth, agrees) {
  const wrong = agrees.flatMap((isRight, k) => (isRight ? [] : [k]));
  if (wrong.length === 1) return ofOneNumber(given, truth, wrong[0]);
  const pen = wrong.length === 2 && entriesSwapped(given, truth, wrong);
  return pen || allAlike(given, truth, agrees);
}

/** Say that all entries but one agree, where there are three or more. */
export function oneOff(agrees, shape) {
  const count = agrees.filter(Boolean).length;
  if (agrees.length < 3 || count !== agrees.length - 1) return '';
  return told('one off', firstThatDiffers(agrees, shape));
}

function ofOneNumber(given, truth, k) {
  const where = at(placeIn(k, given.shape));
  if (isOff(given, truth, k, -truth[k])) return told('sign', where);
  const moved = [0.01, 0.1, 10, 100].map((factor) => truth[k] * factor);
  if (moved.some((number) => isOff(given, truth, k, number))) return told('point', where);
  return isSwapped(given, truth, k) ? told('swapped', where) : '';
}

/** Whether the number at a place is such a wrong one, with digits enough to say so. */
function isOff(given, truth, k, number) {
  const unit = powerOf(given.last[k]);
  const likely = unit / Math.max(2 * Math.abs(number - truth[k]), unit);
  return agree(given, truth.with(k, number), 2)[k] && (likely < 1 / 20 || number === -truth[k]);
}

/** Whether two neighbouring digits, written in each other's place, make the number right. */
function isSwapped({ numbers, last }, truth, k) {
  const [size, unit] = [Math.abs(truth[k]), powerOf(last[k])];
  const own = numbers[k] * Math.sign(truth[k]);
  if (!Number.isFinite(own) || last[k] < -20) return false;
  if (own <= 1e-4 * size || own >= 1e4 * size || own / unit > 1e15) return false;
  const digits = (own / unit).toFixed(0);
  const swapped = (j) => digits.slice(0, j) + digits[j + 1] + digits[j] + digits.slice(j + 2);
  const swaps = [...digits].slice(1).map((_, j) => Number(swapped(j)));
  const wanted = [Math.floor(size / unit + 0.5), Math.trunc(size / unit)];
  const isWanted = (swap) => wanted.includes(swap) && swap !== Number(digits);
  return digits.length > 2 && swaps.some(isWanted);
}

const areAll = (given, numbers) => agree(given, numbers, 2).every(Boolean);

/** Say what is wrong with several numbers alike: their signs, or a factor of all of them. */
function allAlike(given, truth, agrees) {
  const turned = truth.map((right, k) => (agrees[k] ? right : -right));
  if (areAll(given, turned)) return signsTurned(agrees, given.shape);
  const isFactor = ([, factor]) => areAll(given, truth.map((right) => factor * right));
  const found = FACTORS.find(isFactor);
  return found ? told('factor', found[0]) : '';
}

function entriesSwapped(given, truth, [first, second]) {
  const swapped = truth.with(first, truth[second]).with(second, truth[first]);
  if (!areAll(given, swapped)) return '';
  const places = [first, second].map((k) => placeIn(k, given.shape));
  return told('entries swapped', ...places);
}
