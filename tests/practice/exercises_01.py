"""Exercises 01.1 to 01.3: the truth by hand, and the wrong ways."""

import numpy as np
from scipy.signal import correlate2d

PIXELS = np.array([[0.5, -1, 2, 0.25, 3], [1.5, 4, -2, 0.75, 1], [-0.5, 2.5, 1.25, -3, 0.1], [6, -4, 0.3, 2, -1.5]])
KERNEL = np.array([[0.2, -1], [3, 0.5], [-0.7, 1.1]])
WHOLE_PIXELS = np.array([[3, 1, 4, 1, -5], [9, -2, 6, 5, 3], [-5, 8, 9, -7, 2], [2, 3, 12, 4, 6]])
WHOLE_KERNEL = np.array([[1, -2], [3, 5], [-4, 2]])

TRUTHS = {
    "01.1": [
        [0.5 * 3 - 1 + 2 * 5 + 0.9, 0.5 * 1 - 4 + 2 * 9 + 0.2, 0.5 * 4 - 1 + 2 * 2 + 0.6],
        [0.5 * 5 - 9 + 2 * 5 + 0.3, 0.5 * 9 - 2 + 2 * 3 + 0.5, 0.5 * 2 - 6 + 2 * 5 + 0.8],
    ],
    "01.2": [(9 - 3) / 2 + 1, 6 + 2 - 2 + 1],
}
CASE_TRUTHS = {
    "01.3": [
        [[11.4, 14.7, 5.6], [3.8, 9, 5.8]],
        # the image's squares k² for k = 0 … 29, six a row; by SciPy below
        correlate2d(np.arange(30.0).reshape(5, 6) ** 2, [[1, -2, 0.5], [0.25, 3, -1]], "valid"),
        [[1.5 - 20 + 50, -2 + 5 + 400, 0.5 + 40 + 700]],
        [[-1.5 - 1 - 2 - 0.5, -0.5 - 4 - 10 - 0.9]],
        correlate2d(WHOLE_PIXELS, KERNEL, "valid"),
        correlate2d(PIXELS, WHOLE_KERNEL, "valid"),
        correlate2d(WHOLE_PIXELS / 4, WHOLE_KERNEL / 4, "valid"),
    ],
}


# 01.1 and 01.3: image and kernel; the feature map


def kernel_transposed(image, kernel):
    return correlate2d(image, kernel.T, "valid")


def averaged(image, kernel):
    return correlate2d(image, kernel, "valid") / kernel.size


def whole_numbers_only(image, kernel):
    return correlate2d(image, kernel, "valid").astype(int)


def neighbouring_window(image, kernel):
    return correlate2d(np.roll(image, -1, axis=1), kernel, "valid")


def neighbouring_row(image, kernel):
    return correlate2d(np.roll(image, -1, axis=0), kernel, "valid")


def full(image, kernel):
    return correlate2d(image, kernel, "full")


def arguments_swapped(image, kernel):
    return correlate2d(kernel, image, "valid")


def windows_side_by_side(image, kernel):
    return correlate2d(image, kernel, "valid")[:: kernel.shape[0], :: kernel.shape[1]]


def last_column_forgotten(image, kernel):
    return correlate2d(image, kernel, "valid")[:, :-1]


def last_column_left_at_zero(image, kernel):
    result = correlate2d(image, kernel, "valid")
    result[:, -1] = 0
    return result


def first_window_everywhere(image, kernel):
    result = correlate2d(image, kernel, "valid")
    return np.full(result.shape, result[0, 0])


def largest_product(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return (windows * kernel).max(axis=(2, 3))


def matrix_product_in_each_window(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijmn,nm->ij", windows, np.resize(kernel, kernel.shape[::-1]))


def rows_counted_by_the_kernels_columns(image, kernel):
    (height, width), (kh, kw) = image.shape, kernel.shape
    result = np.zeros((height - kw + 1, width - kh + 1))
    for i, j in np.ndindex(result.shape):
        result[i, j] = (image[i : i + kh, j : j + kw] * kernel).sum()
    return result


def only_square_kernels(image, kernel):
    k = len(kernel)
    rows, columns = len(image) - k + 1, image.shape[1] - k + 1
    return [[(image[i : i + k, j : j + k] * kernel).sum() for j in range(columns)] for i in range(rows)]


def only_kernels_of_two_by_two(image, kernel):
    return sum(kernel[m, n] * image[m : m + len(image) - 1, n : n + image.shape[1] - 1] for m in (0, 1) for n in (0, 1))


def kept_in_the_images_kind(image, kernel):
    """What comes of a result that began as ``np.zeros_like(image)``."""
    return correlate2d(image, kernel, "valid").astype(image.dtype)


def kept_in_the_kernels_kind(image, kernel):
    return correlate2d(image, kernel, "valid").astype(kernel.dtype)


def negative_sums_lost(image, kernel):
    return np.maximum(correlate2d(image, kernel, "valid"), 0)


def written_into_the_image(image, kernel):
    (height, width), (kh, kw) = image.shape, kernel.shape
    rows, columns = height - kh + 1, width - kw + 1
    for i, j in np.ndindex(rows, columns):
        image[i, j] = (image[i : i + kh, j : j + kw] * kernel).sum()  # no later window needs image[i, j]
    return image[:rows, :columns]


# 01.2: image, kernel, stride and padding; [rows, columns]


FEATURE_MAP = {
    kernel_transposed: None,
    whole_numbers_only: None,
    neighbouring_window: None,
    neighbouring_row: None,
    last_column_forgotten: None,
    last_column_left_at_zero: None,
    first_window_everywhere: None,
    largest_product: None,
    matrix_product_in_each_window: None,
}
MISTAKES = {
    "01.1": FEATURE_MAP,
    "01.2": {},
    "01.3": {
        **FEATURE_MAP,
        arguments_swapped: 5,
        rows_counted_by_the_kernels_columns: None,
        only_square_kernels: None,
        only_kernels_of_two_by_two: None,
        kept_in_the_images_kind: None,
        kept_in_the_kernels_kind: None,
        written_into_the_image: None,
    },
}
IN_PLACE = {written_into_the_image}
