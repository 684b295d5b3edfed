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
"""Largest relative error of a right entry: five digits. With ε = 1e-6 a central difference is good to seven or more,
unless rounding or a strong curve spoils it, and that is reckoned with apart."""
ROUNDING = 512 * np.finfo(float).eps
"""Share of its terms by which rounding may change E or the bends of E: the last place of a few hundred operations."""


@dataclass(frozen=True)
class Entry:
    """One entry of one argument: its analytic and its numerical derivative.

    Attributes
    ----------
    argument, index : which entry
    analytic, numerical : the two derivatives
    uncertainty : how far rounding and the curve of E within the step may put them apart
    kink : whether the slope jumps within the step, as where two cells of a window are nearly equal or ReLU's input is
        near 0; there the difference says nothing about the derivative
    """

    argument: str
    index: tuple
    analytic: float
    numerical: float
    uncertainty: float
    kink: bool

    @property
    def relative_error(self):
        """|analytic − numerical| / max(|analytic|, |numerical|), and 0 where both are 0."""
        difference = abs(self.analytic - self.numerical)
        return difference / max(abs(self.analytic), abs(self.numerical)) if 0 < difference < np.inf else difference

    @property
    def agrees(self):
        """Whether the two are equal to five digits, or as far as the uncertainty lets one see."""
        return self.relative_error <= AGREES or abs(self.analytic - self.numerical) <= self.uncertainty

    def __str__(self):
        return f"{self.argument}{list(self.index)} analytic {self.analytic:.6f}, numerical {self.numerical:.6f}"


@dataclass(frozen=True)
class GradientCheck:
    """What ``check_gradients`` found.

    Attributes
    ----------
    entries : tuple of ``Entry``, one for every entry of every gradient that was checked
    epsilon : the step
    """

    entries: tuple
    epsilon: float
    _subject: object = field(repr=False)

    @property
    def smooth(self):
        """The entries without a kink within the step."""
        return [entry for entry in self.entries if not entry.kink]

    @property
    def verdict(self):
        """Return "wrong" where an entry without a kink differs; else "kink" where there are kinks; else "right"."""
        if not all(entry.agrees for entry in self.smooth):
            return "wrong"
        return "right" if len(self.smooth) == len(self.entries) else "kink"

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
        wrong = sorted((entry for entry in self.smooth if not entry.agrees), key=lambda entry: -entry.relative_error)
        which = "entries" if len(self.smooth) == len(self.entries) else "entries without a kink"
        right = f"{len(self.smooth) - len(wrong)} of {len(self.smooth)} {which} agree"
        lines = [f"{right} with finite differences (ε = {self.epsilon:g})"]
        lines += [f"differs: {entry}" for entry in wrong[:3]]
        lines += [f"kink, no verdict: {entry}" for entry in self.entries if entry.kink][:3]
        return "\n".join(lines)


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
    numerical = (E(entry + ε) − E(entry − ε)) / 2ε, in float64. A network that is checked is not changed.

    Examples
    --------
    >>> from backprop_helpers import conv2d, dense
    >>> check_gradients(conv2d, [[1, 2, 3], [4, 5, 6]], [[1, -1]])
    8 of 8 entries agree with finite differences (ε = 1e-06)
    >>> check_gradients(dense, [1, 2], [[3, 4]], delta=[1], gradients={"weights": [[2, 1]]}).verdict
    'wrong'
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
    return GradientCheck(tuple(entries), epsilon, subject)


def _entry(subject, name, index, analytic, epsilon):
    """Measure E at nine points from −ε to ε: the outer two give the derivative, all nine tell whether it has a kink."""
    nudge = np.zeros(subject.arrays[name].shape)
    nudge[index] = epsilon / 4
    errors, sizes = np.transpose([subject.error({name: subject.arrays[name] + k * nudge}) for k in range(-4, 5)])
    rounding = ROUNDING * sizes.max() / epsilon
    numerical, with_half_the_step = (errors[-1] - errors[0]) / (2 * epsilon), (errors[-3] - errors[2]) / epsilon
    uncertainty = rounding + 2 * abs(numerical - with_half_the_step)
    return Entry(name, index, analytic, numerical, uncertainty, _has_kink(errors, epsilon / 4, rounding))


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


class _FunctionSubject:
    """E as a function of named arrays, and the size of the terms that E is a sum of."""

    def __init__(self, function, arguments, settings, delta, gradients):
        self.function, self.signature = function, inspect.signature(function)
        self.bound = self.signature.bind(*arguments, **settings).arguments
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
        call = inspect.BoundArguments(self.signature, self.bound | self.arrays | changed)
        return as_real_array("the function's result", self.function(*call.args, **call.kwargs)).astype(float)

    def error(self, changed):
        terms = self.delta * self.call(changed)
        return terms.sum(), abs(terms).sum()

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
    if not getattr(function, "__module__", "").startswith(__package__) or not arguments:
        return {}
    room, stem = vars(importlib.import_module(function.__module__)), function.__name__
    names = {name: f"{stem}_{name}_gradient" for name, value in arguments.items() if value is not None}
    names[next(iter(arguments))] = f"{stem}_input_delta"
    return {name: room[backward] for name, backward in names.items() if backward in room}


class _NetworkSubject:
    """The same for a network, whose arrays are its input and its parameters."""

    def __init__(self, network, arguments, settings, delta, gradients):
        if len(arguments) != 2 or settings or delta is not None:
            raise TypeError("a network is checked with its input and its target: check_gradients(network, x, target)")
        x, self.target = arguments
        self.network = deepcopy(network)
        layers = enumerate(self.network.layers)
        self.places = {f"layers[{i}].{name}": (layer, name) for i, layer in layers for name in layer.parameters}
        self.arrays = {"x": as_real_array("x", x).astype(float)}
        self.arrays |= {place: layer.parameters[name].astype(float) for place, (layer, name) in self.places.items()}
        self.names = self.arrays

    def error(self, changed):
        arrays = self.arrays | changed
        for place, (layer, name) in self.places.items():
            layer.parameters[name] = arrays[place]
        output = self.network.forward(arrays["x"])
        error = self.network.loss(output, self.target)
        return error, abs(error) + abs(output * self.network.loss_delta(output, self.target)).sum()

    def gradients(self):
        self.error({})
        self.network.backward(self.target)
        own = {place: layer.gradients[name] for place, (layer, name) in self.places.items()}
        return {"x": self.network.layers[0].input_delta} | own


def _uneven(shape):
    """Return a delta whose entries all differ, in size and partly in sign, the same on every run; 1 for one number."""
    count = np.arange(1, np.prod(shape, dtype=int) + 1)
    uneven = ((count * 0.6180339887498949) % 1 + 0.1) * np.where(count % 3 == 0, -1, 1)
    return uneven.reshape(shape) if shape else np.ones(())
