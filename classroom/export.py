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
        names, assignments, _ = read_class(Path(self.parent.coursedir.root))
        page = Path(self.to or "grades.csv")
        with page.open("w", newline="", encoding="utf-8-sig") as file:  # -sig, or Excel does not read é
            table = csv.writer(file)
            table.writerow(COLUMNS)
            for assignment in assignments:
                if assignment.name in (self.assignment or [assignment.name]):
                    table.writerows(self._rows(assignment, names))
        self.log.info("Exporting grades to %s", page)

    def _rows(self, assignment, names):
        for student, work in assignment.works.items():
            if student in (self.student or names):
                score = work.score if work.points else ""
                why = _text(" ".join(work.why) if work.handed_in else "Not handed in.")
                yield assignment.name, _text(student), _text(names[student]), score, work.points, work.missing, why
        for one in [] if self.student else assignment.collected["refused"]:
            yield assignment.name, "", _text(one["name"]), "", 0, assignment.points, f"Not collected. {one['by']}"


def _text(value):
    """Return a text that a spreadsheet does not take for a formula: an apostrophe stands before one."""
    return f"'{value}" if value[:1] in tuple("=+-@\t\r") else value
