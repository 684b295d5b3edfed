"""The whole verdict on every mistake in every exercise and in 200 problems, and on answers that are no mistake.

What is expected of a mistake is worked out here anew: which entries agree, which mistakes of the catalogue give the
same numbers, and the sentence that names them.
"""

import re
from decimal import Decimal

import numpy as np
import pytest

from backprop_helpers import diagnose, diagnose_calculation, problem
from backprop_helpers.practice.diagnosis import describe_call, judge
from backprop_helpers.practice.diagnosis.stages import stages
from backprop_helpers.practice.exercises import EXERCISES, CodeExercise, find
from backprop_helpers.practice.mistakes import mistakes_of
from backprop_helpers.practice.mistakes.mistake import sign_turned

from .catalogue import applied, calls_of, wrong_ways
from .test_rates import stands

NUMBERS = [exercise for exercise in EXERCISES if not isinstance(find(exercise), CodeExercise)]
FUNCTIONS = [exercise for exercise in EXERCISES if exercise not in NUMBERS]
COUNT = (
    r"(\d+ of \d+ entries agree\. The first that differs is at \[[\d, ]+\]\.|This is not the right number\.|"
    r"Two digits( at \[[\d, ]+\])? are swapped\.|All entries agree but one\. Look again at \[[\d, ]+\]\.|"
    r"The entries at \[[\d, ]+\] and \[[\d, ]+\] are swapped\.|"
    r"The (size|digits)( at \[[\d, ]+\])? (is|are) right, the (sign|decimal point) is not\.|"
    r"The sizes are right, the signs( at (\[[\d, ]+\](, | and )?)+)? are not\.|"
    r"Each number is (half|twice|a tenth of|ten times|a hundredth of|100 times) the right one\.)"
)
SLIP = r"( A slip gives the same: [a-z][^.]*\.)?"
APART = r"( They differ with [^.]*(\.\d[^.]*)*: see \.apart\.)?"
SHAPE = r"Your answer is [^.]*\.( \S+ is the shape of \w+\.)?"


def within_the_last_digit(other, wrong):
    last = [10.0 ** Decimal(repr(float(number)).removesuffix(".0")).as_tuple().exponent for number in wrong.flat]
    return abs(other - wrong) < np.reshape(last, wrong.shape)


def agrees_as_written(other, wrong):
    """Whether other numbers are these to the few digits that they have: 0.15 of 0.1501."""
    return other.shape == wrong.shape and within_the_last_digit(other, wrong).all()


# Every mistake in every exercise


def sentence(mistakes, begin="This is"):
    """What names mistakes: three at most, and two headings."""
    names = list(dict.fromkeys(each.name for each in mistakes))
    more = f"; {len(names) - 3} more give the same" if len(names) > 3 else ""
    headings = [*dict.fromkeys(f"lesson {each.lesson}, “{each.heading}”" for each in mistakes)]
    return f"{begin} what comes out if {'; or if '.join(names[:3])}{more}. Look at {' and '.join(headings[:2])}."


def equal(one, other):
    return one.shape == other.shape and np.allclose(one, other, rtol=1e-8, atol=1e-9 * abs(other).max(initial=0))


def results(way, calls):
    return [np.asarray(way(*arguments, **settings), dtype=float) for arguments, settings in calls]


def results_of_mistakes(function, calls, right):
    """What every mistake of the catalogue gives in all calls: the right result where it cannot be made."""
    made = {each: [applied(each, *call) for call in calls] for each in mistakes_of(function)}
    return {
        each: [truth if wrong is None else wrong for wrong, truth in zip(wrongs, right, strict=True)]
        for each, wrongs in made.items()
    }


def check_numbers(exercise, wrong, right, twins, made):
    verdict = judge(wrong, exercise)
    named = verdict.mistakes
    assert {*twins} <= {*named} and all(agrees_as_written(made[each][0], wrong) for each in {*named} - {*twins})
    could = could_be(named, twins)
    if wrong.shape != right.shape:
        assert (verdict.verdict, verdict.entries) == ("wrong shape", None)
        assert re.fullmatch(f"{SHAPE} ({re.escape(sentence(named))}|{could})", repr(verdict)), repr(verdict)
        return
    assert verdict.entries[np.isclose(wrong, right, rtol=1e-6, atol=1e-12)].all()
    assert within_the_last_digit(right, wrong)[verdict.entries].all() and not verdict.entries.all()
    if verdict.verdict == "mistake":
        assert re.fullmatch(re.escape(sentence(named)) + SLIP + APART, repr(verdict)), repr(verdict)
    else:
        assert verdict.verdict in {"unknown", "slip"}
        assert re.fullmatch(slip_or_mistake(verdict, twins), repr(verdict)), repr(verdict)


def could_be(*choices):
    return "|".join(re.escape(sentence(each, "This could be")) for each in choices)


def slip_or_mistake(verdict, twins):
    """What an uncertain verdict says: that the sign is turned, once."""
    named = verdict.mistakes
    others = [tuple(each for each in found if each.wrong is not sign_turned) for found in (named, twins)]
    if verdict.verdict != "slip" or others == [named, twins]:
        return f"{COUNT} ({could_be(named, twins)})"
    if (~verdict.entries).sum() > 1:
        return could_be(named, twins)
    return f"{COUNT} ({could_be(*filter(None, others))})" if others[0] else COUNT


def check_function(exercise, way, calls, wrong, right, twins):
    verdict = judge(way, exercise)
    first = next(k for k in range(len(calls)) if not equal(wrong[k], right[k]))
    called = f"Call {first + 1} of {len(calls)}, with {describe_call(calls[first][0], way, find(exercise).function)}: "
    assert (verdict.verdict, verdict.mistakes) == ("mistake", twins)
    assert verdict.message == called + sentence(twins)
    if wrong[first].shape == right[first].shape:
        np.testing.assert_array_equal(verdict.entries, np.isclose(wrong[first], right[first], rtol=1e-6, atol=1e-12))
    else:
        assert verdict.entries is None


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_whole_verdict_on_every_mistake(exercise):
    function, calls = find(exercise).function, calls_of(exercise)
    right = results(function, calls)
    made = results_of_mistakes(function, calls, right)
    for way in wrong_ways(exercise):
        wrong = next(wrongs for each, wrongs in made.items() if each.id == way.__name__)
        twins = tuple(each for each, wrongs in made.items() if all(map(equal, wrongs, wrong)))
        if exercise in FUNCTIONS:
            check_function(exercise, way, calls, wrong, right, twins)
        elif agrees_as_written(right[0], wrong[0]):  # so few digits that the right ones round to them: 1 for 0.6
            assert judge(wrong[0], exercise).verdict not in {"right", "rounded"}
        else:
            check_numbers(exercise, wrong[0], right[0], twins, made)


# Right, unreadable and nonsensical answers

UNREADABLE = {
    "...": (..., "not given", "Not answered yet."),
    "nothing": ("", "not given", "Not answered yet."),
    "a word": ("soon", "unreadable", "There is “soon” in your text, where a number is asked for."),
    "None": (None, "unreadable", "This is None. Does your function return its result?"),
    "a function": (abs, "unreadable", "This is a function. Its result is asked for: call it first."),
    "code": ("ans(7)", "unreadable", "There is “ans” in your text, where a number is asked for."),
    "ragged": ([[1, 2], [3] * 50], "unreadable", "This cannot be read as an array. Are all rows of the same length?"),
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
        message = message if truth.ndim else message.replace("“ans”", "“ans(7)”")  # one number is read as a whole
        assert (told.verdict, told.mistakes, told.entries, repr(told)) == (verdict, (), None, message)
    told = judge(truth + np.pi, exercise)
    where = list(map(int, np.zeros(truth.ndim)))
    message = f"0 of {truth.size} entries agree. The first that differs is at {where}."
    message = message if truth.ndim else "This is not the right number."
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
                assert agrees_as_written(applied(twin, arguments, settings), wrong), (asked.id, found, twin)
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
