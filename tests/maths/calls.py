"""One good call of every function of the layers, from which the tests make wrong ones."""

from dataclasses import dataclass, field

import numpy as np

import backprop_helpers as bp

from .inputs import whole


@dataclass(frozen=True)
class Call:
    function: object
    arrays: dict
    settings: dict = field(default_factory=dict)
    rational: bool = True

    def __call__(self, **changed):
        return self.function(**(self.arrays | self.settings | changed))

    def __str__(self):
        return f"{self.function.__name__} {list(next(iter(self.arrays.values())).shape)}"


RANGES = {(bp.sigmoid_input_delta, "y"): (0, 1)}
"""The arguments that not every number may stand for."""


def within_range(function, name, array):
    return np.clip(array, *RANGES.get((function, name), (-np.inf, np.inf)))


def _conv2d(image, kernel):
    x, weights = whole(image), whole(kernel, 1)
    settings = {"stride": (1, 2), "padding": (1, 0), "dilation": (1, 2)}
    delta = whole(bp.conv2d(x, weights, **settings).shape, 2)
    yield Call(bp.conv2d, {"x": x, "kernel": weights, "bias": whole(kernel[:-3], 3)}, settings)
    yield Call(bp.conv2d_kernel_gradient, {"x": x, "delta": delta}, {"kernel_shape": kernel, **settings})
    yield Call(bp.conv2d_bias_gradient, {"delta": delta})
    yield Call(bp.conv2d_input_delta, {"kernel": weights, "delta": delta}, {"input_shape": image, **settings})


def _max_pool2d(image, size, stride):
    x, settings = whole(image), {"size": size, "stride": stride}
    yield Call(bp.max_pool2d, {"x": x}, settings)
    yield Call(
        bp.max_pool2d_input_delta, {"x": x, "delta": whole(bp.max_pool2d(x, **settings).shape, 2) + 0.5}, settings
    )


def _dense(batch):
    x, weights, bias, delta = whole((*batch, 3)), whole((2, 3), 1), whole((2,), 3), whole((*batch, 2), 2)
    yield Call(bp.dense, {"x": x, "weights": weights, "bias": bias})
    yield Call(bp.dense_weights_gradient, {"x": x, "delta": delta})
    yield Call(bp.dense_bias_gradient, {"delta": delta})
    yield Call(bp.dense_input_delta, {"weights": weights, "delta": delta})


def _activations(shape):
    x, y, delta = whole(shape) + 0.5, abs(whole(shape)) / 4, whole(shape, 2)
    yield Call(bp.sigmoid, {"x": x}, rational=False)
    yield Call(bp.sigmoid_input_delta, {"y": y, "delta": delta})
    yield Call(bp.relu, {"x": x})
    yield Call(bp.relu_input_delta, {"x": x, "delta": delta})


def _losses(shape):
    arrays = {"y": whole(shape), "target": whole(shape, 1)}
    yield Call(bp.squared_error, arrays)
    yield Call(bp.squared_error_input_delta, arrays)
    labels = [2, 0, 1][: shape[0]] if len(shape) == 2 else 2
    yield Call(bp.softmax_cross_entropy, {"logits": whole(shape)}, {"labels": labels}, rational=False)
    yield Call(bp.softmax_cross_entropy_input_delta, {"logits": whole(shape)}, {"labels": labels}, rational=False)


CALLS = [
    *_conv2d((5, 6), (2, 3)),
    *_conv2d((2, 5, 6), (3, 2, 2, 3)),
    *_conv2d((3, 2, 5, 6), (4, 2, 2, 3)),
    *_max_pool2d((5, 6), (2, 3), (1, 2)),
    *_max_pool2d((2, 3, 4, 5), 2, None),
    *_dense(()),
    *_dense((4,)),
    *_activations((2, 3)),
    *_losses((3,)),
    *_losses((3, 4)),
]
