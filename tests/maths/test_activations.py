import re
from fractions import Fraction

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings
from scipy.special import expit

from backprop_helpers import (
    explain,
    leaky_relu,
    leaky_relu_input_delta,
    relu,
    relu_input_delta,
    sigmoid,
    sigmoid_input_delta,
    tanh,
    tanh_input_delta,
    trace,
)

from .inputs import uneven

exactly_repeatable = settings(deadline=None, derandomize=True, max_examples=150)
numbers = st.floats(-700, 700)


# By hand


def test_sigmoid_of_the_logarithm_of_odds_is_the_share():
    """Odds of 3 to 1 are 3 of 4, odds of 1 to 9 are 1 of 10."""
    np.testing.assert_allclose(sigmoid([0, np.log(3), -np.log(9)]), [1 / 2, 3 / 4, 1 / 10], rtol=1e-15)


def test_sigmoids_slope_is_told_by_its_own_value():
    np.testing.assert_allclose(
        sigmoid_input_delta([0.5, 0.75, 0.1], [8, 16, -100]),
        [8 * 0.5 * 0.5, 16 * 0.75 * 0.25, -100 * 0.1 * 0.9],
        rtol=1e-15,
    )


def test_relu_lets_pass_what_is_above_0_and_its_delta():
    assert relu([[-2, 0], [3, 0.5]]).tolist() == [[0, 0], [3, 0.5]]
    assert relu_input_delta([[-2, 0], [3, 0.5]], [[10, 20], [-30, 40]]).tolist() == [[0, 0], [-30, 40]]


@pytest.mark.parametrize("zero", [0.0, -0.0, 0])
def test_relu_sends_nothing_back_at_0(zero):
    assert relu_input_delta([zero, 5e-324], [7, 7]).tolist() == [0, 7]


def test_leaky_relu_lets_pass_what_is_above_0_and_a_share_of_the_rest():
    assert leaky_relu([[-2, 0], [3, 0.5]], 0.25).tolist() == [[-0.5, 0], [3, 0.5]]
    assert leaky_relu_input_delta([[-2, 0], [3, 0.5]], [[10, 20], [-30, 40]], 0.25).tolist() == [[2.5, 5], [-30, 40]]
    assert leaky_relu([-2, 3]).tolist() == [-0.02, 3]
    assert leaky_relu_input_delta([-2, 3], [5, 5]).tolist() == [0.05, 5]
    assert leaky_relu([-2, 3], -1).tolist() == [2, 3]
    assert leaky_relu([-2, 3], 0).tolist() == [0, 3]


@pytest.mark.parametrize("zero", [0.0, -0.0, 0])
def test_at_0_leaky_relu_has_the_slope_of_below(zero):
    assert leaky_relu_input_delta([zero, 5e-324, -5e-324], [8, 8, 8], 0.25).tolist() == [2, 8, 2]


def test_tanh_and_its_slope_by_hand():
    """tanh(ln 3) = (3 − 1/3) / (3 + 1/3) = 4/5."""
    np.testing.assert_allclose(tanh([np.log(3), -np.log(3), 0]), [4 / 5, -4 / 5, 0], rtol=1e-15)
    np.testing.assert_allclose(tanh_input_delta([0.8, -0.8, 0, 1], [100, -100, 7, 7]), [36, -36, 7, 0], rtol=1e-14)


def test_tanh_is_exact_for_small_numbers_and_reaches_1_without_a_warning():
    """x − x³/3 for small x; a quotient of exponentials would keep seven digits at 1e-9."""
    with np.errstate(all="raise"):
        assert tanh([1e-9, -1e-9, 1e-5]).tolist() == [1e-9, -1e-9, 1e-5 - 1e-15 / 3]
        assert tanh([-np.inf, -1e4, 1e4, np.inf]).tolist() == [-1, -1, 1, 1]
        assert tanh_input_delta([1e-200, -1], [3, 5]).tolist() == [3, 0]


# The oracles


def test_equals_scipy(oracle):
    x = np.concatenate([40 * uneven((99,)), [-800, -700, 700, 800]])
    np.testing.assert_allclose(sigmoid(x), expit(x), rtol=1e-13, atol=1e-300)
    oracle("SciPy", 1)


# The algebra


@exactly_repeatable
@given(numbers)
def test_sigmoid_of_x_and_of_minus_x_share_1(x):
    assert sigmoid(x) + sigmoid(-x) == pytest.approx(1, rel=1e-15)


@exactly_repeatable
@given(numbers, numbers)
def test_relu_of_x_less_relu_of_minus_x_is_x(x, delta):
    assert relu(x) - relu(-x) == x
    assert relu_input_delta(x, delta) + relu_input_delta(-x, delta) == (delta if x else 0)


# Numbers


@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64])
def test_sigmoid_reaches_0_and_1_without_a_warning(kind):
    x = np.array([-np.inf, -1e4, 1e4, np.inf], kind)
    assert sigmoid(x).tolist() == [0, 0, 1, 1]


@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64, np.longdouble])
def test_no_size_of_x_raises_an_error_of_floating_point(kind):
    x = np.array([-np.inf, -1e4, -745, -100, -20, 0, 20, 100, 745, 1e4, np.inf, np.nan], kind)
    with np.errstate(all="raise"):
        y = sigmoid(x)
        back = sigmoid_input_delta(y, np.full(len(x), 1e-30, y.dtype))
        traced = sigmoid(trace(x, "x"))
    x, y, back = (array.astype(float) for array in (x, y, back))
    np.testing.assert_allclose(y, expit(x), rtol=1e-6, atol=1e-37)
    np.testing.assert_allclose(traced.value, expit(x), rtol=1e-12, atol=1e-300)
    np.testing.assert_allclose(back, 1e-30 * expit(x) * expit(-x), rtol=1e-6, atol=1e-36)


def test_fractions_stay_exact():
    third = Fraction(1, 3)
    assert sigmoid_input_delta([third], [Fraction(9, 2)]).tolist() == [1]
    assert relu([third, -third]).tolist() == [third, 0]
    assert relu_input_delta([third, -third], [third, third]).tolist() == [third, 0]
    assert leaky_relu([third, -third], Fraction(1, 7)).tolist() == [third, Fraction(-1, 21)]
    assert leaky_relu_input_delta([third, -third], [third, third], Fraction(1, 7)).tolist() == [third, Fraction(1, 21)]
    assert tanh_input_delta([third], [Fraction(9, 2)]).tolist() == [4]


def test_what_is_not_a_number_passes():
    np.testing.assert_array_equal(sigmoid([np.nan, 0]), [np.nan, 0.5])
    np.testing.assert_array_equal(relu([np.nan, np.inf, -np.inf]), [np.nan, np.inf, 0])
    np.testing.assert_array_equal(sigmoid_input_delta([0.5, np.nan], [np.nan, 1]), [np.nan, np.nan])
    np.testing.assert_array_equal(relu_input_delta([1, np.nan, -1], [np.nan, 7, np.nan]), [np.nan, 7, 0])
    np.testing.assert_array_equal(tanh([np.nan, 0]), [np.nan, 0])
    np.testing.assert_array_equal(tanh_input_delta([0.5, np.nan], [np.nan, 1]), [np.nan, np.nan])
    np.testing.assert_array_equal(leaky_relu([np.nan, np.inf, -np.inf], 0.5), [np.nan, np.inf, -np.inf])
    np.testing.assert_array_equal(
        leaky_relu_input_delta([1, np.nan, -1], [np.nan, 8, np.nan], 0.5), [np.nan, 4, np.nan]
    )


@pytest.mark.parametrize("slope", [0, -1, 1e300])
def test_what_passes_whole_raises_no_warning_over_the_share_that_is_not_taken(slope):
    with np.errstate(all="raise"):
        assert leaky_relu([np.inf, 1e300, 3], slope).tolist() == [np.inf, 1e300, 3]
        assert leaky_relu_input_delta([1, 1], [np.inf, 1e300], slope).tolist() == [np.inf, 1e300]


@pytest.mark.parametrize("slope", [None, "0.1", [0.1], 1j, True, np.array([0.1])], ids=repr)
def test_a_slope_is_a_finite_number(slope):
    for call in (lambda value: leaky_relu([1], value), lambda value: leaky_relu_input_delta([1], [1], value)):
        with pytest.raises(TypeError, match="slope must be a real number; got"):
            call(slope)
        with pytest.raises(ValueError, match="slope must be finite; got nan"):
            call(np.nan)


@pytest.mark.parametrize("slope", [0.25, 1, np.float64(0.25), np.int64(2), Fraction(1, 4)], ids=repr)
def test_the_kind_of_the_slope_does_not_widen_float32(slope):
    x = np.float32([-2, 3])
    assert leaky_relu(x, slope).dtype == leaky_relu_input_delta(x, x, slope).dtype == np.float32
    assert leaky_relu(x, slope).tolist() == [-2 * float(slope), 3]


# In words


def test_the_activations_explain_themselves():
    x, delta = trace([-2, 3], "x"), trace([5, 7], "δ")
    y, leaked = tanh(x).named("y"), leaky_relu(x, 0.25)
    assert repr(explain(y[1])) == "y[1] = tanh(x[1])\n     = tanh(3)\n     = 0.9951"
    assert repr(explain(tanh_input_delta(y, delta)[1])) == "δ[1]·(1 − y[1]²)\n= 7·(1 − 0.9951²)\n= 0.0691"
    assert repr(explain(leaked[0])) == "0.25·x[0]\n= 0.25·(−2)\n= −0.5\nx[0] > 0 does not hold: −2 > 0"
    assert repr(explain(leaked[1])) == "x[1]\n= 3\nx[1] > 0 holds: 3 > 0"
    back = leaky_relu_input_delta(x, delta, 0.25)
    assert repr(explain(back[0])) == "0.25·δ[0]\n= 0.25·5\n= 1.25\nx[0] > 0 does not hold: −2 > 0"


# What is refused


@pytest.mark.parametrize(
    ("y", "got"),
    [
        ([[0.5, 1.5], [-2, 0]], "1.5 at [0, 1]"),
        ([np.nan, 0, 1, -1e-300], "-1e-300 at [3]"),
        (np.inf, "inf"),
        (np.float32([0, 1 + 1e-6]), "1.00000"),
        ([Fraction(1, 3), Fraction(4, 3)], "4/3 at [1]"),
        (trace([0.5, 3], "y"), "3.0 at [1]"),
    ],
)
def test_sigmoids_slope_is_told_by_the_output_and_an_input_in_its_place_is_refused(y, got):
    message = f"y must lie between 0 and 1: it is the output, sigmoid(x), not x; got {got}"
    with pytest.raises(ValueError, match=re.escape(message)):
        sigmoid_input_delta(y, np.ones(np.shape(y)))


def test_an_output_of_0_or_1_or_one_that_is_not_a_number_is_none_of_an_input():
    np.testing.assert_array_equal(sigmoid_input_delta([0, 1, np.nan, 0.5], [7, 7, 7, 4]), [0, 0, np.nan, 1])
    y = trace([0.25, 1], "y")
    assert sigmoid_input_delta(y, [16, 4]).value.tolist() == [16 * 0.25 * 0.75, 0]
