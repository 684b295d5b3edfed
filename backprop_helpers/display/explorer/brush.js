// The brush: how much of each cell a stroke covers. Lengths are in cells; a cell's middle has whole
// numbers.

const RADIUS = 0.75; // of the brush, its soft rim included by half
const RIM = 0.8; // from where all is covered to where nothing is
const LEVELS = 16; // from nothing to all

/** How far a point is from the line between two others. */
function distance([row, column], [[top, left], [bottom, right]]) {
  const [down, across] = [bottom - top, right - left];
  const length = down ** 2 + across ** 2;
  const along = length ? ((row - top) * down + (column - left) * across) / length : 0;
  const at = Math.min(1, Math.max(0, along));
  return Math.hypot(row - top - at * down, column - left - at * across);
}

/** How much of a cell a line covers, from 0 to 1 in sixteenths: less at the brush's soft rim. */
export function covered(cell, line) {
  const share = (RADIUS + RIM / 2 - distance(cell, line)) / RIM;
  return Math.round(LEVELS * Math.min(1, Math.max(0, share))) / LEVELS;
}

/** A cell's number after the brush, which only adds, or the eraser, which only takes away. */
export function brushed(value, share, largest, erases) {
  if (erases) return Math.min(value, Math.max(value, largest) * (1 - share));
  return Math.max(value, largest * share);
}
