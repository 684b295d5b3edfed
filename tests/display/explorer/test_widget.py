"""What ``explore`` returns: the numbers on its page, its state and its settings, and what it refuses."""

import re

import numpy as np
import pytest

from backprop_helpers import (
    Conv2D,
    Dense,
    Flatten,
    LeakyReLU,
    MaxPool2D,
    Network,
    ReLU,
    explore,
    question,
    softmax_cross_entropy,
    squared_error,
)
from backprop_helpers.display.explorer import widget
from backprop_helpers.display.explorer.stages import ordered
from backprop_helpers.maths.layer import Layer
from tests.display.explorer import channels
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


def test_other_settings_are_answered_with_another_graph():
    explorer = explore(part="convolution")
    explorer.state = {"kernel": [[1, 2], [3, 4]]}
    explorer.settings = {"convolution": {"stride": 2, "padding": 0, "dilation": 1}}
    shown = values_on_the_page(explorer)
    # 0.51 + 2·0.9 + 3·0.4 + 4·0.62, and so on at every second place
    np.testing.assert_allclose(shown["feature map"], [[5.99, 5.58], [1.96, 6.75]])
    given = question.exact.feature_map_delta
    np.testing.assert_allclose(shown["delta of feature map"], given[:2, :2])
    assert explorer.state["kernel"] == [[1, 2], [3, 4]]
    explorer.settings = {"convolution": {"stride": 1, "padding": 1, "dilation": 1}}
    np.testing.assert_allclose(values_on_the_page(explorer)["delta of feature map"], np.pad(given, (0, 2)))
    explorer.settings = {"convolution": {"stride": 1, "padding": 0, "dilation": 1}}
    np.testing.assert_allclose(values_on_the_page(explorer)["delta of feature map"], given)


def test_the_order_of_pool_and_activation_can_be_changed():
    explorer = explore()
    assert explorer.settings["order"] == ["convolution", "pool", "sigmoid", "dense", "output"]
    explorer.settings = explorer.settings | {"order": ["convolution", "sigmoid", "pool", "dense", "output"]}
    shown, expected = values_on_the_page(explorer), numbers(INPUTS)
    np.testing.assert_allclose(shown["activations"], 1 / (1 + np.exp(-expected["feature map"])))
    np.testing.assert_allclose(shown["pooled"], expected["activations"])  # the sigmoid keeps which is the largest
    np.testing.assert_allclose(shown["gradient of kernel"], expected["gradient of kernel"])
    assert shown["delta of activations"].shape == (4, 4)


def test_another_order_of_a_part_has_another_delta_for_input():
    explorer = explore(part=("pool", "sigmoid"))
    explorer.settings = explorer.settings | {"order": ["sigmoid", "pool"]}
    assert list(explorer.state) == ["feature map", "delta of pooled"]


@pytest.mark.parametrize(
    ("part", "settings", "message"),
    [
        (
            None,
            {"order": ["pool", "convolution"]},
            "order must name each of convolution, pool, sigmoid, dense, output once",
        ),
        ("pool", {"order": "pool"}, "order must name each of pool once; got pool"),
        (None, {"pool": {"stride": 3}}, "Stride 3: that leaves a 1×1 map; the dense weights ask for 2×2"),
        (None, {"convolution": {"stride": 2}}, "Stride 2: that leaves a 1×1 map; the dense weights ask for 2×2"),
        ("pool", {"pool": {"size": 9}}, "Size 9: a window of 9×9 does not fit into the 4×4 feature map"),
        (
            "convolution",
            {"convolution": {"dilation": 9, "padding": 1}},
            "Padding 1 and dilation 9: a window of 10×10 does not fit into the 5×5 image, also with a border of 1×1",
        ),
        ("pool", {"pool": {"padding": 2}}, "Padding 2: a pool of 2×2 takes a padding of at most half its size"),
        ("pool", {"pool": {"stride": 99}}, "Stride 99: a stride is a whole number from 1 to 12, or two, for rows"),
        ("convolution", {"convolution": {"padding": 1000}}, "Padding 1000: a padding is a whole number from 0 to 12"),
        ("convolution", {"convolution": {"stride": "abc"}}, "Stride “abc”: a stride is a whole number from 1 to 12"),
        ("pool", {"pool": {"size": [0, 1]}}, "Size 0×1: a size is a whole number from 1 to 12"),
    ],
)
def test_settings_that_do_not_fit_are_refused_in_words_and_the_last_ones_kept(part, settings, message, monkeypatch):
    explorer, said = explore(part=part), []
    monkeypatch.setattr(widget.Explorer, "send", lambda self, content: said.append(content["problem"]))
    before, data = explorer.settings, explorer._data
    asked = before | {title: value if title == "order" else before[title] | value for title, value in settings.items()}
    explorer.set_state({"settings": asked})  # as the page does
    assert len(said) == 1 and message in said[0]
    assert (explorer.settings, explorer._data) == (before, data)
    with pytest.raises(ValueError, match=re.escape(message)):
        explorer.settings = settings
    assert len(said) == 1 and (explorer.settings, explorer._data) == (before, data)


def test_settings_that_are_not_named_stay_as_they_are():
    explorer = explore(part=["convolution", "pool"])
    explorer.settings = {"convolution": {"stride": 2}}
    explorer.settings = {"convolution": {"padding": 1}}
    explorer.settings = {"pool": {"stride": 1}}
    assert explorer.settings == {
        "convolution": {"stride": 2, "padding": 1, "dilation": 1},
        "pool": {"size": 2, "stride": 1, "padding": 0},
        "order": ["convolution", "pool"],
    }
    assert values_on_the_page(explorer)["feature map"].shape == (3, 3)
    before = explorer.settings
    with pytest.raises(TypeError, match="Sizes 3: the pool has no sizes; it has size, stride, padding"):
        explorer.settings = {"pool": {"sizes": 3}}
    assert explorer.settings == before


@pytest.mark.parametrize(
    "settings", [{"sigmoid": {}}, {"convolution 2": {"stride": 2}}, {"dense": {"bias": 1}}, {"pool": 2}, {"ordre": []}]
)
def test_settings_of_what_has_none_are_refused_by_name(settings):
    explorer = explore()
    before = explorer.settings
    with pytest.raises(ValueError, match=rf"some of convolution, pool, order; got '{min(settings)}'"):
        explorer.settings = settings
    assert explorer.settings == before


def test_a_refusal_leaves_the_page_as_it_is_also_after_a_change():
    explorer = explore(part="convolution")
    explorer.state = {"kernel": [[1, 2], [3, 4]]}
    data = explorer._data
    with pytest.raises(ValueError, match="Stride 0"):
        explorer.settings = {"convolution": {"stride": 0}}
    assert explorer._data is data


def test_a_slope_that_is_none_is_refused_in_words():
    leaky = gone_both_ways([LeakyReLU(0.5)], [[1, -2]], [[0, 0]])
    for slope in ("steep", np.inf):
        with pytest.raises(ValueError, match=r"^Slope .*: a slope is a number$"):
            explore(leaky).settings = {"leaky ReLU": {"slope": slope}}


def test_numbers_that_leave_the_finite_ones_are_refused_from_either_side():
    explorer = explore(part="convolution")
    explorer.state = {"image": np.full((5, 5), 1e200)}
    before = explorer.state
    with pytest.raises(ValueError, match=r"^gradient of kernel would be too large to calculate with$"):
        explorer.state = {"delta of feature map": np.full((4, 4), 1e108)}
    assert explorer.state == before
    leaky = explore(gone_both_ways([LeakyReLU(0.5)], [[1, -1]], [[0, 0]]))
    leaky.state = {"image": [[1, -1e200]]}
    with pytest.raises(ValueError, match=r"^Slope 1e\+200: activations would be too large to calculate with$"):
        leaky.settings = {"leaky ReLU": {"slope": 1e200}}
    assert leaky.settings["leaky ReLU"] == {"slope": 0.5}


@pytest.mark.parametrize(
    ("offer", "inputs", "offered"),
    [
        ((), ["target"], []),
        ("step", ["target", "learning rate"], ["step"]),
        (["order", "stride"], ["target"], ["order", "stride"]),
        (None, ["target", "learning rate"], ["stride", "padding", "dilation", "size", "order", "step"]),
    ],
)
def test_what_is_offered_besides_the_numbers_can_be_chosen(offer, inputs, offered):
    explorer, expected = explore(offer=offer), numbers(INPUTS)
    assert list(explorer.state)[4:] == inputs and explorer._data["offered"] == offered
    shown = values_on_the_page(explorer)
    absent = {name for name in expected if "after the step" in name or name == "learning rate"}
    assert expected.keys() - shown.keys() == (set() if "learning rate" in inputs else absent)
    for name, values in shown.items():
        np.testing.assert_allclose(values, expected[name], rtol=1e-12, err_msg=name)


def test_what_is_not_there_cannot_be_offered():
    with pytest.raises(ValueError, match="offer must name some of size, stride, padding, order; got 'dilation'"):
        explore(part="pool", offer="dilation")
    with pytest.raises(ValueError, match="offer must name some of stride, padding, dilation, order; got 'step'"):
        explore(part="convolution", offer="step")


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
    with pytest.raises(ValueError, match="a target can be explored with squared_error only; leave it out"):
        explore(classes, target=1)
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


def test_a_picture_with_its_words_stands_in_for_the_view_that_follows_it(monkeypatch):
    shown = []
    monkeypatch.setattr(widget, "display", lambda data, raw: shown.append(data))
    explore(part="pool")._ipython_display_()
    picture, view = shown
    assert set(picture) == {"text/html", "text/plain"}
    assert "delta of feature map 0 0 0.069 0;" in picture["text/plain"]
    assert '<img class="backprop-figure" alt="Network: image' in picture["text/html"]
    assert "run the cells above, then this one" in picture["text/html"]
    assert set(view) == {widget.VIEW}


def stand_in_of(explorer, monkeypatch):
    shown = []
    monkeypatch.setattr(widget, "display", lambda data, raw: shown.append(data))
    explorer._ipython_display_()
    return shown[0]


def test_a_network_of_ones_own_has_a_picture_with_its_numbers_too(monkeypatch):
    shown = stand_in_of(explore(channels.lesson()), monkeypatch)
    (alt,) = re.findall(r'<img class="backprop-figure" alt="([^"]*)"', shown["text/html"])
    way = "Network: image 3×3×4, convolution with kernel 2×3×2×2 and bias 2, feature map 2×2×3; beneath, the deltas"
    assert alt.startswith(way) and shown["text/plain"].startswith(way)
    # 0.4·1 − 0.1·1, 0.4·0 − 0.1·0; 0.4·0 − 0.1·0, 0.4·3 − 0.1·1, and so on for a channel of a kernel each
    assert "gradient of kernel: 0.3 0; 0 1.1 / −0.1 0.1; 0.8 −0.2 / 0.4 0.6;" in alt
    assert (
        "gradient of bias: 0.3 / 0.5." in alt and "delta of feature map: 0.4 0 0; 0 0 −0.1 / 0 0.2 0; 0.3 0 0." in alt
    )
    dense = stand_in_of(explore(gone_both_ways([Dense([[1, 2]])], [3, 4], [0])), monkeypatch)
    assert "output with output weights 1×2, output 1;" in dense["text/html"]
    assert "delta of image: 11; 22. gradient of output weights: 33 44. delta of output: 11." in dense["text/html"]


@pytest.mark.parametrize("make", [channels.batch, channels.sixteen])
def test_a_network_too_large_for_a_card_has_words_in_place_of_the_picture(make, monkeypatch):
    shown = stand_in_of(explore(make()), monkeypatch)["text/html"]
    assert "<pre>Network: image " in shown and "beneath, the deltas and gradients.\n∂E/∂w[" in shown
    assert "<img" not in shown


def told(explorer, array, place, text, monkeypatch):
    """What the page is told of a text that was typed for a hidden number."""
    said = []
    monkeypatch.setattr(widget.Explorer, "send", lambda self, content: said.append(content["judged"]))
    answer = {"number": 7, "array": array, "place": place, "text": text, "state": explorer.state}
    explorer._handle_custom_msg({"answer": answer}, [])
    assert said[0]["number"] == 7
    return said[0]["verdict"], said[0]["words"]


def test_a_prediction_is_judged_as_check_judges_it_and_the_mistake_is_named(monkeypatch):
    explorer = explore()
    assert told(explorer, "feature map", 0, "0,25", monkeypatch) == (
        "rounded",
        "Right to the digits you gave, rounded.",
    )
    verdict, words = told(explorer, "feature map", 0, "-0.1634", monkeypatch)
    assert verdict == "mistake" and words.startswith("This is what comes out if the kernel is rotated by 180° first")
    assert "lesson 05" in told(explorer, "delta of image", 7, "-0.008295", monkeypatch)[1]
    assert told(explorer, "gradient of kernel", 0, "0.04", monkeypatch)[0] == "not given"
    assert told(explorer, "error", 0, "0.13", monkeypatch)[0] == "rounded"


def test_every_number_of_the_page_is_judged_right_also_under_other_settings(monkeypatch):
    explorer = explore(part=("convolution", "pool"))
    explorer.settings = {"convolution": {"stride": 2, "padding": 1}, "pool": {"size": 2, "stride": 1}}
    stages = ordered(explorer._stages, explorer.settings["order"])
    arrays, entered = explorer._calculate(stages, explorer.state, explorer.settings, traced=False)
    for label, values in arrays.items():
        for place, number in enumerate(np.ravel(values)) if label not in entered else ():
            assert told(explorer, label.name, place, repr(float(number)), monkeypatch) == ("right", "Right."), (
                label.name
            )
