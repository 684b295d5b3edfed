"""For every layer: it is complete, and right by PyTorch and by finite differences, alone and in a batch."""

import inspect
from types import FunctionType

import numpy as np
import pytest
from scipy.optimize import approx_fprime

import backprop_helpers as bp
from backprop_helpers.maths.network import LOSSES

from . import discovery
from .calls import CALLS, NEUTRAL, way_back
from .discovery import BACKWARD, FUNCTIONS, LAYERS, forward_of, missing, public_calculations
from .inputs import uneven
from .pytorch_cases import GRID, SMALL_GRID, compare_live, compare_with_stored, stored_results
from .registry import ENTRIES, FIXED, REGISTRY, Example

FORWARD = [call for call in CALLS if call.is_forward]


# Nothing is missing


@pytest.mark.parametrize("name", sorted({*public_calculations(), *ENTRIES}))
def test_every_layer_is_complete(name):
    assert not missing(name), "; ".join(missing(name))


@pytest.mark.parametrize("name", LAYERS)
def test_every_class_stands_in_the_table(name):
    assert LAYERS[name] in [entry.layer for entry in REGISTRY], f"{name} has no entry in tests/maths/registry.py"


@pytest.mark.parametrize("name", BACKWARD)
def test_every_way_back_belongs_to_a_way_forward(name):
    assert forward_of(name), f"there is no forward function in the room of {name} whose name it begins with"


def test_a_way_back_belongs_to_the_longest_name_that_its_own_begins_with(monkeypatch):
    scale, scale_twice = (FunctionType((lambda x: x).__code__, {"__name__": "room"}) for _ in range(2))
    backward = {"scale_twice_input_delta": scale_twice, "scale_input_delta": scale}
    monkeypatch.setattr(discovery, "FUNCTIONS", {"scale": scale, "scale_twice": scale_twice, **backward})
    monkeypatch.setattr(discovery, "BACKWARD", backward)
    assert [forward_of(name) for name in backward] == ["scale_twice", "scale"]


@pytest.mark.parametrize("name", BACKWARD)
def test_the_arguments_of_a_way_back_follow_the_scheme(name):
    """First what went forward, or what came of it; last the delta; then settings, as the forward function has them."""
    forward, backward = (inspect.signature(FUNCTIONS[each]).parameters for each in (forward_of(name), name))
    if FUNCTIONS[forward_of(name)] in LOSSES:
        assert backward == forward
        return
    *first, last = needed(backward)
    assert last == "delta" and {*first} <= {"y", *forward}
    settings = [each for each in backward if each not in needed(backward) and not each.endswith("_shape")]
    assert settings in ([], [each for each in forward if each not in needed(forward) and each != "bias"])
    assert [backward[each].default for each in settings] == [forward[each].default for each in settings]


def needed(parameters):
    return [name for name, parameter in parameters.items() if parameter.default is inspect.Parameter.empty]


@pytest.mark.parametrize("name", sorted({*public_calculations(), *BACKWARD}))
def test_a_calculation_says_what_it_takes_returns_and_refuses_and_gives_an_example(name):
    text = inspect.getdoc(FUNCTIONS[name]) or ""
    sections = ("Parameters", "Returns", "Raises", "Examples")
    assert [section for section in sections if f"\n{section}\n{'-' * len(section)}\n" not in text] == []
    assert "∂E/∂" in text or name not in BACKWARD


@pytest.mark.parametrize("name", LAYERS)
def test_a_class_describes_its_parameters_and_gives_an_example(name):
    text, own = inspect.getdoc(LAYERS[name]) or "", "__init__" in vars(LAYERS[name])
    parameters = inspect.signature(LAYERS[name]).parameters if own else ()
    described = text.partition("Parameters\n----------\n")[2].partition("\n---")[0]
    assert [each for each in parameters if each not in described] == []
    assert ">>> " in text.partition("Examples\n--------")[2]


@pytest.mark.parametrize("calls", [CALLS, NEUTRAL], ids=["calls", "neutral calls"])
def test_every_function_of_the_table_and_its_ways_back_are_called(calls):
    functions = {name for name in ENTRIES if ENTRIES[name].function}
    assert {call.function.__name__ for call in calls} == functions | {
        name for name in BACKWARD if forward_of(name) in functions
    }


# PyTorch


@pytest.mark.parametrize("name", GRID)
def test_equals_what_pytorch_once_said(name, oracle):
    assert compare_with_stored(name, oracle) == []


@pytest.mark.parametrize("name", GRID)
def test_equals_what_pytorch_says(name, oracle):
    assert compare_live(name, oracle) == []


def test_what_pytorch_once_said_is_stored_for_every_case_of_the_small_grid():
    assert stored_results().keys() == {str(case) for cases in SMALL_GRID.values() for case in cases}


@pytest.mark.parametrize("name", ENTRIES)
def test_the_stored_cases_hold_every_value_of_every_setting(name):
    settings = [
        {(name, value) for case in grid[name] for name, value in case.settings.items()} for grid in (SMALL_GRID, GRID)
    ]
    assert settings[0] == settings[1]


# Finite differences


@pytest.mark.parametrize("call", FORWARD, ids=str)
def test_equals_finite_differences(call, oracle):
    """SciPy's differences are one-sided: with a step of 1e-7 and slopes near 1 they are right to 1e-6."""
    example = Example({name: spread(array) for name, array in call.arrays.items()}, call.settings)
    y = call.function(**example.arrays, **example.settings)
    delta = 1 + uneven(np.shape(y), 3) / 2
    found = way_back(call.function, example, y, delta)
    assert found.keys() == example.arrays.keys() - FIXED
    for name, gradient in found.items():
        shape = np.shape(example.arrays[name])

        def error(numbers, name=name, shape=shape):
            arrays = example.arrays | {name: numbers.reshape(shape)}
            return (delta * call.function(**arrays, **example.settings)).sum()

        expected = approx_fprime(example.arrays[name].ravel(), error, 1e-7)
        assert np.shape(gradient) == shape
        np.testing.assert_allclose(np.ravel(gradient), expected, rtol=1e-5, atol=1e-5, err_msg=name)
        oracle("finite differences", expected.size)


def spread(array):
    """Make whole numbers differ, all of them, so that there are no kinks."""
    return array + uneven(array.shape, 6) / 4


# A batch, and the class


@pytest.mark.parametrize(
    "call", [call for call in FORWARD if call.entry.batch and call.entry.batch.arrays is call.arrays], ids=str
)
def test_each_of_a_batch_goes_its_own_way_and_their_gradients_add_up(call):
    first, delta = next(iter(call.arrays)), uneven(np.shape(call()), 3)
    together = {"result": call(), **way_back(call.function, call, call(), delta)}
    alone = [one_of_a_batch(call, first, n, delta) for n in range(len(call.arrays[first]))]
    for name, whole in together.items():
        each = [results[name] for results in alone]
        of_one = name == first or (name == "result" and np.ndim(whole))
        mean = len(each) if call.entry.mean else 1
        expected = np.stack(each) / mean if of_one else sum(each) / mean
        np.testing.assert_allclose(whole, expected, rtol=1e-12, atol=1e-12, err_msg=name)  # sums in another order


def one_of_a_batch(call, first, n, delta):
    arrays = call.arrays | {name: call.arrays[name][n] for name in call.arrays if name in FIXED | {first}}
    settings = call.settings | {name: call.settings[name][n] for name in call.settings if name in FIXED}
    y = call.function(**arrays, **settings)
    results = way_back(call.function, Example(arrays, settings), y, delta[n] if np.ndim(delta) else delta)
    return {"result": y, **results}


@pytest.mark.parametrize("call", [call for call in FORWARD if call.entry.layer], ids=str)
def test_a_class_remembers_and_returns_what_its_functions_do(call):
    """For traced and plain numbers and fractions alike; PyTorch has the functions' and the class's values to judge."""
    parameters = {name: array for name, array in call.arrays.items() if name != "x"}
    delta = uneven(np.shape(call()), 3)
    expected = way_back(call.function, call, call(), delta)
    for wrap in (np.copy, lambda array: bp.trace(array, "array")):
        layer = call.entry.layer(**{name: wrap(array) for name, array in parameters.items()}, **call.settings)
        results = {"y": layer.forward(wrap(call.arrays["x"])), "x": layer.backward(wrap(delta)), **layer.gradients}
        for name, result in results.items():
            result = getattr(result, "value", result)
            np.testing.assert_allclose(result, call() if name == "y" else expected[name], rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("entry", [entry for entry in REGISTRY if entry.layer], ids=str)
def test_a_layer_is_right_in_a_network_too(entry):
    x, *parameters = entry.batch.arrays
    layer = entry.layer(**{name: spread(entry.batch.arrays[name]) for name in parameters}, **entry.batch.settings)
    x = spread(entry.batch.arrays[x])
    network = bp.Network([layer], bp.squared_error)
    assert bp.check_gradients(network, x, uneven(layer.forward(x).shape, 1)).verdict == "right"
