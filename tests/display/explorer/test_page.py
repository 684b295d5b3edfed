"""The page's modules: how they are joined, and what Node says of the graph and the words that they make of it."""

import base64
import gzip
import json
import re
import shutil
import subprocess
from graphlib import TopologicalSorter
from pathlib import Path

import numpy as np
import pytest

from backprop_helpers import (
    AveragePool2D,
    Conv2D,
    Dense,
    Flatten,
    LeakyReLU,
    MaxPool2D,
    ReLU,
    Tanh,
    explore,
    question,
)
from backprop_helpers.display.explorer import page
from backprop_helpers.tracing.labels import KINDS
from backprop_helpers.tracing.notation import ROLES
from tests import javascript
from tests.display.explorer import channels
from tests.display.explorer.digit import digit
from tests.display.explorer.expected import (
    INPUTS,
    changed,
    gone_both_ways,
    numbers,
    numbers_of,
    random_network,
)

NODE = shutil.which("node")
HERE = Path(__file__).parent
MODULES = {name: javascript.parsed(text) for name, text in page.modules().items()}
IMPORTS = {name: javascript.imports(root) for name, root in MODULES.items()}


def test_the_joined_module_can_be_parsed_and_has_nothing_but_the_widget_to_give():
    joined = javascript.parsed(page.module())
    assert javascript.imports(joined) == {}
    assert javascript.exports(joined) == {"default"}


@pytest.mark.skipif(NODE is None, reason="Node is not installed")
def test_node_reads_the_joined_module_and_gets_the_widget(tmp_path):
    file = tmp_path / "page.mjs"
    file.write_text(page.module(), encoding="utf-8")
    subprocess.run([NODE, "--check", file], check=True)
    asked = "import(process.argv[1]).then((page) => console.log(Object.keys(page.default).sort().join(' ')))"
    run = subprocess.run([NODE, "--eval", asked, file.as_uri()], capture_output=True, text=True)
    assert (run.stdout, run.stderr) == ("render stand\n", "")
    file.write_text(page.module() + "\nconst = 1;", encoding="utf-8")
    assert subprocess.run([NODE, "--check", file], capture_output=True).returncode != 0


def test_no_two_modules_declare_the_same_name():
    names = [name for root in MODULES.values() for name in javascript.declarations(root)]
    assert {name for name in names if names.count(name) > 1} == set()
    assert sorted(javascript.declarations(javascript.parsed(page.module()))) == sorted(names)


@pytest.mark.parametrize("name", MODULES)
def test_a_module_imports_what_another_exports_and_uses_it(name):
    for path, names in IMPORTS[name].items():
        assert names and names <= javascript.exports(MODULES[path.removeprefix("./").removesuffix(".js")])
    used = [node.text.decode() for node in javascript.nodes(MODULES[name]) if node.type == "identifier"]
    imported = [each for names in IMPORTS[name].values() for each in names]
    assert [each for each in imported if used.count(each) < 2] == []


def test_imports_run_one_way_and_lead_to_every_module():
    graph = {name: [path[2:-3] for path in paths] for name, paths in IMPORTS.items()}
    assert [*TopologicalSorter(graph).static_order()][-1] == "widget"  # a circle raises a CycleError
    imported = {other for others in graph.values() for other in others}
    assert imported == set(graph) - {"widget"}


def test_only_the_widget_and_one_module_know_jupyter():
    knowing = {name for name, root in MODULES.items() if re.search(r"\bmodel\b|save_changes", root.text.decode())}
    assert knowing == {"widget", "jupyter"}


def test_no_module_names_an_array_or_a_layer():
    """Python's fields tell what an array is and to which family a layer belongs."""
    known = [*(layer["layer"] for layer in explore()._data["stages"]), "pooled", "feature map", "sigmoid", "ReLU"]
    texts = [
        (name, node.text.decode())
        for name, root in MODULES.items()
        if name != "notation"
        for node in javascript.nodes(root)
        if node.type in ("string", "template_string", "regex")
    ]
    assert [(name, text) for name, text in texts if any(word in text for word in [*known, "delta of"])] == []


def test_lines_are_short():
    long = {
        f"{path.name}:{number}": len(line)
        for path in [*page.FOLDER.glob("*.js"), *page.FOLDER.glob("*.css")]
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) > 100
    }
    assert long == {}


def packed_in(stand_in):
    """Return what a stand-in's script unpacks."""
    (packed,) = re.findall(r'atob\("([A-Za-z0-9+/=]*)"\)', stand_in)
    return json.loads(gzip.decompress(base64.b64decode(packed)))


def test_the_stand_ins_script_can_be_parsed_and_nothing_in_it_ends_it():
    shown = page.stand_in("a picture", {"_data": "</script><b>"})
    (script,) = re.findall("<script>(.*?)</script>", shown, re.DOTALL)
    javascript.parsed(script)
    assert "<" not in script
    assert packed_in(shown) == [page.module(), page.style(), {"_data": "</script><b>"}]


def test_the_stand_in_of_a_digit_is_a_third_as_long_as_what_it_holds():
    explorer = digit()
    shown = page.stand_in("", {name: getattr(explorer, name) for name in ("_data", "state", "settings")})
    assert len(json.dumps(shown)) * 3 < len(json.dumps(packed_in(shown)))


def test_the_style_has_every_part_of_the_folder_once():
    assert sorted(page.STYLES) == sorted(path.stem for path in page.FOLDER.glob("*.css"))


def test_every_role_has_its_colour_on_the_page_and_the_style_names_no_other():
    style = "".join(path.read_text(encoding="utf-8") for path in page.FOLDER.glob("*.css"))
    for role, look in ROLES.items():
        name = role.replace(" ", "-")
        assert f".explorer .{name} {{ --role: var(--{name}); }}" in style
        assert f"  --{name}: light-dark({look.colour}, {look.on_dark});" in page.style()
        assert look.colour not in style and look.on_dark not in style


def lists(arrays):
    return {name: np.asarray(values).tolist() for name, values in arrays.items()}


NETWORKS = 16
SMALL = {"relu": ([[1, 2, 0.5]], [[1, 1]]), "same": ([7, 8], [0, 1]), "others": ([[0.5, -2]], [[0]])}
"""What goes into a small network, and its target."""


def random_case(generator):
    """A random network as the page gets it, with other inputs, among them ties, and what the package makes of them."""
    network = random_network(generator)
    explorer = explore(network, target=network.output if generator.random() < 0.5 else None)
    changes = []
    for k in range(4):
        inputs = {name: generator.normal(size=np.shape(values)) for name, values in explorer.state.items()}
        if k % 2:
            inputs = {name: np.round(2 * values) / 2 for name, values in inputs.items()}
        changes.append({"inputs": lists(inputs), "expected": lists(numbers_of(explorer._data["stages"], inputs))})
    return {"data": explorer._data, "changes": changes}


@pytest.fixture(scope="module")
def node_folder(tmp_path_factory):
    """A folder in which Node takes the modules for modules, with 300 changes and what the package makes of them."""
    folder = tmp_path_factory.mktemp("node")
    for name, text in page.modules().items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    for file in HERE.glob("*.test.mjs"):
        shutil.copy(file, folder)
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
    cases["networks"] = [random_case(np.random.default_rng(seed)) for seed in range(NETWORKS)]
    layers = {"relu": [Conv2D([[1, -1]]), ReLU()], "same": [Dense([[1, 2], [3, 4]], bias=[5, 6])]}
    layers["others"] = [LeakyReLU(0.5), MaxPool2D((1, 2), 2, (0, 1)), Tanh(), AveragePool2D((1, 2))]
    cases |= {name: explore(gone_both_ways(these, *SMALL[name]))._data for name, these in layers.items()}
    cases["channels"] = channels.explorers()
    cases["pictures"] = digit()._data
    (folder / "cases.json").write_text(json.dumps(cases))
    return folder


@pytest.fixture(scope="module")
def node_run(node_folder, oracle):
    """What Node says of the graph, the words and the code."""
    if NODE is None:
        oracle.not_asked("Node", "it is not installed")
        pytest.skip("Node is not installed")
    return subprocess.run([NODE, "--test"], cwd=node_folder, capture_output=True, text=True, encoding="utf-8")


def test_the_browsers_graph_agrees_with_the_package_and_speaks_well(node_run, node_folder, oracle):
    assert node_run.returncode == 0, node_run.stdout + node_run.stderr
    networks = json.loads((node_folder / "cases.json").read_text())["networks"]
    drawn = {stage["layer"] for case in networks for stage in case["data"]["stages"]}
    assert drawn == {layer.__name__ for layer in [*KINDS, Flatten]}
    oracle("Node, the question's network after a change", 300)
    oracle("Node, a random network after a change", 4 * NETWORKS)


def test_the_copied_code_calculates_the_same_numbers(node_run, node_folder):
    whole, part = ({}, {})
    exec((node_folder / "whole.py").read_text(encoding="utf-8"), whole)
    exec((node_folder / "convolution.py").read_text(encoding="utf-8"), part)
    expected = json.loads((node_folder / "cases.json").read_text())["changes"][0]["expected"]
    np.testing.assert_allclose(whole["network"].error, expected["error"])
    np.testing.assert_allclose(whole["layers"][0].gradients["kernel"], expected["gradient of kernel"])
    np.testing.assert_allclose(part["delta"], question.exact.image_delta)
    np.testing.assert_allclose(part["layers"][0].gradients["kernel"], question.exact.kernel_gradient)
    for k, case in enumerate(json.loads((node_folder / "cases.json").read_text())["networks"]):
        copied, expected = {}, case["changes"][-1]["expected"]
        exec((node_folder / f"network{k}.py").read_text(encoding="utf-8"), copied)
        np.testing.assert_allclose(copied["layers"][0].input_delta, expected["delta of image"], atol=1e-12)
        for layer, stage in zip(copied["layers"], case["data"]["stages"], strict=True):
            for own, name in stage["parameters"].items():
                np.testing.assert_allclose(layer.gradients[own], expected[f"gradient of {name}"], atol=1e-12)
