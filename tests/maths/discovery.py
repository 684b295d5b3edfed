"""What the package has of layers, by the one scheme of their names, and what they lack.

Every ``…_input_delta`` and ``…_gradient``, the forward functions that they belong to, and every class of layers.
"""

import inspect
import pkgutil
from importlib import import_module
from types import FunctionType

import backprop_helpers as bp
from backprop_helpers import maths
from backprop_helpers.maths.layer import Layer
from backprop_helpers.maths.network import LOSSES

from .registry import ENTRIES, FIXED


def defined(kind):
    """Return what the rooms of the mathematics define and do not hide, by name."""
    rooms = [f"{maths.__name__}.{room.name}" for room in pkgutil.iter_modules(maths.__path__)]
    values = [(value, room) for room in rooms for value in vars(import_module(room)).values()]
    own = [value for value, room in values if isinstance(value, kind) and value.__module__ == room]
    return {value.__name__: value for value in own if not value.__name__.startswith("_")}


FUNCTIONS = defined(FunctionType)
BACKWARD = {name: value for name, value in FUNCTIONS.items() if name.endswith(("_input_delta", "_gradient"))}
LAYERS = {
    name: value
    for name, value in defined(type).items()
    if issubclass(value, Layer) and value.__module__ != Layer.__module__
}


def forward_of(name):
    """Return the name of the forward function that a way back belongs to, or None."""
    found = [other for other in FUNCTIONS.keys() - BACKWARD.keys() if name.startswith(f"{other}_")]
    same_room = [other for other in found if FUNCTIONS[other].__module__ == BACKWARD[name].__module__]
    return max(same_room, key=len, default=None)  # of conv and conv_transpose the longer


def public_calculations():
    """Return the names of the functions of arrays that can be imported from the package, the ways back left out.

    A check of gradients and random numbers to begin with are no calculation that goes forward and back.
    """
    return sorted(
        name
        for name in FUNCTIONS.keys() - BACKWARD.keys() - {"check_gradients", "initial_weights"}
        if name in bp.__all__ or name in map(forward_of, BACKWARD)
    )


def missing(name):
    """Return in sentences what a forward function or a class lacks."""
    if name not in ENTRIES:
        return [f"{name} has no entry in tests/maths/registry.py"]
    entry = ENTRIES[name]
    lacks = {f"{name} has no twin of PyTorch's": not entry.twin, f"{name} has no grid for PyTorch": not entry.grid}
    lacks |= {f"{name} has no calls to test it with": not entry.calls or not entry.batch}
    lacks |= {f"{name} has no call that hardly changes its arguments": not entry.neutral}
    if entry.function:
        lacks |= {f"there is no {backward}": backward not in BACKWARD for backward in _ways_back_needed(entry)}
        lacks |= {f"{name} has no class, and no place in LOSSES": not entry.layer and entry.function not in LOSSES}
    public = {value.__name__: value for value in (entry.function, entry.layer) if value} | ways_back(name)
    lacks |= {f"{each} cannot be imported from backprop_helpers": not _exported(each, public[each]) for each in public}
    return [sentence for sentence, is_lacking in lacks.items() if is_lacking]


def _ways_back_needed(entry):
    others = list(inspect.signature(entry.function).parameters)[1:]
    arrays = {array for example in entry.calls for array in example.arrays} - FIXED
    return [f"{entry}_input_delta", *(f"{entry}_{array}_gradient" for array in others if array in arrays)]


def _exported(name, value):
    return name in bp.__all__ and getattr(bp, name, None) is value


def ways_back(name):
    """Return the ways back that belong to a forward function, by their names."""
    return {backward: BACKWARD[backward] for backward in sorted(BACKWARD) if forward_of(backward) == name}
