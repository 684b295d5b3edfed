"""What PyTorch is asked, and what this package answers.

Its stored answers and its live ones are to the same questions, which are defined here alone.
"""

import json
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from itertools import product
from pathlib import Path

import numpy as np
import pytest

import backprop_helpers as bp

from .inputs import distinct, tied, uneven, whole

STORED = Path(__file__).with_name("pytorch_results.json")


@dataclass(frozen=True)
class Case:
    """A function of the package, called with these arrays and settings.

    Attributes
    ----------
    function : its name
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
        first, *_ = self.arrays.values()
        return f"{self.function} {shapes} {settings} first {first.flat[0]:.3g}".replace(", ", ",").replace("  ", " ")


# The grid


def conv2d_cases():
    settings = product([1, 2, (2, 1), (1, 3)], [0, 1, (0, 2), (2, 1)], [1, 2, (1, 2), (2, 1)])
    images = [((6, 8), None), ((3, 5, 7), 2), ((2, 2, 6, 5), 3)]
    for (image, kernels), size, (stride, padding, dilation) in product(
        images, [(1, 1), (3, 2), (2, 3), (1, 3)], settings
    ):
        channels = () if kernels is None else (kernels, image[-3])
        yield Case(
            "conv2d",
            {"x": whole(image), "kernel": whole(channels + size, 5), "bias": whole(channels[:1], 9)},
            {"stride": stride, "padding": padding, "dilation": dilation},
        )


def max_pool2d_cases():
    shapes, sizes, strides = [(5, 7), (2, 6, 5), (2, 3, 7, 6)], [1, 2, (2, 3), (3, 2), 3], [None, 1, 2, (1, 3), (3, 2)]
    for make, shape, size, stride in product([distinct, tied], shapes, sizes, strides):
        yield Case("max_pool2d", {"x": make(shape)}, {"size": size, "stride": stride})


def sigmoid_cases():
    return [Case("sigmoid", {"x": x}) for x in [*_of_any_shape(4), np.array([-800.0, -40, 0, 40, 800])]]


def relu_cases():
    return [
        Case("relu", {"x": x}) for x in [*_of_any_shape(1), whole((3, 4)), np.array([-800.0, -0.0, 0, 1e-300, 800])]
    ]


def dense_cases():
    for batch, inputs, outputs in product([(), (1,), (4,)], [1, 2, 5], [1, 3]):
        x, weights, bias = whole((*batch, inputs)), whole((outputs, inputs), 3), whole((outputs,), 7)
        yield Case("dense", {"x": x, "weights": weights, "bias": bias})


def squared_error_cases():
    return [Case("squared_error", {"y": y, "target": uneven(y.shape, 3)}) for y in _of_any_shape(1)]


def softmax_cross_entropy_cases():
    for scale, shape in product([1, 30, 1000], [(2,), (5,), (1, 3), (4, 3), (6, 10)]):
        labels = np.arange(np.prod(shape[:-1], dtype=int)) * 7 % shape[-1]
        yield Case("softmax_cross_entropy", {"logits": scale * uneven(shape), "labels": labels.reshape(shape[:-1])})


def network_cases():
    """The question's network, a small LeNet, and one with every setting that is not usual."""
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


def _network(image, target, loss, layers):
    arrays = {"x": uneven(image), "target": target}
    for index, (_, parameters, _) in enumerate(layers):
        arrays |= {f"layers[{index}].{name}": uneven(shape, index + 1) for name, shape in parameters.items()}
    settings = [(kind, tuple(parameters), more) for kind, parameters, more in layers]
    return Case("network", arrays, {"loss": loss, "layers": settings})


def _of_any_shape(scale):
    return [scale * uneven(shape) for shape in [(), (1,), (5,), (3, 4), (2, 3, 5), (2, 3, 4, 2)]]


GRID = {
    name: list(cases())
    for name, cases in {
        "conv2d": conv2d_cases,
        "max_pool2d": max_pool2d_cases,
        "sigmoid": sigmoid_cases,
        "relu": relu_cases,
        "dense": dense_cases,
        "squared_error": squared_error_cases,
        "softmax_cross_entropy": softmax_cross_entropy_cases,
        "network": network_cases,
    }.items()
}
"""All cases: PyTorch is asked for them live."""

SMALL_GRID = GRID | {"conv2d": GRID["conv2d"][::7], "max_pool2d": GRID["max_pool2d"][::3]}
"""The cases of which PyTorch's results are stored; the steps pass through every value of every setting."""


# What the package answers


def package_results(case):
    """Return everything that the package says about a case, forwards and back: a dict from names to arrays."""
    return _PACKAGE[case.function](**case.arrays, **case.settings)


def _conv2d(x, kernel, bias, **settings):
    y = bp.conv2d(x, kernel, bias, **settings)
    delta = whole(y.shape, 2)
    return {
        "y": y,
        "kernel": bp.conv2d_kernel_gradient(x, delta, kernel.shape, **settings),
        "bias": bp.conv2d_bias_gradient(delta),
        "x": bp.conv2d_input_delta(kernel, delta, x.shape, **settings),
    }


def _max_pool2d(x, **settings):
    y = bp.max_pool2d(x, **settings)
    return {"y": y, "x": bp.max_pool2d_input_delta(x, whole(y.shape, 2), **settings)}


def _sigmoid(x):
    y = bp.sigmoid(x)
    return {"y": y, "x": bp.sigmoid_input_delta(y, whole(y.shape, 2))}


def _relu(x):
    y = bp.relu(x)
    return {"y": y, "x": bp.relu_input_delta(x, whole(y.shape, 2))}


def _dense(x, weights, bias):
    y = bp.dense(x, weights, bias)
    delta = whole(y.shape, 2)
    return {
        "y": y,
        "weights": bp.dense_weights_gradient(x, delta),
        "bias": bp.dense_bias_gradient(delta),
        "x": bp.dense_input_delta(weights, delta),
    }


def _squared_error(y, target):
    return {"error": bp.squared_error(y, target), "y": bp.squared_error_input_delta(y, target)}


def _softmax_cross_entropy(logits, labels):
    return {
        "error": bp.softmax_cross_entropy(logits, labels),
        "logits": bp.softmax_cross_entropy_input_delta(logits, labels),
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


_PACKAGE = {
    "conv2d": _conv2d,
    "max_pool2d": _max_pool2d,
    "sigmoid": _sigmoid,
    "relu": _relu,
    "dense": _dense,
    "squared_error": _squared_error,
    "softmax_cross_entropy": _softmax_cross_entropy,
    "network": _network_results,
}


# The comparison


def differing_results(case, expected, rtol=1e-12):
    """Return which of the package's results are not PyTorch's, in shape or in any entry, and how many were compared."""
    results = package_results(case)
    assert results.keys() == expected.keys()
    wrong = [name for name in expected if not _equal(results[name], np.asarray(expected[name]), rtol)]
    return [f"{case}: {name}" for name in wrong], len(expected)


def _equal(result, expected, rtol):
    return np.shape(result) == expected.shape and np.allclose(result, expected, rtol=rtol, atol=rtol)


@cache
def stored_results():
    """Return PyTorch's stored results: a dict from a case's name to a dict of lists."""
    return json.loads(STORED.read_text(encoding="utf-8"))


def compare_with_stored(function, oracle):
    """Compare every stored case of a function, count the comparisons, and return what differs."""
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
