"""What a sheet shows of a calculation: the arrays that are given, and the stages that are asked for, empty."""

import json
from hashlib import sha256

import numpy as np

from ...tracing.labels import error_in_letters, stages_of
from ..explorer.calculation import TARGET
from ..explorer.refusals import by
from ..explorer.stages import border_of, labels_of
from ..lesson import lines_of


def given_of(network, target):
    """Return by label what a calculation begins with: the image, the parameters and, where it is known, the target."""
    of_layers = stages_of(network)
    given = {of_layers[0].given: np.asarray(of_layers[0].layer.input)}
    for each in of_layers:
        given |= {label: np.asarray(each.layer.parameters[own]) for own, label in each.parameters.items()}
    return given if target is None else given | {TARGET: np.asarray(target)}


def asked_of(network, stages):
    """Return by label the shape of what is asked for; a delta has that of its array, before Flatten too."""
    of_layers = stages_of(network)
    shapes = {label: np.shape(values) for label, values in given_of(network, None).items()}
    shapes |= {each.result: np.shape(each.layer.output) for each in of_layers if each.title}
    shapes |= {label.back: shape for label, shape in shapes.items()}
    return {stage.label: shapes[stage.label] for stage in stages}


def page_of(network, given, asked):
    """Return the sheet as plain data, for the page; its key is another for other numbers."""
    of_layers = stages_of(network)
    fields = {
        label: {"shape": list(values.shape), "values": values.ravel().tolist()} for label, values in given.items()
    }
    fields |= {label: {"shape": list(shape)} for label, shape in asked.items()}
    both_ways = [each for label in labels_of(of_layers) for each in (label, label.back)]
    shown = [label for label in [*both_ways, TARGET] if label in fields]
    data = {
        "arrays": [label.fields() | {"id": label.identifier} | fields[label] for label in shown],
        "stages": [_layer_for_the_page(each) for each in of_layers],
        "order": [label.identifier for label in asked],
    }
    digest = sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()
    return data | {"key": f"backprop-helpers entry {digest[:16]}", "error": error_in_letters(network)}


def _layer_for_the_page(each):
    return {
        "title": each.title,
        "given": each.given.name,
        "parameters": {own: label.name for own, label in each.parameters.items()},
        "result": each.result.name,
        "border": border_of(each, each.layer.settings),
    }


def in_words(given, asked):
    """Return what is given, in numbers, and what is asked for, with its shape."""
    blocks = ["\n".join([f"{label.name} {by(values.shape)}", *lines_of(values, 4)]) for label, values in given.items()]
    stages = ", ".join(f"{label.identifier} {by(shape)}" for label, shape in asked.items())
    return "\n\n".join([*blocks, f"To work out: {stages}"])
