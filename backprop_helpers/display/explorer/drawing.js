// The drawing: a pen on the image's grid, by mouse, finger and keyboard. What flows forward follows
// once a frame, as far as it is in the window; all else when the pen rests.

import { brushed, covered } from './brush.js';

const REST = 200; // milliseconds
const TEXT = {
  on:
    'Press on the image and move; Shift or the right button erases. By keyboard: arrows move, ' +
    'Space paints a cell, Delete clears it, Esc ends.',
  off: 'The pen is put away: numbers are dragged and typed again.',
  cleared: 'The image is empty. Its label is still the one that stood there: another can be typed.',
};

export class Drawing {
  constructor(explorer) {
    const { graph, data, view } = explorer;
    Object.assign(this, { explorer, graph, view, on: false, erasing: false, stroke: null });
    this.image = graph.arrayOf(data.pictures.name);
    this.largest = data.pictures.largest;
    this.surface = view.blocks.get(this.image.name);
    this.surface.classList.add('surface');
    this.listening = new AbortController();
    this.listen({
      pointerdown: (event) => this.begin(event),
      pointermove: (event) => this.move(event),
      pointerup: () => this.end(),
      pointercancel: () => this.end(),
      mousedown: (event) => event.preventDefault(),
      contextmenu: (event) => event.preventDefault(),
      pointerover: () => {},
      click: () => {},
    });
  }

  /** While the pen is out, nobody else hears what happens on the image. */
  listen(handlers) {
    const { signal } = this.listening;
    for (const [kind, handle] of Object.entries(handlers)) {
      const heard = (event) => {
        if (!this.on) return;
        event.stopPropagation();
        handle(event);
      };
      this.surface.addEventListener(kind, heard, { signal, capture: true });
    }
  }

  stop() {
    this.end();
    clearTimeout(this.resting);
    this.view.root.classList.remove('drawing');
    this.listening.abort();
  }

  toggle() {
    const { explorer } = this;
    this.end();
    explorer.typing.close(true);
    this.on = !this.on;
    explorer.lookAtAll();
    this.view.root.classList.toggle('drawing', this.on);
    this.view.buttons.get('draw').setAttribute('aria-pressed', String(this.on));
    explorer.say(this.on ? TEXT.on : TEXT.off);
  }

  toggleErasing() {
    if (!this.on) this.toggle();
    this.erasing = !this.erasing;
    this.view.buttons.get('erase').setAttribute('aria-pressed', String(this.erasing));
  }

  clear() {
    this.end();
    this.explorer.typing.close(true);
    const blank = this.image.cells.map((node) => [node, 0]);
    this.explorer.say(TEXT.cleared);
    this.change(blank, 'An empty image');
  }

  // A stroke
  begin(event) {
    const cell = this.explorer.cellOf(event.target);
    if (!cell || this.stroke || ![0, 2, 5].includes(event.button)) return;
    this.explorer.lookAtAll();
    this.explorer.hush();
    clearTimeout(this.resting);
    event.target.setPointerCapture(event.pointerId);
    const erases = this.erasing || event.shiftKey || event.button > 0;
    const moment = this.explorer.history.now();
    const { cells, placeAt } = this.gridOf(cell);
    this.stroke = { cells, placeAt, erases, moment, lines: [], frame: 0 };
    this.stroke.at = placeAt(event);
    this.draw(this.stroke.at);
  }

  /** The cells of a grid, and where an event is in it. */
  gridOf({ array, grid }) {
    const { rows, columns, first } = array;
    const start = first + grid * rows * columns;
    const cells = this.graph.cells.slice(start, start + rows * columns);
    const { left, top, width, height } = this.view.elements[start].getBoundingClientRect();
    const placeAt = ({ clientX, clientY }) => [
      (clientY - top) / height - 0.5,
      (clientX - left) / width - 0.5,
    ];
    return { cells, placeAt };
  }

  move(event) {
    if (!this.stroke) return;
    const between = event.getCoalescedEvents?.() ?? [];
    for (const each of between.length ? between : [event]) this.draw(this.stroke.placeAt(each));
  }

  draw(place) {
    const { stroke } = this;
    stroke.lines.push([stroke.at, place]);
    stroke.at = place;
    stroke.frame ||= requestAnimationFrame(() => this.flow());
  }

  /** What the pen has covered since the last frame. */
  flow() {
    const { stroke, graph, largest } = this;
    const { cells, lines, erases } = stroke;
    const pairs = cells.map(({ node, row, column }) => {
      const share = Math.max(...lines.map((line) => covered([row, column], line)));
      return [node, brushed(graph.values[node], share, largest, erases)];
    });
    Object.assign(stroke, { lines: [], frame: 0 });
    this.show(pairs, 'This stroke');
  }

  end() {
    const { stroke } = this;
    if (!stroke) return;
    if (stroke.frame) {
      cancelAnimationFrame(stroke.frame);
      this.flow();
    }
    this.stroke = null;
    this.keep(stroke.moment);
  }

  // What is drawn
  show(pairs, what) {
    const refusal = this.explorer.changes.set(pairs, what, { hurry: true });
    if (refusal) this.explorer.say(refusal);
  }

  /** A change that is no stroke: of a cell, or of a whole picture. */
  change(pairs, what) {
    const moment = this.explorer.history.now();
    this.show(pairs, what);
    this.keep(moment);
  }

  /** One stroke is one change, for the history and for the notebook. */
  keep(moment) {
    const { changes, history } = this.explorer;
    if (!changes.different(changes.pairsOf(moment.state)).length) return;
    history.remember(moment);
    this.explorer.paintTools();
    changes.onChange(changes.state());
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.rest(this.graph.arrays), REST);
  }

  /** Write what was left in a hurry, an array at a time, so that the pen need not wait for it. */
  rest([array, ...others]) {
    this.view.paintArray(array, {});
    if (others.length) this.resting = setTimeout(() => this.rest(others));
  }

  /** What a key does on the image while the pen is out; false where it does nothing of its own. */
  press(key, { array, node }) {
    if (!this.on || array !== this.image) return false;
    const paints = { ' ': !this.erasing, Enter: !this.erasing, Delete: false, Backspace: false };
    if (key === 'Escape') this.toggle();
    else if (!(key in paints)) return false;
    else this.change([[node, paints[key] ? this.largest : 0]]);
    return true;
  }
}
