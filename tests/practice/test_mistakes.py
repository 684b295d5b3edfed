"""The catalogue: every mistake changes numbers, no two are one, all sizes can be given, and a lesson treats each."""

import json
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from scipy.signal import convolve2d, correlate2d

import backprop_helpers as bp
from backprop_helpers.practice import answers
from backprop_helpers.practice.exercises import EXERCISES, Exercise
from backprop_helpers.practice.mistakes import CATALOGUE, Mistake, mistakes_of
from backprop_helpers.practice.trials import trials

from .catalogue import ROWS, applied, changes, rows_of

LESSONS = Path(__file__).parents[2] / "notebooks"
OF_LAYERS = [found for found in CATALOGUE if ".maths." in found.function.__module__]
LAYERS = list(dict.fromkeys(found.function for found in OF_LAYERS))
every_mistake = pytest.mark.parametrize("found", CATALOGUE, ids=lambda found: found.id)
every_layer = pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.__name__)
BY_ID = {found.id: found for found in CATALOGUE}
CALLS = {
    answers.central_difference: [
        ((lambda x: (x**3).sum() * x[0], np.array([0.4, -1.3]), 1, 0.3), {}),
        ((lambda x: (x**3).sum() * x[0], np.array([2, -1]), 1, 0.5), {}),
    ],
    **{
        exercise.function: [(exercise.arguments, exercise.settings)]
        for exercise in EXERCISES.values()
        if isinstance(exercise, Exercise) and exercise.function.__module__ == answers.__name__
    },
}


def calls_of(function):
    return CALLS[function] if function in CALLS else trials(function)


def test_the_catalogue_is_large_and_every_id_is_its_own():
    assert len(CATALOGUE) >= 40
    assert len(BY_ID) == len(CATALOGUE)
    assert all(found.id.split(".")[0] == found.function.__name__ for found in CATALOGUE)


@every_mistake
def test_a_mistake_changes_a_number_and_none_of_its_arguments(found):
    changed = []
    for arguments, settings in calls_of(found.function):
        before = [np.array(argument) for argument in arguments if not callable(argument)]
        changed.append(changes(found, arguments, settings))
        after = [np.array(argument) for argument in arguments if not callable(argument)]
        assert all(map(np.array_equal, before, after))
    assert any(changed)


@every_layer
def test_no_two_mistakes_give_the_same_numbers_for_all_trials(layer):
    found = [each for each in CATALOGUE if each.function is layer]
    results = {each.id: [applied(each, *call) for call in trials(layer)] for each in found}
    for first, second in combinations(results, 2):
        pairs = [
            (a, b) for a, b in zip(results[first], results[second], strict=True) if a is not None and b is not None
        ]
        same = [a.shape == b.shape and np.allclose(a, b, rtol=1e-9) for a, b in pairs]
        assert not same or not all(same), (first, second)


@every_mistake
def test_a_mistake_that_cannot_be_made_says_so_by_a_value_error_and_gives_numbers_else(found):
    results = [applied(found, *call) for call in calls_of(found.function)]
    made = [result for result in results if result is not None]
    assert made and all(result.dtype == float and np.isfinite(result).all() for result in made)


ALWAYS = {
    "conv2d": "rotated averaged sign_turned",
    "conv2d_kernel_gradient": "rotated averaged last_position_only deltas_summed_first sign_turned",
    "conv2d_input_delta": "rotated set_for_added first_stamp_stays averaged_where_stamps_overlap sign_turned",
    "conv2d_bias_gradient": "mean_of_the_deltas forgotten last_delta_only",
    "max_pool2d_input_delta": "every_maximum last_of_equals set_for_added one_for_the_delta smallest every_cell",
    "avg_pool2d_input_delta": "whole_delta_for_each set_for_added",
    "sigmoid_input_delta": "slope_at_the_output sigmoid_for_slope",
    "dense_input_delta": "first_output_only outputs_reversed",
}


@pytest.mark.parametrize("id", [f"{function}.{way}" for function, ways in ALWAYS.items() for way in ways.split()])
def test_a_mistake_that_needs_nothing_can_be_made_at_every_size_stride_padding_and_number_of_channels(id):
    found = BY_ID[id]
    for arguments, settings in trials(found.function):
        result, right = applied(found, arguments, settings), found.function(*arguments, **settings)
        assert result is not None and result.shape == np.shape(right)


@every_mistake
def test_a_lesson_has_the_heading_that_treats_it(found):
    (lesson,) = LESSONS.glob(f"{found.lesson}_*.ipynb")
    cells = json.loads(lesson.read_text(encoding="utf-8"))["cells"]
    lines = [line.strip() for cell in cells if cell["cell_type"] == "markdown" for line in cell["source"]]
    assert f"## {found.heading}" in lines


@every_mistake
def test_a_name_goes_on_a_sentence(found):
    assert type(found) is Mistake
    assert not found.name.endswith(".") and "!" not in found.name + found.truth
    assert found.name[:2] != found.name[:2].upper() or found.name[0] in "0123456789"
    assert repr(found) == f"<{found.id}: {found.name}>"


@pytest.mark.parametrize("row", ROWS)
def test_every_row_of_the_misconceptions_that_ends_in_other_numbers_has_a_mistake(row):
    assert any(row in rows_of(id) for id in BY_ID)


def test_every_pattern_of_the_rows_is_met():
    known = {id.split(".")[0] + ".*" for id in BY_ID} | {"*." + id.split(".")[1] for id in BY_ID} | set(BY_ID)
    assert {pattern for ids in ROWS.values() for pattern in ids.split()} - known == set()


# What a name says, asked of SciPy

IMAGE = np.array([[0.5, -1, 2, 0.25, 3], [1.5, 4, -2, 0.75, 1], [-0.5, 2.5, 1.25, -3, 0.1], [6, -4, 0.3, 2, -1.5]])
KERNEL = np.array([[0.2, -1], [3, 0.5], [-0.7, 1.1]])
DELTA = np.array([[0.4, -0.3, 0, 1.2], [-2, 0.1, 0.6, -0.5]])
TWINS = {
    "conv2d.rotated": (convolve2d(IMAGE, KERNEL, "valid"), correlate2d(IMAGE, np.rot90(KERNEL, 2), "valid")),
    "conv2d.full": (correlate2d(IMAGE, KERNEL, "full"),),
    "conv2d.same": (correlate2d(IMAGE, KERNEL, "same"),),
    "conv2d_kernel_gradient.rotated": (
        correlate2d(DELTA, IMAGE, "valid"),
        np.rot90(correlate2d(IMAGE, DELTA, "valid"), 2),
        convolve2d(np.rot90(IMAGE, 2), DELTA, "valid"),
    ),
    "conv2d_kernel_gradient.delta_rotated": (convolve2d(IMAGE, DELTA, "valid"),),
    "conv2d_kernel_gradient.full": (correlate2d(IMAGE, DELTA, "full"),),
    "conv2d_kernel_gradient.same": (correlate2d(IMAGE, DELTA, "same"),),
    "conv2d_input_delta.rotated": (
        correlate2d(DELTA, KERNEL, "full"),
        convolve2d(DELTA, np.rot90(KERNEL, 2), "full"),
    ),
    "conv2d_input_delta.delta_rotated": (
        correlate2d(KERNEL, DELTA, "full"),
        convolve2d(np.rot90(DELTA, 2), KERNEL, "full"),
    ),
    "conv2d_input_delta.upside_down": (correlate2d(DELTA, KERNEL[::-1], "full"),),
    "conv2d_input_delta.mirrored": (correlate2d(DELTA, KERNEL[:, ::-1], "full"),),
    "conv2d_input_delta.same": (convolve2d(DELTA, KERNEL, "same"),),
}
ARGUMENTS = {"conv2d": (IMAGE, KERNEL), "conv2d_kernel_gradient": (IMAGE, DELTA), "conv2d_input_delta": (KERNEL, DELTA)}


@pytest.mark.parametrize("id", TWINS)
def test_all_ways_that_a_name_tells_give_the_mistakes_numbers(id, oracle):
    result = BY_ID[id].apply(*ARGUMENTS[id.split(".")[0]])
    for twin in TWINS[id]:
        np.testing.assert_allclose(result, twin, rtol=1e-12)
        oracle("SciPy")


BY_HAND = {
    # deltas 0.2, −0.4 and 0.6 of three windows of two numbers each
    "max_pool2d_input_delta.every_maximum": [[0.2, 0.2, -0.4, 0, 0, 0.6]],
    "max_pool2d_input_delta.last_of_equals": [[0, 0.2, -0.4, 0, 0, 0.6]],
    "max_pool2d_input_delta.shared_between_ties": [[0.1, 0.1, -0.4, 0, 0, 0.6]],
    "max_pool2d_input_delta.smallest": [[0.2, 0, 0, -0.4, 0.6, 0]],
    "max_pool2d_input_delta.largest_without_sign": [[0.2, 0, 0, -0.4, 0.6, 0]],
    "max_pool2d_input_delta.begins_at_zero": [[0.2, 0, -0.4, 0, 0.6, 0]],
    "max_pool2d_input_delta.negatives_never_win": [[0.2, 0, -0.4, 0, 0, 0]],
    "max_pool2d_input_delta.delta_times_the_number": [[0.4, 0, -0.4, 0, 0, -0.6]],
    "max_pool2d_input_delta.one_winner_in_all": [[0.4, 0, 0, 0, 0, 0]],
}


@pytest.mark.parametrize("id", BY_HAND)
def test_what_a_pools_mistake_gives_by_hand(id):
    x, delta = [[2, 2, 1, -3, -5, -1]], [[0.2, -0.4, 0.6]]
    np.testing.assert_allclose(BY_ID[id].apply(x, delta, size=(1, 2)), BY_HAND[id], atol=1e-15)


# Mistakes inside a function that calls layers


def test_a_function_that_calls_layers_has_their_mistakes():
    found = {each.id: each for each in mistakes_of(answers.delta_behind_sigmoid)}
    assert set(found) == {
        each.id
        for each in CATALOGUE
        if each.function in (answers.delta_behind_sigmoid, bp.sigmoid_input_delta, bp.dense_input_delta)
    }
    weights, delta, y = (
        np.array([[0.4, -1.5, 0.2], [0.3, 0.6, -0.5]]),
        np.array([0.5, -0.2]),
        np.array([0.8, 0.25, 0.6]),
    )
    wrong = found["sigmoid_input_delta.sigmoid_for_slope"].apply(weights, delta, y)
    np.testing.assert_allclose(wrong, [0.14 * 0.8, -0.87 * 0.25, 0.2 * 0.6])
    wrong = found["dense_input_delta.last_output_only"].apply(weights, delta, y)
    np.testing.assert_allclose(wrong, [-0.06 * 0.16, -0.12 * 0.1875, 0.1 * 0.24])


def pooled_and_squashed(x):
    return bp.sigmoid(max_pool2d(x))


max_pool2d = bp.max_pool2d


def test_a_function_of_ones_own_has_the_mistakes_of_what_it_calls_by_name():
    found = {each.id: each for each in mistakes_of(pooled_and_squashed)}
    assert "max_pool2d.smallest" in found
    np.testing.assert_allclose(found["max_pool2d.smallest"].apply([[0.0, 5], [7, 9]]), [[0.5]])
    assert mistakes_of(np.sqrt) == mistakes_of(len) == mistakes_of(lambda x: x) == ()
