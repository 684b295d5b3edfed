"""Slips of the pen: a sign, two digits or two entries swapped, the point, one entry off."""

from math import floor

import numpy as np

from .digits import agree
from .words import OF_ARRAYS, SENTENCES, at, first_that_differs, signs_turned

FACTORS = {"half": 1 / 2, "twice": 2, "a tenth of": 0.1, "ten times": 10, "a hundredth of": 0.01, "100 times": 100}


def slip(given, truth, agrees):
    """Return what a slip may be in words, or "".

    Parameters
    ----------
    given : ``Given``
    truth : array
    agrees : array of bool, which entries agree
    """
    wrong = [tuple(map(int, place)) for place in np.argwhere(~agrees)]
    if len(wrong) == 1:
        return _of_one_number(given, truth, wrong[0])
    return (_swapped(given, truth, wrong) if len(wrong) == 2 else "") or _all_alike(given, truth, agrees)


def one_off(agrees):
    """Say that all entries but one agree, where there are three or more."""
    if agrees.size < 3 or agrees.sum() != agrees.size - 1:
        return ""
    return OF_ARRAYS["one off"].format(first_that_differs(agrees))


def _of_one_number(given, truth, place):
    where = at(list(place))
    right = truth[place]
    if _fits(given, truth, place, -right):
        return SENTENCES["sign"].format(where)
    if any(_fits(given, truth, place, right * 10.0**power) for power in (-2, -1, 1, 2)):
        return SENTENCES["point"].format(where)
    if _digits_swapped(given, truth, place):
        return SENTENCES["swapped"].format(where)
    return ""


def _fits(given, truth, place, number):
    """Tell whether the number at a place is such a one, with digits enough to say so."""
    wanted = truth.copy()
    wanted[place] = number
    unit = 10.0 ** given.last[place] if given.typed[place] else 1e-6 * abs(number)
    likely = unit / max(2 * abs(number - truth[place]), unit)
    return agree(given, wanted, 2)[place] and (likely < 1 / 20 or number == -truth[place])


def _digits_swapped(given, truth, place):
    """Tell whether two neighbouring digits, written in each other's place, make the number right."""
    if not np.isfinite(given.numbers[place]):
        return False
    right, last = abs(truth[place]), int(given.last[place])
    number = given.numbers[place] * np.sign(truth[place])
    if not given.typed[place] or last < -20 or not 1e-4 * right < number < 1e4 * right:
        return False
    if number / 10.0**last > 1e15:
        return False
    digits = f"{number / 10.0**last:.0f}"
    swaps = [digits[:k] + digits[k + 1] + digits[k] + digits[k + 2 :] for k in range(len(digits) - 1)]
    wanted = {floor(right / 10.0**last + 0.5), int(right / 10.0**last)} - {int(digits)}
    return len(digits) > 2 and any(int(swap) in wanted for swap in swaps)


def _all_alike(given, truth, agrees):
    """Say what is wrong with several numbers alike: their signs, or a factor of all of them."""
    if agree(given, np.where(agrees, truth, -truth), 2).all():
        return signs_turned(agrees)
    factors = (words for words, factor in FACTORS.items() if agree(given, factor * truth, 2).all())
    return "".join(OF_ARRAYS["factor"].format(words) for words in list(factors)[:1])


def _swapped(given, truth, wrong):
    (first, second), wanted = wrong, truth.copy()
    wanted[first], wanted[second] = truth[second], truth[first]
    if not agree(given, wanted, 2).all():
        return ""
    return OF_ARRAYS["entries swapped"].format(list(first), list(second))
