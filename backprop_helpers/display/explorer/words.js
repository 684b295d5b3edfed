// The words: how the sum that made a number is said, and what a number goes into.

import { LISTED, REASONS } from './notation.js';
import { indexOf, spoken } from './names.js';
import { MINUS, counted, figure, number, rounded } from './numbers.js';
import { write, writeSum, writeTerms } from './writing.js';

const USES_SHOWN = 8;

export class Words {
  /** `hidden` is a set of nodes whose numbers are not to be told. */
  constructor(graph, hidden) {
    Object.assign(this, { graph, hidden });
    this.nameLeaf = (node) => [this.name(node) ?? this.number(node)];
    this.numberLeaf = (node) => [this.number(node)];
  }

  name(node) {
    const cell = this.graph.named.get(node);
    return cell && { cell };
  }

  /** A number as the explanation writes it. */
  number(node) {
    return this.hidden.has(node) ? '?' : this.figure(node);
  }

  figure(node) {
    return figure(this.graph.values[node]);
  }

  areHidden(nodes) {
    return nodes.some((node) => this.hidden.has(node));
  }

  /** What a screen reader says of a cell. */
  label(cell) {
    const { array, node } = cell;
    const name = `${array.name} ${indexOf(cell)}`.trim();
    if (this.hidden.has(node)) return `${name}, hidden`;
    const reason = this.isLeftOut(node) ? `, ${REASONS[this.graph.terms.leftOutBy(node)][0]}` : '';
    return `${name}, ${this.number(node)}${reason}`;
  }

  /** Whether a number is 0 because nothing came to it. */
  isLeftOut(node) {
    const { graph } = this;
    return graph.values[node] === 0 && !graph.isInput(node) && Boolean(graph.terms.leftOutBy(node));
  }

  /** The sum that made a number: columns of three lines, names, numbers and products. */
  sum(cell) {
    const { node, choices } = this.graph.sumOf(cell);
    const asked = this.hidden.has(node);
    const open = choices.find((choice) => !this.isByLabel(choice));
    if (asked && open !== undefined) return this.openChoice(cell, open);
    const counting = this.counting(cell);
    const answer = { result: `= ${this.number(node)}` };
    if (counting.length > 1) return this.longSum(cell, counting, asked, answer);
    const leaves = this.graph.isConstant(node) ? [] : [this.nameLeaf, this.numberLeaf];
    const lines = leaves.map((leaf) => writeSum(this.graph.terms, counting, leaf));
    const known = new Set([answer.result]);
    const isNew = (line) => !known.has(spoken(line)) && known.add(spoken(line));
    const shown = lines.map((line) => ['= ', ...line]).filter(isNew);
    return [[[{ cell }]], [...shown, [answer]]];
  }

  /** A term with a hidden number in it may be anything. */
  isUnknown({ node, root }) {
    return this.areHidden(this.graph.leaves(node, root));
  }

  isZero(term) {
    return this.graph.terms.isLeftOut(term) && !this.isUnknown(term);
  }

  /** The terms of a number's sum, but for those that are known to be 0. */
  counting(cell) {
    return this.graph.sumOf(cell).terms.filter((term) => !this.isZero(term));
  }

  /** The column of a long sum in which a term stands. */
  columnOf(term) {
    return Math.min(term, LISTED) + 1;
  }

  /** How far a sum has come with the terms up to one of them. */
  soFar(terms, last) {
    const part = ({ node, times }) => times * this.graph.values[node];
    const sum = terms.slice(0, last + 1).reduce((total, term) => total + part(term), 0);
    return `Term ${last + 1} of ${terms.length}: so far ${figure(sum)}.`;
  }

  /** Whether a choice asks for a label, which is no secret. */
  isByLabel(choice) {
    return this.graph.terms.operation(this.graph.nodes[choice][1]) === '==';
  }

  openChoice(cell, choice) {
    const [, condition, yes, no] = this.graph.nodes[choice];
    const side = this.graph.isConstant(yes) ? no : yes;
    const written = write(this.graph.terms, side, this.nameLeaf);
    const isContest = this.graph.terms.contest(condition);
    const chosen = isContest ? 'the pool chose this place' : 'it is let through';
    return [[[{ cell }]], [['= ', ...written, ` if ${chosen}, otherwise 0`], [{ result: '= ?' }]]];
  }

  isAlone({ node, root }) {
    return !root && this.graph.isLeaf(node);
  }

  longSum(cell, counting, asked, answer) {
    const decimals = asked ? 4 : this.decimalsThatAddUp(cell.node, counting);
    const [names, numbers] = [this.nameLeaf, this.numberLeaf].map((leaf) =>
      writeTerms(this.graph.terms, counting, leaf),
    );
    const columns = names.map(({ sign, pieces }, k) => [
      [sign, ...pieces],
      [sign, ...numbers[k].pieces],
      [sign + this.product(counting[k], decimals, Boolean(sign))],
    ]);
    if (counting.length > LISTED) columns.push([['+ …'], ['+ …'], ['+ …']]);
    const all = [[[{ cell }, ' ='], ['='], ['=']], ...columns];
    const short = asked || counting.every((term) => this.isAlone(term));
    if (!short) return [...all, [[], [], [answer]]];
    return [...all.map((lines) => lines.slice(0, 2)), [[], [answer]]];
  }

  /** What a term adds, its sign left to what stands before it. */
  product(term, decimals, signed) {
    if (this.isUnknown(term)) return '?';
    const written = number(Math.abs(term.times) * this.graph.values[term.node], decimals, false);
    return signed && written.startsWith(MINUS) ? `(${written})` : written;
  }

  /** The fewest decimals of the products at which the printed sum adds up. */
  decimalsThatAddUp(node, terms) {
    const { values } = this.graph;
    const part = (term, decimals) => rounded(term.times * values[term.node], decimals);
    const total = (decimals) => terms.reduce((sum, term) => sum + part(term, decimals), 0);
    const fits = (decimals) => figure(total(decimals)) === figure(values[node]);
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
}
