// The axes: how an array's numbers stand on the page. The axes before rows and columns, such as
// channels, make grids; each grid has a place, and each number one too, its index in the array.

const product = (lengths) => lengths.reduce((all, length) => all * length, 1);

/** How many numbers stand behind one step along an axis. */
const behind = (axis, shape) => product(shape.slice(axis + 1));

/**
 * How many numbers, grids, rows and columns an array has; `axes` are the letters of its grids',
 * `folded` the shape in which its numbers stand where that is another than its own.
 */
export function layoutOf({ shape, axes = [], folded = shape }) {
  const [rows = 1, columns = 1] = folded.slice(axes.length);
  const size = product(shape);
  return { axes, rows, columns, size, grids: size / (rows * columns || 1), laid: folded };
}

/** The index of the k-th number in reading order, one number for each axis. */
export function placeOf(k, shape) {
  return shape.map((length, axis) => Math.floor(k / behind(axis, shape)) % length);
}

/** Where the k-th number of an array stands: `place` is its index, `laid` where it is laid. */
export function cellOf(array, node, k) {
  const { shape, rows, columns } = array;
  const inside = k % (rows * columns);
  const [row, column] = [Math.floor(inside / columns), inside % columns];
  const grid = (k - inside) / (rows * columns);
  const laid = placeOf(k, array.laid);
  return { array, node, k, place: placeOf(k, shape), laid, grid, row, column };
}

/** The k of the cell one step on, [down, right]; beyond an edge in the next grid. */
export function stepFrom({ array, k }, [down, right]) {
  const { axes, laid: shape = array.shape } = array;
  const place = placeOf(k, shape);
  const [axis, grids] = down ? [axes.length, 0] : [axes.length + 1, axes.length - 1];
  const by = down || right;
  const fits = (each) => each in shape && place[each] + by >= 0 && place[each] + by < shape[each];
  if (fits(axis)) return k + by * behind(axis, shape);
  if (!axes.length || !fits(grids)) return k;
  const back = axis in shape ? by * (shape[axis] - 1) * behind(axis, shape) : 0;
  return k + by * behind(grids, shape) - back;
}

/** What a grid is called: k = 1, c = 2; an axis of one entry is not named. */
export function gridName({ axes, shape, laid = shape }, grid) {
  const place = placeOf(grid, laid.slice(0, axes.length));
  const named = axes.map((letter, axis) => laid[axis] > 1 && `${letter} = ${place[axis]}`);
  return named.filter(Boolean).join(', ');
}

/** A flat list in a shape, as nested lists; without axes its one number. */
export function nested(flat, shape) {
  if (!shape.length) return flat[0];
  const size = behind(0, shape);
  const part = (k) => nested(flat.slice(k * size, (k + 1) * size), shape.slice(1));
  return Array.from({ length: shape[0] }, (_, k) => part(k));
}
