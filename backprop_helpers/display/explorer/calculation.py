"""All that the stages of a network calculate, both ways, on traced numbers."""

import numpy as np

from ...maths.losses import softmax_cross_entropy
from ...maths.softmax import below_the_largest, powers, shares
from ...tracing.graph import shared
from ...tracing.notation import Label
from ...tracing.traced import trace
from .refusals import check_settings, why_not

TARGET, ERROR, RATE = (Label(name, name) for name in ("target", "error", "learning rate"))


class Entrance:
    """What enters a calculation: arrays that are known, or as they were at the start, or as the layers remember them.

    Attributes
    ----------
    labels : set of the labels of all that has entered
    """

    def __init__(self, start, known, traced):
        self.labels = set()
        self._start, self._known, self._traced = start, known, traced

    def take(self, label, remembered, shape=None):
        """Return an array that enters.

        Where other settings ask for another shape, the numbers at the start keep their places, and new ones are 0.
        """
        self.labels.add(label)
        start = np.asarray(self._start.get(label.name, remembered))
        now = np.asarray(self._known.get(label.name, start))
        if shape not in (None, now.shape):
            now = _fitted(start, shape)
        return trace(now, label.symbol) if self._traced else now


def _fitted(values, shape):
    """Return an array of another shape with the same numbers in the same places, and 0 elsewhere."""
    wider = [(0, max(0, new - old)) for new, old in zip(shape, values.shape, strict=True)]
    return np.pad(values, wider)[tuple(map(slice, shape))]


def calculate(network, start, stages, known, settings, target, step, traced=True):
    """Run the layers both ways, on traced arrays; return them by label as they are calculated, and who of them enters.

    Without a target the last delta enters too, and with one a `step` may follow. `start` and `known` are numbers by
    name, `settings` those of a layer by its title.
    """
    entrance = Entrance(start, known, traced)
    layers, arrays, output = _way_forward(stages, entrance, settings)
    last = stages[-1]
    if target is None:
        delta = entrance.take(last.result.back, last.layer.delta, output.shape)
        return arrays | _way_back(stages, layers, delta), entrance.labels
    label = TARGET._replace(axes=last.result.axes[: max(0, np.ndim(target) - 1)])
    arrays[label] = entrance.take(label, target)
    if network.loss is softmax_cross_entropy and not traced:
        arrays[label] = _whole(arrays[label])
    steps, error, delta = compared(network, output, arrays[label], last.result.axes)
    arrays |= steps | {ERROR: error}
    rate = {RATE: entrance.take(RATE, 0.5)} if step else {}
    return arrays | _way_back(stages, layers, delta, rate.get(RATE)) | rate, entrance.labels


def compared(network, output, target, axes=()):
    """Return by label what the loss calculates on its way, which axes as the output has; the error; and its delta.

    Raises
    ------
    ValueError, TypeError
        If the target does not fit the output.
    """
    if network.loss is not softmax_cross_entropy:
        return {}, *network.compared(output, target)
    raised = powers(below_the_largest("output", output))
    probabilities = shares(raised)
    results = network.compared(output, target)
    if hasattr(output, "value"):
        results = shared(results, [raised, probabilities], output)
    steps = {"powers": raised, "probabilities": probabilities}
    return {Label("loss", name, axes=axes): values for name, values in steps.items()}, *results


def _whole(target):
    """Return classes as integers, or as they are where they are none."""
    whole = np.asarray(target).astype(int)
    return whole if np.array_equal(whole, target) else target


def _way_forward(stages, entrance, settings):
    """Return the stages' layers, made anew of what enters; all arrays by label; and the last one's output."""
    layers = []
    x = entrance.take(stages[0].given, stages[0].layer.input)
    arrays = {stages[0].given: x}
    for stage in stages:
        remembered = stage.layer.parameters
        parameters = {own: entrance.take(label, remembered[own]) for own, label in stage.parameters.items()}
        own_settings = stage.layer.settings | settings.get(stage.title, {})
        check_settings(stage.title, stage.layer.settings, own_settings)
        try:
            layer = type(stage.layer)(**parameters, **own_settings)
            x = layer.forward(x)
        except ValueError as problem:
            raise ValueError(why_not(stages, stage, arrays[stage.given].shape, own_settings)) from problem
        layers.append(layer)
        arrays |= {label: parameters[own] for own, label in stage.parameters.items()}
        arrays.setdefault(stage.result, x)
    return layers, arrays, x


def _way_back(stages, layers, delta, rate=None):
    """Return all deltas and gradients by label, and, if there is a learning rate, the parameters after a step."""
    arrays = {stages[-1].result.back: delta}
    for stage, layer in zip(reversed(stages), reversed(layers), strict=True):
        delta = layer.backward(delta)
        arrays[stage.given.back] = delta
        for own, label in stage.parameters.items():
            gradient = layer.gradients[own]
            arrays[label.back] = gradient
            if rate is not None:
                arrays[label.after_the_step] = layer.parameters[own] - rate * gradient
    return arrays
