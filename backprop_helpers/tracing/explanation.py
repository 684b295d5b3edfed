"""The sum that made a traced number: its terms with names and with numbers, its choices in words, its zeros counted.

No layer is known here. A number with a name stands as that name; one without is opened until names are met. Terms stand
in the reading order of their cells, factors by their names: so an explanation does not depend on the order in which the
code calculates, and the page gives the same one.
"""

import numbers

import numpy as np

from ..maths.arguments import as_real_array
from ..maths.numerals import DECIMALS
from .graph import as_one_number, as_python_value, as_traced_array, slopes, steps
from .remarks import Remarks, say
from .terms import cells_of, decompose, names_behind
from .traced import Traced
from .writing import write_sum


def explain(value, decimals=DECIMALS):
    """Say how a traced number came about.

    Parameters
    ----------
    value : one traced number, ``gradient[0, 0]`` say; a plain number is explained as what it is
    decimals : digits behind the point; zeros at the end are left out

    Returns
    -------
    Explanation, shown as text. What was ``named`` stands by its name; what was not is
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
        self._remarks = Remarks(decimals)
        self._sum = decompose(self._number)
        named, shown = self._remarks.named, self._sum.shown
        self.terms = [(write_sum([term], named), float(term[0] * term[1].value)) for term in shown]
        cells = [cell for _, part in shown + self._sum.zeros for cell in cells_of(part, whole=True)]
        cells += [cell for choice in self._sum.choices for cell in names_behind(choice.operands[0])]
        self._operands = {named(cell): cell for cell in cells}
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

    def _lines(self):
        """Return the sum with names, the sum with numbers and its result, what would repeat another left out."""
        sums = [write_sum(self._sum.shown, leaf) for leaf in (self._remarks.named, self._remarks.figure)]
        return list(dict.fromkeys([*sums, self._remarks.figure(self._number)]))

    def _words(self):
        if self._number.operands:
            return self._remarks.of(self._number, self._sum)
        if self._number.operation == "input":
            return [say("input")]
        return [say("uncovered" if self.name and self.value == 0 else "plain")]
