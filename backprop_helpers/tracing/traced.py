"""Numbers and arrays that remember the sum that made them.

The layers run on them unchanged. Every result then holds the whole calculation behind it, choices included: which cell
won a window is itself a remembered comparison, so it can come out differently when an input changes.
"""

import numbers
import operator
from functools import partial

import numpy as np

from ..maths.arguments import as_real_array

OPERATIONS = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "neg": operator.neg,
    "exp": np.exp,
    "log": np.log,
    "tanh": np.tanh,
    "max": np.maximum,
    "min": np.minimum,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
    "and": np.logical_and,
    "or": np.logical_or,
    "not": np.logical_not,
    "where": lambda condition, yes, no: yes if condition else no,
}


def trace(values, name):
    """Return an array whose elements remember what becomes of them.

    Parameters
    ----------
    values : array-like of real numbers, any shape
    name : what the array is called in an explanation, "image" say

    Returns
    -------
    TracedArray of the same shape. ``.value`` is its plain array; its elements are ``Traced``.

    Raises
    ------
    ValueError, TypeError
        If `values` is not an array of real numbers.

    Notes
    -----
    A traced sum is added up in reading order; BLAS, which adds for plain arrays, may take another. So values equal
    those of a plain run to 1e-12, not bit for bit. Whatever would need a fixed truth value or a plain number (``if``,
    ``argmax``, ``sort``, ``float``) raises a TypeError, for the trace would end there silently.

    Examples
    --------
    >>> x = trace([2, 3], "x")
    >>> y = (x * x).sum()
    >>> float(y.value), y.operation, y.operands[1].operands[0].name
    (13.0, '+', 'x[1]')
    """
    values = as_real_array(name, values)
    result = np.empty(values.shape, object).view(TracedArray)
    for index, value in np.ndenumerate(values):
        result[index] = Traced("input", (), np.float64(value))
    return result.named(name)


class Traced:
    """A number that remembers the operation and the operands that made it.

    Attributes
    ----------
    operation : a key of ``OPERATIONS``, or "input" or "constant"
    operands : tuple of Traced
    value : the number, or the truth value of a comparison
    name : what an input is called, ``image[2, 1]`` say; for other numbers None, until they are ``named``
    """

    __slots__ = ("name", "operands", "operation", "value")
    __hash__ = object.__hash__

    def __init__(self, operation, operands, value, name=None):
        self.operation = operation
        self.operands = operands
        self.value = value
        self.name = name

    def named(self, name):
        """Give the number a name for explanations, and return it; the last name given counts."""
        self.name = str(name)
        return self

    def __repr__(self):
        return f"Traced({self.value})"

    def __bool__(self):
        raise TypeError(
            "bool() of a traced number would end its trace: use np.where or np.maximum in place of a decision"
        )

    def __float__(self):
        raise TypeError("float() of a traced number would end its trace: read its .value")


numbers.Real.register(Traced)


class TracedArray(np.ndarray):
    """An array of traced numbers; made by ``trace`` and by calculating with what it returned."""

    __array_priority__ = 1.0

    @property
    def value(self):
        """The plain array of values, float64."""
        return _VALUES(self.view(np.ndarray), dtype=object).astype(float)

    def named(self, name):
        """Give the elements names for explanations, ``name[0, 1]`` and so on, and return the array.

        They keep their past, and are known by these names wherever else they go. The last name given counts.
        """
        for index, element in np.ndenumerate(self):
            element.named(f"{name}[{', '.join(map(str, index))}]" if index else name)
        return self

    def __repr__(self):
        return repr(self.value).replace("array", "traced", 1)

    def __str__(self):
        return str(self.value)

    def __getitem__(self, index):
        _refuse_as_index(index)
        return super().__getitem__(index)

    def __setitem__(self, index, value):
        _refuse_as_index(index)
        super().__setitem__(index, _LIFTED(_plain(value)) if self.dtype == object else value)

    def astype(self, dtype, *arguments, **settings):
        if self.dtype == object and np.dtype(dtype) != object:
            raise TypeError(f"astype({np.dtype(dtype)}) of Traced numbers would end their trace: read their .value")
        return super().astype(dtype, *arguments, **settings)

    def __array_function__(self, function, types, arguments, settings):
        if function is np.where and len(arguments) == 3:
            return _as_traced(_WHERE(*map(_plain, arguments)))
        if function not in _REARRANGING:
            raise TypeError(f"{function.__module__}.{function.__name__} cannot be traced")
        result = super().__array_function__(function, types, arguments, settings)
        return _as_traced(_LIFTED(_plain(result)) if function in _FILLING and result.dtype == object else result)


Traced.array_class = TracedArray


def _node(operation, *operands):
    operands = tuple(map(_lift, operands))
    value = OPERATIONS[operation](*(operand.value for operand in operands))
    if operation == "+" and isinstance(value, np.bool_):
        raise TypeError("+ of two truth values cannot be traced: choose numbers with np.where, and add those")
    return Traced(operation, operands, value)


def _lift(number):
    if isinstance(number, Traced):
        return number
    if not isinstance(number, numbers.Real | np.bool_):
        raise TypeError(f"{number!r} cannot be traced: it is no real number")
    return Traced("constant", (), np.bool_(number) if isinstance(number, bool | np.bool_) else np.float64(number))


def _refuse_as_index(index):
    for part in index if isinstance(index, tuple) else (index,):
        if isinstance(part, Traced) or (isinstance(part, TracedArray) and part.dtype == object):
            raise TypeError("indexing with a traced choice would end its trace: use np.where")


def _method(operation, swapped=False):
    def method(self, *others):
        if not all(isinstance(other, numbers.Real | np.bool_) for other in others):
            return NotImplemented
        return _node(operation, *others, self) if swapped else _node(operation, self, *others)

    return method


for _operation, _name in {"+": "add", "-": "sub", "*": "mul", "/": "truediv"}.items():
    setattr(Traced, f"__{_name}__", _method(_operation))
    setattr(Traced, f"__r{_name}__", _method(_operation, swapped=True))
for _operation, _name in {"neg": "neg", "<": "lt", "<=": "le", ">": "gt", ">=": "ge", "==": "eq", "!=": "ne"}.items():
    setattr(Traced, f"__{_name}__", _method(_operation))


def _ufunc(operation, operands=2, **identity):
    return np.frompyfunc(partial(_node, operation), operands, 1, **identity)


def _refused(name):
    def method(self, *arguments, **settings):
        raise TypeError(f".{name} of a traced array would end its trace")

    return method


for _name in ("argmax", "argmin", "sort", "argsort", "partition", "argpartition", "searchsorted", "nonzero"):
    setattr(TracedArray, _name, _refused(_name))


_VALUES = np.frompyfunc(lambda element: element.value if isinstance(element, Traced) else element, 1, 1)
_LIFTED = np.frompyfunc(_lift, 1, 1)
_WHERE = _ufunc("where", 3)
_AND = _ufunc("and", identity=True)
_OR = _ufunc("or", identity=False)
_NOT = _ufunc("not", 1)
_UFUNCS = {
    np.add: np.add,
    np.subtract: np.subtract,
    np.multiply: np.multiply,
    np.divide: np.divide,
    np.negative: np.negative,
    np.matmul: np.matmul,
    np.exp: _ufunc("exp", 1),
    np.log: _ufunc("log", 1),
    np.tanh: _ufunc("tanh", 1),
    np.maximum: _ufunc("max", identity=None),
    np.minimum: _ufunc("min", identity=None),
    np.less: _ufunc("<"),
    np.less_equal: _ufunc("<="),
    np.greater: _ufunc(">"),
    np.greater_equal: _ufunc(">="),
    np.equal: _ufunc("=="),
    np.not_equal: _ufunc("!="),
    np.logical_and: _AND,
    np.bitwise_and: _AND,
    np.logical_or: _OR,
    np.bitwise_or: _OR,
    np.logical_not: _NOT,
    np.invert: _NOT,
}
"""By each ufunc of NumPy's what it is on traced elements; the first six call the elements' own operators."""
_COMPARISONS = {np.less, np.less_equal, np.greater, np.greater_equal, np.equal, np.not_equal}
"""What answers about NaN without a warning, as for plain arrays."""
_FILLING = {np.zeros_like, np.ones_like, np.full_like, np.pad, np.stack, np.concatenate}
_REARRANGING = _FILLING | {
    *(np.reshape, np.ravel, np.transpose, np.moveaxis, np.swapaxes, np.squeeze, np.expand_dims, np.broadcast_to),
    *(np.flip, np.rot90, np.roll, np.tile, np.repeat, np.split, np.diagonal),
    *(np.empty_like, np.copyto, np.shape, np.ndim, np.size),
    *(np.sum, np.mean, np.max, np.min, np.dot, np.outer, np.tensordot, np.lib.stride_tricks.sliding_window_view),
}


def _traced_ufunc(self, ufunc, method, *inputs, out=None, **settings):
    if ufunc not in _UFUNCS or isinstance(settings.get("where"), Traced | TracedArray):
        choice = " with a traced where=: use np.where" if ufunc in _UFUNCS else ""
        raise TypeError(f"np.{ufunc.__name__} cannot be traced{choice}")
    if out is not None:
        settings["out"] = tuple(map(_plain, out))
    with np.errstate(invalid="ignore" if ufunc in _COMPARISONS else None):
        result = getattr(_UFUNCS[ufunc], method)(*map(_plain, inputs), **settings)
    return _as_traced(result) if out is None else out[0]


Traced.__array_ufunc__ = TracedArray.__array_ufunc__ = _traced_ufunc


def _plain(value):
    if isinstance(value, np.ndarray):
        return value.view(np.ndarray)
    if not isinstance(value, Traced):
        return value
    result = np.empty((), object)
    result[()] = value
    return result


def _as_traced(result):
    return result.view(TracedArray) if isinstance(result, np.ndarray) else result
