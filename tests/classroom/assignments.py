"""Runs an assignment as its student would have handed it in, and marks it, without nbgrader."""

import ast
import contextlib
import io
import re
import warnings
from pathlib import Path

import nbformat

SOURCE = Path(__file__).parents[2] / "classroom" / "source"
NAMES = sorted(path.name for path in SOURCE.iterdir())
SOLUTION = re.compile(r"^ *### BEGIN SOLUTION\n(.*?)^ *### END SOLUTION\n?", re.MULTILINE | re.DOTALL)


def read(assignment):
    """Return the notebook of an assignment, as the teacher has it."""
    return nbformat.read(SOURCE / assignment / f"{assignment}.ipynb", as_version=4)


def cell_id(cell):
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def points(notebook):
    """Return the marks that each cell of hidden tests can give, by its id."""
    marked = [
        cell for cell in notebook.cells if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("grade")
    ]
    return {cell_id(cell): cell.metadata.nbgrader.points for cell in marked}


def untouched(notebook):
    """Return the notebook without its solutions."""
    for cell in notebook.cells:
        cell.source = SOLUTION.sub("", cell.source)
    return notebook


def answered(notebook, cell, old, new):
    """Return the notebook with another answer: in the solution of a cell, new stands for old."""
    (answer,) = [each for each in notebook.cells if cell_id(each) == cell]
    solution = SOLUTION.search(answer.source)[1]
    if solution.count(old) != 1:
        raise ValueError(f"{old!r} stands {solution.count(old)} times in the solution of {cell}")
    answer.source = answer.source.replace(solution, solution.replace(old, new))
    return notebook


def marks(notebook):
    """Return the marks of each cell of hidden tests, and what the other code cells print or raise, by cell id."""
    namespace, said = {"__name__": "__main__"}, {}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), warnings.catch_warnings(action="ignore"):
            try:
                value = run(cell.source, namespace)
            except Exception as problem:
                value = problem
        said[cell_id(cell)] = (value, printed.getvalue())
    return {name: said[name][0] for name in points(notebook)}, said


def run(source, namespace):
    """Run a cell and return the value of its last expression, as a notebook does."""
    tree = ast.parse(source)
    last = ast.Expression(tree.body.pop().value) if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<cell>", "exec"), namespace)
    return eval(compile(last, "<cell>", "eval"), namespace) if last else None
