"""Writes arrays for a reader: aligned, a row a line, the same under every version of NumPy."""

import numpy as np

from ...maths.numerals import decimals_of, for_python

ROWS, NUMBERS = 8, 40
"""Rows of blocks, and numbers of one, that are shown unasked: more would push what is said off a phone's screen."""


def lines_of(value, decimals):
    """Return the lines in which numbers are printed: a row each, blocks with an empty line between them.

    Parameters
    ----------
    value : number, array, tuple or text; traced numbers are shown by their values
    decimals : digits behind the point; integers and truth values have none

    Returns
    -------
    list of str

    Examples
    --------
    >>> lines_of([[0.25, 10], [-1, 1]], 1)
    [' 0.3  10.0', '-1.0   1.0']
    """
    if isinstance(value, tuple):
        value = str(tuple(entry.item() if isinstance(entry, np.generic) else entry for entry in value))
    array = np.asarray(value)
    if array.ndim > 2:
        blocks = [lines_of(block, decimals) for block in array]
        return [line for block in blocks for line in ["", *block]][1:]
    rows = [[for_python(getattr(entry, "value", entry), decimals) for entry in row] for row in np.atleast_2d(array)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(map(str.rjust, row, widths)) for row in rows]


def shown(arrays, places=None):
    """Return arrays under their names, with no more decimals than they need.

    Of one with many numbers and several channels a single block is shown, of another its shape.

    Parameters
    ----------
    arrays : dict from a name to an array or a number
    places : dict from a name to the index of an entry whose block is shown; without it the first is

    Returns
    -------
    str
    """
    places = places or {}
    lines = [_under(name, np.asarray(values), places.get(name)) for name, values in arrays.items()]
    return "\n".join(line for block in lines for line in block)


def _under(name, values, place):
    if values.ndim > 2 and values[..., 0].size > ROWS:
        block = tuple(place or (0,) * values.ndim)[: values.ndim - 2]
        name, values = f"{name}[{', '.join(map(str, block))}], of an array of shape {values.shape}", values[block]
    if values.size > NUMBERS or not values.size:
        return [f"{name}, shape {values.shape}"]
    lines = lines_of(values, decimals_of(values.astype(float).ravel()))
    return [f"{name}  {lines[0]}"] if values.ndim == 0 else [name, *lines]
