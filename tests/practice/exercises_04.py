"""Exercises 04.1 to 04.3: the truth by hand, and the wrong ways.

The kernel gradient is the delta slid over the image, as the feature map was the kernel slid over it: some wrong ways
are those of lesson 01.
"""

import numpy as np
from scipy.signal import convolve2d, correlate2d

from .exercises_01 import (
    PIXELS,
    WHOLE_PIXELS,
    arguments_swapped,
    averaged,
    full,
    kept_in_the_images_kind,
    kept_in_the_kernels_kind,
    last_column_left_at_zero,
    negative_sums_lost,
    neighbouring_row,
    neighbouring_window,
    padded_to_the_images_size,
    result_transposed,
    rows_counted_by_the_kernels_columns,
    sign_turned,
    windows_side_by_side,
    written_into_the_image,
)

DELTA = np.array([[0.4, -0.3, 0, 1.2], [-2, 0.1, 0.6, -0.5]])
WHOLE_DELTA = np.array([[3, -1, 4, 2], [-2, 6, 1, -5]])

TRUTHS = {
    "04.1": [
        [0.2 * 1 - 0.1 * 0 + 0.5 * 1, 0.2 * 2 - 0.1 * 3 + 0.5 * 2],
        [0.2 * 4 - 0.1 * 2 + 0.5 * 3, 0.2 * 1 - 0.1 * 5 + 0.5 * 1],
    ],
    # w[2, 0] lies on the pixels [2, 0], [2, 3] and [3, 1] where a delta is not 0; w[0, 1] on [0, 1], [0, 4] and [1, 2]
    "04.2": [0.3 * 2 - 0.2 * 5 + 0.05 * 6, 0.3 * 4 - 0.2 * 1 + 0.05 * 6, 0.3 - 0.2 + 0.05],
}
CASE_TRUTHS = {
    "04.3": [
        correlate2d(PIXELS, [*DELTA, [0.7, 0, 0.25, -1.1]], "valid"),
        correlate2d(PIXELS, DELTA, "valid"),
        [[1.5 - 20 - 50, -2 + 5 - 400, 0.5 + 40 - 700]],
        [[-1.5 - 1 - 2 - 0.5, -0.5 - 4 - 10 - 0.9]],
        correlate2d(WHOLE_PIXELS, DELTA, "valid"),
        correlate2d(PIXELS, WHOLE_DELTA, "valid"),
        correlate2d(WHOLE_PIXELS / 4, WHOLE_DELTA / 4, "valid"),
    ],
}


# 04.1 and 04.3: image and delta; ∂E/∂w


def patches(image, delta):
    """The piece of the image under the kernel at every position, (rows, columns of the delta, those of the kernel)."""
    kernel = [length - positions + 1 for length, positions in zip(image.shape, delta.shape, strict=True)]
    return np.lib.stride_tricks.sliding_window_view(image, kernel)


def delta_flipped(image, delta):
    return convolve2d(image, delta, "valid")


def image_flipped_and_convolved(image, delta):
    return convolve2d(image[::-1, ::-1], delta, "valid")


def averaged_over_the_deltas_that_are_not_zero(image, delta):
    return correlate2d(image, delta, "valid") / (delta != 0).sum()


def first_position_only(image, delta):
    return delta[0, 0] * patches(image, delta)[0, 0]


def last_position_only(image, delta):
    """What comes of ``=`` for ``+=`` in the loop over the positions."""
    return delta[-1, -1] * patches(image, delta)[-1, -1]


def position_of_the_largest_delta_only(image, delta):
    i, j = np.unravel_index(np.argmax(abs(delta)), delta.shape)
    return delta[i, j] * patches(image, delta)[i, j]


def first_position_forgotten(image, delta):
    return correlate2d(image, delta, "valid") - first_position_only(image, delta)


def last_row_of_deltas_forgotten(image, delta):
    return np.einsum("ij,ijmn->mn", delta[:-1], patches(image, delta)[:-1])


def first_patch_times_the_sum_of_the_deltas(image, delta):
    return patches(image, delta)[0, 0] * delta.sum()


def ones_in_place_of_the_deltas(image, delta):
    return correlate2d(image, (delta != 0).astype(float), "valid")


def signs_of_the_deltas_lost(image, delta):
    return correlate2d(image, abs(delta), "valid")


def delta_cut_to_the_kernels_size(image, delta):
    rows, columns = patches(image, delta).shape[2:]
    return image[:rows, :columns] * np.resize(delta[:rows, :columns], (rows, columns))


def one_gradient_for_every_position(image, delta):
    return patches(image, delta) * delta[:, :, None, None]


def summed_over_the_weights_too(image, delta):
    return correlate2d(image, delta, "valid").sum()


def neighbouring_patch(image, delta):
    """The patches begin one pixel too far to the right; the border is zero."""
    return correlate2d(np.pad(image, ((0, 0), (0, 1)))[:, 1:], delta, "valid")


def shape_of_the_delta(image, delta):
    """The gradient in an array as large as the delta, filled up with zeros or cut off."""
    gradient = correlate2d(image, delta, "valid")
    result = np.zeros(delta.shape)
    rows, columns = np.minimum(gradient.shape, delta.shape)
    result[:rows, :columns] = gradient[:rows, :columns]
    return result


def kernels_of_two_by_two_only(image, delta):
    result = np.zeros((2, 2))
    for m, n in np.ndindex(2, 2):
        patch = image[m : m + delta.shape[0], n : n + delta.shape[1]]
        result[m, n] = (patch * delta[: patch.shape[0], : patch.shape[1]]).sum()
    return result


# 04.2: image and delta; [∂E/∂w[2, 0], ∂E/∂w[0, 1], ∂E/∂b]


def two_weights(gradient, bias):
    return [gradient[2, 0], gradient[0, 1], bias]


def bias_forgotten(image, delta):
    return two_weights(correlate2d(image, delta, "valid"), 0)


def bias_by_mean(image, delta):
    return two_weights(correlate2d(image, delta, "valid"), delta.mean())


def bias_by_mean_of_the_deltas_that_are_not_zero(image, delta):
    return two_weights(correlate2d(image, delta, "valid"), delta[delta != 0].mean())


def bias_with_the_signs_lost(image, delta):
    return two_weights(correlate2d(image, delta, "valid"), abs(delta).sum())


def bias_of_the_first_delta_only(image, delta):
    return two_weights(correlate2d(image, delta, "valid"), delta[0, 0])


def bias_times_the_pixels(image, delta):
    return two_weights(correlate2d(image, delta, "valid"), (image[: len(delta), : delta.shape[1]] * delta).sum())


def deltas_counted_for_the_bias(image, delta):
    return two_weights(correlate2d(image, delta, "valid"), (delta != 0).sum())


def all_averaged(image, delta):
    return two_weights(averaged(image, delta), delta.mean())


def weights_averaged(image, delta):
    return two_weights(averaged(image, delta), delta.sum())


def weights_averaged_over_the_deltas_that_are_not_zero(image, delta):
    return two_weights(averaged_over_the_deltas_that_are_not_zero(image, delta), delta.sum())


def delta_flipped_for_two_weights(image, delta):
    return two_weights(delta_flipped(image, delta), delta.sum())


def row_and_column_of_the_weight_swapped(image, delta):
    gradient = np.pad(correlate2d(image, delta, "valid"), ((0, 0), (0, 1)))
    return two_weights(gradient.T, delta.sum())


def the_two_weights_swapped(image, delta):
    gradient = correlate2d(image, delta, "valid")
    return [gradient[0, 1], gradient[2, 0], delta.sum()]


def weights_counted_from_one(image, delta):
    gradient = np.pad(correlate2d(image, delta, "valid"), ((1, 0), (1, 0)))
    return two_weights(gradient, delta.sum())


def first_position_forgotten_for_two_weights(image, delta):
    return two_weights(first_position_forgotten(image, delta), delta.sum())


def last_row_of_deltas_forgotten_for_two_weights(image, delta):
    return two_weights(last_row_of_deltas_forgotten(image, delta), delta.sum())


def largest_delta_only_for_two_weights(image, delta):
    return two_weights(position_of_the_largest_delta_only(image, delta), delta.sum())


def ones_in_place_of_the_deltas_for_two_weights(image, delta):
    return two_weights(ones_in_place_of_the_deltas(image, delta), delta.sum())


def signs_lost_for_two_weights(image, delta):
    return two_weights(signs_of_the_deltas_lost(image, delta), delta.sum())


def sign_turned_for_two_weights_and_the_bias(image, delta):
    return two_weights(-correlate2d(image, delta, "valid"), -delta.sum())


def neighbouring_row_for_two_weights(image, delta):
    return two_weights(neighbouring_row(image, delta), delta.sum())


def first_patch_times_the_sum_for_two_weights(image, delta):
    return two_weights(first_patch_times_the_sum_of_the_deltas(image, delta), delta.sum())


KERNEL_GRADIENT = {
    arguments_swapped: 5,
    delta_flipped: 1,
    image_flipped_and_convolved: 2,
    padded_to_the_images_size: 4,
    full: 4,
    averaged: 7,
    averaged_over_the_deltas_that_are_not_zero: 7,
    first_position_only: 8,
    last_position_only: 8,
    one_gradient_for_every_position: 8,
    first_position_forgotten: None,
    last_row_of_deltas_forgotten: None,
    delta_cut_to_the_kernels_size: 6,
    first_patch_times_the_sum_of_the_deltas: 6,
    summed_over_the_weights_too: 8,
    sign_turned: 22,
    result_transposed: None,
}
MISTAKES = {
    "04.1": {
        **KERNEL_GRADIENT,
        position_of_the_largest_delta_only: 8,
        ones_in_place_of_the_deltas: None,
        signs_of_the_deltas_lost: None,
        neighbouring_window: None,
    },
    "04.2": {
        bias_forgotten: 9,
        bias_by_mean: 9,
        bias_by_mean_of_the_deltas_that_are_not_zero: 9,
        bias_with_the_signs_lost: 9,
        bias_of_the_first_delta_only: 9,
        bias_times_the_pixels: 9,
        deltas_counted_for_the_bias: 9,
        all_averaged: 7,
        weights_averaged: 7,
        weights_averaged_over_the_deltas_that_are_not_zero: 7,
        delta_flipped_for_two_weights: 5,
        row_and_column_of_the_weight_swapped: None,
        the_two_weights_swapped: None,
        weights_counted_from_one: None,
        first_position_forgotten_for_two_weights: None,
        last_row_of_deltas_forgotten_for_two_weights: None,
        largest_delta_only_for_two_weights: 8,
        ones_in_place_of_the_deltas_for_two_weights: None,
        signs_lost_for_two_weights: None,
        sign_turned_for_two_weights_and_the_bias: 22,
        neighbouring_row_for_two_weights: None,
        first_patch_times_the_sum_for_two_weights: 6,
    },
    "04.3": {
        **KERNEL_GRADIENT,
        neighbouring_patch: None,
        windows_side_by_side: None,
        last_column_left_at_zero: None,
        shape_of_the_delta: 6,
        rows_counted_by_the_kernels_columns: None,
        kernels_of_two_by_two_only: None,
        kept_in_the_images_kind: None,
        kept_in_the_kernels_kind: None,
        negative_sums_lost: None,
        written_into_the_image: None,
    },
}
IN_PLACE = {written_into_the_image}
