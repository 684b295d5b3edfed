"""What is right: the functions that the exercises ask for, where no layer is one already."""

import numpy as np

from ..maths.activations import relu, relu_input_delta, sigmoid_input_delta
from ..maths.convolution import conv2d, conv2d_bias_gradient, conv2d_input_delta, conv2d_kernel_gradient
from ..maths.dense import dense, dense_input_delta, dense_weights_gradient
from ..maths.losses import squared_error, squared_error_input_delta
from ..maths.pooling import max_pool2d, max_pool2d_input_delta
from ..maths.windows import Windows


def chain_of_three(x, w, v, target):
    """Return ∂E/∂y, ∂E/∂h and ∂E/∂w for h = w·x, y = v·h, E = (y − target)² / 2."""
    output_delta = v * w * x - target
    hidden_delta = v * output_delta
    return np.array([output_delta, hidden_delta, x * hidden_delta])


def count_deltas_and_gradients(image, kernel, pool, outputs):
    """Return how many deltas and how many gradients the way back gives, for conv → pool → sigmoid → one dense layer."""
    feature_map = Windows(image, kernel).positions
    pooled = Windows(feature_map, pool, pool).positions
    sizes = [np.prod(image), np.prod(feature_map), np.prod(pooled), np.prod(pooled), outputs]
    return np.array([sum(sizes), np.prod(kernel) + np.prod(pooled) * outputs])


def central_difference(function, x, index, step):
    """Return the slope of function(x) along one entry, from one step up and one down."""
    up, down = x.astype(float), x.astype(float)
    up[index] += step
    down[index] -= step
    return (function(up) - function(down)) / (2 * step)


def feature_map_size(image, kernel, stride, padding):
    """Return the rows and columns of the feature map."""
    return np.array(Windows(image, kernel, stride, padding).positions)


def delta_behind_sigmoid(weights, delta, y):
    """Return the delta that goes into a sigmoid, whose results y go to a dense layer."""
    return sigmoid_input_delta(y, dense_input_delta(weights, delta))


def delta_behind_relu(x, delta):
    """Return the delta of x, which goes through a ReLU to a max pool of 2×2."""
    return relu_input_delta(x, max_pool2d_input_delta(relu(x), delta))


def two_weights_and_the_bias(image, delta):
    """Return ∂E/∂w[2, 0], ∂E/∂w[0, 1] and ∂E/∂b of a convolution."""
    gradient = conv2d_kernel_gradient(image, delta)
    return np.array([gradient[2, 0], gradient[0, 1], conv2d_bias_gradient(delta)])


def first_kernel_gradient(row, first_kernel, second_kernel, delta):
    """Return the gradient of the first kernel for a row → convolution → ReLU → convolution; the delta is the last's."""
    row, first_kernel, second_kernel, delta = (array[None] for array in (row, first_kernel, second_kernel, delta))
    feature_map = conv2d(row, first_kernel)
    return conv2d_kernel_gradient(row, relu_input_delta(feature_map, conv2d_input_delta(second_kernel, delta)))[0]


def one_sgd_step(x, weights, target, learning_rate):
    """Return the weights of one neuron after a step, and then its error."""
    delta = squared_error_input_delta(dense(x, weights[None]), target)
    weights = weights - learning_rate * dense_weights_gradient(x, delta)[0]
    return np.array([*weights, squared_error(dense(x, weights[None]), target)])


def one_step_of_two_weights(x, w, v, target, learning_rate):
    """Return w and v after a step, for h = w·x, y = v·h, E = (y − target)² / 2."""
    output_delta, _, gradient = chain_of_three(x, w, v, target)
    return np.array([w - learning_rate * gradient, v - learning_rate * output_delta * w * x])


def slopes_by_a_nudge(x_of_cube, x_of_relu, step):
    """Return the slopes of x³ and of ReLU, each measured by one step up and one down."""
    return np.array([
        central_difference(lambda x: x[0] ** 3, np.array([x_of_cube]), 0, step),
        central_difference(lambda x: relu(x)[0], np.array([x_of_relu]), 0, step),
    ])  # fmt: skip


def numerical_gradient(function, x, step):
    """Return the slope of function(x) along every entry, as an array of x's shape."""
    slopes = [central_difference(function, x, index, step) for index in np.ndindex(x.shape)]
    return np.reshape(slopes, x.shape)


def slopes_of_a_pool_and_the_wrong_cell(x, delta, gradient, step):
    """Return the slopes of a pool of two neighbours, stride 1, by nudges; then the cell where a gradient is wrong."""

    def error(row):
        return (max_pool2d(row[None], (1, 2), 1)[0] * delta).sum()

    right = max_pool2d_input_delta(x[None], delta[None], (1, 2), 1)[0]
    return np.array([*numerical_gradient(error, x, step), np.abs(gradient - right).argmax()])


def kernel_gradient_of_rows(rows, delta):
    """Return ∂E/∂w (kernels, channels, weights) for an image of one row a channel and a delta of one row a kernel."""
    return conv2d_kernel_gradient(rows[:, None], delta[:, None])[:, :, 0]


def input_delta_of_rows(kernels, delta):
    """Return the delta (channels, pixels) of rows, over which kernels (kernels, channels, weights) slid."""
    return conv2d_input_delta(kernels[:, :, None], delta[:, None])[:, 0]


def input_delta_of_a_row(kernel, delta, pixels, stride, padding):
    """Return the delta of a row of so many pixels, over which a kernel of one row slid."""
    return conv2d_input_delta(kernel[None], delta[None], (1, pixels), (1, stride), (0, padding))[0]


def way_back_of_a_row_with_a_zero_at_its_end(row, kernel, delta):
    """Return ∂E/∂w and then the delta of a row that a zero at its end kept as long as it was ("same")."""
    gradient = conv2d_kernel_gradient(np.append(row, 0)[None], delta[None])
    row_delta = conv2d_input_delta(kernel[None], delta[None])[:, : len(row)]
    return np.concatenate([gradient[0], row_delta[0]])


def kernel_gradient_through_relu_and_pool(row, kernel, pooled_delta):
    """Return ∂E/∂w for a row, padded by a zero at both ends → convolution → ReLU → pool of two neighbours."""
    feature_map = conv2d(row[None], kernel[None], padding=(0, 1))
    activated = relu(feature_map)
    delta = relu_input_delta(feature_map, max_pool2d_input_delta(activated, pooled_delta[None], (1, 2)))
    return conv2d_kernel_gradient(row[None], delta, (1, len(kernel)), padding=(0, 1))[0]


def accuracy_recall_precision(labels, answers, digit):
    """Return the share of right answers, the share of a digit's images that were found, and of its answers right."""
    right = labels == answers
    return np.array([right.mean(), right[labels == digit].mean(), right[answers == digit].mean()])


def kernel_gradient_through_a_pool(image, kernel, weights, target):
    """Return ∂E/∂w of a kernel of one row, behind which stand a pool of two neighbours in a row and one neuron."""
    feature_map = conv2d(image, kernel[None])
    pooled = max_pool2d(feature_map, (1, 2))
    output_delta = squared_error_input_delta(dense(pooled.ravel(), weights[None]), target)
    pooled_delta = dense_input_delta(weights[None], output_delta).reshape(pooled.shape)
    return conv2d_kernel_gradient(image, max_pool2d_input_delta(feature_map, pooled_delta, (1, 2)))[0]


def most_that_rounding_moves(s, delta, most):
    """Return by how much δ·s(1 − s) is off at most, to first order, where s is off by at most `most`."""
    return np.abs(delta * (1 - 2 * s)) * most
