import re
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

import backprop_helpers as bp
from backprop_helpers import Conv2D, Dense, Flatten, MaxPool2D, Network, ReLU, Sigmoid, squared_error

from .inputs import uneven, whole
from .pytorch_cases import GRID, NETWORKS, build_network, package_results


def small():
    """One sum, y = 2·a + 1·b + 0.5, and E = ½ (t − y)²."""
    return Network([Dense([[2.0, 1.0]], [0.5])], squared_error)


def image_network():
    """Whole numbers throughout: two kernels, ReLU, a pool, two outputs."""
    layers = [Conv2D(whole((2, 2)), 1), ReLU(), MaxPool2D(), Flatten(), Dense(whole((2, 4), 1), [1, -1])]
    return Network(layers, squared_error)


# By hand


def test_a_step_moves_every_parameter_against_its_gradient():
    network = small()
    assert network.forward([1, 3]).tolist() == [2 + 3 + 0.5]
    assert network.backward([4]).tolist() == [1.5 * 2, 1.5 * 1]
    assert network.error == 1.5**2 / 2
    assert network.layers[0].gradients["weights"].tolist() == [[1.5 * 1, 1.5 * 3]]
    assert network.layers[0].gradients["bias"].tolist() == [1.5]
    assert network.step(0.5) is None
    assert network.layers[0].parameters["weights"].tolist() == [[2 - 0.75, 1 - 2.25]]
    assert network.layers[0].parameters["bias"].tolist() == [0.5 - 0.75]
    assert network.forward([1, 3]).tolist() == [1.25 - 3.75 - 0.25]


def test_every_layer_shows_what_passed_through_it_by_name():
    network = Network([Conv2D([[1, 10]], 5), ReLU(), MaxPool2D((1, 2)), Flatten(), Dense([[2]])], squared_error)
    network.forward([[1, 2, -3]])
    network.backward([50])
    conv, relu, pool, flatten, dense = network.layers
    assert conv.input.tolist() == [[1, 2, -3]]
    assert conv.output.tolist() == relu.input.tolist() == [[1 + 20 + 5, 2 - 30 + 5]]
    assert relu.output.tolist() == [[26, 0]]
    assert pool.output.tolist() == [[26]]
    assert flatten.output.tolist() == [26]
    assert dense.output.tolist() == network.output.tolist() == [52]
    assert dense.delta.tolist() == [52 - 50]
    assert dense.gradients["weights"].tolist() == [[2 * 26]]
    assert dense.input_delta.tolist() == flatten.delta.tolist() == [2 * 2]
    assert pool.delta.tolist() == [[4]]
    assert pool.input_delta.tolist() == relu.delta.tolist() == [[4, 0]]
    assert conv.delta.tolist() == [[4, 0]]
    assert conv.input_delta.tolist() == [[4 * 1, 4 * 10, 0]]
    assert conv.gradients["kernel"].tolist() == [[4 * 1, 4 * 2]]
    assert conv.gradients["bias"] == 4
    assert conv.parameters["kernel"].tolist() == [[1, 10]]
    assert conv.parameters["bias"] == 5
    assert relu.parameters == relu.gradients == pool.parameters == pool.gradients == {}


# The oracles


@pytest.mark.parametrize("case", GRID["network"], ids=NETWORKS)
def test_equals_finite_differences(case, oracle):
    parameters = {name: array for name, array in case.arrays.items() if name not in ("x", "target")}
    checked = bp.check_gradients(
        build_network(**case.settings, **parameters), case.arrays["x"], case.arrays["target"], epsilon=1e-5
    )
    assert checked.verdict == "right"
    assert len(checked.entries) == sum(array.size for name, array in case.arrays.items() if name != "target")
    oracle("finite differences", len(checked.entries))


# Passes do not leak into each other


def test_gradients_do_not_add_up_over_passes():
    network = image_network()
    network.forward(whole((5, 5), 2))
    network.backward([3, 5])
    once = gradients(network)
    network.backward([3, 5])
    assert_same(gradients(network), once)
    network.forward(whole((5, 5), 2))
    network.backward([3, 5])
    assert_same(gradients(network), once)


def test_a_new_way_forward_forgets_the_old_way_back():
    network = image_network()
    network.forward(whole((5, 5), 2))
    network.backward([3, 5])
    network.forward(whole((5, 5), 3))
    assert network.error is None
    assert all(layer.delta is None and layer.input_delta is None and layer.gradients == {} for layer in network.layers)


def test_another_batch_size_may_follow():
    network = Network([Conv2D(whole((2, 1, 2, 2))), Flatten(), Dense(whole((3, 8), 1))], bp.softmax_cross_entropy)
    for count in (3, 1, 2):
        assert network.forward(whole((count, 1, 3, 3))).shape == (count, 3)
        assert network.backward([0] * count).shape == (count, 1, 3, 3)


def arrays_of_a_network():
    return [whole((2, 2)), whole((2, 4), 1), whole((2,), 2), whole((3, 3), 3), whole((2,), 4)]


def test_what_is_given_is_never_changed():
    given = [kernel, weights, bias, x, target] = arrays_of_a_network()
    network = Network([Conv2D(kernel), Flatten(), Dense(weights, bias)], squared_error)
    network.forward(x)
    network.backward(target)
    network.step(0.5)
    assert_same(dict(enumerate(given)), dict(enumerate(arrays_of_a_network())))


def test_what_is_given_may_be_changed_afterwards():
    kernel, weights, bias, x, target = arrays_of_a_network()
    network, other = (Network([Conv2D(kernel), Flatten(), Dense(weights, bias)], squared_error) for _ in range(2))
    network.forward(x)
    network.backward(target)
    other.forward(x)
    for array in (kernel, weights, bias, x):
        array[...] = 99
    other.backward(target)
    assert_same(gradients(other), gradients(network))
    _, _, _, x, _ = arrays_of_a_network()
    other.forward(x)
    other.backward(target)
    assert_same(gradients(other), gradients(network))


def test_a_step_makes_new_parameters_and_leaves_the_old_arrays_alone():
    network = image_network()
    network.forward(whole((5, 5), 2))
    network.backward([3, 5])
    old = {name: value for layer in network.layers for name, value in layer.parameters.items()}
    before = {name: np.array(value) for name, value in old.items()}
    network.step(0.5)
    assert_same(old, before)


def gradients(network):
    return {(i, name): gradient for i, layer in enumerate(network.layers) for name, gradient in layer.gradients.items()}


def assert_same(results, expected):
    assert results.keys() == expected.keys()
    for name in expected:
        np.testing.assert_array_equal(results[name], expected[name], err_msg=str(name))


def test_inside_a_network_nothing_is_rearranged_in_memory():
    """Arrays flow in the order in which the convolution works: rows, channels, columns, batch."""
    flowing = [Conv2D(whole((2, 1, 3, 2))), Sigmoid(), MaxPool2D(), Conv2D(whole((3, 2, 2, 2)), [1, 2, 3]), ReLU()]
    network = Network([*flowing, MaxPool2D((1, 2)), Flatten()], squared_error)
    output = network.forward(uneven((5, 1, 9, 8)))
    network.backward(uneven(output.shape, 1))
    for layer in flowing:
        assert in_the_layers_order(layer.output) and in_the_layers_order(layer.delta)


def test_a_layer_alone_keeps_that_order_in_what_it_returns():
    layer = Conv2D(whole((2, 3, 3, 2)))
    output = layer.forward(uneven((5, 3, 9, 8)))
    assert in_the_layers_order(output) and in_the_layers_order(layer.backward(uneven(output.shape, 1)))


def test_inside_a_network_nothing_is_copied_from_layer_to_layer():
    network = image_network()
    network.forward(whole((5, 5), 2))
    network.backward([3, 5])
    for layer, following in pairwise(network.layers):
        assert np.shares_memory(layer.output, following.input)
        assert np.shares_memory(layer.delta, following.input_delta)


def in_the_layers_order(array):
    steps = [array.strides[axis] for axis in (2, 1, 3, 0)]
    return steps == sorted(steps, reverse=True)


# Numbers


@pytest.mark.parametrize("case", GRID["network"], ids=NETWORKS)
def test_float32_stays_float32_from_the_input_to_the_parameters_after_a_step(case):
    narrow = {
        name: array.astype(np.float32) if array.dtype == np.float64 else array for name, array in case.arrays.items()
    }
    results = package_results(type(case)(case.function, narrow, case.settings))
    assert {name: np.asarray(result).dtype for name, result in results.items()} == dict.fromkeys(results, np.float32)
    expected = package_results(case)
    assert all(np.allclose(results[name], expected[name], rtol=1e-4, atol=1e-5) for name in expected)


@pytest.mark.parametrize("rate", [0.5, np.float64(0.5), np.float32(0.5)])
def test_the_kind_of_the_learning_rate_does_not_widen_float32(rate):
    network = Network([Conv2D(np.float32([[1, 2]]), np.float32(3)), Sigmoid()], squared_error)
    network.forward(np.float32([[1, 2, 3]]))
    network.backward(np.float32([[1, 0]]))
    network.step(rate)
    assert {value.dtype for value in network.layers[0].parameters.values()} == {np.dtype(np.float32)}


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_a_fraction_as_learning_rate_leaves_floats_floats(kind):
    network = Network([Dense(kind([[2, 1]]))], squared_error)
    network.forward(kind([1, 3]))
    network.backward(kind([4]))
    network.step(Fraction(1, 2))
    assert network.layers[0].parameters["weights"].tolist() == [[2 - 1 / 2, 1 - 3 / 2]]
    assert network.layers[0].parameters["weights"].dtype == kind


def test_parameters_may_be_set_to_lists():
    network = Network([Conv2D([[0.0, 0]]), Flatten()], squared_error)
    network.layers[0].parameters["kernel"] = [[1, 10]]
    assert network.forward([[1, 2]]).tolist() == [21]
    assert network.backward([20]).tolist() == [[1, 10]]
    assert bp.check_gradients(network, [[1, 2]], [20]).verdict == "right"
    assert repr(network.layers[0]).startswith("Conv2D(kernel (1, 2), ")
    network.step(0.5)
    assert network.layers[0].parameters["kernel"].tolist() == [[1 - 0.5, 10 - 1]]


def test_a_traced_learning_rate_gives_traced_parameters():
    network = small()
    network.forward([1, 3])
    network.backward([4])
    network.step(bp.trace([0.5], "η")[0])
    assert network.layers[0].parameters["weights"].value.tolist() == [[2 - 0.75, 1 - 2.25]]
    assert str(bp.explain(network.layers[0].parameters["bias"][0])) == "0.5 − 1.5·η[0]\n= 0.5 − 1.5·0.5\n= −0.25"


def test_whole_numbers_and_lists_are_accepted():
    network = Network([Conv2D([[1, 2], [3, 4]], 1), MaxPool2D(), Flatten(), Dense([[2]], [1])], squared_error)
    assert network.forward([[1, 0, 0], [0, 0, 0], [0, 0, 1]]).tolist() == [2 * (4 + 1) + 1]
    assert network.backward([10]).tolist() == [[0, 0, 0], [0, 2, 4], [0, 6, 8]]
    network.step(1)
    assert network.layers[3].parameters["weights"].tolist() == [[2 - 5]]


def test_fractions_stay_exact_through_a_step():
    network = Network([Conv2D([[Fraction(1, 3), 1]]), ReLU(), MaxPool2D((1, 2)), Flatten()], squared_error)
    assert network.forward([[1, 2, 3]]).tolist() == [Fraction(2, 3) + 3]
    assert network.backward([Fraction(2, 3)]).tolist() == [[0, 1, 3]]
    network.step(Fraction(1, 7))
    assert network.layers[0].parameters["kernel"].tolist() == [[Fraction(1, 3) - Fraction(6, 7), 1 - Fraction(9, 7)]]


def test_what_is_not_a_number_is_seen_at_the_output():
    assert np.isnan(small().forward([np.nan, 1])).all()


# Losses


def test_a_loss_of_ones_own_is_a_pair_of_functions():
    def absolute_error(y, target):
        return abs(y - target).sum()

    def absolute_error_input_delta(y, target):
        return np.sign(y - target)

    network = Network([Dense([[2.0, 1.0]])], (absolute_error, absolute_error_input_delta))
    network.forward([1, 3])
    assert network.backward(np.array([9])).tolist() == [-2, -1]
    assert network.error == 9 - 5
    network.step(1)
    assert network.layers[0].parameters["weights"].tolist() == [[2 + 1, 1 + 3]]
    assert "absolute_error" in repr(network)


@pytest.mark.parametrize("loss", [None, "squared_error", bp.relu, (squared_error,), (squared_error, 3), [], {}])
def test_an_unknown_loss_is_refused(loss):
    with pytest.raises(ValueError, match=re.escape("loss must be squared_error or softmax_cross_entropy, or a pair")):
        Network([Flatten()], loss)


# What has to come first


def test_backward_before_forward_is_refused():
    with pytest.raises(RuntimeError, match=re.escape("call forward(x) first")):
        small().backward([1])
    with pytest.raises(RuntimeError, match=re.escape("Sigmoid(): backward before forward; call forward(x) first")):
        Sigmoid().backward([1])


def test_step_before_backward_is_refused():
    network = small()
    message = re.escape("call forward(x) and backward(target) first")
    with pytest.raises(RuntimeError, match=message):
        network.step(0.1)
    network.forward([1, 3])
    with pytest.raises(RuntimeError, match=message):
        network.step(0.1)


@pytest.mark.parametrize(
    ("gradient", "problem", "message"),
    [
        ([1.0, 1], ValueError, r"has shape \(2,\), but the parameter has \(1, 2\)"),
        ([[1.0], [1]], ValueError, r"has shape \(2, 1\), but the parameter has \(1, 2\)"),
        (1.0, ValueError, r"has shape \(\), but the parameter has \(1, 2\)"),
        ([["a", "b"]], TypeError, "must be real numbers; got text"),
        (None, TypeError, "must be real numbers; got None"),
    ],
)
def test_a_gradient_of_ones_own_that_does_not_fit_is_named_and_no_parameter_moves(gradient, problem, message):
    first, last = Dense([[1.0, 2], [3, 4]], [0, 0]), Dense([[5.0, 6]])
    network = Network([first, last], squared_error)
    network.forward([1, -1])
    network.backward([2])
    last.gradients["weights"] = gradient
    with pytest.raises(problem, match=rf"Dense\(weights \(1, 2\)\): the gradient of weights {message}"):
        network.step(0.1)
    assert first.parameters["weights"].tolist() == [[1, 2], [3, 4]]
    assert last.parameters["weights"].tolist() == [[5, 6]]


def test_after_a_step_both_passes_are_needed_again():
    network = small()
    network.forward([1, 3])
    network.backward([4])
    network.step(0.1)
    with pytest.raises(RuntimeError, match=re.escape("call forward(x) and backward(target) first")):
        network.step(0.1)
    with pytest.raises(RuntimeError, match=re.escape("call forward(x) first")):
        network.backward([4])


def test_layers_that_went_forward_in_another_network_since_are_not_taken_for_ones_own():
    shared = Dense([[2.0]])
    one, other = Network([shared], squared_error), Network([shared, ReLU()], squared_error)
    message = re.escape("backward needs a way forward of all its layers since the last step; call forward(x) first")
    one.forward([3])
    other.forward([5])
    with pytest.raises(RuntimeError, match=message):
        one.backward([1])
    assert other.backward([9]).tolist() == [2 * (10 - 9)]
    one.forward([3])
    one.backward([5])
    other.forward([5])
    other.backward([9])
    with pytest.raises(RuntimeError, match="step needs fresh gradients of every layer"):
        one.step(1)
    other.step(1)
    assert shared.parameters["weights"].tolist() == [[2 - (10 - 9) * 5]]


def test_a_layer_that_joined_after_the_way_forward_has_to_go_forward_too():
    network = small()
    network.forward([1, 3])
    network.layers.append(ReLU())
    with pytest.raises(RuntimeError, match=re.escape("call forward(x) first")):
        network.backward([4])


def test_after_a_way_forward_that_failed_backward_is_refused():
    network = small()
    network.forward([1, 3])
    with pytest.raises(ValueError, match="does not fit"):
        network.forward([1, 2, 3])
    with pytest.raises(RuntimeError, match=re.escape("call forward(x) first")):
        network.backward([4])


def test_after_a_target_that_does_not_fit_a_step_is_refused():
    network = small()
    network.forward([1, 3])
    network.backward([4])
    with pytest.raises(ValueError, match="target"):
        network.backward([4, 5])
    with pytest.raises(RuntimeError, match=re.escape("call forward(x) and backward(target) first")):
        network.step(0.1)


# What does not fit


def test_layers_that_do_not_fit_each_other_are_named_with_both_shapes():
    network = Network([Conv2D(whole((3, 1, 2, 2))), Flatten(), Dense(whole((2, 10)))], squared_error)
    with pytest.raises(ValueError) as caught:
        network.forward(whole((1, 3, 4)))
    assert str(caught.value) == (
        "layer 1, Flatten(), gives shape (18,), which does not fit layer 2, Dense(weights (2, 10)): "
        "x (18,) does not fit weights (2, 10): its last axis must have 10 entries"
    )


def pooled_network(image_size=None):
    """For images of 2×4, and by what the pool leaves out for those of 3×5 as well."""
    return Network([MaxPool2D(), Flatten(), Dense(whole((2, 2)))], squared_error, image_size)


@pytest.mark.parametrize("shape", [(3, 4), (2, 5), (3, 5), (4, 2), (1, 3, 5), (7, 1, 2, 5)])
def test_images_of_another_size_than_the_networks_are_refused_where_the_layers_would_take_them(shape):
    network = pooled_network(image_size=(2, 4))
    assert network.forward(whole((2, 4))).shape == (2,) and network.forward(whole((7, 1, 2, 4))).shape == (7, 2)
    said = f"x {shape} has images of size {shape[-2:]}, but the network is for size (2, 4)"
    with pytest.raises(ValueError, match=re.escape(said)):
        network.forward(whole(shape))
    assert network.output is None
    with pytest.raises(ValueError, match=re.escape(said)):
        bp.check_gradients(network, whole(shape), [1, 2])


def test_without_an_image_size_a_network_takes_what_its_layers_take():
    assert pooled_network().forward(whole((3, 5))).shape == (2,)
    assert Network([Dense([[1, 2]])], squared_error, image_size=5).forward([1, 3]).tolist() == [7]  # a row is no image


@pytest.mark.parametrize("image_size", [0, (8, 0), (1, 8, 8), 2.5, "8"])
def test_an_image_size_is_a_pair_of_whole_numbers(image_size):
    with pytest.raises(ValueError, match="image_size must be an integer of at least 1, or a pair of them"):
        pooled_network(image_size)


def test_a_batch_without_a_channel_axis_is_told_to_take_one():
    images, hint = whole((5, 4, 4)), "give them a channel axis, images[:, None]"
    network = Network([MaxPool2D(), Flatten(), Dense(whole((2, 4)))], squared_error)
    with pytest.raises(ValueError) as caught:
        network.forward(images)
    assert str(caught.value) == (
        "layer 1, Flatten(), gives shape (20,), which does not fit layer 2, Dense(weights (2, 4)): x (20,) does not "
        f"fit weights (2, 4): its last axis must have 4 entries; if it is 5 images, Flatten took them for one: {hint}"
    )
    assert network.forward(images[:, None]).shape == (5, 2)
    with pytest.raises(ValueError, match=re.escape("kernel (1, 1, 2, 2) is for 1; a batch of images needs a channel")):
        Network([Conv2D(whole((1, 1, 2, 2)))], squared_error).forward(images)
    for shape in [(10,), (3,), (8, 3)]:  # two and a half, less than one, a batch: not several images in a row
        with pytest.raises(ValueError, match=r"must have 4 entries$"):
            Dense(whole((2, 4))).forward(whole(shape))
    with pytest.raises(ValueError, match=r"must have 3 entries$"):
        bp.dense_input_delta(whole((3, 2)), whole((6,)))
    for kernel, x in [((1, 2, 2, 2), images), ((1, 1, 2, 2), whole((2, 5, 4, 4)))]:
        with pytest.raises(ValueError, match=rf"has 5 channels, but kernel .* is for {kernel[1]}$"):
            Conv2D(whole(kernel)).forward(x)


@pytest.mark.parametrize(
    ("loss", "target", "other", "message"),
    [
        (bp.softmax_cross_entropy, [3, 0, 1, 2, 2], [3, 0, 1], "labels has shape (5,), but the logits ask for ()"),
        (squared_error, np.ones((5, 16)), np.ones((4, 16)), "target has shape (5, 16), but y has (80,)"),
    ],
)
def test_a_batch_without_a_channel_axis_is_told_to_take_one_by_the_loss_too(loss, target, other, message):
    images = whole((5, 4, 4))
    network = Network([Flatten()], loss)
    hint = "; if it is 5 images, Flatten took them for one: give them a channel axis, images[:, None]"
    network.forward(images)
    with pytest.raises(ValueError, match=re.escape(message + hint) + "$"):
        network.backward(target)
    with pytest.raises(ValueError, match=r"but (y has|the logits ask for) \([0-9, ]*\)$"):  # no number of images
        network.backward(other)
    network.forward(images[:, None])
    assert network.backward(target).shape == (5, 1, 4, 4)


@pytest.mark.parametrize(
    ("layers", "x", "words"),
    [
        ([Dense(whole((2, 3)))], [1, 2], ["x does not fit layer 0, Dense(weights (2, 3))", "x (2,)", "3 entries"]),
        (
            [Conv2D(whole((3, 1, 2, 2))), Conv2D(whole((1, 2, 1, 1)))],
            whole((1, 3, 3)),
            ["gives shape (3, 2, 2)", "layer 1, Conv2D(kernel (1, 2, 1, 1), stride 1", "3 channels", "is for 2"],
        ),
        (
            [Conv2D(whole((2, 2))), MaxPool2D((1, 3))],
            whole((3, 3)),
            ["gives shape (2, 2)", "layer 1, MaxPool2D(size (1, 3)", "pool (1, 3) does not fit into image (2, 2)"],
        ),
        (
            [Flatten(), MaxPool2D()],
            whole((3, 3)),
            ["gives shape (9,)", "layer 1, MaxPool2D(size 2", "at least 2 axes"],
        ),
        ([Flatten()], whole((1, 2, 3, 4, 5)), ["x must have 0 or 1 or 2 or 3 or 4 axes", "got shape (1, 2, 3, 4, 5)"]),
    ],
)
def test_what_does_not_fit_a_layer_is_named(layers, x, words):
    with pytest.raises(ValueError) as caught:
        Network(layers, squared_error).forward(x)
    assert [word for word in words if word not in str(caught.value)] == []


def test_changing_what_forward_returned_changes_nothing_on_the_way_back():
    """y = σ(0) = 0.5, slope 0.25, target 0.1: ∂E/∂w = (0.5 − 0.1) · 0.25 · 2, whatever becomes of the returned y."""
    network = Network([Dense([[0.0]]), Sigmoid()], squared_error)
    output = network.forward([2.0])
    output -= 0.1
    network.backward([0.1])
    np.testing.assert_allclose(network.layers[0].gradients["weights"], [[0.2]], rtol=1e-15)


def test_a_step_is_refused_after_a_layer_went_forward_alone():
    network = Network([Dense([[1.0, 2]]), Dense([[3.0]])], squared_error)
    network.forward([1, 1])
    network.backward([0])
    network.layers[1].forward([9])
    with pytest.raises(RuntimeError, match="step needs fresh gradients of every layer"):
        network.step(0.1)
    np.testing.assert_array_equal(network.layers[0].parameters["weights"], [[1, 2]])


@pytest.mark.parametrize(
    ("x", "error", "message"),
    [
        (None, TypeError, "x must be real numbers; got None"),
        ("12", TypeError, "x must be real numbers; got text"),
        ([[1, 2], [3]], ValueError, "x is ragged"),
        ([], ValueError, "x is empty"),
        ([1j, 2], TypeError, "x must be real numbers; got complex numbers"),
    ],
)
def test_an_input_that_is_no_array_of_real_numbers_is_refused(x, error, message):
    with pytest.raises(error, match=re.escape(message)):
        small().forward(x)
    with pytest.raises(error, match=re.escape(message)):
        Flatten().forward(x)


@pytest.mark.parametrize(
    ("network", "x", "target", "error", "message"),
    [
        (small(), [1, 3], [1, 2], ValueError, "target has shape (2,), but y has (1,)"),
        (small(), [1, 3], None, TypeError, "target must be real numbers; got None"),
        (small(), [1, 3], ["a"], TypeError, "target must be real numbers; got text"),
        (Network([Flatten()], bp.softmax_cross_entropy), [1, 3], 2, ValueError, "labels must lie between 0 and 1"),
    ],
)
def test_a_target_that_does_not_fit_is_refused(network, x, target, error, message):
    """Whatever the loss calls it: the learner gave a target."""
    said = "^" + re.escape(f"target does not fit the output: {message}")
    network.forward(x)
    with pytest.raises(error, match=said):
        network.backward(target)
    with pytest.raises(error, match=said):
        bp.check_gradients(network, x, target)


@pytest.mark.parametrize("rate", [None, "0.1", [0.1], 1j, True, np.array([0.1])])
def test_a_learning_rate_is_a_real_number(rate):
    network = small()
    network.forward([1, 3])
    network.backward([4])
    with pytest.raises(TypeError, match=re.escape(f"learning_rate must be a real number; got {rate!r}")):
        network.step(rate)


@pytest.mark.parametrize("rate", [np.nan, np.inf, -np.float32(np.inf)])
def test_a_learning_rate_that_would_lose_the_parameters_is_refused(rate):
    network = small()
    network.forward([1, 3])
    network.backward([4])
    with pytest.raises(ValueError, match=re.escape(f"learning_rate must be finite; got {rate!r}")):
        network.step(rate)
    assert network.layers[0].parameters["weights"].tolist() == [[2, 1]]
    network.step(0.5)


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: Conv2D(None), TypeError, "kernel must be real numbers; got None"),
        (
            lambda: Conv2D([1, 2]),
            ValueError,
            "kernel must have 2 or 4 axes, (kh, kw) or (K, C, kh, kw); got shape (2,)",
        ),
        (lambda: Conv2D([["a"]]), TypeError, "kernel must be real numbers; got text"),
        (lambda: Conv2D([[1]], "a"), TypeError, "bias must be real numbers; got text"),
        (lambda: Conv2D([[1]], [3]), ValueError, "bias has shape (1,), but kernel (1, 1) asks for ()"),
        (
            lambda: Conv2D(whole((2, 1, 1, 1)), [1, 2, 3]),
            ValueError,
            "bias has shape (3,), but kernel (2, 1, 1, 1) asks for (2,)",
        ),
        (lambda: Dense([[1, 2]], 3), ValueError, "bias has shape (), but weights (1, 2) ask for (1,)"),
        (lambda: Dense(None), TypeError, "weights must be real numbers; got None"),
        (lambda: Dense([1, 2]), ValueError, "weights must have 2 axes, (outputs, inputs); got shape (2,)"),
        (lambda: Dense([[1, 2], [3]]), ValueError, "weights is ragged"),
        (lambda: Network([], squared_error), ValueError, "layers must be at least one"),
        (lambda: Network([Sigmoid()] * 2, squared_error), ValueError, "each an object of its own"),
        (
            lambda: Network([Sigmoid(), bp.relu], squared_error),
            TypeError,
            "layers must be layers such as Conv2D(kernel)",
        ),
        (lambda: Network([Sigmoid], squared_error), TypeError, "layers must be layers such as Conv2D(kernel); got <cl"),
        (lambda: Network(None, squared_error), TypeError, "layers must be"),
        (lambda: Network("ab", squared_error), TypeError, "layers must be layers such as Conv2D(kernel); got 'ab'"),
    ],
)
def test_what_makes_no_layer_or_network_is_refused(make, error, message):
    with pytest.raises(error, match=re.escape(message)):
        make()


def test_layers_and_networks_show_their_shapes_and_settings():
    layers = [Conv2D([[1, 2]], 3, stride=(1, 2), padding=1), MaxPool2D(3, 2), Flatten(), Dense([[1, 2]], [3])]
    assert repr(Network(layers, squared_error)) == (
        "Network([Conv2D(kernel (1, 2), bias (), stride (1, 2), padding 1, dilation 1), MaxPool2D(size 3, stride 2, "
        "padding 0), Flatten(), Dense(weights (1, 2), bias (1,))], squared_error)"
    )
