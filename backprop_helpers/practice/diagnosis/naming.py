"""Finds the mistakes that give an answer's numbers, one alone or two together."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..trials import TRIED, trials
from .asked import Asked, by_numbers
from .digits import agree
from .evidence import BOUND, chance, chance_of_an_order, is_exact


@dataclass(frozen=True)
class Fit:
    """Mistakes, made together, that give an answer's numbers.

    Attributes
    ----------
    mistakes : tuple
    chance : how likely chance would give such a fit
    exact : whether the answer has all their digits
    """

    mistakes: tuple
    chance: float
    exact: bool

    @cached_property
    def is_certain(self):
        return self.chance < BOUND


def fits(given, agrees, truth, asked):
    """Return the mistakes that give these numbers, the likeliest first; where none does, two that do for certain.

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
    if alone := _fitting(given, agrees, truth, asked.distinct("alone", truth)):
        return alone
    wrong = given.numbers[~agrees]
    if wrong.size > 1 and (wrong == wrong[0]).all():  # one number, which says too little for two mistakes
        return []
    return [fit for fit in _fitting(given, agrees, truth, asked.distinct("together", truth)) if fit.is_certain]


def _fitting(given, agrees, truth, found):
    """Return a ``Fit`` for each of the results that has the answer's numbers, to the digits given."""
    if not found:
        return []
    result = []
    results = np.array([numbers for numbers, _ in found])
    near = _near(given, results)
    alike = _that_change(~agrees, results, truth, near)
    for k in np.flatnonzero(near.reshape(len(found), -1).all(axis=1)):
        numbers, makers = found[k]
        if (agree(given, numbers, 0) | _cancelled(given, numbers, truth)).all():
            likely = chance(given, agrees, truth, numbers, alike)
            if len(makers[0]) > 1:
                likely = max(likely, chance_of_an_order(truth, numbers, len(found)))
            exact = is_exact(given, agrees, numbers)
            result += [Fit(mistakes, likely, exact) for mistakes in makers]
    return sorted(result, key=lambda fit: fit.chance)


def _cancelled(given, numbers, truth):
    """Tell where a 0 was given for a sum that cancels, but for its last bits."""
    return (given.numbers == 0) & (abs(numbers) <= 1e-12 * abs(truth).max(initial=0))


def _near(given, results):
    """Tell of many results which entries an answer may agree with: at once, and too many rather than too few."""
    with np.errstate(all="ignore"):
        is_zero = given.numbers == 0
        unit = 10.0 ** np.where(is_zero, given.last.min(initial=0, where=~is_zero), given.last)
        slack = 1e-3 * abs(results) + 1e-9 * abs(results).max(initial=0)
        return given.blank | (abs(given.numbers - results) <= unit + slack)


def _that_change(entries, results, truth, near):
    """Return how many of the results have the answer's numbers, or may but for these entries, where they are wrong."""
    changed = abs(results - truth) > 1e-9 * (abs(truth).max(initial=0) or 1)
    fitting = near | (entries & changed)
    return int(fitting.reshape(len(results), -1).all(axis=1).sum())


def apart(function, mistakes):
    """Return a call, (arguments, settings), for which all of these mistakes give different numbers, or None."""
    for arguments, settings in trials(function) if function in TRIED else []:
        results = [result for (each,), result in Asked(function, arguments, settings).alone if each in mistakes]
        if len({(result.shape, by_numbers(result)) for result in results}) == len(mistakes):
            return arguments, settings
    return None
