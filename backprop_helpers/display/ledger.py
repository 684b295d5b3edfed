"""The ledger of a calculation: every stage, forwards and back, in numbers that explain themselves."""

from collections.abc import Mapping

import numpy as np

from ..examples import question
from ..maths.losses import softmax_cross_entropy, squared_error
from ..maths.network import Network
from ..tracing.labels import stages_of
from .explorer.calculation import calculate
from .explorer.refusals import by
from .lesson import lines_of


def gone_both_ways(example, target=None):
    """Return an example's network and the target with which it went back, None where nobody knows it.

    Raises
    ------
    TypeError, ValueError
        If the example is something else, or its network has not gone both ways.
    """
    if example is question:
        network = question.network()
        network.forward(question.image)
        network.backward(question.exact.target)
        return network, question.exact.target
    network = getattr(example, "network", example)
    target = getattr(example, "target", target)
    if not isinstance(network, Network):
        raise TypeError(f"example must be a Network, a problem or question; got {example!r}")
    if network.error is None:
        raise ValueError("the network must have gone both ways: call forward(x) and backward(target) first")
    if target is None and network.loss is squared_error:
        target = network.output - network.layers[-1].delta
    return network, target


class Ledger(Mapping):
    """Every array of a calculation by its name, in the order of the calculation, as traced numbers."""

    def __init__(self, arrays):
        self._arrays = {label.identifier: values for label, values in arrays.items()}
        for label, values in reversed(arrays.items()):  # the first name of an array with several counts
            values.named(label.symbol)

    def __getitem__(self, name):
        if name not in self._arrays:
            raise KeyError(f"no stage {name!r}; there are {', '.join(self)}")
        return self._arrays[name]

    def __iter__(self):
        return iter(self._arrays)

    def __len__(self):
        return len(self._arrays)

    def __repr__(self):
        return "\n\n".join("\n".join([_caption(name, values), *lines_of(values, 4)]) for name, values in self.items())


def ledger(example):
    """Return every stage of a calculation, forwards and back; printed with its shape, and every number explainable.

    Parameters
    ----------
    example : ``Network`` that has gone ``forward(x)`` and ``backward(target)``, a problem, or `question`
        Where no target is known, the output's delta is taken as it is, and no error is shown.

    Returns
    -------
    Ledger, a dict from the names of ``diagnose_calculation``, with those of image and parameters, to traced arrays

    Raises
    ------
    TypeError, ValueError
        If the example is something else, or its network has not gone both ways.

    Examples
    --------
    >>> from backprop_helpers import Conv2D, MaxPool2D, Network, explain, squared_error
    >>> network = Network([Conv2D([[1.0, 2]]), MaxPool2D((1, 2))], squared_error)
    >>> output = network.forward([[0.1, 0.5, 0.2]])
    >>> image_delta = network.backward([[1.0]])
    >>> stages = ledger(network)
    >>> " ".join(stages)
    'image kernel feature_map pooled target error pooled_delta feature_map_delta kernel_gradient image_delta'
    >>> explain(stages["pooled_delta"][0, 0])
    δ_p[0, 0] = p[0, 0] − t[0, 0]
              = 1.1 − 1
              = 0.1
    """
    network, target = gone_both_ways(example)
    shown = target if network.loss in (squared_error, softmax_cross_entropy) else None
    layers = stages_of(network)
    arrays, _ = calculate(network, {}, layers, {}, {}, shown, step=False)
    return Ledger(_in_order(arrays, layers))


def _in_order(arrays, layers):
    """Return arrays in the order of ``diagnose_calculation``: on the way back a layer's gradients before its delta."""
    back = [label.back for layer in reversed(layers) for label in (*layer.parameters.values(), layer.given)]
    forwards_and_error = [label for label in arrays if label not in back]
    return {label: arrays[label] for label in [*forwards_and_error, *back] if label in arrays}


def _caption(name, values):
    shape = np.shape(values)
    return f"{name} {by(shape)}" if shape else name
