"""The course's notation: every array's letter and role, the colours of the roles, and how a number is written.

One voice for the figures, for ``show`` and ``explain``, and for the explorer's page.
"""

from math import isfinite
from typing import NamedTuple

import numpy as np

DECIMALS = 4
"""Digits behind the point in a picture, in an explanation and on the page, where nobody asks for others."""
LARGE = 1e6
"""From here on a number stands as a power of ten."""


class Role(NamedTuple):
    """The colours of a role's lines."""

    colour: str
    on_dark: str


ROLES = {
    "activation": Role("#555555", "#a0a0a0"),
    "kernel": Role("#009E73", "#22b48a"),
    "feature map": Role("#0072B2", "#4aa3dc"),
    "delta": Role("#D55E00", "#e8803a"),
    "gradient": Role("#CC79A7", "#d791b7"),
}


class Sign(NamedTuple):
    """How an array is shown: its letter, its role and, where its name is long, a shorter one to stand under the letter.

    What follows a "_" stands below the line.
    """

    letter: str
    role: str
    short: str = ""


SIGNS = {
    "image": Sign("o", "activation"),
    "kernel": Sign("w", "kernel"),
    "bias": Sign("b", "kernel"),
    "feature map": Sign("x", "feature map"),
    "pooled": Sign("p", "feature map"),
    "activations": Sign("s", "activation"),
    "dense weights": Sign("V", "kernel", "weights"),
    "dense bias": Sign("b_h", "kernel"),
    "hidden": Sign("h", "activation"),
    "output weights": Sign("u", "kernel", "weights"),
    "output bias": Sign("b_y", "kernel"),
    "output": Sign("y", "activation"),
    "target": Sign("t", "activation"),
    "error": Sign("E", "activation"),
    "learning rate": Sign("η", "activation", "rate"),
}


class Label(NamedTuple):
    """What an array is, and how it is called.

    Parameters
    ----------
    kind : "result" for what flows forward, "parameter", "target", "error", "learning rate"; "delta", "gradient" and
        "after the step" for what comes back to a result or a parameter
    base : a key of ``SIGNS``
    number : which of the arrays of this name it is
    axes : the letters of the axes before rows and columns: n for an image of a batch, c for a channel, k for a kernel

    Examples
    --------
    >>> kernel = Label("parameter", "kernel", 2)
    >>> kernel.name, kernel.symbol, kernel.role
    ('kernel 2', 'w2', 'kernel')
    >>> kernel.back.name, kernel.back.symbol, kernel.back.of
    ('gradient of kernel 2', '∂E/∂w2', 'kernel 2')
    """

    kind: str
    base: str
    number: int = 1
    axes: tuple = ()

    @property
    def back(self):
        """What comes back to it: to a parameter its gradient, to what flows its delta."""
        return self._replace(kind="gradient" if self.kind == "parameter" else "delta")

    @property
    def after_the_step(self):
        return self._replace(kind="after the step")

    @property
    def of(self):
        """The name of the array itself, also where this is what comes back to it."""
        return self.base + (f" {self.number}" if self.number > 1 else "")

    @property
    def name(self):
        if self.kind in ("delta", "gradient"):
            return f"{self.kind} of {self.of}"
        return f"{self.of} after the step" if self.kind == "after the step" else self.of

    @property
    def identifier(self):
        """The name as Python has it, in the question's chains."""
        return (f"{self.of} {self.kind}" if self.kind in ("delta", "gradient") else self.name).replace(" ", "_")

    @property
    def symbol(self):
        letter = SIGNS[self.base].letter + (str(self.number) if self.number > 1 else "")
        written = {"delta": f"δ_{letter}", "gradient": f"∂E/∂{letter}", "after the step": f"{letter}′"}
        return written.get(self.kind, letter)

    @property
    def role(self):
        return self.kind if self.kind in ROLES else SIGNS[self.base].role

    @property
    def short(self):
        """What stands under the symbol, which says already of what it is the delta or the gradient."""
        if self.kind in ("delta", "gradient", "after the step"):
            return self.kind
        return SIGNS[self.base].short or self.base

    def fields(self):
        """Return all of it as plain data, for the page."""
        shown = {"name": self.name, "kind": self.kind, "of": self.of, "axes": list(self.axes)}
        return shown | {"symbol": self.symbol, "role": self.role, "short": self.short}


def number(value, decimals=DECIMALS, zeros=True):
    """Return a number as text, as a power of ten where its decimals would hide that it is not 0, or where it is large.

    A half is rounded away from 0, as by hand, although 0.1495 in binary is a little less.

    Parameters
    ----------
    value : a number
    decimals : digits behind the point
    zeros : whether those at the end stand, as in a cell beside others; in a sentence they are left out

    Examples
    --------
    >>> number(-0.16478, 2), number(0.00002), number(0, 1), number(0.1495, 3), number(3e7, 1)
    ('−0.16', '2e−5', '0.0', '0.150', '3e7')
    >>> number(0.5, zeros=False), number(-2.0, zeros=False), number(0.0000123, zeros=False)
    ('0.5', '−2', '1.2e−5')
    """
    value = float(value) * (1 + 1e-12)
    if not isfinite(value):
        return "NaN" if value != value else "∞" if value > 0 else "−∞"
    written = f"{value:z.{decimals}f}"
    if value and float(written) == 0:
        written = f"{value:.{0 if zeros else 1}e}"
    elif abs(value) >= LARGE:
        written = f"{value:.{decimals}e}"
    digits, _, power = written.partition("e")
    if "." in digits and (power or not zeros):
        digits = digits.rstrip("0").rstrip(".")
    return (digits + (f"e{int(power)}" if power else "")).replace("-", "−")


def for_python(entry, decimals=6):
    """Return an entry as text that Python reads: the ASCII minus; integers and truth values as they are.

    Examples
    --------
    >>> for_python(np.float64(-0.5), 2), for_python(-0.0, 1), for_python(3), for_python(True)
    ('-0.50', '0.0', '3', 'True')
    """
    if not isinstance(entry, np.floating | float):
        return str(entry)
    return number(entry, decimals).replace("−", "-").replace("∞", "inf").replace("NaN", "nan")


def decimals_of(values, least=0, most=DECIMALS):
    """Return the fewest decimals, from `least` to `most`, that say the values exactly; large numbers get fewer.

    Examples
    --------
    >>> decimals_of([0.51, 0.9]), decimals_of([1 / 3]), decimals_of([100 / 3])
    (2, 4, 3)
    """
    finite = np.abs(values)[np.isfinite(values)]
    most = max(0, most - int(np.log10(max(1, finite.max(initial=0)))))
    exact = [n for n in range(least, most) if np.allclose(np.round(finite, n), finite, rtol=1e-7, atol=1e-12)]
    return min(exact, default=most)


def read(values, decimals=None):
    """Return an array as words, row by row.

    Examples
    --------
    >>> read([[0.5, 0], [-1, 0.25]])
    '0.50 0; −1.00 0.25'
    """
    values = np.atleast_2d(values)
    decimals = decimals_of(values) if decimals is None else decimals
    return "; ".join(" ".join(number(value, decimals if value else 0) for value in row) for row in values)
