"""Exercises 04.1 to 04.3: the truth by hand, and the wrong ways.

The kernel gradient is the delta slid over the image, as the feature map was the kernel slid over it: some wrong ways
are those of lesson 01.
"""

import numpy as np
from scipy.signal import correlate2d

from .exercises_01 import (
    PIXELS,
    WHOLE_PIXELS,
    kept_in_the_images_kind,
    kept_in_the_kernels_kind,
    last_column_left_at_zero,
    negative_sums_lost,
    neighbouring_window,
    rows_counted_by_the_kernels_columns,
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


def delta_cut_to_the_kernels_size(image, delta):
    rows, columns = patches(image, delta).shape[2:]
    return image[:rows, :columns] * np.resize(delta[:rows, :columns], (rows, columns))


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


KERNEL_GRADIENT = {
    delta_cut_to_the_kernels_size: 6,
}
MISTAKES = {
    "04.1": {
        **KERNEL_GRADIENT,
        neighbouring_window: None,
    },
    "04.2": {},
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
