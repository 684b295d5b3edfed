"""Calls of every function of the layers, made from the table in ``registry.py``; tests make wrong ones of them."""

import inspect
from dataclasses import dataclass

import numpy as np

from .discovery import ways_back
from .inputs import whole
from .registry import REGISTRY, Entry, Example


def way_back(function, example, y, delta):
    """Return what the package says of ∂(Σ delta·y)/∂argument, y being the function's result, by the argument's name."""
    results = {}
    for name, backward in ways_back(function.__name__).items():
        argument = _argument(function, name, example)
        if argument in example.arrays:
            known = arguments_of_a_way_back(backward, example, y, delta)
            result = backward(**known.arrays, **known.settings)
            results[argument] = result if "delta" in known.arrays else delta * result
    return results


def _argument(function, backward, example):
    argument = backward.removeprefix(f"{function.__name__}_").removesuffix("_gradient")
    return next(iter(example.arrays)) if argument == "input_delta" else argument


def arguments_of_a_way_back(backward, example, y, delta):
    """Return those arguments that a way back asks for."""
    first, *_ = example.arrays.values()
    shapes = {f"{name}_shape": np.shape(array) for name, array in example.arrays.items()}
    known = {"y": y, "delta": delta, "input_shape": np.shape(first), **shapes, **example.arrays, **example.settings}
    wanted = [name for name in inspect.signature(backward).parameters if name in known]
    arrays = {name: known[name] for name in wanted if name in ("y", "delta", *example.arrays)}
    return Example(arrays, {name: known[name] for name in wanted if name not in arrays})


@dataclass(frozen=True)
class Call:
    function: object
    arrays: dict
    settings: dict
    entry: Entry

    def __call__(self, **changed):
        return self.function(**(self.arrays | self.settings | changed))

    def __str__(self):
        return f"{self.function.__name__} {list(next(iter(self.arrays.values())).shape)}"

    @property
    def is_forward(self):
        return self.function is self.entry.function

    @property
    def rational(self):
        return self.function.__name__ not in self.entry.irrational

    def within_range(self, name, array):
        """Bring an array into the range that an argument has: that of the result, where the way back takes it."""
        of_result = name == "y" and not self.is_forward
        return np.clip(array, *self.entry.y_range) if of_result else array


def _calls(entry, examples):
    """Call the forward function and its ways back, these with a delta of halves and a result in quarters."""
    for example in examples:
        yield Call(entry.function, *example, entry)
        y = entry.function(**example.arrays, **example.settings)
        for backward in ways_back(str(entry)).values():
            delta = whole(np.shape(y), 2) + 0.5
            arguments = arguments_of_a_way_back(backward, example, np.round(4 * y) / 4, delta)
            yield Call(backward, *arguments, entry)


CALLS = [
    call for entry in REGISTRY if entry.function for call in _calls(entry, [*entry.calls, *filter(None, [entry.batch])])
]
NEUTRAL = [call for entry in REGISTRY if entry.function for call in _calls(entry, entry.neutral)]
"""Calls that hardly change what goes in."""
