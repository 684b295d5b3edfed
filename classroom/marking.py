"""Marks an answer, idea by idea. The hidden tests of the assignments call it when nbgrader marks them.

A hidden test ends in the marks that it gives, and prints what each was for. What the student's function prints, warns
of, raises or never finishes costs marks of its own exercise and nothing else.
"""

import contextlib
import importlib
import signal
import sys
import threading
import warnings
from copy import deepcopy
from textwrap import TextWrapper

import numpy as np
from IPython.utils.capture import capture_output

from .borrowed import Watch, named

SECONDS = 3
"""How long a call may take; the right solutions need a hundredth of it. Eight ideas stay under nbgrader's own limit."""

LINES = TextWrapper(100, subsequent_indent="   ", break_long_words=False, break_on_hyphens=False)
"""The width of what a test prints: Formgrader and the feedback show no more of a line."""


def _pristine():
    """Return the course's package as it is on disk, whatever the notebook did to the one it imported."""
    imported = {name: sys.modules.pop(name) for name in list(sys.modules) if name.split(".")[0] == "backprop_helpers"}
    try:
        course = importlib.import_module("backprop_helpers")
        return course, importlib.import_module("backprop_helpers.practice.diagnosis")
    finally:
        for name in [name for name in sys.modules if name.split(".")[0] == "backprop_helpers"]:
            del sys.modules[name]
        sys.modules.update(imported)


course, _diagnosis = _pristine()


def hidden_test(test):
    """Run a hidden test with global names of its own, and put the marks that it gives in its place.

    A student may have called a variable ``sum``, and a helper like one of the test's variables; may have made NumPy
    raise what it warns of, and leave figures open.

    Parameters
    ----------
    test : function of one argument, the notebook's own names as a dict

    Returns
    -------
    what it returned, its marks

    Examples
    --------
    >>> sum = 0
    >>> @hidden_test
    ... def marks(notebook):
    ...     return sum([1, notebook["sum"]])
    >>> marks
    1
    """
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return course.apart()(test)
    finally:
        if "matplotlib.pyplot" in sys.modules:
            sys.modules["matplotlib.pyplot"].close("all")


def mark_numbers(namespace, name, truths):
    """Give a mark for each number of a hand calculation that is right to the digits written.

    Parameters
    ----------
    namespace : the notebook's own names
    name : what the notebook calls the list of answers
    truths : dict from what each number is to the right one, in the order of the list

    Returns
    -------
    int, the marks

    Examples
    --------
    >>> mark_numbers({"answers": [0.67, 0.51, ...]}, "answers", {"a third": 2 / 3, "a half": 0.5, "one": 1.0})
    1  a third
    0  a half: This is not the right number.
    0  one: Not answered yet.
    1
    """
    answers = namespace.get(name)
    answers = list(answers) if isinstance(answers, list | tuple | np.ndarray) else []
    answers += [...] * (len(truths) - len(answers))
    verdicts = [_diagnosis.compare(answer, truth) for answer, truth in zip(answers, truths.values(), strict=False)]
    return _add_up({
        idea: "" if verdict.verdict in {"right", "rounded"} else verdict.message
        for idea, verdict in zip(truths, verdicts, strict=True)
    })  # fmt: skip


def mark_function(namespace, name, right, ideas, given=None, allowed=("numpy",)):
    """Give a mark for each idea that a function of the notebook has understood.

    Parameters
    ----------
    namespace : the notebook's own names
    name : what the notebook calls the function; or a function of the test's own that calls it
    right : a function that is right
    ideas : dict from an idea, in words, to the calls that need it, each a tuple of arguments
    given : dict from the names of earlier functions to right ones, which take their place in the meantime: a mistake is
        marked where it was made. What a right one refuses, by its arguments or a ValueError, the student's own answers
    allowed : the packages that the function may call, besides Python's own and those that only show something; and
        single functions, such as "backprop_helpers.max_pool2d"

    Returns
    -------
    int, the marks. Where the function called another package there are none, for the exercise asks to write it.

    Notes
    -----
    Where arguments are arrays, the last mark is for leaving them as they were; without any right result there is none
    for that either.

    Examples
    --------
    >>> ideas = {"one number": [(3,)], "an array": [(np.array([1.0, -2.0]),)]}
    >>> mark_function({"square": lambda x: abs(x) * x}, "square", np.square, ideas)
    1  one number
    0  an array: with x an array of shape (2,): 1 of 2 entries agree. The first that differs is at [1].
    1  leaves its arguments as they were
    2
    """
    given = given or {}
    student, watch, changed = (name if callable(name) else namespace.get(name)), Watch(allowed, given.values()), []
    results = {}
    with _replaced(namespace, given):
        for idea, calls in ideas.items():
            results[idea] = _first_complaint(student, right, calls, watch, changed)
    if any(isinstance(argument, np.ndarray) for calls in ideas.values() for call in calls for argument in call):
        nothing = "not tested, for no result was right" if all(results.values()) else ""
        results["leaves its arguments as they were"] = changed[0] if changed else nothing
    foreign = [*watch.seen, *named(student, allowed)]
    if foreign:
        results = dict.fromkeys(results, f"it calls {foreign[0]}, and the exercise asks to write it")
    return _add_up(results)


def _add_up(complaints):
    for idea, complaint in complaints.items():
        print(LINES.fill(f"0  {idea}: {complaint}" if complaint else f"1  {idea}"))
    return sum(not complaint for complaint in complaints.values())


def _first_complaint(student, right, calls, watch, changed):
    """Return what is wrong with the first call that is wrong, in words, or nothing."""
    if student is None:
        return "there is no such function"
    for number, arguments in enumerate(calls, 1):
        complaint = _complaint_of_call(student, right, arguments, watch, changed)
        if complaint == _diagnosis.NOT_GIVEN.message:
            return complaint
        if complaint:
            of_all = f"call {number} of {len(calls)}, " if len(calls) > 1 else ""
            return f"{of_all}with {_diagnosis.describe_call(arguments, student, right)}: {complaint}"
    return ""


def _complaint_of_call(student, right, arguments, watch, changed):
    copies = deepcopy(arguments)
    try:
        with _quiet(), _time_limit(), watch:
            result = student(*copies)
    except BaseException as problem:
        return f"it raised {type(problem).__name__} ({problem})"[:200]
    if not all(map(_same, copies, arguments)):
        changed.append("it changed them")
    return _complaint(_as_exact_as(arguments, result), right(*map(_in_double, arguments)))


def _complaint(result, truth):
    """Return how a result differs from the right one; several results are a tuple."""
    if not isinstance(truth, tuple):
        verdict = _diagnosis.compare(result, truth, by_code=True)
        return "" if verdict.verdict == "right" else verdict.message
    if not isinstance(result, tuple) or len(result) != len(truth):
        return f"the result is no tuple of {len(truth)}"
    return next(filter(None, map(_complaint, result, truth)), "")


def _is_single(argument):
    return isinstance(argument, np.ndarray) and argument.dtype == np.float32


def _in_double(argument):
    return argument.astype(float) if _is_single(argument) else argument


def _as_exact_as(arguments, result):
    """Return a result of float32 arguments as float32: it is not more exact than they are."""
    if isinstance(result, tuple):
        return tuple(_as_exact_as(arguments, each) for each in result)
    is_double = isinstance(result, np.ndarray) and result.dtype == np.float64
    return result.astype(np.float32) if is_double and any(map(_is_single, arguments)) else result


def _same(one, other):
    return not isinstance(other, np.ndarray) or (one.dtype == other.dtype and np.array_equal(one, other))


def of_two_axes(array):
    """Return an array as it is if it has two axes, and refuse any other: a right function is no more than was asked.

    Raises
    ------
    ValueError
        If it has another number of axes.
    """
    if np.ndim(array) != 2:
        raise ValueError(f"there are {np.ndim(array)} axes; the exercise has arrays of 2")
    return array


def _handed_out(right, own):
    """Return a right function behind which the student's own, if there is one, answers what was not asked of it."""

    def given(*arguments, **settings):
        try:
            return right(*arguments, **settings)
        except (TypeError, ValueError):
            if own is None:
                raise
            return own(*arguments, **settings)

    return given


@contextlib.contextmanager
def _replaced(namespace, given):
    """Put other objects in the place of some of a namespace's."""
    before = {name: namespace[name] for name in given if name in namespace}
    namespace.update({name: _handed_out(right, before.get(name)) for name, right in given.items()})
    try:
        yield
    finally:
        for name in given:
            del namespace[name]
        namespace.update(before)


@contextlib.contextmanager
def _quiet():
    """Drop what is printed, shown and warned of."""
    with capture_output(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


class TooSlow(BaseException):
    """A function that took too long; no ``except Exception`` of its own holds it up."""


@contextlib.contextmanager
def _time_limit():
    """Stop what takes longer than SECONDS, where the system has a timer for that: Windows has none."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_):
        raise TooSlow(f"after {SECONDS} seconds it was stopped")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
