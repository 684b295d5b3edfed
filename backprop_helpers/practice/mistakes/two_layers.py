"""Mistakes between two layers: behind a sigmoid, a ReLU, a convolution."""

import numpy as np

from ...maths.activations import relu
from ...maths.convolution import conv2d_bias_gradient, conv2d_kernel_gradient
from ...maths.dense import dense_weights_gradient
from ...maths.pooling import max_pool2d_input_delta
from .. import answers
from . import lessons
from .mistake import needs, of, sign_turned

behind_sigmoid = of(answers.delta_behind_sigmoid, "sigmoid's input delta")
behind_relu = of(answers.delta_behind_relu, "ReLU's input delta")
three_gradients = of(answers.two_weights_and_the_bias, "gradients")
first_kernel = of(answers.first_kernel_gradient, "first kernel's gradient")
_COLUMN = "an activation's delta is its column of the weights times the deltas of all neurons: Wᵀδ"
_GATE = "ReLU lets a delta through where x was above 0, whatever the delta's sign"
_ORDER = "the weight w[m, n] met pixels m rows further down and n columns further to the right"
_BIAS = "the bias was added at every position, so that its gradient is the sum of all deltas"
_SECOND = "the delta of the last feature map is stamped with the second kernel first"
_ASKED = "the gradient of the first kernel is asked for, two numbers"


@behind_sigmoid("a row of the weights is added up, not a column", _COLUMN, lessons.COLUMN)
def row_for_column(right, weights, delta, y):
    return delta * weights.sum(axis=1)


@behind_sigmoid("the gradient of the weights stands for the delta", _COLUMN, lessons.COLUMN)
def weights_gradient(right, weights, delta, y):
    return dense_weights_gradient(y, delta)


@behind_sigmoid("the sigmoid's slope stands without the delta", _COLUMN, lessons.SLOPES)
def slope_alone(right, weights, delta, y):
    return y * (1 - y)


# A ReLU before a pool


@behind_relu("the pool's winners are those of x, and the ReLU's slope is left out", _GATE, lessons.PLACE)
def relu_left_out(right, x, delta):
    return max_pool2d_input_delta(x, delta)


@behind_relu("the ReLU stops the negative deltas, too", _GATE, lessons.PLACE)
def negative_deltas_stopped(right, **call):
    return relu(right(**call))


@behind_relu("the ReLU stops the negative deltas, and not those of negative numbers", _GATE, lessons.PLACE)
def negative_deltas_alone_stopped(right, x, delta):
    return relu(max_pool2d_input_delta(x, delta))


@behind_relu("the slope of negative numbers is taken as −1", _GATE, lessons.PLACE)
def minus_one_below(right, x, delta):
    return max_pool2d_input_delta(x, delta) * np.sign(x)


@behind_relu("the delta passes where x is below 0", _GATE, lessons.PLACE)
def gate_turned_round(right, x, delta):
    return max_pool2d_input_delta(x, delta) * (x < 0)


@behind_relu("the positive numbers of a window share its delta", "the winner alone gets the delta", lessons.ROUTE)
def shared_between_the_positive(right, x, delta):
    passed = np.repeat(np.repeat(delta, 2, axis=0), 2, axis=1) * (x > 0)
    rows, columns = delta.shape
    count = (x > 0).reshape(rows, 2, columns, 2).sum(axis=(1, 3))
    return passed / np.maximum(1, np.repeat(np.repeat(count, 2, axis=0), 2, axis=1))


@behind_relu("every positive number gets its window's delta", "the winner alone gets the delta", lessons.ROUTE)
def to_all_the_positive(right, x, delta):
    return np.repeat(np.repeat(delta, 2, axis=0), 2, axis=1) * (x > 0)


@behind_relu("the deltas stay as small as the pooled array", "x's delta is as large as x", lessons.ROUTE)
def not_routed(right, x, delta):
    return delta


# Two weights and the bias


@three_gradients("the weights' rows and columns are swapped", _ORDER, lessons.SIXTEEN)
def rows_and_columns_swapped(right, image, delta):
    gradient = np.pad(conv2d_kernel_gradient(image, delta), ((0, 0), (0, 1)))
    return np.array([gradient[0, 2], gradient[1, 0], conv2d_bias_gradient(delta)])


@three_gradients("the two weights stand in each other's place", "w[2, 0] comes first", lessons.SIXTEEN)
def weights_swapped(right, **call):
    return right(**call)[[1, 0, 2]]


@three_gradients("the delta lies one row too low", _ORDER, lessons.SIXTEEN)
def one_row_too_low(right, image, delta):
    lower = right(image=np.roll(image, -1, axis=0), delta=delta)
    return np.array([*lower[:2], right(image=image, delta=delta)[2]])


@three_gradients("the deltas are multiplied by the pixels for the bias, too", _BIAS, lessons.BIAS)
def bias_times_the_pixels(right, image, delta):
    rows, columns = delta.shape
    return np.array([*right(image=image, delta=delta)[:2], (image[:rows, :columns] * delta).sum()])


@three_gradients("all three are averaged, not summed", "gradients are sums over all positions", lessons.SIXTEEN)
def all_averaged(right, image, delta):
    return right(image=image, delta=delta) / delta.size


all_turned = three_gradients("the sign is turned", "the gradient keeps its sign", lessons.STEP)(sign_turned)


# A row through two convolutions


@first_kernel("the second kernel is left out: the last delta goes to the ReLU as it is", _SECOND, lessons.LONGER)
def second_kernel_left_out(right, second_kernel, **call):
    return right(second_kernel=_only_the_first(second_kernel), **call)


def _only_the_first(kernel):
    return (np.arange(len(kernel)) == 0).astype(float)


@first_kernel("the first kernel is stamped, not the second", _SECOND, lessons.LONGER)
def first_kernel_stamped(right, row, first_kernel, second_kernel, delta):
    back = _back(row, first_kernel, first_kernel, delta)
    return np.correlate(row, back, "valid")


def _back(row, first_kernel, second_kernel, delta):
    """Return the delta that goes into the ReLU."""
    feature_map = np.correlate(row, first_kernel, "valid")
    stamped = np.convolve(delta, second_kernel)
    needs(len(stamped) <= len(feature_map))
    return np.pad(stamped, (0, len(feature_map) - len(stamped))) * (feature_map > 0)


@first_kernel("the second kernel is turned round before it is stamped", _SECOND, lessons.ROTATED)
def second_kernel_turned(right, second_kernel, **call):
    return right(second_kernel=second_kernel[::-1], **call)


@first_kernel("the row's signs decide at the ReLU", "the signs of the first feature map decide", lessons.PLACE)
def slope_from_the_row(right, row, first_kernel, second_kernel, delta):
    stamped = np.convolve(delta, second_kernel)
    return np.correlate(row, stamped * (row[: len(stamped)] > 0), "valid")


@first_kernel("the first feature map stands for the row", "the first kernel met the row", lessons.LONGER)
def feature_map_for_the_row(right, row, first_kernel, second_kernel, delta):
    feature_map = relu(np.correlate(row, first_kernel, "valid"))
    back = _back(row, first_kernel, second_kernel, delta)
    return np.correlate(np.pad(feature_map, (0, len(row) - len(feature_map))), back, "valid")


@first_kernel("the gradient of the second kernel is given", _ASKED, lessons.LONGER)
def second_gradient(right, row, first_kernel, second_kernel, delta):
    return np.correlate(relu(np.correlate(row, first_kernel, "valid")), delta, "valid")


@first_kernel("the delta before the ReLU is given", _ASKED, lessons.LONGER)
def hidden_delta(right, **call):
    return _back(**call)


@first_kernel("the delta of the row is given", _ASKED, lessons.LONGER)
def row_delta(right, first_kernel, **call):
    return np.convolve(_back(first_kernel=first_kernel, **call), first_kernel)


@first_kernel("the gradient is subtracted from the kernel", _ASKED, lessons.STEP)
def kernel_after_a_step(right, first_kernel, **call):
    return first_kernel - right(first_kernel=first_kernel, **call)


first_turned = first_kernel("the sign is turned", "the gradient keeps its sign", lessons.STEP)(sign_turned)


# Weights that were changed too early


@first_kernel(
    "the second kernel has made its step before the delta goes through it",
    "the delta passes through the weights that went forward",
    lessons.OLD_WEIGHTS,
)
def second_kernel_updated_first(right, row, first_kernel, second_kernel, delta):
    feature_map = np.maximum(np.correlate(row, first_kernel, "valid"), 0)
    stepped = second_kernel - 0.1 * np.correlate(feature_map, delta, "valid")
    return right(row=row, first_kernel=first_kernel, second_kernel=stepped, delta=delta)
