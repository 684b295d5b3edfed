// The events: what the mouse, a finger and the focus ask of the explorer.

import { Keys } from './keys.js';
import { dragged } from './numbers.js';


const PRESSED = '[data-cell], button, input, label, .surface, .explanation';

export class Events {
  constructor(explorer) {
    Object.assign(this, { explorer, view: explorer.view, drag: null, dragged: false, at: '' });
    this.listening = new AbortController();
    this.listenToNumbers();
    this.listenToControls();
    const keys = new Keys(explorer);
    this.on(explorer.root, {
      focusout: this.leave,
      keydown: (event) => keys.press(event),
      pointerdown: this.beginAnew,
      pointerup: this.beginAnew,
    });
    this.on(document, {
      click: this.clickOnNothing,
      pointermove: (event) => (this.at = pointOf(event)),
    });
  }

  listenToNumbers() {
    this.on(this.view.network, {
      pointerover: this.pointAt,
      pointerleave: this.pointAway,
      pointerdown: this.dragStart,
      mousedown: this.keepSmall,
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
    const { picker } = this.view;
    if (picker) this.on(picker, { change: () => explorer.pictures.pick(Number(picker.value)) });
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
    return this.explorer.cellOf(target);
  }

  // The mouse, a finger
  pointAt(event) {
    if (event.pointerType !== 'mouse' || this.drag || this.rests(event)) return;
    this.explorer.point(this.cellAt(event));
  }

  /** Whether the page has moved under the pointer, which points at nothing new then. */
  rests(event) {
    const at = pointOf(event);
    const rests = at === this.at;
    this.at = at;
    return rests;
  }

  pointAway() {
    if (!this.drag) this.explorer.point(null);
  }

  dragStart(event) {
    const { explorer } = this;
    const cell = this.cellAt(event);
    explorer.player.stop();
    const still = event.button || event.target === this.view.editor;
    if (still || !cell || !explorer.isInput(cell) || this.view.isSmall(cell)) return;
    const moment = explorer.history.now();
    this.drag = { cell, x: event.clientX, before: explorer.value(cell), moment, moved: false };
    event.target.setPointerCapture(event.pointerId);
  }

  /** A small grid opens by a click, not as soon as the mouse is down: its cells would move. */
  keepSmall(event) {
    const cell = this.cellAt(event);
    if (cell && this.view.isSmall(cell)) event.preventDefault();
  }

  dragMove({ clientX }) {
    const { drag, explorer } = this;
    if (!drag || (!drag.moved && Math.abs(clientX - drag.x) < 4)) return;
    if (!drag.moved) explorer.typing.close(true);
    drag.moved = true;
    explorer.hover = drag.cell;
    const value = dragged(drag.cell.array, drag.before, clientX - drag.x);
    const refusal = explorer.changes.set([[drag.cell.node, value]]);
    if (refusal) explorer.say(`${refusal} It stays ${explorer.words.number(drag.cell.node)}.`);
    else explorer.hush();
  }

  /** A finger's drag ends without a click, a mouse's with one, which then means nothing more. */
  dragEnd() {
    const { drag } = this;
    this.dragged = Boolean(drag?.moved);
    this.drag = null;
    if (this.dragged && this.explorer.value(drag.cell) !== drag.before)
      this.explorer.changes.remember(drag.moment);
  }

  click(event) {
    const { explorer } = this;
    const cell = this.cellAt(event);
    if (this.dragged || !cell || event.target === this.view.editor) return;
    if (this.view.isSmall(cell)) return this.view.focusOn(cell);
    if (explorer.trail.last === cell && !explorer.isOpen(cell)) return explorer.lookAtAll();
    if (!explorer.isInput(cell)) explorer.trail.stepTo(cell);
    if (explorer.isOpen(cell)) explorer.typing.open(cell);
  }

  /** A click beside all that can be pressed leads back to the whole network. */
  clickOnNothing(event) {
    const isInside = event.composedPath().includes(this.explorer.root);
    const pressed = event.target.closest?.(PRESSED);
    if (!isInside || !pressed) this.explorer.lookAtAll();
  }

  /** A press ends what was said; a finger's only where it was no scrolling and no drag. */
  beginAnew({ type, pointerType }) {
    const isDown = type === 'pointerdown';
    if (isDown) this.dragged = false;
    if (isDown === (pointerType === 'mouse') && !this.dragged) this.explorer.hush();
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
    const parts = [this.view.network, this.view.explanation];
    if (!parts.some((part) => part.contains(relatedTarget))) this.explorer.focusOn(null);
  }
}

const pointOf = ({ screenX, screenY }) => `${screenX}, ${screenY}`;
