"""The catalogue's mistakes as the tests use them: by the row of the misconceptions, and as an exercise's wrong ways."""

import numpy as np

from backprop_helpers import given
from backprop_helpers.practice.exercises import CodeExercise, find
from backprop_helpers.practice.mistakes import mistakes_of

ROWS = {
    # the row of the misconceptions, and the ids that are of it; a * stands for every function
    1: "conv2d.rotated conv2d.upside_down conv2d.mirrored conv2d_kernel_gradient.delta_rotated",
    2: "conv2d_input_delta.rotated conv2d_input_delta.upside_down conv2d_input_delta.mirrored",
    3: "conv2d_input_delta.rotated",
    4: "conv2d.full feature_map_size.full feature_map_size.kernel_not_subtracted "
    "conv2d.same *.valid conv2d_kernel_gradient.full *.same",
    5: "conv2d_kernel_gradient.rotated conv2d_input_delta.delta_rotated",
    6: "conv2d_kernel_gradient.deltas_summed_first",
    7: "*.averaged *.averaged_over_nonzero *.batch_averaged *.outputs_averaged *.averaged_where_windows_overlap "
    "*.averaged_where_stamps_overlap *.averaged_over_the_kernel *.shared_out *.mean_example *.mean_for_sum "
    "*.all_averaged *.gradient_averaged *.divided_by_the_channels",
    8: "*.first_position_only *.last_position_only *.largest_delta_only *.one_for_each_position *.added_to_one_number",
    9: "conv2d_bias_gradient.* two_weights_and_the_bias.bias_times_the_pixels "
    "count_deltas_and_gradients.biases_counted",
    10: "*.channel_sum_for_each *.channel_mean_for_each *.kernel_sum_for_each *.first_kernel_only *.kernels_averaged "
    "*.channels_averaged *.kernels_summed *.delta_by_the_channel",
    11: "*.channels_summed *.first_channel_for_all *.axes_swapped *.first_kernel_for_all *.a_map_for_each_channel "
    "kernel_gradient_of_rows.first_channel_only *.in_one_axis *.weights_before_channels *.weights_before_kernels",
    12: "*.stride_forgotten *.stride_forgotten_and_cut *.stride_forgotten_and_filled "
    "*.stride_left_out *.stride_and_padding_left_out *.stride_swapped *.stride_and_one *.deltas_repeated "
    "*.kernel_spread *.one_added_first *.every_second_number",
    13: "*.padding_forgotten *.padding_at_the_end *.not_cropped *.cropped_at_the_end *.cropped_at_the_beginning "
    "*.padding_left_out *.padding_on_one_side *.padding_swapped *.padded_again *.stamps_not_cropped "
    "way_back_of_a_row_with_a_zero_at_its_end.*",
    14: "*.set_for_added *.last_stamp_that_is_not_0_stays *.first_stamp_stays *.side_by_side",
    15: "*.every_maximum *.shared_between_ties *.last_of_equals *.every_cell "
    "*.shared_between_the_positive *.to_all_the_positive",
    16: "*.one_for_the_delta *.number_for_the_delta *.delta_times_the_number *.ones_for_deltas",
    17: "max_pool2d.across_channels max_pool2d_input_delta.across_channels",
    18: "max_pool2d_input_delta.nothing_for_equals",
    19: "relu_input_delta.slope_forgotten sigmoid_input_delta.slope_twice delta_behind_relu.relu_left_out "
    "*.slope_from_the_row",
    20: "*.reversed_order *.column_by_column *.laid_out_in_another_order *.outputs_reversed *.inputs_reversed",
    21: "squared_error_input_delta.error_for_slope max_pool2d_input_delta.not_routed one_sgd_step.gradient_for_weights "
    "count_deltas_and_gradients.* chain_of_three.error_for_slope chain_of_three.v_skipped *.gradients_for_weights "
    "*.hidden_delta *.row_delta *.weights_gradient *.difference_for_error *.output_for_error",
    22: "*.sign_turned *.target_minus_output *.uphill *.sign_turned_on_the_way",
    23: "one_sgd_step.one_after_the_other first_kernel_gradient.second_kernel_updated_first "
    "*.new_v_on_the_way_back *.new_w_for_v *.v_first_and_forward_again *.w_first_and_forward_again",
    24: "sigmoid_input_delta.slope_at_the_output sigmoid_input_delta.sigmoid_for_slope *.slope_forgotten "
    "*.one_minus_sigmoid",
    25: "dense_input_delta.not_transposed *.row_for_column *.first_output_only *.last_output_only",
    26: "relu_input_delta.from_the_deltas_sign delta_behind_relu.negative_deltas_stopped "
    "delta_behind_relu.negative_deltas_alone_stopped",
    29: "central_difference.* slopes_by_a_nudge.* slopes_of_a_pool_and_the_wrong_cell.*",
}


def rows_of(id):
    """Return the rows of the misconceptions that a mistake belongs to."""
    function, way = id.split(".")
    patterns = {id, f"*.{way}", f"{function}.*"}
    return {row for row, ids in ROWS.items() if patterns & {*ids.split()}}


def calls_of(exercise):
    asked = find(exercise)
    if isinstance(asked, CodeExercise):
        return [(case, {}) for case in asked.cases]
    arguments = asked.arguments if exercise < "01.1" or exercise == "01.2" else given(exercise)
    return [(arguments, asked.settings)]


def wrong_ways(exercise):
    """Return the mistakes that change a number of the exercise, as dict from a function to one of its rows."""
    asked, calls = find(exercise), calls_of(exercise)
    return {
        _way(found): min(rows_of(found.id), default=None)
        for found in mistakes_of(asked.function)
        if any(changes(found, arguments, settings) for arguments, settings in calls)
    }


def changes(found, arguments, settings):
    """Tell whether a mistake's result differs from the right one."""
    right = np.asarray(found.function(*arguments, **settings), dtype=float)
    wrong = applied(found, arguments, settings)
    return wrong is not None and (wrong.shape != right.shape or not np.allclose(wrong, right, rtol=1e-5, atol=1e-9))


def applied(found, arguments, settings):
    """Return a mistake's result, or None where it cannot be made."""
    try:
        return found.apply(*arguments, **settings)
    except ValueError:
        return None


def _way(found):
    def way(*arguments, **settings):
        result = applied(found, arguments, settings)
        return found.function(*arguments, **settings) if result is None else result

    way.__name__ = found.id
    return way
