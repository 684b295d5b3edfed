"""What a function accepts: arrays of real numbers, pairs of integers, shapes that fit. The words of every error."""

import math
import numbers
import operator

import numpy as np

_KEPT = {np.dtype(np.float32), np.dtype(np.float64)}  # types that are calculated in as they are
_NOT_PLAIN = (np.matrix, np.ma.MaskedArray)


def as_common_arrays(optional=(), **arguments):
    """Return the arguments as arrays of one common type, in the order given.

    Integers and booleans become float64, float32 beside float64 becomes float64, and float16 becomes float32, for its
    sums stop growing at 2048. Beside an array of Python objects (fractions, traced numbers) every other array becomes
    one of the same class, its integers kept exact.

    Parameters
    ----------
    optional : names of the arguments that may be None
    **arguments : array-like of real numbers, at least one entry each

    Returns
    -------
    list of arrays, with None where an optional argument was None

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If it is ragged or empty.

    Examples
    --------
    >>> x, bias = as_common_arrays(x=[1, 2], bias=None, optional=["bias"])
    >>> x, bias
    (array([1., 2.]), None)
    """
    given = {
        name: as_real_array(name, value)
        for name, value in arguments.items()
        if value is not None or name not in optional
    }
    if len(kinds := {value.dtype for value in given.values()}) == 1 and kinds <= _KEPT:
        return [given.get(name) for name in arguments]
    objects = [value for value in given.values() if value.dtype == object]
    model = max(objects, key=lambda value: value.__array_priority__, default=None)
    kind = np.result_type(*map(_floating, given.values()))
    return [_as_type(given[name], kind, model) if name in given else None for name in arguments]


def as_real_array(name, value):
    """Return one argument as a non-empty array of real numbers, its type and class kept."""
    try:
        result = np.asanyarray(value)
    except ValueError:
        raise ValueError(f"{name} is ragged: its rows must all have the same length") from None
    if isinstance(result, _NOT_PLAIN):
        raise TypeError(f"{name} must be a plain array, not a {type(result).__name__}")
    if result.dtype.kind not in "biufO":
        raise TypeError(f"{name} must be real numbers; got {_kind(result)}")
    if result.dtype == object:
        _refuse_other_objects(name, result)
        result = _as_its_elements_ask(result)
    if result.size == 0:
        raise ValueError(f"{name} is empty: its shape is {result.shape}, and every axis needs at least one entry")
    return result


def _kind(array):
    return {"U": "text", "S": "bytes", "c": "complex numbers"}.get(array.dtype.kind, f"the type {array.dtype}")


def _refuse_other_objects(name, array):
    for index, element in np.ndenumerate(array):
        if not isinstance(element, numbers.Real):
            raise TypeError(f"{name} must be real numbers; got {element!r} ({type(element).__name__}){_place(index)}")


def _place(index):
    return f" at {list(index)}" if index else ""


def _as_its_elements_ask(array):
    """Return an array of objects as the class of array that its elements name, as traced numbers do."""
    wanted = next((element.array_class for element in array.flat if hasattr(element, "array_class")), np.ndarray)
    return array if isinstance(array, wanted) else _as_type(array, object, np.empty(0, object).view(wanted))


def _floating(array):
    if array.dtype.kind in "biu":
        return np.float64
    return np.float32 if (array.dtype.kind, array.dtype.itemsize) == ("f", 2) else array.dtype


def _as_type(array, kind, model):
    if np.dtype(kind) != object:
        return array if array.dtype == kind else array.astype(kind)
    if isinstance(array, type(model)) and array.dtype == kind:
        return array
    result = np.empty_like(model, shape=array.shape, order="C")
    result[...] = array
    return result


def as_pair(name, value, least):
    """Return an integer for both axes, or a pair of them, as a pair of ints not below `least`."""
    try:
        rows, columns = (value, value) if isinstance(value, int) or not np.iterable(value) else value
        result = _index(rows), _index(columns)
    except (TypeError, ValueError):
        result = (least - 1,)
    if min(result) < least:
        raise ValueError(f"{name} must be an integer of at least {least}, or a pair of them; got {value!r}")
    return result


def as_whole_number(name, value, least=1):
    """Return an integer that is not below `least`."""
    try:
        result = _index(value)
    except TypeError:
        result = least - 1
    if result < least:
        raise ValueError(f"{name} must be an integer of at least {least}; got {value!r}")
    return result


def _index(number):
    if isinstance(number, bool | np.bool_):
        raise TypeError
    return operator.index(number)


def as_finite_number(name, value):
    """Return one real number that is finite; NumPy's own becomes Python's, which does not widen float32."""
    if not isinstance(value, numbers.Real) or isinstance(value, bool):
        raise TypeError(f"{name} must be a real number; got {value!r}")
    if not math.isfinite(getattr(value, "value", value)):
        raise ValueError(f"{name} must be finite; got {value!r}")
    return value.item() if hasattr(value, "item") else value


def as_shape(name, value, axes):
    """Return a shape as a tuple of positive ints, its number of axes one of `axes`."""
    try:
        result = tuple(operator.index(number) for number in value)
    except TypeError:
        raise ValueError(f"{name} must be a tuple of integers; got {value!r}") from None
    if len(result) not in axes or min(result) < 1:
        raise ValueError(f"{name} must have {_either(axes)} entries of at least 1; got {result}")
    return result


def check_axes(name, shape, axes, meaning):
    """Raise a ValueError unless the number of axes is one of `axes`."""
    if len(shape) not in axes:
        raise ValueError(f"{name} must have {_either(axes)} axes, {meaning}; got shape {shape}")


def check_shape(name, shape, wanted, reason, hint=""):
    """Raise a ValueError unless the shape is the one that is wanted."""
    if tuple(shape) != tuple(wanted):
        raise ValueError(f"{name} has shape {tuple(shape)}, but {reason} {tuple(wanted)}{hint}")


def hint_at_images(row, images):
    """Return what may have gone wrong where the numbers of several images stand in one row, or nothing.

    Parameters
    ----------
    row : the shape of what flows through the network
    images : how many images there may be; no whole number, or 1, if none may
    """
    if len(row) != 1 or images % 1 or images < 2:
        return ""
    return f"; if it is {images:.0f} images, Flatten took them for one: give them a channel axis, images[:, None]"


def check_between(name, array, low, high, meaning):
    """Raise a ValueError unless every number lies from `low` to `high`; what is not a number passes."""
    values = np.asarray(getattr(array, "value", array))
    outside = (values < low) | (values > high)
    if outside.any():
        index = tuple(np.argwhere(outside)[0].tolist())
        raise ValueError(f"{name} must lie between {low} and {high}: {meaning}; got {values[index]}{_place(index)}")


def check_has_exponential(name, array):
    """Raise a TypeError for Python's own exact numbers, such as fractions: NumPy takes exp and tanh of floats alone."""
    if array.dtype == object and type(array) is np.ndarray:
        raise TypeError(
            f"{name} must be floats, for exp has no exact value; got {array.flat[0]!r}: "
            f"np.array({name}, dtype=float) makes floats of them"
        )


def class_labels(value, logits):
    """Return class labels for logits (classes,) or (N, classes) as an array of integers from 0 to classes − 1.

    Those that are traced stay so; their values are whole numbers.
    """
    given, (*count, classes) = as_real_array("labels", value), logits
    result = _whole(given.value) if hasattr(given, "value") else given
    if _is_one_hot(result, logits):
        raise ValueError(
            "labels must be class numbers such as 2; got one-hot rows: np.argmax(labels, axis=-1) makes numbers of them"
        )
    if result.dtype.kind not in "iu":
        raise TypeError(f"labels must be integers, class numbers such as 2; got {_kind(result)}")
    images = len(result) if result.ndim == 1 and classes % len(result) == 0 else 0
    check_shape("labels", result.shape, count, "the logits ask for", hint_at_images(logits, images))
    if result.min() < 0 or result.max() >= classes:
        raise ValueError(f"labels must lie between 0 and {classes - 1}; got {result.min()} to {result.max()}")
    return given


def _whole(array):
    """Return an array as integers if it holds whole numbers."""
    return array.astype(int) if np.isfinite(array).all() and (array % 1 == 0).all() else array


def _is_one_hot(array, shape):
    if array.dtype.kind not in "biuf" or array.shape != tuple(shape):
        return False
    return bool(((array == 0) | (array == 1)).all() and (array.sum(axis=-1) == 1).all())


def _either(axes):
    return " or ".join(map(str, axes))
