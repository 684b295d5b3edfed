// The graph: evaluates a traced calculation, and says of every number how it came about.
// It knows operations and arrays, but no layer: a sum, a choice, a share are read off the nodes.

import { cellOf, layoutOf } from './axes.js';

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

/** What sets a number to 0 by leaving out its terms. */
export const POOL = 'pool';
export const CHOICE = 'choice';

export class Graph {
  constructor({ nodes, arrays }) {
    this.nodes = nodes;
    this.arrays = arrays.map((array, order) => ({
      ...array,
      ...layoutOf(array),
      order,
    }));
    this.values = nodes.map(([operation, value]) => (operation in OPERATIONS ? 0 : Number(value)));
    this.cells = this.arrays.flatMap((array) =>
      array.cells.map((node, k) => cellOf(array, node, k)),
    );
    this.named = new Map();
    for (const [index, cell] of this.cells.entries()) {
      cell.index = index;
      cell.array.first ??= index;
      if (!this.isConstant(cell.node) && !this.named.has(cell.node))
        this.named.set(cell.node, cell);
    }
    this.evaluate();
  }

  /** Calculate every number anew, from the inputs' values as they stand in `values`. */
  evaluate() {
    const { nodes, values } = this;
    for (let node = 0; node < nodes.length; node += 1) {
      const [operation, a, b, c] = nodes[node];
      const calculate = OPERATIONS[operation];
      if (calculate) values[node] = calculate(values[a], values[b], values[c]);
    }
    this.explained = new Map();
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

  /** The operands of a chain of one operation, in order: max(max(a, b), c) is a, b, c. */
  chain(node, operation, root = true) {
    const [own, ...operands] = this.nodes[node];
    if (own !== operation || (!root && this.isLeaf(node))) return [node];
    return operands.flatMap((operand) => this.chain(operand, operation, false));
  }

  /** The cell that must not be less than its window's maximum, and the window; or null. */
  contest(condition) {
    const [operation, a, b] = this.nodes[condition];
    if (operation === 'and') return this.contest(b) ?? this.contest(a);
    const [compare, candidate, maximum] = operation === 'not' ? this.nodes[a] : [];
    const cells = compare === '<' ? this.window(candidate, maximum) : [];
    return cells.includes(candidate) ? { candidate, cells } : null;
  }

  /** The numbers that a loop compared one after the other; the candidate is not opened. */
  window(candidate, maximum, root = true) {
    const [operation, before, last] = this.nodes[maximum];
    const open = operation === 'max' && maximum !== candidate && (root || !this.isLeaf(maximum));
    return open ? [...this.window(candidate, before, false), last] : [maximum];
  }

  /** What a cell shows: the sum that made its number, or that it is a cell before it. */
  sumOf({ node, index }) {
    const first = this.named.get(node) ?? { index };
    if (first.index === index) return this.explain(node);
    return { node, terms: [{ node, sign: 1 }], choices: [], operands: new Map([[node, 1]]) };
  }

  /** How a number came about: its terms, its choices, and each cell's share of the sum. */
  explain(node) {
    if (!this.explained.has(node)) {
      const sum = { node, terms: [], choices: [] };
      this.addTerms(sum, node, 1, true);
      const places = new Map(sum.terms.map((term) => [term, this.readingOrder(term)]));
      sum.terms.sort((a, b) => b.sign - a.sign || places.get(a) - places.get(b));
      this.explained.set(node, Object.assign(sum, { operands: this.shares(sum) }));
    }
    return this.explained.get(node);
  }

  addTerms(sum, node, sign, root = false) {
    const [operation, a, b] = this.nodes[node];
    const zero = (part) => this.isConstant(part) && this.values[part] === 0;
    if (this.isLeaf(node) && !(root && operation in OPERATIONS)) {
      if (!root && !zero(node)) sum.terms.push({ node, sign });
    } else if (operation === '+' || operation === '-') {
      this.addTerms(sum, a, sign);
      this.addTerms(sum, b, operation === '+' ? sign : -sign);
    } else if (operation === 'neg') {
      this.addTerms(sum, a, -sign);
    } else if (operation === 'where') {
      sum.choices.push(node);
      const taken = this.taken(node);
      const unchosen = this.contest(a) ? POOL : CHOICE;
      if (zero(taken)) sum.terms.push({ node: taken, sign, unchosen });
      else this.addTerms(sum, taken, sign);
    } else sum.terms.push({ node, sign, root });
  }

  /** Each cell that went into a sum, with its share from 0 to 1; the losers of a choice have 0. */
  shares({ terms, choices }) {
    const operands = new Map();
    const light = (leaf, share) => {
      if (this.named.has(leaf)) operands.set(leaf, Math.max(share, operands.get(leaf) ?? 0));
    };
    const total = terms.reduce((sum, { node }) => sum + Math.abs(this.values[node]), 0) || 1;
    for (const term of terms) {
      const leaves = this.leaves(term.node, term.root);
      term.unchosen ??= leaves.map((leaf) => this.unchosen(leaf)).find(Boolean);
      for (const leaf of leaves) light(leaf, this.shareOf(term, leaf, total));
    }
    for (const choice of choices) {
      const [, condition] = this.nodes[choice];
      const compared = this.contest(condition)?.cells ?? this.leaves(condition);
      for (const leaf of compared) light(leaf, 0);
    }
    return operands;
  }

  /** What a leaf of a term brings to the total; to a maximum everything or nothing. */
  shareOf({ node }, leaf, total) {
    const value = this.values[node];
    if (this.nodes[node][0] === 'max') return Number(this.values[leaf] === value);
    return Math.abs(value) / total;
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
    const contest = operation === 'where' ? this.contest(operands[0]) : null;
    const parts = contest ? [...contest.cells, ...operands.slice(1)] : operands;
    for (const part of parts) this.reaches(part, false, found);
    return found;
  }

  /** What is added stands first, and then as cells are read, in whatever order the code added. */
  readingOrder({ node, root }) {
    const places = this.leaves(node, root).map((leaf) => this.named.get(leaf)?.index ?? 0);
    return Math.max(0, ...places);
  }

  /** Who made a zero every term of which was left out, the pool or another choice; else nothing. */
  unchosen(node) {
    if (this.values[node] !== 0 || !(this.nodes[node][0] in OPERATIONS)) return undefined;
    const { terms } = this.explain(node);
    return terms.every((term) => term.unchosen) ? terms[0]?.unchosen : undefined;
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
