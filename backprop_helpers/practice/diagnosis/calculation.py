"""Judges a whole calculation: each stage by the right numbers, and by what follows from the learner's own."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from ...maths.network import Network
from .judging import judge_stage
from .reading import kind, read
from .stages import stages
from .verdict import NOT_GIVEN, Diagnosis
from .words import wrapped

RIGHT = {"right", "rounded"}


@dataclass(frozen=True)
class CalculationDiagnosis:
    """What the course says of a whole calculation, shown as a line for each stage that was given.

    Attributes
    ----------
    stages : dict from the name of every stage, in the order of the calculation, to its ``Diagnosis``
    words : dict from the name of every stage to what it is called on the sheet
    """

    stages: dict
    words: dict

    @property
    def first(self):
        """The name of the first stage that went wrong, or None."""
        wrong = (name for name, told in self.stages.items() if told.verdict not in RIGHT | {"not given"})
        return next(wrong, None)

    @property
    def right(self):
        """The names of the stages that are right, or follow rightly from the learner's own numbers."""
        return [name for name, told in self.stages.items() if told.verdict in RIGHT or _agrees(told)]

    def __repr__(self):
        given = [(name, told) for name, told in self.stages.items() if told is not NOT_GIVEN]
        lines = [f"{self.words[name]}: {told}" for name, told in given]
        return "\n".join(lines) or "Nothing is given yet."

    def _repr_pretty_(self, printer, _):
        printer.text(wrapped(repr(self)))


def diagnose_calculation(answers, calculation, target=None):
    """Judge a calculation by hand, stage by stage, forwards and back.

    Each stage is judged by the right numbers and by what follows from the learner's own earlier stages, so that one
    slip costs one stage. Nothing is credited where the own numbers are all 0, or all the same: then too much fits.

    Parameters
    ----------
    answers : dict from the name of a stage to what the learner has for it, as for ``diagnose``; stages may be missing
    calculation : ``Network`` that has gone ``forward(x)`` and ``backward(target)``. Its arrays are called
        feature_map, pooled, activations, hidden and, of a dense layer at the end, output; a second of a kind is
        feature_map_2. A delta is called after its array (``pooled_delta``), a gradient after its parameter
        (``kernel_gradient``, ``dense_weights_gradient``, ``output_bias_gradient``)
    target : what ``backward`` was given; without it, an output's delta by another loss than ``squared_error`` is judged
        by the right numbers alone

    Returns
    -------
    CalculationDiagnosis, shown as a line for each stage; ``.first`` is the first that went wrong, ``.stages`` a dict of
    every stage's ``Diagnosis``

    Raises
    ------
    ValueError
        If there is no such stage, or if the network has not gone both ways.
    TypeError
        If there is no dict, or no network.

    Examples
    --------
    >>> from backprop_helpers import Conv2D, MaxPool2D, Network, squared_error
    >>> network = Network([Conv2D([[1.0, 2]]), MaxPool2D((1, 2))], squared_error)
    >>> output = network.forward([[0.1, 0.5, 0.2, 0.4, 0.3]])
    >>> image_delta = network.backward([[1.0, 1.5]])
    >>> diagnose_calculation({"feature_map": "1.1 0.9 0.8 1.0", "pooled": "1.1 1.0"}, network)
    feature map: All entries agree but one. Look again at [0, 2].
    pooled: Right.
    """
    if not isinstance(calculation, Network):
        raise TypeError(f"the calculation must be a Network, not {kind(calculation)}")
    if not isinstance(answers, Mapping):
        raise TypeError(f"the answers must be a dict from the stages' names, not {kind(answers)}")
    asked = stages(calculation, target)
    names = [stage.name for stage in asked]
    if strangers := [name for name in answers if name not in names]:
        raise ValueError(f"no stage {strangers[0]!r}; there are {', '.join(names)}")
    right = {"image": np.asarray(calculation.layers[0].input)} | {stage.name: stage.truth for stage in asked}
    words = {stage.name: stage.label.name for stage in asked}
    own, told = dict(right), {}
    for stage in asked:
        answer = _laid_out(answers.get(stage.name, ...), stage.name, stage.truth, right)
        told[stage.name] = NOT_GIVEN if answer is ... else _judged(answer, stage, right, own, words)
        own[stage.name] = _numbers(answer, stage.truth)
    return CalculationDiagnosis(told, words)


def _agrees(told):
    """Tell whether all is given and agrees, be it with few digits."""
    return told.verdict == "not given" and told.entries is not None and told.entries.all()


def _laid_out(answer, name, truth, right):
    """Return an answer as the layer's function has it: a delta before Flatten may come in its array's shape."""
    whole = right.get(name.removesuffix("_delta"), truth).shape
    if whole == truth.shape or callable(answer) or answer is ...:
        return answer
    given = read(answer, whole)
    if isinstance(given, Diagnosis) or given.numbers.shape != whole:
        return answer
    return given.entries.reshape(truth.shape).tolist()


def _numbers(answer, truth):
    """Return an answer's numbers, or the right ones where it cannot be read as so many."""
    given = NOT_GIVEN if callable(answer) else read(answer, truth.shape)
    readable = not isinstance(given, Diagnosis) and given.numbers.shape == truth.shape
    return given.numbers if readable and np.isfinite(given.numbers).all() else truth


def _judged(answer, stage, right, own, words):
    """Judge an answer by the right numbers, and if it is not right, by what follows from the learner's own."""
    called = _called(stage, right)
    plain = judge_stage(answer, stage.function, stage.arguments(right), stage.settings, called)
    mine = [name for name, _ in filter(_is_array, stage.sources) if own[name] is not right[name]]
    if plain.verdict in {*RIGHT, "not given", "unreadable", "wrong shape"} or not mine:
        return plain
    if trivial := [name for name in mine if _says_nothing(own[name], right[name])]:
        same = f"your numbers for {words[trivial[0]]}, which are all the same"
        return replace(plain, message=f"{plain} Nothing follows from {same}.")
    try:
        followed = judge_stage(answer, stage.function, stage.arguments(own), stage.settings, called)
        result = stage.function(*stage.arguments(own), **stage.settings)
    except (ValueError, TypeError):  # what a sigmoid never gives, say
        return plain
    names = " and ".join(words[name] for name in mine)
    return plain if _says_nothing(result, stage.truth) else _the_better(plain, followed, names)


def _called(stage, right):
    """Return what each source of a stage is called on the sheet, and the shape that it has there."""
    shapes = [
        right[source[0].removesuffix("_delta")].shape if _is_array(source) else np.shape(source)
        for source in stage.sources
    ]
    return list(zip(stage.letters, shapes, strict=True)) or None


def _is_array(source):
    return isinstance(source, tuple)


def _says_nothing(numbers, truth):
    """Tell whether numbers are all 0 or all the same where the right ones are not."""
    return np.ptp(numbers) == 0 and (np.ptp(truth) != 0 or not np.any(numbers)) and np.any(truth)


def _the_better(plain, followed, mine):
    """Return what tells more: right from the own numbers, a mistake with the right ones, or one with the own."""
    if followed.verdict == "right" or followed.message.startswith("Right to the digits") or _agrees(followed):
        return replace(followed, message=f"Right, given your numbers for {mine}.", given=mine)
    if followed.verdict == "not given":
        so_far = followed.message.replace("Right so far.", f"Right so far, given your numbers for {mine}.")
        return replace(followed, message=so_far, given=mine)
    order = ["mistake", "slip"]
    if followed.verdict == "rounded" or (plain.verdict not in order and followed.verdict in order):
        return replace(followed, message=f"From your numbers for {mine}: {followed}", given=mine)
    return plain
