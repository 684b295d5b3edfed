// The explorer's graph and words, asked by Node's own test runner; test_explorer.py brings the files together.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import test from 'node:test';
import { codeOf } from './explorer_code.js';
import { Graph } from './explorer_graph.js';
import { Words, agreesTo, complaint, decimalsOf, figure, parse, spoken } from './explorer_words.js';

const cases = JSON.parse(readFileSync(new URL('./cases.json', import.meta.url), 'utf8'));
const whole = (data = cases.data, hidden = new Set()) => {
  const graph = new Graph(structuredClone(data));
  return { graph, hidden, words: new Words(graph, hidden) };
};
const arrayOf = (graph, name) => graph.arrays.find((array) => array.name === name);
const cellOf = (graph, name, k) => graph.cells[arrayOf(graph, name).first + k];
const lines = (columns) =>
  [0, 1, 2].map((line) =>
    columns
      .map((column) => spoken(column[line] ?? []))
      .join(' ')
      .trim(),
  );
const small = (nodes, arrays) => {
  const all = arrays.map(([name, shape, cells]) => ({
    name,
    symbol: name,
    role: 'activation',
    shape,
    cells,
  }));
  return whole({ nodes, arrays: all });
};
const input = (value, name) => ['input', value, name];

test('after 300 changes, re-routings and ties among them, every number is the package’s', () => {
  const { graph } = whole();
  let compared = 0;
  for (const { inputs, expected } of cases.changes) {
    const flat = Object.entries(inputs).flatMap(([name, values]) =>
      [values].flat(2).map((value, k) => [arrayOf(graph, name).cells[k], value]),
    );
    graph.set(flat);
    for (const [name, values] of Object.entries(expected)) {
      for (const [k, value] of [values].flat(2).entries()) {
        const shown = graph.values[arrayOf(graph, name).cells[k]];
        assert.ok(
          Math.abs(shown - value) <= 1e-12 * Math.max(1, Math.abs(value)),
          `${name} ${k}: ${shown}, ${value}`,
        );
        compared += 1;
      }
    }
  }
  assert.equal(compared, 300 * graph.cells.length);
});

test('a comparison and a choice come out anew when an input changes', () => {
  const nodes = [
    input(1, 'a'),
    input(2, 'b'),
    ['<', 0, 1],
    ['where', 2, 0, 1],
    ['not', 2],
    ['and', 4, 2],
    ['or', 4, 2],
  ];
  const { graph } = small(nodes, [['y', [], [3]]]);
  assert.equal(graph.values[3], 1);
  graph.set([[0, 5]]);
  assert.deepEqual(graph.values.slice(2), [0, 2, 1, 0, 1]);
});

test('not a number stays one, and nothing is smaller than it', () => {
  const nodes = [input(0, 'a'), ['log', 0], ['*', 0, 1], ['max', 2, 0], ['<', 2, 0]];
  const { graph } = small(nodes, [['y', [], [3]]]);
  assert.ok(Number.isNaN(graph.values[3]));
  assert.equal(graph.values[4], 0);
});

test('a sum is said with names, numbers and products, in reading order, that add up', () => {
  const { graph, words } = whole();
  const cell = cellOf(graph, 'gradient of kernel', 0);
  assert.deepEqual(lines(words.sum(cell)), [
    '∂E/∂w[0, 0] = δ_x[0, 2]·o[0, 2] + δ_x[1, 1]·o[1, 1] + δ_x[2, 1]·o[2, 1] + δ_x[3, 3]·o[3, 3]',
    '= 0.0688·0.88 + 0.0365·0.62 + 0.0469·0.20 + (−0.0683)·0.70',
    '= 0.06053 + 0.02263 + 0.00938 + (−0.04778) = 0.0448',
  ]);
  assert.deepEqual(lines(words.sum(cellOf(graph, 'delta of output', 0))), [
    'δ_y = y − t',
    '= 0.4539 − (−0.04613) = 0.5000',
    '',
  ]);
  assert.equal(words.remarks(cell), '12 terms are 0: the pool did not choose them.');
});

test('a choice is said in words', () => {
  const { graph, words } = whole();
  const pooled = cellOf(graph, 'pooled', 0);
  assert.equal(words.remarks(pooled), '0.3092 won over 0.2491, −0.1648, 0.1089.');
  const left = cellOf(graph, 'delta of feature map', 1);
  assert.deepEqual(lines(words.sum(left)), ['δ_x[0, 1] = 0', '', '']);
  assert.equal(
    words.remarks(left),
    'The pool did not choose x[0, 1]: 0.3092 won over 0.2491, −0.1648, 0.1089.',
  );
  const won = cellOf(graph, 'delta of feature map', 5);
  assert.equal(
    words.remarks(won),
    'x[1, 1] won its window: 0.3092 won over 0.2491, −0.1648, 0.1089.',
  );
});

test('windows that a cell lost are counted where there are several', () => {
  const { graph, words } = whole(cases.overlapping);
  const said = (k) => words.remarks(cellOf(graph, 'delta of feature map', k));
  assert.equal(said(5).match(/x\[1, 1\] won its window/g).length, 2);
  assert.match(said(5), /\. The pool did not choose it in 2 other windows\.$/);
  assert.equal(said(6), 'The pool did not choose it in 4 windows.');
});

test('at a tie the first wins, and that is said', () => {
  const { graph, words } = whole(cases.pool);
  const map = arrayOf(graph, 'feature map').cells;
  graph.set([
    [map[0], 0.5],
    [map[1], 0.5],
    [map[4], 0.1],
    [map[5], 0.1],
  ]);
  assert.equal(graph.values[cellOf(graph, 'delta of feature map', 1).node], 0);
  assert.match(words.remarks(cellOf(graph, 'delta of feature map', 1)), /a tie goes to the first/);
});

test('brackets, squares and factors are written as by hand', () => {
  const { graph, words } = whole();
  assert.deepEqual(
    lines(words.sum(cellOf(graph, 'delta of pooled', 0)))[0],
    'δ_p[0, 0] = δ_s[0, 0]·s[0, 0]·(1 − s[0, 0])',
  );
  assert.equal(lines(words.sum(cellOf(graph, 'error', 0)))[0], 'E = (t − y)² / 2');
  assert.equal(lines(words.sum(cellOf(graph, 'delta of output', 0)))[0], 'δ_y = y − t');
  assert.equal(
    lines(words.sum(cellOf(graph, 'activations', 0)))[0],
    's[0, 0] = 1 / (1 + exp(−p[0, 0]))',
  );
  assert.equal(
    lines(words.sum(cellOf(graph, 'hidden', 1)))[0].slice(0, 24),
    'h[1] = V[1, 0]·s[0, 0] +',
  );
  assert.equal(
    lines(words.sum(cellOf(graph, 'kernel after the step', 0)))[0],
    'w′[0, 0] = w[0, 0] − η·∂E/∂w[0, 0]',
  );
});

test('shares of a sum add up to 1, and an input says what it feeds', () => {
  const { graph, words } = whole();
  const { operands } = graph.explain(cellOf(graph, 'hidden', 0).node);
  const shares = arrayOf(graph, 'dense weights')
    .cells.slice(0, 4)
    .map((node) => operands.get(node));
  assert.ok(Math.abs(shares.reduce((sum, share) => sum + share) - 1) < 1e-12);
  const [names] = lines(words.uses(cellOf(graph, 'feature map', 5)));
  assert.equal(names, 'x[1, 1] goes into p[0, 0]');
});

test('while results are hidden, no word and no number gives one away', () => {
  const { graph, hidden, words } = whole();
  for (const cell of graph.cells) if (!graph.isInput(cell.node)) hidden.add(cell.node);
  const results = graph.cells.filter((cell) => hidden.has(cell.node));
  const inputs = new Set(
    graph.cells.filter((cell) => !hidden.has(cell.node)).map((cell) => words.number(cell.node)),
  );
  for (const cell of results) {
    const said = [...lines(words.sum(cell)), words.remarks(cell), words.label(cell)].join(' ');
    assert.doesNotMatch(said, /won over|did not choose [a-z]/);
    const told = [
      ...said.replace(/\[[\d, ]*\]|row \d+|column \d+/g, '').matchAll(/−?\d+\.\d+/g),
    ].map(([number]) => number);
    for (const number of told) assert.ok(inputs.has(number), `${cell.array.name}: ${said}`);
  }
});

test('an answer is judged to the digits given, rounded or cut', () => {
  const { graph, words } = whole();
  const cell = cellOf(graph, 'gradient of kernel', 0); // 0.044757…
  const judged = (text) => words.judge(cell, text);
  for (const text of ['0.045', '0.044', '0.0448', '.0447', '0,0448', '0.044757', '4.48e-2'])
    assert.ok(judged(text).right, text);
  assert.deepEqual(judged('0.04'), {
    right: false,
    words: 'Right so far; give at least two of its digits.',
  });
  assert.equal(judged('-0.0448').words, 'The size is right, the sign is not.');
  assert.equal(judged('0.0925').words, 'That is the sum without δ_x[3, 3]·o[3, 3].');
  assert.match(judged('0.5').words, /0.5 is not it, to 1 decimal/);
  assert.match(judged('abc').words, /not a number/);
});

test('bad input is said in words', () => {
  assert.equal(parse('abc'), null);
  assert.equal(parse('−1,5'), -1.5);
  assert.equal(complaint('0.5'), '');
  assert.equal(complaint(''), 'An empty cell is not a number.');
  assert.equal(complaint('1e400'), '“1e400” is too large to calculate with.');
  assert.equal(complaint('<b>1</b>'), '“<b>1</b>” is not a number.');
});

test('numbers are written with a true minus and few digits', () => {
  assert.deepEqual(
    [0.25, -0.25, -0.00001, 12.3456, 1234.5, -250000, NaN, -Infinity].map((value) =>
      figure(value, 4),
    ),
    ['0.2500', '−0.2500', '0.0000', '12.346', '1234.5', '−3e5', 'NaN', '−∞'],
  );
  assert.deepEqual(
    [-0.25, -1.0684, 27.63, -172.4].map((value) => figure(value, 3, true)),
    ['−.250', '−1.07', '27.6', '−172'],
  );
  assert.equal(decimalsOf([0.5, 0.25], 4), 2);
  assert.ok(agreesTo(2, 0.12, 0.1299) && agreesTo(2, 0.13, 0.1299) && !agreesTo(2, 0.14, 0.1299));
});

test('the copied code is written down, for Python to run', () => {
  const states = {
    whole: [cases.changes[0].inputs, cases.data],
    convolution: [cases.part, cases.convolution],
  };
  for (const [name, [state, { stages }]] of Object.entries(states)) {
    writeFileSync(new URL(`./${name}.py`, import.meta.url), codeOf(state, stages));
  }
});

test('a single negated term keeps its sign', () => {
  const nodes = [input(2, 'a'), ['neg', 0], ['-', 1, 0]];
  const { graph, words } = small(nodes, [
    ['a', [], [0]],
    ['y', [], [1]],
    ['z', [], [2]],
  ]);
  assert.deepEqual(lines(words.sum(cellOf(graph, 'y', 0))), ['y = −a', '= −2.0000', '']);
  assert.deepEqual(lines(words.sum(cellOf(graph, 'z', 0)))[0], 'z = y − a');
});

test('a long sum is cut short, and what is not a number is said', () => {
  const inputs = Array.from({ length: 9 }, (_, k) => input(k + 1, `a[${k}]`));
  const sums = Array.from({ length: 8 }, (_, k) => ['+', k ? 8 + k : 0, k + 1]);
  const { graph, words } = small(
    [...inputs, ...sums],
    [
      ['a', [9], [0, 1, 2, 3, 4, 5, 6, 7, 8]],
      ['y', [], [16]],
    ],
  );
  const cell = cellOf(graph, 'y', 0);
  assert.match(lines(words.sum(cell))[0], /^y = a\[0\] \+ .* \+ a\[5\] \+ …$/);
  graph.set([
    [0, Infinity],
    [1, -Infinity],
  ]);
  assert.match(lines(words.sum(cell))[1], /= NaN$/);
});
