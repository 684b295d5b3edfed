"""What else there is to say of a number: how its choices went, and why it or some of its terms are 0.

Every sentence stands here, also those of the page, whose ``remarks.js`` puts them together by the same rules.
"""

from collections import Counter

import numpy as np

from ..maths.numerals import number as as_text
from .graph import as_python_value
from .terms import chain_of, contest_of, names_behind, rectified, why_zero
from .writing import write

SENTENCES = {
    "input": "An input",
    "plain": "A plain number: nothing was calculated",
    "uncovered": "No window covers it: nothing leads here",
    "won": "{cell} won its window: {victory}",
    "lost": "The pool did not choose {cell}: {victory}",
    "tied": "The pool did not choose {cell}: {victory} (a tie goes to the first)",
    "lost often": "The pool did not choose it in {count} windows",
    "lost others": "The pool did not choose it in {count} other windows",
    "victory": "{winner} won over {others}",
    "alone": "no other cell is in it",
    "open": "The ReLU let it through: {number} is above 0",
    "closed": "The ReLU closed it: {number} is not above 0",
    "holds": "{condition} holds: {figures}",
    "fails": "{condition} does not hold: {figures}",
    "one term": "1 term is 0",
    "terms": "{count} terms are 0",
    "because": "{what}: {reason}",
    "zero": "It is 0: {reason}",
    "cancel": "The terms cancel",
    "met": "The target is met",
}
REASONS = {
    "pool": ("the pool did not choose it", "the pool did not choose them"),
    "closed": ("the ReLU closed it", "the ReLU closed them"),
    "choice": ("a choice set it to 0", "a choice set them to 0"),
    "uncovered": ("no window covers it", "no window covers them"),
    "padding": ("the padding is 0", "the padding is 0"),
    "target": ("the target is met", "the targets are met"),
    "cell": ("{cell} is 0", "{array} is 0 there"),
}
"""Why a term is 0, and why several are."""
ARITHMETIC = {"+", "-", "*", "/", "neg", "where"}
"""What does not say for itself why it is 0, as a maximum does."""


def say(key, **fields):
    return SENTENCES[key].format(**fields)


class Remarks:
    """The sentences about a number, its figures with so many decimals."""

    def __init__(self, decimals):
        self._decimals = decimals

    def named(self, number):
        return number.name or self.figure(number)

    def figure(self, number):
        return as_text(as_python_value(number.value), self._decimals, zeros=False)

    def of(self, number, total):
        """Return all that is to be said of a number that is this sum."""
        said = self._decisions(total.choices)
        if number.operation == "max":
            said.append(self._largest(number))
        said += self._zeros([part for _, part in total.zeros])
        if not (said or total.shown):
            return [say("uncovered")]
        return said + self._zero(number, total)

    def _largest(self, number):
        if (rectified_one := rectified(number)) is not None:
            return self._rectified(rectified_one)
        return self._victory(chain_of(number))

    def _decisions(self, choices):
        """Say how choices went; of windows that were lost, only how many; of labels, only the one that it is."""
        told = [self._decision(choice) for choice in choices if names_behind(choice.operands[0])]
        if any(kind == "met" for kind, _ in told):
            told = [(kind, sentence) for kind, sentence in told if kind != "missed"]
        lost = [sentence for kind, sentence in told if kind == "lost"]
        if len(lost) < 2:
            return [sentence for _, sentence in told]
        won = [sentence for kind, sentence in told if kind == "won"]
        often = say("lost others" if won else "lost often", count=len(lost))
        return [*won, often, *(sentence for kind, sentence in told if kind not in ("won", "lost"))]

    def _decision(self, choice):
        """Return of a pool's choice whether it was won, of an equality whether it is met, and in words how it went."""
        condition = choice.operands[0]
        if (contest := contest_of(condition)) is not None:
            return self._contest(*contest, won=condition.value)
        if (rectified_one := rectified(choice)) is not None:
            return "", self._rectified(rectified_one)
        names, figures = (write(condition, leaf, whole=True) for leaf in (self.named, self.figure))
        kind = ("met" if condition.value else "missed") if condition.operation == "==" else ""
        return kind, say("holds" if condition.value else "fails", condition=names, figures=figures)

    def _contest(self, cell, window, won):
        kind = "won" if won else "lost"
        is_tie = not won and cell.value == np.max([each.value for each in window])
        fields = {"cell": self.named(cell), "victory": self._victory(window)}
        return kind, say("tied" if is_tie else kind, **fields)

    def _victory(self, window):
        winner = np.argmax([each.value for each in window])
        figures = [self.figure(each) for each in window]
        won = figures.pop(winner)
        return say("victory", winner=won, others=", ".join(figures)) if figures else say("alone")

    def _rectified(self, number):
        written = f"{number.name} = {self.figure(number)}" if number.name else self.figure(number)
        return say("open" if number.value > 0 else "closed", number=written)

    def _zeros(self, parts):
        """Count the terms that are 0, by the reason."""
        reasons = [why_zero(part) for part in parts]
        alike = [(reason, self._array(zero) if reason == "cell" else "") for reason, zero in reasons]
        first = {}
        for key, (_, zero) in zip(alike, reasons, strict=True):
            first.setdefault(key, zero)
        return [self._count(count, *key, first[key]) for key, count in Counter(alike).items()]

    def _count(self, count, reason, array, zero):
        what = say("one term") if count == 1 else say("terms", count=count)
        if count > 1 and reason == "cell" and not zero.name:
            return what
        return say("because", what=what, reason=self._why(reason, zero, count > 1))

    def _why(self, reason, zero, several=False):
        return REASONS[reason][several].format(cell=write(zero, self.named), array=self._array(zero))

    def _array(self, zero):
        return zero.name.partition("[")[0] if zero.name else write(zero, self.named)

    def _zero(self, number, total):
        """Say why a number is 0 of which terms are shown."""
        if not total.shown or number.operation not in ARITHMETIC or number.value != 0:
            return []
        reason, zero = why_zero(number)
        if reason == "target" and not zero.name:
            return [say("met")]
        return [say("cancel") if zero is number else say("zero", reason=self._why(reason, zero))]
