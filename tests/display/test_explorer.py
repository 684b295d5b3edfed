"""The explorer's Python side; its graph and its words are asked by Node, see explorer.test.mjs."""

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from backprop_helpers import Conv2D, Dense, Flatten, MaxPool2D, Network, ReLU, explore, question, squared_error
from backprop_helpers.display import explorer as room
from tests.display.explorer_numbers import INPUTS, changed, numbers

NODE = shutil.which("node")
HERE = Path(__file__).parent


def lists(arrays):
    return {name: np.asarray(values).tolist() for name, values in arrays.items()}


def values_on_the_page(explorer):
    """Return the arrays of the page by name, as the graph holds them before the browser changes anything."""
    from backprop_helpers.tracing.graph import evaluate

    values = evaluate(explorer._data, {})
    return {
        each["name"]: np.array([float(values[node]) for node in each["cells"]]).reshape(each["shape"])
        for each in explorer._data["arrays"]
    }


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
        (None, {"pool": {"size": 3, "stride": 3}}, "weights"),
        ("pool", {"pool": {"size": 9, "stride": 1}}, "pool (9, 9) does not fit into image (4, 4)"),
        ("pool", {"pool": {"size": 2, "stride": 99}}, "pool: nothing here may be larger than 12; got"),
        ("convolution", {"convolution": {"padding": 1000}}, "convolution: nothing here may be larger than 12; got"),
        ("convolution", {"convolution": {"stride": "abc"}}, "convolution: stride must be an integer of at least 1"),
        ("pool", {"pool": {"size": 0, "stride": 1}}, "pool size must be an integer of at least 1"),
        ("convolution", {"convolution": {"padding": 5}}, "12 entries along each"),
    ],
)
def test_settings_that_do_not_fit_are_refused_in_words_and_the_last_ones_kept(part, settings, message, monkeypatch):
    explorer, said = explore(part=part), []
    monkeypatch.setattr(room.Explorer, "send", lambda self, content: said.append(content["problem"]))
    before, data = explorer.settings, explorer._data
    explorer.settings = before | settings
    assert len(said) == 1 and message in said[0]
    assert (explorer.settings, explorer._data) == (before, data)


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
    ],
)
def test_a_state_that_does_not_fit_is_refused_and_the_last_one_kept(state, message):
    explorer = explore(part="convolution")
    with pytest.raises(ValueError, match=message):
        explorer.state = state
    assert explorer.state["kernel"] == question.exact.kernel.tolist()


def test_wrong_arguments_are_named():
    with pytest.raises(ValueError, match=r"part must name some of convolution, pool, .*; got 'conv'"):
        explore(part="conv")
    with pytest.raises(TypeError, match="example must be question, one of its chains or a Network; got 3"):
        explore(3)
    network = Network([Conv2D(np.ones((1, 1, 2, 2)))], squared_error)
    with pytest.raises(ValueError, match="must have gone both ways"):
        explore(network)
    network.forward(np.ones((1, 3, 3)))
    network.backward(np.zeros((1, 2, 2)))
    with pytest.raises(ValueError, match=r"image \(1, 3, 3\) cannot be shown: at most two axes, 12 entries along each"):
        explore(network)


def test_it_is_stored_as_a_picture_and_words_with_numbers():
    data, _ = explore(part="pool")._repr_mimebundle_()
    assert set(data) == {"application/vnd.jupyter.widget-view+json", "text/html", "text/plain"}
    assert "delta of feature map 0 0 0.069 0;" in data["text/plain"]
    assert '<img class="backprop-figure" alt="Network: image' in data["text/html"]


def test_the_modules_are_joined_into_one():
    text = room._module()
    assert [line for line in text.splitlines() if line.startswith("import")] == []
    assert [line for line in text.splitlines() if line.startswith("export")] == ["export default { render };"]


def test_the_modules_lines_are_short():
    folder = Path(room.__file__).parent
    long = {
        f"{path.name}:{number}": len(line)
        for path in [*folder.glob("*.js"), *folder.glob("*.css")]
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) > 100
    }
    assert long == {}


@pytest.fixture(scope="module")
def node_folder(tmp_path_factory):
    """A folder in which Node takes the modules for modules, with 300 changes and what the package makes of them."""
    folder = tmp_path_factory.mktemp("node")
    for path in [*Path(room.__file__).parent.glob("*.js"), *HERE.glob("*.mjs")]:
        shutil.copy(path, folder)
    (folder / "package.json").write_text('{"type": "module"}')
    inputs, generator, changes = INPUTS, np.random.default_rng(7), []
    for _ in range(300):
        inputs = changed(inputs, generator)
        changes.append({"inputs": lists(inputs), "expected": lists(numbers(inputs))})
    cases = {"data": explore()._data, "changes": changes}
    cases |= {part: explore(part=part)._data for part in ("convolution", "pool")}
    overlapping = explore(part="pool")
    overlapping.settings = {"pool": {"size": 2, "stride": 1}}
    cases["overlapping"] = overlapping._data
    cases["part"] = explore(part="convolution").state
    (folder / "cases.json").write_text(json.dumps(cases))
    return folder


@pytest.fixture(scope="module")
def node_run(node_folder, oracle):
    """What Node says of the graph, the words and the code."""
    if NODE is None:
        oracle.not_asked("Node", "it is not installed")
        pytest.skip("Node is not installed")
    return subprocess.run([NODE, "--test"], cwd=node_folder, capture_output=True, text=True, encoding="utf-8")


def test_the_browsers_graph_agrees_with_the_package_and_speaks_well(node_run, oracle):
    assert node_run.returncode == 0, node_run.stdout + node_run.stderr
    oracle("Node, the question's network after a change", 300)


def test_the_copied_code_calculates_the_same_numbers(node_run, node_folder):
    whole, part = ({}, {})
    exec((node_folder / "whole.py").read_text(encoding="utf-8"), whole)
    exec((node_folder / "convolution.py").read_text(encoding="utf-8"), part)
    expected = json.loads((node_folder / "cases.json").read_text())["changes"][0]["expected"]
    np.testing.assert_allclose(whole["network"].error, expected["error"])
    np.testing.assert_allclose(whole["layers"][0].gradients["kernel"], expected["gradient of kernel"])
    np.testing.assert_allclose(part["delta"], question.exact.image_delta)
    np.testing.assert_allclose(part["layers"][0].gradients["kernel"], question.exact.kernel_gradient)
