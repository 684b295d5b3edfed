// The events: what the mouse, a finger and the keys ask of the explorer.

import { MINUS } from './explorer_words.js';

const STEP = 0.01; // of a number, for 3 pixels of a drag or one press of an arrow key
const nudged = (value, steps) => Math.round((value + steps * STEP) * 1e10) / 1e10;

export class Events {
  constructor(explorer) {
    Object.assign(this, { explorer, view: explorer.view, drag: null, dragged: false });
    this.listening = new AbortController();
    const { network, explanation, editor, buttons } = this.view;
    this.on(network, {
      pointerover: this.pointAt,
      pointerleave: this.pointAway,
      pointerdown: this.dragStart,
      pointermove: this.dragMove,
      pointerup: this.dragEnd,
      pointercancel: this.dragEnd,
      click: this.click,
      focusin: this.focusIn,
    });
    this.on(explanation, {
      click: this.follow,
      pointerover: this.link,
      pointerout: this.link,
      focusin: this.link,
      focusout: this.link,
    });
    for (const { input } of this.view.settings) this.on(input, { change: () => explorer.ask() });
    for (const { button, order } of this.view.swaps)
      this.on(button, { click: () => explorer.ask(order) });
    this.on(editor, { input: () => explorer.type(editor.value) });
    this.on(explorer.root, { focusout: this.leave, keydown: this.key });
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
    if (event.pointerType !== 'mouse' || this.drag || this.explorer.edit) return;
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
    if (!drag.moved) explorer.close(true);
    drag.moved = true;
    explorer.hover = drag.cell;
    explorer.set([[drag.cell.node, nudged(drag.before, Math.round((clientX - drag.x) / 3))]]);
  }

  /** A finger's drag ends without a click, a mouse's with one, which then means nothing more. */
  dragEnd() {
    const { drag } = this;
    this.dragged = Boolean(drag?.moved);
    this.drag = null;
    if (this.dragged) this.explorer.remember(drag.cell, drag.before);
  }

  click(event) {
    const { explorer } = this;
    const cell = this.cellAt(event);
    if (this.dragged || !cell || event.target === this.view.editor) return;
    if (!explorer.isInput(cell)) explorer.stepTo(cell);
    if (explorer.isOpen(cell)) explorer.open(cell);
  }

  /** A name in the explanation steps into its sum, a name in the trail back to it. */
  follow(event) {
    const step = event.target.closest('[data-step]');
    const cell = this.cellAt(event);
    if (step) this.explorer.backTo(Number(step.dataset.step));
    else if (cell) this.explorer.stepInto(cell);
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
    if (target === this.view.editor) this.explorer.close(true);
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
    if (modified) return event.key === 'z' && !event.altKey && !event.shiftKey && explorer.undo();
    if (event.target.matches('.setting')) return this.settingKey(event.key, event.target);
    if (event.target.matches('.cell')) return this.cellKey(event.key, this.cellAt(event));
    return event.key === 'Escape' && explorer.back();
  }

  settingKey(key, input) {
    const step = { ArrowUp: 1, ArrowDown: -1 }[key];
    if (!step || !/^\d+$/.test(input.value)) return false;
    input.value = Math.max(0, Number(input.value) + step);
    this.explorer.ask();
    return true;
  }

  editorKey({ key, shiftKey }) {
    const { explorer, view } = this;
    const { cell, asking } = explorer.edit;
    const steps = asking ? 0 : ({ ArrowUp: 1, ArrowDown: -1 }[key] ?? 0) * (shiftKey ? 10 : 1);
    if (steps) {
      view.editor.value = String(nudged(explorer.value(cell), steps)).replace('-', MINUS);
      explorer.type(view.editor.value);
    } else if (key === 'Enter' && asking) explorer.judge();
    else if (key === 'Enter' || key === 'Escape') explorer.close(key === 'Enter', true);
    else return false;
    return true;
  }

  cellKey(key, cell) {
    const { explorer } = this;
    const to = neighbour(cell, key);
    if (to !== null) this.moveTo(to);
    else if (key === 'Escape') explorer.back();
    else if (key === 'f') explorer.press('feeds');
    else if (key === ' ') explorer.press('play');
    else if (explorer.isOpen(cell) && /^[-\d.\u2212]$/.test(key)) {
      explorer.open(cell, key.replace('-', MINUS));
    } else if (key !== 'Enter' && key !== 'F2') return false;
    else if (explorer.isOpen(cell)) explorer.open(cell);
    else explorer.stepInto(cell);
    return true;
  }

  moveTo(index) {
    this.explorer.player.stop();
    this.explorer.hover = null;
    this.view.elements[index].focus();
  }
}

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
