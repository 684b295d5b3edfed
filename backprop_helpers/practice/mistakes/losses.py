"""Mistakes with the error, and with the delta that begins the way back."""

import numpy as np

from ...maths.losses import squared_error, squared_error_input_delta
from . import lessons
from .mistake import needs, of

error = of(squared_error, "error")
output_delta = of(squared_error_input_delta, "output's delta")
_HALF = "E is half the sum of the squared differences"
_MINUS = "∂E/∂y is y − t: the half and the square's 2 cancel"


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
