// The keys: what each does, by where the focus is.

import { stepFrom } from './axes.js';
import { MINUS, inFull, nudged } from './numbers.js';

const UP_AND_DOWN = { ArrowUp: 1, ArrowDown: -1 };
const MODIFIERS = ['Control', 'Meta', 'Alt', 'AltGraph', 'Shift', 'CapsLock'];

export class Keys {
  constructor(explorer) {
    Object.assign(this, { explorer, view: explorer.view });
  }

  /** JupyterLab's shortcuts must not act on the notebook while a key is meant for the explorer. */
  press(event) {
    event.stopPropagation();
    const way = wayInTime(event);
    if (way) this.travel(way, event.target);
    if (way || this.keyIn(event)) event.preventDefault();
  }

  travel(way, target) {
    const { explorer, view } = this;
    const field = view.fields.find(({ input }) => input === target);
    if (target === view.editor) return explorer.typing[way]?.();
    if (!field || !view.differs(field)) return explorer.press(way);
    view.writeFields();
    return explorer.hush();
  }

  keyIn(event) {
    const { explorer } = this;
    const { key, target } = event;
    if (target === this.view.editor) return this.editorKey(event);
    if (!MODIFIERS.includes(key)) explorer.hush();
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    if (target.matches('.setting')) return this.settingKey(key, target);
    if (target.matches('.cell')) return this.cellKey(key, explorer.cellOf(target));
    return key === 'Escape' && explorer.trail.back();
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
      const steps = shiftKey ? 10 * way : way;
      view.editor.value = inFull(nudged(cell.array, explorer.value(cell), steps));
      typing.type(view.editor.value);
    } else if (key === 'Enter' && asking) typing.judge();
    else if (key === 'Enter' || key === 'Escape') typing.close(key === 'Enter');
    else return false;
    return true;
  }

  cellKey(key, cell) {
    const { explorer } = this;
    if (explorer.drawing?.press(key, cell)) return true;
    const to = neighbour(cell, key);
    if (to !== null) this.moveTo(to);
    else if (key === 'Escape') explorer.trail.back();
    else if (key === 'f') explorer.press('feeds');
    else if (key === ' ') this.playFrom(cell);
    else if (explorer.isOpen(cell) && /^[-\d.\u2212]$/.test(key)) {
      explorer.typing.open(cell, key.replace('-', MINUS));
    } else if (key !== 'Enter' && key !== 'F2') return false;
    else if (explorer.isOpen(cell)) explorer.typing.open(cell);
    else explorer.trail.stepInto(cell);
    return true;
  }

  playFrom(cell) {
    this.explorer.player.last = cell;
    this.explorer.press('play');
  }

  moveTo(index) {
    this.explorer.player.stop();
    this.explorer.hover = null;
    this.view.focusOn(this.explorer.graph.cells[index]);
  }
}

/** Ctrl+Z, Ctrl+Shift+Z and Ctrl+Y, or with the Mac's key. */
export function wayInTime({ key, ctrlKey, metaKey, altKey, shiftKey }) {
  const letter = (ctrlKey || metaKey) && !altKey ? key.toLowerCase() : '';
  if (letter === 'z') return shiftKey ? 'redo' : 'undo';
  return letter === 'y' ? 'redo' : '';
}

const MOVES = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
const ENDS = {
  Home: ({ column }) => -column,
  End: ({ array, column }) => array.columns - 1 - column,
};

/** The index of the cell that a key leads to, at the end the same; null for another key. */
export function neighbour(cell, key) {
  if (key in ENDS) return cell.index + ENDS[key](cell);
  return key in MOVES ? cell.array.first + stepFrom(cell, MOVES[key]) : null;
}
