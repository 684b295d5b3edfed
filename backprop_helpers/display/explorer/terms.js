// The terms: what a number is the sum of, the cells in it, the choices on the way, and why some
// of it is 0. The rules are those of Python's tracing/terms.py.

import { OPENED, TARGET } from './notation.js';

const SIGNS = { '+': [1, 1], '-': [1, -1], neg: [-1], where: [1] };

export class Terms {
  constructor(graph) {
    Object.assign(this, { graph, known: new Map() });
  }

  /** What was said of the numbers is no longer so. */
  forget() {
    this.known.clear();
  }

  operation(node) {
    return this.graph.nodes[node][0];
  }

  /** What a number was calculated from; nothing for one that is given. */
  operands(node) {
    const [operation, ...operands] = this.graph.nodes[node];
    return operation === 'input' || operation === 'constant' ? [] : operands;
  }

  /** The operands that make the number's value: of a choice, what was chosen. */
  used(node) {
    return this.operation(node) === 'where' ? [this.graph.taken(node)] : this.operands(node);
  }

  isNamed(node) {
    return this.graph.named.has(node);
  }

  /** Whether a number is written as a name or figure: it has a name, or is given, or too long. */
  standsAlone(node) {
    return this.isNamed(node) || !this.operands(node).length || this.isLong(node);
  }

  isLong(node) {
    const waiting = [node];
    let count = 0;
    for (; waiting.length && count <= OPENED; count += 1)
      waiting.push(...this.used(waiting.pop()).filter((operand) => !this.isNamed(operand)));
    return count > OPENED;
  }

  isZero(node) {
    return this.graph.isConstant(node) && this.graph.values[node] === 0;
  }

  /** The signs and operands of a sum or a choice; none for what has a name, but for the root. */
  summands(node, root) {
    if (node !== root && this.isNamed(node)) return [];
    const signs = SIGNS[this.operation(node)] ?? [];
    const used = this.used(node);
    return signs.map((sign, k) => ({ sign, part: used[k] }));
  }

  /** A number and all behind it, each once and after its operands. */
  steps(node, operands, done = new Set()) {
    for (const operand of operands(node))
      if (!done.has(operand)) this.steps(operand, operands, done);
    return done.add(node);
  }

  /**
   * What a number is the sum of: its terms, each with how `times` it is added, and its choices.
   * What is added stands before what is subtracted, each in the order of its cells.
   */
  decompose(root) {
    if (!this.known.has(root)) this.known.set(root, this.decomposed(root));
    return this.known.get(root);
  }

  decomposed(root) {
    const summands = (node) => this.summands(node, root);
    const nodes = [...this.steps(root, (node) => summands(node).map(({ part }) => part))];
    const times = new Map(nodes.map((node) => [node, Number(node === root)]));
    for (const node of [...nodes].reverse())
      for (const { sign, part } of summands(node))
        times.set(part, times.get(part) + sign * times.get(node));
    const isTerm = (node) => !summands(node).length && (this.isCell(node) || !this.isZero(node));
    const term = (node) => ({ node, times: times.get(node), root: node === root });
    const places = new Map(nodes.map((node) => [node, isTerm(node) ? this.places(node) : []]));
    const compare = (one, other) =>
      (one.times < 0) - (other.times < 0) ||
      comparePlaces(places.get(one.node), places.get(other.node));
    const isChoice = (node) => this.operation(node) === 'where' && summands(node).length > 0;
    return {
      terms: nodes.filter(isTerm).map(term).sort(compare),
      choices: nodes.filter(isChoice),
    };
  }

  isCell(node) {
    return this.isNamed(node) || this.operands(node).length > 0;
  }

  /** The named cells in a number, by their places. */
  places(node, root = false) {
    const isEnd = (each) => this.standsAlone(each) && !(root && each === node);
    const used = (each) => (isEnd(each) ? [] : this.used(each));
    const cells = [...this.steps(node, used)].filter((each) => !used(each).length);
    const named = cells.filter((each) => this.isNamed(each));
    return named.map((each) => this.graph.named.get(each)).sort(comparePlace);
  }

  /** The operands of a chain of one operation, in order: max(max(a, b), c) is a, b, c. */
  chain(node, operation = this.operation(node), root = true) {
    if (this.operation(node) !== operation || (!root && this.standsAlone(node))) return [node];
    return this.operands(node).flatMap((operand) => this.chain(operand, operation, false));
  }

  /** The factors of a product by the places of their cells, sums last. */
  factors(node) {
    const keys = this.chain(node).map((factor) => ({
      factor,
      isSum: !this.standsAlone(factor) && this.decompose(factor).terms.length > 1,
      places: this.places(factor),
    }));
    const compare = (one, other) =>
      one.isSum - other.isSum || comparePlaces(one.places, other.places);
    return keys.sort(compare).map(({ factor }) => factor);
  }

  /** The terms that are not 0, or the only one. */
  shown(node) {
    return this.decompose(node).terms.filter((term) => !this.isLeftOut(term));
  }

  /** Whether a term is 0, and is not the number itself. */
  isLeftOut({ node, times, root, same }) {
    return times * this.graph.values[node] === 0 && !root && !same;
  }

  /** The cell that must not be less than its window's maximum, and the window; or null. */
  contest(condition) {
    const [operation, a, b] = this.graph.nodes[condition];
    if (operation === 'and') return this.contest(b) ?? this.contest(a);
    const [compare, candidate, maximum] = operation === 'not' ? this.graph.nodes[a] : [];
    const cells = compare === '<' ? this.window(candidate, maximum) : [];
    return cells.includes(candidate) ? { candidate, cells } : null;
  }

  /** The numbers that a loop compared one after the other; the candidate is not opened. */
  window(candidate, maximum, root = true) {
    const [operation, before, last] = this.graph.nodes[maximum];
    const isOpen = operation === 'max' && maximum !== candidate && (root || !this.isNamed(maximum));
    return isOpen ? [...this.window(candidate, before, false), last] : [maximum];
  }

  /** What is let through only above 0, forwards or back; undefined for another number. */
  rectified(node) {
    const [operation, a, b] = this.graph.nodes[node];
    if (operation === 'max' && this.isZero(b)) return a;
    const [compare, asked, limit] = operation === 'where' ? this.graph.nodes[a] : [];
    return compare === '<=' && this.isZero(limit) && this.isZero(b) ? asked : undefined;
  }

  /** Why a number is 0, and the number in it that is: the way down ends at a name. */
  whyZero(node, root = false) {
    const reason = this.leftOutBy(node);
    if (reason) return { reason, zero: node };
    const isOpen = root || !this.isNamed(node);
    const zero = isOpen && this.parts(node).find((part) => this.graph.values[part] === 0);
    if (isOpen && zero !== undefined) return this.whyZero(zero);
    const isMet = this.isCompared(node) || (isOpen && this.areTargetsMet(node));
    return { reason: isMet ? 'target' : 'cell', zero: node };
  }

  /** Whether each of several terms is 0 for its target is met. */
  areTargetsMet(node) {
    const { terms } = this.decompose(node);
    const isMet = (term) =>
      this.isLeftOut(term) && this.whyZero(term.node).reason === 'target';
    return terms.length > 1 && terms.every(isMet);
  }

  /** What set a number to 0, choices or that nothing leads to it; nothing if it has terms. */
  leftOutBy(node) {
    const { terms, choices } = this.decompose(node);
    if (!this.isZero(node) && terms.length) return undefined;
    if (!choices.length)
      return this.graph.isConstant(node) && !this.isNamed(node) ? 'padding' : 'uncovered';
    if (choices.every((choice) => this.contest(this.graph.nodes[choice][1]))) return 'pool';
    return choices.every((choice) => this.rectified(choice) !== undefined) ? 'closed' : 'choice';
  }

  /** Of what one must be 0 if a number is: factors, or the only term of a sum. */
  parts(node) {
    if (this.operation(node) === '*') return this.factors(node);
    if (this.operation(node) === '/') return this.operands(node).slice(0, 1);
    const terms = this.decompose(node).terms.filter(({ root }) => !root);
    return terms.length === 1 ? [terms[0].node] : [];
  }

  /** Whether a sum is an output less its target. */
  isCompared(node) {
    const { terms } = this.decompose(node);
    const isTarget = (term) => this.graph.named.get(term.node)?.array.symbol === TARGET;
    return terms.length === 2 && terms.some(isTarget);
  }
}

/** Arrays by the alphabet backwards, derivatives last, and then in reading order. */
function comparePlace(one, other) {
  const [a, b] = [one.array.symbol, other.array.symbol];
  const isDerivative = (symbol) => symbol.startsWith('∂');
  return isDerivative(a) - isDerivative(b) || compareLetters(a, b) || one.k - other.k;
}

function compareLetters(one, other) {
  const [a, b] = [one, other].map((symbol) => [...symbol.toLowerCase()]);
  const differs = a.findIndex((letter, k) => letter !== b[k]);
  if (differs < 0 || differs >= b.length) return a.length - b.length;
  return b[differs].codePointAt(0) - a[differs].codePointAt(0);
}

function comparePlaces(one, other) {
  const differs = one.findIndex((cell, k) => cell !== other[k]);
  if (differs < 0 || differs >= other.length) return one.length - other.length;
  return comparePlace(one[differs], other[differs]);
}
