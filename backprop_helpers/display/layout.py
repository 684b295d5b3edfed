"""Give arrays their places on a card: panels that wait, grids that have their place, rows read as an equation."""

from dataclasses import dataclass, field, replace
from itertools import accumulate, zip_longest
from string import ascii_lowercase

import numpy as np

from ..maths.arguments import as_real_array, check_axes
from ..maths.numerals import decimals_of, number, read
from ..tracing.notation import ROLES
from .drawing import SANS_DIGITS, STATES, WIDTH, Card, text_width

LARGEST = 8  # rows or columns of an array that is drawn
MARGIN, ABOVE, HEADED = 16, 36, 54  # the rim of a card, and room above a row for its captions, with a heading too
HEADING, LETTER = 12, 15  # size of a heading, and the ink of each of its letters
GAP = 6  # between the windows of a grid that is cut
DIGITS = (12, 10, 8)  # sizes of digits; even ones repeat to the pixel, which keeps an image small
FITS = [(4, 12), (4, 10), (3, 12), (3, 10), (2, 12), (2, 10), (2, 8), (1, 8)]  # decimals and digits, best first
INK = 7800  # the most characters times their size in a layout, or its image becomes too large


def small_array(name, values, largest=LARGEST, axes="(rows, columns)"):
    """Return an argument as an array of floats that can be drawn."""
    values = np.asarray(as_real_array(name, values), dtype=float)
    check_axes(name, values.shape, (axes.count(",") + 1,), axes)
    if max(values.shape) > largest:
        raise ValueError(f"{name} {values.shape} is too large to draw: at most {largest} along every axis")
    return values


@dataclass
class Panel:
    """An array that waits for its place on a card, and how it is to be shown.

    `lit` and `dots` are indices or masks: the entries that stand out, and those drawn as a pale dot (where None, the
    zeros of a delta). `marks` are letters in the corner of cells, by (row, column). `cuts` are the rows and the columns
    before which a gap stands. What is `unknown`, an index or a mask, or True for all, is a question mark.
    """

    words: str
    values: np.ndarray
    role: str
    state: str = "plain"
    lit: object = None
    dots: object = None
    decimals: int | None = None
    marks: dict = field(default_factory=dict)
    cuts: tuple = ((), ())
    framed: bool = True
    unknown: object = False

    def __post_init__(self):
        self.values = np.atleast_2d(np.asarray(self.values, dtype=float))
        self.rows, self.columns = self.values.shape
        self.unknown = self._mask(self.unknown)
        self.values = np.where(self.unknown, np.nan, self.values)
        self.lit = self._mask(self.lit)
        self.dots = self._mask(self.values == 0 if self.dots is None and self.role == "delta" else self.dots)
        self.decimals = decimals_of(self.values) if self.decimals is None else self.decimals

    def _mask(self, index):
        mask = np.zeros(self.values.shape, dtype=bool)
        if index is not None:
            mask[index] = True
        return mask

    @property
    def colour(self):
        """The colour of its tints."""
        return ROLES[self.role].colour

    @property
    def deepest(self):
        """The tint of its largest entry, for each cell."""
        return np.where(self.lit, STATES["lit"].tint, STATES[self.state].tint)

    def numbers(self, most=4):
        """Return the numbers as they are printed, by (row, column), with at most so many decimals."""
        spots = zip(*np.nonzero(~self.dots), strict=True)
        decimals = min(self.decimals, most)
        printed = {spot: number(self.values[spot], decimals).translate(SANS_DIGITS) for spot in spots}
        return {spot: "?" if self.unknown[spot] else digits for spot, digits in printed.items()}

    def widest(self, most=4):
        """Return the width of the widest number at size 1."""
        return max((text_width(printed, 1) for printed in self.numbers(most).values()), default=0)

    def characters(self, most):
        """Return how many characters are printed; a mark with its frame takes as much of an image as five."""
        return sum(map(len, self.numbers(most).values())) + 5 * len(self.marks)

    def extent(self, cell):
        """Return the width and the height of all its cells."""
        return self.columns * cell[0] + GAP * len(self.cuts[1]), self.rows * cell[1] + GAP * len(self.cuts[0])


class Grid:
    """A panel that has its place on a card: its upper left corner and the width and height of a cell."""

    def __init__(self, panel, x, y, cell):
        self.panel = panel
        self.x = x
        self.y = y
        self.cell = cell
        width, height = panel.extent(cell)
        self.right = x + width
        self.bottom = y + height
        self.centre = x + width / 2

    def spot(self, row, column):
        """Return where a row and a column, fractions allowed, lie on the card."""
        above = GAP * sum(cut <= row for cut in self.panel.cuts[0])
        before = GAP * sum(cut <= column for cut in self.panel.cuts[1])
        return self.x + column * self.cell[0] + before, self.y + row * self.cell[1] + above

    @property
    def largest_digits(self):
        """The largest size at which every number stays in its cell."""
        room = (self.cell[0] - 3.5) / max(self.panel.widest(), 0.1)
        return next((size for size in DIGITS if size <= room), room)


class Layout:
    """Rows of panels with signs between, as an equation is read; all first panels share a column, and so on.

    A row is panel, sign, panel and so on. Where the rows are too wide for a card, or would make too large an image,
    digits become smaller, then fewer.
    """

    above, least, ink = ABOVE, 0, INK

    def __init__(self, *rows, cell_height=24):
        self.rows = [row[::2] for row in rows]
        self.signs = [row[1::2] for row in rows]
        self.cell_height = cell_height
        self.columns, self.places, self.gaps = self._arranged()
        if not any(self._measure(most, size) for most, size in FITS):
            shapes = "; ".join(", ".join(str(panel.values.shape) for panel in row) for row in self.rows)
            raise ValueError(f"the arrays are too large to stand side by side on a card of {WIDTH} pixels: {shapes}")
        self.heights = [max(panel.extent((0, cell_height))[1] for panel in row) for row in self.rows]

    def _arranged(self):
        """Return the panels of each column, the columns of each row, and the room for each row's signs."""
        columns = [[panel for panel in column if panel] for column in zip_longest(*self.rows)]
        gaps = [max(map(_sign_width, signs)) for signs in zip_longest(*self.signs, fillvalue="")]
        return columns, [range(len(row)) for row in self.rows], [gaps[: len(signs)] for signs in self.signs]

    def _measure(self, most, size):
        """Set all widths for so many decimals and such digits; return whether the rows fit on a card."""
        self.most, self.size = most, size
        cells = [max(_cell_width(panel, most, size) for panel in column) for column in self.columns]
        self.cells = [(width, self.cell_height) for width in cells]
        columns = zip(self.columns, self.cells, strict=True)
        self.widths = [max(_panel_width(panel, cell) for panel in column) for column, cell in columns]
        rows = zip(self.places, self.gaps, strict=True)
        widest = max(sum(self.widths[k] for k in places) + sum(gaps) for places, gaps in rows)
        self.width = round(2 * MARGIN + max(widest, self.least))
        ink = size * sum(panel.characters(most) for row in self.rows for panel in row)
        return self.width <= WIDTH and (ink <= self.ink or most == 1)

    def draw(self, foot=0):
        """Return a card with all rows drawn, and so much free room beneath them."""
        card = Card(MARGIN + foot + sum(self.above + height for height in self.heights), self.width)
        top = 0
        for row, height in enumerate(self.heights):
            self._draw_row(card, row, top + self.above + height / 2)
            top += self.above + height
        return card

    def _draw_row(self, card, row, middle):
        places = zip(self.rows[row], self.places[row], self._starts(row), strict=True)
        for (panel, k, x), sign, next_x in zip_longest(places, self.signs[row], self._starts(row)[1:]):
            width, height = panel.extent(self.cells[k])
            left, top = x + (self.widths[k] - width) / 2, middle - height / 2
            card.grid(Grid(panel, left, top, self.cells[k]), self.size, self.most)
            if sign is not None:
                card.sign(sign, x + self.widths[k], next_x, middle, panel.role)

    def _starts(self, row):
        """Return where the columns of a row begin."""
        steps = [self.widths[k] + gap for k, gap in zip(self.places[row], self.gaps[row], strict=False)]
        return list(accumulate(steps, initial=MARGIN))


class Views(Layout):
    """Rows that lead to one result, which stands at the end of each, in one column, joined by "=".

    A row is heading, panel, sign, panel, sign and so on, and has widths of its own.
    """

    above = HEADED

    def __init__(self, result, *rows, cell_height=20):
        self.headings = [row[0] for row in rows]
        self.ink = INK - LETTER * sum(map(len, self.headings))
        self.least = max(text_width(heading, HEADING) for heading in self.headings) + 56  # its letter, and "="
        results = [result, *(replace(result, words="") for _ in rows[1:])]
        super().__init__(*([*row[1:], last] for row, last in zip(rows, results, strict=True)), cell_height=cell_height)

    def _arranged(self):
        columns, places = [], []
        for row in self.rows:
            own = [[panel] for panel in row[:-1]]
            places.append([*range(len(columns), len(columns) + len(own))])
            columns += own
        for place in places:
            place.append(len(columns))
        columns.append([row[-1] for row in self.rows])
        return columns, places, [[_sign_width(sign, 18) for sign in signs] for signs in self.signs]

    def _starts(self, row):
        return [*super()._starts(row)[:-1], self.width - MARGIN - self.widths[-1]]

    def _draw_row(self, card, row, middle):
        before = card.grids[-1:]
        top = middle - self.heights[row] / 2 - self.above
        words = rf"$\bf{{{ascii_lowercase[row]}}}$   {self.headings[row]}"
        card.caption(words, MARGIN, top + 24, size=HEADING, ha="left")
        super()._draw_row(card, row, middle)
        for other in before:
            x, y = card.grids[-1].centre, (other.bottom + card.grids[-1].y) / 2
            card.caption("=", x, y, size=17, rotation=90, va="center")


def in_words(row):
    """Return a row with the numbers of its panels; their letters stand plain, as in δ_x."""
    words = " ".join(item if isinstance(item, str) else f"{item.words}: {read(item.values)}." for item in row if item)
    return words.replace("$", "").replace(r"\delta", "δ").replace(r"\partial ", "∂")


def joined(sign, panels):
    """Return a row of panels with the same sign between all of them."""
    return [item for panel in panels for item in (sign, panel)][1:]


def _cell_width(panel, most, size):
    marks = max((text_width(f"${mark}$", 10) + 6 for mark in panel.marks.values()), default=0)
    return max(marks, 2.6 * size, (panel.widest(most) + 0.7) * size)


def _panel_width(panel, cell):
    return max(panel.extent(cell)[0], text_width(panel.words))


def _sign_width(sign, least=26):
    return max(least, text_width(sign.strip("←→ ")) + (28 if sign.startswith("←") or sign.endswith("→") else 18))
