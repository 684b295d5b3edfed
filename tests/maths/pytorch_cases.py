"""What PyTorch is asked, and what this package answers.

Its stored answers and its live ones are to the same questions: the grids of ``registry.py``, and whole networks.
"""

import json
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

import backprop_helpers as bp

from .calls import way_back
from .inputs import uneven, whole
from .registry import ENTRIES, REGISTRY, Example

STORED = Path(__file__).with_name("pytorch_results.json")


@dataclass(frozen=True)
class Case:
    """A layer of the package, called with these arrays and settings.

    Attributes
    ----------
    function : its name in the table, or "network"
    arrays : dict from the name of an argument to its array
    settings : the other arguments, such as stride; a network's loss and layers
    """

    function: str
    arrays: dict
    settings: dict = field(default_factory=dict)

    def __str__(self):
        shapes = " ".join(f"{name}{list(array.shape)}" for name, array in self.arrays.items())
        settings = " ".join(
            f"{name}={value}" for name, value in self.settings.items() if name not in ("layers", "loss")
        )
        first = ",".join(f"{array.flat[0]:.3g}" for array in self.arrays.values())
        return f"{self.function} {shapes} {settings} first {first}".replace(", ", ",").replace("  ", " ")


# The networks


def network_cases():
    """The question's network, a small LeNet, one with every setting that is not usual, and one of the other layers."""
    yield _network(
        (6, 6),
        uneven((2,), 4),
        "squared_error",
        [
            ("Conv2D", {"kernel": (3, 3)}, {}),
            ("Sigmoid", {}, {}),
            ("MaxPool2D", {}, {"size": 2}),
            ("Flatten", {}, {}),
            ("Dense", {"weights": (2, 4)}, {}),
            ("Sigmoid", {}, {}),
        ],
    )
    yield _network(
        (3, 2, 12, 11),
        np.array([4, 0, 2]),
        "softmax_cross_entropy",
        [
            ("Conv2D", {"kernel": (4, 2, 3, 2), "bias": (4,)}, {}),
            ("ReLU", {}, {}),
            ("MaxPool2D", {}, {"size": 2}),
            ("Conv2D", {"kernel": (3, 4, 2, 3), "bias": (3,)}, {}),
            ("Sigmoid", {}, {}),
            ("MaxPool2D", {}, {"size": (2, 3)}),
            ("Flatten", {}, {}),
            ("Dense", {"weights": (5, 6), "bias": (5,)}, {}),
        ],
    )
    yield _network(
        (2, 11, 9),
        uneven((3,), 4),
        "squared_error",
        [
            ("Conv2D", {"kernel": (3, 2, 3, 2), "bias": (3,)}, {"stride": (2, 1), "padding": (1, 2)}),
            ("MaxPool2D", {}, {"size": (3, 2), "stride": (1, 3)}),
            ("ReLU", {}, {}),
            ("Conv2D", {"kernel": (2, 3, 2, 2)}, {"dilation": (1, 2), "padding": 1}),
            ("Flatten", {}, {}),
            ("Dense", {"weights": (3, 40)}, {}),
        ],
    )
    yield _network(
        (2, 1, 7, 6),
        uneven((2, 3), 4),
        "squared_error",
        [
            ("Conv2D", {"kernel": (2, 1, 2, 2), "bias": (2,)}, {}),
            ("LeakyReLU", {}, {"slope": 0.2}),
            ("AveragePool2D", {}, {"size": (2, 3), "stride": (2, 1)}),
            ("Tanh", {}, {}),
            ("MaxPool2D", {}, {"size": 2, "stride": 1, "padding": (0, 1)}),
            ("Flatten", {}, {}),
            ("Dense", {"weights": (3, 16), "bias": (3,)}, {}),
            ("Tanh", {}, {}),
        ],
    )


NETWORKS = ["question", "LeNet", "settings", "other layers"]


def _network(image, target, loss, layers):
    arrays = {"x": uneven(image), "target": target}
    for index, (_, parameters, _) in enumerate(layers):
        arrays |= {f"layers[{index}].{name}": uneven(shape, index + 1) for name, shape in parameters.items()}
    settings = [(kind, tuple(parameters), more) for kind, parameters, more in layers]
    return Case("network", arrays, {"loss": loss, "layers": settings})


# The grid

GRID = {str(entry): [Case(str(entry), *example) for example in entry.grid] for entry in REGISTRY}
GRID["network"] = list(network_cases())
"""All cases: PyTorch is asked for them live."""

SMALL_GRID = GRID | {str(entry): GRID[str(entry)][:: entry.every] for entry in REGISTRY}
"""The cases of which PyTorch's results are stored; the steps pass through every value of every setting."""


# What the package answers


def package_results(case):
    """Return everything that the package says about a case, forwards and back: a dict from names to arrays.

    What a layer's class says stands beside what its functions say.
    """
    if case.function == "network":
        return _network_results(**case.arrays, **case.settings)
    entry, results = ENTRIES[case.function], {}
    if entry.function:
        results |= _functions_results(entry.function, Example(case.arrays, case.settings))
    return results | (_layers_results(entry.layer, **case.arrays, **case.settings) if entry.layer else {})


def _functions_results(function, example):
    y = function(**example.arrays, **example.settings)
    return {"y": y} | way_back(function, example, y, whole(np.shape(y), 2))


def _layers_results(layer, x, **arguments):
    layer = layer(**arguments)
    y = layer.forward(x)
    return {"layer.y": y, "layer.x": layer.backward(whole(y.shape, 2))} | {
        f"layer.{name}": gradient for name, gradient in layer.gradients.items()
    }


def build_network(loss, layers, **parameters):
    """Make the package's network of a case."""

    def layer(index, kind, names, settings):
        return getattr(bp, kind)(**{name: parameters[f"layers[{index}].{name}"] for name in names}, **settings)

    return bp.Network([layer(index, *spec) for index, spec in enumerate(layers)], getattr(bp, loss))


def _network_results(x, target, loss, layers, **parameters):
    network = build_network(loss, layers, **parameters)
    results = {"output": network.forward(x), "x": network.backward(target), "error": network.error}
    for index, layer in enumerate(network.layers):
        results |= {f"layers[{index}].output": layer.output, f"layers[{index}].delta": layer.delta}
        results |= {f"layers[{index}].{name} gradient": gradient for name, gradient in layer.gradients.items()}
    network.step(0.25)
    for index, layer in enumerate(network.layers):
        results |= {f"layers[{index}].{name} after": parameter for name, parameter in layer.parameters.items()}
    return results


# The comparison


def differing_results(case, expected, rtol=1e-12):
    """Return which of the package's results are not PyTorch's, in shape or in any entry, and how many were compared."""
    results = package_results(case)
    assert {name.removeprefix("layer.") for name in results} == expected.keys(), case
    wrong = [name for name in results if not _equal(results[name], expected[name.removeprefix("layer.")], rtol)]
    return [f"{case}: {name}" for name in wrong], len(results)


def _equal(result, expected, rtol):
    expected = np.asarray(expected, float)
    return np.shape(result) == expected.shape and np.allclose(result, expected, rtol=rtol, atol=rtol, equal_nan=True)


@cache
def stored_results():
    """Return PyTorch's stored results: a dict from a case's name to a dict of lists."""
    return json.loads(STORED.read_text(encoding="utf-8"))


def compare_with_stored(function, oracle):
    """Compare every stored case of a function, count the comparisons, and return what differs."""
    unknown = [str(case) for case in SMALL_GRID[function] if str(case) not in stored_results()]
    assert unknown == [], "PyTorch's answers are not stored: python -m tests.maths.make_pytorch_results"
    return _compare(SMALL_GRID[function], lambda case: stored_results()[str(case)], "PyTorch, stored", oracle)


def compare_live(function, oracle):
    """Do the same with the PyTorch that is installed, over a larger grid."""
    if find_spec("torch") is None:
        because = "it is not installed; `make test EXTRAS=oracles` installs it"
        oracle.not_asked("PyTorch, live", because)
        pytest.skip(f"PyTorch is not asked live, because {because}")
    from .make_pytorch_results import pytorch_results

    return _compare(GRID[function], pytorch_results, "PyTorch, live", oracle)


def _compare(cases, answer, name, oracle):
    differing = []
    for case in cases:
        wrong, count = differing_results(case, answer(case))
        differing += wrong
        oracle(name, count)
    assert cases
    return differing
