from fractions import Fraction

import hypothesis.strategies as st
import numpy as np
from hypothesis import given, settings
from hypothesis.extra.numpy import arrays

from backprop_helpers import (
    conv2d,
    dense,
    dense_bias_gradient,
    dense_input_delta,
    dense_weights_gradient,
)

from .inputs import whole

exactly_repeatable = settings(deadline=None, derandomize=True, max_examples=100)
WEIGHTS = [[1, 10, 100], [2, 0, -3]]


# By hand


def test_each_output_is_a_weighted_sum_of_all_inputs():
    assert dense([1, 2, 3], WEIGHTS).tolist() == [1 + 20 + 300, 2 + 0 - 9]
    assert dense([1, 2, 3], WEIGHTS, [0.5, 7]).tolist() == [321.5, 0]
    assert dense([[1, 2, 3], [0, 0, 4]], WEIGHTS, [0.5, 7]).tolist() == [[321.5, 0], [400.5, -5]]


def test_a_weights_gradient_is_its_input_times_its_delta():
    assert dense_weights_gradient([1, 2, 3], [10, -1]).tolist() == [[10, 20, 30], [-1, -2, -3]]


def test_gradients_add_up_the_batch():
    x, delta = [[1, 2, 3], [4, 5, 6]], [[10, -1], [100, 7]]
    assert dense_weights_gradient(x, delta).tolist() == [
        [10 + 400, 20 + 500, 30 + 600],
        [-1 + 28, -2 + 35, -3 + 42],
    ]
    assert dense_bias_gradient(delta).tolist() == [110, 6]
    assert dense_bias_gradient([10, -1]).tolist() == [10, -1]


def test_an_inputs_delta_adds_up_all_outputs():
    assert dense_input_delta(WEIGHTS, [1, 10]).tolist() == [1 + 20, 10 + 0, 100 - 30]
    assert dense_input_delta(WEIGHTS, [[1, 10], [0, 1]]).tolist() == [[21, 10, 70], [2, 0, -3]]


def test_a_kernel_as_large_as_its_image_is_a_dense_layer():
    images, kernels = whole((4, 2, 3, 5)), whole((3, 2, 3, 5), 1)
    np.testing.assert_array_equal(
        conv2d(images, kernels).reshape(4, 3), dense(images.reshape(4, 30), kernels.reshape(3, 30))
    )


# The algebra, on whole numbers, where every sum is exact


@st.composite
def dense_layers(draw):
    batch, inputs, outputs = draw(st.sampled_from([(), (1,), (3,)])), draw(st.integers(1, 4)), draw(st.integers(1, 4))
    shapes = [(*batch, inputs), (outputs, inputs), (*batch, outputs)]
    return [draw(arrays(float, shape, elements=st.integers(-9, 9))) for shape in shapes]


@exactly_repeatable
@given(dense_layers())
def test_forward_and_backward_are_adjoint(drawn):
    x, weights, delta = drawn
    total = (dense(x, weights) * delta).sum()
    assert total == (x * dense_input_delta(weights, delta)).sum()
    assert total == (weights * dense_weights_gradient(x, delta)).sum()


@exactly_repeatable
@given(dense_layers(), dense_layers())
def test_each_function_is_linear_in_each_array(drawn, other):
    x, weights, delta = drawn
    x2, weights2, delta2 = (np.resize(array, like.shape) for array, like in zip(other, drawn, strict=True))
    assert_linear(lambda x: dense(x, weights), x, x2)
    assert_linear(lambda weights: dense(x, weights), weights, weights2)
    assert_linear(lambda x: dense_weights_gradient(x, delta), x, x2)
    assert_linear(lambda delta: dense_weights_gradient(x, delta), delta, delta2)
    assert_linear(lambda weights: dense_input_delta(weights, delta), weights, weights2)
    assert_linear(lambda delta: dense_input_delta(weights, delta), delta, delta2)
    assert_linear(dense_bias_gradient, delta, delta2)


def assert_linear(function, first, second):
    np.testing.assert_array_equal(function(2 * first - 3 * second), 2 * function(first) - 3 * function(second))


# Numbers


def test_fractions_stay_exact():
    third, weights = Fraction(1, 3), [[Fraction(3, 2), 1], [Fraction(1, 7), 0]]
    assert dense([third, 1], weights, [third, 0]).tolist() == [Fraction(1, 2) + 1 + third, Fraction(1, 21)]
    assert dense_weights_gradient([third, 1], [Fraction(1, 2), 3]).tolist() == [
        [Fraction(1, 6), Fraction(1, 2)],
        [1, 3],
    ]
    assert dense_input_delta(weights, [third, 7]).tolist() == [Fraction(1, 2) + 1, third]
    assert dense_bias_gradient([[third, 1], [third, 2]]).tolist() == [Fraction(2, 3), 3]


def test_what_is_no_finite_number_passes():
    np.testing.assert_array_equal(dense([np.inf, 1], [[1, 2], [3, 4]]), [np.inf, np.inf])
    np.testing.assert_array_equal(dense([np.nan, 1], [[1, 2], [3, 4]]), [np.nan, np.nan])
    np.testing.assert_array_equal(dense_weights_gradient([np.nan, 1], [2, 3]), [[np.nan, 2], [np.nan, 3]])
    np.testing.assert_array_equal(dense_input_delta([[1, np.nan], [3, 4]], [2, 3]), [2 + 9, np.nan])
