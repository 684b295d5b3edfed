"""Writes all marks as a table, in which what is not marked has no number: nbgrader's own table says 0."""

import csv
from pathlib import Path

from nbgrader.plugins import ExportPlugin

from .handed_in import read_class

COLUMNS = "assignment", "student", "name", "score", "of", "not marked", "why"


class Exporter(ExportPlugin):
    """What ``nbgrader export`` runs; ``--to``, ``--student`` and ``--assignment`` choose the file and the rows.

    ``of`` is how many marks the marked exercises give, ``not marked`` how many the others do. Work that was not handed
    in, or of which nothing is marked, has an empty score.
    """

    def export(self, gradebook):
        page = Path(self.to or "grades.csv")
        write_grades(Path(self.parent.coursedir.root), page, self.assignment, self.student)
        self.log.info("Exporting grades to %s", page)


def write_grades(course, page, only=(), students=()):
    """Write a course's marks, or those of some assignments and students alone.

    Parameters
    ----------
    course, page : Paths of the course folder and of the table
    only, students : names of assignments and ids of students; all, if there are none
    """
    names, assignments, _ = read_class(course)
    with page.open("w", newline="", encoding="utf-8-sig") as file:  # -sig, or Excel does not read é
        table = csv.writer(file)
        table.writerow(COLUMNS)
        for assignment in assignments:
            if assignment.name in (only or [assignment.name]):
                table.writerows(_rows(assignment, names, students))


def _rows(assignment, names, students):
    for student, work in assignment.works.items():
        if student in (students or names):
            score = work.score if work.points else ""
            why = _text(" ".join(work.why) if work.handed_in else "Not handed in.")
            yield assignment.name, _text(student), _text(names[student]), score, work.points, work.missing, why
    for one in [] if students else assignment.collected["refused"]:
        yield assignment.name, "", _text(one["name"]), "", 0, assignment.points, f"Not collected. {one['by']}"


def _text(value):
    """Return a text that a spreadsheet does not take for a formula: an apostrophe stands before one."""
    return f"'{value}" if value[:1] in tuple("=+-@\t\r") else value
