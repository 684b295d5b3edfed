"""When a number agrees with the right one: as far as it was written."""

import numpy as np

CLOSE = 1e-6
"""Relative difference that code may have: another order of a sum moves float64 by 1e-13 or so, a mistake far more."""
CLOSE_OF = {np.float32: 1e-4, np.float16: 5e-3}
"""The same for float32, which has seven digits, and float16, which has three, less those that a sum loses."""
SLACK = 1e-6
"""Share of a unit that binary numbers may be off: 0.57 − 0.56 is less than 0.01 in binary."""


def agree(given, truth, digits):
    """Tell which numbers agree with the right ones: to a millionth, or as far as they were written.

    Parameters
    ----------
    given : ``Given`` of truth's shape
    truth : array
    digits : the fewest significant digits a rounded number must have; 0 for no such demand

    Returns
    -------
    array of bool; what is not given agrees with everything
    """
    return given.blank | close(given, truth) | (given.typed & as_written(given, truth, digits))


def close(given, truth):
    """Tell which numbers are as close to the right ones as code must come."""
    share = CLOSE_OF.get(given.numbers.dtype.type, CLOSE)
    nothing = 1e-12 * abs(truth).max(initial=0)
    with np.errstate(invalid="ignore"):
        return abs(given.numbers - truth) <= np.maximum(share * abs(truth), nothing)


def as_written(given, truth, digits):
    """Tell which numbers are the right ones rounded or cut off to their last place."""
    rounded, cut = rounded_or_cut(given, truth, digits)
    return rounded | cut


def has_enough_digits(given, truth):
    """Tell which numbers, of those that agree, do so in two digits."""
    return agree(given, truth, 2)


def rounded_or_cut(given, truth, digits):
    """Tell which numbers are the right ones rounded to their last place, and which are these cut off.

    0.5 may have been written 0.50: zeros at the end are taken as written where the digits would be too few. Without
    such a demand, a 0 among other numbers agrees with what is 0 in the last place of these.
    """
    numbers, size, is_zero = given.numbers, abs(truth), given.numbers == 0
    with np.errstate(all="ignore"):
        last = given.last.astype(float)
        if digits:
            last = np.minimum(last, np.floor(np.log10(size) + 1e-12) + 1 - digits)
        else:
            last = np.where(is_zero, last.min(initial=0, where=~is_zero), last)
        unit = 10.0**last
        alike = (numbers * truth > 0) | (is_zero & (truth != 0) & (last < 0) & (digits == 0))
        missing = size - abs(numbers)
        cut = alike & (missing >= 0) & (missing < unit * (1 - SLACK))
        rounded = alike & np.isfinite(numbers) & (abs(numbers - truth) <= unit / 2 * (1 + SLACK))
    return rounded, cut
