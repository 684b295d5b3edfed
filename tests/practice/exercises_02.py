"""Exercises 02.1 to 02.3: the truth by hand, and the wrong ways."""

import numpy as np

TRUTHS = {
    "02.1": [[0, 0.25, 0, 0, 0, 0.15], [0, 0, 0, -0.4, 0, 0]],
    # −1 is the largest of its window; the first 5 wins three windows, two of them by the tie; the 6 wins two
    "02.2": [[0.15, 0, 0, 0], [0, 0, 0.25 - 0.5 + 0.7, 0], [0, 0.3 + 0.04, 0, 0]],
}
CASE_TRUTHS = {
    "02.3": [
        [[0, 0.25, 0, 0, 0, 0.15], [0, 0, 0, -0.4, 0, 0]],
        # ties: 7 7, 7 7, then 6 alone, then four 4; the last column belongs to no window
        [[0, 0.5, -0.25, 0, 0], [0, 0, 0, 0, 0], [0, 2, 0.75, 0, 0], [0, 0, 0, 0, 0]],
        # 3×3 with stride 1: x[0, 1] wins two windows, x[2, 4] two
        [[0, 0.5 - 0.25, 0, 0, 0], [2, 0, 0, 0.75, 0], [0, 0, 0, 0, 1 + 4], [0, 0, 0, 0, 0]],
        [[0, 0, -0.25, 0], [0.5, 0, 0, 0]],  # 2 is the largest, not −9; 0.5, not −8
        # 2×2 with stride 3: 4 of 0.5 −1 1.5 4, then 3 of 0.25 3 0.75 1; the third column and the last rows are not met
        [[0, 0, 0, 0, -0.25], [0, 0.5, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0]],
        [[0, 0.5], [0, 0]],  # −1 is the largest
        # 9 and 6, then 8 and 12
        [[0, 0, 0, 0, 0], [0.5, 0, -0.25, 0, 0], [0, 2, 0, 0, 0], [0, 0, 0.75, 0, 0]],
        # 3×3 with stride 1: 4 wins two windows, then 3; then 6, 4 again and 2
        [[0, 0, 0, 0, 2], [0, -1 + 4 + 1, 0, 0, 0], [0, 0, 0, 0, 0], [6, 0, 0, -5, 0]],
        # the windows of the whole numbers; the deltas are quarters of 3, −1, −2 and 6
        [[0, 0, 0, 0, 0], [0.75, 0, -0.25, 0, 0], [0, -0.5, 0, 0, 0], [0, 0, 1.5, 0, 0]],
    ],
}


# 02.1, 02.2 and 02.3: x, delta, size and stride; ∂E/∂x


def routed(x, delta, size, stride, put):
    """Visit the windows; ``put(result, window, delta)`` does what is right or wrong with each."""
    stride = size if stride is None else stride
    result = np.zeros(np.shape(x))
    for i, j in np.ndindex(delta.shape):
        place = np.s_[i * stride : i * stride + size, j * stride : j * stride + size]
        put(result[place], x[place], delta[i, j])
    return result


def winner(window):
    return np.unravel_index(np.argmax(window), window.shape)


def one_routed_for_the_delta(x, delta, size=2, stride=None):
    def put(cells, window, d):
        cells[winner(window)] += 1

    return routed(x, delta, size, stride, put)


def winning_number_routed(x, delta, size=2, stride=None):
    def put(cells, window, d):
        cells[winner(window)] += window.max()

    return routed(x, delta, size, stride, put)


def delta_times_the_number(x, delta, size=2, stride=None):
    def put(cells, window, d):
        cells[winner(window)] += d * window.max()

    return routed(x, delta, size, stride, put)


def delta_in_every_cell(x, delta, size=2, stride=None):
    def put(cells, window, d):
        cells += d

    return routed(x, delta, size, stride, put)


def delta_shared_out(x, delta, size=2, stride=None):
    def put(cells, window, d):
        cells += d / window.size

    return routed(x, delta, size, stride, put)


def last_one_wins(x, delta, size=2, stride=None):
    def put(cells, window, d):
        cells[np.argwhere(window == window.max())[-1][0], np.argwhere(window == window.max())[-1][1]] += d

    return routed(x, delta, size, stride, put)


def every_maximum_wins(x, delta, size=2, stride=None):
    def put(cells, window, d):
        cells[window == window.max()] += d

    return routed(x, delta, size, stride, put)


def shared_between_ties(x, delta, size=2, stride=None):
    def put(cells, window, d):
        cells[window == window.max()] += d / (window == window.max()).sum()

    return routed(x, delta, size, stride, put)


def smallest_wins(x, delta, size=2, stride=None):
    def put(cells, window, d):
        cells[np.unravel_index(np.argmin(window), window.shape)] += d

    return routed(x, delta, size, stride, put)


def largest_without_its_sign_wins(x, delta, size=2, stride=None):
    def put(cells, window, d):
        cells[winner(abs(window))] += d

    return routed(x, delta, size, stride, put)


def negative_numbers_never_win(x, delta, size=2, stride=None):
    def put(cells, window, d):
        cells[winner(window)] += d * (window.max() > 0)

    return routed(x, delta, size, stride, put)


def first_cell_wins_where_no_number_is_positive(x, delta, size=2, stride=None):
    """What comes of a maximum that starts at 0, and of a place that starts at [0, 0]."""

    def put(cells, window, d):
        cells[winner(np.maximum(window, 0))] += d

    return routed(x, delta, size, stride, put)


def first_of_equals_column_by_column_wins(x, delta, size=2, stride=None):
    def put(cells, window, d):
        cells[winner(window.T)[::-1]] += d

    return routed(x, delta, size, stride, put)


def first_cell_wins(x, delta, size=2, stride=None):
    def put(cells, window, d):
        cells[0, 0] += d

    return routed(x, delta, size, stride, put)


def set_in_place_of_added(x, delta, size=2, stride=None):
    def put(cells, window, d):
        cells[winner(window)] = d

    return routed(x, delta, size, stride, put)


def averaged_where_windows_overlap(x, delta, size=2, stride=None):
    wins = routed(x, np.ones(delta.shape), size, stride, right_put)
    return routed(x, delta, size, stride, right_put) / np.maximum(wins, 1)


def right_put(cells, window, d):
    cells[winner(window)] += d


def sign_of_the_deltas_turned(x, delta, size=2, stride=None):
    return routed(x, -delta, size, stride, right_put)


def sign_of_the_deltas_lost(x, delta, size=2, stride=None):
    return routed(x, abs(delta), size, stride, right_put)


def deltas_in_reverse_order(x, delta, size=2, stride=None):
    return routed(x, delta[::-1, ::-1], size, stride, right_put)


def row_and_column_of_the_winner_swapped(x, delta, size=2, stride=None):
    def put(cells, window, d):
        cells[winner(window)[::-1]] += d

    return routed(x, delta, size, stride, put)


def windows_side_by_side_in_place_of_overlapping(x, delta, size=2, stride=None):
    return routed(x, delta[: len(x) // size, : x.shape[1] // size], size, size, right_put)


def stride_of_one_in_place_of_the_given(x, delta, size=2, stride=None):
    return routed(x, delta, size, 1, right_put)


def one_winner_in_the_whole_array(x, delta, size=2, stride=None):
    result = np.zeros(x.shape)
    result[winner(x)] = delta.sum()
    return result


def small_deltas_only(x, delta, size=2, stride=None):
    """The deltas of the pooled array, unrouted."""
    return np.array(delta)


def windows_that_never_leave_numbers_between_them(x, delta, size=2, stride=None):
    return routed(x, delta, size, min(size, stride), right_put)


def kept_in_xs_kind(x, delta, size=2, stride=None):
    """What comes of a result that began as ``np.zeros_like(x)``."""
    return routed(x, delta, size, stride, right_put).astype(x.dtype)


def lower_windows_cut_short(x, delta, size=2, stride=None):
    """What comes of ``i + size`` for the end of a window that begins at ``i * stride``."""
    result = np.zeros(x.shape)
    for i, j in np.ndindex(delta.shape):
        top, left = i * stride, j * stride
        window = x[top : max(i + size, top + 1), left : left + size]
        row, column = winner(window)
        result[top + row, left + column] += delta[i, j]
    return result


def windows_of_two_by_two_only(x, delta, size=2, stride=None):
    return routed(x, delta, 2, 2 if stride is None else stride, right_put)


def written_into_x(x, delta, size=2, stride=None):
    result = routed(x, delta, size, stride, right_put)
    x[...] = result
    return x


OVERLAPPING_POOL = {
    every_maximum_wins: 15,
    shared_between_ties: 15,
    last_one_wins: 15,
    largest_without_its_sign_wins: None,
    set_in_place_of_added: 14,
    averaged_where_windows_overlap: 7,
    windows_side_by_side_in_place_of_overlapping: 14,
    one_routed_for_the_delta: 16,
    winning_number_routed: 16,
    delta_times_the_number: 16,
    delta_in_every_cell: 15,
    delta_shared_out: 7,
    smallest_wins: None,
    first_cell_wins: None,
    sign_of_the_deltas_turned: None,
    deltas_in_reverse_order: 20,
    row_and_column_of_the_winner_swapped: None,
    one_winner_in_the_whole_array: None,
    small_deltas_only: None,
}
MISTAKES = {
    "02.1": {
        one_routed_for_the_delta: 16,
        winning_number_routed: 16,
        delta_times_the_number: 16,
        delta_in_every_cell: 15,
        delta_shared_out: 7,
        smallest_wins: None,
        first_cell_wins: None,
        sign_of_the_deltas_turned: None,
        sign_of_the_deltas_lost: None,
        deltas_in_reverse_order: 20,
        row_and_column_of_the_winner_swapped: None,
        stride_of_one_in_place_of_the_given: None,
        one_winner_in_the_whole_array: None,
        small_deltas_only: None,
    },
    "02.2": {
        **OVERLAPPING_POOL,
        negative_numbers_never_win: None,
        sign_of_the_deltas_lost: None,
    },
    "02.3": {
        **OVERLAPPING_POOL,
        stride_of_one_in_place_of_the_given: None,
        windows_of_two_by_two_only: None,
        windows_that_never_leave_numbers_between_them: 12,
        negative_numbers_never_win: None,
        first_cell_wins_where_no_number_is_positive: None,
        first_of_equals_column_by_column_wins: 20,
        kept_in_xs_kind: None,
        lower_windows_cut_short: 12,
        written_into_x: None,
    },
}
IN_PLACE = {written_into_x}
