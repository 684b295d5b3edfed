"""A convolution over channels as a table: places, numbers, words, what is refused."""

import numpy as np
import pytest
from scipy.signal import convolve2d, correlate2d

from backprop_helpers import figures
from backprop_helpers.maths.numerals import read

from .drawings import WHOLE, card_of, drawn

IMAGE = np.stack([WHOLE[:3, :4], WHOLE[2:5, 3:], WHOLE[3:, 1:5]])
KERNEL = np.array([[[[1, -2]], [[0, 3]], [[4, 5]]], [[[-1, 0]], [[2, 2]], [[-3, 1]]]])
DELTA = np.array([[[1, 0, -2], [3, 4, 0], [0, -1, 5]], [[-2, 1, 1], [0, 0, 6], [7, -3, 0]]])
BIAS = [10, -0.5]


def by_words(card):
    return {grid.panel.words: grid for grid in card.grids}


def test_forward_each_feature_map_is_the_sum_over_the_channels_and_the_bias(oracle):
    _, card = card_of(lambda: figures.channels(IMAGE, KERNEL, bias=BIAS))
    grids = by_words(card)
    for k in range(2):
        total = sum(correlate2d(IMAGE[c], KERNEL[k, c], mode="valid") for c in range(3)) + BIAS[k]
        np.testing.assert_allclose(grids[f"$x$[{k}]"].panel.values, total)
        for c in range(3):
            np.testing.assert_array_equal(grids[f"$w$[{k}, {c}]"].panel.values, KERNEL[k, c])
            np.testing.assert_array_equal(grids[f"$o$[{c}]"].panel.values, IMAGE[c])
    assert {"sum + 10", "sum − 0.5"} <= {text.get_text() for text in card.axes.texts}
    oracle("SciPy")


def test_backwards_every_array_holds_what_scipy_gives(oracle):
    _, card = card_of(lambda: figures.channels(IMAGE, KERNEL, DELTA))
    grids = by_words(card)
    for c in range(3):
        delta = sum(convolve2d(DELTA[k], KERNEL[k, c], mode="full") for k in range(2))
        np.testing.assert_allclose(grids[rf"$\delta_o$[{c}]"].panel.values, delta)
        for k in range(2):
            gradient = correlate2d(IMAGE[c], DELTA[k], mode="valid")
            np.testing.assert_allclose(grids[rf"$\partial E/\partial w$[{k}, {c}]"].panel.values, gradient)
    np.testing.assert_array_equal(grids[r"$\delta_x$[1]"].panel.values, DELTA[1])
    oracle("SciPy")


@pytest.mark.parametrize("name", ["channels", "channels, back"])
def test_slices_stand_under_their_channel_and_in_the_row_of_their_result(name):
    _, card = drawn(name)
    tops, rows = card.grids[:3], (card.grids[3:7], card.grids[7:])
    for *slices, result in rows:
        assert [one.centre for one in slices] == pytest.approx([top.centre for top in tops])
        assert len({(one.y + one.bottom) / 2 for one in (*slices, result)}) == 1
        assert result.x > slices[-1].right
    assert rows[0][-1].centre == rows[1][-1].centre
    roles = [tops[0].panel.role, rows[0][0].panel.role, rows[0][-1].panel.role]
    assert roles == (["activation", "kernel", "feature map"] if name == "channels" else ["delta", "gradient", "delta"])


def test_backwards_each_array_has_the_place_and_shape_of_its_counterpart():
    forward, backward = (drawn(name)[1].grids for name in ("channels", "channels, back"))
    for one, other in zip(forward, backward, strict=True):
        assert (one.panel.values.shape, one.y) == (other.panel.values.shape, other.y)


def test_the_arrows_point_to_the_result_forward_and_away_from_it_back():
    for name, to_the_right in (("channels", True), ("channels, back", False)):
        _, card = drawn(name)
        arrows = [patch for patch in card.axes.artists + card.axes.patches if hasattr(patch, "_posA_posB")]
        assert [end[0] > start[0] for start, end in (arrow._posA_posB for arrow in arrows)] == [to_the_right] * 2


def test_the_words_hold_every_number_forward():
    assert card_of(lambda: figures.channels(IMAGE[:2, :2, :2], KERNEL[:1, :2], bias=[0.25]))[0].alt == (
        f"A column for each channel, a row for each kernel. o[0]: {read(IMAGE[0, :2, :2])}. "
        f"o[1]: {read(IMAGE[1, :2, :2])}. w[0, 0]: 1 −2. + w[0, 1]: 0 3. "
        f"sum + 0.25 → x[0]: {read(FIRST_TWO + 0.25)}."
    )


FIRST_TWO = sum(correlate2d(IMAGE[c, :2, :2], KERNEL[0, c], mode="valid") for c in range(2))


def test_the_words_hold_every_number_back():
    alt = figures.channels([[[1, 2, 3]], [[4, 5, -6]]], KERNEL[:1, :2], delta=[[[10, 0.5]]]).alt
    assert alt == (
        "A column for each channel, a row for each kernel. δ_o[0]: 10.0 −19.5 −1.0. δ_o[1]: 0 30.0 1.5. "
        "∂E/∂w[0, 0]: 11.0 21.5. ∂E/∂w[0, 1]: 42.5 47.0. ← to each δ_x[0]: 10.0 0.5."
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"image": IMAGE[0]}, r"image must have 3 axes, \(C, H, W\); got shape \(3, 4\)"),
        ({"kernel": KERNEL[0]}, r"kernel must have 4 axes, \(K, C, kh, kw\); got shape \(3, 1, 2\)"),
        ({"image": IMAGE[:2]}, r"x \(2, 3, 4\) has 2 channels, but kernel \(2, 3, 1, 2\) is for 3"),
        ({"kernel": np.ones((2, 3, 4, 1))}, r"kernel \(4, 1\) does not fit into image \(3, 4\)"),
        ({"kernel": np.ones((9, 3, 1, 1))}, r"kernel \(9, 3, 1, 1\) is too large to draw"),
        ({"delta": DELTA[:1]}, r"delta has shape \(1, 3, 3\), but the feature map has \(2, 3, 3\)"),
        ({"delta": DELTA[0]}, r"delta must have 3 axes, \(K, H', W'\)"),
        ({"bias": [1]}, r"bias has shape \(1,\), but kernel \(2, 3, 1, 2\) asks for \(2,\)"),
        ({"image": np.ones((8, 3, 8)), "kernel": np.ones((1, 8, 1, 1))}, "too large to stand side by side"),
    ],
)
def test_channels_that_cannot_be_drawn_are_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        figures.channels(**{"image": IMAGE, "kernel": KERNEL} | arguments)
