// The sheet: a calculation's arrays as on the explorer's page, with fields for what is worked out.

import { cellOf, layoutOf } from '../explorer/axes.js';
import { make, put, symbol } from '../explorer/elements.js';
import { makeGrids, openSlices, widthOf } from '../explorer/grids.js';
import { alignRows, borderOf, makeNetwork } from '../explorer/network.js';
import { complaint, decimalsOf, number } from '../explorer/numbers.js';

const TOOLS = [
  ['judge', 'Judge', 'Judge every stage that has numbers (Ctrl+Enter)'],
  ['show', 'Show this stage', 'Show the right numbers of the stage that you are at'],
  ['undo', 'Undo', 'Take back the last change (Ctrl+Z); Ctrl+Shift+Z brings it back'],
  ['clear', 'Clear', 'Empty every cell; Undo brings the numbers back'],
];

const LETTERS = 4; // that a cell shows at least

/** Long numbers are written smaller, all of an array alike: none is cut off. */
function fit({ grid }, texts) {
  const longest = Math.max(LETTERS, ...texts.map(({ length }) => length));
  grid.style.setProperty('--letters', longest);
}

/** A parameter is called by its last word, for it stands in its layer. */
const nameOf = ({ kind, short }) => (kind === 'parameter' ? short.split(' ').at(-1) : short);

export class Sheet {
  constructor(root, data) {
    Object.assign(this, { root, data, looked: new Map(), width: 0, cells: [] });
    this.arrays = data.arrays.map((array) => ({ ...array, ...layoutOf(array) }));
    for (const array of this.arrays) this.addCells(array);
    const named = (id) => this.arrays.find((array) => array.id === id);
    this.stages = data.order.map(named);
    this.path = this.stages.flatMap(({ cells }) => cells);
    this.buttons = new Map();
    const blocks = new Map(this.arrays.map((array) => [array.name, this.makeBlock(array)]));
    this.network = makeNetwork(this.arrays, data.stages, blocks);
    this.told = make('div', { className: 'live', role: 'status' });
    root.replaceChildren(this.makeTop(), this.network, this.makeBeneath(), this.told);
    const titles = data.stages.map(({ title }) => title).filter(Boolean);
    const ariaLabel = `your calculation: ${titles.join(', ')}`;
    Object.assign(root, { role: 'region', ariaLabel, tabIndex: -1 });
    openSlices(this.arrays, this.looked);
  }

  addCells(array) {
    array.border = borderOf(array, this.data.stages);
    array.first = this.cells.length;
    array.cells = Array.from({ length: array.size }, (_, k) => cellOf(array, null, k));
    for (const cell of array.cells) {
      cell.index = this.cells.length;
      this.cells.push(cell);
      cell.name = array.size > 1 ? `${array.name} [${cell.place.join(', ')}]` : array.name;
      if (!array.values) cell.field = this.makeField(cell);
    }
  }

  makeField({ name, k, index }) {
    const kind = { type: 'text', autocomplete: 'off', spellcheck: false };
    const place = { tabIndex: k ? -1 : 0, 'data-cell': index };
    return make('input', { className: 'field', ariaLabel: name, ...kind, ...place });
  }

  makeCell(cell, decimals) {
    const { array, field, k } = cell;
    if (field) return make('div', { role: 'gridcell', className: 'cell' }, field);
    const text = number(array.values[k], decimals);
    const properties = { role: 'gridcell', className: 'cell', ariaLabel: `${cell.name}, ${text}` };
    return make('div', { ...properties, ariaReadOnly: 'true' }, text);
  }

  makeBlock(array) {
    const decimals = array.values ? decimalsOf(array.values, 2) : 0;
    const elements = array.cells.map((cell) => this.makeCell(cell, decimals));
    array.grid = makeGrids(array, elements);
    array.grid.style.setProperty('--characters', decimals + 2.1);
    const texts = elements.map(({ textContent }) => textContent);
    if (array.values) fit(array, texts);
    const classes = ['block', array.role.replace(' ', '-'), array.values ? 'given' : 'asked'];
    if (array.size === 1) classes.push('single');
    if (widthOf(array) < 2) classes.push('slim');
    const properties = { className: classes.join(' '), style: `--columns: ${widthOf(array)}` };
    array.block = make('div', properties, this.makeCaption(array), array.grid);
    return array.block;
  }

  makeCaption(array) {
    const caption = make('div', { className: 'caption' }, symbol(array.symbol), ' ');
    const by = make('span', { className: 'shape' }, array.shape.join('×'));
    if (array.shape.length > 1 || array.size > 1) caption.append(by, ' ');
    array.mark = make('b', { className: 'mark', ariaHidden: 'true' });
    caption.append(array.mark, make('span', { className: 'plain' }, nameOf(array)));
    return caption;
  }

  makeTop() {
    const text = make('p', {});
    const part = (className, words) => make('span', { className }, words);
    text.append(part('cool', 'Forward'), ', ', part('warm', 'backward'), '. ');
    if (this.data.error) text.append(`${this.data.error}. `);
    text.append('Enter leads to the next cell; a row or a block can be pasted.');
    return make('div', { className: 'top' }, text, this.makeTools());
  }

  makeTools() {
    const bar = make('div', { className: 'tools', role: 'toolbar', ariaLabel: 'tools' });
    for (const [key, words, title] of TOOLS) {
      const button = make('button', { type: 'button', className: 'tool', title }, words);
      this.buttons.set(key, button);
      bar.append(button);
    }
    return bar;
  }

  /** Beneath: what is said where you are, and a line for every stage that was judged. */
  makeBeneath() {
    this.note = make('p', { className: 'note' });
    this.here = make('p', { className: 'here' });
    this.shown = make('pre', { className: 'shown', role: 'region', ariaLabel: 'right numbers' });
    this.shown.tabIndex = 0;
    this.shown.hidden = true;
    const properties = { className: 'explanation', ariaLabel: 'what is said', tabIndex: -1 };
    this.said = make('section', properties, this.note, this.here);
    this.lines = make('ul', { className: 'lines', ariaLabel: 'every stage that was judged' });
    return make('div', { className: 'beneath' }, this.said, this.shown, this.lines);
  }

  cellAt(element) {
    const index = element?.closest?.('[data-cell]')?.dataset.cell;
    return index === undefined ? null : this.cells[index];
  }

  measure(width) {
    if (!width || width === this.width) return;
    this.width = width;
    alignRows([...this.network.children]);
  }

  /** Open the grids of a deck to which a cell belongs. */
  bringForward({ array, place }) {
    array.axes.forEach((letter, axis) => this.looked.set(letter, place[axis]));
    openSlices(this.arrays, this.looked);
  }

  focusOn(cell) {
    this.bringForward(cell);
    cell.field.focus();
  }

  /** One tab stop a grid: where one was last. */
  makeTabStop(cell) {
    const { array } = cell;
    for (const each of array.cells) each.field.tabIndex = each === cell ? 0 : -1;
    array.stop = cell;
  }

  /** The tab stop so many stages on, in the order of the calculation; none beyond its ends. */
  stopFrom(array, step) {
    const stage = this.stages[this.stages.indexOf(array) + step];
    return stage && (stage.stop ?? stage.cells[0]);
  }

  /** What stands in the fields, by the stages' ids; a stage without any number is left out. */
  typed() {
    const texts = this.stages.map(({ id, cells }) => [id, cells.map(({ field }) => field.value)]);
    return Object.fromEntries(texts.filter(([, fields]) => fields.some((text) => text.trim())));
  }

  write(typed) {
    for (const { id, cells } of this.stages)
      cells.forEach((cell, k) => this.writeIn(cell, typed[id]?.[k] ?? ''));
  }

  writeIn(cell, text) {
    put(cell.field, 'value', text);
    this.markField(cell);
  }

  /** Mark a field whose text is no number; that is seen without Python. */
  markField({ array, field }) {
    const texts = array.cells.map((cell) => cell.field.value);
    fit(array, texts);
    const wrong = Boolean(field.value.trim() && complaint(field.value));
    field.classList.toggle('wrong', wrong);
    field.setAttribute('aria-invalid', String(wrong));
  }

  isComplete({ cells }) {
    return cells.every(({ field }) => field.value.trim());
  }

  /** Tell a screen reader; the same twice is told twice. */
  tell(text) {
    this.told.textContent = text && text === this.told.textContent ? `${text}\u00a0` : text;
  }
}
