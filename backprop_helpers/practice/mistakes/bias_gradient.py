"""Mistakes in the gradient of a convolution's bias."""

import numpy as np

from ...maths.convolution import conv2d_bias_gradient
from . import lessons
from .mistake import KEEPS_ITS_SIGN, needs, of, ones_for_deltas, only, sign_turned, signs_lost, wrong_batches

bias_gradient = of(conv2d_bias_gradient, "bias gradient")
_BIAS = "the bias was added at every position, so that its gradient is the sum of all deltas"


@bias_gradient("the bias is left out", _BIAS, lessons.BIAS)
def forgotten(right, **call):
    return 0 * right(**call)


@bias_gradient("the deltas are averaged, not summed", _BIAS, lessons.BIAS)
def mean_of_the_deltas(right, delta):
    return right(delta=delta) / np.prod(delta.shape[-2:])


@bias_gradient("the sum is divided by the number of deltas that are not 0", _BIAS, lessons.BIAS)
def mean_of_nonzero(right, delta):
    needs(np.count_nonzero(delta))
    return right(delta=delta) / np.count_nonzero(delta)


@bias_gradient("only the first delta counts", _BIAS, lessons.BIAS)
def first_delta_only(right, delta):
    return right(delta=only(delta, np.s_[..., 0, 0]))


@bias_gradient("only the last delta counts, as with = for +=", _BIAS, lessons.BIAS)
def last_delta_only(right, delta):
    return right(delta=only(delta, np.s_[..., -1, -1]))


@bias_gradient("all kernels share the sum", "each kernel has a bias of its own", lessons.BIAS)
def kernels_summed(right, delta):
    gradient = right(delta=delta)
    needs(np.size(gradient) > 1)
    return gradient.sum()


bias_turned = bias_gradient("the sign is turned", KEEPS_ITS_SIGN, lessons.STEP)(sign_turned)
bias_signless = bias_gradient("the deltas lose their signs", _BIAS, lessons.BIAS)(signs_lost)
bias_ones = bias_gradient("the deltas that are not 0 are counted", _BIAS, lessons.BIAS)(ones_for_deltas)
bias_of_the_batch = wrong_batches(bias_gradient, lessons.BIAS)
