"""The settings of ``explore``: what another one gives, what is refused, and what is offered."""

import re

import numpy as np
import pytest

from backprop_helpers import (
    LeakyReLU,
    explore,
    question,
)
from backprop_helpers.display.explorer import widget
from tests.display.explorer.expected import INPUTS, gone_both_ways, numbers, values_on_the_page


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
        ("pool", {"pool": {"stride": -1}}, "Stride −1: a stride is a whole number from 1 to 12"),
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
