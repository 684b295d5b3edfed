"""Exercises 06.1 to 06.3: the truth by hand, and the wrong ways."""

import numpy as np

from .exercises_00 import (
    a_step_of_its_own,
    a_whole_row_nudged,
    copies_of_xs_own_kind,
    divided_by_one_step,
    multiplied_by_two_steps_for_divided,
    neighbour_nudged,
    not_divided,
    nudged,
    nudged_in_relation_to_its_size,
    one_array_for_up_and_down,
    one_step_divided_by_two,
    only_one_step_down,
    only_one_step_up,
    up_and_down_swapped,
    x_itself_nudged,
)

TRUTHS = {
    # 3³ and (−1)³; 2.4 and, of −1.6, nothing
    "06.1": [(27 + 1) / 4, (2.4 - 0) / 4],
    # 1.5 up gains 0.5 and down loses 0.25, of 4 each; 1.25 up gains 0.25; 2.5 wins two windows whatever is done to it
    "06.3": [(0.5 + 0.25) * 4, 0.25 * 4, -1 + 6, 0, 2],
}
CASE_TRUTHS = {
    "06.2": [
        # along an entry a: k b (3 a² + step²), with b = −1.3 and step² = 0.0001, then with b = 0.5 and step² = 0.01;
        # along b itself: the other cubes and 8 b³ + 8 b step²
        [
            [
                -1.3 * (3 * 0.16 + 0.0001),
                0.064 + 3 * 0.512 + 4 * 9.261 + 5 * 0.216 - 6 * 0.729 + 8 * -2.197 + 8 * -1.3 * 0.0001,
                3 * -1.3 * (3 * 0.64 + 0.0001),
            ],
            [
                4 * -1.3 * (3 * 4.41 + 0.0001),
                5 * -1.3 * (3 * 0.36 + 0.0001),
                6 * -1.3 * (3 * 0.81 + 0.0001),
            ],
        ],
        [
            [
                0.5 * (3 * 2.89 + 0.01),
                4.913 - 3 * 0.008 + 4 * 0.729 + 5 * 1.331 + 6 * 0.027 + 8 * 0.125 + 8 * 0.5 * 0.01,
            ],
            [3 * 0.5 * (3 * 0.04 + 0.01), 4 * 0.5 * (3 * 0.81 + 0.01)],
            [5 * 0.5 * (3 * 1.21 + 0.01), 6 * 0.5 * (3 * 0.09 + 0.01)],
        ],
        # b = −0.5, −2 and 1.25; step² = 0.25, 0.25 and 0.0625
        [
            [
                -0.5 * (3 * 2.25 + 0.25),
                -3.375 - 3 * 8 + 8 * -0.125 + 8 * -0.5 * 0.25,
                3 * -0.5 * (3 * 4 + 0.25),
            ]
        ],
        [
            [
                -2 * (3 * 1 + 0.25),
                1 + 3 * 27 + 4 * 8 + 5 * 64 - 6 * 1 + 8 * -8 + 8 * -2 * 0.25,
                3 * -2 * (3 * 9 + 0.25),
            ],
            [4 * -2 * (3 * 4 + 0.25), 5 * -2 * (3 * 16 + 0.25), 6 * -2 * (3 * 1 + 0.25)],
        ],
        [
            [
                1.25 * (3 * 0.25 + 0.0625),
                0.125 - 3 * 0.421875 + 4 * 8 + 5 * 3.375 - 6 * 0.015625 + 8 * 1.953125 + 8 * 1.25 * 0.0625,
            ],
            [3 * 1.25 * (3 * 0.5625 + 0.0625), 4 * 1.25 * (3 * 4 + 0.0625)],
            [5 * 1.25 * (3 * 2.25 + 0.0625), 6 * 1.25 * (3 * 0.0625 + 0.0625)],
        ],
    ],
}


# 06.1: x of the cube, x of the ReLU and step; the two slopes


def right_slope(function, x, index, step):
    return (nudged(function, x, index, step) - nudged(function, x, index, -step)) / (2 * step)


# 06.2: function, x and step; the slope along every entry


def along_every_entry(slope, function, x, step):
    """What a way to measure, with the arguments of 00.3, gives along every entry."""
    return np.reshape([slope(function, x, index, step) for index in np.ndindex(x.shape)], x.shape)


def one_step_up_along_every_entry(function, x, step):
    return along_every_entry(only_one_step_up, function, x, step)


def one_step_down_along_every_entry(function, x, step):
    return along_every_entry(only_one_step_down, function, x, step)


def divided_by_one_step_along_every_entry(function, x, step):
    return along_every_entry(divided_by_one_step, function, x, step)


def one_step_divided_by_two_along_every_entry(function, x, step):
    return along_every_entry(one_step_divided_by_two, function, x, step)


def multiplied_by_the_step_along_every_entry(function, x, step):
    return along_every_entry(multiplied_by_two_steps_for_divided, function, x, step)


def not_divided_along_every_entry(function, x, step):
    return along_every_entry(not_divided, function, x, step)


def up_and_down_swapped_along_every_entry(function, x, step):
    return along_every_entry(up_and_down_swapped, function, x, step)


def whole_rows_nudged(function, x, step):
    return along_every_entry(a_whole_row_nudged, function, x, step)


def neighbours_nudged(function, x, step):
    return along_every_entry(neighbour_nudged, function, x, step)


def one_array_for_up_and_down_along_every_entry(function, x, step):
    return along_every_entry(one_array_for_up_and_down, function, x, step)


def steps_in_relation_to_the_entries(function, x, step):
    return along_every_entry(nudged_in_relation_to_its_size, function, x, step)


def a_step_of_its_own_along_every_entry(function, x, step):
    return along_every_entry(a_step_of_its_own, function, x, step)


def nudges_of_xs_own_kind(function, x, step):
    """What comes of a nudge that began as ``np.zeros_like(x)``."""
    return along_every_entry(copies_of_xs_own_kind, function, x, step)


def slopes_of_xs_own_kind(function, x, step):
    """What comes of a result that began as ``np.zeros_like(x)``."""
    return along_every_entry(right_slope, function, x, step).astype(x.dtype)


def steps_not_taken_back(function, x, step):
    work = x.copy()
    slopes = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        below = function(work)
        work[index] += step
        slopes[index] = (function(work) - below) / step
    return slopes


def last_step_down_not_taken_back(function, x, step):
    work = x.copy()
    return along_every_entry(x_itself_nudged, function, work, step)


def slopes_in_one_row(function, x, step):
    return along_every_entry(right_slope, function, x, step).ravel()


def slopes_transposed(function, x, step):
    return along_every_entry(right_slope, function, x, step).T


def slopes_laid_out_column_by_column(function, x, step):
    return along_every_entry(right_slope, function, x, step).ravel().reshape(x.shape, order="F")


def first_row_of_slopes_only(function, x, step):
    slopes = along_every_entry(right_slope, function, x, step)
    slopes[1:] = 0
    return slopes


def slope_of_the_first_entry_for_all(function, x, step):
    return np.full(x.shape, right_slope(function, x, (0, 0), step))


def slopes_added_up(function, x, step):
    return along_every_entry(right_slope, function, x, step).sum()


def only_arrays_of_two_rows_and_three_columns(function, x, step):
    slopes = np.zeros((2, 3))
    for index in np.ndindex(2, 3):
        slopes[index] = right_slope(function, x, index, step)
    return slopes


def x_itself_nudged_and_put_back(function, x, step):
    """x comes back with rounding errors in its last digits."""
    slopes = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        x[index] += step
        above = function(x)
        x[index] -= 2 * step
        slopes[index] = (above - function(x)) / (2 * step)
        x[index] += step
    return slopes


MISTAKES = {
    "06.1": {},
    "06.2": {
        one_step_up_along_every_entry: 29,
        one_step_down_along_every_entry: 29,
        divided_by_one_step_along_every_entry: None,
        one_step_divided_by_two_along_every_entry: None,
        multiplied_by_the_step_along_every_entry: None,
        not_divided_along_every_entry: None,
        up_and_down_swapped_along_every_entry: 22,
        whole_rows_nudged: None,
        neighbours_nudged: None,
        one_array_for_up_and_down_along_every_entry: None,
        steps_in_relation_to_the_entries: None,
        a_step_of_its_own_along_every_entry: 29,
        steps_not_taken_back: None,
        last_step_down_not_taken_back: None,
        slopes_in_one_row: None,
        slopes_transposed: None,
        slopes_laid_out_column_by_column: 20,
        first_row_of_slopes_only: None,
        slope_of_the_first_entry_for_all: None,
        slopes_added_up: None,
        only_arrays_of_two_rows_and_three_columns: None,
        nudges_of_xs_own_kind: None,
        slopes_of_xs_own_kind: None,
        x_itself_nudged_and_put_back: None,
    },
    "06.3": {},
}
IN_PLACE = {x_itself_nudged_and_put_back}
