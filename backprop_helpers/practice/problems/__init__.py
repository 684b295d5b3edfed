"""New problems: a small network with numbers to calculate with by hand, drawn from a seed or brought along."""

import operator

import numpy as np

from .choosing import GENERATOR, chosen
from .levels import LEVELS
from .revealing import calls
from .stated import Problem, read_problem
from .stored import network_of, numbers_of


def problem(seed, level):
    """Return a problem to work out by hand, forwards and back: always the same for the same seed and level.

    Its numbers have one decimal; no window of a pool is nearly tied, no sigmoid saturated, no number 0 by accident.
    Every mistake of the catalogue that can be made at a stage differs from the right numbers there and from every other
    mistake, at the digits of the key, unless it never does with such shapes; numbers that do not are drawn again.

    Parameters
    ----------
    seed : whole number from 0 on
    level : 1 for one convolution of a 3×3 image, 2 with a max pool, 3 with a sigmoid and a dense layer behind it, 4 for
        stride 2 and padding 1, 5 for two channels and three kernels, 6 for two convolutional layers

    Returns
    -------
    Problem

    Raises
    ------
    ValueError
        If the seed is no whole number, or if there is no such level.

    Notes
    -----
    The numbers are whole ones, drawn by SHA-256 and divided by ten, and no last bit of a binary number decides which
    are taken: so they are the same with every version of Python and NumPy, on every machine.

    Examples
    --------
    >>> from backprop_helpers import diagnose_calculation
    >>> first = problem(seed=7, level=1)
    >>> first
    <problem 1-1-7-1d99b3>
    >>> first.given["kernel"]
    array([[-0.7,  0.9],
           [-0.5,  0.1]])
    >>> print(first.key["feature_map"])
    [[-0.270, -0.290],
     [1.330, -1.280]]
    >>> diagnose_calculation({"feature_map": "-0.27 -0.29; 1.33 -1.28"}, first.network, first.target)
    feature map: Right.
    """
    whole_seed, whole_level = _whole(seed), _whole(level)
    if whole_level not in LEVELS:
        raise ValueError(f"level must be one of {', '.join(map(str, LEVELS))}; got {level!r}")
    if whole_seed is None or whole_seed < 0:
        raise ValueError(f"seed must be a whole number from 0 on; got {seed!r}")
    numbers, _ = chosen(whole_level, whole_seed)
    return Problem(numbers, whole_level, whole_seed, GENERATOR)


def _whole(value):
    """Return a whole number as Python's own, or None if it is none."""
    try:
        return None if isinstance(value, bool | np.bool_) else operator.index(value)
    except TypeError:
        return None


def problem_from(network, image, target):
    """Return the calculation of a network and an image of your own as a problem.

    Nothing is drawn here: what its numbers cannot tell is in the problem's ``.hidden`` and ``.twins``.

    Parameters
    ----------
    network : ``Network`` of the course's layers, with ``squared_error`` or ``softmax_cross_entropy`` as its loss
    image : what goes into its first layer
    target : what the loss compares the output with

    Returns
    -------
    Problem

    Raises
    ------
    ValueError, TypeError
        If image or target do not fit the network, or if something cannot be stored: another loss, a layer of your own,
        numbers that are not finite.

    Examples
    --------
    >>> from backprop_helpers import Conv2D, Network, squared_error
    >>> own = problem_from(Network([Conv2D([[2.0, -1]])], squared_error), [[3, 1, 4]], [[4.5, -1]])
    >>> own, own.key["kernel_gradient"]
    (<problem own-e36fb5>, '[[0.5, -3.5]]')
    >>> own.hidden["feature_map"]
    (<conv2d.upside_down: the kernel is turned upside down>,)
    """
    numbers = numbers_of(network, image, target)
    worked = network_of(numbers)
    return Problem(numbers | {"decimals": _decimals(list(calls(worked, np.asarray(target)).values()))})


def _decimals(asked):
    """Return as few decimals as say all numbers exactly; if none do, four, or three digits of each stage's largest."""
    sizes = [abs(each.truth).max() for each in asked if each.truth.any()]
    most = max([4, *(2 - int(np.floor(np.log10(size))) for size in sizes)])
    exact = (n for n in range(1, min(most, 15)) if all(_are_written(each.truth, n) for each in asked))
    return next(exact, min(most, 15))


def _are_written(values, decimals):
    return np.allclose(np.round(values, decimals), values, rtol=0, atol=1e-9 * 10.0**-decimals)


__all__ = ["Problem", "problem", "problem_from", "read_problem"]
