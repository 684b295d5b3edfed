"""Digits, kernels before and after, an image with its delta, the confusion matrix: tints, marks, words, refusals."""

from functools import cache, partial
from itertools import combinations

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from backprop_helpers import digits, figures
from backprop_helpers.tracing.notation import ROLES

from .drawings import boxes, card_of, holds, overlap

GENERATOR = np.random.default_rng(2)
KERNELS = GENERATOR.normal(size=(2, 16, 1, 3, 3))
DELTA = np.array([[0.5, -0.25, 0], [0.01, 0, -1.5]])
LABELS, ANSWERS = np.array([0, 0, 1, 2, 2, 2, 9, 10]), np.array([0, 1, 1, 2, 0, 0, 9, 10])
DRAWINGS = {
    "one digit": partial(figures.digits, digits.images[:1], ["a zero"]),
    "twenty digits": partial(figures.digits, digits.images[:20], [f"a {label}" for label in digits.labels[:20]]),
    "long captions": partial(figures.digits, digits.images[:4], [f"a {k}, which was taken for a 7" for k in range(4)]),
    "small images": partial(figures.digits, np.arange(12).reshape(2, 2, 3), ["one", "other"]),
    "kernels": partial(figures.kernels, *KERNELS),
    "three kernels of 5×5": partial(figures.kernels, *GENERATOR.normal(size=(2, 3, 1, 5, 5))),
    "delta": partial(figures.image_delta, GENERATOR.random((8, 8)), GENERATOR.normal(size=(8, 8))),
    "delta, small": partial(figures.image_delta, np.ones((2, 3)), DELTA),
    "delta of nothing": partial(figures.image_delta, np.ones((2, 3)), np.zeros((2, 3))),
    "confusion": partial(figures.confusion, LABELS, ANSWERS),
    "confusion, hundreds": partial(figures.confusion, np.repeat(np.arange(10), 150), np.repeat(np.arange(10), 150)),
}


@cache
def drawn(name):
    return card_of(DRAWINGS[name])


@pytest.mark.parametrize("name", DRAWINGS)
def test_words_stay_on_the_card_and_apart_and_the_image_is_small(name):
    picture, card = drawn(name)
    assert len(picture.image) < 60_000
    assert card.width <= 700
    for text, box in boxes(card):
        assert holds((3, 3, card.width - 2, card.height - 3), box), text.get_text()
    for (one, box), (other, other_box) in combinations(boxes(card), 2):
        assert not overlap(box, other_box), (one.get_text(), other.get_text())


@pytest.mark.parametrize("name", DRAWINGS)
def test_no_two_arrays_touch_and_none_leaves_the_card(name):
    _, card = drawn(name)
    frames = [(grid.x - 3, grid.y - 3, grid.right + 3, grid.bottom + 3) for grid in card.grids]
    assert [pair for pair in combinations(frames, 2) if overlap(*pair)] == []
    assert all(holds((0, 0, card.width, card.height), frame) for frame in frames)


def test_a_digit_is_as_dark_as_its_numbers_and_has_none_printed():
    _, card = drawn("one digit")
    shades = {}
    for patch in card.axes.patches[1:]:
        if patch.get_zorder() != 3:
            x, y = patch.get_xy()
            spot = round((y - card.grids[0].y) / 9), round((x - card.grids[0].x) / 9)
            shades[spot] = patch.get_facecolor()[0]
    dark = np.array([[shades[row, column] for column in range(8)] for row in range(8)])
    assert (dark[digits.images[0] == 0] == 1).all()
    assert dark.argmin() in np.flatnonzero(digits.images[0] == 15)
    assert dark.min() < 0.15
    assert [text.get_text() for text in card.axes.texts] == ["a zero"]


def test_a_kernel_has_a_minus_where_it_is_below_0_and_stands_above_itself_after_training():
    _, card = drawn("kernels")
    assert sum(text.get_text() == "−" for text in card.axes.texts) == (KERNELS < 0).sum()
    order = [f"{when}: $w$[{k}]" for rows in (range(8), range(8, 16)) for when in ("before", "after") for k in rows]
    assert [grid.panel.words for grid in card.grids] == order
    assert [card.grids[k].x for k in range(8)] == [card.grids[k].x for k in range(8, 16)]


def test_the_words_tell_how_far_each_kernel_moved():
    picture = figures.kernels([[[[1, -2.5]]], [[[0.25, 3]]]], [[[[1, -2]]], [[[-1, 3.25]]]])
    assert picture.alt == "Kernels before and after training. Largest change of a weight: w[0] 0.5, w[1] 1.2."


def test_a_dot_raises_the_error_and_a_ring_lowers_it_and_what_is_faint_has_no_mark():
    _, card = drawn("delta, small")
    colour = ROLES["delta"].colour
    marks = {line.get_xydata()[0].round().tobytes(): line for line in card.axes.lines}
    assert len(marks) == len(card.axes.lines) == 5
    dot, ring, largest, *legend = card.axes.lines
    looks = [(line.get_markerfacecolor(), line.get_markeredgecolor()) for line in (dot, ring, *legend)]
    assert looks[:2] == looks[2:]
    assert to_rgb(dot.get_markerfacecolor()) == to_rgb(colour) and to_rgb(ring.get_markerfacecolor()) == (1, 1, 1)
    assert to_rgb(ring.get_markeredgecolor()) == to_rgb(colour)
    assert ring.get_markersize() < dot.get_markersize() < largest.get_markersize()
    assert drawn("delta, small")[0].alt == (
        "Image with its delta over it. A larger number raises the error most at (0, 0), 0.5 for each unit, "
        "and lowers it most at (1, 2), −1.5."
    )


def test_the_matrix_counts_a_row_for_what_is_shown_and_a_column_for_the_answer():
    picture, card = drawn("confusion")
    counts = card.grids[0].panel.values
    assert counts.shape == (11, 11) and counts.sum() == 8
    assert (counts[0, 1], counts[2, 0], counts[1, 0], counts[10, 10]) == (1, 2, 0, 1)
    assert picture.alt == "Confusion matrix, 5 of 8 right. Wrong: 0 taken for 1 (1), 2 taken for 0 (2)."
    assert figures.confusion([1, 0], [1, 0]).alt.endswith("Wrong: none.")


REFUSED = {
    "too many images": (figures.digits, np.ones((25, 2, 2)), ["a"] * 25, "25 images are too many to draw: at most 24"),
    "too large": (figures.digits, np.ones((1, 9, 2)), ["a"], r"images \(9, 2\) is too large to draw"),
    "no captions": (figures.digits, np.ones((2, 2, 2)), ["a"], r"captions has shape \(1,\), but the images ask for"),
    "an image alone": (figures.digits, np.ones((2, 2)), ["a"] * 2, r"images must have 2 axes, \(rows, columns\)"),
    "channels": (figures.kernels, np.ones((2, 3, 2, 2)), np.ones((2, 3, 2, 2)), "there is one channel to draw"),
    "other kernels": (figures.kernels, np.ones((2, 1, 2, 2)), np.ones((2, 1, 2, 3)), "after has shape"),
    "17 kernels": (figures.kernels, *np.ones((2, 17, 1, 2, 2)), "17 kernels are too many to draw: at most 16"),
    "other delta": (figures.image_delta, np.ones((2, 3)), np.ones((3, 2)), r"delta has shape \(3, 2\)"),
    "large image": (figures.image_delta, np.ones((9, 9)), np.ones((9, 9)), r"image \(9, 9\) is too large to draw"),
    "fewer answers": (figures.confusion, [1, 2], [1], r"answers has shape \(1,\), but the labels have \(2,\)"),
    "logits": (figures.confusion, [1, 2], [0.1, 0.9], "labels and answers must be whole numbers from 0 to 11"),
    "12 classes": (figures.confusion, [1, 12], [1, 2], "must be whole numbers from 0 to 11; got int64, 1 to 12"),
    "below 0": (figures.confusion, [1, 2], [1, -2], "must be whole numbers from 0 to 11; got int64, -2 to 2"),
}


@pytest.mark.parametrize(("draw", "one", "other", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_drawn_is_refused(draw, one, other, message):
    with pytest.raises(ValueError, match=message):
        draw(one, other)
