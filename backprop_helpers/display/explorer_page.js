// The page: the explorer's elements, made once.

const TOOLS = [
  ['feeds', 'What it feeds', 'Light what depends on a number, not what made it (F)'],
  ['predict', '? Predict', 'Hide every result and ask for it'],
  ['play', 'Play', 'Go through the cells of an array one after the other (Space)'],
  ['step', 'SGD step', 'Replace every parameter by the one after the step'],
  ['copy', 'Copy code', 'Copy Python code that calculates these numbers'],
  ['undo', 'Undo', 'Take back the last change (Ctrl+Z)'],
  ['reset', 'Reset', 'Back to the numbers at the start'],
];

export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(properties)) {
    if (key in element && key !== 'style') element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

/** A symbol such as δ_x as markup, with its index below the line. */
export function symbol(text) {
  const [letter, below] = text.split('_');
  return make('i', {}, letter, ...(below ? [make('sub', {}, below)] : []));
}

export class Page {
  constructor(root, graph, words, data) {
    Object.assign(this, { root, graph, words, data, width: 0, saying: 0 });
    this.elements = graph.cells.map((cell) => this.makeCell(cell));
    this.buttons = new Map();
    this.blocks = new Map(graph.arrays.map((array) => [array.name, this.makeBlock(array)]));
    this.network = this.makeNetwork(layersOf(data.stages, this.blocks));
    this.sum = make('div', { className: 'sum' });
    this.remark = make('p', { className: 'remark' });
    this.explanation = make(
      'section',
      { className: 'explanation', ariaLabel: 'explanation' },
      this.sum,
      this.remark,
    );
    this.live = make('div', { className: 'live', ariaLive: 'polite' });
    this.editor = make('input', {
      className: 'editor',
      type: 'text',
      inputMode: 'decimal',
      autocomplete: 'off',
    });
    root.replaceChildren(
      this.makeHeader(),
      this.makeSettings(),
      this.network,
      this.explanation,
      this.live,
    );
  }

  // Made once
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
    const { name, role, rows, columns, size, shape, short, input } = array;
    const cells = this.graph.cells.filter((cell) => cell.array === array);
    const row = (r) =>
      cells.slice(r * columns, (r + 1) * columns).map(({ index }) => this.elements[index]);
    const lines = Array.from({ length: rows }, (_, r) =>
      make('div', { role: 'row', className: 'row' }, ...row(r)),
    );
    const label = size > 1 ? `${name}, ${shape.join(' by ')}` : name;
    array.grid = make('div', { role: 'grid', className: 'grid', ariaLabel: label }, ...lines);
    const caption = make('div', { className: 'caption' }, symbol(array.symbol), ' ');
    const by = make('span', { className: 'shape' }, shape.join('×'));
    if (shape.length > 1 || size > 1) caption.append(by, ' ');
    if (!input) caption.append(this.makeButton(name, 'show', 'reveal', `show ${name}`));
    caption.append(make('span', { className: 'plain' }, short));
    const kinds = [
      'block',
      role.replace(' ', '-'),
      input && 'input',
      size === 1 && 'single',
      columns === 1 && 'slim',
    ];
    return make(
      'div',
      { className: kinds.filter(Boolean).join(' '), style: `--columns: ${columns}` },
      caption,
      array.grid,
    );
  }

  makeButton(key, text, className, title) {
    const button = make('button', { type: 'button', className, title }, text);
    if (className === 'reveal') button.ariaLabel = title;
    this.buttons.set(key, button);
    return button;
  }

  /** Layers side by side; under every array stands what comes back to it. */
  makeNetwork(layers) {
    const beneath = (name) => [`gradient of ${name}`, `${name} after the step`, `delta of ${name}`];
    const known = (name) => this.blocks.has(name);
    const column = (forward) => ({ forward, backward: forward.flatMap(beneath).filter(known) });
    const all = layers.map(({ name, columns }) => ({ name, columns: columns.map(column) }));
    const columns = all.flatMap((layer) => layer.columns);
    const across = columns.reduce((sum, each) => sum + this.wide(each), 0);
    const style = `--across: ${across}; --apart: ${columns.length - 1}`;
    return make(
      'div',
      { className: 'network', style },
      ...all.map((layer) => this.makeLayer(layer)),
    );
  }

  /** How many cells a column is wide; output and target, two numbers, stand side by side. */
  wide({ forward, backward }) {
    const { arrays } = this.graph;
    const columnsOf = (each) => arrays.find(({ name }) => name === each).columns;
    return Math.max(forward.length > 2 ? 2 : 1, ...[...forward, ...backward].map(columnsOf));
  }

  makeLayer({ name, columns }) {
    const half = (names, direction) => {
      const blocks = names.map((each) => this.blocks.get(each));
      return make('div', { className: `half ${direction}` }, ...blocks);
    };
    const all = columns.map((column) => {
      const style = `--wide: ${this.wide(column)}`;
      const halves = [half(column.forward, 'forward'), half(column.backward, 'backward')];
      return make('div', { className: 'column', style }, ...halves);
    });
    const title = make('div', { className: 'title' }, name);
    return make('section', { className: 'layer', ariaLabel: name }, title, ...all);
  }

  makeHeader() {
    const text = make('p', {});
    const part = (className, words) => make('span', { className }, words);
    text.append(part('cool', 'Forward'), ', ', part('warm', 'backward'), '. ');
    text.append(part('editable', 'Underlined'), ' numbers can change.');
    const learns = this.blocks.has('learning rate');
    const tools = TOOLS.filter(([key]) => key !== 'step' || learns).map(([key, words, title]) =>
      this.makeButton(key, words, 'tool', title),
    );
    const bar = make('div', { className: 'tools', role: 'toolbar', ariaLabel: 'explorer' });
    bar.append(...tools);
    return make('div', { className: 'top' }, text, bar);
  }

  /** What can be set of the layers, each in a field of its own. */
  makeSettings() {
    this.settings = [];
    const field = (title, [name, value]) => {
      const input = make('input', { className: 'setting', type: 'text', size: 2 });
      input.value = [value].flat().join(', ');
      Object.assign(input, { autocomplete: 'off', ariaLabel: `${name} of the ${title}` });
      this.settings.push({ title, name, input });
      return make('label', {}, `${name} `, input);
    };
    const groups = this.data.stages
      .filter(({ settings }) => Object.keys(settings).length)
      .map(({ title, settings }) => {
        const fields = Object.entries(settings).map((each) => field(title, each));
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
    this.swaps = stages.filter(movable).map(({ title }) => swap(title));
    const buttons = this.swaps.map(({ button }) => button);
    this.controls = [...this.settings.map(({ input }) => input), ...buttons];
    return buttons;
  }
}

function isPoolAndActivation(...pair) {
  const activations = ['Sigmoid', 'ReLU'];
  const layers = pair.map((stage) => stage?.layer);
  return layers.includes('MaxPool2D') && layers.some((layer) => activations.includes(layer));
}

/** The layers as columns of arrays; with a target, the last layer is one column with the error. */
function layersOf(stages, known) {
  const titled = stages.filter(({ title }) => title);
  const last = titled.at(-1);
  const columns = (stage) => {
    const parameters = Object.values(stage.parameters);
    const end = ['target', 'error', 'learning rate'];
    if (stage === last && known.has('error')) return [[...parameters, stage.result, ...end]];
    return [parameters, [stage.result]].filter(({ length }) => length);
  };
  const layers = titled.map((stage) => ({ name: stage.title, columns: columns(stage) }));
  const [{ given }] = stages;
  return [{ name: given, columns: [[given]] }, ...layers];
}
