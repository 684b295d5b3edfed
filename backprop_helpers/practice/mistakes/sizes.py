"""Mistakes in counting: how large a feature map is, and how many deltas and gradients there are."""

import numpy as np

from .. import answers
from . import lessons
from .mistake import needs, of

size = of(answers.feature_map_size, "feature map's size")
count = of(answers.count_deltas_and_gradients, "count")
_SIZE = "a side has (n + 2·padding − k) / stride + 1 places, rows and columns each with numbers of their own"
_DELTAS = "every number that flows has a delta: image, feature map, pooled numbers, activations and output"
_GRADIENTS = "every weight has one gradient: those of the kernel, and those of the dense layer"


@size("the 1 is not added", _SIZE, lessons.SIZES)
def one_not_added(right, **call):
    return right(**call) - 1


@size("a 1 too many is added", _SIZE, lessons.SIZES)
def one_too_many(right, **call):
    return right(**call) + 1


@size("the padding is left out", _SIZE, lessons.SIZES)
def padding_left_out(right, padding, **call):
    return right(padding=(0, 0), **call)


@size("the padding is added on one side only", _SIZE, lessons.SIZES)
def padding_on_one_side(right, image, padding, **call):
    return right(image=tuple(np.add(image, padding)), padding=(0, 0), **call)


@size("the padding is taken for the other side's", _SIZE, lessons.SIZES)
def padding_swapped(right, padding, **call):
    return right(padding=padding[::-1], **call)


@size("the stride is left out", _SIZE, lessons.SIZES)
def stride_left_out(right, stride, **call):
    return right(stride=(1, 1), **call)


@size("the stride is taken for the other side's", _SIZE, lessons.SIZES)
def stride_swapped(right, stride, **call):
    return right(stride=stride[::-1], **call)


@size("the 1 is added before the division by the stride", _SIZE, lessons.SIZES)
def one_added_first(right, stride, **call):
    return right(stride=(1, 1), **call) // stride


@size("the kernel's rows and columns are swapped", _SIZE, lessons.SIZES)
def kernel_swapped(right, kernel, **call):
    return right(kernel=kernel[::-1], **call)


@size("the kernel's size is not subtracted", _SIZE, lessons.SIZES)
def kernel_not_subtracted(right, image, kernel, **call):
    return right(image=tuple(np.add(image, kernel)), kernel=kernel, **call)


@size("the kernel may overlap the border, as in a full convolution", _SIZE, lessons.SIZES)
def full(right, image, kernel, **call):
    return right(image=tuple(np.add(image, kernel) + kernel - 2), kernel=kernel, **call)


@size("columns stand before rows", "rows come first, as in shape", lessons.SIZES)
def columns_before_rows(right, **call):
    return right(**call)[::-1]


@size("the positions are counted, not rows and columns", "rows and columns are asked for, two numbers", lessons.SIZES)
def positions_counted(right, **call):
    return np.prod(right(**call))


# How many deltas and gradients


def _parts(right, image, kernel, pool, outputs):
    """Return the right counts, and how many numbers the feature map and the pooled array have."""
    deltas, gradients = right(image=image, kernel=kernel, pool=pool, outputs=outputs)
    pooled = (gradients - np.prod(kernel)) // outputs
    return deltas, gradients, deltas - np.prod(image) - 2 * pooled - outputs, pooled


@count("the image's deltas are left out", _DELTAS, lessons.WORDS)
def image_left_out(right, image, **call):
    return right(image=image, **call) - [np.prod(image), 0]


@count("the image is counted twice", _DELTAS, lessons.WORDS)
def image_twice(right, image, **call):
    return right(image=image, **call) + [np.prod(image), 0]


@count("the output's deltas are left out", _DELTAS, lessons.WORDS)
def output_left_out(right, outputs, **call):
    return right(outputs=outputs, **call) - [outputs, 0]


@count("the deltas of the pooled numbers or of the activations are left out", _DELTAS, lessons.WORDS)
def activations_left_out(right, **call):
    deltas, gradients, _, pooled = _parts(right, **call)
    return np.array([deltas - pooled, gradients])


@count("the activations in one row are counted again", "in another order they are the same numbers", lessons.WORDS)
def flattened_counted(right, **call):
    deltas, gradients, _, pooled = _parts(right, **call)
    return np.array([deltas + pooled, gradients])


@count("the zeros of the feature map's delta are left out", "a delta that is 0 is a delta", lessons.WORDS)
def routed_only(right, **call):
    deltas, gradients, feature_map, pooled = _parts(right, **call)
    return np.array([deltas - feature_map + pooled, gradients])


@count("the kernel has a gradient for every position", _GRADIENTS, lessons.WORDS)
def one_for_each_position(right, kernel, **call):
    deltas, gradients, feature_map, _ = _parts(right, kernel=kernel, **call)
    return np.array([deltas, gradients + np.prod(kernel) * (feature_map - 1)])


@count("the kernel's gradient is left out", _GRADIENTS, lessons.WORDS)
def kernel_left_out(right, kernel, **call):
    return right(kernel=kernel, **call) - [0, np.prod(kernel)]


@count("the dense layer's gradients are left out", _GRADIENTS, lessons.WORDS)
def weights_left_out(right, kernel, **call):
    return np.array([right(kernel=kernel, **call)[0], np.prod(kernel)])


@count("biases are counted, too", "this network has no biases", lessons.WORDS)
def biases_counted(right, outputs, **call):
    return right(outputs=outputs, **call) + [0, 1 + outputs]


@count("gradients are counted among the deltas", "a weight does not flow; it has a gradient", lessons.WORDS)
def gradients_among_deltas(right, **call):
    deltas, gradients = right(**call)
    return np.array([deltas + gradients, gradients])


@count("arrays are counted, not numbers", "every number of an array has a delta of its own", lessons.WORDS)
def arrays_counted(right, **call):
    return np.array([5, 2])


@count("the feature map is taken to be as large as the image", "the kernel stays inside the image", lessons.WORDS)
def feature_map_as_large_as_the_image(right, image, kernel, **call):
    larger = tuple(np.add(image, kernel) - 1)
    deltas, gradients = right(image=larger, kernel=kernel, **call)
    return np.array([deltas - np.prod(larger) + np.prod(image), gradients])


@count("the kernel's rows and columns are swapped", "3×2 is three rows of two", lessons.WORDS)
def kernel_turned(right, kernel, **call):
    needs(kernel[0] != kernel[1])
    return right(kernel=kernel[::-1], **call)


@count("gradients stand before deltas", "the deltas come first", lessons.WORDS)
def swapped(right, **call):
    return right(**call)[::-1]
