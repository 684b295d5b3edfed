"""Mistakes in a slope that is measured by a nudge."""

from functools import partial

import numpy as np

from .. import answers
from . import lessons
from .mistake import needs, of, sign_turned

nudge = of(answers.central_difference, "numerical slope")
two_slopes = of(answers.slopes_by_a_nudge, "numerical slopes")
pool = of(answers.slopes_of_a_pool_and_the_wrong_cell, "slopes and cell")
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


# The slopes of a pool, and the cell in which a formula is wrong

_KINK = "at a kink one step up and one down give two slopes; where both give one slope, the formula is wrong"
_CELL = "the four slopes come first, then the cell's place, counted from 0"


def _pooled(row, delta):
    return (np.maximum(row[:-1], row[1:]) * delta).sum()


def _with_slopes(right, measure, x, delta, gradient, step):
    """Return the right answer, its slopes measured in another way."""
    nudged = [measure(lambda row: _pooled(row, delta), x, (k,), step) for k in range(len(x))]
    return np.array([*nudged, right(x=x, delta=delta, gradient=gradient, step=step)[-1]])


def _with_cell(right, cell, **call):
    return np.array([*right(**call)[:-1], cell])


def _differing(right, gradient, **call):
    """Return the cells that differ from the formula, but for the one in which it is wrong."""
    *slopes, wrong = right(gradient=gradient, **call)
    return [k for k, (slope, told) in enumerate(zip(slopes, gradient, strict=True)) if slope != told and k != wrong]


@pool("only one step up is made", _NUDGE, lessons.NUDGE)
def only_up(right, **call):
    return _with_slopes(right, partial(one_step_up.wrong, None), **call)


@pool("only one step down is made", _NUDGE, lessons.NUDGE)
def only_down(right, **call):
    return _with_slopes(right, partial(one_step_down.wrong, None), **call)


@pool("the difference is divided by one step", _NUDGE, lessons.NUDGE)
def both_steps_for_one(right, **call):
    *slopes, cell = right(**call)
    return np.array([*np.multiply(slopes, 2), cell])


@pool("the slopes are those at the point, or of a smaller ε, and not measured with this one", _MEASURED, lessons.KINKS)
def slopes_by_the_rule(right, step, **call):
    return right(step=step / 1024, **call)


@pool("the formula's own numbers stand in place of the slopes", _MEASURED, lessons.KINKS)
def formula_for_slopes(right, gradient, **call):
    return np.array([*gradient, right(gradient=gradient, **call)[-1]])


@pool("the first kink is taken for the wrong formula", _KINK, lessons.KINKS)
def first_kink_for_the_formula(right, **call):
    return _with_cell(right, _differing(right, **call)[0], **call)


@pool("the last kink is taken for the wrong formula", _KINK, lessons.KINKS)
def last_kink_for_the_formula(right, **call):
    return _with_cell(right, _differing(right, **call)[-1], **call)


@pool("the cell is counted from 1", _CELL, lessons.KINKS)
def cell_counted_from_one(right, **call):
    return _with_cell(right, right(**call)[-1] + 1, **call)


@pool("the pixel stands in place of its cell", _CELL, lessons.KINKS)
def pixel_for_the_cell(right, x, **call):
    return _with_cell(right, x[int(right(x=x, **call)[-1])], x=x, **call)


@pool("the cell is left out", _CELL, lessons.KINKS)
def cell_left_out(right, **call):
    return right(**call)[:-1]
