"""Mistakes with the error, with the delta that begins the way back, and with what is done with a gradient."""

import numpy as np

from ...maths.dense import dense, dense_weights_gradient
from ...maths.losses import (
    softmax_cross_entropy,
    softmax_cross_entropy_input_delta,
    squared_error,
    squared_error_input_delta,
)
from .. import answers
from . import lessons
from .mistake import needs, of, sign_turned

error = of(squared_error, "error")
output_delta = of(squared_error_input_delta, "output's delta")
cross_entropy = of(softmax_cross_entropy, "cross-entropy")
logits_delta = of(softmax_cross_entropy_input_delta, "logits' delta")
step = of(answers.one_sgd_step, "step")
nudge = of(answers.central_difference, "numerical slope")
behind_relu = of(answers.first_kernel_gradient, "first kernel's gradient")
_HALF = "E is half the sum of the squared differences"
_MINUS = "∂E/∂y is y − t: the half and the square's 2 cancel"
_CROSS = "the logits' delta is softmax less 1 at the right class, divided by the size of the batch"
_STEP = "a step goes against the gradient: the weight less learning rate times gradient"
_NUDGE = "the slope is measured from one step up to one step down, and divided by both steps"


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


# The step


@step("the gradient is added, or t − y stands for y − t", _STEP, lessons.STEP)
def uphill(right, learning_rate, **call):
    return right(learning_rate=-learning_rate, **call)


@step("the learning rate is left out", _STEP, lessons.STEP)
def rate_left_out(right, learning_rate, **call):
    return right(learning_rate=1, **call)


@step("the gradient is divided by the learning rate", _STEP, lessons.STEP)
def divided_by_the_rate(right, learning_rate, **call):
    return right(learning_rate=1 / learning_rate, **call)


@step("the error's 2 stays in its slope", _MINUS, lessons.STEP)
def twice_the_slope(right, learning_rate, **call):
    return right(learning_rate=2 * learning_rate, **call)


@step("two steps are made", _STEP, lessons.STEP)
def two_steps(right, weights, **call):
    once = right(weights=weights, **call)
    return right(weights=once[:-1], **call)


@step("the error is that before the step", "the error is asked for after the step", lessons.STEP)
def error_before(right, x, weights, target, **call):
    after = right(x=x, weights=weights, target=target, **call)
    return np.array([*after[:-1], squared_error(dense(x, weights[None]), target)])


@step("the gradient stands for the new weights", _STEP, lessons.STEP)
def gradient_for_weights(right, x, weights, target, **call):
    gradient = dense_weights_gradient(x, dense(x, weights[None]) - target)[0]
    return np.array([*gradient, squared_error(dense(x, gradient[None]), target)])


@step(
    "each weight is changed before the delta of the next is calculated",
    "all gradients belong to the weights before the step",
    lessons.OLD_WEIGHTS,
)
def one_after_the_other(right, weights, **call):
    changed = weights.copy()
    for place in range(len(weights)):
        changed[place] = right(weights=changed, **call)[place]
    return np.array([*changed, squared_error(dense(call["x"], changed[None]), call["target"])])


# The slope by a nudge


@nudge("only one step up is made", _NUDGE, lessons.NUDGE)
def one_step_up(right, function, x, index, step):
    return (function(_nudged(x, index, step)) - function(x)) / step


@nudge("only one step down is made", _NUDGE, lessons.NUDGE)
def one_step_down(right, function, x, index, step):
    return (function(x) - function(_nudged(x, index, -step))) / step


@nudge("the difference is divided by one step", _NUDGE, lessons.NUDGE)
def divided_by_one_step(right, **call):
    return 2 * right(**call)


@nudge("one step is divided by two", _NUDGE, lessons.NUDGE)
def one_step_divided_by_two(right, function, x, index, step):
    return (function(_nudged(x, index, step)) - function(x)) / (2 * step)


@nudge("the difference is divided by 2 and multiplied by the step", _NUDGE, lessons.NUDGE)
def multiplied_by_the_step(right, step, **call):
    return right(step=step, **call) * step * step


@nudge("the difference is not divided", _NUDGE, lessons.NUDGE)
def not_divided(right, step, **call):
    return right(step=step, **call) * 2 * step


@nudge("every entry is nudged at once", "one entry is nudged, the others stay", lessons.NUDGE)
def every_entry_nudged(right, function, x, index, step):
    needs(np.size(x) > 1)
    return (function(x + step) - function(x - step)) / (2 * step)


@nudge("the step is a share of the entry", "the step is the same for every entry", lessons.NUDGE)
def step_as_a_share(right, function, x, index, step):
    by = step * x[index]
    return (function(_nudged(x, index, by)) - function(_nudged(x, index, -by))) / (2 * step)


def _nudged(x, index, by):
    result = np.array(x, dtype=float)
    result[index] += by
    return result


nudge_turned = nudge("up and down are swapped", _NUDGE, lessons.NUDGE)(sign_turned)


# Weights that were changed too early


@behind_relu(
    "the second kernel has made its step before the delta goes through it",
    "the delta passes through the weights that went forward",
    lessons.OLD_WEIGHTS,
)
def second_kernel_updated_first(right, row, first_kernel, second_kernel, delta):
    feature_map = np.maximum(np.correlate(row, first_kernel, "valid"), 0)
    stepped = second_kernel - 0.1 * np.correlate(feature_map, delta, "valid")
    return right(row=row, first_kernel=first_kernel, second_kernel=stepped, delta=delta)
