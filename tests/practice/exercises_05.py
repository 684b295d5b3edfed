"""Exercises 05.1 to 05.3: the truth by hand, and the wrong ways."""

import numpy as np
from scipy.signal import convolve2d, correlate2d

from .exercises_01 import KERNEL, WHOLE_KERNEL
from .exercises_04 import DELTA, WHOLE_DELTA

TRUTHS = {
    # three stamps: 0.4 times the kernel at [0, 0], −0.2 times at [0, 2], 0.3 times at [1, 1]
    "05.1": [
        [0.4 * 0.5, 0.4 * -1, -0.2 * 0.5, -0.2 * -1],
        [0.4 * 2, 0.4 * 0.1 + 0.3 * 0.5, -0.2 * 2 + 0.3 * -1, -0.2 * 0.1],
        [0, 0.3 * 2, 0.3 * 0.1, 0],
    ],
    # feature map 2, −3.5, 0.5, −1.5, so that 0 and 2 pass the ReLU; their deltas are 0.3 · 1 and 0.3 · −2 − 0.1 · 0.4
    "05.2": [0.3 * 2 - 0.64 * 3, 0.3 * -1 - 0.64 * 1],
}
CASE_TRUTHS = {
    "05.3": [
        convolve2d(DELTA, KERNEL),
        [
            [0.4 * 0.5, 0.4 * -1, 0.4 * 2 - 0.2 * 0.5, -0.2 * -1, -0.2 * 2],
            [0.1 * 0.5, -0.1 + 0.3 * 0.5, 0.1 * 2 - 0.3 + 0.7 * 0.5, 0.3 * 2 - 0.7, 0.7 * 2],
        ],
        [[1.5, -2, 0.5, 4], [-15, 20, -5, -40], [150, -200, 50, 400]],
        [[-0.2, -0.4 - 0.5, -1 - 0.1, -0.2], [-0.8, -0.04 - 2, -0.1 - 0.4, -0.02]],
        convolve2d(DELTA, WHOLE_KERNEL),
        convolve2d(WHOLE_DELTA, KERNEL),
        convolve2d(WHOLE_DELTA / 4, WHOLE_KERNEL / 4),
    ],
}


# 05.1 and 05.3: kernel and delta; the delta of the image


def stamped(kernel, delta, put):
    """Visit the positions; ``put(result, place, stamp)`` does what is right or wrong with each stamp."""
    rows, columns = np.add(kernel.shape, delta.shape) - 1
    result = np.zeros((rows, columns))
    for i, j in np.ndindex(delta.shape):
        put(result, np.s_[i : i + kernel.shape[0], j : j + kernel.shape[1]], delta[i, j] * kernel)
    return result


def add(result, place, stamp):
    result[place] += stamp


def valid_in_place_of_full(kernel, delta):
    return convolve2d(delta, kernel, "valid")


def stamps_one_column_late(kernel, delta):
    return np.roll(stamped(kernel, delta, add), 1, axis=1)


def image_of_the_deltas_size(kernel, delta):
    return stamped(kernel, delta, add)[: delta.shape[0], : delta.shape[1]]


def rows_and_columns_of_the_kernel_swapped(kernel, delta):
    """The image is made with the kernel's columns as rows; what does not fit in is cut off."""
    rows, columns = np.add(kernel.shape[::-1], delta.shape) - 1
    result = np.zeros((rows, columns))
    for i, j in np.ndindex(delta.shape):
        cells = result[i : i + kernel.shape[0], j : j + kernel.shape[1]]
        cells += delta[i, j] * kernel[: cells.shape[0], : cells.shape[1]]
    return result


def stamps_of_two_by_two_only(kernel, delta):
    result = np.zeros(np.add(delta.shape, 1))
    for i, j in np.ndindex(delta.shape):
        result[i : i + 2, j : j + 2] += delta[i, j] * kernel
    return result


def border_of_one_zero_only(kernel, delta):
    return correlate2d(np.pad(delta, 1), kernel[::-1, ::-1], "valid")


def kept_in_the_kernels_kind(kernel, delta):
    """What comes of a result that began as zeros of ``kernel.dtype``."""
    return stamped(kernel, delta, add).astype(kernel.dtype)


def kept_in_the_deltas_kind(kernel, delta):
    return stamped(kernel, delta, add).astype(delta.dtype)


def negative_stamps_lost(kernel, delta):
    return np.maximum(stamped(kernel, delta, add), 0)


def kernel_flipped_in_place(kernel, delta):
    kernel[...] = kernel[::-1, ::-1].copy()
    return correlate2d(delta, kernel, "full")


# 05.2: row, first kernel, second kernel and delta; the gradient of the first kernel


INPUT_DELTA = {
    valid_in_place_of_full: 4,
    stamps_one_column_late: None,
    image_of_the_deltas_size: 4,
}
MISTAKES = {
    "05.1": INPUT_DELTA,
    "05.2": {},
    "05.3": {
        **INPUT_DELTA,
        rows_and_columns_of_the_kernel_swapped: None,
        stamps_of_two_by_two_only: None,
        border_of_one_zero_only: 4,
        kept_in_the_kernels_kind: None,
        kept_in_the_deltas_kind: None,
        negative_stamps_lost: None,
        kernel_flipped_in_place: None,
    },
}
IN_PLACE = {kernel_flipped_in_place}
