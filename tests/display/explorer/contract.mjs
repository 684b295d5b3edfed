// What the page says of every cell, asked by test_contract.py: cases on standard input, answers on standard output.

import { readFileSync } from 'node:fs';
import { Graph } from './graph.js';
import { forOneNumber, judge } from './judging.js';
import { spoken } from './names.js';
import { decimalsOf, number } from './numbers.js';
import { Remarks } from './remarks.js';
import { Words } from './words.js';

const { cases = [], numbers = [], arrays = [], typed = [] } = JSON.parse(readFileSync(0, 'utf8'));

/** The lines of an explanation as a reader sees them: columns side by side. */
function linesOf(columns) {
  const lines = [0, 1, 2].map((line) => columns.map((column) => spoken(column[line] ?? [])));
  return lines.map((parts) => parts.filter(Boolean).join(' ').trim());
}

function said({ data, inputs }) {
  const graph = new Graph(data);
  const pairs = Object.entries(inputs).flatMap(([name, values]) =>
    [values].flat(Infinity).map((value, k) => [graph.arrayOf(name).cells[k], value]),
  );
  graph.set(pairs);
  const words = new Words(graph, new Set());
  const remarks = new Remarks(words);
  return graph.cells.map((cell) => ({ lines: linesOf(words.sum(cell)), words: remarks.list(cell) }));
}

const answers = {
  cases: cases.map(said),
  numbers: numbers.map(([value, decimals, zeros]) => number(Number(value), decimals, zeros)),
  typed: typed.map(([text, truth]) => judge(text, forOneNumber(truth))),
  arrays: arrays.map(([values, least, most]) => decimalsOf(values, least, most)),
};
console.log(JSON.stringify(answers));
