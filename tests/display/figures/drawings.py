"""The drawings that the tests look at, each drawn once, and what stands on their cards."""

from functools import cache, partial

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from backprop_helpers import figures, question
from backprop_helpers.display.drawing import Card
from backprop_helpers.display.figures.question_network import PARTS, STEPS

IMAGE, KERNEL = question.image, question.kernel


def normal(rows, columns, scale=1):
    """Numbers of both signs with many decimals."""
    return scale * np.random.default_rng(rows + columns).normal(size=(rows, columns))


WHOLE = np.arange(42).reshape(6, 7) * 5 % 19 - 9
WINNERS_ADD_UP = [[1, 9, 2, 4], [3, 4, 5, 1], [0, 2, 8, 7]], [[0.1, 0.2, 0.3], [-0.4, 0.5, 0.06]]
DRAWINGS = {
    **{f"network, {step}, forward": partial(figures.network, step, "forward") for step in [None, *STEPS]},
    **{f"network, {part}": partial(figures.network, part) for part in [None, *STEPS, *PARTS]},
    "window": partial(figures.window, (1, 2)),
    "window at the last place": partial(figures.window, (3, 3)),
    "window, 3 × 3": partial(figures.window, (0, 1), normal(5, 6), normal(3, 3)),
    "window, padded": partial(figures.window, (0, 2), np.arange(20).reshape(4, 5) - 9, [[1, 0], [-2, 3], [0, 5]], 2, 1),
    "window, three digits": partial(figures.window, (0, 1), [[-120, 255, 3], [7, 0, -999]], [[1, -1]]),
    "window, long decimals": partial(figures.window, (1, 1), normal(4, 4, 1 / 3), [[-23.4567, 1], [2, 1e-6]]),
    "window, 8 × 8": partial(figures.window, (3, 0), normal(8, 8), normal(5, 5)),
    "window, all of 8 × 8": partial(figures.window, (0, 0), normal(8, 8), normal(8, 8)),
    "window, one number": partial(figures.window, (0, 0), [[2]], [[-0.5]]),
    "routing": figures.routing,
    "routing, a rest": partial(figures.routing, np.arange(25).reshape(5, 5) - 12, [[0.25, -1.5], [0, 2]]),
    "routing, gaps": partial(figures.routing, np.arange(35).reshape(5, 7), [[1, -2]], size=(3, 2), stride=3),
    "routing, overlapping": partial(figures.routing, *WINNERS_ADD_UP, size=2, stride=1),
    "routing, one winner of nine": partial(figures.routing, np.eye(5)[::-1] * 7.5, normal(3, 3), size=3, stride=1),
    "routing, twenty-five windows": partial(figures.routing, normal(6, 6), normal(5, 5), size=2, stride=1),
    "routing, three digits": partial(figures.routing, normal(6, 6, 300), normal(3, 3, 1000)),
    "routing, 8 × 8": partial(figures.routing, normal(8, 8), normal(4, 4)),
    "four views": figures.kernel_gradient,
    "four views, 3 × 2": partial(figures.kernel_gradient, normal(5, 4), normal(3, 3), (2, 1)),
    "four views, 3 × 3": partial(figures.kernel_gradient, WHOLE[:4], [[2, 0, -1], [0, 3, 0]], (2, 1)),
    "four views, 1 × 5": partial(figures.kernel_gradient, WHOLE[:1, :6], [[-20, 300]], (0, 4)),
    "four views, three digits": partial(figures.kernel_gradient, normal(4, 4, 300), [[0, 100], [-70.5, 0]], (2, 0)),
    "four views, nothing comes back": partial(figures.kernel_gradient, normal(3, 4), np.zeros((2, 2)), (1, 2)),
    "four views, one number": partial(figures.kernel_gradient, [[2]], [[-0.5]], (0, 0)),
    "scatter": figures.scatter,
    "scatter, 3 × 2": partial(figures.scatter, normal(3, 2), [[0, -2.5, 0], [1, 0, 0.25]], (1, 2), (3, 0)),
    "scatter, dense": partial(figures.scatter, normal(3, 3), normal(4, 4), (3, 0), (2, 3)),
    "scatter, a delta of zero": partial(figures.scatter, [[1, -2]], [[0], [70]], (0, 0), (0, 1)),
    "scatter, one number": partial(figures.scatter, [[2]], [[3]], (0, 0), (0, 0)),
    "channels": partial(figures.channels, normal(9, 4).reshape(3, 3, 4), normal(12, 2).reshape(2, 3, 2, 2)),
    "channels, back": partial(
        figures.channels,
        normal(9, 4).reshape(3, 3, 4),
        normal(12, 2).reshape(2, 3, 2, 2),
        delta=normal(4, 3).reshape(2, 2, 3),
    ),
    "channels, whole numbers and biases": partial(
        figures.channels, WHOLE[None, :3, :3], np.reshape([1, -2, 0, 3], (2, 1, 2, 1)), bias=[-10.25, 3]
    ),
    "two kernels, two results": partial(
        figures.arrays,
        [("image", IMAGE), "correlate →", ("kernel", KERNEL), "=", ("feature map", question.exact.feature_map)],
        [("image", IMAGE), "convolve →", ("kernel, flipped", np.flip(KERNEL)), "=", ("feature map", normal(4, 4))],
    ),
    "deltas of two chains": partial(
        figures.arrays, [(f"delta, {name}", getattr(question, name).pooled_delta) for name in ("published", "exact")]
    ),
    "delta under its array": partial(
        figures.arrays,
        [("feature map", question.exact.feature_map, (1, 1)), "max →", ("pooled", question.exact.pooled)],
        [("delta of the feature map", normal(4, 4)), "← route", ("delta of pooled", normal(2, 2))],
    ),
}


def card_of(draw):
    """Draw a figure; return it and the card on which it was drawn."""
    kept, picture = [], Card.picture
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Card, "picture", lambda card, alt: kept.append(card) or picture(card, alt))
        drawn = draw()
    return drawn, *kept


@cache
def drawn(name):
    return card_of(DRAWINGS[name])


PLAIN_DIGITS = {0x1D7E2 + digit: str(digit) for digit in range(10)}
FINE = 10  # pixels to one of the card, so that rounding to whole ones does not count


@cache
def boxes(card):
    """Every text of a card with its box (left, top, right, bottom), in the card's own pixels."""
    card.axes.figure.set_dpi(72 * FINE)
    renderer = FigureCanvasAgg(card.axes.figure).get_renderer()
    extents = [(text, text.get_window_extent(renderer)) for text in card.axes.texts if text.get_text()]
    return [
        (text, (box.x0 / FINE, card.height - box.y1 / FINE, box.x1 / FINE, card.height - box.y0 / FINE))
        for text, box in extents
    ]


def is_number(text):
    return text.get_ha() == "right"


def cells(card):
    for grid in card.grids:
        for spot in np.ndindex(grid.panel.values.shape):
            left, top = grid.spot(*spot)
            yield left, top, left + grid.cell[0], top + grid.cell[1]


def holds(outer, inner):
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def framed(card, grid, at, shape):
    """Whether a frame is drawn round a block of a grid's cells that starts at a row and a column."""
    (left, top), (height, width) = grid.spot(*at), shape
    block = left, top, width * grid.cell[0], height * grid.cell[1]
    frames = [patch for patch in card.axes.patches if patch.get_zorder() == 3]
    return any(frame.get_bbox().bounds == pytest.approx(block) for frame in frames)
