"""Problems: their numbers, what they can tell, and how they are stored."""

import json
from itertools import combinations
from math import comb
from pathlib import Path

import numpy as np
import pytest

from backprop_helpers import (
    Conv2D,
    Dense,
    Flatten,
    MaxPool2D,
    Network,
    ReLU,
    Sigmoid,
    diagnose_calculation,
    problem,
    problem_from,
    read_problem,
    softmax_cross_entropy,
    squared_error,
)
from backprop_helpers.practice.mistakes import mistakes_of
from backprop_helpers.practice.problems import choosing
from backprop_helpers.practice.problems.draws import Draws
from backprop_helpers.practice.problems.levels import LEVELS, drawn
from backprop_helpers.practice.problems.revealing import calls

TABLE = Path(__file__).parents[2] / "CONTRIBUTING.md"
IDS = {
    (1, 7): "1-1-7-1d99b3",
    (1, 8): "1-1-8-779abd",
    (1, 20260): "1-1-20260-6b70d2",
    (2, 7): "1-2-7-d680ff",
    (2, 8): "1-2-8-b96950",
    (2, 20260): "1-2-20260-900ea9",
    (3, 7): "1-3-7-359932",
    (3, 8): "1-3-8-fcea47",
    (3, 20260): "1-3-20260-0c7928",
    (4, 7): "1-4-7-a68f79",
    (4, 8): "1-4-8-ec2fc2",
    (4, 20260): "1-4-20260-f7ac64",
    (5, 7): "1-5-7-247483",
    (5, 8): "1-5-8-11929d",
    (5, 20260): "1-5-20260-811fba",
    (6, 7): "1-6-7-e2fdf4",
    (6, 8): "1-6-8-c9b961",
    (6, 20260): "1-6-20260-2be018",
}
"""By level and seed. Other ids mean other numbers, and so, once these are in use, another version of the generator."""


@pytest.fixture(scope="module", params=IDS, ids=lambda pair: "level {}, seed {}".format(*pair))
def one(request):
    level, seed = request.param
    return problem(seed, level)


def test_a_seed_gives_the_same_numbers_everywhere():
    assert {(level, seed): problem(seed, level).id for level, seed in IDS} == IDS


def test_the_stream_of_whole_numbers_is_that_of_the_standard():
    """As `sha256sum` gives it for the text "dice 7 1"."""
    whole = "901c9bf1c1fb5e41422b03dd8497ba445d1548e61eae1caf4e0c62d6587b7bcf"
    assert Draws("dice", 7).below(16**64) == int(whole, 16)


def test_the_key_of_a_problem_is_judged_right_at_every_stage(one):
    told = diagnose_calculation(one.key, one.network, one.target)
    assert told.right == list(one.stages)


def test_what_is_given_has_one_decimal_and_no_0(one):
    given = np.concatenate([array.ravel() for array in one.given.values()])
    assert (np.round(10 * given) / 10 == given).all() and (given != 0).all()
    assert abs(given).max() <= 2


def test_numbers_are_fit_for_hands(one):
    for layer in one.network.layers:
        if isinstance(layer, Sigmoid):
            assert abs(layer.input).max() <= 3
        if isinstance(layer, MaxPool2D):
            (rows, columns), (height, width) = layer.settings["size"], layer.input.shape[-2:]
            split = layer.input.reshape(-1, height // rows, rows, width // columns, columns).swapaxes(2, 3)
            first, second = np.sort(split.reshape(*split.shape[:3], -1))[..., [-1, -2]].T
            assert (first - second).min() > 0.0999
    for values in one.stages.values():
        assert abs(values[values != 0]).min() >= 9.999 * 10.0**-one.decimals
    slopes = next(values for name, values in one.stages.items() if name.endswith("_delta"))
    sizes = np.sort(abs(slopes), axis=None)
    assert np.diff([0, *sizes]).min() > 0.0499


def test_only_a_pool_makes_zeros(one):
    """And what a delta that is 0 makes: of the levels that have no pool, no number is 0."""
    if not any(isinstance(layer, MaxPool2D) for layer in one.network.layers):
        assert all(values.all() for values in one.stages.values())


def _results(asked):
    """Return the right numbers of a call and those of every mistake that can be made in it."""
    results = {"right": asked.truth}
    for mistake in mistakes_of(asked.function):
        try:
            results[mistake] = mistake.apply(*asked.arguments, **asked.settings)
        except ValueError:  # not with these arguments
            continue
    return results


def _look_alike(results, unit):
    return {
        pair
        for pair in combinations(results, 2)
        if np.shape(results[pair[0]]) == np.shape(results[pair[1]])
        and abs(results[pair[0]] - results[pair[1]]).max() < unit
    }


def test_mistakes_show_at_the_digits_of_the_key_unless_they_never_do(one):
    network = one.network
    for name, asked in calls(network, one.target).items():
        alike = _look_alike(_results(asked), 1.99 * 10.0**-one.decimals)
        assert alike == _always_alike(one.level)[name]


def test_what_a_problem_cannot_tell_is_said(one):
    always = _always_alike(one.level)
    hidden = {name: {other for one, other in pairs if one == "right"} for name, pairs in always.items()}
    assert {name: set(mistakes) for name, mistakes in one.hidden.items()} == {k: v for k, v in hidden.items() if v}
    apart = {name: {*pairs} for name, pairs in always.items()}
    told = {name: {pair for group in groups for pair in combinations(group, 2)} for name, groups in one.twins.items()}
    wrong = {name: {pair for pair in pairs if not {*pair} & {"right", *hidden[name]}} for name, pairs in apart.items()}
    assert told == {name: pairs for name, pairs in wrong.items() if pairs}


@pytest.mark.parametrize("level", LEVELS)
def test_the_table_says_how_often_numbers_are_drawn_again_and_what_no_numbers_tell(level):
    again = np.mean([choosing.chosen(level, seed)[1] for seed in range(10)])
    one = problem(7, level)
    hidden = sum(map(len, one.hidden.values()))
    pairs = sum(comb(len(group), 2) for groups in one.twins.values() for group in groups)
    row = f"| {level} | {LEVELS[level].adds} | {again:.1f} | {hidden} | {pairs} |"
    assert row in TABLE.read_text(encoding="utf-8").splitlines(), row


_ALWAYS = {}


def _always_alike(level):
    """Return the pairs that look alike in 24 calculations of a level's shapes, with NumPy's random numbers."""
    if level not in _ALWAYS:
        random = np.random.default_rng(level)
        found = [_fine(problem(7, level), random) for _ in range(24)]
        _ALWAYS[level] = {
            name: set.intersection(*(_look_alike(_results(each[name]), 1e-9) for each in found)) for name in found[0]
        }
    return _ALWAYS[level]


def _fine(like, random):
    layers = [
        type(layer)(
            **{name: random.normal(size=np.shape(value)) for name, value in layer.parameters.items()}, **layer.settings
        )
        for layer in like.network.layers
    ]
    network = Network(layers, squared_error)
    output = network.forward(random.random(like.image.shape))
    target = output + random.normal(size=output.shape)
    network.backward(target)
    return calls(network, target)


@pytest.mark.parametrize("level", LEVELS)
def test_no_last_bit_decides_which_numbers_are_taken(level):
    """So that another order of a sum, or another library's exp, gives the same problems."""
    random = np.random.default_rng(level)
    decided = []
    for k in range(60):
        numbers = drawn(level, Draws("last bits", level, k))
        moved = choosing._changed(numbers, lambda array: array * (1 + random.choice([-1e-13, 1e-13], array.size)))
        decided.append(choosing.is_for_hands(numbers))
        assert choosing.is_for_hands(moved) == decided[-1]
        assert not decided[-1] or choosing.is_telling(level, moved) == choosing.is_telling(level, numbers)
    assert any(decided)


@pytest.mark.parametrize("seed", [-1, True, 0.5, "7", None, [7]])
def test_a_seed_that_is_no_whole_number_is_refused(seed):
    with pytest.raises(ValueError, match="seed must be a whole number"):
        problem(seed, 1)


@pytest.mark.parametrize("level", [0, 7, "1", None, 1.5, [1], True])
def test_a_level_that_there_is_not_is_refused(level):
    with pytest.raises(ValueError, match="level must be one of 1, 2, 3, 4, 5, 6; got"):
        problem(7, level)


def test_whole_numbers_of_numpy_are_whole_numbers():
    assert problem(np.int32(7), np.int64(1)) == problem(7, 1)


# Stored


def test_a_problem_is_the_same_after_it_was_stored(one):
    again = read_problem(one.text)
    assert again == one and again.id == one.id
    assert again.key == one.key
    for name, array in again.given.items():
        np.testing.assert_array_equal(array, one.given[name])


def test_a_problem_of_another_generator_keeps_its_numbers():
    """What is marked by is what was stored."""
    older = json.loads(problem(7, 1).text)
    older["generator"], older["image"][0][0] = 0, 12.5
    with pytest.raises(ValueError, match="something was changed") as refusal:
        read_problem(json.dumps(older))
    older["id"] = str(refusal.value).split()[6].rstrip(",")
    assert read_problem(json.dumps(older)).image[0, 0] == 12.5


def test_numbers_may_be_written_in_another_way():
    text = problem(7, 1).text
    assert read_problem(json.dumps(json.loads(text), indent=1).replace("1.0", "1")) == problem(7, 1)


def _damaged(**changes):
    return json.dumps(json.loads(problem(7, 3).text) | changes)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no JSON"),
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON"),
        (None, "at most 2000000 characters of JSON; got NoneType"),
        ("[]", "fields, id, generator.*; got list"),
        ("{}", "missing or strange: decimals, generator"),
        (_damaged(note="mine"), "missing or strange: note"),
        (_damaged(image="1 2 3"), "image is '1 2 3', which is no image"),
        (_damaged(decimals=True), "decimals is True"),
        (_damaged(decimals=400), "decimals must be from 0 to 15; got 400"),
        (_damaged(seed=0.5), "seed is 0.5"),
        (_damaged(image=[[0.1, 0.2], [0.3]]), "x is ragged|image is ragged"),
        (_damaged(image=[[float("nan")] * 5] * 3), "image must be finite numbers; got nan"),
        (_damaged(image=[[0.1] * 2] * 2), "does not fit layer"),
        (_damaged(image=[[{}] * 5] * 3), "must be real numbers"),
        (_damaged(target=[1, 2]), r"target has shape \(2,\), but y has \(3,\)"),
        (_damaged(layers=[]), "layers must be at least one"),
        (_damaged(layers=["Sigmoid"]), "cannot be calculated"),
        (_damaged(layers=[{"layer": "Layer"}]), "there is no layer 'Layer'"),
        (_damaged(layers=[{"layer": "__class__"}]), "there is no layer '__class__'"),
        (_damaged(layers=[{"layer": "Sigmoid", "slope": 1}]), "cannot be calculated"),
        (_damaged(loss="print"), "there is no loss 'print'"),
        (_damaged(seed=8), "are those of 1-3-8-.*, but it says it is '1-3-7-.*something was changed"),
        (_damaged(target=[0.5, 0.5, 0.5]), "something was changed"),
    ],
)
def test_a_damaged_text_is_refused_in_words(text, says):
    with pytest.raises(ValueError, match=says):
        read_problem(text)


# One's own


def test_a_network_of_ones_own_is_a_problem_that_can_be_stored():
    image = [[3, 1, 4, 1], [5, 9, 2, 6], [5, 3, 5, 8]]
    layers = [Conv2D([[0.5, -1], [2, 0.1]], 0.25), MaxPool2D((2, 3)), ReLU(), Flatten(), Dense([[3.0]])]
    own = problem_from(Network(layers, squared_error), image, [40])
    np.testing.assert_allclose(own.stages["output"], [3 * (0.5 * 1 - 4 + 2 * 9 + 0.1 * 2 + 0.25)])
    np.testing.assert_allclose(own.stages["output_delta"], [4.85])
    assert own.key["kernel_gradient"] == "[[14.5500, 58.2000],\n [130.9500, 29.1000]]"
    assert list(own.given) == ["image", "kernel", "bias", "output_weights", "target"]
    assert (own.level, own.seed, own.generator) == (None, None, None) and own.id.startswith("own-")
    assert read_problem(own.text) == own
    assert diagnose_calculation(own.key, own.network, own.target).right == list(own.stages)


def test_class_labels_are_a_target():
    network = Network([Dense([[1.0, -2], [0.5, 3], [-1, 1]])], softmax_cross_entropy)
    own = problem_from(network, [0.25, 0.5], 1)
    assert own.target == 1 and read_problem(own.text) == own
    assert diagnose_calculation(own.key, own.network, own.target).right == list(own.stages)


def test_a_problem_shares_nothing_with_the_network_that_it_was_made_of():
    network, image = Network([Conv2D([[0.5, -1]])], squared_error), np.array([[3.0, 1, 4]])
    own = problem_from(network, image, [[1, 2]])
    key = own.key
    image[:] = network.layers[0].parameters["kernel"][:] = 0
    own.network.step(0.1)
    assert read_problem(own.text).key == key
    with pytest.raises(ValueError, match="read-only"):
        own.given["kernel"][:] = 0


def test_mistakes_that_ones_own_numbers_hide_are_named():
    image = [[1, 2, 1], [2, 4, 2], [1, 2, 1.0]]
    own = problem_from(Network([Conv2D([[1, 2], [2, 1.0]])], squared_error), image, [[0, 1], [5, -3]])
    hidden = {mistake.id for mistake in own.hidden["feature_map"]}
    assert {"conv2d.rotated", "conv2d.kernel_transposed"} <= hidden
    assert "conv2d.mirrored" not in hidden
    groups = [{mistake.id for mistake in group} for group in own.twins["feature_map"]]
    assert any({"conv2d.upside_down", "conv2d.mirrored"} <= group for group in groups)


class _Own(ReLU):
    pass


@pytest.mark.parametrize(
    ("layers", "loss", "image", "target", "says"),
    [
        ([Conv2D([[1.0, 2]])], squared_error, [[1, 2, 3]], [1, 2], r"target has shape \(2,\), but y has \(1, 2\)"),
        ([Conv2D([[1.0, 2]])], squared_error, [[1]], [[1]], "does not fit into image"),
        ([Conv2D([[1.0, 2]])], squared_error, [[1, np.nan]], [[1]], "image must be finite numbers; got nan"),
        ([Conv2D([[1.0, np.inf]])], squared_error, [[1, 2]], [[1]], "the kernel of .* must be finite numbers; got inf"),
        ([Conv2D([[1.0, 2]])], squared_error, "photo.png", [[1]], "image must be real numbers; got text"),
        ([_Own()], squared_error, [1, 2], [1, 2], "the layers must be the course's own"),
        (
            [ReLU()],
            (lambda y, t: 0, lambda y, t: y),
            [1, 2],
            [1, 2],
            "loss must be squared_error or softmax_cross_entropy",
        ),
        ([Dense([[1.0, 2]])], softmax_cross_entropy, [1, 2], 0.5, "^target does not fit the output: labels must be"),
        ([Dense([[1.0, 2]])], softmax_cross_entropy, [1, 2], [[1], [1, 0]], "^target is ragged"),
    ],
)
def test_what_is_no_problem_is_refused(layers, loss, image, target, says):
    with pytest.raises((ValueError, TypeError), match=says):
        problem_from(Network(layers, loss), image, target)


@pytest.mark.parametrize("network", [None, [Conv2D([[1.0]])], Conv2D([[1.0]])])
def test_what_is_no_network_is_refused(network):
    with pytest.raises(TypeError, match="network must be a Network"):
        problem_from(network, [[1]], [[1]])


def test_tiny_numbers_get_more_decimals():
    own = problem_from(Network([Conv2D([[2e-7, -1e-7]])], squared_error), [[1 / 3, 1, 1 / 7]], [[0, 1e-8]])
    assert own.decimals > 6
    assert diagnose_calculation(own.key, own.network, own.target).right == list(own.stages)
