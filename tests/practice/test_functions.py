"""diagnose_function: a function is judged by calls that tell mistakes apart."""

import time
from functools import partial

import numpy as np
import pytest

import backprop_helpers as bp
from backprop_helpers import conv2d, diagnose_function
from backprop_helpers.practice.diagnosis import judge
from backprop_helpers.practice.exercises import EXERCISES, CodeExercise
from backprop_helpers.practice.mistakes import CATALOGUE, mistakes_of
from backprop_helpers.practice.trials import TRIED

from .catalogue import applied

MISTAKES = [found for found in CATALOGUE if found.function in TRIED]


def learned(found):
    """A learner's function that makes the mistake wherever it can be made."""

    def function(*arguments, **settings):
        result = applied(found, arguments, settings)
        return found.function(*arguments, **settings) if result is None else result

    return function


def slide(image, kernel):
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    result = np.zeros((rows, columns))
    for i, j in np.ndindex(rows, columns):
        result[i, j] = (image[i : i + kernel.shape[0], j : j + kernel.shape[1]] * kernel).sum()
    return result


@pytest.mark.parametrize("function", TRIED, ids=lambda function: function.__name__)
def test_a_right_function_is_right_in_every_call(function):
    verdict = diagnose_function(function, function)
    assert verdict.verdict == "right" and verdict.call is None
    assert diagnose_function(lambda *a, **k: function(*a, **k).astype(np.float32), function).verdict == "right"


def test_every_layer_has_trials():
    pairs = {name for name in bp.__all__ if name.endswith(("_delta", "_gradient"))}
    assert {getattr(bp, name) for name in pairs} <= set(TRIED)
    with pytest.raises(ValueError, match="trials for the layers' functions; sorted is none of them"):
        diagnose_function(sorted, sorted)


@pytest.mark.parametrize("found", MISTAKES, ids=lambda found: found.id)
def test_every_mistake_is_named_and_no_other(found, tally):
    start = time.process_time()
    verdict = diagnose_function(learned(found), found.function)
    assert time.process_time() - start < 1
    assert (verdict.verdict, verdict.mistakes) == ("mistake", (found,))
    assert f"This is what comes out if {found.name}. Look at lesson {found.lesson}" in repr(verdict)
    tally("mistakes made by a function, named alone", 1)


def test_two_mistakes_in_one_function_are_named():
    verdict = diagnose_function(
        lambda image, kernel: -slide(image, kernel[::-1, ::-1]) if image.ndim == 2 else 0, conv2d
    )
    assert verdict.verdict == "unknown"  # three: with channels it returns 0
    verdict = diagnose_function(lambda x, kernel: -conv2d(x, np.flip(kernel, (-2, -1))), conv2d)
    assert {found.id for found in verdict.mistakes} == {"conv2d.rotated", "conv2d.sign_turned"}


def test_a_function_that_takes_no_settings_is_spared_them():
    verdict = diagnose_function(lambda x, kernel: conv2d(x, kernel), conv2d)
    assert repr(verdict) == ("Right, in all 7 calls; it was not asked for dilation, padding and stride.")


def test_settings_may_come_by_place_as_in_an_exercise():
    def gradient(x, delta, shape, step):
        return bp.conv2d_kernel_gradient(x, delta, shape, step)

    verdict = diagnose_function(gradient, bp.conv2d_kernel_gradient)
    assert verdict.verdict == "right" and "stride" not in repr(verdict)
    wrong = diagnose_function(
        lambda x, delta, shape, step: 2 * gradient(x, delta, shape, step), bp.conv2d_kernel_gradient
    )
    assert wrong.verdict == "unknown" and len(wrong.call[0]) == 4


def test_a_function_that_raises_is_told_where_and_for_which_call():
    verdict = diagnose_function(slide, conv2d)
    assert verdict.verdict == "unreadable" and verdict.mistakes == ()
    assert repr(verdict).startswith(
        "Right in the first 3 calls. With image an array of shape (3, 5, 4), kernel an array of shape (2, 3, 2, 3): "
        "your function raised ValueError ("
    )
    assert repr(verdict).endswith(
        "at “result[i, j] = (image[i : i + kernel.shape[0], j : j + kernel.shape[1]] * kernel).sum()”."
    )
    arguments, settings = verdict.call
    assert arguments[0].shape == (3, 5, 4) and settings == {}


def helper(x):
    return x["no such key"]


class Squashes:
    def __call__(self, x):
        return helper(x)


@pytest.mark.parametrize(
    "function",
    [helper, lambda x: helper(x), partial(helper), Squashes(), Squashes().__call__, np.vectorize(helper)],
    ids=["itself", "by another", "partial", "object", "method", "vectorized"],
)
def test_the_line_that_raised_is_the_innermost_of_the_learners_own(function):
    assert repr(diagnose_function(function, bp.relu)).endswith(' at “return x["no such key"]”.')


class Unspeakable(Exception):
    def __str__(self):
        raise RuntimeError


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (KeyError(), "KeyError"),
        (ValueError("two\n lines"), "ValueError (two lines)"),
        (ValueError("w" * 300), f"ValueError ({'w' * 200}…)"),
        (Unspeakable(), "Unspeakable"),
        (SystemExit(2), "SystemExit (2)"),
        (RecursionError("too deep"), "RecursionError (too deep)"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_whatever_a_function_raises_is_told_in_one_line(error, told):
    def function(x):
        raise error

    words = f"With x an array of shape (2,): your function raised {told} at “raise error”."
    assert repr(diagnose_function(function, bp.relu)) == words


def test_an_interrupt_by_the_learner_is_no_answer():
    def function(x):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        diagnose_function(function, bp.relu)


def test_an_unknown_function_gets_the_smallest_call_and_its_arrays():
    verdict = diagnose_function(lambda x, delta: 1.5 * bp.relu_input_delta(x, delta), bp.relu_input_delta)
    assert repr(verdict) == (
        "With x an array of shape (2,), delta an array of shape (2,): 0 of 2 entries agree. "
        "The first that differs is at [0]."
    )
    x, delta = verdict.call[0]
    assert x.shape == delta.shape == (2,)
    rows = ["  ".join(f"{entry:.4g}" for entry in array) for array in (x, delta)]
    assert [line.split() for line in verdict.reveal().splitlines()[:4]] == [
        ["x"],
        rows[0].split(),
        ["delta"],
        rows[1].split(),
    ]
    assert "your result\n" in verdict.reveal() and "the right result\n" in verdict.reveal()


@pytest.mark.parametrize(
    ("function", "verdict", "words"),
    [
        (lambda x: ..., "not given", "Not answered yet."),
        (lambda x: None, "unreadable", "This is None. Does your function return its result?"),
        (lambda x: "0.5", "unreadable", "This is text, where a number is asked for."),
        (lambda x: x.__imul__(2), "unknown", "your function changed its argument. Let it work on a copy."),
        (lambda x: np.maximum(x, 0).astype(int), "unknown", "entries agree"),
        (lambda: 1, "unreadable", "Your function does not take the arguments of relu."),
        (7, "unreadable", "A function is asked for; this is a number."),
        (..., "unreadable", "A function is asked for; this is an object of type ellipsis."),
    ],
)
def test_anything_else_gets_a_sentence(function, verdict, words):
    told = diagnose_function(function, bp.relu)
    assert told.verdict == verdict and words in repr(told)


def test_whole_numbers_and_float32_are_among_the_calls():
    kept = diagnose_function(lambda x: np.where(x > 0, x, 0 * x + 0.5).astype(x.dtype) - 0.5 * (x <= 0), bp.relu)
    assert "whole numbers" in repr(kept)


def test_the_check_of_a_code_exercise_names_the_mistake():
    verdict = judge(lambda image, kernel: slide(image, kernel[::-1, ::-1]), "01.3")
    assert verdict.verdict == "mistake" and [found.id for found in verdict.mistakes] == ["conv2d.rotated"]
    assert repr(verdict).startswith(
        "Call 1 of 7, with image an array of shape (3, 4), kernel an array of shape (2, 2): "
    )
    assert mistakes_of(conv2d)[0] in verdict.mistakes


def test_the_check_of_a_function_that_belongs_to_no_module_says_where_it_differs():
    names = {}
    exec("def square(x):\n    return x * x", names)
    asked = bp.CodeExercise("own", names["square"], (np.array([1.0, 3]),))
    assert judge(lambda x: x * x, asked).verdict == "right"
    assert "0 of 2 entries agree. The first that differs is at [0].\n" in repr(judge(lambda x: 2 * x, asked))


def test_numbers_that_overflow_in_a_mistake_are_no_trouble():
    told = judge(lambda x: x, bp.CodeExercise("own", bp.sigmoid, (np.array([1000.0, -1000]),)))
    assert told.verdict == "unknown"


def lines_after_the_first(verdict):
    return repr(verdict).splitlines()[1:]


def test_the_check_of_a_code_exercise_shows_what_went_in_and_what_came_out_aligned_and_not_what_is_right():
    told = judge(lambda image, kernel: slide(image, kernel)[:, :2], "01.3")
    assert lines_after_the_first(told) == [
        "image",
        "3  1  4  1",
        "5  9  2  6",
        "5  3  5  8",
        "kernel",
        "0.5  -1.0",
        "2.0   0.1",
        "your result",
        "11.4  14.7",  # 1.5 − 1 + 10 + 0.9, 0.5 − 4 + 18 + 0.2
        " 3.8   9.0",
    ]


def test_of_many_channels_the_block_is_shown_where_the_first_entry_differs():
    def wrong(x, delta):
        result = bp.conv2d_kernel_gradient(x, delta)
        result[1, 2] = 0
        return result

    lines = lines_after_the_first(judge(wrong, "08.2"))
    assert lines[0] == "x[0], of an array of shape (3, 4, 5)" and len(lines) <= 16, lines
    assert lines[-4:] == ["your result[1, 2], of an array of shape (2, 3, 3, 3)", *["0  0  0"] * 3]


@pytest.mark.parametrize(
    ("function", "end"),
    [
        (lambda image, kernel: None, ["0.5  -1.0", "2.0   0.1"]),
        (lambda image, kernel: image[9], ["0.5  -1.0", "2.0   0.1"]),
        (lambda image, kernel: np.nan, ["2.0   0.1", "your result  nan"]),
    ],
)
def test_a_result_without_numbers_is_not_shown(function, end):
    assert lines_after_the_first(judge(function, "01.3"))[-2:] == end


def test_every_code_exercise_shows_its_arrays_in_lines_for_a_phone():
    for exercise in [each for each in EXERCISES.values() if isinstance(each, CodeExercise)]:
        for case in asked_alone(exercise):
            told = judge(lambda *arguments: np.full_like(case.function(*arguments), 7), case)  # noqa: B023
            lines = lines_after_the_first(told)
            assert told.verdict in {"unknown", "mistake", "unreadable"} and any("your result" in line for line in lines)
            assert max(map(len, lines)) <= 60 and len(lines) <= 32, repr(told)


def asked_alone(exercise):
    """An exercise of each case of its own."""
    return [CodeExercise(exercise.id, exercise.function, case) for case in exercise.cases]
