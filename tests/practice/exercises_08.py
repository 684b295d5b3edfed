"""Exercises 08.1 and 08.2: the truth by hand, and the wrong ways."""

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


def at_every_position(image, delta):
    return correlate2d(image, delta, "valid")


TRUTHS = {
    # for each kernel's delta, channel after channel: 0.4 x[0] − 0.1 x[2] and 0.4 x[1] − 0.1 x[3]; then 0.2 and 0.3
    "08.1": [
        [[0.4 * 1 + 0.1, 0.4 * 2 - 0.05], [0.4 * 0.5 - 0.3, 0.4 * 0 - 0.2], [0.4 * 2 - 0.1, 0.4 * -2 - 0.4]],
        [[0.2 * 2 + 0.15, 0.2 * -1 + 0.9], [0.2 * 0 + 0.6, 0.2 * 3 - 0.3], [0.2 * -2 + 1.2, 0.2 * 1 + 0.15]],
    ],
}
CASE_TRUTHS = {
    "08.2": [
        for_every_kernel_and_channel(at_every_position, *case)
        for case in (
            (CHANNELS, [DELTA[:, :3], -(DELTA[:, 1:] ** 2)]),
            (CHANNELS[:2], DELTAS),
            (CHANNELS[:2], [DELTA[:1, :2], DELTA[1:, :2] / 3, 2 - DELTA[:1, :2]]),
            ([-(PIXELS[::-1] ** 4) - 1, -((PIXELS - 1.5) ** 2) - 1], [2 - DELTAS[0]]),
            (WHOLE_CHANNELS, DELTAS),
            (CHANNELS[:2], WHOLE_DELTAS),
            (WHOLE_CHANNELS / 4, WHOLE_DELTAS / 4),
        )
    ],
}


# 08.1: rows and delta; ∂E/∂w (kernels, channels, weights)


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


# 08.2: x, delta; ∂E/∂w


def right_gradient(x, delta):
    return for_every_kernel_and_channel(at_every_position, x, delta)


def gradients_summed_over_channels(x, delta):
    return right_gradient(x, delta).sum(axis=1)


def gradients_summed_over_channels_for_each(x, delta):
    gradient = right_gradient(x, delta)
    return np.broadcast_to(gradient.sum(axis=1, keepdims=True), gradient.shape)


def gradients_averaged_over_channels_for_each(x, delta):
    gradient = right_gradient(x, delta)
    return np.broadcast_to(gradient.mean(axis=1, keepdims=True), gradient.shape)


def channels_added_before_the_products(x, delta):
    return right_gradient(np.broadcast_to(x.sum(axis=0), x.shape), delta)


def largest_channel_in_place_of_each(x, delta):
    return right_gradient(np.broadcast_to(x.max(axis=0), x.shape), delta)


def deltas_summed_over_the_kernels(x, delta):
    return right_gradient(x, np.broadcast_to(delta.sum(axis=0), delta.shape))


def first_channel_in_place_of_each(x, delta):
    return right_gradient(np.broadcast_to(x[0], x.shape), delta)


def first_kernel_in_place_of_each(x, delta):
    return right_gradient(x, np.broadcast_to(delta[0], delta.shape))


def channels_axis_before_the_kernels(x, delta):
    return right_gradient(x, delta).transpose(1, 0, 2, 3)


def axes_laid_out_in_another_order(x, delta):
    gradient = right_gradient(x, delta)
    return gradient.transpose(1, 0, 2, 3).reshape(gradient.shape)


def weights_of_the_kernel_transposed(x, delta):
    gradient = right_gradient(x, delta)
    return gradient.swapaxes(2, 3).reshape(gradient.shape)


def positions_averaged_in_each_map(x, delta):
    return right_gradient(x, delta) / delta[0].size


def deltas_flipped_in_each_map(x, delta):
    return right_gradient(x, delta[:, ::-1, ::-1])


def gradient_rotated_in_each_map(x, delta):
    return right_gradient(x, delta)[:, :, ::-1, ::-1]


def sign_of_the_whole_gradient_turned(x, delta):
    return -right_gradient(x, delta)


def last_position_of_each_map_only(x, delta):
    """What comes of ``=`` for ``+=`` in the loop over the positions."""
    last = np.zeros(delta.shape)
    last[:, -1, -1] = delta[:, -1, -1]
    return right_gradient(x, last)


def only_kernels_of_three_by_three(x, delta):
    rows, columns = delta.shape[1:]
    met = [[channel[m : m + rows, n : n + columns] for m, n in np.ndindex(3, 3)] for channel in x]
    return np.array([[[(d * pixels).sum() for pixels in each] for each in met] for d in delta]).reshape(
        len(delta), len(x), 3, 3
    )


def full_for_valid(x, delta):
    return for_every_kernel_and_channel(lambda channel, d: correlate2d(channel, d, "full"), x, delta)


def kept_in_xs_kind(x, delta):
    """What comes of a result that began as zeros of ``x.dtype``."""
    return right_gradient(x, delta).astype(x.dtype)


def kept_in_the_deltas_kind(x, delta):
    return right_gradient(x, delta).astype(delta.dtype)


def negative_gradients_lost(x, delta):
    return np.maximum(right_gradient(x, delta), 0)


def deltas_flipped_in_place(x, delta):
    delta[...] = delta[:, ::-1, ::-1].copy()
    return for_every_kernel_and_channel(lambda channel, d: convolve2d(channel, d, "valid"), x, delta)


MISTAKES = {
    "08.1": {
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
    "08.2": {
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
        positions_averaged_in_each_map: 7,
        deltas_flipped_in_each_map: 1,
        gradient_rotated_in_each_map: 5,
        sign_of_the_whole_gradient_turned: 22,
        last_position_of_each_map_only: 8,
        full_for_valid: 4,
        only_kernels_of_three_by_three: 11,
        kept_in_xs_kind: None,
        kept_in_the_deltas_kind: None,
        negative_gradients_lost: None,
        deltas_flipped_in_place: None,
    },
}
IN_PLACE = {deltas_flipped_in_place}
