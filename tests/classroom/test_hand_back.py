"""A class from Moodle's and Canvas's files to their files: marks are filled in, and everything else stays."""

import csv
import zipfile

import pytest

from classroom.course import set_up

from .downloads import folder, worksheet, zipped
from .teaching import nbgrader, run_classroom, without_a_sandbox_where_there_is_none, write

pytest.importorskip("nbgrader", reason="nbgrader is not installed: make test-classroom brings it")
from .test_report import RIGHT, halves, squares

T1, T2 = "T1_square", "T2_half"
PEOPLE = [
    ("Jan Müller", "", "jan@x.example"),
    ("Jan Müller", "4711", ""),
    ("Zoë, 李", "", ""),
    ("=Absent", "", "a@x.example"),
]


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Two assignments from Moodle's zips, in which everybody has another number; one is in Canvas as well."""
    course = set_up(tmp_path_factory.mktemp("class") / "course")
    without_a_sandbox_where_there_is_none(course)
    for number, (name, source) in enumerate({T1: squares(), T2: halves()}.items()):
        write(course / "source" / name / f"{name}.ipynb", source)
        nbgrader(course, "generate_assignment", name)
        here = course / "downloaded" / name
        listed = [(1000 * number + 7 * i, *person) for i, person in enumerate(PEOPLE, 1)]
        worksheet(here / "Grades-9.csv", listed, [5, 4][number])
        answers = [halves("half = 0.5"), halves("half = 2"), "%PDF"] if number else [squares(RIGHT, "Because.")] * 3
        ends = [f"{name}.ipynb", f"{name}.ipynb", "work.pdf" if number else f"{name}.ipynb"]
        zipped(here / "m.zip", {
            f"{folder(name_of, its)}/{end}": answer
            for (its, name_of, *_), end, answer in zip(listed, ends, answers, strict=False)
        })  # fmt: skip
    zipped(course / "downloaded" / T2 / "c.zip", {f"hoppergrace_88_1_{T2}.ipynb": halves("half = 0.5")})
    (course / "downloaded" / T2 / "canvas.csv").write_bytes(
        "Student;ID;SIS User ID;T1 square (3);T2 half (4)\n Points Possible;;;5;4\n"
        '"Hopper, Grace";88;;;\n"Absent, A";89;;2;1\n'.encode("utf-16")
    )
    for name in (T1, T2):
        run_classroom(course, "collect", name)
        run_classroom(course, "mark", f"--assignment={name}")
    nbgrader(course, "generate_feedback", T2)
    return course


def rows(path, encoding="utf-8-sig", delimiter=","):
    with path.open(newline="", encoding=encoding) as file:
        return list(csv.reader(file, delimiter=delimiter))


def test_marks_are_filled_into_moodles_worksheet_and_nothing_else_changes(course):
    said = run_classroom(course, "hand_back", T2)
    before, after = (rows(course / place / T2 / "Grades-9.csv") for place in ("downloaded", "handed_back"))
    assert "3 students have all their marks" in said
    assert [row[5] for row in after] == ["Grade", "4", "0", "", ""]
    assert [row[:5] + row[6:] for row in after] == [row[:5] + row[6:] for row in before]
    assert (course / "handed_back" / T2 / "Grades-9.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_marks_are_filled_into_the_assignments_column_of_canvas(course):
    run_classroom(course, "hand_back", T2)
    after = rows(course / "handed_back" / T2 / "canvas.csv", "utf-16", ";")
    assert after[1:] == [
        [" Points Possible", "", "", "5", "4"],
        ["Hopper, Grace", "88", "", "", "4"],
        ["Absent, A", "89", "", "2", "1"],
    ]


def test_who_waits_for_marking_by_hand_keeps_an_empty_cell(course):
    assert "0 students have all their marks" in run_classroom(course, "hand_back", T1)
    assert [row[5] for row in rows(course / "handed_back" / T1 / "Grades-9.csv")] == ["Grade", "", "", "", ""]


def test_the_feedback_has_the_names_that_moodle_knows(course):
    run_classroom(course, "hand_back", T2)
    with zipfile.ZipFile(course / "handed_back" / T2 / "feedback.zip") as archive:
        names = archive.namelist()
    assert names == [f"Jan Müller_{number}_assignsubmission_file_{T2}.html" for number in (1007, 1014)]


def test_marks_that_moodle_has_locked_stay_and_are_named(course):
    path = course / "downloaded" / T2 / "Grades-9.csv"
    before = path.read_bytes()
    path.write_bytes(before.replace(b",,4.00,Yes,", b",1.5,4.00,No,", 1))
    try:
        said = run_classroom(course, "hand_back", T2)
        assert "Moodle has locked the marks of Jan Müller: their cells are as they were, too." in said
        assert [row[5] for row in rows(course / "handed_back" / T2 / "Grades-9.csv")] == ["Grade", "1.5", "0", "", ""]
    finally:
        path.write_bytes(before)
    assert "locked" not in run_classroom(course, "hand_back", T2)


def test_a_table_that_is_no_worksheet_is_named(course):
    path = course / "downloaded" / T1 / "Bewertungen.csv"
    path.write_text("Teilnehmer,Bewertung\n", encoding="utf-8")
    try:
        said = run_classroom(course, "hand_back", T1)
    finally:
        path.unlink()
    assert "Bewertungen.csv is neither Moodle's grading worksheet" in said and "Set the language to English" in said


def test_another_maximum_is_refused_and_nothing_is_written(course):
    path = course / "downloaded" / T1 / "Grades-9.csv"
    before = path.read_bytes()
    path.write_bytes(before.replace(b",5.00,", b",100.00,"))
    try:
        said = run_classroom(course, "hand_back", T1, fails=True)
    finally:
        path.write_bytes(before)
    assert f"{T1} gives 5 marks, and Grades-9.csv has a maximum of 100.00. Set it in Moodle to 5" in said


def test_the_table_has_each_student_once_in_each_assignment_and_no_formula(course):
    nbgrader(course, "export")
    table = rows(course / "grades.csv")[1:]
    students = ["4711", "88", "89", "a@x.example", "jan@x.example", "zoë-李"]
    assert sorted(row[:2] for row in table) == [[name, student] for name in (T1, T2) for student in students]
    assert {row[1]: row[3] for row in table if row[0] == T2} == dict(
        zip(students, ["0.0", "4.0", "", "", "4.0", ""], strict=True)
    )
    assert {row[2][:2] for row in table if row[1] == "a@x.example"} == {"'="}
