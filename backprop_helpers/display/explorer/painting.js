// The painting: writes on the page what differs of the numbers. Small grids show tints; their
// numbers are written when they open.

import { put } from './elements.js';
import { Lights } from './lights.js';
import { DECIMALS } from './notation.js';
import { BACK, alignRows } from './network.js';
import { decimalsOf, inCell, isLabel, narrow } from './numbers.js';

const BLINK = 400; // milliseconds

export class Painting extends Lights {
  /** What opens shows its numbers. */
  bringForward(cell) {
    const opened = super.bringForward(cell);
    if (opened) this.paintNumbers(this.original);
    return opened;
  }

  /** A cell's width decides how many digits it shows. */
  measure(width) {
    this.width = width;
    this.cellWidth = this.network.querySelector('.slice:not(.small) .cell').offsetWidth;
    this.network.classList.toggle('bare', this.bare);
    alignRows([...this.network.children]);
  }

  /**
   * Write every number that differs, or in a hurry only what flows forward and is in the window;
   * `blink` marks it for a moment. Return how many did.
   */
  paintNumbers(original, { blink = false, hurry = false } = {}) {
    this.original = original;
    const isUrgent = ({ grid, kind }) => !BACK.includes(kind) && isSeen(grid);
    const arrays = this.graph.arrays.filter((array) => !hurry || isUrgent(array));
    return arrays
      .map((array) => this.paintArray(array, { blink, hurry }))
      .reduce((sum, changed) => sum + changed, 0);
  }

  paintArray(array, how) {
    const values = array.cells.map((node) => this.graph.values[node]);
    const scale = {
      decimals: this.decimals(array, values),
      largest: values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1,
    };
    const width = scale.decimals + (this.bare ? 1.2 : 2.1);
    if (put(array, 'characters', width)) array.grid.style.setProperty('--characters', width);
    if (array.shares) this.paintBars(array, values);
    const cells = this.graph.cells.slice(array.first, array.first + array.size);
    const written = cells.filter((cell) => !this.isPainted(cell, scale));
    return written.reduce((sum, cell) => sum + this.paintNumber(cell, scale, how), 0);
  }

  paintBars({ first }, values) {
    values.forEach((value, k) =>
      this.elements[first + k].style.setProperty('--bar', this.words.hidden.size ? 0 : value),
    );
  }

  /** Whether a cell shows its number already; a 0 may have another reason now. */
  isPainted(cell, { decimals, largest }) {
    const element = this.elements[cell.index];
    const { painted } = element;
    const value = this.graph.values[cell.node];
    const hidden = this.words.hidden.has(cell.node);
    element.painted = [value, hidden, decimals, largest, this.bare, this.isSmall(cell)];
    return value !== 0 && painted?.every((each, k) => each === element.painted[k]);
  }

  paintNumber(cell, { decimals, largest }, { blink, hurry }) {
    const element = this.elements[cell.index];
    const value = this.graph.values[cell.node];
    const hidden = this.words.hidden.has(cell.node);
    const small = this.isSmall(cell);
    this.paintTint(element, hidden ? 0 : Math.abs(value) / largest);
    if (small && hurry) return this.postpone(element);
    this.paintKind(element, cell, hidden);
    const changed = put(element, 'known', hidden ? '?' : value);
    if (!small && !this.write(element, this.textOf(cell, hidden, decimals))) return 0;
    if (blink && changed) this.blink(element);
    return Number(changed);
  }

  /** A number that is written without hurry, later. */
  postpone(element) {
    element.painted = null;
    return 0;
  }

  /** What a cell's classes and its words for a screen reader say. */
  paintKind(element, cell, hidden) {
    const { node, array } = cell;
    element.classList.toggle('quiet', !hidden && this.isQuiet(cell));
    element.classList.toggle('hidden', hidden);
    const edited = array.input && this.graph.values[node] !== this.original[node];
    element.classList.toggle('edited', edited);
    const label = this.words.label(cell);
    if (put(element, 'spoken', label)) element.setAttribute('aria-label', label);
  }

  textOf(cell, hidden, decimals) {
    if (hidden) return '?';
    const value = this.graph.values[cell.node];
    if (this.isQuiet(cell)) return '·';
    return this.bare && !isLabel(cell.array) ? narrow(value) : inCell(value, decimals);
  }

  paintTint(element, share) {
    const strength = share.toFixed(2);
    if (put(element, 'strength', strength)) element.style.setProperty('--strength', strength);
  }

  /** Write a cell's text, unless the editor stands there. */
  write(element, text) {
    if (element === this.editor.parentElement || !put(element, 'written', text)) return false;
    element.textContent = text;
    return true;
  }

  /** Whether a cell is a zero of which a dot says enough. */
  isQuiet({ node, array }) {
    if (this.graph.values[node] !== 0) return false;
    return array.kind === 'delta' || this.words.isLeftOut(node);
  }

  /** Mark a cell for a moment; in a fast drag the mark is not begun anew at every step. */
  blink(element) {
    const now = performance.now();
    if (now - (element.blinked ?? -Infinity) < BLINK) return;
    element.blinked = now;
    const again = element.classList.contains('blink');
    element.classList.toggle('blink', !again);
    element.classList.toggle('blink-again', again);
  }

  get bare() {
    return this.cellWidth < 54;
  }

  decimals(array, values) {
    if (isLabel(array)) return 0;
    const most = this.bare ? 3 : DECIMALS;
    return decimalsOf(values, array.input ? 2 : most, most);
  }
}

/** Whether something of an element is in the window. */
function isSeen(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < window.innerHeight;
}
