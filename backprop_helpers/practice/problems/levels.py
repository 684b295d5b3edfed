"""The levels of the problems: what each has, and how its numbers are drawn."""

from math import prod
from typing import NamedTuple

import numpy as np

from .stored import ARRAYS


class Level(NamedTuple):
    """What a problem of a level looks like.

    Attributes
    ----------
    adds : the idea that comes new
    image : shape of the image
    layers : of each layer its kind, the shapes of its parameters, and its settings
    target : shape of the target
    decimals : digits behind the point in the key
    """

    adds: str
    image: tuple
    layers: list
    target: tuple
    decimals: int = 4


def _layer(kind, **described):
    return {"layer": kind, **described}


LEVELS = {
    1: Level("one convolution of a 3×3 image", (3, 3), [_layer("Conv2D", kernel=(2, 2))], (2, 2), 3),
    2: Level("a max pool", (3, 5), [_layer("Conv2D", kernel=(2, 2)), _layer("MaxPool2D", size=(1, 2))], (2, 2), 3),
    3: Level(
        "a sigmoid and a dense layer with a bias",
        (3, 5),
        [
            _layer("Conv2D", kernel=(2, 2)),
            _layer("MaxPool2D", size=(1, 2)),
            _layer("Sigmoid"),
            _layer("Flatten"),
            _layer("Dense", weights=(3, 4), bias=(3,)),
        ],
        (3,),
    ),
    4: Level(
        "stride 2 and padding 1",
        (3, 4),
        [
            _layer("Conv2D", kernel=(3, 2), bias=(), stride=2, padding=1),
            _layer("Sigmoid"),
            _layer("Flatten"),
            _layer("Dense", weights=(2, 6), bias=(2,)),
        ],
        (2,),
    ),
    5: Level(
        "two channels and three kernels",
        (2, 3, 3),
        [
            _layer("Conv2D", kernel=(3, 2, 2, 2), bias=(3,)),
            _layer("MaxPool2D", size=(1, 2)),
            _layer("Sigmoid"),
            _layer("Flatten"),
            _layer("Dense", weights=(2, 6), bias=(2,)),
        ],
        (2,),
    ),
    6: Level(
        "two convolutional layers with two channels, the first with stride 2",
        (2, 4, 7),
        [
            _layer("Conv2D", kernel=(2, 2, 2, 3), stride=2),
            _layer("Sigmoid"),
            _layer("Conv2D", kernel=(2, 2, 2, 2)),
            _layer("Flatten"),
            _layer("Dense", weights=(3, 4)),
        ],
        (3,),
    ),
}
"""The levels by their numbers."""


def drawn(level, draws):
    """Return image, layers and target of a level, in tenths, as plain data."""
    asked = LEVELS[level]
    image = _tenths(draws, asked.image, 20, signed=False)
    layers = [
        {name: _tenths(draws, value, 9) if name in ARRAYS else value for name, value in layer.items()}
        for layer in asked.layers
    ]
    return {
        "image": image,
        "layers": layers,
        "loss": "squared_error",
        "target": _tenths(draws, asked.target, 9),
        "decimals": asked.decimals,
    }


def _tenths(draws, shape, largest, signed=True):
    """Return an array of tenths, none 0, their sizes as different as they can be, half of them below 0."""
    count = prod(shape)
    sizes = [1 + size for size in draws.different(count, largest)]
    signs = [1 - 2 * (signed and 2 * place < count) for place in draws.different(count, count)]
    return (np.reshape([size * sign for size, sign in zip(sizes, signs, strict=True)], shape) / 10).tolist()
