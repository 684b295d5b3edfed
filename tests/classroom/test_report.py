"""The page on a class: real nbgrader marks two tiny assignments of a class, and the page says how it went."""

import html
import os
import re
import shlex
import shutil
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

pytest.importorskip("nbgrader", reason="nbgrader is not installed: make test-classroom brings it")
from nbgrader.api import Gradebook

from classroom import report
from classroom.course import set_up

from .teaching import hand_in, nbgrader, run_classroom, without_a_sandbox_where_there_is_none, write

PATH = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])  # nbgrader looks there for alembic
SQUARE_MARKS = """### BEGIN HIDDEN TESTS
from classroom.marking import mark_function

mark_function(globals(), "square", lambda x: x * x, {"a whole number": [(3,)], "below zero": [(-1.5,)]})
### END HIDDEN TESTS"""
IN_WORDS = "### BEGIN SOLUTION\nFor −1.5 · −1.5 is 2.25.\n### END SOLUTION"
SQUARE = "def square(x):\n    ### BEGIN SOLUTION\n    return x * x\n    ### END SOLUTION"
PATCH = "import classroom.marking\nclassroom.marking.mark_function = lambda *a, **b: 2\n"
NAME = "zoë_李 <b>&"


def metadata(name, points=None, solution=False):
    graded = {"grade": points is not None} | ({"points": points} if points is not None else {})
    kind = {"grade_id": name, "solution": solution, "locked": not solution, "task": False, "schema_version": 3}
    return {"nbgrader": kind | graded}


def squares(answer=SQUARE, words=IN_WORDS):
    return new_notebook(
        cells=[
            new_code_cell(answer, metadata=metadata("square", solution=True)),
            new_code_cell(SQUARE_MARKS, metadata=metadata("square_marks", 2)),
            new_markdown_cell(words, metadata=metadata("in_words", 3, solution=True)),
        ]
    )


def halves(answer="### BEGIN SOLUTION\nhalf = 0.5\n### END SOLUTION"):
    return new_notebook(
        cells=[
            new_code_cell(answer, metadata=metadata("half", solution=True)),
            new_code_cell("assert half == 0.5", metadata=metadata("half_marks", 4)),
        ]
    )


def changed(notebook, index, **nbgrader):
    notebook.cells[index].metadata["nbgrader"] |= nbgrader
    return notebook


def without(notebook, index):
    del notebook.cells[index]
    return notebook


def doubled(notebook, index):
    notebook.cells.append(nbformat.from_dict(notebook.cells[index] | {"id": "another"}))
    return notebook


RIGHT, PART, NOTHING = (f"def square(x):\n    {line}" for line in ("return x * x", "return 9", "pass"))
T1 = {  # what each student handed in for T1: the notebook, or what else, and under which name
    "right": squares(RIGHT, "Because."),
    "part": squares(PART, "Why not?"),
    "nothing": squares(NOTHING, "YOUR ANSWER HERE"),
    NAME: squares(RIGHT, "因为 <script>alert(1)</script>"),
    "patched": squares(PATCH, "Because."),
    "beyond": squares(PATCH.replace("2", "99"), "Because."),
    "deleted": without(squares(RIGHT, "Because."), 1),
    "off": changed(squares(RIGHT, "Because."), 1, grade=False),
    "solution": changed(squares(RIGHT, "Because."), 1, solution=True, locked=False),
    "dies": squares("import os\nos._exit(1)", "Because."),
    "broken": '{"cells": [',
    "webpage": "<!DOCTYPE html><title>Log in</title>",
    "empty": "",
    "wrong name": ("homework<1>.ipynb", squares(RIGHT)),
    "no notebook": ("notes.txt", "see my e-mail"),
    "no cells": "[]",
    "unknown": changed(squares(RIGHT), 1, grade_id="my_marks"),
    "doubled": doubled(squares(RIGHT), 1),
    "old": changed(squares(RIGHT), 0, schema_version=1),
}
STOPS_THE_CLASS = "doubled", "old", "no notebook", "solution"
LATE, ODD = "never marked", "odd metadata, never marked"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course folder in which nbgrader has marked what it can."""
    course = set_up(tmp_path_factory.mktemp("class") / "Schule & Co % é")
    without_a_sandbox_where_there_is_none(course)
    for name, notebook in {"T1_square": squares(), "T2_half": halves()}.items():
        write(course / "source" / name / f"{name}.ipynb", notebook)
        nbgrader(course, "generate_assignment", name, "--create")
    for student, content in T1.items():
        name, notebook = content if isinstance(content, tuple) else (None, content)
        hand_in(course, student, notebook, "T1_square", name)
        if student in STOPS_THE_CLASS:
            nbgrader(course, "autograde", "T1_square", f"--student={student}", "--create", fails=True)
            shutil.move(course / "submitted" / student, course / student)
    nbgrader(course, "autograde", "T1_square", "--create", fails=True)
    for student in STOPS_THE_CLASS:
        shutil.move(course / student, course / "submitted" / student)
    hand_in(course, LATE, squares(RIGHT), "T1_square")
    hand_in(course, LATE, squares(RIGHT), "T1_Square")
    hand_in(course, ODD, '{"cells": [{"metadata": {"nbgrader": {"grade_id": []}}}]}', "T1_square")
    for student, answer in {"right": "half = 0.5", "part": "half = 2"}.items():
        hand_in(course, student, halves(answer), "T2_half")
    nbgrader(course, "autograde", "T2_half", "--create")
    return course


@pytest.fixture(scope="module")
def page(course):
    assert report.main([str(course), "--output", str(course / "page.html")]) == 0
    return (course / "page.html").read_text(encoding="utf-8")


def text(part):
    """Return what a reader sees of a piece of the page, every gap one space."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", part)).split())


def section(page, assignment):
    (found,) = re.findall(rf"<h2>{assignment}</h2>(.*?)</section>", page, re.DOTALL)
    return found


def why(page, assignment="T1_square"):
    """Return for each student the reasons that the page gives."""
    reasons = {}
    listed = section(page, assignment).partition("Not marked</h3>")[2].partition("<h3>")[0]
    for students, reason in re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", listed, re.DOTALL):
        for student in re.findall(r"<bdi>(.*?)</bdi>", students):
            reasons.setdefault(html.unescape(student), []).append(text(reason))
    return reasons


def row(page, student):
    (cells,) = re.findall(rf"<bdi>{re.escape(html.escape(student))}</bdi></th>(.*?)</tr>", page, re.DOTALL)
    return [text(cell) for cell in re.findall(r"<td.*?</td>", cells, re.DOTALL)]


AGAIN = "python -m classroom.mark --assignment=T1_square --student={} --force"
ANOTHER_KIND = "By its metadata the cell “square_marks” is of another kind than in the release. Copy it from there."
WAITING = "Waiting for marking by hand, in Formgrader: “in words”."


@pytest.mark.parametrize(
    "student, reasons",
    {
        "right": [WAITING],
        NAME: [WAITING],
        "deleted": [
            "The marking cell was deleted: “square”. Copy it over from the release and mark it again: "
            f"{AGAIN.format('deleted')} .",
            WAITING,
        ],
        "dies": [WAITING],
        "beyond": [WAITING],  # it had patched what marks it, which it does not reach any more
        "off": [ANOTHER_KIND],
        "solution": [ANOTHER_KIND],
        "broken": ["T1_square.ipynb is damaged or no notebook (not JSON). Ask the student for the file again."],
        "webpage": ["T1_square.ipynb is no notebook but a web page. Ask the student for the file again."],
        "empty": ["T1_square.ipynb is empty. Ask the student for the file again."],
        "no cells": ["T1_square.ipynb is JSON, but no notebook. Ask the student for the file again."],
        ODD: ["T1_square.ipynb is JSON, but no notebook. Ask the student for the file again."],
        "wrong name": [
            "Wrong file name: there is homework<1>.ipynb; T1_square.ipynb is expected. "
            "Rename it in submitted/wrong name/T1_square."
        ],
        "no notebook": ["No notebook: T1_square.ipynb is expected, and there is only notes.txt."],
        "unknown": ["The cell “my_marks” is not of this assignment, which misses “square_marks”."],
        "doubled": ["The cell “square_marks” stands 2 times. Delete the copies and mark again."],
        "old": ["Of another nbgrader (metadata version 1, not 3). nbgrader update mends an old one."],
        "patched": [WAITING],
        LATE: ["Handed in, but never marked. Run python -m classroom.mark --assignment=T1_square ."],
    }.items(),
)
def test_the_page_says_why_work_was_not_marked(page, student, reasons):
    assert why(page)[student] == reasons


def test_what_is_not_marked_is_never_shown_as_0(page):
    ineffective = {"patched", "beyond", "dies"}
    not_marked = set(T1) - {"right", "part", "nothing", NAME} - ineffective | {LATE, ODD}
    assert {student: row(page, student)[0] for student in not_marked} == dict.fromkeys(not_marked, "not marked")
    assert {row(page, student)[0] for student in ineffective} == {"0 of 2 3 not marked"}


def test_the_page_says_where_every_student_stands(page):
    assert row(page, "right") == ["2 of 2 3 not marked", "4 of 4", "6 of 6 3 not marked"]
    assert row(page, "part") == ["1 of 2 3 not marked", "0 of 4", "1 of 6 3 not marked"]
    assert row(page, NAME) == ["2 of 2 3 not marked", "not handed in", "2 of 2 3 not marked 4 not handed in"]
    assert row(page, "broken") == ["not marked", "not handed in", "– 5 not marked 4 not handed in"]


def test_a_question_in_words_without_a_word_has_0_marks(page):
    assert row(page, "nothing")[0] == "0 of 5"


def test_a_folder_that_is_no_assignments_is_named(page):
    assert "not counted here: submitted/never marked/T1_Square" in text(page)


def test_what_the_page_says_of_a_deleted_cell_gets_its_marks(course, page, tmp_path):
    copy = shutil.copytree(course, tmp_path / "course")
    hand_in(copy, "deleted", squares(), "T1_square")
    command = why(page)["deleted"][0].partition("python -m classroom.")[2].removesuffix(" .")
    run_classroom(copy, *shlex.split(command))
    _, (square, _), _ = report.read_class(copy)
    assert square.works["deleted"].score == 2


def test_means_leave_out_what_is_not_marked(page):
    (means,) = re.findall(r"<tfoot>(.*?)</tfoot>", page, re.DOTALL)
    assert text(means) == "Mean 36 % of 7 marked 50 % of 2 marked"


def test_each_exercise_counts_full_part_none_and_not_marked(page):
    rows = [text(each) for each in re.findall(r'<tr><th scope="row">.*?</tr>', section(page, "T1_square"), re.DOTALL)]
    assert rows[0] == "square 2 2 1 4 14"
    assert "square: full 2, part 1, none 4, not marked 14" in section(page, "T1_square")
    rows = [text(each) for each in re.findall(r'<tr><th scope="row">.*?</tr>', section(page, "T2_half"), re.DOTALL)]
    assert rows == ["half 4 1 0 1 0"]


def by_hand(course, student, score):
    """Read the work of a student to whom the teacher gave marks by hand in Formgrader, and take them back."""
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        grade = book.find_grade("square_marks", "T1_square", "T1_square", student)
        grade.manual_score, grade.needs_manual_grade = score, False
        book.db.commit()
        _, (square, _), _ = report.read_class(course)
        grade.manual_score = None
        book.db.commit()
    return square.works[student]


def test_marks_by_hand_count_in_the_place_of_marks_that_nobody_can_explain(course):
    assert (by_hand(course, "patched", 0.5).score, by_hand(course, "patched", 0.5).missing) == (0.5, 3)


@pytest.mark.parametrize("score", [2.5, -1])
def test_marks_by_hand_beyond_what_can_be_had_are_not_counted(course, score):
    work = by_hand(course, "right", score)
    assert (work.score, work.missing) == (0, 5)
    assert work.why[0].startswith("The marks are not between 0 and the most that can be had: “square”.")


def test_nothing_of_a_student_becomes_html(page):
    assert "zoë_李 &lt;b&gt;&amp;" in page
    assert "<b>" not in page and "<script" not in page and "homework<1>" not in page


def test_a_picture_has_words_and_nothing_comes_from_elsewhere(page):
    assert page.count('<svg role="img" aria-label="Students') == 4
    assert not re.search(r'(src|href)="|url\(|@import', page)


def test_the_report_writes_nothing_into_the_gradebook(course, page):
    before = (course / "gradebook.db").read_bytes()
    report.main([str(course), "--output", str(course / "page.html")])
    assert (course / "gradebook.db").read_bytes() == before


def test_marks_without_the_notebook_that_they_are_of_are_not_counted(course, page):
    kept = course / "autograded" / "right" / "T2_half"
    kept.rename(course / "elsewhere")
    try:
        _, (_, half), _ = report.read_class(course)
    finally:
        (course / "elsewhere").rename(kept)
    assert half.works["right"].points == 0
    assert "could not finish" in half.works["right"].why[0]


@pytest.mark.parametrize("missing", ["nowhere", "."])
def test_a_missing_folder_or_gradebook_is_named(tmp_path, missing, capsys):
    with pytest.raises(SystemExit) as stopped:
        report.main([str(tmp_path / missing)])
    assert stopped.value.code == 2
    expected = tmp_path / ("nowhere" if missing == "nowhere" else "gradebook.db")
    assert f"there is no {'folder' if missing == 'nowhere' else 'gradebook'} {expected}" in capsys.readouterr().err


def test_a_gradebook_that_is_none_is_named(tmp_path, capsys):
    (tmp_path / "gradebook.db").write_text("my marks " * 200)
    with pytest.raises(SystemExit) as stopped:
        report.main([str(tmp_path)])
    assert stopped.value.code == 2
    assert f"{tmp_path / 'gradebook.db'} is no gradebook" in capsys.readouterr().err


def test_an_empty_class_makes_a_page_that_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", PATH)
    with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}") as book:
        assert report.main([str(tmp_path)]) == 0
        assert "There is no assignment yet" in (tmp_path / "report.html").read_text(encoding="utf-8")
        book.add_assignment("T1_square")
    assert report.main([str(tmp_path)]) == 0
    assert "The class is empty" in (tmp_path / "report.html").read_text(encoding="utf-8")
