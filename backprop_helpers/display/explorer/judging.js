// The judging: a number that the reader typed, to the digits given, as practice/diagnosis does it.

import { BLANK, CLOSE, JUDGEMENTS, SHOWN, SLACK, WRAPPED, WRITTEN } from './notation.js';

const NUMBER = new RegExp(`^(?:${WRITTEN})$`, 'i');

const told = (name, filling = '') => JUDGEMENTS[name].replace('{}', filling);

/** Judge a text as a number: the verdict in one word, and in a sentence. */
export function judge(text, truth) {
  const given = numberIn(text);
  if (!given) return { verdict: 'not given', words: told('not given') };
  if (given.complaint) return { verdict: 'unreadable', words: given.complaint };
  if (!agrees(given, truth, 0)) return wrong(given, truth);
  if (isClose(given.number, truth)) return { verdict: 'right', words: told('right') };
  if (!agrees(given, truth, 2)) return { verdict: 'not given', words: told('so far', given.text) };
  const { rounded, cut } = shortened(given, truth, 0);
  const how = rounded === cut ? '' : told(rounded ? 'rounded' : 'cut');
  return { verdict: 'rounded', words: told('to the digits', how) };
}

function wrong(given, truth) {
  const slip = slipOf(given, truth);
  return { verdict: slip ? 'slip' : 'unknown', words: told(slip || 'wrong') };
}

/** A text as a number and the power of ten of its last digit; null where nothing is given. */
function numberIn(text) {
  const plain = text.replace(/[−–]/g, '-').replace(/[\u00a0\u202f]/g, ' ');
  const written = plain.replace(new RegExp(WRAPPED, 'g'), '$1').trim();
  const point = written.replaceAll(',', '.');
  if (BLANK.includes(point)) return null;
  if (!NUMBER.test(point)) return { complaint: told('no number', shortText(written)) };
  const [digits, power = 0] = point.toLowerCase().split('e');
  const last = Number(power) - (digits.split('.')[1] ?? '').length;
  return { text: point, number: Number(point), last: Math.max(last, -400) };
}

function shortText(text) {
  const letters = [...text];
  const shown = letters.slice(0, SHOWN).join('').replace(/\p{C}|(?! )\p{Z}/gu, '\ufffd');
  return shown + (letters.length > SHOWN ? '…' : '');
}

const isClose = (number, truth) => Math.abs(number - truth) <= CLOSE * Math.abs(truth);

/** Whether a number is the right one, as far as it was written or to so many digits. */
function agrees(given, truth, digits) {
  const { rounded, cut } = shortened(given, truth, digits);
  return isClose(given.number, truth) || rounded || cut;
}

/** The power of ten of a number's first digit. */
const first = (number) => (number ? Number(number.toExponential().split('e')[1]) : -Infinity);

function shortened({ number, last }, truth, digits) {
  const size = Math.abs(truth);
  const unit = 10 ** (digits ? Math.min(last, first(size) + 1 - digits) : last);
  const isAlike = number * truth > 0 && Number.isFinite(number);
  const missing = size - Math.abs(number);
  const cut = isAlike && missing >= 0 && missing < unit * (1 - SLACK);
  return { cut, rounded: isAlike && Math.abs(missing) <= (unit / 2) * (1 + SLACK) };
}

/** Which slip of the pen a wrong number may be, or nothing. */
function slipOf(given, truth) {
  if (agrees(given, -truth, 2)) return 'sign';
  const isMoved = (power) => isLikely(given, truth * 10 ** power, truth);
  if ([-2, -1, 1, 2].some(isMoved)) return 'point';
  return isSwapped(given, truth) ? 'swapped' : '';
}

/** Whether a number is such a wrong one, with digits enough to say so. */
function isLikely(given, wanted, truth) {
  const unit = 10 ** given.last;
  return agrees(given, wanted, 2) && unit / Math.max(2 * Math.abs(wanted - truth), unit) < 1 / 20;
}

/** Whether two neighbouring digits, written in each other's place, make the number right. */
function isSwapped({ number, last }, truth) {
  const [size, unit, own] = [Math.abs(truth), 10 ** last, number * Math.sign(truth)];
  if (last < -20 || own <= 1e-4 * size || own >= 1e4 * size || own / unit > 1e15) return false;
  const digits = (own / unit).toFixed(0);
  const swapped = (k) => digits.slice(0, k) + digits[k + 1] + digits[k] + digits.slice(k + 2);
  const swaps = [...digits].slice(1).map((_, k) => Number(swapped(k)));
  const wanted = [Math.round(size / unit), Math.trunc(size / unit)];
  const isWanted = (swap) => wanted.includes(swap) && swap !== Number(digits);
  return digits.length > 2 && swaps.some(isWanted);
}
