"""A network: layers as small objects over the functions of the other rooms, chained forwards and backwards."""

import numbers

from .activations import relu, relu_input_delta, sigmoid, sigmoid_input_delta
from .arguments import array, check_axes, pair
from .convolution import conv2d, conv2d_bias_gradient, conv2d_input_delta, conv2d_kernel_gradient
from .dense import dense, dense_bias_gradient, dense_input_delta, dense_weights_gradient
from .losses import softmax_cross_entropy, softmax_cross_entropy_input_delta, squared_error, squared_error_input_delta
from .pooling import max_pool2d, max_pool2d_input_delta

LOSSES = {squared_error: squared_error_input_delta, softmax_cross_entropy: softmax_cross_entropy_input_delta}


class Layer:
    """What every layer shows of itself.

    Attributes
    ----------
    parameters : dict from a name ("kernel", "bias", "weights") to its array
    settings : dict of what else the layer was made with ("stride", "size" and so on)
    input, output : what went in and came out on the last way forward, or None
    delta : ∂E/∂output, as it reached the layer on the last way back, or None
    input_delta : ∂E/∂input, which the layer handed on, or None
    gradients : dict from each parameter's name to ∂E/∂(that parameter), empty before a way back
    """

    def __init__(self, parameters=(), **settings):
        given = {name: value for name, value in dict(parameters).items() if value is not None or name != "bias"}
        self.parameters = {name: array(name, value).copy() for name, value in given.items()}
        self.settings = settings
        self._forget()

    def _forget(self):
        self.input = self.output = self.delta = self.input_delta = None
        self.gradients = {}

    def forward(self, x):
        """Return the layer's output for x, and remember both."""
        self._forget()
        x = array("x", x)
        self.output = self._forward(x)
        self.input = x
        return self.output

    def backward(self, delta):
        """Return ∂E/∂input for delta = ∂E/∂output, and remember both and the parameters' gradients.

        Raises
        ------
        RuntimeError
            If nothing has gone forward yet.
        """
        if self.output is None:
            raise RuntimeError(f"{self!r}: backward before forward; call forward(x) first")
        delta = array("delta", delta)
        self.input_delta, gradients = self._backward(delta)
        self.gradients = {name: gradients[name] for name in self.parameters}
        self.delta = delta
        return self.input_delta

    def __repr__(self):
        shown = {name: value.shape for name, value in self.parameters.items()} | self.settings
        return f"{type(self).__name__}({', '.join(f'{name} {value}' for name, value in shown.items())})"


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
        check_axes("kernel", self.parameters["kernel"].shape, (2, 4), "(kh, kw) or (K, C, kh, kw)")
        pair("stride", stride, 1), pair("padding", padding, 0), pair("dilation", dilation, 1)

    def _forward(self, x):
        return conv2d(x, **self.parameters, **self.settings)

    def _backward(self, delta):
        kernel = self.parameters["kernel"]
        kernel_gradient = conv2d_kernel_gradient(self.input, delta, kernel.shape, **self.settings)
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
        check_axes("weights", self.parameters["weights"].shape, (2,), "(outputs, inputs)")

    def _forward(self, x):
        return dense(x, **self.parameters)

    def _backward(self, delta):
        gradients = {"weights": dense_weights_gradient(self.input, delta), "bias": dense_bias_gradient(delta)}
        return dense_input_delta(self.parameters["weights"], delta), gradients


class MaxPool2D(Layer):
    """A max-pooling layer, ``max_pool2d(x, size, stride)``.

    Parameters
    ----------
    size : int or pair
    stride : int or pair; None means `size`

    Examples
    --------
    >>> layer = MaxPool2D()
    >>> layer.forward([[1, 5], [3, 4]]), layer.backward([[0.1]])
    (array([[5.]]), array([[0. , 0.1],
           [0. , 0. ]]))
    """

    def __init__(self, size=2, stride=None):
        super().__init__(size=size, stride=size if stride is None else stride)
        pair("pool size", size, 1), pair("stride", self.settings["stride"], 1)

    def _forward(self, x):
        return max_pool2d(x, **self.settings)

    def _backward(self, delta):
        return max_pool2d_input_delta(self.input, delta, **self.settings), {}


class Sigmoid(Layer):
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


class ReLU(Layer):
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


class Flatten(Layer):
    """All entries of an image in reading order, in one row; the batch axis of (N, C, H, W) stays.

    An array with fewer than four axes is one image.

    Examples
    --------
    >>> layer = Flatten()
    >>> layer.forward([[1, 2], [3, 4]]), layer.backward([5, 6, 7, 8])
    (array([1, 2, 3, 4]), array([[5, 6],
           [7, 8]]))
    """

    def _forward(self, x):
        return x.reshape(len(x), -1) if x.ndim == 4 else x.reshape(-1)

    def _backward(self, delta):
        if delta.shape != self.output.shape:
            raise ValueError(f"delta has shape {delta.shape}, but the flattened array has {self.output.shape}")
        return delta.reshape(self.input.shape), {}


class Network:
    """A chain of layers that ends in a loss.

    Parameters
    ----------
    layers : list of layers, in the order of the way forward
    loss : ``squared_error`` or ``softmax_cross_entropy``, or a pair of one's own: the loss and its delta, both
        functions of (output, target)

    Attributes
    ----------
    layers : list of the layers; each shows its parameters, gradients and deltas by name
    loss, loss_delta : functions of (output, target): E, and ∂E/∂output
    output : what the last way forward returned, or None
    error : E of the last way back, or None

    Raises
    ------
    ValueError
        If there are no layers, or if the loss is not known.

    Examples
    --------
    >>> network = Network([Dense([[2.0, 1.0]])], squared_error)
    >>> network.forward([1, 3])
    array([5.])
    >>> network.backward([4])                       # ∂E/∂x = (5 − 4) · weights
    array([2., 1.])
    >>> network.step(0.1)
    >>> network.layers[0].parameters["weights"]     # [2 − 0.1·1, 1 − 0.1·3]
    array([[1.9, 0.7]])
    """

    def __init__(self, layers, loss):
        self.layers = list(layers) if isinstance(layers, list | tuple) else [layers]
        if strangers := [layer for layer in self.layers if not isinstance(layer, Layer)]:
            raise TypeError(f"layers must be layers such as Conv2D(kernel); got {strangers[0]!r}")
        if not self.layers or len({id(layer) for layer in self.layers}) < len(self.layers):
            raise ValueError("layers must be at least one, and each an object of its own")
        self.loss, self.loss_delta = _loss_pair(loss)
        self.output, self.error, self._fresh = None, None, False

    def forward(self, x):
        """Return the output for an input x, and let every layer remember what went in and came out.

        Raises
        ------
        ValueError, TypeError
            If x does not fit the first layer, or a layer's output the next; both are named with their shapes.
        """
        self.output, self.error, self._fresh = None, None, False
        value = array("x", x).copy()
        for index, layer in enumerate(self.layers):
            try:
                value = layer.forward(value)
            except (ValueError, TypeError) as reason:
                raise type(reason)(self._misfit(index, value, reason)) from None
        self.output = value
        return value.copy()

    def _misfit(self, index, value, reason):
        if index == 0:
            return f"x does not fit layer 0, {self.layers[0]!r}: {reason}"
        before = f"layer {index - 1}, {self.layers[index - 1]!r}, gives shape {value.shape}"
        return f"{before}, which does not fit layer {index}, {self.layers[index]!r}: {reason}"

    def backward(self, target):
        """Return ∂E/∂x, and let every layer remember the delta that reached it and the gradients of its parameters.

        Gradients belong to one way back: the ones of an earlier call are replaced, never added to.

        Parameters
        ----------
        target : what the loss compares the output with

        Raises
        ------
        RuntimeError
            If nothing has gone forward since the network was made or has made its last step.
        ValueError, TypeError
            If the target does not fit the output.
        """
        if self.output is None:
            raise RuntimeError("backward needs a way forward since the last step; call forward(x) first")
        self.error, self._fresh = None, False
        delta = self.loss_delta(self.output, target)
        self.error = self.loss(self.output, target)
        for layer in reversed(self.layers):
            delta = layer.backward(delta)
        self._fresh = True
        return delta

    def step(self, learning_rate):
        """Move every parameter against its gradient: parameter − learning_rate · gradient.

        The parameters become new arrays; the ones that were given are not changed.

        Raises
        ------
        RuntimeError
            If the gradients do not belong to the present parameters.
        TypeError
            If the learning rate is not a real number.
        """
        if not isinstance(learning_rate, numbers.Real) or isinstance(learning_rate, bool):
            raise TypeError(f"learning_rate must be a real number; got {learning_rate!r}")
        if not self._fresh or any(layer.gradients.keys() != layer.parameters.keys() for layer in self.layers):
            raise RuntimeError("step needs fresh gradients of every layer; call forward(x) and backward(target) first")
        rate = learning_rate.item() if hasattr(learning_rate, "item") else learning_rate
        for layer in self.layers:
            for name, gradient in layer.gradients.items():
                layer.parameters[name] = array(name, layer.parameters[name] - rate * gradient)
        self.output, self._fresh = None, False

    def __repr__(self):
        return f"Network([{', '.join(map(repr, self.layers))}], {self.loss.__name__})"


def _loss_pair(loss):
    pair = (loss, LOSSES[loss]) if callable(loss) and loss in LOSSES else loss
    if not isinstance(pair, tuple) or len(pair) != 2 or not all(map(callable, pair)):
        known = " or ".join(function.__name__ for function in LOSSES)
        raise ValueError(f"loss must be {known}, or a pair (loss, its delta) of functions; got {loss!r}")
    return pair
