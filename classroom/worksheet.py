"""The file of a class that Moodle and Canvas give and take: who is in it, and where the marks go.

Moodle's is the grading worksheet of one assignment, Canvas's the exported gradebook. Marks are filled into the file
that was downloaded; all other cells, their order and the file's encoding stay.
"""

import codecs
import csv
import io
import re
from dataclasses import dataclass

from .who import Person, key

MOODLE, CANVAS = {"identifier", "grade"}, {"student", "id"}
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
UNKNOWN = (
    "{path} is neither Moodle's grading worksheet, with the columns Identifier and Grade, nor Canvas's gradebook, with "
    "Student and ID. Set the language to English there, and download it again."
)


@dataclass
class Worksheet:
    """A class's file; the first row of rows is its header."""

    name: str
    encoding: str
    delimiter: str
    line_end: str
    rows: list

    @property
    def system(self):
        heads = {head.casefold() for head in self.rows[0]}
        return "Moodle" if heads >= MOODLE else "Canvas" if heads >= CANVAS else ""

    def people(self):
        """Return the people in it, each with the row."""
        read = self._moodle_person if self.system == "Moodle" else self._canvas_person
        return [(person, row) for row in self.rows[1:] if (person := read(row)).number]

    def _moodle_person(self, row):
        number = re.search(r"\d*$", self._of(row, "identifier"))[0]  # "Participant 1234", in the language of the site
        name, id_number, email = (self._of(row, head) for head in ("full name", "id number", "email address"))
        return Person(name, number, "Moodle", id_number, email)

    def _canvas_person(self, row):
        last, _, first = self._of(row, "student").partition(",")
        number = self._of(row, "id")
        return Person(f"{first} {last}".strip(), number if number.isdecimal() else "", "Canvas")

    def _of(self, row, head):
        heads = [head.casefold() for head in self.rows[0]]
        return row[heads.index(head)].strip() if head in heads and heads.index(head) < len(row) else ""

    def locked(self):
        """Return the people whose marks Moodle does not let anybody change: their cells stay as they are."""
        return [person for person, row in self.people() if self._of(row, "grade can be changed").casefold() == "no"]

    def column(self, assignment):
        """Return the number of the column that takes the marks of an assignment.

        Raises
        ------
        ValueError
            If Canvas's file has none for it, or several.
        """
        heads = self.rows[0]
        if self.system == "Moodle":
            return [head.casefold() for head in heads].index("grade")
        columns = [i for i, head in enumerate(heads) if re.search(r" \(\d+\)$", head) and _is_of(head, assignment)]
        if len(columns) != 1:
            raise ValueError(
                f"{self.name} has {len(columns)} columns whose name begins with {_start(assignment)}, and not one. "
                f"Its columns: {', '.join(heads)}."
            )
        return columns[0]

    def check_maximum(self, assignment, points):
        """Raise a ValueError if the marks that can be had are others than Moodle or Canvas has for the assignment."""
        if self.system == "Moodle":
            most = {self._of(row, "maximum grade") for _, row in self.people()} - {""}
        else:
            column = self.column(assignment)
            most = {row[column].strip() for row in self.rows[1:] if "points possible" in row[0].casefold()}
        for each in most:
            if float(each.replace(",", ".")) != points:
                raise ValueError(
                    f"{assignment} gives {points:g} marks, and {self.name} has a maximum of {each}. Set it in "
                    f"{self.system} to {points:g}, download the file again, put it in the place of the old one, repeat."
                )

    def filled(self, assignment, marks):
        """Return the file's bytes with marks filled in.

        Parameters
        ----------
        assignment : its name
        marks : dict, from a Person's number to marks; who is not in it, or locked, keeps the cell as it is
        """
        column, locked = self.column(assignment), self.locked()
        for person, row in self.people():
            if person.number in marks and person not in locked:
                row[column] = f"{marks[person.number]:g}"
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=self.delimiter, lineterminator=self.line_end).writerows(self.rows)
        return text.getvalue().encode(self.encoding)


def read_worksheet(path):
    """Read a class's file.

    Raises
    ------
    ValueError
        If it is none of Moodle's or Canvas's; names the file and what to do.
    """
    content = path.read_bytes()
    encoding = next((name for mark, name in MARKS.items() if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:  # saved by a spreadsheet on Windows
        encoding, text = "cp1252", content.decode("cp1252")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    sheet = Worksheet(path.name, encoding, delimiter, "\r\n" if first.endswith("\r") else "\n", rows or [[]])
    if not sheet.system:
        raise ValueError(UNKNOWN.format(path=path))
    return sheet


def _start(assignment):
    """Return the part of an assignment's name that a column is known by: A1 of A1_convolution."""
    return key(assignment).partition("-")[0]


def _is_of(head, assignment):
    return key(head).partition("-")[0] == _start(assignment)
