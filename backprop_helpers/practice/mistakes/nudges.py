"""Mistakes in a slope that is measured by a nudge."""

import numpy as np

from .. import answers
from . import lessons
from .mistake import needs, of, sign_turned

nudge = of(answers.central_difference, "numerical slope")
two_slopes = of(answers.slopes_by_a_nudge, "numerical slopes")
_NUDGE = "the slope is measured from one step up to one step down, and divided by both steps"
_MEASURED = "what is measured with a large step is not the slope at the point"


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


@nudge(
    "fractions are cut off: an array that is copied from an x of whole numbers, or made like it, holds such alone",
    "x.astype(float) and np.zeros(x.shape) hold fractions",
    lessons.NUDGE,
)
def whole_numbers_only(right, function, x, index, step):
    up, down = x.copy(), x.copy()
    up[index] += step
    down[index] -= step
    return (function(up) - function(down)) / (2 * step)


nudge_turned = nudge("up and down are swapped", _NUDGE, lessons.NUDGE)(sign_turned)


# The slopes of x³ and of ReLU


def _by_the_rule(x_of_cube, x_of_relu):
    return np.array([3 * x_of_cube**2, float(x_of_relu > 0)])


@two_slopes("the slopes come from the rules 3x² and 1, not from a nudge", _MEASURED, lessons.CLOSE)
def both_by_the_rule(right, x_of_cube, x_of_relu, step):
    return _by_the_rule(x_of_cube, x_of_relu)


@two_slopes("the cube's slope comes from the rule 3x², not from a nudge", _MEASURED, lessons.CLOSE)
def cube_by_the_rule(right, x_of_cube, x_of_relu, step):
    measured = right(x_of_cube=x_of_cube, x_of_relu=x_of_relu, step=step)
    return np.array([_by_the_rule(x_of_cube, x_of_relu)[0], measured[1]])


@two_slopes("the ReLU's slope is taken as 1, as at the point, or the ReLU is left out", _MEASURED, lessons.KINKS)
def relu_by_the_rule(right, x_of_cube, x_of_relu, step):
    measured = right(x_of_cube=x_of_cube, x_of_relu=x_of_relu, step=step)
    return np.array([measured[0], _by_the_rule(x_of_cube, x_of_relu)[1]])


@two_slopes("the ReLU's slope is taken as one half, the mean of 0 and 1", _MEASURED, lessons.KINKS)
def half_at_the_kink(right, **call):
    return np.array([right(**call)[0], 0.5])


@two_slopes("the ReLU's slope is taken as 0", _MEASURED, lessons.KINKS)
def none_at_the_kink(right, **call):
    return np.array([right(**call)[0], 0])


@two_slopes("ε is taken for the way from down to up, so that each step is half of it", _NUDGE, lessons.NUDGE)
def half_a_step(right, step, **call):
    return right(step=step / 2, **call)


@two_slopes("the ReLU's slope stands before the cube's", "the cube comes first", lessons.NUDGE)
def swapped(right, **call):
    return right(**call)[::-1]
