"""Activations: functions of one number, applied to every entry; on the way back its slope multiplies the delta."""

import numpy as np

from .arguments import as_common_arrays, as_finite_number, check_between, check_has_exponential, check_shape
from .choice import where


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
    check_has_exponential("x", x)
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
    return where(x <= 0, 0, delta)


def leaky_relu(x, slope=0.01):
    """Return every entry that is above 0, and a small share of the others.

    Parameters
    ----------
    x : array of any shape
    slope : one number, what an entry below 0 is multiplied by

    Returns
    -------
    x where x > 0, else slope · x; of x's shape

    Raises
    ------
    ValueError, TypeError
        If x is not an array of real numbers, or slope no finite number.

    Examples
    --------
    >>> leaky_relu([-2, 0, 3], slope=0.5)
    array([-1.,  0.,  3.])
    """
    (x,) = as_common_arrays(x=x)
    return _leak(x, x, slope)


def leaky_relu_input_delta(x, delta, slope=0.01):
    """Let a delta through where the number that went forward was above 0, and a small share of it elsewhere.

    Parameters
    ----------
    x : array of any shape, what went into ``leaky_relu``
    delta : x's shape, ∂E/∂(leaky_relu(x, slope))
    slope : as given to ``leaky_relu``

    Returns
    -------
    ∂E/∂x, of x's shape

    Raises
    ------
    ValueError, TypeError
        If the shapes differ or hold no real numbers, or if slope is no finite number.

    Notes
    -----
    ∂E/∂x = delta where x > 0, else slope · delta. At x = 0 there is no derivative; slope is a
    subgradient, as in PyTorch.

    Examples
    --------
    >>> leaky_relu_input_delta([-2, 0, 3], [5, 5, -5], slope=0.5)
    array([ 2.5,  2.5, -5. ])
    """
    x, delta = as_common_arrays(x=x, delta=delta)
    check_shape("delta", delta.shape, x.shape, "x has")
    return _leak(x, delta, slope)


def _leak(x, passing, slope):
    slope = np.asarray(as_finite_number("slope", slope), x.dtype)
    with np.errstate(all="ignore"):  # slope times an infinity that passes whole is no trouble
        return np.where(x > 0, passing, slope * passing)


def tanh(x):
    """Return the hyperbolic tangent of every entry, a number between −1 and 1.

    Parameters
    ----------
    x : array of any shape

    Returns
    -------
    (exp(x) − exp(−x)) / (exp(x) + exp(−x)), of x's shape

    Raises
    ------
    ValueError, TypeError
        If x is not an array of real numbers.

    Examples
    --------
    >>> tanh([0, np.log(2)])                    # (2 − 1/2) / (2 + 1/2)
    array([0. , 0.6])
    """
    (x,) = as_common_arrays(x=x)
    check_has_exponential("x", x)
    return np.tanh(x)


def tanh_input_delta(y, delta):
    """Multiply each delta by the slope of tanh, which its own value tells.

    Parameters
    ----------
    y : array of any shape, the result ``tanh(x)``, not x
    delta : y's shape, ∂E/∂y

    Returns
    -------
    ∂E/∂x, of y's shape

    Raises
    ------
    ValueError, TypeError
        If the shapes differ or hold no real numbers, or if y does not lie between −1 and 1.

    Notes
    -----
    ∂E/∂x = delta · (1 − y²)

    Examples
    --------
    >>> tanh_input_delta([0.5, 0.6], [4, 100])
    array([ 3., 64.])
    """
    y, delta = as_common_arrays(y=y, delta=delta)
    check_shape("delta", delta.shape, y.shape, "y has")
    check_between("y", y, -1, 1, "it is the output, tanh(x), not x")
    with np.errstate(under="ignore"):
        return delta * (1 - y * y)
