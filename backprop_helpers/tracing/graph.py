"""The calculation behind traced numbers: as plain data that any language can evaluate, and its derivatives.

Operands stand before what was made of them, so that one pass forwards evaluates and one pass back differentiates.
Nothing here is recursive, and a number that many others share is met once.
"""

from collections import defaultdict

import numpy as np

from ..maths.arguments import as_real_array
from .traced import OPERATIONS, Traced, TracedArray


def graph(results, names):
    """Return the calculation behind some traced arrays as plain data, ready for JSON.

    Equal nodes are merged, as the maximum of a window that the pool's way back asks for again and again. The cells of
    the results stay each its own, also where one calculation makes several, as an average pool's way back does.

    Parameters
    ----------
    results : list of traced arrays or numbers; inputs may be among them
    names : list of texts, what each of them is called

    Returns
    -------
    dict with two lists. "nodes" holds, operands first, ``["input", value, "image[2, 1]"]``, ``["constant", value]`` or
    ``[operation, i, j, …]``: a key of ``OPERATIONS`` and the places of its operands in this list. "arrays" holds a dict
    for each result: its "name", its "shape", and in "cells" the places of its elements in reading order.

    Raises
    ------
    TypeError
        If a result is not traced.
    ValueError
        If there is not one name for each result, if two inputs have one name, or if a number is infinite or NaN, which
        JSON does not know.

    Examples
    --------
    >>> from backprop_helpers import trace
    >>> x = trace([2, 3], "x")
    >>> data = graph([x, x[0] * x[1] + x[0] * x[1]], ["x", "y"])
    >>> data["nodes"]
    [['input', 2.0, 'x[0]'], ['input', 3.0, 'x[1]'], ['*', 0, 1], ['+', 2, 2]]
    >>> data["arrays"]
    [{'name': 'x', 'shape': [2], 'cells': [0, 1]}, {'name': 'y', 'shape': [], 'cells': [3]}]
    """
    if len(names) != len(results):
        raise ValueError(f"names must be one for each of the {len(results)} results; got {names}")
    results = [as_traced_array(f"results[{i}]", result) for i, result in enumerate(results)]
    nodes, place = _merged(results)
    arrays = [
        {"name": name, "shape": list(result.shape), "cells": [place[element] for element in result.flat]}
        for name, result in zip(names, results, strict=True)
    ]
    return {"nodes": nodes, "arrays": arrays}


def evaluate(data, inputs):
    """Return the values of all nodes of a graph, with other numbers for some of its inputs.

    Parameters
    ----------
    data : what ``graph`` returned, or its JSON read back
    inputs : dict from an input's name to its number; inputs without one keep their value

    Returns
    -------
    list of numbers and truth values, in the order of the nodes

    Raises
    ------
    ValueError
        If the graph has no input of such a name.

    Examples
    --------
    >>> from backprop_helpers import trace
    >>> x = trace([2, 3], "x")
    >>> data = graph([x[0] * x[1]], ["y"])
    >>> [float(value) for value in evaluate(data, {"x[1]": 10})]
    [2.0, 10.0, 20.0]
    """
    if strangers := inputs.keys() - {node[2] for node in data["nodes"] if node[0] == "input"}:
        raise ValueError(f"inputs names {min(strangers)}, but the graph has no such input")
    values = []
    with np.errstate(all="ignore"):
        for operation, *entry in data["nodes"]:
            if operation in OPERATIONS:
                values.append(OPERATIONS[operation](*(values[place] for place in entry)))
            else:
                values.append(np.array(inputs.get(entry[-1], entry[0]))[()])
    return values


def derivatives(result, array):
    """Return the partial derivatives of one traced number by every number of a traced array.

    Parameters
    ----------
    result : one traced number, E say
    array : traced array, an input or whatever else `result` was made of

    Returns
    -------
    float array of the array's shape, ∂result/∂array; 0 where `result` was not made of the entry

    Raises
    ------
    TypeError
        If one of them is not traced.
    ValueError
        If `result` is more than one number.

    Notes
    -----
    Reverse mode: from the result back, every number hands its derivative to its operands, each times the slope of the
    operation; what a number receives from all its uses adds up. A choice hands it to what was chosen, a comparison to
    nothing. A tie of a maximum goes to a plain number, as in ReLU at 0, or else to the first operand, as in a pool;
    what is not a number wins, of several the last, as in a pool too.

    Examples
    --------
    >>> from backprop_helpers import trace
    >>> x = trace([2, 3], "x")
    >>> derivatives(x[0] * x[0] * x[1], x)           # 2·2·3 and 2²
    array([12.,  4.])
    """
    result = as_one_number("result", as_traced_array("result", result))
    array = as_traced_array("array", array)
    received = defaultdict(float, {result: 1.0})
    with np.errstate(all="ignore"):
        for node in filter(received.__contains__, reversed(list(steps([result])))):
            for operand, slope in slopes(node):
                received[operand] += received[node] * slope
    return np.array([received.get(element, 0.0) for element in array.flat]).reshape(array.shape)


def shared(results, known, before):
    """Return traced arrays in which whatever was calculated as a number of `known` is that number, and has its name.

    Parameters
    ----------
    results : list of traced arrays or numbers
    known : list of traced arrays
    before : traced array of which all of these were calculated; what made it stays as it is
    """
    known, ends = [element for array in known for element in array.flat], set(before.flat)
    results = [as_traced_array(f"results[{i}]", result) for i, result in enumerate(results)]
    cells = set(known)
    same, first = {}, {}
    elements = [*known, *(element for result in results for element in result.flat)]
    for node in steps(elements, lambda node: () if node in ends else node.operands):
        operands = tuple(same[operand] for operand in node.operands) if node not in ends else ()
        if node.operation == "constant":
            key = repr(node.value)
        else:
            key = (node.operation, *map(id, operands)) if operands else id(node)
        if node in cells or not operands:
            same[node] = first.setdefault(key, node)
        else:
            same[node] = first.setdefault(key, Traced(node.operation, operands, node.value, node.name))
    return [_replaced(result, same) for result in results]


def _replaced(array, same):
    result = array.copy()
    for index, element in np.ndenumerate(array):
        result[index] = same[element]
    return result


def steps(numbers, operands=lambda node: node.operands):
    """Yield all traced numbers behind some, each once and after its operands; `operands` says where to go on."""
    done = set()
    waiting = list(reversed(numbers))
    while waiting:
        missing = [operand for operand in operands(waiting[-1]) if operand not in done]
        if missing:
            waiting += reversed(missing)
        elif (node := waiting.pop()) not in done:
            done.add(node)
            yield node


def slopes(node):
    """Return pairs of an operand and the slope of the operation along it, those with slope 0 left out."""
    if node.operation not in _SLOPES:
        return []
    operands = node.operands
    if node.operation in ("max", "min"):
        operands = sorted(operands, key=lambda operand: operand.operation != "constant")
    found = _SLOPES[node.operation](*(operand.value for operand in operands))
    return [(operand, slope) for operand, slope in zip(operands, found, strict=True) if slope != 0]


def as_traced_array(name, value):
    """Return one argument as an array of traced numbers; one number alone has no axes."""
    result = as_real_array(name, value)
    if not isinstance(result, TracedArray) or result.dtype != object:
        raise TypeError(f"{name} must be traced numbers, made from what trace(array, name) returned; got {value!r}")
    return result


def as_one_number(name, array):
    """Return the element of an array that must have one only."""
    if array.size != 1:
        raise ValueError(f"{name} must be one number, {name}[0, 0] say; got shape {array.shape}")
    return array.item()


def as_python_value(value):
    """Return a value as a plain float or truth value."""
    return bool(value) if isinstance(value, bool | np.bool_) else float(value)


_SLOPES = {
    "+": lambda a, b: (1, 1),
    "-": lambda a, b: (1, -1),
    "*": lambda a, b: (b, a),
    "/": lambda a, b: (1 / b, -a / b / b),
    "neg": lambda a: (-1,),
    "exp": lambda a: (np.exp(a),),
    "log": lambda a: (1 / a,),
    "tanh": lambda a: (1 - np.tanh(a) ** 2,),
    "max": lambda a, b: _of_choice(b > a or b != b),  # what is not itself is NaN, and the last one wins
    "min": lambda a, b: _of_choice(b < a or b != b),
    "where": lambda condition, yes, no: (0, bool(condition), not condition),
}


def _of_choice(second):
    return not second, second


def _merged(results):
    """Return all nodes behind some arrays as plain data, equal ones once, and the place of each number there."""
    nodes, place, place_of = [], {}, {}
    elements = [element for result in results for element in result.flat]
    cells = set(elements)
    for node in steps(elements):
        entry = _entry(node, place)
        key = tuple(entry) if node.operands else (node.operation, repr(entry[-1]))
        if node in cells and node.operation != "input":
            key = node
        place[node] = place_of.setdefault(key, len(nodes))
        if place[node] == len(nodes):
            nodes.append(entry)
        elif node.operation == "input":
            raise ValueError(f"results contain two inputs called {node.name}, and a change could not tell them apart")
    return nodes, place


def _entry(node, place):
    if node.operands:
        return [node.operation, *(place[operand] for operand in node.operands)]
    if not np.isfinite(node.value):
        raise ValueError(f"results contain {node.name or 'a constant'} = {node.value}, which JSON does not know")
    return [node.operation, as_python_value(node.value), *([node.name] if node.operation == "input" else [])]
