// The tables: what was pasted as rows of texts, wherever it was copied, and where it goes.

import { BLANK, WRAPPED, WRITTEN } from '../explorer/notation.js';

const AROUND = new RegExp(`${WRAPPED}|\\b(?:(?:np|numpy)\\.)?array\\(`, 'g');
const OF_TYPE = /,\s*dtype=[\w.]+/g;
const WHOLE_NUMERAL = new RegExp(`^${WRITTEN}$`, 'i');

/** Every way to read a text as a table, the likeliest first; rows of texts, "" for no number. */
export function tablesOf(text) {
  const signs = text.replace(/[−–]/g, '-').replace(/[\u00a0\u202f]/g, ' ').replaceAll('\r', '');
  const bare = signs.replace(AROUND, '$1').replace(OF_TYPE, '').replace(/^[ \n]+|[ \n]+$/g, '');
  const plain = bare.includes('[') ? bare : bare.replaceAll('(', '[').replaceAll(')', ']');
  const read = plain.includes('[') ? bracketed : lined;
  const tables = conventions(plain).map(([comma, ends]) => read(plain, comma, ends));
  return tables.filter(isTable);
}

/** What a comma may be, and what may end a row. */
function conventions(text) {
  const isDecimal = /\d,\d/.test(text) && !/\d\.\d|\.\d/.test(text);
  const ends = text.includes(';') ? [/[\n;]/, /\n/] : [/\n/];
  return (isDecimal ? ['decimal', ','] : [',']).flatMap((comma) => ends.map((end) => [comma, end]));
}

function isTable(rows) {
  const isNumber = (text) => text === '' || WHOLE_NUMERAL.test(text);
  const fits = (row) => row.length === rows[0].length && row.every(isNumber);
  return rows.length > 0 && rows.every(fits);
}

const lined = (text, comma, ends) =>
  text
    .split(ends)
    .filter((line) => line.trim())
    .map((line) => numbersOf(line, comma));

/** The innermost brackets are the rows, as Python and NumPy print them. */
const bracketed = (text, comma) =>
  (text.match(/\[[^[\]]*\]/g) ?? []).map((row) =>
    numbersOf(row.slice(1, -1).replaceAll('\n', ' ').replace(/^[ ,]+|[ ,]+$/g, ''), comma),
  );

/** The numbers of a line; between tabs, semicolons or commas there may be none. */
function numbersOf(line, comma) {
  const trimmed = line.replace(/^[ \n]+|[ \n]+$/g, '');
  const separators = ['\t', ';', ...(comma === ',' ? [','] : [])];
  const separator = separators.find((each) => trimmed.includes(each));
  const parts = separator ? trimmed.split(separator) : trimmed.split(/\s+/);
  if (separator && separator !== '\t' && !parts.at(-1).trim()) parts.pop();
  return parts.map((part) => written(part.trim(), comma));
}

function written(text, comma) {
  const number = comma === 'decimal' ? text.replace(',', '.') : text.replace(/,$/, '');
  return BLANK.includes(number) ? '' : number;
}

/**
 * Where a pasted table's texts go, as pairs of a number's k and its text: into the whole grid, a
 * whole row, or from a cell on; null where it does not fit.
 */
export function placed(tables, { size, rows, columns }, { k }) {
  const inside = k % (rows * columns);
  const [row, column] = [Math.floor(inside / columns), inside % columns];
  const fillsAll = (table) =>
    table.flat().length === size && [size, 1, columns].includes(table[0].length);
  const all = tables.find(fillsAll);
  if (all) return all.flat().map((text, to) => [to, text]);
  const line = tables.find((table) => table.length === 1 && table[0].length === columns);
  if (line) return line[0].map((text, to) => [k - column + to, text]);
  const fits = (table) => row + table.length <= rows && column + table[0].length <= columns;
  const part = tables.find(fits);
  if (!part) return null;
  const at = (down, right) => k + down * columns + right;
  return part.flatMap((each, down) => each.map((text, right) => [at(down, right), text]));
}

/** What did not fit, in words. */
export function misfit(tables, { rows, columns }) {
  if (!tables.length) return 'What was pasted is not a table of numbers; nothing has changed.';
  const [table] = tables;
  const by = `${table.length}×${table[0].length}`;
  return `${by} numbers do not fit here, where ${rows}×${columns} are; nothing has changed.`;
}
