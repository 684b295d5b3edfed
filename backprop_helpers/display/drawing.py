"""Draw numbers in tinted cells, frames, arrows and captions on one white card, and show it as a picture with alt text.

A card's unit is the pixel of a page on which it stands at its own size. Colour says which array, tint how large an
entry is, the printed number the exact value; each role's own frame says once more which array.
"""

import base64
import html
import io
import re
from typing import NamedTuple

import numpy as np
from matplotlib import style
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Rectangle
from matplotlib.textpath import text_to_path

from ..tracing.notation import ROLES, SIGNS, Label

IMAGE_FORMAT = {"format": "webp", "pil_kwargs": {"lossless": True, "quality": 100}}
SHARPNESS = 2  # pixels of the image to one of the page
HOUSE_STYLE = {"font.family": "STIXGeneral", "mathtext.fontset": "stix", "text.hinting": "no_hinting"}
SANS_DIGITS = str.maketrans("0123456789", "".join(chr(0x1D7E2 + digit) for digit in range(10)))
_TEX = str.maketrans({"δ": r"\delta", "∂": r"\partial "})

WIDTH = 700  # of a card
CAPTION, INDEXED = 11, 13  # sizes of words; those with an index are larger, for an index is 70 % of its line
LEGIBLE = 8  # the least size on the page: a picture that is wider than a phone then is to be scrolled
CARD, HAIRLINE, DOT = "#FFFFFF", "#D6D6D6", "#A0A0A0"
TINT_STEP = 0.06  # few colours keep an image small
DIMMED = 0.9  # brightness of a card on a dark page


class Line(NamedTuple):
    """How the lines of a role are drawn, in the role's colour."""

    dashes: object
    width: float


LINES = {
    "activation": Line("solid", 1.1),
    "kernel": Line("solid", 2.4),
    "feature map": Line("solid", 1.1),
    "delta": Line((0, (3, 1.5)), 1.3),
    "gradient": Line((0, (1, 1)), 1.8),
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


def size_of(words, size=CAPTION):
    """Return how large words are set."""
    return INDEXED if "$" in words and "_" in words else size


def tex(label):
    r"""Return an array's symbol as a caption sets it.

    Examples
    --------
    >>> tex(Label("result", "image")), tex(Label("delta", "feature map")), tex(Label("delta", "feature map", 2))
    ('$o$', '$\\delta_x$', '$\\delta_{x2}$')
    """
    symbol = re.sub(r"_(\w\w+)", r"_{\1}", label.symbol)
    return f"${symbol.translate(_TEX)}$"


def letter_of(array, back=False):
    r"""Return an array's letter as a caption sets it, or that of what comes `back` to it.

    Examples
    --------
    >>> letter_of("feature map"), letter_of("feature map", back=True), letter_of("kernel", back=True)
    ('$x$', '$\\delta_x$', '$\\partial E/\\partial w$')
    """
    label = Label("parameter" if SIGNS[array].role == "kernel" else "result", array)
    return tex(label.back if back else label)


def text_width(words, size=CAPTION):
    """Return how wide words are as a caption draws them."""
    font = FontProperties(size=size_of(words, size))
    return text_to_path.get_text_width_height_descent(words, font, ismath="$" in words)[0]


class Picture:
    """An image, the sentence that says what it shows, numbers included, and between which widths it is shown."""

    def __init__(self, alt, image, width, least):
        self.alt, self.image, self.width, self.least = alt, image, width, least

    def __repr__(self):
        return self.alt

    def _repr_html_(self):
        source = f"data:image/{IMAGE_FORMAT['format']};base64,{base64.b64encode(self.image).decode()}"
        dark = '[data-jp-theme-light="false"] .backprop-figure, .vscode-dark .backprop-figure'
        return (
            f"<style>{dark} {{filter: brightness({DIMMED})}}</style>"
            f'<img class="backprop-figure" alt="{html.escape(self.alt)}" src="{source}"'
            f' style="width:100%;min-width:{self.least}px;max-width:{self.width}px">'
        )


class Card:
    """Axes whose unit is the pixel, on a white card that a page of any colour may lie behind."""

    def __init__(self, height, width=WIDTH, rim=True):
        self.width, self.height, self.grids = width, height, []
        figure = Figure(figsize=(width / 72, height / 72), dpi=72)
        self.axes = figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(height, 0))
        self.axes.axis("off")
        if rim:
            card = FancyBboxPatch((0.5, 0.5), width - 1, height - 1, boxstyle="round,pad=0,rounding_size=6")
            self.axes.add_artist(card).set(facecolor=CARD, edgecolor=HAIRLINE, linewidth=1)

    def grid(self, grid, size=None, most=4):
        """Draw a panel in its place on the card, with digits of a size or the largest that fit, and return it."""
        panel = grid.panel
        self.grids.append(grid)
        self._cells(grid)
        self._numbers(grid, size or grid.largest_digits, most)
        for (row, column), mark in panel.marks.items():
            left, top = grid.spot(row, column)
            self.caption(f"${mark}$", left + 4, top + 10, size=10, ha="left")
        if panel.framed:
            self.frame(grid, panel.role, panel.state)
        up = 9 if "_" in panel.words else 6
        state = "plain" if panel.lit.any() else panel.state
        self.caption(panel.words, grid.centre, grid.y - up, state)
        return grid

    def _cells(self, grid):
        """Tint the cells by the size of their entries, and draw the dots."""
        panel = grid.panel
        sizes = np.nan_to_num(np.abs(panel.values), nan=0, posinf=0)
        tints = TINT_STEP * np.round(panel.deepest * sizes / (sizes.max() or 1) / TINT_STEP)
        for spot, tint in np.ndenumerate(tints):
            colour = pale(panel.colour, tint)
            self.axes.add_artist(Rectangle(grid.spot(*spot), *grid.cell, facecolor=colour, edgecolor=CARD, linewidth=1))
        for row, column in np.argwhere(panel.dots):
            self.axes.plot(*grid.spot(row + 0.5, column + 0.5), ".", color=DOT, markersize=3.4, markeredgewidth=0)

    def _numbers(self, grid, size, most):
        panel = grid.panel
        widest = grid.panel.widest(most) * size
        for (row, column), printed in panel.numbers(most).items():
            x, y = grid.spot(row + (0.66 if panel.marks else 0.5), column + 0.5)
            half = (text_width(printed, size) if panel.unknown[row, column] else widest) / 2
            ink = STATES["lit" if panel.lit[row, column] else panel.state].ink
            self.axes.text(x + half, y, printed, size=size, color=ink, ha="right", va="center_baseline")

    def frame(self, grid, role, state="lit", at=(0, 0), shape=None):
        """Draw a role's line round a grid, or round a block of its cells that starts at a row and a column."""
        line = LINES[role]
        look = STATES[state]
        out = 0 if shape else 0.5 + line.width / 2
        left, top = grid.spot(*at)
        width, height = (shape[1] * grid.cell[0], shape[0] * grid.cell[1]) if shape else grid.panel.extent(grid.cell)
        box = Rectangle((left - out, top - out), width + 2 * out, height + 2 * out, fill=False, zorder=3)
        colour = pale(ROLES[role].colour, look.line)
        self.axes.add_artist(box).set(edgecolor=colour, linestyle=line.dashes, linewidth=line.width * look.width)

    def arrow(self, start, end, role="activation", state="plain"):
        """Draw an arrow in a role's colour."""
        arrow = FancyArrowPatch(start, end, arrowstyle="-|>,head_length=5,head_width=2.2", mutation_scale=1)
        arrow.set(color=pale(ROLES[role].colour, STATES[state].line), linewidth=STATES[state].width)
        self.axes.add_artist(arrow)

    def caption(self, words, x, y, state="plain", size=CAPTION, **settings):
        """Write words centred about x on the base line y."""
        look = {"ha": "center", "color": STATES[state].ink, "size": size_of(words, size)}
        self.axes.text(x, y, words, **look | settings)

    def sign(self, sign, left, right, middle, role="activation"):
        """Write a sign between two arrays; one that has an arrow at one of its ends stands over a drawn arrow."""
        words = sign.strip("←→ ")
        back = sign.startswith("←")
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
        least = self.width * LEGIBLE / min([text.get_size() for text in self.axes.texts], default=CAPTION)
        return Picture(alt, file.getvalue(), self.width, min(self.width, round(least)))
