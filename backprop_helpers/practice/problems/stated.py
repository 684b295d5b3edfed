"""A problem: what is given, what is asked for, the key, and what its numbers can tell."""

from functools import cached_property

import numpy as np

from ...maths.numerals import for_python
from .revealing import alike, calls
from .stored import as_text, digest, from_text, network_of


class Problem:
    """A network, an image and a target whose whole calculation is asked for, forwards and back.

    Attributes
    ----------
    id : text that names the generator's version, the level, the seed and a digest of the numbers, "1-3-7-4f2a9c" say;
        "own-4f2a9c" for one of your own
    level, seed, generator : whole numbers, what it was drawn from; None for one of your own
    text : all of it as JSON, for ``read_problem``
    given : dict from "image", "kernel", "dense_weights" and so on to what is given, arrays that are read only
    image, target : arrays that are read only
    network : ``Network`` that has gone forward and back; a new one each time, so that what is done to it stays there
    stages : dict from the name of every stage, as ``diagnose_calculation`` has it, to its right array
    decimals : digits behind the point in the key
    key : dict from the name of every stage to its right numbers as text, which can be pasted into Python
    hidden : dict from a stage to the mistakes that give the right numbers there, as far as the key's digits go
    twins : dict from a stage to groups of mistakes that give the same wrong numbers there
    """

    def __init__(self, numbers, level=None, seed=None, generator=None):
        self._numbers, self.level, self.seed, self.generator = numbers, level, seed, generator
        self.decimals = numbers["decimals"]
        origin = f"{generator}-{level}-{seed}" if generator else "own"
        self.id = f"{origin}-{digest(numbers)}"

    def __repr__(self):
        return f"<problem {self.id}>"

    def __eq__(self, other):
        return isinstance(other, Problem) and self.text == other.text

    def __hash__(self):
        return hash(self.text)

    @property
    def text(self):
        origin = {"id": self.id, "generator": self.generator, "level": self.level, "seed": self.seed}
        return as_text(origin | self._numbers)

    @property
    def network(self):
        return network_of(self._numbers)

    @property
    def image(self):
        return self.given["image"]

    @property
    def target(self):
        return self.given["target"]

    @cached_property
    def given(self):
        """Parameters are called as their gradients are; the way back meets the last layer's first."""
        names = (name.removesuffix("_gradient") for name in self.stages if name.endswith("_gradient"))
        layers = reversed(self._worked.layers)
        back = [{next(names): _fixed(value) for value in layer.parameters.values()} for layer in layers]
        parameters = {name: value for layer in reversed(back) for name, value in layer.items()}
        image, target = self._worked.layers[0].input, self._numbers["target"]
        return {"image": _fixed(image), **parameters, "target": _fixed(target)}

    @cached_property
    def stages(self):
        return {name: _fixed(asked.truth) for name, asked in self._calls.items()}

    @cached_property
    def key(self):
        return {name: _written(values, self.decimals) for name, values in self.stages.items()}

    @cached_property
    def hidden(self):
        right = {name: tuple(other for one, other in pairs if one is None) for name, pairs in self._alike.items()}
        return {name: mistakes for name, mistakes in right.items() if mistakes}

    @cached_property
    def twins(self):
        groups = {name: tuple(_groups(pairs)) for name, pairs in self._alike.items()}
        return {name: found for name, found in groups.items() if found}

    @cached_property
    def _worked(self):
        return self.network

    @cached_property
    def _calls(self):
        return calls(self._worked, np.asarray(self._numbers["target"]))

    @cached_property
    def _alike(self):
        return {name: [*alike(asked, 10.0**-self.decimals)] for name, asked in self._calls.items()}


def read_problem(text):
    """Return the problem that a text holds; what is marked by is its numbers, not what its seed would give today.

    Parameters
    ----------
    text : a problem's ``.text``

    Returns
    -------
    Problem

    Raises
    ------
    ValueError
        If the text is none, or if something in it was changed.

    Examples
    --------
    >>> from backprop_helpers import problem
    >>> read_problem(problem(seed=7, level=1).text) == problem(seed=7, level=1)
    True
    """
    numbers = from_text(text)
    name, *origin = (numbers.pop(each) for each in ("id", "level", "seed", "generator"))
    found = Problem(numbers, *origin)
    if found.id != name:
        raise ValueError(
            f"the text's numbers are those of {found.id}, but it says it is {name!r}: something was changed"
        )
    return found


def _fixed(values):
    result = np.array(values)
    result.flags.writeable = False
    return result


def _written(array, decimals):
    return np.array2string(array, separator=", ", formatter={"float_kind": lambda number: for_python(number, decimals)})


def _groups(pairs):
    """Yield groups of mistakes that pairs connect, without those that are right."""
    right = {other for one, other in pairs if one is None}
    groups = []
    for pair in pairs:
        if pair[0] is not None and not right & {*pair}:
            joined = [group for group in groups if {*group} & {*pair}]
            groups = [group for group in groups if group not in joined]
            groups.append(dict.fromkeys(each for group in [*joined, pair] for each in group))
    yield from map(tuple, groups)
