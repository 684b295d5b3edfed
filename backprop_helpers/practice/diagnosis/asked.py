"""A call whose result was asked for: the right result, and what comes out if something goes wrong."""

import inspect
import pickle
from copy import deepcopy
from functools import cached_property, partial

import numpy as np

from ...tracing.explanation import explain
from ...tracing.traced import trace
from ..mistakes import mistakes_of
from ..mistakes.mistake import by_name, is_layer, pairs
from .roundings import chains, roundings

LARGEST = 300
"""Numbers that the arguments may have for two mistakes to be tried together."""
TRACED = 500
"""Numbers that the arguments may have for a sum to be told."""
_RECENT = {}
"""What was asked lately: a learner tries more than once."""


class Asked:
    """A call, and what is made of it when it is first needed.

    Parameters
    ----------
    function, arguments, settings : the call
    called : list of pairs, what each argument is called and which shape it has under that name; without it, they are
        called as the function calls them

    Attributes
    ----------
    truth : array, the right result
    place : index, where one entry of a call's result is asked for
    alone : list of pairs, a tuple of one mistake that can be made and its result
    together : the same for two of them that leave the result's shape, one made inside the other
    chains, roundings : lists of pairs, words and what comes out with the numbers of another chain, or with rounded ones
    """

    place = None

    def __init__(self, function, arguments, settings, called=None):
        self.function, self.arguments, self.settings, self.called = function, arguments, settings, called
        self.truth = np.asarray(function(*arguments, **settings), dtype=float)

    @property
    def numbers(self):
        """How many numbers its arguments are."""
        return sum(map(np.size, self.arguments))

    @cached_property
    def named_arguments(self):
        """The arguments by name, or None where the function does not tell its names and they are not called anyhow."""
        if self.called:
            return {name: value for (name, _), value in zip(self.called, self.arguments, strict=True)}
        try:
            names = inspect.signature(self.function).bind(*self.arguments).arguments
        except (TypeError, ValueError):
            return None
        return dict(names) if len(names) == len(self.arguments) else None

    @cached_property
    def alone(self):
        found = mistakes_of(self.function)
        call = by_name(self.function, self.arguments, self.settings) if found else {}
        return _made(((each,), partial(each.wrong, self.function, **call)) for each in found)

    @cached_property
    def together(self):
        if not is_layer(self.function) or self.numbers > LARGEST:
            return []
        call = by_name(self.function, self.arguments, self.settings)
        likely = [each for (each,), result in self.alone if result.ndim == self.truth.ndim]
        return _made(
            ((outer, inner), partial(outer.wrong, partial(inner.wrong, self.function), **call))
            for outer, inner in pairs(likely, call)
        )

    def distinct(self, ways, right):
        """Return the results that differ from the right one, and from each other, with those who give them.

        Parameters
        ----------
        ways : "alone" or "together"
        right : array; results of another shape are left out

        Returns
        -------
        list of pairs, a result and the list of the tuples of mistakes that give it
        """
        key = ways, right.tobytes(), right.shape
        if key not in self._distinct:
            scale = abs(right).max(initial=0) or 1
            found = {by_numbers(right, scale): (right, [])}
            for mistakes, result in getattr(self, ways):
                if result.shape == right.shape and np.isfinite(result).all():
                    found.setdefault(by_numbers(result, scale), (result, []))[1].append(mistakes)
            self._distinct[key] = list(found.values())[1:]
        return self._distinct[key]

    @cached_property
    def _distinct(self):
        return {}

    @cached_property
    def _are_arrays(self):
        """Whether every argument is a number or an array: rows of several lengths are none."""
        try:
            return all(np.asarray(argument) is not None for argument in self.arguments)
        except ValueError:
            return False

    @cached_property
    def chains(self):
        return list(chains(self.function, self.arguments, self.settings)) if self._are_arrays else []

    @cached_property
    def roundings(self):
        call = self.named_arguments if self._are_arrays else None
        return list(roundings(self.function, call, self.settings)) if call else []

    @cached_property
    def _traced(self):
        """The result as traced numbers, or None where it cannot be traced."""
        if not self._are_arrays or self.numbers > TRACED or not self.named_arguments:
            return None
        call = self.named_arguments
        called = self.called or [(name, np.shape(value)) for name, value in call.items()]
        traced = [_traced(value, *each) for value, each in zip(call.values(), called, strict=True)]
        try:
            return np.asanyarray(self.function(*traced, **self.settings))
        except (TypeError, ValueError, IndexError):
            return None

    def explanation(self, place):
        """Return what explains one entry of the right result, or None where its sum cannot be told."""
        if self._traced is None:
            return None
        try:
            return explain(self._traced[place])
        except (TypeError, ValueError):
            return None


def by_numbers(result, scale=1):
    """Return a key under which the same numbers are found, to nine digits of the scale."""
    return (np.round(result / scale, 9) + 0.0).tobytes()


class Entry(Asked):
    """One entry of a call's result, asked for alone.

    Parameters
    ----------
    whole : ``Asked``
    place : the entry's index
    """

    def __init__(self, whole, place):
        self.whole, self.place, self.truth = whole, place, np.asarray(whole.truth[place])
        self.function, self.arguments, self.settings = whole.function, whole.arguments, whole.settings

    def _here(self, results):
        return [(how, np.asarray(made[self.place])) for how, made in results if made.shape == self.whole.truth.shape]

    alone = cached_property(lambda self: self._here(self.whole.alone))
    together = cached_property(lambda self: self._here(self.whole.together))
    chains = cached_property(lambda self: self._here(self.whole.chains))
    roundings = cached_property(lambda self: self._here(self.whole.roundings))

    def explanation(self, place):
        """Return what explains the entry, or None where its sum cannot be told."""
        return self.whole.explanation(self.place)


def asked(function, arguments, settings, called=None):
    """Return a call as ``Asked``, the same as lately if it is the same call."""
    try:
        key = function, pickle.dumps((arguments, settings, called))
        if key not in _RECENT:
            _RECENT[key] = Asked(function, deepcopy(arguments), deepcopy(settings), called)
    except (pickle.PicklingError, AttributeError, TypeError):  # a lambda among the arguments
        return Asked(function, arguments, settings, called)
    while len(_RECENT) > 100:
        del _RECENT[next(iter(_RECENT))]
    return _RECENT[key]


def _traced(value, name, shape):
    """Return an array as traced numbers, called as they are in an array of that shape; what is no array, as it is."""
    if not isinstance(value, np.ndarray | list):
        return value
    return trace(np.reshape(value, shape), name).reshape(np.shape(value))


def _made(ways):
    """Return the results of ways to go wrong, without those that are not possible."""
    made = []
    for mistakes, way in ways:
        try:
            with np.errstate(all="ignore"):
                made.append((mistakes, np.asarray(way(), dtype=float)))
        except (ValueError, TypeError, IndexError):
            continue
    return made
