"""Numerical gradients: change one entry a little, both ways, and see how the error moves.

For a function with result y the error is E = Σ delta · y, with a delta whose entries all differ; for a network it is
its loss.
"""

import importlib
import inspect
import numbers
from copy import deepcopy
from dataclasses import dataclass, field

import numpy as np

from .arguments import as_real_array, check_shape
from .network import Network

AGREES = 1e-5
"""Largest relative error of a right entry: five digits."""
AGREES_IN_PART = 1e-3
"""The same where rounding may hide the fifth digit: three."""
ROUNDING = 512
"""By how many of its last places rounding may change a term of E: a few hundred operations."""
VERDICTS = ("wrong", "kink", "too small to judge", "right")


@dataclass(frozen=True)
class Entry:
    """One entry of one argument: its analytic and its numerical derivative.

    Attributes
    ----------
    argument, index : which entry
    analytic, numerical : the two derivatives
    limit : what the numerical derivative tends to as the step goes to 0, from its values at ε, ε/2 and ε/4
    bend : how much the slope changes within the step; where E is smallest and its slope 0, the digits are counted of it
    uncertainty : how far rounding, and the curve of E within the step, may put `limit` from the true derivative
    kink : whether the slope jumps within the step, as where two cells of a window are nearly equal or ReLU's input is
        near 0; there the difference says nothing about the derivative
    """

    argument: str
    index: tuple
    analytic: float
    numerical: float
    limit: float
    bend: float
    uncertainty: float
    kink: bool

    @property
    def relative_error(self):
        """|analytic − numerical| / max(|analytic|, |numerical|), and 0 where both are 0."""
        difference = abs(self.analytic - self.numerical)
        return difference / max(abs(self.analytic), abs(self.numerical)) if 0 < difference < np.inf else difference

    @property
    def agrees(self):
        """Whether the two are equal to five digits, or would be with a smaller step; to three if rounding is large."""
        difference = min(abs(self.analytic - self.numerical), abs(self.analytic - self.limit))
        share = AGREES_IN_PART if self._is_hidden else AGREES
        return difference <= max(share * abs(self.analytic), AGREES * self.bend) < np.inf

    @property
    def _is_hidden(self):
        return abs(self.analytic - self.limit) <= self.uncertainty < np.inf

    @property
    def verdict(self):
        """Return "kink"; or "right" or "wrong"; or "too small to judge" where a difference could be rounding."""
        if self.kink:
            return "kink"
        if self.agrees:
            return "right"
        return "too small to judge" if self._is_hidden else "wrong"

    def __str__(self):
        analytic, numerical = map(_written, (self.analytic, self.numerical))
        return f"{self.argument}{list(self.index)} analytic {analytic}, numerical {numerical}"


def _written(value):
    return f"{value:.3e}" if 0 < abs(value) < 1e-4 else f"{value:.6f}"


@dataclass(frozen=True)
class GradientCheck:
    """What ``check_gradients`` found.

    Attributes
    ----------
    entries : tuple of ``Entry``, one for every entry of every gradient that was checked
    epsilon : the step
    changed : tuple of the names of arguments that the function changed in place; it was given copies
    """

    entries: tuple
    epsilon: float
    changed: tuple
    _subject: object = field(repr=False)

    @property
    def smooth(self):
        """The entries without a kink within the step."""
        return [entry for entry in self.entries if not entry.kink]

    @property
    def verdict(self):
        """Return the first of "wrong", "kink", "too small to judge" and "right" that is an entry's verdict."""
        return min((entry.verdict for entry in self.entries), key=VERDICTS.index)

    def errors_over(self, epsilons):
        """Return, for each ε, the largest |analytic − numerical| as a share of the largest |analytic|, kinks left out.

        Over ε from 1e-1 to 1e-12 it draws a V: to the right the curve of E, to the left rounding. Where all analytic
        values are 0, the errors are not divided.
        """
        if not self.smooth:
            raise ValueError("every entry has a kink within the step, so there is no error to show")
        epsilons = [_checked(epsilon) for epsilon in epsilons]
        largest = max(abs(entry.analytic) for entry in self.smooth) or 1
        analytic = np.array([entry.analytic for entry in self.smooth])
        places = [(self._subject, entry.argument, entry.index, entry.analytic) for entry in self.smooth]
        numerical = [[_entry(*place, epsilon).numerical for place in places] for epsilon in epsilons]
        return abs(analytic - numerical).max(axis=1) / largest

    def __repr__(self):
        right, wrong, kinks, unclear = map(self._judged, ("right", "wrong", "kink", "too small to judge"))
        which = "entries without a kink" if kinks else "entries"
        lines = [f"{len(right)} of {len(self.smooth)} {which} agree with finite differences (ε = {self.epsilon:g})"]
        lines += [f"differs: {entry}" for entry in sorted(wrong, key=lambda entry: -entry.relative_error)[:3]]
        lines += [f"kink, no verdict: {entry}" for entry in kinks[:3]]
        if unclear:
            lines.append(f"{len(unclear)} too small to judge here{', as' if unclear[1:] else ':'} {unclear[0]}")
        if self.changed:
            lines.append(f"the function changed {' and '.join(self.changed)} in place; it was given copies")
        return "\n".join(lines)

    def _judged(self, verdict):
        return [entry for entry in self.entries if entry.verdict == verdict]


def check_gradients(function, *arguments, delta=None, gradients=None, epsilon=1e-6, **settings):
    """Compare gradients with central differences, entry by entry.

    Parameters
    ----------
    function : a layer or loss of this package, any other function of arrays, or a ``Network``
    *arguments : what the function is called with; for a network its input and its target
    delta : shape of the function's result, ∂E/∂result; None means 1 where that is one number, else one whose entries
        all differ. With `gradients` it must be given, for they belong to one delta.
    gradients : dict from an argument's name to somebody else's gradient, checked in place of the package's; needed for
        a function that is not the package's. A network's arguments are "x", "layers[0].kernel" and so on.
    epsilon : the step
    **settings : keyword arguments of the function, such as stride

    Returns
    -------
    GradientCheck

    Raises
    ------
    ValueError, TypeError
        If the arguments do not fit the function, or if a gradient has no argument of its name and shape.

    Notes
    -----
    numerical = (E(entry + ε) − E(entry − ε)) / 2ε, in float64. An entry is right if that, or its limit for smaller
    steps, is the analytic value to five digits, or to three where rounding may hide the others. It is wrong if rounding
    cannot explain the difference. Between the two it is too small to judge; another ε, or a smaller E, may tell.

    The function is called with copies, and a network that is checked is not changed.

    Examples
    --------
    >>> from backprop_helpers import conv2d, dense
    >>> check_gradients(conv2d, [[1, 2, 3], [4, 5, 6]], [[1, -1]])
    8 of 8 entries agree with finite differences (ε = 1e-06)
    >>> check_gradients(dense, [1, 2], [[3, 4]], delta=[1], gradients={"weights": [[2, 1]]}).verdict
    'wrong'

    The slope of the sigmoid at 20 is 2·10⁻⁹, and rounding hides even its sign:

    >>> from backprop_helpers import sigmoid
    >>> check_gradients(sigmoid, [20, 0], delta=[1, 1], gradients={"x": [-2e-9, 0.25]}).verdict
    'too small to judge'
    """
    epsilon = _checked(epsilon)
    if gradients is not None and not (isinstance(gradients, dict) and gradients):
        raise TypeError(f"gradients must be a dict from names of arguments to arrays; got {gradients!r}")
    kind = _NetworkSubject if isinstance(function, Network) else _FunctionSubject
    subject = kind(function, arguments, settings, delta, gradients)
    entries = []
    for name, gradient in (subject.gradients() if gradients is None else gradients).items():
        if name not in subject.arrays:
            raise ValueError(f"gradients names {name!r}; the arguments are {', '.join(subject.names)}")
        gradient = as_real_array(f"gradients[{name!r}]", gradient)
        check_shape(f"gradients[{name!r}]", gradient.shape, subject.arrays[name].shape, f"{name} has")
        entries += [_entry(subject, name, index, float(value), epsilon) for index, value in np.ndenumerate(gradient)]
    return GradientCheck(tuple(entries), epsilon, tuple(sorted(subject.changed)), subject)


def _entry(subject, name, index, analytic, epsilon):
    """Measure E at nine points from −ε to ε: six give the derivative at three steps, all tell whether it has a kink."""
    nudge = np.zeros(subject.arrays[name].shape)
    nudge[index] = epsilon / 4
    measured = [subject.terms({name: subject.arrays[name] + k * nudge}) for k in range(-4, 5)]
    terms, sizes = (np.array(values) for values in zip(*measured, strict=True))
    errors = (terms - terms[4]).sum(axis=1)  # before the sum: what does not move brings in no rounding
    rounding = ROUNDING * subject.last_place * sizes.sum(axis=1).max() / epsilon
    numerical, halved, quartered = ((errors[4 + k] - errors[4 - k]) / (k * epsilon / 2) for k in (4, 2, 1))
    coarse, fine = (4 * halved - numerical) / 3, (4 * quartered - halved) / 3
    limit = (16 * fine - coarse) / 15
    bend = abs(errors[8] + errors[0]) / epsilon
    uncertainty = rounding + abs(limit - fine)
    kink = _has_kink(errors, epsilon / 4, rounding)
    return Entry(name, index, analytic, *map(float, (numerical, limit, bend, uncertainty)), kink)


def _has_kink(errors, step, rounding):
    """Tell whether the slope changes in jumps; on a smooth curve its changes at seven places lie on a line, nearly."""
    bends, places = np.diff(errors, 2) / step, np.arange(-3, 4)
    line = bends.mean() + places * (places @ bends) / (places @ places)
    largest = abs(bends).max()
    return bool(largest > rounding and abs(bends - line).max() > largest / 4)


def _checked(epsilon):
    if not isinstance(epsilon, numbers.Real) or not 0 < epsilon < np.inf:
        raise ValueError(f"epsilon must be a number above 0; got {epsilon!r}")
    return epsilon


class _Subject:
    """E as a function of named arrays: its terms, their sizes, and the place of a digit that rounding changes first."""

    changed = frozenset()

    def note(self, result, given, kept):
        """Remember how exact a result is, and by name what was changed in place on the way to it."""
        kind = result.dtype if result.dtype.kind == "f" else float
        self.last_place = max(np.finfo(kind).eps, np.finfo(float).eps)
        self.changed |= {name for name in given if not _same(given[name], kept[name])}


class _FunctionSubject(_Subject):
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


class _NetworkSubject(_Subject):
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
