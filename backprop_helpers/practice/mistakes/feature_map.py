"""Mistakes on the way forward through a convolution."""

import numpy as np

from ...maths.arguments import as_pair
from ...maths.convolution import conv2d
from . import lessons
from .mistake import fitted, flipped, needs, of, sign_turned, transposed

feature_map = of(conv2d, "feature map")
_CORRELATION = "the layer lays the kernel on the image as it is; nothing is flipped"
_SUM = "a feature map's entry is the sum of all products under the kernel"
_ALL_CHANNELS = "a kernel has a slice for every channel, and its products are added over all of them"
_VALID = "without padding the kernel stands only where all of it lies on the image"


@feature_map("the kernel is rotated by 180° first, as convolve2d does", _CORRELATION, lessons.FLIP)
def rotated(right, kernel, **call):
    return right(kernel=flipped(kernel), **call)


@feature_map("the kernel is turned upside down", _CORRELATION, lessons.FLIP)
def upside_down(right, kernel, **call):
    return right(kernel=flipped(kernel, -2), **call)


@feature_map("the kernel is mirrored, left to right", _CORRELATION, lessons.FLIP)
def mirrored(right, kernel, **call):
    return right(kernel=flipped(kernel, -1), **call)


@feature_map("the kernel is transposed", _CORRELATION, lessons.WINDOW)
def kernel_transposed(right, kernel, **call):
    return right(kernel=np.swapaxes(kernel, -2, -1), **call)


@feature_map("the products are averaged, not summed", _SUM, lessons.WINDOW)
def averaged(right, kernel, **call):
    return right(kernel=kernel / np.prod(kernel.shape[-3:]), **call)


@feature_map("the first product of every window is left out", _SUM, lessons.WINDOW)
def first_product_left_out(right, kernel, **call):
    return _without_weight(right, kernel, 0, call)


@feature_map("the last product of every window is left out", _SUM, lessons.WINDOW)
def last_product_left_out(right, kernel, **call):
    return _without_weight(right, kernel, -1, call)


def _without_weight(right, kernel, place, call):
    rest = kernel.copy()
    rest[..., place, place] = 0
    return right(kernel=rest, **call)


@feature_map(
    "negative sums are set to 0",
    "a feature map may be negative; only a ReLU behind it sets such numbers to 0",
    lessons.WINDOW,
)
def negative_sums_lost(right, **call):
    return np.maximum(right(**call), 0)


@feature_map("the bias is left out", "the bias is added at every position", lessons.BIAS)
def bias_forgotten(right, bias, **call):
    needs(bias is not None)
    return right(**call)


@feature_map("the feature map overlaps the image's border, as a full convolution", _VALID, lessons.SIZES)
def full(right, **call):
    return _full(right, **call)


@feature_map("the feature map is as large as the image, as with mode 'same'", _VALID, lessons.SIZES)
def same(right, x, kernel, **call):
    rows, columns = np.array(kernel.shape[-2:]) // 2
    return fitted(_full(right, x=x, kernel=kernel, **call)[..., rows:, columns:], x.shape[-2:])


def _full(right, kernel, stride, padding, dilation, **call):
    needs(as_pair("stride", stride, 1) == as_pair("dilation", dilation, 1) == (1, 1))
    border = tuple(np.add(as_pair("padding", padding, 0), kernel.shape[-2:]) - 1)
    return right(kernel=kernel, stride=1, padding=border, dilation=1, **call)


@feature_map(
    "the windows stand side by side", "the kernel moves by its stride, and its windows may overlap", lessons.LOOP
)
def windows_side_by_side(right, kernel, stride, **call):
    needs(as_pair("stride", stride, 1) != kernel.shape[-2:])
    return right(kernel=kernel, stride=kernel.shape[-2:], **call)


@feature_map("the kernel moves by 1, not by the stride", "the kernel moves by its stride", lessons.SIZES)
def stride_forgotten(right, stride, **call):
    needs(as_pair("stride", stride, 1) != (1, 1))
    return right(stride=1, **call)


@feature_map(
    "the kernel moves by 1, not by the stride, and the last positions are cut off",
    "the kernel moves by its stride",
    lessons.SIZES,
)
def stride_forgotten_and_cut(right, stride, **call):
    needs(as_pair("stride", stride, 1) != (1, 1))
    return fitted(right(stride=1, **call), right(stride=stride, **call).shape[-2:])


@feature_map("the padding is left out", "the zeros of the padding belong to the image", lessons.SIZES)
def padding_forgotten(right, padding, **call):
    needs(np.any(padding))
    return right(padding=0, **call)


@feature_map(
    "the whole padding stands behind the last row and column", "each side gets its share of the padding", lessons.SIZES
)
def padding_at_the_end(right, x, padding, **call):
    needs(np.any(padding))
    size = np.add(x.shape[-2:], np.multiply(2, as_pair("padding", padding, 0)))
    return right(x=fitted(x, size), padding=0, **call)


@feature_map(
    "the weights stand side by side, without the dilation", "with a dilation the weights stand apart", lessons.DILATION
)
def dilation_forgotten(right, dilation, **call):
    needs(as_pair("dilation", dilation, 1) != (1, 1))
    return right(dilation=1, **call)


@feature_map("only the first channel counts", _ALL_CHANNELS, lessons.CHANNELS)
def first_channel_only(right, x, kernel, **call):
    needs(_channels(kernel) > 1)
    return right(x=x[..., :1, :, :], kernel=kernel[:, :1], **call)


@feature_map("the channels are averaged, not summed", _ALL_CHANNELS, lessons.CHANNELS)
def channels_averaged(right, kernel, **call):
    needs(_channels(kernel) > 1)
    return right(kernel=kernel / _channels(kernel), **call)


@feature_map("the kernel's first slice meets every channel", _ALL_CHANNELS, lessons.CHANNELS)
def first_slice_for_all(right, kernel, **call):
    needs(_channels(kernel) > 1)
    return right(kernel=np.broadcast_to(kernel[:, :1], kernel.shape), **call)


@feature_map("the channels are not added, so that there is a map for each", _ALL_CHANNELS, lessons.CHANNELS)
def a_map_for_each_channel(right, x, kernel, **call):
    needs(_channels(kernel) > 1)
    channels = range(_channels(kernel))
    maps = [right(x=x[..., c : c + 1, :, :], kernel=kernel[:, c : c + 1], **call) for c in channels]
    return np.stack(maps, axis=-3)


def _channels(kernel):
    return kernel.shape[1] if kernel.ndim == 4 else 1


turned = feature_map("the sign is turned", "the products are added, not subtracted", lessons.WINDOW)(sign_turned)
result_transposed = feature_map(
    "the result is transposed", "an entry's row and column are the window's row and column", lessons.LOOP
)(transposed)
