"""Takes the place of nbgrader's Execute: a notebook's cells are run by ``classroom.running``, here or elsewhere."""

import contextlib
import json
from contextvars import ContextVar
from pathlib import Path

from nbformat.v4 import new_output
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool

from . import running
from .marked import write_down_why
from .reading import read_cells
from .student import NotMarked

RUN = ContextVar("RUN", default=running.run)
"""What runs a task."""

MOST_OF_FILES = 1_000_000
"""How many bytes of files come with a notebook."""


class Sandboxed(NbGraderPreprocessor):
    """Fills in the outputs of a notebook, on which nbgrader then bases its marks."""

    unsafe = Bool(False, help="Whether to run students' code with the marker's own rights, without a sandbox").tag(
        config=True
    )

    def preprocess(self, nb, resources):
        """Run a notebook; raises ``NotMarked`` where that cannot be done, and writes down why."""
        ids = resources["nbgrader"]
        cells = [cell for cell in nb.cells if cell.cell_type == "code"]
        named = [(cell.metadata.get("nbgrader", {}).get("grade_id"), cell.source) for cell in cells]
        teachers = _teachers_cells(ids["db_url"], ids["assignment"], ids["notebook"])
        files = _files(Path(resources["metadata"]["path"]))
        done = json.loads(RUN.get()(running.task_of(named, teachers, files, self.unsafe)))
        if "why" in done:
            write_down_why(Path.cwd(), ids["student"], ids["assignment"], done["why"])
            raise NotMarked(done["why"])
        for number, (cell, parts) in enumerate(zip(cells, done["outputs"], strict=True), 1):
            cell.execution_count = number
            cell.outputs = [new_output(execution_count=number, **part) if part["output_type"] == "execute_result"
                            else new_output(**part) for part in parts]  # fmt: skip
        return nb, resources


def tasks_of(course, assignment, student, unsafe):
    """Return the tasks that marking a student's work will ask for, as far as that can be said beforehand."""
    folder, tasks = course / "submitted" / student / assignment, []
    database = f"sqlite:///{course / 'gradebook.db'}"
    with Gradebook(database) as book:
        names = [notebook.name for notebook in book.find_assignment(assignment).notebooks]
    for name in names:
        with contextlib.suppress(ValueError):
            cells = [(cell.name, cell.source) for cell in read_cells(folder / f"{name}.ipynb") if cell.is_code]
            teachers = _teachers_cells(database, assignment, name)
            tasks.append(running.task_of(cells, teachers, _files(folder), unsafe))
    return tasks


def _teachers_cells(database, assignment, notebook):
    """Return the locked cells of code as the gradebook has them: by name the source, and whether they give marks."""
    with Gradebook(database) as book:
        notebook = book.find_notebook(notebook, assignment)
        graded = {cell.name for cell in notebook.grade_cells}
        cells = [cell for cell in notebook.source_cells if cell.locked and cell.cell_type == "code"]
        return {cell.name: (cell.source, cell.name in graded) for cell in cells}


def _files(folder):
    """Return the texts of the files beside a notebook."""
    files, size = {}, 0
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and path.suffix != ".ipynb":
            size += path.stat().st_size
            if size <= MOST_OF_FILES:
                files[str(path.relative_to(folder))] = path.read_text(encoding="utf-8", errors="replace")
    return files
