"""The catalogue: what goes wrong in a calculation, as small functions with names."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from inspect import iscode
from types import FunctionType

from . import (
    activations,
    bias_gradient,
    chain,
    cross_entropy,
    dense,
    feature_map,
    input_delta,
    kernel_gradient,
    losses,
    nudges,
    pooling,
    routing,
    rows,
    sizes,
    softmax,
    steps,
    two_layers,
)
from .mistake import Mistake, NotPossible, is_layer

_ROOMS = [
    *(feature_map, kernel_gradient, bias_gradient, input_delta, pooling, routing, activations, dense, losses),
    *(softmax, cross_entropy),
    *(sizes, chain, two_layers, rows, steps, nudges),
]
CATALOGUE = tuple(
    found
    for room in _ROOMS
    for value in vars(room).values()
    for found in (value if isinstance(value, list) else [value])
    if isinstance(found, Mistake)
)
"""Every mistake, in the order of the calculation."""


@cache
def mistakes_of(function):
    """Return the mistakes that can be made in a function: its own, and those of each layer that it calls.

    Parameters
    ----------
    function : a layer's function, one of ``practice.answers``, or one of your own that calls some of these by name

    Returns
    -------
    tuple of ``Mistake``

    Examples
    --------
    >>> from backprop_helpers import conv2d_bias_gradient
    >>> mistakes_of(conv2d_bias_gradient)[1]
    <conv2d_bias_gradient.mean_of_the_deltas: the deltas are averaged, not summed>
    """
    own = [found for found in CATALOGUE if found.function is function]
    if own and is_layer(function):
        return tuple(own)
    return (*own, *(_inside(function, name, found) for name, found in _inner(function)))


def _inner(function):
    """Yield every layer that a function calls by its name, with each of the layer's mistakes."""
    if isinstance(function, FunctionType):
        for name in _names(function.__code__):
            layer = function.__globals__.get(name)
            if isinstance(layer, Callable) and layer is not function and getattr(layer, "__module__", None):
                yield from ((name, found) for found in CATALOGUE if found.function is layer)


def _names(code):
    nested = [name for part in code.co_consts if iscode(part) for name in _names(part)]
    return dict.fromkeys([*code.co_names, *nested])


def _inside(function, name, found):
    """Return a layer's mistake as one of a function that calls the layer."""
    return replace(found, function=function, wrong=partial(_rewired, function, name, found))


def _rewired(function, name, found, right, /, **call):
    names = function.__globals__ | {name: found.apply}
    wrong = FunctionType(function.__code__, names, name, function.__defaults__, function.__closure__)
    try:
        return wrong(**call)
    except (IndexError, TypeError) as reason:  # the layer's wrong result does not fit into what follows
        raise NotPossible(str(reason)) from None


__all__ = ["CATALOGUE", "Mistake", "NotPossible", "mistakes_of"]
