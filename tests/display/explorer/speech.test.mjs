// How lines of the page are read aloud.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { Graph } from './graph.js';
import { aloud, nameOf } from './names.js';
import { Remarks } from './remarks.js';
import { inSpeech } from './speech.js';
import { Words } from './words.js';

const { data, channels } = JSON.parse(readFileSync(new URL('./cases.json', import.meta.url), 'utf8'));

test('a voice hears the names of letters and signs', () => {
  const heard = {
    'δ_x[0, 1] = δ_p[0, 0]·(−0.25)': 'delta x [0, 1] equals delta p [0, 0] times ( minus 0.25)',
    '∂E/∂w[1, 0] = 0.2 + (−3)': 'gradient w [1, 0] equals 0.2 plus ( minus 3)',
    'w′[0, 0] = w[0, 0] − η·∂E/∂w[0, 0]':
      'w after the step [0, 0] equals w [0, 0] minus eta times gradient w [0, 0]',
    'E = (t − y)² / 2': 'E equals (t minus y) squared over 2',
    'b_h2[1] = s³ + a⁴': 'b h2 [1] equals s cubed plus a to the power 4',
    'x[0] <= 0 holds: −2.00 <= 0.': 'x [0] is at most 0 holds: minus 2.00 is at most 0.',
  };
  for (const [line, words] of Object.entries(heard)) assert.equal(inSpeech(line), words);
});

test('no sign is left over in what is said of the question’s network', () => {
  const graph = new Graph(data);
  const words = new Words(graph, new Set());
  const remarks = new Remarks(words);
  for (const cell of graph.cells) {
    const lines = [aloud(words.sum(cell)), aloud(words.uses(cell)), remarks.of(cell)];
    assert.doesNotMatch(inSpeech(lines.join(' ')), /[_δ∂′ηπ·−²/=+<>…]/);
  }
});

test('cells, explanation and voice count alike, from 0', () => {
  const graph = new Graph(data);
  const words = new Words(graph, new Set());
  for (const cell of graph.cells) {
    const index = /\[.*\]/.exec(nameOf(cell))?.[0] ?? '';
    assert.equal(/\[.*\]/.exec(words.label(cell))?.[0] ?? '', index);
    assert.ok(inSpeech(nameOf(cell)).endsWith(index));
    assert.doesNotMatch(words.label(cell), /row|column/);
  }
});

test('the column of a term is that in which it stands, the last for those that are not shown', () => {
  for (const each of [data, channels.lesson]) {
    const words = new Words(new Graph(each), new Set());
    assert.deepEqual([0, 1, 4, 5, 11].map((term) => words.columnOf(term)), [1, 2, 5, 6, 6]);
  }
});
