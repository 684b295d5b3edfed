"""Calls the learner's function, judges what it returns, and says how it was called."""

import inspect
from copy import deepcopy
from dataclasses import replace
from traceback import extract_tb, walk_tb

import numpy as np

from . import time_limit
from .comparing import compare
from .verdict import Diagnosis

WHOLE = "Your result is an array of whole numbers, which cuts fractions off: let it begin with np.zeros(shape)."
LONGEST = 200
"""Characters that are shown of an error's own words."""


def judge_call(function, arguments, right, settings=None):
    """Call the learner's function and judge what it returns, and whether its arguments are as they were."""
    copies, settings = deepcopy(arguments), settings or {}
    try:
        with time_limit.time_limit():
            result = function(*copies, **settings)
    except time_limit.OutOfTime as stop:
        line = _line(stop)
        return Diagnosis(
            "unreadable", f"your function did not end in {time_limit.SECONDS} seconds; it was stopped{line}."
        )
    except (Exception, SystemExit) as error:
        return Diagnosis("unreadable", f"your function raised {type(error).__name__}{_reason(error)}{_line(error)}.")
    if not all(map(_unchanged, copies, arguments)):
        return Diagnosis("unknown", "your function changed its argument. Let it work on a copy.")
    truth = right(*arguments, **settings)
    told = compare(result, truth, by_code=True)
    return replace(told, message=f"{told.message} {WHOLE}") if _is_cut_off(told, result, truth) else told


def _is_cut_off(told, result, truth):
    """Tell whether a result is wrong that holds whole numbers where fractions belong."""
    result = np.asarray(result) if told.verdict == "unknown" else np.array(0)
    return result.ndim > 0 and result.dtype.kind in "iu" and (np.asarray(truth) % 1 != 0).any()


def _reason(error):
    """Return what an error says of itself, in one line."""
    try:
        words = " ".join(str(error).split())
    except Exception:
        return ""
    return f" ({words if len(words) <= LONGEST else words[:LONGEST] + '…'})" if words else ""


def _line(error):
    """Say which of the learner's own lines raised an error: the innermost that is not of something imported."""
    names = [frame.f_globals for frame, _ in walk_tb(error.__traceback__)][1:]
    mine = next((each for each in names if each.get("__name__", "").split(".")[0] not in {"numpy", "contextlib"}), None)
    lines = [each.line for each in extract_tb(error.__traceback__)][1:]
    lines = [line for line, each in zip(lines, names, strict=True) if each is mine and line]
    return f" at “{lines[-1]}”" if lines else ""


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
    names = names_of(arguments, *functions)
    named = [(name, value) for name, value in zip(names, arguments, strict=True) if not isinstance(value, str)]
    looked_at = [f"looking at {value}" for value in arguments if isinstance(value, str)]
    return ", ".join([*(f"{name} {_described(value)}".strip() for name, value in named), *looked_at])


def names_of(arguments, *functions):
    """Return what the first of the functions that has names for all arguments calls them, or else empty names."""
    return next(filter(None, (_names(function, arguments) for function in functions)), [""] * len(arguments))


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
