"""Mistakes in the gradient of a convolution's kernel."""

import numpy as np

from ...maths.arguments import as_pair
from ...maths.convolution import conv2d_kernel_gradient
from . import lessons
from .mistake import (
    KEEPS_ITS_SIGN,
    fitted,
    flipped,
    needs,
    of,
    ones_for_deltas,
    only,
    sign_turned,
    signs_lost,
    transposed,
    wrong_batches,
)

kernel_gradient = of(conv2d_kernel_gradient, "kernel gradient")
_SLIDE = "the gradient is correlate2d(image, delta), the delta slid over the image as it is"
_SUM = "a weight's gradient is the sum over all positions; a mean belongs to the loss"
_VALID = "the delta slides only where all of it lies on the image: the gradient has the kernel's shape"
_DEPTH = "each channel of each kernel has a gradient of its own; only its positions and the batch are added"


@kernel_gradient(
    "the image and the delta are swapped in correlate2d, or the result is rotated by 180°, "
    "or the image is rotated for convolve2d",
    _SLIDE,
    lessons.ORDER,
)
def rotated(right, **call):
    return flipped(right(**call))


@kernel_gradient("the delta is rotated by 180°, as convolve2d does", _SLIDE, lessons.ORDER)
def delta_rotated(right, delta, **call):
    return right(delta=flipped(delta), **call)


@kernel_gradient("the result is turned upside down", _SLIDE, lessons.ORDER)
def upside_down(right, **call):
    return flipped(right(**call), -2)


@kernel_gradient("the result is mirrored, left to right", _SLIDE, lessons.ORDER)
def mirrored(right, **call):
    return flipped(right(**call), -1)


@kernel_gradient("the positions are averaged, not summed", _SUM, lessons.SIXTEEN)
def averaged(right, delta, **call):
    return right(delta=delta, **call) / np.prod(delta.shape[-2:])


@kernel_gradient("the sum is divided by the number of deltas that are not 0", _SUM, lessons.SIXTEEN)
def averaged_over_nonzero(right, delta, **call):
    needs(np.count_nonzero(delta))
    return right(delta=delta, **call) / np.count_nonzero(delta)


@kernel_gradient("only the first position counts", _SUM, lessons.SIXTEEN)
def first_position_only(right, delta, **call):
    return right(delta=only(delta, np.s_[..., 0, 0]), **call)


@kernel_gradient("only the last position counts, as with = for += in the loop", _SUM, lessons.SIXTEEN)
def last_position_only(right, delta, **call):
    return right(delta=only(delta, np.s_[..., -1, -1]), **call)


@kernel_gradient("the first position is left out", _SUM, lessons.SIXTEEN)
def first_position_left_out(right, delta, **call):
    return right(delta=delta - only(delta, np.s_[..., 0, 0]), **call)


@kernel_gradient("the last row of deltas is left out", _SUM, lessons.SIXTEEN)
def last_row_left_out(right, delta, **call):
    return right(delta=delta - only(delta, np.s_[..., -1, :]), **call)


@kernel_gradient("only the largest delta counts", _SUM, lessons.SIXTEEN)
def largest_delta_only(right, delta, **call):
    return right(delta=only(delta, np.unravel_index(np.argmax(abs(delta)), delta.shape)), **call)


@kernel_gradient(
    "the deltas are added first, and the first patch is multiplied by their sum",
    "every delta meets a patch of its own",
    lessons.SIXTEEN,
)
def deltas_summed_first(right, delta, **call):
    total = np.zeros_like(delta)
    total[..., 0, 0] = delta.sum(axis=(-2, -1))
    return right(delta=total, **call)


@kernel_gradient("every position keeps a gradient of its own", _SUM, lessons.SIXTEEN)
def one_for_each_position(right, delta, **call):
    needs(delta.ndim == 2)
    gradients = [right(delta=only(delta, place), **call) for place in np.ndindex(delta.shape)]
    return np.reshape(gradients, delta.shape + gradients[0].shape)


@kernel_gradient("all weights' gradients are added to one number", _SUM, lessons.SIXTEEN)
def added_to_one_number(right, **call):
    return right(**call).sum()


@kernel_gradient("the delta overlaps the image's border, as in a full correlation", _VALID, lessons.SLIDE)
def full(right, **call):
    return _full(right, **call)


@kernel_gradient("the result is as large as the image, as with mode 'same'", _VALID, lessons.SLIDE)
def same(right, x, delta, **call):
    rows, columns = np.array(delta.shape[-2:]) // 2
    return fitted(_full(right, x=x, delta=delta, **call)[..., rows:, columns:], x.shape[-2:])


def _full(right, x, delta, kernel_shape, stride, padding, dilation):
    needs(as_pair("stride", stride, 1) == as_pair("dilation", dilation, 1) == (1, 1))
    border = tuple(np.add(as_pair("padding", padding, 0), delta.shape[-2:]) - 1)
    return right(x=x, delta=delta, kernel_shape=None, stride=1, padding=border, dilation=1)


@kernel_gradient(
    "the stride is left out: the deltas are not spread", "the delta is dilated by the stride first", lessons.STRIDE
)
def stride_forgotten(right, **call):
    return _without_stride(right, **call)


@kernel_gradient(
    "the stride is left out, and the result is cut to the kernel's size",
    "the delta is dilated by the stride first",
    lessons.STRIDE,
)
def stride_forgotten_and_cut(right, **call):
    return fitted(_without_stride(right, **call), right(**call).shape[-2:])


def _without_stride(right, stride, kernel_shape, **call):
    needs(as_pair("stride", stride, 1) != (1, 1))
    return right(stride=1, kernel_shape=None, **call)


@kernel_gradient(
    "the image is not padded", "the image is padded on the way back as on the way forward", lessons.PADDING
)
def padding_forgotten(right, padding, kernel_shape, **call):
    needs(np.any(padding))
    return right(padding=0, kernel_shape=None, **call)


@kernel_gradient(
    "the image's whole padding stands behind its last row and column",
    "each side gets its share of the padding",
    lessons.PADDING,
)
def padding_at_the_end(right, x, padding, **call):
    needs(np.any(padding))
    size = np.add(x.shape[-2:], np.multiply(2, as_pair("padding", padding, 0)))
    return right(x=fitted(x, size), padding=0, **call)


@kernel_gradient(
    "the weights are taken to stand side by side, without the dilation",
    "with a dilation the weights stand apart",
    lessons.DILATION,
)
def dilation_forgotten(right, dilation, **call):
    needs(as_pair("dilation", dilation, 1) != (1, 1))
    size = right(dilation=dilation, **call).shape
    return fitted(right(dilation=1, **call | {"kernel_shape": None}), size[-2:])


@kernel_gradient("the gradients are summed over the channels, and every channel gets the sum", _DEPTH, lessons.DEPTH)
def channel_sum_for_each(right, **call):
    gradient = _deep(right, 1, call)
    return np.broadcast_to(gradient.sum(axis=1, keepdims=True), gradient.shape)


@kernel_gradient("every channel gets the mean over the channels", _DEPTH, lessons.DEPTH)
def channel_mean_for_each(right, **call):
    gradient = _deep(right, 1, call)
    return np.broadcast_to(gradient.mean(axis=1, keepdims=True), gradient.shape)


@kernel_gradient("the gradients are summed over the channels", _DEPTH, lessons.DEPTH)
def channels_summed(right, **call):
    return _deep(right, 1, call).sum(axis=1)


@kernel_gradient("the first channel of the image is used for every channel", _DEPTH, lessons.DEPTH)
def first_channel_for_all(right, **call):
    gradient = _deep(right, 1, call)
    return np.broadcast_to(gradient[:, :1], gradient.shape)


@kernel_gradient("every kernel gets the sum over the kernels", _DEPTH, lessons.DEPTH)
def kernel_sum_for_each(right, **call):
    gradient = _deep(right, 0, call)
    return np.broadcast_to(gradient.sum(axis=0), gradient.shape)


@kernel_gradient("the first kernel's delta is used for every kernel", _DEPTH, lessons.DEPTH)
def first_kernel_for_all(right, **call):
    gradient = _deep(right, 0, call)
    return np.broadcast_to(gradient[:1], gradient.shape)


@kernel_gradient(
    "the axes of kernels and channels are swapped",
    "the gradient has the kernel's own axes, (K, C, kh, kw)",
    lessons.DEPTH,
)
def axes_swapped(right, **call):
    gradient = right(**call)
    needs(gradient.ndim == 4)
    return gradient.swapaxes(0, 1)


@kernel_gradient(
    "kernels and channels are laid out in each other's order",
    "the gradient has the kernel's own axes, (K, C, kh, kw)",
    lessons.ORDERS,
)
def laid_out_in_another_order(right, **call):
    gradient = right(**call)
    needs(gradient.ndim == 4)
    return gradient.swapaxes(0, 1).reshape(gradient.shape)


def _deep(right, axis, call):
    gradient = right(**call)
    needs(gradient.ndim == 4 and gradient.shape[axis] > 1)
    return gradient


turned = kernel_gradient("the sign is turned", KEEPS_ITS_SIGN, lessons.STEP)(sign_turned)
result_transposed = kernel_gradient("the result is transposed", _SLIDE, lessons.SLIDE)(transposed)
signless = kernel_gradient("the deltas lose their signs", _SUM, lessons.SIXTEEN)(signs_lost)
ones = kernel_gradient("a 1 stands for every delta that is not 0", _SUM, lessons.NOT_ONE)(ones_for_deltas)
of_the_batch = wrong_batches(kernel_gradient, lessons.SIXTEEN)
