"""Says why a notebook that was handed in has no marks, and what to do about it."""

import os
import shlex
import stat
from collections import Counter
from pathlib import Path

from nbgrader.nbgraderformat import MetadataValidator

from .reading import read_cells

CELLS = {
    "deleted": "The marking cell was deleted: {0}. Copy it over from the release and mark it again: `{1}`.",
    "by hand": "Waiting for marking by hand, in Formgrader: {0}.",
    "stopped": "marking gave neither marks nor a reason: {0}. Mark it again: `{1}`.",
    "odd": "The marks are not those of the test's lines, such as “1  the bias”: {0}. The code may have switched the "
    "test off. Read it, and give in Formgrader by hand what it deserves: that counts.",
    "too many": "The marks are not between 0 and the most that can be had: {0}. Give them in Formgrader by hand; what "
    "goes beyond the most is extra credit there.",
}
"""Why a cell of a marked notebook has no marks that count: {0} are the cells, {1} the command that marks again."""

OF_AN_EARLIER_ONE = "Handed in again since it was marked. Run `python -m classroom.mark --assignment={0}`."
STOPPED = "Marking did not come to its end. Run `python -m classroom.mark --assignment={0}`."
MAY_BE = "a test may have given more marks than its cell has points"
ODD = {stat.S_ISLNK: "a link", stat.S_ISFIFO: "a named pipe", stat.S_ISSOCK: "a socket"}
MOST_BYTES = 100 << 20


def mark_again(assignment, student):
    """Return the command that marks a student's work again, for any terminal in the course folder."""
    return f"python -m classroom.mark --assignment={assignment} --student={shlex.quote(student)} --force"


def why_not(folder, notebook, began):
    """Say why a notebook of the gradebook was not marked; began is whether nbgrader began to mark it."""
    path = folder / f"{notebook.name}.ipynb"
    if not path.is_file():
        return _instead_of(path)
    try:
        cells = read_cells(path)
    except ValueError as problem:
        return f"{path.name} {problem}. Ask the student for the file again."
    problems = list(_broken_metadata(notebook, [cell.meta for cell in cells]))
    if problems:
        return " ".join(problems)
    if not began:
        return f"Handed in, but never marked. Run `python -m classroom.mark --assignment={folder.name}`."
    says = f"nbgrader autograde {folder.name} --student={shlex.quote(folder.parent.name)} --force"
    return f"nbgrader began to mark it and could not finish: {MAY_BE}. What nbgrader says: `{says}`."


def what_is_odd(folder):
    """Say what lies in the folder that a student handed in and may not be opened, or nothing."""
    for above, folders, files in os.walk(folder):
        for path in [Path(above), *(Path(above) / name for name in [*folders, *files])]:
            mode, name = path.lstat().st_mode, path.relative_to(folder.parent)
            kind = next((words for is_one, words in ODD.items() if is_one(mode)), "")
            if kind:
                return f"There is {kind}, {name}, and nothing there was opened. Delete it, and mark again."
            if stat.S_ISREG(mode) and path.stat().st_size > MOST_BYTES:
                return f"{name} has more than {MOST_BYTES >> 20} MB. Ask for it without its outputs."
    return ""


def _instead_of(path):
    """Say what was handed in where a notebook of the right name was not."""
    if not path.parent.is_dir():
        return f"The gradebook knows of it, but the folder {'/'.join(path.parts[-4:-1])} is gone."
    files = sorted(str(file.relative_to(path.parent)) for file in path.parent.rglob("*") if file.is_file())
    files = [file for file in files if file != "timestamp.txt"]  # which nbgrader puts there
    notebooks = [file for file in files if file.lower().endswith(".ipynb")]
    if notebooks:
        there, folder = ", ".join(notebooks), "/".join(path.parts[-4:-1])
        return f"Wrong file name: there is {there}; {path.name} is expected. Rename it in {folder}."
    there = f"only {', '.join(files)}" if files else "nothing"
    return f"No notebook: {path.name} is expected, and there is {there}."


def _broken_metadata(notebook, metas):
    """Say what nbgrader refuses in a submitted notebook's metadata."""
    ids = Counter(meta["grade_id"] for meta in metas if meta.get("grade_id"))
    known = {cell.name for cell in notebook.source_cells}
    newest = MetadataValidator.schema_version
    for version in sorted({str(meta.get("schema_version", 0)) for meta in metas if meta} - {str(newest)}):
        yield f"Of another nbgrader (metadata version {version}, not {newest}). `nbgrader update` mends an old one."
    for name in [name for name, count in ids.items() if count > 1]:
        yield f"The cell “{name}” stands {ids[name]} times. Delete the copies and mark again."
    lost = [f"“{name}”" for name in sorted(known - set(ids))]
    for name in [name for name in ids if name not in known]:
        yield f"The cell “{name}” is not of this assignment{', which misses ' + ', '.join(lost) if lost else ''}."
    graded, answers = ({cell.name for cell in cells} for cells in (notebook.grade_cells, notebook.solution_cells))
    for meta in [meta for meta in metas if meta.get("grade_id") in known]:
        name, kind = meta["grade_id"], (bool(meta.get("grade")), bool(meta.get("solution")))
        if kind != (name in graded, name in answers):
            yield f"By its metadata the cell “{name}” is of another kind than in the release. Copy it from there."
