"""The exercises of lessons 06 to 12: what is given and what is right."""

import numpy as np

from ..maths.convolution import conv2d_input_delta, conv2d_kernel_gradient
from ..maths.losses import softmax_cross_entropy, softmax_cross_entropy_input_delta
from . import answers
from .exercise import CodeExercise, Exercise
from .given_arrays import (
    CHANNELS,
    DELTA,
    DELTAS,
    KERNEL,
    WHOLE_CHANNELS,
    WHOLE_DELTA,
    WHOLE_DELTAS,
    WHOLE_KERNEL,
    single,
    uneven_product,
)

EXERCISES = (
    Exercise("06.1", answers.slopes_by_a_nudge, 1.0, 0.4, 2.0),
    CodeExercise(
        "06.2",
        answers.numerical_gradient,
        (uneven_product, np.array([[0.4, -1.3, 0.8], [2.1, 0.6, -0.9]]), 0.01),
        (uneven_product, np.array([[1.7, 0.5], [-0.2, 0.9], [1.1, 0.3]]), 0.1),
        (uneven_product, np.array([[-1.5, -0.5, -2]]), 0.5),
        (uneven_product, np.array([[1, -2, 3], [2, 4, -1]]), 0.5),
        (uneven_product, single(np.array([[2, 5], [-3, 8], [6, -1]])), 0.25),
    ),
    Exercise(
        "06.3",
        answers.slopes_of_a_pool_and_the_wrong_cell,
        np.array([1.5, 1.25, 2.5, 1]),
        np.array([4, -1, 6]),
        np.array([4, 0, 6, 0]),
        0.5,
    ),
    Exercise("07.1", answers.one_sgd_step, np.array([0.5, -2]), np.array([0.3, 0.1]), np.array([1.0]), 0.1),
    Exercise("07.2", answers.one_step_of_two_weights, 1.5, -0.4, 0.5, 0.9, 0.2),
    Exercise(
        "08.1",
        answers.kernel_gradient_of_rows,
        np.array([[1, 2, -1, 0.5, 3], [0.5, 0, 3, 2, -1], [2, -2, 1, 4, 0.5]]),
        np.array([[0.4, 0, -0.1, 0], [0, 0.2, 0, 0.3]]),
    ),
    CodeExercise(
        "08.2",
        conv2d_kernel_gradient,
        (CHANNELS, np.stack([DELTA[:, :3], -(DELTA[:, 1:] ** 2)])),
        (CHANNELS[:2], DELTAS),
        (CHANNELS[:2], DELTAS[:, :1, :2]),
        (-(CHANNELS[1:] ** 2) - 1, 2 - DELTAS[:1]),
        (WHOLE_CHANNELS, DELTAS),
        (CHANNELS[:2], WHOLE_DELTAS),
        (single(WHOLE_CHANNELS), single(WHOLE_DELTAS)),
    ),
    Exercise(
        "08.3",
        answers.input_delta_of_rows,
        np.array([[[1, -2], [0.5, 3], [2, 1]], [[-1, 0.5], [2, -0.5], [0, 4]]]),
        np.array([[0.4, 0, -0.1], [0.2, 0.3, 0]]),
    ),
    Exercise("09.1", answers.input_delta_of_a_row, np.array([0.5, -1, 2]), np.array([0.4, -0.2, 0.3]), 6, 2, 1),
    Exercise(
        "09.2",
        answers.way_back_of_a_row_with_a_zero_at_its_end,
        np.array([3, -1, 2, 0.5, 1]),
        np.array([0.5, -2]),
        np.array([0.4, 0, -0.3, 0, 0.2]),
    ),
    CodeExercise(
        "09.3",
        conv2d_input_delta,
        (KERNEL, DELTA, (5, 8), 2),
        (KERNEL, DELTA, (6, 9), 2),
        (KERNEL, DELTA, (4, 5), 1),
        (np.array([[-0.5, -1], [-2, -0.1]]), np.array([[0.4, 1, 0.2]]), (3, 9), 3),
        (WHOLE_KERNEL, DELTA, (5, 8), 2),
        (KERNEL, WHOLE_DELTA, (6, 8), 2),
        (single(WHOLE_KERNEL), single(WHOLE_DELTA), (6, 11), 3),
    ),
    Exercise("10.1", softmax_cross_entropy_input_delta, np.array([0.5, -1.2, 2, 0.3]), 0),
    Exercise("10.2", softmax_cross_entropy, np.array([[1, 0.2, -0.5], [0.4, 2.1, 0.9]]), np.array([1, 2])),
    CodeExercise(
        "10.3",
        softmax_cross_entropy_input_delta,
        (np.array([[1, 0.2, -0.5], [0.4, 2.1, 0.9]]), np.array([1, 2])),
        (np.array([[0.5, -1.2, 2, 0.3]]), np.array([0])),
        (np.array([[0.3, -0.7], [1.5, 0.2], [-0.4, -2]]), np.array([0, 0, 1])),
        (np.array([[1000, 998.5, 0, 1], [-1000, -999, -1001, -2000]]), np.array([1, 0])),
        (np.array([[2, 0, -1], [3, 1, 1]]), np.array([2, 0])),
        (single(np.array([[12, 12, 12, 12], [-4, 3600, -4, -4]])), np.array([3, 1])),
    ),
    Exercise(
        "11.1",
        answers.kernel_gradient_through_relu_and_pool,
        np.array([0, 0.25, 1, 0.75, 0, 0.5, 1, 0.25]),
        np.array([0.5, -1, 0.25]),
        np.array([0.4, -0.3, 0.2, -0.5]),
    ),
    Exercise(
        "11.2",
        answers.accuracy_recall_precision,
        np.array([3, 8, 8, 9, 3, 8, 5, 8, 9, 3, 5, 8]),
        np.array([3, 8, 3, 9, 8, 8, 8, 8, 9, 3, 5, 8]),
        8,
    ),
    Exercise(
        "12.1",
        answers.kernel_gradient_through_a_pool,
        np.array([[2, -1, 3, 0.5, 1], [0, 4, -2, 1, 3]]),
        np.array([0.5, -1]),
        np.array([0.5, -1, 0.25, 1]),
        np.array([4.0]),
    ),
    Exercise("12.2", answers.most_that_rounding_moves, np.array([0.9, 0.6, 0.25]), np.array([0.4, -3, 0.7]), 0.005),
)
