"""What a learner is told who made a slip that the lesson treats: every exercise, the slip as it is typed, its name.

The numbers are worked out by hand, to the digits that a learner would give.
"""

import re

import numpy as np
import pytest

from backprop_helpers.practice.diagnosis import judge
from backprop_helpers.practice.exercises import EXERCISES, CodeExercise, find

from . import (
    exercises_00,
    exercises_01,
    exercises_02,
    exercises_03,
    exercises_05,
    exercises_06,
    exercises_08,
    exercises_09,
)

TYPED = {
    "00.1": {
        "0.752 -0.902 -0.632": "target_minus_output",
        "0.752 -0.9024 -0.63168": "target_minus_output",
        "-0.752 -0.902 -0.632": "sign_turned_on_the_way",
        "-0.252 0.302 0.212": "target_left_out",
        "-1.504 1.805 1.263": "doubled",
        "0.283 -0.339 -0.238": "error_for_slope",
        "-0.29 0.348 0.2436": "v_left_out_forwards",
        "-0.752 -0.752 -0.526": "v_left_out",
        "-0.752 0.902 -0.526": "v_skipped",
        "-0.752 -0.226 -0.158": "w_for_v",
        "-0.752 0.902 0.902": "x_left_out",
        "-0.752 0.9024 0.27072": "w_for_x",
        "-0.752 0.902 0.19": "h_for_x",
        "-0.752 -1.952 -1.252": "slopes_added",
        "0.632 0.902 -0.752": "reversed_order",
    },
    "00.2": {
        "27 18": "image_left_out",
        "87 18": "image_twice",
        "54 18": "output_left_out",
        "53 18": "activations_left_out",
        "61 18": "flattened_counted",
        "45 18": "routed_only",
        "57 6": "weights_left_out",
        "57 12": "kernel_left_out",
        "57 108": "one_for_each_position",
        "57 22": "biases_counted",
        "75 18": "gradients_among_deltas",
        "75 24": "feature_map_as_large_as_the_image",
        "52 12": "kernel_turned",
        "18 57": "swapped",
        "5 2": "arrays_counted",
    },
    "01.1": {
        "1.8 0.1 3.4; 15 4.4 11.2": "rotated",
        "-0.6 -0.3 2.6; 15.8 6 8.8": "kernel_transposed",
        "2.85 3.675 1.4; 0.95 2.25 1.45": "averaged",
        "2.85 3.68 1.4; 0.95 2.25 1.45": "averaged",
        "11.4 3.8; 14.7 9; 5.6 5.8": "transposed",
        "[[11.4, 5.6]]": "windows_side_by_side",
    },
    "01.2": {
        "3 6": "one_not_added",
        "5 8": "one_too_many",
        "4 5": "padding_left_out",
        "4 6": "padding_on_one_side",
        "5 5": "padding_swapped",
        "7 7": "stride_left_out",
        "3 7": "one_added_first",
        "5 9": "kernel_not_subtracted",
        "6 9": "full",
        "7 4": "columns_before_rows",
        "28": "positions_counted",
    },
    "02.1": {
        "0 1 0 0 0 1; 0 0 0 1 0 0": "one_for_the_delta",
        "0 0.9 0 0 0 0.7; 0 0 0 0.6 0 0": "number_for_the_delta",
        "0 0.225 0 0 0 0.105; 0 0 0 -0.24 0 0": "delta_times_the_number",
        "0 0.25 0 0 0 0.15; 0 0 0 0.4 0 0": "signs_lost",
        "0.25 0.25 -0.4 -0.4 0.15 0.15; 0.25 0.25 -0.4 -0.4 0.15 0.15": "every_cell",
        "0 0 -0.4 0 0 0; 0 0.25 0 0 0.15 0": "smallest",
        "0.25 0 -0.4 0 0.15 0; 0 0 0 0 0 0": "first_cell",
    },
    "02.2": {
        "0.15 0 0 0; 0 0 0.45 0.2; 0 0.34 0 0": "every_maximum",
        "0.15 0 0 0; 0 0 0.35 0.1; 0 0.34 0 0": "shared_between_ties",
        "0.15 0 0 0; 0 0 0.25 0.2; 0 0.34 0 0": "last_of_equals",
        "0.15 0 0 0; 0 0 0.7 0; 0 0.04 0 0": "set_for_added",
        "0 0.15 0 0; 0 0 0.45 0; 0 0.34 0 0": "largest_without_sign",
        "0 0 0 0; 0 0 0.45 0; 0 0.34 0 0": "negatives_never_win",
        "1 0 0 0; 0 0 3 0; 0 2 0 0": "one_for_the_delta",
        "0.15 0 0 0; 0 0 0.15 0; 0 0.17 0 0": "averaged_where_windows_overlap",
    },
    "03.1": {
        "0.14 -0.87 0.2": "slope_forgotten",
        "0.112 -0.2175 0.12": "sigmoid_for_slope",
        "0.0299 -0.214 0.0458": "slope_at_the_output",
        "0.08 0.0075 0.096": "not_transposed",
        "0.032 -0.141 0.024": "first_output_only",
        "-0.0096 -0.0225 0.024": "last_output_only",
        "0.16 0.1875 0.24": "slope_alone",
        "-0.45 -0.08": "row_for_column",
        "0.4 0.125 0.3; -0.16 -0.05 -0.12": "weights_gradient",
    },
    "03.2": {
        "0 0 0.5 0 0 -0.25; 0.3 0 0 0 0 0": "slope_forgotten",
        "0 0 0 0 0 -0.25; 0.3 0 0 0.5 0 0": "relu_left_out",
        "0 0 0 0 0 0; 0.3 0 0 0 0 0": "negative_deltas_stopped",
        "0 0 0 0 0 0; 0.3 0 0 0.5 0 0": "negative_deltas_alone_stopped",
        "0 0 0 0 0 -0.25; 0.3 0 0 -0.5 0 0": "minus_one_below",
        "0.3 0 0 0 -0.25 -0.25; 0.3 0.3 0 0 0 -0.25": "to_all_the_positive",
        "0 0 0 0 0 1; 1 0 0 0 0 0": "one_for_the_delta",
    },
    "04.1": {
        "0.2 2.1; 1.1 0.7": "rotated",
        "1 0.9; 0.5 0.8": "delta_rotated",
        "0.7 2.1; 1.1 0.2": "transposed",
        "0.117 0.183; 0.35 0.0333": "averaged",
        "0.233 0.367; 0.7 0.0667": "averaged_over_nonzero",
        "0.6 1.2; 2.4 0.6": "deltas_summed_first",
        "0.5 1; 1.5 0.5": "largest_delta_only",
        "-0.7 -1.1; -2.1 -0.2": "sign_turned",
    },
    "04.2": {
        "-0.1 1.3 0.55": "signs_lost",
        "-0.1 1.3 0": "forgotten",
        "-0.1 1.3 0.01875": "mean_of_the_deltas",
        "-0.1 1.3 0.2": "bias_times_the_pixels",
        "-0.0125 0.163 0.0188": "all_averaged",
        "0 -0.55 0.15": "rows_and_columns_swapped",
        "1.3 -0.1 0.15": "weights_swapped",
        "0.1 -1.3 -0.15": "sign_turned",
    },
    "05.1": {
        "0.2 -0.4 -0.1 0.2; 0.8 0.15 -0.3 -0.02; 0 0.6 0.03 0": "last_stamp_that_is_not_0_stays",
        "0.2 -0.4 -0.1 0.2; 0.8 0.04 -0.4 -0.02; 0 0.6 0.03 0": "first_stamp_stays",
        "0.04 0.8 -0.02 -0.4; -0.4 0.23 0.8 -0.1; 0 -0.3 0.15 0": "rotated",
        "0.2 -0.4 -0.1; 0.8 0.19 -0.7": "same",
        "0.2 -0.4 -0.1 0.2; 0.8 0.095 -0.35 -0.02; 0 0.6 0.03 0": "averaged_where_stamps_overlap",
    },
    "05.2": {
        "-1.14 -0.48": "slope_forgotten",
        "0.6 -0.3": "second_kernel_left_out",
        "-0.42 0.86": "second_kernel_turned",
        "0.6 -0.05": "first_kernel_stamped",
        "-1.12 -0.54": "slope_from_the_row",
        "1.32 0.94": "sign_turned",
        "1.82 -0.06": "kernel_after_a_step",
        "0.3 0 -0.64 0": "hidden_delta",
        "0.15 -0.3 -0.32 0.64 0": "row_delta",
        "0.6 -0.05 0.15": "second_gradient",
    },
    "06.1": {
        "13 1": "one_step_up",
        "1 0.2": "one_step_down",
        "14 1.2": "divided_by_one_step",
        "28 2.4": "not_divided",
        "6.5 0.5": "one_step_divided_by_two",
        "-7 -0.6": "sign_turned",
        "3 1": "both_by_the_rule",
        "3 0.6": "cube_by_the_rule",
        "7 0": "none_at_the_kink",
        "7 0.5": "half_at_the_kink",
        "4 0.7": "half_a_step",
        "0.6 7": "swapped",
    },
    "06.3": {
        "4 2 5 0 2": "only_up",
        "2 0 5 0 2": "only_down",
        "6 2 10 0 2": "both_steps_for_one",
        "4 0 5 0 2": "slopes_by_the_rule",
        "4 0 6 0 2": "formula_for_slopes",
        "3 1 5 0 0": "first_kink_for_the_formula",
        "3 1 5 0 1": "last_kink_for_the_formula",
        "3 1 5 0 3": "cell_counted_from_one",
        "3 1 5 0 2.5": "pixel_for_the_cell",
        "3 1 5 0": "cell_left_out",
    },
    "07.1": {
        "0.2475 0.31 1.12": "uphill",
        "0.825 -2 5.82": "rate_left_out",
        "0.3525 -0.11 0.55125": "error_before",
        "0.405 0.205 0.729": "x_left_out",
        "0.3525 -0.11 0.36451": "half_left_out",
        "0.0525 -0.21 0.153": "changes_for_weights",
        "-0.525 2.1 14.9": "gradient_for_weights",
        "0.332 0.111 0.557": "weight_for_x",
        "0.09 0.153 0.794": "gradients_swapped",
        "0.3525 0.1 0.524": "first_weight_only",
        "0.3525 -0.11 0.604": "difference_for_error",
    },
    "07.2": {
        "-0.27184 0.356": "new_v_on_the_way_back",
        "-0.272 0.356": "new_v_on_the_way_back",
        "-0.22 0.4208": "new_w_for_v",
        "-0.281 0.356": "v_first_and_forward_again",
        "-0.58 0.644": "uphill",
        "-0.04 0.356": "v_skipped",
        "-0.28 0.356": "x_left_out",
        "-0.22 0.86": "x_for_h",
        "0.5 -0.22": "rate_left_out",
        "-0.9 0.72": "gradients_for_weights",
        "-0.544 0.68": "gradients_swapped",
        "-0.355 0.464": "target_left_out",
        "-0.04 0.212": "doubled",
        "0.356 -0.22": "swapped",
    },
    "08.1": {
        "1.1 -0.65; 1.95 1.35": "channels_summed",
        "1.05 1.45; 0.5 0.1; 1.5 -0.85": "kernels_summed",
        "0.5 0.75; 0.55 0.7": "first_channel_only",
        "0.5 -0.1 0.7; 0.75 -0.2 -1.2\n\n0.55 0.6 0.8; 0.7 0.3 0.35": "weights_before_channels",
        "0.55 0.7; 0.6 0.3; 0.8 0.35\n\n0.5 0.75; -0.1 -0.2; 0.7 -1.2": "kernels_reversed",
        "0.75 0.5; -0.2 -0.1; -1.2 0.7\n\n0.7 0.55; 0.3 0.6; 0.35 0.8": "rotated",
        "0.167 0.25; -0.0333 -0.0667; 0.233 -0.4\n\n0.183 0.233; 0.2 0.1; 0.267 0.117": "divided_by_the_channels",
    },
    "08.3": {
        "-0.7 0.35 -0.1 -0.1; 1.1 0.45 0.3 -0.05; 1.2 2 -0.1 -0.2": "rotated",
        "0.2 -0.3 -0.1 0.2; 0.6 0.6 -0.05 -0.3; 0.8 0 -0.2 -0.1": "set_for_added",
        "0.4 -0.8 -0.1 0.2; 0.2 1.2 -0.05 -0.3; 0.8 0.4 -0.2 -0.1": "first_kernel_only",
        "-0.2 -0.2 0.15 0; 0.4 0.5 -0.15 0; 0 0.8 1.2 0": "last_kernel_only",
        "1.6 1.9 0.85 -0.2; 1.6 1.9 0.85 -0.2; 1.6 1.9 0.85 -0.2": "channel_sum_for_each",
        "0.1 -0.5 0.025 0.1; 0.3 0.85 -0.1 -0.15; 0.4 0.6 0.5 -0.05": "kernels_averaged",
        "-0.2 1 -0.05 -0.2; -0.6 -1.7 0.2 0.3; -0.8 -1.2 -1 0.1": "sign_turned",
    },
    "09.1": {
        "-0.5 1.15 -0.7 0.6 0 0": "stride_left_out",
        "0.2 -0.5 1.15 -0.7 0.6": "stride_and_padding_left_out",
        "0.2 -0.4 0.7 0.2 -0.25 -0.3": "cropped_at_the_end",
        "0.2 -0.4 0.7 0.2 -0.25 -0.3 0.6 0": "not_cropped",
        "0.2 -0.4 0.7 0.2 -0.25 -0.3 0.6": "stamps_not_cropped",
        "-0.4 0.7 0.2 -0.25 -0.3": "end_of_the_stamp_cropped",
        "-0.4 0.7 0.2 -0.25 -0.3 0": "zero_for_the_end_of_the_stamp",
        "-0.4 -0.1 0.2 0.15 -0.3 0.6": "set_for_added",
        "-0.4 -0.2 0.2 0.5 -0.3 0.15": "rotated",
        "-0.1 -0.25 0.2 0.5 -0.4 0.6": "kernel_spread",
        "-0.2 0.3 0.9 -0.05 -0.55 0.3": "deltas_repeated",
    },
    "09.2": {
        "0.4 0.8 -0.8 -0.15 0.6 0.1 -0.4": "zero_at_the_front",
        "0.4 0.8 0.2 -0.8 -0.15 0.6 0.1": "weights_with_a_zero_at_the_front",
        "0.8 -0.55 -0.8 -0.15 0.6 0.1 -0.4": "cropped_at_the_front",
        "0.8 -0.55 0.2 -0.8 -0.15 0.6 0.1 -0.4": "not_cropped_at_the_end",
        "0.4 0.8 -0.55 0.2 -0.8 -0.15 0.6 0.1": "zeros_on_both_sides",
        "0.6 -0.55 0.2 -0.8 -0.15 0.6 0.1": "zero_left_out",
        "0.8 -0.35 0.2 -0.8 -0.15 0.6 0.1": "last_pixel_again",
        "0.8 -0.55 0.2 0.6 -0.15 -0.4 0.1": "correlated",
        "0.2 -0.8 -0.15 0.6 0.1 0.8 -0.55": "pixels_first",
        "-0.8 0.55 -0.2 0.8 0.15 -0.6 -0.1": "sign_turned",
        "0.8 -0.55": "weights_only",
    },
}
SLIPS = [(exercise, typed, way) for exercise, slips in TYPED.items() for typed, way in slips.items()]


def named(verdict, way):
    """The mistake of this way, if it is among those that fit and the message names it."""
    return [each for each in verdict.mistakes if each.id.split(".")[1] == way and each.name in repr(verdict)]


@pytest.mark.parametrize(("exercise", "typed", "way"), SLIPS)
def test_a_slip_that_the_lesson_treats_is_named(exercise, typed, way):
    verdict = judge(typed, exercise)
    assert named(verdict, way), repr(verdict)
    assert "Look at lesson" in repr(verdict) and "random" not in repr(verdict)


@pytest.mark.parametrize(("exercise", "typed", "way"), SLIPS)
def test_more_digits_are_asked_for_only_where_there_are_more(exercise, typed, way):
    verdict, asked = judge(typed, exercise), find(exercise)
    wrong = named(verdict, way)[0].apply(*asked.arguments, **asked.settings)
    numbers = np.reshape([float(word) for word in re.findall(r"[-.\d]+", typed)], wrong.shape)
    as_right = np.isclose(numbers, asked.truth, rtol=1e-2) if wrong.shape == np.shape(asked.truth) else False
    has_all_digits = (np.isclose(numbers, wrong, rtol=1e-9) | as_right).all()
    if has_all_digits:
        assert "ore digits" not in repr(verdict)


def test_every_exercise_that_asks_for_numbers_has_slips():
    lessons = [each for each in EXERCISES if each < "10"]
    assert set(TYPED) == {each for each in lessons if not isinstance(find(each), CodeExercise)}
    assert all(len(slips) >= 5 for slips in TYPED.values())


# Functions

WHOLE = "Your result is an array of whole numbers, which cuts fractions off: let it begin with np.zeros(shape)."
CUT_OFF = [
    ("01.3", exercises_01.kept_in_the_images_kind),
    ("02.3", exercises_02.kept_in_xs_kind),
    ("03.3", exercises_03.kept_in_ys_kind),
    ("04.3", exercises_01.kept_in_the_images_kind),
    ("05.3", exercises_05.kept_in_the_kernels_kind),
    ("08.2", exercises_08.kept_in_xs_kind),
    ("09.3", exercises_09.kept_in_the_deltas_kind),
]


@pytest.mark.parametrize(("exercise", "function"), CUT_OFF)
def test_a_result_that_cuts_fractions_off_is_said_to_do_so(exercise, function):
    assert WHOLE in repr(judge(function, exercise))


@pytest.mark.parametrize(
    ("exercise", "function"),
    [
        ("00.3", exercises_00.copies_of_xs_own_kind),
        ("06.2", exercises_06.nudges_of_xs_own_kind),
        ("06.2", exercises_06.slopes_of_xs_own_kind),
    ],
)
def test_nudges_and_slopes_that_are_cut_off_are_named(exercise, function):
    assert named(judge(function, exercise), "whole_numbers_only")


def test_a_wrong_result_of_fractions_is_not_said_to_cut_them_off():
    assert WHOLE not in repr(judge(exercises_01.kernel_transposed, "01.3"))
    whole = CodeExercise("own", np.add, (np.array([1, 2]), np.array([3, 4])))
    assert WHOLE not in repr(judge(lambda x, y: x - y, whole))
