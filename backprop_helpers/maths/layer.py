"""What every layer is: an object that remembers what went through it, both ways."""

import inspect

import numpy as np

from .arguments import as_common_arrays, as_real_array, check_shape


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


class PlainLayer(Layer):
    """What a layer is that has neither parameters nor settings."""

    __signature__ = inspect.Signature()  # what help shows

    def __init__(self, *arguments, **settings):
        if arguments or settings:
            got = ", ".join([*map(repr, arguments), *(f"{name}={value!r}" for name, value in settings.items())])
            raise TypeError(f"{type(self).__name__}() takes no arguments; got {got}")
        super().__init__()


def _copy(array):
    return array.copy(order="K")


def _read_only(array):
    result = array.view()
    result.flags.writeable = False
    return result
