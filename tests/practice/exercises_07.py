"""Exercises 07.1 and 07.2: the truth by hand, and the wrong ways."""

TRUTHS = {
    # y = 0.15 − 0.2 = −0.05 and δ = −1.05; then y = 0.17625 + 0.22 = 0.39625
    "07.1": [0.3 - 0.1 * -1.05 * 0.5, 0.1 - 0.1 * -1.05 * -2, (1 - 0.39625) ** 2 / 2],
    # h = −0.6, y = −0.3 and δ = −1.2; the delta of h is 0.5 · (−1.2) = −0.6
    "07.2": [-0.4 - 0.2 * -0.6 * 1.5, 0.5 - 0.2 * -1.2 * -0.6],
}
CASE_TRUTHS = {}


# 07.1: x, weights, target and learning rate; [the two weights after the step, E]


def after_the_step(x, weights, target):
    return [*weights, (weights @ x - target[0]) ** 2 / 2]


def gradient(x, weights, target):
    return (weights @ x - target[0]) * x


def step_in_place_of_the_new_weights(x, weights, target, rate):
    return after_the_step(x, -rate * gradient(x, weights, target), target)


def weight_in_place_of_x(x, weights, target, rate):
    return after_the_step(x, weights - rate * (weights @ x - target[0]) * weights, target)


def difference_in_place_of_the_error(x, weights, target, rate):
    new = weights - rate * gradient(x, weights, target)
    return [*new, target[0] - new @ x]


def output_in_place_of_the_error(x, weights, target, rate):
    new = weights - rate * gradient(x, weights, target)
    return [*new, new @ x]


def first_weight_only(x, weights, target, rate):
    new = weights - rate * gradient(x, weights, target) * [1, 0]
    return after_the_step(x, new, target)


def slopes_of_the_two_weights_swapped(x, weights, target, rate):
    return after_the_step(x, weights - rate * gradient(x, weights, target)[::-1], target)


def gradient_averaged(x, weights, target, rate):
    return after_the_step(x, weights - rate * gradient(x, weights, target).mean(), target)


# 07.2: x, the two weights, target and learning rate; [first weight, second weight] after the step


def after_slopes(w, v, slope_of_w, slope_of_v, rate):
    return [w - rate * slope_of_w, v - rate * slope_of_v]


def difference(x, w, v, target):
    return v * w * x - target


def delta_through_the_new_weight(x, w, v, target, rate):
    d = difference(x, w, v, target)
    new = v - rate * d * w * x
    return [w - rate * d * new * x, new]


def second_slope_with_the_new_first_weight(x, w, v, target, rate):
    d = difference(x, w, v, target)
    new = w - rate * d * v * x
    return [new, v - rate * d * new * x]


def one_after_the_other_each_with_a_way_forward_of_its_own(x, w, v, target, rate):
    new = v - rate * difference(x, w, v, target) * w * x
    return [w - rate * difference(x, w, new, target) * new * x, new]


def both_slopes_added(x, w, v, target, rate):
    d = difference(x, w, v, target)
    return after_slopes(w, v, -d * v * x, -d * w * x, rate)


def target_minus_y_and_a_minus(x, w, v, target, rate):
    d = target - v * w * x
    return after_slopes(w, v, d * v * x, d * w * x, rate)


def second_weight_left_out_of_the_delta(x, w, v, target, rate):
    d = difference(x, w, v, target)
    return after_slopes(w, v, d * x, d * w * x, rate)


def x_in_place_of_h(x, w, v, target, rate):
    d = difference(x, w, v, target)
    return after_slopes(w, v, d * v * x, d * x, rate)


def h_in_place_of_x(x, w, v, target, rate):
    d = difference(x, w, v, target)
    return after_slopes(w, v, d * v * w * x, d * w * x, rate)


def only_the_second_weight(x, w, v, target, rate):
    return after_slopes(w, v, 0, difference(x, w, v, target) * w * x, rate)


def only_the_first_weight(x, w, v, target, rate):
    return after_slopes(w, v, difference(x, w, v, target) * v * x, 0, rate)


def slopes_of_first_and_second_swapped(x, w, v, target, rate):
    d = difference(x, w, v, target)
    return after_slopes(w, v, d * w * x, d * v * x, rate)


def whole_slopes_subtracted(x, w, v, target, rate):
    d = difference(x, w, v, target)
    return after_slopes(w, v, d * v * x, d * w * x, 1)


def slopes_in_place_of_the_weights(x, w, v, target, rate):
    d = difference(x, w, v, target)
    return [d * v * x, d * w * x]


def delta_of_h_in_place_of_the_slope_of_w(x, w, v, target, rate):
    d = difference(x, w, v, target)
    return after_slopes(w, v, d * v, d * w * x, rate)


def target_left_out_of_both(x, w, v, target, rate):
    d = v * w * x
    return after_slopes(w, v, d * v * x, d * w * x, rate)


def second_weight_first(x, w, v, target, rate):
    d = difference(x, w, v, target)
    return after_slopes(w, v, d * v * x, d * w * x, rate)[::-1]


MISTAKES = {
    "07.1": {
        step_in_place_of_the_new_weights: None,
        weight_in_place_of_x: None,
        difference_in_place_of_the_error: 21,
        output_in_place_of_the_error: 21,
        first_weight_only: None,
        slopes_of_the_two_weights_swapped: None,
        gradient_averaged: 7,
    },
    "07.2": {
        delta_through_the_new_weight: 23,
        second_slope_with_the_new_first_weight: 23,
        one_after_the_other_each_with_a_way_forward_of_its_own: 23,
        both_slopes_added: 22,
        target_minus_y_and_a_minus: 22,
        second_weight_left_out_of_the_delta: 21,
        x_in_place_of_h: None,
        h_in_place_of_x: None,
        only_the_second_weight: None,
        only_the_first_weight: None,
        slopes_of_first_and_second_swapped: None,
        whole_slopes_subtracted: None,
        slopes_in_place_of_the_weights: 21,
        delta_of_h_in_place_of_the_slope_of_w: 21,
        target_left_out_of_both: None,
        second_weight_first: None,
    },
}
IN_PLACE = set()
