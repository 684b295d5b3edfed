"""Exercises 10.1 to 10.3: the truth by hand, and the wrong ways."""

from math import exp, log

import numpy as np
from scipy.special import softmax


def by_hand(rows, labels):
    """Each power over the sum of its row's, less 1 at the label, over the number of rows."""
    powers = [[exp(score) for score in row] for row in rows]
    return [
        [(power / sum(row) - (k == label)) / len(rows) for k, power in enumerate(row)]
        for row, label in zip(powers, labels, strict=True)
    ]


TRUTHS = {
    "10.1": by_hand([[0.5, -1.2, 2, 0.3]], [0])[0],
    "10.2": (log(exp(1) + exp(0.2) + exp(-0.5)) - 0.2 + log(exp(0.4) + exp(2.1) + exp(0.9)) - 0.9) / 2,
}
CASE_TRUTHS = {
    "10.3": [
        by_hand([[1, 0.2, -0.5], [0.4, 2.1, 0.9]], [1, 2]),
        by_hand([[0.5, -1.2, 2, 0.3]], [0]),
        by_hand([[0.3, -0.7], [1.5, 0.2], [-0.4, -2]], [0, 0, 1]),
        by_hand([[1.5, 0, -998.5, -997.5], [-1, 0, -2, -1001]], [1, 0]),  # less 998.5 and −999
        by_hand([[2, 0, -1], [3, 1, 1]], [2, 0]),
        [[1 / 8, 1 / 8, 1 / 8, 1 / 8 - 1 / 2], [0, 0, 0, 0]],  # e^−901 is too small for any kind
    ],
}


# 10.3: logits and labels; the deltas of the scores


def one_hot(logits, labels):
    return np.eye(logits.shape[1])[labels]


def largest_not_subtracted(logits, labels):
    powers = np.exp(logits)
    return (powers / powers.sum(axis=1, keepdims=True) - one_hot(logits, labels)) / len(labels)


def largest_of_all_subtracted(logits, labels):
    powers = np.exp(logits - logits.max())
    return (powers / powers.sum(axis=1, keepdims=True) - one_hot(logits, labels)) / len(labels)


def divided_by_the_sum_of_all(logits, labels):
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return (powers / powers.sum() - one_hot(logits, labels)) / len(labels)


def one_in_whole_columns(logits, labels):
    """What comes of ``delta[:, labels] -= 1``."""
    delta = softmax(logits, axis=1)
    delta[:, labels] -= 1
    return delta / len(labels)


def first_label_for_all(logits, labels):
    return (softmax(logits, axis=1) - one_hot(logits, labels[:1])) / len(labels)


def only_the_last_image(logits, labels):
    delta = np.zeros(logits.shape)
    delta[-1] = softmax(logits[-1]) - one_hot(logits, labels)[-1]
    return delta / len(labels)


def row_of_all_images(logits, labels):
    return ((softmax(logits, axis=1) - one_hot(logits, labels)) / len(labels)).sum(axis=0)


def divided_by_as_many_as_there_are_numbers(logits, labels):
    return (softmax(logits, axis=1) - one_hot(logits, labels)) / logits.size


def kept_in_the_logits_kind(logits, labels):
    """What comes of a result that began as ``np.zeros_like(logits)``."""
    return ((softmax(logits, axis=1) - one_hot(logits, labels)) / len(labels)).astype(logits.dtype)


def shifted_in_place(logits, labels):
    logits -= logits.max(axis=1, keepdims=True)
    return (softmax(logits, axis=1) - one_hot(logits, labels)) / len(labels)


MISTAKES = {
    "10.1": {},
    "10.2": {},
    "10.3": {
        largest_not_subtracted: None,
        largest_of_all_subtracted: None,
        divided_by_the_sum_of_all: None,
        one_in_whole_columns: None,
        first_label_for_all: None,
        only_the_last_image: None,
        row_of_all_images: None,
        divided_by_as_many_as_there_are_numbers: None,
        kept_in_the_logits_kind: None,
        shifted_in_place: None,
    },
}
IN_PLACE = {shifted_in_place}
