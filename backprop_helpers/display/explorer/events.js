// The events: what the mouse, a finger and the keys ask of the explorer.

import { MINUS, inFull } from './numbers.js';

const STEP = 0.01; // of a number, for 3 pixels of a drag or one press of an arrow key
const UP_AND_DOWN = { ArrowUp: 1, ArrowDown: -1 };
const nudged = (value, steps) => Math.round((value + steps * STEP) * 1e10) / 1e10;

export class Events {
  constructor(explorer) {
    Object.assign(this, { explorer, view: explorer.view, drag: null, dragged: false });
    this.listening = new AbortController();
    this.listenToNumbers();
    this.listenToControls();
    this.on(explorer.root, { focusout: this.leave, keydown: this.key });
  }

  listenToNumbers() {
    this.on(this.view.network, {
      pointerover: this.pointAt,
      pointerleave: this.pointAway,
      pointerdown: this.dragStart,
      pointermove: this.dragMove,
      pointerup: this.dragEnd,
      pointercancel: this.dragEnd,
      click: this.click,
      focusin: this.focusIn,
    });
    this.on(this.view.explanation, {
      click: this.follow,
      pointerover: this.link,
      pointerout: this.link,
      focusin: this.link,
      focusout: this.link,
    });
  }

  listenToControls() {
    const { explorer } = this;
    const { editor, fields, swaps, buttons } = this.view;
    this.on(editor, { input: () => explorer.typing.type(editor.value) });
    for (const { input } of fields) this.on(input, { change: () => explorer.settings.ask() });
    for (const { button, order } of swaps)
      this.on(button, { click: () => explorer.settings.ask(order) });
    for (const [key, button] of buttons) this.on(button, { click: () => explorer.press(key) });
  }

  on(target, handlers) {
    for (const [kind, handler] of Object.entries(handlers)) {
      target.addEventListener(kind, handler.bind(this), { signal: this.listening.signal });
    }
  }

  stop() {
    this.listening.abort();
  }

  cellAt({ target }) {
    const found = target.closest?.('[data-cell]');
    return found ? this.explorer.graph.cells[found.dataset.cell] : null;
  }

  // The mouse, a finger
  pointAt(event) {
    if (event.pointerType !== 'mouse' || this.drag || this.explorer.typing.edit) return;
    this.explorer.point(this.cellAt(event));
  }

  pointAway() {
    if (!this.drag) this.explorer.point(null);
  }

  dragStart(event) {
    const { explorer } = this;
    const cell = this.cellAt(event);
    explorer.player.stop();
    this.dragged = false;
    if (!cell || !explorer.isInput(cell) || event.button || event.target === this.view.editor)
      return;
    this.drag = { cell, x: event.clientX, before: explorer.value(cell), moved: false };
    event.target.setPointerCapture(event.pointerId);
  }

  dragMove({ clientX }) {
    const { drag, explorer } = this;
    if (!drag || (!drag.moved && Math.abs(clientX - drag.x) < 4)) return;
    if (!drag.moved) explorer.typing.close(true);
    drag.moved = true;
    explorer.hover = drag.cell;
    const steps = Math.round((clientX - drag.x) / 3);
    explorer.changes.set([[drag.cell.node, nudged(drag.before, steps)]]);
  }

  /** A finger's drag ends without a click, a mouse's with one, which then means nothing more. */
  dragEnd() {
    const { drag } = this;
    this.dragged = Boolean(drag?.moved);
    this.drag = null;
    if (this.dragged) this.explorer.changes.remember(drag.cell, drag.before);
  }

  click(event) {
    const { explorer } = this;
    const cell = this.cellAt(event);
    if (this.dragged || !cell || event.target === this.view.editor) return;
    if (!explorer.isInput(cell)) explorer.trail.stepTo(cell);
    if (explorer.isOpen(cell)) explorer.typing.open(cell);
  }

  /** A name in the explanation steps into its sum, a name in the trail back to it. */
  follow(event) {
    const step = event.target.closest('[data-step]');
    const cell = this.cellAt(event);
    if (step) this.explorer.trail.backTo(Number(step.dataset.step));
    else if (cell) this.explorer.trail.stepInto(cell);
  }

  /** The name under the mouse or the focus marks its cell. */
  link(event) {
    const cell = this.cellAt(event);
    if (cell)
      this.view.elements[cell.index].classList.toggle('linked', /over|in$/.test(event.type));
  }

  // The focus
  focusIn(event) {
    const cell = this.cellAt(event);
    if (!cell) return;
    this.view.makeTabStop(cell);
    this.explorer.focusOn(cell);
  }

  leave({ target, relatedTarget }) {
    if (target === this.view.editor) this.explorer.typing.close(true);
    else if (!this.view.network.contains(relatedTarget)) this.explorer.focusOn(null);
  }

  // Keys
  /** JupyterLab's shortcuts must not act on the notebook while a key is meant for the explorer. */
  key(event) {
    event.stopPropagation();
    if (this.keyIn(event)) event.preventDefault();
  }

  keyIn(event) {
    const { explorer } = this;
    const modified = event.ctrlKey || event.metaKey || event.altKey;
    if (event.target === this.view.editor) return this.editorKey(event);
    if (modified) return isUndo(event) && explorer.changes.undo();
    if (event.target.matches('.setting')) return this.settingKey(event.key, event.target);
    if (event.target.matches('.cell')) return this.cellKey(event.key, this.cellAt(event));
    return event.key === 'Escape' && explorer.trail.back();
  }

  settingKey(key, input) {
    const step = UP_AND_DOWN[key];
    if (!step || !/^\d+$/.test(input.value)) return false;
    input.value = Math.max(0, Number(input.value) + step);
    this.explorer.settings.ask();
    return true;
  }

  editorKey({ key, shiftKey }) {
    const { explorer, view } = this;
    const { typing } = explorer;
    const { cell, asking } = typing.edit;
    const way = UP_AND_DOWN[key] ?? 0;
    if (way && !asking) {
      view.editor.value = inFull(nudged(explorer.value(cell), shiftKey ? 10 * way : way));
      typing.type(view.editor.value);
    } else if (key === 'Enter' && asking) typing.judge();
    else if (key === 'Enter' || key === 'Escape') typing.close(key === 'Enter', true);
    else return false;
    return true;
  }

  cellKey(key, cell) {
    const { explorer } = this;
    const to = neighbour(cell, key);
    if (to !== null) this.moveTo(to);
    else if (key === 'Escape') explorer.trail.back();
    else if (key === 'f') explorer.press('feeds');
    else if (key === ' ') explorer.press('play');
    else if (explorer.isOpen(cell) && /^[-\d.\u2212]$/.test(key)) {
      explorer.typing.open(cell, key.replace('-', MINUS));
    } else if (key !== 'Enter' && key !== 'F2') return false;
    else if (explorer.isOpen(cell)) explorer.typing.open(cell);
    else explorer.trail.stepInto(cell);
    return true;
  }

  moveTo(index) {
    this.explorer.player.stop();
    this.explorer.hover = null;
    this.view.focusOn(this.explorer.graph.cells[index]);
  }
}

const isUndo = ({ key, altKey, shiftKey }) => key === 'z' && !altKey && !shiftKey;

const MOVES = {
  ArrowLeft: () => [0, -1],
  ArrowRight: () => [0, 1],
  ArrowUp: () => [-1, 0],
  ArrowDown: () => [1, 0],
  Home: ({ column }) => [0, -column],
  End: ({ array, column }) => [0, array.columns - 1 - column],
};

/** The index of the cell that a key leads to, at an edge the same; null for another key. */
function neighbour(cell, key) {
  if (!(key in MOVES)) return null;
  const { array, row, column, index } = cell;
  const [down, right] = MOVES[key](cell);
  const [r, c] = [row + down, column + right];
  const inside = r >= 0 && r < array.rows && c >= 0 && c < array.columns;
  return inside ? array.first + r * array.columns + c : index;
}
