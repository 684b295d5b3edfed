"""What ``enter`` returns: the sheet as plain data, what was typed as an answer, and what it refuses."""

import re

import numpy as np
import pytest

import backprop_helpers as bp
from backprop_helpers import Conv2D, Dense, Flatten, MaxPool2D, Network, ReLU, diagnose_calculation, enter, question
from backprop_helpers.practice.diagnosis.stages import stages


def two_convolutions():
    random = np.random.default_rng(5)
    layers = [
        Conv2D(random.normal(size=(2, 1, 2, 3)), padding=1),
        ReLU(),
        Conv2D(random.normal(size=(2, 2, 2, 2)), stride=2),
        Flatten(),
        Dense(random.normal(size=(3, 8)), random.normal(size=3)),
    ]
    network = Network(layers, bp.softmax_cross_entropy)
    network.forward(random.normal(size=(1, 4, 5)))
    network.backward(2)
    return network


def test_a_sheet_has_the_given_arrays_with_numbers_and_a_place_for_every_stage():
    data = enter()._data
    given = {array["id"]: array for array in data["arrays"] if "values" in array}
    assert list(given) == ["image", "kernel", "dense_weights", "output_weights", "target"]
    assert given["kernel"]["values"] == [-0.13, 0.15, -0.51, 0.62]
    assert given["image"]["shape"] == [5, 5]
    shapes = {array["id"]: tuple(array["shape"]) for array in data["arrays"] if "values" not in array}
    assert shapes == {name: getattr(question.exact, name).shape for name in data["order"]}
    assert enter().stages == shapes


def test_the_page_is_told_no_result():
    network = two_convolutions()
    told = np.concatenate([array.get("values", []) for array in enter(network, target=2)._data["arrays"]])
    results = np.concatenate([stage.truth.ravel() for stage in stages(network)])
    assert set(results.round(9)) & set(told.round(9)) <= {0}


def test_every_stage_of_the_diagnosis_has_its_cells_with_channels_and_a_label_too():
    network = two_convolutions()
    sheet = enter(network, target=2)
    assert list(sheet.stages) == [stage.name for stage in stages(network)]
    sheet.typed = {stage.name: stage.truth.round(5).reshape(sheet.stages[stage.name]) for stage in stages(network)}
    assert sheet.diagnosis.right == list(sheet.stages)
    assert sheet.answers["kernel_2_gradient"][1][0][0][1] == str(
        network.layers[2].gradients["kernel"][1, 0, 0, 1].round(5)
    )
    target = next(array for array in sheet._data["arrays"] if array["id"] == "target")
    assert (target["shape"], target["values"]) == ([], [2])


def test_what_was_entered_is_judged_as_without_the_widget():
    typed = {"pooled": [["0.31", "0,27"], ["", "0.19"]], "activations": [["0.58", "0.57"], ["0.65", "0.55"]]}
    sheet = enter()
    sheet.typed = typed
    assert sheet.answers["pooled"] == typed["pooled"]
    network = question.network()
    network.forward(question.image)
    network.backward(question.exact.target)
    assert repr(sheet.diagnosis) == repr(diagnose_calculation(typed, network))
    assert repr(sheet.diagnosis).startswith("pooled: Right so far. The entry at [1, 0] is not given yet.")


def test_python_answers_for_the_stages_that_are_asked_for_and_keeps_what_it_said_of_others():
    sheet = enter()
    wrong = bp.conv2d(question.image, np.flip(question.kernel)).round(4)
    sheet.typed = {"feature_map": wrong, "pooled": bp.max_pool2d(wrong)}
    sheet._asked = {"turn": 1, "stages": ["feature_map", "a stranger"]}
    sheet._asked = {"turn": 2, "stages": ["pooled"]}
    assert sheet._told["turn"] == 2
    assert {name: told["verdict"] for name, told in sheet._told["stages"].items()} == {
        "feature_map": "mistake",
        "pooled": "right",
    }
    assert sheet._told["stages"]["pooled"] == {
        "verdict": "right",
        "message": "Right, given your numbers for feature map.",
        "followed": True,
    }
    assert sheet._told["shown"] is None
    sheet._asked = {"turn": 3, "show": "feature_map"}
    assert sheet._told["shown"].startswith("feature map. The right answer:\n[[0.249")
    assert list(sheet._told["stages"]) == ["feature_map", "pooled"]
    sheet._asked = {"turn": 4, "show": "hidden"}
    numbers = [float(text) for text in sheet._told["shown"].removeprefix("hidden\n").split()]
    np.testing.assert_allclose(numbers, question.exact.hidden, atol=5e-7)


def test_another_problem_has_another_key_and_the_same_has_the_same():
    keys = {enter()._data["key"], enter()._data["key"], enter(two_convolutions(), 2)._data["key"]}
    assert len(keys) == 2


@pytest.mark.parametrize(
    ("example", "problem", "words"),
    [
        (3, TypeError, "example must be a Network, a problem or question; got 3"),
        (question.network(), ValueError, "must have gone both ways: call forward(x) and backward(target) first"),
    ],
)
def test_what_is_no_calculation_is_refused(example, problem, words):
    with pytest.raises(problem, match=re.escape(words)):
        enter(example)
    with pytest.raises(problem, match=re.escape(words)):
        bp.ledger(example)


def test_more_numbers_than_a_page_shows_are_refused():
    network = Network([MaxPool2D()], bp.squared_error)
    network.backward(network.forward(np.arange(4900.0).reshape(70, 70)))
    with pytest.raises(ValueError, match="numbers are more than the 6000 that a page shows"):
        enter(network)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"feature map": [1]}, "there is no stage 'feature map' to type in; there are feature_map, pooled"),
        ({"pooled": [1, 2, 3]}, "pooled takes 4 numbers, of shape (2, 2); got 3"),
    ],
)
def test_what_has_no_cell_cannot_be_typed(typed, words):
    sheet = enter()
    with pytest.raises(ValueError, match=re.escape(words)):
        sheet.typed = typed
    assert sheet.typed == {}


def test_in_words_a_sheet_says_what_is_given_and_what_is_asked_for():
    words = repr(enter())
    assert "kernel 2×2\n-0.1300  0.1500\n-0.5100  0.6200\n" in words
    assert words.endswith("feature_map_delta 4×4, kernel_gradient 2×2, image_delta 5×5")
