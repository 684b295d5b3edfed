// The pen: what the keyboard, a paste and the buttons do to the sheet, and what undo takes back.

import { neighbour, wayInTime } from '../explorer/keys.js';
import { misfit, placed, tablesOf } from './table.js';

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

export class Pen {
  /** `asked` is called at every change, when a cell is left or reached, and by the buttons. */
  constructor(sheet, asked) {
    Object.assign(this, { sheet, asked, at: null, past: [], future: [], known: sheet.typed() });
    this.listening = new AbortController();
    this.on(sheet.network, {
      focusin: this.enter,
      focusout: this.keep,
      input: this.type,
      paste: this.paste,
      click: this.click,
    });
    this.on(sheet.root, { keydown: this.press });
    const buttons = { undo: this.undo, clear: this.clear, judge: asked.judge, show: asked.show };
    for (const [key, click] of Object.entries(buttons)) this.on(sheet.buttons.get(key), { click });
  }

  on(target, handlers) {
    for (const [kind, handler] of Object.entries(handlers))
      target.addEventListener(kind, handler.bind(this), { signal: this.listening.signal });
  }

  stop() {
    this.listening.abort();
  }

  enter({ target }) {
    const cell = this.sheet.cellAt(target);
    if (!cell) return;
    this.at = cell;
    this.start = cell.field.value;
    this.sheet.bringForward(cell);
    this.sheet.makeTabStop(cell);
    target.select();
    this.asked.arrive(cell);
  }

  /** A small grid opens by a click. */
  click({ target }) {
    const slice = target.closest('.slice.small');
    const array = slice && this.sheet.arrays.find(({ slices }) => slices.includes(slice));
    if (!array?.cells[0].field) return;
    this.sheet.focusOn(array.cells[array.slices.indexOf(slice) * array.rows * array.columns]);
  }

  type({ target }) {
    const cell = this.sheet.cellAt(target);
    this.sheet.markField(cell);
    this.asked.changed([cell.array]);
  }

  /** A change is one step of the history when its cell is left. */
  keep() {
    const now = this.sheet.typed();
    if (same(now, this.known)) return;
    this.past = [...this.past, this.known];
    this.future = [];
    this.known = now;
    this.asked.kept();
  }

  /** Write other numbers into some cells, which one undo takes back. */
  change(pairs) {
    this.keep();
    for (const [cell, text] of pairs) this.sheet.writeIn(cell, text);
    this.asked.changed([...new Set(pairs.map(([{ array }]) => array))]);
    this.keep();
  }

  paste(event) {
    const { sheet } = this;
    const cell = sheet.cellAt(event.target);
    const text = event.clipboardData.getData('text/plain');
    const tables = tablesOf(text);
    const isOne = tables.some((table) => table.flat().length === 1);
    if (!cell || isOne || !/\d[\s;,\]]+[[\d.+\u2212-]/.test(text)) return;
    event.preventDefault();
    const pairs = placed(tables, cell.array, cell);
    if (!pairs) return this.asked.say(misfit(tables, cell.array));
    this.change(pairs.map(([k, number]) => [cell.array.cells[k], number]));
    const last = Math.max(...pairs.map(([k]) => k));
    sheet.focusOn(cell.array.cells[last]);
    this.asked.say(`${pairs.length} numbers are filled in.`);
  }

  clear() {
    this.change(this.sheet.path.map((cell) => [cell, '']));
    this.asked.say('Every cell is empty; Undo brings the numbers back.');
  }

  undo() {
    const { at, sheet, known } = this;
    if (!same(sheet.typed(), known)) this.show(known);
    else if (this.past.length) {
      this.future = [...this.future, known];
      this.show(this.past.at(-1));
      this.past = this.past.slice(0, -1);
    } else this.asked.say('There is no change to take back.');
    if (document.activeElement === at?.field) at.field.select();
  }

  redo() {
    if (!this.future.length) return;
    this.past = [...this.past, this.known];
    this.show(this.future.at(-1));
    this.future = this.future.slice(0, -1);
  }

  /** Show what stood there at another moment. */
  show(moment) {
    const before = this.sheet.typed();
    this.sheet.write(moment);
    this.known = this.sheet.typed();
    const isOther = ({ id }) => !same(before[id], this.known[id]);
    this.asked.changed(this.sheet.stages.filter(isOther));
    this.asked.kept();
  }

  /** JupyterLab's shortcuts must not act on the notebook while a key is meant for the sheet. */
  press(event) {
    event.stopPropagation();
    const way = wayInTime(event);
    if (way) this[way]();
    if (way || this.keyIn(event)) event.preventDefault();
  }

  keyIn({ key, target, ctrlKey, metaKey, altKey, shiftKey }) {
    const cell = this.sheet.cellAt(target);
    if (key === 'Enter' && (ctrlKey || metaKey)) return this.judge();
    if (ctrlKey || metaKey || altKey) return false;
    if (key === 'Tab' && !shiftKey && target === this.lastTool) return this.arrive();
    if (!cell) return false;
    if (key === 'Escape') return this.leave(this.sheet.buttons.get('judge'));
    if (key === 'Tab') return this.tab(cell, shiftKey ? -1 : 1);
    const to = this.leadsTo(cell, key, shiftKey);
    if (to === cell) this.keep();
    else if (to) this.sheet.focusOn(to);
    return Boolean(to);
  }

  /** The cell to which a key leads; none where the key is the browser's. */
  leadsTo(cell, key, shiftKey) {
    const { path, cells } = this.sheet;
    const step = shiftKey ? -1 : 1;
    if (key === 'Enter') return path[path.indexOf(cell) + step] ?? cell;
    const index = isMovedInside(cell.field, key) ? null : neighbour(cell, key);
    return index === null ? null : cells[index];
  }

  /**
   * From a cell in which something was typed to the next, else to the next stage; beyond the last
   * to what is said beneath, and before the first to the tools.
   */
  tab(cell, step) {
    const { array, k } = cell;
    const to = (this.isNew(cell) && array.cells[k + step]) || this.sheet.stopFrom(array, step);
    if (!to) return this.leave(step > 0 ? this.sheet.said : this.lastTool);
    this.sheet.focusOn(to);
    return true;
  }

  get lastTool() {
    return [...this.sheet.buttons.values()].at(-1);
  }

  /** Go where one was. */
  arrive() {
    this.sheet.focusOn(this.at ?? this.sheet.path[0]);
    return true;
  }

  /** Whether something was typed into the cell since it has the focus. */
  isNew({ field }) {
    return field.value !== this.start;
  }

  judge() {
    this.keep();
    this.asked.judge();
    return true;
  }

  leave(element) {
    element.focus();
    return true;
  }
}

/** Whether a key moves the caret inside a field's text, which is not selected as a whole. */
function isMovedInside({ value, selectionStart, selectionEnd }, key) {
  if (key === 'Home' || key === 'End') return value !== '' && selectionStart === selectionEnd;
  if (selectionEnd - selectionStart === value.length) return false;
  if (key === 'ArrowLeft') return selectionStart > 0;
  return key === 'ArrowRight' && selectionEnd < value.length;
}
