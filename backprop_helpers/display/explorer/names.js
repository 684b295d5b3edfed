// The names: pieces of a line as text. A piece is a text, {cell} for a name to press, or {result}
// for a sum's end; a column of an explanation has up to three lines.

/** A name in plain text: δ_x[0, 2]. */
export const nameOf = (cell) => cell.array.symbol + indexOf(cell);

/** The index of a cell in its array; a number alone has none. */
export const indexOf = ({ array, place }) => (array.size === 1 ? '' : `[${place.join(', ')}]`);

export const spell = (piece) => (piece.cell ? nameOf(piece.cell) : (piece.result ?? piece));
export const spoken = (line) => line.map(spell).join('');

/** The columns of an explanation as a screen reader reads them, line by line. */
export function aloud(columns) {
  const lines = [0, 1, 2].map((line) => columns.map((column) => spoken(column[line] ?? [])));
  return lines.flat().filter(Boolean).join(' ');
}
