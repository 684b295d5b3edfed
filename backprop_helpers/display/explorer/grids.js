// The grids: an array's cells in rows, a grid for each index of the axes before them, side by side.
// Where they are too many to be seen at once, one is open and the others are small.

import { gridName } from './axes.js';
import { make } from './elements.js';

const MOST = { beside: 16, below: 15 }; // cells in all grids of an array
// In cells: how high a grid's name is, how far two grids are apart, how wide an array's name is
const [NAME, APART, CAPTION] = [0.6, 0.35, 1.6];
const BARS = 1.5; // cells that the bars beside shares have room for
const SCROLLED = 12; // cells, beyond which a grid scrolls
const [WIDE, SMALL, FRAME] = [32, 5, 5]; // pixels: an open cell at least, a small one

/** How many grids stand beside each other; maps stand below each other, as their kernels do. */
function beside({ axes, laid: shape, grids }) {
  if (axes.length > 1) return shape[1];
  return axes.length && !axes[0].startsWith('k') ? grids : 1;
}

function isDeck(array) {
  const below = array.grids / beside(array);
  const rows = array.rows + 2 * array.border.rows + NAME;
  const isWide = beside(array) * (array.columns + 2 * array.border.columns) > MOST.beside;
  return array.grids > 1 && (isWide || (below > 1 && below * rows > MOST.below));
}

/** How many cells an array is wide, with what stands between its grids. */
export function widthOf(array, count = isDeck(array) ? 1 : beside(array)) {
  const columns = Math.min(array.columns, SCROLLED) + 2 * array.border.columns;
  const small = array.folded && isDeck(array) ? smallBeside(array) * sizeOfSmall(array) : 0;
  const open = count * columns + (count - 1) * APART;
  const bars = array.shares ? BARS : 0;
  return bars + Math.max(array.grids > 1 ? CAPTION : 0, open, Math.ceil(small / WIDE));
}

/** How many pixels a small grid takes. */
const sizeOfSmall = ({ columns, border }) => (columns + 2 * border.columns) * SMALL + FRAME;

/** How many small grids stand beside each other: as many as an open one has room for, or a row. */
function smallBeside(array) {
  if (array.folded) return beside(array);
  const open = (array.columns + 2 * array.border.columns) * WIDE;
  return Math.max(1, Math.floor(open / sizeOfSmall(array)));
}

/** An array's grids; `array.slices` are their elements then. */
export function makeGrids(array, elements) {
  const { name, shape, size, border, columns } = array;
  const deck = isDeck(array);
  const wide = columns + 2 * border.columns;
  const fits = smallBeside(array);
  array.slices = Array.from({ length: array.grids }, (_, k) => makeSlice(array, elements, k));
  array.slices.forEach(({ style }, k) => {
    style.setProperty('--small-row', 2 + Math.floor(k / fits));
    style.setProperty('--small-column', 1 + (k % fits));
  });
  const words = [size > 1 ? `${name}, ${shape.join(' by ')}` : name];
  if (border.drawn) words.push(`in a border of ${border.filling}`);
  const style = `--beside: ${deck ? fits : beside(array)}; --columns-each: ${wide}`;
  const named = { deck, many: array.grids > 1, folded: deck && array.folded };
  const classes = ['grid', ...Object.keys(named).filter((each) => named[each])].join(' ');
  const properties = { role: 'grid', className: classes, style, ariaLabel: words.join(', ') };
  return make('div', properties, ...array.slices);
}

function makeSlice(array, elements, k) {
  const name = gridName(array, k);
  const size = array.rows * array.columns;
  const frame = makeFrame(array, elements.slice(k * size, (k + 1) * size));
  const { rows, columns, drawn } = array.border;
  const className = rows + columns > 0 ? 'framed padded' : 'framed';
  const framed = make('div', { role: 'presentation', className }, frame);
  if (drawn) framed.prepend(...makeEdges(array));
  const style = `--edge-rows: ${rows}; --edge-columns: ${columns}`;
  const slice = make('div', { role: 'rowgroup', className: 'slice', style }, framed);
  if (!name) return slice;
  slice.prepend(make('div', { className: 'which', ariaHidden: 'true' }, name));
  return Object.assign(slice, { ariaLabel: name, title: name });
}

function makeFrame({ rows, columns }, elements) {
  const row = (k) => elements.slice(k * columns, (k + 1) * columns);
  const lines = Array.from({ length: rows }, (_, k) =>
    make('div', { role: 'row', className: 'row' }, ...row(k)),
  );
  const className = Math.max(rows, columns) > SCROLLED ? 'frame scrolls' : 'frame';
  return make('div', { role: 'presentation', className }, ...lines);
}

/** What padding puts around a grid: places that hold no number of the array. */
function makeEdges({ rows, columns, border }) {
  const [down, right] = [rows + 2 * border.rows, columns + 2 * border.columns];
  const isInside = (row, column) =>
    Math.min(row, down - 1 - row) >= border.rows &&
    Math.min(column, right - 1 - column) >= border.columns;
  const places = Array.from({ length: down * right }, (_, k) => [Math.floor(k / right), k % right]);
  return places
    .filter((place) => !isInside(...place))
    .map(([row, column]) => {
      const style = `--row: ${row}; --column: ${column}`;
      const title = 'padding: not part of the image';
      return make('div', { className: 'edge', ariaHidden: 'true', style, title }, border.filling);
    });
}

/** Open the slice of every deck at the indices of the axes that are looked at; 0 where none is. */
export function openSlices(arrays, looked) {
  for (const { axes, laid: shape, grid, slices } of arrays) {
    if (!grid.classList.contains('deck')) continue;
    const at = axes.reduce((k, letter, axis) => k * shape[axis] + (looked.get(letter) ?? 0), 0);
    slices.forEach(({ classList }, k) => classList.toggle('small', k !== at));
    grid.at = at;
  }
}
