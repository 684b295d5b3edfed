"""What the course says of an answer."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from .words import wrapped


@dataclass(frozen=True)
class Diagnosis:
    """What the course says of an answer.

    Attributes
    ----------
    verdict : "right", "rounded" (right to the digits given, or but for a rounding on the way), "mistake", "slip",
        "unknown" (it differs), "wrong shape", "unreadable" or "not given"
    message : the same in words, which its repr shows
    entries : array of bool, which entries agree; None where they could not be compared
    mistakes : all known mistakes that give these numbers to the digits given; for two mistakes together, both
    chance : how likely a random wrong answer would fit some mistake as well, at most; None where none fits
    apart : a call, (arguments, settings), for which the mistakes that fit give different numbers; None if not needed
    given : the learner's own stages, in words, from which an answer of a calculation was judged; empty where it was not
    call : of a function, the smallest call, (arguments, settings), for which it is wrong; None for numbers
    shown : the arrays of that call, and what the function gave for them, in print
    """

    verdict: str
    message: str
    entries: np.ndarray | None = None
    mistakes: tuple = ()
    chance: float | None = None
    apart: tuple | None = None
    call: tuple | None = None
    given: str = ""
    shown: str = ""
    revealed: Callable = field(default=lambda: "There is nothing to reveal.", repr=False, compare=False)

    def __repr__(self):
        return f"{self.message}\n{self.shown}".strip()

    def _repr_pretty_(self, printer, _):
        printer.text(f"{wrapped(self.message)}\n{self.shown}".strip())

    def reveal(self):
        """Return the right numbers, the sum behind the first that differs, and what is so where a mistake fits."""
        return self.revealed()


NOT_GIVEN = Diagnosis("not given", "Not answered yet.")
