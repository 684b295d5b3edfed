"""A mistake: what goes wrong, in plain words, and the wrong result that comes of it."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from itertools import combinations

import numpy as np

SETTINGS = {"kernel_shape", "input_shape", "stride", "padding", "dilation", "size", "slope", "labels"}


KEEPS_ITS_SIGN = "subtracting the gradient is the step's part; the gradient keeps its sign"


class NotPossible(ValueError):
    """With these arguments the mistake cannot be made."""


@dataclass(frozen=True)
class Mistake:
    """What goes wrong in a function, and what comes of it.

    Attributes
    ----------
    id : stable, "conv2d_kernel_gradient.averaged" say
    name : what happens, so that it goes on "This is what comes out if …"
    stage : which part of the calculation it belongs to
    truth : what is so in truth
    lesson, heading : where that is shown
    function : the function that is right
    wrong : a function of the right function, or one that is wrong already, and of its arguments by name
    """

    id: str
    name: str
    stage: str
    truth: str
    lesson: str
    heading: str
    function: Callable
    wrong: Callable

    def apply(self, *arguments, **settings):
        """Return the wrong result for a call of the function.

        Raises
        ------
        ValueError
            If the mistake cannot be made with these arguments: a batch cannot be forgotten where there is none.
        """
        return result_of(self.wrong, self.function, **by_name(self.function, arguments, settings))

    def __repr__(self):
        return f"<{self.id}: {self.name}>"


def mistake(function, stage, name, truth, lesson):
    """Return a decorator that makes a ``Mistake`` of a wrong way; the way's own name ends the id.

    Examples
    --------
    >>> from backprop_helpers import relu
    >>> lesson = "03", "Where does an activation's derivative go?"
    >>> @mistake(relu, "ReLU", "the sign is lost", "below 0 there is 0", lesson)
    ... def sign_lost(right, x):
    ...     return abs(x)
    >>> sign_lost.id, sign_lost.apply([3, -4])
    ('relu.sign_lost', array([3., 4.]))
    """

    def decorate(wrong):
        id = f"{function.__name__}.{wrong.__name__}"
        return Mistake(id, name, stage, truth, *lesson, function, wrong)

    return decorate


def of(function, stage):
    """Return ``mistake`` for one function."""
    return partial(mistake, function, stage)


def result_of(wrong, right, **call):
    """Return what comes out of a wrong way, numbers that are too large among it."""
    with np.errstate(all="ignore"):
        return np.asarray(wrong(right, **call), dtype=float)


def is_layer(function):
    """Tell whether a function is one of the layers'; one may belong to no module at all."""
    return ".maths." in (getattr(function, "__module__", None) or "")


def by_name(function, arguments, settings):
    """Return a call's arguments by name, defaults filled in, a layer's arrays as float64."""
    bound = _signature(function).bind(*arguments, **settings)
    bound.apply_defaults()
    if not is_layer(function):
        return dict(bound.arguments)
    return {name: _as_array(name, value) for name, value in bound.arguments.items()}


_signature = cache(inspect.signature)


def pairs(mistakes, call):
    """Yield the pairs of mistakes that can be made in one call, given by name: in the first, which calls the right
    function, the second stands in that one's place.
    """
    calling = [each for each in mistakes if _calls_the_right_one(each.wrong, call)]
    for one, other in combinations(mistakes, 2):
        outer, inner = (one, other) if one in calling else (other, one)
        if outer in calling:
            yield outer, inner


class _Called(Exception):
    pass


def _calls_the_right_one(wrong, call):
    def right(**_):
        raise _Called

    try:
        result_of(wrong, right, **call)
    except _Called:
        return True
    except (ValueError, TypeError, IndexError):
        pass
    return False


def _as_array(name, value):
    return value if value is None or name in SETTINGS else np.array(value, dtype=float)


def needs(condition):
    """Raise ``NotPossible`` unless the condition holds."""
    if not condition:
        raise NotPossible


def fitted(array, size):
    """Return an image cut off, or filled up with zeros, below and at the right, to so many rows and columns."""
    rows, columns = size
    grown = np.pad(array, [(0, 0)] * (array.ndim - 2) + [(0, rows), (0, columns)])
    return grown[..., :rows, :columns]


def flipped(array, axes=(-2, -1)):
    """Return an image or kernel flipped along its rows, its columns, or both: rotated by 180°."""
    return np.flip(array, axes)


def only(array, place):
    """Return an array of zeros but for what stands at one place."""
    result = np.zeros_like(array)
    result[place] = array[place]
    return result


# Wrong ways that fit every function


def sign_turned(right, **call):
    return -right(**call)


def transposed(right, **call):
    result = right(**call)
    needs(np.ndim(result) > 1)
    return np.swapaxes(result, -2, -1)


def signs_lost(right, delta, **call):
    return right(delta=abs(delta), **call)


def ones_for_deltas(right, delta, **call):
    return right(delta=(delta != 0).astype(float), **call)


def first_image_only(right, delta, x=None, axes=4, **call):
    return _of_the_batch(right, slice(1), delta, x, axes, call)


def last_image_only(right, delta, x=None, axes=4, **call):
    return _of_the_batch(right, slice(-1, None), delta, x, axes, call)


def _of_the_batch(right, part, delta, x, axes, call):
    needs(delta.ndim == axes and len(delta) > 1)
    return right(delta=delta[part], **call, **({} if x is None else {"x": x[part]}))


def batch_averaged(right, delta, axes=4, **call):
    needs(delta.ndim == axes and len(delta) > 1)
    return right(delta=delta, **call) / len(delta)


def wrong_batches(wrongs, lesson):
    """Return the mistakes with a batch of images, made by what ``of`` returns."""
    names = {
        first_image_only: "only the first image of the batch counts",
        last_image_only: "only the last image of the batch counts, as with = for +=",
        batch_averaged: "the images of the batch are averaged",
    }
    truth = "the images of a batch are added; a mean belongs to the loss"
    return [wrongs(name, truth, lesson)(wrong) for wrong, name in names.items()]
