// The explorer: what it means to point, to step into a sum, to change an input and to predict.

import { Graph } from './explorer_graph.js';
import { TEXTS, MINUS, Words, aloud, complaint, counted, nameOf, parse } from './explorer_words.js';
import { View } from './explorer_view.js';
import { Events } from './explorer_events.js';
import { codeOf } from './explorer_code.js';
import { settingOf, settingsOf } from './explorer_settings.js';
import { Player } from './explorer_player.js';

const typed = (value) => String(value).replace('-', MINUS);

export class Explorer {
  /**
   * `onChange` is called with the inputs' values, by name, after every change, `onSettings` with
   * the layers' settings when others are asked for; `before` is the explorer that is replaced.
   */
  constructor(root, data, { onChange = () => {}, onSettings = () => {}, before = null } = {}) {
    this.graph = new Graph(data);
    this.hidden = new Set();
    this.words = new Words(this.graph, this.hidden);
    this.view = new View(root, this.graph, this.words, data);
    this.original = this.graph.values.slice();
    this.settings = settingsOf(data);
    this.originalSettings = before?.originalSettings ?? this.settings;
    const resized = before && this.takeOriginals(before);
    this.inputs = this.graph.cells.filter((cell) => this.isInput(cell));
    this.hover = this.focus = this.edit = null;
    Object.assign(this, { root, data, onChange, onSettings, trail: [], past: [], note: '' });
    Object.assign(this, { feeds: false, predicting: false });
    if (resized) this.note = TEXTS.resized;
    this.player = new Player(this);
    this.events = new Events(this);
    this.observer = new ResizeObserver(([{ contentRect }]) => this.resize(contentRect.width));
    this.observer.observe(root);
    this.repaint();
  }

  stop() {
    this.player.stop();
    this.events.stop();
    this.observer.disconnect();
  }

  resize(width) {
    if (!width || width === this.view.width) return;
    this.view.measure(width);
    this.repaint();
  }

  value(cell) {
    return this.graph.values[cell.node];
  }

  isInput({ array }) {
    return Boolean(array.input);
  }

  isOpen(cell) {
    return this.isInput(cell) || this.hidden.has(cell.node);
  }

  /** Do what a button says. */
  press(key) {
    if (key !== 'play') this.player.stop();
    const tools = {
      feeds: () => this.toggleFeeds(),
      predict: () => this.togglePredicting(),
      play: () => this.player.toggle(),
      copy: () => this.copy(),
      step: () => this.step(),
      undo: () => this.undo(),
      reset: () => this.reset(),
    };
    if (key in tools) tools[key]();
    else this.reveal(key);
  }

  // Painting
  get shown() {
    return this.hover ?? this.focus ?? this.trail.at(-1) ?? null;
  }

  repaint(blink = false) {
    const changed = this.view.paintNumbers(this.original, blink);
    const same = ({ node }) => this.graph.values[node] === this.original[node];
    this.view.buttons.get('undo').disabled = !this.past.length;
    this.view.buttons.get('reset').disabled = this.isSet() && this.inputs.every(same);
    this.paint();
    return changed;
  }

  paint() {
    const cell = this.shown;
    const feeding = cell && (this.feeds || (this.isInput(cell) && !this.predicting));
    const columns = !cell ? [] : feeding ? this.words.uses(cell) : this.words.sum(cell);
    const played = feeding ? [] : this.player.terms(cell);
    const remark = this.remark(cell, feeding, played);
    const lit = cell ? this.lights(cell, feeding, played) : new Map();
    this.view.paintLights(cell, lit, this.trail.at(-1));
    this.view.explain(cell ? this.trailTo(cell) : [], columns, this.note || remark);
    this.view.paintTools(this.feeds, this.predicting, this.player.playing);
    if (cell && !this.player.playing) this.player.last = cell;
    if (cell) this.view.say(`${aloud(columns)}. ${remark}`);
  }

  /** What lights up. While anything is hidden all light alike, or a share would tell it. */
  lights(cell, feeding, played) {
    const { graph } = this;
    const { node } = cell;
    const term = played[this.player.term];
    if (term) return new Map(graph.leaves(term.node, term.root).map((leaf) => [leaf, 1]));
    if (!this.predicting) return feeding ? graph.uses(node) : graph.sumOf(cell).operands;
    const others = [...graph.named.keys()].filter((other) => other !== node);
    const fed = () => others.filter((other) => graph.reaches(other).has(node));
    return new Map([...(feeding ? fed() : graph.reaches(node))].map((other) => [other, 0.4]));
  }

  remark(cell, feeding, played) {
    if (!cell) return TEXTS.idle;
    if (played.length) return this.words.soFar(played, this.player.term);
    if (feeding) return this.isInput(cell) ? TEXTS.input : '';
    return this.hidden.has(cell.node) ? '' : this.words.remarks(cell);
  }

  say(note) {
    this.note = note;
    this.paint();
    if (note) this.view.say(note);
    return true;
  }

  point(cell) {
    if (cell) this.note = '';
    this.hover = cell;
    this.paint();
  }

  focusOn(cell) {
    this.focus = cell;
    if (cell && !this.edit) this.note = '';
    this.paint();
  }

  toggleFeeds() {
    this.feeds = !this.feeds;
    this.say('');
  }

  // Stepping into a sum, and back
  leadsTo(cell, last = this.trail.at(-1)) {
    if (!last) return false;
    if (this.predicting) return this.graph.reaches(last.node).has(cell.node);
    const { operands } = this.graph.sumOf(last);
    return operands.has(cell.node) || this.graph.uses(last.node).has(cell.node);
  }

  trailTo(cell) {
    if (this.trail.at(-1) === cell) return this.trail.slice(0, -1);
    return this.leadsTo(cell) ? this.trail : [];
  }

  stepTo(cell) {
    const known = this.trail.indexOf(cell);
    if (known >= 0) this.trail.length = known + 1;
    else this.trail = this.leadsTo(cell) ? [...this.trail, cell] : [cell];
    this.say('');
  }

  stepInto(cell) {
    this.stepTo(cell);
    this.focus = this.hover = null;
    this.paint();
    this.view.focusOnSum();
  }

  back() {
    const left = this.trail.pop();
    this.hover = null;
    if (left) this.view.elements[(this.trail.at(-1) ?? left).index].focus();
    return this.say('');
  }

  backTo(step) {
    this.trail.length = step + 1;
    this.hover = null;
    this.view.elements[this.trail[step].index].focus();
    this.paint();
  }

  // Changing inputs
  /** Show the network with other inputs; say whether any is different. */
  set(pairs) {
    const different = pairs.filter(([node, value]) => value !== this.graph.values[node]);
    if (!different.length) return false;
    this.graph.set(different);
    const changed = counted(this.repaint(true), 'number');
    const [[node, value]] = different;
    const what = `${nameOf(this.graph.named.get(node))} = ${typed(value)}; `;
    this.view.say(`${different.length === 1 ? what : ''}${changed} changed`);
    this.onChange(this.state());
    return true;
  }

  remember(cell, before) {
    if (this.value(cell) !== before) this.past.push([[cell.node, before]]);
    this.repaint();
  }

  change(pairs) {
    const different = pairs.filter(([node, value]) => value !== this.graph.values[node]);
    if (!different.length) return;
    this.past.push(different.map(([node]) => [node, this.graph.values[node]]));
    this.set(different);
  }

  undo() {
    this.note = '';
    if (this.past.length) this.set(this.past.pop());
    return true;
  }

  reset() {
    this.note = '';
    this.change(this.inputs.map(({ node }) => [node, this.original[node]]));
    if (!this.isSet()) this.onSettings(this.originalSettings);
  }

  /** Whether the layers have the settings that they had at the start. */
  isSet(settings = this.originalSettings) {
    return JSON.stringify(settings) === JSON.stringify(this.settings);
  }

  /** One step of gradient descent: every parameter becomes what the array after the step says. */
  step() {
    const { arrays, values } = this.graph;
    const [error] = arrays.find(({ name }) => name === 'error').cells;
    const before = this.words.number(error);
    const pairs = arrays.flatMap(({ name, cells }) => {
      const after = arrays.find((array) => array.name === `${name} after the step`);
      return after ? cells.map((node, k) => [node, values[after.cells[k]]]) : [];
    });
    this.change(pairs);
    this.say(`One step taken: the error went from ${before} to ${this.words.number(error)}.`);
  }

  // The state: the inputs' values by name, as nested lists
  state() {
    const { arrays, values } = this.graph;
    const inputs = arrays.filter(({ input }) => input);
    const flat = ({ cells }) => cells.map((node) => values[node]);
    return Object.fromEntries(inputs.map((array) => [array.name, nested(flat(array), array)]));
  }

  load(state) {
    const cells = (name) => this.graph.arrays.find((array) => array.name === name).cells;
    const pairs = Object.entries(state).flatMap(([name, values]) =>
      [values].flat(2).map((value, k) => [cells(name)[k], value]),
    );
    const fits = pairs.every(([node]) => node !== undefined);
    if (!fits || pairs.every(([node, value]) => this.graph.values[node] === value)) return;
    this.close(false);
    this.change(pairs);
  }

  async copy() {
    try {
      await navigator.clipboard.writeText(codeOf(this.state(), this.data.stages));
      this.say('Copied: Python code that calculates these numbers.');
    } catch {
      this.say('The browser does not let the explorer write to the clipboard.');
    }
  }

  /**
   * Reset still leads back to the numbers at the start, where an array kept its shape. Return
   * whether an input did not.
   */
  takeOriginals({ graph, original }) {
    let resized = false;
    for (const { name, shape, cells, input } of this.graph.arrays) {
      const known = graph.arrays.find((array) => array.name === name);
      if (known && String(known.shape) === String(shape))
        cells.forEach((node, k) => (this.original[node] = original[known.cells[k]]));
      else if (known && input) resized = true;
    }
    return resized;
  }

  // Settings: stride, padding, the order of the layers and so on, which need another graph
  ask(order = this.view.order) {
    const settings = {};
    for (const { title, name, input } of this.view.settings)
      (settings[title] ??= {})[name] = settingOf(input.value);
    settings.order = order;
    if (!this.isSet(settings)) return this.onSettings(settings);
    this.view.markSettings();
    return this.say('');
  }

  refuse(problem) {
    this.view.markSettings();
    this.say(`${problem}. The last settings that fit are kept.`);
  }

  // Typing: one editor, for a changed input and for an answer
  open(cell, text) {
    this.close(true);
    const asking = this.hidden.has(cell.node);
    this.edit = { cell, asking, before: this.value(cell) };
    const start = text ?? (asking ? '' : typed(this.value(cell)));
    this.view.openEditor(cell, start, asking, text === undefined);
    if (asking) this.say(TEXTS.ask);
    else if (text !== undefined) this.type(text);
  }

  type(text) {
    if (!this.edit || this.edit.asking) return;
    const { cell, before } = this.edit;
    const wrong = complaint(text);
    this.view.markEditor(Boolean(wrong));
    if (wrong) {
      const kept = `${nameOf(cell)} stays ${this.words.number(cell.node)}`;
      this.say(`${wrong} ${kept}; Esc brings back ${typed(before)}.`);
    } else {
      this.note = '';
      if (!this.set([[cell.node, parse(text)]])) this.paint();
    }
  }

  /** Leave the editor. What cannot be read is given up, and an answer stays unjudged. */
  close(keep, refocus = false) {
    if (!this.edit) return;
    const { cell, asking, before } = this.edit;
    const unreadable = keep && !asking && complaint(this.view.editor.value);
    this.edit = null;
    this.note = unreadable ? `${unreadable} ${nameOf(cell)} is ${typed(before)} again.` : '';
    const readable = this.view.closeEditor();
    if (!asking && keep && readable) this.remember(cell, before);
    else if (!asking) this.set([[cell.node, before]]);
    this.repaint();
    if (refocus) this.view.elements[cell.index].focus();
  }

  // Predicting
  togglePredicting() {
    this.close(false);
    this.predicting = !this.predicting;
    this.hidden.clear();
    this.trail = [];
    const results = this.graph.cells.filter((cell) => this.predicting && !this.isInput(cell));
    const isMade = ({ node }) => !this.graph.isConstant(node) && !this.graph.isInput(node);
    for (const { node } of results.filter(isMade)) this.hidden.add(node);
    this.repaint();
    this.say(this.predicting ? TEXTS.hidden : '');
  }

  reveal(name) {
    this.close(false);
    const { cells } = this.graph.arrays.find((array) => array.name === name);
    for (const node of cells) this.hidden.delete(node);
    this.repaint(true);
  }

  judge() {
    const { cell } = this.edit;
    const { right, words } = this.words.judge(cell, this.view.editor.value);
    if (right) {
      this.hidden.delete(cell.node);
      this.close(true, true);
    } else {
      this.view.markEditor(true);
      this.view.editor.select();
    }
    this.say(words);
  }
}

/** A flat list in the shape of an array. */
function nested(flat, { shape, columns }) {
  if (shape.length < 2) return shape.length ? flat : flat[0];
  const rows = Array.from({ length: shape[0] }, (_, row) => row * columns);
  return rows.map((start) => flat.slice(start, start + columns));
}
