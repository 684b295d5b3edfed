"""Draw numbers in tinted cells, frames, arrows and captions on one white card, and show it as a picture with alt text.

A card's unit is the pixel of a page on which it stands at its own size. Colour says which array, tint how large an
entry is, the printed number the exact value; each role's own frame says once more which array.
"""

import base64
import html
import io
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import NamedTuple

import numpy as np
from matplotlib import style
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Rectangle
from matplotlib.textpath import text_to_path

IMAGE_FORMAT = {"format": "webp", "pil_kwargs": {"lossless": True, "quality": 100}}
SHARPNESS = 2  # pixels of the image to one of the page
HOUSE_STYLE = {"font.family": "STIXGeneral", "mathtext.fontset": "stix", "text.hinting": "no_hinting"}
SANS_DIGITS = str.maketrans("0123456789", "".join(chr(0x1D7E2 + digit) for digit in range(10)))

WIDTH, MARGIN = 700, 16  # of a card, and of its rim
ABOVE, GAP = 36, 6  # room above a row for its captions, and between the windows of a grid that is cut
CAPTION, INDEXED = 11, 13  # sizes of words; those with an index are larger, for an index is 70 % of its line
DIGITS = (12, 10, 8)  # sizes of digits; even ones repeat to the pixel, which keeps an image small
FITS = [(4, 12), (4, 10), (3, 12), (3, 10), (2, 12), (2, 10), (2, 8), (1, 8)]  # decimals and digits, best first
INK = 7800  # the most characters times their size in a layout, or its image becomes too large
CARD, HAIRLINE, DOT = "#FFFFFF", "#D6D6D6", "#A0A0A0"
TINT_STEP = 0.06  # few colours keep an image small
DIMMED = 0.9  # brightness of a card on a dark page


class Role(NamedTuple):
    """How the lines of a role look."""

    colour: str
    dashes: object
    width: float


ROLES = {
    "activation": Role("#555555", "solid", 1.1),
    "kernel": Role("#009E73", "solid", 2.4),
    "feature map": Role("#0072B2", "solid", 1.1),
    "delta": Role("#D55E00", (0, (3, 1.5)), 1.3),
    "gradient": Role("#CC79A7", (0, (1, 1)), 1.8),
}


class State(NamedTuple):
    """How far an array stands out: its deepest tint, its ink, its lines' share of the role's colour and width."""

    tint: float
    ink: str
    line: float
    width: float


STATES = {
    "lit": State(0.48, "#000000", 1.0, 1.4),
    "plain": State(0.30, "#000000", 1.0, 1.0),
    "receded": State(0.12, "#444444", 0.6, 0.8),
}


def pale(colour, share):
    """Return a colour mixed with white: an RGB triple for each share, from 0 (white) to 1."""
    return 1 - np.multiply.outer(share, 1 - np.array(to_rgb(colour)))


def house_style():
    """Return a context to measure and draw in, where the reader's own settings of matplotlib change nothing."""
    return style.context(["default", HOUSE_STYLE])


def text_width(words, size=CAPTION):
    """Return how wide words are."""
    font = FontProperties(size=size)
    return text_to_path.get_text_width_height_descent(words, font, ismath="$" in words)[0]


def number(value, decimals=4):
    """Return a number as text, as a power of ten where its decimals would hide that it is not 0.

    A half is rounded away from 0, as by hand, although 0.1495 in binary is a little less.

    Examples
    --------
    >>> number(-0.16478, 2), number(0.00002, 4), number(0, 1), number(0.1495, 3)
    ('−0.16', '2e−5', '0.0', '0.150')
    """
    written = f"{value * (1 + 1e-12) + 0.0:.{decimals}f}"
    if value and float(written) == 0:
        written = f"{value:.0e}".replace("e-0", "e-")
    return written.replace("-", "−")


def decimals_of(values, least=0, most=4):
    """Return the fewest decimals, from `least` to `most`, that say the values exactly; large numbers get fewer.

    Examples
    --------
    >>> decimals_of([0.51, 0.9]), decimals_of([1 / 3]), decimals_of([100 / 3])
    (2, 4, 3)
    """
    finite = np.abs(values)[np.isfinite(values)]
    most = max(0, most - int(np.log10(max(1, finite.max(initial=0)))))
    exact = [n for n in range(least, most) if np.allclose(np.round(finite, n), finite, rtol=1e-9, atol=1e-12)]
    return min(exact, default=most)


def read(values, decimals=None):
    """Return an array as words, row by row.

    Examples
    --------
    >>> read([[0.5, 0], [-1, 0.25]])
    '0.50 0; −1.00 0.25'
    """
    values = np.atleast_2d(values)
    decimals = decimals_of(values) if decimals is None else decimals
    return "; ".join(" ".join(number(value, decimals if value else 0) for value in row) for row in values)


class Picture:
    """An image, and the sentence that says what it shows, numbers included."""

    def __init__(self, alt, image, width):
        self.alt, self.image, self.width = alt, image, width

    def __repr__(self):
        return self.alt

    def _repr_html_(self):
        source = f"data:image/{IMAGE_FORMAT['format']};base64,{base64.b64encode(self.image).decode()}"
        dark = '[data-jp-theme-light="false"] .backprop-figure, .vscode-dark .backprop-figure'
        return (
            f"<style>{dark} {{filter: brightness({DIMMED})}}</style>"
            f'<img class="backprop-figure" alt="{html.escape(self.alt)}" src="{source}"'
            f' style="width:100%;max-width:{self.width}px">'
        )


@dataclass
class Panel:
    """An array that waits for its place on a card, and how it is to be shown.

    `lit` and `dots` are indices or masks: the entries that stand out, and those drawn as a pale dot (where None, the
    zeros of a delta). `marks` are letters in the corner of cells, by (row, column). `cuts` are the rows and the columns
    before which a gap stands.
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

    def __post_init__(self):
        self.values = np.atleast_2d(np.asarray(self.values, dtype=float))
        self.rows, self.columns = self.values.shape
        self.lit = self._mask(self.lit)
        self.dots = self._mask(self.values == 0 if self.dots is None and self.role == "delta" else self.dots)
        self.decimals = decimals_of(self.values) if self.decimals is None else self.decimals

    def _mask(self, index):
        mask = np.zeros(self.values.shape, dtype=bool)
        if index is not None:
            mask[index] = True
        return mask

    def numbers(self, most=4):
        """Return the numbers as they are printed, by (row, column), with at most so many decimals."""
        spots, decimals = zip(*np.nonzero(~self.dots), strict=True), min(self.decimals, most)
        return {spot: number(self.values[spot], decimals).translate(SANS_DIGITS) for spot in spots}

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
        self.panel, self.x, self.y, self.cell = panel, x, y, cell
        width, height = panel.extent(cell)
        self.right, self.bottom, self.centre = x + width, y + height, x + width / 2

    def spot(self, row, column):
        """Return where a row and a column, fractions allowed, lie on the card."""
        above = GAP * sum(cut <= row for cut in self.panel.cuts[0])
        before = GAP * sum(cut <= column for cut in self.panel.cuts[1])
        return self.x + column * self.cell[0] + before, self.y + row * self.cell[1] + above


class Card:
    """Axes whose unit is the pixel, on a white card that a page of any colour may lie behind."""

    def __init__(self, height, width=WIDTH):
        self.width, self.height, self.grids = width, height, []
        figure = Figure(figsize=(width / 72, height / 72), dpi=72)
        self.axes = figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(height, 0))
        self.axes.axis("off")
        card = FancyBboxPatch((0.5, 0.5), width - 1, height - 1, boxstyle="round,pad=0,rounding_size=6")
        self.axes.add_artist(card).set(facecolor=CARD, edgecolor=HAIRLINE, linewidth=1)

    def grid(self, panel, x, y, cell, size=None, most=4):
        """Draw a panel with its upper left corner at (x, y), and return where its cells lie."""
        grid = Grid(panel, x, y, cell)
        self.grids.append(grid)
        self._cells(grid)
        self._numbers(grid, size or _largest_digits(panel, cell), most)
        for (row, column), mark in panel.marks.items():
            left, top = grid.spot(row, column)
            self.caption(f"${mark}$", left + 4, top + 10, size=10, ha="left")
        if panel.framed:
            self.frame(grid, panel.role, panel.state)
        up, state = (9 if "_" in panel.words else 6), ("plain" if panel.lit.any() else panel.state)
        self.caption(panel.words, grid.centre, y - up, state)
        return grid

    def _cells(self, grid):
        """Tint the cells by the size of their entries, and draw the dots."""
        panel = grid.panel
        sizes = np.nan_to_num(np.abs(panel.values), nan=0, posinf=0)
        deepest = np.where(panel.lit, STATES["lit"].tint, STATES[panel.state].tint)
        tints = TINT_STEP * np.round(deepest * sizes / (sizes.max() or 1) / TINT_STEP)
        for spot, tint in np.ndenumerate(tints):
            colour = pale(ROLES[panel.role].colour, tint)
            self.axes.add_artist(Rectangle(grid.spot(*spot), *grid.cell, facecolor=colour, edgecolor=CARD, linewidth=1))
        for row, column in np.argwhere(panel.dots):
            self.axes.plot(*grid.spot(row + 0.5, column + 0.5), ".", color=DOT, markersize=3.4, markeredgewidth=0)

    def _numbers(self, grid, size, most):
        panel, half = grid.panel, grid.panel.widest(most) * size / 2
        for (row, column), printed in panel.numbers(most).items():
            x, y = grid.spot(row + (0.66 if panel.marks else 0.5), column + 0.5)
            ink = STATES["lit" if panel.lit[row, column] else panel.state].ink
            self.axes.text(x + half, y, printed, size=size, color=ink, ha="right", va="center_baseline")

    def frame(self, grid, role, state="lit", at=(0, 0), shape=None):
        """Draw a role's line round a grid, or round a block of its cells that starts at a row and a column."""
        line, look = ROLES[role], STATES[state]
        out = 0 if shape else 0.5 + line.width / 2
        left, top = grid.spot(*at)
        width, height = (shape[1] * grid.cell[0], shape[0] * grid.cell[1]) if shape else grid.panel.extent(grid.cell)
        box = Rectangle((left - out, top - out), width + 2 * out, height + 2 * out, fill=False, zorder=3)
        colour, width = pale(line.colour, look.line), line.width * look.width
        self.axes.add_artist(box).set(edgecolor=colour, linestyle=line.dashes, linewidth=width)

    def arrow(self, start, end, role="activation", state="plain"):
        """Draw an arrow in a role's colour."""
        arrow = FancyArrowPatch(start, end, arrowstyle="-|>,head_length=5,head_width=2.2", mutation_scale=1)
        arrow.set(color=pale(ROLES[role].colour, STATES[state].line), linewidth=STATES[state].width)
        self.axes.add_artist(arrow)

    def caption(self, words, x, y, state="plain", size=CAPTION, **settings):
        """Write words centred about x on the base line y."""
        size = INDEXED if "$" in words and "_" in words else size
        self.axes.text(x, y, words, **{"ha": "center", "color": STATES[state].ink, "size": size} | settings)

    def sign(self, sign, left, right, middle, role="activation"):
        """Write a sign between two arrays; one that has an arrow at one of its ends stands over a drawn arrow."""
        words, back = sign.strip("←→ "), sign.startswith("←")
        if back or sign.endswith("→"):
            ends = (left + 6, middle), (right - 6, middle)
            self.arrow(*(ends[::-1] if back else ends), role)
            self.caption(words, (left + right) / 2, middle - 6)
        else:
            self.caption(words, (left + right) / 2, middle + 5, size=15)

    def picture(self, alt):
        """Return what was drawn, with the sentence that stands for it."""
        file = io.BytesIO()
        self.axes.figure.savefig(file, dpi=72 * SHARPNESS, transparent=True, **IMAGE_FORMAT)
        return Picture(alt, file.getvalue(), self.width)


def _largest_digits(panel, cell):
    room = (cell[0] - 3.5) / max(panel.widest(), 0.1)
    return next((size for size in DIGITS if size <= room), room)


class Layout:
    """Rows of panels with signs between, as an equation is read; all first panels share a column, and so on.

    A row is panel, sign, panel and so on. Where the rows are too wide for a card, digits become smaller, then fewer.
    """

    def __init__(self, *rows, cell_height=24):
        self.rows, self.signs, self.cell_height = [row[::2] for row in rows], [row[1::2] for row in rows], cell_height
        self.columns = [[panel for panel in column if panel] for column in zip_longest(*self.rows)]
        self.gaps = [max(map(_sign_width, signs)) for signs in zip_longest(*self.signs, fillvalue="")]
        if not any(self._measure(most, size) for most, size in FITS):
            shapes = "; ".join(", ".join(str(panel.values.shape) for panel in row) for row in self.rows)
            raise ValueError(f"the arrays are too large to stand side by side on a card of {WIDTH} pixels: {shapes}")
        self.heights = [max(panel.extent((0, cell_height))[1] for panel in row) for row in self.rows]

    def _measure(self, most, size):
        """Set all widths for so many decimals and such digits; return whether the rows fit on a card."""
        self.most, self.size = most, size
        self.cells = [
            (max(_cell_width(panel, most, size) for panel in column), self.cell_height) for column in self.columns
        ]
        columns = zip(self.columns, self.cells, strict=True)
        self.widths = [max(_panel_width(panel, cell) for panel in column) for column, cell in columns]
        self.width = round(2 * MARGIN + sum(self.widths) + sum(self.gaps))
        ink = size * sum(panel.characters(most) for row in self.rows for panel in row)
        return self.width <= WIDTH and (ink <= INK or most == 1)

    def draw(self, foot=0):
        """Return a card with all rows drawn, and so much free room beneath them."""
        card, top = Card(MARGIN + foot + sum(ABOVE + height for height in self.heights), self.width), 0
        for row, height in enumerate(self.heights):
            self._draw_row(card, row, top + ABOVE + height / 2)
            top += ABOVE + height
        return card

    def _draw_row(self, card, row, middle):
        x = MARGIN
        for k, panel in enumerate(self.rows[row]):
            width, height = panel.extent(self.cells[k])
            left, top = x + (self.widths[k] - width) / 2, middle - height / 2
            card.grid(panel, left, top, self.cells[k], self.size, self.most)
            x += self.widths[k]
            if k < len(self.signs[row]):
                card.sign(self.signs[row][k], x, x + self.gaps[k], middle, panel.role)
                x += self.gaps[k]


def _cell_width(panel, most, size):
    marks = max((text_width(f"${mark}$", 10) + 6 for mark in panel.marks.values()), default=0)
    return max(marks, 2.6 * size, (panel.widest(most) + 0.7) * size)


def _panel_width(panel, cell):
    return max(panel.extent(cell)[0], text_width(panel.words))


def _sign_width(sign):
    return max(26, text_width(sign.strip("←→ ")) + (28 if sign.startswith("←") or sign.endswith("→") else 18))
