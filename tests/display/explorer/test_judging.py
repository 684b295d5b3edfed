"""A page without Python judges every answer as ``check`` does: the same verdict, in the same words."""

import json
from collections import Counter

import numpy as np
import pytest

from backprop_helpers.practice.diagnosis import judge, judge_prediction, known
from backprop_helpers.practice.diagnosis.asked import Entry, asked
from backprop_helpers.practice.exercises import EXERCISES
from backprop_helpers.practice.predictions import PREDICTIONS

QUESTIONS = {id: data for id in [*EXERCISES, *PREDICTIONS] if "truth" in (data := known(id) or {})}
LARGEST = 60_000
"""Bytes that the questions of one lesson's page may have."""
NO_NUMBERS = [
    "[[[1, 2], [3, 4]], [[5, 6], [7, 8], [9, 0]]]",
    "",
    " \n ",
    "…",
    "? ?",
    "0.1 …",
    "abc",
    "nan",
    "inf",
    "1e400",
    "1e400 0.5",
    "-1e400, 1e-400; 3 4",
    "0e999 1 2",
    "1e-99999999999999999999",
    "0e" + "9" * 5000 + " 1 2",
    "1,5 2,5",
    "1,2",
    "1;2;3",
    "0,25; 0,5",
    "[[1, 2], [3]]",
    "[1, 2",
    "1, 2]",
    "[1, [2]]",
    "[]",
    "[[], []]",
    "[" * 12 + "1" + "]" * 12,
    "(0.5, 0.25)",
    "1 2\n3",
    "1 2\n\n3 4\n\n5 6",
    "1\t\t2",
    "1,,2",
    "1;2;",
    "np.float64(0.5)",
    "array([0.5, 0.25], dtype=float32)",
    "numpy.array([np.float64(0.5), np.int64(2)])",
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script> 0.5",
    "${1 + 1} {} {0}",
    "decimal 0,5 1,5",
    "constructor __proto__",
    "١٢",
    "0.5\u2003−0.25\u00a0–1",
    "\x1c0.5\x85",
    "\ufeff0.5",
    "1_000",
    "0x10",
    ".5 5. +5 -.5e1",
    "9" * 400,
]


VERY_LONG = ["0.5 " * 60_000, "0.5 " * 40_000, " " * 150_000 + "x", "," * 150_000 + "0,5"]


def of(id):
    """Return a question's call as ``Asked``."""
    question = EXERCISES.get(id) or PREDICTIONS[id]
    whole = asked(question.function, question.arguments, question.settings)
    place = getattr(question, "place", None)
    return whole if place is None else Entry(whole, place)


def in_python(id, text):
    diagnosis = judge(text, id) if id in EXERCISES else judge_prediction(text, id)
    return diagnosis.verdict, diagnosis.message.replace(": see .apart.", ".")


def digits_of(number, digits, cut):
    """Write a number with so many significant digits, rounded or cut off."""
    if not np.isfinite(number) or number == 0:
        return f"{number:g}"
    decimals = digits - 1 - int(np.floor(np.log10(abs(number))))
    shortened = np.trunc(number * 10.0**decimals) / 10.0**decimals if cut else number
    return f"{shortened:.{max(decimals, 0)}f}"


def written(array, digits, generator):
    """Write an array in one of the ways in which learners do."""
    array = np.asarray(array, dtype=float)
    cut = generator.random() < 0.3
    words = np.array([digits_of(number, digits, cut) for number in array.ravel()], dtype=object).reshape(array.shape)
    style = generator.integers(6)
    if style == 0:
        return np.array2string(np.round(array, digits), separator=generator.choice([" ", ", "]))
    if style == 1:
        return repr(np.round(array, digits))
    return in_rows(words, ["; ", "\n", ";", "\n"][style - 2], [" ", "\t", " ", ", "][style - 2], style == 4)


def in_rows(words, row_end, separator, has_commas):
    if words.ndim > 2:
        return "\n\n".join(in_rows(block, "\n", separator, has_commas) for block in words)
    text = row_end.join(separator.join(row) for row in np.atleast_2d(words))
    return text.replace(".", ",") if has_commas else text


def slips(truth, generator):
    """Return the right numbers with a slip of the pen each."""
    flat = np.ravel(truth)
    k, j = generator.integers(flat.size, size=2)
    swapped = flat.copy()
    swapped[[k, j]] = swapped[[j, k]]
    ways = [-flat, flat / 2, flat * 10, swapped, np.roll(flat, 1), flat + 0.01]
    for factor in (-1, 0.1, 100, 0, 1.3):
        changed = flat.copy()
        changed[k] *= factor
        ways.append(changed)
    return [np.reshape(way, np.shape(truth)) for way in ways]


def with_swapped_digits(text, generator):
    places = [k for k in range(1, len(text)) if text[k - 1].isdigit() and text[k].isdigit() and text[k - 1] != text[k]]
    if not places:
        return text
    k = generator.choice(places)
    return text[: k - 1] + text[k] + text[k - 1] + text[k + 1 :]


def with_blanks(text, generator):
    words = text.split(" ")
    words[generator.integers(len(words))] = str(generator.choice(["…", "?", "...", "_"]))
    return " ".join(words)


def other_shapes(truth):
    shapes = [truth.T, truth.ravel(), truth[..., :-1] if truth.ndim else [truth, truth], truth[None]]
    return [*shapes, *([truth.reshape(-1, 1)] if truth.ndim else [])]


def arrays(id, generator, most=25):
    """Return arrays that a learner may come to: right ones and wrong ones, the mistakes' among them."""
    call = of(id)
    made = [result for ways in (call.alone, call.together, call.chains, call.roundings) for _, result in ways]
    chosen = [made[k] for k in generator.permutation(len(made))[:most]]
    noise = [call.truth * generator.normal(1, spread, call.truth.shape) for spread in (0.001, 0.1, 2)]
    return [*[call.truth] * 6, *chosen, *noise, *slips(call.truth, generator), *other_shapes(call.truth)]


def answers(id, generator):
    """Yield texts that a learner may type."""
    for array in arrays(id, generator):
        text = written(array, generator.integers(1, 9), generator)
        yield text
        if generator.random() < 0.2:
            yield with_swapped_digits(text, generator)
        if generator.random() < 0.2:
            yield with_blanks(text, generator)
    yield from (str(np.round(generator.normal(size=of(id).truth.shape), 2)) for _ in range(3))


@pytest.fixture(scope="module")
def in_the_page(in_node):
    """Judge by Node what is typed as answers to questions: pairs of an id and a text."""

    def judged(typed):
        found = in_node("judged.mjs", {"questions": QUESTIONS, "typed": typed})
        return [(each["verdict"], each["words"]) for each in found]

    return judged


@pytest.mark.parametrize("kind", [EXERCISES, PREDICTIONS], ids=["exercises", "predictions"])
def test_the_page_judges_every_answer_as_check_does_and_in_the_same_words(kind, in_the_page, oracle):
    generator = np.random.default_rng(23)
    ids = [id for id in QUESTIONS if id in kind]
    typed = [(id, text) for id in ids for text in [*NO_NUMBERS, *answers(id, generator)]]
    typed += [(ids[2], text) for text in VERY_LONG]
    expected = [in_python(id, text) for id, text in typed]
    different = [
        (*each, python, found)
        for each, python, found in zip(typed, expected, in_the_page(typed), strict=True)
        if python != found
    ]
    assert different == [], "\n".join(map(str, different[:5]))
    oracle("Node, what is said of an answer", len(typed))
    counts = Counter(verdict for verdict, _ in expected)
    wanted = {"right", "rounded", "mistake", "slip", "unknown", "unreadable", "not given"}
    assert min(counts[verdict] for verdict in wanted) >= 50, counts
    assert len(typed) > 2500


def test_the_questions_of_a_lesson_are_small():
    sizes = Counter()
    for id, question in QUESTIONS.items():
        sizes[id[:2]] += len(json.dumps(question, ensure_ascii=False, separators=(",", ":")).encode())
    assert max(sizes.values()) < LARGEST, sizes
