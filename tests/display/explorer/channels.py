"""A lesson's three channels and two kernels, and a batch of two, as networks that have gone both ways."""

import numpy as np

from backprop_helpers import Conv2D, Dense, Flatten, MaxPool2D, ReLU, explore
from tests.display.explorer.expected import gone_both_ways

IMAGE = np.array(
    [
        [[1, 0, 2, 1], [0, 3, 1, 0], [2, 1, 0, 1]],
        [[0, 1, 1, 0], [2, 0, 1, 3], [1, 1, 0, 2]],
        [[1, 2, 0, 1], [0, 1, 0, 2], [3, 0, 1, 1]],
    ]
)
KERNELS = np.array(
    [
        [[[1, -1], [0, 2]], [[0, 1], [-1, 1]], [[2, 0], [1, -1]]],
        [[[-1, 0], [1, 1]], [[1, 2], [0, -1]], [[0, -2], [1, 0]]],
    ]
)
BIAS = np.array([0.5, -1])
DELTA = np.array([[[0.4, 0, 0], [0, 0, -0.1]], [[0, 0.2, 0], [0.3, 0, 0]]])
BATCH = np.stack([IMAGE, IMAGE[::-1, ::-1] / 2])
TARGET = [[1, 2, 3], [0, -1, 4]]  # of the batch


def with_delta(layers, x, delta=1):
    """Return a network to whose output a delta comes back."""
    output = x
    for layer in layers:
        output = layer.forward(output)
    return gone_both_ways(layers, x, output - delta)


def lesson():
    return with_delta([Conv2D(KERNELS, BIAS)], IMAGE, DELTA)


def batch():
    """Two images, stride and padding uneven, and a dense layer behind a pool."""
    weights = np.arange(-12, 12).reshape(3, 8) / 4
    layers = [Conv2D(KERNELS, BIAS, (1, 2), (2, 1)), ReLU(), MaxPool2D((3, 2), (3, 1))]
    return gone_both_ways([*layers, Flatten(), Dense(weights, [1, 0, -1])], BATCH, TARGET)


def sixteen():
    """An image like a digit, and sixteen kernels."""
    draw = np.random.default_rng(11)
    layers = [Conv2D(draw.integers(-9, 10, (16, 1, 3, 3)) / 10, draw.integers(-9, 10, 16) / 10)]
    return with_delta(layers, draw.integers(0, 17, (1, 8, 8)) / 16, draw.integers(-9, 10, (16, 6, 6)) / 100)


EXPLORERS = {"lesson": lesson, "batch": batch, "sixteen": sixteen}


def explorers():
    """Return what the page gets of each, by name."""
    return {name: explore(make())._data for name, make in EXPLORERS.items()}
