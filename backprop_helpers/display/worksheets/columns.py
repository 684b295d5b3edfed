"""What stands on a worksheet: each array over its delta, each parameter over its gradient, with the steps' numbers."""

from dataclasses import dataclass, replace

import numpy as np

from ...maths.layers import AveragePool2D, Conv2D, Dense, LeakyReLU, MaxPool2D, ReLU, Sigmoid, Softmax, Tanh
from ...tracing.labels import stages_of
from ...tracing.notation import Label
from ..layout import GAP

WORDS = {
    Conv2D: "correlate",
    MaxPool2D: "max",
    AveragePool2D: "mean",
    Sigmoid: "σ",
    Softmax: "softmax",
    ReLU: "ReLU",
    LeakyReLU: "leaky ReLU",
    Tanh: "tanh",
    Dense: "dense",
}


@dataclass(frozen=True)
class Entry:
    """An array on the sheet.

    Attributes
    ----------
    label : what it is called
    values : array
    step : which step of the calculation finds it, from 1 on; None if it is given
    """

    label: Label
    values: np.ndarray
    step: int | None = None

    @property
    def laid_out(self):
        """The values in rows and columns: channels under each other, kernels too, their channels side by side."""
        values = np.asarray(self.values, dtype=float)
        if values.ndim == 4:
            return np.concatenate([np.concatenate([*kernel], axis=-1) for kernel in values])
        return np.concatenate([*values]) if values.ndim == 3 else values.reshape(len(np.atleast_1d(values)), -1)

    @property
    def cuts(self):
        """The rows and the columns of these before which a gap stands."""
        shape = np.shape(self.values)
        if len(shape) < 3:
            return (), ()
        height, width = shape[-2:]
        rows, columns = self.laid_out.shape
        return tuple(range(height, rows, height)), tuple(range(width, columns, width))

    def extent(self, cell):
        """Return the width and the height of cells that are so wide and high, with the gaps between them."""
        (rows, columns), (beneath, beside) = self.laid_out.shape, self.cuts
        return columns * cell[0] + GAP * len(beside), rows * cell[1] + GAP * len(beneath)


@dataclass(frozen=True)
class Column:
    """An array and, beneath it, what comes back to it.

    Attributes
    ----------
    there, back : ``Entry``; the target has nothing that comes back
    operation : words of what is done to get a layer's result; "" for what enters
    """

    there: Entry
    back: Entry | None = None
    operation: str = ""


def groups_of(problem):
    """Return a problem's columns in the order of the calculation: those that a line must not part are a tuple."""
    layers = [stage for stage in stages_of(problem.network) if stage.title]
    target = Label("target", "target")
    entries = _entries(problem, layers, target)

    def column(label, like, operation=""):
        there, back = (
            replace(entries[each], values=np.reshape(entries[each].values, np.shape(like)))
            for each in (label, label.back)
        )
        return Column(there, back, operation)

    before = [layers[0].layer.input, *(stage.layer.output for stage in layers)]
    groups = [
        (
            *(column(label, stage.layer.parameters[own]) for own, label in stage.parameters.items()),
            column(stage.result, stage.layer.output, _operation(stage, np.ndim(given))),
        )
        for stage, given in zip(layers, before, strict=False)
    ]
    groups[0] = (column(layers[0].given, layers[0].layer.input), *groups[0])
    groups[-1] += (Column(entries[target]),)
    return groups


def _entries(problem, layers, target):
    """Return by label what is given, and what is asked for in the order of its steps."""
    given = [layers[0].given, *(label for layer in layers for label in layer.parameters.values()), target]
    there = [layer.result for layer in layers]
    back = [label.back for layer in reversed(layers) for label in (*layer.parameters.values(), layer.given)]
    found = {label: Entry(label, values) for label, values in zip(given, problem.given.values(), strict=True)}
    steps = zip([*there, there[-1].back, *back], problem.stages.values(), strict=True)
    return found | {label: Entry(label, values, step) for step, (label, values) in enumerate(steps, 1)}


def _operation(stage, axes):
    """Return in words what a layer does with an array of so many axes, and the settings that matter."""
    layer = stage.layer
    words = WORDS[type(layer)]
    if axes > np.ndim(layer.input):
        words += f", {stage.given.symbol} in reading order"
    if "size" in layer.settings:
        words += f" of {_by(layer.settings['size'])}"
        plain = {"stride": layer.settings["size"], "padding": 0}
    else:
        plain = {"stride": 1, "padding": 0, "dilation": 1}
    unusual = {
        name: layer.settings[name]
        for name, usual in plain.items()
        if _pair(layer.settings.get(name, usual)) != _pair(usual)
    }
    unusual |= {"slope": layer.settings["slope"]} if "slope" in layer.settings else {}
    return ", ".join([words, *(f"{name} {_by(value)}" for name, value in unusual.items())])


def _pair(value):
    return tuple(np.broadcast_to(value, 2).tolist())


def _by(value):
    return f"{value[0]}×{value[1]}" if np.size(value) == 2 else str(value)
