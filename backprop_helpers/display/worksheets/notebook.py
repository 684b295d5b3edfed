"""A worksheet as a notebook: the problem's numbers, a place for those that are asked for, and what judges them."""

import json

import numpy as np

from ...maths.numerals import decimals_of
from ...practice.problems.levels import LEVELS
from ...tracing.labels import error_in_letters

BLANK = "…"
_TASK = """\
# Problem {id}

{level}Work it out by hand, forwards and back{error}. {decimals} decimals will do."""
_GIVEN = """\
from backprop_helpers import diagnose_calculation, read_problem, show

problem = read_problem(r\"\"\"{text}\"\"\")
print(problem.network)
for name, values in problem.given.items():
    show(name, values, decimals={decimals})"""
_ENTER = """\
Put a number in the place of each “…” that you have. What is left is not judged; a channel follows the other after a
blank line."""
_JUDGE = """\
Each stage is judged by the right numbers, and by what follows from your own: one slip costs one stage."""


def notebook_of(problem):
    """Return a problem's notebook as JSON, of nbformat 4.5."""
    level = f"Level {problem.level}: {LEVELS[problem.level].adds}. " if problem.level else ""
    shown = max(decimals_of(values, most=6) for values in problem.given.values())
    error = error_in_letters(problem.network)
    task = {"id": problem.id, "level": level, "decimals": problem.decimals, "error": f", from {error}" if error else ""}
    prose_and_code = [
        _TASK.format(**task),
        _GIVEN.format(text=problem.text, decimals=shown),
        _ENTER,
        "\n".join(["answers = {", *map(_empty, problem.stages.items()), "}"]),
        _JUDGE,
        "diagnose_calculation(answers, problem.network, problem.target)",
    ]
    cells = [_cell(f"{problem.id}-{k}", source, is_code=k % 2) for k, source in enumerate(prose_and_code)]
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    notebook = {"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def _cell(name, source, is_code):
    cell = {"cell_type": "code" if is_code else "markdown", "id": name, "metadata": {}}
    return cell | ({"execution_count": None, "outputs": []} if is_code else {}) | {"source": source.splitlines(True)}


def _empty(stage):
    """Return a stage's line in the answers, with as many empty places as it has numbers."""
    name, values = stage
    rows = np.atleast_2d(values)
    blocks = rows.reshape(-1, *rows.shape[-2:])
    lines = [[" ".join([BLANK] * block.shape[1])] * len(block) for block in blocks]
    text = "\n\n".join("\n".join(f"        {line}" for line in block) for block in lines)
    return f'    "{name}": """\n{text}\n    """,'
