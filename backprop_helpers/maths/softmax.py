"""Softmax: of the scores of some classes their probabilities, each of which depends on all scores."""

import numpy as np

from .arguments import as_common_arrays, check_axes, check_between, check_has_exponential, check_shape


def softmax(x):
    """Return the classes' probabilities: the power of each score, divided by the sum of all of them.

    Parameters
    ----------
    x : (classes,) or (N, classes), the scores, also called logits

    Returns
    -------
    Numbers from 0 to 1 of x's shape, which add up to 1 for each image

    Raises
    ------
    ValueError, TypeError
        If x is not such an array.

    Notes
    -----
    y[n, k] = exp(x[n, k]) / Σ_k' exp(x[n, k']). The largest score is subtracted first, which changes nothing but keeps
    exp from overflowing.

    Examples
    --------
    >>> softmax(np.log([1, 2, 5]))
    array([0.125, 0.25 , 0.625])
    """
    (x,) = as_common_arrays(x=x)
    return shares(powers(below_the_largest("x", x)))


def softmax_input_delta(y, delta):
    """Return the scores' delta: every score moves all probabilities of its image.

    Parameters
    ----------
    y : (classes,) or (N, classes), what ``softmax`` returned
    delta : y's shape, ∂E/∂y

    Returns
    -------
    ∂E/∂x, of y's shape; its sum over the classes is 0

    Raises
    ------
    ValueError, TypeError
        If the shapes differ, or if y does not lie between 0 and 1.

    Notes
    -----
    ∂E/∂x[n, k] = y[n, k] · (delta[n, k] − Σ_k' y[n, k'] · delta[n, k'])

    Examples
    --------
    >>> softmax_input_delta([0.25, 0.75], [0, 4])          # 0.25 · (0 − 3) and 0.75 · (4 − 3)
    array([-0.75,  0.75])
    """
    y, delta = as_common_arrays(y=y, delta=delta)
    check_axes("y", y.shape, (1, 2), "(classes,) or (N, classes)")
    check_shape("delta", delta.shape, y.shape, "y has")
    check_between("y", y, 0, 1, "it is the output, softmax(x), not x")
    with np.errstate(under="ignore"):
        return y * (delta - (y * delta).sum(axis=-1, keepdims=True))


def below_the_largest(name, scores):
    """Return scores, an array of floats, less the largest of each image; `name` is what an error calls them."""
    check_axes(name, scores.shape, (1, 2), "(classes,) or (N, classes)")
    check_has_exponential(name, scores)
    return scores - scores.max(axis=-1, keepdims=True)


def powers(scores):
    """Return e to the power of each score; what is too small becomes 0."""
    with np.errstate(under="ignore"):
        return np.exp(scores)


def shares(positive):
    """Return each number's share in the sum of those of its image."""
    with np.errstate(under="ignore"):
        return positive / positive.sum(axis=-1, keepdims=True)
