"""A choice for every entry, a number or 0: what lets a delta through, or not."""

import numpy as np


def where(condition, yes, no):
    """Return ``np.where(condition, yes, no)``, one of the two being the number 0, faster and bit for bit the same.

    ``np.where`` branches at every entry, and a processor guesses wrong at half of them. Here the bits of a float, read
    as an integer, are multiplied by 1 or by 0, and NaN and infinity become 0 like any other number.

    Parameters
    ----------
    condition : array of truth values
    yes, no : an array of the condition's shape, and 0; or 0, and an array

    Returns
    -------
    array of that shape
    """
    values = no if isinstance(yes, int) else yes
    if values.dtype not in (np.float32, np.float64):
        return np.where(condition, yes, no)
    bits = values.view(f"i{values.itemsize}")
    return (bits * (condition if values is yes else ~condition)).view(values.dtype)
