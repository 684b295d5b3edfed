"""Reads an answer: numbers, arrays, texts; which entries are given, and how many digits were written."""

import numbers
from collections.abc import Callable
from decimal import Decimal
from functools import cached_property

import numpy as np

from .text import Unreadable, one_number, readings
from .verdict import NOT_GIVEN, Diagnosis
from .words import OF_ARRAYS

TYPED = 7
"""A number with more significant digits than this came out of code."""
FURTHEST = 300
"""Places from the point that a digit is taken to have at most."""


class Given:
    """An answer as numbers.

    Attributes
    ----------
    numbers : array of floats, NaN where nothing is given
    entries : the same as they were written
    blank : which entries are not given
    last : the power of ten of the last digit that was written, of every number
    typed : which numbers may have been rounded when they were written down
    """

    def __init__(self, entries, numbers, text=False, by_code=False):
        self.numbers, self.entries, self._text, self._by_code = numbers, entries, text, by_code
        self.blank = np.zeros(numbers.shape, dtype=bool)

    @cached_property
    def last(self):
        places = map(_last_place, self.entries.flat, self.numbers.flat)
        last = np.array(list(places), dtype=int).reshape(self.numbers.shape)
        if not self._text and any(digits_of(number) > TYPED for number in self.numbers.flat):
            return np.full_like(last, last.min())  # out of code: rounded as a whole, if at all
        return last

    @property
    def typed(self):
        return np.full(self.numbers.shape, not self._by_code)


def read(answer, shape, by_code=False):
    """Return an answer as ``Given``, or the ``Diagnosis`` of what it is instead; rows of any length may make one row.

    Parameters
    ----------
    answer : anything
    shape : that of the right answer; of several readings of a text, the one of this shape is taken
    by_code : whether the answer came out of code for certain: then no text is read, and no digits were left out
    """
    if isinstance(answer, str) and not by_code:
        return _read_text(answer, shape)
    try:
        given = np.asarray(answer)
    except Exception:
        if len(shape) == 1 and (row := _one_row(answer)) is not None and len(row) == shape[0]:
            return read(row, shape, by_code)
        return NOT_GIVEN if "Ellipsis" in repr(answer) else Diagnosis("unreadable", OF_ARRAYS["ragged"])
    if given.dtype.kind in "biuf":
        entries = given if isinstance(answer, np.ndarray) else np.asarray(answer, dtype=object)  # there 8.0 was 8
        return Given(entries, given, by_code=by_code)
    return _read_objects(answer, shape, by_code)


def _one_row(answer):
    """Return the numbers of rows in one row, or None where there is something else."""
    try:
        return np.concatenate([np.atleast_1d(row) for row in answer]).tolist()
    except (TypeError, ValueError):
        return None


def _read_objects(answer, shape, by_code):
    entries = np.asarray(answer, dtype=object)  # [1, "2"] had become text, both of it
    blank = np.array([entry is ... or (isinstance(entry, str) and not by_code and not entry.strip())
                      for entry in entries.flat], dtype=bool).reshape(entries.shape)  # fmt: skip
    if blank.any() and (blank.all() or entries.shape != shape):
        return NOT_GIVEN
    entries = entries.copy()
    read = entries.copy()
    for index, entry in np.ndenumerate(entries):
        if isinstance(entry, str) and not by_code and not blank[index]:
            entries[index], read[index] = _one_number(entry)
        if not blank[index] and not isinstance(read[index], numbers.Real):
            place = f"There is {kind(entry)} at {list(index)}" if index else f"This is {kind(entry)}"
            hint = ". Does your function return its result?" if answer is None else ", where a number is asked for."
            return Diagnosis("unreadable", place + hint)
    values = [np.nan if nothing else _float(entry) for entry, nothing in zip(read.flat, blank.flat, strict=True)]
    given = Given(entries, np.array(values, dtype=float).reshape(entries.shape), by_code=by_code)
    given.blank = blank
    return given


def _one_number(text):
    """Return a text's number as it is written in Python, and as a float; or the text, twice."""
    try:
        (number, *_) = readings(text)
        return number, float(number)
    except (Unreadable, TypeError, ValueError):
        return text, text


def _read_text(text, shape):
    try:
        found = [np.array(reading, dtype=object) for reading in (readings(text) if shape else [one_number(text)])]
    except Unreadable as reason:
        return Diagnosis("unreadable", str(reason))
    except ValueError:
        return Diagnosis("unreadable", OF_ARRAYS["ragged"])
    arrays = [fitting for entries in found for fitting in _layouts(entries, shape, "[" in text)]
    entries = next((entries for entries in arrays if entries.shape == shape), found[0])
    blank = entries == ""
    if np.all(blank):
        return NOT_GIVEN
    if any(isinstance(entry, list) for entry in entries.flat):
        return Diagnosis("unreadable", OF_ARRAYS["ragged"])
    given = Given(entries, np.where(blank, "nan", entries).astype(float), text=True)
    given.blank = np.asarray(blank)
    return given


def _layouts(entries, shape, bracketed):
    """Yield a table as it is, and as the array that may have been written so: one column, or its blocks in one."""
    yield entries
    if bracketed or entries.size != np.prod(shape):
        return
    if entries.ndim < 2:
        fits = entries.size == 1 or shape[-1:] == (entries.size,)
    elif entries.ndim == 2 and entries.shape[1] == 1:
        fits = len(shape) == 1 or shape[-1] == 1
    else:
        fits = len(shape) > 2 and shape[-1] == entries.shape[-1]
    if fits:
        yield entries.reshape(shape)


def _float(entry):
    try:
        return float(getattr(entry, "value", entry))  # a traced number's
    except OverflowError:
        return np.inf


_KINDS = {
    numbers.Real: "a number",
    numbers.Complex: "a complex number",
    str: "text",
    type(None): "None",
    (list, tuple, np.ndarray): "an array",
    Callable: "a function",
}


def kind(answer):
    """Return what an answer is, in words."""
    words = (words for kind, words in _KINDS.items() if isinstance(answer, kind))
    return next(words, f"an object of type {type(answer).__name__}")


def digits_of(number):
    """Return how many significant digits a number has, written as short as it can be."""
    return len(_decimal(number).normalize().as_tuple().digits) if np.isfinite(number) else 0


def _decimal(number):
    return Decimal(repr(float(number)).removesuffix(".0"))


def _last_place(entry, number):
    if not np.isfinite(number):
        return 0
    if isinstance(entry, str):
        digits, _, power = entry.strip().replace(",", ".").lower().partition("e")
        last = float(power or 0) - len(digits.partition(".")[2])
        return int(np.clip(last, -FURTHEST, FURTHEST))
    return -1 if type(entry) is float and repr(entry).endswith(".0") else _decimal(number).as_tuple().exponent
