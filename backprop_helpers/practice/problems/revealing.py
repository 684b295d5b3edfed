"""Which mistakes the numbers of a calculation reveal, and which they tell apart."""

import numpy as np

from ..diagnosis.asked import Asked
from ..diagnosis.stages import stages

UNITS = 2 * (1 - 1e-6)
"""Units of the last place by which numbers must differ: then no rounding and no cutting off gives the same digits.

A little less than two, as a difference of two units exactly is off by 1e-16 in binary: no last bit decides."""


def calls(network, target):
    """Return each stage of a calculation by its name, as ``Asked``."""
    found = stages(network, target)
    values = {"image": np.asarray(network.layers[0].input)} | {stage.name: stage.truth for stage in found}
    return {stage.name: Asked(stage.function, stage.arguments(values), stage.settings) for stage in found}


def alike(asked, unit):
    """Yield each pair of results of a call that do not differ visibly, a mistake's and another's, or the right one's.

    Parameters
    ----------
    asked : ``Asked``
    unit : of the last place

    Yields
    ------
    pair of two mistakes, or of None, for what is right, and a mistake
    """
    by_shape = {asked.truth.shape: [(None, asked.truth)]}
    for (mistake,), result in asked.alone:
        by_shape.setdefault(result.shape, []).append((mistake, result))
    for results in by_shape.values():
        numbers = np.array([result for _, result in results]).reshape(len(results), -1)
        for k, (one, _) in enumerate(results):
            with np.errstate(invalid="ignore"):
                near = (abs(numbers[k + 1 :] - numbers[k]) < UNITS * unit).all(axis=1)
            yield from ((one, results[k + 1 + other][0]) for other in np.flatnonzero(near))


def always_alike(one, other, calls):
    """Tell whether two mistakes, or None and one, give the same in every one of some calls, to a billionth."""
    return all(_same(one, other, asked) for asked in calls)


def _same(one, other, asked):
    first, second = (_result(each, asked) for each in (one, other))
    return first.shape == second.shape and np.allclose(first, second, rtol=0, atol=1e-9 * abs(asked.truth).max())


def _result(mistake, asked):
    return asked.truth if mistake is None else mistake.apply(*asked.arguments, **asked.settings)
