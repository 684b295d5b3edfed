"""Reads what a class handed in and how it was marked, and finds out why work was not.

nbgrader's own totals count an exercise that was never marked as 0. Here it is None and enters no mean. Marks that have
no notebook in ``autograded`` are of an earlier time and do not count. Penalties for lateness are left out.
"""

import json
import re
import shlex
from collections import Counter
from dataclasses import dataclass, field

from nbgrader.api import Gradebook
from nbgrader.nbgraderformat import MetadataValidator

KINDS = "full", "part", "none"
"""How an exercise can be marked."""

NO_NOTEBOOKS = {b"PK": "a zip or an office document", b"%PDF": "a PDF", b"<": "a web page", b"\x89PNG": "a picture"}
REASONS = {
    "deleted": "The marking cell was deleted: {0}. Copy it over from the release and mark it again: `{1}`.",
    "by hand": "Waiting for marking by hand, in Formgrader: {0}.",
    "stopped": "nbgrader gave neither marks nor a reason: {0}. Mark it again: `{1}`.",
}
"""Why an exercise of a marked notebook has no marks: {0} are the exercises, {1} the command that marks again."""

ENDS_THE_KERNEL = re.compile(r"os\._exit|os\.abort|os\.kill|\bquit\(|(?<!sys\.)\bexit\(")


@dataclass(frozen=True)
class Exercise:
    """A cell that gives marks."""

    notebook: str
    name: str
    points: float
    by_hand: bool
    has_lines: bool
    """Whether classroom.marking marks it, and prints a line for each mark."""

    @property
    def title(self):
        return self.name.removesuffix("_marks").replace("_", " ")


@dataclass
class Work:
    """What a student handed in for an assignment: for each exercise the marks, None where it was not marked."""

    marks: dict
    handed_in: bool = True
    why: list = field(default_factory=list)
    odd: list = field(default_factory=list)

    @property
    def score(self):
        return sum(mark for mark in self.marks.values() if mark is not None)

    @property
    def points(self):
        return sum(exercise.points for exercise, mark in self.marks.items() if mark is not None)

    @property
    def missing(self):
        return sum(exercise.points for exercise, mark in self.marks.items() if mark is None)


@dataclass
class Assignment:
    """An assignment, its exercises, and for each student's id the work."""

    name: str
    exercises: list
    works: dict

    @property
    def handed_in(self):
        return {student: work for student, work in self.works.items() if work.handed_in}

    @property
    def shares(self):
        """The part of the marks that each student got, of the exercises that are marked."""
        return [work.score / work.points for work in self.works.values() if work.points]

    def counts(self, exercise):
        """Return how many students have full, part and no marks, and how many are not marked."""
        kinds = Counter(_kind(work.marks[exercise], exercise.points) for work in self.handed_in.values())
        return {kind: kinds[kind] for kind in [*KINDS, "not marked"]}


def read_class(folder):
    """Read what nbgrader knows of a class, and find out why work was not marked.

    Parameters
    ----------
    folder : Path of the course folder

    Returns
    -------
    (dict, list, list) : from the students' ids to their names, in the names' order; the assignments; and the folders of
        students that have the name of none of them

    Raises
    ------
    FileNotFoundError
        If there is no such folder, or no gradebook in it.
    sqlalchemy.exc.DatabaseError
        If the gradebook is none.
    """
    gradebook = folder.resolve() / "gradebook.db"
    if not gradebook.is_file():
        missing = f"gradebook {gradebook}" if folder.is_dir() else f"folder {folder.resolve()}"
        raise FileNotFoundError(f"there is no {missing}")
    with Gradebook(f"sqlite:///{gradebook.as_uri()}?mode=ro&uri=true", course_id="") as book:
        names = {path.name: path.name for path in folder.glob("submitted/[!.]*") if path.is_dir()}
        names |= {student.id: _full_name(student) for student in book.students}
        names = dict(sorted(names.items(), key=lambda item: item[1].casefold()))
        assignments = [_read_assignment(folder, entry, names) for entry in book.assignments]
    known = {assignment.name for assignment in assignments}
    strays = [path for path in folder.glob("submitted/[!.]*/[!.]*") if path.is_dir() and path.name not in known]
    return names, assignments, sorted(path.relative_to(folder).as_posix() for path in strays)


def is_marked_since(handed_in, marked):
    """Return whether a marked notebook is there, and newer than the one that was handed in."""
    return marked.exists() and (not handed_in.exists() or marked.stat().st_mtime >= handed_in.stat().st_mtime)


def _full_name(student):
    """Return a student's name and id, or the id alone."""
    name = " ".join(filter(None, [student.first_name, student.last_name]))
    return f"{name} ({student.id})" if name else student.id


def _read_assignment(folder, entry, students):
    exercises = [exercise for notebook in entry.notebooks for exercise in _exercises(notebook)]
    submissions = {submission.student_id: submission for submission in entry.submissions}
    works = {}
    for student in students:
        works[student] = work = Work(dict.fromkeys(exercises))
        handed_in = folder / "submitted" / student / entry.name
        work.handed_in = student in submissions or handed_in.is_dir()
        for notebook in entry.notebooks if work.handed_in else []:
            grades = _grades(submissions.get(student), notebook.name)
            marked = folder / "autograded" / student / entry.name / f"{notebook.name}.ipynb"
            again = f"nbgrader autograde {entry.name} --student={shlex.quote(student)} --force"
            if marked.is_file():
                _read_marks(work, notebook.name, grades, marked, again)
                if not is_marked_since(handed_in / marked.name, marked):
                    work.why.append(f"Handed in again since. Run `python -m classroom.autograde {entry.name}`.")
            else:
                began = again if student in submissions else ""
                work.why.append(_why_not(handed_in, notebook, began) + _old(grades))
    return Assignment(entry.name, exercises, works)


def _exercises(notebook):
    """Return the exercises of a notebook of the gradebook, in its order."""
    points = {cell.name: cell.max_score for cell in [*notebook.grade_cells, *notebook.task_cells]}
    answers = {cell.name for cell in [*notebook.solution_cells, *notebook.task_cells]}
    return [
        Exercise(notebook.name, cell.name, points[cell.name], cell.name in answers, "classroom.marking" in cell.source)
        for cell in notebook.source_cells
        if points.get(cell.name)
    ]


def _grades(submission, notebook):
    """Return the gradebook's entries on a student's notebook, by the names of their cells."""
    notebooks = submission.notebooks if submission else []
    return {grade.name: grade for each in notebooks if each.name == notebook for grade in each.grades}


def _read_marks(work, notebook, grades, path, again):
    """Write into a work the marks of a marked notebook, what has none, and what looks odd."""
    try:
        printed = {meta.get("grade_id"): lines for meta, _, lines in _cells(path)}
    except ValueError as problem:
        work.why.append(f"The marked notebook {problem}. Mark it again: `{again}`.")
        return
    reasons = {}
    for exercise in [exercise for exercise in work.marks if exercise.notebook == notebook]:
        grade = grades.get(exercise.name)
        if grade and not (grade.auto_score is None and grade.manual_score is None):
            work.marks[exercise] = grade.score
            full = exercise.has_lines and grade.auto_score == exercise.points
            if full and not _all_right(printed.get(exercise.name, "")):
                work.odd.append(exercise.title)
        else:
            reason = "deleted" if exercise.name not in printed else "by hand" if exercise.by_hand else "stopped"
            reasons.setdefault(reason, []).append(f"“{exercise.title}”")
    work.why += [REASONS[reason].format(", ".join(titles), again) for reason, titles in reasons.items()]


def _all_right(printed):
    """Return whether a test printed marking's lines, "1  idea", and none with 0."""
    return set(re.findall(r"^([01])  \S", printed, re.MULTILINE)) == {"1"}


def _old(grades):
    """Say that the gradebook has marks of a notebook that is not in ``autograded``: a failed run leaves them."""
    score = sum(grade.score for grade in grades.values())
    return f" The gradebook holds {score:g} marks of an earlier time, which are not counted here." if score else ""


def _cells(path):
    """Return for each cell of a notebook nbgrader's metadata, {} where it has none, the source and what was printed.

    Raises
    ------
    ValueError
        If it is no notebook; says in words what it is.
    """
    try:
        content = path.read_bytes().strip()
        notebook = json.loads(content or b"{}")
    except OSError as problem:
        raise ValueError(f"cannot be read ({problem.strerror})") from None
    except (ValueError, RecursionError):
        kind = next((kind for start, kind in NO_NOTEBOOKS.items() if content.startswith(start)), None)
        raise ValueError(f"is no notebook but {kind}" if kind else "is damaged or no notebook (not JSON)") from None
    try:
        return [_cell(cell) for cell in (notebook.get("worksheets") or [notebook])[0]["cells"]]
    except (LookupError, TypeError, ValueError, AttributeError):
        raise ValueError("is JSON, but no notebook" if content else "is empty") from None


def _cell(cell):
    meta = dict(cell["metadata"].get("nbgrader", {}))
    if not isinstance(meta.get("grade_id", ""), str):
        raise TypeError("a cell's name is a text")
    printed = [output["text"] for output in cell.get("outputs", []) if output.get("name") == "stdout"]
    return meta, "".join(cell.get("source", "")), "".join(map("".join, printed))


def _why_not(folder, notebook, again):
    """Say why a notebook was not marked; again is the command that says more, empty if nbgrader never began."""
    path = folder / f"{notebook.name}.ipynb"
    if not path.is_file():
        return _instead_of(path)
    try:
        cells = _cells(path)
    except ValueError as problem:
        return f"{path.name} {problem}. Ask the student for the file again."
    problems = list(_broken_metadata(notebook, [meta for meta, _, _ in cells]))
    if problems:
        return " ".join(problems)
    if not again:
        return f"Handed in, but never marked. Run `python -m classroom.autograde {folder.name}`."
    calls = ENDS_THE_KERNEL.search("\n".join(source for _, source, _ in cells))
    cause = f"the code calls `{calls[0].strip('(')}`, which ends the kernel" if calls else "its code may end the kernel"
    return f"nbgrader began to mark it and could not finish: {cause}. What nbgrader says: `{again}`."


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


def _kind(mark, points):
    if mark is None:
        return "not marked"
    return "full" if mark >= points else "part" if mark > 0 else "none"
