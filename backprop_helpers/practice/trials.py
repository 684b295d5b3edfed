"""Arguments on which a layer's mistakes show: lopsided arrays, axes of different lengths, channels, strides, ties."""

import numpy as np

from ..maths import activations, convolution, dense, losses, pooling, softmax

_FORWARD = {
    convolution.conv2d_kernel_gradient: convolution.conv2d,
    convolution.conv2d_input_delta: convolution.conv2d,
    pooling.max_pool2d_input_delta: pooling.max_pool2d,
    pooling.avg_pool2d_input_delta: pooling.avg_pool2d,
}
_CONVOLUTIONS = [
    # image, kernel, settings; the smallest first
    ((2, 3), (1, 2), {}),
    ((3, 5), (2, 3), {}),
    ((5, 5), (2, 2), {}),
    ((6, 7), (3, 2), {"stride": (2, 1)}),
    ((5, 6), (3, 2), {"stride": 2, "padding": 1}),
    ((4, 5), (2, 3), {"padding": (1, 2)}),
    ((6, 5), (2, 2), {"dilation": 2}),
    ((5, 6), (4, 3), {"padding": 1}),
    ((3, 5, 4), (2, 3, 2, 3), {}),
    ((3, 6, 7), (2, 3, 3, 2), {"stride": 2, "padding": 1}),
    ((2, 5, 4), (2, 2, 2, 2), {}),
    ((2, 3, 4, 5), (4, 3, 2, 3), {"stride": (1, 2)}),
]
_POOLS = [
    ((2, 4), {}),
    ((4, 6), {}),
    ((3, 5), {"size": 2, "stride": 1}),
    ((5, 7), {"size": 3, "stride": (1, 2)}),
    ((6, 4), {"size": (3, 2)}),
    ((5, 8), {"size": 2, "stride": 3}),
    ((3, 4, 6), {}),
    ((2, 3, 4, 4), {"size": 2, "stride": 1}),
]
_PADDED_POOLS = [((5, 6), {"size": 3, "stride": 2, "padding": 1})]


def trials(function):
    """Return calls that tell a layer's mistakes apart, the smallest first.

    Parameters
    ----------
    function : a layer's function

    Returns
    -------
    list of pairs: the arguments, and the settings by name; the same at every call

    Raises
    ------
    ValueError
        If the function is none of the layers'.

    Examples
    --------
    >>> (x, kernel), settings = trials(convolution.conv2d)[6]
    >>> x.shape, kernel.shape, settings
    ((6, 7), (3, 2), {'stride': (2, 1)})
    """
    if function not in TRIED:
        name = getattr(function, "__name__", repr(function))
        raise ValueError(f"there are trials for the layers' functions; {name} is none of them")
    return TRIED[function](function, np.random.default_rng(7))


def _uneven(random, shape):
    """Return numbers of two decimals, none 0, no two of the same size as long as there are enough."""
    count = int(np.prod(shape))
    sizes = random.choice(np.arange(11, max(400, 2 * count)), count, replace=False) / 100
    return (sizes * random.choice([-1, 1], count)).reshape(shape)


def _delta(random, shape):
    """Return uneven numbers with some zeros among them, where there are more than three."""
    result = _uneven(random, shape)
    result.flat[2::4] = 0
    return result


def _convolution(function, random):
    for image, kernel, settings in _CONVOLUTIONS:
        yield _uneven(random, image), _uneven(random, kernel), settings


def _of_conv2d(function, random):
    calls = []
    for x, kernel, settings in _convolution(function, random):
        calls += [((x, kernel), settings), ((x, kernel, _uneven(random, kernel.shape[:-3])), settings)]
    return calls


def _of_kernel_gradient(function, random):
    calls = []
    for x, kernel, settings in _convolution(function, random):
        delta = _delta(random, convolution.conv2d(x, kernel, **settings).shape)
        calls.append(((x, delta), {"kernel_shape": kernel.shape, **settings}))
    return calls


def _of_input_delta(function, random):
    calls = []
    for x, kernel, settings in _convolution(function, random):
        delta = _delta(random, convolution.conv2d(x, kernel, **settings).shape)
        calls.append(((kernel, delta), {"input_shape": x.shape, **settings}))
    return calls


def _of_bias_gradient(function, random):
    return [((_delta(random, shape),), {}) for shape in [(1, 2), (3, 4), (2, 3, 4), (3, 2, 2, 5)]]


def _pooled(random, shape):
    """Return an image with negative windows, and with ties, in some rows and columns."""
    x = _uneven(random, shape)
    x[..., :2, :2] = -abs(x[..., :2, :2])
    x[..., -2:, -3:] = np.round(x[..., -2:, -3:])
    x[..., -2:, -1] = x[..., -2:, -2] = x[..., -2:, -2:].max(axis=-1)
    return x


def _of_pool(function, random):
    pools = _POOLS + _PADDED_POOLS * (function is pooling.max_pool2d)
    return [((_pooled(random, shape),), settings) for shape, settings in pools]


def _of_pool_delta(function, random):
    pools = _POOLS + _PADDED_POOLS * (function is pooling.max_pool2d_input_delta)
    calls = []
    for shape, settings in pools:
        x = _pooled(random, shape)
        calls.append(((x, _uneven(random, _FORWARD[function](x, **settings).shape)), settings))
    return calls


_SHAPES = [(2,), (3, 4), (2, 3, 2)]


def _of_activation(function, random):
    return [((_with_zeros(_uneven(random, shape)),), {}) for shape in _SHAPES]


def _with_zeros(array):
    array.flat[3::5] = 0
    return array


def _of_slope(function, random):
    forward = {activations.sigmoid_input_delta: activations.sigmoid, activations.tanh_input_delta: activations.tanh}
    calls = []
    for shape in _SHAPES:
        x = _with_zeros(_uneven(random, shape))
        x = np.round(forward[function](x), 3) if function in forward else x
        calls.append(((x, _uneven(random, shape)), {}))
    return calls


_DENSE = [((2,), 3), ((4,), 3), ((3,), 3), ((2, 4), 3)]


def _of_dense(function, random):
    calls = []
    for x, outputs in _DENSE:
        weights = _uneven(random, (outputs, x[-1]))
        calls += [((_uneven(random, x), weights), {}), ((_uneven(random, x), weights, _uneven(random, (outputs,))), {})]
    return calls


def _of_dense_delta(function, random):
    calls = []
    for x, outputs in _DENSE:
        calls.append(((_uneven(random, (outputs, x[-1])), _uneven(random, (*x[:-1], outputs))), {}))
    return calls


def _of_weights_gradient(function, random):
    return [((_uneven(random, x), _uneven(random, (*x[:-1], outputs))), {}) for x, outputs in _DENSE]


def _of_dense_bias(function, random):
    return [((_uneven(random, (*x[:-1], outputs)),), {}) for x, outputs in _DENSE]


def _of_squared(function, random):
    return [((_uneven(random, shape), _uneven(random, shape)), {}) for shape in [(1,), (3,), (2, 3)]]


def _of_cross_entropy(function, random):
    calls = [((_uneven(random, (3,)), 1), {}), ((_uneven(random, (2, 4)), np.array([2, 0])), {})]
    return [*calls, ((abs(_uneven(random, (4,))), 2), {}), ((_uneven(random, (3, 5)), np.array([1, 4, 2])), {})]


def _of_softmax(function, random):
    return [((_uneven(random, shape),), {}) for shape in [(2,), (4,), (2, 3)]]


def _of_softmax_delta(function, random):
    shapes = [(2,), (4,), (2, 3)]
    return [((np.round(softmax.softmax(_uneven(random, s)), 3), _uneven(random, s)), {}) for s in shapes]


TRIED = {
    convolution.conv2d: _of_conv2d,
    convolution.conv2d_kernel_gradient: _of_kernel_gradient,
    convolution.conv2d_input_delta: _of_input_delta,
    convolution.conv2d_bias_gradient: _of_bias_gradient,
    pooling.max_pool2d: _of_pool,
    pooling.avg_pool2d: _of_pool,
    pooling.max_pool2d_input_delta: _of_pool_delta,
    pooling.avg_pool2d_input_delta: _of_pool_delta,
    **dict.fromkeys([activations.sigmoid, activations.tanh, activations.relu, activations.leaky_relu], _of_activation),
    activations.sigmoid_input_delta: _of_slope,
    activations.tanh_input_delta: _of_slope,
    activations.relu_input_delta: _of_slope,
    activations.leaky_relu_input_delta: _of_slope,
    softmax.softmax: _of_softmax,
    softmax.softmax_input_delta: _of_softmax_delta,
    dense.dense: _of_dense,
    dense.dense_input_delta: _of_dense_delta,
    dense.dense_weights_gradient: _of_weights_gradient,
    dense.dense_bias_gradient: _of_dense_bias,
    losses.squared_error: _of_squared,
    losses.squared_error_input_delta: _of_squared,
    losses.softmax_cross_entropy: _of_cross_entropy,
    losses.softmax_cross_entropy_input_delta: _of_cross_entropy,
}
"""The layers' functions, and what makes their calls."""
