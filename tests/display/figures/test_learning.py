"""Error and accuracy side by side: lines, axes, words, what is refused."""

import io
from functools import cache
from itertools import combinations

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from backprop_helpers import figures
from backprop_helpers.display.drawing import SHARPNESS

from .drawings import card_of, holds, overlap

EPOCHS = np.arange(21)
ERRORS = np.array([2.3 * np.exp(-EPOCHS / 4), 0.06 + 2.3 * np.exp(-EPOCHS / 3)])
ACCURACIES = np.array([1 - 0.9 * np.exp(-EPOCHS / 2), 0.97 - 0.88 * np.exp(-EPOCHS / 2)])
DRAWINGS = {
    "two sets": (ERRORS, ACCURACIES),
    "one set": (ERRORS[0], ACCURACIES[0]),
    "one epoch": ([[2.3], [2.4]], [[0.1], [0.1]]),
    "three trainings that end together": (ERRORS[[0, 0, 1]], ACCURACIES[[0, 0, 0]], ["right", "turned", "uphill"]),
    "all right": ([2.3, 1e-7], [0.1, 1]),
}
every_drawing = pytest.mark.parametrize("name", DRAWINGS)


@cache
def drawn(name):
    return card_of(lambda: figures.learning(*DRAWINGS[name]))


def words_of(card):
    """All words on the card, those of both axes too, and their boxes."""
    figure = card.axes.figure
    figure.set_dpi(72)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    texts = [*card.axes.texts]
    for axes in figure.axes[1:]:
        texts += [axes.xaxis.label, axes.yaxis.label]
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            texts += [tick.label1 for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]
    boxes = [(text.get_text(), text.get_window_extent(canvas.get_renderer())) for text in texts if text.get_text()]
    return [(words, (box.x0, card.height - box.y1, box.x1, card.height - box.y0)) for words, box in boxes]


@every_drawing
def test_every_word_stays_on_the_card_and_no_two_overlap(name):
    picture, card = drawn(name)
    assert len(picture.image) < 60_000
    assert Image.open(io.BytesIO(picture.image)).width == SHARPNESS * picture.width
    words = words_of(card)
    assert len(words) > 10
    for one, box in words:
        assert holds((3, 3, picture.width - 3, card.height - 3), box), one
    for (one, box), (other, other_box) in combinations(words, 2):
        assert not overlap(box, other_box), (one, other)


def test_the_lines_are_the_errors_and_the_accuracies_in_percent():
    left, right = drawn("two sets")[1].axes.figure.axes[1:]
    assert [axes.get_ylabel() for axes in (left, right)] == ["error", "accuracy, %"]
    np.testing.assert_array_equal([line.get_ydata() for line in left.lines], ERRORS)
    np.testing.assert_allclose([line.get_ydata() for line in right.lines], 100 * ACCURACIES)
    np.testing.assert_array_equal(left.lines[1].get_xdata(), EPOCHS)


def test_the_same_curve_has_the_same_line_in_both():
    left, right = drawn("three trainings that end together")[1].axes.figure.axes[1:]
    looks = [[(line.get_color(), str(line._dash_pattern)) for line in axes.lines] for axes in (left, right)]
    assert looks[0] == looks[1] and len(set(looks[0])) == 3


def test_the_words_tell_first_and_last():
    assert drawn("two sets")[0].alt == (
        "Epochs 0 to 20. Error, log axis: learned 2.3 → 0.015, held out 2.4 → 0.063. "
        "Accuracy: learned 10.0 % → 100.0 %, held out 9.0 % → 97.0 %."
    )
    assert drawn("all right")[0].alt == (
        "Epochs 0 to 1. Error, log axis: learned 2.3 → 1e−7. Accuracy: learned 10.0 % → 100.0 %."
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([-1.0], [0.5]), "errors must be finite and at least 0"),
        (([np.nan], [0.5]), "errors must be finite and at least 0"),
        (([1.0], [1.5]), "accuracies must lie between 0 and 1; got 1.5"),
        (([1.0], [-0.5]), "accuracies must be finite and at least 0"),
        (([1.0, 2], [0.5]), r"accuracies has shape \(1, 1\), but the errors have \(1, 2\)"),
        ((np.ones((5, 2)), np.ones((5, 2))), "5 curves are too many to draw: at most 4"),
        (([1.0], [0.5], ["a", "b"]), r"names has shape \(2,\), but the curves ask for \(1,\)"),
        (([1.0], [0.5], ["a name that is far too long for its place"]), "the names are too long"),
        ((np.ones((3, 2)), np.ones((3, 2))), r"names has shape \(2,\), but the curves ask for \(3,\)"),
    ],
)
def test_what_cannot_be_drawn_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        figures.learning(*arguments)
