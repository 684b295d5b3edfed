"""Scores in Chromium: another label is typed, and probabilities, error and deltas follow."""

import numpy as np
import pytest
from scipy.special import softmax

from tests.display.explorer.scores import BIAS, WEIGHTS, X, scores

Q = softmax(np.matmul(WEIGHTS, X) + BIAS)


def shown(page, name, count):
    cells = [page.cell(name, k) for k in range(count)]
    return [float(cell.inner_text().replace("−", "-")) for cell in cells]


def deltas_of(label):
    return pytest.approx(Q - (np.arange(3) == label), abs=6e-4)


def test_another_label_is_typed_and_every_number_behind_it_follows(alone, oracle):
    page = alone(scores(), width=1000)
    assert page.cell("target").inner_text() == "2"
    assert shown(page, "probabilities", 3) == pytest.approx(Q, abs=6e-4)
    assert shown(page, "delta of output", 3) == deltas_of(2)
    page.type_into(page.cell("target"), "0")
    page.settle()
    assert shown(page, "delta of output", 3) == deltas_of(0)
    assert shown(page, "error", 1) == [pytest.approx(-np.log(Q[0]), abs=6e-4)]
    assert page.explorer.state["target"] == 0
    oracle("SciPy", 4)


@pytest.mark.parametrize("text", ["2.5", "3", "-1"])
def test_what_is_no_class_is_said_and_changes_nothing(alone, text):
    page = alone(scores(), width=1000)
    page.type_into(page.cell("target"), text, end=None)
    assert "t is a class, a whole number from 0 to 2. t stays 2" in page.remark
    page.page.keyboard.press("Enter")
    assert page.cell("target").inner_text() == "2" and page.explorer.state["target"] == 2


def test_arrow_keys_go_from_class_to_class(alone):
    page = alone(scores(), width=1000)
    page.type_into(page.cell("target"), "", end="ArrowDown")
    page.page.keyboard.press("Enter")
    page.settle()
    assert page.explorer.state["target"] == 1
    assert shown(page, "delta of output", 3) == deltas_of(1)


def test_a_hidden_delta_asks_for_what_the_label_chose(alone):
    page = alone(scores(), width=1000)
    page.button("Hide and predict").click()
    page.cell("delta of output", 2).hover()
    assert page.sum == "δy[2] = = q[2] ? − 1 − 1 = ?"
    page.type_into(page.cell("delta of output", 2), "-0.5473")
    page.settle()
    assert "Right to the digits you gave" in page.remark
