"""Exercises 07.1 to 07.3: the truth by hand, and the wrong ways."""

import numpy as np
from scipy.signal import convolve2d, correlate2d

from .exercises_01 import PIXELS, WHOLE_PIXELS
from .exercises_04 import DELTA, WHOLE_DELTA

CHANNELS = [PIXELS, PIXELS[::-1] ** 2, PIXELS - 1.5]
DELTAS = [DELTA[:, :3], DELTA[::-1, :3] / 3, 2 - DELTA[:, :3]]
WHOLE_CHANNELS = np.array([WHOLE_PIXELS, WHOLE_PIXELS[::-1] - 1])
WHOLE_DELTAS = np.array([WHOLE_DELTA, WHOLE_DELTA[::-1] - 3, 2 - WHOLE_DELTA])


def for_every_kernel_and_channel(gradient, x, delta):
    return np.array([[gradient(channel, d) for channel in x] for d in delta])


def spread(delta, stride):
    """Zeros between the deltas, as a stride forwards asks for."""
    result = np.zeros([stride * (length - 1) + 1 for length in delta.shape])
    result[::stride, ::stride] = delta
    return result


def every_second(image, delta):
    return correlate2d(image, spread(delta, 2), "valid")


def at_every_position(image, delta):
    return correlate2d(image, delta, "valid")


TRUTHS = {
    # for each kernel's delta, channel after channel: 0.4 x[0] − 0.1 x[2] and 0.4 x[1] − 0.1 x[3]; then 0.2 and 0.3
    "07.1": [
        [[0.4 * 1 + 0.1, 0.4 * 2 - 0.05], [0.4 * 0.5 - 0.3, 0.4 * 0 - 0.2], [0.4 * 2 - 0.1, 0.4 * -2 - 0.4]],
        [[0.2 * 2 + 0.15, 0.2 * -1 + 0.9], [0.2 * 0 + 0.6, 0.2 * 3 - 0.3], [0.2 * -2 + 1.2, 0.2 * 1 + 0.15]],
    ],
    # stamps at 0, 2 and 4 of the padded row; its first and its last pixel are cropped
    "07.2": [0.4 * -1, 0.4 * 2 - 0.2 * 0.5, -0.2 * -1, -0.2 * 2 + 0.3 * 0.5, 0.3 * -1, 0.3 * 2],
}
CASE_TRUTHS = {
    "07.3": [
        for_every_kernel_and_channel(at_every_position, CHANNELS, [DELTA[:, :3], -(DELTA[:, 1:] ** 2)]),
        for_every_kernel_and_channel(every_second, CHANNELS[:2], DELTAS),
        # one row and two columns of deltas; the last row and column of the uncut result belong to no weight
        for_every_kernel_and_channel(every_second, CHANNELS[:2], [DELTA[:1, :2], DELTA[1:, :2] / 3, 2 - DELTA[:1, :2]])[
            :, :, :3, :2
        ],
        for_every_kernel_and_channel(
            at_every_position, [-(PIXELS[::-1] ** 4) - 1, -((PIXELS - 1.5) ** 2) - 1], [2 - DELTAS[0]]
        ),
        for_every_kernel_and_channel(every_second, WHOLE_CHANNELS, DELTAS),
        for_every_kernel_and_channel(at_every_position, CHANNELS[:2], WHOLE_DELTAS),
        for_every_kernel_and_channel(at_every_position, WHOLE_CHANNELS / 4, WHOLE_DELTAS / 4),
    ],
}


# 07.1: rows and delta; ∂E/∂w (kernels, channels, weights)


def right_for_rows(rows, delta):
    return for_every_kernel_and_channel(lambda row, d: np.correlate(row, d, "valid"), rows, delta)


def summed_over_the_channels(rows, delta):
    return right_for_rows(rows, delta).sum(axis=1)


def sum_over_the_channels_for_each(rows, delta):
    gradient = right_for_rows(rows, delta)
    return np.broadcast_to(gradient.sum(axis=1, keepdims=True), gradient.shape)


def mean_over_the_channels_for_each(rows, delta):
    gradient = right_for_rows(rows, delta)
    return np.broadcast_to(gradient.mean(axis=1, keepdims=True), gradient.shape)


def summed_over_the_kernels(rows, delta):
    return right_for_rows(rows, delta).sum(axis=0)


def sum_over_the_kernels_for_each(rows, delta):
    gradient = right_for_rows(rows, delta)
    return np.broadcast_to(gradient.sum(axis=0), gradient.shape)


def first_channel_only(rows, delta):
    return right_for_rows(rows[:1], delta)[:, 0]


def first_channel_for_all(rows, delta):
    return right_for_rows(np.broadcast_to(rows[0], rows.shape), delta)


def channels_before_kernels(rows, delta):
    return right_for_rows(rows, delta).transpose(1, 0, 2)


def weights_before_channels(rows, delta):
    return right_for_rows(rows, delta).transpose(0, 2, 1)


def weights_before_kernels(rows, delta):
    return right_for_rows(rows, delta).transpose(2, 1, 0)


def channels_and_kernels_in_one_axis(rows, delta):
    return right_for_rows(rows, delta).reshape(-1, 2)


def flattened_in_another_order(rows, delta):
    gradient = right_for_rows(rows, delta)
    return gradient.transpose(0, 2, 1).reshape(gradient.shape)


def kernels_and_channels_flattened_in_another_order(rows, delta):
    gradient = right_for_rows(rows, delta)
    return gradient.transpose(1, 0, 2).reshape(gradient.shape)


def kernels_in_reverse_order(rows, delta):
    return right_for_rows(rows, delta[::-1])


def channels_in_reverse_order(rows, delta):
    return right_for_rows(rows[::-1], delta)


def deltas_flipped(rows, delta):
    return right_for_rows(rows, delta[:, ::-1])


def rows_and_deltas_swapped(rows, delta):
    return right_for_rows(rows, delta)[:, :, ::-1]


def averaged_over_the_positions(rows, delta):
    return right_for_rows(rows, delta) / delta.shape[1]


def averaged_over_the_channels(rows, delta):
    return right_for_rows(rows, delta) / len(rows)


def first_position_of_the_rows_only(rows, delta):
    return for_every_kernel_and_channel(lambda row, d: d[0] * row[:2], rows, delta)


def full_rows(rows, delta):
    return for_every_kernel_and_channel(lambda row, d: np.correlate(row, d, "full"), rows, delta)


def deltas_summed_before_the_products(rows, delta):
    return for_every_kernel_and_channel(lambda row, d: row[:2] * d.sum(), rows, delta)


def sign_of_every_gradient_turned(rows, delta):
    return -right_for_rows(rows, delta)


def delta_of_the_channel_in_place_of_the_kernels(rows, delta):
    """The channel's number picks the delta."""
    picked = [[np.correlate(row, delta[c % len(delta)], "valid") for c, row in enumerate(rows)] for _ in delta]
    return np.array(picked)


# 07.2: kernel, delta, pixels, stride and padding; the delta of the row


def stamped_row(kernel, delta, length, step):
    """The delta of a padded row of so many pixels; what does not fit in is cut off."""
    result = np.zeros(length + step * len(delta) + len(kernel))
    for j, d in enumerate(delta):
        result[j * step : j * step + len(kernel)] += d * kernel
    return result[:length]


def stride_of_the_row_forgotten(kernel, delta, pixels, stride, padding):
    return stamped_row(kernel, delta, pixels + 2 * padding, 1)[padding : padding + pixels]


def stride_forgotten_and_its_short_row(kernel, delta, pixels, stride, padding):
    return np.convolve(delta, kernel)[padding:-padding]


def stride_forgotten_and_not_cropped(kernel, delta, pixels, stride, padding):
    return np.convolve(delta, kernel)


def stride_and_one(kernel, delta, pixels, stride, padding):
    return stamped_row(kernel, delta, pixels + 2 * padding, stride + 1)[padding : padding + pixels]


def deltas_repeated_in_place_of_zeros_between(kernel, delta, pixels, stride, padding):
    return stamped_row(kernel, np.repeat(delta, stride), pixels + 2 * padding, 1)[padding : padding + pixels]


def kernel_spread_in_place_of_the_delta(kernel, delta, pixels, stride, padding):
    wide = spread(kernel[None, :], stride)[0]
    return stamped_row(wide, delta, pixels + 2 * padding, 1)[padding : padding + pixels]


def every_second_of_the_unstrided(kernel, delta, pixels, stride, padding):
    return np.convolve(delta, kernel)[::stride]


def not_cropped(kernel, delta, pixels, stride, padding):
    return stamped_row(kernel, delta, pixels + 2 * padding, stride)


def cropped_at_the_end_only(kernel, delta, pixels, stride, padding):
    return stamped_row(kernel, delta, pixels + 2 * padding, stride)[:pixels]


def cropped_at_the_beginning_only(kernel, delta, pixels, stride, padding):
    return stamped_row(kernel, delta, pixels + 2 * padding, stride)[2 * padding :]


def padded_again_in_place_of_cropped(kernel, delta, pixels, stride, padding):
    return np.pad(stamped_row(kernel, delta, pixels, stride), padding)


def rest_behind_the_last_stamp_forgotten(kernel, delta, pixels, stride, padding):
    """As long as the stamps reach, and then cropped on both sides."""
    return stamped_row(kernel, delta, stride * (len(delta) - 1) + len(kernel), stride)[padding:-padding]


def zero_in_the_last_pixel(kernel, delta, pixels, stride, padding):
    shorter = rest_behind_the_last_stamp_forgotten(kernel, delta, pixels, stride, padding)
    return np.pad(shorter, (0, pixels - len(shorter)))


def kernel_of_the_row_flipped(kernel, delta, pixels, stride, padding):
    return stamped_row(kernel[::-1], delta, pixels + 2 * padding, stride)[padding : padding + pixels]


def full_correlation_with_the_spread_delta(kernel, delta, pixels, stride, padding):
    return np.correlate(np.pad(spread(delta[None, :], stride)[0], (0, 1)), kernel, "full")[padding:-padding]


def deltas_of_the_row_in_reverse_order(kernel, delta, pixels, stride, padding):
    return stamped_row(kernel, delta[::-1], pixels + 2 * padding, stride)[padding : padding + pixels]


def set_in_place_of_added_in_the_row(kernel, delta, pixels, stride, padding):
    result = np.zeros(pixels + 2 * padding)
    for j, d in enumerate(delta):
        result[j * stride : j * stride + len(kernel)] = d * kernel
    return result[padding : padding + pixels]


def averaged_where_stamps_of_the_row_overlap(kernel, delta, pixels, stride, padding):
    stamps = stamped_row(np.ones(len(kernel)), np.ones(len(delta)), pixels + 2 * padding, stride)
    result = stamped_row(kernel, delta, pixels + 2 * padding, stride) / np.maximum(stamps, 1)
    return result[padding : padding + pixels]


def averaged_over_the_kernel_of_the_row(kernel, delta, pixels, stride, padding):
    result = stamped_row(kernel, delta / len(kernel), pixels + 2 * padding, stride)
    return result[padding : padding + pixels]


def sign_of_the_row_turned(kernel, delta, pixels, stride, padding):
    return stamped_row(kernel, -delta, pixels + 2 * padding, stride)[padding : padding + pixels]


# 07.3: x, delta, kernel shape and stride; ∂E/∂w


def of_the_kernels_shape(gradient, kernel_shape):
    """Cut off, or filled up with zeros, what has another shape."""
    rows, columns = kernel_shape[2:]
    return np.pad(gradient, ((0, 0), (0, 0), (0, rows), (0, columns)))[:, :, :rows, :columns]


def strided(x, delta, stride):
    return for_every_kernel_and_channel(lambda channel, d: correlate2d(channel, spread(d, stride), "valid"), x, delta)


def right_gradient(x, delta, kernel_shape, stride):
    return of_the_kernels_shape(strided(x, delta, stride), kernel_shape)


def result_not_cut_to_the_kernels_shape(x, delta, kernel_shape, stride):
    return strided(x, delta, stride)


def gradients_summed_over_channels(x, delta, kernel_shape, stride):
    return right_gradient(x, delta, kernel_shape, stride).sum(axis=1)


def gradients_summed_over_channels_for_each(x, delta, kernel_shape, stride):
    return np.broadcast_to(right_gradient(x, delta, kernel_shape, stride).sum(axis=1, keepdims=True), kernel_shape)


def gradients_averaged_over_channels_for_each(x, delta, kernel_shape, stride):
    return np.broadcast_to(right_gradient(x, delta, kernel_shape, stride).mean(axis=1, keepdims=True), kernel_shape)


def channels_added_before_the_products(x, delta, kernel_shape, stride):
    return right_gradient(np.broadcast_to(x.sum(axis=0), x.shape), delta, kernel_shape, stride)


def largest_channel_in_place_of_each(x, delta, kernel_shape, stride):
    return right_gradient(np.broadcast_to(x.max(axis=0), x.shape), delta, kernel_shape, stride)


def deltas_summed_over_the_kernels(x, delta, kernel_shape, stride):
    return right_gradient(x, np.broadcast_to(delta.sum(axis=0), delta.shape), kernel_shape, stride)


def first_channel_in_place_of_each(x, delta, kernel_shape, stride):
    return right_gradient(np.broadcast_to(x[0], x.shape), delta, kernel_shape, stride)


def first_kernel_in_place_of_each(x, delta, kernel_shape, stride):
    return right_gradient(x, np.broadcast_to(delta[0], delta.shape), kernel_shape, stride)


def channels_axis_before_the_kernels(x, delta, kernel_shape, stride):
    return right_gradient(x, delta, kernel_shape, stride).transpose(1, 0, 2, 3)


def axes_laid_out_in_another_order(x, delta, kernel_shape, stride):
    return right_gradient(x, delta, kernel_shape, stride).transpose(1, 0, 2, 3).reshape(kernel_shape)


def weights_of_the_kernel_transposed(x, delta, kernel_shape, stride):
    return right_gradient(x, delta, kernel_shape, stride).swapaxes(2, 3).reshape(kernel_shape)


def stride_forgotten_in_the_gradient(x, delta, kernel_shape, stride):
    return of_the_kernels_shape(strided(x, delta, 1), kernel_shape)


def stride_of_two_always(x, delta, kernel_shape, stride):
    return of_the_kernels_shape(strided(x, delta, 2), kernel_shape)


def larger_gradient_of_stride_one(x, delta, kernel_shape, stride):
    return strided(x, delta, 1)


def deltas_repeated_in_place_of_spread(x, delta, kernel_shape, stride):
    wide = delta.repeat(stride, axis=1).repeat(stride, axis=2)[:, : x.shape[1], : x.shape[2]]
    return of_the_kernels_shape(strided(x, wide, 1), kernel_shape)


def stride_for_the_rows_only(x, delta, kernel_shape, stride):
    wide = np.zeros((len(delta), stride * (delta.shape[1] - 1) + 1, delta.shape[2]))
    wide[:, ::stride] = delta
    return of_the_kernels_shape(strided(x, wide, 1), kernel_shape)


def stride_for_the_columns_only(x, delta, kernel_shape, stride):
    wide = np.zeros((len(delta), delta.shape[1], stride * (delta.shape[2] - 1) + 1))
    wide[:, :, ::stride] = delta
    return of_the_kernels_shape(strided(x, wide, 1), kernel_shape)


def positions_averaged_in_each_map(x, delta, kernel_shape, stride):
    return right_gradient(x, delta, kernel_shape, stride) / delta[0].size


def deltas_flipped_in_each_map(x, delta, kernel_shape, stride):
    return right_gradient(x, delta[:, ::-1, ::-1], kernel_shape, stride)


def gradient_rotated_in_each_map(x, delta, kernel_shape, stride):
    return right_gradient(x, delta, kernel_shape, stride)[:, :, ::-1, ::-1]


def sign_of_the_whole_gradient_turned(x, delta, kernel_shape, stride):
    return -right_gradient(x, delta, kernel_shape, stride)


def last_position_of_each_map_only(x, delta, kernel_shape, stride):
    """What comes of ``=`` for ``+=`` in the loop over the positions."""
    last = np.zeros(delta.shape)
    last[:, -1, -1] = delta[:, -1, -1]
    return right_gradient(x, last, kernel_shape, stride)


def only_kernels_of_three_by_three(x, delta, kernel_shape, stride):
    return right_gradient(x, delta, (*kernel_shape[:2], 3, 3), stride)


def kept_in_xs_kind(x, delta, kernel_shape, stride):
    """What comes of a result that began as zeros of ``x.dtype``."""
    return right_gradient(x, delta, kernel_shape, stride).astype(x.dtype)


def kept_in_the_deltas_kind(x, delta, kernel_shape, stride):
    return right_gradient(x, delta, kernel_shape, stride).astype(delta.dtype)


def negative_gradients_lost(x, delta, kernel_shape, stride):
    return np.maximum(right_gradient(x, delta, kernel_shape, stride), 0)


def deltas_flipped_in_place(x, delta, kernel_shape, stride):
    delta[...] = delta[:, ::-1, ::-1].copy()
    gradient = for_every_kernel_and_channel(
        lambda channel, d: convolve2d(channel, spread(d, stride), "valid"), x, delta
    )
    return of_the_kernels_shape(gradient, kernel_shape)


MISTAKES = {
    "07.1": {
        summed_over_the_channels: 10,
        sum_over_the_channels_for_each: 10,
        mean_over_the_channels_for_each: 10,
        averaged_over_the_channels: 10,
        summed_over_the_kernels: 10,
        sum_over_the_kernels_for_each: 10,
        first_channel_only: 11,
        first_channel_for_all: 11,
        channels_before_kernels: 11,
        weights_before_channels: 11,
        weights_before_kernels: 11,
        channels_and_kernels_in_one_axis: 11,
        flattened_in_another_order: 20,
        kernels_and_channels_flattened_in_another_order: 20,
        kernels_in_reverse_order: None,
        channels_in_reverse_order: None,
        delta_of_the_channel_in_place_of_the_kernels: 10,
        deltas_flipped: 1,
        rows_and_deltas_swapped: 5,
        averaged_over_the_positions: 7,
        first_position_of_the_rows_only: 8,
        full_rows: 4,
        deltas_summed_before_the_products: 6,
        sign_of_every_gradient_turned: 22,
    },
    "07.2": {
        stride_of_the_row_forgotten: 12,
        stride_forgotten_and_its_short_row: 12,
        stride_forgotten_and_not_cropped: 12,
        stride_and_one: 12,
        deltas_repeated_in_place_of_zeros_between: 12,
        kernel_spread_in_place_of_the_delta: 12,
        every_second_of_the_unstrided: 12,
        not_cropped: 13,
        cropped_at_the_end_only: 13,
        cropped_at_the_beginning_only: 13,
        padded_again_in_place_of_cropped: 13,
        rest_behind_the_last_stamp_forgotten: 13,
        zero_in_the_last_pixel: 13,
        kernel_of_the_row_flipped: 3,
        full_correlation_with_the_spread_delta: 2,
        deltas_of_the_row_in_reverse_order: None,
        set_in_place_of_added_in_the_row: 14,
        averaged_where_stamps_of_the_row_overlap: 7,
        averaged_over_the_kernel_of_the_row: 7,
        sign_of_the_row_turned: 22,
    },
    "07.3": {
        result_not_cut_to_the_kernels_shape: 12,
        gradients_summed_over_channels: 10,
        gradients_summed_over_channels_for_each: 10,
        gradients_averaged_over_channels_for_each: 10,
        channels_added_before_the_products: 10,
        largest_channel_in_place_of_each: 17,
        deltas_summed_over_the_kernels: 10,
        first_channel_in_place_of_each: 11,
        first_kernel_in_place_of_each: 11,
        channels_axis_before_the_kernels: 11,
        axes_laid_out_in_another_order: 20,
        weights_of_the_kernel_transposed: None,
        stride_forgotten_in_the_gradient: 12,
        stride_of_two_always: 12,
        larger_gradient_of_stride_one: 12,
        deltas_repeated_in_place_of_spread: 12,
        stride_for_the_rows_only: 12,
        stride_for_the_columns_only: 12,
        positions_averaged_in_each_map: 7,
        deltas_flipped_in_each_map: 1,
        gradient_rotated_in_each_map: 5,
        sign_of_the_whole_gradient_turned: 22,
        last_position_of_each_map_only: 8,
        only_kernels_of_three_by_three: 11,
        kept_in_xs_kind: None,
        kept_in_the_deltas_kind: None,
        negative_gradients_lost: None,
        deltas_flipped_in_place: None,
    },
}
IN_PLACE = {deltas_flipped_in_place}
