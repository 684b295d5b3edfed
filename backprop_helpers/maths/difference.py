"""One entry of a gradient beside its central difference: measured, and judged."""

from dataclasses import dataclass

import numpy as np

from .numerals import MINUS, for_python, power_of_ten

AGREES = 1e-5
"""Largest relative error of a right entry: five digits."""
AGREES_IN_PART = 1e-3
"""The same where rounding may hide the fifth digit: three."""
ROUNDING = 512
"""By how many of its last places rounding may change a term of E: a few hundred operations."""


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


def measure(subject, name, index, analytic, epsilon):
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


def _written(value):
    is_small = 0 < abs(value) < 1e-4
    return power_of_ten(value, 3).replace(MINUS, "-") if is_small else for_python(value)
