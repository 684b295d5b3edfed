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


def largest_without_its_sign_wins(x, delta, size=2, stride=None):
    def put(cells, window, d):
        cells[winner(abs(window))] += d

    return routed(x, delta, size, stride, put)


def right_put(cells, window, d):
    cells[winner(window)] += d


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


MISTAKES = {
    "02.1": {},
    "02.2": {},
    "02.3": {
        windows_of_two_by_two_only: None,
        windows_that_never_leave_numbers_between_them: 12,
        kept_in_xs_kind: None,
        lower_windows_cut_short: 12,
        written_into_x: None,
    },
}
IN_PLACE = {written_into_x}
