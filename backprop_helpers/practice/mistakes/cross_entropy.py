"""Mistakes with cross-entropy, the error of scores, and with its delta."""

import numpy as np

from ...maths.losses import softmax_cross_entropy, softmax_cross_entropy_input_delta
from ...maths.softmax import softmax
from . import lessons
from .mistake import needs, of, sign_turned
from .softmax import shares, sigmoid

cross_entropy = of(softmax_cross_entropy, "cross-entropy")
logits_delta = of(softmax_cross_entropy_input_delta, "logits' delta")
_LOG = "E is −log q at the label, as a mean over the batch; the logarithm is the natural one"
_DELTA = "the delta of a score is its probability, less 1 at the label, divided by the size of the batch"


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
    at_the_label = _at_the_label(shares(logits), labels)
    needs((at_the_label > 0).all())
    return -np.log(at_the_label).mean()


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
    return -np.log(_at_the_label(sigmoid(logits), labels)).mean()


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
    return _less_one(shares(logits), logits, labels)


@logits_delta("a sigmoid is taken of each score, not softmax of all", _DELTA, lessons.SOFTMAX)
def sigmoids_less_one(right, logits, labels):
    return _less_one(sigmoid(logits), logits, labels)


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
