from fractions import Fraction

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis.extra.numpy import arrays

from backprop_helpers import (
    avg_pool2d,
    avg_pool2d_input_delta,
    explain,
    max_pool2d,
    max_pool2d_input_delta,
    trace,
    used_by,
)

from .inputs import distinct

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


@pytest.mark.parametrize(
    ("setting", "pooled", "input_delta"),
    [
        # windows 1; 5 2; 0 / 3 9; 4 8 6 0; 7 1
        ({"padding": 1}, [[1, 5, 0], [9, 8, 7]], [[1, 2, 0, 3], [0, 0, 5, 6], [4, 0, 0, 0]]),
        # windows 1 5; 5 2; 2 0 …, and without a row below
        (
            {"size": (3, 2), "stride": (2, 1), "padding": (1, 0)},
            [[5, 8, 8], [9, 8, 8]],
            [[0, 1, 0, 0], [0, 0, 16, 0], [4, 0, 0, 0]],
        ),
        ({"size": (1, 3), "stride": 2, "padding": (0, 1)}, [[5, 5], [9, 6]], [[0, 3, 0, 0], [0] * 4, [3, 4, 0, 0]]),
        (
            {"size": (1, 2), "stride": (2, 3), "padding": (0, 1)},
            [[1, 2], [9, 1]],
            [[1, 0, 2, 0], [0] * 4, [3, 0, 0, 4]],
        ),
    ],
)
def test_in_the_padding_a_window_has_fewer_cells(setting, pooled, input_delta):
    """The same with all numbers 10 smaller, where zeros in the padding would win."""
    image, delta = np.array(IMAGE), np.arange(1, np.size(pooled) + 1).reshape(np.shape(pooled))
    for less in (0, 10):
        assert (max_pool2d(image - less, **setting) + less).tolist() == pooled
        assert max_pool2d_input_delta(image - less, delta, **setting).tolist() == input_delta


@pytest.mark.parametrize(
    ("size", "padding"), [(1, 1), (3, 2), ((2, 3), (0, 2)), ((1, 4), (1, 0))], ids=lambda value: repr(value)
)
def test_no_window_may_stand_in_the_padding_alone(size, padding):
    with pytest.raises(ValueError, match="padding must be at most half of the pool's size; got padding"):
        max_pool2d(IMAGE, size, 1, padding)
    with pytest.raises(ValueError, match="padding must be at most half of the pool's size; got padding"):
        max_pool2d_input_delta(IMAGE, [[1]], size, 1, padding)


@pytest.mark.parametrize(
    ("setting", "pooled", "input_delta"),
    [
        ({}, [[13 / 4, 17 / 4]], [[1, 1, 2, 2], [1, 1, 2, 2], [0, 0, 0, 0]]),
        ({"size": (3, 1)}, [[13 / 3, 5, 10 / 3, 8 / 3]], [[4 / 3, 8 / 3, 4, 16 / 3]] * 3),
        ({"size": (1, 3), "stride": 1}, [[8 / 3, 7 / 3], [5, 19 / 3], [5, 7 / 3]], None),
        ({"size": (1, 2), "stride": (2, 3)}, [[3], [7.5]], [[2, 2, 0, 0], [0] * 4, [4, 4, 0, 0]]),
        ({"size": 1, "stride": (2, 3)}, [[1, 0], [9, 1]], [[4, 0, 0, 8], [0] * 4, [12, 0, 0, 16]]),
    ],
)
def test_the_mean_passes_and_its_delta_is_shared_out_equally(setting, pooled, input_delta):
    """The deltas are 4, 8, 12 … in reading order; where windows overlap the shares add up."""
    assert avg_pool2d(IMAGE, **setting).tolist() == pooled
    delta = 4 * np.arange(1, np.size(pooled) + 1).reshape(np.shape(pooled))
    if input_delta is None:
        thirds = [[4, 4 + 8, 4 + 8, 8], [12, 12 + 16, 12 + 16, 16], [20, 20 + 24, 20 + 24, 24]]
        input_delta = [[each / 3 for each in row] for row in thirds]
    np.testing.assert_allclose(avg_pool2d_input_delta(IMAGE, delta, **setting), input_delta, rtol=1e-15)


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
    assert max_pool2d(x, (1, 2), 1, (0, 1)).tolist() == [
        [Fraction(1, 3), Fraction(1, 3), Fraction(333, 1000)],
        [Fraction(-1, 2), Fraction(2, 7), Fraction(2, 7)],
    ]
    assert avg_pool2d(x, (2, 1)).tolist() == [[Fraction(-1, 12), (Fraction(333, 1000) + Fraction(2, 7)) / 2]]
    assert avg_pool2d_input_delta(x, [[Fraction(1, 7)]]).tolist() == [[Fraction(1, 28)] * 2] * 2


def test_of_nothing_but_minus_infinity_the_first_wins():
    assert max_pool2d([[-np.inf] * 2] * 2).tolist() == [[-np.inf]]
    assert max_pool2d_input_delta([[-np.inf] * 2] * 2, [[3]]).tolist() == [[3, 0], [0, 0]]


@pytest.mark.parametrize("wrap", [np.array, lambda x: trace(x, "x")], ids=["plain", "traced"])
def test_what_is_not_a_number_wins_its_window_and_gets_the_delta(wrap):
    """Of several the last one, as in PyTorch; a window beside it is as always."""
    nan, x = np.nan, [[1, 2, 5, 6], [np.nan, 3, 8, np.inf]]
    np.testing.assert_array_equal(values(max_pool2d(wrap(x))), [[nan, np.inf]])
    np.testing.assert_array_equal(values(max_pool2d_input_delta(wrap(x), [[3, nan]])), [[0, 0, 0, 0], [3, 0, 0, nan]])
    for row, expected in [([9, nan, nan, 1], [0, 0, 3, 0]), ([nan, 9, 1, nan], [0, 0, 0, 3]), ([nan, 9], [3, 0])]:
        assert values(max_pool2d_input_delta(wrap([row]), [[3]], (1, len(row)))).tolist() == [expected]
    overlapping = wrap([[2, nan, 1, nan, 0, 7, 7]])  # windows 2 nan 1; nan 1 nan; 1 nan 0; nan 0 7; 0 7 7
    y = max_pool2d(overlapping, (1, 3), 1)
    np.testing.assert_array_equal(values(y), [[nan, nan, nan, nan, 7]])
    delta = max_pool2d_input_delta(overlapping, [[1, 10, 100, 1000, 5]], (1, 3), 1)
    assert values(delta).tolist() == [[0, 1, 0, 10 + 100 + 1000, 0, 5, 0]]


def values(array):
    return getattr(array, "value", array)


def test_what_is_not_a_number_makes_its_mean_none_and_changes_no_share():
    x = [[1, 2, 5, 6], [np.nan, 3, 8, np.inf]]
    np.testing.assert_array_equal(avg_pool2d(x), [[np.nan, np.inf]])
    np.testing.assert_array_equal(avg_pool2d_input_delta(x, [[4, np.nan]]), [[1, 1, np.nan, np.nan]] * 2)


# In words


def test_a_pool_with_padding_explains_itself_by_the_cells_of_the_image_alone():
    x, delta = trace([[-1, -5], [-3, -4]], "x"), trace([[1, 2, 3], [4, 5, 6]], "δ")
    y, back = max_pool2d(x, 2, 2, (1, 0)), max_pool2d_input_delta(x, delta, (1, 2), 1, (0, 1))
    assert repr(explain(y[0, 0])) == "max(x[0, 0], x[0, 1])\n= max(−1, −5)\n= −1\n−1 won over −5"
    assert repr(explain(back[0, 0])) == (
        "δ[0, 0] + δ[0, 1]\n= 1 + 2\n= 3\n"
        "x[0, 0] won its window: no other cell is in it\nx[0, 0] won its window: −1 won over −5"
    )
    assert used_by(x[0, 0], max_pool2d(x, 2, 1, 1)) == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_a_mean_explains_itself_and_its_shares():
    x, delta = trace([[1, 5, 2], [3, 4, 8]], "x"), trace([[2, 6]], "δ")
    y, back = avg_pool2d(x, stride=1), avg_pool2d_input_delta(x, delta, stride=1)
    assert repr(explain(y[0, 1])) == ("(x[0, 1] + x[0, 2] + x[1, 1] + x[1, 2]) / 4\n= (5 + 2 + 4 + 8) / 4\n= 4.75")
    assert repr(explain(back[1, 1])) == "δ[0, 0] / 4 + δ[0, 1] / 4\n= 2 / 4 + 6 / 4\n= 2"
    assert used_by(x[1, 0], y) == used_by(delta[0, 0], back[1:, :1]) == [(0, 0)]
