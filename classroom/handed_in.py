"""Reads what a class handed in and how it was marked.

nbgrader's own totals count a cell that was never marked as 0. Here it is None and enters no mean. Marks count that are
of the newest hand-in, see ``marked.py``, and of which the test says what they were for. Penalties for lateness are left
out.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from nbgrader.api import Gradebook

from .collect import read_collected
from .marked import is_marked, is_of_another_hand_in, why_it_is_not_marked
from .reading import read_cells
from .reasons import CELLS, OF_AN_EARLIER_ONE, STOPPED, mark_again, why_not

KINDS = "full", "part", "none"
"""How a cell can be marked."""


@dataclass(frozen=True)
class GradeCell:
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
    """What a student handed in for an assignment: for each GradeCell the marks, None where it was not marked."""

    marks: dict
    handed_in: bool = True
    why: list = field(default_factory=list)

    @property
    def score(self):
        return sum(mark for mark in self.marks.values() if mark is not None)

    @property
    def points(self):
        return sum(cell.points for cell, mark in self.marks.items() if mark is not None)

    @property
    def missing(self):
        return sum(cell.points for cell, mark in self.marks.items() if mark is None)


@dataclass
class Assignment:
    """An assignment, its cells that give marks, for each student's id the work, and what was collected."""

    name: str
    cells: list
    works: dict
    collected: dict

    @property
    def handed_in(self):
        return {student: work for student, work in self.works.items() if work.handed_in}

    @property
    def shares(self):
        """The part of the marks that each student got, of the cells that are marked."""
        return [work.score / work.points for work in self.works.values() if work.points]

    @property
    def points(self):
        return sum(cell.points for cell in self.cells)

    def counts(self, cell):
        """Return how many students have full, part and no marks, and how many are not marked."""
        kinds = Counter(_kind(work.marks[cell], cell.points) for work in self.handed_in.values())
        return {kind: kinds[kind] for kind in [*KINDS, "not marked"]}


@dataclass(frozen=True)
class Total:
    """A student's marks of all assignments, the points that could be had for them, and those of what has no marks."""

    score: float
    points: float
    missing: float
    not_handed_in: float


def total(student, assignments):
    """Return the total of a student of the class.

    Parameters
    ----------
    student : the id
    assignments : what ``read_class`` returns
    """
    works = [each.works[student] for each in assignments if each.works[student].handed_in]
    left_out = sum(each.points for each in assignments if not each.works[student].handed_in)
    score, points, missing = (sum(getattr(work, part) for work in works) for part in ("score", "points", "missing"))
    return Total(score, points, missing, left_out)


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


def _full_name(student):
    """Return a student's name and id, or the id alone."""
    name = " ".join(filter(None, [student.first_name, student.last_name]))
    return f"{name} ({student.id})" if name else student.id


def _read_assignment(folder, entry, students):
    cells = [cell for notebook in entry.notebooks for cell in _grade_cells(notebook)]
    submissions = {submission.student_id: submission for submission in entry.submissions}
    works = {}
    for student in students:
        works[student] = work = Work(dict.fromkeys(cells))
        handed_in = folder / "submitted" / student / entry.name
        work.handed_in = student in submissions or handed_in.is_dir()
        if work.handed_in and is_marked(folder, student, entry.name, submissions.get(student)):
            for notebook in entry.notebooks:
                _read_marks(work, folder, student, notebook, submissions[student])
        elif work.handed_in:
            work.why = [_why_not(folder, student, notebook, submissions.get(student)) for notebook in entry.notebooks]
    return Assignment(entry.name, cells, works, read_collected(folder, entry.name))


def _grade_cells(notebook):
    """Return the cells of a notebook of the gradebook that give marks, in its order."""
    points = {cell.name: cell.max_score for cell in [*notebook.grade_cells, *notebook.task_cells]}
    answers = {cell.name for cell in [*notebook.solution_cells, *notebook.task_cells]}
    return [
        GradeCell(notebook.name, cell.name, points[cell.name], cell.name in answers, "classroom.marking" in cell.source)
        for cell in notebook.source_cells
        if points.get(cell.name)
    ]


def _why_not(folder, student, notebook, submission):
    """Say why a notebook has no marks that count."""
    assignment = notebook.assignment.name
    handed_in = folder / "submitted" / student / assignment
    marked = folder / "autograded" / student / assignment / f"{notebook.name}.ipynb"
    if why := why_it_is_not_marked(folder, student, assignment):
        return why
    if not marked.is_file() or not (handed_in / marked.name).is_file():
        return why_not(handed_in, notebook, submission is not None)
    reason = OF_AN_EARLIER_ONE if is_of_another_hand_in(folder, student, assignment) else STOPPED
    return reason.format(assignment)


def _read_marks(work, folder, student, notebook, submission):
    """Write into a work the marks of a marked notebook, and why cells have none."""
    assignment = notebook.assignment.name
    again = mark_again(assignment, student)
    try:
        cells = read_cells(folder / "autograded" / student / assignment / f"{notebook.name}.ipynb")
    except ValueError as problem:
        work.why.append(f"The marked notebook {problem}. Mark it again: `{again}`.")
        return
    printed = {cell.name: cell.printed for cell in cells}
    grades = {grade.name: grade for each in submission.notebooks if each.name == notebook.name for grade in each.grades}
    reasons = {}
    for cell in [cell for cell in work.marks if cell.notebook == notebook.name]:
        reason = _doubt(cell, grades.get(cell.name), printed.get(cell.name))
        if reason:
            reasons.setdefault(reason, []).append(f"“{cell.title}”")
        else:
            work.marks[cell] = grades[cell.name].score
    work.why += [CELLS[reason].format(", ".join(titles), again) for reason, titles in reasons.items()]


def _doubt(cell, grade, printed):
    """Return why a cell's marks do not count, one of ``CELLS``, or nothing; printed is None if the cell is away."""
    if grade is None or (grade.auto_score is None and grade.manual_score is None):
        return "deleted" if printed is None else "by hand" if cell.by_hand else "stopped"
    if grade.manual_score is not None and grade.needs_manual_grade:
        return "by hand"
    score = grade.auto_score if grade.manual_score is None else grade.manual_score
    if not 0 <= score <= cell.points:
        return "too many"
    if grade.manual_score is None and cell.has_lines and score and score != _right_lines(printed or ""):
        return "odd"
    return ""


def _right_lines(printed):
    """Return how many of marking's lines, "1  idea" and "0  idea", give a mark."""
    return re.findall(r"^([01])  \S", printed, re.MULTILINE).count("1")


def _kind(mark, points):
    if mark is None:
        return "not marked"
    return "full" if mark >= points else "part" if mark > 0 else "none"
