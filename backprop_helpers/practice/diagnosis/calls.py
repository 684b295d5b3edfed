"""Calls the learner's function, judges what it returns, and says how it was called."""

import inspect
from copy import deepcopy
from traceback import extract_tb

import numpy as np

from .comparing import compare
from .verdict import Diagnosis


def judge_call(function, arguments, right, settings=None):
    """Call the learner's function and judge what it returns, and whether its arguments are as they were."""
    copies, settings = deepcopy(arguments), settings or {}
    try:
        result = function(*copies, **settings)
    except Exception as error:
        raised = f"your function raised {type(error).__name__} ({error}){_line(error, function)}."
        return Diagnosis("unreadable", raised)
    if not all(map(_unchanged, copies, arguments)):
        return Diagnosis("unknown", "your function changed its argument. Let it work on a copy.")
    return compare(result, right(*arguments, **settings), by_code=True)


def _line(error, function):
    """Say which line of the learner's file raised an error."""
    file = getattr(getattr(function, "__code__", None), "co_filename", None)
    lines = [frame.line for frame in extract_tb(error.__traceback__) if frame.filename == file and frame.line]
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
