"""Images and kernels as tints without numbers, for there are many: digits, kernels before and after, a delta."""

import numpy as np

from ...maths.arguments import as_real_array, check_axes, check_shape
from ...maths.numerals import number
from ...tracing.notation import ROLES
from ..drawing import WIDTH, Card, house_style, text_width
from ..layout import MARGIN, Grid, Panel, small_array

ACROSS, GAP, ABOVE = 8, 12, 22  # tiles in a row, and the room between and above them
FAINT = 0.08  # of the largest delta: below it no mark is drawn


class Tiles(Panel):
    """A panel without numbers; a minus stands where one is below 0."""

    def numbers(self, most=4):
        return dict.fromkeys(zip(*np.nonzero(self.values < 0), strict=True), "−")


class Ink(Panel):
    """An image as it was written, its largest number nearly black, with nothing printed on it."""

    colour, deepest = "#000000", 0.9

    def numbers(self, most=4):
        return {}


def digits(images, captions):
    """Draw images as tints from white to dark, each under its caption.

    Parameters
    ----------
    images : array_like, shape (N, H, W), at most 24 of at most 8×8
    captions : list of N str

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If there are too many images, or too large ones, or not as many captions.

    Examples
    --------
    >>> digits([[[0, 16], [16, 3]]], ["a 7, read as 1"])
    Images: a 7, read as 1.
    """
    images = _small_arrays("images", images, 24)
    check_shape("captions", np.shape(captions), images.shape[:1], "the images ask for")
    with house_style():
        width = max(76, *map(text_width, captions))
        panels = [Ink(caption, image, "activation", "lit") for caption, image in zip(captions, images, strict=True)]
        across = min(ACROSS, int((WIDTH - 2 * MARGIN + GAP) // (width + GAP)))
        rows = [panels[start : start + across] for start in range(0, len(panels), across)]
        return _drawn(rows, width).picture(f"Images: {', '.join(captions)}.")


def kernels(before, after):
    """Draw kernels before and after training; a cell with a minus is a weight below 0.

    Parameters
    ----------
    before, after : array_like, shape (K, 1, kh, kw), at most 16

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If there are too many kernels, or kernels of several channels, or if the shapes differ.

    Examples
    --------
    >>> kernels([[[[1, -2]]]], [[[[1, -2.5]]]])
    Kernels before and after training. Largest change of a weight: w[0] 0.5.
    """
    before, after = (as_real_array(name, value) for name, value in (("before", before), ("after", after)))
    check_axes("before", before.shape, (4,), "(K, 1, kh, kw)")
    check_shape("before", before.shape[1:2], (1,), "there is one channel to draw, and the axis of channels must be")
    check_shape("after", after.shape, before.shape, "before has")
    pair = [_small_arrays("kernels", value[:, 0], 16) for value in (before, after)]
    moved = abs(pair[1] - pair[0]).max(axis=(1, 2))
    told = ", ".join(f"w[{k}] {number(round(float(by), 1), zeros=False)}" for k, by in enumerate(moved))
    with house_style():
        rows = [
            [Tiles(f"{words} $w$[{k}]", some[k], "kernel", "lit") for k in range(start, min(start + ACROSS, len(some)))]
            for start in range(0, len(before), ACROSS)
            for words, some in zip(("before:", "after:"), pair, strict=True)
        ]
        return _drawn(rows, 72).picture(f"Kernels before and after training. Largest change of a weight: {told}.")


def image_delta(image, delta):
    """Draw an image in tints, with a dot where a larger number raises the error and a ring where it lowers it.

    Parameters
    ----------
    image, delta : array_like, shape (H, W), at most 8×8

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If they are too large, or their shapes differ.

    Examples
    --------
    >>> image_delta([[0, 1]], [[0.5, -0.25]])  # doctest: +NORMALIZE_WHITESPACE
    Image with its delta over it. A larger number raises the error most at (0, 0), 0.5 for each unit,
    and lowers it most at (0, 1), −0.25.
    """
    image, delta = small_array("image", image), small_array("delta", delta)
    check_shape("delta", delta.shape, image.shape, "the image has")
    highest, lowest = (np.unravel_index(find(delta), delta.shape) for find in (np.argmax, np.argmin))
    told = f"{_place(highest)}, {_short(delta[highest])} for each unit, and lowers it most at {_place(lowest)}"
    with house_style():
        side = 26
        card = Card(2 * MARGIN + 62 + side * len(image), max(300, 2 * MARGIN + side * image.shape[1]))
        panel = Tiles("image, and its delta over it", image, "activation")
        grid = card.grid(Grid(panel, (card.width - side * image.shape[1]) / 2, MARGIN + 22, (side, side)))
        _marks(card, grid, delta)
        for sign, words, down in ((1, "a larger number raises the error", 24), (-1, "a larger number lowers it", 42)):
            card.axes.plot(card.width / 2 - 90, grid.bottom + down - 4, "o", markersize=8, **_look(sign))
            card.caption(words, card.width / 2 - 78, grid.bottom + down, ha="left")
        words = "Image with its delta over it. A larger number raises the error most at"
        return card.picture(f"{words} {told}, {_short(delta[lowest])}.")


def _marks(card, grid, delta):
    """Draw a dot or a ring in each pixel whose delta is not faint, its area as large as the delta."""
    largest = abs(delta).max() or 1
    for (row, column), value in np.ndenumerate(delta):
        if abs(value) >= FAINT * largest:
            size = 3 + 13 * np.sqrt(abs(value) / largest)
            card.axes.plot(*grid.spot(row + 0.5, column + 0.5), "o", markersize=size, **_look(value))


def _look(value):
    """Return how a mark is drawn: filled where a larger number raises the error, a ring where it lowers it."""
    colour = ROLES["delta"].colour
    return {"mec": colour, "mew": 1.6, "mfc": colour if value > 0 else "white"}


def _drawn(rows, width):
    """Return a card with rows of tiles, each in the middle of so much width."""
    high, wide = rows[0][0].values.shape
    cell = min(18, 72 / wide)
    step = ABOVE + high * cell + GAP
    card = Card(round(2 * MARGIN - GAP + step * len(rows)), round(2 * MARGIN - GAP + len(rows[0]) * (width + GAP)))
    for i, row in enumerate(rows):
        for j, panel in enumerate(row):
            x = MARGIN + j * (width + GAP) + (width - wide * cell) / 2
            card.grid(Grid(panel, x, MARGIN + ABOVE - 6 + i * step, (cell, cell)), 12)
    return card


def _small_arrays(name, values, most):
    values = np.stack([small_array(name, value) for value in as_real_array(name, values)])
    if len(values) > most:
        raise ValueError(f"{len(values)} {name} are too many to draw: at most {most}")
    return values


def _place(index):
    return f"({', '.join(map(str, index))})"


def _short(value):
    return number(float(f"{value:.2g}"), zeros=False)
