"""The course's notation: every array's letter and role, and the colours of the roles.

One voice for the figures, for ``explain``, and for the explorer's page. How a number is written stands in
``maths/numerals.py``.
"""

from typing import NamedTuple


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
    "powers": Sign("e", "activation"),
    "probabilities": Sign("q", "activation"),
    "target": Sign("t", "activation"),
    "error": Sign("E", "activation"),
    "learning rate": Sign("η", "activation", "rate"),
}


class Label(NamedTuple):
    """What an array is, and how it is called.

    Parameters
    ----------
    kind : "result" for what flows forward, "parameter", "loss" for what is between output and error, "target", "error",
        "learning rate"; "delta", "gradient" and "after the step" for what comes back to a result or a parameter
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
