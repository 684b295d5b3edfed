// The network: its layers side by side, to the right above, and back beneath: under every array
// stands what comes back to it.

import { make } from './elements.js';
import { widthOf } from './grids.js';

/** What stands under an array, and what stands after the last, by kind and in this order. */
export const BACK = ['gradient', 'after the step', 'delta'];
const END = ['target', 'error', 'learning rate'];
const GAP = 0.5; // cells between two arrays beside each other
const BROAD = 5; // cells, beyond which an array and its delta do not stand side by side on a phone

/** The border of padding with which an array is read; what comes back leaves its place free. */
export function borderOf({ of, kind }, stages) {
  const padded = ({ given, border }) => given === of && border.rows + border.columns > 0;
  const border = stages.find(padded)?.border ?? { rows: 0, columns: 0 };
  return { ...border, drawn: kind === 'result' && border.rows + border.columns > 0 };
}

/** The layers' elements in one; `blocks` are those of the arrays by their names. */
export function makeNetwork(arrays, stages, blocks) {
  const arrayOf = (name) => arrays.find((array) => array.name === name);
  const comesBack = (name, back) => arrays.find(({ kind, of }) => kind === back && of === name);
  const all = (names) => BACK.flatMap((kind) => names.map((name) => comesBack(name, kind)));
  const column = (names) => ({ forward: names.map(arrayOf), backward: all(names).filter(Boolean) });
  const pairs = columnsOf(arrays, stages).map(({ name, columns }) => ({
    name,
    columns: columns.map(column),
  }));
  const columns = pairs.flatMap((layer) => layer.columns);
  const across = columns.reduce((sum, each) => sum + widest(each), 0);
  const style = `--across: ${across}; --apart: ${columns.length - 1}`;
  const sections = pairs.map((layer) => makeLayer(layer, blocks));
  return make('div', { className: 'network', style }, ...sections);
}

/**
 * The stages as columns of arrays, by name; in the last one's column stands the error too, but for
 * a loss that has steps of its own.
 */
function columnsOf(arrays, stages) {
  const titled = stages.filter(({ title }) => title);
  const of = (kinds) => arrays.filter(({ kind }) => kinds.includes(kind)).map(({ name }) => name);
  const loss = of(['loss']);
  const end = loss.length ? [] : of(END);
  const ends = [...loss.map((name) => [name]), of(END)];
  const last = loss.length ? [{ name: 'loss', columns: ends }] : [];
  const columns = (stage) => {
    const parameters = Object.values(stage.parameters);
    if (stage === titled.at(-1) && end.length) return [[...parameters, stage.result, ...end]];
    return [parameters, [stage.result]].filter(({ length }) => length);
  };
  const layers = titled.map((stage) => ({ name: stage.title, columns: columns(stage) }));
  const [{ given }] = stages;
  return [{ name: given, columns: [[given]] }, ...layers, ...last];
}

/** How many cells a column is wide; output and target, two numbers, stand side by side. */
function widest({ forward, backward }) {
  const widths = (arrays) => arrays.map((array) => widthOf(array));
  const least = forward.length > 2 ? 2 : 1;
  const beside = widths(forward).reduce((sum, width) => sum + GAP + width);
  return Math.max(least, ...widths([...forward, ...backward]), standBeside(forward) ? beside : 0);
}

/** How many cells it is wide where grids that stand beside each other are below each other. */
function narrowest({ forward, backward }) {
  return Math.max(...[...forward, ...backward].map((array) => widthOf(array, 1)));
}

/** Whether a column's arrays stand beside each other, as kernels and their biases do. */
function standBeside(arrays) {
  return arrays.some(({ grids }) => grids > 1);
}

function makeLayer({ name, columns }, blocks) {
  const half = (arrays, direction) => {
    const parts = arrays.map((array) => blocks.get(array.name));
    return make('div', { className: `half ${direction}` }, ...parts);
  };
  const all = columns.map((column) => {
    const style = `--wide: ${widest(column)}; --narrow: ${narrowest(column)}`;
    const halves = [half(column.forward, 'forward'), half(column.backward, 'backward')];
    const classes = ['column'];
    if (standBeside(column.forward)) classes.push('beside');
    if (narrowest(column) > BROAD) classes.push('broad');
    return make('div', { className: classes.join(' '), style }, ...halves);
  });
  const title = make('div', { className: 'title' }, name);
  return make('div', { className: 'layer', role: 'group', ariaLabel: name }, title, ...all);
}

/** In a row of layers the highest array decides where the way back is. */
export function alignRows(layers) {
  for (const { style } of layers) style.removeProperty('--tall');
  const tallest = (halves) => Math.max(...[...halves].map(({ offsetHeight }) => offsetHeight));
  const heights = layers.map((layer) => tallest(layer.querySelectorAll('.forward')));
  const tops = layers.map(({ offsetTop }) => offsetTop);
  const inRow = (k) => heights.filter((_, other) => tops[other] === tops[k]);
  layers.forEach(({ style }, k) => style.setProperty('--tall', `${Math.max(...inRow(k))}px`));
}
