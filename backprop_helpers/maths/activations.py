"""Activations: functions of one number, applied to every entry; on the way back its slope multiplies the delta."""

import numpy as np

from .arguments import as_common_arrays, check_between, check_shape


def sigmoid(x):
    """Return the logistic sigmoid of every entry, a number between 0 and 1.

    Parameters
    ----------
    x : array of any shape

    Returns
    -------
    1 / (1 + exp(−x)), of x's shape

    Raises
    ------
    ValueError, TypeError
        If x is not an array of real numbers.

    Examples
    --------
    >>> sigmoid([0, np.log(3)])
    array([0.5 , 0.75])
    """
    (x,) = as_common_arrays(x=x)
    with np.errstate(over="ignore", under="ignore"):
        return 1 / (1 + np.exp(-x))


def sigmoid_input_delta(y, delta):
    """Multiply each delta by the sigmoid's slope, which its own value tells.

    Parameters
    ----------
    y : array of any shape, the result ``sigmoid(x)``, not x
    delta : y's shape, ∂E/∂y

    Returns
    -------
    ∂E/∂x, of y's shape

    Raises
    ------
    ValueError, TypeError
        If the shapes differ or hold no real numbers, or if y does not lie between 0 and 1.

    Notes
    -----
    ∂E/∂x = delta · y · (1 − y)

    Examples
    --------
    >>> sigmoid_input_delta([0.5, 0.75], [4, 4])
    array([1.  , 0.75])
    """
    y, delta = as_common_arrays(y=y, delta=delta)
    check_shape("delta", delta.shape, y.shape, "y has")
    check_between("y", y, 0, 1, "it is the output, sigmoid(x), not x")
    with np.errstate(under="ignore"):
        return delta * y * (1 - y)


def relu(x):
    """Return every entry that is above 0, and 0 for the others.

    Parameters
    ----------
    x : array of any shape

    Returns
    -------
    max(x, 0), of x's shape

    Raises
    ------
    ValueError, TypeError
        If x is not an array of real numbers.

    Examples
    --------
    >>> relu([-2, 0, 3])
    array([0., 0., 3.])
    """
    (x,) = as_common_arrays(x=x)
    return np.maximum(x, 0)


def relu_input_delta(x, delta):
    """Let a delta through where the number that went forward was above 0.

    Parameters
    ----------
    x : array of any shape, what went into ``relu``
    delta : x's shape, ∂E/∂(relu(x))

    Returns
    -------
    ∂E/∂x, of x's shape

    Raises
    ------
    ValueError, TypeError
        If the shapes differ or hold no real numbers.

    Notes
    -----
    ∂E/∂x = delta where x > 0, else 0. At x = 0 there is no derivative; 0 is a subgradient. What is not a number is let
    through.

    Examples
    --------
    >>> relu_input_delta([-2, 0, 3], [5, 5, -5])
    array([ 0.,  0., -5.])
    """
    x, delta = as_common_arrays(x=x, delta=delta)
    check_shape("delta", delta.shape, x.shape, "x has")
    return np.where(x <= 0, 0, delta)
