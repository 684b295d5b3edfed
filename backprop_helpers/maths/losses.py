"""Losses: one number that says how wrong the output is, and the delta with which the way back begins."""

import numpy as np

from .arguments import as_common_arrays, check_shape, class_labels, hint_at_images
from .softmax import below_the_largest, powers, shares


def squared_error(y, target):
    """Return half the sum of the squared differences.

    Parameters
    ----------
    y : array of any shape, the output
    target : y's shape

    Returns
    -------
    E, one number

    Raises
    ------
    ValueError, TypeError
        If the shapes differ or hold no real numbers.

    Notes
    -----
    E = Σ (y − target)² / 2, over all entries, those of a batch included

    Examples
    --------
    >>> float(squared_error([1, 5], [4, 1]))          # (9 + 16) / 2
    12.5
    """
    y, target = _same_shape(y, target)
    difference = y - target
    return (difference * difference).sum() / 2


def squared_error_input_delta(y, target):
    """Return the output's delta: how fast E grows with each output.

    Parameters
    ----------
    y : array of any shape, the output
    target : y's shape

    Returns
    -------
    ∂E/∂y = y − target, of y's shape

    Raises
    ------
    ValueError, TypeError
        If the shapes differ or hold no real numbers.

    Examples
    --------
    >>> squared_error_input_delta([1, 5], [4, 1])
    array([-3.,  4.])
    """
    y, target = _same_shape(y, target)
    return y - target


def softmax_cross_entropy(logits, labels):
    """Return how surprised softmax(logits) is by the right classes, in nats, as a mean over the batch.

    Parameters
    ----------
    logits : (classes,) or (N, classes)
    labels : the right class, an integer from 0 to classes − 1; or (N,) of them

    Returns
    -------
    E, one number

    Raises
    ------
    ValueError, TypeError
        If a label is out of range or no integer, or if the shapes do not fit.

    Notes
    -----
    E = −(1/N) Σ_n log p[n, label n], where p[n, k] = exp(logits[n, k]) / Σ_k' exp(logits[n, k']). The largest logit is
    subtracted first, which changes nothing but keeps exp from overflowing.

    Examples
    --------
    >>> print(f"{np.exp(-softmax_cross_entropy([0, np.log(3)], 1)):.6f}")     # p = 3 / (1 + 3)
    0.750000
    """
    (logits,) = as_common_arrays(logits=logits)
    shifted = below_the_largest("logits", logits)
    logarithm = np.log(powers(shifted).sum(axis=-1, keepdims=True))
    at_the_label = np.where(_is_label(labels, logits.shape), shifted, 0).sum(axis=-1, keepdims=True)
    return _mean((logarithm - at_the_label).sum(), logits.shape)


def softmax_cross_entropy_input_delta(logits, labels):
    """Return the logits' delta: softmax(logits), less 1 at the right class, divided by the size of the batch.

    Parameters
    ----------
    logits : (classes,) or (N, classes)
    labels : the right class, an integer from 0 to classes − 1; or (N,) of them

    Returns
    -------
    ∂E/∂logits, of the logits' shape

    Raises
    ------
    ValueError, TypeError
        If a label is out of range or no integer, or if the shapes do not fit.

    Notes
    -----
    ∂E/∂logits[n, k] = (p[n, k] − [k is the label of n]) / N

    Examples
    --------
    >>> softmax_cross_entropy_input_delta([0, np.log(3)], 1)
    array([ 0.25, -0.25])
    """
    (logits,) = as_common_arrays(logits=logits)
    probabilities = shares(powers(below_the_largest("logits", logits)))
    is_label = _is_label(labels, logits.shape)
    return _mean(np.where(is_label, probabilities - 1, probabilities), logits.shape)


def _same_shape(y, target):
    y, target = as_common_arrays(y=y, target=target)
    images = len(target) if target.ndim > 1 and target.size == y.size else 0
    check_shape("target", target.shape, y.shape, "y has", hint_at_images(y.shape, images))
    return y, target


def _is_label(labels, shape):
    """Return which of the logits, of a shape, belong to the right classes."""
    return class_labels(labels, shape)[..., None] == np.arange(shape[-1])


def _mean(values, shape):
    """Return what a loss gives for all images as a mean over the batch, if the logits' shape has one."""
    return values / shape[0] if len(shape) > 1 else values
