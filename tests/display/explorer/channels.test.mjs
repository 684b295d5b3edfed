// Channels, kernels and batches, asked by Node: indices, and which grids take part in a sum.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { gridName, nested, placeOf, stepFrom } from './axes.js';
import { Graph } from './graph.js';
import { nameOf, spoken } from './names.js';
import { Words } from './words.js';

const { channels } = JSON.parse(readFileSync(new URL('./cases.json', import.meta.url), 'utf8'));
const lesson = () => new Graph(structuredClone(channels.lesson));
const cellAt = (graph, name, ...place) => {
  const { first, size } = graph.arrayOf(name);
  const cells = graph.cells.slice(first, first + size);
  return cells.find((cell) => String(cell.place) === String(place));
};

/** The grids in which something lights up, by array. */
const lit = (graph, cell, operands = graph.sumOf(cell).operands) => {
  const cells = [...operands.keys()].map((node) => graph.named.get(node));
  const names = cells.map(({ array, grid }) => `${array.name}: ${gridName(array, grid)}`);
  return [...new Set(names)].sort();
};

test('a number has an index for every axis, and its grid a name', () => {
  assert.deepEqual(placeOf(22, [2, 3, 2, 2]), [1, 2, 1, 0]);
  const cell = cellAt(lesson(), 'kernel', 1, 2, 1, 0);
  assert.deepEqual([cell.k, cell.grid, cell.row, cell.column], [22, 5, 1, 0]);
  assert.equal(nameOf(cell), 'w[1, 2, 1, 0]');
  assert.equal(gridName(cell.array, cell.grid), 'k = 1, c = 2');
  assert.equal(gridName({ axes: ['k', 'c'], shape: [16, 1, 3, 3] }, 7), 'k = 7');
  assert.equal(gridName({ axes: [], shape: [3, 3] }, 0), '');
});

test('a flat list is nested in every shape', () => {
  assert.equal(nested([7], []), 7);
  assert.deepEqual(nested([1, 2, 3, 4], [2, 1, 2]), [[[1, 2]], [[3, 4]]]);
});

test('a number has a name of its own in every label', () => {
  for (const data of Object.values(channels)) {
    const graph = new Graph(data);
    const words = new Words(graph, new Set());
    const labels = graph.cells.map((cell) => words.label(cell).replace(/, [^,]*$/, ''));
    assert.equal(new Set(labels).size, graph.cells.length);
  }
});

test('the sum for a weight’s gradient runs over places of one map and one channel', () => {
  const graph = lesson();
  const cell = cellAt(graph, 'gradient of kernel', 1, 2, 1, 0);
  assert.deepEqual(lit(graph, cell), ['delta of feature map: k = 1', 'image: c = 2']);
  const [, ...terms] = new Words(graph, new Set()).sum(cell);
  const written = terms.map(([names]) => spoken(names ?? []));
  assert.deepEqual(written.slice(0, 2), ['δ_x[1, 0, 1]·o[2, 1, 1]', '+ δ_x[1, 1, 0]·o[2, 2, 0]']);
});

test('the sum for a pixel’s delta runs over the kernels, through one channel’s slices', () => {
  const graph = lesson();
  const slices = ['kernel: k = 0, c = 1', 'kernel: k = 1, c = 1'];
  const deltas = ['delta of feature map: k = 0', 'delta of feature map: k = 1'];
  assert.deepEqual(lit(graph, cellAt(graph, 'delta of image', 1, 1, 1)), [...deltas, ...slices]);
});

test('the sum for a feature map runs over the channels, through one kernel’s slices', () => {
  const graph = lesson();
  const channelsAndSlices = [0, 1, 2].flatMap((c) => [`image: c = ${c}`, `kernel: k = 1, c = ${c}`]);
  assert.deepEqual(lit(graph, cellAt(graph, 'feature map', 1, 0, 2)), ['bias: k = 1', ...channelsAndSlices].sort());
});

test('the sum for a bias’s gradient runs over the places of its map, and of all images', () => {
  const graph = lesson();
  assert.deepEqual(lit(graph, cellAt(graph, 'gradient of bias', 1)), ['delta of feature map: k = 1']);
  const batch = new Graph(channels.batch);
  const ofBatch = lit(batch, cellAt(batch, 'gradient of bias', 1));
  assert.deepEqual(ofBatch, ['delta of feature map: n = 0, k = 1', 'delta of feature map: n = 1, k = 1']);
});

test('what a number feeds is found without asking every sum', () => {
  for (const data of [channels.lesson, channels.batch]) {
    const graph = new Graph(data);
    for (const cell of graph.cells) {
      const slow = [...graph.named.keys()].filter(
        (other) => other !== cell.node && graph.explain(other).operands.has(cell.node),
      );
      assert.deepEqual([...graph.uses(cell.node).keys()], slow);
    }
  }
});

test('an arrow leads on into the next grid, and stays at the last one’s end', () => {
  const graph = lesson();
  const led = (name, place, direction) => {
    const { first } = graph.arrayOf(name);
    return graph.cells[first + stepFrom(cellAt(graph, name, ...place), direction)].place;
  };
  const [left, right, up, down] = [[0, -1], [0, 1], [-1, 0], [1, 0]];
  assert.deepEqual(led('kernel', [0, 1, 1, 0], right), [0, 1, 1, 1]);
  assert.deepEqual(led('kernel', [0, 1, 1, 1], right), [0, 2, 1, 0]);
  assert.deepEqual(led('kernel', [0, 1, 1, 0], left), [0, 0, 1, 1]);
  assert.deepEqual(led('kernel', [0, 2, 1, 1], right), [0, 2, 1, 1]);
  assert.deepEqual(led('kernel', [0, 1, 1, 1], down), [1, 1, 0, 1]);
  assert.deepEqual(led('kernel', [1, 1, 0, 1], up), [0, 1, 1, 1]);
  assert.deepEqual(led('kernel', [0, 1, 0, 1], up), [0, 1, 0, 1]);
  assert.deepEqual(led('image', [0, 1, 3], right), [1, 1, 0]);
  assert.deepEqual(led('bias', [0], down), [1]);
  assert.deepEqual(led('bias', [1], right), [1]);
  const flat = { axes: [], shape: [2, 3] };
  assert.equal(stepFrom({ array: flat, place: [0, 2], k: 2 }, right), 2);
  assert.equal(stepFrom({ array: flat, place: [0, 2], k: 2 }, down), 5);
  assert.equal(stepFrom({ array: { axes: [], shape: [3] }, place: [1], k: 1 }, right), 1);
});
