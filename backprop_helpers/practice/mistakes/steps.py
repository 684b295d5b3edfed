"""Mistakes in a step of gradient descent."""

import numpy as np

from ...maths.dense import dense, dense_weights_gradient
from ...maths.losses import squared_error
from .. import answers
from . import lessons
from .mistake import of

step = of(answers.one_sgd_step, "step")
_MINUS = "∂E/∂y is y − t: the half and the square's 2 cancel"
_STEP = "a step goes against the gradient: the weight less learning rate times gradient"
_ERROR = "E is (y − t)² / 2, asked for after the step"
_GRADIENT = "a weight's gradient is the delta times the x that the weight met"
_OLD = "all gradients belong to the weights before the step"


@step("the gradient is added, not subtracted", _STEP, lessons.STEP)
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


def _stepped(right, change, call):
    """Return the weights after a step with another change in place of the gradient, and their error."""
    x, weights, target = call["x"], call["weights"], call["target"]
    changed = weights - call["learning_rate"] * change(dense(x, weights[None]) - target, x, weights)
    return np.array([*changed, squared_error(dense(x, changed[None]), target)])


@step("the changes stand for the new weights", _STEP, lessons.STEP)
def changes_for_weights(right, weights, x, target, **call):
    changes = right(weights=weights, x=x, target=target, **call)[:-1] - weights
    return np.array([*changes, squared_error(dense(x, changes[None]), target)])


@step("x is left out of the gradient", _GRADIENT, lessons.STEP)
def x_left_out(right, **call):
    return _stepped(right, lambda delta, x, weights: delta * np.ones_like(x), call)


@step("the weight stands for x", _GRADIENT, lessons.STEP)
def weight_for_x(right, **call):
    return _stepped(right, lambda delta, x, weights: delta * weights, call)


@step("the gradients of the weights are swapped", _GRADIENT, lessons.STEP)
def gradients_swapped(right, **call):
    return _stepped(right, lambda delta, x, weights: (delta * x)[::-1], call)


@step("every weight gets the mean of the gradients", _GRADIENT, lessons.STEP)
def gradient_averaged(right, **call):
    return _stepped(right, lambda delta, x, weights: (delta * x).mean(), call)


@step("only the first weight is changed", "a step changes all weights", lessons.STEP)
def first_weight_only(right, **call):
    return _stepped(right, lambda delta, x, weights: delta * x * (np.arange(len(x)) == 0), call)


@step("the difference stands for the error", _ERROR, lessons.STEP)
def difference_for_error(right, x, target, **call):
    *weights, _ = right(x=x, target=target, **call)
    return np.array([*weights, (target - weights @ x).item()])


@step("the output stands for the error", _ERROR, lessons.STEP)
def output_for_error(right, x, **call):
    *weights, _ = right(x=x, **call)
    return np.array([*weights, weights @ x])
