// The remarks: what else there is to say of a number, its choices and its terms that are 0.

import { CHOICE, POOL } from './graph.js';
import { spell } from './names.js';
import { counted } from './numbers.js';

const isComparison = ([operation]) => /^[<>=!]/.test(operation);

/** How many terms were left out, and by whom: 2 terms are 0: the pool did not choose them. */
function leftInWords(count, by) {
  if (!count) return '';
  const them = count === 1 ? 'it' : 'them';
  const reasons = {
    [POOL]: `the pool did not choose ${them}`,
    [CHOICE]: `a choice set ${them} to 0`,
  };
  return `${counted(count, 'term is', 'terms are')} 0: ${reasons[by]}`;
}

export class Remarks {
  constructor(words) {
    Object.assign(this, { words, graph: words.graph });
  }

  /** All that is to be said of a cell, in sentences. */
  of(cell) {
    const { graph } = this;
    const { node, choices } = graph.sumOf(cell);
    const said = this.decisions(choices);
    if (graph.nodes[node][0] === 'max' && graph.named.get(node) === cell)
      said.push(this.victory(graph.chain(node, 'max')));
    said.push(...this.zeros(cell));
    if (graph.isConstant(node)) said.push('It is 0 always: nothing leads here');
    return said
      .filter(Boolean)
      .map((each) => `${each}.`)
      .join(' ');
  }

  /** How many terms are 0, by what made them so; where there are choices, these have said it. */
  zeros(cell) {
    const { terms, choices } = this.graph.sumOf(cell);
    const zeros = terms.filter((term) => this.words.isZero(term));
    const leftBy = (reason) => zeros.filter((term) => term.unchosen === reason).length;
    const said = choices.length ? [] : [POOL, CHOICE].map((by) => leftInWords(leftBy(by), by));
    const others = leftBy(undefined);
    if (others && terms.length > 1)
      said.push(`${counted(others, 'other term is', 'other terms are')} 0`);
    return said;
  }

  /** How a number's choices went; where it lost more than one window, only how many. */
  decisions(choices) {
    const all = choices.map((choice) => this.decision(this.graph.nodes[choice][1]));
    const told = all.filter(({ words }) => words);
    const lost = told.filter(({ won }) => won === false);
    if (lost.length < 2) return told.map(({ words }) => words);
    const won = told.filter((each) => each.won).map(({ words }) => words);
    const asked = told.filter((each) => each.won === undefined).map(({ words }) => words);
    const others = won.length ? 'other windows' : 'windows';
    return [...won, `The pool did not choose it in ${lost.length} ${others}`, ...asked];
  }

  /** How a choice went, in words, none if hidden; of a pool's also whether its cell won. */
  decision(condition) {
    const contest = this.graph.contest(condition);
    if (!contest) return { words: this.answer(condition) };
    const { candidate, cells } = contest;
    const victory = this.victory(cells);
    const name = this.words.name(candidate);
    const winner = this.winnerOf(cells);
    const won = candidate === winner;
    if (!victory || !name) return { won, words: '' };
    if (won) return { won, words: `${spell(name)} won its window: ${victory}` };
    const { values } = this.graph;
    const tie = values[candidate] === values[winner] ? ' (a tie goes to the first)' : '';
    return { won, words: `The pool did not choose ${spell(name)}: ${victory}${tie}` };
  }

  winnerOf(cells) {
    const numbers = cells.map((node) => this.graph.values[node]);
    return cells[numbers.indexOf(Math.max(...numbers))];
  }

  /** Over which numbers a window's largest won. */
  victory(cells) {
    const { words } = this;
    const winner = this.winnerOf(cells);
    if (winner === undefined || words.areHidden(cells)) return '';
    const others = cells.filter((node) => node !== winner).map((node) => words.number(node));
    if (!others.length) return 'no other cell is in it';
    return `${words.number(winner)} won over ${others.join(', ')}`;
  }

  /** How a choice went that no pool made: x[0] <= 0 holds: −2 <= 0. */
  answer(condition) {
    const { graph, words } = this;
    const isHidden = words.areHidden(graph.leaves(condition, true));
    if (!isComparison(graph.nodes[condition]) || isHidden) return '';
    const holds = graph.values[condition] ? 'holds' : 'does not hold';
    return `${words.inNames(condition, 0, true)} ${holds}: ${words.inNumbers(condition, 0, true)}`;
  }
}
