"""What the hidden tests call a function with: every kind of number in every array, uneven shapes, negative windows."""

import ast
import contextlib
import io
import re
from copy import deepcopy
from functools import cache

import numpy as np
import pytest

from .assignments import NAMES, cell_id, points, read, run


@cache
def defined(assignment):
    """Return the functions that the answers of an assignment define, by the id of the cell."""
    answers = [cell for cell in read(assignment).cells if cell.metadata.get("nbgrader", {}).get("solution")]
    trees = {cell_id(cell): ast.parse(cell.source).body[0] for cell in answers if cell.cell_type == "code"}
    return {cell: tree for cell, tree in trees.items() if isinstance(tree, ast.FunctionDef)}


FUNCTIONS = [(assignment, cell) for assignment in NAMES for cell in defined(assignment)]
of_every_function = pytest.mark.parametrize(
    ("assignment", "cell"), FUNCTIONS, ids=[f"{assignment[:2]} {cell}" for assignment, cell in FUNCTIONS]
)


def judged(assignment, cell, wrapped, by="marks", out=None):
    """Return the marks of an exercise, or what its check says, with ``wrapped(right function)`` for its answer.

    What is printed goes to ``out``, if that is given.
    """
    namespace = {"__name__": "__main__"}
    with contextlib.redirect_stdout(out or io.StringIO()):
        for each in read(assignment).cells:
            if cell_id(each) == f"{cell}_{by}":
                name = defined(assignment)[cell].name
                namespace[name] = wrapped(namespace[name])
                return run(each.source, namespace)
            if each.cell_type == "code" and not cell_id(each).endswith("_marks"):
                run(each.source, namespace)


def most(assignment, cell):
    return points(read(assignment))[f"{cell}_marks"]


@cache
def calls(assignment, cell):
    """Return the arguments of every call of a right function while it is marked."""
    seen = []

    def watched(right):
        def spy(*arguments):
            seen.append(deepcopy(arguments))
            return right(*arguments)

        return spy

    assert judged(assignment, cell, watched) == most(assignment, cell)
    return seen


def arrays(assignment, cell):
    """Return what an exercise's arguments that are arrays are called with, by their place and name."""
    names = [argument.arg for argument in defined(assignment)[cell].args.args]
    values = {(n, name): [call[n] for call in calls(assignment, cell) if n < len(call)] for n, name in enumerate(names)}
    return {place: each for place, each in values.items() if isinstance(each[0], np.ndarray)}


@of_every_function
def test_every_array_comes_as_float64_whole_numbers_and_float32(assignment, cell):
    for (_, name), values in arrays(assignment, cell).items():
        assert {value.dtype for value in values} == {np.dtype(kind) for kind in (float, int, np.float32)}, name


@of_every_function
def test_in_one_call_the_axes_of_an_array_have_other_lengths(assignment, cell):
    for (_, name), values in arrays(assignment, cell).items():
        assert any(len({*value.shape}) == value.ndim and min(value.shape) > 1 for value in values), name


HANDED_ON = {
    ("A2_max_pooling", "max_pool"): {"x"},  # the pooled numbers are numbers of x
    ("A2_max_pooling", "winner"): {"window"},  # a place is two whole numbers
    ("A2_max_pooling", "input_delta"): {"delta"},  # deltas are handed on, so whole ones give whole results
    ("A2_max_pooling", "channels"): {"delta"},
    ("A2_max_pooling", "relu_pool"): {"delta"},
    ("A3_sigmoid_and_dense", "sigmoid_input_delta"): {"y"},  # where y is whole, 0 or 1, the slope is 0
    ("A5_stride_padding_channels", "bias"): {"deltas"},  # a sum of whole numbers is whole
}
"""Arguments with which a right result is whole where they are."""


def of_the_kind_of(place):
    """Return a wrapper after which a function's results are of the kind of one of its arguments."""

    def wrapped(right):
        def kept(*arguments):
            result, kind = right(*arguments), arguments[place].dtype
            whole = [np.asarray(each).astype(kind) for each in (result if isinstance(result, tuple) else (result,))]
            return tuple(whole) if isinstance(result, tuple) else whole[0]

        return kept

    return wrapped


@of_every_function
def test_a_result_of_an_arguments_kind_costs_marks_where_whole_numbers_cut_it_off(assignment, cell):
    full = most(assignment, cell)
    places = arrays(assignment, cell)
    free = {name for place, name in places if judged(assignment, cell, of_the_kind_of(place)) == full}
    assert free == HANDED_ON.get((assignment, cell), set())


@of_every_function
def test_a_visible_check_sees_a_result_of_an_arguments_kind(assignment, cell):
    said = {name: judged(assignment, cell, of_the_kind_of(place), "check") for place, name in arrays(assignment, cell)}
    passed = {name for name, verdict in said.items() if repr(verdict) == "Visible checks passed."}
    assert passed - HANDED_ON.get((assignment, cell), set()) == set()


@of_every_function
@pytest.mark.parametrize("by", ["marks", "check"])
def test_a_call_that_went_wrong_is_told_with_a_name_for_every_argument(assignment, cell, by):
    out = io.StringIO()
    said = repr(judged(assignment, cell, lambda right: lambda *arguments: -1.25, by, out))
    said += f"\n{out.getvalue()}".replace("\n   ", " ")
    told = re.findall(r"with ([^:]+): ", re.sub(r"\(.*?\)|^0  .*?: ", "", said, flags=re.MULTILINE))
    assert told
    assert [each for each in told if re.search(r"(^|, )(an array|which|'|-?\d)", each)] == []


def spoiling(place):
    """Return a wrapper after which a function changes one of its arguments, and is right besides."""

    def wrapped(right):
        def spoils(*arguments):
            result = deepcopy(right(*arguments))
            arguments[place].flat[-1] += 1
            return result

        return spoils

    return wrapped


@of_every_function
def test_a_change_of_any_argument_costs_one_mark(assignment, cell):
    full = most(assignment, cell)
    places = arrays(assignment, cell)
    assert {name: full - judged(assignment, cell, spoiling(place)) for place, name in places} == {
        name: 1 for _, name in places
    }


@pytest.mark.parametrize("cell", defined("A2_max_pooling"))
def test_a_pool_meets_windows_of_negative_numbers_alone(cell):
    assert any((call[0] < 0).all() for call in calls("A2_max_pooling", cell))
