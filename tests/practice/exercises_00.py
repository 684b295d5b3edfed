"""Exercises 00.1 to 00.3: the truth by hand, and the wrong ways."""

TRUTHS = {
    # h = 0.3 · 0.7 = 0.21, y = −1.2 · 0.21 = −0.252; y − t, times −1.2, times 0.7
    "00.1": [-0.252 - 0.5, -1.2 * -0.752, 0.7 * 0.9024],
    # image 6·5, feature map 4·4, pooled 2·2, activations 2·2, output 3; kernel 3·2, weights 3·4
    "00.2": [30 + 16 + 4 + 4 + 3, 6 + 12],
}
CASE_TRUTHS = {
    # third of six, one cube of it is 3·a³: 3 · ((0.81)³ − (0.79)³) / 0.02 · (−1.3);
    # fifth of six: 5 · ((1.2)³ − 1³) / 0.2 · 0.5; three times the third, of 2 and 1.5, 3.5 and 2.5, 0.5 and 1
    "00.3": [
        3 * (0.531441 - 0.493039) / 0.02 * -1.3,
        5 * (1.728 - 1) / 0.2 * 0.5,
        3 * (15.625 - 3.375) * -0.5,
        3 * (42.875 - 15.625) * -2,
        3 * (1 - 0.125) / 0.5 * 1.25,
    ],
}


def cubes(x):
    """What 00.3 nudges: (1·a³ + 2·b³ + …) times the entry x[0, 1]."""
    return sum(k * number**3 for k, number in enumerate(x.flat, 1)) * x[0, 1]


# 00.1: x, w, v and target; [∂E/∂y, ∂E/∂h, ∂E/∂w]


# 00.2: image, kernel, pool and outputs; [deltas, gradients]


# 00.3: function, x, index and step; the slope


def nudged(function, x, index, by):
    changed = x.copy()
    changed[index] += by
    return function(changed)


def only_one_step_up(function, x, index, step):
    return (nudged(function, x, index, step) - function(x)) / step


def only_one_step_down(function, x, index, step):
    return (function(x) - nudged(function, x, index, -step)) / step


def divided_by_one_step(function, x, index, step):
    return (nudged(function, x, index, step) - nudged(function, x, index, -step)) / step


def one_step_divided_by_two(function, x, index, step):
    return (nudged(function, x, index, step) - function(x)) / (2 * step)


def multiplied_by_two_steps_for_divided(function, x, index, step):
    return (nudged(function, x, index, step) - nudged(function, x, index, -step)) / 2 * step


def not_divided(function, x, index, step):
    return nudged(function, x, index, step) - nudged(function, x, index, -step)


def up_and_down_swapped(function, x, index, step):
    return (nudged(function, x, index, -step) - nudged(function, x, index, step)) / (2 * step)


def every_entry_nudged(function, x, index, step):
    return (function(x + step) - function(x - step)) / (2 * step)


def a_whole_row_nudged(function, x, index, step):
    return (nudged(function, x, index[0], step) - nudged(function, x, index[0], -step)) / (2 * step)


def neighbour_nudged(function, x, index, step):
    beside = (index[0], index[1] - 1)
    return (nudged(function, x, beside, step) - nudged(function, x, beside, -step)) / (2 * step)


def row_and_column_swapped(function, x, index, step):
    return (nudged(function, x.T, index, step) - nudged(function, x.T, index, -step)) / (2 * step)


def nudged_in_relation_to_its_size(function, x, index, step):
    by = step * x[index]
    return (nudged(function, x, index, by) - nudged(function, x, index, -by)) / (2 * step)


def one_array_for_up_and_down(function, x, index, step):
    up = down = x.copy()
    up[index] += step
    down[index] -= step
    return (function(up) - function(down)) / (2 * step)


def x_itself_nudged(function, x, index, step):
    x[index] += step
    above = function(x)
    x[index] -= 2 * step
    return (above - function(x)) / (2 * step)


def copies_of_xs_own_kind(function, x, index, step):
    """In an array of whole numbers the nudge is cut off."""
    return (nudged(function, x, index, step) - nudged(function, x, index, -step)) / (2 * step)


def a_step_of_its_own(function, x, index, step):
    return (nudged(function, x, index, 1e-4) - nudged(function, x, index, -1e-4)) / 2e-4


MISTAKES = {
    "00.1": {},
    "00.2": {},
    "00.3": {
        only_one_step_up: 29,
        only_one_step_down: 29,
        divided_by_one_step: None,
        one_step_divided_by_two: None,
        multiplied_by_two_steps_for_divided: None,
        not_divided: None,
        up_and_down_swapped: 22,
        every_entry_nudged: None,
        a_whole_row_nudged: None,
        neighbour_nudged: None,
        row_and_column_swapped: None,
        nudged_in_relation_to_its_size: None,
        one_array_for_up_and_down: None,
        x_itself_nudged: None,
        a_step_of_its_own: 29,
        copies_of_xs_own_kind: None,
    },
}
IN_PLACE = {x_itself_nudged}
