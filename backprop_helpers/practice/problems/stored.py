"""A calculation's given numbers as plain data, as JSON has it: what is stored, and what a problem is known by."""

import json
from hashlib import sha256

import numpy as np

from ...maths.arguments import as_real_array
from ...maths.layers import AveragePool2D, Conv2D, Dense, Flatten, LeakyReLU, MaxPool2D, ReLU, Sigmoid, Softmax, Tanh
from ...maths.losses import softmax_cross_entropy, squared_error
from ...maths.network import Network

KINDS = {
    kind.__name__: kind
    for kind in (Conv2D, Dense, MaxPool2D, AveragePool2D, Sigmoid, ReLU, LeakyReLU, Tanh, Softmax, Flatten)
}
LOSSES = {loss.__name__: loss for loss in (squared_error, softmax_cross_entropy)}
ARRAYS = ("kernel", "weights", "bias")
"""What of a layer is an array of numbers; everything else is a setting."""
LONGEST = 2_000_000
"""Characters that are read of a stored problem."""


def numbers_of(network, image, target):
    """Return a network's layers, its loss, an image and a target as plain data.

    Raises
    ------
    TypeError, ValueError
        If one of them cannot be stored, with the reason.
    """
    if not isinstance(network, Network):
        raise TypeError(f"network must be a Network([layers], loss); got {network!r}")
    if strangers := [layer for layer in network.layers if type(layer) not in KINDS.values()]:
        raise ValueError(f"the layers must be the course's own, such as Conv2D; {strangers[0]!r} is none of them")
    if network.loss not in LOSSES.values():
        raise ValueError(f"the network's loss must be {' or '.join(LOSSES)}; got {network.loss!r}")
    labels = network.loss is softmax_cross_entropy
    pixels = _plain("image", image)
    network.check_image("image", pixels)
    return {
        "image": pixels,
        "layers": [_layer(layer) for layer in network.layers],
        "loss": network.loss.__name__,
        "target": as_real_array("target", target).tolist() if labels else _plain("target", target),
    }


def _layer(layer):
    parameters = {name: _plain(f"the {name} of {layer!r}", value) for name, value in layer.parameters.items()}
    settings = {name: np.asarray(value).tolist() for name, value in layer.settings.items()}
    return {"layer": type(layer).__name__} | parameters | settings


def _plain(name, value):
    numbers = as_real_array(name, value)
    try:
        numbers = numbers.astype(float) + 0.0
    except TypeError:
        raise TypeError(f"{name} must be plain numbers; got {type(value).__name__}") from None
    if not np.isfinite(numbers).all():
        raise ValueError(f"{name} must be finite numbers; got {numbers[~np.isfinite(numbers)][0]}")
    return numbers.tolist()


def network_of(numbers):
    """Return the network of plain data, gone forward with the image and back from the target."""
    network = built(numbers)
    network.forward(numbers["image"])
    network.backward(numbers["target"])
    return network


def built(numbers):
    """Return the network of plain data as it is before anything has gone through it."""
    if numbers["loss"] not in LOSSES:
        raise ValueError(f"there is no loss {numbers['loss']!r}; there are {', '.join(LOSSES)}")
    return Network([_built(**layer) for layer in numbers["layers"]], LOSSES[numbers["loss"]])


def _built(layer, **arguments):
    if layer not in KINDS:
        raise ValueError(f"there is no layer {layer!r}; there are {', '.join(KINDS)}")
    return KINDS[layer](**arguments)


def digest(numbers):
    """Return six hexadecimal digits that another set of numbers has once in sixteen million times."""
    text = json.dumps(numbers, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()[:6]


def as_text(fields):
    """Return plain data as JSON, a field a line."""
    lines = (f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in fields.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


FIELDS = {
    "id": str,
    "generator": int | None,
    "level": int | None,
    "seed": int | None,
    "image": list,
    "layers": list,
    "loss": str,
    "target": list | int,
    "decimals": int,
}
"""What a stored problem has, and of which type."""


def from_text(text):
    """Return the fields of a stored problem, their numbers in the one form in which they are stored.

    Raises
    ------
    ValueError
        If the text holds no problem, with the reason.
    """
    if not isinstance(text, str) or len(text) > LONGEST:
        raise ValueError(f"a problem's text is at most {LONGEST} characters of JSON; got {type(text).__name__}")
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError) as reason:
        raise ValueError(f"the text is no JSON: {reason}") from None
    _check_fields(fields)
    try:
        numbers = numbers_of(network_of(fields), fields["image"], fields["target"])
    except (KeyError, TypeError, ValueError, AttributeError) as reason:
        raise ValueError(f"the text's network cannot be calculated: {reason}") from None
    return fields | numbers


def _check_fields(fields):
    if not isinstance(fields, dict):
        raise ValueError(f"the text must hold a problem's fields, {', '.join(FIELDS)}; got {type(fields).__name__}")
    if differing := fields.keys() ^ FIELDS.keys():
        raise ValueError(
            f"a problem's fields are {', '.join(FIELDS)}; missing or strange: {', '.join(sorted(differing))}"
        )
    for name, kind in FIELDS.items():
        if not isinstance(fields[name], kind) or isinstance(fields[name], bool):
            raise ValueError(f"the problem's {name} is {fields[name]!r}, which is no {name}")
    if not 0 <= fields["decimals"] <= 15:
        raise ValueError(f"the problem's decimals must be from 0 to 15; got {fields['decimals']}")
