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


def summed_over_the_kernels(rows, delta):
    return right_for_rows(rows, delta).sum(axis=0)


def first_channel_only(rows, delta):
    return right_for_rows(rows[:1], delta)[:, 0]


def weights_before_channels(rows, delta):
    return right_for_rows(rows, delta).transpose(0, 2, 1)


def weights_before_kernels(rows, delta):
    return right_for_rows(rows, delta).transpose(2, 1, 0)


def channels_and_kernels_in_one_axis(rows, delta):
    return right_for_rows(rows, delta).reshape(-1, 2)


def flattened_in_another_order(rows, delta):
    gradient = right_for_rows(rows, delta)
    return gradient.transpose(0, 2, 1).reshape(gradient.shape)


def kernels_in_reverse_order(rows, delta):
    return right_for_rows(rows, delta[::-1])


def channels_in_reverse_order(rows, delta):
    return right_for_rows(rows[::-1], delta)


def averaged_over_the_channels(rows, delta):
    return right_for_rows(rows, delta) / len(rows)


def delta_of_the_channel_in_place_of_the_kernels(rows, delta):
    """The channel's number picks the delta."""
    picked = [[np.correlate(row, delta[c % len(delta)], "valid") for c, row in enumerate(rows)] for _ in delta]
    return np.array(picked)


# 08.2: x, delta; ∂E/∂w


def right_gradient(x, delta):
    return for_every_kernel_and_channel(at_every_position, x, delta)


def largest_channel_in_place_of_each(x, delta):
    return right_gradient(np.broadcast_to(x.max(axis=0), x.shape), delta)


def weights_of_the_kernel_transposed(x, delta):
    gradient = right_gradient(x, delta)
    return gradient.swapaxes(2, 3).reshape(gradient.shape)


def only_kernels_of_three_by_three(x, delta):
    rows, columns = delta.shape[1:]
    met = [[channel[m : m + rows, n : n + columns] for m, n in np.ndindex(3, 3)] for channel in x]
    return np.array([[[(d * pixels).sum() for pixels in each] for each in met] for d in delta]).reshape(
        len(delta), len(x), 3, 3
    )


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
        averaged_over_the_channels: 10,
        summed_over_the_kernels: 10,
        first_channel_only: 11,
        weights_before_channels: 11,
        weights_before_kernels: 11,
        channels_and_kernels_in_one_axis: 11,
        flattened_in_another_order: 20,
        kernels_in_reverse_order: None,
        channels_in_reverse_order: None,
        delta_of_the_channel_in_place_of_the_kernels: 10,
    },
    "08.2": {
        largest_channel_in_place_of_each: 17,
        weights_of_the_kernel_transposed: None,
        only_kernels_of_three_by_three: 11,
        kept_in_xs_kind: None,
        kept_in_the_deltas_kind: None,
        negative_gradients_lost: None,
        deltas_flipped_in_place: None,
    },
}
IN_PLACE = {deltas_flipped_in_place}
