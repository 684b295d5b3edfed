"""Exercises 12.1 and 12.2: the truth by hand, and the wrong ways."""

import numpy as np

TRUTHS = {
    # feature map 2 −3.5 1 −0.75 / −4 4 −2 −2.5; winners 2, 1, 4, −2; y = −1, y − t = −5; deltas −2.5, 5, −1.25, −5
    "12.1": [-2.5 * 2 + 5 * 3 - 1.25 * 4 - 5 * -2, -2.5 * -1 + 5 * 0.5 - 1.25 * -2 - 5 * 1],
    "12.2": [0.4 * 0.8 * 0.005, 3 * 0.2 * 0.005, 0.7 * 0.5 * 0.005],
}
CASE_TRUTHS = {}


# 12.1: image, kernel, weights of the neuron and target; the gradient of the kernel's two weights


def feature_map_of(image, kernel):
    return image[:, :-1] * kernel[0] + image[:, 1:] * kernel[1]


def winners_of(feature_map):
    """Return for every window of two neighbours which of them is larger."""
    return feature_map.reshape(2, 2, 2).argmax(axis=2)


def gradient_by(image, routed):
    return [(routed * image[:, :-1]).sum(), (routed * image[:, 1:]).sum()]


def routed_to(winners, deltas):
    routed = np.zeros((2, 2, 2))
    np.put_along_axis(routed, winners[..., None], np.reshape(deltas, (2, 2, 1)), axis=2)
    return routed.reshape(2, 4)


def deltas_of(image, kernel, weights, target):
    pooled = feature_map_of(image, kernel).reshape(2, 2, 2).max(axis=2).ravel()
    return (weights @ pooled - target[0]) * weights


def both_of_a_window_get_the_delta(image, kernel, weights, target):
    deltas = deltas_of(image, kernel, weights, target).reshape(2, 2)
    return gradient_by(image, np.repeat(deltas, 2, axis=1))


def winners_by_size_without_the_sign(image, kernel, weights, target):
    winners = winners_of(abs(feature_map_of(image, kernel)))
    return gradient_by(image, routed_to(winners, deltas_of(image, kernel, weights, target)))


def winners_of_the_turned_kernel(image, kernel, weights, target):
    winners = winners_of(feature_map_of(image, kernel[::-1]))
    return gradient_by(image, routed_to(winners, deltas_of(image, kernel, weights, target)))


def weights_for_deltas(image, kernel, weights, target):
    return gradient_by(image, routed_to(winners_of(feature_map_of(image, kernel)), weights))


def ones_for_deltas(image, kernel, weights, target):
    return gradient_by(image, routed_to(winners_of(feature_map_of(image, kernel)), np.ones(4)))


def winners_column_by_column(image, kernel, weights, target):
    deltas = deltas_of(image, kernel, weights, target).reshape(2, 2).T
    return gradient_by(image, routed_to(winners_of(feature_map_of(image, kernel)), deltas))


def target_left_out(image, kernel, weights, target):
    deltas = deltas_of(image, kernel, weights, target - target)
    return gradient_by(image, routed_to(winners_of(feature_map_of(image, kernel)), deltas))


def winners_met_the_feature_map(image, kernel, weights, target):
    feature_map = feature_map_of(image, kernel)
    routed = routed_to(winners_of(feature_map), deltas_of(image, kernel, weights, target))
    return [(routed * feature_map).sum(), (routed[:, :-1] * feature_map[:, 1:]).sum()]


# 12.2: s, their deltas and how far s may be off; how far the deltas in front may be


def slope_in_place_of_its_change(s, delta, most):
    return abs(delta) * s * (1 - s) * most


def delta_left_out(s, delta, most):
    return abs(1 - 2 * s) * most


def slope_left_out(s, delta, most):
    return abs(delta) * most


def whole_last_digit(s, delta, most):
    return abs(delta * (1 - 2 * s)) * 2 * most


def one_s_for_two(s, delta, most):
    return abs(delta * (1 - s)) * most


def signs_kept(s, delta, most):
    return delta * (1 - 2 * s) * most


MISTAKES = {
    "12.1": {
        both_of_a_window_get_the_delta: 15,
        winners_by_size_without_the_sign: None,
        winners_of_the_turned_kernel: 1,
        weights_for_deltas: 21,
        ones_for_deltas: 16,
        winners_column_by_column: 20,
        target_left_out: None,
        winners_met_the_feature_map: None,
    },
    "12.2": {
        slope_in_place_of_its_change: 24,
        delta_left_out: None,
        slope_left_out: 24,
        whole_last_digit: 30,
        one_s_for_two: 24,
        signs_kept: None,
    },
}
IN_PLACE = set()
