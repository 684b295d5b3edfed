"""The question: a 5×5 image, a 2×2 kernel, a max pool, a sigmoid, two neurons, and three chains of numbers.

The question is "Back Propagation in CNN", question 27506 of Data Science Stack Exchange (CC BY-SA). Of its numbers some
were rounded on the way and two truncated at the end. All three chains are right in their own terms: `published` has the
digits that were printed, `rounded` goes on from activations rounded to two decimals, `exact` never rounds: it is exact
for the kernel, output layer and target that the course chose where the question tells none.
"""

from itertools import product

import numpy as np

from ..maths.activations import sigmoid, sigmoid_input_delta
from ..maths.convolution import conv2d, conv2d_bias_gradient, conv2d_input_delta, conv2d_kernel_gradient
from ..maths.dense import dense, dense_input_delta, dense_weights_gradient
from ..maths.layers import Conv2D, Dense, Flatten, MaxPool2D, Sigmoid
from ..maths.losses import squared_error, squared_error_input_delta
from ..maths.network import Network
from ..maths.pooling import max_pool2d, max_pool2d_input_delta


def _fixed(values):
    result = np.array(values)
    result.flags.writeable = False
    return result


image = _fixed([
    [0.51, 0.90, 0.88, 0.84, 0.05],
    [0.40, 0.62, 0.22, 0.59, 0.10],
    [0.11, 0.20, 0.74, 0.33, 0.14],
    [0.47, 0.01, 0.85, 0.70, 0.09],
    [0.76, 0.19, 0.72, 0.17, 0.57],
])  # fmt: skip
kernel = _fixed([[-0.13, 0.15], [-0.51, 0.62]])
"""Of the kernel the question's text gives only the first number; this is one of the 77 in `kernels_that_fit`."""
dense_weights = _fixed([[0.61, 0.82, 0.96, -1.00], [0.02, -0.50, 0.23, 0.17]])
output_weights = _fixed([[0.5, -0.3]])
"""The question tells no output layer; with this one and an output 0.5 too large, the hidden deltas are its own."""
earlier_image = _fixed([
    [-0.11, 0.68, 0.45, 0.31, -0.93, -0.31],
    [0.46, 0.99, 0.78, 0.99, 0.33, 0.27],
    [0.45, 0.56, 0.51, -0.04, 0.75, -0.49],
    [0.83, -0.49, 0.66, 0.63, 0.48, -0.75],
    [0.92, -0.49, 0.97, 0.78, 0.59, -0.88],
    [0.79, 0.14, 0.95, 0.41, -0.22, 0.61],
])  # fmt: skip
earlier_kernel = _fixed([[0.3, -0.2], [0.4, 0.5]])
"""The question asks about a convolutional layer before its image; the feature map of this one is that image."""


class Chain:
    """All numbers of the question, forwards and back, by name; every attribute is a read-only array.

    A delta is ∂E/∂(the array it is named after), of that array's shape; a gradient is ∂E/∂(a parameter). `activations`
    are the sigmoid's results. Two functions say how activations and pooled deltas were written down before the next
    step used them.
    """

    def __init__(self, activations_written=np.array, deltas_written=np.array):
        self.image = image
        self.kernel = kernel
        self.dense_weights = dense_weights
        self.output_weights = output_weights
        self.feature_map = conv2d(image, kernel)
        self.pooled = max_pool2d(self.feature_map)
        self.activations = activations_written(sigmoid(self.pooled))
        self.hidden = dense(self.activations.ravel(), dense_weights)
        self.output = dense(self.hidden, output_weights)
        self.target = self.output - 0.5
        self.output_delta = squared_error_input_delta(self.output, self.target)
        self.output_weights_gradient = dense_weights_gradient(self.hidden, self.output_delta)
        self.hidden_delta = dense_input_delta(output_weights, self.output_delta)
        self.dense_weights_gradient = dense_weights_gradient(self.activations.ravel(), self.hidden_delta)
        self.activations_delta = dense_input_delta(dense_weights, self.hidden_delta).reshape(2, 2)
        self.pooled_delta = deltas_written(sigmoid_input_delta(self.activations, self.activations_delta))
        self.feature_map_delta = max_pool2d_input_delta(self.feature_map, self.pooled_delta)
        self.kernel_gradient = conv2d_kernel_gradient(image, self.feature_map_delta)
        self.bias_gradient = conv2d_bias_gradient(self.feature_map_delta)
        self.image_delta = conv2d_input_delta(kernel, self.feature_map_delta)
        vars(self).update({name: _fixed(values) for name, values in vars(self).items()})


def _two_decimals(values):
    return np.round(values, 2)


def _four_decimals_cut(values):
    return np.trunc(values * 10**4) / 10**4


exact = Chain()
rounded = Chain(_two_decimals)
published = Chain(_two_decimals, _four_decimals_cut)


def network():
    """Return the question's whole network, with an output layer and a loss that give its hidden deltas.

    Returns
    -------
    Network of convolution, max pool, sigmoid, a hidden and an output layer, both linear; its error is (output −
    target)² / 2.

    Examples
    --------
    >>> whole = network()
    >>> whole.forward(image)
    array([0.45387028])
    >>> bool(np.allclose(whole.backward(exact.target), exact.image_delta))
    True
    """
    layers = [Conv2D(kernel), MaxPool2D(), Sigmoid(), Flatten(), Dense(dense_weights), Dense(output_weights)]
    return Network(layers, squared_error, image_size=image.shape)


def kernels_that_fit(turned=False):
    """Return every kernel with two decimals that gives what the question's text tells of the way forward.

    Told are: the kernel's first number, the feature map's first number and the four activations, each to two decimals,
    and which cell wins each window.

    Parameters
    ----------
    turned : whether to suppose that the kernel was turned by 180° before it slid, as `convolve2d` does

    Returns
    -------
    (count, 2, 2), the kernels as they lie on the image

    Notes
    -----
    Each winner's value is known to an interval, and is a sum of the four weights times known pixels. Solving these four
    equations for the three unknown weights encloses them in a box; every kernel with two decimals in that box is tried.

    Examples
    --------
    >>> len(kernels_that_fit()), len(kernels_that_fit(turned=True))
    (77, 0)
    """
    told = published.activations
    winners = np.argwhere(published.feature_map_delta)
    candidates = _kernels_in_the_box(told, winners, known=3 if turned else 0)
    maps = conv2d(image[None], candidates[:, None])
    pooled = max_pool2d(maps)
    fits = (np.round(maps[:, 0, 0], 2) == 0.25) & (np.round(sigmoid(pooled), 2) == told).all(axis=(1, 2))
    for i, j in winners:
        fits &= maps[:, i, j] == pooled[:, i // 2, j // 2]
    return candidates[fits]


def _kernels_in_the_box(told, winners, known):
    """Return the kernels that may fit, as they lie on the image; their entry `known` is the one that is told."""
    low, high = (np.log(s / (1 - s)) for s in (told - 0.005, told + 0.005))
    where = tuple(winners.T // 2)
    middle = ((high + low) / 2)[where]
    reach = ((high - low) / 2)[where]
    patches = np.array([image[i : i + 2, j : j + 2].ravel() for i, j in winners])
    solve = np.linalg.pinv(np.delete(patches, known, axis=1))
    centre = solve @ (middle - patches[:, known] * kernel[0, 0])
    around = abs(solve) @ reach
    bounds = np.floor(100 * (centre - around)), np.ceil(100 * (centre + around)) + 1
    unknown = np.array(list(product(*(np.arange(*ends) / 100 for ends in zip(*bounds, strict=True)))))
    return np.insert(unknown, known, kernel[0, 0], axis=1).reshape(-1, 2, 2)
