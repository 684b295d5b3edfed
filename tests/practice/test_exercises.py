"""Every exercise: its truth by hand, and what goes wrong on the way, each wrong answer made by the mistake and refused.

The mistakes of the catalogue are among them, wherever they change a number of the exercise. The rooms beside this one,
exercises_NN.py, hold the exercises of a lesson: TRUTHS and CASE_TRUTHS, the wrong ways that are no mistakes of a layer
as functions with the arguments of the exercise's own, and MISTAKES: which of them go with which exercise, and the row
of the misconceptions that each belongs to, or None for a slip. IN_PLACE are those whose numbers are right and which
spoil an argument.
"""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import cache
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from backprop_helpers import given
from backprop_helpers.practice.diagnosis import judge
from backprop_helpers.practice.diagnosis.digits import agree
from backprop_helpers.practice.diagnosis.reading import read
from backprop_helpers.practice.exercises import EXERCISES, CodeExercise, Exercise, find

from .catalogue import calls_of, rows_of, wrong_ways
from .exercises_00 import cubes

LESSONS = [import_module(f".{path.stem}", __package__) for path in sorted(Path(__file__).parent.glob("exercises_*.py"))]
TRUTHS = {exercise: truth for lesson in LESSONS for exercise, truth in lesson.TRUTHS.items()}
CASE_TRUTHS = {exercise: truths for lesson in LESSONS for exercise, truths in lesson.CASE_TRUTHS.items()}
MISTAKES = {
    exercise: wrong_ways(exercise) | mistakes for lesson in LESSONS for exercise, mistakes in lesson.MISTAKES.items()
}
IN_PLACE = {mistake for lesson in LESSONS for mistake in lesson.IN_PLACE}

# The truth, by hand


@pytest.mark.parametrize("exercise", TRUTHS)
def test_the_truth_is_the_number_worked_out_by_hand(exercise):
    np.testing.assert_allclose(find(exercise).truth, TRUTHS[exercise], rtol=1e-13)
    assert np.shape(find(exercise).truth) == np.shape(TRUTHS[exercise])
    assert judge(TRUTHS[exercise], exercise).verdict == "right"


@pytest.mark.parametrize("exercise", CASE_TRUTHS)
def test_a_function_that_is_right_gives_the_numbers_worked_out_by_hand(exercise):
    asked = find(exercise)
    for case, expected in zip(asked.cases, CASE_TRUTHS[exercise], strict=True):
        np.testing.assert_allclose(asked.function(*case), expected, rtol=1e-12)
        assert np.shape(asked.function(*case)) == np.shape(expected)


@pytest.mark.parametrize("exercise", ["00.3", "06.2"])
def test_what_is_nudged_is_a_sum_of_cubes(exercise):
    for function, x, *_ in find(exercise).cases:
        assert function(x) == pytest.approx(cubes(x), rel=1e-14)


@pytest.mark.parametrize("exercise", TRUTHS)
@pytest.mark.parametrize("digits", [2, 3, 4, 5])
def test_the_truth_written_with_fewer_digits_passes(exercise, digits):
    written = [float(f"{number:.{digits}g}") for number in np.ravel(TRUTHS[exercise])]
    assert judge(np.reshape(written, np.shape(TRUTHS[exercise])), exercise).verdict in {"right", "rounded"}


def test_every_exercise_has_its_truth_here():
    assert sorted([*TRUTHS, *CASE_TRUTHS]) == list(EXERCISES) == sorted(EXERCISES)
    assert {exercise for exercise in EXERCISES if isinstance(find(exercise), CodeExercise)} == set(CASE_TRUTHS)
    assert all(find(exercise).id == exercise for exercise in EXERCISES)


# What goes wrong


PAIRS = [(exercise, mistake) for exercise, mistakes in MISTAKES.items() for mistake in mistakes]
every_mistake = pytest.mark.parametrize(
    ("exercise", "mistake"), PAIRS, ids=[f"{exercise} {mistake.__name__}" for exercise, mistake in PAIRS]
)
TYPED = [(exercise, mistake) for exercise, mistake in PAIRS if exercise in TRUTHS]


def wrong_answer(exercise, mistake):
    """What a learner who makes the mistake hands in: the function itself, or its numbers."""
    asked = find(exercise)
    if isinstance(asked, CodeExercise):
        return mistake
    ((arguments, settings),) = calls_of(exercise)
    return mistake(*arguments, **settings)


@cache
def verdict_on(exercise, mistake):
    return judge(wrong_answer(exercise, mistake), exercise)


@every_mistake
def test_a_mistake_is_refused(exercise, mistake):
    verdict = verdict_on(exercise, mistake)
    refused = {"mistake", "slip", "unknown", "wrong shape", "unreadable"}
    cut_off = (exercise, mistake.__name__) == ("01.1", "whole_numbers_only")  # 5 for 5.6: asked for another digit
    assert verdict.verdict in ({"not given"} if cut_off else refused)
    assert verdict.message.endswith((".", "?"))


every_typed_mistake = pytest.mark.parametrize(
    ("exercise", "mistake"), TYPED, ids=[f"{exercise} {mistake.__name__}" for exercise, mistake in TYPED]
)


@every_typed_mistake
def test_a_mistake_is_refused_also_when_its_numbers_were_rounded(exercise, mistake):
    for decimals in (2, 3, 4):
        answer = np.round(wrong_answer(exercise, mistake), decimals)
        assert judge(answer, exercise).verdict not in {"right", "rounded"}


@every_typed_mistake
def test_no_mistake_passes_by_two_significant_digits_rounded_or_cut_off(exercise, mistake):
    answer, truth = np.asarray(wrong_answer(exercise, mistake), dtype=float), np.asarray(find(exercise).truth)
    forms = [answer, *(np.vectorize(two_digits)(answer, rounding) for rounding in (ROUND_HALF_UP, ROUND_DOWN))]
    assert all(judge(form, exercise).verdict not in {"right", "rounded"} for form in forms)
    if answer.shape == truth.shape:
        agrees = [agree(read(form, truth.shape), truth, 2) for form in forms]
        assert not np.any(agrees, axis=0).all()


def two_digits(number, rounding):
    exact = Decimal(repr(float(number)))
    return float(exact.quantize(Decimal(1).scaleb(exact.adjusted() - 1), rounding)) if exact else 0.0


@every_mistake
def test_a_message_to_a_mistake_does_not_tell_the_truth(exercise, mistake):
    message = verdict_on(exercise, mistake).message
    truths = CASE_TRUTHS[exercise] if exercise in CASE_TRUTHS else [TRUTHS[exercise]]
    numbers = {f"{number:.6g}" for truth in truths for number in np.ravel(truth)}
    told = set(message.replace("[", " ").replace("]", " ").replace(",", " ").rstrip(".").split())
    assert not {number for number in numbers & told if "." in number}
    assert not any(f"[{', '.join(map(str, np.ravel(truth).tolist()))}]" in message for truth in truths)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_every_exercise_refuses_at_least_five_mistakes(exercise):
    assert len(MISTAKES[exercise]) >= 5


ROWS = {
    "00": {21},
    "01": {1},
    "02": {14, 15, 16},
    "03": {19, 24, 25, 26},
    "04": {5, 6, 7, 8, 9},
    "05": {2, 3, 4},
    "06": {29},
    "07": {22, 23},
    "08": {10, 11, 17, 20},
    "09": {12, 13},
}


def test_the_rows_that_a_lesson_treats_are_among_the_mistakes_of_its_exercises():
    for lesson, rows in ROWS.items():
        ways = {way: row for exercise, ways in MISTAKES.items() if exercise[:2] == lesson for way, row in ways.items()}
        found = {row for way in ways if "." in way.__name__ for row in rows_of(way.__name__)}
        assert rows <= found | {*ways.values()}


@pytest.mark.parametrize("exercise", [exercise for exercise in TRUTHS if exercise in MISTAKES])
def test_mistakes_differ_from_the_truth_in_shape_or_by_more_than_rounding(exercise):
    truth = np.array(TRUTHS[exercise])
    for mistake in MISTAKES[exercise]:
        answer = np.asarray(wrong_answer(exercise, mistake), dtype=float)
        assert answer.shape != truth.shape or abs(answer - truth).max() > 0.01 * abs(truth).max(), mistake.__name__


@pytest.mark.parametrize("exercise", CASE_TRUTHS)
def test_a_wrong_function_gives_another_result_somewhere_or_changes_its_argument(exercise):
    asked = find(exercise)
    for mistake in MISTAKES[exercise]:
        results = [attempt(mistake, case) for case in asked.cases]
        same = [
            np.shape(result) == np.shape(truth) and np.allclose(result, truth, rtol=1e-6)
            for result, truth in zip(results, CASE_TRUTHS[exercise], strict=True)
        ]
        assert same[0] if mistake in IN_PLACE else not all(same), mistake.__name__


def attempt(mistake, case):
    """The mistake's result, or NaN where it raises an error of its own."""
    arguments = [value.copy() if isinstance(value, np.ndarray) else value for value in case]
    try:
        with np.errstate(all="ignore"):
            return mistake(*arguments)
    except (ValueError, IndexError, TypeError):
        return np.nan


@pytest.mark.parametrize(("exercise", "mistake"), [pair for pair in PAIRS if pair[1] in IN_PLACE])
def test_in_place_changes_are_said_to_be_such(exercise, mistake):
    assert verdict_on(exercise, mistake).message.endswith("your function changed its argument. Let it work on a copy.")


def test_every_lesson_spoils_an_argument_once():
    assert {exercise for exercise, mistake in PAIRS if mistake in IN_PLACE} == set(CASE_TRUTHS)


# The kinds of numbers

ARRAYS = [(e, place) for e in CASE_TRUTHS for place, value in enumerate(find(e).cases[0]) if np.ndim(value)]
ARRAYS.remove(("00.3", 2))  # the index, a tuple
ARRAYS.remove(("09.3", 2))  # the shape of the input, a tuple
LABELS = ("10.3", 1)  # which are whole numbers always
ARRAYS.remove(LABELS)
WITH_WINDOWS = ["01.3", "02.3", "04.3", "05.3", "08.2", "09.3"]
every_array = pytest.mark.parametrize(("exercise", "place"), ARRAYS)


def kinds(exercise, place):
    return [case[place].dtype for case in find(exercise).cases]


@every_array
def test_every_array_comes_as_float64_first_and_then_with_whole_numbers_and_float32(exercise, place):
    assert {*kinds(exercise, place)} == {np.dtype(kind) for kind in (float, int, np.float32)}
    assert kinds(exercise, place)[:2] == [np.float64, np.float64]


@every_array
def test_a_result_of_an_arguments_kind_is_refused_where_whole_numbers_cut_it_off(exercise, place):
    right = find(exercise).function

    def kept(*arguments):
        return np.asarray(right(*arguments)).astype(arguments[place].dtype)

    if (exercise, place) == ("02.3", 1):  # a pool hands deltas on as they are: those of whole deltas are whole
        assert judge(kept, exercise).verdict == "right"
    else:
        assert judge(kept, exercise).verdict == "unknown"


@pytest.mark.parametrize("exercise", CASE_TRUTHS)
def test_a_right_result_may_come_in_float32_or_float64_whatever_the_arguments_are(exercise):
    right = find(exercise).function

    def in_double(*arguments):
        return right(*(
            np.asarray(each, float) if (exercise, place) in ARRAYS else each for place, each in enumerate(arguments)
        ))  # fmt: skip

    assert judge(in_double, exercise).verdict == "right"
    assert judge(lambda *arguments: np.float32(in_double(*arguments)), exercise).verdict == "right"


@pytest.mark.parametrize(("exercise", "place"), [*ARRAYS, LABELS])
def test_a_function_that_changes_any_of_its_arrays_is_refused(exercise, place):
    right = find(exercise).function

    def spoils(*arguments):
        result = right(*arguments)
        arguments[place].flat[-1] += 1
        return result

    assert judge(spoils, exercise).message.endswith("your function changed its argument. Let it work on a copy.")


@pytest.mark.parametrize("exercise", CASE_TRUTHS)
def test_in_one_case_the_axes_of_every_array_have_other_lengths(exercise):
    shapes = [[np.shape(case[place]) for e, place in ARRAYS if e == exercise] for case in find(exercise).cases]
    assert any(all(min(shape) > 1 and len({*shape}) == len(shape) > 1 for shape in each) for each in shapes)


@pytest.mark.parametrize("exercise", WITH_WINDOWS)
def test_in_one_case_every_window_holds_negative_numbers_alone(exercise):
    first = [case[0] for case in find(exercise).cases if case[0].dtype == float]
    assert any((array < 0).all() for array in first)


# What an exercise starts from


def test_given_returns_copies():
    image, kernel = given("01.1")
    image[...] = kernel[...] = 0
    assert given("01.1")[0].tolist() == [[3, 1, 4, 1], [5, 9, 2, 6], [5, 3, 5, 8]]
    assert judge(TRUTHS["01.1"], "01.1").verdict == "right"


def test_given_returns_all_arguments_in_order():
    assert [float(number) for number in given("00.1")] == [0.7, 0.3, -1.2, 0.5]
    assert [pair.tolist() for pair in given("01.2")] == [[9, 6], [3, 2], [2, 1], [0, 1]]


@pytest.mark.parametrize("exercise", CASE_TRUTHS)
def test_given_of_an_exercise_that_asks_for_a_function_is_an_error(exercise):
    with pytest.raises(ValueError, match=f"exercise '{exercise}' asks for a function"):
        given(exercise)


def test_given_of_an_unknown_exercise_lists_those_that_exist():
    with pytest.raises(ValueError, match=r"no exercise '07'; there are 00\.1, .*02\.3"):
        given("07")


@pytest.mark.parametrize("exercise", EXERCISES)
def test_no_exercise_can_hide_a_transpose_or_a_flip(exercise):
    asked = find(exercise)
    arguments = asked.cases if isinstance(asked, CodeExercise) else [asked.arguments]
    for array in (value for case in arguments for value in case if isinstance(value, np.ndarray)):
        axes = (-2, -1)[-array.ndim :]
        assert array.ndim == 1 or 1 in array.shape or array.shape == (2, 2) or array.shape[-2] != array.shape[-1]
        assert array.size == 1 or array.tolist() != np.flip(array, axes).tolist()


def test_an_exercise_of_ones_own_has_a_truth():
    assert Exercise("9.9", np.multiply, 3, 4).truth == 12
    assert Exercise("9.9", sorted, [2, 3, 1], reverse=True).truth == [3, 2, 1]
