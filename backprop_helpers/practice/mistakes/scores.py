"""Mistakes with the scores of classes: softmax, cross-entropy, and their deltas."""

import numpy as np

from ...maths.losses import softmax_cross_entropy, softmax_cross_entropy_input_delta
from ...maths.softmax import softmax, softmax_input_delta
from . import lessons
from .mistake import needs, of, sign_turned

probabilities = of(softmax, "softmax")
scores_delta = of(softmax_input_delta, "scores' delta")
cross_entropy = of(softmax_cross_entropy, "cross-entropy")
logits_delta = of(softmax_cross_entropy_input_delta, "logits' delta")
_SHARES = "softmax is e to the power of each score, divided by the sum of these powers over the classes"
_SLOPES = "each score moves all probabilities: its delta is q times what its own delta has above their mean, Σ qδ"
_LOG = "E is −log q at the label, as a mean over the batch; the logarithm is the natural one"
_DELTA = "the delta of a score is its probability, less 1 at the label, divided by the size of the batch"


# Softmax


def _shares(x):
    return x / x.sum(axis=-1, keepdims=True)


def _sigmoid(x):
    return 1 / (1 + np.exp(-x))


@probabilities("the scores are divided by their sum, without e to their power", _SHARES, lessons.SOFTMAX)
def powers_left_out(right, x):
    return _shares(x)


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
    return _sigmoid(x)


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


# Cross-entropy


def _of_each(right, logits, labels):
    """Return the loss of each image alone."""
    return np.array([
        right(logits=row, labels=label)
        for row, label in zip(np.atleast_2d(logits), np.atleast_1d(labels), strict=True)
    ])  # fmt: skip


def _at_the_label(values, labels):
    """Return of each image's values the one at its label."""
    return np.take_along_axis(np.atleast_2d(values), np.atleast_1d(labels)[:, None], axis=-1)


@cross_entropy("the batch is added, not averaged", _LOG, lessons.BATCH_MEAN)
def batch_added(right, logits, labels):
    needs(logits.ndim == 2 and len(logits) > 1)
    return right(logits=logits, labels=labels) * len(logits)


@cross_entropy("the logarithm's sign is turned", _LOG, lessons.CROSS_ENTROPY)
def logarithm_turned(right, **call):
    return -right(**call)


@cross_entropy("the logarithm is to the base 2", _LOG, lessons.CROSS_ENTROPY)
def base_two(right, **call):
    return right(**call) / np.log(2)


@cross_entropy("the logarithm is to the base 10", _LOG, lessons.CROSS_ENTROPY)
def base_ten(right, **call):
    return right(**call) / np.log(10)


@cross_entropy("the logarithm is left out", _LOG, lessons.CROSS_ENTROPY)
def logarithm_left_out(right, **call):
    return np.exp(-_of_each(right, **call)).mean()


@cross_entropy("1 − q stands for −log q", _LOG, lessons.CROSS_ENTROPY)
def missing_probability(right, **call):
    return 1 - np.exp(-_of_each(right, **call)).mean()


@cross_entropy("softmax is left out: the label's score is taken, its sign turned", _LOG, lessons.CROSS_ENTROPY)
def score_for_error(right, logits, labels):
    return -_at_the_label(logits, labels).mean()


@cross_entropy("the scores are divided by their sum, without e to their power", _LOG, lessons.SOFTMAX)
def shares_of_the_scores(right, logits, labels):
    shares = _at_the_label(_shares(logits), labels)
    needs((shares > 0).all())
    return -np.log(shares).mean()


@cross_entropy("the logarithms of all classes are added", _LOG, lessons.CROSS_ENTROPY)
def every_class(right, logits, labels):
    return -np.log(softmax(logits)).sum(axis=-1).mean()


@cross_entropy("the mean is taken over the classes too", _LOG, lessons.BATCH_MEAN)
def divided_by_the_classes(right, logits, labels):
    return right(logits=logits, labels=labels) / logits.shape[-1]


@cross_entropy("the label is counted from 1", _LOG, lessons.CROSS_ENTROPY)
def label_from_one(right, logits, labels):
    return right(logits=logits, labels=_from_one(labels))


@cross_entropy("the largest probability is taken, not the label's", _LOG, lessons.CROSS_ENTROPY)
def largest_for_label(right, logits, labels):
    return right(logits=logits, labels=_largest(logits, labels))


@cross_entropy("softmax is taken twice", _LOG, lessons.CROSS_ENTROPY)
def softmax_twice(right, logits, labels):
    return right(logits=softmax(logits), labels=labels)


@cross_entropy("a sigmoid is taken of each score, not softmax of all", _LOG, lessons.SOFTMAX)
def sigmoid_for_softmax(right, logits, labels):
    return -np.log(_at_the_label(_sigmoid(logits), labels)).mean()


@cross_entropy("softmax goes over the images, not over the classes", _LOG, lessons.BATCH_MEAN)
def softmax_over_the_images(right, logits, labels):
    needs(logits.ndim == 2 and len(logits) > 1)
    return -np.log(_at_the_label(softmax(logits.T).T, labels)).mean()


def _from_one(labels):
    needs(np.min(labels) > 0)
    return np.subtract(labels, 1)


def _largest(logits, labels):
    largest = logits.argmax(axis=-1)
    needs((largest != labels).any())
    return largest


# Its delta


def _count(logits):
    return len(logits) if logits.ndim == 2 else 1


def _one_hot(logits, labels):
    return (np.arange(logits.shape[-1]) == np.expand_dims(labels, -1)).astype(float)


def _less_one(values, logits, labels):
    return (values - _one_hot(logits, labels)) / _count(logits)


@logits_delta("the mean over the batch is left out", _DELTA, lessons.BATCH_MEAN)
def mean_left_out(right, logits, labels):
    needs(_count(logits) > 1)
    return right(logits=logits, labels=labels) * len(logits)


@logits_delta("the 1 is not divided by the size of the batch", _DELTA, lessons.BATCH_MEAN)
def one_not_divided(right, logits, labels):
    needs(_count(logits) > 1)
    return softmax(logits) / len(logits) - _one_hot(logits, labels)


@logits_delta("the mean is taken over the classes too", _DELTA, lessons.BATCH_MEAN)
def averaged_over_the_classes(right, logits, labels):
    return right(logits=logits, labels=labels) / logits.shape[-1]


@logits_delta("no 1 is subtracted at the label", _DELTA, lessons.LESS_ONE)
def one_not_subtracted(right, logits, labels):
    return right(logits=logits, labels=labels) + _one_hot(logits, labels) / _count(logits)


@logits_delta("1 is subtracted everywhere", _DELTA, lessons.LESS_ONE)
def one_everywhere(right, logits, labels):
    return (softmax(logits) - 1) / _count(logits)


@logits_delta("1 is subtracted at a label counted from 1", _DELTA, lessons.LESS_ONE)
def label_counted_from_one(right, logits, labels):
    return right(logits=logits, labels=_from_one(labels))


@logits_delta("1 is subtracted at the largest score, not at the label", _DELTA, lessons.LESS_ONE)
def one_at_the_largest(right, logits, labels):
    return right(logits=logits, labels=_largest(logits, labels))


@logits_delta("softmax is left out", _DELTA, lessons.LESS_ONE)
def softmax_left_out(right, logits, labels):
    return _less_one(logits, logits, labels)


@logits_delta("the scores are divided by their sum, without e to their power", _DELTA, lessons.SOFTMAX)
def shares_of_the_scores_less_one(right, logits, labels):
    return _less_one(_shares(logits), logits, labels)


@logits_delta("a sigmoid is taken of each score, not softmax of all", _DELTA, lessons.SOFTMAX)
def sigmoids_less_one(right, logits, labels):
    return _less_one(_sigmoid(logits), logits, labels)


@logits_delta("softmax is taken twice", _DELTA, lessons.LESS_ONE)
def softmax_of_softmax(right, logits, labels):
    return right(logits=softmax(logits), labels=labels)


@logits_delta("softmax goes over the images, not over the classes", _DELTA, lessons.BATCH_MEAN)
def over_the_images_less_one(right, logits, labels):
    needs(_count(logits) > 1)
    return _less_one(softmax(logits.T).T, logits, labels)


@logits_delta("q (1 − q) is given, whatever the label", _DELTA, lessons.SLOPE_ALONE)
def slope_for_delta(right, logits, labels):
    q = softmax(logits)
    return q * (1 - q) / _count(logits)


@logits_delta("the delta is multiplied by q (1 − q) once more", _DELTA, lessons.SLOPE_ALONE)
def slope_twice(right, logits, labels):
    q = softmax(logits)
    return right(logits=logits, labels=labels) * q * (1 - q)


@logits_delta("only the label's score has a delta, as −1 / q times q (1 − q) gives", _DELTA, lessons.SLOPE_ALONE)
def label_alone(right, logits, labels):
    return right(logits=logits, labels=labels) * _one_hot(logits, labels)


@logits_delta("the probabilities' delta is given, −1 / q at the label", _DELTA, lessons.SLOPE_ALONE)
def delta_of_the_probabilities(right, logits, labels):
    return np.where(_one_hot(logits, labels), -1 / softmax(logits), 0) / _count(logits)


logits_turned = logits_delta("the sign is turned", _DELTA, lessons.LESS_ONE)(sign_turned)
