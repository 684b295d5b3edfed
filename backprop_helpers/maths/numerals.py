"""Numerals: how a number is written, alike in what is printed, in a picture and on the explorer's page."""

from math import copysign, isfinite

import numpy as np

MINUS = "−"
DECIMALS = 4
"""Digits behind the point in a picture, in an explanation and on the page, where nobody asks for others."""
DIGITS = 15
"""The most digits of a number, before and behind the point together, that is not written as a power of ten."""
PLAIN = 3
"""Digits behind the point up to which a small number is not written so either."""


def number(value, decimals=DECIMALS, zeros=True):
    """Return a number as text, with so many decimals.

    Where they would hide that it is not 0, its first digit that is not 0 stands, in a sentence its first two; from
    0.001 down as a power of ten. No decimals at all make it a whole number. One of more than fifteen digits is a power
    of ten as well. A half is rounded away from 0, as by hand, although 0.1495 in binary is a little less.

    Parameters
    ----------
    value : a number
    decimals : digits behind the point
    zeros : whether those at the end stand, as in a cell beside others; in a sentence they are left out

    Examples
    --------
    >>> number(-0.16478, 2), number(0, 1), number(0.1495, 3), number(1e6, 1), number(1 / 3, 0)
    ('−0.16', '0.0', '0.150', '1000000.0', '0')
    >>> number(0.004, 2), number(0.00002), number(3e15, 1)
    ('0.004', '2e−5', '3e15')
    >>> number(0.5, zeros=False), number(-2.0, zeros=False), number(0.0000123, zeros=False)
    ('0.5', '−2', '1.2e−5')
    """
    value = float(value)
    if not isfinite(value):
        return "NaN" if value != value else "∞" if value > 0 else MINUS + "∞"
    if abs(value) * 10.0**decimals >= 10.0**DIGITS:
        return power_of_ten(value, decimals)
    written = _fixed(value, decimals)
    if decimals and value and float(written) == 0:
        return _small(value, 0 if zeros else 1)
    return (written if zeros else _cut(written)).replace("-", MINUS)


def _fixed(value, decimals):
    by_hand = value + copysign(min(abs(value) * 1e-12, 10.0 ** -(decimals + 6)), value)
    return f"{by_hand:z.{decimals}f}"


def _small(value, more):
    """Return a number below 1 with its first digit that is not 0, and so many more."""
    power = int(f"{value * (1 + 1e-12):.{more}e}".partition("e")[2])
    return power_of_ten(value, more) if power < -PLAIN else _cut(_fixed(value, more - power)).replace("-", MINUS)


def power_of_ten(value, decimals):
    """Return a number as text, as a power of ten: the zeros at the end of its decimals are left out.

    Examples
    --------
    >>> power_of_ten(-0.00002061, 3), power_of_ten(0.00002, 3)
    ('−2.061e−5', '2e−5')
    """
    digits, _, power = f"{value * (1 + 1e-12):.{decimals}e}".partition("e")
    return f"{_cut(digits)}e{int(power)}".replace("-", MINUS)


def _cut(digits):
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def for_python(entry, decimals=6, zeros=True):
    """Return an entry as text that Python reads: the ASCII minus; integers and truth values as they are.

    Examples
    --------
    >>> for_python(np.float64(-0.5), 2), for_python(-0.0, 1), for_python(3), for_python(True)
    ('-0.50', '0.0', '3', 'True')
    """
    if not isinstance(entry, np.floating | float):
        return str(entry)
    return number(entry, decimals, zeros).replace(MINUS, "-").replace("∞", "inf").replace("NaN", "nan")


def decimals_of(values, least=0, most=DECIMALS):
    """Return the fewest decimals, from `least` to `most`, that say the values exactly.

    Where some are large, all get fewer, but not none where one would become 0.

    Examples
    --------
    >>> decimals_of([0.51, 0.9]), decimals_of([1 / 3]), decimals_of([100 / 3]), decimals_of([1e6 / 3, 1 / 3])
    (2, 4, 3, 1)
    """
    finite = np.abs(values)[np.isfinite(values)]
    some = int(((finite > 0) & (finite < 0.5)).any())
    most = max(some, most - int(np.log10(max(1, finite.max(initial=0)))))
    exact = [
        n for n in range(max(some, least), most) if np.allclose(np.round(finite, n), finite, rtol=1e-7, atol=1e-12)
    ]
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
