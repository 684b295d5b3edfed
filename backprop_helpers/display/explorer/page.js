// The page: the explorer's elements, made once.

import { make, symbol } from './elements.js';
import { makeGrids, widthOf } from './grids.js';
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

/** What stands under an array, and what stands after the last, by kind and in this order. */
const BACK = ['gradient', 'after the step', 'delta'];
const END = ['target', 'error', 'learning rate'];
const GAP = 0.5; // cells between two arrays beside each other
const BROAD = 5; // cells, beyond which an array and its delta do not stand side by side on a phone

export class Page {
  constructor(root, graph, words, data) {
    Object.assign(this, { root, graph, words, data, width: 0, saying: 0 });
    for (const array of graph.arrays) array.border = this.borderOf(array);
    this.elements = graph.cells.map((cell) => this.makeCell(cell));
    this.buttons = new Map();
    this.blocks = new Map(graph.arrays.map((array) => [array.name, this.makeBlock(array)]));
    this.network = this.makeNetwork(this.layers());
    this.editor = this.makeEditor();
    this.explanation = this.makeExplanation();
    this.live = make('div', { className: 'live', ariaLive: 'polite' });
    this.told = make('div', { className: 'live', role: 'status' });
    const parts = [this.makeHeader(), this.makeSettings(), this.network, this.explanation];
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
    if (widthOf(array) < 2) classes.push('slim');
    const properties = { className: classes.join(' '), style: `--columns: ${widthOf(array)}` };
    const { first } = array;
    array.grid = makeGrids(array, this.elements.slice(first, first + size));
    return make('div', properties, this.makeCaption(array), array.grid);
  }

  /** The border of padding with which an array is read; what comes back leaves its place free. */
  borderOf({ of, kind }) {
    const padded = ({ given, border }) => given === of && border.rows + border.columns > 0;
    const border = this.data.stages.find(padded)?.border ?? { rows: 0, columns: 0 };
    return { ...border, drawn: kind === 'result' && border.rows + border.columns > 0 };
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

  /** The stages as columns of arrays, by name; in the last one's column stands the error too. */
  layers() {
    const titled = this.data.stages.filter(({ title }) => title);
    const end = this.graph.arrays.filter(({ kind }) => END.includes(kind)).map(({ name }) => name);
    const columns = (stage) => {
      const parameters = Object.values(stage.parameters);
      if (stage === titled.at(-1) && end.length) return [[...parameters, stage.result, ...end]];
      return [parameters, [stage.result]].filter(({ length }) => length);
    };
    const layers = titled.map((stage) => ({ name: stage.title, columns: columns(stage) }));
    const [{ given }] = this.data.stages;
    return [{ name: given, columns: [[given]] }, ...layers];
  }

  /** Layers side by side; under every array stands what comes back to it. */
  makeNetwork(layers) {
    const { arrays } = this.graph;
    const comesBack = (name, back) => arrays.find(({ kind, of }) => kind === back && of === name);
    const beneath = (kind, names) => names.map((name) => comesBack(name, kind)?.name);
    const all = (names) => BACK.flatMap((kind) => beneath(kind, names)).filter(Boolean);
    const column = (forward) => ({ forward, backward: all(forward) });
    const pairs = layers.map(({ name, columns }) => ({ name, columns: columns.map(column) }));
    const columns = pairs.flatMap((layer) => layer.columns);
    const across = columns.reduce((sum, each) => sum + this.wide(each), 0);
    const style = `--across: ${across}; --apart: ${columns.length - 1}`;
    const sections = pairs.map((layer) => this.makeLayer(layer));
    return make('div', { className: 'network', style }, ...sections);
  }

  /** How many cells a column is wide; output and target, two numbers, stand side by side. */
  wide({ forward, backward }) {
    const widths = (names) => names.map((name) => widthOf(this.graph.arrayOf(name)));
    const least = forward.length > 2 ? 2 : 1;
    const all = widths([...forward, ...backward]);
    const beside = widths(forward).reduce((sum, width) => sum + GAP + width);
    return Math.max(least, ...all, this.standBeside(forward) ? beside : 0);
  }

  /** How many cells it is wide where grids that stand beside each other are below each other. */
  narrow({ forward, backward }) {
    const names = [...forward, ...backward];
    return Math.max(...names.map((name) => widthOf(this.graph.arrayOf(name), 1)));
  }

  /** Whether a column's arrays stand beside each other, as kernels and their biases do. */
  standBeside(names) {
    return names.some((name) => this.graph.arrayOf(name).grids > 1);
  }

  makeLayer({ name, columns }) {
    const half = (names, direction) => {
      const blocks = names.map((each) => this.blocks.get(each));
      return make('div', { className: `half ${direction}` }, ...blocks);
    };
    const all = columns.map((column) => {
      const style = `--wide: ${this.wide(column)}; --narrow: ${this.narrow(column)}`;
      const halves = [half(column.forward, 'forward'), half(column.backward, 'backward')];
      const classes = ['column'];
      if (this.standBeside(column.forward)) classes.push('beside');
      if (this.narrow(column) > BROAD) classes.push('broad');
      return make('div', { className: classes.join(' '), style }, ...halves);
    });
    const title = make('div', { className: 'title' }, name);
    return make('div', { className: 'layer', role: 'group', ariaLabel: name }, title, ...all);
  }

  makeHeader() {
    const text = make('p', {});
    const part = (className, words) => make('span', { className }, words);
    text.append(part('cool', 'Forward'), ', ', part('warm', 'backward'), '. ');
    text.append(part('editable', 'Underlined'), ' numbers can change.');
    const learns = this.graph.arrays.some(({ kind }) => kind === 'learning rate');
    const tools = TOOLS.filter(([key]) => key !== 'step' || learns).map(([key, words, title]) =>
      this.makeButton(key, words, 'tool', title),
    );
    const bar = make('div', { className: 'tools', role: 'toolbar', ariaLabel: 'tools' });
    bar.append(...tools);
    return make('div', { className: 'top' }, text, bar);
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
