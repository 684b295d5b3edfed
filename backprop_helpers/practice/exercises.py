"""The lessons' exercises by id."""

import numpy as np

from . import lessons_00_to_05, lessons_06_to_12
from .exercise import CodeExercise, Exercise


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
    return one_of(EXERCISES, exercise, Exercise | CodeExercise, "exercise")


def one_of(known, asked, kinds, called):
    """Return what is known by an id, or what is given itself."""
    if isinstance(asked, kinds):
        return asked
    if isinstance(asked, str) and asked in known:
        return known[asked]
    raise ValueError(f"no {called} {asked!r}; there are {', '.join(known)}")


EXERCISES = {exercise.id: exercise for exercise in (*lessons_00_to_05.EXERCISES, *lessons_06_to_12.EXERCISES)}
