"""Max pooling: a window lets its largest cell through; on the way back, the delta goes to that cell."""

from itertools import product

import numpy as np

from .arguments import as_common_arrays, check_shape
from .windows import Windows


def max_pool2d(x, size=2, stride=None):
    """Return the largest number of every window.

    Parameters
    ----------
    x : (…, H, W); leading axes (batch, channels) are pooled each for itself
    size : int or pair, rows and columns of the window
    stride : int or pair, the steps between windows; None means `size`, windows side by side

    Returns
    -------
    (…, H', W'), where H' = floor((H − rows) / stride) + 1; rows and columns that no window reaches are left out

    Raises
    ------
    ValueError, TypeError
        If the window does not fit into x, or if an argument is not of its kind.

    Examples
    --------
    >>> max_pool2d([[1, 5, 2, 0], [3, 4, 8, 7]])
    array([[5., 8.]])
    """
    (x,) = as_common_arrays(x=x)
    first, *others = _cells(x, _windows(x, size, stride))
    y = first.copy(order="K")
    for cell in others:
        y = np.maximum(y, cell)
    return y


def max_pool2d_input_delta(x, delta, size=2, stride=None):
    """Send every window's delta to the number that won the window; the others get 0.

    A tie goes to the first winner in reading order. Where windows overlap, a number that won several of them gets the
    sum. In a window with NaN the first cell takes the delta.

    Parameters
    ----------
    x : (…, H, W), what went forward
    delta : (…, H', W'), ∂E/∂(max_pool2d(x, size, stride))
    size, stride : as given to ``max_pool2d``

    Returns
    -------
    ∂E/∂x, of x's shape

    Raises
    ------
    ValueError, TypeError
        If delta has not the shape of the forward result, or if an argument is not of its kind.

    Notes
    -----
    ∂E/∂x[p, q] = Σ delta[i, j], over all windows (i, j) that x[p, q] won. At a tie the maximum has no derivative; this
    is a subgradient.

    Examples
    --------
    >>> max_pool2d_input_delta([[1, 5, 2, 0], [3, 4, 8, 7]], [[0.1, -0.2]])
    array([[ 0. ,  0.1,  0. ,  0. ],
           [ 0. ,  0. , -0.2,  0. ]])
    """
    x, delta = as_common_arrays(x=x, delta=delta)
    windows, y = _windows(x, size, stride), max_pool2d(x, size, stride)
    check_shape("delta", delta.shape, y.shape, "the pooled array has")
    free, result = np.ones_like(y, dtype=bool), np.zeros_like(x)
    for cell, share in zip(_cells(x, windows), _cells(result, windows), strict=True):
        wins = free & ~(cell < y)
        share += np.where(wins, delta, 0)
        free = free & ~wins
    return result


def _windows(x, size, stride):
    if x.ndim < 2:
        raise ValueError(f"x must have at least 2 axes, (…, H, W); got shape {x.shape}")
    return Windows(x.shape[-2:], size, size if stride is None else stride, name="pool")


def _cells(x, windows):
    """Return, for each cell of the window in reading order, a view of what it meets at all positions."""
    rows, columns = map(range, windows.size)
    return [x[..., windows.met_by(m, 0), windows.met_by(n, 1)] for m, n in product(rows, columns)]
