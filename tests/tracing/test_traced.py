"""Traced numbers: the layers run on them unchanged, the values stay the same, and nothing ends a trace silently."""

import math
from collections import Counter
from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from backprop_helpers import (
    Conv2D,
    Dense,
    Flatten,
    Network,
    ReLU,
    conv2d,
    conv2d_bias_gradient,
    conv2d_input_delta,
    conv2d_kernel_gradient,
    dense,
    dense_bias_gradient,
    dense_input_delta,
    dense_weights_gradient,
    max_pool2d,
    max_pool2d_input_delta,
    relu,
    relu_input_delta,
    sigmoid,
    sigmoid_input_delta,
    squared_error,
    squared_error_input_delta,
    trace,
)
from backprop_helpers.tracing.traced import Traced, TracedArray
from tests.maths.calls import CALLS

from .calculations import long_network, numbers

CLOSE = {"rtol": 1e-12, "atol": 1e-12}  # BLAS may add in another order than the trace


every_call = pytest.mark.parametrize("call", CALLS, ids=str)


def mixtures(names):
    """Every choice of at least one of the names."""
    choices = product([False, True], repeat=len(names))
    return [{name for name, chosen in zip(names, choice, strict=True) if chosen} for choice in choices if any(choice)]


def value(result):
    return result.value


def elements(result):
    """The Traced of a result, be it an array or one number."""
    return [result] if isinstance(result, Traced) else list(np.asarray(result).flat)


def nodes_behind(results):
    """All nodes that the results were made of, operands before what was made of them, without recursion."""
    order, seen, waiting = [], set(), [(node, False) for node in results]
    while waiting:
        node, operands_done = waiting.pop()
        if operands_done:
            order.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            waiting += [(node, True), *((operand, False) for operand in node.operands)]
    return order


def names_behind(element):
    return {node.name for node in nodes_behind([element]) if node.operation == "input"}


# What a trace refuses


X, PLAIN = trace([[3.0, -1.0], [2.0, 5.0]], "x"), np.array([[1.0, 2.0], [3.0, 4.0]])
E = X[0, 0]

REFUSED = {
    "bool": (lambda: bool(E), "bool"),
    "if": (lambda: 1 if E > 0 else 0, "bool"),
    "and": (lambda: E and 1, "bool"),
    "max": (lambda: max(E, X[0, 1]), "bool"),
    "sorted": (lambda: sorted([E, X[0, 1]]), "bool"),
    "in": (lambda: 3 in X, "bool"),
    "bool of an array of one": (lambda: bool(trace([1], "x")), "bool"),
    "float": (lambda: float(E), "float"),
    "float of an array": (lambda: float(trace(1, "x")), "float"),
    "int": (lambda: int(E), "int.*Traced"),
    "complex": (lambda: complex(E), "float"),
    "index": (lambda: range(E), "Traced"),
    "math.exp": (lambda: math.exp(E), "float"),
    "format": (lambda: f"{E:.2f}", "Traced"),
    "power of a number": (lambda: E**2, r"\*\*.*Traced"),
    "power": (lambda: X**2, "power"),
    "number to a power": (lambda: 2**X, "power"),
    "//": (lambda: E // 2, "//.*Traced"),
    "%": (lambda: E % 2, "%.*Traced"),
    "abs of a number": (lambda: abs(E), "abs.*Traced"),
    "abs": (lambda: abs(X), "absolute"),
    "round of a number": (lambda: round(E), "Traced.*round"),
    "np.round": (lambda: np.round(X), "numpy.round"),
    ".round": (lambda: X.round(), "rint"),
    "np.argmax": (lambda: np.argmax(X), "numpy.argmax"),
    ".argmax": (lambda: X.argmax(), "argmax"),
    ".argmax of an axis": (lambda: X.argmax(axis=1), "argmax"),
    ".argmin": (lambda: X.argmin(axis=0), "argmin"),
    "np.sort": (lambda: np.sort(X), "numpy.sort"),
    ".sort": (lambda: X.copy().sort(), "sort"),
    ".argsort": (lambda: X.argsort(), "argsort"),
    "np.cumsum": (lambda: np.cumsum(X), "numpy.cumsum"),
    "np.sqrt": (lambda: np.sqrt(X), "sqrt"),
    "np.sinh of a number": (lambda: np.sinh(E), "sinh"),
    "np.isnan": (lambda: np.isnan(X), "isnan"),
    "np.clip": (lambda: np.clip(X, 0, 1), "numpy.clip"),
    "np.einsum": (lambda: np.einsum("ij,ij", X, PLAIN), "numpy.einsum"),
    "np.allclose": (lambda: np.allclose(X, PLAIN), "numpy.allclose"),
    "np.nonzero": (lambda: np.nonzero(X), "numpy.nonzero"),
    ".nonzero": (lambda: X.nonzero(), "nonzero"),
    "np.where of a condition alone": (lambda: np.where(X > 0), "numpy.where"),
    "np.where of a number": (lambda: np.where(E > 0, 1, 2), "bool"),
    "np.linalg.norm": (lambda: np.linalg.norm(X), "numpy.linalg.norm"),
    "np.linalg.inv": (lambda: np.linalg.inv(X), "numpy.linalg.inv"),
    "np.fft.fft": (lambda: np.fft.fft(X), "numpy.fft.fft"),
    "astype(float)": (lambda: X.astype(float), "float"),
    "astype(int)": (lambda: X.astype(int), "int.*Traced"),
    "astype(bool)": (lambda: X.astype(bool), "bool"),
    "astype(str)": (lambda: X.astype(str), r"astype\(<U0\)"),
    "sum of what was chosen": (lambda: np.sum(X, where=X > 0), "np.add .* where="),
    "plain sum of what was chosen": (lambda: np.add(PLAIN, PLAIN, where=X > 0), "np.add .* where="),
    "np.asarray(float)": (lambda: np.asarray(X, float), "float"),
    "boolean index": (lambda: X[X > 0], "index"),
    "boolean index of one axis": (lambda: X[X[:, 0] > 0, 1], "index"),
    "number as index": (lambda: X[E], "index"),
    "boolean index to set": (lambda: X.copy().__setitem__(X > 0, 0), "index"),
    "written into a plain array": (lambda: PLAIN.copy().__setitem__(0, X[0]), "float"),
    "added to a plain array in place": (lambda: PLAIN.copy().__iadd__(X), "Cannot cast"),
    "sum of comparisons": (lambda: (X > 0).sum(), "truth values"),
    "comparison plus comparison": (lambda: (X > 0) + (X < 9), "truth values"),
    "comparison plus truth value": (lambda: (X > 0) + np.True_, "truth values"),
    "None": (lambda: np.maximum(X, None), "None"),
    "text": (lambda: np.maximum(X, "3"), "'3'"),
    "text set": (lambda: X.copy().__setitem__((0, 0), "3"), "'3'"),
    "text compared": (lambda: E < "a", "Traced"),
    "text added": (lambda: E + "a", "Traced"),
    "complex number": (lambda: X * 1j, "Traced|1j"),
    "traced twice": (lambda: trace(X, "y"), "float"),
    "comparison of elements in a plain array": (lambda: np.array([E, 1.0]) > 0, "bool"),
    "exp of elements in a plain list": (lambda: np.exp([E, E]), "Traced"),
}


@pytest.mark.parametrize(("operation", "named"), REFUSED.values(), ids=REFUSED)
def test_what_has_no_meaning_on_a_trace_raises_a_type_error_that_names_it(operation, named):
    with pytest.raises(TypeError, match=named):
        operation()


# What a trace is


def test_a_traced_array_has_its_values_its_names_and_its_shape():
    x = trace([[1, 2.5], [3, -4]], "image")
    assert x.shape == (2, 2) and x.value.dtype == np.float64 and x.value.tolist() == [[1, 2.5], [3, -4]]
    assert [element.name for element in x.flat] == ["image[0, 0]", "image[0, 1]", "image[1, 0]", "image[1, 1]"]
    assert {element.operation for element in x.flat} == {"input"}
    assert trace(2, "bias")[()].name == "bias"


def test_a_sum_remembers_its_operations_and_operands():
    x = trace([2, 5], "x")
    result = x[0] * 3 - x[1]
    assert (result.operation, result.value) == ("-", 1)
    times, five = result.operands
    assert (times.operation, times.value, five.name) == ("*", 6, "x[1]")
    assert [(operand.operation, operand.name, operand.value) for operand in times.operands] == [
        ("input", "x[0]", 2),
        ("constant", None, 3),
    ]


@pytest.mark.parametrize(
    "number", [3, 3.0, np.float64(3), np.float32(3), np.int8(3), Fraction(3), np.array(3.0)], ids=repr
)
def test_arithmetic_with_any_kind_of_number_stays_traced_both_ways_round(number):
    for left, right, expected in [(E, number, 3 / 3), (number, E, 3 / 3)]:
        result = left / right
        assert isinstance(result, Traced) and result.value == expected
        assert names_behind(result) == {"x[0, 0]"}
    assert (E - number / 2).value == 1.5 and (number / 2 - E).value == -1.5
    assert (number - 1 < E).value and not (number + 1 < E).value


OPERATORS = [np.add, np.subtract, np.multiply, np.divide, np.maximum, np.minimum]
COMPARISONS = [np.less, np.less_equal, np.greater, np.greater_equal, np.equal, np.not_equal]


@pytest.mark.parametrize("operator", OPERATORS + COMPARISONS, ids=lambda operator: operator.__name__)
@pytest.mark.parametrize(
    ("left", "right"),
    [
        (X, PLAIN),
        (PLAIN, X),
        (E, PLAIN),
        (PLAIN, E),
        (X, E),
        (E, X),
        (X, X.T),
        (X, 2),
        (2, X),
        (X, [3, 5]),
        ([3, 5], X),
    ],
    ids=["X·P", "P·X", "E·P", "P·E", "X·E", "E·X", "X·X", "X·2", "2·X", "X·list", "list·X"],
)
def test_arrays_and_elements_meet_plain_ones_and_stay_traced(operator, left, right):
    def plain(number):
        return value(number) if isinstance(number, Traced | TracedArray) else number

    result = operator(left, right)
    assert type(result) is TracedArray and all(isinstance(element, Traced) for element in result.flat)
    assert result.value.tolist() == operator(plain(left), plain(right)).tolist()


def test_choices_follow_the_truth_values():
    positive, small = X > 0, X < 4  # X is [[3, −1], [2, 5]]
    assert (positive & small).value.tolist() == [[1, 0], [1, 0]]
    assert (positive | small).value.tolist() == [[1, 1], [1, 1]]
    assert (~positive).value.tolist() == [[0, 1], [0, 0]]
    assert np.where(positive, X, 10 * X).value.tolist() == [[3, -10], [2, 5]]
    assert np.where(PLAIN > 2, X, 0).value.tolist() == [[0, 0], [2, 5]]
    assert positive.all().value == False and positive.any().value == True  # noqa: E712


REARRANGED = {
    "T": lambda x: x.T,
    "reshape": lambda x: x.reshape(-1),
    "flip": lambda x: np.flip(x),
    "pad": lambda x: np.pad(x, ((1, 0), (0, 2))),
    "roll": lambda x: np.roll(x, 1),
    "stack": lambda x: np.stack([x, x[::-1]]),
    "concatenate": lambda x: np.concatenate([x, np.ones((1, 2))]),
    "zeros_like": lambda x: np.zeros_like(x, shape=(3, 2)),
    "ones_like": lambda x: np.ones_like(x),
    "full_like": lambda x: np.full_like(x, 7),
    "fancy index": lambda x: x[[1, 0], [0, 0]],
    "sum": lambda x: x.sum(axis=0),
    "mean": lambda x: x.mean(axis=1),
    "max": lambda x: x.max(axis=1),
    "min": lambda x: np.min(x, axis=0),
    "matmul": lambda x: x @ np.array([[1, 2, 3], [4, 5, 6.0]]),
    "matmul from the left": lambda x: np.array([[1, 2], [3, 4], [5, 6.0]]) @ x,
    "dot": lambda x: np.dot(x, [10, 1]),
    "tensordot": lambda x: np.tensordot(x, np.array([1, 10.0]), 1),
    "windows": lambda x: np.lib.stride_tricks.sliding_window_view(x, (1, 2), subok=True),
}


@pytest.mark.parametrize("rearrange", REARRANGED.values(), ids=REARRANGED)
def test_rearranging_and_adding_keep_the_trace(rearrange):
    result = rearrange(X)
    assert type(result) is TracedArray and all(isinstance(element, Traced) for element in result.flat)
    np.testing.assert_allclose(result.value, rearrange(X.value), **CLOSE)


def test_a_copy_as_objects_and_the_sum_of_a_plain_choice_keep_the_trace():
    assert all(copied is element for copied, element in zip(X.astype(object).flat, X.flat, strict=True))
    assert np.sum(X, where=PLAIN > 2, initial=0).value == 2 + 5


def test_setting_an_entry_lifts_plain_numbers():
    x = trace([1, 2, 3], "x")
    x[0], x[1:] = 5, [x[2], 4]
    assert x.value.tolist() == [5, 3, 4]
    assert [element.operation for element in x.flat] == ["constant", "input", "constant"]


def test_an_array_like_a_traced_one_but_of_another_type_is_not_lifted():
    free = np.ones_like(X, dtype=bool)
    assert free.dtype == bool and free.tolist() == [[True, True], [True, True]]
    assert np.zeros_like(X, dtype=int)[0, 0] + 1 == 1


def test_the_repr_shows_the_values():
    assert repr(trace([[1, 2.5]], "x")) == "traced([[1. , 2.5]])"
    assert repr(X[0, 0] / 2) == "Traced(1.5)"
    assert str(trace([1, 2], "x")) == "[1. 2.]"


# The layers


@every_call
def test_a_layer_gives_the_plain_values_for_every_mixture_of_traced_and_plain_arguments(call):
    expected = call()
    before = {name: array.copy() for name, array in call.arrays.items()}
    for chosen in mixtures(list(call.arrays)):
        given = {name: trace(array, name) if name in chosen else array for name, array in call.arrays.items()}
        nodes = {name: elements(given[name]) for name in chosen}
        result = call(**given)
        assert type(result) is (TracedArray if np.ndim(expected) else Traced) and np.shape(result) == np.shape(expected)
        assert all(isinstance(element, Traced) for element in elements(result))
        np.testing.assert_allclose(value(result), expected, err_msg=f"traced: {chosen}", **CLOSE)
        for name, array in call.arrays.items():
            assert array.tolist() == before[name].tolist()
        for name in chosen:
            assert all(now is then for now, then in zip(elements(given[name]), nodes[name], strict=True))


KINDS = {
    "float32": (1, lambda array: array.astype(np.float32)),
    "integers": (4, lambda array: array.astype(int)),
    "lists": (1, lambda array: array.tolist()),
    "fractions": (1, np.vectorize(Fraction, otypes=[object])),
    "lists of traced numbers": (1, lambda array: trace(array, "t").tolist()),
}


@pytest.mark.parametrize("kind", KINDS)
@every_call
def test_a_layer_mixes_traced_arguments_with_every_other_kind_of_number(call, kind):
    times, convert = KINDS[kind]
    plain = {name: call.within_range(name, times * array) for name, array in call.arrays.items()}
    expected = call(**plain)
    for name in plain:
        given = {other: convert(array) for other, array in plain.items()} | {name: trace(plain[name], name)}
        result = call(**given)
        assert type(result) is (TracedArray if np.ndim(expected) else Traced)
        np.testing.assert_allclose(value(result), expected, err_msg=f"traced: {name}", **CLOSE)


@every_call
def test_lists_of_traced_numbers_are_traced_arrays(call):
    expected = call()
    result = call(**{name: trace(array, name).tolist() for name, array in call.arrays.items()})
    assert type(result) is (TracedArray if np.ndim(expected) else Traced)
    np.testing.assert_allclose(value(result), expected, **CLOSE)


def test_a_traced_scalar_serves_as_bias_of_a_plain_convolution():
    result = conv2d([[1, 2, 3]], [[1, 10]], trace([5], "b")[0])
    assert type(result) is TracedArray and result.value.tolist() == [[26, 37]]
    assert names_behind(result[0, 1]) == {"b[0]"}


@every_call
def test_every_element_reaches_each_input_that_moves_it(call):
    traced = call(**{name: trace(array, name) for name, array in call.arrays.items()})
    reached = [names_behind(element) for element in elements(traced)]
    before = np.ravel(call())
    moving = Counter()
    for name, array in call.arrays.items():
        for index, change in product(
            np.ndindex(array.shape), (0.3, -8.5, 8.5)
        ):  # 8.5 is more than any two numbers differ by
            changed = np.array(array)
            changed[index] += change
            changed = call.within_range(name, changed)
            moved = np.ravel(call(**{name: changed})) != before
            place = f"{name}{list(index)}" if index else name
            assert all(place in names for names, is_moved in zip(reached, moved, strict=True) if is_moved)
            moving[name] += moved.any()
    unmoved = {name for name in moving if not moving[name]}
    assert unmoved == set(() if call.is_forward else call.entry.shape_only)


def test_an_element_reaches_what_it_was_made_of_and_nothing_else():
    x, kernel = trace([[1, 2, 3], [4, 5, 6]], "x"), trace([[1, 10]], "w")
    assert names_behind(conv2d(x, kernel)[1, 0]) == {"x[1, 0]", "x[1, 1]", "w[0, 0]", "w[0, 1]"}
    assert names_behind(conv2d_kernel_gradient(x, trace([[1, 2]], "d"))[1, 0]) == {
        "x[1, 0]",
        "x[1, 1]",
        "d[0, 0]",
        "d[0, 1]",
    }
    assert names_behind(conv2d_input_delta(kernel, trace([[7, 8]], "d"))[0, 2]) == {"w[0, 1]", "d[0, 1]"}
    assert names_behind(dense([1, 2], trace([[1, 2], [3, 4]], "v"))[1]) == {"v[1, 0]", "v[1, 1]"}
    assert names_behind(max_pool2d(x, (2, 1))[0, 2]) == {"x[0, 2]", "x[1, 2]"}


# A whole network


@pytest.mark.parametrize(
    "traced",
    mixtures(["x", "kernel", "bias", "second", "weights", "b", "last"])[::5],
    ids=lambda names: " ".join(sorted(names)),
)
def test_a_network_forwards_backwards_and_a_step_equal_the_plain_run(traced):
    x, labels = numbers(2, 3, 6, 9), [2, 0]
    wrap = lambda array, name: trace(array, name) if name in traced else array  # noqa: E731
    plain, other = long_network(), long_network(wrap)
    expected, output = plain.forward(x), other.forward(wrap(x, "x"))
    assert type(output) is TracedArray
    np.testing.assert_allclose(output.value, expected, **CLOSE)
    expected, x_delta = plain.backward(labels), other.backward(labels)
    np.testing.assert_allclose(x_delta.value, expected, **CLOSE)
    np.testing.assert_allclose(other.error.value, plain.error, **CLOSE)
    plain.step(0.5)
    other.step(0.5)
    for one, two in zip(plain.layers, other.layers, strict=True):
        for name in one.parameters:
            assert type(two.gradients[name]) is type(two.parameters[name]) is TracedArray
            np.testing.assert_allclose(two.gradients[name].value, one.gradients[name], **CLOSE)
            np.testing.assert_allclose(two.parameters[name].value, one.parameters[name], **CLOSE)
            assert abs(one.gradients[name]).max() > 1e-4


# Fractions


def fractions(text):
    """An array from rows like "1/3 2; −1/2 5"."""
    return np.array([[Fraction(word) for word in row.split()] for row in text.split(";")])


A, B, D = fractions("1/3 2 1/7; -1/2 5 3/4"), fractions("1/5 -3; 2 1/9"), fractions("1/3 -2/7")

EXACT = {
    # 1/3·1/5 − 2·3 − 1/2·2 + 5·1/9 = 1/15 − 6 − 1 + 5/9, and 2/5 − 3/7 + 10 + 3/36
    "conv2d": (conv2d, (A, B), "-287/45 4223/420"),
    "conv2d, bias": (conv2d, (A, B, Fraction(1, 3)), "-272/45 4363/420"),
    # 1/9 − 4/7, 2/3 − 2/49; −1/6 − 10/7, 5/3 − 3/14
    "kernel gradient": (conv2d_kernel_gradient, (A, D), "-29/63 92/147; -67/42 61/42"),
    "bias gradient": (conv2d_bias_gradient, (D,), "1/21"),
    # stamps: 1/15 −1 / 2/3 1/27 at column 0, and −2/35 6/7 / −4/7 −2/63 at column 1
    "input delta": (conv2d_input_delta, (B, D), "1/15 -37/35 6/7; 2/3 -101/189 -2/63"),
    "max_pool2d": (max_pool2d, (A, (2, 1)), "1/3 5 3/4"),
    "pool delta": (max_pool2d_input_delta, (A, fractions("1/3 2/7 -1/9"), (2, 1)), "1/3 0 0; 0 2/7 -1/9"),
    "pool delta, overlap": (max_pool2d_input_delta, (A, D, 2, 1), "0 0 0; 0 1/21 0"),
    "relu": (relu, (A,), "1/3 2 1/7; 0 5 3/4"),
    "relu delta": (relu_input_delta, (B, B), "1/5 0; 2 1/9"),
    "sigmoid delta": (sigmoid_input_delta, (abs(D), B[:1]), "2/45 -30/49"),  # 1/5·1/3·2/3 and −3·2/7·5/7
    "dense": (dense, (D, B), "97/105 40/63"),  # 1/15 + 6/7, 2/3 − 2/63
    "dense, bias": (dense, (D, B, D[0]), "44/35 22/63"),
    "weights gradient": (dense_weights_gradient, (D, B[:1]), "1/15 -2/35; -1 6/7"),
    "dense bias gradient": (dense_bias_gradient, (B,), "11/5 -26/9"),
    "dense input delta": (dense_input_delta, (B, D), "-53/105 -65/63"),  # 1/15 − 4/7, −1 − 2/63
    "squared error": (squared_error, (D, B[:1]), "81421/22050"),  # (2/15)²/2 + (19/7)²/2 = 2/225 + 361/98
    "squared error delta": (squared_error_input_delta, (D, B[:1]), "2/15 19/7"),
}


@pytest.mark.parametrize(("function", "arguments", "expected"), EXACT.values(), ids=EXACT)
def test_fractions_give_exact_results(function, arguments, expected):
    result = np.atleast_2d(function(*arguments))
    assert all(isinstance(number, int | Fraction) for number in result.flat)
    assert result.tolist() == fractions(expected).tolist()


def test_a_network_of_fractions_steps_exactly():
    network = Network([Conv2D(B), ReLU(), Flatten(), Dense(D)], squared_error)
    output = network.forward(A)  # relu of −287/45 and 4223/420, weighted: −2/7 · 4223/420
    assert output.tolist() == [Fraction(-4223, 1470)]
    network.backward([Fraction(0)])
    network.step(Fraction(1, 2))  # the second weight's gradient is −4223/1470 · 4223/420
    assert network.layers[3].parameters["weights"].tolist() == [
        [Fraction(1, 3), Fraction(-2, 7) + Fraction(4223**2, 1470 * 840)]
    ]
    assert network.layers[0].gradients["kernel"][0, 0] == Fraction(-4223, 1470) * Fraction(-2, 7) * 2


def test_a_sigmoid_of_fractions_is_refused():
    with pytest.raises(TypeError, match="exp"):
        sigmoid(A)
