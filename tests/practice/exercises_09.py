"""Exercises 09.1 to 09.3: the truth by hand, and the wrong ways."""

import numpy as np
from scipy.signal import convolve2d, correlate2d

from .exercises_01 import KERNEL, WHOLE_KERNEL
from .exercises_04 import DELTA, WHOLE_DELTA


def spread(delta, stride):
    """Zeros between the deltas, as a stride forwards asks for."""
    result = np.zeros([stride * (length - 1) + 1 for length in delta.shape])
    result[::stride, ::stride] = delta
    return result


def of_shape(result, shape):
    """Zeros where no window reached; cut off what has no pixel."""
    rows, columns = shape
    return np.pad(result, ((0, rows), (0, columns)))[:rows, :columns]


TRUTHS = {
    # stamps at 0, 2 and 4 of the padded row; its first and its last pixel are cropped
    "09.1": [0.4 * -1, 0.4 * 2 - 0.2 * 0.5, -0.2 * -1, -0.2 * 2 + 0.3 * 0.5, 0.3 * -1, 0.3 * 2],
    # the weights meet the row as it is, and the row from its second pixel on with a 0 behind; stamps at 0, 2 and 4
    "09.2": [
        *(0.4 * 3 - 0.3 * 2 + 0.2 * 1, 0.4 * -1 - 0.3 * 0.5 + 0.2 * 0),
        *(0.4 * 0.5, 0.4 * -2, -0.3 * 0.5, -0.3 * -2, 0.2 * 0.5),
    ],
}
CASE_TRUTHS = {
    "09.3": [
        convolve2d(spread(DELTA, 2), KERNEL),
        # no window reaches the last row and the last column
        np.pad(convolve2d(spread(DELTA, 2), KERNEL), ((0, 1), (0, 1))),
        convolve2d(DELTA, KERNEL),
        # stamps at the columns 0, 3 and 6, one column apart
        [
            [-0.2, -0.4, 0, -0.5, -1, 0, -0.1, -0.2, 0],
            [-0.8, -0.04, 0, -2, -0.1, 0, -0.4, -0.02, 0],
            [0, 0, 0, 0, 0, 0, 0, 0, 0],
        ],
        convolve2d(spread(DELTA, 2), WHOLE_KERNEL),
        np.pad(convolve2d(spread(WHOLE_DELTA, 2), KERNEL), ((0, 1), (0, 0))),
        convolve2d(spread(WHOLE_DELTA / 4, 3), WHOLE_KERNEL / 4),
    ],
}


# 09.1: kernel, delta, pixels, stride and padding; the delta of the row


# 09.2: row, kernel and delta; [the gradient of the weights, the delta of the row]


def both(row, kernel, delta, padded=(0, 1), first=0):
    """The gradient for a row with so many zeros on either side, and the row's delta from one place of the stamps on."""
    gradient = np.correlate(np.pad(row, padded), delta, "valid")
    return [*gradient, *np.convolve(delta, kernel)[first : first + len(row)]]


def only_the_first_delta(row, kernel, delta):
    return both(row, kernel, delta * [1, 0, 0, 0, 0])


# 09.3: kernel, delta, input shape and stride; the delta of the input


def stamped(kernel, delta, input_shape, stride, put=np.add):
    """The stamps where they belong; ``put`` of what is there and of the stamp says what is left."""
    rows, columns = np.multiply(stride, delta.shape) + kernel.shape
    result = np.zeros((rows, columns))
    for i, j in np.ndindex(delta.shape):
        place = np.s_[stride * i : stride * i + len(kernel), stride * j : stride * j + len(kernel[0])]
        result[place] = put(result[place], delta[i, j] * kernel)
    return of_shape(result, input_shape)


def stride_of_two_always(kernel, delta, input_shape, stride):
    return stamped(kernel, delta, input_shape, 2)


def as_large_as_the_stamps_reach(kernel, delta, input_shape, stride):
    return convolve2d(spread(delta, stride), kernel)


def left_over_pixels_at_the_beginning(kernel, delta, input_shape, stride):
    reached = convolve2d(spread(delta, stride), kernel)
    rows, columns = np.subtract(input_shape, reached.shape)
    return np.pad(reached, ((rows, 0), (columns, 0)))


def deltas_repeated(kernel, delta, input_shape, stride):
    return of_shape(convolve2d(delta.repeat(stride, 0).repeat(stride, 1), kernel), input_shape)


def kernel_spread(kernel, delta, input_shape, stride):
    return of_shape(convolve2d(delta, spread(kernel, stride)), input_shape)


def stride_of_the_rows_only(kernel, delta, input_shape, stride):
    wide = np.zeros((stride * (len(delta) - 1) + 1, len(delta[0])))
    wide[::stride] = delta
    return of_shape(convolve2d(wide, kernel), input_shape)


def stride_of_the_columns_only(kernel, delta, input_shape, stride):
    wide = np.zeros((len(delta), stride * (len(delta[0]) - 1) + 1))
    wide[:, ::stride] = delta
    return of_shape(convolve2d(wide, kernel), input_shape)


def largest_stamp_stays(kernel, delta, input_shape, stride):
    return stamped(kernel, delta, input_shape, stride, put=np.maximum)


def stamps_averaged_where_they_overlap(kernel, delta, input_shape, stride):
    count = stamped(np.ones(kernel.shape), np.ones(delta.shape), input_shape, stride)
    return stamped(kernel, delta, input_shape, stride) / np.maximum(count, 1)


def valid_for_full(kernel, delta, input_shape, stride):
    return of_shape(convolve2d(spread(delta, stride), kernel, "valid"), input_shape)


def last_delta_left_out(kernel, delta, input_shape, stride):
    others = delta.astype(float)
    others[-1, -1] = 0
    return stamped(kernel, others, input_shape, stride)


def stamps_of_two_columns_and_three_rows_only(kernel, delta, input_shape, stride):
    return stamped(of_shape(kernel, (3, 2)), delta, input_shape, stride) if stride < 3 else np.zeros(input_shape)


def kept_in_the_kernels_kind(kernel, delta, input_shape, stride):
    return stamped(kernel, delta, input_shape, stride).astype(kernel.dtype)


def kept_in_the_deltas_kind(kernel, delta, input_shape, stride):
    return stamped(kernel, delta, input_shape, stride).astype(delta.dtype)


def negative_deltas_lost(kernel, delta, input_shape, stride):
    return np.maximum(stamped(kernel, delta, input_shape, stride), 0)


def kernel_flipped_in_place_for_a_correlation(kernel, delta, input_shape, stride):
    kernel[...] = kernel[::-1, ::-1].copy()
    return of_shape(correlate2d(spread(delta, stride), kernel, "full"), input_shape)


MISTAKES = {
    "09.1": {},
    "09.2": {
        only_the_first_delta: 8,
    },
    "09.3": {
        stride_of_two_always: 12,
        as_large_as_the_stamps_reach: 13,
        left_over_pixels_at_the_beginning: 13,
        deltas_repeated: 12,
        kernel_spread: 12,
        stride_of_the_rows_only: 12,
        stride_of_the_columns_only: 12,
        largest_stamp_stays: 14,
        stamps_averaged_where_they_overlap: 7,
        valid_for_full: 4,
        last_delta_left_out: None,
        stamps_of_two_columns_and_three_rows_only: None,
        kept_in_the_kernels_kind: None,
        kept_in_the_deltas_kind: None,
        negative_deltas_lost: None,
        kernel_flipped_in_place_for_a_correlation: None,
    },
}
IN_PLACE = {kernel_flipped_in_place_for_a_correlation}
