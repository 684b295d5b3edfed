"""Judges an answer. The words that a learner reads about it are made here and nowhere else."""

import inspect
import numbers
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from .exercises import CodeExercise, find

TYPED = 7
"""A number with more significant digits than this came out of code."""
CLOSE = 1e-6
"""Relative difference that code may have: another order of a sum moves float64 by 1e-13 or so, a mistake far more."""
CLOSE_FLOAT32 = 1e-4
"""The same for float32, which has seven digits, less those that a sum loses."""


@dataclass(frozen=True)
class Diagnosis:
    """What the course says of an answer.

    Attributes
    ----------
    verdict : "right", "rounded" (right to the digits given), "unknown" (it differs), "wrong shape", "unreadable" or
        "not given"
    message : the same in words, shown as its repr
    entries : array of bool, which entries agree; None where they could not be compared
    """

    verdict: str
    message: str
    entries: np.ndarray | None = None

    def __repr__(self):
        return self.message


def judge(answer, exercise):
    """Judge an answer to an exercise.

    Parameters
    ----------
    answer : number, nested list or array; or the function that the exercise asks for
    exercise : its id, such as "01.1", or an ``Exercise`` or ``CodeExercise`` of one's own

    Returns
    -------
    Diagnosis; no answer raises an error

    Raises
    ------
    ValueError
        If there is no such exercise.

    Examples
    --------
    >>> judge([-0.752, 0.9024, 0.63], "00.1")
    Right to the digits you gave.
    >>> judge([-0.752, -0.9024, 0.63168], "00.1").entries.tolist()
    [True, False, True]
    """
    asked = find(exercise)
    if answer is ...:
        return NOT_GIVEN
    if isinstance(asked, CodeExercise):
        return _judge_function(answer, asked)
    if callable(answer):
        return Diagnosis("unreadable", "This is a function. The exercise asks for its result: call it first.")
    return compare(answer, asked.truth)


NOT_GIVEN = Diagnosis("not given", "Not answered yet.")


def compare(answer, truth, by_code=False):
    """Judge an answer against the right one: shape first, then every entry; nothing is broadcast.

    A number typed in agrees if it is the truth rounded or cut off to the decimals written, two significant digits at
    least; 8.0 has two, 8 has one. Where any number has more than seven digits, the answer came out of code, and every
    entry must be closer.

    Parameters
    ----------
    answer : anything
    truth : array of the right answer
    by_code : whether the answer came out of code for certain; then short numbers are no rounded ones

    Returns
    -------
    Diagnosis
    """
    truth = np.asarray(truth, dtype=float)
    given = _read(answer)
    if isinstance(given, Diagnosis):
        return given
    if given.shape != truth.shape:
        return Diagnosis("wrong shape", f"Your answer is {_shape(given)}; the right one is {_shape(truth)}.")
    close = _close(given, truth)
    if close.all():
        return Diagnosis("right", "Right.", close)
    if by_code or any(_digits(number) > TYPED for number in given.flat):
        return Diagnosis("unknown", _differs(close), close)
    last = _last_places(answer, given)
    agree = close | _AS_WRITTEN(given, truth, last, 2)
    if agree.all():
        return Diagnosis("rounded", "Right to the digits you gave.", agree)
    first = tuple(np.argwhere(~agree)[0])
    if not _AS_WRITTEN(given, truth, last, 0)[first]:
        return Diagnosis("unknown", _differs(agree), agree)
    return Diagnosis("unknown", _too_short(given, agree), agree)


def _read(answer):
    """Return an answer as an array of numbers, or the diagnosis of what it is instead."""
    try:
        given = np.asarray(answer)
    except Exception:
        ragged = "This cannot be read as an array. Are all rows of the same length?"
        return NOT_GIVEN if "Ellipsis" in repr(answer) else Diagnosis("unreadable", ragged)
    if given.dtype.kind in "biuf":
        return given
    given = np.asarray(answer, dtype=object)  # [1, "2"] has become text, both of it
    if any(entry is ... for entry in given.flat):
        return NOT_GIVEN
    for index, entry in np.ndenumerate(given):
        if not isinstance(entry, numbers.Real):
            place = f"There is {_kind(entry)} at {list(index)}" if index else f"This is {_kind(entry)}"
            hint = ". Does your function return its result?" if answer is None else ", where a number is asked for."
            return Diagnosis("unreadable", place + hint)
    return np.array([_float(entry) for entry in given.flat]).reshape(given.shape)


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


def _kind(answer):
    words = (words for kind, words in _KINDS.items() if isinstance(answer, kind))
    return next(words, f"an object of type {type(answer).__name__}")


def _shape(array):
    return f"an array of shape {array.shape}" if array.ndim else "a single number"


def _close(given, truth):
    share = CLOSE_FLOAT32 if given.dtype == np.float32 else CLOSE
    nothing = 1e-12 * abs(truth).max()
    return abs(given - truth) <= np.maximum(share * abs(truth), nothing)


def _decimal(number):
    return Decimal(repr(float(number)).removesuffix(".0"))


def _digits(number):
    return len(_decimal(number).normalize().as_tuple().digits) if np.isfinite(number) else 0


def _last_places(answer, given):
    """Return the power of ten of the last digit that was written of every number."""
    entries = given if isinstance(answer, np.ndarray) else np.asarray(answer, dtype=object)  # there 8.0 may have been 8
    places = map(_last_place, entries.flat, given.flat)
    return np.array(list(places), dtype=int).reshape(given.shape)


def _last_place(entry, number):
    if not np.isfinite(number):
        return 0
    return -1 if type(entry) is float and repr(entry).endswith(".0") else _decimal(number).as_tuple().exponent


def _agrees_as_written(number, truth, last, digits):
    """Tell whether a number is the truth rounded or cut off to its last place, at least so many significant digits.

    0.5 may have been written 0.50: zeros at the end are taken as written where the digits would be too few.
    """
    if not (np.isfinite(number) and number * truth > 0):
        return False
    unit = 10.0 ** (min(last, np.floor(np.log10(abs(truth))) + 1 - digits) if digits else last)
    cut_off = 0 <= abs(truth) - abs(number) < unit * (1 - 1e-6)  # 1e-6: 0.57 − 0.56 is less than 0.01 in binary
    return cut_off or abs(number - truth) <= unit / 2 * (1 + 1e-6)


_AS_WRITTEN = np.vectorize(_agrees_as_written, otypes=[bool])


def _first_that_differs(agree):
    return list(map(int, np.argwhere(~agree)[0]))


def _differs(agree):
    """Say how many entries agree and where the first that differs is."""
    if agree.ndim == 0:
        return "This is not the right number."
    return f"{agree.sum()} of {agree.size} entries agree. The first that differs is at {_first_that_differs(agree)}."


def _too_short(given, agree):
    """Say that the first number that does not agree may have been rounded to one digit; it may also be wrong."""
    first = _first_that_differs(agree)
    number = f"{given[tuple(first)]:g}"
    words = (
        f"{number} has one digit, too few to be judged. If you rounded it, give at least two, as in 1.2; "
        f"if it is exactly {number}, it is not the right number."
    )
    return f"{agree.sum()} of {agree.size} entries agree. At {first}: {words}" if agree.ndim else words


def _judge_function(function, asked):
    """Call the learner's function with every case and judge what it returns."""
    if not callable(function):
        return Diagnosis("unreadable", f"The exercise asks for a function; this is {_kind(function)}.")
    for number, case in enumerate(asked.cases, 1):
        verdict = _judge_call(function, case, asked.function)
        if verdict.verdict == "not given":
            return verdict
        if verdict.verdict != "right":
            call = f"Call {number} of {len(asked.cases)}, with {describe_call(case, function, asked.function)}: "
            return Diagnosis(verdict.verdict, call + verdict.message, verdict.entries)
    return Diagnosis("right", f"Right, in all {len(asked.cases)} calls.")


def _judge_call(function, case, right):
    arguments = deepcopy(case)
    try:
        result = function(*arguments)
    except Exception as error:
        return Diagnosis("unreadable", f"your function raised {type(error).__name__} ({error}).")
    if not all(map(_unchanged, arguments, case)):
        return Diagnosis("unknown", "your function changed its argument. Let it work on a copy.")
    return compare(result, right(*case), by_code=True)


def _unchanged(after, before):
    return not isinstance(before, np.ndarray) or np.array_equal(after, before)


def describe_call(arguments, *functions):
    """Return the arguments of a call in words, with the names that the first of the functions has for all of them.

    Parameters
    ----------
    arguments : tuple; a text among them says which of several results is looked at
    *functions : callables

    Returns
    -------
    str

    Examples
    --------
    >>> describe_call((np.ones((2, 3)), -1.0, 1), lambda *arguments: 0, lambda image, bias=0.0, stride=1: 0)
    'image an array of shape (2, 3), bias -1.0, stride 1'
    >>> describe_call(("the weights", 2.0), lambda which, delta: 0)
    'delta 2.0, looking at the weights'
    """
    names = next(filter(None, (_names(function, arguments) for function in functions)), [""] * len(arguments))
    named = [(name, value) for name, value in zip(names, arguments, strict=True) if not isinstance(value, str)]
    looked_at = [f"looking at {value}" for value in arguments if isinstance(value, str)]
    return ", ".join([*(f"{name} {_described(value)}".strip() for name, value in named), *looked_at])


def _names(function, arguments):
    """Return what a function calls its arguments, or None where it has no name for each."""
    try:
        signature = inspect.signature(function)
        names = list(signature.bind(*arguments).arguments)
    except (TypeError, ValueError):
        return None
    return None if any(each.kind is each.VAR_POSITIONAL for each in signature.parameters.values()) else names


_ARRAYS = {"b": "truth values of shape", "i": "whole numbers of shape", "u": "whole numbers of shape"}
"""What an array is of, where that is a trap for a buffer that takes its type; other numbers are not named."""


def _described(value):
    if not isinstance(value, np.ndarray):
        return getattr(value, "__name__", repr(value)).strip("_")
    kind = "float32 of shape" if value.dtype == np.float32 else _ARRAYS.get(value.dtype.kind, "shape")
    return f"an array of {kind} {value.shape}"
