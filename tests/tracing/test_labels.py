"""What a network's layers and its arrays are called."""

import numpy as np
import pytest

from backprop_helpers import (
    AveragePool2D,
    Conv2D,
    Dense,
    Flatten,
    LeakyReLU,
    MaxPool2D,
    Network,
    ReLU,
    Sigmoid,
    Tanh,
    explore,
    squared_error,
)
from backprop_helpers.tracing.labels import KINDS, OUTPUT, stages_of
from backprop_helpers.tracing.notation import SIGNS, Label
from tests.display.explorer.expected import gone_both_ways, numbers_of, values_on_the_page
from tests.maths.registry import REGISTRY

LAYERS = [entry.layer for entry in REGISTRY if entry.layer]
SHOWN = {Conv2D: ([[1, -2]],), Dense: ([[1, -2], [3, 0]],)}
"""What a layer must be made with."""


def test_every_layer_of_the_package_has_its_kind():
    assert set(KINDS) | {Flatten} == set(LAYERS)


@pytest.mark.parametrize("kind", [*KINDS.values(), OUTPUT], ids=lambda kind: kind.title)
def test_a_kinds_names_have_their_letters(kind):
    assert kind.result in SIGNS
    assert kind.family in ("", "pool", "activation")


@pytest.mark.parametrize("layer", KINDS, ids=lambda layer: layer.__name__)
def test_every_layer_can_be_explored(layer):
    x = [0.5, -2] if layer is Dense else [[0.5, -2, 1.25], [3, -0.75, 2]]
    made = layer(*SHOWN.get(layer, ()))
    delta = np.arange(1.0, 1 + made.forward(x).size).reshape(made.output.shape) / 4
    explorer = explore(gone_both_ways([made], x, made.output - delta))
    (stage,) = explorer._data["stages"]
    assert stage["layer"] == layer.__name__ and stage["settings"] == made.settings
    shown = values_on_the_page(explorer)
    expected = numbers_of([stage], explorer.state)
    assert shown.keys() == expected.keys()
    for name, values in expected.items():
        np.testing.assert_allclose(shown[name], values, rtol=1e-12, err_msg=name)
    assert explorer.state[f"delta of {stage['result']}"] == delta.tolist()


def test_a_title_or_a_name_that_is_there_again_has_a_number():
    layers = [Conv2D([[1]]), Tanh(), Conv2D([[1]]), LeakyReLU(), Tanh(), MaxPool2D(1), AveragePool2D(1), Flatten()]
    network = Network([*layers, Dense([[1]]), Dense([[1]]), Dense([[1]])], squared_error)
    stages = [stage for stage in stages_of(network) if stage.title]
    assert [(stage.title, stage.result.name) for stage in stages] == [
        ("convolution", "feature map"),
        ("tanh", "activations"),
        ("convolution 2", "feature map 2"),
        ("leaky ReLU", "activations 2"),
        ("tanh 2", "activations 3"),
        ("pool", "pooled"),
        ("average pool", "pooled 2"),
        ("dense", "hidden"),
        ("dense 2", "hidden 2"),
        ("output", "output"),
    ]
    parameters = [[label.name for label in stage.parameters.values()] for stage in stages if stage.parameters]
    assert parameters == [["kernel"], ["kernel 2"], ["dense weights"], ["dense weights 2"], ["output weights"]]
    assert stages[2].parameters["kernel"] == Label("parameter", "kernel", 2)
    assert stages[2].given is stages[1].result


def test_a_title_is_numbered_among_its_own_kind():
    network = Network([ReLU(), Sigmoid(), Tanh()], squared_error)
    assert [stage.title for stage in stages_of(network)] == ["ReLU", "sigmoid", "tanh"]
