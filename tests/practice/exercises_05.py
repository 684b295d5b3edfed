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


def kernel_flipped_in_the_stamps(kernel, delta):
    return stamped(kernel[::-1, ::-1], delta, add)


def flip_forgotten_in_the_full_convolution(kernel, delta):
    return correlate2d(delta, kernel, "full")


def flipped_twice(kernel, delta):
    return convolve2d(delta, kernel[::-1, ::-1], "full")


def flipped_upside_down_only(kernel, delta):
    return correlate2d(delta, kernel[::-1], "full")


def flipped_left_to_right_only(kernel, delta):
    return correlate2d(delta, kernel[:, ::-1], "full")


def kernel_and_delta_swapped(kernel, delta):
    return correlate2d(kernel, delta, "full")


def kernel_transposed_in_the_stamps(kernel, delta):
    return stamped(kernel.T, delta, add)


def valid_in_place_of_full(kernel, delta):
    return convolve2d(delta, kernel, "valid")


def same_in_place_of_full(kernel, delta):
    return convolve2d(delta, kernel, "same")


def set_in_place_of_added_stamps(kernel, delta):
    def put(result, place, stamp):
        result[place] = stamp

    return stamped(kernel, delta, put)


def first_stamp_stays(kernel, delta):
    def put(result, place, stamp):
        result[place] += np.where(result[place] == 0, stamp, 0)

    return stamped(kernel, delta, put)


def averaged_where_stamps_overlap(kernel, delta):
    stamps = stamped(np.ones(kernel.shape), (delta != 0).astype(float), add)
    return stamped(kernel, delta, add) / np.maximum(stamps, 1)


def averaged_over_the_kernel(kernel, delta):
    return stamped(kernel, delta, add) / kernel.size


def stamps_side_by_side(kernel, delta):
    return np.kron(delta, kernel)


def kernel_left_out(kernel, delta):
    return stamped(np.ones(kernel.shape), delta, add)


def deltas_left_out_of_the_stamps(kernel, delta):
    return stamped(kernel, (delta != 0).astype(float), add)


def deltas_in_reverse_order_stamped(kernel, delta):
    return stamped(kernel, delta[::-1, ::-1], add)


def stamps_one_column_late(kernel, delta):
    return np.roll(stamped(kernel, delta, add), 1, axis=1)


def sign_of_the_stamps_turned(kernel, delta):
    return stamped(kernel, -delta, add)


def signs_of_the_deltas_lost_in_the_stamps(kernel, delta):
    return stamped(kernel, abs(delta), add)


def last_stamp_forgotten(kernel, delta):
    i, j = np.argwhere(delta)[-1]
    rest = delta.copy()
    rest[i, j] = 0
    return stamped(kernel, rest, add)


def last_column_of_stamps_forgotten(kernel, delta):
    rest = delta.copy()
    rest[:, -1] = 0
    return stamped(kernel, rest, add)


def image_of_the_deltas_size(kernel, delta):
    return stamped(kernel, delta, add)[: delta.shape[0], : delta.shape[1]]


def result_of_the_stamps_transposed(kernel, delta):
    return stamped(kernel, delta, add).T


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


def relu_slope(row, first_kernel):
    return np.correlate(row, first_kernel, "valid") > 0


def relu_forgotten_on_the_way_back(row, first_kernel, second_kernel, delta):
    return np.correlate(row, np.convolve(delta, second_kernel), "valid")


def relus_slope_from_the_deltas_sign(row, first_kernel, second_kernel, delta):
    return np.correlate(row, np.maximum(np.convolve(delta, second_kernel), 0), "valid")


def relus_slope_from_the_rows_sign(row, first_kernel, second_kernel, delta):
    back = np.convolve(delta, second_kernel)
    return np.correlate(row, back * (row[: len(back)] > 0), "valid")


def relu_of_the_feature_map_in_place_of_its_slope(row, first_kernel, second_kernel, delta):
    feature_map = np.correlate(row, first_kernel, "valid")
    return np.correlate(row, np.convolve(delta, second_kernel) * np.maximum(feature_map, 0), "valid")


def relus_slope_turned_round(row, first_kernel, second_kernel, delta):
    return np.correlate(row, np.convolve(delta, second_kernel) * ~relu_slope(row, first_kernel), "valid")


def first_kernel_flipped_forwards(row, first_kernel, second_kernel, delta):
    mask = np.convolve(row, first_kernel, "valid") > 0
    return np.correlate(row, np.convolve(delta, second_kernel) * mask, "valid")


def second_kernel_flipped_on_the_way_back(row, first_kernel, second_kernel, delta):
    back = np.correlate(delta, second_kernel, "full")
    return np.correlate(row, back * relu_slope(row, first_kernel), "valid")


def second_kernel_forgotten(row, first_kernel, second_kernel, delta):
    back = np.zeros(len(row) - len(first_kernel) + 1)
    back[: len(delta)] = delta
    return np.correlate(row, back * relu_slope(row, first_kernel), "valid")


def first_kernel_in_place_of_the_second(row, first_kernel, second_kernel, delta):
    back = np.zeros(len(row) - len(first_kernel) + 1)
    back[: len(delta) + len(first_kernel) - 1] = np.convolve(delta, first_kernel)
    return np.correlate(row, back * relu_slope(row, first_kernel), "valid")


def set_in_place_of_added_to_the_feature_map(row, first_kernel, second_kernel, delta):
    back = np.zeros(len(row) - len(first_kernel) + 1)
    for j, d in enumerate(delta):
        back[j : j + len(second_kernel)] = d * second_kernel
    return np.correlate(row, back * relu_slope(row, first_kernel), "valid")


def hidden_delta(row, first_kernel, second_kernel, delta):
    """The right delta of the feature map, for what goes wrong behind it."""
    return np.convolve(delta, second_kernel) * relu_slope(row, first_kernel)


def row_and_delta_swapped(row, *rest):
    return np.correlate(row, hidden_delta(row, *rest), "valid")[::-1]


def row_and_delta_convolved(row, *rest):
    return np.convolve(row, hidden_delta(row, *rest), "valid")


def positions_averaged(row, *rest):
    return np.correlate(row, hidden_delta(row, *rest), "valid") / len(hidden_delta(row, *rest))


def positions_that_passed_averaged(row, *rest):
    return np.correlate(row, hidden_delta(row, *rest), "valid") / (hidden_delta(row, *rest) != 0).sum()


def first_position_of_the_row_only(row, *rest):
    return hidden_delta(row, *rest)[0] * row[:2]


def sign_of_the_gradient_turned(row, *rest):
    return -np.correlate(row, hidden_delta(row, *rest), "valid")


def delta_of_the_feature_map_handed_in(row, *rest):
    return hidden_delta(row, *rest)


def delta_of_the_row_handed_in(row, first_kernel, *rest):
    return np.convolve(hidden_delta(row, first_kernel, *rest), first_kernel)


def gradient_of_the_second_kernel_handed_in(row, first_kernel, second_kernel, delta):
    return np.correlate(np.maximum(np.correlate(row, first_kernel, "valid"), 0), delta, "valid")


def feature_map_in_place_of_the_row(row, first_kernel, *rest):
    activations = np.pad(np.maximum(np.correlate(row, first_kernel, "valid"), 0), (0, 1))
    return np.correlate(activations, hidden_delta(row, first_kernel, *rest), "valid")


def second_kernel_updated_first(row, first_kernel, second_kernel, delta):
    activations = np.maximum(np.correlate(row, first_kernel, "valid"), 0)
    second_kernel = second_kernel - 0.1 * np.correlate(activations, delta, "valid")
    return np.correlate(row, hidden_delta(row, first_kernel, second_kernel, delta), "valid")


def kernel_after_the_step_handed_in(row, first_kernel, *rest):
    return first_kernel - np.correlate(row, hidden_delta(row, first_kernel, *rest), "valid")


INPUT_DELTA = {
    kernel_flipped_in_the_stamps: 3,
    flip_forgotten_in_the_full_convolution: 2,
    flipped_twice: 3,
    flipped_upside_down_only: 2,
    flipped_left_to_right_only: 2,
    kernel_and_delta_swapped: 5,
    kernel_transposed_in_the_stamps: None,
    valid_in_place_of_full: 4,
    same_in_place_of_full: 4,
    set_in_place_of_added_stamps: 14,
    first_stamp_stays: 14,
    averaged_where_stamps_overlap: 7,
    averaged_over_the_kernel: 7,
    stamps_side_by_side: None,
    deltas_in_reverse_order_stamped: 20,
    stamps_one_column_late: None,
    sign_of_the_stamps_turned: None,
    image_of_the_deltas_size: 4,
    result_of_the_stamps_transposed: None,
}
MISTAKES = {
    "05.1": {
        **INPUT_DELTA,
        kernel_left_out: None,
        deltas_left_out_of_the_stamps: 16,
        signs_of_the_deltas_lost_in_the_stamps: None,
        last_stamp_forgotten: None,
    },
    "05.2": {
        relu_forgotten_on_the_way_back: 19,
        relus_slope_from_the_deltas_sign: 26,
        relus_slope_from_the_rows_sign: 19,
        relu_of_the_feature_map_in_place_of_its_slope: None,
        relus_slope_turned_round: None,
        first_kernel_flipped_forwards: 1,
        second_kernel_flipped_on_the_way_back: 2,
        second_kernel_forgotten: None,
        first_kernel_in_place_of_the_second: None,
        set_in_place_of_added_to_the_feature_map: 14,
        row_and_delta_swapped: 5,
        row_and_delta_convolved: 1,
        positions_averaged: 7,
        positions_that_passed_averaged: 7,
        first_position_of_the_row_only: 8,
        sign_of_the_gradient_turned: 22,
        delta_of_the_feature_map_handed_in: 21,
        delta_of_the_row_handed_in: 21,
        gradient_of_the_second_kernel_handed_in: None,
        feature_map_in_place_of_the_row: None,
        second_kernel_updated_first: 23,
        kernel_after_the_step_handed_in: 21,
    },
    "05.3": {
        **INPUT_DELTA,
        last_column_of_stamps_forgotten: None,
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
