"""Mistakes with the error, and with the delta that begins the way back."""

import numpy as np

from ...maths.losses import (
    softmax_cross_entropy,
    softmax_cross_entropy_input_delta,
    squared_error,
    squared_error_input_delta,
)
from . import lessons
from .mistake import needs, of, sign_turned

error = of(squared_error, "error")
output_delta = of(squared_error_input_delta, "output's delta")
cross_entropy = of(softmax_cross_entropy, "cross-entropy")
logits_delta = of(softmax_cross_entropy_input_delta, "logits' delta")
_HALF = "E is half the sum of the squared differences"
_MINUS = "∂E/∂y is y − t: the half and the square's 2 cancel"
_CROSS = "the logits' delta is softmax less 1 at the right class, divided by the size of the batch"


@error("the half is left out", _HALF, lessons.ERROR)
def half_left_out(right, **call):
    return 2 * right(**call)


@error("the mean is taken, not the sum", _HALF, lessons.ERROR)
def mean_for_sum(right, y, target):
    needs(y.size > 1)
    return right(y=y, target=target) / y.size


@error("the differences are not squared", _HALF, lessons.ERROR)
def not_squared(right, y, target):
    return (target - y).sum() / 2


@error("the sum is squared, not each difference", _HALF, lessons.ERROR)
def sum_squared(right, y, target):
    return (target - y).sum() ** 2 / 2


@error("the root of the sum is taken", _HALF, lessons.ERROR)
def root_taken(right, **call):
    return np.sqrt(2 * right(**call))


@output_delta("t − y stands for y − t", _MINUS, lessons.ERROR)
def target_minus_output(right, **call):
    return -right(**call)


@output_delta("the 2 of the square stays", _MINUS, lessons.ERROR)
def doubled(right, **call):
    return 2 * right(**call)


@output_delta("the delta is divided by the number of outputs", _MINUS, lessons.ERROR)
def divided_by_the_outputs(right, y, target):
    needs(y.size > 1)
    return right(y=y, target=target) / y.size


@output_delta("the error stands for its slope", _MINUS, lessons.ERROR)
def error_for_slope(right, **call):
    return right(**call) ** 2 / 2


@output_delta("the target is left out", _MINUS, lessons.ERROR)
def target_left_out(right, y, target):
    return y


@cross_entropy("the batch is added, not averaged", "this loss is the mean over the batch", lessons.ERROR)
def batch_added(right, logits, labels):
    needs(logits.ndim == 2 and len(logits) > 1)
    return right(logits=logits, labels=labels) * len(logits)


@cross_entropy("the logarithm's sign is turned", "the error is −log p", lessons.ERROR)
def logarithm_turned(right, **call):
    return -right(**call)


@cross_entropy("the logarithm is to the base 2", "the logarithm is the natural one", lessons.ERROR)
def base_two(right, **call):
    return right(**call) / np.log(2)


@logits_delta("the mean over the batch is left out", _CROSS, lessons.ERROR)
def mean_left_out(right, logits, labels):
    needs(logits.ndim == 2 and len(logits) > 1)
    return right(logits=logits, labels=labels) * len(logits)


@logits_delta("no 1 is subtracted at the right class", _CROSS, lessons.ERROR)
def one_not_subtracted(right, logits, labels):
    count = len(logits) if logits.ndim == 2 else 1
    return right(logits=logits, labels=labels) + _one_hot(logits, labels) / count


@logits_delta("softmax is left out", _CROSS, lessons.ERROR)
def softmax_left_out(right, logits, labels):
    count = len(logits) if logits.ndim == 2 else 1
    return (logits - _one_hot(logits, labels)) / count


def _one_hot(logits, labels):
    return (np.arange(logits.shape[-1]) == np.expand_dims(labels, -1)).astype(float)


logits_turned = logits_delta("the sign is turned", _CROSS, lessons.ERROR)(sign_turned)
