from fractions import Fraction

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis.extra.numpy import arrays
from scipy.special import log_softmax, softmax

from backprop_helpers import (
    softmax_cross_entropy,
    softmax_cross_entropy_input_delta,
    squared_error,
    squared_error_input_delta,
)

from .inputs import uneven

exactly_repeatable = settings(deadline=None, derandomize=True, max_examples=100)


# By hand


def test_squared_error_is_half_the_sum_of_squares():
    assert squared_error([1, 5, 2], [4, 1, 2]) == (3**2 + 4**2 + 0**2) / 2
    assert squared_error([[1, 5], [2, 0]], [[4, 1], [2, 2]]) == (3**2 + 4**2 + 0**2 + 2**2) / 2
    assert squared_error_input_delta([1, 5, 2], [4, 1, 2]).tolist() == [1 - 4, 5 - 1, 2 - 2]


def test_cross_entropy_is_the_surprise_at_the_right_class():
    """The powers are 1, 2 and 5, so the shares 1/8, 2/8 and 5/8."""
    logits = np.log([1, 2, 5])
    assert softmax_cross_entropy(logits, 1) == pytest.approx(np.log(8 / 2), rel=1e-15)
    np.testing.assert_allclose(softmax_cross_entropy_input_delta(logits, 1), [1 / 8, 2 / 8 - 1, 5 / 8], rtol=1e-15)


def test_cross_entropy_is_the_mean_over_the_batch():
    logits = np.log([[1, 2, 5], [1, 1, 2]])
    assert softmax_cross_entropy(logits, [1, 0]) == pytest.approx((np.log(8 / 2) + np.log(4 / 1)) / 2, rel=1e-15)
    np.testing.assert_allclose(
        softmax_cross_entropy_input_delta(logits, [1, 0]),
        [[1 / 16, (2 / 8 - 1) / 2, 5 / 16], [(1 / 4 - 1) / 2, 1 / 8, 2 / 8]],
        rtol=1e-14,
    )


# The oracles


@pytest.mark.parametrize("scale", [1, 30, 1000])
def test_equals_scipy(scale, oracle):
    logits, labels = scale * uneven((5, 4)), np.array([3, 0, 1, 1, 2])
    chosen = np.arange(5), labels
    assert softmax_cross_entropy(logits, labels) == pytest.approx(
        -log_softmax(logits, axis=1)[chosen].mean(), rel=1e-13
    )
    delta = softmax(logits, axis=1)
    delta[chosen] -= 1
    np.testing.assert_allclose(softmax_cross_entropy_input_delta(logits, labels), delta / 5, rtol=1e-13, atol=1e-16)
    oracle("SciPy", 2)


# The algebra


logits_with_labels = st.tuples(
    arrays(float, (3, 4), elements=st.integers(-20, 20)), arrays(int, (3,), elements=st.integers(0, 3))
)


@exactly_repeatable
@given(logits_with_labels, st.integers(-100, 100))
def test_adding_the_same_to_all_logits_changes_nothing(drawn, shift):
    logits, labels = drawn
    assert softmax_cross_entropy(logits + shift, labels) == softmax_cross_entropy(logits, labels)
    np.testing.assert_array_equal(
        softmax_cross_entropy_input_delta(logits + shift, labels), softmax_cross_entropy_input_delta(logits, labels)
    )


@exactly_repeatable
@given(logits_with_labels)
def test_the_deltas_of_one_image_add_up_to_0_and_only_the_right_class_has_a_negative_one(drawn):
    logits, labels = drawn
    delta = softmax_cross_entropy_input_delta(logits, labels)
    np.testing.assert_allclose(delta.sum(axis=1), 0, atol=1e-15)
    assert (delta[np.arange(3), labels] <= 0).all()
    assert ((delta >= 0).sum(axis=1) >= 3).all()


# Numbers


def test_underflow_is_no_error_where_nothing_is_lost():
    with np.errstate(all="raise"):
        assert softmax_cross_entropy([0, -800, -800], 1) == 800
        delta = softmax_cross_entropy_input_delta([[0, -800], [0, -800]], [0, 1])
        faint = softmax_cross_entropy_input_delta([0, -740], 0)
    assert delta.tolist() == [[0, 0], [1 / 2, -1 / 2]]
    np.testing.assert_allclose(faint, [0, np.exp(-740)], rtol=1e-15)


@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64])
def test_large_logits_do_not_overflow(kind):
    logits = np.array([1000, 0, -1000], kind)
    assert [softmax_cross_entropy(logits, label) for label in range(3)] == [0, 1000, 2000]
    assert softmax_cross_entropy_input_delta(logits, 1).tolist() == [1, -1, 0]


def test_fractions_stay_exact():
    y, target = [Fraction(1, 3), 2], [1, Fraction(5, 2)]
    assert squared_error(y, target) == (Fraction(4, 9) + Fraction(1, 4)) / 2
    assert squared_error_input_delta(y, target).tolist() == [Fraction(-2, 3), Fraction(-1, 2)]


def test_what_is_not_a_number_passes():
    assert np.isnan(squared_error([np.nan, 1], [1, 1]))
    assert squared_error([np.inf, 1], [1, 1]) == np.inf
    np.testing.assert_array_equal(squared_error_input_delta([np.nan, 1], [1, np.inf]), [np.nan, -np.inf])
    assert np.isnan(softmax_cross_entropy([np.nan, 1], 1))
    assert np.isnan(softmax_cross_entropy_input_delta([np.nan, 1], 1)).all()
