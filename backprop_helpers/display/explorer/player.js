// The player: walks through an array, cell by cell, as a window slides or a delta is routed,
// and through each gradient's sum, term by term.

const PAUSE = 900; // milliseconds between two cells

export class Player {
  constructor(explorer) {
    Object.assign(this, { explorer, timer: null, last: null, term: 0 });
    this.results = explorer.graph.cells.filter((cell) => !explorer.isInput(cell));
  }

  get playing() {
    return this.timer !== null;
  }

  toggle() {
    if (this.playing) this.stop();
    else this.start();
  }

  /** Begin at the result that was shown last; after the end of an array, or at an input, anew. */
  start() {
    const from = this.last && !this.explorer.isInput(this.last) ? this.last : this.results[0];
    const { first, size } = from.array;
    const begin = from.index === first + size - 1 ? first : from.index;
    this.timer = setInterval(() => this.next(), PAUSE);
    this.show(begin);
  }

  next() {
    const { array, index } = this.last;
    const watched = this.explorer.root.contains(document.activeElement);
    const more = this.term + 1 < this.terms(this.last).length;
    if (!watched || (!more && index + 1 >= array.first + array.size)) this.stop();
    else if (more) this.show(index, this.term + 1);
    else this.show(index + 1);
  }

  /** The terms of a gradient's sum, to be shown one by one; none of what is hidden. */
  terms(cell) {
    const { words } = this.explorer;
    const apart = this.playing && cell?.array.kind === 'gradient' && !words.hidden.size;
    return apart ? words.counting(cell) : [];
  }

  show(index, term = 0) {
    const { explorer } = this;
    explorer.hover = null;
    explorer.view.focusOn(explorer.graph.cells[index]);
    this.last = explorer.graph.cells[index];
    this.term = term;
    explorer.paint();
  }

  stop() {
    if (!this.playing) return;
    clearInterval(this.timer);
    this.timer = null;
    this.explorer.paint();
  }
}
