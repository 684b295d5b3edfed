"""Which of the numbers drawn become a problem: such as a person can calculate with, whose mistakes are told apart."""

from functools import cache
from itertools import count

import numpy as np

from ...maths.layers import Conv2D, MaxPool2D, Sigmoid
from ...maths.pooling import max_pool2d, max_pool2d_input_delta
from ..diagnosis.stages import stages
from .draws import Draws
from .levels import drawn
from .revealing import alike, always_alike, calls
from .stored import ARRAYS, built, network_of, numbers_of

GENERATOR = 1
"""The version of all that decides which numbers a seed gives: how they are drawn, what is asked of them, the catalogue.

It goes up with each change of these that gives a seed other numbers."""
STEEP = 3
"""Size that a sigmoid's input may have: beyond, its slope is below 0.05."""
LEAD = 0.1
"""By how much a window's winner leads; no rounding on the way changes who wins."""
UNEVEN = 0.05
"""By how much the sizes of the output's deltas differ, from 0 and from each other."""
LEAST = 10
"""Units of the key's last place that a number is in size, where it is not 0 for certain: two digits."""
VARIANTS = 16
"""Other numbers, with many digits, that are tried before it is said that mistakes always give the same."""
_SLACK = 1 - 1e-6
"""A bound met exactly counts as met, whatever the last bit of a binary number says."""


@cache
def chosen(level, seed):
    """Return a problem's numbers as plain data, and how many others were drawn before and not taken.

    Parameters
    ----------
    level, seed : whole numbers
    """
    for refused in count():
        numbers = drawn(level, Draws(GENERATOR, level, seed, refused))
        if is_for_hands(numbers) and is_telling(level, numbers):
            whole = numbers_of(network_of(numbers), numbers["image"], numbers["target"])
            return whole | {"decimals": numbers["decimals"]}, refused


def is_for_hands(numbers):
    """Tell whether no sigmoid is saturated, no window nearly tied, no number by accident 0 or nearly, no delta even."""
    network = built(numbers)
    network.forward(numbers["image"])
    if not all(_FITS[type(layer)](layer) for layer in network.layers if type(layer) in _FITS):
        return False
    network.backward(numbers["target"])
    sizes = np.sort(abs(network.layers[-1].delta), axis=None)
    return (
        np.diff(sizes, prepend=0).min() >= UNEVEN * _SLACK
        and all(layer.delta.min() < 0 < layer.delta.max() for layer in network.layers if isinstance(layer, Conv2D))
        and _has_digits(numbers, network)
    )


def _is_steep(layer):
    return abs(layer.input).max() <= STEEP


def _has_clear_winners(layer):
    """Tell whether every window has one, of either sign, and whether they reach the first place, last row and column.

    Some must not be the largest in size, others must.
    """
    smallest = -max_pool2d(-layer.input, **layer.settings)
    if layer.output.min() > 0 or (layer.output < -smallest).all():
        return False
    won = max_pool2d_input_delta(layer.input, np.ones(layer.output.shape), **layer.settings) != 0
    if not all(map(np.any, (won[..., 0, 0], won[..., -1, :], won[..., -1]))):
        return False
    second = max_pool2d(np.where(won, -np.inf, layer.input), **layer.settings)
    return (layer.output - second).min() >= LEAD * _SLACK


_FITS = {Sigmoid: _is_steep, MaxPool2D: _has_clear_winners}


def _has_digits(numbers, network):
    """Tell whether every number has its digits, but those that stay 0 when all that is given changes a little."""
    found = _results(network, numbers["target"])
    is_small = abs(found) < LEAST * 10.0 ** -numbers["decimals"] * _SLACK
    if found[is_small].any():
        return False
    nudged = network_of(_changed(numbers, lambda array: array * (1 + 1e-4 * np.sin(np.arange(1, array.size + 1)))))
    return not _results(nudged, numbers["target"])[is_small].any()


def _results(network, target):
    """Return the numbers of every stage, in one row."""
    return np.concatenate([stage.truth.ravel() for stage in stages(network, np.asarray(target))])


def is_telling(level, numbers):
    """Tell whether each mistake shows, and looks like no other, unless that is so with all numbers of the level.

    The way back comes first, for it is there that numbers fail.
    """
    asked = calls(network_of(numbers), np.asarray(numbers["target"]))
    pairs = ((name, pair) for name in reversed(asked) for pair in alike(asked[name], 10.0 ** -numbers["decimals"]))
    return all(_are_always_alike(level, name, *pair) for name, pair in pairs)


@cache
def _are_always_alike(level, stage, one, other):
    return always_alike(one, other, (_variant(level, k)[stage] for k in range(VARIANTS)))


@cache
def _variant(level, k):
    draws = Draws("variant", level, k)
    numbers = _changed(
        drawn(level, draws),
        lambda array: np.sign(array) * [(1 + draws.below(10**6)) / 10**6 for _ in array],
    )
    return calls(network_of(numbers), np.asarray(numbers["target"]))


def _changed(numbers, change):
    """Return numbers whose every array, as a row, is what a function makes of it."""

    def new(values):
        return np.reshape(change(np.ravel(values)), np.shape(values)).tolist()

    layers = [
        {name: new(value) if name in ARRAYS else value for name, value in layer.items()} for layer in numbers["layers"]
    ]
    return numbers | {"image": new(numbers["image"]), "layers": layers, "target": new(numbers["target"])}
