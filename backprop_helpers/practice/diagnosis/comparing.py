"""Compares an answer with the right one: shape first, then every entry; nothing is broadcast."""

import numpy as np

from .digits import agree, as_written, close, rounded_or_cut
from .reading import read
from .verdict import Diagnosis
from .words import differs, first_that_differs, not_given_yet, right_so_far, right_to_the_digits, too_short, wrong_shape


def compare(answer, truth, by_code=False):
    """Judge an answer against the right one, without asking for the mistake.

    A number typed in agrees if it is the truth rounded or cut off to the decimals written, two significant digits at
    least; 8.0 has two, 8 has one. Where a number has more than seven digits, the answer came out of code, and every
    entry must be closer, if not all were rounded to the same place.

    Parameters
    ----------
    answer : anything; text is read as a table of numbers
    truth : array of the right answer
    by_code : whether the answer came out of code for certain; then short numbers are no rounded ones

    Returns
    -------
    Diagnosis

    Examples
    --------
    >>> compare("0,33 0,5", [1 / 3, 0.5])
    Right to the digits you gave.
    """
    truth = np.asarray(truth, dtype=float)
    given = read(answer, truth.shape, by_code)
    if isinstance(given, Diagnosis):
        return given
    if given.numbers.shape != truth.shape:
        return Diagnosis("wrong shape", wrong_shape(given.numbers, truth))
    return compared(given, truth, 2)


def compared(given, truth, digits):
    """Judge numbers that were read against the right ones of the same shape.

    Parameters
    ----------
    given : ``Given``
    truth : array
    digits : the fewest significant digits a rounded number must have; 0 for no such demand
    """
    agrees = agree(given, truth, digits)
    entries = agrees & ~given.blank
    if agrees.all() and given.blank.any():
        return Diagnosis("not given", not_given_yet(given.blank), entries)
    if close(given, truth).all():
        return Diagnosis("right", "Right.", entries)
    if agrees.all():
        enough = agree(given, truth, 2) | (given.numbers == 0)
        shortened = right_to_the_digits(*rounded_or_cut(given, truth, digits))
        return Diagnosis("rounded", shortened if enough.all() else right_so_far(given.numbers, enough), entries)
    first = tuple(first_that_differs(agrees))
    short = given.typed & as_written(given, truth, 0) & (given.numbers != 0)
    words = too_short(given.numbers, agrees) if short[first] else differs(agrees, given.blank)
    return Diagnosis("unknown", words, entries)
