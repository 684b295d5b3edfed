"""Layers as small objects over the functions of the other rooms: each remembers what went through it both ways."""

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
from .arguments import as_common_arrays, as_finite_number, as_pair, as_real_array, check_axes, check_shape
from .convolution import conv2d, conv2d_bias_gradient, conv2d_input_delta, conv2d_kernel_gradient
from .dense import dense, dense_bias_gradient, dense_input_delta, dense_weights_gradient
from .pooling import avg_pool2d, avg_pool2d_input_delta, check_pool, max_pool2d, max_pool2d_input_delta


class Layer:
    """What every layer shows of itself.

    A layer shares no memory with its caller: what is given and what is returned may be changed afterwards. What a layer
    remembers of a way forward or back cannot be written to; its parameters and their gradients can.

    Attributes
    ----------
    parameters : dict from a name ("kernel", "bias", "weights") to its array, all of one type; integers became float64
    settings : dict of what else the layer was made with ("stride", "size" and so on)
    input, output : what went in and came out on the last way forward, or None
    delta : ∂E/∂output, as it reached the layer on the last way back, or None
    input_delta : ∂E/∂input, which the layer handed on, or None
    gradients : dict from each parameter's name to ∂E/∂(that parameter), empty before a way back
    """

    def __init__(self, parameters=(), **settings):
        given = {name: value for name, value in dict(parameters).items() if value is not None or name != "bias"}
        arrays = as_common_arrays(**given) if given else []
        self.parameters = {name: array.copy() for name, array in zip(given, arrays, strict=True)}
        self.settings = {
            name: value.copy() if isinstance(value, list | np.ndarray) else value for name, value in settings.items()
        }
        self._forget()

    def _forget(self):
        self.input = self.output = self.delta = self.input_delta = None
        self.gradients = {}

    def _check_bias(self, shape, reason):
        if "bias" in self.parameters:
            check_shape("bias", self.parameters["bias"].shape, shape, reason)

    def forward(self, x):
        """Return the layer's output for x, and remember both."""
        return _copy(self.pass_forward(_copy(as_real_array("x", x))))

    def backward(self, delta):
        """Return ∂E/∂input for delta = ∂E/∂output, and remember both and the parameters' gradients.

        Raises
        ------
        RuntimeError
            If nothing has gone forward yet.
        """
        return _copy(self.pass_back(_copy(as_real_array("delta", delta))))

    def pass_forward(self, x):
        """Do what ``forward`` does without a copy: from one layer of a network to the next."""
        self._forget()
        x = _read_only(as_real_array("x", x))
        self.output = _read_only(as_real_array("the layer's output", self._forward(x)))
        self.input = x
        return self.output

    def pass_back(self, delta):
        """Do what ``backward`` does without a copy."""
        if self.output is None:
            raise RuntimeError(f"{self!r}: backward before forward; call forward(x) first")
        delta = _read_only(as_real_array("delta", delta))
        input_delta, gradients = self._backward(delta)
        input_delta = as_real_array("the layer's input delta", input_delta)
        check_shape("the layer's input delta", input_delta.shape, self.input.shape, "its input has")
        self.input_delta = _read_only(input_delta)
        self.delta = delta
        self.gradients = {name: gradients[name] for name in self.parameters}
        return self.input_delta

    def __repr__(self):
        shown = {name: np.shape(value) for name, value in self.parameters.items()} | self.settings
        return f"{type(self).__name__}({', '.join(f'{name} {value}' for name, value in shown.items())})"


def _copy(array):
    return array.copy(order="K")


def _read_only(array):
    result = array.view()
    result.flags.writeable = False
    return result


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


class _WithoutArguments(Layer):
    """What a layer is that has neither parameters nor settings."""

    def __init__(self):
        super().__init__()


class Sigmoid(_WithoutArguments):
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


class ReLU(_WithoutArguments):
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


class Tanh(_WithoutArguments):
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


class Flatten(_WithoutArguments):
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
        return delta.reshape(self.input.shape), {}
