"""The error over steps and the numerical gradient's V: axes, lines, labels, words, what is refused."""

import io
from functools import cache, partial
from itertools import combinations

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from backprop_helpers import check_gradients, conv2d, figures, question, sigmoid
from backprop_helpers.display.drawing import SHARPNESS

from .drawings import card_of, holds, overlap

STEPS = np.arange(60)
FAR, NEAR = 0.125 * np.exp(-STEPS / 3.3), 0.02 + 0.105 * np.exp(-STEPS / 9)
EPSILONS = 10.0 ** -np.arange(1, 13)
V = [2e-3, 2e-5, 2e-7, 2e-9, 3e-11, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4]


def of_a_check(*arguments):
    return partial(figures.gradient_check, EPSILONS, check_gradients(*arguments).errors_over(EPSILONS))


CURVES = {
    "far": partial(figures.error_over_steps, FAR),
    "near": partial(figures.error_over_steps, NEAR),
    "four that end together": partial(
        figures.error_over_steps, [FAR, 1.1 * FAR, 1.2 * FAR, 1.3 * FAR], ["rate 1", "rate 2", "rate 3", "rate 4"]
    ),
    "one falls, one rises": partial(
        figures.error_over_steps, [NEAR, 0.125 * 3.0**STEPS], ["learning rate 0.1", "learning rate 2"]
    ),
    "an error of zero": partial(figures.error_over_steps, [0.5, 0.1, 0]),
    "one step": partial(figures.error_over_steps, [0.5]),
    "V": partial(figures.gradient_check, EPSILONS, V),
    "V of the network": of_a_check(question.network(), question.image, question.exact.target),
    "V of the sigmoid": of_a_check(sigmoid, [0.3, -1.2]),
    "no truncation": of_a_check(conv2d, question.image, question.kernel),
    "no rounding": partial(figures.gradient_check, [1e-1, 1e-2, 1e-3], [1e-2, 1e-4, 1e-6]),
    "one ε": partial(figures.gradient_check, [1e-5], [1e-9]),
}
every_curve = pytest.mark.parametrize("name", CURVES)


@cache
def drawn(name):
    return card_of(CURVES[name])


def plot(name):
    return drawn(name)[1].axes.figure.axes[1]


def words_of(name):
    """All words on a card, those of the axes' ticks too, and their boxes in the card's own pixels."""
    _, card = drawn(name)
    figure = card.axes.figure
    figure.set_dpi(72)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    axes = figure.axes[1]
    texts = [*card.axes.texts, *axes.texts, axes.xaxis.label, axes.yaxis.label]
    for axis in (axes.xaxis, axes.yaxis):
        low, high = sorted(axis.get_view_interval())
        texts += [tick.label1 for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]
    boxes = [(text.get_text(), text.get_window_extent(canvas.get_renderer())) for text in texts if text.get_text()]
    return [(words, (box.x0, card.height - box.y1, box.x1, card.height - box.y0)) for words, box in boxes]


@every_curve
def test_an_image_stays_under_60_kb_and_has_two_pixels_to_one_of_the_page(name):
    picture, _ = drawn(name)
    assert len(picture.image) < 60_000
    assert Image.open(io.BytesIO(picture.image)).width == SHARPNESS * picture.width


@every_curve
def test_every_word_stays_on_the_card_and_no_two_overlap(name):
    picture, card = drawn(name)
    words = words_of(name)
    for one, box in words:
        assert holds((3, 3, picture.width - 3, card.height - 3), box), one
    for (one, box), (other, other_box) in combinations(words, 2):
        assert not overlap(box, other_box), (one, other)


@every_curve
def test_both_axes_say_what_they_show(name):
    labels = plot(name).get_xlabel(), plot(name).get_ylabel()
    assert labels in {("step", "error"), ("ε", "relative error")}


def test_a_curve_is_the_same_bytes_whatever_the_readers_settings():
    with mpl.rc_context({"font.size": 29, "axes.grid": True, "lines.linestyle": "--"}):
        for name in ("four that end together", "V"):
            assert CURVES[name]().image == drawn(name)[0].image


@pytest.mark.parametrize(
    ("name", "scale"),
    [("far", "log"), ("near", "linear"), ("one falls, one rises", "log"), ("an error of zero", "linear")],
)
def test_an_error_that_falls_far_has_a_logarithmic_axis_and_the_words_say_so(name, scale):
    assert plot(name).get_yscale() == scale
    assert f", {scale} axis; " in drawn(name)[0].alt


def test_the_words_tell_the_first_and_the_last_error_of_every_curve():
    assert drawn("near")[0].alt == "Error over steps 0 to 59, linear axis; 0.125 → 0.0201."
    assert drawn("far")[0].alt == "Error over steps 0 to 59, log axis; 0.125 → 2.1e−9."
    assert drawn("one falls, one rises")[0].alt == (
        "Error over steps 0 to 59, log axis; learning rate 0.1: 0.125 → 0.0201; learning rate 2: 0.125 → 1.7663e27."
    )


@pytest.mark.parametrize("name", ["near", "four that end together", "one falls, one rises"])
def test_the_labels_of_the_words_stand_on_the_card_in_the_order_of_the_ends(name):
    picture, card = drawn(name)
    labels = [text.get_text() for text in card.axes.texts]
    assert sorted(labels) == sorted(picture.alt.removesuffix(".").split("; ")[1:])
    by_height = sorted(card.axes.texts, key=lambda text: text.get_position()[1])
    ends = {label: line.get_ydata()[-1] for label, line in zip(sorted(labels), plot(name).lines, strict=True)}
    assert [text.get_text() for text in by_height] == sorted(ends, key=ends.get, reverse=True)


def test_curves_differ_in_pattern_or_width_as_well_as_in_colour():
    lines = plot("four that end together").lines
    assert len({line.get_color() for line in lines}) == 4
    assert len({(str(line._dash_pattern), line.get_linewidth()) for line in lines}) == 4


def test_the_lines_are_the_errors():
    np.testing.assert_array_equal(plot("far").lines[0].get_ydata(), FAR)
    np.testing.assert_array_equal(plot("far").lines[0].get_xdata(), STEPS)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([[0.1, -0.2]], "errors must be finite and at least 0"),
        ([[0.1, np.nan]], "errors must be finite and at least 0"),
        ([[]], "errors is empty"),
        ([np.ones((2, 2, 2))], r"errors must have 2 axes, \(steps,\) or \(curves, steps\); got shape \(2, 2, 2\)"),
        ([np.ones((5, 3))], "5 curves are too many to draw: at most 4"),
        ([np.ones((2, 3)), ["rate 1"]], r"names has shape \(1,\), but the curves ask for \(2,\)"),
        ([[1, 2], ["a name that is far too long to stand beside a curve of its own"]], "the names are too long"),
    ],
)
def test_errors_that_cannot_be_drawn_are_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        figures.error_over_steps(*arguments)


def test_the_v_tells_its_lowest_point_and_both_slopes():
    assert drawn("V")[0].alt == (
        "Relative error of the numerical gradient over ε, logarithmic axes: lowest 3e−11 at ε = 1e−5; "
        "rounding ∝ 1/ε, up to 0.0001 at ε = 1e−12; truncation ∝ ε², up to 0.002 at ε = 0.1."
    )
    axes = plot("V")
    assert [text.get_text() for text in axes.texts] == ["lowest 3e−11 at ε = 1e−5", "rounding ∝ 1/ε", "truncation ∝ ε²"]
    assert (axes.get_xscale(), axes.get_yscale()) == ("log", "log")


def test_the_lowest_point_is_marked_whatever_the_order_of_the_epsilons():
    order = np.random.default_rng(0).permutation(len(V))
    picture, card = card_of(lambda: figures.gradient_check(EPSILONS[order], np.array(V)[order]))
    assert picture.image == drawn("V")[0].image
    line, dot = card.axes.figure.axes[1].lines
    np.testing.assert_array_equal(line.get_xdata(), EPSILONS[::-1])
    np.testing.assert_array_equal(line.get_ydata(), V[::-1])
    assert [*dot.get_xdata(), *dot.get_ydata()] == pytest.approx([1e-5, 3e-11])


@pytest.mark.parametrize(
    ("name", "slopes"), [("no truncation", ["rounding ∝ 1/ε"]), ("no rounding", ["truncation ∝ ε²"]), ("one ε", [])]
)
def test_a_slope_that_is_not_there_is_not_named(name, slopes):
    assert [text.get_text() for text in plot(name).texts][1:] == slopes
    assert drawn(name)[0].alt.count("∝") == len(slopes)


@pytest.mark.parametrize("errors", [[0.755, 0.756, 0.755], [1e-8, 1e-8, 1e-8], [1e-2, 1e-8, 2e-8]])
def test_a_side_that_does_not_follow_the_law_is_not_named(errors):
    assert "∝" not in figures.gradient_check([1e-1, 1e-3, 1e-5], errors).alt


def test_an_error_of_0_has_no_place_on_the_axis():
    with_0 = figures.gradient_check([1e-1, 1e-2, 1e-5, 1e-9], [2e-3, 0, 3e-11, 4e-8])
    assert with_0.alt == figures.gradient_check([1e-1, 1e-5, 1e-9], [2e-3, 3e-11, 4e-8]).alt


def test_labels_of_curves_that_end_together_stay_on_the_card_and_apart():
    _, card = card_of(lambda: figures.error_over_steps([[1, 5]] * 4, list("abcd")))
    heights = sorted(text.get_position()[1] for text in card.axes.texts)
    assert heights[0] >= 12
    assert min(np.diff(heights)) >= 12


@pytest.mark.parametrize(
    ("epsilons", "errors", "message"),
    [
        ([0.1, 0], [1, 2], "epsilons must be finite and greater than 0"),
        ([0.1, 0.01], [0, 0], "errors are all 0"),
        ([0.1, 0.01], [1, np.inf], "errors must be finite and at least 0"),
        ([0.1, 0.01], [1, 2, 3], r"errors has shape \(3,\), but the epsilons ask for \(2,\)"),
        ([[0.1]], [[1]], r"epsilons must have 1 axes, \(steps,\); got shape \(1, 1\)"),
    ],
)
def test_a_gradient_check_that_cannot_be_drawn_is_refused(epsilons, errors, message):
    with pytest.raises(ValueError, match=message):
        figures.gradient_check(epsilons, errors)
