"""Compares an answer with the right one: shape first, then every entry; nothing is broadcast."""

import numpy as np

from .digits import agree, close, has_enough_digits, rounded_or_cut
from .reading import read
from .verdict import Diagnosis
from .words import SENTENCES, differs, not_given_yet, right_so_far, right_to_the_digits, wrong_shape


def compare(answer, truth, by_code=False):
    """Judge an answer against the right one, without asking for the mistake.

    A number typed in agrees if it is the truth rounded or cut off to the decimals written. Where no digit more than the
    first says so, nothing is wrong, and one more is asked for. A number with more than seven digits came out of code:
    then every entry must be closer, if not all were rounded to the same place.

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
    return compared(given, truth)


def compared(given, truth):
    """Judge numbers that were read against the right ones of the same shape.

    Parameters
    ----------
    given : ``Given``
    truth : array
    """
    agrees = agree(given, truth, 0)
    entries = agrees & ~given.blank
    if agrees.all() and given.blank.any():
        return Diagnosis("not given", not_given_yet(given.blank), entries)
    if close(given, truth).all():
        return Diagnosis("right", SENTENCES["right"], entries)
    if not agrees.all():
        return Diagnosis("unknown", differs(agrees, given.blank), entries)
    enough = has_enough_digits(given, truth)
    if not enough.all():
        return Diagnosis("not given", right_so_far(given, enough), entries)
    return Diagnosis("rounded", right_to_the_digits(*rounded_or_cut(given, truth, 0)), entries)
