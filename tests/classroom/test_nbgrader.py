"""Real nbgrader: a class hands in, is marked, and gets feedback; twelve bad submissions harm nobody else."""

import csv
from collections import namedtuple

import nbformat
import pytest

from classroom.course import set_up

from .assignments import NAMES, SOURCE, answered, cell_id, points, read
from .teaching import hand_in, nbgrader

pytest.importorskip("nbgrader", reason="nbgrader is not installed: make test-classroom brings it")
from classroom.mark import mark

FULL = {name: points(read(name)) for name in NAMES}
TURNED = ("correlate", "* kernel)", "* kernel[::-1, ::-1])")
Student = namedtuple("Student", "score marks")


def marked(course, assignment="A1_convolution"):
    """Return each student's score and marks as the gradebook has them; None is not marked."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        return {
            submission.student.id: Student(
                submission.score,
                {grade.name: grade.auto_score for grade in submission.notebooks[0].grades if grade.name != "in_words"},
            )
            for submission in book.assignment_submissions(assignment)
            if submission.notebooks
        }


@pytest.fixture(scope="module")
def course(new_course, tmp_path_factory):
    """A course folder with all assignments generated."""
    return new_course(tmp_path_factory.mktemp("class") / "course", *NAMES)


@pytest.mark.parametrize("assignment", NAMES)
def test_the_students_version_holds_no_solution_and_no_hidden_test(course, assignment):
    released = nbformat.read(course / "release" / assignment / f"{assignment}.ipynb", as_version=4)
    text = "\n".join(cell.source for cell in released.cells)
    assert "SOLUTION" not in text and "HIDDEN" not in text and "classroom" not in text and "Model answer" not in text
    solutions = sum(cell.source.count("BEGIN SOLUTION") for cell in read(assignment).cells if cell.cell_type == "code")
    assert text.count("# YOUR CODE HERE") == solutions > 0 and "YOUR ANSWER HERE" in text


def source(change=lambda notebook: notebook):
    return change(read("A1_convolution"))


def without_ids(notebook):
    for cell in notebook.cells:
        del cell["id"]
    notebook.nbformat_minor = 4
    return notebook


def of(notebook, name):
    (cell,) = [cell for cell in notebook.cells if cell_id(cell) == name]
    return cell


def without(name):
    def change(notebook):
        notebook.cells.remove(of(notebook, name))
        return notebook

    return change


def doubled(name):
    def change(notebook):
        notebook.cells.insert(0, nbformat.from_dict(of(notebook, name) | {"id": "a-copy"}))
        return notebook

    return change


def edited(notebook):
    cell = of(answered(notebook, *TURNED), "correlate_marks")
    cell.source, cell.metadata.nbgrader.points = "100", 100
    return notebook


def beginning(code):
    """Let the function correlate begin with other code."""
    return lambda notebook: answered(notebook, "correlate", "    (rows,", f"    {code}\n    (rows,")


ALL = FULL["A1_convolution"]
NOTHING = dict.fromkeys(ALL)
LOST = ALL | {"correlate_marks": 0}
TURNED_MARKS = ALL | {"correlate_marks": ALL["correlate_marks"] - 1}
BAD = {  # what is handed in, and the marks that it gets
    "no notebook": ({"notes.txt": "see my e-mail"}, NOTHING),
    "wrong name": ({"homework.ipynb": source()}, NOTHING),
    "not JSON": ({"A1_convolution.ipynb": "PK\x03\x04 a spreadsheet"}, NOTHING),
    "empty": ({"A1_convolution.ipynb": ""}, NOTHING),
    "cell ids missing": ({"A1_convolution.ipynb": source(without_ids)}, ALL),
    "a grade cell deleted": (
        {"A1_convolution.ipynb": source(without("correlate_marks"))},
        ALL | {"correlate_marks": None},
    ),
    "a grade cell duplicated": ({"A1_convolution.ipynb": source(doubled("correlate_marks"))}, NOTHING),
    "a grade cell edited": ({"A1_convolution.ipynb": source(edited)}, TURNED_MARKS),
    "a kernel killed by itself": ({"A1_convolution.ipynb": source(beginning("import os; os._exit(1)"))}, LOST),
    "100 MB of output": ({"A1_convolution.ipynb": source(beginning("print('x' * 999, '\\n' * 99_999)"))}, ALL),
}


@pytest.fixture(scope="module")
def bad_class(course):
    """What becomes of bad submissions, and of one among them without fault: its marks, and what nbgrader said."""
    students = {says: files for says, (files, _) in BAD.items()}
    students["zoë_李 in the middle"] = {"A1_convolution.ipynb": source()}
    for number, (says, files) in enumerate(students.items()):
        for name, content in files.items():
            hand_in(course, f"{number:02} {says}", content, name=name)
    said = {student: problem for student, _, problem in mark(course, "A1_convolution")}
    given = marked(course)
    return {name[3:]: (given[name].marks if name in given else NOTHING, said[name]) for name in said if name[0] in "01"}


@pytest.mark.parametrize("says", BAD)
def test_a_bad_submission_ends_with_a_fair_mark_or_is_not_marked(bad_class, says):
    marks, problem = bad_class[says]
    assert marks == BAD[says][1]
    assert bool(problem) == (marks == NOTHING)


def test_a_name_beyond_ascii_among_bad_submissions_is_marked(bad_class):
    assert bad_class["zoë_李 in the middle"] == (ALL, "")


def test_what_a_function_does_besides_costs_only_its_own_exercise(new_course, tmp_path):
    course = new_course(tmp_path / "course", "A1_convolution")
    besides = {
        "warns": ("import sys, warnings; warnings.warn('odd'); print('odd', file=sys.stderr)", ALL),
        "asks": ("input('Which image?')", LOST),
        "leaves": ("import sys; sys.exit()", LOST),
        "never ends": ("while True: pass", LOST),
        "borrows": ("import scipy.signal; return scipy.signal.correlate2d(image, kernel, 'valid')", LOST),
    }
    for student, (code, _) in besides.items():
        hand_in(course, student, source(beginning(code)))
    missing = source()
    of(missing, "correlate").source = ""
    hand_in(course, "leaves out", missing)
    with (course / "nbgrader_config.py").open("a") as settings:
        settings.write("c.Execute.timeout = 10  # three cells wait for the function that never ends\n")
    assert {verdict for _, verdict, _ in mark(course, "A1_convolution")} == {"marked"}
    students = marked(course)
    assert {student: students[student].marks for student in besides} == {
        student: marks for student, (_, marks) in besides.items()
    }
    assert students["leaves out"].marks == LOST


def test_a_student_fetches_and_submits_and_the_teacher_collects(new_course, tmp_path):
    course, student = new_course(tmp_path / "course", "A1_convolution"), tmp_path / "student"
    student.mkdir()
    settings = f"c.CourseDirectory.course_id = 'course'\nc.Exchange.root = {str(course / 'exchange')!r}\n"
    (student / "nbgrader_config.py").write_text(f"c = get_config()\n{settings}", encoding="utf-8")
    nbgrader(course, "release_assignment", "A1_convolution")
    nbgrader(student, "fetch_assignment", "A1_convolution")
    nbformat.write(source(), student / "A1_convolution" / "A1_convolution.ipynb")
    nbgrader(student, "submit", "A1_convolution")
    nbgrader(course, "collect", "A1_convolution")
    assert [verdict for _, verdict, _ in mark(course, "A1_convolution")] == ["marked"]
    assert [given.marks for given in marked(course).values()] == [ALL]


def test_a_class_is_marked_and_gets_its_feedback_and_the_teacher_a_table(new_course, tmp_path):
    course = new_course(tmp_path / "course", "A1_convolution")
    hand_in(course, "ada", source())
    hand_in(course, "bob", answered(source(), *TURNED))
    nbgrader(course, "autograde", "A1_convolution")
    nbgrader(course, "generate_feedback", "A1_convolution")
    page = (course / "feedback" / "bob" / "A1_convolution" / "A1_convolution.html").read_text(encoding="utf-8")
    assert "the kernel as it stands: " in page
    hand_in(course, "cleo", "hello")
    assert [each[:2] for each in mark(course, "A1_convolution")] == [
        ("ada", "marked before"),
        ("bob", "marked before"),
        ("cleo", "NOT MARKED"),
    ]
    nbgrader(course, "export")
    rows = csv.DictReader((course / "grades.csv").read_text(encoding="utf-8-sig").splitlines())
    scores = {row["student"]: (row["score"], row["of"], row["not marked"]) for row in rows}
    assert scores == {"ada": ("24.0", "24.0", "4.0"), "bob": ("23.0", "24.0", "4.0"), "cleo": ("", "0", "28.0")}


def test_what_is_handed_in_again_is_marked_again(new_course, tmp_path):
    course = new_course(tmp_path / "course", "A1_convolution")
    hand_in(course, "bob", answered(source(), *TURNED))
    assert [each[:2] for each in mark(course, "A1_convolution")] == [("bob", "marked")]
    hand_in(course, "bob", source())
    assert [each[:2] for each in mark(course, "A1_convolution")] == [("bob", "marked")]
    assert marked(course)["bob"].marks == ALL


def test_the_solution_can_be_marked_as_a_student_and_taken_out_as_the_teachers_page_says(new_course, tmp_path):
    course = new_course(tmp_path / "course", "A1_convolution")
    nbgrader(course, "generate_assignment", "A1_convolution", "--force")
    hand_in(course, "test", source())
    assert dict(each[:2] for each in mark(course, "A1_convolution", force=True)) == {"test": "marked"}
    nbgrader(course, "db", "student", "remove", "test", "--force")
    assert marked(course) == {}


@pytest.mark.parametrize("folder", ["file", "file/course"])
def test_a_course_needs_a_folder(tmp_path, folder):
    (tmp_path / "file").write_text("")
    with pytest.raises(NotADirectoryError, match=r"the course needs a folder; .*file is a file"):
        set_up(tmp_path / folder)


def test_a_course_needs_a_folder_of_its_own_and_is_only_completed_the_second_time(tmp_path):
    with pytest.raises(ValueError, match="a folder of its own"):
        set_up(SOURCE.parents[1])
    course = set_up(tmp_path / "my course")
    changed, lost = (course / "source" / name / f"{name}.ipynb" for name in NAMES[:2])
    changed.write_text("mine")
    lost.unlink()
    set_up(course)
    assert changed.read_text() == "mine" and lost.exists()
