"""A term of a class: what each student hands in for each assignment by Moodle's zips, and the marks that are fair.

The truth is put together from what single mistakes cost when no nbgrader is there, ``outcome`` of the kill matrix: two
mistakes in two exercises cost what each costs alone, and how something was handed in costs nothing.
"""

import os
from dataclasses import dataclass

import nbformat
from nbgrader.api import Gradebook

from .assignments import NAMES, answered, cell_id, points, read
from .downloads import folder, in_memory, worksheet, zipped
from .test_marks import WRONG, outcome

PEOPLE = [  # name, ID number, e-mail address, and the student whom they make
    ("Ada Lovelace", "", "ada@x.example", "ada@x.example"),
    ("Jan Müller", "", "jan@x.example", "jan@x.example"),
    ("Jan Müller", "4711", "", "4711"),
    ("Zoë O'Brien", "", "", "zoë-obrien"),
    ("李 明", "", "", "李-明"),
    ("x_1 23", "", "", "x-1-23"),
    ("Maria del Carmen Ruiz", "7", "m@x.example", "7"),
    ("=Sum", "", "", "sum"),
    ("Bo", "", "BO@x.example", "bo@x.example"),
    ("Anne-Marie Curie", "0042", "", "0042"),
    ("Ben <b>", "", "ben@x.example", "ben@x.example"),
    ("Cleo", "", "cleo@x.example", "cleo@x.example"),
]

WORDS, COMMENT = "In my own words: because.", "Say why."


@dataclass
class Deed:
    """What a student hands in for an assignment: files by their paths, in the first zip and in a later one; its marks.

    Attributes
    ----------
    files, later : dicts, empty where nothing is handed in
    marks : dict from each cell of tests to its marks, None where it cannot be marked; None where nothing is
    """

    files: dict
    marks: dict | None
    later: dict | None = None


def deed(number, student, assignment):
    """Return one of twelve ways to hand in an assignment; the student's number chooses the mistakes."""
    notebook, copy = f"{assignment}.ipynb", f"{assignment} (1).ipynb"
    full, (one, other) = points(read(assignment)), _mistakes(student, assignment)
    unmarked = dict.fromkeys(full)
    deleted = [*full][1]
    return [
        Deed({notebook: _with(assignment)}, full),
        Deed({notebook: _with(assignment, one)}, _cost(assignment, one)),
        Deed({notebook: _with(assignment, one, other)}, _cost(assignment, one, other)),
        Deed({notebook: "the release"}, dict.fromkeys(full, 0)),
        Deed({notebook: _with(assignment, one)}, full, later={notebook: _with(assignment)}),
        Deed({"my work.pdf": "%PDF-1.7"}, unmarked),
        Deed({"work.zip": in_memory({notebook: nbformat.writes(_with(assignment))})}, unmarked),
        Deed({}, None),
        Deed({notebook: _restless(_with(assignment, other))}, _cost(assignment, other)),
        Deed({notebook: _without(assignment, deleted)}, full | {deleted: None}),
        Deed({notebook: _with(assignment, one), copy: _with(assignment, other)}, _cost(assignment, other)),
        Deed({notebook: nbformat.writes(_with(assignment, other)).encode("utf-16")}, _cost(assignment, other)),
    ][number]  # fmt: skip


def _mistakes(student, assignment):
    """Return two mistakes in two exercises."""
    wrong = WRONG[assignment]
    one = wrong[(3 + 31 * student) % len(wrong)]
    others = [each for each in wrong if each[2] != one[2]]
    return one, others[(5 + 17 * student) % len(others)]


def _with(assignment, *mistakes):
    """Return the solution with mistakes, and an answer in words of the student's own."""
    notebook = read(assignment)
    (words,) = [cell for cell in notebook.cells if cell_id(cell) == "in_words"]
    words.source = WORDS
    for _, _, *change in mistakes:
        answered(notebook, *change)
    return notebook


def _cost(assignment, *mistakes):
    marks = points(read(assignment))
    for mistake in mistakes:
        cell = f"{mistake[2]}_marks"
        marks[cell] = outcome(assignment, mistake)[0][cell]
    return marks


def _restless(notebook):
    """Return a notebook whose student takes names that tests might need, prints and plots."""
    code = "import matplotlib.pyplot as plt\nlarge = numbers = ideas = 0\nprint(large)\nplt.plot([1, 2])"
    notebook.cells.insert(2, nbformat.v4.new_code_cell(code))
    return notebook


def _without(assignment, name):
    notebook = _with(assignment)
    notebook.cells = [cell for cell in notebook.cells if cell_id(cell) != name]
    return notebook


class Term:
    """A term of as many students as are asked for; every student does something else each time."""

    def __init__(self, course, students):
        self.course, self.people = course, PEOPLE[:students]
        self.deeds = {
            (assignment, student): deed(self._way(n, week), n, assignment)
            for week, assignment in enumerate(NAMES)
            for n, (*_, student) in enumerate(self.people)
        }

    def _way(self, n, week):
        """Return how a student hands in: twelve in all ways; of six, four in the first ones, two in the others."""
        place = (n + week) % len(self.people)
        return place if place < 4 or len(self.people) == len(PEOPLE) else place + 2 * week % 8

    def download(self, assignment):
        """Put into the course's folder what Moodle gives: two zips and the worksheet, everybody with a new number."""
        here, zips = self.course / "downloaded" / assignment, ({}, {})
        released = (self.course / "release" / assignment / f"{assignment}.ipynb").read_text(encoding="utf-8")
        listed = [(1000 + 100 * NAMES.index(assignment) + 7 * n, *person) for n, person in enumerate(self.people)]
        for number, name, *_, student in listed:
            mine = self.deeds[assignment, student]
            for files, within in zip((mine.files, mine.later or {}), zips, strict=True):
                within |= {
                    f"{folder(name, number)}/{path}": released if content == "the release" else content
                    for path, content in files.items()
                }
        for age, files in zip((3600, 0), zips, strict=True):
            if files:
                path = zipped(here / f"late {age == 0}.zip", files)
                os.utime(path, (path.stat().st_mtime - age,) * 2)
        most = sum(cell.metadata.get("nbgrader", {}).get("points", 0) for cell in read(assignment).cells)
        worksheet(here / "Grades.csv", [each[:4] for each in listed], most)

    def mark_by_hand(self, assignment):
        """Give marks to every answer in words that waits, and add them to the truth; an empty one has its 0."""
        with Gradebook(f"sqlite:///{self.course / 'gradebook.db'}") as book:
            for n, (*_, student) in enumerate(self.people):
                marks = self.deeds[assignment, student].marks
                if marks and set(marks.values()) != {None}:
                    grade = book.find_grade("in_words", assignment, assignment, student)
                    if grade.needs_manual_grade:
                        grade.manual_score, grade.needs_manual_grade = n % 5, False
                        book.find_comment("in_words", assignment, assignment, student).manual_comment = COMMENT
                    marks["in_words"] = n % 5 if any(marks.values()) else 0
            book.db.commit()

    def grade(self, assignment, student):
        """Return what Moodle's worksheet says of fair marks: "" where they are not all known."""
        marks = self.deeds[assignment, student].marks or {"nothing": None}
        return "" if None in marks.values() else f"{sum(marks.values()):g}"
