"""Backpropagation through convolutional networks, by hand.

Everything public can be imported from here. This loads NumPy and nothing heavier; matplotlib comes with ``figures``,
and the widgets with ``explore`` and ``enter``.
"""

from importlib import import_module

from .display.lesson import check, predict, show
from .examples import question
from .maths.activations import (
    leaky_relu,
    leaky_relu_input_delta,
    relu,
    relu_input_delta,
    sigmoid,
    sigmoid_input_delta,
    tanh,
    tanh_input_delta,
)
from .maths.convolution import conv2d, conv2d_bias_gradient, conv2d_input_delta, conv2d_kernel_gradient
from .maths.dense import dense, dense_bias_gradient, dense_input_delta, dense_weights_gradient
from .maths.gradient_check import check_gradients
from .maths.layers import AveragePool2D, Conv2D, Dense, Flatten, LeakyReLU, MaxPool2D, ReLU, Sigmoid, Softmax, Tanh
from .maths.losses import (
    softmax_cross_entropy,
    softmax_cross_entropy_input_delta,
    squared_error,
    squared_error_input_delta,
)
from .maths.network import Network
from .maths.pooling import avg_pool2d, avg_pool2d_input_delta, max_pool2d, max_pool2d_input_delta
from .maths.softmax import softmax, softmax_input_delta
from .maths.training import Training, initial_weights
from .practice.apart import apart
from .practice.diagnosis import diagnose, diagnose_calculation, diagnose_function
from .practice.exercises import CodeExercise, Exercise, given
from .practice.problems import Problem, problem, problem_from, read_problem
from .tracing.explanation import explain, used_by
from .tracing.graph import derivatives
from .tracing.traced import trace

_ON_FIRST_USE = {
    "digits": ".examples.digits",
    "write_class_set": ".display.worksheets",
    "write_worksheet": ".display.worksheets",
    "enter": ".display.entry",
    "explore": ".display.explorer",
    "figures": ".display.figures",
    "ledger": ".display.ledger",
    "train": ".display.progress",
}

__all__ = [
    "AveragePool2D",
    "CodeExercise",
    "Conv2D",
    "Dense",
    "Exercise",
    "Flatten",
    "LeakyReLU",
    "MaxPool2D",
    "Network",
    "Problem",
    "ReLU",
    "Sigmoid",
    "Softmax",
    "Tanh",
    "Training",
    "apart",
    "avg_pool2d",
    "avg_pool2d_input_delta",
    "check",
    "check_gradients",
    "conv2d",
    "conv2d_bias_gradient",
    "conv2d_input_delta",
    "conv2d_kernel_gradient",
    "dense",
    "dense_bias_gradient",
    "dense_input_delta",
    "dense_weights_gradient",
    "derivatives",
    "diagnose",
    "diagnose_calculation",
    "diagnose_function",
    "digits",
    "enter",
    "explain",
    "explore",
    "figures",
    "given",
    "initial_weights",
    "leaky_relu",
    "leaky_relu_input_delta",
    "ledger",
    "max_pool2d",
    "max_pool2d_input_delta",
    "predict",
    "problem",
    "problem_from",
    "question",
    "read_problem",
    "relu",
    "relu_input_delta",
    "show",
    "sigmoid",
    "sigmoid_input_delta",
    "softmax",
    "softmax_cross_entropy",
    "softmax_cross_entropy_input_delta",
    "softmax_input_delta",
    "squared_error",
    "squared_error_input_delta",
    "tanh",
    "tanh_input_delta",
    "trace",
    "train",
    "used_by",
    "write_class_set",
    "write_worksheet",
]


def __getattr__(name):
    if name in _ON_FIRST_USE:
        room = import_module(_ON_FIRST_USE[name], __name__)
        return getattr(room, name, room)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return __all__
