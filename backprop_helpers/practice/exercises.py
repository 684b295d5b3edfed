"""The lessons' exercises by id: what is given and what is right."""

import numpy as np

from ..maths.activations import tanh_input_delta
from ..maths.convolution import conv2d, conv2d_input_delta, conv2d_kernel_gradient
from ..maths.pooling import max_pool2d_input_delta
from . import answers


class Exercise:
    """A question with one right answer, ``function(*arguments, **settings)``.

    Attributes
    ----------
    id : "01.2" is the second exercise of lesson 01
    function, arguments, settings : what gives the right answer

    Examples
    --------
    >>> from backprop_helpers import check
    >>> check([1.73, 1.41], Exercise("roots", np.sqrt, [3, 2]))
    Right to the digits you gave.
    """

    def __init__(self, id, function, *arguments, **settings):
        self.id, self.function, self.arguments, self.settings = id, function, arguments, settings

    @property
    def truth(self):
        """The right answer."""
        return self.function(*self.arguments, **self.settings)


class CodeExercise:
    """A function to write, judged by its results for several arguments.

    Attributes
    ----------
    id : "01.3" is the third exercise of lesson 01
    function : one that is right
    cases : the arguments of each call

    Examples
    --------
    >>> from backprop_helpers import check
    >>> check(lambda x: x * x, CodeExercise("square", np.square, (3,), (np.array([0.5, -2]),)))
    Right, in all 2 calls.
    """

    def __init__(self, id, function, *cases):
        self.id, self.function, self.cases = id, function, cases


def given(exercise):
    """Return what an exercise starts from.

    Parameters
    ----------
    exercise : id such as "01.1", of an exercise that asks for numbers

    Returns
    -------
    tuple of copies of its arguments

    Raises
    ------
    ValueError
        If there is no such exercise, or if it asks for a function.

    Examples
    --------
    >>> image, kernel = given("01.1")
    >>> image.shape, kernel.shape
    ((3, 4), (2, 2))
    """
    asked = find(exercise)
    if isinstance(asked, CodeExercise):
        raise ValueError(f"exercise {exercise!r} asks for a function; what it is called with is up to the check")
    return tuple(np.array(argument) for argument in asked.arguments)


def find(exercise):
    """Return the exercise with an id, or one that is given itself; a ValueError that lists the ids if there is none."""
    if isinstance(exercise, Exercise | CodeExercise):
        return exercise
    if isinstance(exercise, str) and exercise in EXERCISES:
        return EXERCISES[exercise]
    raise ValueError(f"no exercise {exercise!r}; there are {', '.join(EXERCISES)}")


def _uneven_product(x):
    return (x**3 * np.arange(1, x.size + 1).reshape(x.shape)).sum() * x[0, 1]


_PIXELS = np.array([[0.5, -1, 2, 0.25, 3], [1.5, 4, -2, 0.75, 1], [-0.5, 2.5, 1.25, -3, 0.1], [6, -4, 0.3, 2, -1.5]])
_KERNEL = np.array([[0.2, -1], [3, 0.5], [-0.7, 1.1]])
_DELTA = np.array([[0.4, -0.3, 0, 1.2], [-2, 0.1, 0.6, -0.5]])
_CHANNELS = np.stack([_PIXELS, _PIXELS[::-1] ** 2, _PIXELS - 1.5])
_DELTAS = np.stack([_DELTA, _DELTA[::-1] / 3, 2 - _DELTA])[:, :, :3]
_TIED = np.array([[2, 7, 7, 1, 0], [7, 3, 5, 7, 2], [1, 6, 4, 4, 8], [6, 0, 4, 4, 8.0]])

_WHOLE_PIXELS = np.array([[3, 1, 4, 1, -5], [9, -2, 6, 5, 3], [-5, 8, 9, -7, 2], [2, 3, 12, 4, 6]])
_WHOLE_KERNEL = np.array([[1, -2], [3, 5], [-4, 2]])
_WHOLE_DELTA = np.array([[3, -1, 4, 2], [-2, 6, 1, -5]])
_WHOLE_CHANNELS = np.stack([_WHOLE_PIXELS, _WHOLE_PIXELS[::-1] - 1])
_WHOLE_DELTAS = np.stack([_WHOLE_DELTA, _WHOLE_DELTA[::-1] - 3, 2 - _WHOLE_DELTA])


def _single(whole):
    """Quarters in float32: sums of their products are exact in float32 as in float64."""
    return (whole / 4).astype(np.float32)


EXERCISES = {
    exercise.id: exercise
    for exercise in (
        Exercise("00.1", answers.chain_of_three, 0.7, 0.3, -1.2, 0.5),
        Exercise("00.2", answers.count_deltas_and_gradients, (6, 5), (3, 2), (2, 2), 3),
        CodeExercise(
            "00.3",
            answers.central_difference,
            (_uneven_product, np.array([[0.4, -1.3, 0.8], [2.1, 0.6, -0.9]]), (0, 2), 0.01),
            (_uneven_product, np.array([[1.7, 0.5], [-0.2, 0.9], [1.1, 0.3]]), (2, 0), 0.1),
            (_uneven_product, np.array([[-1.5, -0.5, -2]]), (0, 2), 0.5),
            (_uneven_product, np.array([[1, -2, 3], [2, 4, -1]]), (0, 2), 0.5),
            (_uneven_product, _single(np.array([[2, 5], [-3, 8], [6, -1]])), (1, 0), 0.25),
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
            (_WHOLE_PIXELS, _KERNEL),
            (_PIXELS, _WHOLE_KERNEL),
            (_single(_WHOLE_PIXELS), _single(_WHOLE_KERNEL)),
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
            (_TIED, np.array([[0.5, -0.25], [2, 0.75]]), 2, 2),
            (_TIED, np.array([[0.5, -0.25, 1], [2, 0.75, 4]]), 3, 1),
            (np.array([[-9, 1, 0.5, -7], [2, -3, -8, -1.0]]), np.array([[0.5, -0.25]]), 2, 2),
            (_PIXELS, np.array([[0.5, -0.25]]), 2, 3),
            (np.array([[-3, -1], [-2, -4.0]]), np.array([[0.5]]), 2, 2),
            (_WHOLE_PIXELS, np.array([[0.5, -0.25], [2, 0.75]]), 2, 2),
            (_PIXELS, _WHOLE_DELTA[:, 1:], 3, 1),
            (_single(_WHOLE_PIXELS), _single(_WHOLE_DELTA[:, :2]), 2, 2),
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
            (_single(np.array([[2, -3, 1, 0]])), _single(np.array([[5, 1, -6, 3]]))),
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
            (_PIXELS, np.array([[0.4, -0.3, 0, 1.2], [-2, 0.1, 0.6, -0.5], [0.7, 0, 0.25, -1.1]])),
            (_PIXELS, _DELTA),
            (np.array([[1.5, -2, 0.5, 4, 7]]), np.array([[1, 10, -100.0]])),
            (np.array([[-3, -1, -4], [-1, -5, -9.0]]), np.array([[0.5, 1], [2, 0.1]])),
            (_WHOLE_PIXELS, _DELTA),
            (_PIXELS, _WHOLE_DELTA),
            (_single(_WHOLE_PIXELS), _single(_WHOLE_DELTA)),
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
            (_KERNEL, _DELTA),
            (np.array([[0.5, -1, 2]]), np.array([[0.4, 0, -0.2], [0.1, 0.3, 0.7]])),
            (np.array([[1.0], [-10], [100]]), np.array([[1.5, -2, 0.5, 4]])),
            (np.array([[-0.5, -1], [-2, -0.1]]), np.array([[0.4, 1, 0.2]])),
            (_WHOLE_KERNEL, _DELTA),
            (_KERNEL, _WHOLE_DELTA),
            (_single(_WHOLE_KERNEL), _single(_WHOLE_DELTA)),
        ),
        Exercise("06.1", answers.slopes_by_a_nudge, 1.0, 0.4, 2.0),
        CodeExercise(
            "06.2",
            answers.numerical_gradient,
            (_uneven_product, np.array([[0.4, -1.3, 0.8], [2.1, 0.6, -0.9]]), 0.01),
            (_uneven_product, np.array([[1.7, 0.5], [-0.2, 0.9], [1.1, 0.3]]), 0.1),
            (_uneven_product, np.array([[-1.5, -0.5, -2]]), 0.5),
            (_uneven_product, np.array([[1, -2, 3], [2, 4, -1]]), 0.5),
            (_uneven_product, _single(np.array([[2, 5], [-3, 8], [6, -1]])), 0.25),
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
            (_CHANNELS, np.stack([_DELTA[:, :3], -(_DELTA[:, 1:] ** 2)])),
            (_CHANNELS[:2], _DELTAS),
            (_CHANNELS[:2], _DELTAS[:, :1, :2]),
            (-(_CHANNELS[1:] ** 2) - 1, 2 - _DELTAS[:1]),
            (_WHOLE_CHANNELS, _DELTAS),
            (_CHANNELS[:2], _WHOLE_DELTAS),
            (_single(_WHOLE_CHANNELS), _single(_WHOLE_DELTAS)),
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
            (_KERNEL, _DELTA, (5, 8), 2),
            (_KERNEL, _DELTA, (6, 9), 2),
            (_KERNEL, _DELTA, (4, 5), 1),
            (np.array([[-0.5, -1], [-2, -0.1]]), np.array([[0.4, 1, 0.2]]), (3, 9), 3),
            (_WHOLE_KERNEL, _DELTA, (5, 8), 2),
            (_KERNEL, _WHOLE_DELTA, (6, 8), 2),
            (_single(_WHOLE_KERNEL), _single(_WHOLE_DELTA), (6, 11), 3),
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
            np.array([1.0]),
        ),
        Exercise("12.2", answers.most_that_rounding_moves, np.array([0.9, 0.6, 0.25]), np.array([0.4, -3, 0.7]), 0.005),
    )
}
