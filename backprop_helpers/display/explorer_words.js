// The words: numbers as text, and the sentences that say what the graph knows of a number.
// A line is a list of pieces: a text, {cell} for a name to press, or {result} for a sum's end.

import { CHOICE, POOL } from './explorer_graph.js';

export const MINUS = '\u2212';
export const TEXTS = {
  idle:
    'Point at a number to see the sum that made it. Click it, or press Enter, to step into that ' +
    'sum; Esc leads back.',
  input: 'Drag it sideways, or type; while typing, ↑ and ↓ change it by 0.01.',
  ask: 'Type your answer; it is judged to the digits you give. Enter checks it, Esc leaves it.',
  resized:
    'A delta has another shape now: its numbers of the start keep their places, new ones are 0. ' +
    'Reset leads back.',
  hidden:
    'Every result is hidden. Choose one and type what you expect; ' +
    '“show” uncovers a whole array.',
};

/** A number as text; large ones get fewer decimals, `bare` leaves out the zero before the point. */
export function figure(value, decimals, bare = false) {
  if (Number.isNaN(value)) return 'NaN';
  const size = Math.abs(value);
  const whole = size < 1 ? 0 : Math.floor(Math.log10(size)) + 1;
  const most = bare ? 3 - whole : decimals - Math.max(0, whole - 1);
  const room = Math.max(0, Math.min(decimals, most));
  let digits = size.toFixed(room);
  if (size === Infinity) digits = '∞';
  else if (size >= 1e5) digits = size.toExponential(0).replace('e+', 'e');
  if (bare && digits.startsWith('0.')) digits = digits.slice(1);
  return (value < 0 && (size >= 1e5 || Number(digits) !== 0) ? MINUS : '') + digits;
}

/** How many decimals, at most `most`, say these numbers exactly. */
export const decimalsOf = (values, most) =>
  Math.max(0, ...values.map((value) => (String(+value.toFixed(most)).split('.')[1] ?? '').length));

/** The finite number that a text says, or null. */
export function parse(text) {
  const tidy = text.trim().replace(MINUS, '-').replace(',', '.');
  const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(tidy) ? Number(tidy) : NaN;
  return Number.isFinite(number) ? number : null;
}

/** Why a text cannot stand in a cell, in words; an empty text where it can. */
export function complaint(text) {
  if (parse(text) !== null) return '';
  if (!text.trim()) return 'An empty cell is not a number.';
  const tooLarge = /^\s*[+\u2212-]?[\d.,]+e\+?\d+\s*$/i.test(text);
  return `“${text}” is ${tooLarge ? 'too large to calculate with' : 'not a number'}.`;
}

export const counted = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;
/** A name in plain text: δ_x[0, 2]. */
export const nameOf = ({ array, row, column }) => array.symbol + indexOf(array, row, column);
export function indexOf(array, row, column) {
  if (array.size === 1) return '';
  return array.shape.length === 2 ? `[${row}, ${column}]` : `[${row}]`;
}
const spell = (piece) => (piece.cell ? nameOf(piece.cell) : (piece.result ?? piece));
export const spoken = (line) => line.map(spell).join('');

/** The columns of an explanation as a screen reader reads them, line by line. */
export function aloud(columns) {
  const lines = [0, 1, 2].map((line) => columns.map((column) => spoken(column[line] ?? [])));
  return lines.flat().filter(Boolean).join(' ');
}

const WON = ' won its window: ';
const ZEROS = { [POOL]: '0, not chosen', [CHOICE]: '0, set by a choice' };
const isComparison = ([operation]) => /^[<>=!]/.test(operation);

/** How many terms were left out, and by whom: 2 terms are 0: the pool did not choose them. */
function leftInWords(count, by) {
  const end = by === CHOICE ? ' to 0' : '';
  const them = count === 1 ? 'it' : 'them';
  return count && `${counted(count, 'term is', 'terms are')} 0: ${by}${them}${end}`;
}

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
    const value = this.graph.values[node];
    const exact = this.graph.isConstant(node) || this.graph.isInput(node);
    const decimals = exact ? Math.max(2, decimalsOf([value], 6)) : 4;
    const text = this.graph.isConstant(node)
      ? String(value).replace('-', MINUS)
      : figure(value, decimals);
    return inside >= 2 && text.startsWith(MINUS) ? `(${text})` : text;
  }

  /** What a screen reader says of a cell. */
  label({ array, row, column, node }) {
    const index = array.size === 1 ? '' : `, row ${row + 1}, column ${column + 1}`;
    const { [this.graph.unchosen(node)]: zero = this.number(node) } = ZEROS;
    return `${array.name}${index}, ${this.hidden.has(node) ? 'hidden' : zero}`;
  }

  /** The sum that made a number: columns of three lines, names, numbers and products. */
  sum(cell) {
    const { graph } = this;
    const { node, choices } = graph.sumOf(cell);
    const asked = this.hidden.has(node);
    const answer = { result: `= ${graph.unchosen(node) && !asked ? 0 : this.number(node)}` };
    if (asked && choices.length) return this.openChoice(cell, choices[0]);
    const counting = this.counting(cell);
    if (counting.length > 1) return this.longSum(cell, counting, asked, answer);
    const [term] = counting;
    const lines = term ? this.term(term).slice(0, this.isAlone(term) ? 1 : 2) : [];
    const start = term?.sign < 0 ? `= ${MINUS}` : '= ';
    return [[[{ cell }]], [...lines.map((line) => [start, ...line]), [answer]]];
  }

  /** A term with a hidden number in it may be anything. */
  isUnknown({ node, root }) {
    return this.graph.leaves(node, root).some((leaf) => this.hidden.has(leaf));
  }

  isZero(term) {
    return this.graph.values[term.node] === 0 && !this.isUnknown(term);
  }

  /** The terms of a number's sum, but for those that are known to be 0. */
  counting(cell) {
    return this.graph.sumOf(cell).terms.filter((term) => !this.isZero(term));
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
    const written = this.graph.write(side, this.nameLeaf);
    const chosen = this.graph.contest(condition)
      ? 'the pool chose this place'
      : 'it is let through';
    return [[[{ cell }]], [['= ', ...written, ` if ${chosen}, otherwise 0`], [{ result: '= ?' }]]];
  }

  isAlone({ node, root }) {
    return !root && this.graph.isLeaf(node);
  }

  /** A term with names and with numbers; after a sign, a negative number has brackets. */
  term({ node, sign, root }, signed = false) {
    const level = signed || sign < 0 ? 2 : 0;
    const leaves = [this.nameLeaf, this.numberLeaf];
    return leaves.map((leaf) => this.graph.write(node, leaf, level, root));
  }

  longSum(cell, counting, asked, answer) {
    const { values } = this.graph;
    const decimals = asked ? 4 : this.decimalsThatAddUp(cell.node, counting);
    const columns = counting.slice(0, 6).map((term, k) => {
      const between = term.sign < 0 ? `${MINUS} ` : k ? '+ ' : '';
      const [names, numbers] = this.term(term, k > 0);
      const product = this.isUnknown(term) ? '?' : figure(values[term.node], decimals);
      const bracketed = between && product.startsWith(MINUS) ? `(${product})` : product;
      return [[between, ...names], [between, ...numbers], [between + bracketed]];
    });
    if (counting.length > 6) columns.push([['+ …'], ['+ …'], ['+ …']]);
    const all = [[[{ cell }, ' ='], ['='], ['=']], ...columns];
    const short = asked || counting.every((term) => this.isAlone(term));
    if (!short) return [...all, [[], [], [answer]]];
    return [...all.map((lines) => lines.slice(0, 2)), [[], [answer]]];
  }

  /** The fewest decimals of the products at which the printed sum adds up. */
  decimalsThatAddUp(node, terms) {
    const { values } = this.graph;
    const total = (decimals) =>
      terms.reduce((sum, term) => sum + term.sign * Number(values[term.node].toFixed(decimals)), 0);
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
    const more = felt.length > 8 ? [[[`and ${felt.length - 8} more`]]] : [];
    const head = [[{ cell }, ' goes into'], [], ['its share of the sum']];
    return [head, ...felt.slice(0, 8).map(column), ...more];
  }

  noUse(uses) {
    if (this.hidden.size) return 'numbers that are hidden';
    const many = counted(uses.size, 'number');
    return uses.size
      ? `${many}, to which it adds nothing at the moment`
      : 'nothing further: the calculation ends here';
  }

  /** What else there is to say of a number: choices, and terms that are 0. */
  remarks(cell) {
    const { graph } = this;
    const { node, terms, choices } = graph.sumOf(cell);
    const zeros = terms.filter((term) => this.isZero(term));
    const leftBy = (reason) => zeros.filter((term) => term.unchosen === reason).length;
    const words = this.decisions(choices);
    if (graph.nodes[node][0] === 'max' && graph.named.get(node) === cell)
      words.push(this.winnerInWords(graph.chain(node, 'max')));
    if (!choices.length) words.push(...[POOL, CHOICE].map((by) => leftInWords(leftBy(by), by)));
    const others = leftBy(undefined);
    if (others && terms.length > 1)
      words.push(`${counted(others, 'other term is', 'other terms are')} 0`);
    if (graph.isConstant(node)) words.push('It is 0 always: nothing leads here');
    return words
      .filter(Boolean)
      .map((each) => `${each}.`)
      .join(' ');
  }

  /** How a number's choices went; where it lost more than one window, only how many. */
  decisions(choices) {
    const told = choices.map((choice) => this.choiceInWords(this.graph.nodes[choice][1]));
    const won = told.filter((words) => words.includes(WON));
    const lost = told.filter((words) => words.startsWith('The pool did not'));
    if (lost.length < 2) return told;
    const others = won.length ? 'other windows' : 'windows';
    const asked = told.filter((words) => !won.includes(words) && !lost.includes(words));
    return [...won, `The pool did not choose it in ${lost.length} ${others}`, ...asked];
  }

  winnerOf(cells) {
    const numbers = cells.map((node) => this.graph.values[node]);
    return cells[numbers.indexOf(Math.max(...numbers))];
  }

  winnerInWords(cells) {
    const winner = this.winnerOf(cells);
    if (winner === undefined || this.areHidden(cells)) return '';
    const others = cells.filter((node) => node !== winner).map((node) => this.number(node));
    if (!others.length) return 'no other cell is in it';
    return `${this.number(winner)} won over ${others.join(', ')}`;
  }

  areHidden(nodes) {
    return nodes.some((node) => this.hidden.has(node));
  }

  choiceInWords(condition) {
    const { values } = this.graph;
    const contest = this.graph.contest(condition);
    if (!contest) return this.questionInWords(condition);
    const { candidate, cells } = contest;
    const winner = this.winnerOf(cells);
    const won = this.winnerInWords(cells);
    const name = this.name(candidate);
    if (!won || !name) return '';
    if (candidate === winner) return `${spell(name)}${WON}${won}`;
    const tie = values[candidate] === values[winner] ? ' (a tie goes to the first)' : '';
    return `The pool did not choose ${spell(name)}: ${won}${tie}`;
  }

  /** How a choice went that no pool made: x[0] <= 0 holds: −2 <= 0. */
  questionInWords(condition) {
    const { graph } = this;
    if (!isComparison(graph.nodes[condition]) || this.areHidden(graph.leaves(condition, true)))
      return '';
    const [names, numbers] = [this.nameLeaf, this.numberLeaf].map((leaf) =>
      spoken(graph.write(condition, leaf, 0, true)),
    );
    return `${names} ${graph.values[condition] ? 'holds' : 'does not hold'}: ${numbers}`;
  }

  /** Judge a typed result to its digits: whether it is right, and what to say. */
  judge(cell, text) {
    const { node } = cell;
    const value = this.graph.values[node];
    const answer = parse(text);
    if (answer === null) return { right: false, words: complaint(text) };
    const decimals = decimalsTyped(text);
    const agrees = (truth) => agreesTo(decimals, answer, truth);
    const known = `${text.trim()} is not it, to ${counted(decimals, 'decimal')}.`;
    if (agrees(value)) {
      const right = answer === value || Math.abs(answer) * 10 ** decimals >= 9.5;
      const given = `Right: ${figure(value, 4)}, and you gave ${counted(decimals, 'decimal')}.`;
      return { right, words: right ? given : 'Right so far; give at least two of its digits.' };
    }
    if (agrees(-value)) return { right: false, words: 'The size is right, the sign is not.' };
    const part = (term) => term.sign * this.graph.values[term.node];
    const missing = this.graph
      .sumOf(cell)
      .terms.find((term) => part(term) !== 0 && part(term) !== value && agrees(value - part(term)));
    if (!missing) return { right: false, words: `${known} Try again, or leave it with Esc.` };
    const written = spoken(this.graph.write(missing.node, this.nameLeaf, 2, missing.root));
    return { right: false, words: `That is the sum without ${written}.` };
  }
}

/** How many decimals a text gives; in 4.48e−2 there are four. */
function decimalsTyped(text) {
  const [, after = '', power = 0] = /^[^.,e]*[.,]?(\d*)(?:e(.*))?$/i.exec(text.trim()) ?? [];
  return Math.max(0, after.length - Number(String(power).replace(MINUS, '-')));
}

/** Whether an answer is a number rounded or cut to so many decimals. */
export function agreesTo(decimals, answer, value) {
  const unit = 10 ** -decimals;
  const cut = Math.trunc(value / unit + Math.sign(value) * 1e-9) * unit;
  return Math.abs(answer - value) <= unit / 2 + 1e-12 || Math.abs(answer - cut) <= unit * 1e-6;
}
