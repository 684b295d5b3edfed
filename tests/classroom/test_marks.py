"""The kill matrix: a right solution gets every mark, an untouched notebook none, a mistake costs marks where it is."""

import re
from functools import cache
from importlib import import_module

import nbformat
import pytest

from .assignments import NAMES, SOURCE, answered, cell_id, marks, points, read, untouched

WRONG = {name: import_module(f".wrong_{name[:2].lower()}", __package__).WRONG for name in NAMES}
PAIRS = [(name, wrong) for name in NAMES for wrong in WRONG[name]]
of_every_assignment = pytest.mark.parametrize("assignment", NAMES)


@of_every_assignment
def test_the_solution_gets_every_mark_and_passes_every_visible_check(assignment):
    notebook = read(assignment)
    given, said = marks(notebook)
    assert given == points(notebook)
    checks = {name: repr(value) for name, (value, _) in said.items() if name and name.endswith("_check")}
    assert set(checks.values()) == {"Visible checks passed."} and len(checks) >= 3


@of_every_assignment
def test_an_untouched_notebook_gets_no_mark_and_says_so_without_an_error(assignment):
    given, said = marks(untouched(read(assignment)))
    assert set(given.values()) == {0}
    checks = {name: repr(value) for name, (value, _) in said.items() if name and name.endswith("_check")}
    assert set(checks.values()) == {"Not answered yet."}
    assert not [value for value, _ in said.values() if isinstance(value, Exception)]


@cache
def outcome(assignment, wrong):
    """Return the marks of a notebook with a mistake, and what its checks say."""
    _, _, cell, old, new = wrong
    return marks(answered(read(assignment), cell, old, new))


of_every_mistake = pytest.mark.parametrize(
    ("assignment", "wrong"), PAIRS, ids=[f"{name[:2]} {wrong[0]}" for name, wrong in PAIRS]
)


@of_every_mistake
def test_a_mistake_costs_marks_in_its_own_exercise_and_nowhere_else(assignment, wrong, oracle):
    cell, given, full = wrong[2], outcome(assignment, wrong)[0], points(read(assignment))
    assert given[f"{cell}_marks"] < full[f"{cell}_marks"]
    assert given | {f"{cell}_marks": full[f"{cell}_marks"]} == full
    oracle(f"kill matrix, {assignment}: mistakes that cost marks in their own exercise alone")


BORROWED = {
    "calls the course's pool",
    "calls the course's way back",
    "lets a layer go forward",
    "lets a layer go back",
    "lets the traced numbers tell the kernel's gradient",
}
"""What no visible check sees: the numbers are right, and what made them is watched when the teacher marks."""


@of_every_mistake
def test_a_visible_check_sees_a_mistake_in_the_numbers(assignment, wrong):
    idea, _, cell, *_ = wrong
    verdict, _ = outcome(assignment, wrong)[1][f"{cell}_check"]
    assert (repr(verdict) == "Visible checks passed.") == (idea in BORROWED)


def test_every_borrowed_function_that_a_visible_check_lets_pass_is_among_the_mistakes():
    assert {wrong[0] for _, wrong in PAIRS} >= BORROWED


@of_every_assignment
def test_the_marks_of_an_exercise_do_not_need_the_other_marking_cells(assignment):
    for name, most in points(read(assignment)).items():
        notebook = read(assignment)
        others = set(points(notebook)) - {name}
        notebook.cells = [cell for cell in notebook.cells if cell_id(cell) not in others]
        assert marks(notebook)[0] == {name: most}


@of_every_assignment
def test_the_opening_and_the_teachers_table_say_the_marks_and_the_minutes(assignment):
    notebook = read(assignment)
    opening = notebook.cells[0].source
    title = opening.splitlines()[0].removeprefix("# ").replace(":", "")
    minutes, marks_in_all = re.search(r"\*\*Time\*\* ([\d–]+) minutes. \*\*Marks\*\* (\d+)\.", opening).groups()
    assert sum(cell.metadata.get("nbgrader", {}).get("points", 0) for cell in notebook.cells) == int(marks_in_all)
    row = rf"\| \[{re.escape(title)}\]\(source/{assignment}/{assignment}.ipynb\) \|.+\| {marks_in_all} \| {minutes} \|"
    assert re.search(row, (SOURCE.parent / "README.md").read_text(encoding="utf-8"))


@of_every_assignment
def test_a_source_is_stored_without_outputs_and_as_nbformat_writes_it(assignment):
    path = SOURCE / assignment / f"{assignment}.ipynb"
    notebook = read(assignment)
    assert [cell for cell in notebook.cells if cell.get("outputs")] == []
    nbformat.validate(notebook)
    assert path.read_text(encoding="utf-8") == nbformat.writes(notebook) + "\n"


@of_every_assignment
def test_the_lines_of_a_visible_check_fit_the_page(assignment):
    checks = [cell.source for cell in read(assignment).cells if (cell_id(cell) or "").endswith("_check")]
    assert max(len(line) for check in checks for line in check.splitlines()) <= 88
