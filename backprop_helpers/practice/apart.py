"""Keeps the names of a notebook's checks and those of its reader apart."""

import builtins
from collections import UserDict
from types import FunctionType


def apart(**names):
    """Return a decorator that calls a function at once, with global names of its own, and puts its result in its place.

    Without it a check in a notebook writes into its reader's names, and reads them: a reader who calls a number ``sum``
    or a helper ``cases`` would break the check, or the check the helper.

    Parameters
    ----------
    **names : what stands under these names for every function that is decorated; what one declares ``global`` is there
        for the next

    Returns
    -------
    decorator of functions of one argument, the notebook's own names as a dict. Default values and the variables of a
    function around it are not handed on.

    Examples
    --------
    >>> square = max = lambda x: x * x
    >>> own = apart(two=2)
    >>> @own
    ... def result(notebook):
    ...     return notebook["square"](max(1, two))
    >>> result
    4
    """
    own = {"__builtins__": builtins, **names}

    def call(function):
        notebook = _Names()
        notebook.data = function.__globals__
        return FunctionType(function.__code__, own, function.__name__)(notebook)

    return call


class _Names(UserDict):
    """A notebook's names as they are at the moment."""

    def __missing__(self, name):
        raise NameError(f"the notebook has no {name!r}")

    def get(self, name, default=None):
        return self.data.get(name, default)
