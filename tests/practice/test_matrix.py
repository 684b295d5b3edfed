"""The whole verdict on right, unreadable and nonsensical answers, and every mistake in 200 problems."""

import re
from decimal import Decimal

import numpy as np
import pytest

from backprop_helpers import diagnose, diagnose_calculation, problem
from backprop_helpers.practice.diagnosis import describe_call, judge
from backprop_helpers.practice.diagnosis.stages import stages
from backprop_helpers.practice.exercises import EXERCISES, CodeExercise, find
from backprop_helpers.practice.mistakes import mistakes_of

from .catalogue import applied
from .test_rates import stands

NUMBERS = [exercise for exercise in EXERCISES if not isinstance(find(exercise), CodeExercise)]
FUNCTIONS = [exercise for exercise in EXERCISES if exercise not in NUMBERS]
SHAPE = r"Your answer is [^.]*\.( \S+ is the shape of \w+\.)?"


def within_the_last_digit(other, wrong):
    last = [10.0 ** Decimal(repr(float(number)).removesuffix(".0")).as_tuple().exponent for number in wrong.flat]
    return abs(other - wrong) < np.reshape(last, wrong.shape)


# Right, unreadable and nonsensical answers

UNREADABLE = {
    "...": (..., "not given", "Not answered yet."),
    "nothing": ("", "not given", "Not answered yet."),
    "a word": ("soon", "unreadable", "There is “soon” in your text, where a number is asked for."),
    "None": (None, "unreadable", "This is None. Does your function return its result?"),
    "a function": (abs, "unreadable", "This is a function. The exercise asks for its result: call it first."),
    "code": ("ans(7)", "unreadable", "There is “ans” in your text, where a number is asked for."),
    "ragged": ([[1, 2], [3]], "unreadable", "This cannot be read as an array. Are all rows of the same length?"),
}


@pytest.mark.parametrize("exercise", NUMBERS)
def test_the_whole_verdict_on_right_unreadable_and_nonsensical_answers(exercise):
    truth = np.asarray(find(exercise).truth, dtype=float)
    for answer in (truth, truth.tolist()):
        told = judge(answer, exercise)
        assert (told.verdict, told.mistakes, told.chance, repr(told)) == ("right", (), None, "Right.")
        assert told.entries.shape == truth.shape and told.entries.all()
    for answer, verdict, message in UNREADABLE.values():
        told = judge(answer, exercise)
        assert (told.verdict, told.mistakes, told.entries, repr(told)) == (verdict, (), None, message)
    told = judge(truth + np.pi, exercise)
    where = list(map(int, np.zeros(truth.ndim)))
    message = f"0 of {truth.size} entries agree. The first that differs is at {where}."
    assert (told.verdict, told.mistakes, repr(told)) == ("unknown", (), message)
    assert told.entries.shape == truth.shape and not told.entries.any()
    told = judge(np.zeros((9, 9, 9)), exercise)
    assert (told.verdict, told.mistakes, told.entries) == ("wrong shape", (), None)
    assert re.fullmatch(SHAPE, repr(told)) and "9×9×9" in repr(told).replace("(9, 9, 9)", "9×9×9")


@pytest.mark.parametrize("exercise", FUNCTIONS)
def test_the_whole_verdict_on_right_unreadable_and_nonsensical_functions(exercise):
    asked = find(exercise)
    count, call = len(asked.cases), describe_call(asked.cases[0], asked.function)
    told = judge(asked.function, exercise)
    assert (told.verdict, told.mistakes, told.call) == ("right", (), None)
    assert repr(told) == f"Right, in all {count} calls."
    for answer, verdict, message in [
        (..., "not given", "Not answered yet."),
        (7, "unreadable", "The exercise asks for a function; this is a number."),
        ("soon", "unreadable", "The exercise asks for a function; this is text."),
        (None, "unreadable", "The exercise asks for a function; this is None."),
    ]:
        told = judge(answer, exercise)
        assert (told.verdict, told.mistakes, told.entries, repr(told)) == (verdict, (), None, message)

    def nonsense(*arguments):
        return np.asarray(asked.function(*arguments)) + np.pi

    told, truth = judge(nonsense, exercise), np.asarray(asked.function(*asked.cases[0]))
    where = f"0 of {truth.size} entries agree. The first that differs is at {[0] * truth.ndim}."
    assert (told.verdict, told.mistakes) == ("unknown", ())
    assert told.message == f"Call 1 of {count}, with {call}: {where if truth.ndim else 'This is not the right number.'}"


# Problems

LEVELS = [1] * 31 + [4] * 5 + [2, 3, 5, 6]
"""The level of each seed: small problems, which are soon judged, for the most part."""


def mistaken(asked):
    """Yield every stage of a problem, a mistake there, and its numbers to the digits of the key."""
    values = {"image": asked.image}
    for stage in stages(asked.network, asked.target):
        call = stage.arguments(values), stage.settings
        values[stage.name] = stage.truth
        for found in mistakes_of(stage.function):
            wrong = applied(found, *call)
            if wrong is not None:
                yield stage, call, found, np.round(wrong, asked.decimals)


def test_every_mistake_is_refused_at_every_stage_of_200_problems_and_named(tally):
    tried = refused = named = certain = 0
    for seed in range(200):
        asked = problem(seed, LEVELS[seed % len(LEVELS)])
        for stage, (arguments, settings), found, wrong in mistaken(asked):
            if np.array_equal(wrong, np.round(stage.truth, asked.decimals)):
                assert found in asked.hidden.get(stage.name, ()), (asked.id, found)
                continue
            verdict = diagnose(wrong, stage.function, *arguments, **settings)
            tried += 1
            refused += verdict.verdict in {"mistake", "slip", "unknown", "wrong shape"}
            named += found in verdict.mistakes
            certain += "This is what comes out if" in repr(verdict)
            for twin in verdict.mistakes:
                assert within_the_last_digit(applied(twin, arguments, settings), wrong).all(), (asked.id, found, twin)
    tally("mistakes × problems, refused", refused)
    tally("mistakes × problems, named", named)
    tally("mistakes × problems, named for certain", certain)
    assert refused == named == tried
    assert stands("Every mistake × every stage of 200 problems, to the digits of the key: refused", [tried, refused])
    assert stands("… and named there, alone or with twins", [tried, named])
    assert stands("… there, without a “could be”", [tried, certain])


@pytest.mark.parametrize("level", range(1, 7))
def test_the_whole_verdict_on_right_unreadable_and_nonsensical_answers_to_a_problem(level):
    asked = problem(7, level)
    told = diagnose_calculation(asked.key, asked.network, asked.target)
    assert [each.verdict in {"right", "rounded"} for each in told.stages.values()] == [True] * len(asked.stages)
    assert all(each.entries.all() and each.mistakes == () for each in told.stages.values())
    told = diagnose_calculation(dict.fromkeys(asked.stages, "soon"), asked.network, asked.target)
    for each in told.stages.values():
        assert (each.verdict, each.mistakes, each.entries) == ("unreadable", (), None)
        assert repr(each) == "There is “soon” in your text, where a number is asked for."
    nonsense = {name: np.round(right + 31.4159 * k, 4) for k, (name, right) in enumerate(asked.stages.items(), 1)}
    told = diagnose_calculation(nonsense, asked.network, asked.target)
    for name, each in told.stages.items():
        right = asked.stages[name]
        where = f"0 of {right.size} entries agree. The first that differs is at {[0] * right.ndim}."
        assert (each.verdict, each.mistakes) == ("unknown", ()) and not each.entries.any()
        assert repr(each).startswith(where if right.ndim else "This is not the right number.")
