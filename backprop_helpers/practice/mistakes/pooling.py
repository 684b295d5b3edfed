"""Mistakes on the way forward through a pool, and on the way back through an average pool."""

import numpy as np

from ...maths.arguments import as_pair
from ...maths.pooling import avg_pool2d, avg_pool2d_input_delta, max_pool2d, max_pool2d_input_delta
from . import lessons
from .mistake import needs, of, only, sign_turned, transposed

pooled = of(max_pool2d, "pooled array")
averages = of(avg_pool2d, "averages")
average_delta = of(avg_pool2d_input_delta, "average pool's input delta")
_LARGEST = "a max pool lets the largest number of each window through, its sign counted"
_MEAN = "an average pool returns the mean of each window"
_SHARE = "each cell of a window gets an equal share of its delta, and shares add up"


@pooled("the smallest number wins", _LARGEST, lessons.WINNER)
def smallest(right, x, padding, **call):
    needs(not np.any(padding))
    return -right(x=-x, padding=padding, **call)


@pooled("the windows are averaged", _LARGEST, lessons.WINNER)
def averaged(right, padding, **call):
    needs(not np.any(padding))
    return avg_pool2d(**call)


@pooled("the windows are added up", _LARGEST, lessons.WINNER)
def summed(right, padding, size, **call):
    needs(not np.any(padding))
    return avg_pool2d(size=size, **call) * np.prod(as_pair("size", size, 1))


@pooled("the largest number without its sign wins", _LARGEST, lessons.WINNER)
def largest_without_sign(right, x, padding, **call):
    needs(not np.any(padding))
    high, low = right(x=x, padding=padding, **call), -right(x=-x, padding=padding, **call)
    return np.where(-low > high, low, high)


@pooled("the largest number loses its sign", _LARGEST, lessons.WINNER)
def sign_lost(right, x, **call):
    return right(x=abs(x), **call)


@pooled("no negative number wins: the maximum begins at 0", _LARGEST, lessons.WINNER)
def begins_at_zero(right, **call):
    return np.maximum(right(**call), 0)


@pooled("the windows move by 1", "windows stand side by side unless a stride is given", lessons.OVERLAP)
def stride_of_one(right, size, stride, **call):
    needs(as_pair("stride", size if stride is None else stride, 1) != (1, 1))
    return right(size=size, stride=1, **call)


@pooled("the windows stand side by side", "windows move by the stride, and may overlap", lessons.OVERLAP)
def side_by_side(right, size, stride, **call):
    needs(stride is not None and as_pair("stride", stride, 1) != as_pair("size", size, 1))
    return right(size=size, stride=None, **call)


@pooled("the largest number of all channels stands in each", "every channel is pooled for itself", lessons.ORDERS)
def across_channels(right, x, **call):
    needs(x.ndim > 2 and x.shape[-3] > 1)
    y = right(x=x, **call)
    return np.broadcast_to(y.max(axis=-3, keepdims=True), y.shape)


pooled_transposed = pooled(
    "the result is transposed", "an entry's row and column are the window's row and column", lessons.WINNER
)(transposed)


# The average pool


@averages("the windows are added up, not averaged", _MEAN, lessons.WINNER)
def not_divided(right, size, **call):
    return right(size=size, **call) * np.prod(as_pair("size", size, 1))


@averages("the largest number stands for the mean", _MEAN, lessons.WINNER)
def largest_for_mean(right, **call):
    return max_pool2d(**call)


@average_delta("every cell gets the whole delta", _SHARE, lessons.ROUTE)
def whole_delta_for_each(right, size, **call):
    return right(size=size, **call) * np.prod(as_pair("size", size, 1))


@average_delta("the largest number gets the delta", _SHARE, lessons.ROUTE)
def winner_takes_all(right, **call):
    return max_pool2d_input_delta(**call)


@average_delta("the last window's share stays, as with = for +=", _SHARE, lessons.OVERLAP)
def set_for_added(right, x, delta, **call):
    result = np.zeros_like(x)
    for place in np.ndindex(delta.shape[-2:]):
        window = right(x=x, delta=only(np.ones_like(delta), (..., *place)), **call)
        share = right(x=x, delta=only(delta, (..., *place)), **call)
        result = np.where(window != 0, share, result)
    return result


average_turned = average_delta("the sign is turned", "the delta keeps its sign on the way back", lessons.ROUTE)(
    sign_turned
)
