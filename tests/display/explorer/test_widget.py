"""What ``explore`` returns: the numbers on its page, its state, and what it refuses."""

import numpy as np
import pytest

from backprop_helpers import (
    Conv2D,
    Dense,
    Flatten,
    MaxPool2D,
    Network,
    ReLU,
    explore,
    question,
    softmax_cross_entropy,
    squared_error,
)
from backprop_helpers.maths.layer import Layer
from tests.display.explorer.expected import INPUTS, gone_both_ways, numbers, values_on_the_page


def test_the_page_holds_every_number_of_the_network():
    shown, expected = values_on_the_page(explore()), numbers(INPUTS)
    assert shown.keys() == expected.keys()
    for name, values in expected.items():
        np.testing.assert_allclose(shown[name], values, rtol=1e-12, err_msg=name)


@pytest.mark.parametrize(
    ("part", "inputs"),
    [
        ("convolution", ["image", "kernel", "delta of feature map"]),
        ("pool", ["feature map", "delta of pooled"]),
        ("sigmoid", ["pooled", "delta of activations"]),
        ("dense", ["activations", "dense weights", "delta of hidden"]),
        ("output", ["hidden", "output weights", "target", "learning rate"]),
        (("convolution", "pool"), ["image", "kernel", "delta of pooled"]),
        (["output", "sigmoid"], ["pooled", "dense weights", "output weights", "target", "learning rate"]),
    ],
)
def test_what_enters_a_part_from_outside_is_an_input(part, inputs):
    explorer, expected = explore(part=part), numbers(INPUTS)
    assert list(explorer.state) == inputs
    for name, values in values_on_the_page(explorer).items():
        np.testing.assert_allclose(values, expected[name], rtol=1e-12, err_msg=name)


def test_a_part_takes_the_numbers_of_a_chain_as_they_were_printed():
    explorer = explore(question.published, part="convolution")
    assert explorer.state["delta of feature map"][0] == [0, 0, 0.0686, 0]
    np.testing.assert_allclose(
        values_on_the_page(explorer)["gradient of kernel"], question.published.kernel_gradient, rtol=1e-12
    )


def test_a_network_of_ones_own_can_be_explored():
    network = Network(
        [Conv2D([[1, -2]], bias=0.5), ReLU(), MaxPool2D(), Flatten(), Dense([[1, 2], [3, -1]]), Dense([[1, 4]])],
        squared_error,
    )
    network.forward([[1, 2, 0, 1, 2], [0, 3, 1, 1, 0]])
    network.backward([2])
    shown = values_on_the_page(explore(network, target=[2]))
    # Conv2D: 1 − 4 + ½ = −2.5, 2.5, −1.5, −2.5 and −5.5, 1.5, −0.5, 1.5
    np.testing.assert_allclose(shown["feature map"], [[-2.5, 2.5, -1.5, -2.5], [-5.5, 1.5, -0.5, 1.5]])
    np.testing.assert_allclose(shown["activations"], [[0, 2.5, 0, 0], [0, 1.5, 0, 1.5]])
    np.testing.assert_allclose(shown["pooled"], [[2.5, 1.5]])
    np.testing.assert_allclose(shown["output"], [2.5 + 3 + 4 * (7.5 - 1.5)])
    np.testing.assert_allclose(shown["gradient of bias"], network.layers[0].gradients["bias"])
    without_target = explore(network)
    assert without_target.state["delta of output"] == [27.5]
    assert "error" not in values_on_the_page(without_target)


def test_layers_of_one_kind_are_numbered():
    network = Network([Conv2D([[1, 2]]), Conv2D([[3], [4]])], squared_error)
    network.forward([[1, 2, 3], [4, 5, 6]])
    network.backward([[0, 0]])
    explorer = explore(network)
    assert list(explorer.state) == ["image", "kernel", "kernel 2", "delta of feature map 2"]
    symbols = {each["name"]: each["symbol"] for each in explorer._data["arrays"]}
    assert (symbols["kernel 2"], symbols["delta of feature map 2"]) == ("w2", "δ_x2")
    assert list(explore(network, "convolution 2").state) == ["feature map", "kernel 2", "delta of feature map 2"]


def test_a_float_that_json_writes_as_a_large_integer_is_a_number():
    explorer = explore()
    explorer.set_state({"state": {"learning rate": 10**20}})  # as the page writes 1e20
    assert explorer.state["learning rate"] == 1e20


def test_the_state_can_be_set_in_part():
    explorer = explore(part="convolution")
    explorer.state = {"kernel": np.array([[1, 0], [0, 2]])}
    assert explorer.state["kernel"] == [[1, 0], [0, 2]]
    assert explorer.state["image"] == question.exact.image.tolist()


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ({"pooled": [[1]]}, "state has no input 'pooled'; it has image, kernel, delta of feature map"),
        ({"kernel": [[1, 2]]}, r"kernel must be finite numbers of shape \(2, 2\); got \[\[1, 2\]\]"),
        ({"kernel": [[1, 2], [3, np.inf]]}, "kernel must be finite numbers"),
        ({"kernel": [[1, 2], [3, 10**400]]}, "kernel must be finite numbers"),
    ],
)
def test_a_state_that_does_not_fit_is_refused_and_the_last_one_kept(state, message):
    explorer = explore(part="convolution")
    with pytest.raises(ValueError, match=message):
        explorer.state = state
    assert explorer.state["kernel"] == question.exact.kernel.tolist()


def test_a_computed_array_is_no_input_where_its_numbers_are_an_inputs_own():
    dense = gone_both_ways([Dense([[1, 2], [3, 4]], bias=[5, 6])], [7, 8], [0, 1])
    explorer = explore(dense)
    assert list(explorer.state) == ["image", "output weights", "output bias", "delta of output"]
    explorer.state = {"delta of output": [3, 4]}
    assert values_on_the_page(explore(dense))["gradient of output bias"].tolist() == [28, 58]  # 23 + 5 − 0, 53 + 6 − 1
    assert [each["name"] for each in explorer._data["arrays"] if each["input"]] == list(explorer.state)
    assert repr(explorer).splitlines()[1] == "∂E/∂u[1, 1] = δ_y[1]·o[1]"
    pool = gone_both_ways([MaxPool2D(1)], [[1, 2]], [[0, 0]])
    assert list(explore(pool).state) == ["image", "delta of pooled"]


def test_a_target_is_refused_where_it_has_no_place():
    classes = gone_both_ways([Dense([[1, 2], [3, 4]])], [1, 2], 1, softmax_cross_entropy)
    assert list(explore(classes).state) == ["image", "output weights", "delta of output"]
    network = gone_both_ways([Conv2D([[1, 2]]), ReLU()], [[1, 2, 3]], [[0, 0]])
    with pytest.raises(ValueError, match="a target has no place in a part that does not reach the network's end"):
        explore(network, "convolution", target=[[0, 0]])
    assert "target" in explore(network, "ReLU", target=[[0, 0]]).state
    assert "target" not in explore(part="pool").state  # the question's own


def test_flattens_come_along_wherever_they_stand():
    layers = [Flatten(), Flatten(), Dense([[1, 2, 3, 4]]), Flatten()]
    both = gone_both_ways(layers, [[1, 2], [3, 4]], [0])
    np.testing.assert_allclose(values_on_the_page(explore(both, target=[0]))["delta of image"], [[30, 60], [90, 120]])
    end = gone_both_ways([Conv2D([[1, 2]]), MaxPool2D((1, 2)), Flatten()], [[1, 2, 3], [6, 5, 4]], [0, 2])
    explorer = explore(end, target=[0, 2])
    shown = values_on_the_page(explorer)  # the pool takes 2 + 6 = 8 and 6 + 10 = 16
    assert shown["pooled"].tolist() == [[8], [16]] and shown["error"] == 32 + 98
    assert shown["delta of pooled"].tolist() == [[8], [14]]
    np.testing.assert_allclose(shown["delta of image"], end.layers[0].input_delta)
    assert list(explore(end, "pool", target=[0, 2]).state) == ["feature map", "target", "learning rate"]
    assert list(explore(end, "pool").state) == ["feature map", "delta of pooled"]
    part = explore(end)
    assert part.state["delta of pooled"] == [[8], [14]]
    part.state = {"delta of pooled": [[1], [2]]}
    part.settings = {"pool": {"stride": 1}}
    assert part.state["delta of pooled"] == [[1], [2]]
    explorer.settings = {"pool": {"size": [2, 1], "stride": 1}}
    assert values_on_the_page(explorer)["pooled"].tolist() == [[16, 13]]


def test_wrong_arguments_are_named():
    with pytest.raises(ValueError, match=r"part must name some of convolution, pool, .*; got 3"):
        explore(part=3)

    class Twice(Layer):
        def _forward(self, x):
            return 2 * x

        def _backward(self, delta):
            return 2 * delta, {}

    with pytest.raises(TypeError, match=r"layer 1, Twice\(\), cannot be explored"):
        explore(gone_both_ways([ReLU(), Twice()], [1, 2], [0, 0]))
    stepped = gone_both_ways([Dense([[1, 2]])], [1, 2], [0])
    stepped.step(0.1)
    with pytest.raises(ValueError, match="must have gone both ways"):
        explore(stepped)
    with pytest.raises(ValueError, match=r"part must name some of convolution, pool, .*; got 'conv'"):
        explore(part="conv")
    with pytest.raises(TypeError, match="example must be question, one of its chains or a Network; got 3"):
        explore(3)
    network = Network([Conv2D(np.ones((1, 1, 2, 2)))], squared_error)
    with pytest.raises(ValueError, match="must have gone both ways"):
        explore(network)
