"""The layers, as small objects over the functions of the other rooms."""

import numpy as np

from .activations import (
    leaky_relu,
    leaky_relu_input_delta,
    relu,
    relu_input_delta,
    sigmoid,
    sigmoid_input_delta,
    tanh,
    tanh_input_delta,
)
from .arguments import as_common_arrays, as_finite_number, as_pair, check_axes, check_shape
from .convolution import conv2d, conv2d_bias_gradient, conv2d_input_delta, conv2d_kernel_gradient
from .dense import dense, dense_bias_gradient, dense_input_delta, dense_weights_gradient
from .layer import Layer, PlainLayer
from .pooling import avg_pool2d, avg_pool2d_input_delta, check_pool, max_pool2d, max_pool2d_input_delta
from .softmax import softmax, softmax_input_delta


class Conv2D(Layer):
    """A convolutional layer, ``conv2d(x, kernel, bias)``.

    Parameters
    ----------
    kernel : (kh, kw) or (K, C, kh, kw)
    bias : one number or (K,); None for a layer without
    stride, padding, dilation : int or pair

    Raises
    ------
    ValueError, TypeError
        If kernel or bias is not such an array.

    Examples
    --------
    >>> layer = Conv2D([[1, 10]])
    >>> layer.forward([[1, 2, 3]])
    array([[21., 32.]])
    >>> layer.backward([[1, 2]])
    array([[ 1., 12., 20.]])
    >>> layer.gradients["kernel"]
    array([[5., 8.]])
    """

    def __init__(self, kernel, bias=None, stride=1, padding=0, dilation=1):
        super().__init__({"kernel": kernel, "bias": bias}, stride=stride, padding=padding, dilation=dilation)
        shape = self.parameters["kernel"].shape
        check_axes("kernel", shape, (2, 4), "(kh, kw) or (K, C, kh, kw)")
        self._check_bias(shape[:-3], f"kernel {shape} asks for")
        as_pair("stride", stride, 1)
        as_pair("padding", padding, 0)
        as_pair("dilation", dilation, 1)

    def _forward(self, x):
        return conv2d(x, **self.parameters, **self.settings)

    def _backward(self, delta):
        kernel = self.parameters["kernel"]
        kernel_gradient = conv2d_kernel_gradient(self.input, delta, np.shape(kernel), **self.settings)
        gradients = {"kernel": kernel_gradient, "bias": conv2d_bias_gradient(delta)}
        return conv2d_input_delta(kernel, delta, self.input.shape, **self.settings), gradients


class Dense(Layer):
    """A fully connected layer, ``dense(x, weights, bias)``.

    Parameters
    ----------
    weights : (outputs, inputs)
    bias : (outputs,), or None for a layer without

    Raises
    ------
    ValueError, TypeError
        If weights or bias is not such an array.

    Examples
    --------
    >>> layer = Dense([[1, 10], [0, 2]])
    >>> layer.forward([3, 4]), layer.backward([1, 0.5])
    (array([43.,  8.]), array([ 1., 11.]))
    """

    def __init__(self, weights, bias=None):
        super().__init__({"weights": weights, "bias": bias})
        shape = self.parameters["weights"].shape
        check_axes("weights", shape, (2,), "(outputs, inputs)")
        self._check_bias(shape[:1], f"weights {shape} ask for")

    def _forward(self, x):
        return dense(x, **self.parameters)

    def _backward(self, delta):
        gradients = {"weights": dense_weights_gradient(self.input, delta), "bias": dense_bias_gradient(delta)}
        return dense_input_delta(self.parameters["weights"], delta), gradients


class MaxPool2D(Layer):
    """A max-pooling layer, ``max_pool2d(x, size, stride, padding)``.

    Parameters
    ----------
    size : int or pair
    stride : int or pair; None means `size`
    padding : int or pair, at most half of `size`

    Raises
    ------
    ValueError
        If a setting is not of its kind.

    Examples
    --------
    >>> layer = MaxPool2D()
    >>> layer.forward([[1, 5], [3, 4]]), layer.backward([[0.1]])
    (array([[5.]]), array([[0. , 0.1],
           [0. , 0. ]]))
    """

    def __init__(self, size=2, stride=None, padding=0):
        super().__init__(size=size, stride=size if stride is None else stride, padding=padding)
        check_pool(**self.settings)

    def _forward(self, x):
        return max_pool2d(x, **self.settings)

    def _backward(self, delta):
        return max_pool2d_input_delta(self.input, delta, **self.settings), {}


class AveragePool2D(Layer):
    """An average-pooling layer, ``avg_pool2d(x, size, stride)``.

    Parameters
    ----------
    size : int or pair
    stride : int or pair; None means `size`

    Raises
    ------
    ValueError
        If a setting is not of its kind.

    Examples
    --------
    >>> layer = AveragePool2D()
    >>> layer.forward([[1, 5], [3, 4]]), layer.backward([[2]])
    (array([[3.25]]), array([[0.5, 0.5],
           [0.5, 0.5]]))
    """

    def __init__(self, size=2, stride=None):
        super().__init__(size=size, stride=size if stride is None else stride)
        check_pool(**self.settings)

    def _forward(self, x):
        return avg_pool2d(x, **self.settings)

    def _backward(self, delta):
        return avg_pool2d_input_delta(self.input, delta, **self.settings), {}


class Sigmoid(PlainLayer):
    """The logistic sigmoid of every entry.

    Examples
    --------
    >>> layer = Sigmoid()
    >>> layer.forward([0.0]), layer.backward([4])
    (array([0.5]), array([1.]))
    """

    def _forward(self, x):
        return sigmoid(x)

    def _backward(self, delta):
        return sigmoid_input_delta(self.output, delta), {}


class ReLU(PlainLayer):
    """max(x, 0) of every entry.

    Examples
    --------
    >>> layer = ReLU()
    >>> layer.forward([-2, 3]), layer.backward([5, 5])
    (array([0., 3.]), array([0., 5.]))
    """

    def _forward(self, x):
        return relu(x)

    def _backward(self, delta):
        return relu_input_delta(self.input, delta), {}


class LeakyReLU(Layer):
    """x where it is above 0, else slope · x.

    Parameters
    ----------
    slope : one number

    Raises
    ------
    ValueError, TypeError
        If slope is no finite number.

    Examples
    --------
    >>> layer = LeakyReLU(slope=0.5)
    >>> layer.forward([-2, 3]), layer.backward([5, 5])
    (array([-1.,  3.]), array([2.5, 5. ]))
    """

    def __init__(self, slope=0.01):
        super().__init__(slope=as_finite_number("slope", slope))

    def _forward(self, x):
        return leaky_relu(x, **self.settings)

    def _backward(self, delta):
        return leaky_relu_input_delta(self.input, delta, **self.settings), {}


class Tanh(PlainLayer):
    """The hyperbolic tangent of every entry.

    Examples
    --------
    >>> layer = Tanh()
    >>> layer.forward([0.0]), layer.backward([4])
    (array([0.]), array([4.]))
    """

    def _forward(self, x):
        return tanh(x)

    def _backward(self, delta):
        return tanh_input_delta(self.output, delta), {}


class Softmax(PlainLayer):
    """The probabilities of the classes, ``softmax(logits)``; a loss that takes softmax itself needs no such layer.

    Examples
    --------
    >>> layer = Softmax()
    >>> layer.forward([0.0, 0.0]), layer.backward([0, 4])
    (array([0.5, 0.5]), array([-1.,  1.]))
    """

    def _forward(self, x):
        return softmax(x)

    def _backward(self, delta):
        return softmax_input_delta(self.output, delta), {}


class Flatten(PlainLayer):
    """All entries of an image in reading order, in one row; the batch axis of (N, C, H, W) stays.

    An array with fewer than four axes is one image; a batch (N, H, W) without a channel axis needs one, x[:, None].

    Examples
    --------
    >>> layer = Flatten()
    >>> layer.forward([[1, 2], [3, 4]]), layer.backward([5, 6, 7, 8])
    (array([1., 2., 3., 4.]), array([[5., 6.],
           [7., 8.]]))
    """

    def _forward(self, x):
        (x,) = as_common_arrays(x=x)
        check_axes("x", x.shape, range(5), "(N, C, H, W) or one image")
        return x.reshape(len(x), -1) if x.ndim == 4 else x.reshape(-1)

    def _backward(self, delta):
        (delta,) = as_common_arrays(delta=delta)
        check_shape("delta", delta.shape, self.output.shape, "the flattened array has")
        input_delta = np.empty_like(self.input, dtype=delta.dtype)  # lies in memory as the input does
        input_delta[...] = delta.reshape(self.input.shape)
        return input_delta, {}
