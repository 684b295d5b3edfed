"""The calculation as plain data, evaluated in Python and by node; and its derivatives, against the way back."""

import json
import shutil
import subprocess

import numpy as np
import pytest
from scipy.signal import convolve2d, correlate2d
from scipy.special import expit

from backprop_helpers import (
    avg_pool2d_input_delta,
    conv2d,
    derivatives,
    explain,
    max_pool2d,
    max_pool2d_input_delta,
    question,
    relu,
    sigmoid_input_delta,
    trace,
)
from backprop_helpers.display.explorer import page
from backprop_helpers.tracing.graph import evaluate, graph, shared
from backprop_helpers.tracing.traced import OPERATIONS, Traced
from tests.maths.calls import CALLS, way_back
from tests.maths.registry import Example

from .calculations import long_network, numbers, question_inputs, question_network

CLOSE = {"rtol": 1e-12, "atol": 1e-12}  # BLAS may add in another order than the trace


def names_and_numbers(inputs):
    """The numbers of some named arrays by the names of their entries: {"image[0, 0]": 0.51, …}."""
    elements = [element for name, values in inputs.items() for element in trace(values, name).flat]
    return {element.name: float(element.value) for element in elements}


def arrays_of(data, values):
    """The arrays of a graph by name, taken from the values of its nodes."""
    cells = {array["name"]: [values[cell] for cell in array["cells"]] for array in data["arrays"]}
    return {array["name"]: np.reshape(cells[array["name"]], array["shape"]) for array in data["arrays"]}


# The graph


def test_nodes_stand_after_their_operands_and_cells_say_where_results_are():
    x, w = trace([[2, 3]], "x"), trace([5], "w")
    result = np.where(x > 2, w * x, 0)
    assert graph([x, result], ["x", "y"]) == {
        "nodes": [
            ["input", 2.0, "x[0, 0]"],
            ["input", 3.0, "x[0, 1]"],
            ["constant", 2.0],
            [">", 0, 2],
            ["input", 5.0, "w[0]"],
            ["*", 4, 0],
            ["constant", 0.0],
            ["where", 3, 5, 6],
            [">", 1, 2],
            ["*", 4, 1],
            ["where", 8, 9, 6],
        ],
        "arrays": [
            {"name": "x", "shape": [1, 2], "cells": [0, 1]},
            {"name": "y", "shape": [1, 2], "cells": [7, 10]},
        ],
    }


def test_equal_constants_are_merged_but_not_a_truth_value_with_a_number_or_the_two_zeros():
    x = trace([3], "x")
    data = graph([x * 1, 1 + x, (x > 0) & [True], x * 0.0, x * -0.0], list("abcde"))
    constants = [node[1] for node in data["nodes"] if node[0] == "constant"]
    assert list(map(repr, constants)) == ["1.0", "0.0", "True", "-0.0"]


def test_what_is_calculated_again_is_there_once_and_every_cell_stays_its_own():
    x = trace(numbers(4, 4), "x")
    pooled, delta = max_pool2d(x), max_pool2d_input_delta(x, numbers(2, 2, seed=1))
    alone, both = (graph(results, ["delta", "pooled"][: len(results)]) for results in ([delta], [delta, pooled]))
    maxima = [{node[2] for node in data["nodes"] if node[0] == "<"} for data in (alone, both)]
    assert maxima[0] == maxima[1] and len(maxima[0]) == 4  # one a window, although each of four cells asks for it
    cells = {array["name"]: array["cells"] for array in both["arrays"]}
    assert set(cells["pooled"]).isdisjoint(maxima[1])
    y, t = trace([0.5], "y"), trace([2], "t")
    data = graph([(y - t) * (y - t) / 2, y - t], ["error", "delta"])
    assert data["nodes"][2:4] == [["-", 0, 1], ["*", 2, 2]] and data["nodes"][-1] == ["-", 0, 1]  # y − t, and δ_y


def test_what_is_calculated_again_can_be_the_number_that_is_known_and_has_its_name():
    x = trace([2, 3], "x")
    known = (x * x).named("k")
    (again,) = shared([x * x + x * 2], [known], x)
    assert again[0].operands[0] is known[0] and str(explain(again[1])).startswith("2·x[1] + k[1]")
    assert again.value.tolist() == [8, 15]
    (other,) = shared([x * 2], [known], x)
    assert other[0].operands == (x[0], other[0].operands[1]) and other.value.tolist() == [4, 6]


def test_two_cells_of_one_array_stay_two_though_one_calculation_makes_both():
    x, delta = trace([[1, 2], [3, 4]], "x"), trace([[8]], "δ")
    back = avg_pool2d_input_delta(x, delta)
    data = graph([delta, back, back * back], ["delta", "back", "squares"])
    cells = {array["name"]: array["cells"] for array in data["arrays"]}
    assert len(set(cells["back"])) == 4
    squared = [data["nodes"][place] for place in cells["squares"]]
    assert squared == [["*", place, place] for place in cells["back"]]
    assert [evaluate(data, {"δ[0, 0]": 12})[place] for place in cells["back"]] == [3, 3, 3, 3]


@pytest.mark.parametrize("values", [(1, 2), (0, 0)])
def test_two_inputs_of_one_name_are_refused_whatever_their_values(values):
    one, other = (trace([value], "kernel")[0] for value in values)
    assert [node[0] for node in graph([one + one], ["y"])["nodes"]] == ["input", "+"]
    with pytest.raises(ValueError, match=r"two inputs called kernel\[0\]"):
        graph([one + other], ["y"])


def test_a_name_given_to_a_result_leaves_its_node_as_it_is():
    x = trace([1, 2], "x")
    before = graph([x * 2], ["y"])
    assert graph([(x * 2).named("y")], ["y"]) == before


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_the_graph_of_every_function_gives_its_result_again_also_for_other_numbers(call):
    traced = {key: trace(array, key) for key, array in call.arrays.items()}
    data = graph([*traced.values(), call(**traced)], [*traced, "result"])
    assert {node[0] for node in data["nodes"]} <= {"input", "constant", *OPERATIONS}
    other = {key: array[..., ::-1] - 0.125 if array.ndim else array + 1 for key, array in call.arrays.items()}
    other = {key: call.within_range(key, array) for key, array in other.items()}
    for inputs in (call.arrays, other):
        values = evaluate(json.loads(json.dumps(data)), names_and_numbers(inputs))
        np.testing.assert_allclose(arrays_of(data, values)["result"], call(**inputs), **CLOSE)


def tied(rng, inputs):
    """Inputs with which the feature map is a part of the image, whose small integers tie in most windows."""
    kernel = np.zeros((2, 2))
    kernel[tuple(rng.integers(2, size=2))] = 1
    return inputs | {"kernel": kernel, "image": rng.integers(3, size=(5, 5)).astype(float)}


def changed(rng, inputs):
    name = rng.choice(list(inputs))
    array = inputs[name].copy()
    array.flat[rng.integers(array.size)] = rng.normal()
    return inputs | {name: array}


def windows_of(image, kernel):
    """The four cells of each of the four windows, the convolution by hand."""
    feature_map = sum(kernel[m, n] * image[m : m + 4, n : n + 4] for m in (0, 1) for n in (0, 1))
    return feature_map.reshape(2, 2, 2, 2).transpose(0, 2, 1, 3).reshape(4, 4)


@pytest.fixture(scope="module")
def question_graph():
    traced = {name: trace(array, name) for name, array in question_inputs().items()}
    arrays = traced | question_network(traced)
    return json.loads(json.dumps(graph(list(arrays.values()), list(arrays))))


@pytest.fixture(scope="module")
def changes():
    """300 changes of the question's inputs; every third makes ties."""
    rng, inputs = np.random.default_rng(0), question_inputs()
    return [tied(rng, inputs) if k % 3 == 0 else changed(rng, inputs) for k in range(300)]


def test_the_changes_move_winners_make_ties_and_touch_every_input(changes):
    inputs = question_inputs()
    windows = [windows_of(change["image"], change["kernel"]) for change in changes]
    usual = windows_of(inputs["image"], inputs["kernel"]).argmax(axis=1)
    assert usual.tolist() == [3, 0, 1, 3]
    assert sum(any(window.argmax(axis=1) != usual) for window in windows) > 100
    assert sum(((window == window.max(axis=1, keepdims=True)).sum(axis=1) > 1).sum() for window in windows) > 100
    assert all(any((change[name] != inputs[name]).any() for change in changes) for name in inputs)


def forward_by_scipy(image, kernel, bias, dense_weights, output_weights, target):
    feature_map = correlate2d(image, kernel, "valid") + bias
    pooled = (windows_of(image, kernel) + bias).max(axis=1).reshape(2, 2)
    activations = expit(pooled)
    hidden = dense_weights @ activations.ravel()
    output = output_weights @ hidden
    return {
        "feature_map": feature_map,
        "pooled": pooled,
        "activations": activations,
        "hidden": hidden,
        "output": output,
        "error": ((target - output) ** 2).sum() / 2,
    }


def back_by_scipy(image, kernel, bias, dense_weights, output_weights, target, pooled, activations, hidden, output, **_):
    delta, slopes = output - target, expit(pooled) * expit(-pooled)
    hidden_delta = output_weights.T @ delta
    activations_delta = (dense_weights.T @ hidden_delta).reshape(2, 2)
    feature_map_delta, winners = np.zeros((4, 4)), windows_of(image, kernel).argmax(axis=1).reshape(2, 2)
    for (i, j), winner in np.ndenumerate(winners):
        feature_map_delta[2 * i + winner // 2, 2 * j + winner % 2] = (activations_delta * slopes)[i, j]
    return {
        "output_delta": delta,
        "output_weights_gradient": np.outer(delta, hidden),
        "hidden_delta": hidden_delta,
        "dense_weights_gradient": np.outer(hidden_delta, activations),
        "activations_delta": activations_delta,
        "pooled_delta": activations_delta * slopes,
        "feature_map_delta": feature_map_delta,
        "image_delta": convolve2d(feature_map_delta, kernel),
        "kernel_gradient": correlate2d(image, feature_map_delta, "valid"),
        "bias_gradient": feature_map_delta.sum(),
    }


def test_after_every_change_the_graph_gives_what_scipy_gives(question_graph, changes, oracle):
    for inputs in changes:
        arrays = arrays_of(question_graph, evaluate(question_graph, names_and_numbers(inputs)))
        expected = forward_by_scipy(**inputs)
        expected |= back_by_scipy(**inputs, **expected)
        steps = {
            name: inputs[name] - 0.1 * expected[f"{name}_gradient"] for name in ("kernel", "bias", "dense_weights")
        }
        expected |= {f"{name} after": array for name, array in steps.items()}
        assert expected.keys() == question_network(inputs).keys()
        for name in expected:
            np.testing.assert_allclose(arrays[name], expected[name], err_msg=name, **CLOSE)
            oracle("SciPy, the question's network after a change", np.size(expected[name]))


JAVASCRIPT = """
import { readFileSync } from 'node:fs';
import { Graph } from './graph.js';
const { data, changes } = JSON.parse(readFileSync(0, 'utf8'));
const graph = new Graph(data);
const places = new Map(data.nodes.map(([operation, , name], node) => [operation === 'input' && name, node]));
const results = changes.map((inputs) => {
  graph.set(Object.entries(inputs).map(([name, value]) => [places.get(name), value]));
  return graph.values.map(Number);
});
console.log(JSON.stringify(results));
"""


def every_operation():
    """A graph in which every operation meets numbers of both signs, and ties."""
    x, y = trace(np.arange(6) - 2, "x"), trace(numbers(6), "y")
    x, y = (array.reshape(2, 3) for array in (x, y))
    asked = [x < y, x <= y, x > y, x >= y, x == y, x != y]
    asked += [(x < y) & (x > 0), (x < y) | (x > 0), ~(x < y)]
    results = [np.where(condition, x, -y) for condition in asked]
    results += [x + y, x - y, x * y, x / (y * y + 1), np.exp(x / 4), np.log(x * x + 1), np.tanh(x)]
    results.append(np.maximum(x, y))
    return graph([x, *results, np.minimum(x, y)], [str(k) for k in range(len(results) + 2)])


def changes_of(data, count=50):
    """Inputs by name, half of them small integers that tie."""
    rng, names = np.random.default_rng(3), [node[2] for node in data["nodes"] if node[0] == "input"]
    rows = [rng.integers(-2, 3, len(names)) if k % 2 else rng.normal(size=len(names)) for k in range(count)]
    return [dict(zip(names, map(float, row), strict=True)) for row in rows]


def test_the_explorers_graph_evaluates_every_operation_to_the_same_numbers(question_graph, tmp_path, oracle):
    if (node := shutil.which("node")) is None:
        oracle.not_asked("node", "it is not installed")
        pytest.skip("node is not installed")
    for name, text in page.modules().items():
        (tmp_path / f"{name}.js").write_text(text, encoding="utf-8")
    (tmp_path / "package.json").write_text('{"type": "module"}')
    (tmp_path / "ask.js").write_text(JAVASCRIPT)
    assert {node[0] for node in every_operation()["nodes"]} == {"input", "constant", *OPERATIONS}
    for data in (question_graph, every_operation()):
        changes = changes_of(data)
        question = json.dumps({"data": data, "changes": changes})
        asked = [node, tmp_path / "ask.js"]
        run = subprocess.run(asked, input=question, capture_output=True, text=True, check=True, encoding="utf-8")
        answer = json.loads(run.stdout)
        for inputs, values in zip(changes, answer, strict=True):
            np.testing.assert_allclose(values, np.array(evaluate(data, inputs), dtype=float), **CLOSE)
        oracle("node", np.size(answer))


def test_a_tie_goes_to_the_first_winner_and_moves_when_the_tie_ends():
    x, delta = trace([[2, 7, 7], [7, 3, 5]], "x"), trace([[0.5, -0.25]], "delta")
    data = graph([max_pool2d_input_delta(x, delta, size=2, stride=1)], ["y"])
    for changes, expected in [
        ({}, [[0, 0.25, 0], [0, 0, 0]]),  # x[0, 1] wins both windows: 0.5 − 0.25
        ({"x[1, 0]": 8}, [[0, -0.25, 0], [0.5, 0, 0]]),
        ({"x[0, 2]": 9}, [[0, 0.5, -0.25], [0, 0, 0]]),
        ({"x[0, 0]": 7}, [[0.5, -0.25, 0], [0, 0, 0]]),
        ({"x[0, 1]": 5}, [[0, 0, -0.25], [0.5, 0, 0]]),
    ]:
        assert arrays_of(data, evaluate(data, changes))["y"].tolist() == expected


def test_a_division_by_zero_gives_infinity_as_in_javascript():
    x = trace([1, 2], "x")
    data = graph([x[0] / x[1], np.log(x[1])], ["ratio", "log"])
    assert [float(value) for value in evaluate(data, {"x[1]": 0})[2:]] == [np.inf, -np.inf]


X = trace([1, 2], "x")

REFUSED = {
    "plain array": (lambda: graph([np.ones(2)], ["y"]), TypeError, r"results\[0\] must be traced"),
    "text": (lambda: graph([X, "y"], ["x", "y"]), TypeError, r"results\[1\] must be real numbers"),
    "names": (lambda: graph([X, X], ["x"]), ValueError, "names must be one for each of the 2 results"),
    "infinite": (lambda: graph([trace([np.inf], "z") * 2], ["y"]), ValueError, r"z\[0\] = inf"),
    "NaN": (lambda: graph([X * np.nan], ["y"]), ValueError, "a constant = nan"),
    "unknown input": (
        lambda: evaluate(graph([X], ["x"]), {"x[2]": 1, "y": 2}),
        ValueError,
        r"inputs names x\[2\], but",
    ),
    "derivative of an array": (lambda: derivatives(X, X), ValueError, r"result must be one number.*\(2,\)"),
    "derivative of a number": (lambda: derivatives(3.0, X), TypeError, "result must be traced"),
    "derivative by an array": (lambda: derivatives(X[0], [1, 2]), TypeError, "array must be traced"),
}


@pytest.mark.parametrize(("call", "error", "named"), REFUSED.values(), ids=REFUSED)
def test_what_does_not_fit_is_refused_by_name(call, error, named):
    with pytest.raises(error, match=named):
        call()


# Derivatives


TIED = np.array([[2, 7, 7, 1, 1], [7, 3, 5, 1, 1], [0, 7, 5, 5, 5.0]])
LAYERS = {str(call): (call.function, call) for call in CALLS if call.is_forward} | {
    "max_pool2d, ties": (max_pool2d, Example({"x": TIED}, {"size": 2, "stride": 1})),
    "max_pool2d, ties side by side": (max_pool2d, Example({"x": TIED}, {"size": (3, 2)})),
    "conv2d, stride and padding": (
        conv2d,
        Example(
            {"x": numbers(1, 4, 6), "kernel": numbers(2, 1, 3, 2), "bias": numbers(2)},
            {"stride": (1, 2), "padding": (2, 1)},
        ),
    ),
}


@pytest.mark.parametrize("name", LAYERS)
def test_derivatives_of_every_layer_are_its_own_deltas_and_gradients(name, oracle):
    function, example = LAYERS[name]
    traced = {key: trace(array, key) for key, array in example.arrays.items()}
    y = function(**traced, **example.settings)
    delta = 0.3 + numbers(*np.shape(y), seed=3)
    for key, expected in way_back(function, example, y.value, delta).items():
        found = derivatives((delta * y).sum() if np.ndim(y) else y * float(delta), traced[key])
        assert found.shape == traced[key].shape and found.dtype == np.float64 and expected.any()
        np.testing.assert_allclose(found, expected, err_msg=key, **CLOSE)
        oracle("traced derivatives", found.size)


def test_derivatives_of_the_questions_error_are_all_its_published_kinds_of_numbers(oracle):
    traced = {name: trace(array, name) for name, array in question_inputs().items()}
    arrays = traced | question_network(traced)
    names = ["image", "feature_map", "pooled", "activations", "hidden", "output"]
    names = {f"{name}_delta": name for name in names}
    names |= {f"{name}_gradient": name for name in ("kernel", "bias", "dense_weights", "output_weights")}
    for name, array in names.items():
        found = derivatives(arrays["error"], arrays[array])
        np.testing.assert_allclose(found, getattr(question.exact, name), err_msg=name, **CLOSE)
        oracle("traced derivatives", found.size)
    # ∂E/∂target = −(y − t)
    np.testing.assert_allclose(derivatives(arrays["error"], arrays["target"]), [-0.5], **CLOSE)


def test_derivatives_of_a_long_network_are_its_deltas_and_gradients(oracle):
    network = long_network(trace)
    x = trace(numbers(2, 3, 6, 9), "x")
    network.forward(x)
    network.backward([2, 0])
    first, *_ = network.layers
    pairs = [(x, first.input_delta), *((layer.output, layer.delta) for layer in network.layers)]
    pairs += [(layer.parameters[name], layer.gradients[name]) for layer in network.layers for name in layer.gradients]
    for array, expected in pairs:
        found = derivatives(network.error, array)
        np.testing.assert_allclose(found, expected.value, **CLOSE)
        oracle("traced derivatives", found.size)
    assert len(pairs) == 10 + 6


def test_a_number_used_several_times_receives_from_every_use():
    x = trace([3, 5], "x")
    square = x[0] * x[0]
    assert derivatives(square * square, x).tolist() == [4 * 27, 0]
    assert derivatives(square + square - x[1] / x[0], x).tolist() == [12 + 5 / 9, -1 / 3]


def test_a_choice_hands_its_derivative_to_what_was_chosen_and_a_comparison_hands_on_nothing():
    x = trace([0.0, 2], "x")
    with np.errstate(divide="ignore"):
        assert derivatives(np.where(x > 1, x * x, 1 + np.log(x)).sum(), x).tolist() == [np.inf, 4]
        assert derivatives(np.where(x > 1, np.log(x), 7 * x).sum(), x).tolist() == [7, 0.5]
    assert derivatives(np.minimum(x, x[::-1]).sum(), x).tolist() == [2, 0]
    assert derivatives(x[1] * (x[1] > 1), x).tolist() == [0, 1]
    for condition in (x, 3 * x):  # 0 and 2, 0 and 6: not 0 is true
        assert derivatives(np.where(condition, 5 * x, 7 * x).sum(), x).tolist() == [7, 5]


@pytest.mark.parametrize("at_0", [0.0, -0.0])
@pytest.mark.parametrize("rectified", [relu, lambda x: np.maximum(x, 0), lambda x: np.maximum(0, x)])
def test_relus_slope_at_0_is_0_from_the_trace_as_well(rectified, at_0):
    x = trace([at_0, 5e-324, -3, 4, np.nan], "x")
    weights = np.array([2, 3, 5, 7, 11])
    assert derivatives((weights * rectified(x)).sum(), x).tolist() == [0, 3, 0, 7, 11]


def test_a_tie_of_two_calculated_numbers_goes_to_the_first():
    x = trace([2.0, 2, -2], "x")
    assert derivatives(np.maximum(3 * x[0], 3 * x[1]), x).tolist() == [3, 0, 0]
    assert derivatives(np.minimum(x[1], x[0]), x).tolist() == [0, 1, 0]
    assert derivatives(np.minimum(x[2], -2.0), x).tolist() == [0, 0, 0]
    assert derivatives(max_pool2d(x.reshape(1, 3), (1, 3))[0, 0], x).tolist() == [1, 0, 0]


def test_what_is_not_a_number_gets_the_slope_of_the_choice_that_it_won():
    x = trace([1.0, np.nan, np.nan, 2], "x")
    for choice in (np.maximum, np.minimum):
        assert derivatives(choice(x[0], x[1]), x).tolist() == [0, 1, 0, 0]
        assert derivatives(choice(x[2], x[3]), x).tolist() == [0, 0, 1, 0]
        assert derivatives(choice(x[1], x[2]), x).tolist() == [0, 0, 1, 0]


@pytest.mark.parametrize("row", [[np.nan, 1, 2], [1, np.nan, np.nan], [np.nan, 3, np.nan], [np.nan, np.nan, 0]])
def test_of_several_that_are_not_numbers_the_derivative_goes_where_the_pool_sends_its_delta(row):
    x = trace([row], "x")
    found = derivatives(max_pool2d(x, (1, 3))[0, 0], x)
    np.testing.assert_array_equal(found, max_pool2d_input_delta(x.value, [[1]], (1, 3)))


def test_derivatives_of_a_derivative_s_trace_are_second_derivatives():
    y, delta = trace([0.25], "y"), trace([2.0], "delta")
    back = sigmoid_input_delta(y, delta)[0]  # delta·y·(1 − y)
    assert derivatives(back, y).tolist() == [2 * (1 - 2 * 0.25)]
    assert derivatives(back, delta).tolist() == [0.25 * 0.75]


def many_steps(x, count):
    """x[0] + x[1] + x[1] + …, the additions made by hand: that is quicker than to calculate them."""
    y = x[0]
    for _ in range(count):
        y = Traced("+", (y, x[1]), y.value + x[1].value)
    return y


def test_a_million_nodes_are_walked_without_recursion():
    x = trace([1, 3], "x")
    assert derivatives(many_steps(x, 1_000_000), x).tolist() == [1, 1_000_000]
    y = many_steps(x, 100_000)
    assert str(explain(y)) == "x[0] + 100000·x[1]\n= 1 + 100000·3\n= 300001"
    assert evaluate(graph([y], ["y"]), {"x[1]": 0.5})[-1] == 50_001
