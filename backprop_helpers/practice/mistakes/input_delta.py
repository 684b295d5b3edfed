"""Mistakes on the way back through a convolution, to its image."""

import numpy as np

from ...maths.arguments import as_pair
from ...maths.convolution import conv2d, conv2d_input_delta
from ...maths.windows import Windows
from . import lessons
from .mistake import fitted, flipped, needs, of, ones_for_deltas, only, sign_turned, signs_lost, transposed

input_delta = of(conv2d_input_delta, "image's delta")
_ROTATED = "the stamps are the kernel as it is; only a full correlation with the delta rotates it, once, by 180°"
_FULL = "the image's delta is as large as the image: a full convolution, the delta in a border of zeros"
_ADD = "where stamps overlap they are added"
_KERNELS = "every kernel read the image, so that their deltas are added"
_STRIDE = "the stamps stand a stride apart: the delta is dilated first"
_CROP = "what falls on the padding is cropped on every side"


@input_delta(
    "the rotation by 180° is forgotten in the full correlation, or made twice, or made in the stamps",
    _ROTATED,
    lessons.ROTATED,
)
def rotated(right, kernel, **call):
    return right(kernel=flipped(kernel), **call)


@input_delta("the kernel is turned upside down only", _ROTATED, lessons.ROTATED)
def upside_down(right, kernel, **call):
    return right(kernel=flipped(kernel, -1), **call)


@input_delta("the kernel is mirrored only, left to right", _ROTATED, lessons.ROTATED)
def mirrored(right, kernel, **call):
    return right(kernel=flipped(kernel, -2), **call)


@input_delta("the kernel is transposed", _ROTATED, lessons.STAMPS)
def kernel_transposed(right, kernel, input_shape, **call):
    turned = np.swapaxes(kernel, -2, -1)
    return right(kernel=turned, input_shape=input_shape if turned.shape == kernel.shape else None, **call)


@input_delta(
    "kernel and delta are swapped in the full correlation, or the delta is rotated by 180°", _ROTATED, lessons.ROTATED
)
def delta_rotated(right, delta, **call):
    return right(delta=flipped(delta), **call)


@input_delta("the delta does not overlap the kernel's border, as with mode 'valid'", _FULL, lessons.ROTATED)
def valid(right, kernel, delta, input_shape, **settings):
    needs(kernel.ndim == 2 and _is_plain(**settings))
    return conv2d(delta, flipped(kernel))


@input_delta("the result is as large as the delta, as with mode 'same'", _FULL, lessons.ROTATED)
def same(right, kernel, delta, **call):
    needs(_is_plain(call["stride"], call["padding"], call["dilation"]))
    rows, columns = (np.array(kernel.shape[-2:]) - 1) // 2
    return fitted(right(kernel=kernel, delta=delta, **call)[..., rows:, columns:], delta.shape[-2:])


def _is_plain(stride, padding, dilation):
    return as_pair("stride", stride, 1) == as_pair("dilation", dilation, 1) == (1, 1) and not np.any(padding)


def _stamped(right, put, kernel, delta, input_shape, **settings):
    """Visit the positions; ``put(cells, stamp)`` returns what the cells under a stamp become."""
    shape = right(kernel=kernel, delta=delta, input_shape=input_shape, **settings).shape
    windows = Windows(shape[-2:], kernel.shape[-2:], **settings)
    result = np.zeros(shape[:-2] + windows.padded)
    for i, j in np.ndindex(*windows.positions):
        place = (..., windows.under(i, 0), windows.under(j, 1))
        stamp = delta[i, j] * kernel if kernel.ndim == 2 else np.tensordot(delta[..., i, j], kernel, 1)
        result[place] = put(result[place], stamp)
    (top, left), (height, width) = windows.padding, windows.image
    return result[..., top : top + height, left : left + width]


@input_delta("the last stamp stays, as with = for +=", _ADD, lessons.STAMPS)
def set_for_added(right, **call):
    return _stamped(right, lambda cells, stamp: stamp, **call)


@input_delta("the last stamp that is not 0 stays", _ADD, lessons.STAMPS)
def last_stamp_that_is_not_0_stays(right, **call):
    return _stamped(right, lambda cells, stamp: np.where(stamp == 0, cells, stamp), **call)


@input_delta("the first stamp that is not 0 stays", _ADD, lessons.STAMPS)
def first_stamp_stays(right, **call):
    return _stamped(right, lambda cells, stamp: np.where(cells == 0, stamp, cells), **call)


@input_delta("stamps that overlap are averaged", _ADD, lessons.STAMPS)
def averaged_where_stamps_overlap(right, kernel, delta, input_shape, **settings):
    result = right(kernel=kernel, delta=delta, input_shape=input_shape, **settings)
    made = np.any(delta.reshape(-1, *delta.shape[-2:]) != 0, axis=0).astype(float)
    count = conv2d_input_delta(np.ones(kernel.shape[-2:]), made, input_shape=result.shape[-2:], **settings)
    return result / np.maximum(count, 1)


@input_delta("the sum is divided by the number of the kernel's weights", _ADD, lessons.STAMPS)
def averaged_over_the_kernel(right, kernel, **call):
    return right(kernel=kernel, **call) / np.prod(kernel.shape[-2:])


@input_delta("the deltas are stamped without the kernel", "each delta is multiplied by the weights", lessons.STAMPS)
def kernel_left_out(right, kernel, **call):
    return right(kernel=np.ones_like(kernel), **call)


@input_delta("the stamps stand side by side", "neighbouring stamps are a stride apart", lessons.STAMPS)
def stamps_side_by_side(right, kernel, delta, stride, padding, dilation, input_shape):
    needs(kernel.ndim == 2 and as_pair("stride", stride, 1) != kernel.shape)
    return np.kron(delta, kernel)


@input_delta("the last row of deltas is left out", _ADD, lessons.STAMPS)
def last_row_left_out(right, delta, **call):
    return right(delta=delta - only(delta, np.s_[..., -1, :]), **call)


@input_delta("the last column of deltas is left out", _ADD, lessons.STAMPS)
def last_column_left_out(right, delta, **call):
    return right(delta=delta - only(delta, np.s_[..., -1]), **call)


@input_delta("the stride is left out: the stamps stand one pixel apart", _STRIDE, lessons.STRIDE)
def stride_forgotten(right, **call):
    return _without_stride(right, **call)


@input_delta("the stride is left out, and zeros fill the rest of the image", _STRIDE, lessons.STRIDE)
def stride_forgotten_and_filled(right, **call):
    return fitted(_without_stride(right, **call), right(**call).shape[-2:])


def _without_stride(right, stride, input_shape, **call):
    needs(as_pair("stride", stride, 1) != (1, 1))
    return right(stride=1, input_shape=None, **call)


@input_delta("the padding is not cropped", _CROP, lessons.PADDING)
def not_cropped(right, **call):
    return _uncropped(right, **call)


@input_delta("the padding is cropped behind the last row and column only", _CROP, lessons.PADDING)
def cropped_at_the_end(right, **call):
    return fitted(_uncropped(right, **call), right(**call).shape[-2:])


@input_delta("the padding is cropped before the first row and column only", _CROP, lessons.PADDING)
def cropped_at_the_beginning(right, padding, **call):
    rows, columns = np.multiply(2, as_pair("padding", padding, 0))
    return _uncropped(right, padding=padding, **call)[..., rows:, columns:]


def _uncropped(right, padding, input_shape, **call):
    needs(np.any(padding))
    shape = right(padding=padding, input_shape=input_shape, **call).shape
    grown = np.add(shape[-2:], np.multiply(2, as_pair("padding", padding, 0)))
    return right(padding=0, input_shape=(*shape[:-2], *map(int, grown)), **call)


@input_delta(
    "the weights are stamped side by side, without the dilation",
    "with a dilation the weights stand apart",
    lessons.DILATION,
)
def dilation_forgotten(right, dilation, input_shape, **call):
    needs(as_pair("dilation", dilation, 1) != (1, 1))
    size = right(dilation=dilation, input_shape=input_shape, **call).shape[-2:]
    return fitted(right(dilation=1, input_shape=None, **call), size)


@input_delta("only the first kernel counts", _KERNELS, lessons.KERNELS)
def first_kernel_only(right, kernel, delta, **call):
    needs(kernel.ndim == 4 and len(kernel) > 1)
    return right(kernel=kernel[:1], delta=delta[..., :1, :, :], **call)


@input_delta("only the last kernel counts, as with = for +=", _KERNELS, lessons.KERNELS)
def last_kernel_only(right, kernel, delta, **call):
    needs(kernel.ndim == 4 and len(kernel) > 1)
    return right(kernel=kernel[-1:], delta=delta[..., -1:, :, :], **call)


@input_delta("the kernels are averaged, not summed", _KERNELS, lessons.KERNELS)
def kernels_averaged(right, kernel, **call):
    needs(kernel.ndim == 4 and len(kernel) > 1)
    return right(kernel=kernel, **call) / len(kernel)


@input_delta(
    "every channel gets the sum over the channels",
    "each channel gets back what its own slices of the kernels carry",
    lessons.KERNELS,
)
def channel_sum_for_each(right, kernel, **call):
    needs(kernel.ndim == 4 and kernel.shape[1] > 1)
    return right(kernel=np.broadcast_to(kernel.sum(axis=1, keepdims=True), kernel.shape), **call)


turned = input_delta("the sign is turned", "the delta keeps its sign on the way back", lessons.STAMPS)(sign_turned)
signless = input_delta("the deltas lose their signs", _ADD, lessons.STAMPS)(signs_lost)
ones = input_delta("a 1 stands for every delta that is not 0", _ADD, lessons.NOT_ONE)(ones_for_deltas)
result_transposed = input_delta("the result is transposed", _FULL, lessons.STAMPS)(transposed)
