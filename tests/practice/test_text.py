"""An answer as text: from a notebook, a spreadsheet, a print of NumPy's; with points or commas; never evaluated."""

import json
import time

import numpy as np
import pytest

from backprop_helpers import conv2d, dense, diagnose, relu
from backprop_helpers.practice.diagnosis import compare
from backprop_helpers.practice.diagnosis.text import LONGEST

TRUTH = np.array([[0.0446, 0.0941], [-0.0113, 12.5]])
TEXTS = {
    "semicolons": "0.0446 0.0941; -0.0113 12.5",
    "lines": "0.0446 0.0941\n-0.0113 12.5",
    "lines of Windows and blank ones at the ends": "\r\n0.0446   0.0941\r\n-0.0113 12.5\r\n",
    "decimal commas": "0,0446 0,0941\n-0,0113 12,5",
    "decimal commas in one line": "0,0446 0,0941; -0,0113 12,5",
    "a spreadsheet": "0.0446\t0.0941\n-0.0113\t12.5",
    "a spreadsheet with decimal commas": "0,0446\t0,0941\n-0,0113\t12,5\n",
    "a file with semicolons and decimal commas": "0,0446;0,0941\n-0,0113;12,5\n",
    "a file with commas": "0.0446,0.0941\n-0.0113,12.5",
    "commas and spaces": "0.0446, 0.0941;\n-0.0113, 12.5",
    "a printed array": "[[ 0.0446  0.0941]\n [-0.0113 12.5   ]]",
    "an array's repr": "array([[ 0.0446,  0.0941],\n       [-0.0113, 12.5   ]])",
    "an array's repr with its type": "np.array([[0.0446, 0.0941], [-0.0113, 12.5]], dtype=float32)",
    "nested lists": "[[0.0446, 0.0941], [-0.0113, 12.5]]",
    "lists of NumPy's numbers": "[[np.float64(0.0446), np.float64(0.0941)], [np.float64(-0.0113), np.float64(12.5)]]",
    "nested tuples": "((0.0446, 0.0941), (-0.0113, 12.5))",
    "brackets and decimal commas": "[[0,0446 0,0941] [-0,0113 12,5]]",
    "a typographic minus": "0.0446 0.0941; −0.0113 12.5",
    "powers of ten": "4.46e-2 9.41E-2; -1.13e-2 +1.25e1",
    "no zero before the point": ".0446 .0941; -.0113 12.5",
    "spaces that do not break": "0.0446\u00a00.0941\n-0.0113\u202f12.5",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_table_is_read_wherever_it_comes_from(text):
    assert repr(compare(text, TRUTH)) == "Right."
    assert compare(text, TRUTH + [[0, 0], [0, 1]]).entries.tolist() == [[True, True], [True, False]]


SHAPED = [
    # the text, the shape of the right answer, what the text is read as
    ("1.5", (), "1.5"),
    ("1.5", (1,), "[1.5]"),
    ("1,5", (), "1.5"),
    ("1,5", (2,), "[1, 5]"),
    ("1 2 3", (3,), "[1, 2, 3]"),
    ("1\n2\n3", (3,), "[1, 2, 3]"),
    ("1\n2\n3", (3, 1), "[[1], [2], [3]]"),
    ("1 2 3", (1, 3), "[[1, 2, 3]]"),
    ("1 2\n3 4\n\n5 6\n7 8", (2, 2, 2), "[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]"),
    ("1 2\n3 4\n5 6\n7 8", (2, 2, 2), "[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]"),
    ("1 2\n3 4\n\n5 6\n7 8", (2, 1, 2, 2), "[[[[1, 2], [3, 4]]], [[[5, 6], [7, 8]]]]"),
]


@pytest.mark.parametrize(("text", "shape", "numbers"), SHAPED)
def test_of_several_readings_the_one_with_the_right_shape_is_taken(text, shape, numbers):
    truth = np.array(json.loads(numbers), dtype=float)
    assert truth.shape == shape
    assert compare(text, truth).verdict == "right"


@pytest.mark.parametrize(
    ("text", "shape", "read"),
    [
        ("1 2 3 4", (2, 2), (4,)),
        ("1 2 3", (3, 1), (3,)),
        ("1\n2\n3", (1, 3), (3, 1)),
        ("[1 2 3]", (1, 3), (3,)),
        ("[[1 2 3]]", (3,), (1, 3)),
        ("1 2\n3 4", (4,), (2, 2)),
        ("5", (2, 2), ()),
    ],
)
def test_a_text_of_another_shape_is_not_made_to_fit(text, shape, read):
    verdict = compare(text, np.ones(shape))
    assert verdict.verdict == "wrong shape"
    assert (f"shape {read}" if read else "a single number") in verdict.message


DIGITS = [
    # a text says how many digits were written: zeros at the end too
    ("0.50", 0.4986, True),
    ("0.500", 0.4986, False),
    ("57.0", 57.4, False),
    ("57", 57.4, True),
    ("0.04475727", 0.044757273, True),  # eight digits, cut off
    ("0.04475736", 0.044757273, False),
    ("0.123456789 0.00012346", (0.1234567891, 0.000123456789), True),
]


@pytest.mark.parametrize(("text", "truth", "agrees"), DIGITS)
def test_the_digits_of_a_text_are_those_that_were_written(text, truth, agrees):
    assert (compare(text, truth).verdict in {"right", "rounded"}) == agrees


def test_an_array_rounded_as_a_whole_is_right_to_its_last_place_however_long():
    truth = np.array([1 / 3, 1.23456e-4])
    assert compare(np.round(truth, 8), truth).verdict == "rounded"
    assert compare([round(1 / 3, 8), 0.0001], truth).entries.tolist() == [True, False]


NOT_GIVEN = ["", "  \n ", "...", "…", "? ?", ";", "[[..., ...], [..., ...]]", "\t\n\t"]


@pytest.mark.parametrize("text", NOT_GIVEN, ids=repr)
def test_a_text_without_a_number_is_no_answer_yet(text):
    assert repr(compare(text, TRUTH)) == "Not answered yet."


@pytest.mark.parametrize(
    "answer",
    ["0.0446 0.0941; -0.0113 ...", "0.0446\t0.0941\n-0.0113\t", "0.0446;0.0941\n-0.0113;?",
     [[0.0446, 0.0941], [-0.0113, ...]], [[0.0446, 0.0941], [-0.0113, ""]], [["0,0446", "0.0941"], [-0.0113, " "]]],
    ids=repr,
)  # fmt: skip
def test_an_entry_that_is_empty_is_not_given_and_the_others_are_judged(answer):
    verdict = compare(answer, TRUTH)
    assert repr(verdict) == "Right so far. The entry at [1, 1] is not given yet."
    assert verdict.entries.tolist() == [[True, True], [True, False]]
    wrong = compare(answer, TRUTH + [[0, 0.1], [0, 0]])
    assert repr(wrong) == "2 of 3 entries agree. The first that differs is at [0, 1]."


UNREADABLE = {
    "0.04 0.09; 0.01": "This cannot be read as an array. Are all rows of the same length?",
    "[[1, 2], [3]]": "This cannot be read as an array. Are all rows of the same length?",
    "[[1, 2], 3]": "This cannot be read as an array. Are all rows of the same length?",
    "four": "There is “four” in your text, where a number is asked for.",
    "0.04 nan": "There is “nan” in your text, where a number is asked for.",
    "1/3 1/2": "There is “1/3” in your text, where a number is asked for.",
    "1 2\n3 4]": "There is “4]” in your text, where a number is asked for.",
    "[1, 2": "The brackets in your text do not belong together.",
    "[1] [2]": "The brackets in your text do not belong together.",
    "[1]]": "A bracket closes in your text that was not opened.",
    "__import__('os').getcwd()": "There is “__import__” in your text, where a number is asked for.",
    "\x00 1": "There is “�” in your text, where a number is asked for.",
    "\ud8001": "There is “�1” in your text, where a number is asked for.",
    "\u202e1 2": "There is “�1” in your text, where a number is asked for.",
    "w" * 300: f"There is “{'w' * 20}…” in your text, where a number is asked for.",
    "1 " * LONGEST: f"This text has {2 * LONGEST} characters, too many to be read.",
}


@pytest.mark.parametrize(("text", "message"), UNREADABLE.items(), ids=lambda text: ascii(text[:20]))
def test_a_text_that_is_no_table_gets_a_sentence(text, message):
    assert (compare(text, TRUTH).verdict, repr(compare(text, TRUTH))) == ("unreadable", message)


def test_code_in_a_text_is_not_run(monkeypatch):
    ran = []
    monkeypatch.setattr("builtins.eval", ran.append)
    for text in ("ran.append(1)", "[ran.append(1)]", "__import__('os').system('true')", "(lambda: 1)()"):
        assert compare(text, 1.0).verdict == "unreadable"
    assert ran == []


ODD = {
    "1e400": "unknown",
    "1e-400": "unknown",
    "1e999999999": "unknown",
    "9" * 5000: "unknown",
    "0." + "3" * 5000: "unknown",
    "-": "unreadable",
    "1e": "unreadable",
    "[" * 3000: "unreadable",
    "[" * 3000 + "1" + "]" * 3000: "wrong shape",
    "\x00": "unreadable",
    "0x10": "unreadable",
    "１２": "unknown",
    "1_000": "unreadable",
    "∞": "unreadable",
}


@pytest.mark.parametrize(("text", "verdict"), ODD.items(), ids=lambda text: text[:12])
def test_odd_texts_get_a_verdict_and_raise_nothing(text, verdict):
    assert diagnose(text, dense, [0.5], [[0.7]]).verdict in {verdict, "wrong shape", "unreadable"}
    assert compare(text, 0.35).verdict in {verdict, "unreadable"}


@pytest.mark.parametrize("answer", [np.zeros(100_000), [0.5] * 100_000, "0.5 " * 49_000], ids=["array", "list", "text"])
def test_very_many_numbers_are_a_wrong_shape_at_once(answer):
    start = time.perf_counter()
    assert diagnose(answer, relu, [1.0, -2]).verdict == "wrong shape"
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize("minus", ["-", "−", "–"])
def test_a_text_in_a_list_may_have_any_minus_a_comma_and_spaces(minus):
    told = diagnose([[f"{minus}0.5 ", "\N{NO-BREAK SPACE}0,25"]], conv2d, [[0.5, -0.25, 1]], [[-1.0, 0]])
    assert told.verdict == "right"
