// The graph: evaluates a traced calculation, and says of every number what went into it.
// It knows operations and arrays, but no layer: a sum, a choice, a share are read off the nodes.

import { cellOf, layoutOf } from './axes.js';
import { Terms } from './terms.js';

const truth = (compare) => (a, b) => Number(compare(a, b));
const OPERATIONS = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  neg: (a) => -a,
  exp: Math.exp,
  log: Math.log,
  tanh: Math.tanh,
  max: (a, b) => Math.max(a, b),
  min: (a, b) => Math.min(a, b),
  '<': truth((a, b) => a < b),
  '<=': truth((a, b) => a <= b),
  '>': truth((a, b) => a > b),
  '>=': truth((a, b) => a >= b),
  '==': truth((a, b) => a === b),
  '!=': truth((a, b) => a !== b),
  and: truth((a, b) => a && b),
  or: truth((a, b) => a || b),
  not: (a) => Number(!a),
  where: (choice, yes, no) => (choice ? yes : no),
};
// Number(a && b) of two numbers is the second, which is 1 or 0 like every truth value here.

export class Graph {
  constructor({ nodes, arrays }) {
    this.nodes = nodes;
    this.arrays = arrays.map((array, order) => ({
      ...array,
      ...layoutOf(array),
      order,
    }));
    this.values = nodes.map(([operation, value]) => (operation in OPERATIONS ? 0 : Number(value)));
    this.steps = nodes
      .map(([operation, a, b = 0, c = 0], node) => ({ node, run: OPERATIONS[operation], a, b, c }))
      .filter(({ run }) => run);
    this.cells = this.arrays.flatMap((array) =>
      array.cells.map((node, k) => cellOf(array, node, k)),
    );
    this.named = new Map();
    this.terms = new Terms(this);
    for (const [index, cell] of this.cells.entries()) {
      cell.index = index;
      cell.array.first ??= index;
      if (!this.named.has(cell.node)) this.named.set(cell.node, cell);
    }
    this.evaluate();
  }

  /** Calculate every number anew, from the inputs' values as they stand in `values`. */
  evaluate() {
    const { steps, values } = this;
    for (const { node, run, a, b, c } of steps) values[node] = run(values[a], values[b], values[c]);
    this.explained = new Map();
    this.terms.forget();
  }

  arrayOf(name) {
    return this.arrays.find((array) => array.name === name);
  }

  set(pairs) {
    for (const [node, value] of pairs) this.values[node] = value;
    this.evaluate();
  }

  /** The first cell that the finite numbers do not hold, if there is one. */
  firstLost() {
    return this.cells.find(({ node }) => !Number.isFinite(this.values[node]));
  }

  isConstant(node) {
    return this.nodes[node][0] === 'constant';
  }
  isInput(node) {
    return this.nodes[node][0] === 'input';
  }
  isLeaf(node) {
    return this.named.has(node) || !(this.nodes[node][0] in OPERATIONS);
  }

  /** Of a choice the side that is taken. */
  taken(node) {
    const [, condition, yes, no] = this.nodes[node];
    return this.values[condition] ? yes : no;
  }

  /** Whether a cell is the first with its number, which is called by it. */
  isFirst({ node, index }) {
    return (this.named.get(node)?.index ?? index) === index;
  }

  /** What a cell shows: the sum that made its number, or that it is a cell before it. */
  sumOf(cell) {
    const { node } = cell;
    if (this.isFirst(cell)) return this.explain(node);
    const terms = [{ node, times: 1, root: false, same: true }];
    return { node, terms, choices: [], operands: new Map([[node, 1]]) };
  }

  /** How a number came about: its terms, its choices, and each cell's share of the sum. */
  explain(node) {
    if (!this.explained.has(node)) {
      const sum = this.terms.decompose(node);
      this.explained.set(node, { node, ...sum, operands: this.shares(node, sum) });
    }
    return this.explained.get(node);
  }

  /** Each cell that went into a sum, with its share from 0 to 1; the losers of a choice have 0. */
  shares(node, { terms, choices }) {
    const operands = new Map();
    const light = (leaf, share) => {
      if (this.named.has(leaf) && leaf !== node)
        operands.set(leaf, Math.max(share, operands.get(leaf) ?? 0));
    };
    const size = (term) => Math.abs(term.times * this.values[term.node]);
    const total = terms.reduce((sum, term) => sum + size(term), 0) || 1;
    for (const term of terms)
      for (const leaf of this.leaves(term.node, term.root))
        light(leaf, this.shareOf(term, leaf, size(term) / total));
    for (const choice of choices) {
      const [, condition] = this.nodes[choice];
      const compared = this.terms.contest(condition)?.cells ?? this.leaves(condition);
      for (const leaf of compared) light(leaf, 0);
    }
    return operands;
  }

  /** What a leaf of a term brings to the total; to a maximum everything or nothing. */
  shareOf({ node }, leaf, share) {
    const isMaximum = this.nodes[node][0] === 'max';
    return isMaximum ? Number(this.values[leaf] === this.values[node]) : share;
  }

  /** The cells and constants that a term is made of; of a choice only the side that was taken. */
  leaves(node, root = false) {
    const [operation, ...operands] = this.nodes[node];
    if (!root && this.isLeaf(node)) return [node];
    if (!(operation in OPERATIONS)) return [];
    const used = operation === 'where' ? [this.taken(node)] : operands;
    return used.flatMap((operand) => this.leaves(operand));
  }

  /** Every cell that a number may depend on directly, whichever way its choices go. */
  reaches(node, root = true, found = new Set()) {
    const [operation, ...operands] = this.nodes[node];
    if (!root && this.isLeaf(node)) return found.add(node);
    if (!(operation in OPERATIONS)) return found;
    const contest = operation === 'where' ? this.terms.contest(operands[0]) : null;
    const parts = contest ? [...contest.cells, ...operands.slice(1)] : operands;
    for (const part of parts) this.reaches(part, false, found);
    return found;
  }

  /** The named numbers that this one goes directly into, with its share of each. */
  uses(node) {
    const others = (this.users().get(node) ?? []).filter((other) => other !== node);
    const shares = others.map((other) => [other, this.explain(other).operands.get(node)]);
    return new Map(shares.filter(([, share]) => share !== undefined));
  }

  /** By number, the named numbers that may depend on it directly. */
  users() {
    if (this.usersOf) return this.usersOf;
    this.usersOf = new Map();
    for (const other of this.named.keys()) {
      for (const node of this.reaches(other)) {
        if (!this.usersOf.has(node)) this.usersOf.set(node, []);
        this.usersOf.get(node).push(other);
      }
    }
    return this.usersOf;
  }
}
