// The page: the explorer's elements, made once.

import { make, symbol } from './elements.js';
import { makeGrids, widthOf } from './grids.js';
import { makePicker } from './pictures.js';
import { borderOf, makeNetwork } from './network.js';
import { written } from './settings.js';

const TOOLS = [
  ['feeds', 'Where it goes', 'Light what a number goes into, not what made it (F)'],
  ['predict', 'Hide and predict', 'Hide every result; type one, and it is judged'],
  ['play', 'Play', 'Go through the cells of an array one after the other (Space)'],
  ['step', 'SGD step', 'Replace every parameter by the one after the step'],
  ['copy', 'Copy code', 'Copy Python code that calculates these numbers'],
  ['undo', 'Undo', 'Take back the last change (Ctrl+Z); Ctrl+Shift+Z brings it back'],
  ['reset', 'Reset', 'Back to the numbers at the start'],
];

const PENS = [
  ['next', 'Next', 'Show the next picture, and its label'],
  ['draw', 'Draw', 'Draw on the image with mouse, finger or keyboard'],
  ['erase', 'Erase', 'Take away what the pen meets (Shift does so too)'],
  ['clear', 'Clear', 'Empty the image'],
];

/** What the step is called where there are pictures. */
const ON_THIS = 'Take one training step on this image';

export class Page {
  constructor(root, graph, words, data) {
    Object.assign(this, { root, graph, words, data, width: 0, saying: 0 });
    for (const array of graph.arrays) array.border = borderOf(array, data.stages);
    this.elements = graph.cells.map((cell) => this.makeCell(cell));
    this.buttons = new Map();
    this.blocks = new Map(graph.arrays.map((array) => [array.name, this.makeBlock(array)]));
    this.network = makeNetwork(graph.arrays, data.stages, this.blocks);
    this.editor = this.makeEditor();
    this.explanation = this.makeExplanation();
    this.live = make('div', { className: 'live', ariaLive: 'polite' });
    this.told = make('div', { className: 'live', role: 'status' });
    const top = [this.makeHeader(), this.makeSettings(), ...this.makePictures()];
    const parts = [...top, this.network, this.explanation];
    root.replaceChildren(...parts, this.live, this.told);
    this.nameRegion();
  }

  /** The explorer is a part of the page of its own, which can have the focus. */
  nameRegion() {
    const titles = this.data.stages.map(({ title }) => title).filter(Boolean);
    const ariaLabel = `explorer: ${titles.join(', ')}`;
    Object.assign(this.root, { role: 'region', ariaLabel, tabIndex: -1 });
  }

  makeEditor() {
    const kind = { type: 'text', inputMode: 'decimal', autocomplete: 'off' };
    return make('input', { className: 'editor', ...kind });
  }

  makeExplanation() {
    this.sum = make('div', { className: 'sum' });
    this.columns = [];
    this.note = make('span', { className: 'note' });
    this.more = make('span', { className: 'more' });
    this.remark = make('p', { className: 'remark' }, this.note, ' ', this.more);
    const properties = { className: 'explanation', ariaLabel: 'explanation', tabIndex: -1 };
    return make('section', properties, this.sum, this.remark);
  }

  makeCell({ array, k, index }) {
    return make('div', {
      role: 'gridcell',
      className: 'cell',
      tabIndex: k ? -1 : 0,
      'data-cell': index,
      'aria-readonly': String(!array.input),
    });
  }

  makeBlock(array) {
    const { role, size, input } = array;
    const classes = ['block', role.replace(' ', '-')];
    if (input) classes.push('input');
    if (size === 1) classes.push('single');
    if (array.shares) classes.push('shares');
    if (widthOf(array) < 2 && array.grids === 1) classes.push('slim');
    const properties = { className: classes.join(' '), style: `--columns: ${widthOf(array)}` };
    const { first } = array;
    array.grid = makeGrids(array, this.elements.slice(first, first + size));
    return make('div', properties, this.makeCaption(array), array.grid);
  }

  makeCaption({ name, symbol: letter, shape, size, short, input }) {
    const caption = make('div', { className: 'caption' }, symbol(letter), ' ');
    const by = make('span', { className: 'shape' }, shape.join('×'));
    if (shape.length > 1 || size > 1) caption.append(by, ' ');
    if (!input) caption.append(this.makeButton(name, 'show', 'reveal', `show ${name}`));
    caption.append(make('span', { className: 'plain' }, short));
    return caption;
  }

  makeButton(key, text, className, title) {
    const button = make('button', { type: 'button', className, title }, text);
    if (className === 'reveal') button.ariaLabel = title;
    this.buttons.set(key, button);
    return button;
  }

  makeHeader() {
    const text = make('p', {});
    const part = (className, words) => make('span', { className }, words);
    text.append(part('cool', 'Forward'), ', ', part('warm', 'backward'), '. ');
    text.append(part('editable', 'Underlined'), ' numbers can change.');
    const learns = this.graph.arrays.some(({ kind }) => kind === 'learning rate');
    const called = (key, words) => (key === 'step' && this.data.pictures ? ON_THIS : words);
    const tools = TOOLS.filter(([key]) => key !== 'step' || learns).map(([key, words, title]) =>
      this.makeButton(key, called(key, words), 'tool', title),
    );
    const bar = make('div', { className: 'tools', role: 'toolbar', ariaLabel: 'tools' });
    bar.append(...tools);
    return make('div', { className: 'top' }, text, bar);
  }

  /** Pictures to pick from, a pen, and what the image is taken for. */
  makePictures() {
    const classes = this.graph.arrays.find(({ shares }) => shares)?.size ?? 0;
    const { chart, verdict, ...parts } = makePicker(this.data, classes);
    Object.assign(this, { ...parts, verdict });
    if (!parts.picker) return [];
    const pens = PENS.map(([key, words, title]) => this.makeButton(key, words, 'tool', title));
    for (const pen of pens.slice(1, 3)) pen.setAttribute('aria-pressed', 'false');
    const choice = make('label', {}, 'picture ', parts.picker);
    const ariaLabel = 'pictures and pen';
    const bar = make('div', { className: 'pens', role: 'group', ariaLabel }, choice, ...pens);
    return [make('div', { className: 'pictures' }, bar, chart, verdict)];
  }

  /** What can be set of the layers, each in a field of its own. */
  makeSettings() {
    this.fields = [];
    const field = (title, [name, value]) => {
      const input = make('input', { className: 'setting', type: 'text', size: 2 });
      input.value = written(value);
      Object.assign(input, { autocomplete: 'off', ariaLabel: `${name} of the ${title}` });
      this.fields.push({ title, name, input });
      return make('label', {}, `${name} `, input);
    };
    const offered = ([name]) => this.data.offered.includes(name);
    const groups = this.data.stages
      .map(({ title, settings }) => [title, Object.entries(settings).filter(offered)])
      .filter(([, settings]) => settings.length)
      .map(([title, settings]) => {
        const fields = settings.map((each) => field(title, each));
        return make('span', { className: 'group' }, `${title}: `, ...fields);
      });
    return make('div', { className: 'settings' }, ...groups, ...this.makeSwaps());
  }

  /** A button for every pool beside an activation, to change their order. */
  makeSwaps() {
    const { stages } = this.data;
    this.order = stages.map(({ title }) => title).filter(Boolean);
    const swap = (title) => {
      const place = this.order.indexOf(title);
      const [one, other] = this.order.slice(place, place + 2);
      const words = `${other} before ${one}`;
      const button = make('button', { type: 'button', className: 'tool' }, words);
      return { button, order: this.order.with(place, other).with(place + 1, one) };
    };
    const movable = (stage, k) => isPoolAndActivation(stage, stages[k + 1]);
    const found = this.data.offered.includes('order') ? stages.filter(movable) : [];
    this.swaps = found.map(({ title }) => swap(title));
    const buttons = this.swaps.map(({ button }) => button);
    this.controls = [...this.fields.map(({ input }) => input), ...buttons];
    return buttons;
  }
}

function isPoolAndActivation(...pair) {
  const families = pair.map((stage) => stage?.family);
  return families.includes('pool') && families.includes('activation');
}
