// The pictures: stored images with their labels, of which one is picked.

import { make, put } from './elements.js';

const BLANK_CHOICE = 'none of these';

/** A list to pick a picture from, and bars for the shares; nothing without pictures. */
export function makePicker({ pictures }, classes) {
  if (!pictures) return {};
  const words = (target, k) => `${k + 1}: label ${target}`;
  const choice = (target, value) => make('option', { value }, words(target, value));
  const options = pictures.targets.map(choice);
  const other = make('option', { value: -1, disabled: true }, BLANK_CHOICE);
  const select = { className: 'picker', ariaLabel: 'picture' };
  const picker = make('select', select, other, ...options);
  const bar = (_, k) => make('span', { className: 'bar' }, String(k));
  const bars = Array.from({ length: classes }, bar);
  const chart = make('div', { className: 'chart', ariaHidden: 'true' }, ...bars);
  return { picker, bars, chart, verdict: make('p', { className: 'verdict' }) };
}

export class Pictures {
  constructor(explorer) {
    const { data, graph, view } = explorer;
    Object.assign(this, { explorer, graph, view, last: -1, ...data.pictures });
    this.image = graph.arrayOf(this.name);
    this.target = graph.arrays.find(({ kind }) => kind === 'target');
    this.flat = this.values.map((values) => values.flat(Infinity));
  }

  /** Which of the pictures is shown; −1 where none is. */
  get shown() {
    const now = this.image.cells.map((node) => this.graph.values[node]);
    return this.flat.findIndex((values) => values.every((value, k) => value === now[k]));
  }

  /** Put a picture's numbers and its label in their places, which one undo takes back. */
  pick(k) {
    const { explorer } = this;
    explorer.typing.close(true);
    explorer.hush();
    const state = { [this.name]: this.values[k], [this.target.name]: this.targets[k] };
    this.last = k;
    explorer.drawing.change(explorer.changes.pairsOf(state), 'This picture');
  }

  next() {
    const from = this.shown < 0 ? this.last : this.shown;
    this.pick((from + 1) % this.values.length);
  }

  paint() {
    const { explorer, shown, view } = this;
    if (shown >= 0) this.last = shown;
    put(view.picker, 'value', String(shown));
    put(view.verdict, 'textContent', explorer.shares.verdict());
    const hidden = explorer.hidden.size;
    for (const [k, cell] of explorer.shares.cells.entries()) {
      const bar = view.bars[k];
      const share = hidden ? 0 : explorer.shares.value(cell);
      bar.style.setProperty('--bar', share.toFixed(3));
      bar.classList.toggle('right', cell === explorer.shares.right);
    }
  }
}
