// The remarks: what else there is to say of a number, its choices and its terms that are 0.
// The sentences, and the rules that put them together, are those of Python's tracing/remarks.py.

import { ARITHMETIC, REASONS, SENTENCES } from './notation.js';
import { spell, spoken } from './names.js';
import { write } from './writing.js';

const filled = (text, fields) => text.replace(/\{(\w+)\}/g, (_, name) => fields[name]);
const say = (key, fields = {}) => filled(SENTENCES[key], fields);

export class Remarks {
  constructor(words) {
    Object.assign(this, { words, graph: words.graph, terms: words.graph.terms });
  }

  /** All that is to be said of a cell, in sentences. */
  of(cell) {
    return this.list(cell)
      .map((each) => `${each}.`)
      .join(' ');
  }

  list(cell) {
    const { node, terms, choices } = this.graph.sumOf(cell);
    const isOwn = this.graph.isFirst(cell);
    if (isOwn && this.terms.isZero(node)) return [say('uncovered')];
    const said = this.decisions(choices);
    if (isOwn && this.terms.operation(node) === 'max') said.push(this.largest(node));
    said.push(...this.zeros(terms.filter((term) => this.words.isZero(term))));
    if (!terms.length && !choices.length) return [say('uncovered')];
    if (isOwn) said.push(...this.zero(node));
    return said.filter(Boolean);
  }

  largest(node) {
    const passing = this.terms.rectified(node);
    return passing === undefined ? this.victory(this.terms.chain(node)) : this.rectified(passing);
  }

  /**
   * How a number's choices went; of several windows that were lost, only how many; of labels, only
   * the one that it is.
   */
  decisions(choices) {
    const said = choices.map((choice) => this.decision(choice)).filter(({ words }) => words);
    const isMet = said.some(({ kind }) => kind === 'met');
    const told = said.filter(({ kind }) => !isMet || kind !== 'missed');
    const of = (kind) => told.filter((each) => each.kind === kind).map(({ words }) => words);
    const [won, lost] = [of('won'), of('lost')];
    if (lost.length < 2) return told.map(({ words }) => words);
    const often = say(won.length ? 'lost others' : 'lost often', { count: lost.length });
    return [...won, often, ...['met', 'missed', undefined].flatMap(of)];
  }

  /** How a choice went, in words, none if hidden; of a pool's also whether its cell won. */
  decision(choice) {
    const [, condition] = this.graph.nodes[choice];
    const contest = this.terms.contest(condition);
    if (contest) return this.contest(contest, this.graph.values[condition]);
    const passing = this.terms.rectified(choice);
    if (passing !== undefined) return { words: this.rectified(passing) };
    const outcome = this.graph.values[condition] ? 'met' : 'missed';
    const kind = this.terms.operation(condition) === '==' ? outcome : undefined;
    return { kind, words: this.answer(condition) };
  }

  contest({ candidate, cells }, isWon) {
    const { values } = this.graph;
    const victory = this.victory(cells);
    const kind = isWon ? 'won' : 'lost';
    const isTie = !isWon && values[candidate] === Math.max(...cells.map((node) => values[node]));
    const fields = { cell: spoken(this.words.nameLeaf(candidate)), victory };
    return { kind, words: victory && say(isTie ? 'tied' : kind, fields) };
  }

  /** Over which numbers a window's largest won. */
  victory(cells) {
    const { words } = this;
    if (words.areHidden(cells)) return '';
    const values = cells.map((node) => this.graph.values[node]);
    const winner = values.findIndex(Number.isNaN);
    const place = winner < 0 ? values.indexOf(Math.max(...values)) : winner;
    const others = cells.filter((_, k) => k !== place).map((node) => words.number(node));
    if (!others.length) return say('alone');
    return say('victory', { winner: words.number(cells[place]), others: others.join(', ') });
  }

  rectified(node) {
    const { words } = this;
    if (words.areHidden(this.graph.leaves(node))) return '';
    const [name, figure] = [words.name(node), words.figure(node)];
    const number = name ? `${spell(name)} = ${figure}` : figure;
    return say(this.graph.values[node] > 0 ? 'open' : 'closed', { number });
  }

  /** How a choice went that was asked otherwise: x[0] > 2 holds: 3 > 2. */
  answer(condition) {
    const { graph, words } = this;
    if (words.areHidden(graph.leaves(condition, true))) return '';
    const leaves = [words.nameLeaf, words.numberLeaf];
    const [asked, figures] = leaves.map((leaf) =>
      spoken(write(this.terms, condition, leaf, 0, true)),
    );
    return say(graph.values[condition] ? 'holds' : 'fails', { condition: asked, figures });
  }

  /** How many terms are 0, by the reason. */
  zeros(zeros) {
    const alike = new Map();
    for (const { node } of zeros) {
      const { reason, zero } = this.terms.whyZero(node);
      const key = reason === 'cell' ? `${reason} ${this.array(zero)}` : reason;
      const before = alike.get(key);
      alike.set(key, { reason, zero: before?.zero ?? zero, count: (before?.count ?? 0) + 1 });
    }
    return [...alike.values()].map((group) => this.count(group));
  }

  count({ reason, zero, count }) {
    const what = count === 1 ? say('one term') : say('terms', { count });
    if (count > 1 && reason === 'cell' && !this.words.name(zero)) return what;
    return say('because', { what, reason: this.why(reason, zero, count > 1) });
  }

  why(reason, zero, several = false) {
    const cell = spoken(write(this.terms, zero, this.words.nameLeaf));
    return filled(REASONS[reason][Number(several)], { cell, array: this.array(zero) });
  }

  array(zero) {
    const name = this.words.name(zero);
    return name ? name.cell.array.symbol : spoken(write(this.terms, zero, this.words.nameLeaf));
  }

  /** Why a number is 0 of which terms are shown. */
  zero(node) {
    const { terms, words } = this;
    const isHidden = words.areHidden(this.graph.leaves(node, true));
    if (isHidden || !terms.shown(node).length || this.graph.values[node] !== 0) return [];
    if (!ARITHMETIC.includes(terms.operation(node))) return [];
    const { reason, zero } = terms.whyZero(node, true);
    if (reason === 'target' && (zero === node || !words.name(zero))) return [say('met')];
    return [zero === node ? say('cancel') : say('zero', { reason: this.why(reason, zero) })];
  }
}
