"""What a network's layers and arrays are called: a title for every layer, and a label for every array."""

from collections import Counter
from typing import NamedTuple

import numpy as np

from ..maths.layer import Layer
from ..maths.layers import AveragePool2D, Conv2D, Dense, Flatten, LeakyReLU, MaxPool2D, ReLU, Sigmoid, Softmax, Tanh
from ..maths.losses import softmax_cross_entropy, squared_error
from .notation import SIGNS, Label


class Kind(NamedTuple):
    """Of a kind of layer the title, what its result is called, and the family; pool and activation may change places.

    The result's name, and that of each parameter, with or without the title before it, are keys of ``SIGNS``. `border`
    is what its padding puts around an image.
    """

    title: str
    result: str
    family: str = ""
    border: str = ""


KINDS = {
    Conv2D: Kind("convolution", "feature map", border="0"),
    MaxPool2D: Kind("pool", "pooled", "pool", border="−∞"),
    AveragePool2D: Kind("average pool", "pooled", "pool"),
    Sigmoid: Kind("sigmoid", "activations", "activation"),
    ReLU: Kind("ReLU", "activations", "activation"),
    LeakyReLU: Kind("leaky ReLU", "activations", "activation"),
    Tanh: Kind("tanh", "activations", "activation"),
    Softmax: Kind("softmax", "probabilities"),
    Dense: Kind("dense", "hidden"),
}
OUTPUT = Kind("output", "output")  # of a dense layer at the network's end


class Stage(NamedTuple):
    """A layer, and the labels of what it is given, its parameters, by their names inside the layer, and its result.

    A Flatten has no title, and passes on the label that it is given.
    """

    title: str
    family: str
    layer: Layer
    given: Label
    parameters: dict
    result: Label


def stages_of(network):
    """Return a stage for every layer; a title or a name that is there a second time has a number."""
    stages = []
    given = Label("result", "image", axes=_axes_at_the_start(network.layers))
    titles, results = Counter(), Counter()
    for place, layer in enumerate(network.layers):
        if type(layer) is Flatten:
            stages.append(Stage("", "", layer, given, {}, given))
            continue
        kind = _kind_of(network.layers, place)
        titles[kind.title] += 1
        results[kind.result] += 1
        number = results[kind.result]
        axes, of_parameters = _axes_after(layer, given.axes, number)
        result = Label("result", kind.result, number, axes)
        parameters = {
            own: Label("parameter", _name_of(own, kind), number, of_parameters.get(own, ())) for own in layer.parameters
        }
        title = kind.title + (f" {titles[kind.title]}" if titles[kind.title] > 1 else "")
        stages.append(Stage(title, kind.family, layer, given, parameters, result))
        given = result
    return stages


def error_in_letters(network):
    """Return the error of a network that has gone forward, in its output's letter; "" for a loss of one's own.

    Parameters
    ----------
    network : Network

    Returns
    -------
    str

    Examples
    --------
    >>> from backprop_helpers import Dense, Network, softmax_cross_entropy
    >>> network = Network([Dense([[1, 2], [3, 4]])], softmax_cross_entropy)
    >>> output = network.forward([[5, 6], [7, 8], [9, 10]])
    >>> error_in_letters(network)
    'E = −Σ log q[n, t] / 3, q = softmax(y)'
    """
    letter, output = stages_of(network)[-1].result.symbol, network.output
    if network.loss is squared_error:
        return f"E = {'Σ ' * (np.size(output) > 1)}({letter} − t)² / 2"
    if network.loss is softmax_cross_entropy:
        of_all = f"−Σ log q[n, t] / {len(output)}" if np.ndim(output) == 2 else "−log q[t]"
        return f"E = {of_all}, q = softmax({letter})"
    return ""


def _kind_of(layers, place):
    layer = layers[place]
    if type(layer) not in KINDS:
        raise TypeError(f"layer {place}, {layer!r}, cannot be explored: it is none of the package's own")
    return OUTPUT if type(layer) is Dense and layer is layers[-1] else KINDS[type(layer)]


def _axes_at_the_start(layers):
    """Return the letters of what stands before the rows and columns of an image, or before a row for a dense layer."""
    of_an_image = (Conv2D, MaxPool2D, AveragePool2D, Flatten)
    reader = next((layer for layer in layers if isinstance(layer, (*of_an_image, Dense))), None)
    axes = np.ndim(layers[0].input)
    if isinstance(reader, Dense):
        return ("n",) if axes == 2 else ()
    return ("n", "c")[max(0, 4 - axes) :]


def _axes_after(layer, axes, number):
    """Return the letters of a layer's result, and by their names those of its parameters.

    The kernels of a convolution, which is the number-th, make as many maps as they are: their axis and the maps' is k.
    """
    if isinstance(layer, Dense):
        return tuple(axis for axis in axes if axis == "n"), {}
    if isinstance(layer, Conv2D) and layer.parameters["kernel"].ndim == 4:
        maps = f"k{number}" if number > 1 else "k"
        return (*axes[:-1], maps), {"kernel": (maps, *axes[-1:]), "bias": (maps,)}
    return axes, {}


def _name_of(parameter, kind):
    """Return what a parameter is called on the page: "weights" of "dense" are "dense weights", "kernel" is itself."""
    with_title = f"{kind.title} {parameter}"
    return with_title if with_title in SIGNS else parameter
