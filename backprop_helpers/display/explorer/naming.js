// The naming: which mistakes give an answer's numbers, as practice/diagnosis/naming.py finds them.

import { BOUND } from './notation.js';
import { agree, largest, lastOf, powerOf } from './digits.js';
import { chance, isExact } from './evidence.js';

export const isCertain = (fit) => fit.chance < BOUND;

/** The mistakes that give these numbers, the likeliest first; where none does, two for certain. */
export function fits(given, agrees, right) {
  const alone = fitting(given, agrees, right, right.alone);
  if (alone.length) return alone;
  const wrong = given.numbers.filter((_, k) => !agrees[k]);
  if (wrong.length > 1 && wrong.every((number) => number === wrong[0])) return [];
  return fitting(given, agrees, right, right.together).filter(isCertain);
}

function fitting(given, agrees, right, found) {
  const near = nearTo(given, found);
  const alike = countThatChange(agrees, right.truth, found, near);
  const result = found.flatMap(([numbers, order, makers], k) => {
    if (!near[k].every(Boolean) || !hasNumbers(given, numbers, right.truth)) return [];
    const likely = Math.max(chance(given, agrees, right, numbers, alike), order);
    const exact = isExact(given, agrees, numbers);
    return makers.map((mistakes) => ({ mistakes, chance: likely, exact }));
  });
  return result.sort((one, other) => one.chance - other.chance);
}

/** Whether an answer has a result's numbers; or 0 for a sum that cancels, but for its last bits. */
function hasNumbers(given, numbers, truth) {
  const nothing = 1e-12 * largest(truth);
  const agrees = agree(given, numbers, 0);
  const isCancelled = (number, k) => given.numbers[k] === 0 && Math.abs(number) <= nothing;
  return numbers.every((number, k) => agrees[k] || isCancelled(number, k));
}

/** Of every result, which entries an answer may agree with: too many rather than too few. */
function nearTo(given, found) {
  const most = 1e-9 * largest(found.map(([numbers]) => largest(numbers)));
  const units = lastOf(given).map(powerOf);
  const isNear = (number, k) =>
    given.blank[k] ||
    Math.abs(given.numbers[k] - number) <= units[k] + 1e-3 * Math.abs(number) + most;
  return found.map(([numbers]) => numbers.map(isNear));
}

/** How many results have the answer's numbers, or may but for the entries that are wrong. */
function countThatChange(agrees, truth, found, near) {
  const bound = 1e-9 * (largest(truth) || 1);
  const changes = (numbers, k) => !agrees[k] && Math.abs(numbers[k] - truth[k]) > bound;
  const fit = ([numbers], row) => near[row].every((isNear, k) => isNear || changes(numbers, k));
  return found.filter(fit).length;
}

/** A call for which all of these mistakes give different numbers, in words, or nothing. */
export function apart(mistakes, trials) {
  const tells = ([, classes]) => {
    const made = mistakes.map((each) => classes[each]).filter((each) => each !== null);
    return new Set(made).size === mistakes.length;
  };
  return trials.find(tells)?.[0] ?? '';
}
