"""Exercises 11.1 and 11.2: the truth by hand, and the wrong ways."""

import numpy as np

TRUTHS = {
    # feature map 0.0625 0 / −0.6875 −0.25 / 0.5 −0.25 / −0.6875 0.25: the first, the fifth and the last number win and
    # are above 0; they met 0 0 0.25, then 0.75 0 0.5, then 1 0.25 0
    "11.1": [0.2 * 0.75 - 0.5 * 1, -0.5 * 0.25, 0.4 * 0.25 + 0.2 * 0.5],
    # right are 9 of 12; 4 of the 5 eights; 4 of the 6 answers "8"
    "11.2": [9 / 12, 4 / 5, 4 / 6],
}
CASE_TRUTHS = {}


# 11.1: row, kernel, delta of the pooled numbers; the gradient of the three weights


def feature_map_of(row, kernel):
    return np.correlate(np.pad(row, 1), kernel, "valid")


def gradient_of(row, routed):
    return np.correlate(np.pad(row, 1), routed, "valid")


def routed_to(winners, pooled_delta):
    """Return the deltas in the places of the winners, the first or the second of each window."""
    routed = np.zeros((len(pooled_delta), 2))
    routed[np.arange(len(pooled_delta)), winners] = pooled_delta
    return routed.ravel()


def winners_of(numbers):
    return numbers.reshape(-1, 2).argmax(axis=1)


def relu_forgotten(row, kernel, pooled_delta):
    return gradient_of(row, routed_to(winners_of(feature_map_of(row, kernel)), pooled_delta))


def relu_by_the_sign_of_the_delta(row, kernel, pooled_delta):
    routed = routed_to(winners_of(feature_map_of(row, kernel)), pooled_delta)
    return gradient_of(row, np.maximum(routed, 0))


def right_deltas(row, kernel, pooled_delta):
    feature_map = feature_map_of(row, kernel)
    return routed_to(winners_of(feature_map), pooled_delta) * (feature_map > 0)


def both_of_a_window_get_the_delta(row, kernel, pooled_delta):
    return gradient_of(row, np.repeat(pooled_delta, 2) * (feature_map_of(row, kernel) > 0.3))


def gradient_turned(row, kernel, pooled_delta):
    return gradient_of(row, right_deltas(row, kernel, pooled_delta))[::-1]


def mean_over_the_places(row, kernel, pooled_delta):
    return gradient_of(row, right_deltas(row, kernel, pooled_delta)) / len(row)


def padding_at_the_end_alone(row, kernel, pooled_delta):
    return np.correlate(np.pad(row, (0, 2)), right_deltas(row, kernel, pooled_delta), "valid")


def ones_for_deltas(row, kernel, pooled_delta):
    return gradient_of(row, right_deltas(row, kernel, np.ones(len(pooled_delta))))


# 11.2: labels, answers and the digit; [accuracy, share of its images found, share of its answers right]


def shares_of_all_images(labels, answers, digit):
    both = ((labels == digit) & (answers == digit)).mean()
    return [(labels == answers).mean(), both, both]


def wrong_answers_counted(labels, answers, digit):
    wrong = labels != answers
    return [wrong.mean(), wrong[labels == digit].mean(), wrong[answers == digit].mean()]


def of_another_digit(labels, answers, digit):
    right = labels == answers
    return [right.mean(), right[labels == 3].mean(), right[answers == 3].mean()]


def mean_over_the_digits(labels, answers, digit):
    right = labels == answers
    found = np.mean([right[labels == each].mean() for each in np.unique(labels)])
    return [found, right[labels == digit].mean(), right[answers == digit].mean()]


def row_and_column_swapped(labels, answers, digit):
    right = labels == answers
    return [right.mean(), right[answers == digit].mean(), right[labels == digit].mean()]


def how_many(labels, answers, digit):
    both = (labels == digit) & (answers == digit)
    return [(labels == answers).sum(), both.sum(), both.sum()]


MISTAKES = {
    "11.1": {
        relu_forgotten: 26,
        relu_by_the_sign_of_the_delta: 26,
        both_of_a_window_get_the_delta: 15,
        gradient_turned: 5,
        mean_over_the_places: 7,
        padding_at_the_end_alone: 13,
        ones_for_deltas: 16,
    },
    "11.2": {
        shares_of_all_images: None,
        wrong_answers_counted: None,
        of_another_digit: None,
        mean_over_the_digits: None,
        row_and_column_swapped: None,
        how_many: None,
    },
}
IN_PLACE = set()
