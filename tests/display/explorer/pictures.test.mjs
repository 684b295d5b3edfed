// The brush, what an image is taken for, and weights that are folded into maps, asked by Node.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { gridName, stepFrom } from './axes.js';
import { brushed, covered } from './brush.js';
import { Graph } from './graph.js';
import { nameOf } from './names.js';
import { Shares } from './shares.js';
import { Words } from './words.js';

const { pictures } = JSON.parse(readFileSync(new URL('./cases.json', import.meta.url), 'utf8'));
const digit = (hidden = new Set()) => {
  const graph = new Graph(structuredClone(pictures));
  return { graph, shares: new Shares(graph, new Words(graph, hidden)) };
};
const line = [[2, 1], [2, 5]];

test('a stroke covers its line wholly, the cells beside it by a part, and no other', () => {
  assert.equal(covered([2, 3], line), 1);
  assert.equal(covered([1, 3], line), 3 / 16); // (0.75 + 0.4 − 1) / 0.8 = 0.1875
  assert.equal(covered([3, 3], line), covered([1, 3], line));
  assert.equal(covered([0, 3], line), 0);
  assert.equal(covered([2, 7], line), 0);
  assert.equal(covered([2, 6], line), 3 / 16);
});

test('between two rows both are covered alike, and a point covers what is around it', () => {
  const between = [[2.5, 0], [2.5, 7]];
  assert.equal(covered([2, 4], between), 13 / 16); // 0.65 / 0.8 = 0.8125
  assert.equal(covered([3, 4], between), 13 / 16);
  assert.equal(covered([4, 4], [[4, 4], [4, 4]]), 1);
});

test('every cover is a number of sixteenths, as the pixels of the data are', () => {
  for (let k = 0; k < 200; k += 1) {
    const share = covered([3, 3], [[k / 50, 1], [k / 40, 6]]);
    assert.ok(Number.isInteger(16 * share) && share >= 0 && share <= 1, `${share}`);
  }
});

test('the brush only adds, the eraser only takes away', () => {
  assert.equal(brushed(0.5, 0.25, 1, false), 0.5);
  assert.equal(brushed(0.5, 1, 1, false), 1);
  assert.equal(brushed(0.5, 0.25, 1, true), 0.5);
  assert.equal(brushed(0.5, 0.75, 1, true), 0.25);
  assert.equal(brushed(0.5, 1, 1, true), 0);
  assert.equal(brushed(4, 0.5, 16, false), 8);
});

test('what an image is taken for is the largest share, and the label says what is right', () => {
  const { graph, shares } = digit();
  const values = shares.cells.map((cell) => shares.value(cell));
  assert.equal(values.length, 10);
  assert.ok(Math.abs(values.reduce((sum, value) => sum + value) - 1) < 1e-9);
  assert.equal(shares.value(shares.largest), Math.max(...values));
  assert.match(shares.verdict(), /^Taken for 3, which is right: q\[3\] = 0\.\d+\.$/);
  graph.set([[graph.arrayOf('target').cells[0], 8]]);
  assert.match(shares.verdict(), /^Taken for 3: q\[3\] = 0\.\d+; right is 8: q\[8\] = [\d.e−]+\.$/);
});

test('nothing is said of shares that are hidden', () => {
  assert.equal(digit(new Set([1])).shares.verdict(), '');
});

test('256 weights in a row stand as 16 maps of 4×4 and keep their index', () => {
  const { graph } = digit();
  const weights = graph.arrayOf('output weights');
  const cell = graph.cells[weights.first + 3 * 256 + 5 * 16 + 6];
  assert.equal(nameOf(cell), 'u[3, 86]');
  assert.equal(gridName(weights, cell.grid), 'j = 3, k = 5');
  assert.deepEqual([cell.row, cell.column], [1, 2]);
  assert.equal(stepFrom(cell, [1, 0]), cell.k + 4);
  assert.equal(stepFrom(cell, [0, 1]), cell.k + 1);
  assert.equal(graph.cells[weights.first + stepFrom(cell, [0, 1])].column, 3);
  const next = graph.cells[weights.first + stepFrom({ ...cell, ...graph.cells[cell.index + 1] }, [0, 1])];
  assert.deepEqual([gridName(weights, next.grid), next.row, next.column], ['j = 3, k = 6', 1, 0]);
  assert.equal(graph.arrayOf('gradient of output weights').grids, 160);
});
