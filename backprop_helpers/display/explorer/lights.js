// The lights: what belongs to the number that is pointed at, and which grids of a deck are open.

import { put } from './elements.js';
import { openSlices } from './grids.js';
import { Page } from './page.js';

export class Lights extends Page {
  constructor(...parts) {
    super(...parts);
    this.looked = new Map();
    openSlices(this.graph.arrays, this.looked);
  }

  /**
   * Open what belongs to a cell's kernel, channel and image: equal letters have equal indices. Say
   * whether anything was closed.
   */
  bringForward({ array, laid: place }) {
    const { axes } = array;
    if (axes.every((letter, axis) => (this.looked.get(letter) ?? 0) === place[axis])) return false;
    axes.forEach((letter, axis) => this.looked.set(letter, place[axis]));
    openSlices(this.graph.arrays, this.looked);
    return true;
  }

  /** Open what another page of the same network has open. */
  lookAsIn({ looked }) {
    this.looked = looked;
    openSlices(this.graph.arrays, looked);
  }

  isSmall({ array, grid }) {
    return array.slices[grid].classList.contains('small');
  }

  /** Light what belongs to the cell that is pointed at, each by its share. */
  paintLights(cell, lit, pinned) {
    if (!cell && !pinned && !this.isLit) return;
    this.isLit = Boolean(cell ?? pinned);
    this.network.classList.toggle('pointing', Boolean(cell));
    const taking = new Set();
    for (const each of this.graph.cells) {
      const share = lit.get(each.node);
      this.paintLight(this.elements[each.index], share, each === cell, each === pinned);
      if (share !== undefined || each === cell) taking.add(each.array.slices[each.grid]);
    }
    for (const { slices } of this.graph.arrays)
      for (const slice of slices) slice.classList.toggle('taking-part', taking.has(slice));
  }

  paintLight(element, share, isSelf, isPinned) {
    if (!put(element, 'light', `${share?.toFixed(2)} ${isSelf} ${isPinned}`)) return;
    const { classList, style } = element;
    classList.toggle('self', isSelf);
    classList.toggle('pinned', isPinned);
    classList.toggle('lit', share !== undefined && !isSelf);
    classList.toggle('idle', share === 0);
    if (share !== undefined) style.setProperty('--share', share.toFixed(2));
  }
}
