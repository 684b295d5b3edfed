"""Mistakes in a dense layer, forwards and back."""

import numpy as np

from ...maths.dense import dense, dense_bias_gradient, dense_input_delta, dense_weights_gradient
from . import lessons
from .mistake import (
    KEEPS_ITS_SIGN,
    batch_averaged,
    first_image_only,
    last_image_only,
    needs,
    of,
    only,
    sign_turned,
    signs_lost,
    transposed,
)

neurons = of(dense, "neurons")
dense_delta = of(dense_input_delta, "dense layer's input delta")
weights_gradient = of(dense_weights_gradient, "weights' gradient")
dense_bias = of(dense_bias_gradient, "dense bias gradient")
_SUM = "a neuron is the sum over all inputs, each times the weight in its own row and the input's column"
_COLUMN = "an input's delta is the weights' column times the deltas of all outputs: Wᵀδ"
_OUTER = "a weight's gradient is its output's delta times its input"
_BATCH = "the examples of a batch are added; a mean belongs to the loss"
_BIAS = "the bias meets a 1, so that its gradient is the delta, added over the batch"


@neurons("the bias is left out", "the bias is added to each neuron", lessons.BIAS)
def bias_forgotten(right, bias, **call):
    needs(bias is not None)
    return right(**call)


@neurons("the weights are read column by column, as if they were transposed", _SUM, lessons.COLUMN)
def read_by_columns(right, weights, **call):
    return right(weights=_by_columns(weights), **call)


def _by_columns(weights):
    needs(min(weights.shape) > 1)
    return weights.reshape(weights.shape[::-1]).T


@neurons("the first input is left out", _SUM, lessons.COLUMN)
def first_input_left_out(right, x, **call):
    return right(x=x - only(x, np.s_[..., 0]), **call)


@neurons("the last input is left out", _SUM, lessons.COLUMN)
def last_input_left_out(right, x, **call):
    return right(x=x - only(x, np.s_[..., -1]), **call)


@neurons("the products are averaged, not summed", _SUM, lessons.COLUMN)
def averaged(right, weights, **call):
    needs(weights.shape[1] > 1)
    return right(weights=weights / weights.shape[1], **call)


@neurons("the inputs are read in reverse order", _SUM, lessons.ORDERS)
def inputs_reversed(right, x, **call):
    return right(x=x[..., ::-1], **call)


neurons_turned = neurons("the sign is turned", _SUM, lessons.COLUMN)(sign_turned)


# The inputs' delta


@dense_delta("the weights are not transposed, or their rows are laid out as columns", _COLUMN, lessons.COLUMN)
def not_transposed(right, weights, **call):
    return right(weights=_by_columns(weights), **call)


@dense_delta("a row of the weights is added up, not a column", _COLUMN, lessons.COLUMN)
def row_for_column(right, weights, delta):
    return delta * weights.sum(axis=1)


@dense_delta("only the first output counts", _COLUMN, lessons.COLUMN)
def first_output_only(right, delta, **call):
    return right(delta=only(delta, np.s_[..., 0]), **call)


@dense_delta("only the last output counts, as with = for +=", _COLUMN, lessons.COLUMN)
def last_output_only(right, delta, **call):
    return right(delta=only(delta, np.s_[..., -1]), **call)


@dense_delta("the outputs are averaged, not summed", _COLUMN, lessons.COLUMN)
def outputs_averaged(right, delta, **call):
    needs(delta.shape[-1] > 1)
    return right(delta=delta, **call) / delta.shape[-1]


@dense_delta("the deltas of the outputs are in reverse order", _COLUMN, lessons.ORDERS)
def outputs_reversed(right, delta, **call):
    return right(delta=delta[..., ::-1], **call)


@dense_delta("the deltas are left out: the weights alone are added", _COLUMN, lessons.COLUMN)
def deltas_left_out(right, delta, **call):
    return right(delta=np.ones_like(delta), **call)


dense_turned = dense_delta("the sign is turned", "the delta keeps its sign on the way back", lessons.COLUMN)(
    sign_turned
)
dense_signless = dense_delta("the deltas lose their signs", _COLUMN, lessons.COLUMN)(signs_lost)


# The weights' gradient


@weights_gradient("the deltas are left out: the inputs stand alone", _OUTER, lessons.STEP)
def inputs_alone(right, delta, **call):
    return right(delta=np.ones_like(delta), **call)


@weights_gradient("the inputs are left out: the deltas stand alone", _OUTER, lessons.STEP)
def deltas_alone(right, x, **call):
    return right(x=np.ones_like(x), **call)


@weights_gradient("the deltas are in reverse order", _OUTER, lessons.ORDERS)
def deltas_reversed(right, delta, **call):
    return right(delta=delta[..., ::-1], **call)


@weights_gradient("only the first example of the batch counts", _BATCH, lessons.STEP)
def first_example(right, **call):
    return first_image_only(right, axes=2, **call)


@weights_gradient("only the last example of the batch counts, as with = for +=", _BATCH, lessons.STEP)
def last_example(right, **call):
    return last_image_only(right, axes=2, **call)


@weights_gradient("the examples of the batch are averaged", _BATCH, lessons.STEP)
def mean_example(right, **call):
    return batch_averaged(right, axes=2, **call)


gradient_turned = weights_gradient("the sign is turned", KEEPS_ITS_SIGN, lessons.STEP)(sign_turned)
gradient_transposed = weights_gradient(
    "inputs and outputs are swapped", "the gradient has the weights' own shape", lessons.COLUMN
)(transposed)


# The bias


@dense_bias("only the first example of the batch counts", _BATCH, lessons.BIAS)
def first_examples_bias(right, **call):
    return first_image_only(right, axes=2, **call)


@dense_bias("only the last example of the batch counts, as with = for +=", _BATCH, lessons.BIAS)
def last_examples_bias(right, **call):
    return last_image_only(right, axes=2, **call)


@dense_bias("the examples of the batch are averaged", _BATCH, lessons.BIAS)
def mean_examples_bias(right, **call):
    return batch_averaged(right, axes=2, **call)


@dense_bias("the bias is left out", _BIAS, lessons.BIAS)
def forgotten(right, **call):
    return 0 * right(**call)


@dense_bias("all outputs share one sum", "each output has a bias of its own", lessons.BIAS)
def outputs_summed(right, **call):
    gradient = right(**call)
    needs(len(gradient) > 1)
    return gradient.sum()


bias_turned = dense_bias("the sign is turned", KEEPS_ITS_SIGN, lessons.STEP)(sign_turned)
