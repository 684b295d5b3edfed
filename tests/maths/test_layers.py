"""A layer alone: it calls its functions with its settings, refuses what does not fit, and is safe from its caller."""

import inspect
import re
from fractions import Fraction
from functools import partial

import numpy as np
import pytest

import backprop_helpers as bp
from backprop_helpers import Conv2D, Dense, Flatten, MaxPool2D, Network, ReLU, Sigmoid, squared_error, trace
from backprop_helpers.maths.layer import Layer

from .inputs import uneven
from .registry import REGISTRY

MADE = [
    (
        partial(entry.layer, **{name: array for name, array in arrays.items() if name != "x"}, **settings),
        arrays["x"].shape,
    )
    for entry in REGISTRY
    if entry.layer
    for arrays, settings in [*entry.calls, entry.batch, *entry.neutral]
]
"""Every layer, and shapes that it takes, some of them such that it hardly changes what goes in."""
every_layer = pytest.mark.parametrize(
    ("make", "shape"), MADE, ids=lambda value: value.func.__name__ if isinstance(value, partial) else ""
)


def test_flatten_keeps_the_batch_and_reads_rows_first():
    batch = np.arange(12).reshape(2, 1, 2, 3)
    assert Flatten().forward(batch).tolist() == [[0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10, 11]]
    assert Flatten().forward(batch[0]).tolist() == [0, 1, 2, 3, 4, 5]
    layer = Flatten()
    layer.forward(batch)
    np.testing.assert_array_equal(layer.backward(np.arange(12).reshape(2, 6) + 100), batch + 100)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Conv2D([[1]], stride=0), "stride must be an integer of at least 1"),
        (lambda: Conv2D([[1]], padding=-1), "padding must be an integer of at least 0"),
        (lambda: Conv2D([[1]], dilation=1.5), "dilation must be an integer of at least 1"),
        (lambda: MaxPool2D(0), "pool size must be an integer of at least 1"),
        (lambda: MaxPool2D(2, stride="2"), "stride must be an integer of at least 1"),
        (lambda: MaxPool2D(2, padding=-1), "padding must be an integer of at least 0"),
        (lambda: MaxPool2D(3, padding=2), r"padding must be at most half of the pool's size; got padding \(2, 2\)"),
        (lambda: bp.AveragePool2D(0), "pool size must be an integer of at least 1"),
        (lambda: bp.AveragePool2D(stride=0), "stride must be an integer of at least 1"),
        (lambda: bp.LeakyReLU(np.inf), "slope must be finite; got inf"),
    ],
)
def test_a_wrong_setting_is_named_when_the_layer_is_made(make, message):
    with pytest.raises(ValueError, match=message):
        make()


@pytest.mark.parametrize("layer", [Flatten, ReLU, Sigmoid, bp.Tanh])
@pytest.mark.parametrize(
    ("arguments", "settings", "got"), [((3,), {}, "3"), (({"a": 1},), {}, "{'a': 1}"), ((), {"size": 2}, "size=2")]
)
def test_a_layer_without_arguments_refuses_them_under_its_own_name(layer, arguments, settings, got):
    with pytest.raises(TypeError, match=rf"^{layer.__name__}\(\) takes no arguments; got {got}$"):
        layer(*arguments, **settings)
    assert str(inspect.signature(layer)) == "()"


@every_layer
@pytest.mark.parametrize("strange", [{"strange": 2}, {"parameters": {"a": 1}}])
def test_a_setting_that_a_layer_does_not_have_is_refused(make, shape, strange):
    with pytest.raises(
        TypeError, match=rf"(unexpected keyword argument |takes no arguments; got ).*{next(iter(strange))}"
    ):
        make(**strange)


class Halved(Layer):
    """A layer of a learner's own, whose way back adds up what it should keep apart."""

    def _forward(self, x):
        return x / 2

    def _backward(self, delta):
        return delta.sum(axis=0) / 2, {}


def test_an_input_delta_of_another_shape_than_the_input_is_refused():
    layer = Halved()
    layer.forward(np.ones((2, 3)))
    with pytest.raises(ValueError, match=r"the layer's input delta has shape \(3,\), but its input has \(2, 3\)"):
        layer.backward(np.ones((2, 3)))
    assert layer.input_delta is None


@pytest.mark.parametrize("layer", [Conv2D([[1, 2]]), MaxPool2D((1, 2)), Sigmoid(), ReLU(), Flatten()])
def test_a_delta_that_does_not_fit_a_layer_is_refused(layer):
    layer.forward([[1, 2, 3]])
    with pytest.raises(ValueError, match=r"delta has shape|delta must have 2 axes"):
        layer.backward([1, 2, 3, 4])
    with pytest.raises(TypeError, match="delta must be real numbers; got None"):
        layer.backward(None)


# Nothing is shared with the caller


def both_ways(layer, x, delta, spoil=lambda array: None):
    """Send x forward and delta back, spoiling what was given and what was returned at once; return all that is left."""
    for array in (x, layer.forward(x)):
        spoil(array)
    for array in (delta, layer.backward(delta)):
        spoil(array)
    return [layer.input, layer.output, layer.delta, layer.input_delta, *layer.gradients.values()]


def fill(array):
    array[...] = 99


@every_layer
@pytest.mark.parametrize("in_order", [np.copy, np.asfortranarray, np.flip])
def test_a_layer_is_safe_from_what_its_caller_does_to_the_arrays_afterwards(make, shape, in_order):
    x = np.asarray(in_order(uneven(shape)))
    delta = uneven(make().forward(x).shape, 1)
    untouched = both_ways(make(), x.copy(), delta.copy())
    for found, expected in zip(both_ways(make(), x, delta, fill), untouched, strict=True):
        np.testing.assert_array_equal(found, expected)


def test_sigmoids_output_may_be_changed_before_the_way_back():
    """y = σ(0) = 0.5, slope 0.25."""
    layer = Sigmoid()
    y = layer.forward([0.0])
    y -= 0.1
    assert layer.backward([8.0]).tolist() == [8 * 0.25]


def test_an_image_may_be_changed_after_its_pool():
    image, layer = np.array([[1.0, 5, 2, 0]]), MaxPool2D((1, 2))
    layer.forward(image)
    image[...] = [[9, 0, 0, 9]]
    assert layer.backward([[3.0, 4]]).tolist() == [[0, 3, 4, 0]]


def test_what_a_network_returned_on_the_way_back_may_be_changed():
    network = Network([Dense([[2.0]]), ReLU()], squared_error)
    network.forward([3.0])
    network.backward([5.0])[...] = 99
    assert network.layers[0].input_delta.tolist() == [2 * (6 - 5)]


@every_layer
def test_what_a_layer_remembers_cannot_be_written_to(make, shape):
    remembered = both_ways(make(), uneven(shape), uneven(make().forward(uneven(shape)).shape))[:4]
    for array in remembered:
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


class Doubled(Layer):
    """A layer of one's own that works in place."""

    def _forward(self, x):
        x *= 2
        return x

    def _backward(self, delta):
        delta *= 2
        return delta, {}


def test_a_layer_of_ones_own_cannot_spoil_what_its_neighbours_remember():
    network = Network([Sigmoid(), Doubled()], squared_error)
    with pytest.raises(ValueError, match=re.escape("fit layer 1, Doubled(): output array is read-only")):
        network.forward([0.0])
    assert network.layers[0].output.tolist() == [0.5]
    with pytest.raises(ValueError, match="read-only"):
        Doubled().forward([1.0])


@pytest.mark.parametrize("result", [None, "1", [1, None]])
def test_a_layer_of_ones_own_must_return_an_array(result):
    layer = Doubled()
    layer._forward = lambda x: result
    with pytest.raises(TypeError, match="the layer's output must be real numbers"):
        layer.forward([1.0])


def test_one_number_goes_through_a_layer_alone_whatever_its_kind():
    for number, expected in [(3, 3), (np.float32(3), 3), (Fraction(1, 3), Fraction(1, 3))]:
        layer = ReLU()
        assert layer.forward(number) == expected
        assert layer.backward(Fraction(2, 7)) == Fraction(2, 7)
    layer = Sigmoid()
    assert layer.forward(trace(0.0, "x")).value == 0.5
    assert layer.backward(trace(4.0, "δ")).value == 1


def test_a_setting_may_be_changed_afterwards():
    size, stride = [1, 2], np.array([1, 2])
    pool, convolution = MaxPool2D(size), Conv2D([[1]], stride=stride)
    size[1] = stride[1] = 1
    assert pool.forward([[1, 2, 3, 4]]).tolist() == [[2, 4]]
    assert convolution.forward([[1, 2, 3, 4]]).tolist() == [[1, 3]]


# Parameters


@pytest.mark.parametrize("kind", [int, np.int8, np.uint64, bool])
def test_parameters_of_integers_become_floats_so_that_a_nudge_is_not_lost(kind):
    layers = [Conv2D(np.array([[1, 0]], kind), kind(1)), Dense(np.array([[1, 0]], kind), np.array([1], kind))]
    for layer in layers:
        for parameter in layer.parameters.values():
            assert parameter.dtype == np.float64
            parameter[...] += 0.5
    assert layers[0].forward([[10, 20]]).tolist() == [[1.5 * 10 + 0.5 * 20 + 1.5]]
    assert layers[1].forward([10, 20]).tolist() == [1.5 * 10 + 0.5 * 20 + 1.5]


def test_parameters_of_one_layer_have_one_type():
    assert types(Dense(np.float32([[1]]), np.float32([2]))) == {np.dtype(np.float32)}
    assert types(Dense(np.float16([[1]]), np.float16([2]))) == {np.dtype(np.float32)}
    assert types(Dense(np.longdouble([[1]]))) == {np.dtype(np.longdouble)}
    assert types(Dense(np.float32([[1]]), [2.0])) == {np.dtype(np.float64)}


def types(layer):
    return {parameter.dtype for parameter in layer.parameters.values()}


def test_integers_beside_fractions_stay_exact():
    layer = Dense([[Fraction(1, 3)]], [2])
    layer.parameters["bias"][0] += Fraction(1, 7)
    assert layer.forward([Fraction(1, 2)]).tolist() == [Fraction(1, 6) + 2 + Fraction(1, 7)]


def test_flatten_gives_floats_as_every_layer_does():
    layer = Flatten()
    y = layer.forward([[1, 2]])
    y[0] += 0.5
    assert y.tolist() == [1.5, 2]
    delta = layer.backward([3, 4])
    delta[0, 0] += 0.5
    assert delta.tolist() == [[3.5, 4]]
