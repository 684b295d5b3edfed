"""Exercises 08.1 to 08.3: the truth by hand, and the wrong ways."""

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
    # a line a channel: 0.4 and −0.1 stamp the first kernel, from pixel 0 and 2; 0.2 and 0.3 the second, from 0 and 1
    "08.3": [
        [0.4 * 1 - 0.2 * 1, 0.4 * -2 + 0.2 * 0.5 - 0.3 * 1, -0.1 * 1 + 0.3 * 0.5, -0.1 * -2],
        [0.4 * 0.5 + 0.2 * 2, 0.4 * 3 - 0.2 * 0.5 + 0.3 * 2, -0.1 * 0.5 - 0.3 * 0.5, -0.1 * 3],
        [0.4 * 2 + 0.2 * 0, 0.4 * 1 + 0.2 * 4 + 0.3 * 0, -0.1 * 2 + 0.3 * 4, -0.1 * 1],
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
    "08.1": {},
    "08.2": {
        largest_channel_in_place_of_each: 17,
        weights_of_the_kernel_transposed: None,
        only_kernels_of_three_by_three: 11,
        kept_in_xs_kind: None,
        kept_in_the_deltas_kind: None,
        negative_gradients_lost: None,
        deltas_flipped_in_place: None,
    },
    "08.3": {},
}
IN_PLACE = {deltas_flipped_in_place}
