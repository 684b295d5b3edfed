"""Mistakes with softmax, which makes probabilities of the scores of classes, and with its delta."""

import numpy as np

from ...maths.softmax import softmax, softmax_input_delta
from . import lessons
from .mistake import needs, of, sign_turned

probabilities = of(softmax, "softmax")
scores_delta = of(softmax_input_delta, "scores' delta")
_SHARES = "softmax is e to the power of each score, divided by the sum of these powers over the classes"
_SLOPES = "each score moves all probabilities: its delta is q times what its own delta has above their mean, Σ qδ"


# Softmax


def shares(x):
    """Return each score's share of their sum."""
    return x / x.sum(axis=-1, keepdims=True)


def sigmoid(x):
    """Return the sigmoid of each score."""
    return 1 / (1 + np.exp(-x))


@probabilities("the scores are divided by their sum, without e to their power", _SHARES, lessons.SOFTMAX)
def powers_left_out(right, x):
    return shares(x)


@probabilities("the powers are not divided by their sum", _SHARES, lessons.SOFTMAX)
def sum_left_out(right, x):
    return np.exp(x)


@probabilities("the powers are divided by the largest, not by their sum", _SHARES, lessons.SOFTMAX)
def divided_by_the_largest(right, x):
    return np.exp(x - x.max(axis=-1, keepdims=True))


@probabilities("the powers are divided by how many they are", _SHARES, lessons.SOFTMAX)
def divided_by_the_count(right, x):
    return np.exp(x) / x.shape[-1]


@probabilities("2 is raised to the scores, not e", _SHARES, lessons.SOFTMAX)
def powers_of_two(right, x):
    return right(x=x * np.log(2))


@probabilities("10 is raised to the scores, not e", _SHARES, lessons.SOFTMAX)
def powers_of_ten(right, x):
    return right(x=x * np.log(10))


@probabilities("the scores' signs are turned", _SHARES, lessons.SOFTMAX)
def scores_turned(right, x):
    return right(x=-x)


@probabilities("a sigmoid is taken of each score", _SHARES, lessons.SOFTMAX)
def sigmoid_of_each(right, x):
    return sigmoid(x)


@probabilities("the largest score takes 1 and the others 0", _SHARES, lessons.SOFTMAX)
def all_to_the_largest(right, x):
    return (x == x.max(axis=-1, keepdims=True)).astype(float)


@probabilities("the logarithm is taken besides", _SHARES, lessons.CROSS_ENTROPY)
def logarithm_taken(right, **call):
    return np.log(right(**call))


@probabilities("the sum runs over the images, not over the classes", _SHARES, lessons.BATCH_MEAN)
def over_the_images(right, x):
    needs(x.ndim == 2 and len(x) > 1)
    return right(x=x.T).T


@probabilities("the sum runs over the whole batch", _SHARES, lessons.BATCH_MEAN)
def over_the_whole_batch(right, x):
    needs(x.ndim == 2 and len(x) > 1)
    return np.exp(x) / np.exp(x).sum()


# Its delta


@scores_delta("each delta is multiplied by q (1 − q) alone", _SLOPES, lessons.SLOPE_ALONE)
def own_slope_alone(right, y, delta):
    return y * (1 - y) * delta


@scores_delta("each delta is multiplied by q alone", _SLOPES, lessons.SLOPE_ALONE)
def probability_for_slope(right, y, delta):
    return y * delta


@scores_delta("the deltas' plain mean is subtracted", _SLOPES, lessons.SLOPE_ALONE)
def plain_mean_subtracted(right, y, delta):
    return y * (delta - delta.mean(axis=-1, keepdims=True))


@scores_delta("the deltas' plain sum is subtracted", _SLOPES, lessons.SLOPE_ALONE)
def plain_sum_subtracted(right, y, delta):
    return y * (delta - delta.sum(axis=-1, keepdims=True))


@scores_delta("the difference is not multiplied by q", _SLOPES, lessons.SLOPE_ALONE)
def not_multiplied(right, y, delta):
    return delta - (y * delta).sum(axis=-1, keepdims=True)


@scores_delta("softmax is passed as if it were not there", _SLOPES, lessons.SLOPE_ALONE)
def softmax_passed_over(right, y, delta):
    return delta


scores_turned_on_the_way = scores_delta("the sign is turned", _SLOPES, lessons.SLOPE_ALONE)(sign_turned)
