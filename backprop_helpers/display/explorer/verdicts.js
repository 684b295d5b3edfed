// The verdicts in words: practice/diagnosis/words.py's sentences, and what is filled into them.

import { JUDGEMENTS, SHOWN } from './notation.js';

/** A sentence, with something in the place of each {}. */
export function told(name, ...fillings) {
  return JUDGEMENTS[name].replace(/\{\}/g, () => fillings.shift() ?? '');
}

/** A text that is no number, as far as it is shown. */
export function noNumber(text) {
  const letters = [...text];
  const shown = letters.slice(0, SHOWN).join('').replace(/\p{C}|(?! )\p{Z}/gu, '\ufffd');
  return told('no number', shown + (letters.length > SHOWN ? '…' : ''));
}

/** The index of an entry, as it is written; nothing for a single number. */
export function placeIn(k, shape) {
  const index = shape.map((size, axis) => {
    const below = shape.slice(axis + 1).reduce((count, each) => count * each, 1);
    return Math.floor(k / below) % size;
  });
  return shape.length ? `[${index.join(', ')}]` : '';
}

export const at = (place) => (place ? told('place', place) : '');

export const firstThatDiffers = (agrees, shape) => placeIn(agrees.indexOf(false), shape);

const listed = (words) =>
  words.length > 1 ? words.slice(0, -1).join(', ') + told('and') + words.at(-1) : words[0];

/** A shape in words. */
function sizeOf(shape) {
  if (shape.length === 1) return told('in a row', shape[0], shape[0] === 1 ? '' : 's');
  return shape.join('×') || told('no array');
}

function inPython(shape) {
  if (!shape.length) return told('no array');
  return told('an array', `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`);
}

/** Say which shape was given, which is right and why, and what else has the given one. */
export function wrongShape(own, question) {
  if (!question['right shape']) return told('shape', inPython(own), inPython(question.shape));
  const mine = sizeOf(own);
  const text = told("layer's shape", mine, question['right shape']);
  const like = question.arguments.find(([, shape]) => own.length && String(shape) === String(own));
  return like ? told('shape of', text, mine[0].toUpperCase() + mine.slice(1), like[0]) : text;
}

/** Say how many entries agree and where the first that differs is. */
export function differs(agrees, blank, shape) {
  if (!shape.length) return told('wrong');
  const given = agrees.filter((_, k) => !blank[k]);
  const count = given.filter(Boolean).length;
  return told('differs', count, given.length, firstThatDiffers(agrees, shape));
}

/** Say which numbers have the right size alone. */
export function signsTurned(agrees, shape) {
  const places = agrees.flatMap((isRight, k) => (isRight ? [] : [placeIn(k, shape)]));
  return told('signs', agrees.some(Boolean) && places.length < 4 ? at(listed(places)) : '');
}

/** Say that what is given is right. */
export function notGivenYet(blank, shape) {
  const count = blank.filter(Boolean).length;
  return told(count > 1 ? 'blanks' : 'blank', placeIn(blank.indexOf(true), shape), count - 1);
}

/** Say that the numbers are right, and how they were shortened where that can be told. */
export function rightToTheDigits({ rounded, cut }) {
  const isOnly = (one, other) => one.some((isSo, k) => isSo && !other[k]);
  const [byRounding, byCutting] = [isOnly(rounded, cut), isOnly(cut, rounded)];
  if (byRounding && byCutting) return told('to the digits', told('some of both'));
  const how = byRounding ? 'rounded' : byCutting ? 'cut' : '';
  return told('to the digits', how && told(how));
}

/** Say of which mistakes these are the numbers, and what to look at. */
export function comesOut(together, { mistakes, lessons }, sentence = 'comes out') {
  const unique = (words) => [...new Set(words)];
  const nameOf = (made) => made.map((each) => mistakes[each][0]).join(told('and'));
  const ways = unique(together.map(nameOf));
  const treated = unique(together.flat().map((each) => lessons[mistakes[each][1]][0]));
  const more = ways.length > 3 ? told('more', ways.length - 3) : '';
  return told(sentence, ways.slice(0, 3).join(told('or')), more, listed(treated.slice(0, 2)));
}
