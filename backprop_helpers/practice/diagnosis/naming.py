"""Finds the mistakes that give an answer's numbers, one alone or two together."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..trials import TRIED, trials
from .asked import Asked
from .digits import agree
from .evidence import BOUND, chance, chance_of_an_order


@dataclass(frozen=True)
class Fit:
    """Mistakes, made together, that give an answer's numbers, and how likely chance would give such a fit."""

    mistakes: tuple
    result: np.ndarray
    chance: float

    @cached_property
    def is_certain(self):
        return self.chance < BOUND


def fits(given, agrees, truth, asked):
    """Return the mistakes that give these numbers, the likeliest first; two together where none alone does for certain.

    Parameters
    ----------
    given : ``Given``
    agrees : array of bool, which entries agree with the truth
    truth : array of given's shape, zeros if the right answer has another
    asked : ``Asked``, the call

    Returns
    -------
    list of ``Fit``
    """
    alone = _fitting(given, agrees, truth, _distinct(asked.alone, truth))
    if any(fit.is_certain for fit in alone):
        return alone
    together = _fitting(given, agrees, truth, _distinct(asked.together, truth))
    return [fit for fit in together if fit.is_certain] or alone


def _distinct(outcomes, truth):
    """Return the results of the answer's shape that are not the truth, with those who give them, by their numbers."""
    found = {}
    scale = abs(truth).max(initial=0) or 1
    right = _key(truth, scale)
    for mistakes, result in outcomes:
        if result.shape == truth.shape and np.isfinite(result).all():
            key = _key(result, scale)
            if key != right:
                found.setdefault(key, []).append((mistakes, result))
    return found


def _key(result, scale):
    return (np.round(result / scale, 9) + 0.0).tobytes()


def _fitting(given, agrees, truth, found):
    """Return a ``Fit`` for each of the results that has the answer's numbers, to the digits given."""
    result = []
    for same in found.values():
        if agree(given, same[0][1], 0).all():
            (mistakes, numbers), *_ = same
            likely = chance(given, agrees, truth, numbers, len(found))
            if len(mistakes) > 1:
                likely = max(likely, chance_of_an_order(truth, numbers, len(found)))
            result += [Fit(mistakes, numbers, likely) for mistakes, numbers in same]
    return sorted(result, key=lambda fit: fit.chance)


def apart(function, mistakes):
    """Return a call, (arguments, settings), for which all of these mistakes give different numbers, or None."""
    for arguments, settings in trials(function) if function in TRIED else []:
        results = [result for (each,), result in Asked(function, arguments, settings).alone if each in mistakes]
        if len({(result.shape, _key(result, 1)) for result in results}) == len(mistakes):
            return arguments, settings
    return None
