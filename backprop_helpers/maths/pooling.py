"""Pooling: a window lets its largest cell through, or the mean of its cells; the delta goes back to what counted.

Where a window reaches into the padding, it has only those cells that lie in the image. For a maximum that is the same
as padding with −∞, and no such number comes into the calculation.
"""

from fractions import Fraction
from functools import reduce
from itertools import product

import numpy as np

from .arguments import as_common_arrays, as_pair, check_shape
from .choice import where
from .windows import Windows


def max_pool2d(x, size=2, stride=None, padding=0):
    """Return the largest number of every window.

    Parameters
    ----------
    x : (…, H, W); leading axes (batch, channels) are pooled each for itself
    size : int or pair, rows and columns of the window
    stride : int or pair, the steps between windows; None means `size`, windows side by side
    padding : int or pair, rows and columns of −∞ on each side, at most half of `size`

    Returns
    -------
    (…, H', W'), where H' = floor((H + 2·padding − rows) / stride) + 1; rows and columns that no window reaches are left
    out

    Raises
    ------
    ValueError, TypeError
        If the window does not fit into x, or if an argument is not of its kind.

    Examples
    --------
    >>> max_pool2d([[1, 5, 2, 0], [3, 4, 8, 7]])
    array([[5., 8.]])
    >>> max_pool2d([[-1, -5, -2, 0]], size=(1, 2), padding=(0, 1))      # windows −1; −5, −2; 0
    array([[-1., -2.,  0.]])
    """
    (x,) = as_common_arrays(x=x)
    return _gather(np.maximum, x, _windows(x, size, stride, padding))


def max_pool2d_input_delta(x, delta, size=2, stride=None, padding=0):
    """Send every window's delta to the number that won the window; the others get 0.

    A tie goes to the first winner in reading order. Where windows overlap, a number that won several of them gets the
    sum. What is not a number wins its window, as in PyTorch; of several, the last.

    Parameters
    ----------
    x : (…, H, W), what went forward
    delta : (…, H', W'), ∂E/∂(max_pool2d(x, size, stride, padding))
    size, stride, padding : as given to ``max_pool2d``

    Returns
    -------
    ∂E/∂x, of x's shape, without the padding

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
    windows = _windows(x, size, stride, padding)
    check_shape("delta", delta.shape, x.shape[:-2] + windows.positions, "the pooled array has")
    result = np.zeros_like(x)
    for place, cells in _places(windows):
        for cell, wins in zip(cells, _wins([x[cell] for cell in cells]), strict=True):
            result[cell] += where(wins, delta[place], 0)
    return result


def avg_pool2d(x, size=2, stride=None):
    """Return the mean of every window.

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

    Notes
    -----
    y[i, j] = Σ_m Σ_n x[i·stride + m, j·stride + n] / (rows·columns)

    Examples
    --------
    >>> avg_pool2d([[1, 5, 2, 0], [3, 4, 8, 7]])          # (1 + 5 + 3 + 4) / 4, (2 + 0 + 8 + 7) / 4
    array([[3.25, 4.25]])
    """
    (x,) = as_common_arrays(x=x)
    windows = _windows(x, size, stride)
    return _gather(np.add, x, windows) / _count(windows, x)


def avg_pool2d_input_delta(x, delta, size=2, stride=None):
    """Share every window's delta out equally among its cells; what overlaps adds up.

    Parameters
    ----------
    x : (…, H, W), what went forward; only its shape counts
    delta : (…, H', W'), ∂E/∂(avg_pool2d(x, size, stride))
    size, stride : as given to ``avg_pool2d``

    Returns
    -------
    ∂E/∂x, of x's shape

    Raises
    ------
    ValueError, TypeError
        If delta has not the shape of the forward result, or if an argument is not of its kind.

    Notes
    -----
    ∂E/∂x[p, q] = Σ delta[i, j] / (rows·columns), over all windows (i, j) that reach x[p, q]

    Examples
    --------
    >>> avg_pool2d_input_delta([[1, 5, 2, 0], [3, 4, 8, 7]], [[4, -8]])
    array([[ 1.,  1., -2., -2.],
           [ 1.,  1., -2., -2.]])
    """
    x, delta = as_common_arrays(x=x, delta=delta)
    windows = _windows(x, size, stride)
    check_shape("delta", delta.shape, x.shape[:-2] + windows.positions, "the pooled array has")
    share = delta / _count(windows, x)
    result = np.zeros_like(x)
    for place, cells in _places(windows):
        for cell in cells:
            result[cell] += share[place]
    return result


def check_pool(size, stride=None, padding=0):
    """Raise a ValueError unless a pool can have these settings; no window may lie in the padding alone."""
    size = as_pair("pool size", size, 1)
    as_pair("stride", size if stride is None else stride, 1)
    _check_padding(as_pair("padding", padding, 0), size)


def _check_padding(padding, size):
    if any(2 * border > length for border, length in zip(padding, size, strict=True)):
        raise ValueError(f"padding must be at most half of the pool's size; got padding {padding} for pool {size}")


def _windows(x, size, stride, padding=0):
    if x.ndim < 2:
        raise ValueError(f"x must have at least 2 axes, (…, H, W); got shape {x.shape}")
    windows = Windows(x.shape[-2:], size, size if stride is None else stride, padding, name="pool")
    _check_padding(windows.padding, windows.size)
    return windows


def _places(windows):
    """Yield where windows stand that reach the same cells of the image, and what each cell meets, in reading order."""
    for (rows, heights), (columns, widths) in product(windows.inside(0), windows.inside(1)):
        yield (..., rows, columns), [(..., row, column) for row, column in product(heights, widths)]


def _gather(operation, x, windows):
    """Return the maximum or the sum of every window, its cells taken in reading order."""
    y = np.empty_like(x, shape=x.shape[:-2] + windows.positions)
    for place, (first, *others) in _places(windows):
        y[place] = x[first]
        for cell in others:
            operation(y[place], x[cell], out=y[place])
    return y


def _wins(cells):
    """Return for each cell at which windows it won: the first that is not less than the maximum; of NaN the last."""
    y = reduce(np.maximum, cells)
    has_nan = _is_nan(y)
    free, wins = ~has_nan, []
    for cell in cells:
        wins.append(free & ~(cell < y))
        free = free & ~wins[-1]
    for k in reversed(range(len(cells) if has_nan.any() else 0)):
        wins[k] = wins[k] | (has_nan & _is_nan(cells[k]))
        has_nan = has_nan & ~_is_nan(cells[k])
    return wins


def _is_nan(array):
    """Tell which entries are no numbers; of traced ones, which are not now: a trace is made for numbers."""
    values = np.asarray(getattr(array, "value", array))
    return values != values


def _count(windows, x):
    """Return the number of a window's cells; beside fractions as one, for integers among them are divided too."""
    rows, columns = windows.size
    return Fraction(rows * columns) if x.dtype == object else rows * columns
