"""Mistakes in a chain of three numbers: its slopes, and the step of its two weights."""

import numpy as np

from .. import answers
from . import lessons
from .mistake import of

chain = of(answers.chain_of_three, "chain")
two_weights = of(answers.one_step_of_two_weights, "step")
_MINUS = "∂E/∂y is y − t: the half and the square's 2 cancel"
_ROAD = "slopes multiply along the road: ∂E/∂h is v·∂E/∂y, and ∂E/∂w is x·∂E/∂h"
_FORWARD = "y is v·w·x"
_STEP = "a step goes against the gradient: the weight less learning rate times gradient"
_OLD = "all gradients belong to the weights before the step"


@chain("t − y stands for y − t", _MINUS, lessons.ERROR)
def target_minus_output(right, **call):
    return -right(**call)


@chain("the 2 of the square stays", _MINUS, lessons.ERROR)
def doubled(right, **call):
    return 2 * right(**call)


@chain("the error stands for its slope", _MINUS, lessons.ERROR)
def error_for_slope(right, **call):
    slopes = right(**call)
    return slopes * slopes[0] / 2


@chain("the target is left out", _MINUS, lessons.ERROR)
def target_left_out(right, target, **call):
    return right(target=0 * target, **call)


@chain("v is left out on the way forward", _FORWARD, lessons.ERROR)
def v_left_out_forwards(right, x, w, v, target):
    output_delta = w * x - target
    return output_delta * np.array([1, v, v * x])


@chain("the sign is turned behind ∂E/∂y", "a delta keeps its sign on the way back", lessons.ERROR)
def sign_turned_on_the_way(right, **call):
    return right(**call) * [1, -1, -1]


def _slopes(right, hidden, first, call):
    """Return the right ∂E/∂y, and what is made of it and of ∂E/∂h."""
    output_delta, hidden_delta, _ = right(**call)
    return np.array([output_delta, hidden(output_delta), first(output_delta, hidden_delta)])


@chain("v is left out on the way back", _ROAD, lessons.ERROR)
def v_left_out(right, x, **call):
    return _slopes(right, lambda output: output, lambda output, _: x * output, {"x": x, **call})


@chain("v is left out on the way to w", _ROAD, lessons.ERROR)
def v_skipped(right, x, v, **call):
    return _slopes(right, lambda output: v * output, lambda output, _: x * output, {"x": x, "v": v, **call})


@chain("w stands for v on the way back", _ROAD, lessons.ERROR)
def w_for_v(right, x, w, **call):
    return _slopes(right, lambda output: w * output, lambda output, _: x * w * output, {"x": x, "w": w, **call})


def _last_slope(right, factor, call):
    output_delta, hidden_delta, _ = right(**call)
    return np.array([output_delta, hidden_delta, factor * hidden_delta])


@chain("x is left out", _ROAD, lessons.ERROR)
def x_left_out(right, **call):
    return _last_slope(right, 1, call)


@chain("w stands for x", _ROAD, lessons.ERROR)
def w_for_x(right, w, **call):
    return _last_slope(right, w, {"w": w, **call})


@chain("h stands for x", _ROAD, lessons.ERROR)
def h_for_x(right, x, w, **call):
    return _last_slope(right, w * x, {"x": x, "w": w, **call})


@chain("the slopes are added, not multiplied", _ROAD, lessons.ERROR)
def slopes_added(right, x, v, **call):
    hidden = v + right(x=x, v=v, **call)[0]
    return np.array([hidden - v, hidden, x + hidden])


@chain("the three stand in reverse order", "∂E/∂y comes first, ∂E/∂w last", lessons.ERROR)
def reversed_order(right, **call):
    return right(**call)[::-1]


# The step


def _changed(right, call):
    """Return how the two weights change in the right step."""
    return right(**call) - [call["w"], call["v"]]


@two_weights("the gradient is added, not subtracted", _STEP, lessons.STEP)
def uphill(right, **call):
    return right(**call) - 2 * _changed(right, call)


@two_weights("the learning rate is left out", _STEP, lessons.STEP)
def rate_left_out(right, learning_rate, **call):
    return right(learning_rate=1, **call)


@two_weights("the gradients stand for the new weights", _STEP, lessons.STEP)
def gradients_for_weights(right, learning_rate, **call):
    return -_changed(right, {"learning_rate": 1, **call})


@two_weights("the changes stand for the new weights", _STEP, lessons.STEP)
def changes_for_weights(right, **call):
    return _changed(right, call)


@two_weights("w stays as it is", _STEP, lessons.STEP)
def w_stays(right, w, **call):
    return np.array([w, right(w=w, **call)[1]])


@two_weights("v stays as it is", _STEP, lessons.STEP)
def v_stays(right, v, **call):
    return np.array([right(v=v, **call)[0], v])


@two_weights("the gradients of w and v are swapped", "the gradient of w goes to w, that of v to v", lessons.STEP)
def gradients_swapped(right, w, v, **call):
    return np.array([w, v]) + _changed(right, {"w": w, "v": v, **call})[::-1]


@two_weights("v stands before w", "w comes first, as in h = w·x", lessons.STEP)
def swapped(right, **call):
    return right(**call)[::-1]


@two_weights("x stands for h in the gradient of v", "the gradient of v is h·∂E/∂y", lessons.STEP)
def x_for_h(right, x, w, v, **call):
    first, second = right(x=x, w=w, v=v, **call)
    return np.array([first, v + (second - v) / w])


@two_weights("the delta goes back through the new v", _OLD, lessons.OLD_WEIGHTS)
def new_v_on_the_way_back(right, w, v, **call):
    first, second = right(w=w, v=v, **call)
    return np.array([w + (first - w) / v * second, second])


@two_weights("the gradient of v is made with the new w", _OLD, lessons.OLD_WEIGHTS)
def new_w_for_v(right, w, v, **call):
    first, second = right(w=w, v=v, **call)
    return np.array([first, v + (second - v) / w * first])


@two_weights("w is changed after another way forward, through the new v", _OLD, lessons.OLD_WEIGHTS)
def v_first_and_forward_again(right, v, **call):
    second = right(v=v, **call)[1]
    return np.array([right(v=second, **call)[0], second])


@two_weights("v is changed after another way forward, through the new w", _OLD, lessons.OLD_WEIGHTS)
def w_first_and_forward_again(right, w, **call):
    first = right(w=w, **call)[0]
    return np.array([first, right(w=first, **call)[1]])
