// The judging: an answer that the reader typed, to the digits given, as practice/diagnosis does it.

import { LIKELY } from './notation.js';
import { agree, areClose, shortened } from './digits.js';
import { chance } from './evidence.js';
import { apart, fits, isCertain } from './naming.js';
import { isAlike, readAnswer } from './reading.js';
import { oneOff, slip } from './slips.js';
import { at, comesOut, differs, firstThatDiffers, notGivenYet } from './verdicts.js';
import { rightToTheDigits, told, wrongShape } from './verdicts.js';

const NO_RESULTS = { alone: [], together: [], end: null };
const UNKNOWN = { chains: [], roundings: [], results: [], mistakes: [], lessons: [], trials: [] };

/** A question for one number, of which no mistakes are known. */
export const forOneNumber = (truth) => ({ ...UNKNOWN, shape: [], truth: [truth] });

/**
 * Judge a text as the answer to a question, which is what practice/diagnosis/known.py says of one:
 * the verdict in one word, and in a sentence.
 */
export function judge(text, question) {
  const given = readAnswer(text, question.shape);
  if (given.verdict) return given;
  if (!isAlike(given.shape, question.shape)) return ofAWrongShape(given, question);
  const right = { ...resultsOf(question, question.shape), truth: question.truth };
  const agrees = agree(given, right.truth, 0);
  if (agrees.every(Boolean)) return agreeing(given, right, question);
  const chain = question.chains.find(([, numbers]) => agree(given, numbers, 0).every(Boolean));
  if (chain) return { verdict: 'rounded', words: told('chain', chain[0]) };
  const found = fits(given, agrees, right);
  const certain = found.filter(isCertain);
  if (certain.length) return mistaken(given, agrees, certain, question);
  return uncertain(given, agrees, { right, found, question });
}

const resultsOf = ({ results }, shape) =>
  results.find((each) => isAlike(each.shape, shape)) ?? NO_RESULTS;

function ofAWrongShape(given, question) {
  const nothing = given.numbers.map(() => 0);
  const right = { ...resultsOf(question, given.shape), truth: nothing };
  const found = fits(given, nothing.map(() => false), right);
  const words = sentences(wrongShape(given.shape, question), names(found, question));
  return { verdict: 'wrong shape', words };
}

const sentences = (...words) => words.filter(Boolean).join(' ');

/** The verdict of numbers that agree with the right ones as far as they go. */
function agreeing(given, right, question) {
  const { truth } = right;
  if (given.blank.some(Boolean))
    return { verdict: 'not given', words: notGivenYet(given.blank, given.shape) };
  if (areClose(given, truth).every(Boolean)) return { verdict: 'right', words: told('right') };
  const sure = agree(given, truth, 2);
  if (!sure.every(Boolean)) return rightSoFar(given, sure, right, question);
  return { verdict: 'rounded', words: rightToTheDigits(shortened(given, truth, 0)) };
}

/** The verdict of numbers with too few digits: of a mistake too, where they have all of its. */
function rightSoFar(given, sure, right, question) {
  const number = given.entries[sure.indexOf(false)];
  const words = told('so far', number + at(firstThatDiffers(sure, given.shape)));
  const exact = fits(given, sure, right).filter((fit) => fit.exact);
  if (!exact.length) return { verdict: 'not given', words };
  return { verdict: 'unknown', words: sentences(words, names(exact, question)) };
}

function mistaken(given, agrees, certain, question) {
  const pen = slip(given, question.truth, agrees);
  const named = names(certain, question);
  const words = pen ? told('slip', named, pen[0].toLowerCase() + pen.slice(1)) : named;
  const isSingle = certain.length > 1 && certain.every(({ mistakes }) => mistakes.length === 1);
  const call = isSingle ? apart(certain.flatMap(({ mistakes }) => mistakes), question.trials) : '';
  return { verdict: 'mistake', words: sentences(words, call && told('differ', call)) };
}

/** The verdict of wrong numbers that no mistake has for certain: a rounding, a slip, or unknown. */
function uncertain(given, agrees, { right, found, question }) {
  const how = rounding(given, agrees, right, question);
  if (how) return { verdict: 'rounded', words: told('rounding', how) };
  const pen = slip(given, right.truth, agrees) || oneOff(agrees, given.shape);
  if (pen) return { verdict: 'slip', words: slipOrMistake(pen, found, agrees, question) };
  const plain = differs(agrees, given.blank, given.shape);
  return { verdict: 'unknown', words: sentences(plain, names(found, question)) };
}

/** Which rounding on the way gives an answer's numbers, in words. */
function rounding(given, agrees, right, { roundings }) {
  const isLikely = (numbers) => chance(given, agrees, right, numbers, roundings.length) < LIKELY;
  const fit = ([, numbers]) => isLikely(numbers) && agree(given, numbers, 0).every(Boolean);
  return roundings.find(fit)?.[0] ?? '';
}

/** Say what a slip may be, and which mistakes fit; but once that the sign is turned. */
function slipOrMistake(pen, found, agrees, question) {
  const isTurned = ({ mistakes }) => mistakes.length === 1 && question.mistakes[mistakes[0]][2];
  if (found.some(isTurned) && agrees.filter((isRight) => !isRight).length > 1)
    return names(found, question);
  return sentences(pen, names(found.filter((fit) => !isTurned(fit)), question));
}

/** Say which mistakes fit, with a "could be" where chance may have done it; or ask for digits. */
function names(found, question) {
  if (!found.length) return '';
  const made = (fitting) => fitting.map((fit) => fit.mistakes);
  if (isCertain(found[0])) return comesOut(made(found), question);
  const likely = found.filter((fit) => fit.exact || fit.chance <= 1 / 2);
  if (!likely.length) return told('too few');
  const words = comesOut(made(likely), question, 'could be');
  return likely[0].exact ? words : told('more digits', words);
}
