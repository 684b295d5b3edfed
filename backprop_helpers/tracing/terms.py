"""What a traced number is made of: its terms, the cells in them, the choices on the way, and why some terms are 0.

No layer is known here, and nothing is written yet: a number with a name stands as that name, one without is opened
until names are met. The page's ``terms.js`` reads a graph by the same rules.
"""

import re
from collections import Counter
from typing import NamedTuple

from .graph import steps
from .notation import SIGNS

OPENED = 100
"""Steps that an operand without a name may have to be written out; in place of a longer one stands its number."""
TARGET = SIGNS["target"].letter


class Sum(NamedTuple):
    """What a number is the sum of.

    A term is a pair: how often it is added, and a traced number. Of all `terms`, `shown` are those that are not 0, and
    the number itself; `zeros` are the others. `choices` are the choices on the way to them, traced numbers too.
    """

    terms: list
    shown: list
    zeros: list
    choices: list


def used_operands(number):
    """Return the operands that make the number's value: of a choice, what was chosen."""
    if number.operation != "where":
        return number.operands
    condition, yes, no = number.operands
    return (yes if condition.value else no,)


def summands(number, root=None):
    """Return the pairs (sign, operand) of a sum or a choice; none for another operation, and for what has a name."""
    signs = {"+": (1, 1), "-": (1, -1), "neg": (-1,), "where": (1,)}.get(number.operation, ())
    return [] if number.name and number is not root else list(zip(signs, used_operands(number), strict=False))


def decompose(number, root=None):
    """Return what a number is the sum of; a `root` is opened although it has a name.

    What is added stands before what is subtracted, each in the order of its cells.
    """
    nodes = list(steps([number], lambda node: [part for _, part in summands(node, root)]))
    times = Counter([number])
    for node in reversed(nodes):
        for sign, part in summands(node, root):
            times[part] += sign * times[node]
    terms = [(times[end], end) for end in nodes if not summands(end, root) and (is_cell(end) or end.value != 0)]
    terms.sort(key=lambda term: (term[0] < 0, places_of(term[1], whole=True)))
    choices = [node for node in nodes if node.operation == "where" and (node is root or not node.name)]
    shown, zeros = [], []
    for times, part in terms:
        (zeros if times * part.value == 0 and part is not number else shown).append((times, part))
    return Sum(terms, shown, zeros, choices)


def is_cell(number):
    """Tell whether a number is more than a plain one in the middle of a calculation."""
    return number.name is not None or bool(number.operands)


def cells_of(number, whole=False):
    """Return, by their places, what stands as a name or figure where a number is written; plain numbers left out."""

    def operands(node):
        return () if stands_alone(node, whole and node is number) else used_operands(node)

    return sorted((node for node in steps([number], operands) if not operands(node) and is_cell(node)), key=place_of)


def places_of(number, whole=False):
    """Return a key to sort by: the place of each cell."""
    return [place_of(cell) for cell in cells_of(number, whole)]


def place_of(cell):
    """Return the place of a cell among others: arrays by the alphabet backwards, derivatives last; then reading order.

    So it is w·o, δ·o and η·∂E/∂w, in whatever order the code calculates.
    """
    array, _, index = (cell.name or "").partition("[")
    letters = [-ord(letter) for letter in array.lower()]
    return array.startswith("∂"), letters, [int(axis) for axis in re.findall(r"\d+", index)]


def stands_alone(number, whole=False):
    """Tell whether a number is written as a name or figure: if it has a name, or is given, or, in part, too long."""
    waiting, count = [number], 0
    while waiting and count <= OPENED and not whole:
        waiting += [operand for operand in used_operands(waiting.pop()) if operand.name is None]
        count += 1
    return number.name is not None or not number.operands or count > OPENED


def names_behind(condition):
    return [cell for cell in steps([condition], lambda node: () if node.name else node.operands) if cell.name]


def chain_of(number, whole=True):
    """Return the operands of a chain of one operation, in order: max(max(a, b), c) is made of a, b and c."""
    waiting, found = [number], []
    while waiting:
        node = waiting.pop()
        if node is number or (node.operation == number.operation and not stands_alone(node, whole)):
            waiting += reversed(node.operands)
        else:
            found.append(node)
    return found


def factors_of(number):
    """Return the factors of a product by the places of their cells, sums last."""
    return sorted(chain_of(number, whole=False), key=lambda factor: (_is_sum(factor), places_of(factor)))


def _is_sum(number):
    return not stands_alone(number) and len(decompose(number).terms) > 1


def contest_of(condition):
    """Return the cell that must not be less than its window's maximum, and the window; None for another condition."""
    parts = list(steps([condition], lambda node: node.operands if node.operation == "and" else ()))
    if {part.operation for part in parts} <= {"and", "not", "constant"}:
        for compared in [part.operands[0] for part in parts if part.operation == "not"]:
            window = window_of(*compared.operands) if compared.operation == "<" else []
            if any(part is compared.operands[0] for part in window):
                return compared.operands[0], window
    return None


def window_of(cell, maximum):
    """Return the numbers of which a loop took the maximum one after the other; a cell among them is not opened."""
    others, node = [], maximum
    while node.operation == "max" and node is not cell and (node is maximum or node.name is None):
        node, last = node.operands
        others.append(last)
    return [node, *reversed(others)]


def rectified(number):
    """Return what a ReLU, forwards or back, lets through above 0 only; None for another number."""
    if number.operation == "max" and is_zero(number.operands[1]):
        return number.operands[0]
    condition, yes, _ = number.operands if number.operation == "where" else (number, number, number)
    is_rectifier = condition.operation == "<=" and is_zero(condition.operands[1]) and is_zero(yes)
    return condition.operands[0] if is_rectifier else None


def is_zero(number):
    """Tell whether a number is a 0 that was not calculated."""
    return number.operation == "constant" and number.value == 0


def why_zero(number):
    """Return why a number is 0, a key of ``REASONS``, and the number in it that is: the way down ends at a name."""
    while True:
        total = decompose(number, number)
        if is_zero(number) or not total.terms:
            return _left_out_by(number, total.choices), number
        zeros = [] if number.name else [part for part in _factors(number, total) if part.value == 0]
        if not zeros:
            is_met = _compares(total) or (not number.name and _are_targets_met(total))
            return "target" if is_met else "cell", number
        number = zeros[0]


def _left_out_by(number, choices):
    """Say what set a number to 0: choices of one kind, or, where there are none, that nothing leads to it."""
    if not choices:
        return "padding" if number.operation == "constant" and not number.name else "uncovered"
    if all(contest_of(choice.operands[0]) for choice in choices):
        return "pool"
    return "closed" if all(rectified(choice) is not None for choice in choices) else "choice"


def _factors(number, total):
    """Return of what one must be 0 if a number is: factors by their places, or the only term of a sum."""
    if number.operation == "*":
        return factors_of(number)
    if number.operation == "/":
        return number.operands[:1]
    terms = [part for _, part in total.terms if part is not number]
    return terms if len(terms) == 1 else []


def _compares(total):
    """Tell whether a sum is an output less its target."""
    return len(total.terms) == 2 and any((part.name or "").partition("[")[0] == TARGET for _, part in total.terms)


def _are_targets_met(total):
    """Tell whether each of several terms is 0 for its target is met."""
    return len(total.zeros) == len(total.terms) > 1 and all(why_zero(part)[0] == "target" for _, part in total.zeros)
