"""Exercises 03.1 to 03.3: the truth by hand, and the wrong ways."""

import numpy as np

from .exercises_02 import (
    deltas_in_reverse_order,
    first_cell_wins,
    largest_without_its_sign_wins,
    right_put,
    routed,
    sign_of_the_deltas_turned,
    small_deltas_only,
    smallest_wins,
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


def slope_forgotten(weights, delta, y):
    return weights.T @ delta


def sigmoid_in_place_of_its_slope(weights, delta, y):
    return weights.T @ delta * y


def one_minus_sigmoid_in_place_of_the_slope(weights, delta, y):
    return weights.T @ delta * (1 - y)


def slope_at_y_in_place_of_x(weights, delta, y):
    again = 1 / (1 + np.exp(-y))
    return weights.T @ delta * again * (1 - again)


def slope_at_the_delta(weights, delta, y):
    back = weights.T @ delta
    return back * back * (1 - back)


def slope_taken_twice(weights, delta, y):
    return weights.T @ delta * (y * (1 - y)) ** 2


def slope_of_tanh(weights, delta, y):
    return weights.T @ delta * (1 - y**2)


def slope_added_in_place_of_multiplied(weights, delta, y):
    return weights.T @ delta + y * (1 - y)


def divided_by_the_slope(weights, delta, y):
    return weights.T @ delta / (y * (1 - y))


def rows_laid_out_as_columns(weights, delta, y):
    return weights.reshape(weights.shape[::-1]) @ delta * y * (1 - y)


def row_of_the_weights_in_place_of_a_column(weights, delta, y):
    return (weights * delta[:, None]).sum(axis=1)


def first_output_only(weights, delta, y):
    return weights[0] * delta[0] * y * (1 - y)


def last_output_only(weights, delta, y):
    return weights[-1] * delta[-1] * y * (1 - y)


def outputs_averaged(weights, delta, y):
    return weights.T @ delta / len(delta) * y * (1 - y)


def deltas_swapped(weights, delta, y):
    return weights.T @ delta[::-1] * y * (1 - y)


def sign_of_the_delta_lost(weights, delta, y):
    return weights.T @ abs(delta) * y * (1 - y)


def sign_of_the_result_turned(weights, delta, y):
    return -(weights.T @ delta) * y * (1 - y)


def deltas_left_out(weights, delta, y):
    return weights.sum(axis=0) * y * (1 - y)


def gradient_of_the_weights_in_place_of_the_delta(weights, delta, y):
    return np.outer(delta, y)


# 03.2: x and delta; the delta of x, which goes through a ReLU to a max pool


def relus_slope_forgotten(x, delta):
    return routed(x, delta, 2, 2, right_put)


def tie_of_zeros_gets_the_delta(x, delta):
    return routed(np.maximum(x, 0), delta, 2, 2, right_put)


def slope_from_the_deltas_sign(x, delta):
    back = routed(x, delta, 2, 2, right_put)
    return back * (back > 0)


def relu_of_the_delta_at_its_winner_only(x, delta):
    return routed(np.maximum(x, 0), np.maximum(delta, 0), 2, 2, right_put)


def slope_of_minus_one_for_negative_numbers(x, delta):
    return routed(x, delta, 2, 2, right_put) * np.sign(x)


def slope_turned_round(x, delta):
    return routed(x, delta, 2, 2, right_put) * (x < 0)


def relu_in_place_of_its_slope(x, delta):
    return routed(x, delta, 2, 2, right_put) * np.maximum(x, 0)


def slope_in_place_of_the_delta(x, delta):
    return routed(x, np.ones(delta.shape), 2, 2, right_put) * (x > 0)


def every_positive_cell_gets_the_delta(x, delta):
    return np.kron(delta, np.ones((2, 2))) * (x > 0)


def delta_shared_between_the_positive_cells(x, delta):
    def put(cells, window, d):
        cells[window > 0] += d / max(1, (window > 0).sum())

    return routed(x, delta, 2, 2, put)


def smallest_wins_behind_the_relu(x, delta):
    return smallest_wins(x, delta) * (x > 0)


def largest_without_its_sign_wins_behind_the_relu(x, delta):
    return largest_without_its_sign_wins(x, delta) * (x > 0)


def first_cell_wins_behind_the_relu(x, delta):
    return first_cell_wins(x, delta) * (x > 0)


def sign_of_the_deltas_turned_behind_the_relu(x, delta):
    return sign_of_the_deltas_turned(x, delta) * (x > 0)


def deltas_in_reverse_order_behind_the_relu(x, delta):
    return deltas_in_reverse_order(x, delta) * (x > 0)


def window_without_a_positive_number_passed_over(x, delta):
    """The second delta goes to the next window, the third to none."""
    return routed(x, delta[:, [0, 0, 1]], 2, 2, right_put) * (x > 0)


# 03.3: y and delta; ∂E/∂x for y = tanh(x)


def delta_handed_on_unchanged(y, delta):
    return delta.copy()


def tanh_in_place_of_its_slope(y, delta):
    return delta * y


def square_forgotten(y, delta):
    return delta * (1 - y)


def difference_squared(y, delta):
    return delta * (1 - y) ** 2


def slope_of_the_sigmoid(y, delta):
    return delta * y * (1 - y)


def tanh_taken_twice(y, delta):
    return delta * (1 - np.tanh(y) ** 2)


def plus_in_place_of_minus(y, delta):
    return delta * (1 + y**2)


def minus_one_in_place_of_one_minus(y, delta):
    return delta * (y**2 - 1)


def one_left_out(y, delta):
    return -delta * y**2


def delta_inside_the_bracket(y, delta):
    return delta * 1 - y**2


def delta_left_out(y, delta):
    return 1 - y**2


def y_and_delta_swapped(y, delta):
    return y * (1 - delta**2)


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
    "03.1": {
        slope_forgotten: 24,
        sigmoid_in_place_of_its_slope: 24,
        one_minus_sigmoid_in_place_of_the_slope: 24,
        slope_at_y_in_place_of_x: 24,
        slope_at_the_delta: 24,
        slope_taken_twice: 19,
        slope_of_tanh: 24,
        slope_added_in_place_of_multiplied: None,
        divided_by_the_slope: None,
        rows_laid_out_as_columns: 25,
        row_of_the_weights_in_place_of_a_column: 25,
        first_output_only: 25,
        last_output_only: 25,
        outputs_averaged: 7,
        deltas_swapped: 25,
        sign_of_the_delta_lost: None,
        sign_of_the_result_turned: 22,
        deltas_left_out: None,
        gradient_of_the_weights_in_place_of_the_delta: 21,
    },
    "03.2": {
        relus_slope_forgotten: 19,
        tie_of_zeros_gets_the_delta: 19,
        slope_from_the_deltas_sign: 26,
        relu_of_the_delta_at_its_winner_only: 26,
        slope_of_minus_one_for_negative_numbers: None,
        slope_turned_round: None,
        relu_in_place_of_its_slope: None,
        slope_in_place_of_the_delta: 16,
        every_positive_cell_gets_the_delta: 15,
        delta_shared_between_the_positive_cells: 15,
        smallest_wins_behind_the_relu: None,
        largest_without_its_sign_wins_behind_the_relu: None,
        first_cell_wins_behind_the_relu: None,
        sign_of_the_deltas_turned_behind_the_relu: None,
        deltas_in_reverse_order_behind_the_relu: 20,
        small_deltas_only: None,
        window_without_a_positive_number_passed_over: None,
    },
    "03.3": {
        delta_handed_on_unchanged: 24,
        tanh_in_place_of_its_slope: 24,
        square_forgotten: 24,
        difference_squared: 24,
        slope_of_the_sigmoid: 24,
        tanh_taken_twice: 24,
        plus_in_place_of_minus: None,
        minus_one_in_place_of_one_minus: None,
        one_left_out: None,
        delta_inside_the_bracket: None,
        delta_left_out: None,
        y_and_delta_swapped: None,
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
