"""What a lesson prints, to the character, and what its check hands back."""

from fractions import Fraction

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.lib.pretty import pretty
from IPython.utils.capture import capture_output
from traitlets.config import Config

from backprop_helpers import check, diagnose_calculation, question, show, trace
from backprop_helpers.display.ledger import gone_both_ways
from backprop_helpers.practice.diagnosis import Diagnosis, judge

SHOWN = {
    "a number": ([0.25], "0.250000"),
    "a row, its columns aligned": ([[1.5, -20, 300.0]], "1.500000  -20.000000  300.000000"),
    "a table": (
        [np.array([[0.25, -10], [-1.5, 1]])],
        " 0.250000  -10.000000\n-1.500000    1.000000",
    ),
    "a column": ([np.array([[1.0], [-22]])], "  1.000000\n-22.000000"),
    "negative zero": ([[-0.0, -1e-9, 0.0]], "0.000000  -1e-9  0.000000"),
    "integers": ([[3, -14, 159]], "3  -14  159"),
    "integers of NumPy": ([np.array([[3, 1], [4, 100]], np.int8)], "3    1\n4  100"),
    "truth values": ([np.array([True, False])], "True  False"),
    "NaN and infinity": ([[np.nan, np.inf, -np.inf]], "nan  inf  -inf"),
    "large and small": ([[1e6, 1e-7]], "1000000.000000  1e-7"),
    "text": (["right"], "right"),
    "texts": ([["sum", "mean"]], "sum  mean"),
    "a shape": ([(2, 3)], "(2, 3)"),
    "a shape of one": ([(4,)], "(4,)"),
    "a shape of NumPy's integers": ([tuple(np.array([2, 3]))], "(2, 3)"),
    "no shape": ([()], "()"),
    "one value": ([np.float64(2.5)], "2.500000"),
    "an array without axes": ([np.array(2.5)], "2.500000"),
    "a fraction": ([[Fraction(1, 3), Fraction(-2)]], "1/3  -2"),
    "float32": ([np.array([0.1, 2], np.float32)], "0.100000  2.000000"),
    "nothing": ([], None),
    "single lines stand together": ([1.5, [2, 3], "text", (2, 2)], "1.500000\n2  3\ntext\n(2, 2)"),
    "tables stand apart": (
        [[1, 2], [[3, 4], [5, 6]], [7, 8], [[1], [2]], [[3], [4]]],
        "1  2\n\n3  4\n5  6\n\n7  8\n\n1\n2\n\n3\n4",
    ),
    "three axes, block by block": ([np.arange(8).reshape(2, 2, 2)], "0  1\n2  3\n\n4  5\n6  7"),
    "four axes": ([np.array([[[[1]], [[2]]], [[[3]], [[40]]]])], "1\n\n2\n\n3\n\n40"),
    "three axes beside a line": ([1, np.arange(2).reshape(2, 1, 1)], "1\n\n0\n\n1"),
    "traced": ([trace([[0.5, -2]], "x")], "0.500000  -2.000000"),
    "a traced number": ([trace([3], "x")[0] / 4], "0.750000"),
    "a list of traced numbers": ([list(trace([3, 4], "x") / 8)], "0.375000  0.500000"),
    "a traced choice": ([trace([3, -4], "x") > 0], "True  False"),
    "traced, three axes": ([trace([[[0.5]], [[2]]], "x")], "0.500000\n\n2.000000"),
}


@pytest.mark.parametrize(("values", "expected"), SHOWN.values(), ids=SHOWN)
def test_numbers_are_shown_under_the_caption(values, expected, capsys):
    assert show("Caption", *values) is None
    assert capsys.readouterr().out == "Caption\n" + (expected + "\n" if expected is not None else "")


def test_a_blank_line_parts_the_captions_of_one_cell():
    shell = InteractiveShell.instance(config=Config(HistoryManager={"enabled": False}))
    source = "from backprop_helpers import show\nfor n in (1, 2): show('Caption', n)"
    try:
        for _ in range(2):
            with capture_output() as captured:
                shell.run_cell(source, store_history=True).raise_error()
            assert captured.stdout == "Caption\n1\n\nCaption\n2\n"
    finally:
        InteractiveShell.clear_instance()


def test_prose_is_broken_between_words_on_paper_and_in_a_notebook(capsys):
    verdict = judge([2.5, 15], "12.1")
    show(repr(verdict), verdict)
    printed = capsys.readouterr().out
    assert max(map(len, printed.splitlines())) <= 79
    assert " ".join(printed.split()) == f"{verdict} {verdict}"
    network, _ = gone_both_ways(question)
    whole = diagnose_calculation({"pooled": "9 9; 9 8", "activations": "0.1 0.2; 0.3 0.4"}, network)
    for told in (verdict, whole):
        assert max(map(len, pretty(told).splitlines())) <= 79 < max(map(len, repr(told).splitlines()))
        assert pretty(told).split() == repr(told).split()


@pytest.mark.parametrize(
    ("decimals", "expected"),
    [(0, "3  -2\n"), (1, "3.1  -2.0\n"), (4, "3.1416  -2.0000\n"), (8, "3.14159265  -2.00000000\n")],
)
def test_as_many_decimals_are_shown_as_told(decimals, expected, capsys):
    show("π", [np.pi, -2], decimals=decimals)
    assert capsys.readouterr().out == "π\n" + expected


AS_BY_HAND = {
    0.285: ("0", "0.29", "0.285000"),
    2.675: ("3", "2.68", "2.675000"),
    1.005: ("1", "1.01", "1.005000"),
    -0.5: ("-1", "-0.50", "-0.500000"),
    0.1 + 0.2: ("0", "0.30", "0.300000"),
    1 / 3: ("0", "0.33", "0.333333"),
    123456.789: ("123457", "123456.79", "123456.789000"),
    1e22: ("1e22", "1e22", "1e22"),
}
"""With 0, 2 and 6 decimals: a half goes away from 0; a whole number is what was asked for where there are none."""


@pytest.mark.parametrize(("number", "texts"), AS_BY_HAND.items())
def test_a_number_is_the_same_text_whatever_holds_it(number, texts, capsys):
    for decimals, expected in zip((0, 2, 6), texts, strict=True):
        for value in (number, [number], np.float64(number), np.array([[number]]), trace([number], "x")):
            show("", value, decimals=decimals)
            assert capsys.readouterr().out == f"\n{expected}\n"


def test_what_is_shown_can_be_pasted_into_python(capsys):
    show("The delta that reaches the image", question.exact.image_delta)
    out = capsys.readouterr().out
    assert out.isascii() and "-" in out
    pasted = [[float(number) for number in line.split()] for line in out.splitlines()[1:]]
    np.testing.assert_allclose(pasted, question.exact.image_delta, rtol=0, atol=5e-7)


def test_columns_are_aligned(capsys):
    show("x", question.exact.feature_map, decimals=4)
    assert capsys.readouterr().out.splitlines()[1:] == [
        " 0.2491  -0.1648   0.2652  -0.3406",
        " 0.1089   0.3092  -0.1129  -0.1432",
        "-0.2178   0.6069  -0.0462  -0.3231",
        "-0.3294   0.4757  -0.2673   0.1892",
    ]


@pytest.mark.parametrize("answer", [..., [4, 7], [4, 6], [4], "4", None])
def test_check_hands_back_the_diagnosis(answer, capsys):
    verdict = check(answer, "01.2")
    assert type(verdict) is Diagnosis
    assert (verdict.verdict, repr(verdict)) == (judge(answer, "01.2").verdict, judge(answer, "01.2").message)
    assert capsys.readouterr().out == ""


def test_check_tells_right_from_wrong():
    assert check([4, 7], "01.2").verdict == "right"
    assert check([7, 4], "01.2").verdict == "slip"
    assert check([7, 5], "01.2").verdict == "unknown"
    assert check(lambda image, kernel: image, "01.3").verdict == "wrong shape"


def test_check_of_an_unknown_exercise_is_an_error_that_lists_those_that_exist():
    with pytest.raises(ValueError, match=r"no exercise '1\.2'; there are 00\.1, .*, 02\.3"):
        check([4, 7], "1.2")
