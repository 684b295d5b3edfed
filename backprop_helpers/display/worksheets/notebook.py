"""A worksheet as a notebook: the problem's numbers, a place for those that are asked for, and what judges them."""

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
    """Return a problem's notebook as JSON.

    Raises
    ------
    ModuleNotFoundError
        If nbformat is not installed.
    """
    try:
        from nbformat import v4, writes
    except ModuleNotFoundError:
        raise ModuleNotFoundError('a notebook is made by nbformat: pip install "backprop-helpers[lab]"') from None
    level = f"Level {problem.level}: {LEVELS[problem.level].adds}. " if problem.level else ""
    shown = max(decimals_of(values, most=6) for values in problem.given.values())
    error = error_in_letters(problem.network)
    task = {"id": problem.id, "level": level, "decimals": problem.decimals, "error": f", from {error}" if error else ""}
    cells = [
        v4.new_markdown_cell(_TASK.format(**task)),
        v4.new_code_cell(_GIVEN.format(text=problem.text, decimals=shown)),
        v4.new_markdown_cell(_ENTER),
        v4.new_code_cell("\n".join(["answers = {", *map(_empty, problem.stages.items()), "}"])),
        v4.new_markdown_cell(_JUDGE),
        v4.new_code_cell("diagnose_calculation(answers, problem.network, problem.target)"),
    ]
    for k, cell in enumerate(cells):
        cell["id"] = f"{problem.id}-{k}"
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    return writes(v4.new_notebook(cells=cells, metadata=kernel)) + "\n"


def _empty(stage):
    """Return a stage's line in the answers, with as many empty places as it has numbers."""
    name, values = stage
    rows = np.atleast_2d(values)
    blocks = rows.reshape(-1, *rows.shape[-2:])
    lines = [[" ".join([BLANK] * block.shape[1])] * len(block) for block in blocks]
    text = "\n\n".join("\n".join(f"        {line}" for line in block) for block in lines)
    return f'    "{name}": """\n{text}\n    """,'
