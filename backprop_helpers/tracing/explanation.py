"""The sum that made a traced number: its terms with names and with numbers, its choices in words, its zeros counted.

No layer is known here. A number with a name stands as that name; one without is opened until names are met. Terms stand
in the reading order of their cells, factors by their names, the alphabet backwards (δ·o, w·o): so an explanation does
not depend on the order in which the code calculates.
"""

import numbers
import re
from collections import Counter

import numpy as np

from ..maths.arguments import as_real_array
from .graph import as_one_number, as_python_value, as_traced_array, slopes, steps
from .notation import without_zeros
from .terms import cells_of, chain_of, contest_of, decompose, names_behind, places_of, stands_alone, summands, why_zero
from .traced import Traced

LISTED = 6
"""Terms of one sum that are written out; the others are in ``.terms``."""


def explain(value, decimals=6):
    """Say how a traced number came about.

    Parameters
    ----------
    value : one traced number, ``gradient[0, 0]`` say; a plain number is explained as what it is
    decimals : digits behind the point; zeros at the end are left out

    Returns
    -------
    Explanation, shown as text or as formatted mathematics. What was ``named`` stands by its name; what was not is
    written out down to names and inputs.

    Raises
    ------
    ValueError
        If `value` is more than one number, or if `decimals` is below 0.
    TypeError
        If `value` is no number, or if `decimals` is no integer.

    Examples
    --------
    >>> from backprop_helpers import conv2d, max_pool2d, trace
    >>> o, w = trace([[1, 2, 3]], "o"), trace([[0.5, -1]], "w")
    >>> x = conv2d(o, w).named("x")
    >>> explain(x[0, 1])
    x[0, 1] = w[0, 0]·o[0, 1] + w[0, 1]·o[0, 2]
            = 0.5·2 + (−1)·3
            = −2
    >>> explain(max_pool2d(x, (1, 2))[0, 0])
    max(x[0, 0], x[0, 1])
    = max(−1.5, −2)
    = −1.5
    −1.5 won over −2
    >>> explain(0)
    0
    A plain number: nothing was calculated
    """
    if not isinstance(decimals, numbers.Integral) or decimals < 0:
        raise ValueError(f"decimals must be an integer of at least 0; got {decimals!r}")
    number = as_one_number("value", as_real_array("value", value))
    return Explanation(number if isinstance(number, Traced) else Traced("constant", (), number), decimals)


def used_by(value, result):
    """Return the entries of a result to which a number contributed, be it directly or through others.

    Parameters
    ----------
    value : one traced number, ``image[1, 1]`` say
    result : traced array

    Returns
    -------
    list of indices. A cell that lost its window, a choice that was not taken and a product with 0 contribute nothing.

    Raises
    ------
    TypeError
        If one of them is not traced.
    ValueError
        If `value` is more than one number.

    Examples
    --------
    >>> from backprop_helpers import conv2d, max_pool2d, trace
    >>> x = trace([[1, 5, 2, 0], [3, 4, 8, 7]], "x")
    >>> used_by(x[0, 1], conv2d(x, [[1, 1], [1, 0]]))
    [(0, 0), (0, 1)]
    >>> used_by(x[0, 1], max_pool2d(x)), used_by(x[0, 0], max_pool2d(x))
    ([(0, 0)], [])
    """
    reached = {as_one_number("value", as_traced_array("value", value))}
    result = as_traced_array("result", result)
    with np.errstate(all="ignore"):
        for node in steps(list(result.flat)):
            if any(operand in reached for operand, _ in slopes(node)):
                reached.add(node)
    return [index for index, element in np.ndenumerate(result) if element in reached]


class Explanation:
    """How a number came about; ``explanation["δ[0, 2]"]`` explains in turn an operand of that name.

    Attributes
    ----------
    name : what the number is called, or None
    value : the number
    terms : list of pairs (text, value): the terms of its sum that are not 0, in the order shown
    operands : dict from what went in directly, as it is written, to its value; what decided a choice is among them
    """

    def __init__(self, number, decimals):
        self.name = number.name
        self.value = as_python_value(number.value)
        self._decimals = decimals
        self._number = Traced(number.operation, number.operands, number.value)  # nameless, so that it is opened
        self._terms, self._zeros, self._choices = decompose(self._number)
        self.terms = [(_sum([term], self._named), float(term[0] * term[1].value)) for term in self._terms]
        cells = [cell for _, part in self._terms + self._zeros for cell in cells_of(part, whole=True)]
        cells += [cell for condition in self._choices for cell in names_behind(condition)]
        self._operands = {self._named(cell): cell for cell in cells}
        self.operands = {name: as_python_value(cell.value) for name, cell in self._operands.items()}

    @property
    def inputs(self):
        """All inputs behind the number, those that only decided a choice too: a dict from name to value."""
        nodes = steps(self._number.operands)
        return {node.name: as_python_value(node.value) for node in nodes if node.operation == "input"}

    def __getitem__(self, name):
        return Explanation(self._operands[name], self._decimals)

    def __repr__(self):
        head = f"{self.name} = " if self.name else ""
        return "\n".join([head + f"\n{'= ':>{max(len(head), 2)}}".join(self._lines()), *self._words()])

    def _repr_latex_(self):
        rows = r" \\ &= ".join(_latex(line) for line in self._lines())
        head = f"{_latex(self.name)} &=" if self.name else "&"
        return "\n\n".join([rf"$$\begin{{aligned}} {head} {rows} \end{{aligned}}$$", *self._words()])

    def _lines(self):
        """Return the sum with names, the sum with numbers and its result, what would repeat another left out."""
        sums = [_sum(self._terms, leaf) for leaf in (self._named, self._figure)]
        return list(dict.fromkeys([*sums, self._figure(self._number)]))

    def _named(self, number):
        return number.name or self._figure(number)

    def _figure(self, number):
        return without_zeros(as_python_value(number.value), self._decimals)

    def _words(self):
        if not self._number.operands:
            return ["An input" if self._number.operation == "input" else "A plain number: nothing was calculated"]
        words = [self._decision(condition) for condition in self._choices]
        if self._number.operation == "max":
            words.append(self._victory(chain_of(self._number)))
        for reason, count in Counter(why_zero(part) for _, part in self._zeros).items():
            words.append(f"{count} terms are 0{reason}" if count > 1 else f"1 term is 0{reason.replace('them', 'it')}")
        return words

    def _decision(self, condition):
        """Say in words how a choice went."""
        if (contest := contest_of(condition)) is None:
            names, figures = (_write(condition, leaf, whole=True) for leaf in (self._named, self._figure))
            return f"{names} {'holds' if condition.value else 'does not hold'}: {figures}"
        cell, window = contest
        if condition.value:
            return f"{self._named(cell)} won its window: {self._victory(window)}"
        tie = " (a tie goes to the first)" if cell.value == np.max([each.value for each in window]) else ""
        return f"The pool did not choose {self._named(cell)}: {self._victory(window)}{tie}"

    def _victory(self, window):
        winner = np.argmax([each.value for each in window])
        figures = [self._figure(each) for each in window]
        won = figures.pop(winner)
        return f"{won} won over {', '.join(figures)}" if figures else "no other cell is in it"


def _sum(terms, leaf, level=0):
    """Write terms, pairs of how often each is added and a traced number, one after the other."""
    if not terms or [times for times, _ in terms] == [1]:
        return _write(terms[0][1], leaf, level, whole=True) if terms else "0"
    text = ""
    for times, part in terms[:LISTED]:
        factor = f"{abs(times)}·" if abs(times) != 1 else ""
        text += (" − " if times < 0 else " + ") + factor + _write(part, leaf, 3 if factor else 1, whole=True)
    text = ("−" if terms[0][0] < 0 else "") + text[3:] + (" + …" if len(terms) > LISTED else "")
    return f"({text})" if level > 1 else text


def _write(number, leaf, level=0, whole=False):
    """Write a number as the operation that made it, in brackets if that binds less than what is around it."""
    if stands_alone(number, whole):
        text = leaf(number)
        strength = 0.5 if text[0] == "−" else 4
    elif summands(number):
        return _sum(decompose(number)[0], leaf, level)
    elif number.operation in _BETWEEN:
        strength, left, right = _BETWEEN[number.operation]
        above, below = number.operands
        text = f"{_write(above, leaf, left)} {number.operation} {_write(below, leaf, right)}"
    elif number.operation == "*":
        text = _product(number, leaf)
        strength = 3
    else:
        parts = chain_of(number) if number.operation == "max" else number.operands
        text = f"{number.operation}({', '.join(_write(part, leaf) for part in parts)})"
        strength = 4
    return f"({text})" if strength < level else text


def _product(number, leaf):
    """Write factors by the places of their cells, sums last; the same factor several times is a power."""
    factors = Counter(sorted(chain_of(number, whole=False), key=lambda factor: (_is_sum(factor), places_of(factor))))
    powers = [str(power).translate(_POWERS) if power > 1 else "" for power in factors.values()]
    return "·".join(
        _write(factor, leaf, 4 if power else 3) + power for factor, power in zip(factors, powers, strict=True)
    )


def _is_sum(number):
    return not stands_alone(number) and len(decompose(number)[0]) > 1


_BETWEEN = {"/": (2, 2, 4)} | dict.fromkeys(["<", "<=", ">", ">=", "==", "!="], (0, 0.5, 0.5))
_POWERS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LATEX = {
    r"\b(exp|log|tanh|max|min)\(": r"\\\1(",
    r"(?<![\\A-Za-z_])[A-Za-z]\w+": lambda word: rf"\mathrm{{{word[0]}}}".replace("_", r"\_"),
    r"\[([\d, ]+)\]": r"_{\1}",
    r"∂(\w)/(∂(\w|\\mathrm\{.*?\})(_\{.*?\})?)": r"\\frac{∂\1}{\2}",
    "·": r" \\cdot ",
    "−": "-",
}


def _latex(text):
    """Set a written sum as formatted mathematics; what is left of it, such as ∂ and ², MathJax knows."""
    for pattern, replacement in _LATEX.items():
        text = re.sub(pattern, replacement, text)
    return text
