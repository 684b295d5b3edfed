"""Numbers for the tests, made by a formula that gives the same everywhere: lopsided, uneven, no two rows alike."""

import numpy as np


def uneven(shape, start=0):
    """Numbers between −1 and 1 of which no two are equal."""
    return np.asarray(2 * _fractions(shape, start) - 1)


def whole(shape, start=0):
    """Whole numbers from −4 to 4, as floats: sums of their products are exact, in whatever order they are added."""
    return np.asarray(np.floor(9 * _fractions(shape, start)) - 4)


def tied(shape):
    """Only 0, 1 and 2, so that most windows have several winners."""
    return np.floor(3 * _fractions(shape, 0))


def distinct(shape):
    """The whole numbers from 0 up, shuffled: no two are equal, so every window has one winner."""
    return np.argsort(_fractions((np.prod(shape),), 0)).astype(float).reshape(shape)


def with_gaps(shape):
    """Whole numbers of which every third is NaN and every fifth −∞, the first ones not."""
    numbers, place = whole(shape), np.arange(np.prod(shape)).reshape(shape)
    return np.where(place % 3 == 2, np.nan, np.where(place % 5 == 4, -np.inf, numbers))


def of_any_shape(scale):
    return [np.asarray(scale * uneven(shape)) for shape in [(), (1,), (5,), (3, 4), (2, 3, 5), (2, 3, 4, 2)]]


def _fractions(shape, start):
    count = np.arange(1, np.prod(shape, dtype=int) + 1) + 1000 * start
    return (count**2 * 0.6180339887498949 % 1).reshape(shape)
