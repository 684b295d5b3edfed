"""The sum that made a traced number: its terms with names and with numbers, its choices in words, its zeros counted.

No layer is known here. A number with a name stands as that name; one without is opened until names are met. Terms stand
in the reading order of their cells, factors by their names, the alphabet backwards (δ·o, w·o): so an explanation does
not depend on the order in which the code calculates.
"""

import numbers
import re
from collections import Counter

import numpy as np

from ..maths.arguments import array
from .graph import one, plain, slopes, steps, traced
from .traced import Traced

LISTED = 6
"""Terms of one sum that are written out; the others are in ``.terms``."""
OPENED = 40
"""Steps that an operand without a name may have to be written out; in place of a longer one stands its number."""


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
    number = one("value", array("value", value))
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
    reached, result = {one("value", traced("value", value))}, traced("result", result)
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
        self.name, self.value, self._decimals = number.name, plain(number.value), decimals
        self._number = Traced(number.operation, number.operands, number.value)  # nameless, so that it is opened
        self._terms, self._zeros, self._choices = _terms(self._number)
        self.terms = [(_sum([term], self._named), float(term[0] * term[1].value)) for term in self._terms]
        cells = [cell for _, part in self._terms + self._zeros for cell in _cells(part, whole=True)]
        cells += [cell for condition in self._choices for cell in _names_behind(condition)]
        self._operands = {self._named(cell): cell for cell in cells}
        self.operands = {name: plain(cell.value) for name, cell in self._operands.items()}

    @property
    def inputs(self):
        """All inputs behind the number, those that only decided a choice too: a dict from name to value."""
        nodes = steps(self._number.operands)
        return {node.name: plain(node.value) for node in nodes if node.operation == "input"}

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
        """Write a value, zeros at its end left out; a small one does not become 0."""
        size = abs(plain(number.value))
        kind = ".1e" if 0 < size < 10**-self._decimals / 2 else f"z.{self._decimals}f"
        return re.sub(r"(\.\d*?)0+$", r"\1", f"{plain(number.value):{kind}}").rstrip(".").replace("-", "−")

    def _words(self):
        if not self._number.operands:
            return ["An input" if self._number.operation == "input" else "A plain number: nothing was calculated"]
        words = [self._decision(condition) for condition in self._choices]
        if self._number.operation == "max":
            words.append(self._victory(self._number))
        for reason, count in Counter(_reason(part) for _, part in self._zeros).items():
            words.append(f"{count} terms are 0{reason}" if count > 1 else f"1 term is 0{reason.replace('them', 'it')}")
        return words

    def _decision(self, condition):
        """Say in words how a choice went."""
        if (contest := _contest(condition)) is None:
            names, figures = (_write(condition, leaf, whole=True) for leaf in (self._named, self._figure))
            return f"{names} {'holds' if condition.value else 'does not hold'}: {figures}"
        cell, maximum = contest
        if condition.value:
            return f"{self._named(cell)} won its window: {self._victory(maximum)}"
        tie = " (a tie goes to the first)" if cell.value == maximum.value else ""
        return f"The pool did not choose {self._named(cell)}: {self._victory(maximum)}{tie}"

    def _victory(self, maximum):
        winner, figures = self._figure(maximum), [self._figure(cell) for cell in _chain(maximum)]
        figures.remove(winner)
        return f"{winner} won over {', '.join(figures)}"


# What a number is made of


def _used(number):
    """Return the operands that make the number's value: of a choice, what was chosen."""
    if number.operation != "where":
        return number.operands
    condition, yes, no = number.operands
    return (yes if condition.value else no,)


def _summands(number):
    """Return the pairs (sign, operand) of a sum or a choice; none for what is named or another operation."""
    signs = {"+": (1, 1), "-": (1, -1), "neg": (-1,), "where": (1,)}.get(number.operation, ())
    return [] if number.name else list(zip(signs, _used(number), strict=False))


def _terms(number):
    """Return what a number is the sum of: its terms, those that are 0, and the conditions of the sum's choices.

    A term is a pair: how often it is added, and a traced number. What is added stands before what is subtracted.
    """
    nodes, times = list(steps([number], lambda node: [part for _, part in _summands(node)])), Counter([number])
    for node in reversed(nodes):
        for sign, part in _summands(node):
            times[part] += sign * times[node]
    terms = [(times[end], end) for end in nodes if not _summands(end) and (_is_cell(end) or end.value != 0)]
    terms.sort(key=lambda term: (term[0] < 0, _places(term[1], whole=True)))
    choices = [node.operands[0] for node in nodes if node.operation == "where" and not node.name]
    shown, zeros = [], []
    for times, part in terms:
        (zeros if times * part.value == 0 and part is not number else shown).append((times, part))
    return shown, zeros, choices


def _is_cell(number):
    """Tell whether a number is more than a plain one in the middle of a calculation."""
    return number.name is not None or bool(number.operands)


def _cells(number, whole=False):
    """Return, by their places, what stands as a name or figure where a number is written; plain numbers left out."""

    def operands(node):
        return () if _stands(node, whole and node is number) else _used(node)

    return sorted((node for node in steps([number], operands) if not operands(node) and _is_cell(node)), key=_place)


def _places(number, whole=False):
    """Return a key to sort by: the place of each cell, the alphabet of the arrays backwards."""
    return [_place(cell) for cell in _cells(number, whole)]


def _place(cell):
    array, _, index = (cell.name or "").partition("[")
    return [-ord(letter) for letter in array.casefold()], [int(axis) for axis in re.findall(r"\d+", index)]


def _stands(number, whole=False):
    """Tell whether a number is written as a name or figure: if it has a name, or is given, or, in part, too long."""
    waiting, count = [number], 0
    while waiting and count <= OPENED and not whole:
        waiting += [operand for operand in _used(waiting.pop()) if operand.name is None]
        count += 1
    return number.name is not None or not number.operands or count > OPENED


def _names_behind(condition):
    return [cell for cell in steps([condition], lambda node: () if node.name else node.operands) if cell.name]


def _chain(number, whole=True):
    """Return the operands of a chain of one operation, in order: max(max(a, b), c) is made of a, b and c."""
    waiting, found = [number], []
    while waiting:
        node = waiting.pop()
        if node is number or (node.operation == number.operation and not _stands(node, whole)):
            waiting += reversed(node.operands)
        else:
            found.append(node)
    return found


# Choices


def _contest(condition):
    """Return the cell and the maximum of its window that a condition compares, or None if it asks something else."""
    parts = steps([condition], lambda node: node.operands if node.operation in ("and", "not") else ())
    compared = [node.operands for node in parts if node.operation in ("<", ">=", "==")]
    return compared[-1] if compared and compared[-1][1].operation == "max" else None


def _reason(zero):
    """Say which choice made a term 0, if one did: the way down leads through what is 0 itself."""
    for node in steps([zero], lambda node: [part for part in _used(node) if part.value == 0]):
        if node.operation == "where" and _used(node)[0].operation == "constant":
            return ": the pool did not choose them" if _contest(node.operands[0]) else ": a choice set them to 0"
    return ""


# Writing


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
    if _stands(number, whole):
        text = leaf(number)
        strength = 0.5 if text[0] == "−" else 4
    elif _summands(number):
        return _sum(_terms(number)[0], leaf, level)
    elif number.operation in _BETWEEN:
        strength, left, right = _BETWEEN[number.operation]
        above, below = number.operands
        text = f"{_write(above, leaf, left)} {number.operation} {_write(below, leaf, right)}"
    elif number.operation == "*":
        text, strength = _product(number, leaf), 3
    else:
        parts = _chain(number) if number.operation == "max" else number.operands
        text, strength = f"{number.operation}({', '.join(_write(part, leaf) for part in parts)})", 4
    return f"({text})" if strength < level else text


def _product(number, leaf):
    """Write factors by the places of their cells, sums last; the same factor several times is a power."""
    factors = Counter(sorted(_chain(number, whole=False), key=lambda factor: (_is_sum(factor), _places(factor))))
    powers = [str(power).translate(_POWERS) if power > 1 else "" for power in factors.values()]
    return "·".join(_write(factor, leaf, 3) + power for factor, power in zip(factors, powers, strict=True))


def _is_sum(number):
    return not _stands(number) and len(_terms(number)[0]) > 1


_BETWEEN = {"/": (2, 2, 4)} | dict.fromkeys(["<", "<=", ">", ">=", "==", "!="], (0, 0.5, 0.5))
_POWERS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LATEX = {
    r"\b(exp|log|max|min)\(": r"\\\1(",
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
