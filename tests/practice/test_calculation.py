"""diagnose_calculation: one slip costs one stage, and what follows rightly from it is right."""

import re
import time
from itertools import islice

import numpy as np
import pytest

import backprop_helpers as bp
from backprop_helpers import Conv2D, Dense, Flatten, MaxPool2D, Network, ReLU, Sigmoid, diagnose_calculation, question
from backprop_helpers.maths.layers import Layer
from backprop_helpers.practice.diagnosis.stages import stages
from backprop_helpers.practice.mistakes import mistakes_of

from .catalogue import applied, changes

exact = question.exact


def questions_network():
    network = question.network()
    network.forward(exact.image)
    network.backward(exact.target)
    return network


def larger_network():
    """Two convolutions with channels, strides and padding, and a batch of two."""
    random = np.random.default_rng(3)
    layers = [
        Conv2D(random.normal(size=(2, 1, 3, 2)), random.normal(size=2), padding=1),
        ReLU(),
        MaxPool2D(),
        Conv2D(random.normal(size=(3, 2, 2, 2)), stride=(1, 2)),
        Sigmoid(),
        Flatten(),
        Dense(random.normal(size=(2, 12)), random.normal(size=2)),
    ]
    network = Network(layers, bp.squared_error)
    network.forward(random.normal(size=(2, 1, 6, 7)))
    network.backward(random.normal(size=(2, 2)))
    return network


NETWORKS = {"question": questions_network(), "larger": larger_network()}
EVERY_STAGE = [(key, stage.name) for key, network in NETWORKS.items() for stage in stages(network)]


def followed(network, name, result, digits=6):
    """Every stage of a calculation in which one had such a result, and all after it were calculated from that."""
    values = {"image": np.asarray(network.layers[0].input)}
    for stage in stages(network):
        right = np.asarray(stage.function(*stage.arguments(values), **stage.settings))
        values[stage.name] = np.round(result if stage.name == name else right, digits)
    return {stage: value for stage, value in values.items() if stage != "image"}


def wrong(told):
    return [name for name in told.stages if name not in told.right]


def test_the_stages_of_the_question_are_called_and_calculated_as_there():
    names = (
        "feature_map pooled activations hidden output output_delta output_weights_gradient hidden_delta "
        "dense_weights_gradient activations_delta pooled_delta feature_map_delta kernel_gradient image_delta"
    )
    found = {stage.name: stage.truth for stage in stages(NETWORKS["question"])}
    assert " ".join(found) == names
    for name, truth in found.items():
        np.testing.assert_allclose(np.ravel(truth), np.ravel(getattr(exact, name)), rtol=1e-12)


def test_the_second_array_of_a_kind_has_a_number_as_on_the_explorers_page():
    names = [stage.name for stage in stages(NETWORKS["larger"])]
    assert " ".join(names) == (
        "feature_map activations pooled feature_map_2 activations_2 output output_delta "
        "output_weights_gradient output_bias_gradient activations_2_delta feature_map_2_delta "
        "kernel_2_gradient pooled_delta activations_delta feature_map_delta kernel_gradient "
        "bias_gradient image_delta"
    )
    shown = {array["name"]: array["input"] for array in bp.explore(NETWORKS["larger"])._data["arrays"]}
    calculated = {name for name, enters in shown.items() if not enters} | {"delta of output"}
    assert {stage.label.name for stage in stages(NETWORKS["larger"])} == calculated


@pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
def test_a_stages_function_and_sources_give_its_truth(network):
    values = {"image": np.asarray(network.layers[0].input)}
    for stage in stages(network):
        np.testing.assert_allclose(stage.function(*stage.arguments(values), **stage.settings), stage.truth, rtol=1e-12)
        values[stage.name] = stage.truth


@pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
@pytest.mark.parametrize("digits", [3, 6, 17])
def test_a_right_calculation_is_right_in_every_stage_rounded_on_the_way_or_not(network, digits):
    told = diagnose_calculation(followed(network, None, None, digits), network)
    assert wrong(told) == [] and told.first is None
    assert told.right == [stage.name for stage in stages(network)]


@pytest.mark.parametrize(("key", "name"), EVERY_STAGE)
def test_one_mistake_costs_one_stage(key, name, tally):
    network = NETWORKS[key]
    (stage,) = (each for each in stages(network) if each.name == name)
    right = {"image": np.asarray(network.layers[0].input)} | {each.name: each.truth for each in stages(network)}
    call = stage.arguments(right), stage.settings
    made = [each for each in mistakes_of(stage.function) if changes(each, *call)]
    made = [each for each in made if applied(each, *call).shape == stage.truth.shape and np.ptp(applied(each, *call))]
    for found in islice((each for each in made if goes_on(network, name, applied(each, *call))), 3):
        told = diagnose_calculation(followed(network, name, applied(found, *call)), network)
        assert wrong(told) == [name] and told.first == name, (found.id, told)
        assert found in told.stages[name].mistakes
        tally("mistakes in a calculation that cost their own stage alone", 1)


def goes_on(network, name, result):
    """Whether what follows from a result is not all the same, and no sigmoid's slope is asked of what is none."""
    try:
        values = followed(network, name, result)
    except ValueError:
        return False
    return all(np.ptp(value) > 0 for stage, value in values.items() if np.size(value) > 1)


def test_what_follows_from_ones_own_numbers_is_said_to_be_right_given_them():
    flipped = bp.conv2d(exact.image, exact.kernel[::-1, ::-1]).round(4)
    answers = followed(NETWORKS["question"], "feature_map", flipped, 4)
    told = diagnose_calculation(answers, NETWORKS["question"])
    lines = repr(told).splitlines()
    assert lines[0].startswith("feature map: This is what comes out if the kernel is rotated by 180° first")
    assert lines[1] == "pooled: Right, given your numbers for feature map."
    assert lines[2] == "activations: Right, given your numbers for pooled."
    assert "delta of feature map: Right, given your numbers for feature map and delta of pooled." in lines
    assert (
        "delta of hidden: Right, given your numbers for delta of output." in lines
        or "delta of hidden: Right to the digits" in repr(told)
    )


def test_a_second_mistake_is_named_from_ones_own_numbers():
    flipped = bp.conv2d(exact.image, exact.kernel[::-1, ::-1]).round(4)
    activations = bp.sigmoid(bp.max_pool2d(flipped)).round(4)
    answers = {
        "feature_map": flipped,
        "pooled": bp.max_pool2d(flipped),
        "activations": activations,
        "pooled_delta": (exact.activations_delta * activations).round(5),
    }
    told = diagnose_calculation(answers, NETWORKS["question"])
    assert wrong(told)[:2] == ["feature_map", "hidden"]
    message = repr(told.stages["pooled_delta"])
    assert message.startswith(
        "From your numbers for activations: This is what comes out if the sigmoid stands for its slope."
    )
    assert told.first == "feature_map"


def test_a_half_filled_stage_is_right_so_far_given_ones_own_numbers():
    slipped = exact.feature_map_delta + np.arange(16).reshape(4, 4) / 100
    kernel_gradient = bp.conv2d_kernel_gradient(exact.image, slipped).round(4)
    entries = [[kernel_gradient[0, 0], ...], [..., kernel_gradient[1, 1]]]
    answers = {"feature_map_delta": slipped, "kernel_gradient": entries}
    told = diagnose_calculation(answers, NETWORKS["question"])
    message = (
        "Right so far, given your numbers for delta of feature map. The entry at [0, 1] and 1 more are not given yet."
    )
    assert repr(told.stages["kernel_gradient"]) == message
    assert told.first == "feature_map_delta" and "kernel_gradient" not in told.right
    entries[1][1] += 0.5
    told = diagnose_calculation(answers, NETWORKS["question"])
    message = "From your numbers for delta of feature map: All entries agree but one. Look again at [1, 1]."
    assert repr(told.stages["kernel_gradient"]) == message


@pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
def test_judgement_sheet_and_ledger_take_an_arrays_names_from_its_label(network):
    labels = [stage.label for stage in stages(network)]
    sheet = {each["id"]: each["name"] for each in bp.enter(network)._data["arrays"]}
    assert {label.identifier: sheet[label.identifier] for label in labels} == {e.identifier: e.name for e in labels}
    told = diagnose_calculation({stage.name: stage.truth for stage in stages(network)}, network)
    assert [line.partition(":")[0] for line in repr(told).splitlines()] == [label.name for label in labels]
    assert set(bp.ledger(network)) - {"error"} == set(sheet)
    own = {stage.name: stage.truth + 0.5 for stage in stages(network)}
    given = [each.given.split(" and ") for each in diagnose_calculation(own, network).stages.values() if each.given]
    assert given and {name for names in given for name in names} <= {label.name for label in labels}


def letters_in(explanation):
    """The letters and the places of the arrays in a text."""
    return re.findall(r"([^\s(·−]+)\[([\d, ]+)\]", explanation)


@pytest.mark.parametrize(("key", "name"), EVERY_STAGE)
def test_a_judgement_calls_every_array_as_the_sheet_does(key, name):
    network = NETWORKS[key]
    arrays = {each["symbol"]: each["shape"] for each in bp.enter(network)._data["arrays"]}
    (stage,) = (each for each in stages(network) if each.name == name)
    told = diagnose_calculation({name: stage.truth + 7.3}, network).stages[name]
    met = letters_in(told.reveal().split("]\n", 1)[-1].splitlines()[0]) + letters_in(told.message.partition("It is")[2])
    for letter, place in met:
        place = tuple(map(int, place.split(", ")))
        assert letter in arrays and len(place) == len(arrays[letter]), (letter, place)
        assert all(index < size for index, size in zip(place, arrays[letter], strict=True))
    if key == "question" and stage.truth.flat[0]:
        assert met


def test_a_sum_and_a_shape_are_said_in_the_sheets_letters():
    told = diagnose_calculation({"hidden": [7, 8], "kernel_gradient": np.ones((4, 4))}, NETWORKS["question"])
    said = "It is the sum of V[0, 0]·s[0, 0], V[0, 1]·s[0, 1], V[0, 2]·s[1, 0] and V[0, 3]·s[1, 1]."
    assert said in repr(told.stages["hidden"])
    assert repr(told.stages["kernel_gradient"]).endswith("4×4 is the shape of δ_x.")


@pytest.mark.parametrize("value", [0.0, 0.25], ids=["zeros", "all the same"])
def test_nothing_is_credited_from_numbers_that_say_nothing(value):
    answers = followed(NETWORKS["question"], "feature_map_delta", np.full((4, 4), value))
    told = diagnose_calculation(answers, NETWORKS["question"])
    assert wrong(told) == ["feature_map_delta", "kernel_gradient", "image_delta"]
    message = repr(told.stages["kernel_gradient"])
    assert message.endswith("Nothing follows from your numbers for delta of feature map, which are all the same.")


def test_a_result_that_says_nothing_is_not_credited_either():
    negative = -abs(np.arange(1.0, 17).reshape(4, 4))
    network = Network([Conv2D(exact.kernel), ReLU(), MaxPool2D()], bp.squared_error)
    network.forward(exact.image)
    network.backward(np.zeros((2, 2)))
    told = diagnose_calculation({"feature_map": negative, "activations": np.zeros((4, 4))}, network)
    assert wrong(told)[:2] == ["feature_map", "activations"]


@pytest.mark.parametrize("answer", ["soon", None, [[1, 2], [3]], np.zeros((3, 3)), [[np.nan] * 4] * 4, abs, ...])
def test_a_stage_that_cannot_be_read_does_not_stop_those_after_it(answer):
    answers = followed(NETWORKS["question"], None, None) | {"feature_map": answer}
    told = diagnose_calculation(answers, NETWORKS["question"])
    assert wrong(told) == ["feature_map"]
    assert told.first == (None if answer is ... else "feature_map")


def test_stages_may_be_missing_and_come_as_text():
    told = diagnose_calculation({"kernel_gradient": "0,0448 0,0944; 0,0113 0,0686"}, NETWORKS["question"])
    assert repr(told) == "gradient of kernel: Right to the digits you gave, rounded."
    assert told.stages["feature_map"].verdict == "not given"
    assert repr(diagnose_calculation({}, NETWORKS["question"])) == "Nothing is given yet."


@pytest.mark.parametrize(
    "answer", [exact.activations_delta, exact.activations_delta.ravel(), "0.1495 0.28; 0.2055 -0.2755"]
)
def test_a_delta_may_come_in_its_arrays_shape_or_flattened(answer):
    told = diagnose_calculation({"activations_delta": answer}, NETWORKS["question"])
    assert told.right == ["activations_delta"]


def test_the_questions_published_numbers_are_right():
    answers = {stage.name: getattr(question.published, stage.name) for stage in stages(NETWORKS["question"])}
    told = diagnose_calculation(answers, NETWORKS["question"])
    assert wrong(told) == []


def test_another_loss_is_judged_from_ones_own_output_if_the_target_is_given():
    network = Network([Dense([[0.5, -1.0], [0.25, 0.75], [1.5, 0.3]])], bp.softmax_cross_entropy)
    network.forward([1.2, -0.7])
    network.backward(2)
    output = [1.3, -0.325, 1.69]
    delta = bp.softmax_cross_entropy_input_delta(output, 2).round(5)
    for target, verdict in [(2, "rounded"), (None, "unknown")]:
        told = diagnose_calculation({"output": output, "output_delta": delta}, network, target)
        assert told.stages["output_delta"].verdict == verdict
    assert diagnose_calculation({"output_delta": network.layers[-1].delta}, network).right == ["output_delta"]


def test_a_layer_of_softmax_has_a_stage_both_ways_and_a_slip_there_is_named():
    """The powers are 1 and 3; of the deltas 0.8 and −0.4 the mean is −0.1."""
    network = Network([Dense([[0.0], [1.0]]), bp.Softmax()], bp.squared_error)
    network.forward([np.log(3)])
    network.backward([0.25 - 0.8, 0.75 + 0.4])
    answers = {"probabilities": [0.25, 0.75], "hidden_delta": [0.25 * 0.9, 0.75 * -0.3]}
    assert diagnose_calculation(answers, network).right == list(answers)
    told = diagnose_calculation({"hidden_delta": [0.25 * 0.75 * 0.8, 0.25 * 0.75 * -0.4]}, network)
    assert told.stages["hidden_delta"].mistakes[0].id == "softmax_input_delta.own_slope_alone"


def test_what_cannot_be_judged_is_an_error_with_words():
    with pytest.raises(ValueError, match=r"no stage 'featuremap'; there are feature_map, pooled, .*image_delta"):
        diagnose_calculation({"featuremap": 1}, NETWORKS["question"])
    with pytest.raises(ValueError, match=r"gone forward\(x\) and backward\(target\) first"):
        diagnose_calculation({}, question.network())

    for answers in (None, [], "feature_map", 7):
        with pytest.raises(
            TypeError, match=r"the answers must be a dict from the stages' names, not (None|an array|text|a number)"
        ):
            diagnose_calculation(answers, NETWORKS["question"])
    for calculation in (None, "question", question.exact):
        with pytest.raises(TypeError, match=r"the calculation must be a Network, not (None|text|an object of type .*)"):
            diagnose_calculation({}, calculation)

    class Doubled(Layer):
        def _forward(self, x):
            return 2 * x

        def _backward(self, delta):
            return 2 * delta, {}

    network = Network([Doubled()], bp.squared_error)
    network.forward([1.0])
    network.backward([0.5])
    with pytest.raises(ValueError, match="none of the course's layers"):
        diagnose_calculation({}, network)


def test_a_whole_calculation_with_a_slip_is_judged_in_a_second():
    flipped = bp.conv2d(exact.image, exact.kernel[::-1, ::-1])
    answers = followed(NETWORKS["question"], "feature_map", flipped)
    start = time.process_time()
    diagnose_calculation(answers, NETWORKS["question"])
    assert time.process_time() - start < 1
