// The changes: the inputs' values, their bounds, and the state that the notebook knows.

import { nested } from './axes.js';
import { nameOf } from './names.js';
import { counted, inFull, unfit } from './numbers.js';

export class Changes {
  /** `onChange` is called with the inputs' values, by name, after every change. */
  constructor(explorer, onChange) {
    const { graph } = explorer;
    Object.assign(this, { explorer, graph, onChange });
    this.original = graph.values.slice();
    this.inputs = graph.cells.filter((cell) => explorer.isInput(cell));
  }

  /** Whether every input has its value of the start. */
  areUndone() {
    return this.inputs.every(({ node }) => this.graph.values[node] === this.original[node]);
  }

  different(pairs) {
    return pairs.filter(([node, value]) => value !== this.graph.values[node]);
  }

  /**
   * Show the network with other inputs. Where these lead beyond the finite numbers, change nothing
   * and return a sentence; `what` would lead there stands at its beginning. `how` it is painted is
   * told to the view.
   */
  set(pairs, what, how = { blink: true }) {
    const { explorer, graph } = this;
    const different = this.different(pairs);
    if (!different.length) return '';
    const arrayOf = (node) => graph.named.get(node).array;
    const wrong = different.map(([node, value]) => unfit(arrayOf(node), value)).find(Boolean);
    if (wrong) return wrong;
    const before = different.map(([node]) => [node, graph.values[node]]);
    graph.set(different);
    const lost = graph.firstLost();
    if (lost) {
      const value = graph.values[lost.node];
      graph.set(before);
      const fate = Number.isNaN(value) ? 'no number' : 'too large to calculate with';
      return `${what ?? this.inWords(different[0])} would make ${nameOf(lost)} ${fate}.`;
    }
    const changed = counted(explorer.repaint(how), 'number');
    const one = different.length === 1 ? `${this.inWords(different[0])}; ` : '';
    const rest = explorer.pictures ? explorer.shares.verdict() : `${changed} changed`;
    explorer.view.say(`${one}${rest}`);
    if (!how.hurry) this.onChange(this.state());
    return '';
  }

  inWords([node, value]) {
    return `${nameOf(this.graph.named.get(node))} = ${inFull(value)}`;
  }

  /** Give several inputs other values, which one undo takes back. */
  change(pairs, what) {
    const before = this.explorer.history.now();
    if (!this.different(pairs).length) return '';
    const refusal = this.set(pairs, what);
    if (!refusal) this.remember(before);
    return refusal;
  }

  remember(before) {
    this.explorer.history.remember(before);
    this.explorer.repaint();
  }

  /** One step of gradient descent: every parameter becomes what the array after the step says. */
  step() {
    const { explorer, graph } = this;
    const { right } = explorer.shares;
    const error = graph.cells.find(({ array }) => array.kind === 'error');
    const watched = right ? [error, right] : [error];
    const before = watched.map(({ node }) => explorer.words.number(node));
    const after = graph.arrays.filter(({ kind }) => kind === 'after the step');
    const pairs = after.flatMap(({ of, cells }) =>
      graph.arrayOf(of).cells.map((node, k) => [node, graph.values[cells[k]]]),
    );
    const rate = graph.arrays.find(({ kind }) => kind === 'learning rate').symbol;
    const refusal = this.change(pairs, `A step with this ${rate}`);
    const fate = ({ node }, k) => `from ${before[k]} to ${explorer.words.number(node)}`;
    const chance = right ? `, the right class’s ${nameOf(right)} ${fate(right, 1)}` : '';
    const taken = `One step taken: the error went ${fate(error, 0)}${chance}.`;
    explorer.say(refusal ? `${refusal} None is taken; try a smaller ${rate}.` : taken);
  }

  /** The inputs' values by name, as nested lists. */
  state() {
    const { arrays, values } = this.graph;
    const inputs = arrays.filter(({ input }) => input);
    const flat = ({ cells }) => cells.map((node) => values[node]);
    const numbers = (array) => nested(flat(array), array.shape);
    return Object.fromEntries(inputs.map((array) => [array.name, numbers(array)]));
  }

  /** The nodes of a state's inputs with its values; null where an array has not their shape. */
  pairsOf(state) {
    const arrays = Object.entries(state).map(([name, values]) => [
      this.graph.arrayOf(name),
      values,
    ]);
    if (!arrays.every(([array, values]) => isShaped(values, array))) return null;
    return arrays.flatMap(([{ cells }, values]) =>
      flat(values).map((value, k) => [cells[k], value]),
    );
  }

  show(state) {
    return this.set(this.pairsOf(state) ?? []);
  }

  /** Take over what the notebook says; what cannot be shown is said, and the notebook told. */
  load(state) {
    const pairs = this.pairsOf(state) ?? [];
    if (!this.different(pairs).length) return;
    this.explorer.typing.close(false);
    const refusal = this.change(pairs, 'What the notebook sets');
    if (!refusal) return;
    this.explorer.say(`${refusal} The numbers stay as they are.`);
    this.onChange(this.state());
  }

  /** Whether an input has another shape than it had in another explorer. */
  areResized({ changes }) {
    const inputs = this.graph.arrays.filter(({ input }) => input);
    const known = changes.state();
    return inputs.some((array) => array.name in known && !isShaped(known[array.name], array));
  }

  /** Know the numbers of the start, of the inputs that have the shape that they had then. */
  takeOriginals({ state }) {
    const same = Object.entries(state).filter(([name, values]) =>
      isShaped(values, this.graph.arrayOf(name)),
    );
    for (const [node, value] of this.pairsOf(Object.fromEntries(same)))
      this.original[node] = value;
  }
}

const flat = (values) => [values].flat(Infinity);

const shapeOf = (values) =>
  Array.isArray(values) ? [values.length, ...shapeOf(values[0])] : [];

const isShaped = (values, array) => String(shapeOf(values)) === String(array?.shape);
