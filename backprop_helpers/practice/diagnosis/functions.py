"""Judges a function: by calls that tell mistakes apart, the smallest first."""

import inspect
from contextlib import suppress
from copy import deepcopy
from dataclasses import replace
from functools import partial

import numpy as np

from ..mistakes import mistakes_of
from ..mistakes.mistake import by_name, is_layer, pairs, result_of
from ..trials import trials
from .arrays import shown
from .calls import describe_call, judge_call, names_of
from .reading import kind
from .time_limit import OutOfTime, time_limit
from .verdict import Diagnosis
from .words import comes_out, first_that_differs, listed

MINE = "your result"


def diagnose_function(learners_function, function):
    """Say whether a function does what a layer's function does, and if not, which known mistake it makes.

    Parameters
    ----------
    learners_function : takes the same arguments; settings such as the stride only if it can
    function : a layer's function, such as ``conv2d_kernel_gradient``

    Returns
    -------
    Diagnosis. ``.mistakes`` are those that give what the function gave for every call; else ``.call`` is the smallest
    call for which it is wrong, or raised an error, and ``.reveal()`` shows its arrays.

    Raises
    ------
    ValueError
        If `function` is no layer's.

    Notes
    -----
    The calls are lopsided: axes of different lengths, uneven numbers with zeros and ties among them, whole numbers and
    float32; several channels, a batch, stride, padding and dilation where the function takes them.

    Examples
    --------
    >>> import numpy as np
    >>> from backprop_helpers import dense_input_delta
    >>> diagnose_function(lambda weights, delta: delta @ weights, dense_input_delta)
    Right, in all 6 calls.
    >>> first = diagnose_function(lambda weights, delta: weights[0] * delta[..., :1], dense_input_delta)
    >>> first.verdict, [mistake.name for mistake in first.mistakes]
    ('mistake', ['only the first output counts'])
    """
    offered = trials(function)
    if not callable(learners_function):
        return Diagnosis("unreadable", f"A function is asked for; this is {kind(learners_function)}.")
    calls, missing = _accepted(learners_function, function, offered)
    if not calls:
        return Diagnosis("unreadable", f"Your function does not take the arguments of {function.__name__}.")
    calls += _of_other_kinds(*calls[:2][-1])
    verdict = _judged(learners_function, function, calls, _after_right_ones)
    if verdict.verdict == "right" and missing:
        untold = f"Right, in all {len(calls)} calls; it was not asked for {listed(missing)}."
        return Diagnosis("right", untold)
    return verdict


def judge_function(function, asked):
    """Judge a function by the cases of a ``CodeExercise``, and show the arrays of the first for which it is wrong."""
    if not callable(function):
        return Diagnosis("unreadable", f"The exercise asks for a function; this is {kind(function)}.")
    calls = [(case, {}) for case in asked.cases]
    begin = "Call {} of {}, with {}: ".format
    told = _judged(function, asked.function, calls, lambda k, words: begin(k + 1, len(calls), words))
    return told if told.call is None else replace(told, shown=_arrays(function, asked, told))


def _arrays(function, asked, told):
    """Return the arrays of the call that is not right, and beside them the learner's result, where it has numbers."""
    arguments, _ = told.call
    names = names_of(arguments, function, asked.function)
    arrays = {name: value for name, value in zip(names, arguments, strict=True) if isinstance(value, np.ndarray)}
    (result,) = [None] if told.verdict == "unreadable" else _results(function, [told.call])
    mine = {} if result is None else {MINE: result}
    return shown(arrays | mine, {MINE: None if told.entries is None else first_that_differs(told.entries)})


def _after_right_ones(number, words):
    if number == 0:
        return f"With {words}: "
    return f"Right in the first {number} calls. With {words}: " if number > 1 else f"Right in one call. With {words}: "


def _of_other_kinds(arguments, settings):
    """Yield a call with whole numbers, and with float32, in place of float64."""
    for change in (lambda array: np.round(array).astype(int), lambda array: array.astype(np.float32)):
        yield tuple(change(each) if np.asarray(each).dtype == float else each for each in arguments), settings


def _accepted(learners_function, function, calls):
    """Return the calls that a function takes, and the settings that it does not."""
    taken = [(_call_for(learners_function, function, *call), call[1].keys()) for call in calls]
    asked = {name for call, settings in taken if call for name in settings}
    spared = {name for call, settings in taken if not call for name in settings}
    return [call for call, _ in taken if call], sorted(spared - asked)


def _call_for(learners_function, function, arguments, settings):
    """Return a call as the learner's function takes it, with settings by name or by place; None if it does not."""
    try:
        taken = inspect.signature(learners_function)
    except (TypeError, ValueError):
        return arguments, settings
    by_place = list(by_name(function, arguments, settings).values())[len(arguments) :]
    named = {name: value for name, value in settings.items() if name in taken.parameters}
    for more, some in [((), settings), ((), named), *((by_place[:k], {}) for k in range(1, len(by_place) + 1))]:
        try:
            taken.bind(*arguments, *more, **some)
            right = function(*arguments, *more, **some)
        except (TypeError, ValueError):
            continue
        if np.array_equal(right, function(*arguments, **settings)):
            return (*arguments, *more), some
    return None


def _judged(learners_function, right, calls, begin):
    """Judge every call; of the first that is not right, say whether a mistake gives this and all other results."""
    number, verdict = _first_not_right(learners_function, right, calls)
    if verdict is None:
        return Diagnosis("right", f"Right, in all {len(calls)} calls.")
    if verdict.verdict == "not given":
        return verdict
    arguments, settings = calls[number]
    words = describe_call(arguments, learners_function, right) + "".join(f", {k} {v}" for k, v in settings.items())
    where = begin(number, words)
    compared = verdict.entries is not None or verdict.verdict == "wrong shape"
    found = _mistakes(learners_function, right, calls, number) if compared else []
    return Diagnosis(
        "mistake" if found else verdict.verdict,
        where + (comes_out(found) if found else verdict.message),
        verdict.entries,
        tuple(dict.fromkeys(each for together in found for each in together)),
        0.0 if found else None,
        call=calls[number],
        revealed=partial(_shown, learners_function, right, arguments, settings),
    )


def _first_not_right(learners_function, right, calls):
    """Return the number of the first call that is not right, from 0, and its verdict; None where all are."""
    for number, (arguments, settings) in enumerate(calls):
        verdict = judge_call(learners_function, arguments, right, settings)
        if verdict.verdict != "right":
            return number, verdict
    return len(calls), None


def _mistakes(learners_function, right, calls, first):
    """Return the mistakes, or else pairs of them, that give all that the learner's function returns."""
    results = _results(learners_function, calls)
    order = [first, *(k for k, result in enumerate(results) if result is not None and k != first)]

    def gives(wrong):
        return all(_same(_wrong(wrong, right, calls[k]), results[k]) for k in order)

    known = mistakes_of(right)
    alone = [(each,) for each in known if gives(each.wrong)]
    if alone or not is_layer(right):
        return alone
    arguments, settings = calls[first]
    together = pairs(known, by_name(right, arguments, settings))
    return [(outer, inner) for outer, inner in together if gives(partial(_one_inside_the_other, outer, inner))]


def _one_inside_the_other(outer, inner, right, **call):
    return outer.wrong(partial(inner.wrong, right), **call)


def _wrong(wrong, right, call):
    """Return what a mistake gives for a call: the right result where it cannot be made."""
    arguments, settings = call
    try:
        return result_of(wrong, right, **by_name(right, arguments, settings))
    except (ValueError, TypeError, IndexError):
        return np.asarray(right(*arguments, **settings), dtype=float)


def _results(function, calls):
    """Return a function's results: None where it raises an error, and from a call on that does not end."""
    results = [None] * len(calls)
    with suppress(OutOfTime):
        for number, call in enumerate(calls):
            results[number] = _result(function, call)
    return results


def _result(function, call):
    try:
        arguments, settings = deepcopy(call)
        with time_limit():
            result = np.asarray(function(*arguments, **settings))
        return result if result.dtype == np.float32 else result.astype(float)
    except (Exception, SystemExit):
        return None


def _same(expected, result):
    share = 1e-4 if result.dtype == np.float32 else 1e-6
    nothing = 1e-9 * abs(expected[np.isfinite(expected)]).max(initial=0)
    return expected.shape == result.shape and np.allclose(result, expected, rtol=share, atol=nothing, equal_nan=True)


def _shown(function, right, arguments, settings):
    """Return the arrays of a call, and both results."""
    arrays = {name: value for name, value in by_name(right, arguments, settings).items() if np.ndim(value)}
    (result,) = _results(function, [(arguments, settings)])
    mine = {} if result is None else {MINE: result}
    return shown(arrays | mine | {"the right result": right(*arguments, **settings)})
