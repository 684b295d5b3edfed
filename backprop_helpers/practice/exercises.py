"""The lessons' exercises by id: what is given and what is right."""

import numpy as np

from ..maths.convolution import conv2d
from ..maths.pooling import max_pool2d_input_delta
from ..maths.windows import Windows


class Exercise:
    """A question with one right answer, ``function(*arguments, **settings)``.

    Attributes
    ----------
    id : "01.2" is the second exercise of lesson 01
    function, arguments, settings : what gives the right answer
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
    """Return the exercise with an id; a ValueError that lists the ids if there is none."""
    if isinstance(exercise, str) and exercise in EXERCISES:
        return EXERCISES[exercise]
    raise ValueError(f"no exercise {exercise!r}; there are {', '.join(EXERCISES)}")


def chain_of_three(x, w, v, target):
    """Return ∂E/∂y, ∂E/∂h and ∂E/∂w for h = w·x, y = v·h, E = ½ (y − target)²."""
    output_delta = v * w * x - target
    hidden_delta = v * output_delta
    return np.array([output_delta, hidden_delta, x * hidden_delta])


def count_deltas_and_gradients(image, kernel, pool, outputs):
    """Return how many deltas and how many gradients the way back gives, for conv → pool → sigmoid → one dense layer."""
    feature_map = Windows(image, kernel).positions
    pooled = Windows(feature_map, pool, pool).positions
    sizes = [np.prod(image), np.prod(feature_map), np.prod(pooled), np.prod(pooled), outputs]
    return np.array([sum(sizes), np.prod(kernel) + np.prod(pooled) * outputs])


def central_difference(function, x, index, step):
    """Return the slope of function(x) along one entry, from one step up and one down."""
    up, down = x.copy(), x.copy()
    up[index] += step
    down[index] -= step
    return (function(up) - function(down)) / (2 * step)


def feature_map_size(image, kernel, stride, padding):
    """Return the rows and columns of the feature map."""
    return np.array(Windows(image, kernel, stride, padding).positions)


def _uneven_product(x):
    return (x**3 * np.arange(1, x.size + 1).reshape(x.shape)).sum() * x[0, 1]


_TIED = np.array([[2, 7, 7, 1, 0], [7, 3, 5, 7, 2], [1, 6, 4, 4, 8], [6, 0, 4, 4, 8.0]])

EXERCISES = {
    exercise.id: exercise
    for exercise in (
        Exercise("00.1", chain_of_three, 0.7, 0.3, -1.2, 0.5),
        Exercise("00.2", count_deltas_and_gradients, (6, 5), (3, 2), (2, 2), 3),
        CodeExercise(
            "00.3",
            central_difference,
            (_uneven_product, np.array([[0.4, -1.3, 0.8], [2.1, 0.6, -0.9]]), (0, 2), 0.01),
            (_uneven_product, np.array([[1.7, 0.5], [-0.2, 0.9], [1.1, 0.3]]), (2, 0), 0.1),
        ),
        Exercise("01.1", conv2d, np.array([[3, 1, 4, 1], [5, 9, 2, 6], [5, 3, 5, 8]]), np.array([[0.5, -1], [2, 0.1]])),
        Exercise("01.2", feature_map_size, (9, 6), (3, 2), (2, 1), (0, 1)),
        CodeExercise(
            "01.3",
            conv2d,
            (np.array([[3, 1, 4, 1], [5, 9, 2, 6], [5, 3, 5, 8.0]]), np.array([[0.5, -1], [2, 0.1]])),
            (np.arange(30.0).reshape(5, 6) ** 2, np.array([[1, -2, 0.5], [0.25, 3, -1]])),
            (np.array([[1.5, -2, 0.5, 4, 7]]), np.array([[1, 10, 100.0]])),
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
        ),
    )
}
