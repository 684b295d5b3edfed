"""Exercises 03.1 to 03.3: the truth by hand, and the wrong ways."""

import numpy as np

from .exercises_02 import (
    right_put,
    routed,
)

TRUTHS = {
    # a column of the weights times the two deltas, then y (1 − y)
    "03.1": [
        (0.4 * 0.5 + 0.3 * -0.2) * 0.8 * 0.2,
        (-1.5 * 0.5 + 0.6 * -0.2) * 0.25 * 0.75,
        (0.2 * 0.5 - 0.5 * -0.2) * 0.6 * 0.4,
    ],
    # winners 0.9 and 0.6; the second window has no positive number, so nothing comes through
    "03.2": [[0, 0, 0, 0, 0, -0.25], [0.3, 0, 0, 0, 0, 0]],
}
CASE_TRUTHS = {
    "03.3": [
        [[0.2 * 0.75, 1.5 * 0.36, -0.7 * 0.99], [-0.4 * 0.91, 0.3 * 0.19, 2 * 0.64]],
        [-1.2 * 15 / 16, 0.6 * 7 / 16],
        [[0.2, 0, 0], [0, 0.3, 2]],  # the slope is 1 at 0, and 0 at 1 and −1
        [[3 * 0.75, -2 * 0.36], [0.99, 4 * 0.91], [-5 * 0.19, 2 * 0.64]],
        [[1.25 * 3 / 4, 0.25 * 7 / 16, -1.5 * 15 / 16, 0.75]],
    ],
}


# 03.1: weights, delta and y; the delta that goes into the sigmoid


# 03.2: x and delta; the delta of x, which goes through a ReLU to a max pool


def window_without_a_positive_number_passed_over(x, delta):
    """The second delta goes to the next window, the third to none."""
    return routed(x, delta[:, [0, 0, 1]], 2, 2, right_put) * (x > 0)


# 03.3: y and delta; ∂E/∂x for y = tanh(x)


def divided_by_the_slope_of_tanh(y, delta):
    return delta / (1 - y**2)


def deltas_summed_first(y, delta):
    return delta.sum() * (1 - y**2)


def summed_to_one_number(y, delta):
    return (delta * (1 - y**2)).sum()


def matrix_product_of_slope_and_delta(y, delta):
    return delta @ (1 - y**2).T


def slope_of_the_first_row_for_all(y, delta):
    return delta * (1 - y[0] ** 2)


def last_column_of_a_table_forgotten(y, delta):
    result = np.zeros(y.shape)
    result[..., :-1] = (delta * (1 - y**2))[..., :-1]
    return result


def only_arrays_of_rows_and_columns(y, delta):
    rows, columns = y.shape
    return [[delta[i, j] * (1 - y[i, j] ** 2) for j in range(columns)] for i in range(rows)]


def kept_in_ys_kind(y, delta):
    """What comes of a result that began as ``np.zeros_like(y)``."""
    return (delta * (1 - y**2)).astype(y.dtype)


def kept_in_the_deltas_kind(y, delta):
    return (delta * (1 - y**2)).astype(delta.dtype)


def written_into_the_delta(y, delta):
    delta *= 1 - y**2
    return delta


MISTAKES = {
    "03.1": {},
    "03.2": {
        window_without_a_positive_number_passed_over: None,
    },
    "03.3": {
        divided_by_the_slope_of_tanh: None,
        deltas_summed_first: None,
        summed_to_one_number: None,
        matrix_product_of_slope_and_delta: None,
        slope_of_the_first_row_for_all: None,
        last_column_of_a_table_forgotten: None,
        only_arrays_of_rows_and_columns: None,
        kept_in_ys_kind: None,
        kept_in_the_deltas_kind: None,
        written_into_the_delta: None,
    },
}
IN_PLACE = {written_into_the_delta}
