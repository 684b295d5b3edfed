"""The stages of a network's calculation, forwards and back: what each is calculated of, by name."""

from collections import Counter
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
from ...maths.layers import AveragePool2D, Conv2D, Dense, Flatten, LeakyReLU, MaxPool2D, ReLU, Sigmoid, Tanh
from ...maths.losses import squared_error
from ...maths.pooling import avg_pool2d, avg_pool2d_input_delta, max_pool2d, max_pool2d_input_delta

_POOLS = {MaxPool2D: (max_pool2d, max_pool2d_input_delta), AveragePool2D: (avg_pool2d, avg_pool2d_input_delta)}
_ACTIVATIONS = {
    # forwards, back, and whether the way back takes what came out
    Sigmoid: (sigmoid, sigmoid_input_delta, True),
    Tanh: (tanh, tanh_input_delta, True),
    ReLU: (relu, relu_input_delta, False),
    LeakyReLU: (leaky_relu, leaky_relu_input_delta, False),
}
_LAYERS = {Conv2D: conv2d, Dense: dense} | {kind: functions[0] for kind, functions in (_POOLS | _ACTIVATIONS).items()}


@dataclass(frozen=True)
class Stage:
    """One array of a calculation.

    Attributes
    ----------
    name : "feature_map", "kernel_gradient" …
    function : what it is calculated by
    sources : what it is calculated of, in order: the name of an earlier array and its shape here, or a plain value
    settings : what the function takes besides
    truth : the right result
    """

    name: str
    function: object
    sources: tuple
    truth: np.ndarray
    settings: dict = field(default_factory=dict)

    def arguments(self, values):
        """Return the function's arguments, the arrays taken from a dict by their names."""
        return tuple(
            np.reshape(values[source[0]], source[1]) if isinstance(source, tuple) else source for source in self.sources
        )


def stages(network, target=None):
    """Return the stages of a network that has gone forward and back, in the order of the calculation.

    Arrays are called as in the question: image, feature_map, pooled, activations, hidden, output; where there are
    several of a kind they are numbered. A delta is called after its array; a gradient after its parameter.
    """
    if network.error is None:
        raise ValueError("the network must have gone forward(x) and backward(target) first")
    names = _array_names(network.layers)
    there = [_forward(layer, *names[k : k + 2]) for k, layer in enumerate(network.layers)]
    back = [_back(layer, *names[k : k + 2]) for k, layer in reversed([*enumerate(network.layers)])]
    return [
        *filter(None, there),
        _output_delta(network, names[-1], target),
        *(stage for part in back for stage in part),
    ]


def _array_names(layers):
    """Return what the image and every layer's result are called; Flatten's is its input's."""
    kinds = {Conv2D: "feature_map", Dense: "hidden", **dict.fromkeys(_POOLS, "pooled")}
    found = [kinds.get(type(layer), "activations") for layer in layers]
    counts, met, names = Counter(found[:-1]), Counter(), ["image"]
    for layer, kind in zip(layers[:-1], found[:-1], strict=True):
        met[kind] += not isinstance(layer, Flatten)
        counts["activations"] = sum(type(each) in _ACTIVATIONS for each in layers[:-1])
        numbered = f"{kind}_{met[kind]}" if counts[kind] > 1 else kind
        names.append(names[-1] if isinstance(layer, Flatten) else numbered)
    return [*names, "output"]


def _forward(layer, before, name):
    x = before, np.shape(layer.input)
    parameters = list(layer.parameters.values())
    if isinstance(layer, Flatten):
        return None
    if type(layer) not in _LAYERS:
        raise ValueError(f"{layer!r} is none of the course's layers")
    function = _LAYERS[type(layer)]
    return Stage(name, function, (x, *map(np.asarray, parameters)), np.asarray(layer.output), layer.settings)


def _back(layer, before, name):
    """Yield the stages of a layer's way back: the gradients of its parameters, then the delta of its input."""
    x, delta = (before, np.shape(layer.input)), (f"{name}_delta", np.shape(layer.delta))
    settings, result = layer.settings, np.asarray(layer.input_delta)
    if isinstance(layer, Conv2D):
        kernel = np.asarray(layer.parameters["kernel"])
        shapes = {"kernel_shape": kernel.shape}, {"input_shape": np.shape(layer.input)}
        yield from _gradients(layer, name, x, delta, shapes[0] | settings)
        yield Stage(f"{before}_delta", conv2d_input_delta, (kernel, delta), result, shapes[1] | settings)
    elif isinstance(layer, Dense):
        yield from _gradients(layer, name, x, delta, {})
        weights = np.asarray(layer.parameters["weights"])
        yield Stage(f"{before}_delta", dense_input_delta, (weights, delta), result)
    elif type(layer) in _POOLS:
        yield Stage(f"{before}_delta", _POOLS[type(layer)][1], (x, delta), result, settings)
    elif type(layer) in _ACTIVATIONS:
        _, function, takes_result = _ACTIVATIONS[type(layer)]
        y = name, np.shape(layer.output)
        yield Stage(f"{before}_delta", function, (y if takes_result else x, delta), result, settings)


def _gradients(layer, name, x, delta, settings):
    """Yield the stages of a layer's gradients, called after the parameter: kernel, or the dense layer's weights."""
    number = name.rpartition("_")[2]
    number = f"_{number}" if number.isdigit() else ""
    prefix = "" if isinstance(layer, Conv2D) else "output_" if name == "output" else "dense_"
    functions = {
        "kernel": conv2d_kernel_gradient,
        "weights": dense_weights_gradient,
        "bias": conv2d_bias_gradient if isinstance(layer, Conv2D) else dense_bias_gradient,
    }
    for parameter, gradient in layer.gradients.items():
        sources, more = ((delta,), {}) if parameter == "bias" else ((x, delta), settings)
        whole = f"{prefix}{parameter}{number}_gradient"
        yield Stage(whole, functions[parameter], sources, np.asarray(gradient), more)


def _output_delta(network, name, target):
    delta, output = np.asarray(network.layers[-1].delta), np.asarray(network.output)
    if target is None and network.loss is squared_error:
        target = output - delta
    if target is None:
        return Stage(f"{name}_delta", np.positive, (delta,), delta)
    return Stage(f"{name}_delta", network.loss_delta, ((name, output.shape), target), delta)
