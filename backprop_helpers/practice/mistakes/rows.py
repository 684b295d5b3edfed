"""Mistakes with images of one row: several channels, a stride, a border of zeros."""

import numpy as np

from .. import answers
from . import lessons
from .mistake import needs, of, sign_turned

channels = of(answers.kernel_gradient_of_rows, "kernel gradient")
strided = of(answers.input_delta_of_a_row, "row's delta")
same = of(answers.way_back_of_a_row_with_a_zero_at_its_end, "way back")
_DEPTH = "each channel of each kernel has a gradient of its own; only its positions are added"
_AXES = "the gradient has the kernels' own axes: kernels, channels, weights"
_STRIDE = "the stamps stand a stride apart: the delta is dilated first"
_CROP = "the border's places are cropped, as many on each side as zeros were put there"
_END = "the zero stands behind the last pixel: the row is filled up there for ∂E/∂w, and its delta cropped there"
_ORDER = "the two weights come first, then the five pixels, in one list of seven"


@channels("the channels are summed", _DEPTH, lessons.DEPTH)
def channels_summed(right, **call):
    return right(**call).sum(axis=1)


@channels("every channel gets the mean over the channels", _DEPTH, lessons.DEPTH)
def channel_mean_for_each(right, **call):
    gradient = right(**call)
    return np.broadcast_to(gradient.mean(axis=1, keepdims=True), gradient.shape)


@channels("every channel gets the sum over the channels", _DEPTH, lessons.DEPTH)
def channel_sum_for_each(right, **call):
    gradient = right(**call)
    return np.broadcast_to(gradient.sum(axis=1, keepdims=True), gradient.shape)


@channels("the sum is divided by the number of channels", _DEPTH, lessons.DEPTH)
def divided_by_the_channels(right, rows, delta):
    return right(rows=rows, delta=delta) / len(rows)


@channels("the kernels are summed", _DEPTH, lessons.DEPTH)
def kernels_summed(right, **call):
    return right(**call).sum(axis=0)


@channels("only the first channel counts", _DEPTH, lessons.DEPTH)
def first_channel_only(right, **call):
    return right(**call)[:, 0]


@channels("the deltas of the two feature maps are swapped", _DEPTH, lessons.DEPTH)
def kernels_reversed(right, delta, **call):
    return right(delta=delta[::-1], **call)


@channels("the channels are in reverse order", _AXES, lessons.DEPTH)
def channels_reversed(right, rows, **call):
    return right(rows=rows[::-1], **call)


@channels("a channel meets the delta of its own number, whatever the kernel", _DEPTH, lessons.DEPTH)
def delta_by_the_channel(right, rows, delta):
    gradient = right(rows=rows, delta=delta)
    picked = gradient[np.arange(len(rows)) % len(delta), np.arange(len(rows))]
    return np.broadcast_to(picked, gradient.shape)


@channels("weights stand before channels", _AXES, lessons.ORDERS)
def weights_before_channels(right, **call):
    return right(**call).swapaxes(1, 2)


@channels("weights stand before kernels", _AXES, lessons.ORDERS)
def weights_before_kernels(right, **call):
    return right(**call).transpose(2, 1, 0)


@channels("kernels and channels stand in one axis", _AXES, lessons.ORDERS)
def in_one_axis(right, **call):
    gradient = right(**call)
    return gradient.reshape(-1, gradient.shape[-1])


@channels("weights and channels are laid out in each other's order", _AXES, lessons.ORDERS)
def laid_out_in_another_order(right, **call):
    gradient = right(**call)
    return gradient.swapaxes(1, 2).reshape(gradient.shape)


# A row with a stride and a border


def _stamped(kernel, delta, places, step):
    """Return the delta of so many places over which stamps were made; what does not fit in is cut off."""
    result = np.zeros(places + step * len(delta) + len(kernel))
    for j, each in enumerate(delta):
        result[j * step : j * step + len(kernel)] += each * kernel
    return result[:places]


def _cropped(kernel, delta, pixels, step, padding):
    return _stamped(kernel, delta, pixels + 2 * padding, step)[padding : padding + pixels]


@strided("the stride is left out: the stamps stand one pixel apart", _STRIDE, lessons.STRIDE)
def stride_left_out(right, kernel, delta, pixels, stride, padding):
    return _cropped(kernel, delta, pixels, 1, padding)


@strided("stride and padding are left out", _STRIDE, lessons.STRIDE)
def stride_and_padding_left_out(right, kernel, delta, pixels, stride, padding):
    return np.convolve(delta, kernel)


@strided("as many zeros stand between the deltas as the stride: one too many", _STRIDE, lessons.STRIDE)
def stride_and_one(right, kernel, delta, pixels, stride, padding):
    return _cropped(kernel, delta, pixels, stride + 1, padding)


@strided("the deltas are repeated, where zeros stand between them", _STRIDE, lessons.STRIDE)
def deltas_repeated(right, kernel, delta, pixels, stride, padding):
    return _cropped(kernel, np.repeat(delta, stride), pixels, 1, padding)


@strided("the weights are spread, not the deltas", _STRIDE, lessons.STRIDE)
def kernel_spread(right, kernel, delta, pixels, stride, padding):
    wide = np.zeros(stride * (len(kernel) - 1) + 1)
    wide[::stride] = kernel
    return _cropped(wide, delta, pixels, 1, padding)


@strided("every second number is taken, after stamps that stand one pixel apart", _STRIDE, lessons.STRIDE)
def every_second_number(right, kernel, delta, pixels, stride, padding):
    return np.convolve(delta, kernel)[::stride]


@strided("the border is cropped behind the last pixel only", _CROP, lessons.PADDING)
def cropped_at_the_end(right, kernel, delta, pixels, stride, padding):
    return _stamped(kernel, delta, pixels, stride)


@strided("the border is not cropped", _CROP, lessons.PADDING)
def not_cropped(right, kernel, delta, pixels, stride, padding):
    return _stamped(kernel, delta, pixels + 2 * padding, stride)


@strided("the border is not cropped, and what no stamp met is left out", _CROP, lessons.PADDING)
def stamps_not_cropped(right, kernel, delta, pixels, stride, padding):
    return _stamped(kernel, delta, _reached(kernel, delta, stride), stride)


def _reached(kernel, delta, stride):
    return stride * (len(delta) - 1) + len(kernel)


@strided("zeros are put around the delta, where the border is cropped", _CROP, lessons.PADDING)
def padded_again(right, kernel, delta, pixels, stride, padding):
    return np.pad(_stamped(kernel, delta, pixels, stride), padding)


@strided("the last stamp's end is cropped as if it were border", "the last place is met by no stamp", lessons.LEFT_OVER)
def end_of_the_stamp_cropped(right, kernel, delta, pixels, stride, padding):
    return _stamped(kernel, delta, _reached(kernel, delta, stride), stride)[padding:-padding]


@strided(
    "the last stamp's end is cropped as if it were border, and a 0 put there",
    "the last place is met by no stamp",
    lessons.LEFT_OVER,
)
def zero_for_the_end_of_the_stamp(right, pixels, padding, **call):
    needs(padding)
    shorter = end_of_the_stamp_cropped.apply(pixels=pixels, padding=padding, **call)
    return np.pad(shorter, (0, pixels - len(shorter)))


# A row with a zero at its end


def _both(row, kernel, delta, padded=(0, 1), first=0):
    """Return the gradient for a row with so many zeros around it, and the delta from one place of the stamps on."""
    gradient = np.correlate(np.pad(row, padded), delta, "valid")
    return np.array([*gradient, *np.convolve(delta, kernel)[first : first + len(row)]])


@same("the zero stands before the first pixel", _END, lessons.PADDING)
def zero_at_the_front(right, **call):
    return _both(padded=(1, 0), first=1, **call)


@same("the zero stands before the first pixel for the weights", _END, lessons.PADDING)
def weights_with_a_zero_at_the_front(right, **call):
    return _both(padded=(1, 0), **call)


@same("the delta is cropped before the first pixel", _END, lessons.PADDING)
def cropped_at_the_front(right, **call):
    return _both(first=1, **call)


@same("zeros stand on both sides", _END, lessons.PADDING)
def zeros_on_both_sides(right, **call):
    return _both(padded=(1, 1), **call)


@same("the zero is left out for the weights", _END, lessons.PADDING)
def zero_left_out(right, row, kernel, delta):
    gradient = np.correlate(row, delta[:-1], "valid")
    return np.array([*gradient, *right(row=row, kernel=kernel, delta=delta)[2:]])


@same("the row's delta is not cropped", _CROP, lessons.PADDING)
def not_cropped_at_the_end(right, row, kernel, delta):
    return np.array([*right(row=row, kernel=kernel, delta=delta)[:2], *np.convolve(delta, kernel)])


@same("the last pixel stands where the zero is", _END, lessons.PADDING)
def last_pixel_again(right, row, kernel, delta):
    return _both(np.append(row, row[-1]), kernel, delta, (0, 0))[: len(row) + 2]


@same("the first pixel stands where the zero is", _END, lessons.PADDING)
def first_pixel_again(right, row, kernel, delta):
    return _both(np.append(row, row[0]), kernel, delta, (0, 0))[: len(row) + 2]


@same("the row is stamped, not the kernel", "the stamps are the kernel", lessons.STAMPS)
def row_stamped(right, row, kernel, delta):
    return np.array([*right(row=row, kernel=kernel, delta=delta)[:2], *np.convolve(delta, row)[: len(row)]])


@same("the kernel is turned round before it is stamped", "the stamps are the kernel as it is", lessons.ROTATED)
def kernel_turned(right, kernel, **call):
    return right(kernel=kernel[::-1], **call)


@same("the kernel slides over the delta without being turned", "a full correlation turns it once", lessons.ROTATED)
def correlated(right, row, kernel, delta):
    stamped = np.correlate(np.append(delta, 0), kernel, "valid")
    return np.array([*right(row=row, kernel=kernel, delta=delta)[:2], *stamped])


@same("the pixels stand before the weights", _ORDER, lessons.PADDING)
def pixels_first(right, **call):
    return np.roll(right(**call), -2)


@same("the weights are left out", _ORDER, lessons.PADDING)
def pixels_only(right, **call):
    return right(**call)[2:]


@same("the pixels are left out", _ORDER, lessons.PADDING)
def weights_only(right, **call):
    return right(**call)[:2]


same_turned = same("the sign is turned", "gradient and delta keep their signs", lessons.STEP)(sign_turned)
