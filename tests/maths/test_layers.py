"""A layer alone: it calls its functions with its settings, and refuses what does not fit."""

import numpy as np
import pytest

import backprop_helpers as bp
from backprop_helpers import Conv2D, Flatten, MaxPool2D, ReLU, Sigmoid

from .inputs import distinct, whole


def test_flatten_keeps_the_batch_and_reads_rows_first():
    batch = np.arange(12).reshape(2, 1, 2, 3)
    assert Flatten().forward(batch).tolist() == [[0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10, 11]]
    assert Flatten().forward(batch[0]).tolist() == [0, 1, 2, 3, 4, 5]
    layer = Flatten()
    layer.forward(batch)
    np.testing.assert_array_equal(layer.backward(np.arange(12).reshape(2, 6) + 100), batch + 100)


def test_a_layer_alone_calls_its_function_with_its_settings():
    x, kernel, bias = whole((2, 6, 7)), whole((3, 2, 2, 3), 1), whole((3,), 2)
    settings = {"stride": (2, 1), "padding": (0, 1), "dilation": (1, 2)}
    layer = Conv2D(kernel, bias, **settings)
    y = layer.forward(x)
    delta = whole(y.shape, 3)
    np.testing.assert_array_equal(y, bp.conv2d(x, kernel, bias, **settings))
    np.testing.assert_array_equal(layer.backward(delta), bp.conv2d_input_delta(kernel, delta, x.shape, **settings))
    gradient = bp.conv2d_kernel_gradient(x, delta, kernel.shape, **settings)
    np.testing.assert_array_equal(layer.gradients["kernel"], gradient)

    pool = MaxPool2D((3, 2), (1, 3))
    pooled = pool.forward(x)
    np.testing.assert_array_equal(pooled, bp.max_pool2d(x, (3, 2), (1, 3)))
    delta = distinct(pooled.shape) + 1
    np.testing.assert_array_equal(pool.backward(delta), bp.max_pool2d_input_delta(x, delta, (3, 2), (1, 3)))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Conv2D([[1]], stride=0), "stride must be an integer of at least 1"),
        (lambda: Conv2D([[1]], padding=-1), "padding must be an integer of at least 0"),
        (lambda: Conv2D([[1]], dilation=1.5), "dilation must be an integer of at least 1"),
        (lambda: MaxPool2D(0), "pool size must be an integer of at least 1"),
        (lambda: MaxPool2D(2, stride="2"), "stride must be an integer of at least 1"),
    ],
)
def test_a_wrong_setting_is_named_when_the_layer_is_made(make, message):
    with pytest.raises(ValueError, match=message):
        make()


@pytest.mark.parametrize("layer", [Conv2D([[1, 2]]), MaxPool2D((1, 2)), Sigmoid(), ReLU(), Flatten()])
def test_a_delta_that_does_not_fit_a_layer_is_refused(layer):
    layer.forward([[1, 2, 3]])
    with pytest.raises(ValueError, match=r"delta has shape|delta must have 2 axes"):
        layer.backward([1, 2, 3, 4])
    with pytest.raises(TypeError, match="delta must be real numbers; got None"):
        layer.backward(None)
