"""What a gradient check nudges: the error E as a function of named arrays, of a function or of a network."""

import importlib
import inspect
from copy import deepcopy

import numpy as np

from .arguments import as_real_array, check_shape


class _Nudged:
    """E as a function of named arrays: its terms, their sizes, and the place of a digit that rounding changes first."""

    changed = frozenset()

    def note(self, result, given, kept):
        """Remember how exact a result is, and by name what was changed in place on the way to it."""
        kind = result.dtype if result.dtype.kind == "f" else float
        self.last_place = max(np.finfo(kind).eps, np.finfo(float).eps)
        self.changed |= {name for name in given if not _same(given[name], kept[name])}


class NudgedFunction(_Nudged):
    """What is checked is a function, and E = Σ delta · result."""

    def __init__(self, function, arguments, settings, delta, gradients):
        self.function, self.signature = function, inspect.signature(function)
        bound = self.signature.bind(*arguments, **settings).arguments
        self.bound = {name: _copy(value) for name, value in bound.items()}
        self.names, self.backward = list(self.bound), _backward_functions(function, self.bound)
        varied = self.backward if gradients is None else gradients
        if not varied:
            raise ValueError(f"{function!r} has no gradients in the package: give gradients={{argument: array}}")
        self.arrays = {
            name: as_real_array(name, self.bound[name]).astype(float) for name in varied if name in self.bound
        }
        self.result = self.call({})
        if delta is None and gradients is not None and self.result.ndim:
            raise ValueError("delta is needed: somebody's gradients belong to one ∂E/∂(the function's result)")
        self.delta = _uneven(self.result.shape) if delta is None else as_real_array("delta", delta).astype(float)
        check_shape("delta", self.delta.shape, self.result.shape, "the function's result has")

    def call(self, changed):
        kept = self.bound | self.arrays | changed
        given = {name: _copy(value) for name, value in kept.items()}
        call = inspect.BoundArguments(self.signature, given)
        result = as_real_array("the function's result", self.function(*call.args, **call.kwargs))
        self.note(result, given, kept)
        return result.astype(float)

    def terms(self, changed):
        terms = (self.delta * self.call(changed)).ravel()
        return terms, abs(terms)

    def gradients(self):
        return {name: self._backward(backward) for name, backward in self.backward.items()}

    def _backward(self, backward):
        known = {"y": self.result, "delta": self.delta} | self.bound | self.arrays
        known |= {"kernel_shape": np.shape(known.get("kernel")), "input_shape": np.shape(known.get("x"))}
        wanted = inspect.signature(backward).parameters
        result = backward(**{name: known[name] for name in wanted if name in known})
        return result if "delta" in wanted else result * self.delta


def _backward_functions(function, arguments):
    """Find the package's backward functions by the one scheme of their names, for the arguments that are given."""
    if not (getattr(function, "__module__", None) or "").startswith(__package__) or not arguments:
        return {}
    room, stem = vars(importlib.import_module(function.__module__)), function.__name__
    names = {name: f"{stem}_{name}_gradient" for name, value in arguments.items() if value is not None}
    names[next(iter(arguments))] = f"{stem}_input_delta"
    return {name: room[backward] for name, backward in names.items() if backward in room}


class NudgedNetwork(_Nudged):
    """What is checked is a network, whose arrays are its input and its parameters, and E is its loss."""

    def __init__(self, network, arguments, settings, delta, gradients):
        if len(arguments) != 2 or settings or delta is not None:
            raise TypeError("a network is checked with its input and its target: check_gradients(network, x, target)")
        x, self.target = arguments[0], _copy(arguments[1])
        self.network = deepcopy(network)
        layers = enumerate(self.network.layers)
        self.places = {f"layers[{i}].{name}": (layer, name) for i, layer in layers for name in layer.parameters}
        self.arrays = {"x": as_real_array("x", x).astype(float)}
        parameters = {place: layer.parameters[name] for place, (layer, name) in self.places.items()}
        self.arrays |= {place: as_real_array(place, array).astype(float) for place, array in parameters.items()}
        self.names = self.arrays
        self.network.compared(
            self.network.forward(self.arrays["x"]), _copy(self.target)
        )  # which says what does not fit

    def terms(self, changed):
        arrays = self.arrays | changed
        for place, (layer, name) in self.places.items():
            layer.parameters[name] = arrays[place]
        output = self.network.forward(arrays["x"])
        target = _copy(self.target)
        error = np.ravel(self.network.loss(output, target))
        size = abs(error) + abs(output * self.network.loss_delta(output, target)).sum()
        self.note(error, {"target": target}, {"target": self.target})
        return error, size

    def gradients(self):
        self.terms({})
        self.network.backward(_copy(self.target))
        own = {place: layer.gradients[name] for place, (layer, name) in self.places.items()}
        return {"x": self.network.layers[0].input_delta} | own


def _copy(value):
    return deepcopy(value) if isinstance(value, np.ndarray | list | tuple | dict) else value


def _same(value, other):
    try:
        np.testing.assert_equal(value, other)
    except AssertionError:
        return False
    return True


def _uneven(shape):
    """Return a delta whose entries all differ, in size and partly in sign, the same on every run; 1 for one number."""
    count = np.arange(1, np.prod(shape, dtype=int) + 1)
    uneven = (0.6 + np.sin(count) / 2) * np.where(count % 3 == 0, -1, 1)  # no sum of some of them is 0
    return uneven.reshape(shape) if shape else np.ones(())
