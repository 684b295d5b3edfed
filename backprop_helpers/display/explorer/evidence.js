// The evidence: how likely random numbers would fit a mistake, as practice/diagnosis/evidence.py
// reckons it.

import { ZERO } from './notation.js';
import { powerOf } from './digits.js';

/**
 * The greatest chance that a random wrong answer fits one of so many mistakes as well as this one;
 * `end` is the unit of the last place at which the right numbers end, null where they do not.
 */
export function chance(given, agrees, { truth, end }, wrong, candidates) {
  const telling = truth.flatMap((_, k) => (agrees[k] || given.blank[k] ? [] : [k]));
  const most = isExact(given, agrees, wrong) ? (end ?? Infinity) : Infinity;
  const each = telling.map((k) => {
    const unit = Math.min(unitOf(given, k), most);
    const one = Math.min(unit / (2 * Math.abs(wrong[k] - truth[k])), 1);
    return { number: given.numbers[k], truth: truth[k], wrong: wrong[k], unit, one };
  });
  return together(each, isOneNumber(given), candidates);
}

const unitOf = ({ numbers, last }, k) =>
  Math.max(powerOf(last[k]), 1e-6 * Math.abs(numbers[k]), 1e-300);

function together(each, isOne, candidates) {
  const chances = each.map(({ number, one }) => (number === 0 ? Math.max(one, ZERO) : one));
  if (each.length < 2 || !(isOne || isOneOff(each)))
    return Math.min(1, chances.reduce((product, one) => product * one, 1) * candidates);
  const isTurned = each.every(({ truth, wrong }) => wrong === -truth);
  return Math.min(1, Math.min(...chances) * (isTurned ? 1 : candidates));
}

/** Whether the numbers that are wrong are exactly a mistake's: more digits would be zeros. */
export function isExact({ numbers, blank }, agrees, wrong) {
  const isSame = (number, k) => Math.abs(number - wrong[k]) <= 1e-12 + 1e-9 * Math.abs(wrong[k]);
  return numbers.every((number, k) => agrees[k] || blank[k] || isSame(number, k));
}

/** Whether an answer has the same number everywhere. */
function isOneNumber({ numbers, blank }) {
  const own = numbers.filter((_, k) => !blank[k]);
  return own.every((number) => number === own[0]);
}

/** Whether one wrong factor or one wrong summand makes all the numbers of the right ones. */
function isOneOff(each) {
  const sizes = each.map(({ truth, unit }) => Math.abs(truth) / unit);
  const most = each[sizes.indexOf(Math.max(...sizes))];
  const guesses = [
    (truth) => (most.number / most.truth) * truth,
    (truth) => most.number - most.truth + truth,
  ];
  const fits = (guess) =>
    each.every(({ number, truth, unit }) => Math.abs(number - guess(truth)) <= unit);
  return guesses.some(fits);
}
