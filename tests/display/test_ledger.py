"""The ledger: every stage of a calculation by its name, and every number of it explained."""

import numpy as np
import pytest

import backprop_helpers as bp
from backprop_helpers import Conv2D, Dense, Flatten, MaxPool2D, Network, Sigmoid, explain, ledger, question
from backprop_helpers.practice.diagnosis.stages import stages


def batch_of_channels():
    random = np.random.default_rng(8)
    layers = [Conv2D(random.normal(size=(2, 3, 2, 2)), random.normal(size=2)), Sigmoid(), MaxPool2D(), Flatten()]
    network = Network([*layers, Dense(random.normal(size=(3, 4)))], bp.softmax_cross_entropy)
    network.forward(random.normal(size=(2, 3, 3, 5)))
    network.backward([2, 0])
    return network


def test_the_ledger_holds_every_array_of_the_question():
    shown = ledger(question)
    for name in set(shown) - {"error"}:
        np.testing.assert_allclose(values(shown[name]), getattr(question.exact, name))
    assert set(shown) >= {"image", "kernel", "feature_map", "activations_delta", "kernel_gradient", "image_delta"}


def values(traced):
    return np.array([entry.value for entry in traced.flat]).reshape(traced.shape)


def test_every_stage_of_the_diagnosis_stands_in_the_ledger_by_the_same_name():
    network = batch_of_channels()
    shown = ledger(network)
    names = [stage.name for stage in stages(network)]
    assert [name for name in shown if name in names] == names
    for stage in stages(network):
        np.testing.assert_allclose(values(shown[stage.name]).ravel(), stage.truth.ravel(), err_msg=stage.name)
    assert "error" not in shown


def test_every_number_explains_itself():
    shown = ledger(question)
    assert repr(explain(shown["kernel_gradient"][0, 0])).splitlines()[0] == (
        "∂E/∂w[0, 0] = δ_x[0, 2]·o[0, 2] + δ_x[1, 1]·o[1, 1] + δ_x[2, 1]·o[2, 1] + δ_x[3, 3]·o[3, 3]"
    )
    assert repr(explain(shown["error"])).startswith("E = (y[0] − t[0])² / 2")


def test_printed_each_stage_has_its_name_its_shape_and_its_numbers():
    blocks = repr(ledger(question)).split("\n\n")
    assert blocks[1] == "kernel 2×2\n-0.1300  0.1500\n-0.5100  0.6200"
    assert blocks[-2] == "kernel_gradient 2×2\n0.0448  0.0944\n0.0113  0.0686"
    assert "error\n0.1250" in blocks


def test_a_stage_that_is_not_there_is_named():
    with pytest.raises(KeyError, match="no stage 'feature map'; there are image, kernel, feature_map"):
        ledger(question)["feature map"]
