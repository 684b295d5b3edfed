"""Explanations: exact texts for the question's numbers, the same whatever the order in which the code calculates."""

import re

import numpy as np
import pytest
from IPython.core.formatters import DisplayFormatter

from backprop_helpers import (
    conv2d,
    conv2d_input_delta,
    conv2d_kernel_gradient,
    explain,
    leaky_relu,
    max_pool2d,
    max_pool2d_input_delta,
    relu,
    relu_input_delta,
    squared_error,
    squared_error_input_delta,
    trace,
    used_by,
)
from backprop_helpers.tracing.graph import as_traced_array, steps

from .calculations import numbers, question_inputs, question_network

SYMBOLS = {
    "image": "o",
    "kernel": "w",
    "bias": "b",
    "dense_weights": "V",
    "output_weights": "u",
    "target": "t",
    "feature_map": "x",
    "pooled": "p",
    "activations": "s",
    "hidden": "h",
    "output": "y",
    "error": "E",
    "output_delta": "δ_y",
    "hidden_delta": "δ_h",
    "activations_delta": "δ_s",
    "pooled_delta": "δ_p",
    "feature_map_delta": "δ_x",
    "image_delta": "δ_o",
    "kernel_gradient": "∂E/∂w",
    "dense_weights_gradient": "∂E/∂V",
    "kernel after": "w′",
}


@pytest.fixture(scope="module")
def question():
    """The question's numbers by their symbols, each array named."""
    traced = {name: trace(array, name) for name, array in question_inputs().items() if name != "bias"}
    arrays = traced | question_network(traced)
    return {symbol: arrays[name].named(symbol) for name, symbol in SYMBOLS.items() if name in arrays}


ENTRIES = {
    ("∂E/∂w", 0, 0): """
∂E/∂w[0, 0] = δ_x[0, 2]·o[0, 2] + δ_x[1, 1]·o[1, 1] + δ_x[2, 1]·o[2, 1] + δ_x[3, 3]·o[3, 3]
            = 0.0688·0.88 + 0.0365·0.62 + 0.0469·0.2 + (−0.0683)·0.7
            = 0.0448
12 terms are 0: the pool did not choose them""",
    ("x", 0, 0): """
x[0, 0] = w[0, 0]·o[0, 0] + w[0, 1]·o[0, 1] + w[1, 0]·o[1, 0] + w[1, 1]·o[1, 1]
        = (−0.13)·0.51 + 0.15·0.9 + (−0.51)·0.4 + 0.62·0.62
        = 0.2491""",
    ("p", 0, 0): """
p[0, 0] = max(x[0, 0], x[0, 1], x[1, 0], x[1, 1])
        = max(0.2491, −0.1648, 0.1089, 0.3092)
        = 0.3092
0.3092 won over 0.2491, −0.1648, 0.1089""",
    ("s", 0, 0): """
s[0, 0] = 1 / (1 + exp(−p[0, 0]))
        = 1 / (1 + exp(−0.3092))
        = 0.5767""",
    ("h", 1): """
h[1] = V[1, 0]·s[0, 0] + V[1, 1]·s[0, 1] + V[1, 2]·s[1, 0] + V[1, 3]·s[1, 1]
     = 0.02·0.5767 + (−0.5)·0.5659 + 0.23·0.6472 + 0.17·0.5472
     = −0.0295""",
    ("E",): """
E = (y[0] − t[0])² / 2
  = (0.4539 − (−0.0461))² / 2
  = 0.125""",
    ("δ_y", 0): """
δ_y[0] = y[0] − t[0]
       = 0.4539 − (−0.0461)
       = 0.5""",
    ("δ_s", 0, 1): """
δ_s[0, 1] = δ_h[0]·V[0, 1] + δ_h[1]·V[1, 1]
          = 0.25·0.82 + (−0.15)·(−0.5)
          = 0.28""",
    ("δ_p", 0, 0): """
δ_p[0, 0] = δ_s[0, 0]·s[0, 0]·(1 − s[0, 0])
          = 0.1495·0.5767·(1 − 0.5767)
          = 0.0365""",
    ("δ_x", 1, 1): """
δ_x[1, 1] = δ_p[0, 0]
          = 0.0365
x[1, 1] won its window: 0.3092 won over 0.2491, −0.1648, 0.1089""",
    ("δ_x", 0, 0): """
δ_x[0, 0] = 0
The pool did not choose x[0, 0]: 0.3092 won over 0.2491, −0.1648, 0.1089""",
    ("δ_o", 0, 2): """
δ_o[0, 2] = δ_x[0, 2]·w[0, 0]
          = 0.0688·(−0.13)
          = −0.0089
1 term is 0: the pool did not choose it""",
    ("δ_o", 1, 2): """
δ_o[1, 2] = δ_x[0, 2]·w[1, 0] + δ_x[1, 1]·w[0, 1]
          = 0.0688·(−0.51) + 0.0365·0.15
          = −0.0296
2 terms are 0: the pool did not choose them""",
    ("∂E/∂V", 0, 1): """
∂E/∂V[0, 1] = δ_h[0]·s[0, 1]
            = 0.25·0.5659
            = 0.1415""",
    ("w′", 0, 0): """
w′[0, 0] = w[0, 0] − 0.1·∂E/∂w[0, 0]
         = −0.13 − 0.1·0.0448
         = −0.1345""",
    ("o", 2, 1): """
o[2, 1] = 0.2
An input""",
}


@pytest.mark.parametrize(("place", "text"), ENTRIES.items(), ids=map(str, ENTRIES))
def test_an_explanation_says_the_sum_with_names_and_with_numbers(question, place, text):
    symbol, *index = place
    number = question[symbol][tuple(index)] if index else question[symbol]
    assert repr(explain(number)) == text.strip("\n")


def test_an_explanation_is_text_alone_so_that_it_is_aligned_without_a_script(question):
    data, _ = DisplayFormatter().format(explain(question["∂E/∂w"][0, 0]))
    assert list(data) == ["text/plain"]


def test_plain_data_say_the_same(question):
    explanation = explain(question["∂E/∂w"][0, 0])
    assert explanation.name == "∂E/∂w[0, 0]" and type(explanation.value) is float
    assert [text for text, _ in explanation.terms] == [
        f"δ_x[{i}, {j}]·o[{i}, {j}]" for i, j in ((0, 2), (1, 1), (2, 1), (3, 3))
    ]
    assert sum(value for _, value in explanation.terms) == pytest.approx(explanation.value, rel=1e-15)
    assert list(explanation.operands)[:3] == ["δ_x[0, 2]", "o[0, 2]", "δ_x[1, 1]"] and len(explanation.operands) == 32
    assert explanation.operands["o[0, 2]"] == 0.88 and explanation.operands["δ_x[0, 0]"] == 0
    assert {re.sub(r"\[.*", "", name) for name in explanation.inputs} == {"o", "w", "V", "u", "t"}
    assert explanation.inputs["w[0, 0]"] == -0.13


def test_an_explanation_opens_operand_by_operand_down_to_an_input(question):
    explanation = explain(question["∂E/∂w"][0, 0])
    for operand in ("δ_x[1, 1]", "x[1, 1]", "o[1, 1]"):
        explanation = explanation[operand]
    assert repr(explanation) == "o[1, 1] = 0.62\nAn input" and explanation.operands == explanation.inputs == {}
    with pytest.raises(KeyError, match="δ"):
        explain(question["δ_x"][1, 1])["δ_x[1, 1]"]


def test_decimals_are_as_many_as_asked_also_when_it_is_opened(question):
    explanation = explain(question["δ_x"][1, 1], decimals=3)
    assert repr(explanation).splitlines()[:2] == ["δ_x[1, 1] = δ_p[0, 0]", "          = 0.036"]
    assert repr(explanation["δ_p[0, 0]"]).endswith("0.15·0.577·(1 − 0.577)\n          = 0.036")
    x = trace([100, 0.25, -1e-9, -0.0], "x")
    shown = [[str(explain(number, decimals)).splitlines()[0] for number in x.flat] for decimals in (0, 4)]
    assert shown[0] == ["x[0] = 100", "x[1] = 0", "x[2] = 0", "x[3] = 0"]
    assert shown[1] == ["x[0] = 100", "x[1] = 0.25", "x[2] = −1e−9", "x[3] = 0"]


def test_terms_and_factors_do_not_depend_on_the_order_of_the_code():
    o, w, b = trace([[2, 3], [5, 7]], "o"), trace([[1, 4], [6, 8]], "w"), trace(9, "b")[()]
    texts = {str(explain(conv2d(o, w)[0, 0] + b))}
    for order in ([0, 1, 2, 3], [3, 1, 0, 2], [2, 0, 3, 1]):
        products = [(o.flat[k] * w.flat[k], w.flat[k] * o.flat[k])[k % 2] for k in order]
        texts |= {str(explain(b + sum(products[1:], products[0]))), str(explain((0 + sum(products)) + b))}
        texts |= {str(explain((products[0] + products[1]) + (b + (products[2] + products[3]))))}
    assert len(texts) == 1
    assert texts.pop().splitlines()[0] == "w[0, 0]·o[0, 0] + w[0, 1]·o[0, 1] + w[1, 0]·o[1, 0] + w[1, 1]·o[1, 1] + b"


def test_reading_order_counts_by_number_not_by_letter():
    x = trace(np.arange(1, 13), "x")
    assert [text for text, _ in explain(x[::-1].sum()).terms] == [f"x[{k}]" for k in range(12)]


def test_a_long_sum_is_cut_and_its_terms_are_all_there():
    x = trace(np.arange(1, 10), "x")
    explanation = explain((x * x).sum())
    assert str(explanation).splitlines()[1] == "= 1² + 2² + 3² + 4² + 5² + …"
    assert [value for _, value in explanation.terms] == [k * k for k in range(1, 10)]


def test_an_operand_without_a_name_is_opened_until_names_are_met_and_a_long_one_is_its_number():
    o, w = trace(numbers(3, 3), "o"), trace(numbers(2, 2), "w")
    x, delta = conv2d(o, w), trace([[0.5]], "δ")
    gradient = conv2d_kernel_gradient(o, max_pool2d_input_delta(x, delta))
    assert "max(w[0, 0]·o[0, 0] + w[0, 1]·o[0, 1]" in str(explain(max_pool2d(x)[0, 0]))
    assert re.match(
        r"δ\[0, 0\]·o\[\d, \d\]\n= 0.5·\S+\n= \S+\n3 terms are 0: the pool did", str(explain(gradient[0, 0]))
    )
    y = delta[0, 0]
    for _ in range(50):
        y = 1 / (1 + np.exp(y))
    explanation = explain(y * o[1, 2])
    assert str(explanation).startswith(f"{y.value:.4f}·o[1, 2]\n") and f"{y.value:.4f}" in explanation.operands


def test_brackets_stand_where_the_arithmetic_needs_them_and_nowhere_else():
    a, b, c = trace([2, 3, 5], "a").flat
    for number, text in [
        (a - (b - c), "a[0] + a[2] − a[1]"),
        (a * (b + c), "a[0]·(a[1] + a[2])"),
        ((a + c) * b, "a[1]·(a[0] + a[2])"),
        ((a + b) / c, "(a[0] + a[1]) / a[2]"),
        (a / (b * c), "a[0] / (a[1]·a[2])"),
        (a / (b / c), "a[0] / (a[1] / a[2])"),
        (a / b / c, "a[0] / a[1] / a[2]"),
        ((a / b) * c, "(a[0] / a[1])·a[2]"),
        (-(a + b), "−a[0] − a[1]"),
        (a + a - b, "2·a[0] − a[1]"),
        (a * a * a / 2, "a[0]³ / 2"),
        (np.exp(-(a * b)), "exp(−a[0]·a[1])"),
        (1 - a, "1 − a[0]"),
        (a + 1, "1 + a[0]"),
    ]:
        first, second, *_ = str(explain(number)).splitlines()
        assert first == text
        in_python = (
            second.removeprefix("= ").replace("·", "*").replace("−", "-").replace("³", "**3").replace("exp", "np.exp")
        )
        assert eval(in_python, {"np": np}) == pytest.approx(number.value)


def calculation(rng, numbers):
    """Random operations on numbers and on what came of them, some of that with names; the last result."""
    results = list(numbers)
    for k in range(rng.integers(2, 15)):
        a, b, c = (results[place] for place in rng.integers(len(results), size=3))
        made = [a + b, a - b, a * b, a * a, -a, b * b * b, np.exp(a / 8), np.maximum(np.maximum(a, b), c)]
        made += [np.minimum(a, b), a * rng.choice([2, -3, 0.5, 1]) + rng.choice([1, -2, 0]), a / (b * b + 1)]
        made += [np.where(as_traced_array("condition", a < b), as_traced_array("product", a * c), 0)]
        result = made[rng.integers(len(made))]
        if abs(result.value) < 1e4:
            results.append(result.named(f"q{k}") if rng.random() < 0.2 else result)
    return results[-1]


def in_python(text):
    text = re.sub("[⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda power: f"**{power[0].translate(ORDINARY)}", text)
    text = re.sub(r"[wx]\[[\d, ]+\]|q\d+", lambda name: f'value["{name[0]}"]', text)
    return text.replace("·", "*").replace("−", "-")


ORDINARY = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def test_every_line_that_is_not_cut_is_an_expression_with_the_numbers_value():
    written = 0
    for seed in range(600):
        rng = np.random.default_rng(seed)
        x, w = trace(rng.integers(-4, 5, 3) / 2, "x"), trace(rng.integers(-4, 5, (1, 2)) / 2, "w")
        number = calculation(rng, [*x.flat, *w.flat])
        values = {node.name: node.value for node in steps([number])}
        explanation = explain(number, decimals=12)
        lines = explanation._lines()
        for line in [line for line in lines + [text for text, _ in explanation.terms] if "…" not in line]:
            known = {"value": values, "exp": np.exp, "max": max, "min": min}
            expected = number.value if line in lines else dict(explanation.terms)[line]
            assert eval(in_python(line), known) == pytest.approx(expected, rel=1e-9, abs=1e-9), (seed, line)
            written += 1
    assert written > 1500


def test_only_a_cell_of_its_own_window_is_said_to_have_won_it():
    a, b, c = trace([[2, 5, 3]], "a"), trace([[5, 5, 5]], "b"), trace([[1, 1, 1]], "δ")
    largest = max_pool2d(a, (1, 3))
    for condition, text in [
        (a >= largest, "a[0, 1] >= max(a[0, 0], a[0, 1], a[0, 2]) holds: 5 >= max(2, 5, 3)"),
        (a == largest, "a[0, 1] == max(a[0, 0], a[0, 1], a[0, 2]) holds: 5 == max(2, 5, 3)"),
        (~(b < largest), "not(b[0, 1] < max(a[0, 0], a[0, 1], a[0, 2])) holds: not(5 < max(2, 5, 3))"),
        (~(a >= largest), "not(a[0, 1] >= max(a[0, 0], a[0, 1], a[0, 2])) does not hold: not(5 >= max(2, 5, 3))"),
        (~(a < largest), "a[0, 1] won its window: 5 won over 2, 3"),
        ((c > 0) & ~(a < largest), None),
    ]:
        said = str(explain(np.where(condition, c, 0)[0, 1])).splitlines()[-1]
        assert said == text if text else "won its window" not in said


def test_a_cell_without_a_name_that_is_a_maximum_itself_is_not_taken_apart():
    x, delta = relu(trace([[2, -5, 3, -1]], "x")), trace([[7]], "δ")
    back = max_pool2d_input_delta(x, delta, size=(1, 4))
    assert str(explain(back[0, 0])).endswith(": 3 won over 2, 0, 0")  # 2, not max(2, 0)


def test_a_tie_says_that_it_goes_to_the_first_and_overlapping_windows_say_each_their_choice():
    x, delta = trace([[2, 7, 7]], "x"), trace([[0.5, -0.25]], "δ_p")
    result = max_pool2d_input_delta(x, delta, size=(1, 2), stride=1).named("δ")
    assert str(explain(result[0, 1])).splitlines() == [
        "δ[0, 1] = δ_p[0, 0] + δ_p[0, 1]",
        "        = 0.5 + (−0.25)",
        "        = 0.25",
        "x[0, 1] won its window: 7 won over 7",
        "x[0, 1] won its window: 7 won over 2",
    ]
    assert str(explain(result[0, 2])).splitlines() == [
        "δ[0, 2] = 0",
        "The pool did not choose x[0, 2]: 7 won over 7 (a tie goes to the first)",
    ]


def test_a_choice_that_is_no_pool_says_what_it_asked():
    x, delta = trace([-2, 3], "x"), trace([5, 7], "δ")
    back = relu_input_delta(x, delta)
    assert str(explain(back[0])) == "0\nThe ReLU closed it: x[0] = −2 is not above 0"
    assert str(explain(back[1])) == "δ[1]\n= 7\nThe ReLU let it through: x[1] = 3 is above 0"
    assert str(explain((back * x).sum())).endswith("\n1 term is 0: the ReLU closed it")
    assert str(explain(relu(x)[0])) == "max(x[0], 0)\n= max(−2, 0)\n= 0\nThe ReLU closed it: x[0] = −2 is not above 0"
    assert str(explain(relu(2 * x)[1])).endswith("\nThe ReLU let it through: 6 is above 0")
    assert str(explain((x > 0)[0])) == "x[0] > 0\n= −2 > 0\n= 0"
    leak = leaky_relu(x, 0.5)
    assert str(explain(leak[0])) == "0.5·x[0]\n= 0.5·(−2)\n= −1\nx[0] > 0 does not hold: −2 > 0"
    assert str(explain(np.where(x > 2, 0, delta)[1])) == "0\nx[1] > 2 holds: 3 > 2"


def said(number):
    """The sentences under the sum."""
    return str(explain(number)).split("\n")[len(explain(number)._lines()) :]


def test_every_zero_has_its_reason():
    o, w, b = trace([[0, 1], [2, 0]], "o"), trace([[3, 4]], "w"), trace(0, "b")[()]
    assert said(conv2d(o, w)[0, 0]) == ["1 term is 0: o[0, 0] is 0"]
    assert said(conv2d(o, w, padding=1)[0, 0]) == ["2 terms are 0: the padding is 0"]
    assert said(o.sum()) == ["2 terms are 0: o is 0 there"]
    assert said(o[0, 0] * w[0, 0]) == ["It is 0: o[0, 0] is 0"]
    assert said(b + o[0, 1]) == ["1 term is 0: b is 0"]
    assert said((o[0, 0] + 0) / 4) == ["It is 0: o[0, 0] is 0"]
    assert said(w[0, 0] * (o[0, 1] - o[0, 1] * o[0, 1])) == ["It is 0: o[0, 1] − o[0, 1]² is 0"]
    assert said(w[0, 1] - o[1, 0] - o[1, 0]) == ["The terms cancel"]
    chosen = np.where(o >= 0, o, 5)  # a choice that took a 0
    assert said((chosen[0] * w[0]).sum()) == ["1 term is 0: o[0, 0] is 0"]


def test_what_nothing_leads_to_says_so_whether_the_code_added_nothing_or_left_it():
    x, w, d = trace(numbers(5, 5), "x"), trace(numbers(2, 2), "w"), trace(numbers(2, 2, seed=1), "δ_y")
    back = conv2d_input_delta(w, d, (5, 5), stride=2).named("δ_x")  # windows at 0 and 2: row and column 4 are left over
    for number in [back[4, 0], back[0, 4], back[4, 4], max_pool2d_input_delta(x, d).named("δ_x")[4, 4]]:
        assert said(number) == ["No window covers it: nothing leads here"]
    assert said(back[4, 0] * x[0, 0]) == ["It is 0: no window covers it"]
    assert said(back[0, 4] * x[0, 0] + back[4, 4] * x[4, 4] + x[1, 1]) == ["2 terms are 0: no window covers them"]


def test_a_target_that_is_met_is_said():
    y, t = trace([0.5, 2], "y"), trace([0.5, 3], "t")
    assert said(squared_error_input_delta(y, t)[0]) == ["The target is met"]
    assert said(squared_error(y[:1], t[:1])) == ["The target is met"]
    delta = squared_error_input_delta(y, t).named("δ_y")
    assert said(delta[0] * y[0]) == ["It is 0: the target is met"]
    assert said(np.tanh(y - y)[0]) == []


def test_a_window_whose_delta_is_0_is_no_window_that_was_lost():
    x = trace([[1, 7, 8]], "x")  # x[0, 1] wins one window and loses the other
    back = max_pool2d_input_delta(x, trace([[0, 5]], "δ_p"), size=(1, 2), stride=1).named("δ_x")
    assert said(back[0, 1]) == [
        "The pool did not choose x[0, 1]: 8 won over 7",
        "x[0, 1] won its window: 7 won over 1",
        "1 term is 0: δ_p[0, 0] is 0",
    ]
    assert said(back[0, 1] * x[0, 0] + x[0, 0]) == ["1 term is 0: δ_x[0, 1] is 0"]
    assert said(back[0, 0] * x[0, 0] + x[0, 0]) == ["1 term is 0: the pool did not choose it"]


def test_of_several_windows_that_were_lost_only_their_number_is_said():
    x, d = trace([[1, 2, 3], [4, 5, 6], [7, 8, 9]], "x"), trace([[1, 2], [3, 4]], "δ_p")
    back = max_pool2d_input_delta(x, d, stride=1)
    won = "x[1, 1] won its window: 5 won over 1, 2, 4"
    assert said(back[1, 1]) == [won, "The pool did not choose it in 3 other windows"]
    assert said(back[0, 1]) == ["The pool did not choose it in 2 windows"]


def test_a_choice_behind_a_name_is_left_to_the_explanation_of_that_name(question):
    assert repr(explain(question["δ_x"].sum())).splitlines() == [
        "δ_x[0, 2] + δ_x[1, 1] + δ_x[2, 1] + δ_x[3, 3]",
        "= 0.0688 + 0.0365 + 0.0469 + (−0.0683)",
        "= 0.0839",
        "12 terms are 0: the pool did not choose them",
    ]
    delta = relu_input_delta(trace([-2, 3], "x"), trace([5, 7], "δ_y")).named("δ")
    assert str(explain(delta.sum())) == "δ[1]\n= 7\n1 term is 0: the ReLU closed it"


def test_what_is_no_result_is_explained_as_what_it_is():
    assert str(explain(0.25)) == str(explain(np.float32(0.25))) == "0.25\nA plain number: nothing was calculated"
    rest = max_pool2d_input_delta(trace(numbers(2, 3), "x"), [[1]]).named("δ")[0, 2]
    assert str(explain(rest)) == "δ[0, 2] = 0\nNo window covers it: nothing leads here"
    assert str(explain(trace(0, "b"))) == "b = 0\nAn input"
    assert str(explain(np.nan)).startswith("NaN\n") and str(explain(-np.inf)).startswith("−∞\n")


def test_a_name_can_be_given_afterwards_and_the_last_one_counts():
    x = trace([2, 3], "x")
    y = x * x
    total = y.sum()
    assert y.named("first") is y and str(explain(total)).startswith("first[0] + first[1]\n")
    y.named("y")
    total.named("total")
    assert str(explain(total)).startswith("total = y[0] + y[1]\n")


# What a number is used for


def test_used_by_tells_the_entries_to_which_a_number_contributed():
    o, w, delta = trace(numbers(3, 4), "o"), trace(numbers(2, 2), "w"), trace(numbers(2, 3, seed=1), "δ")
    assert used_by(o[1, 1], conv2d(o, w)) == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert used_by(o[0, 3], conv2d(o, w)) == [(0, 2)]
    assert used_by(delta[1, 2], conv2d_input_delta(w, delta)) == [(1, 2), (1, 3), (2, 2), (2, 3)]
    assert used_by(w[0, 1], conv2d(o, w)[0, 2]) == [()]


def test_what_lost_was_not_taken_or_met_a_zero_contributed_nothing(question):
    winners = {(1, 1): (0, 0), (0, 2): (0, 1), (2, 1): (1, 0), (3, 3): (1, 1)}
    for index in np.ndindex(4, 4):
        assert used_by(question["x"][index], question["p"]) == [winners[index] for _ in range(index in winners)]
    for cell, window in winners.items():
        assert used_by(question["δ_p"][window], question["δ_x"]) == [cell]
    assert used_by(question["δ_x"][1, 1], question["∂E/∂w"]) == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert used_by(question["t"][0], question["x"]) == []
    x, y = trace([2, 0], "x"), trace([3], "y")
    assert used_by(y[0], x * y) == [(0,)]


X = trace([1, 2], "x")

REFUSED = {
    "an array": (lambda: explain(X), ValueError, r"value must be one number.*\(2,\)"),
    "text": (lambda: explain("x[0]"), TypeError, "value must be real numbers"),
    "decimals below 0": (
        lambda: explain(X[0], decimals=-1),
        ValueError,
        "decimals must be an integer of at least 0; got -1",
    ),
    "half a decimal": (lambda: explain(X[0], decimals=1.5), ValueError, "decimals .* got 1.5"),
    "use of a plain number": (lambda: used_by(1.0, X), TypeError, "value must be traced"),
    "use in a plain array": (lambda: used_by(X[0], [1.0]), TypeError, "result must be traced"),
    "use of an array": (lambda: used_by(X, X), ValueError, r"value must be one number.*\(2,\)"),
}


@pytest.mark.parametrize(("call", "error", "named"), REFUSED.values(), ids=REFUSED)
def test_what_does_not_fit_is_refused_by_name(call, error, named):
    with pytest.raises(error, match=named):
        call()
