"""The stages of a network's calculation, forwards and back: what each is calculated of, by name."""

from dataclasses import dataclass, field

import numpy as np

from ...maths.activations import (
    leaky_relu,
    leaky_relu_input_delta,
    relu,
    relu_input_delta,
    sigmoid,
    sigmoid_input_delta,
    tanh,
    tanh_input_delta,
)
from ...maths.convolution import conv2d, conv2d_bias_gradient, conv2d_input_delta, conv2d_kernel_gradient
from ...maths.dense import dense, dense_bias_gradient, dense_input_delta, dense_weights_gradient
from ...maths.layers import AveragePool2D, Conv2D, Dense, Flatten, LeakyReLU, MaxPool2D, ReLU, Sigmoid, Softmax, Tanh
from ...maths.losses import squared_error
from ...maths.pooling import avg_pool2d, avg_pool2d_input_delta, max_pool2d, max_pool2d_input_delta
from ...maths.softmax import softmax, softmax_input_delta
from ...tracing.labels import stages_of
from ...tracing.notation import Label

_POOLS = {MaxPool2D: (max_pool2d, max_pool2d_input_delta), AveragePool2D: (avg_pool2d, avg_pool2d_input_delta)}
_ACTIVATIONS = {
    # forwards, back, and whether the way back takes what came out
    Sigmoid: (sigmoid, sigmoid_input_delta, True),
    Tanh: (tanh, tanh_input_delta, True),
    Softmax: (softmax, softmax_input_delta, True),
    ReLU: (relu, relu_input_delta, False),
    LeakyReLU: (leaky_relu, leaky_relu_input_delta, False),
}
_LAYERS = {Conv2D: conv2d, Dense: dense} | {kind: functions[0] for kind, functions in (_POOLS | _ACTIVATIONS).items()}


@dataclass(frozen=True)
class Stage:
    """One array of a calculation.

    Attributes
    ----------
    label : what it is called
    function : what it is calculated by
    sources : what it is calculated of, in order: the name of an earlier array and its shape here, or a plain value
    settings : what the function takes besides
    truth : the right result
    letters : what each source is called in the course
    """

    label: Label
    function: object
    sources: tuple
    truth: np.ndarray
    settings: dict = field(default_factory=dict)
    letters: tuple = ()

    @property
    def name(self):
        """What it is called, as Python has it: "feature_map", "kernel_gradient" …"""
        return self.label.identifier

    def arguments(self, values):
        """Return the function's arguments, the arrays taken from a dict by their names."""
        return tuple(
            np.reshape(values[source[0]], source[1]) if isinstance(source, tuple) else source for source in self.sources
        )


def stages(network, target=None):
    """Return the stages of a network that has gone forward and back, in the order of the calculation.

    Arrays are called as in the explorer; the second of a kind has a number. A delta is called after its array; a
    gradient after its parameter.
    """
    if network.error is None:
        raise ValueError("the network must have gone forward(x) and backward(target) first")
    if strangers := [layer for layer in network.layers if type(layer) not in (*_LAYERS, Flatten)]:
        raise ValueError(f"{strangers[0]!r} is none of the course's layers")
    of_layers = stages_of(network)
    return [
        *(_forward(each) for each in of_layers if each.title),
        _output_delta(network, of_layers[-1].result, target),
        *(stage for each in reversed(of_layers) for stage in _back(each)),
    ]


def stages_of_layer(of_layer):
    """Return the stages of one layer that has gone forward and back, of ``tracing.labels``; a Flatten has none."""
    return [_forward(of_layer), *_back(of_layer)] if of_layer.title else []


def _source(label, values):
    return label.identifier, np.shape(values)


def _forward(of_layer):
    layer = of_layer.layer
    parameters = map(np.asarray, layer.parameters.values())
    sources = _source(of_layer.given, layer.input), *parameters
    letters = of_layer.given.symbol, *(label.symbol for label in of_layer.parameters.values())
    return Stage(of_layer.result, _LAYERS[type(layer)], sources, np.asarray(layer.output), layer.settings, letters)


def _back(of_layer):
    """Yield the stages of a layer's way back: the gradients of its parameters, then the delta of its input."""
    layer, label = of_layer.layer, of_layer.given.back
    x, delta = _source(of_layer.given, layer.input), _source(of_layer.result.back, layer.delta)
    settings, result = layer.settings, np.asarray(layer.input_delta)
    back = of_layer.result.back.symbol
    if isinstance(layer, Conv2D):
        kernel = np.asarray(layer.parameters["kernel"])
        shapes = {"kernel_shape": kernel.shape}, {"input_shape": np.shape(layer.input)}
        yield from _gradients(of_layer, x, delta, shapes[0] | settings)
        letters = of_layer.parameters["kernel"].symbol, back
        yield Stage(label, conv2d_input_delta, (kernel, delta), result, shapes[1] | settings, letters)
    elif isinstance(layer, Dense):
        yield from _gradients(of_layer, x, delta, {})
        letters = of_layer.parameters["weights"].symbol, back
        yield Stage(label, dense_input_delta, (np.asarray(layer.parameters["weights"]), delta), result, {}, letters)
    elif type(layer) in _POOLS:
        yield Stage(label, _POOLS[type(layer)][1], (x, delta), result, settings, (of_layer.given.symbol, back))
    elif type(layer) in _ACTIVATIONS:
        _, function, takes_result = _ACTIVATIONS[type(layer)]
        y = _source(of_layer.result, layer.output)
        letters = (of_layer.result if takes_result else of_layer.given).symbol, back
        yield Stage(label, function, (y if takes_result else x, delta), result, settings, letters)


def _gradients(of_layer, x, delta, settings):
    """Yield the stages of a layer's gradients."""
    layer = of_layer.layer
    functions = {
        "kernel": conv2d_kernel_gradient,
        "weights": dense_weights_gradient,
        "bias": conv2d_bias_gradient if isinstance(layer, Conv2D) else dense_bias_gradient,
    }
    for parameter, gradient in layer.gradients.items():
        sources, more = ((delta,), {}) if parameter == "bias" else ((x, delta), settings)
        letters = (of_layer.given.symbol, of_layer.result.back.symbol)[-len(sources) :]
        label = of_layer.parameters[parameter].back
        yield Stage(label, functions[parameter], sources, np.asarray(gradient), more, letters)


def _output_delta(network, result, target):
    delta, output = np.asarray(network.layers[-1].delta), np.asarray(network.output)
    if target is None and network.loss is squared_error:
        target = output - delta
    if target is None:
        return Stage(result.back, np.positive, (delta,), delta, {}, (result.back.symbol,))
    return Stage(result.back, network.loss_delta, (_source(result, output), target), delta, {}, (result.symbol, "t"))
