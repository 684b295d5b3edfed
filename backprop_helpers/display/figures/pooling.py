"""The max pool in pictures: who wins a window, and where the deltas go."""

from itertools import product
from string import ascii_lowercase

import numpy as np

from ...examples import question
from ...maths.numerals import decimals_of, number, read
from ...maths.pooling import max_pool2d, max_pool2d_input_delta
from ...maths.windows import Windows
from ..drawing import house_style, letter_of
from ..layout import Layout, Panel, small_array


def routing(feature_map=question.exact.feature_map, delta=question.exact.pooled_delta, size=2, stride=None):
    """Draw max pooling both ways: the winners' values go forward, and the deltas come back to the winners alone.

    Parameters
    ----------
    feature_map : array_like, shape (rows, columns), at most 8 × 8
    delta : array_like, of the pooled feature map's shape
    size, stride : int or pair of int
        As `max_pool2d` has them. Windows side by side are drawn apart; those that overlap have their letters alone.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If the arrays do not fit each other or a card, or if there are more windows than letters.

    Examples
    --------
    >>> routing([[1, 5, 2], [3, 0, 2]], [[0.5, -1]], stride=1)  # doctest: +NORMALIZE_WHITESPACE
    Max pooling with windows of (2, 2), stride (1, 1): a 5 at (0, 1), b 5 at (0, 1). The deltas 0.5 −1.0 go back to
    these places, where they add up: 0 −0.5 0; 0 0 0.
    """
    feature_map = small_array("feature_map", feature_map)
    delta = small_array("delta", delta)
    pooled = max_pool2d(feature_map, size, stride)
    routed = max_pool2d_input_delta(feature_map, delta, size, stride)
    windows = Windows(feature_map.shape, size, size if stride is None else stride, name="size")
    winners = _winners(feature_map, pooled.shape, size, stride)
    large, small = (f"{letter_of(array)} {array}" for array in ("feature map", "pooled"))
    forward = _routing_row(large, feature_map, small, pooled, "feature map", windows, winners)
    large, small = (letter_of(array, back=True) for array in ("feature map", "pooled"))
    backward = _routing_row(large, routed, small, delta, "delta", windows, winners)
    with house_style():
        rows = [forward[0], "max →", forward[1]], [backward[0], "← route", backward[1]]
        card = Layout(*rows, cell_height=30).draw()
        for grid in card.grids[::2]:
            _frame_windows(card, grid, windows)
        return card.picture(_routing_in_words(feature_map, delta, routed, windows, winners))


def _winners(feature_map, shape, size, stride):
    """Return the cell that wins each window, by letter: there ends a delta of 1 for this window alone."""
    if np.prod(shape) > len(ascii_lowercase):
        raise ValueError(f"{np.prod(shape)} windows are too many to draw: at most {len(ascii_lowercase)}")
    winners = {}
    for letter, window in zip(ascii_lowercase, np.ndindex(shape), strict=False):
        alone = np.zeros(shape)
        alone[window] = 1
        ((row, column),) = np.argwhere(max_pool2d_input_delta(feature_map, alone, size, stride)).tolist()
        winners[letter] = row, column
    return winners


def _bands(windows, axis):
    """Return the (start, stop) of every window along an axis; of all together where they overlap."""
    size = windows.size[axis]
    stride = windows.stride[axis]
    count = windows.positions[axis]
    if stride < size:
        return [(0, (count - 1) * stride + size)]
    return [(k * stride, k * stride + size) for k in range(count)]


def _routing_row(words, large, small_words, small, role, windows, winners):
    """Return the feature map, or its delta, with the winners lit; and what is pooled, with every window's letter."""
    won = {cell: "".join(letter for letter, winner in winners.items() if winner == cell) for cell in winners.values()}
    lit = tuple(np.transpose(list(won)))
    dots = (large == 0) & (role == "delta")
    dots[lit] = False
    cuts = [sorted({*sum(_bands(windows, axis), ())} - {0, length}) for axis, length in enumerate(large.shape)]
    every = np.ones(small.shape, dtype=bool)
    letters = dict(zip(np.ndindex(small.shape), winners, strict=True))
    return (
        Panel(words, large, role, "receded", lit, dots, marks=won, cuts=cuts, framed=False),
        Panel(small_words, small, role, "plain", every, ~every, marks=letters),
    )


def _frame_windows(card, grid, windows):
    """Draw a pale frame round every window, and a bright one round each winner."""
    for (top, bottom), (left, right) in product(_bands(windows, 0), _bands(windows, 1)):
        card.frame(grid, grid.panel.role, "receded", (top, left), (bottom - top, right - left))
    for cell in grid.panel.marks:
        card.frame(grid, grid.panel.role, "lit", cell, (1, 1))


def _routing_in_words(feature_map, delta, routed, windows, winners):
    decimals = decimals_of(feature_map)
    won = ", ".join(f"{letter} {number(feature_map[cell], decimals)} at {cell}" for letter, cell in winners.items())
    adding = ", where they add up" if len(set(winners.values())) < len(winners) else ""
    return (
        f"Max pooling with windows of {windows.size}, stride {windows.stride}: {won}. "
        f"The deltas {read(delta)} go back to these places{adding}: {read(routed)}."
    )
