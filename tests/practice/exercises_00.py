"""Exercises 00.1 to 00.3: the truth by hand, and the wrong ways."""

import numpy as np

TRUTHS = {
    # h = 0.3 · 0.7 = 0.21, y = −1.2 · 0.21 = −0.252; y − t, times −1.2, times 0.7
    "00.1": [-0.252 - 0.5, -1.2 * -0.752, 0.7 * 0.9024],
    # image 6·5, feature map 4·4, pooled 2·2, activations 2·2, output 3; kernel 3·2, weights 3·4
    "00.2": [30 + 16 + 4 + 4 + 3, 6 + 12],
}
CASE_TRUTHS = {
    # third of six, one cube of it is 3·a³: 3 · ((0.81)³ − (0.79)³) / 0.02 · (−1.3);
    # fifth of six: 5 · ((1.2)³ − 1³) / 0.2 · 0.5; three times the third, of 2 and 1.5, 3.5 and 2.5, 0.5 and 1
    "00.3": [
        3 * (0.531441 - 0.493039) / 0.02 * -1.3,
        5 * (1.728 - 1) / 0.2 * 0.5,
        3 * (15.625 - 3.375) * -0.5,
        3 * (42.875 - 15.625) * -2,
        3 * (1 - 0.125) / 0.5 * 1.25,
    ],
}


def cubes(x):
    """What 00.3 nudges: (1·a³ + 2·b³ + …) times the entry x[0, 1]."""
    return sum(k * number**3 for k, number in enumerate(x.flat, 1)) * x[0, 1]


# 00.1: x, w, v and target; [∂E/∂y, ∂E/∂h, ∂E/∂w]


def target_minus_y(x, w, v, target):
    delta = target - v * w * x
    return [delta, v * delta, x * v * delta]


def sign_turned_once(x, w, v, target):
    delta = v * w * x - target
    return [delta, -v * delta, -x * v * delta]


def target_forgotten(x, w, v, target):
    delta = v * w * x
    return [delta, v * delta, x * v * delta]


def half_of_e_forgotten(x, w, v, target):
    delta = 2 * (v * w * x - target)
    return [delta, v * delta, x * v * delta]


def error_in_place_of_its_slope(x, w, v, target):
    delta = (v * w * x - target) ** 2 / 2
    return [delta, v * delta, x * v * delta]


def h_in_place_of_x(x, w, v, target):
    delta = v * w * x - target
    return [delta, v * delta, w * x * v * delta]


def v_skipped_on_the_way_to_w(x, w, v, target):
    delta = v * w * x - target
    return [delta, v * delta, x * delta]


def w_in_place_of_v(x, w, v, target):
    delta = v * w * x - target
    return [delta, w * delta, x * w * delta]


def w_in_place_of_x(x, w, v, target):
    delta = v * w * x - target
    return [delta, v * delta, w * v * delta]


def slopes_added_in_place_of_multiplied(x, w, v, target):
    delta = v * w * x - target
    return [delta, v + delta, x + v + delta]


def slopes_in_reverse_order(x, w, v, target):
    delta = v * w * x - target
    return [x * v * delta, v * delta, delta]


def v_left_out_forwards(x, w, v, target):
    delta = w * x - target
    return [delta, v * delta, x * v * delta]


# 00.2: image, kernel, pool and outputs; [deltas, gradients]


def sizes(image, kernel, pool):
    feature_map = [length - size + 1 for length, size in zip(image, kernel, strict=True)]
    return feature_map, [length // step for length, step in zip(feature_map, pool, strict=True)]


def counts(image, kernel, pool, outputs):
    """The right count, part by part: five arrays that flow, two that are learned."""
    feature_map, pooled = sizes(image, kernel, pool)
    flowing = [np.prod(image), np.prod(feature_map), np.prod(pooled), np.prod(pooled), outputs]
    return flowing, [np.prod(kernel), np.prod(pooled) * outputs]


def image_not_counted(*network):
    flowing, learned = counts(*network)
    return [sum(flowing[1:]), sum(learned)]


def output_not_counted(*network):
    flowing, learned = counts(*network)
    return [sum(flowing[:-1]), sum(learned)]


def activations_not_counted(*network):
    flowing, learned = counts(*network)
    return [sum(flowing) - flowing[3], sum(learned)]


def arrays_counted_in_place_of_numbers(*network):
    flowing, learned = counts(*network)
    return [len(flowing), len(learned)]


def routed_deltas_only(image, kernel, pool, outputs):
    flowing, learned = counts(image, kernel, pool, outputs)
    return [sum(flowing) - flowing[1] + flowing[2], sum(learned)]  # the zeros of the feature map are deltas too


def a_gradient_for_every_position(image, kernel, pool, outputs):
    flowing, learned = counts(image, kernel, pool, outputs)
    return [sum(flowing), learned[0] * flowing[1] + learned[1]]


def kernel_gradient_forgotten(*network):
    flowing, learned = counts(*network)
    return [sum(flowing), learned[1]]


def dense_weights_forgotten(*network):
    flowing, learned = counts(*network)
    return [sum(flowing), learned[0]]


def biases_counted(image, kernel, pool, outputs):
    flowing, learned = counts(image, kernel, pool, outputs)
    return [sum(flowing), sum(learned) + 1 + outputs]


def feature_map_as_large_as_the_image(image, kernel, pool, outputs):
    pooled = (image[0] // pool[0]) * (image[1] // pool[1])
    return [2 * np.prod(image) + 2 * pooled + outputs, np.prod(kernel) + pooled * outputs]


def kernel_turned_on_its_side(image, kernel, pool, outputs):
    flowing, learned = counts(image, kernel[::-1], pool, outputs)
    return [sum(flowing), sum(learned)]


def deltas_and_gradients_swapped(*network):
    flowing, learned = counts(*network)
    return [sum(learned), sum(flowing)]


# 00.3: function, x, index and step; the slope


def nudged(function, x, index, by):
    changed = x.copy()
    changed[index] += by
    return function(changed)


def only_one_step_up(function, x, index, step):
    return (nudged(function, x, index, step) - function(x)) / step


def only_one_step_down(function, x, index, step):
    return (function(x) - nudged(function, x, index, -step)) / step


def divided_by_one_step(function, x, index, step):
    return (nudged(function, x, index, step) - nudged(function, x, index, -step)) / step


def one_step_divided_by_two(function, x, index, step):
    return (nudged(function, x, index, step) - function(x)) / (2 * step)


def multiplied_by_two_steps_for_divided(function, x, index, step):
    return (nudged(function, x, index, step) - nudged(function, x, index, -step)) / 2 * step


def not_divided(function, x, index, step):
    return nudged(function, x, index, step) - nudged(function, x, index, -step)


def up_and_down_swapped(function, x, index, step):
    return (nudged(function, x, index, -step) - nudged(function, x, index, step)) / (2 * step)


def every_entry_nudged(function, x, index, step):
    return (function(x + step) - function(x - step)) / (2 * step)


def a_whole_row_nudged(function, x, index, step):
    return (nudged(function, x, index[0], step) - nudged(function, x, index[0], -step)) / (2 * step)


def neighbour_nudged(function, x, index, step):
    beside = (index[0], index[1] - 1)
    return (nudged(function, x, beside, step) - nudged(function, x, beside, -step)) / (2 * step)


def row_and_column_swapped(function, x, index, step):
    return (nudged(function, x.T, index, step) - nudged(function, x.T, index, -step)) / (2 * step)


def nudged_in_relation_to_its_size(function, x, index, step):
    by = step * x[index]
    return (nudged(function, x, index, by) - nudged(function, x, index, -by)) / (2 * step)


def one_array_for_up_and_down(function, x, index, step):
    up = down = x.copy()
    up[index] += step
    down[index] -= step
    return (function(up) - function(down)) / (2 * step)


def x_itself_nudged(function, x, index, step):
    x[index] += step
    above = function(x)
    x[index] -= 2 * step
    return (above - function(x)) / (2 * step)


def copies_of_xs_own_kind(function, x, index, step):
    """In an array of whole numbers the nudge is cut off."""
    return (nudged(function, x, index, step) - nudged(function, x, index, -step)) / (2 * step)


def a_step_of_its_own(function, x, index, step):
    return (nudged(function, x, index, 1e-4) - nudged(function, x, index, -1e-4)) / 2e-4


MISTAKES = {
    "00.1": {
        target_minus_y: 22,
        sign_turned_once: 22,
        target_forgotten: None,
        half_of_e_forgotten: None,
        error_in_place_of_its_slope: 21,
        h_in_place_of_x: None,
        v_skipped_on_the_way_to_w: 21,
        w_in_place_of_v: None,
        w_in_place_of_x: None,
        slopes_added_in_place_of_multiplied: None,
        slopes_in_reverse_order: 21,
        v_left_out_forwards: None,
    },
    "00.2": {
        image_not_counted: 21,
        output_not_counted: 21,
        activations_not_counted: None,
        arrays_counted_in_place_of_numbers: None,
        routed_deltas_only: 21,
        a_gradient_for_every_position: 8,
        kernel_gradient_forgotten: 21,
        dense_weights_forgotten: None,
        biases_counted: 9,
        feature_map_as_large_as_the_image: 4,
        kernel_turned_on_its_side: None,
        deltas_and_gradients_swapped: 21,
    },
    "00.3": {
        only_one_step_up: 29,
        only_one_step_down: 29,
        divided_by_one_step: None,
        one_step_divided_by_two: None,
        multiplied_by_two_steps_for_divided: None,
        not_divided: None,
        up_and_down_swapped: 22,
        every_entry_nudged: None,
        a_whole_row_nudged: None,
        neighbour_nudged: None,
        row_and_column_swapped: None,
        nudged_in_relation_to_its_size: None,
        one_array_for_up_and_down: None,
        x_itself_nudged: None,
        a_step_of_its_own: 29,
        copies_of_xs_own_kind: None,
    },
}
IN_PLACE = {x_itself_nudged}
