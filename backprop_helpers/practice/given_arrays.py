"""The arrays that the functions of several exercises are called with: every axis has another length."""

import numpy as np


def uneven_product(x):
    return (x**3 * np.arange(1, x.size + 1).reshape(x.shape)).sum() * x[0, 1]


PIXELS = np.array([[0.5, -1, 2, 0.25, 3], [1.5, 4, -2, 0.75, 1], [-0.5, 2.5, 1.25, -3, 0.1], [6, -4, 0.3, 2, -1.5]])
KERNEL = np.array([[0.2, -1], [3, 0.5], [-0.7, 1.1]])
DELTA = np.array([[0.4, -0.3, 0, 1.2], [-2, 0.1, 0.6, -0.5]])
CHANNELS = np.stack([PIXELS, PIXELS[::-1] ** 2, PIXELS - 1.5])
DELTAS = np.stack([DELTA, DELTA[::-1] / 3, 2 - DELTA])[:, :, :3]
TIED = np.array([[2, 7, 7, 1, 0], [7, 3, 5, 7, 2], [1, 6, 4, 4, 8], [6, 0, 4, 4, 8.0]])

WHOLE_PIXELS = np.array([[3, 1, 4, 1, -5], [9, -2, 6, 5, 3], [-5, 8, 9, -7, 2], [2, 3, 12, 4, 6]])
WHOLE_KERNEL = np.array([[1, -2], [3, 5], [-4, 2]])
WHOLE_DELTA = np.array([[3, -1, 4, 2], [-2, 6, 1, -5]])
WHOLE_CHANNELS = np.stack([WHOLE_PIXELS, WHOLE_PIXELS[::-1] - 1])
WHOLE_DELTAS = np.stack([WHOLE_DELTA, WHOLE_DELTA[::-1] - 3, 2 - WHOLE_DELTA])


def single(whole):
    """Quarters in float32: sums of their products are exact in float32 as in float64."""
    return (whole / 4).astype(np.float32)
