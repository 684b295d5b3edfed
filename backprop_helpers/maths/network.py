"""A network: layers chained forwards and backwards, a loss at the end, and the step of gradient descent."""

import numbers

import numpy as np

from .arguments import as_finite_number, as_pair, as_real_array, check_shape
from .layer import Layer
from .losses import softmax_cross_entropy, softmax_cross_entropy_input_delta, squared_error, squared_error_input_delta

LOSSES = {squared_error: squared_error_input_delta, softmax_cross_entropy: softmax_cross_entropy_input_delta}


class Network:
    """A chain of layers that ends in a loss.

    Parameters
    ----------
    layers : list of layers, in the order of the way forward
    loss : ``squared_error`` or ``softmax_cross_entropy``, or a pair of one's own: the loss and its delta, both
        functions of (output, target)
    image_size : (H, W), the one size of image that it takes; None for every size that its layers take
        Layers alone may take another size than was meant: a pool leaves out what no window of it reaches.

    Attributes
    ----------
    layers : list of the layers; each shows its parameters, gradients and deltas by name
    loss, loss_delta : functions of (output, target): E, and ∂E/∂output
    output : what the last way forward returned, or None
    error : E of the last way back, or None

    Raises
    ------
    ValueError
        If there are no layers, if the loss is not known, or if an image's size is no pair of whole numbers.

    Examples
    --------
    >>> from backprop_helpers import Dense
    >>> network = Network([Dense([[2.0, 1.0]])], squared_error)
    >>> network.forward([1, 3])
    array([5.])
    >>> network.backward([4])                       # ∂E/∂x = (5 − 4) · weights
    array([2., 1.])
    >>> network.step(0.1)
    >>> network.layers[0].parameters["weights"]     # [2 − 0.1·1, 1 − 0.1·3]
    array([[1.9, 0.7]])
    """

    def __init__(self, layers, loss, image_size=None):
        self.layers = list(layers) if isinstance(layers, list | tuple) else [layers]
        if strangers := [layer for layer in self.layers if not isinstance(layer, Layer)]:
            raise TypeError(f"layers must be layers such as Conv2D(kernel); got {strangers[0]!r}")
        if not self.layers or len({id(layer) for layer in self.layers}) < len(self.layers):
            raise ValueError("layers must be at least one, and each an object of its own")
        self.loss, self.loss_delta = _loss_pair(loss)
        self.image_size = None if image_size is None else as_pair("image_size", image_size, 1)
        self.output = self.error = None
        self._fresh = False
        self._passed = []

    def forward(self, x):
        """Return the output for an input x, and let every layer remember what went in and came out.

        Raises
        ------
        ValueError, TypeError
            If x has not the network's image size, or does not fit the first layer, or a layer's output the next; what
            does not fit is named with its shape.
        """
        self.output = self.error = None
        self._fresh = False
        value = as_real_array("x", x).copy()
        self.check_image("x", value)
        for index, layer in enumerate(self.layers):
            try:
                value = layer.pass_forward(value)
            except (ValueError, TypeError) as reason:
                raise type(reason)(self._misfit(index, value, reason)) from None
        self.output = value
        self._passed = [layer.output for layer in self.layers]
        return value.copy()

    def check_image(self, name, image):
        """Raise a ValueError if an image, or a batch of them, has another size than the network is for."""
        size = np.shape(image)[-2:]
        if self.image_size and len(size) == 2 and size != self.image_size:
            raise ValueError(
                f"{name} {np.shape(image)} has images of size {size}, but the network is for size {self.image_size}"
            )

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
            If nothing has gone forward since the network was made or has made its last step, or if a layer has since
            gone forward without it.
        ValueError, TypeError
            If the target does not fit the output.
        """
        if self.output is None or self._is_left():
            raise RuntimeError(
                "backward needs a way forward of all its layers since the last step; call forward(x) first"
            )
        self.error = None
        self._fresh = False
        self.error, delta = self.compared(self.output, target)
        for layer in reversed(self.layers):
            delta = layer.pass_back(delta)
        self._fresh = True
        return delta.copy(order="K")

    def compared(self, output, target):
        """Return E and ∂E/∂output, as the loss has them for an output.

        Raises
        ------
        ValueError, TypeError
            If the target does not fit the output.
        """
        try:
            delta = self.loss_delta(output, target)
            return self.loss(output, target), delta
        except (ValueError, TypeError) as reason:
            raise type(reason)(f"target does not fit the output: {reason}") from None

    def step(self, learning_rate):
        """Move every parameter against its gradient: parameter − learning_rate · gradient.

        The parameters become new arrays; the ones that were given are not changed.

        Raises
        ------
        RuntimeError
            If the gradients do not belong to the present parameters.
        TypeError, ValueError
            If the learning rate is not a real number, or not finite; or if a gradient has another shape than its
            parameter. No parameter has changed then.
        """
        rate = as_finite_number("learning_rate", learning_rate)
        if not self._has_fresh_gradients():
            raise RuntimeError("step needs fresh gradients of every layer; call forward(x) and backward(target) first")
        stepped = [_stepped(layer, rate) for layer in self.layers]
        for layer, parameters in zip(self.layers, stepped, strict=True):
            layer.parameters |= parameters
        self.output = None
        self._fresh = False

    def _is_left(self):
        """Tell whether a layer went forward alone, or in another network, since this one did."""
        return [id(layer.output) for layer in self.layers] != [id(output) for output in self._passed]

    def _has_fresh_gradients(self):
        complete = all(layer.gradients.keys() == layer.parameters.keys() for layer in self.layers)
        return self._fresh and complete and not self._is_left()

    def __repr__(self):
        return f"Network([{', '.join(map(repr, self.layers))}], {self.loss.__name__})"


def _stepped(layer, rate):
    """Return a layer's parameters after a step."""
    try:
        return {name: _moved(name, layer.parameters[name], layer.gradients[name], rate) for name in layer.parameters}
    except (ValueError, TypeError) as reason:
        raise type(reason)(f"{layer!r}: {reason}") from None


def _moved(name, parameter, gradient, rate):
    said = f"the gradient of {name}"
    parameter, gradient = as_real_array(name, parameter), as_real_array(said, gradient)
    check_shape(said, gradient.shape, parameter.shape, "the parameter has")
    if parameter.dtype != object and isinstance(rate, numbers.Rational):
        rate = float(rate)  # a fraction would make Python objects of the floats
    return as_real_array("the parameter after the step", parameter - rate * gradient)


def _loss_pair(loss):
    pair = (loss, LOSSES[loss]) if callable(loss) and loss in LOSSES else loss
    if not isinstance(pair, tuple) or len(pair) != 2 or not all(map(callable, pair)):
        known = " or ".join(function.__name__ for function in LOSSES)
        raise ValueError(f"loss must be {known}, or a pair (loss, its delta) of functions; got {loss!r}")
    return pair
