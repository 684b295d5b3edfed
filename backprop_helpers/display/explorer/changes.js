// The changes: the inputs' values, their way back, and the state that the notebook knows.

import { nested } from './axes.js';
import { nameOf } from './names.js';
import { counted, inFull } from './numbers.js';

export class Changes {
  /** `onChange` is called with the inputs' values, by name, after every change. */
  constructor(explorer, onChange) {
    const { graph } = explorer;
    Object.assign(this, { explorer, graph, onChange, past: [] });
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

  /** Show the network with other inputs; say whether any is different. */
  set(pairs) {
    const { explorer, graph } = this;
    const different = this.different(pairs);
    if (!different.length) return false;
    graph.set(different);
    const changed = counted(explorer.repaint(true), 'number');
    const [[node, value]] = different;
    const what = `${nameOf(graph.named.get(node))} = ${inFull(value)}; `;
    explorer.view.say(`${different.length === 1 ? what : ''}${changed} changed`);
    this.onChange(this.state());
    return true;
  }

  remember(cell, before) {
    if (this.explorer.value(cell) !== before) this.past.push([[cell.node, before]]);
    this.explorer.repaint();
  }

  /** Give several inputs other values, which one undo takes back. */
  change(pairs) {
    const different = this.different(pairs);
    if (!different.length) return;
    this.past.push(different.map(([node]) => [node, this.graph.values[node]]));
    this.set(different);
  }

  undo() {
    this.explorer.note = '';
    if (this.past.length) this.set(this.past.pop());
    return true;
  }

  reset() {
    this.explorer.note = '';
    this.change(this.inputs.map(({ node }) => [node, this.original[node]]));
    this.explorer.settings.reset();
  }

  /** One step of gradient descent: every parameter becomes what the array after the step says. */
  step() {
    const { explorer, graph } = this;
    const { words } = explorer;
    const [error] = graph.arrays.find(({ kind }) => kind === 'error').cells;
    const before = words.number(error);
    const after = graph.arrays.filter(({ kind }) => kind === 'after the step');
    const pairs = after.flatMap(({ of, cells }) =>
      graph.arrayOf(of).cells.map((node, k) => [node, graph.values[cells[k]]]),
    );
    this.change(pairs);
    explorer.say(`One step taken: the error went from ${before} to ${words.number(error)}.`);
  }

  /** The inputs' values by name, as nested lists. */
  state() {
    const { arrays, values } = this.graph;
    const inputs = arrays.filter(({ input }) => input);
    const flat = ({ cells }) => cells.map((node) => values[node]);
    const numbers = (array) => nested(flat(array), array.shape);
    return Object.fromEntries(inputs.map((array) => [array.name, numbers(array)]));
  }

  load(state) {
    const pairs = Object.entries(state).flatMap(([name, values]) =>
      [values].flat(Infinity).map((value, k) => [this.graph.arrayOf(name).cells[k], value]),
    );
    const fits = pairs.every(([node]) => node !== undefined);
    if (!fits || !this.different(pairs).length) return;
    this.explorer.typing.close(false);
    this.change(pairs);
  }

  /**
   * Reset still leads back to the numbers at the start, where an array kept its shape. Return
   * whether an input did not.
   */
  takeOriginals({ graph, changes }) {
    let resized = false;
    for (const { name, shape, cells, input } of this.graph.arrays) {
      const known = graph.arrayOf(name);
      if (known && String(known.shape) === String(shape))
        cells.forEach((node, k) => (this.original[node] = changes.original[known.cells[k]]));
      else if (known && input) resized = true;
    }
    return resized;
  }
}
