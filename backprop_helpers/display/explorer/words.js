// The words: how the sum that made a number is said, and what a number goes into.

import { CHOICE, POOL } from './graph.js';
import { indexOf, spoken } from './names.js';
import { MINUS, counted, decimalsOf, figure, fixed, inFull } from './numbers.js';
import { write } from './writing.js';

const USES_SHOWN = 8;
const ZEROS = { [POOL]: '0, not chosen', [CHOICE]: '0, set by a choice' };

export class Words {
  /** `hidden` is a set of nodes whose numbers are not to be told. */
  constructor(graph, hidden) {
    Object.assign(this, { graph, hidden });
    this.nameLeaf = (node) => [this.name(node) ?? this.number(node)];
    this.numberLeaf = (node, inside) => [this.number(node, inside)];
  }

  name(node) {
    const cell = this.graph.named.get(node);
    return cell && { cell };
  }

  /** A number as the explanation writes it; inside a product a negative one has brackets. */
  number(node, inside = 0) {
    if (this.hidden.has(node)) return '?';
    const text = this.figure(node);
    return inside >= 2 && text.startsWith(MINUS) ? `(${text})` : text;
  }

  figure(node) {
    const { graph } = this;
    const value = graph.values[node];
    if (graph.isConstant(node)) return inFull(value);
    return figure(value, graph.isInput(node) ? Math.max(2, decimalsOf([value], 6)) : 4);
  }

  areHidden(nodes) {
    return nodes.some((node) => this.hidden.has(node));
  }

  /** What a screen reader says of a cell. */
  label(cell) {
    const { array, node } = cell;
    const told = ZEROS[this.graph.unchosen(node)] ?? this.number(node);
    const name = `${array.name} ${indexOf(cell)}`.trim();
    return `${name}, ${this.hidden.has(node) ? 'hidden' : told}`;
  }

  /** The sum that made a number: columns of three lines, names, numbers and products. */
  sum(cell) {
    const { graph } = this;
    const { node, choices } = graph.sumOf(cell);
    const asked = this.hidden.has(node);
    if (asked && choices.length) return this.openChoice(cell, choices[0]);
    const answer = { result: `= ${graph.unchosen(node) && !asked ? 0 : this.number(node)}` };
    const counting = this.counting(cell);
    if (counting.length > 1) return this.longSum(cell, counting, asked, answer);
    const [term] = counting;
    const lines = term ? this.term(term).slice(0, this.isAlone(term) ? 1 : 2) : [];
    const start = term?.sign < 0 ? `= ${MINUS}` : '= ';
    return [[[{ cell }]], [...lines.map((line) => [start, ...line]), [answer]]];
  }

  /** A term with a hidden number in it may be anything. */
  isUnknown({ node, root }) {
    return this.areHidden(this.graph.leaves(node, root));
  }

  isZero(term) {
    return this.graph.values[term.node] === 0 && !this.isUnknown(term);
  }

  /** The terms of a number's sum, but for those that are known to be 0. */
  counting(cell) {
    return this.graph.sumOf(cell).terms.filter((term) => !this.isZero(term));
  }

  /** How many terms of a long sum are written; names with three indices and more are long. */
  termsShown({ array }) {
    return array.axes.length ? 4 : 6;
  }

  /** The column of a long sum in which a term stands. */
  columnOf(cell, term) {
    return Math.min(term, this.termsShown(cell)) + 1;
  }

  /** How far a sum has come with the terms up to one of them. */
  soFar(terms, last) {
    const part = ({ node, sign }) => sign * this.graph.values[node];
    const sum = terms.slice(0, last + 1).reduce((total, term) => total + part(term), 0);
    return `Term ${last + 1} of ${terms.length}: so far ${figure(sum, 4)}.`;
  }

  openChoice(cell, choice) {
    const [, condition, yes, no] = this.graph.nodes[choice];
    const side = this.graph.isConstant(yes) ? no : yes;
    const written = write(this.graph, side, this.nameLeaf);
    const isContest = this.graph.contest(condition);
    const chosen = isContest ? 'the pool chose this place' : 'it is let through';
    return [[[{ cell }]], [['= ', ...written, ` if ${chosen}, otherwise 0`], [{ result: '= ?' }]]];
  }

  isAlone({ node, root }) {
    return !root && this.graph.isLeaf(node);
  }

  /** A term with names and with numbers; after a sign, a negative number has brackets. */
  term({ node, sign, root }, signed = false) {
    const level = signed || sign < 0 ? 2 : 0;
    const leaves = [this.nameLeaf, this.numberLeaf];
    return leaves.map((leaf) => write(this.graph, node, leaf, level, root));
  }

  longSum(cell, counting, asked, answer) {
    const decimals = asked ? 4 : this.decimalsThatAddUp(cell.node, counting);
    const most = this.termsShown(cell);
    const shown = counting.slice(0, most);
    const columns = shown.map((term, k) => this.termColumn(term, k, decimals));
    if (counting.length > most) columns.push([['+ …'], ['+ …'], ['+ …']]);
    const all = [[[{ cell }, ' ='], ['='], ['=']], ...columns];
    const short = asked || counting.every((term) => this.isAlone(term));
    if (!short) return [...all, [[], [], [answer]]];
    return [...all.map((lines) => lines.slice(0, 2)), [[], [answer]]];
  }

  /** A term of a long sum: its sign, then its names, its numbers, its product. */
  termColumn(term, k, decimals) {
    const plus = k ? '+ ' : '';
    const between = term.sign < 0 ? `${MINUS} ` : plus;
    const [names, numbers] = this.term(term, k > 0);
    const value = this.graph.values[term.node];
    const product = this.isUnknown(term) ? '?' : figure(value, decimals);
    const bracketed = between && product.startsWith(MINUS) ? `(${product})` : product;
    return [[between, ...names], [between, ...numbers], [between + bracketed]];
  }

  /** The fewest decimals of the products at which the printed sum adds up. */
  decimalsThatAddUp(node, terms) {
    const { values } = this.graph;
    const total = (decimals) =>
      terms.reduce((sum, { node, sign }) => sum + sign * Number(fixed(values[node], decimals)), 0);
    const fits = (decimals) => figure(total(decimals), 4) === figure(values[node], 4);
    return [4, 5, 6].find(fits) ?? 4;
  }

  /** What a number goes into, with its shares. */
  uses(cell) {
    const uses = this.graph.uses(cell.node);
    const felt = [...uses].filter(([node, share]) => share && !this.hidden.has(node));
    if (!felt.length) return [[[{ cell }, ' goes into']], [[this.noUse(uses)]]];
    const column = ([node, share]) => {
      return [[this.name(node)], [this.number(node)], [`${Math.round(share * 100)} %`]];
    };
    const left = felt.length - USES_SHOWN;
    const more = left > 0 ? [[[`and ${left} more`]]] : [];
    const head = [[{ cell }, ' goes into'], [], ['its share of the sum']];
    return [head, ...felt.slice(0, USES_SHOWN).map(column), ...more];
  }

  noUse(uses) {
    if (this.hidden.size) return 'numbers that are hidden';
    if (!uses.size) return 'nothing further: the calculation ends here';
    return `${counted(uses.size, 'number')}, to which it adds nothing at the moment`;
  }

  /** A term or a condition on one line, with names or with numbers. */
  inNames(node, level, root) {
    return spoken(write(this.graph, node, this.nameLeaf, level, root));
  }

  inNumbers(node, level, root) {
    return spoken(write(this.graph, node, this.numberLeaf, level, root));
  }
}
