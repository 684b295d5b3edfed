"""How sure the judgement is, counted: every mistake against every exercise, right answers, and random wrong ones.

The totals are told at the end of a run, and stand as a table in CONTRIBUTING.md.
"""

import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from pathlib import Path

import numpy as np
import pytest

import backprop_helpers as bp
from backprop_helpers import diagnose, question
from backprop_helpers.practice.diagnosis import judge
from backprop_helpers.practice.diagnosis.evidence import BOUND
from backprop_helpers.practice.exercises import EXERCISES, CodeExercise, find
from backprop_helpers.practice.mistakes import mistakes_of

from .catalogue import applied, calls_of, changes, wrong_ways

TABLE = Path(__file__).parents[2] / "CONTRIBUTING.md"
CHAINS = [question.exact, question.rounded, question.published]
STAGES = {
    # what was asked for, and the chain's arrays that it is asked of
    bp.conv2d: "image kernel",
    bp.max_pool2d: "feature_map",
    bp.sigmoid: "pooled",
    bp.dense_input_delta: "dense_weights hidden_delta",
    bp.sigmoid_input_delta: "activations activations_delta",
    bp.max_pool2d_input_delta: "feature_map pooled_delta",
    bp.conv2d_kernel_gradient: "image feature_map_delta",
    bp.conv2d_bias_gradient: "feature_map_delta",
    bp.conv2d_input_delta: "kernel feature_map_delta",
}


def call(function, chain):
    return [getattr(chain, name) for name in STAGES[function].split()]


def shortened(number, digits, rounding):
    """A number of so many significant digits, as a text."""
    exact = Decimal(f"{number:.14g}")
    return f"{exact.quantize(Decimal(1).scaleb(exact.adjusted() - digits + 1), rounding):f}" if exact else "0"


def written(array, digits, rounding=ROUND_HALF_UP, text=True):
    words = [shortened(number, digits, rounding) for number in np.ravel(array)]
    if not text or np.ndim(array) > 2:
        return np.reshape([float(word) for word in words], np.shape(array))
    rows = np.reshape(words, np.shape(array) if np.ndim(array) else (1,))
    return "\n".join(" ".join(row) for row in np.atleast_2d(rows))


def stands(line, tally):
    """Whether the table says what was counted."""
    rows = re.findall(rf"^\| {line} \|(.*)\|$", TABLE.read_text(encoding="utf-8"), re.MULTILINE)
    told = [[int(number.replace(",", "")) for number in row.split("|")] for row in rows]
    assert told == [tally], f"the table in CONTRIBUTING.md must say {tally} of “{line}”"
    return True


# Every mistake against every exercise


def matrix():
    return [(exercise, way) for exercise in EXERCISES for way in wrong_ways(exercise)]


def test_every_mistake_is_refused_by_the_check_of_every_exercise_and_named(tally):
    refused = named = certain = 0
    for exercise, way in matrix():
        answer, calls = way, calls_of(exercise)
        if not isinstance(find(exercise), CodeExercise):
            ((arguments, settings),) = calls
            answer = way(*arguments, **settings)
        verdict = judge(answer, exercise)
        refused += verdict.verdict in {"mistake", "slip", "unknown", "wrong shape"}
        fits = way.__name__ in [found.id for found in verdict.mistakes]
        named += fits
        certain += fits and verdict.chance < BOUND
        if verdict.verdict == "mistake" and fits:  # its twins for these numbers, and nothing else
            for arguments, settings in calls:
                twins = [applied(found, arguments, settings) for found in verdict.mistakes]
                for twin in [twin for twin in twins if twin is not None]:
                    np.testing.assert_allclose(twin, way(*arguments, **settings), rtol=1e-5, atol=1e-9)
    tally("mistakes × exercises, refused", refused)
    tally("mistakes × exercises, named", named)
    tally("mistakes × exercises, named for certain", certain)
    assert refused == named == len(matrix())
    assert stands("Every mistake × every exercise that it changes: refused", [len(matrix()), refused])
    assert stands("… and named, alone or with twins that give the same numbers there", [len(matrix()), named])
    assert stands("… without a “could be”", [len(matrix()), certain])


@pytest.mark.parametrize("exercise", [each for each in EXERCISES if not isinstance(find(each), CodeExercise)])
def test_the_whole_verdict_on_right_unreadable_and_nonsensical_answers(exercise):
    truth = np.asarray(find(exercise).truth, dtype=float)
    assert (judge(truth, exercise).verdict, repr(judge(truth, exercise))) == ("right", "Right.")
    for answer, verdict, message in [
        (..., "not given", "Not answered yet."),
        ("", "not given", "Not answered yet."),
        ("soon", "unreadable", "There is “soon” in your text, where a number is asked for."),
        (None, "unreadable", "This is None. Does your function return its result?"),
        (abs, "unreadable", "This is a function. Its result is asked for: call it first."),
        (np.zeros(99), "wrong shape", None),
        (truth + np.pi, "unknown", None),
    ]:
        told = judge(answer, exercise)
        assert told.verdict == verdict and told.mistakes == ()
        assert message is None or repr(told) == message


# Right answers


def test_right_answers_in_random_rounding_are_judged_right(tally):
    random = np.random.default_rng(20)
    right = 0
    for _ in range(2000):
        function = list(STAGES)[random.integers(len(STAGES))]
        asked, followed = CHAINS[random.integers(3)], CHAINS[random.integers(3)]
        truth = function(*call(function, followed))
        rounding = [ROUND_HALF_UP, ROUND_DOWN][random.integers(2)]
        answer = written(truth, int(random.integers(2, 9)), rounding, text=random.random() < 0.5)
        verdict = diagnose(answer, function, *call(function, asked))
        assert verdict.verdict in {"right", "rounded"}, (function.__name__, answer, verdict)
        right += 1
    tally("right answers in random rounding, judged right", right)
    assert stands("Right answers with 2 to 8 digits, rounded or cut off, in any chain: judged right", [2000, right])


# Random wrong answers


def wrong_numbers(random, truth):
    """Numbers that are wrong in one of seven ways."""
    size = abs(truth).max()
    one_off = truth.copy()
    one_off.flat[random.integers(truth.size)] += random.normal(0, size)
    ways = [
        random.uniform(-size, size, truth.shape),
        random.uniform(-2 * size, 2 * size, truth.shape) * (random.random(truth.shape) < 0.7),
        truth * (1 + random.normal(0, 0.3, truth.shape)),
        truth * random.uniform(-2, 2),
        truth + random.normal(0, size),
        truth + random.normal(0, size / 50, truth.shape),
        one_off,
        random.permutation(truth.ravel()).reshape(truth.shape),
    ]
    return np.asarray(ways[random.integers(len(ways))])


def test_random_wrong_answers_are_never_given_a_name_with_certainty(tally):
    random = np.random.default_rng(21)
    known = {function: explained(function, call(function, question.exact), {}) for function in STAGES}
    tried = names = could = 0
    while tried < 2000:
        function = list(STAGES)[random.integers(len(STAGES))]
        arguments = call(function, question.exact)
        answer = wrong_numbers(random, np.asarray(function(*arguments)))
        if any(each.shape == answer.shape and np.allclose(each, answer, rtol=1e-7) for each in known[function]):
            continue
        verdict = diagnose(
            written(answer, int(random.integers(1, 7)), text=random.random() < 0.5), function, *arguments
        )
        tried += 1
        names += verdict.verdict == "mistake" or "This is what comes out" in repr(verdict)
        could += "could be" in repr(verdict)
    tally("random wrong answers, given a name with certainty", names)
    tally("random wrong answers, told what it could be", could)
    assert names == 0
    assert stands("Random wrong answers with 1 to 6 digits, given a name with certainty", [2000, names])


def test_random_wrong_answers_to_the_exercises_are_never_given_a_name_with_certainty(tally):
    """Their right numbers end after a few decimals, so that a short number may be a mistake's to its end."""
    random = np.random.default_rng(22)
    typed = [each for each in EXERCISES if not isinstance(find(each), CodeExercise)]
    known = {each: explained(find(each).function, *calls_of(each)[0]) for each in typed}
    tried = names = 0
    while tried < 2000:
        exercise, digits = typed[random.integers(len(typed))], int(random.integers(1, 7))
        answer = wrong_numbers(random, known[exercise][0])
        if any(each.shape == answer.shape and np.allclose(each, answer, rtol=1e-7) for each in known[exercise]):
            continue
        by_hand = random.random() < 0.5
        verdict = judge(np.round(answer, digits - 1) if by_hand else written(answer, digits), exercise)
        tried += 1
        names += verdict.verdict == "mistake" or "This is what comes out" in repr(verdict)
    tally("random wrong answers to the exercises, given a name with certainty", names)
    assert names == 0
    assert stands("… the same of the exercises, half of them rounded to 0 to 5 decimals", [2000, names])


def explained(function, arguments, settings):
    """The right numbers, and those of every mistake."""
    results = [applied(found, arguments, settings) for found in mistakes_of(function)]
    right = np.asarray(function(*arguments, **settings), dtype=float)
    return [right, *(result for result in results if result is not None)]


# The question's network


@pytest.mark.parametrize("function", STAGES, ids=lambda function: function.__name__)
def test_every_mistake_in_the_questions_network_is_named_at_four_digits(function, tally):
    arguments = call(function, question.exact)
    made = [found for found in mistakes_of(function) if changes(found, arguments, {})]
    for found in made:
        verdict = diagnose(written(found.apply(*arguments), 4), function, *arguments)
        assert verdict.verdict not in {"right", "rounded"}
        assert found in verdict.mistakes, found.id
    tally("mistakes in the question's network, named at four digits", len(made))
