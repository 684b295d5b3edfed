"""The exercises of lessons 00 to 05: what is given and what is right."""

import numpy as np

from ..maths.activations import tanh_input_delta
from ..maths.convolution import conv2d, conv2d_input_delta, conv2d_kernel_gradient
from ..maths.pooling import max_pool2d_input_delta
from . import answers
from .exercise import CodeExercise, Exercise
from .given_arrays import (
    DELTA,
    KERNEL,
    PIXELS,
    TIED,
    WHOLE_DELTA,
    WHOLE_KERNEL,
    WHOLE_PIXELS,
    single,
    uneven_product,
)

EXERCISES = (
    Exercise("00.1", answers.chain_of_three, 0.7, 0.3, -1.2, 0.5),
    Exercise("00.2", answers.count_deltas_and_gradients, (6, 5), (3, 2), (2, 2), 3),
    CodeExercise(
        "00.3",
        answers.central_difference,
        (uneven_product, np.array([[0.4, -1.3, 0.8], [2.1, 0.6, -0.9]]), (0, 2), 0.01),
        (uneven_product, np.array([[1.7, 0.5], [-0.2, 0.9], [1.1, 0.3]]), (2, 0), 0.1),
        (uneven_product, np.array([[-1.5, -0.5, -2]]), (0, 2), 0.5),
        (uneven_product, np.array([[1, -2, 3], [2, 4, -1]]), (0, 2), 0.5),
        (uneven_product, single(np.array([[2, 5], [-3, 8], [6, -1]])), (1, 0), 0.25),
    ),
    Exercise("01.1", conv2d, np.array([[3, 1, 4, 1], [5, 9, 2, 6], [5, 3, 5, 8]]), np.array([[0.5, -1], [2, 0.1]])),
    Exercise("01.2", answers.feature_map_size, (9, 6), (3, 2), (2, 1), (0, 1)),
    CodeExercise(
        "01.3",
        conv2d,
        (np.array([[3, 1, 4, 1], [5, 9, 2, 6], [5, 3, 5, 8.0]]), np.array([[0.5, -1], [2, 0.1]])),
        (np.arange(30.0).reshape(5, 6) ** 2, np.array([[1, -2, 0.5], [0.25, 3, -1]])),
        (np.array([[1.5, -2, 0.5, 4, 7]]), np.array([[1, 10, 100.0]])),
        (np.array([[-3, -1, -4], [-1, -5, -9.0]]), np.array([[0.5, 1], [2, 0.1]])),
        (WHOLE_PIXELS, KERNEL),
        (PIXELS, WHOLE_KERNEL),
        (single(WHOLE_PIXELS), single(WHOLE_KERNEL)),
    ),
    Exercise(
        "02.1",
        max_pool2d_input_delta,
        np.array([[0.3, 0.9, -0.2, 0.4, 0.1, 0.7], [0.8, 0.2, 0.5, 0.6, -0.3, 0.2]]),
        np.array([[0.25, -0.4, 0.15]]),
    ),
    Exercise(
        "02.2",
        max_pool2d_input_delta,
        np.array([[-1, -4, 2, 0], [-3, -2, 5, 5], [1, 6, 3, 4.0]]),
        np.array([[0.15, 0.25, -0.5], [0.3, 0.04, 0.7]]),
        size=2,
        stride=1,
    ),
    CodeExercise(
        "02.3",
        max_pool2d_input_delta,
        (
            np.array([[0.3, 0.9, -0.2, 0.4, 0.1, 0.7], [0.8, 0.2, 0.5, 0.6, -0.3, 0.2]]),
            np.array([[0.25, -0.4, 0.15]]),
            2,
            2,
        ),
        (TIED, np.array([[0.5, -0.25], [2, 0.75]]), 2, 2),
        (TIED, np.array([[0.5, -0.25, 1], [2, 0.75, 4]]), 3, 1),
        (np.array([[-9, 1, 0.5, -7], [2, -3, -8, -1.0]]), np.array([[0.5, -0.25]]), 2, 2),
        (PIXELS, np.array([[0.5, -0.25]]), 2, 3),
        (np.array([[-3, -1], [-2, -4.0]]), np.array([[0.5]]), 2, 2),
        (WHOLE_PIXELS, np.array([[0.5, -0.25], [2, 0.75]]), 2, 2),
        (PIXELS, WHOLE_DELTA[:, 1:], 3, 1),
        (single(WHOLE_PIXELS), single(WHOLE_DELTA[:, :2]), 2, 2),
    ),
    Exercise(
        "03.1",
        answers.delta_behind_sigmoid,
        np.array([[0.4, -1.5, 0.2], [0.3, 0.6, -0.5]]),
        np.array([0.5, -0.2]),
        np.array([0.8, 0.25, 0.6]),
    ),
    Exercise(
        "03.2",
        answers.delta_behind_relu,
        np.array([[0.4, -0.3, -0.2, -0.7, 0.1, 0.6], [0.9, 0.1, -0.5, -0.1, -0.8, 0.2]]),
        np.array([[0.3, 0.5, -0.25]]),
    ),
    CodeExercise(
        "03.3",
        tanh_input_delta,
        (np.array([[0.5, -0.8, 0.1], [-0.3, 0.9, -0.6]]), np.array([[0.2, 1.5, -0.7], [-0.4, 0.3, 2]])),
        (np.array([0.25, -0.75]), np.array([-1.2, 0.6])),
        (np.array([[0, 1, -1], [-1, 0, 0]]), np.array([[0.2, 1.5, -0.7], [-0.4, 0.3, 2]])),
        (np.array([[0.5, -0.8], [0.1, -0.3], [0.9, -0.6]]), np.array([[3, -2], [1, 4], [-5, 2]])),
        (single(np.array([[2, -3, 1, 0]])), single(np.array([[5, 1, -6, 3]]))),
    ),
    Exercise(
        "04.1",
        conv2d_kernel_gradient,
        np.array([[1, 2, 0, 3], [4, 1, 2, 5], [2, 3, 1, 0.5]]),
        np.array([[0.2, 0, -0.1], [0, 0.5, 0]]),
    ),
    Exercise(
        "04.2",
        answers.two_weights_and_the_bias,
        np.array([[2, 4, 0, 3, 1], [1, 4, 6, 5, 3], [2, 3, 1, 5, 4], [0, 6, 2, 1, 7.0]]),
        np.array([[0.3, 0, 0, -0.2], [0, 0.05, 0, 0]]),
    ),
    CodeExercise(
        "04.3",
        conv2d_kernel_gradient,
        (PIXELS, np.array([[0.4, -0.3, 0, 1.2], [-2, 0.1, 0.6, -0.5], [0.7, 0, 0.25, -1.1]])),
        (PIXELS, DELTA),
        (np.array([[1.5, -2, 0.5, 4, 7]]), np.array([[1, 10, -100.0]])),
        (np.array([[-3, -1, -4], [-1, -5, -9.0]]), np.array([[0.5, 1], [2, 0.1]])),
        (WHOLE_PIXELS, DELTA),
        (PIXELS, WHOLE_DELTA),
        (single(WHOLE_PIXELS), single(WHOLE_DELTA)),
    ),
    Exercise(
        "05.1",
        conv2d_input_delta,
        np.array([[0.5, -1], [2, 0.1]]),
        np.array([[0.4, 0, -0.2], [0, 0.3, 0]]),
    ),
    Exercise(
        "05.2",
        answers.first_kernel_gradient,
        np.array([2, -1, 3, 1, 2.0]),
        np.array([0.5, -1]),
        np.array([1, 0.4, -2]),
        np.array([0.3, -0.1]),
    ),
    CodeExercise(
        "05.3",
        conv2d_input_delta,
        (KERNEL, DELTA),
        (np.array([[0.5, -1, 2]]), np.array([[0.4, 0, -0.2], [0.1, 0.3, 0.7]])),
        (np.array([[1.0], [-10], [100]]), np.array([[1.5, -2, 0.5, 4]])),
        (np.array([[-0.5, -1], [-2, -0.1]]), np.array([[0.4, 1, 0.2]])),
        (WHOLE_KERNEL, DELTA),
        (KERNEL, WHOLE_DELTA),
        (single(WHOLE_KERNEL), single(WHOLE_DELTA)),
    ),
)
