"""The assignments in a sandbox: a solution gets every mark, and mistakes cost what they cost without one."""

import pytest

from classroom import sandbox

from .assignments import NAMES, answered, cell_id, points, read
from .test_marks import BORROWED, WRONG, outcome

pytest.importorskip("nbgrader", reason="nbgrader is not installed: make test-classroom brings it")
from classroom.running import NotMarked, in_own_process, run_cells
from classroom.student import Student

pytestmark = pytest.mark.skipif(bool(sandbox.why_not()), reason=f"no sandbox can be made here: {sandbox.why_not()}")
SAMPLE = [(name, wrong) for name in NAMES for wrong in WRONG[name][4::23]]
SAMPLE += [(name, wrong) for name in NAMES for wrong in WRONG[name] if wrong[0] in BORROWED]


def in_a_sandbox(notebook):
    """Return what the cells of hidden tests give, and what the visible checks say, by the cells' names."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    locked = [cell for cell in cells if cell.metadata.get("nbgrader", {}).get("locked")]
    teachers = {cell_id(cell): (cell.source, cell.metadata.nbgrader.grade) for cell in locked}
    tasks = [(cell_id(cell), cell.source) for cell in cells]
    outputs = in_own_process(lambda: run_cells(tasks, teachers, Student()))
    shown = [[part["data"]["text/plain"] for part in parts if "data" in part] for parts in outputs]
    return {name: said[0] for (name, _), said in zip(tasks, shown, strict=True) if said}


@pytest.mark.parametrize("assignment", NAMES)
def test_a_solution_gets_every_mark_and_passes_every_visible_check(assignment):
    said, full = in_a_sandbox(read(assignment)), points(read(assignment))
    assert {name: float(said[name]) for name in full} == full
    assert {text for name, text in said.items() if name.endswith("_check")} == {"Visible checks passed."}


@pytest.mark.parametrize(("assignment", "wrong"), SAMPLE, ids=[f"{name[:2]} {wrong[0]}" for name, wrong in SAMPLE])
def test_a_mistake_costs_in_a_sandbox_what_it_costs_without_one(assignment, wrong, oracle):
    said, (marks, _) = in_a_sandbox(answered(read(assignment), *wrong[2:])), outcome(assignment, wrong)
    assert {name: float(said[name]) for name in marks} == marks
    oracle("kill matrix in a sandbox")


def test_work_that_ends_its_process_or_fails_is_not_marked(monkeypatch):
    with pytest.raises(NotMarked, match="came to an end without a result"):
        in_own_process(lambda: __import__("os")._exit(3))
    with pytest.raises(NotMarked, match=r"Its marking failed \(ZeroDivisionError"):
        in_own_process(lambda: 1 / 0)
    monkeypatch.setattr("classroom.running.SECONDS", 0.2)
    with pytest.raises(NotMarked, match=r"not done after 0.2 seconds"):
        in_own_process(lambda: __import__("time").sleep(60))
