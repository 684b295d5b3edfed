from fractions import Fraction

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis.extra.numpy import arrays

from backprop_helpers import check_gradients, max_pool2d, max_pool2d_input_delta

from .inputs import distinct
from .pytorch_cases import compare_live, compare_with_stored

exactly_repeatable = settings(deadline=None, derandomize=True, max_examples=150)
IMAGE = [[1, 5, 2, 0], [3, 4, 8, 7], [9, 6, 0, 1]]


# By hand


@pytest.mark.parametrize(
    ("setting", "pooled", "input_delta"),
    [
        ({}, [[5, 8]], [[0, 1, 0, 0], [0, 0, 2, 0], [0, 0, 0, 0]]),
        ({"size": (3, 1)}, [[9, 6, 8, 7]], [[0, 0, 0, 0], [0, 0, 3, 4], [1, 2, 0, 0]]),
        ({"size": (1, 3)}, [[5], [8], [9]], [[0, 1, 0, 0], [0, 0, 2, 0], [3, 0, 0, 0]]),
        ({"stride": 1}, [[5, 8, 8], [9, 8, 8]], [[0, 1, 0, 0], [0, 0, 2 + 3 + 5 + 6, 0], [4, 0, 0, 0]]),
        ({"stride": (1, 2)}, [[5, 8], [9, 8]], [[0, 1, 0, 0], [0, 0, 2 + 4, 0], [3, 0, 0, 0]]),
        ({"size": 1, "stride": (2, 3)}, [[1, 0], [9, 1]], [[1, 0, 0, 2], [0, 0, 0, 0], [3, 0, 0, 4]]),
    ],
)
def test_the_largest_number_passes_and_takes_the_delta(setting, pooled, input_delta):
    """The deltas are 1, 2, 3 … in reading order; a number that won several windows gets their sum."""
    assert max_pool2d(IMAGE, **setting).tolist() == pooled
    delta = np.arange(1, np.size(pooled) + 1).reshape(np.shape(pooled))
    assert max_pool2d_input_delta(IMAGE, delta, **setting).tolist() == input_delta


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        ([[7, 7], [7, 7]], [[3, 0], [0, 0]]),
        ([[1, 7], [7, 7]], [[0, 3], [0, 0]]),
        ([[1, 2], [7, 7]], [[0, 0], [3, 0]]),
        ([[-7, -2], [-7, -2]], [[0, 3], [0, 0]]),
        ([[0.0, -0.0], [-0.0, 0.0]], [[3, 0], [0, 0]]),
    ],
)
def test_a_tie_goes_to_the_first_winner_in_reading_order(window, expected):
    assert max_pool2d_input_delta(window, [[3]]).tolist() == expected


def test_ties_are_settled_in_every_overlapping_window_apart():
    assert max_pool2d_input_delta([[2, 7, 7, 7, 1]], [[1, 10, 100, 1000]], size=(1, 2), stride=1).tolist() == [
        [0, 1 + 10, 100, 1000, 0]
    ]


def test_leading_axes_are_pooled_each_for_itself():
    x = distinct((2, 3, 4, 6))
    delta = distinct((2, 3, 2, 2)) + 1
    one_by_one = [[max_pool2d(image, (2, 3)) for image in images] for images in x]
    np.testing.assert_array_equal(max_pool2d(x, (2, 3)), one_by_one)
    one_by_one = [[max_pool2d_input_delta(x[n, c], delta[n, c], (2, 3)) for c in range(3)] for n in range(2)]
    np.testing.assert_array_equal(max_pool2d_input_delta(x, delta, (2, 3)), one_by_one)


# The oracles


def test_equals_what_pytorch_once_said(oracle):
    assert compare_with_stored("max_pool2d", oracle) == []


def test_equals_what_pytorch_says(oracle):
    assert compare_live("max_pool2d", oracle) == []


@pytest.mark.parametrize("setting", [{}, {"size": (3, 2), "stride": (1, 2)}, {"size": 3, "stride": 1}])
def test_equals_finite_differences(setting, oracle):
    checked = check_gradients(max_pool2d, distinct((2, 5, 6)), **setting)
    assert checked.verdict == "right"
    assert len(checked.entries) == 2 * 5 * 6
    oracle("finite differences", len(checked.entries))


# The algebra


@st.composite
def pools(draw):
    """Draw an image of few different whole numbers, so with many ties, and settings and a delta."""
    two = st.tuples(st.integers(1, 3), st.integers(1, 3))
    setting = {"size": draw(two), "stride": draw(two)}
    shape = tuple(size + draw(st.integers(0, 4)) for size in setting["size"])
    x = draw(arrays(float, shape, elements=st.integers(0, 3)))
    delta = draw(arrays(float, max_pool2d(x, **setting).shape, elements=st.integers(-9, 9)))
    return x, setting, delta


@exactly_repeatable
@given(pools())
def test_every_window_sends_its_whole_delta_to_one_of_its_largest_numbers(drawn):
    x, setting, delta = drawn
    y = max_pool2d(x, **setting)
    for index, value in np.ndenumerate(delta):
        one = np.zeros_like(delta)
        one[index] = 1
        (winner,) = np.argwhere(max_pool2d_input_delta(x, one, **setting))
        assert x[tuple(winner)] == y[index]
        first = np.multiply(index, setting["stride"])
        assert all(first <= winner) and all(winner < first + setting["size"])
        assert value * max_pool2d_input_delta(x, one, **setting)[tuple(winner)] == value


@exactly_repeatable
@given(pools())
def test_the_way_back_is_linear_in_the_delta_and_loses_nothing(drawn):
    x, setting, delta = drawn
    twice = max_pool2d_input_delta(x, 2 * delta + 1, **setting)
    once, ones = (max_pool2d_input_delta(x, given, **setting) for given in (delta, np.ones_like(delta)))
    np.testing.assert_array_equal(twice, 2 * once + ones)
    assert once.sum() == delta.sum()
    assert (x * ones).sum() == max_pool2d(x, **setting).sum()


@exactly_repeatable
@given(pools())
def test_an_image_without_its_first_stride_of_rows_pools_to_the_rest(drawn):
    x, setting, _ = drawn
    y, (rows, columns) = max_pool2d(x, **setting), setting["stride"]
    if len(y) > 1:
        np.testing.assert_array_equal(max_pool2d(x[rows:], **setting), y[1:])
    if y.shape[1] > 1:
        np.testing.assert_array_equal(max_pool2d(x[:, columns:], **setting), y[:, 1:])


# Numbers


def test_fractions_stay_exact():
    x = [[Fraction(1, 3), Fraction(333, 1000)], [Fraction(-1, 2), Fraction(2, 7)]]
    assert max_pool2d(x).tolist() == [[Fraction(1, 3)]]
    assert max_pool2d_input_delta(x, [[Fraction(1, 7)]]).tolist() == [[Fraction(1, 7), 0], [0, 0]]


def test_of_nothing_but_minus_infinity_the_first_wins():
    assert max_pool2d([[-np.inf] * 2] * 2).tolist() == [[-np.inf]]
    assert max_pool2d_input_delta([[-np.inf] * 2] * 2, [[3]]).tolist() == [[3, 0], [0, 0]]


def test_what_is_not_a_number_passes_and_its_delta_is_not_lost():
    x = [[1, 2, 5, 6], [np.nan, 3, 8, np.inf]]
    np.testing.assert_array_equal(max_pool2d(x), [[np.nan, np.inf]])
    np.testing.assert_array_equal(max_pool2d_input_delta(x, [[3, np.nan]]), [[3, 0, 0, 0], [0, 0, 0, np.nan]])


def test_a_window_of_one_cell_gives_an_array_of_its_own():
    x = np.array([[1.0, 2], [3, 4]])
    assert not np.shares_memory(max_pool2d(x, 1), x)
