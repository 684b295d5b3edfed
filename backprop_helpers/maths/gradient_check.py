"""Numerical gradients: change one entry a little, both ways, and see how the error moves.

For a function with result y the error is E = Σ delta · y, with a delta whose entries all differ; for a network it is
its loss.
"""

import numbers
from dataclasses import dataclass, field

import numpy as np

from .arguments import as_real_array, check_shape
from .difference import measure
from .network import Network
from .nudged import NudgedFunction, NudgedNetwork
from .numerals import for_python

VERDICTS = ("wrong", "kink", "too small to judge", "right")


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
        numerical = [[measure(*place, epsilon).numerical for place in places] for epsilon in epsilons]
        return abs(analytic - numerical).max(axis=1) / largest

    def __repr__(self):
        right, wrong, kinks, unclear = map(self._judged, ("right", "wrong", "kink", "too small to judge"))
        which = "entries without a kink" if kinks else "entries"
        agree = f"{len(right)} of {len(self.smooth)} {which} agree with finite differences"
        epsilon = for_python(self.epsilon, 4, zeros=False)
        lines = [f"{agree if self.smooth else 'no entry is without a kink'} (ε = {epsilon})"]
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
    8 of 8 entries agree with finite differences (ε = 1e-6)
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
    kind = NudgedNetwork if isinstance(function, Network) else NudgedFunction
    subject = kind(function, arguments, settings, delta, gradients)
    entries = []
    for name, gradient in (subject.gradients() if gradients is None else gradients).items():
        if name not in subject.arrays:
            raise ValueError(f"gradients names {name!r}; the arguments are {', '.join(subject.names)}")
        gradient = as_real_array(f"gradients[{name!r}]", gradient)
        check_shape(f"gradients[{name!r}]", gradient.shape, subject.arrays[name].shape, f"{name} has")
        entries += [measure(subject, name, index, float(value), epsilon) for index, value in np.ndenumerate(gradient)]
    return GradientCheck(tuple(entries), epsilon, tuple(sorted(subject.changed)), subject)


def _checked(epsilon):
    if not isinstance(epsilon, numbers.Real) or not 0 < epsilon < np.inf:
        raise ValueError(f"epsilon must be a number above 0; got {epsilon!r}")
    return epsilon
