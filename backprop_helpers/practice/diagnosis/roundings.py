"""Roundings on the way: what comes out if the arguments had been rounded, or were those of another chain."""

import numpy as np

from ...examples import question

LIKELY = 0.1
"""A rounding on the way is believed if fewer than one random answer in ten would fit one."""
CHAINS = {
    "with the published numbers: activations rounded to two decimals, deltas cut off to four": question.published,
    "with activations rounded to two decimals": question.rounded,
    "with nothing rounded on the way": question.exact,
}
"""The question's chains of numbers, each of which is right in its own terms."""


def chains(function, arguments, settings):
    """Yield what the call gives with the numbers of the question's other chains, if it has those of one.

    Yields
    ------
    words, result
    """
    for chain in CHAINS.values():
        fields = [_field(chain, argument) for argument in arguments]
        if fields and None not in fields:
            for words, other in CHAINS.items():
                moved = [getattr(other, name).reshape(shape) for name, shape in fields]
                yield words, np.asarray(function(*moved, **settings), dtype=float)
            return


def _field(chain, argument):
    """Return the name of the chain's array that has these numbers, and the argument's shape."""
    argument = np.asarray(argument)
    for name, value in vars(chain).items():
        if value.size == argument.size and np.array_equal(value.ravel(), argument.ravel()):
            return name, argument.shape
    return None


def roundings(function, call, settings):
    """Yield what the call gives with arrays or numbers shortened to one to four decimals.

    Parameters
    ----------
    function : callable
    call : dict from the arguments' names to the arguments
    settings : what goes with them

    Yields
    ------
    words, result
    """
    flowing = {name: np.asarray(value, dtype=float) for name, value in call.items() if _may_be_rounded(value)}
    choices = [{name: value} for name, value in flowing.items()]
    for decimals in range(4, 0, -1):
        for words, shorten in (("rounded", np.round), ("cut off", _cut)):
            for chosen in choices + [flowing] * (len(choices) > 1):
                short = {name: shorten(value, decimals) for name, value in chosen.items()}
                if any(not np.array_equal(short[name], value) for name, value in chosen.items()):
                    which = "all numbers" if len(chosen) > 1 else next(iter(chosen))
                    result = function(*(call | short).values(), **settings)
                    yield f"with {which} {words} to {decimals} decimal{'s' * (decimals > 1)}", np.asarray(result, float)


def _may_be_rounded(value):
    return isinstance(value, np.ndarray | list | float) and np.asarray(value).dtype.kind == "f"


def _cut(value, decimals):
    return np.trunc(value * 10**decimals) / 10**decimals
