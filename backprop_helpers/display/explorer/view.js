// The view: writes on the page what differs; only texts, classes and styles change.

import { make, put, symbol, withSymbols } from './elements.js';
import { indexOf, spoken } from './names.js';
import { Painting } from './painting.js';
import { written } from './settings.js';
import { inSpeech } from './speech.js';

export class View extends Painting {
  /** Write the trail, and the sum in columns of three lines. */
  explain(trail, columns) {
    const steps = trail.flatMap((cell, k) => [this.nameButton(cell, k), ' › ']);
    const words = [...trail.map((cell) => cell.index), ...columns.flat().map(spoken)].join('|');
    if (put(this, 'written', words)) {
      const label = { className: 'head trail', ariaLabel: 'where you came from' };
      const back = make('nav', label, make('span', {}, ...steps));
      this.columns = columns.map((lines, k) => this.sumColumn(lines, k ? 'term' : 'head'));
      this.replaceSum(...(trail.length ? [back] : []), ...this.columns);
    }
  }

  /** The focus stays at the same name, or in the explanation, which it never leaves meanwhile. */
  replaceSum(...parts) {
    const names = () => [...this.sum.querySelectorAll('.name')];
    const place = names().indexOf(document.activeElement);
    if (place >= 0) this.explanation.focus({ preventScroll: true });
    this.sum.replaceChildren(...parts);
    if (place >= 0) (names()[place] ?? names().at(-1))?.focus({ preventScroll: true });
  }

  /** Mark the column that is spoken of. */
  markTerm(column) {
    for (const [k, { classList }] of this.columns.entries())
      classList.toggle('spoken', k === column);
  }

  /** Write what is said beneath: a note, and a remark on the number that is shown. */
  remarkOn(note, remark) {
    for (const [element, text] of [[this.note, note], [this.more, remark]])
      if (put(element, 'written', text)) element.replaceChildren(...withSymbols(text));
  }

  sumColumn(lines, className) {
    const spans = [0, 1, 2].map((line) => {
      const pieces = lines[line] ?? [];
      return make('span', {}, ...pieces.map((piece) => this.piece(piece)));
    });
    return make('span', { className }, ...spans);
  }

  piece(piece) {
    if (piece.result) return make('b', {}, piece.result);
    return piece.cell ? this.nameButton(piece.cell) : piece;
  }

  nameButton(cell, step) {
    const place = step === undefined ? { 'data-cell': cell.index } : { 'data-step': step };
    const name = [symbol(cell.array.symbol), indexOf(cell)];
    return make('button', { type: 'button', className: 'name', ...place }, ...name);
  }

  disable(key, isDisabled) {
    this.buttons.get(key).setAttribute('aria-disabled', String(isDisabled));
  }

  isDisabled(key) {
    return this.buttons.get(key)?.getAttribute('aria-disabled') === 'true';
  }

  paintTools(feeds, predicting, playing) {
    put(this.buttons.get('play'), 'textContent', playing ? 'Pause' : 'Play');
    this.buttons.get('feeds').setAttribute('aria-pressed', String(feeds));
    this.buttons.get('predict').setAttribute('aria-pressed', String(predicting));
    this.root.classList.toggle('predicting', predicting);
  }

  /** One tab stop a grid: where one was last. */
  makeTabStop({ array, index }) {
    const cells = this.elements.slice(array.first, array.first + array.size);
    for (const element of cells) element.tabIndex = element === this.elements[index] ? 0 : -1;
  }

  focusOn({ index }) {
    this.elements[index].focus();
  }

  focusOnSum({ index }) {
    (this.sum.querySelector('.term .name') ?? this.elements[index]).focus();
  }

  // The editor
  openEditor({ index }, text, asking, select) {
    const element = this.elements[index];
    this.editor.value = text;
    this.editor.setAttribute('aria-label', `${asking ? 'your answer for ' : ''}${element.spoken}`);
    this.markEditor(false);
    element.replaceChildren(this.editor);
    element.classList.add('editing');
    this.editor.focus();
    if (select) this.editor.select();
  }

  markEditor(wrong) {
    this.editor.classList.toggle('wrong', wrong);
    this.editor.setAttribute('aria-invalid', String(wrong));
  }

  /** Take the editor away; its focus goes to the cell. */
  closeEditor() {
    const cell = this.editor.parentElement;
    if (document.activeElement === this.editor) cell.focus();
    cell.textContent = '';
    Object.assign(cell, { painted: null, written: null });
    cell.classList.remove('editing');
  }

  /** Where the focus is, in words that fit another page of the same network too. */
  get focused() {
    const { activeElement } = document;
    const tool = [...this.buttons].find(([, button]) => button === activeElement)?.[0];
    const { array, k } = this.graph.cells[activeElement.closest('[data-cell]')?.dataset.cell] ?? {};
    const isInside = this.root.contains(activeElement);
    return { isInside, control: this.controls.indexOf(activeElement), tool, array, k };
  }

  focusAsIn({ isInside, control, tool, array, k }) {
    const known = array && this.graph.arrayOf(array.name);
    const cell = known && this.elements[known.first + Math.min(k, known.size - 1)];
    const found = this.controls[control] ?? this.buttons.get(tool) ?? cell;
    if (isInside) (found ?? this.explanation).focus();
  }

  /** Write the settings that are shown into their fields. */
  writeFields() {
    for (const field of this.fields) field.input.value = this.writtenIn(field);
    this.markFields();
  }

  writtenIn({ title, name }) {
    const { settings } = this.data.stages.find((stage) => stage.title === title);
    return written(settings[name]);
  }

  differs(field) {
    return field.input.value !== this.writtenIn(field);
  }

  /** Mark the fields that differ from the settings that are shown. */
  markFields() {
    for (const field of this.fields) {
      const wrong = this.differs(field);
      field.input.classList.toggle('wrong', wrong);
      field.input.setAttribute('aria-invalid', String(wrong));
    }
  }

  /** Tell a screen reader, once the reader rests. */
  say(text) {
    clearTimeout(this.saying);
    this.saying = setTimeout(() => put(this.live, 'textContent', inSpeech(text)), 250);
  }

  /** Tell a screen reader what no pointing takes back; the same twice is told twice. */
  tell(text) {
    const told = inSpeech(text);
    this.told.textContent = told && told === this.told.textContent ? `${told}\u00a0` : told;
  }
}
