// The explorer's graph and words, asked by Node's own test runner; test_explorer.py brings the files together.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import test from 'node:test';
import { codeOf } from './code.js';
import { Graph } from './graph.js';
import { forOneNumber, judge } from './judging.js';
import { spoken } from './names.js';
import { complaint, decimalsOf, inCell, narrow, parse } from './numbers.js';
import { Remarks } from './remarks.js';
import { Words } from './words.js';

const cases = JSON.parse(readFileSync(new URL('./cases.json', import.meta.url), 'utf8'));
const whole = (data = cases.data, hidden = new Set()) => {
  const graph = new Graph(structuredClone(data));
  const words = new Words(graph, hidden);
  return { graph, hidden, words, remarks: new Remarks(words) };
};
const arrayOf = (graph, name) => graph.arrayOf(name);
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
      [values].flat(Infinity).map((value, k) => [arrayOf(graph, name).cells[k], value]),
    );
    graph.set(flat);
    for (const [name, values] of Object.entries(expected)) {
      for (const [k, value] of [values].flat(Infinity).entries()) {
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

const change = (graph, inputs) =>
  graph.set(
    Object.entries(inputs).flatMap(([name, values]) =>
      [values].flat(Infinity).map((value, k) => [arrayOf(graph, name).cells[k], value]),
    ),
  );
const close = (one, other, by) => Math.abs(one - other) <= by * Math.max(1, Math.abs(other));

/** What a line says, calculated: every expression in it between signs of equality. */
function calculated(line, graph) {
  const number = ({ cell, result }) => (cell ? `(${graph.values[cell.node]})` : result);
  const told = line.map((piece) => number(piece) ?? piece);
  const text = told.join('').replace(/e−/g, 'e-').replaceAll(' − ', ' - ').replaceAll('−', '-1*').replaceAll('·', '*');
  const powers = text.replaceAll('²', '**2').replaceAll('³', '**3');
  const code = powers.replace(/\b(exp|log|tanh|max|min)\(/g, 'Math.$1(').split('=');
  return code.filter((part) => part.trim()).map((part) => new Function(`return ${part}`)());
}

test('of random networks every number is the package’s, and every line is its sum', () => {
  let [compared, written] = [0, 0];
  for (const { data, changes } of cases.networks) {
    const { graph, words } = whole(data);
    for (const { inputs, expected } of changes) {
      change(graph, inputs);
      const shown = graph.arrays.map(({ name }) => name);
      assert.deepEqual(Object.keys(expected).sort(), shown.sort());
      for (const cell of graph.cells) {
        const value = graph.values[cell.node];
        assert.ok(close(value, [expected[cell.array.name]].flat(Infinity)[cell.k], 1e-9), cell.array.name);
        compared += 1;
        const columns = words.sum(cell);
        for (const k of [0, 1, 2]) {
          const line = columns.flatMap((column) => [' ', ...(column[k] ?? [])]);
          if (cell.array.input || line.some((piece) => String(piece).includes('…'))) continue;
          for (const said of calculated(line, graph))
            assert.ok(close(said, value, k ? 5e-3 : 1e-3), `${spoken(line)}: ${said}, ${value}`);
          written += 1;
        }
      }
    }
  }
  assert.ok(compared > 5000 && written > 10000, `${compared}, ${written}`);
});

test('brackets stand where the arithmetic needs them', () => {
  const given = [input(2, 'a'), input(-3, 'b'), input(5, 'c')];
  const expressions = [
    [['-', 1, 2], ['-', 0, 3], ['*', 4, 2]], // (a − (b − c))·c
    [['/', 1, 2], ['/', 0, 3]], // a / (b / c)
    [['+', 0, 1], ['neg', 3], ['*', 4, 2], ['exp', 4], ['*', 5, 6]], // −(a + b)·c·exp(−(a + b))
    [['/', 0, 1], ['*', 3, 3]], // (a / b)²
    [['>', 0, 1], ['*', 1, 2], ['where', 3, 4, 0], ['*', 5, 5], ['*', 6, 5]], // (b·c)³
    [['>', 0, 1], ['+', 1, 2], ['where', 3, 4, 0], ['*', 5, 0]], // (b + c)·a
    [['min', 0, 1], ['max', 3, 2], ['-', 4, 1], ['*', 5, 1]], // (max(min(a, b), c) − b)·b
  ];
  for (const nodes of expressions) {
    const all = [...given, ...nodes];
    const cells = [['a', [3], [0, 1, 2]], ['y', [], [all.length - 1]]];
    const { graph, words } = small(all, cells);
    const columns = words.sum(cellOf(graph, 'y', 0));
    const line = columns.flatMap((column) => column[0]).slice(1);
    for (const said of calculated(line, graph))
      assert.ok(close(said, graph.values.at(-1), 1e-12), `${spoken(line)}: ${said}`);
  }
});

test('what is negative has brackets after a sign', () => {
  const given = [input(2, 'a'), input(-3, 'b'), input(5, 'c')];
  const written = (nodes) => {
    const all = [...given, ...nodes];
    const { graph, words } = small(all, [
      ['a', [], [0]],
      ['b', [], [1]],
      ['c', [], [2]],
      ['y', [], [all.length - 1]],
    ]);
    return lines(words.sum(cellOf(graph, 'y', 0))).slice(0, 2);
  };
  const mean = [['+', 0, 1], ['+', 3, 2], ['/', 4, 2]];
  assert.deepEqual(written(mean), ['y = (c + b + a) / c', '= (5 + (−3) + 2) / 5']);
  const difference = [['neg', 0], ['-', 1, 3], ['exp', 4]];
  assert.deepEqual(written(difference), ['y = exp(b + a)', '= exp(−3 + 2)']);
  const product = [['neg', 0], ['*', 2, 3], ['exp', 4]];
  assert.deepEqual(written(product), ['y = exp(c·(−a))', '= exp(5·(−2))']);
});

test('a pool with a border, an average pool, a leaky ReLU and tanh speak well', () => {
  // [[0.5, −2]]: 0.5 and −1; windows of one cell each; tanh; the mean of 0.4621 and −0.7616
  const { graph, words, remarks } = whole(cases.others);
  const said = (name, k) => lines(words.sum(cellOf(graph, name, k))).filter(Boolean);
  assert.deepEqual(said('activations', 1), ['s[0, 1] = 0.5·o[0, 1]', '= 0.5·(−2)', '= −1']);
  const unlike = 'o[0, 1] > 0 does not hold: −2 > 0.';
  assert.equal(remarks.of(cellOf(graph, 'activations', 1)), unlike);
  assert.equal(said('activations 2', 1)[0], 's2[0, 1] = tanh(s[0, 1])');
  const mean = ['p2 = (s2[0, 0] + s2[0, 1]) / 2', '= (0.4621 + (−0.7616)) / 2', '= −0.1497'];
  assert.deepEqual(said('pooled 2', 0), mean);
  assert.equal(said('delta of activations 2', 1)[0], 'δ_s2[0, 1] = δ_p2 / 2');
  assert.match(said('delta of pooled', 1)[0], /^δ_p\[0, 1\] = δ_s2\[0, 1\]·/);
  const alone = 's[0, 1] won its window: no other cell is in it.';
  assert.equal(remarks.of(cellOf(graph, 'delta of activations', 1)), alone);
});

test('terms stand as their cells are read, and of a maximum only the winner counts', () => {
  const nodes = [input(2, 'x'), input(3, 'x'), input(5, 'w'), input(7, 'w')];
  nodes.push(['*', 0, 3], ['*', 1, 2], ['+', 4, 5], ['max', 0, 1]);
  const cells = [['x', [2], [0, 1]], ['w', [2], [2, 3]], ['y', [], [6]], ['m', [], [7]]];
  const { graph, words } = small(nodes, cells);
  assert.equal(lines(words.sum(cellOf(graph, 'y', 0)))[0], 'y = x[0]·w[1] + x[1]·w[0]');
  assert.deepEqual(Object.fromEntries(graph.explain(7).operands), { 0: 0, 1: 1 });
});

test('a term that is 0 is counted with its reason, and what nothing leads to says so', () => {
  const nodes = [input(0, 'x'), input(3, 'x'), input(5, 'w'), input(7, 'w'), ['constant', 0]];
  nodes.push(['*', 0, 2], ['*', 1, 3], ['+', 5, 6]);
  const { graph, words, remarks } = small(nodes, [['x', [2], [0, 1]], ['w', [2], [2, 3]], ['y', [2], [7, 4]]]);
  assert.deepEqual(lines(words.sum(cellOf(graph, 'y', 0)))[0], 'y[0] = x[1]·w[1]');
  assert.equal(remarks.of(cellOf(graph, 'y', 0)), '1 term is 0: x[0] is 0.');
  assert.equal(remarks.of(cellOf(graph, 'y', 1)), 'No window covers it: nothing leads here.');
});

test('what another choice than a pool’s set to 0 is said in its words', () => {
  const { graph, words, remarks } = whole(cases.relu); // [[1, 2, 0.5]] with [[1, −1]]: −1 and 1.5, both targets 1
  const left = cellOf(graph, 'delta of feature map', 0);
  const [k, o] = [cellOf(graph, 'gradient of kernel', 0), cellOf(graph, 'delta of image', 0)];
  assert.equal(remarks.of(left), 'The ReLU closed it: x[0, 0] = −1 is not above 0.');
  assert.equal(words.label(left), 'delta of feature map [0, 0], 0, the ReLU closed it');
  const right = cellOf(graph, 'delta of feature map', 1);
  assert.equal(remarks.of(right), 'The ReLU let it through: x[0, 1] = 1.5 is above 0.');
  for (const cell of [k, o])
    assert.equal(remarks.of(cell), '1 term is 0: the ReLU closed it.');
  for (const cell of graph.cells)
    assert.doesNotMatch(remarks.of(cell) + words.label(cell), /pool|chosen/);
  const { hidden } = words;
  hidden.add(cellOf(graph, 'feature map', 0).node);
  assert.equal(remarks.of(left), '');
});

test('two choices that no pool made are said each for itself', () => {
  const nodes = [input(-2, 'a'), input(3, 'a'), input(5, 'a'), ['constant', 0]];
  nodes.push(['<', 0, 3], ['<', 1, 3], ['where', 4, 3, 2], ['where', 5, 3, 2], ['+', 6, 7]);
  const { graph, remarks } = small(nodes, [['a', [3], [0, 1, 2]], ['y', [], [8]]]);
  const said = 'a[0] < 0 holds: −2 < 0. a[1] < 0 does not hold: 3 < 0.';
  assert.equal(remarks.of(cellOf(graph, 'y', 0)), said);
});

test('a zero that only in part a choice made is not said to be set by it', () => {
  const nodes = [input(-2, 'a'), input(0, 'a'), input(5, 'a'), ['constant', 0]];
  nodes.push(['<=', 0, 3], ['where', 4, 3, 2], ['*', 1, 2], ['+', 5, 6]);
  const { graph } = small(nodes, [['a', [3], [0, 1, 2]], ['y', [], [7]]]);
  assert.equal(graph.values[7], 0);
  assert.equal(graph.terms.leftOutBy(7), undefined);
});

test('a cell with the number of one before it says so', () => {
  const { graph, words } = whole(cases.same);
  const cell = cellOf(graph, 'gradient of output bias', 1);
  const delta = cellOf(graph, 'delta of output', 1);
  assert.equal(cell.node, delta.node);
  assert.deepEqual(lines(words.sum(cell)), ['∂E/∂b_y[1] = δ_y[1]', '= 58', '']);
  assert.deepEqual([...graph.sumOf(cell).operands], [[delta.node, 1]]);
  assert.ok(delta.array.input && !cell.array.input);
});

test('a window is won by its own cell only, and a maximum inside a cell is not taken apart', () => {
  const nodes = [input(2, 'a'), input(5, 'b'), input(3, 'c'), ['constant', 0]];
  nodes.push(['max', 0, 3], ['max', 1, 3], ['max', 4, 5]); // the window of relu(a) and relu(b)
  for (const cell of [2, 4, 5]) nodes.push(['<', cell, 6], ['not', nodes.length]);
  nodes.push(['>=', 4, 6], ['<', 4, 4], ['not', 14]);
  const { graph } = small(nodes, [['a', [3], [0, 1, 2]]]);
  assert.equal(graph.terms.contest(8), null);
  assert.deepEqual(graph.terms.contest(10), { candidate: 4, cells: [4, 5] });
  assert.equal(graph.terms.contest(13), null);
  assert.deepEqual(graph.terms.contest(15), { candidate: 4, cells: [4] }); // a window that the border cut to one cell
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
  const { graph, words, remarks } = whole();
  const cell = cellOf(graph, 'gradient of kernel', 0);
  assert.deepEqual(lines(words.sum(cell)), [
    '∂E/∂w[0, 0] = δ_x[0, 2]·o[0, 2] + δ_x[1, 1]·o[1, 1] + δ_x[2, 1]·o[2, 1] + δ_x[3, 3]·o[3, 3]',
    '= 0.0688·0.88 + 0.0365·0.62 + 0.0469·0.2 + (−0.0683)·0.7',
    '= 0.06053 + 0.02263 + 0.00938 + (−0.04778) = 0.0448',
  ]);
  assert.deepEqual(lines(words.sum(cellOf(graph, 'delta of output', 0))), [
    'δ_y = y − t',
    '= 0.4539 − (−0.0461) = 0.5',
    '',
  ]);
  assert.equal(remarks.of(cell), '12 terms are 0: the pool did not choose them.');
  assert.equal(words.soFar(words.counting(cell), 1), 'Term 2 of 4: so far 0.0832.');
});

test('a choice is said in words', () => {
  const { graph, words, remarks } = whole();
  const pooled = cellOf(graph, 'pooled', 0);
  assert.equal(remarks.of(pooled), '0.3092 won over 0.2491, −0.1648, 0.1089.');
  const left = cellOf(graph, 'delta of feature map', 1);
  assert.deepEqual(lines(words.sum(left)), ['δ_x[0, 1] = 0', '', '']);
  assert.equal(
    remarks.of(left),
    'The pool did not choose x[0, 1]: 0.3092 won over 0.2491, −0.1648, 0.1089.',
  );
  const won = cellOf(graph, 'delta of feature map', 5);
  assert.equal(
    remarks.of(won),
    'x[1, 1] won its window: 0.3092 won over 0.2491, −0.1648, 0.1089.',
  );
});

test('a routed delta may depend on its whole window, and on the delta that is routed', () => {
  const { graph, hidden, words } = whole();
  const reached = [...graph.reaches(cellOf(graph, 'delta of feature map', 1).node)];
  const cells = reached.map((node) => words.name(node)).filter(Boolean);
  const names = cells.map((name) => spoken([name])).sort();
  assert.deepEqual(names, ['x[0, 0]', 'x[0, 1]', 'x[1, 0]', 'x[1, 1]', 'δ_p[0, 0]']);
  for (const cell of graph.cells) if (!cell.array.input) hidden.add(cell.node);
  const used = lines(words.uses(cellOf(graph, 'image', 0)));
  assert.equal(used[0], 'o[0, 0] goes into numbers that are hidden');
});

test('windows that a cell lost are counted where there are several', () => {
  const { graph, remarks } = whole(cases.overlapping);
  const said = (k) => remarks.of(cellOf(graph, 'delta of feature map', k));
  assert.equal(said(5).match(/x\[1, 1\] won its window/g).length, 2);
  assert.match(said(5), /\. The pool did not choose it in 2 other windows\.$/);
  assert.equal(said(6), 'The pool did not choose it in 4 windows.');
});

test('at a tie the first wins, and that is said', () => {
  const { graph, remarks } = whole(cases.pool);
  const map = arrayOf(graph, 'feature map').cells;
  graph.set([
    [map[0], 0.5],
    [map[1], 0.5],
    [map[4], 0.1],
    [map[5], 0.1],
  ]);
  assert.equal(graph.values[cellOf(graph, 'delta of feature map', 1).node], 0);
  assert.match(remarks.of(cellOf(graph, 'delta of feature map', 1)), /a tie goes to the first/);
});

test('brackets, squares and factors are written as by hand', () => {
  const { graph, words } = whole();
  assert.deepEqual(
    lines(words.sum(cellOf(graph, 'delta of pooled', 0)))[0],
    'δ_p[0, 0] = δ_s[0, 0]·s[0, 0]·(1 − s[0, 0])',
  );
  assert.equal(lines(words.sum(cellOf(graph, 'error', 0)))[0], 'E = (y − t)² / 2');
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
  assert.deepEqual(lines(words.uses(cellOf(graph, 'feature map', 5))), [
    'x[1, 1] goes into p[0, 0]',
    '0.3092',
    'its share of the sum 100 %',
  ]);
});

test('while results are hidden, no word and no number gives one away', () => {
  const { graph, hidden, words, remarks } = whole();
  for (const cell of graph.cells) if (!graph.isInput(cell.node)) hidden.add(cell.node);
  const results = graph.cells.filter((cell) => hidden.has(cell.node));
  const inputs = new Set(
    graph.cells.filter((cell) => !hidden.has(cell.node)).map((cell) => words.number(cell.node)),
  );
  for (const cell of results) {
    const said = [...lines(words.sum(cell)), remarks.of(cell), words.label(cell)].join(' ');
    assert.doesNotMatch(said, /won over|did not choose [a-z]/);
    const told = [
      ...said.replace(/\[[\d, ]*\]|row \d+|column \d+/g, '').matchAll(/−?\d+\.\d+/g),
    ].map(([number]) => number);
    for (const number of told) assert.ok(inputs.has(number), `${cell.array.name}: ${said}`);
  }
});

test('an answer is judged to the digits given, rounded or cut', () => {
  const judged = (text) => judge(text, forOneNumber(0.044757));
  for (const text of ['0.045', '0.044', '0.0448', '.0447', '0,0448', '0.04476', '4.48e-2'])
    assert.equal(judged(text).verdict, 'rounded', text);
  assert.deepEqual(judged('0.04'), {
    verdict: 'not given',
    words: 'Right as far as the digits tell; 0.04 has too few to be sure. Give one more.',
  });
  assert.deepEqual(judged('0.044757'), { verdict: 'right', words: 'Right.' });
  assert.equal(judged('-0.0448').words, 'The size is right, the sign is not.');
  assert.equal(judge('0.5', forOneNumber(0.4986)).words, 'Right to the digits you gave, rounded.');
  assert.equal(judged('0.5').words, 'This is not the right number.');
  assert.match(judged('abc').words, /“abc” in your text/);
});

test('bad input is said in words', () => {
  assert.equal(parse('abc'), null);
  assert.equal(parse('−1,5'), -1.5);
  assert.equal(complaint('0.5'), '');
  assert.equal(complaint(''), 'An empty cell is not a number.');
  assert.equal(complaint('1e400'), '“1e400” is too large to calculate with.');
  assert.equal(complaint('<b>1</b>'), '“<b>1</b>” is not a number.');
});

test('a number in a narrow cell has three digits and no zero before the point', () => {
  assert.deepEqual(
    [-0.25, -1.0684, 27.63, -172.4, 123456.7, -2e-5, -123456789, 0].map(narrow),
    ['−.250', '−1.07', '27.6', '−172', '123457', '−2e−5', '−1e8', '.000'],
  );
  assert.deepEqual(
    [-0.9999999, 0.9996, -0.9994, 9.9996, 99.96].map(narrow),
    ['−1.00', '1.00', '−.999', '10.0', '100'],
  );
  assert.deepEqual([1234.56, 1234567, 0.000042].map((value) => inCell(value, 2)), ['1234.56', '1.23e6', '4e−5']);
  assert.equal(decimalsOf([0.5, 0.25]), 2);
});

test('the copied code is written down, for Python to run', () => {
  const states = {
    whole: [cases.changes[0].inputs, cases.data],
    convolution: [cases.part, cases.convolution],
  };
  for (const [k, { data, changes }] of cases.networks.entries())
    states[`network${k}`] = [changes.at(-1).inputs, data];
  for (const [name, [state, data]] of Object.entries(states)) {
    writeFileSync(new URL(`./${name}.py`, import.meta.url), codeOf(state, data));
  }
});

test('a single negated term keeps its sign', () => {
  const nodes = [input(2, 'a'), ['neg', 0], ['-', 1, 0]];
  const { graph, words } = small(nodes, [
    ['a', [], [0]],
    ['y', [], [1]],
    ['z', [], [2]],
  ]);
  assert.deepEqual(lines(words.sum(cellOf(graph, 'y', 0))), ['y = −a', '= −2', '']);
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
  assert.match(lines(words.sum(cell))[0], /^y = a\[0\] \+ .* \+ a\[4\] \+ …$/);
  graph.set([
    [0, Infinity],
    [1, -Infinity],
  ]);
  assert.match(lines(words.sum(cell))[1], /= NaN$/);
});
