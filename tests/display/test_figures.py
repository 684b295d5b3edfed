"""Which things are drawn: every figure's words, its size, its digits in their cells, deltas under their arrays."""

import io
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from backprop_helpers import figures, question
from backprop_helpers.display.drawing import DOT, SANS_DIGITS, Card, number, read

RANDOM = np.random.default_rng(7)
SIGNED = RANDOM.normal(size=(6, 6))
WINNERS_ADD_UP = [[1, 9, 2, 4], [3, 4, 5, 1], [0, 2, 8, 7]], [[0.1, 0.2, 0.3], [-0.4, 0.5, 0.06]]
IMAGE, KERNEL = question.image, question.kernel

NETWORKS = {
    f"network {lit} {direction}": lambda lit=lit, direction=direction: figures.network(lit, direction)
    for lit in [None, *figures.STEPS, *figures.PARTS]
    for direction in ("forward", "backward")
}
OWN = {
    "window": lambda: figures.window((1, 2)),
    "window at the last place": lambda: figures.window((3, 3)),
    "window, 3 × 3": lambda: figures.window((0, 1), RANDOM.normal(size=(5, 6)), RANDOM.normal(size=(3, 3))),
    "window, padded": lambda: figures.window((0, 2), np.arange(20).reshape(4, 5) - 9, [[1, 0], [-2, 3], [0, 5]], 2, 1),
    "window, three digits": lambda: figures.window((0, 1), [[-120, 255, 3], [7, 0, -999]], [[1, -1]]),
    "window, long decimals": lambda: figures.window((1, 1), RANDOM.normal(size=(4, 4)) / 3, [[-23.4567, 1], [2, 1e-6]]),
    "window, 8 × 8": lambda: figures.window((3, 0), RANDOM.normal(size=(8, 8)), RANDOM.normal(size=(5, 5))),
    "window, all of 8 × 8": lambda: figures.window((0, 0), RANDOM.normal(size=(8, 8)), RANDOM.normal(size=(8, 8))),
    "window, one number": lambda: figures.window((0, 0), [[2]], [[-0.5]]),
    "routing": lambda: figures.routing(),
    "routing, a rest": lambda: figures.routing(np.arange(25).reshape(5, 5) - 12, [[0.25, -1.5], [0, 2]]),
    "routing, gaps": lambda: figures.routing(np.arange(35).reshape(5, 7), [[1, -2]], size=(3, 2), stride=3),
    "routing, overlapping": lambda: figures.routing(*WINNERS_ADD_UP, size=2, stride=1),
    "routing, one winner of nine": lambda: figures.routing(np.eye(5)[::-1] * 7.5, SIGNED[:3, :3], size=3, stride=1),
    "routing, three digits": lambda: figures.routing(SIGNED * 300, SIGNED[:3, :3] * 1000),
    "routing, 8 × 8": lambda: figures.routing(RANDOM.normal(size=(8, 8)), RANDOM.normal(size=(4, 4))),
    "two kernels, two results": lambda: figures.arrays(
        [("image", IMAGE), "correlate →", ("kernel", KERNEL), "=", ("feature map", question.exact.feature_map)],
        [("image", IMAGE), "convolve →", ("kernel, flipped", np.flip(KERNEL)), "=", ("feature map", SIGNED[:4, :4])],
    ),
    "deltas of three chains": lambda: figures.arrays(
        [(f"delta, {name}", getattr(question, name).pooled_delta) for name in ("published", "rounded", "exact")]
    ),
    "delta under its array": lambda: figures.arrays(
        [("feature map", question.exact.feature_map, (1, 1)), "max →", ("pooled", question.exact.pooled)],
        [("delta of the feature map", SIGNED[:4, :4]), "← route", ("delta of pooled", SIGNED[:2, :2])],
    ),
}
every_figure = pytest.mark.parametrize("draw", [*NETWORKS.values(), *OWN.values()], ids=[*NETWORKS, *OWN])
some_figures = pytest.mark.parametrize(
    "draw", [NETWORKS["network pool backward"], *OWN.values()], ids=["network", *OWN]
)


@pytest.fixture
def cards(monkeypatch):
    """Keep the cards that are drawn in this test."""
    kept, picture = [], Card.picture

    def keep(card, alt):
        kept.append(card)
        return picture(card, alt)

    monkeypatch.setattr(Card, "picture", keep)
    return kept


def boxes(card):
    """Every text of a card with its box (left, top, right, bottom), in the card's own pixels."""
    renderer = FigureCanvasAgg(card.axes.figure).get_renderer()
    for text in card.axes.texts:
        if text.get_text():
            box = text.get_window_extent(renderer)
            yield text, (box.x0, card.height - box.y1, box.x1, card.height - box.y0)


def is_number(text):
    return text.get_ha() == "right"


def cells(card):
    for grid in card.grids:
        for spot in np.ndindex(grid.panel.values.shape):
            left, top = grid.spot(*spot)
            yield left, top, left + grid.cell[0], top + grid.cell[1]


def holds(outer, inner):
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def overlap(one, other, by=0.0):
    return min(one[2], other[2]) - max(one[0], other[0]) > by and min(one[3], other[3]) - max(one[1], other[1]) > by


@every_figure
def test_an_image_stays_under_60_kb(draw):
    assert len(draw().image) < 60_000


@every_figure
def test_every_word_stays_on_the_card_and_every_number_in_its_cell(draw, cards):
    draw()
    (card,) = cards
    for text, box in boxes(card):
        assert holds((3, 3, card.width - 2, card.height - 3), box), text.get_text()
        if is_number(text):
            assert sum(holds(cell, box) for cell in cells(card)) == 1, text.get_text()


@every_figure
def test_no_two_texts_overlap(draw, cards):
    draw()
    (card,) = cards
    for (one, box), (other, other_box) in combinations(boxes(card), 2):
        assert not overlap(box, other_box), (one.get_text(), other.get_text())


@every_figure
def test_every_cell_shows_its_number_or_a_dot(draw, cards):
    draw()
    (card,) = cards
    assert sum(map(is_number, card.axes.texts)) + len(card.axes.lines) == sum(1 for _ in cells(card))
