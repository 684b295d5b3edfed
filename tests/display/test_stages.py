"""The explorer's layers: each of the package's has a title, and a number only where there is a second one."""

import numpy as np
import pytest

from backprop_helpers import AveragePool2D, LeakyReLU, Network, ReLU, Sigmoid, Tanh, squared_error
from backprop_helpers.display.stages import stages_of, titles_of
from backprop_helpers.maths.layers import Dense, Flatten
from tests.maths.registry import REGISTRY

LAYERS = [entry.layer for entry in REGISTRY if entry.layer not in (None, Flatten)]


def made(layer):
    """Return a layer of a kind, its parameters all ones where it has some."""
    if layer is Dense:
        return Dense(np.ones((2, 3)))
    return layer(np.ones((2, 2))) if layer.__name__ == "Conv2D" else layer()


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.__name__)
def test_every_layer_of_the_package_can_be_explored(layer):
    (stage,) = stages_of(Network([made(layer)], squared_error))
    assert stage.title and stage.result


def test_a_title_has_a_number_only_where_there_is_a_second_layer_of_its_kind():
    network = Network([LeakyReLU(), Tanh(), AveragePool2D(), Sigmoid(), ReLU(), Sigmoid()], squared_error)
    stages = stages_of(network)
    assert titles_of(stages) == ["leaky ReLU", "tanh", "average pool", "sigmoid", "ReLU", "sigmoid 2"]
    results = ["activations", "activations 2", "pooled", "activations 3", "activations 4", "activations 5"]
    assert [stage.result for stage in stages] == results
