"""What a traced number is made of: its terms, the cells in them, and the choices on the way.

No layer is known here, and nothing is written yet: a number with a name stands as that name, one without is opened
until names are met.
"""

import re
from collections import Counter

from .graph import steps

OPENED = 40
"""Steps that an operand without a name may have to be written out; in place of a longer one stands its number."""


def used_operands(number):
    """Return the operands that make the number's value: of a choice, what was chosen."""
    if number.operation != "where":
        return number.operands
    condition, yes, no = number.operands
    return (yes if condition.value else no,)


def summands(number):
    """Return the pairs (sign, operand) of a sum or a choice; none for what is named or another operation."""
    signs = {"+": (1, 1), "-": (1, -1), "neg": (-1,), "where": (1,)}.get(number.operation, ())
    return [] if number.name else list(zip(signs, used_operands(number), strict=False))


def decompose(number):
    """Return what a number is the sum of: its terms, those that are 0, and the conditions of the sum's choices.

    A term is a pair: how often it is added, and a traced number. What is added stands before what is subtracted.
    """
    nodes = list(steps([number], lambda node: [part for _, part in summands(node)]))
    times = Counter([number])
    for node in reversed(nodes):
        for sign, part in summands(node):
            times[part] += sign * times[node]
    terms = [(times[end], end) for end in nodes if not summands(end) and (is_cell(end) or end.value != 0)]
    terms.sort(key=lambda term: (term[0] < 0, places_of(term[1], whole=True)))
    choices = [node.operands[0] for node in nodes if node.operation == "where" and not node.name]
    shown, zeros = [], []
    for times, part in terms:
        (zeros if times * part.value == 0 and part is not number else shown).append((times, part))
    return shown, zeros, choices


def is_cell(number):
    """Tell whether a number is more than a plain one in the middle of a calculation."""
    return number.name is not None or bool(number.operands)


def cells_of(number, whole=False):
    """Return, by their places, what stands as a name or figure where a number is written; plain numbers left out."""

    def operands(node):
        return () if stands_alone(node, whole and node is number) else used_operands(node)

    return sorted((node for node in steps([number], operands) if not operands(node) and is_cell(node)), key=place_of)


def places_of(number, whole=False):
    """Return a key to sort by: the place of each cell, the alphabet of the arrays backwards."""
    return [place_of(cell) for cell in cells_of(number, whole)]


def place_of(cell):
    array, _, index = (cell.name or "").partition("[")
    return [-ord(letter) for letter in array.casefold()], [int(axis) for axis in re.findall(r"\d+", index)]


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


def why_zero(zero):
    """Say which choice made a term 0, if one did: the way down leads through what is 0 itself."""
    for node in steps([zero], lambda node: [part for part in used_operands(node) if part.value == 0]):
        if node.operation == "where" and used_operands(node)[0].operation == "constant":
            return ": the pool did not choose them" if contest_of(node.operands[0]) else ": a choice set them to 0"
    return ""
