"""How a traced sum is written: its terms and factors in order, with the brackets that the arithmetic needs.

A `leaf` writes what stands alone: as a name, or as a figure. The page's ``writing.js`` writes by the same rules.
"""

from collections import Counter

from .terms import chain_of, decompose, factors_of, stands_alone, summands

LISTED = 5
"""Terms of one sum that are written out; the others are in ``.terms``."""


def write_sum(terms, leaf, level=0):
    """Write terms, pairs of how often each is added and a traced number, one after the other."""
    if not terms or [times for times, _ in terms] == [1]:
        return write(terms[0][1], leaf, level, whole=True) if terms else "0"
    text = ""
    for times, part in terms[:LISTED]:
        factor = f"{abs(times)}·" if abs(times) != 1 else ""
        text += " − " if times < 0 else " + " if text else ""
        text += factor + write(part, leaf, 3 if factor else 1 if text else 0.5, whole=True)
    text = text.replace(" − ", "−", 1) if terms[0][0] < 0 else text
    text += " + …" if len(terms) > LISTED else ""
    return f"({text})" if level > 1 else text


def write(number, leaf, level=0, whole=False):
    """Write a number as the operation that made it, in brackets if that binds less than what is around it."""
    if stands_alone(number, whole):
        text = leaf(number)
        strength = 0.5 if text[0] == "−" else 4
    elif summands(number):
        return write_sum(decompose(number).terms, leaf, level)
    elif number.operation in _BETWEEN:
        strength, left, right = _BETWEEN[number.operation]
        above, below = number.operands
        text = f"{write(above, leaf, left)} {number.operation} {write(below, leaf, right)}"
    elif number.operation == "*":
        text = _product(number, leaf)
        strength = 3
    else:
        parts = chain_of(number) if number.operation == "max" else number.operands
        text = f"{number.operation}({', '.join(write(part, leaf) for part in parts)})"
        strength = 4
    return f"({text})" if strength < level else text


def _product(number, leaf):
    """Write factors; the same one several times is a power."""
    factors = Counter(factors_of(number))
    powers = [str(power).translate(_POWERS) if power > 1 else "" for power in factors.values()]
    return "·".join(
        write(factor, leaf, 4 if power else 3) + power for factor, power in zip(factors, powers, strict=True)
    )


_BETWEEN = {"/": (2, 2, 4)} | dict.fromkeys(["<", "<=", ">", ">=", "==", "!="], (0, 0.5, 0.5))
_POWERS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
