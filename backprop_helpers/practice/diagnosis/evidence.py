"""How much it says that numbers fit a known mistake: how likely random wrong numbers would fit one, too.

Let a wrong number scatter around the right one in any way that is symmetric and thins out with the distance. Then the
chance that it falls into a unit of its last place, at a distance d, is at most unit / 2d: within d, all units are at
least as likely. Only those entries count in which mistake and truth differ, and the chances of all mistakes that could
have been made add up: those that change just the entries that are wrong, for no other fits an answer that is right in
the rest.

Where the right numbers end after a few decimals, a calculation by hand ends, too, and none of its digits is left out:
a 1 that is exactly the mistake's stands for 1.00 where the right number is 0.25, and its unit is 0.01. An answer that
has the same number everywhere says no more than that one number.
"""

from math import factorial

import numpy as np

BOUND = 1e-3
"""A mistake is named without a "could be" if fewer than one random answer in a thousand would fit any."""
ZERO = 1 / 4
"""Least chance of a 0: it is also what an entry begins with."""
BY_HAND = 6
"""Most decimals that a number has which was worked out to its end by hand."""


def chance(given, agrees, truth, wrong, candidates):
    """Return the greatest chance that a random wrong answer fits one of so many mistakes as well as this one.

    Parameters
    ----------
    given : ``Given``
    agrees : array of bool, which entries agree with the truth; their agreement with a mistake says nothing
    truth, wrong : arrays, the right numbers and the mistake's
    candidates : how many mistakes could have been made that change these entries and no others

    Returns
    -------
    float from 0 to 1
    """
    telling = ~agrees & ~given.blank
    unit = np.maximum(10.0**given.last, np.maximum(1e-6 * abs(given.numbers), 1e-300))[telling]
    if is_exact(given, agrees, wrong):
        unit = np.minimum(unit, last_place(truth))
    truth, wrong, numbers = truth[telling], wrong[telling], given.numbers[telling]
    with np.errstate(all="ignore"):
        each = np.minimum(unit / (2 * abs(wrong - truth)), 1)
    each = np.where(numbers == 0, np.maximum(each, ZERO), each)
    if len(each) > 1 and (_is_one_number(given) or _is_one_number_off(numbers, truth, unit)):
        each = each[[each.argmin()]]
        candidates = 1 if np.array_equal(wrong, -truth) else candidates
    return float(min(1, np.prod(each) * candidates))


def is_exact(given, agrees, wrong):
    """Tell whether the numbers that are wrong are exactly a mistake's: more digits of them would be zeros."""
    telling = ~agrees & ~given.blank
    return np.allclose(given.numbers[telling], wrong[telling], rtol=1e-9, atol=1e-12)


def last_place(truth):
    """Return the unit of the last place at which all numbers end, or infinity if they do not end soon.

    Examples
    --------
    >>> last_place(np.array([0.25, -0.4])), last_place(np.array([1 / 3]))
    (0.01, inf)
    """
    ends = (k for k in range(BY_HAND + 1) if np.allclose(np.round(truth, k), truth, rtol=1e-13, atol=1e-13))
    return 10.0 ** -next(ends, -np.inf)


def _is_one_number(given):
    """Tell whether an answer has the same number everywhere."""
    numbers = given.numbers[~given.blank]
    return (numbers == numbers[0]).all()


def _is_one_number_off(numbers, truth, unit):
    """Tell whether one wrong factor or one wrong summand makes all the numbers of the right ones."""
    k = np.argmax(abs(truth) / unit)
    with np.errstate(all="ignore"):
        guesses = numbers[k] / truth[k] * truth, numbers[k] - truth[k] + truth
        return any((abs(numbers - guess) <= unit).all() for guess in guesses)


def chance_of_an_order(truth, wrong, candidates):
    """Return how likely a random order of the right numbers is one of so many; 0 if the wrong ones are no order.

    Examples
    --------
    >>> chance_of_an_order(np.array([1.0, 2, 3]), np.array([3.0, 1, 2]), 3)
    0.5
    """
    if not np.allclose(np.sort(truth, axis=None), np.sort(wrong, axis=None), rtol=1e-9, atol=0):
        return 0
    return min(1, candidates / factorial(min(truth.size, 20)))
