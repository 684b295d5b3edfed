"""A worksheet and its key as pages to print: lanes there and back in bands, as many as a page holds."""

from functools import cache
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.patches import Circle, PathPatch
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D

from ...maths.numerals import decimals_of, number
from ...practice.problems.levels import LEVELS
from ...tracing.labels import error_in_letters
from ..drawing import Card, house_style, size_of, tex, text_width
from ..layout import Grid, Panel

PAPERS = {"A4": (842, 595), "Letter": (792, 612)}
"""Width and height of a page that lies, in points."""
MARGIN, HEAD, FOOT = 36, 46, 16
CELLS = [(64, 36), (56, 32), (50, 29), (46, 27), (42, 25), (40, 24), (38, 23), (36, 22)], [(34, 20), (32, 18)]
"""Widths and heights of cells: for a hand at ease, and what a hand can do with; the largest first."""
BETWEEN, ARROW, NAMES = 14, 30, 14  # gaps before a parameter and before a result; what names the blocks
SPARE = 24  # above a band, where there is room
CAPTION, MIDDLE = 26, 24  # above a lane, and between the two
_words_width = cache(text_width)
STEP = 6  # radius of the circle round a step's number
HAIR = "#B0B0B0"
DIGITS, CHARACTER = 10.5, 0.52  # the size of numbers, and a digit's width at size 1


class Place(NamedTuple):
    """A column's place in its band."""

    column: object
    left: float
    width: float
    gap: float


class Band(NamedTuple):
    """Columns beside each other, both lanes under each other."""

    places: list
    rows: float

    @property
    def height(self):
        return 2 * (CAPTION + self.rows) + MIDDLE


class Layout(NamedTuple):
    """The size of a page and of a cell, and the bands of each page."""

    size: tuple
    cell: tuple
    pages: list


def laid_out(groups, paper):
    """Return where a problem's columns stand.

    Raises
    ------
    ValueError
        If there is no such paper, or if an array is too large for a page of it.
    """
    if paper not in PAPERS:
        raise ValueError(f"paper must be {' or '.join(PAPERS)}; got {paper!r}")
    width, height = PAPERS[paper]
    with house_style():
        for cells in CELLS:
            bands = [(cell, _bands(groups, cell, width - 2 * MARGIN)) for cell in cells]
            tried = [(cell, _stacked(lines, _room(height))) for cell, lines in bands if lines]
            if fitting := [(cell, pages) for cell, pages in tried if pages]:
                return Layout((width, height), *min(fitting, key=lambda each: _extent(each[1])))
    shapes = ", ".join(str(np.shape(column.there.values)) for group in groups for column in group)
    raise ValueError(f"the arrays are too large for a page: {shapes}")


def _extent(pages):
    """Return how many pages, and how many bands, there are: of cells that need as many, the first are taken."""
    return len(pages), sum(map(len, pages))


def pages_of(problem, layout, is_key):
    """Return the pages of a worksheet, or of its key, as matplotlib's figures."""
    count = len(layout.pages)
    with house_style():
        return [
            _page(problem, bands, layout, is_key, f"page {k} of {count}") for k, bands in enumerate(layout.pages, 1)
        ]


def _room(height):
    return height - 2 * MARGIN - HEAD - FOOT


def _stacked(bands, room):
    """Return the bands of each page, or no pages if one is too high for any."""
    pages = []
    for band in bands:
        if band.height > room:
            return []
        if not pages or sum(other.height for other in [*pages[-1], band]) > room:
            pages.append([])
        pages[-1].append(band)
    return pages


def _bands(groups, cell, width):
    """Return groups in as many bands as they need, or None if one is too wide for any."""
    lines = []
    for group in groups:
        if _width(group, cell) > width:
            return None
        if lines and _width((*lines[-1], *group), cell) <= width:
            lines[-1] = (*lines[-1], *group)
        else:
            lines.append(group)
    return [_band(line, cell) for line in lines]


def _band(columns, cell):
    widths = [_column_width(column, cell) for column in columns]
    gaps = [ARROW if column.operation else BETWEEN for column in columns]
    lefts = accumulate([width + gap for width, gap in zip(widths, gaps[1:], strict=False)], initial=gaps[0] - BETWEEN)
    places = [Place(*each) for each in zip(columns, lefts, widths, gaps, strict=True)]
    return Band(places, max(column.there.extent(cell)[1] for column in columns))


def _width(columns, cell):
    last = _band(columns, cell).places[-1]
    return last.left + last.width


def _column_width(column, cell):
    names = NAMES * bool(column.there.cuts[0])
    return max(column.there.extent(cell)[0] + names, 3 * STEP + _words_width(_words(column.there)))


def _panel(entry, is_key, decimals):
    """Return an entry as a panel: with its numbers where they are given or the key tells them, else empty."""
    values = entry.laid_out
    if entry.step is None:
        decimals = decimals_of(values, most=6)
    elif not is_key:
        values = np.full(values.shape, np.nan)
    return Panel(
        _words(entry), values, entry.label.role, decimals=decimals, cuts=entry.cuts, dots=np.zeros(values.shape, bool)
    )


def _words(entry):
    label = entry.label
    if label.kind in ("delta", "gradient"):
        return tex(label)
    return f"{tex(label)} {label.short.split()[-1] if label.kind == 'parameter' else label.short}"


def _page(problem, bands, layout, is_key, which):
    width, height = layout.size
    card = Card(height, width, rim=False)
    _head(card, problem, is_key)
    top = MARGIN + HEAD
    gap = min(SPARE, (_room(height) - sum(band.height for band in bands)) / len(bands))
    for band in bands:
        top += gap
        _draw(card, band, layout.cell, top, is_key, problem.decimals)
        top += band.height
    card.caption(f"{problem.id}, {which}", width - MARGIN, height - MARGIN, size=9, ha="right")
    return card.axes.figure


def _head(card, problem, is_key):
    """Write what the page is, a line for a name, and what to do."""
    title = f"{'Key to problem' if is_key else 'Problem'} {problem.id}"
    card.caption(title, MARGIN, MARGIN + 12, size=15, ha="left", weight="bold")
    if problem.level:
        words = f"level {problem.level}: {LEVELS[problem.level].adds}"
        card.caption(words, MARGIN + text_width(title, 15) * 1.1 + 14, MARGIN + 12, ha="left")
    if is_key:
        words = f"Rounded to {problem.decimals} decimals, calculated without rounding on the way."
    else:
        words = "Go by the circled numbers: forwards above, back beneath, each delta and gradient under its array. "
        words += f"{problem.decimals} decimals will do."
        card.caption("Name", card.width - MARGIN - 190, MARGIN + 12, ha="right")
        card.axes.plot(
            [card.width - MARGIN - 184, card.width - MARGIN], [MARGIN + 14] * 2, color="black", linewidth=0.6
        )
    error = error_in_letters(problem.network)
    card.caption(f"{words} {error}", MARGIN, MARGIN + 32, ha="left")


def _draw(card, band, cell, top, is_key, decimals):
    """Draw both lanes of a band."""
    middles = [top + CAPTION + band.rows / 2, top + 2 * CAPTION + MIDDLE + band.rows * 1.5]
    for place in band.places:
        for entry, middle, sign in zip((place.column.there, place.column.back), middles, (1, -1), strict=True):
            if entry:
                grid = _grid(entry, place, cell, middle, is_key, decimals)
                _draw_entry(card, entry, grid)
            if place.column.operation:
                end = MARGIN + place.left
                ends = [(end - ARROW + 6, middle), (end - 5, middle)]
                card.arrow(*ends[::sign], "feature map" if sign == 1 else "delta")
        if place.column.operation:
            between = top + CAPTION + band.rows + MIDDLE / 2 + 6
            half = _words_width(place.column.operation) / 2
            card.caption(place.column.operation, MARGIN + max(half, place.left - ARROW / 2), between)


def _grid(entry, place, cell, middle, is_key, decimals):
    panel = _panel(entry, is_key, decimals)
    width, height = panel.extent(cell)
    names = NAMES * bool(panel.cuts[0])
    return Grid(panel, MARGIN + place.left + names + (place.width - names - width) / 2, middle - height / 2, cell)


def _draw_entry(card, entry, grid):
    """Draw an entry's cells, its numbers, its frame, its name and its step."""
    panel = grid.panel
    card.axes.add_collection(LineCollection(_lines(grid), colors=HAIR, linewidths=0.6))
    printed = {place: number(value, panel.decimals) for place, value in np.ndenumerate(panel.values) if value == value}
    widest = max(map(len, printed.values()), default=1)
    for (row, column), text in printed.items():
        x, y = grid.spot(row + 0.5, column + 0.5)
        card.axes.text(x, y, text, size=min(DIGITS, (grid.cell[0] - 5) / widest / CHARACTER), ha="center", va="center")
    card.frame(grid, panel.role, "plain")
    up = 16 if panel.cuts[1] else 7
    shift = (STEP + 1) if entry.step else 0
    _label(card, panel.words, grid.centre + shift, grid.y - up)
    if entry.step:
        _step(card, entry.step, grid.centre + shift - _words_width(panel.words) / 2 - STEP - 4, grid.y - up - 4)
    _name_blocks(card, entry, grid)


def _lines(grid):
    """Return the lines round all cells."""
    panel, (width, height) = grid.panel, grid.cell
    lines = []
    for row in range(panel.rows):
        for column in range(panel.columns):
            x, y = grid.spot(row, column)
            lines.append([(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)])
    return lines


def _label(card, words, x, y):
    """Write what an array is called, centred about x on the base line y."""
    place = Affine2D().scale(1, -1).translate(x - _words_width(words) / 2, y)
    outline = PathPatch(_outline(words), label=words, color="black", linewidth=0, transform=place + card.axes.transData)
    card.axes.add_artist(outline)


@cache
def _outline(words):
    """Return words with letters of mathematics as an outline: matplotlib would set them anew on every page."""
    return TextPath((0, 0), words, size_of(words))


def _step(card, step, x, y):
    card.axes.add_artist(Circle((x, y), STEP, fill=False, linewidth=0.7))
    card.caption(str(step), x, y, size=8, va="center_baseline")


def _name_blocks(card, entry, grid):
    """Write which channel, kernel or image each block is: c=0, c=1 and so on."""
    axes = entry.label.axes
    for k, row in enumerate([0, *grid.panel.cuts[0]] if grid.panel.cuts[0] else []):
        end = [*grid.panel.cuts[0], grid.panel.rows][k]
        y = (grid.spot(row, 0)[1] + grid.spot(end - 1, 0)[1] + grid.cell[1]) / 2
        card.caption(f"{axes[0]}={k}", grid.x - 8, y, size=8, va="center", rotation=90)
    for k, column in enumerate([0, *grid.panel.cuts[1]] if grid.panel.cuts[1] else []):
        end = [*grid.panel.cuts[1], grid.panel.columns][k]
        x = (grid.spot(0, column)[0] + grid.spot(0, end - 1)[0] + grid.cell[0]) / 2
        card.caption(f"{axes[1]}={k}", x, grid.y - 5.5, size=8)
