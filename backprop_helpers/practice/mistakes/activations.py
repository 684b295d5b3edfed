"""Mistakes with activations and their slopes."""

import numpy as np

from ...maths.activations import (
    leaky_relu,
    leaky_relu_input_delta,
    relu,
    relu_input_delta,
    sigmoid,
    sigmoid_input_delta,
    tanh,
    tanh_input_delta,
)
from . import lessons
from .mistake import needs, of, sign_turned

sigmoids = of(sigmoid, "sigmoid")
relus = of(relu, "ReLU")
leaky = of(leaky_relu, "leaky ReLU")
tanhs = of(tanh, "tanh")
sigmoid_delta = of(sigmoid_input_delta, "sigmoid's input delta")
relu_delta = of(relu_input_delta, "ReLU's input delta")
leaky_delta = of(leaky_relu_input_delta, "leaky ReLU's input delta")
tanh_delta = of(tanh_input_delta, "tanh's input delta")
_SIGMOID = "the sigmoid is 1 / (1 + exp(−x))"
_SLOPE = "the delta is multiplied by the sigmoid's slope y·(1 − y), where y = σ(x)"
_GATE = "ReLU lets a delta through where the number that went forward was above 0"
_TANH = "the delta is multiplied by the slope of tanh, 1 − y², where y = tanh(x)"
_LEAK = "the delta passes whole where x is above 0, and times the slope elsewhere"


# Wrong ways that fit every slope


def slope_forgotten(right, delta, **call):
    return delta


def delta_left_out(right, delta, **call):
    return right(delta=np.ones_like(delta), **call)


def slope_twice(right, delta, **call):
    return right(delta=right(delta=delta, **call), **call)


def slope_added(right, delta, **call):
    return delta + right(delta=np.ones_like(delta), **call)


def divided_by_the_slope(right, delta, **call):
    slope = right(delta=np.ones_like(delta), **call)
    needs(np.all(slope != 0))
    return delta / slope


def _every_slope(wrongs, truth, lesson, *without):
    names = {
        slope_forgotten: "the slope is left out",
        delta_left_out: "the delta is left out",
        slope_twice: "the slope is multiplied twice",
        slope_added: "the slope is added, not multiplied",
        divided_by_the_slope: "the delta is divided by the slope",
        sign_turned: "the sign is turned",
    }
    return [wrongs(name, truth, lesson)(wrong) for wrong, name in names.items() if wrong not in without]


every_slope = [
    *_every_slope(sigmoid_delta, _SLOPE, lessons.SLOPES),
    *_every_slope(tanh_delta, _TANH, lessons.SLOPES),
    *_every_slope(relu_delta, _GATE, lessons.PLACE, slope_twice, divided_by_the_slope),
    *_every_slope(leaky_delta, _LEAK, lessons.PLACE),
]


# The sigmoid


@sigmoids("the exponent's sign is turned", _SIGMOID, lessons.SIGMOID)
def exponent_turned(right, x):
    return right(x=-x)


@sigmoids("the 1 in the denominator is left out", _SIGMOID, lessons.SIGMOID)
def one_left_out(right, x):
    return np.exp(x)


@sigmoids("tanh stands for the sigmoid", _SIGMOID, lessons.SIGMOID)
def tanh_for_sigmoid(right, x):
    return tanh(x)


@sigmoid_delta("the sigmoid stands for its slope", _SLOPE, lessons.SLOPES)
def sigmoid_for_slope(right, y, delta):
    return delta * y


@sigmoid_delta("1 − σ stands for the slope", _SLOPE, lessons.SLOPES)
def one_minus_sigmoid(right, y, delta):
    return delta * (1 - y)


@sigmoid_delta("the slope is taken at σ(x), not at x: the sigmoid is taken twice", _SLOPE, lessons.SLOPES)
def slope_at_the_output(right, y, delta):
    return right(y=sigmoid(y), delta=delta)


@sigmoid_delta("the slope of tanh stands for the sigmoid's", _SLOPE, lessons.SLOPES)
def slope_of_tanh(right, y, delta):
    return tanh_input_delta(y, delta)


@sigmoid_delta("the slope is taken of the delta", _SLOPE, lessons.SLOPES)
def slope_of_the_delta(right, y, delta):
    return delta * delta * (1 - delta)


# ReLU


@relus("negative numbers lose their sign", "ReLU sets negative numbers to 0", lessons.PLACE)
def sign_lost(right, x):
    return abs(x)


@relus("positive numbers are set to 0", "ReLU sets negative numbers to 0", lessons.PLACE)
def turned_round(right, x):
    return x - right(x=x)


@relus("positive numbers become 1", "ReLU lets positive numbers through; 1 is its slope", lessons.PLACE)
def slope_for_relu(right, x):
    return (x > 0).astype(float)


@relu_delta("the sign of the delta decides", _GATE, lessons.PLACE)
def from_the_deltas_sign(right, x, delta):
    return relu(delta)


@relu_delta("the delta passes where x is below 0", _GATE, lessons.PLACE)
def gate_turned_round(right, x, delta):
    return right(x=-x, delta=delta)


@relu_delta("the delta passes at 0, too", "at 0 the slope is taken as 0, as in PyTorch", lessons.PLACE)
def passes_at_zero(right, x, delta):
    return np.where(x >= 0, delta, 0)


@relu_delta("ReLU stands for its slope", _GATE, lessons.PLACE)
def relu_for_slope(right, x, delta):
    return delta * relu(x)


@relu_delta("the slope of negative numbers is taken as −1", _GATE, lessons.PLACE)
def minus_one_below(right, x, delta):
    return delta * np.sign(x)


@leaky("negative numbers become 0", "a leaky ReLU lets a share of a negative number through", lessons.PLACE)
def nothing_below(right, x, slope):
    return relu(x)


@leaky("every number is multiplied by the slope", "positive numbers pass whole", lessons.PLACE)
def slope_for_all(right, x, slope):
    return slope * x


@leaky_delta("nothing passes where x is below 0", _LEAK, lessons.PLACE)
def no_delta_below(right, x, delta, slope):
    return relu_input_delta(x, delta)


@leaky_delta("the sign of the delta decides", _LEAK, lessons.PLACE)
def leak_from_the_deltas_sign(right, x, delta, slope):
    return leaky_relu(delta, slope)


# tanh


@tanhs("the sigmoid stands for tanh", "tanh is (exp(x) − exp(−x)) / (exp(x) + exp(−x))", lessons.SLOPES)
def sigmoid_for_tanh(right, x):
    return sigmoid(x)


@tanh_delta("tanh stands for its slope", _TANH, lessons.SLOPES)
def tanh_for_slope(right, y, delta):
    return delta * y


@tanh_delta("the square is left out", _TANH, lessons.SLOPES)
def square_forgotten(right, y, delta):
    return delta * (1 - y)


@tanh_delta("the difference is squared, not y", _TANH, lessons.SLOPES)
def difference_squared(right, y, delta):
    return delta * (1 - y) ** 2


@tanh_delta("the sigmoid's slope stands for that of tanh", _TANH, lessons.SLOPES)
def slope_of_the_sigmoid(right, y, delta):
    return delta * y * (1 - y)


@tanh_delta("the slope is taken at tanh(x), not at x: tanh is taken twice", _TANH, lessons.SLOPES)
def tanh_twice(right, y, delta):
    return right(y=tanh(y), delta=delta)


@tanh_delta("y² is added to 1, not subtracted", _TANH, lessons.SLOPES)
def plus_for_minus(right, y, delta):
    return delta * (1 + y * y)


@tanh_delta("the 1 is left out", _TANH, lessons.SLOPES)
def one_of_tanh_left_out(right, y, delta):
    return -delta * y * y


@tanh_delta("the delta multiplies the 1 only", _TANH, lessons.SLOPES)
def delta_inside_the_bracket(right, y, delta):
    return delta - y * y


@tanh_delta("y and the delta are swapped", _TANH, lessons.SLOPES)
def swapped(right, y, delta):
    return y * (1 - delta * delta)
