// The reading: numbers in a text, wherever it was copied, as practice/diagnosis/text.py reads them.

import { BLANK, DEEPEST, FURTHEST, LONGEST, SAME, SPACE } from './notation.js';
import { WRAPPED, WRAPPERS, WRITTEN } from './notation.js';
import { noNumber, told } from './verdicts.js';

const NUMBER = new RegExp(`^(?:${WRITTEN})$`, 'i');
const SAME_SIGNS = new RegExp(`[${Object.keys(SAME).join('')}]`, 'g');
const SPACES = new RegExp(`[${SPACE}]+`);

/** What is in a text that is no table of numbers. */
class Unreadable extends Error {}

const plain = (text) => text.replace(SAME_SIGNS, (sign) => SAME[sign]);

function withoutEnd(text, signs) {
  let end = text.length;
  while (end && signs.includes(text[end - 1])) end -= 1;
  return text.slice(0, end);
}

function stripped(text, signs) {
  let start = 0;
  while (start < text.length && signs.includes(text[start])) start += 1;
  return withoutEnd(text.slice(start), signs);
}

const bare = (text) => stripped(text, SPACE);

/** An answer as numbers; a verdict where there are none. */
export function readAnswer(text, shape) {
  try {
    return given(text, shape);
  } catch (reason) {
    if (!(reason instanceof Unreadable)) throw reason;
    return { verdict: 'unreadable', words: reason.message };
  }
}

function given(text, shape) {
  const tables = (shape.length ? readings(text) : [oneNumber(text)]).map(asTable);
  const layouts = tables.flatMap((table) => [...inLayouts(table, shape, text.includes('['))]);
  const fitting = layouts.find((table) => isAlike(table.shape, shape)) ?? tables[0];
  const blank = fitting.entries.map((entry) => entry === '');
  if (blank.every(Boolean)) return { verdict: 'not given', words: told('not given') };
  if (fitting.entries.some(Array.isArray)) throw new Unreadable(told('ragged'));
  const numbers = fitting.entries.map((entry) => (entry === '' ? NaN : Number(entry)));
  const last = fitting.entries.map((entry, k) => lastPlace(entry, numbers[k]));
  return { ...fitting, numbers, last, blank };
}

/** The power of ten of the last digit that was written. */
function lastPlace(entry, number) {
  if (!Number.isFinite(number)) return 0;
  const [digits, power = 0] = entry.toLowerCase().split('e');
  const last = Number(power) - (digits.split('.')[1] ?? '').length;
  return Math.min(Math.max(last, -FURTHEST), FURTHEST);
}

export const isAlike = (one, other) => String(one) === String(other);
const countOf = (shape) => shape.reduce((count, size) => count * size, 1);

/** Nested lists as far as their lengths agree: the shape, and what is in there. */
function asTable(nested) {
  const shape = sharedShape(nested);
  return { shape, entries: shape.length ? nested.flat(shape.length - 1) : [nested] };
}

function sharedShape(nested) {
  if (!Array.isArray(nested)) return [];
  const [one = [], ...others] = nested.map(sharedShape);
  const isShared = (k) => others.every((shape) => shape[k] === one[k]);
  const end = one.findIndex((_, k) => !isShared(k));
  return [nested.length, ...one.slice(0, end < 0 ? one.length : end)];
}

/** A table as it is, and as the array that may have been written so. */
function* inLayouts(table, shape, isBracketed) {
  yield table;
  if (isBracketed || table.entries.length !== countOf(shape)) return;
  if (isWrittenSo(table, shape)) yield { ...table, shape };
}

function isWrittenSo({ shape: own, entries }, shape) {
  const columns = shape.at(-1);
  if (own.length < 2) return entries.length === 1 || columns === entries.length;
  if (own.length === 2 && own[1] === 1) return shape.length === 1 || columns === 1;
  return shape.length > 2 && columns === own.at(-1);
}

/** The one number in a text, as it is written in code; an empty text where none is given. */
function oneNumber(text) {
  const written = bare(plain(text).replace(new RegExp(WRAPPED, 'g'), '$1'));
  return numberOf(pointed(written), written);
}

const pointed = (text) => text.replaceAll(',', '.');

function numberOf(cell, shown = cell) {
  if (BLANK.includes(cell)) return '';
  if (!NUMBER.test(cell)) throw new Unreadable(noNumber(shown));
  return cell;
}

/** Every way to read a text, the likeliest first. */
function readings(typed) {
  const size = [...typed].length;
  if (size > LONGEST) throw new Unreadable(told('too long', size));
  const unwrapped = plain(typed).replace(new RegExp(WRAPPERS, 'g'), (_, inner) => inner ?? '');
  const text = stripped(unwrapped, ' \n');
  if (text.includes('[')) return tried(text, inBrackets);
  const open = text.replaceAll('(', '[').replaceAll(')', ']');
  return tried(open, open.includes('[') ? inBrackets : inLines);
}

function tried(text, reader) {
  const [found, problems] = [[], []];
  for (const [comma, rowEnds] of commasIn(text))
    try {
      found.push(reader(text, comma, rowEnds));
    } catch (reason) {
      if (!(reason instanceof Unreadable)) throw reason;
      problems.push(reason);
    }
  if (!found.length) throw problems[0];
  return found;
}

/** What a comma may be, and what may end a row. */
function* commasIn(text) {
  const isDecimal = /[0-9],[0-9]/.test(text) && !/\.[0-9]/.test(text);
  for (const comma of isDecimal ? ['decimal', ','] : [','])
    for (const rowEnds of text.includes(';') ? [/[\n;]/, /\n/] : [/\n/]) yield [comma, rowEnds];
}

/** Lines as rows; blank lines come between blocks. One row is a list, one number is itself. */
function inLines(text, comma, rowEnds) {
  const rowsOf = (block) => block.split(rowEnds).filter(bare).map((line) => cells(line, comma));
  const all = text.split(/\n[ \t]*\n/).map(rowsOf).map(rectangular);
  const blocks = all.filter((rows) => rows.length);
  if (blocks.length > 1) return blocks;
  const [rows = [['']]] = blocks;
  if (rows.length > 1) return rows;
  return rows[0].length > 1 ? rows[0] : rows[0][0];
}

function rectangular(rows) {
  if (rows.some((row) => row.length !== rows[0].length)) throw new Unreadable(told('ragged'));
  return rows;
}

/** The numbers of a line; between tabs, semicolons or commas there may be none. */
function cells(untidy, comma) {
  const line = stripped(untidy, ' \n');
  const tidy = comma === 'decimal' ? pointed : (part) => part;
  const signs = comma === 'decimal' ? ['\t', ';'] : ['\t', ';', ','];
  const separator = signs.find((sign) => line.includes(sign));
  if (!separator) {
    const parts = line.split(SPACES).filter(Boolean);
    return parts.map((part) => numberOf(tidy(withoutEnd(part, ','))));
  }
  const parts = line.split(separator);
  const isEnded = separator !== '\t' && !bare(parts.at(-1));
  return (isEnded ? parts.slice(0, -1) : parts).map((part) => numberOf(tidy(bare(part))));
}

/** Nested lists for nested brackets. */
function inBrackets(text, comma) {
  const waiting = [];
  let inner = [];
  for (const part of withoutEnd(text, ')').match(/[[\]]|[^[\]]+/g) ?? []) {
    if (waiting.length > DEEPEST) throw new Unreadable(told('too deep'));
    if (part === '[') {
      waiting.push(inner);
      inner = [];
    } else if (part === ']') {
      if (!waiting.length) throw new Unreadable(told('not opened'));
      waiting.at(-1).push(inner);
      inner = waiting.pop();
    } else if (stripped(part, ' ,;\n\t'))
      inner.push(...cells(stripped(part.replaceAll('\n', ' '), ' ,'), comma));
  }
  if (waiting.length || inner.length !== 1 || !Array.isArray(inner[0]))
    throw new Unreadable(told('brackets'));
  return inner[0];
}
