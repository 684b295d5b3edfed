"""A whole term, seven assignments from Moodle's zips to each student's total: real commands, real nbgrader."""

import csv
import html
import re

import pytest

from .assignments import NAMES
from .teaching import nbgrader, run

pytest.importorskip("nbgrader", reason="nbgrader is not installed: make test-classroom brings it")
from nbgrader.api import Gradebook

from classroom.handed_in import read_class, total

from .term import COMMENT, WORDS, Term


@pytest.fixture(scope="module")
def term(new_course, tmp_path_factory):
    term = Term(new_course(tmp_path_factory.mktemp("class") / "course", *NAMES), students=6)
    teach(term)
    return term


def teach(term):
    """Do in each week of a term what the teachers' page says."""
    for assignment in NAMES:
        term.download(assignment)
        run(term.course, "classroom.collect", assignment)
        run(term.course, "classroom.mark")
        term.mark_by_hand(assignment)
        nbgrader(term.course, "generate_feedback", assignment)
        run(term.course, "classroom.hand_back", assignment)
    run(term.course, "classroom.report")
    nbgrader(term.course, "export")


def marks(term):
    """Return for each assignment and student the marks by cell, None where nothing was handed in."""
    _, assignments, _ = read_class(term.course)
    return {
        (each.name, student): {cell.name: mark for cell, mark in work.marks.items()} if work.handed_in else None
        for each in assignments
        for student, work in each.works.items()
    }


def test_everybody_gets_the_marks_that_the_work_is_worth_in_every_exercise(term, oracle):
    given = marks(term)
    assert given.keys() == term.deeds.keys()
    for (assignment, student), deed in term.deeds.items():
        expected = deed.marks and {"in_words": None} | deed.marks
        assert given[assignment, student] == expected, (assignment, student)
        oracle("kill matrix, marks of a term by nbgrader", len(expected or ()))


@pytest.mark.parametrize("assignment", NAMES)
def test_the_feedback_has_the_model_answer_above_the_answer_in_words_and_its_marks(term, assignment):
    pages = 0
    for *_, student in term.people:
        page = term.course / "feedback" / student / assignment / f"{assignment}.html"
        marks = term.deeds[assignment, student].marks or {}
        assert page.is_file() == ("in_words" in marks), student
        if "in_words" in marks and any(marks.values()):
            text = page.read_text(encoding="utf-8")
            places = [text.index(each) for each in ("<p>Model answer: ", "<p>Marks: 1 ", WORDS, COMMENT)]
            assert places == sorted(places)
            assert f"(Score: {marks['in_words']:.1f} / 4.0)" in text and "MARK SCHEME" not in text
            pages += 1
    assert pages >= 2


def test_a_student_is_one_student_the_whole_term(term):
    with Gradebook(f"sqlite:///{term.course / 'gradebook.db'}") as book:
        assert {student.id for student in book.students} == {person[3] for person in term.people}


def test_moodle_gets_the_marks_of_who_is_wholly_marked(term):
    for assignment in NAMES:
        with (term.course / "handed_back" / assignment / "Grades.csv").open(newline="", encoding="utf-8-sig") as file:
            grades = [row["Grade"] for row in csv.DictReader(file)]
        assert grades == [term.grade(assignment, student) for *_, student in term.people]


def test_the_table_has_each_students_marks(term):
    with (term.course / "grades.csv").open(newline="", encoding="utf-8-sig") as file:
        rows = {(row["assignment"], row["student"].lstrip("'")): row for row in csv.DictReader(file)}
    assert rows.keys() == term.deeds.keys()
    for key, deed in term.deeds.items():
        known = [mark for mark in (deed.marks or {}).values() if mark is not None]
        assert rows[key]["score"] == (str(float(sum(known))) if known else ""), key


def test_the_report_has_each_students_total(term):
    _, assignments, _ = read_class(term.course)
    page = html.unescape((term.course / "report.html").read_text(encoding="utf-8"))
    for *_, student in term.people:
        deeds = [deed for (_, name), deed in term.deeds.items() if name == student]
        known = [mark for deed in deeds for mark in (deed.marks or {}).values() if mark is not None]
        assert total(student, assignments).score == sum(known)
        (row,) = re.findall(rf"<bdi>[^\n]*\({re.escape(student)}\)</bdi></th>(.*?)</tr>", page, re.DOTALL)
        assert row.split('<td class="n">')[-1].strip().startswith(f"{sum(known):g} of ")
