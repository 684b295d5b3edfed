// The explorer: what is shown, and what lights up, when a number is pointed at.

import { Changes } from './changes.js';
import { codeOf } from './code.js';
import { Drawing } from './drawing.js';
import { Events } from './events.js';
import { Graph } from './graph.js';
import { History } from './history.js';
import { aloud } from './names.js';
import { isLabel } from './numbers.js';
import { Pictures } from './pictures.js';
import { Player } from './player.js';
import { Remarks } from './remarks.js';
import { Settings } from './settings.js';
import { Shares } from './shares.js';
import { Trail } from './trail.js';
import { Typing } from './typing.js';
import { View } from './view.js';
import { Words } from './words.js';

const TEXTS = {
  idle:
    'Point at a number to see the sum that made it. Click it, or press Enter, to step into that ' +
    'sum; Esc leads back.',
  input: 'Drag it sideways, or type; while typing, ↑ and ↓ change it by 0.01.',
  label: 'Drag it sideways, or type another class; while typing, ↑ and ↓ go to the next one.',
  resized:
    'A delta has another shape now: its numbers of the start keep their places, new ones are 0. ' +
    'Reset leads back.',
  feeding: 'Pointing at a number now shows where it goes, with its share of each sum.',
  made: 'Pointing at a number shows again what made it.',
  hidden:
    'Every result is hidden. Choose one and type what you expect; ' +
    '“show” uncovers a whole array.',
};

/** What a button says that can do nothing at the moment. */
const NOTHING = {
  undo: 'There is no change to take back.',
  reset: 'Every number stands as it did at the start.',
};

/** What an answer is told where nobody else can judge it. */
const alone = (cell, text, judge, tell) => tell(judge());

const DEFAULTS = { onChange: () => {}, onSettings: () => {}, onAnswer: alone, before: null };

export class Explorer {
  /**
   * `onChange` is called with the inputs' values, by name, after every change, `onSettings` with
   * the layers' settings when others are asked for, `onAnswer` with the cell and the text of a
   * prediction, what judges it here and what is to be called with the judgement; `before` is the
   * explorer that is replaced.
   */
  constructor(root, data, given = {}) {
    const { onChange, onSettings, onAnswer, before } = { ...DEFAULTS, ...given };
    this.onAnswer = onAnswer;
    Object.assign(this, { root, data, hover: null, focus: null, note: '' });
    Object.assign(this, { feeds: false, predicting: false, hidden: new Set() });
    this.graph = new Graph(data);
    this.words = new Words(this.graph, this.hidden);
    this.remarks = new Remarks(this.words);
    this.view = new View(root, this.graph, this.words, data);
    this.changes = new Changes(this, onChange);
    this.settings = new Settings(this, onSettings);
    this.trail = new Trail(this);
    this.typing = new Typing(this);
    this.player = new Player(this);
    this.shares = new Shares(this.graph, this.words);
    this.pictures = data.pictures ? new Pictures(this) : null;
    this.drawing = data.pictures ? new Drawing(this) : null;
    this.events = new Events(this);
    this.history = before?.history ?? new History(this);
    if (before) this.replace(before);
    this.observer = new ResizeObserver(([{ contentRect }]) => this.resize(contentRect.width));
    this.observer.observe(root);
    this.repaint();
  }

  /** Go on where the explorer was that had other settings. */
  replace(before) {
    this.changes.takeOriginals(this.history.start);
    const wasAwaited = this.history.moveTo(this);
    if (!wasAwaited && this.changes.areResized(before)) this.note = TEXTS.resized;
    this.view.lookAsIn(before.view);
    if (before.feeds) this.toggleFeeds();
    if (before.predicting) this.togglePredicting();
  }

  stop() {
    this.typing.close(true);
    this.player.stop();
    this.events.stop();
    this.drawing?.stop();
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

  /** The cell that an element is, or names. */
  cellOf(element) {
    const found = element.closest?.('[data-cell]');
    return found ? this.graph.cells[found.dataset.cell] : null;
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
    this.hush();
    const tools = {
      feeds: () => this.toggleFeeds(),
      predict: () => this.togglePredicting(),
      play: () => this.player.toggle(),
      copy: () => this.copy(),
      step: () => this.changes.step(),
      next: () => this.pictures.next(),
      draw: () => this.drawing.toggle(),
      erase: () => this.drawing.toggleErasing(),
      clear: () => this.drawing.clear(),
      undo: () => this.history.undo(),
      redo: () => this.history.redo(),
      reset: () => this.reset(),
    };
    if (this.view.isDisabled(key)) this.say(NOTHING[key]);
    else if (key in tools) tools[key]();
    else this.reveal(key);
  }

  reset() {
    this.lookAtAll();
    this.history.reset();
  }

  // Painting
  get shown() {
    return this.hover ?? this.focus ?? this.trail.last ?? null;
  }

  /** Back to the whole network: no number is shown by itself. */
  lookAtAll() {
    this.trail.clear();
    Object.assign(this, { hover: null, focus: null });
    this.paint();
  }

  /** Write the numbers and what is said of one; return how many numbers differ. */
  repaint(how) {
    const { changes, view } = this;
    const changed = view.paintNumbers(changes.original, how);
    this.pictures?.paint();
    this.paint();
    return changed;
  }

  paint() {
    const cell = this.shown;
    const chosen = this.focus ?? this.trail.last;
    if (chosen) this.view.bringForward(chosen);
    const feeding = Boolean(cell) && this.isFeeding(cell);
    const columns = cell ? this.columns(cell, feeding) : [];
    const played = feeding ? [] : this.player.terms(cell);
    const remark = cell ? this.remark(cell, feeding, played) : TEXTS.idle;
    const lit = cell ? this.lights(cell, feeding, played) : new Map();
    this.view.paintLights(cell, lit, this.trail.last);
    this.view.explain(cell ? this.trail.to(cell) : [], columns);
    this.view.markTerm(played.length ? this.words.columnOf(this.player.term) : null);
    this.view.remarkOn(this.note, this.note && (!cell || feeding) ? '' : remark);
    this.paintTools();
    if (cell && !this.player.playing) this.player.last = cell;
    if (cell && cell !== this.hover) this.view.say(`${aloud(columns)}. ${remark}`);
  }

  paintTools() {
    const { view, history, trail } = this;
    view.paintTools(this.feeds, this.predicting, this.player.playing);
    view.disable('undo', !history.canUndo);
    view.disable('reset', history.isAtStart && !trail.last);
  }

  /** Whether a cell shows what it feeds, and not what made it. */
  isFeeding(cell) {
    return this.feeds || (this.isInput(cell) && !this.predicting);
  }

  columns(cell, feeding) {
    return feeding ? this.words.uses(cell) : this.words.sum(cell);
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
    if (played.length) return this.words.soFar(played, this.player.term);
    if (feeding && this.isInput(cell)) return isLabel(cell.array) ? TEXTS.label : TEXTS.input;
    if (feeding) return '';
    return this.hidden.has(cell.node) ? '' : this.remarks.of(cell);
  }

  /** What is said stays until the reader does something else; pointing elsewhere is nothing. */
  say(note) {
    this.note = note;
    this.view.tell(note);
    this.paint();
    return true;
  }

  hush() {
    if (this.note) this.say('');
  }

  point(cell) {
    this.hover = cell;
    this.paint();
  }

  focusOn(cell) {
    this.focus = cell;
    this.paint();
  }

  toggleFeeds() {
    this.feeds = !this.feeds;
    this.say(this.feeds ? TEXTS.feeding : TEXTS.made);
  }

  async copy() {
    try {
      await navigator.clipboard.writeText(codeOf(this.changes.state(), this.data));
      this.say('Copied: Python code that calculates these numbers.');
    } catch {
      this.say('The browser does not let the explorer write to the clipboard.');
    }
  }

  // Predicting
  togglePredicting() {
    this.typing.close(false);
    this.predicting = !this.predicting;
    this.hidden.clear();
    this.trail.clear();
    const results = this.graph.cells.filter((cell) => this.predicting && !this.isInput(cell));
    const isMade = ({ node }) => !this.graph.isConstant(node) && !this.graph.isInput(node);
    for (const { node } of results.filter(isMade)) this.hidden.add(node);
    this.repaint();
    this.say(this.predicting ? TEXTS.hidden : '');
  }

  reveal(name) {
    this.typing.close(false);
    for (const node of this.graph.arrayOf(name).cells) this.hidden.delete(node);
    this.repaint({ blink: true });
  }
}
