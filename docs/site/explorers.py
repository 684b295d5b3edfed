"""The explorers of the lessons as plain files: what each shows at the start, and for every setting it offers."""

import contextlib
import io
import json
from itertools import permutations, product

import nbformat
import numpy as np

import backprop_helpers
from backprop_helpers.display.explorer import explore, page
from backprop_helpers.tracing.traced import OPERATIONS

VALUES = {"stride": (1, 2, 3, 4), "padding": (0, 1, 2, 3), "dilation": (1, 2, 3), "size": (1, 2, 3, 4, 5)}
"""What can be chosen without Python, of what a lesson's explorer offers."""
_SHARED = ["_data", "state", "settings"]


def explorers_of(lesson):
    """Run a lesson's cells as far as its last explorer, and return its explorers by the ids of their cells."""
    found, cells = {}, [cell for cell in nbformat.read(lesson, 4).cells if cell.cell_type == "code"]
    last = max((place for place, cell in enumerate(cells) if "explore(" in cell.source), default=-1)
    names = {"__name__": "__main__"}
    for cell in cells[: last + 1]:

        def kept(*arguments, name=cell.id, **settings):
            found[name] = explore(*arguments, **settings)

        backprop_helpers.explore = names["explore"] = kept
        fails = contextlib.suppress(Exception) if "raises-exception" in cell.metadata.get("tags", []) else None
        with contextlib.redirect_stdout(io.StringIO()), fails or contextlib.nullcontext():
            exec(compile(cell.source, f"{lesson.name}, cell {cell.id}", "exec"), names)
    backprop_helpers.explore = explore
    return found


def write_explorers(folder, explorers):
    """Write the explorer's code and style once, and for each explorer its start and what its settings lead to."""
    folder.mkdir(parents=True, exist_ok=True)
    code = page.module().replace("export default", "window.course.explorer =")
    (folder / "explorer.js").write_text(f"(() => {{\n{code}\n}})();\n", encoding="utf-8")
    (folder / "explorer.css").write_text(page.style(), encoding="utf-8")
    for name, explorer in explorers.items():
        others = answers(explorer)
        start = explorer.get_state(_SHARED) | {"hasOthers": bool(others)}
        _write_script(folder / f"{name}.js", "start", name, start)
        if others:
            _write_script(folder / f"{name}-settings.js", "others", name, others)


def _write_script(path, what, name, values):
    text = json.dumps(_all_packed(values), ensure_ascii=False, separators=(",", ":"))
    path.write_text(f'course.take("{name}", "{what}", {text});\n', encoding="utf-8")


def _all_packed(values):
    """Return values in which every explorer's data are packed."""
    if not isinstance(values, dict):
        return values
    return {key: packed(each) if key == "_data" else _all_packed(each) for key, each in values.items()}


def packed(data):
    """Return an explorer's data in which places are said as steps, which a web server makes small.

    An operand's place is counted from that of the last node with the same operation, a cell's from the cell before.

    Examples
    --------
    >>> nodes = [["input", 2.0, "x[0]"], ["input", 3.0, "x[1]"], ["*", 0, 1], ["*", 1, 1]]
    >>> packed({"nodes": nodes, "arrays": [{"name": "y", "cells": [2, 3]}]})["nodes"]
    [['input', 2.0, 'x[0]'], ['input', 3.0, 'x[1]'], ['*', 0, 1], ['*', 1, 0]]
    """
    last, nodes = {}, []
    for operation, *operands in data["nodes"]:
        if operation in OPERATIONS:
            before = last.get(operation, [0] * len(operands))
            last[operation] = operands
            operands = [place - start for place, start in zip(operands, before, strict=True)]
        nodes.append([operation, *operands])
    arrays = [each | {"cells": np.diff(each["cells"], prepend=0).tolist()} for each in data["arrays"]]
    return data | {"nodes": nodes, "arrays": arrays}


def answers(explorer):
    """Return by ``key`` what Python answers to each choice of settings: the new page, or what does not fit."""
    start, found = explorer.settings, {}
    offered = explorer.get_state(["_data"])["_data"]["offered"]
    choices = [*_choices(start, offered)]
    for settings in choices if len(choices) > 1 else []:
        try:
            explorer.settings = settings
            found[key(settings)] = explorer.get_state(["_data", "state"])
        except (ValueError, TypeError) as problem:
            found[key(settings)] = {"problem": str(problem)}
        explorer.settings = start
    return found


def _choices(start, offered):
    """Yield every choice of settings that is answered without Python."""
    places = [(title, name) for title in start if title != "order" for name in start[title] if name in offered]
    orders = [*permutations(start["order"])] if "order" in offered else [start["order"]]
    for order, values in product(orders, product(*(VALUES[name] for _, name in places))):
        settings = {title: dict(start[title]) for title in start if title != "order"}
        for (title, name), value in zip(places, values, strict=True):
            settings[title][name] = value
        yield settings | {"order": [*order]}


def key(settings):
    """Return settings as one text, the same as the page's script makes of them."""
    ordered = sorted((title, sorted(value.items()) if title != "order" else value) for title, value in settings.items())
    return json.dumps(ordered, ensure_ascii=False, separators=(",", ":"))
