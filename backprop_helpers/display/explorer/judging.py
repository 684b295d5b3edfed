"""Judges a number that the page's reader typed for a hidden one, by the call that it is a result of."""

import numpy as np

from ...maths.layers import Flatten
from ...maths.softmax import softmax
from ...practice.diagnosis.judging import judge_entry
from ...practice.diagnosis.stages import stages_of_layer


def judge_cell(text, network, stages, arrays, name, place):
    """Return the ``Diagnosis`` of a text as the number of one cell.

    Parameters
    ----------
    text : str
    network : whose loss makes the error
    stages : the explorer's, in their order, with the settings that their layers have now
    arrays : dict from the label of every array to its numbers
    name : the array's, as on the page
    place : the cell's number in it, in reading order
    """
    label, values = next((label, np.asarray(values)) for label, values in arrays.items() if label.name == name)
    of_the_loss = _of_the_loss(network, stages[-1].result, arrays)
    if label.name in of_the_loss:
        function, arguments = of_the_loss[label.name]
        return judge_entry(text, function, arguments, {}, np.unravel_index(place, values.shape))
    known = {each.identifier: np.asarray(values) for each, values in arrays.items()}
    for before, stage in zip([None, *stages], stages, strict=False):
        for each in _calculated(before, stage, arrays):
            if each.label == label:
                index = np.unravel_index(place, each.truth.shape)
                return judge_entry(text, each.function, each.arguments(known), each.settings, index)
    return judge_entry(text, np.positive, (values,), {}, np.unravel_index(place, values.shape))


def _of_the_loss(network, output, arrays):
    """Return the call behind each number that the loss makes, by the name of its array, if there is a target."""
    target = next((np.asarray(values) for label, values in arrays.items() if label.kind == "target"), None)
    if target is None:
        return {}
    y = np.asarray(arrays[output])
    both = y, target
    return {
        "probabilities": (softmax, (y,)),
        "error": (network.loss, both),
        output.back.name: (network.loss_delta, both),
    }


def _calculated(before, stage, arrays):
    """Return what a layer calculates, forwards and back, after it was made anew of the arrays and sent both ways."""
    if type(stage.layer) is Flatten:
        return []
    parameters = {own: arrays[label] for own, label in stage.parameters.items()}
    layer = type(stage.layer)(**parameters, **stage.layer.settings)
    x = np.asarray(arrays[stage.given])
    if before is not None and type(before.layer) is Flatten:
        x = x.reshape(*x.shape[: stage.given.axes.count("n")], -1)
    output = layer.forward(x)
    layer.backward(np.reshape(arrays[stage.result.back], np.shape(output)))
    return stages_of_layer(stage._replace(layer=layer))
