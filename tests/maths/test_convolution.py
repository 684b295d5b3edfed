import re
from fractions import Fraction
from itertools import product

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis.extra.numpy import arrays
from scipy.signal import convolve2d, correlate2d

from backprop_helpers import (
    check_gradients,
    conv2d,
    conv2d_bias_gradient,
    conv2d_input_delta,
    conv2d_kernel_gradient,
)

from .inputs import uneven, whole

exactly_repeatable = settings(deadline=None, derandomize=True, max_examples=150)
IMAGE = np.array([[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]])


# By hand


def test_the_kernel_is_not_flipped():
    assert conv2d([[1, 2, 3]], [[10, 1]]).tolist() == [[10 + 2, 20 + 3]]


def test_channels_add_up_and_every_kernel_makes_a_feature_map():
    image = [[[1, 2]], [[3, 4]]]
    kernels = [[[[1]], [[10]]], [[[100]], [[0]]]]
    assert conv2d(image, kernels).tolist() == [[[1 + 30, 2 + 40]], [[100, 200]]]


def test_a_bias_is_added_at_every_position():
    assert conv2d([[1, 2]], [[3]], bias=0.5).tolist() == [[3.5, 6.5]]
    assert conv2d([[[1, 2]]], [[[[3]]], [[[4]]]], bias=[0.5, 7]).tolist() == [[[3.5, 6.5]], [[11, 15]]]


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ({}, [[1 + 60, 2 + 70, 3 + 80], [5 + 100, 6 + 110, 7 + 120]]),
        ({"stride": 2}, [[1 + 60, 3 + 80]]),
        ({"stride": (1, 2)}, [[1 + 60, 3 + 80], [5 + 100, 7 + 120]]),
        ({"dilation": 2}, [[1 + 110, 2 + 120]]),
        ({"dilation": (1, 3)}, [[1 + 80], [5 + 120]]),
        ({"padding": (0, 1)}, [[50, 1 + 60, 2 + 70, 3 + 80, 4], [90, 5 + 100, 6 + 110, 7 + 120, 8]]),
        ({"padding": 1, "stride": (3, 4)}, [[10, 0], [0, 12]]),
    ],
)
def test_stride_dilation_and_padding_move_the_window(setting, expected):
    """At each position: the top left entry, and ten times the bottom right one."""
    assert conv2d(IMAGE, [[1, 0], [0, 10]], **setting).tolist() == expected


def test_a_weights_gradient_adds_up_all_positions_where_it_was_used():
    gradient = conv2d_kernel_gradient([[1, 2, 3], [4, 5, 6]], [[1, 100]])
    assert gradient.tolist() == [[1 + 200, 2 + 300], [4 + 500, 5 + 600]]


def test_a_kernel_gradient_adds_up_the_batch():
    images = [[[[1, 2]]], [[[3, 4]]]]
    deltas = [[[[1, 10]]], [[[100, 1000]]]]
    assert conv2d_kernel_gradient(images, deltas).tolist() == [[[[1 + 20 + 300 + 4000]]]]


def test_a_bias_gradient_adds_up_positions_and_batch():
    assert conv2d_bias_gradient([[1, 20], [300, 4000]]) == 4321
    assert conv2d_bias_gradient([[[1, 20]], [[300, 4000]]]).tolist() == [21, 4300]
    assert conv2d_bias_gradient([[[[1]], [[20]]], [[[300]], [[4000]]]]).tolist() == [301, 4020]


def test_stamps_of_the_kernel_add_up_where_they_overlap():
    assert conv2d_input_delta([[1, 2, 3]], [[10, 100]]).tolist() == [[10, 20 + 100, 30 + 200, 300]]


def test_stamps_stand_a_stride_apart_and_what_no_window_met_gets_nothing():
    delta = conv2d_input_delta([[1, 2]], [[10, 100]], input_shape=(2, 6), stride=(2, 3))
    assert delta.tolist() == [[10, 20, 0, 100, 200, 0], [0] * 6]


def test_a_pixels_delta_adds_up_all_kernels():
    kernels = [[[[1]], [[2]]], [[[3]], [[4]]]]
    assert conv2d_input_delta(kernels, [[[10]], [[100]]]).tolist() == [[[10 + 300]], [[20 + 400]]]


def test_padding_gets_no_delta():
    assert conv2d_input_delta([[1, 2, 3]], [[10, 100, 1000]], padding=(0, 1)).tolist() == [
        [20 + 100, 30 + 200 + 1000, 300 + 2000]
    ]


# The oracles


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (3, 2), (5, 6)])
def test_equals_scipy(size, oracle):
    image, kernel = uneven((5, 6)), uneven(size, 1)
    y = correlate2d(image, kernel, "valid")
    delta = uneven(y.shape, 2)
    np.testing.assert_allclose(conv2d(image, kernel), y, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(
        conv2d(image, np.flip(kernel)), convolve2d(image, kernel, "valid"), rtol=1e-12, atol=1e-12
    )
    np.testing.assert_allclose(
        conv2d_kernel_gradient(image, delta), correlate2d(image, delta, "valid"), rtol=1e-12, atol=1e-12
    )
    np.testing.assert_allclose(
        conv2d_input_delta(kernel, delta), convolve2d(delta, kernel, "full"), rtol=1e-12, atol=1e-12
    )
    oracle("SciPy", 4)


@pytest.mark.parametrize(
    ("image", "kernel", "bias", "setting"),
    [
        ((4, 5), (2, 3), (), {}),
        ((2, 5, 4), (3, 2, 2, 1), (3,), {"stride": (2, 1), "padding": (1, 0)}),
        ((2, 2, 5, 6), (3, 2, 2, 3), (3,), {"stride": (1, 2), "padding": 1, "dilation": (2, 1)}),
    ],
)
def test_equals_finite_differences(image, kernel, bias, setting, oracle):
    checked = check_gradients(conv2d, uneven(image), uneven(kernel, 1), uneven(bias, 2), **setting)
    assert checked.verdict == "right"
    assert len(checked.entries) == np.prod(image) + np.prod(kernel) + np.prod(bias)
    oracle("finite differences", len(checked.entries))


# The algebra, on whole numbers, where every sum is exact


@st.composite
def convolutions(draw, axes=(2, 3, 4)):
    """Draw an image, a kernel, their settings, and a delta for the feature map."""
    axes, two = draw(st.sampled_from(axes)), st.tuples(st.integers(1, 3), st.integers(1, 2))
    size, stride, dilation, padding = (
        draw(two),
        draw(two),
        draw(two),
        draw(st.tuples(st.integers(0, 2), st.integers(0, 1))),
    )
    batch, channels, kernels = (draw(st.integers(1, 3)) for _ in range(3))
    positions, rest = draw(two), [draw(st.integers(0, step - 1)) for step in stride]
    covered = [d * (k - 1) + 1 + s * (n - 1) for d, k, s, n in zip(dilation, size, stride, positions, strict=True)]
    height, width = (max(1, c + r - 2 * p) for c, r, p in zip(covered, rest, padding, strict=True))
    image = (batch, channels, height, width)[4 - axes :]
    x = draw(whole_numbers(image))
    kernel = draw(whole_numbers(size if axes == 2 else (kernels, channels, *size)))
    setting = {"stride": stride, "padding": padding, "dilation": dilation}
    return x, kernel, setting, draw(whole_numbers(conv2d(x, kernel, **setting).shape))


def whole_numbers(shape):
    return arrays(float, shape, elements=st.integers(-9, 9))


@exactly_repeatable
@given(convolutions())
def test_forward_and_backward_are_adjoint(drawn):
    x, kernel, setting, delta = drawn
    total = (conv2d(x, kernel, **setting) * delta).sum()
    assert total == (x * conv2d_input_delta(kernel, delta, x.shape, **setting)).sum()
    assert total == (kernel * conv2d_kernel_gradient(x, delta, kernel.shape, **setting)).sum()


@exactly_repeatable
@given(convolutions(), st.data())
def test_each_function_is_linear_in_each_array(drawn, data):
    x, kernel, setting, delta = drawn
    x2, kernel2, delta2 = (data.draw(whole_numbers(array.shape)) for array in (x, kernel, delta))

    def gradient(x, delta):
        return conv2d_kernel_gradient(x, delta, kernel.shape, **setting)

    def input_delta(kernel, delta):
        return conv2d_input_delta(kernel, delta, x.shape, **setting)

    assert_linear(lambda x: conv2d(x, kernel, **setting), x, x2)
    assert_linear(lambda kernel: conv2d(x, kernel, **setting), kernel, kernel2)
    assert_linear(lambda x: gradient(x, delta), x, x2)
    assert_linear(lambda delta: gradient(x, delta), delta, delta2)
    assert_linear(lambda kernel: input_delta(kernel, delta), kernel, kernel2)
    assert_linear(lambda delta: input_delta(kernel, delta), delta, delta2)
    assert_linear(conv2d_bias_gradient, delta, delta2)


def assert_linear(function, first, second):
    np.testing.assert_array_equal(function(2 * first - 3 * second), 2 * function(first) - 3 * function(second))


@exactly_repeatable
@given(convolutions(), st.tuples(st.integers(0, 2), st.integers(0, 2)))
def test_an_image_shifted_by_strides_gives_a_shifted_feature_map(drawn, steps):
    x, kernel, setting, _ = drawn
    setting["padding"] = 0
    rows, columns = (step * stride for step, stride in zip(steps, setting["stride"], strict=True))
    shifted = np.pad(x, [(0, 0)] * (x.ndim - 2) + [(9 + rows, 9), (9 + columns, 9)])
    y = conv2d(np.pad(x, [(0, 0)] * (x.ndim - 2) + [(9, 9), (9, 9)]), kernel, **setting)
    y_shifted = conv2d(shifted, kernel, **setting)
    np.testing.assert_array_equal(y_shifted[..., steps[0] :, steps[1] :], y)
    assert not y_shifted[..., : steps[0], :].any() and not y_shifted[..., : steps[1]].any()


@exactly_repeatable
@given(convolutions(axes=[4]))
def test_a_batch_gives_what_its_images_give_one_by_one(drawn):
    x, kernel, setting, delta = drawn
    one_by_one = [conv2d(image, kernel, **setting) for image in x]
    np.testing.assert_array_equal(conv2d(x, kernel, **setting), one_by_one)
    one_by_one = [conv2d_kernel_gradient(*pair, kernel.shape, **setting) for pair in zip(x, delta, strict=True)]
    np.testing.assert_array_equal(conv2d_kernel_gradient(x, delta, kernel.shape, **setting), sum(one_by_one))
    one_by_one = [conv2d_input_delta(kernel, single, x.shape[1:], **setting) for single in delta]
    np.testing.assert_array_equal(conv2d_input_delta(kernel, delta, x.shape, **setting), one_by_one)
    np.testing.assert_array_equal(conv2d_bias_gradient(delta), sum(map(conv2d_bias_gradient, delta)))


def test_a_large_batch_gives_what_its_images_give_one_by_one():
    """Large enough to be brought into the layers' order in blocks, the last of them not full."""
    x, kernel = whole((35, 2, 4, 5)), whole((3, 2, 2, 3), 1)
    np.testing.assert_array_equal(conv2d(x, kernel), [conv2d(image, kernel) for image in x])
    delta = whole((35, 3, 3, 3), 2)
    np.testing.assert_array_equal(
        conv2d_kernel_gradient(x, delta), sum(map(conv2d_kernel_gradient, x, delta), start=np.zeros(kernel.shape))
    )
    np.testing.assert_array_equal(
        conv2d_input_delta(kernel, delta), [conv2d_input_delta(kernel, single) for single in delta]
    )


@exactly_repeatable
@given(convolutions(axes=[2]))
def test_an_image_without_channels_gives_what_it_gives_with_one(drawn):
    x, kernel, setting, delta = drawn
    kernel4 = kernel[None, None]
    np.testing.assert_array_equal(conv2d(x, kernel, 3, **setting), conv2d(x[None], kernel4, [3], **setting)[0])
    np.testing.assert_array_equal(
        conv2d_kernel_gradient(x, delta, kernel.shape, **setting),
        conv2d_kernel_gradient(x[None], delta[None], kernel4.shape, **setting)[0, 0],
    )
    np.testing.assert_array_equal(
        conv2d_input_delta(kernel, delta, x.shape, **setting),
        conv2d_input_delta(kernel4, delta[None], (1, *x.shape), **setting)[0],
    )
    assert conv2d_bias_gradient(delta) == conv2d_bias_gradient(delta[None])[0]


# Shapes that need not be given


@pytest.mark.parametrize("setting", [{}, {"padding": (1, 0)}, {"dilation": (1, 2), "padding": 1}])
def test_with_stride_1_both_shapes_are_found(setting):
    x, kernel = whole((2, 3, 5, 7)), whole((4, 3, 2, 3))
    delta = whole(conv2d(x, kernel, **setting).shape)
    assert conv2d_kernel_gradient(x, delta, **setting).shape == (4, 3, 2, 3)
    assert conv2d_input_delta(kernel, delta, **setting).shape == (2, 3, 5, 7)
    assert conv2d_kernel_gradient(x[0], delta[0], **setting).shape == (4, 3, 2, 3)
    assert conv2d_input_delta(kernel, delta[0], **setting).shape == (3, 5, 7)


def test_with_a_stride_a_shape_is_found_where_only_one_fits():
    """Along 5 columns, only one column stands at 3 positions; and no image is narrower than 1 column."""
    assert conv2d_kernel_gradient([[1, 2, 3, 4, 5]], [[1, 10, 100]], stride=(1, 2)).tolist() == [[1 + 30 + 500]]
    assert conv2d_input_delta([[3, 4]], [[10]], stride=(1, 2), padding=(0, 1)).tolist() == [[40]]


def test_several_kernels_that_fit_are_named():
    """With stride 2 along the 5 columns, kernels of 2 and of 3 columns both stand at 2 positions."""
    message = "several shapes fit image (1, 5) with delta (1, 2): (1, 2), (1, 3); say which with kernel_shape"
    with pytest.raises(ValueError, match=re.escape(message)):
        conv2d_kernel_gradient(whole((1, 5)), [[1, 2]], stride=(1, 2))


def test_several_images_that_fit_are_named():
    """With stride 2, a kernel of 2 columns stands at 2 positions along 4 columns and along 5."""
    message = "several shapes fit kernel (1, 2) with delta (1, 2): (1, 4), (1, 5); say which with input_shape"
    with pytest.raises(ValueError, match=re.escape(message)):
        conv2d_input_delta([[1, 2]], [[1, 2]], stride=(1, 2))


def test_no_kernel_fits():
    with pytest.raises(ValueError, match=re.escape("no kernel_shape fits image (2, 3) with delta (2, 4)")):
        conv2d_kernel_gradient(whole((2, 3)), whole((2, 4)))


def test_no_image_fits():
    """With a border of a column on each side, one column stands at 2 positions only if the image has none."""
    with pytest.raises(ValueError, match=re.escape("no input_shape fits kernel (1, 1) with delta (1, 2)")):
        conv2d_input_delta([[3]], [[1, 2]], padding=(0, 1))


# Numbers


def test_fractions_give_exact_results():
    image = [[Fraction(1, 3), Fraction(1, 7)], [Fraction(2, 3), 2]]
    kernel = [[Fraction(3, 2), 7]]
    assert conv2d(image, kernel, Fraction(1, 5)).tolist() == [
        [Fraction(1, 2) + 1 + Fraction(1, 5)],
        [1 + 14 + Fraction(1, 5)],
    ]
    delta = [[Fraction(1, 2)], [Fraction(3, 5)]]
    assert conv2d_kernel_gradient(image, delta).tolist() == [
        [Fraction(1, 6) + Fraction(2, 5), Fraction(1, 14) + Fraction(6, 5)]
    ]
    assert conv2d_input_delta(kernel, delta).tolist() == [
        [Fraction(3, 4), Fraction(7, 2)],
        [Fraction(9, 10), Fraction(21, 5)],
    ]
    assert conv2d_bias_gradient(delta) == Fraction(11, 10)


@pytest.mark.parametrize(("stride", "padding", "dilation"), [*product([1, (2, 1)], [0, (1, 2)], [1, (1, 2)])])
def test_fractions_give_the_results_of_whole_numbers_exactly(stride, padding, dilation):
    """Seventh parts forwards and third parts back: 21 times the result is that of whole numbers."""
    setting = {"stride": stride, "padding": padding, "dilation": dilation}
    x, kernel = whole((2, 2, 5, 6)), whole((3, 2, 2, 3), 1)
    delta = whole(conv2d(x, kernel, **setting).shape, 2)
    sevenths, thirds = parts(x, 7), parts(kernel, 3)
    np.testing.assert_array_equal(21 * conv2d(sevenths, thirds, **setting), conv2d(x, kernel, **setting))
    np.testing.assert_array_equal(
        21 * conv2d_kernel_gradient(sevenths, parts(delta, 3), kernel.shape, **setting),
        conv2d_kernel_gradient(x, delta, kernel.shape, **setting),
    )
    np.testing.assert_array_equal(
        21 * conv2d_input_delta(thirds, parts(delta, 7), x.shape, **setting),
        conv2d_input_delta(kernel, delta, x.shape, **setting),
    )


def parts(array, count):
    return np.vectorize(lambda value: Fraction(int(value), count), otypes=[object])(array)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_what_is_no_finite_number_reaches_everything_that_it_touches_and_nothing_else(value):
    image = [[1, value, 3, 4]]
    np.testing.assert_array_equal(conv2d(image, [[2, 1]]), [[2 + value, 2 * value + 3, 6 + 4]])
    np.testing.assert_array_equal(conv2d_input_delta([[2, 1]], image), [[2, 1 + 2 * value, value + 6, 3 + 8, 4]])
    np.testing.assert_array_equal(conv2d_kernel_gradient(image, [[1, 1, 1]]), [[value + 4, value + 7]])
