"""Who is who in the zips of Moodle and Canvas, and what lies in ``submitted`` afterwards."""

import os
import shutil
import zipfile

import pytest

from .downloads import folder, in_memory, worksheet, zipped
from .teaching import run_classroom

pytest.importorskip("nbgrader", reason="nbgrader is not installed: make test-classroom brings it")
from nbgrader.api import Gradebook

from classroom.collect import collect, read_collected
from classroom.handed_in import read_class

A1, A2 = "A1_convolution", "A2_max_pooling"
NOTEBOOK = f"{A1}.ipynb"


@pytest.fixture
def course(new_course, tmp_path):
    return new_course(tmp_path / "Ada's course", A1, A2)


def download(course, name, files, assignment=A1, age=0):
    """Put a zip where the teacher puts it; age is how many seconds older than now it is."""
    path = zipped(course / "downloaded" / assignment / name, files)
    now = path.stat().st_mtime
    os.utime(path, (now - age, now - age))
    return path


def submitted(course, assignment=A1):
    """Return what lies in each student's folder, as text."""
    return {
        place.parent.name: {
            path.relative_to(place).as_posix(): path.read_text(encoding="utf-8", errors="replace")
            for path in place.rglob("*")
            if path.is_file()
        }
        for place in course.glob(f"submitted/*/{assignment}")
    }


def taken(collected):
    return {each["name"]: (each["student"], each["by"]) for each in collected["taken"]}


def refused(collected):
    return sorted((each["name"], each["number"]) for each in collected["refused"])


def test_a_student_is_the_same_in_every_assignment_whatever_moodles_number_is(course):
    names = ["Ada Lovelace", "Zoë 李", "Seán O'Brien", "x_1 23"]
    for assignment, first in {A1: 100, A2: 900}.items():
        files = {f"{folder(name, first + i)}/{assignment}.ipynb": name for i, name in enumerate(names)}
        download(course, "moodle.zip", files, assignment)
        collected = collect(course, assignment)
    assert [each["student"] for each in collected["taken"]] == ["ada-lovelace", "zoë-李", "seán-obrien", "x-1-23"]
    assert (
        submitted(course).keys() == submitted(course, A2).keys() == {"ada-lovelace", "zoë-李", "seán-obrien", "x-1-23"}
    )
    assert submitted(course, A2)["zoë-李"] == {f"{A2}.ipynb": "Zoë 李"}


def test_two_of_one_name_are_refused_and_named_and_the_others_are_collected(course):
    download(course, "moodle.zip", {
        f"{folder('Jan Müller', 1)}/{NOTEBOOK}": "one",
        f"{folder('Jan  müller', 2)}/{NOTEBOOK}": "the other",
        f"{folder('Ada', 3)}/{NOTEBOOK}": "Ada's",
    })  # fmt: skip
    said = run_classroom(course, "collect", A1, fails=True)
    assert "NOT COLLECTED: Jan Müller (Moodle's number 1). There are 2 people of the name Jan Müller" in said
    assert "Ada is ada, by the name: new, A1_convolution.ipynb" in said
    assert submitted(course).keys() == {"ada"}
    assert [one["files"] for one in read_class(course)[1][0].collected["refused"]] == [{NOTEBOOK: None}] * 2


def test_a_name_that_was_two_peoples_before_is_nobodys_when_one_of_them_hands_in(course):
    twice = {f"{folder('Jan Müller', number)}/{NOTEBOOK}": "" for number in (1, 2)}
    download(course, "moodle.zip", twice)
    collect(course, A1)
    download(course, "moodle.zip", {f"{folder('Jan Müller', 7)}/{A2}.ipynb": ""}, A2)
    assert refused(collect(course, A2)) == [("Jan Müller", "7")]


def test_the_worksheet_tells_two_of_one_name_apart_and_names_who_handed_in_nothing(course):
    people = [(1, "Jan Müller", "", "jan@uni.example"), (2, "Jan Müller", "4711", "j.m@uni.example")]
    people += [(3, "Seán O'Brien", "", ""), (4, "Absent", "", "")]
    worksheet(course / "downloaded" / A1 / "Grades-A1.csv", people, 28)
    download(course, "moodle.zip", {f"{folder(name, number)}/{NOTEBOOK}": "" for number, name, *_ in people[:3]})
    collected = collect(course, A1)
    assert [(each["student"], each["by"]) for each in collected["taken"]] == [
        ("jan@uni.example", "the worksheet's e-mail address"),
        ("4711", "the worksheet's ID number"),
        ("seán-obrien", "the name"),
    ]
    names, (a1, _), _ = read_class(course)
    assert names["seán-obrien"] == "Seán O'Brien (seán-obrien)"
    assert {student: work.handed_in for student, work in a1.works.items() if not work.handed_in} == {"absent": False}


def test_a_student_keeps_the_id_when_a_worksheet_comes_later_and_when_the_teacher_has_a_list(course):
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        book.add_student("s77", first_name="Grace", last_name="Hopper")
    download(
        course, "moodle.zip", {f"{folder(name, i)}/{NOTEBOOK}": "" for i, name in enumerate(["Ada", "Grace Hopper"])}
    )
    assert taken(collect(course, A1)) == {
        "Ada": ("ada", "the name"),
        "Grace Hopper": ("s77", "the name, which the gradebook knows"),
    }
    worksheet(course / "downloaded" / A2 / "w.csv", [(5, "Ada", "", "a@x.example"), (6, "Grace Hopper", "12", "")], 28)
    download(course, "moodle.zip", {f"{folder('Ada', 5)}/{A2}.ipynb": "", f"{folder('Grace Hopper', 6)}/x": ""}, A2)
    assert [each["student"] for each in collect(course, A2)["taken"]] == ["ada", "s77"]


def test_canvas_has_a_number_that_stays_and_its_gradebook_has_the_names(course):
    files = {f"lovelaceada_LATE_77_901_{A1}-1.ipynb": "later", f"lovelaceada_77_900_{A1}.ipynb": "earlier"}
    download(course, "canvas.zip", files | {"hoppergrace_78_902_notes.pdf": "%PDF"})
    gradebook = "Student,ID,SIS User ID,SIS Login ID,Section,A1 (55)\n    Points Possible,,,,,28\n"
    (course / "downloaded" / A1 / "g.csv").write_text(gradebook + '"Lovelace, Ada",77,,ada,1,\n', encoding="utf-8")
    assert taken(collect(course, A1)) == {
        "Ada Lovelace": ("77", "Canvas's number"),
        "hoppergrace": ("78", "Canvas's number"),
    }
    assert submitted(course) == {"77": {NOTEBOOK: "later"}, "78": {"notes.pdf": "%PDF"}}


def test_a_students_own_zip_stays_shut_and_stands_for_nobody_else(course):
    spoof = in_memory({f"{folder('Ada', 1)}/{NOTEBOOK}": "not Ada's", "../../../evil": ""})
    download(course, "moodle.zip", {
        f"{folder('Ada', 1)}/{NOTEBOOK}": "Ada's",
        f"{folder('Bob', 2)}/work.zip": spoof,
        f"{folder('Eve', 3)}/{folder('Ada', 1)}/{NOTEBOOK}": "Eve's",
    })  # fmt: skip
    download(course, "canvas.zip", {f"malm_5_6_{folder('Ada', 1)}_{NOTEBOOK}": "Mal's", f"c_7_8_{NOTEBOOK}": ""}, age=9)
    collected = collect(course, A1)
    assert collected["refused"] == []
    there = submitted(course)
    assert there["ada"] == {NOTEBOOK: "Ada's"}
    assert there["bob"].keys() == {"work.zip"}
    assert there["eve"] == {f"{folder('Ada', 1)}/{NOTEBOOK}": "Eve's"}
    assert there["5"] == {f"{folder('Ada', 1)}_{NOTEBOOK}": "Mal's"}


@pytest.mark.parametrize("path", ["../../../../evil", "/evil", "C:/evil", "a/../../../../evil", "..\\..\\evil"])
def test_a_path_that_leads_out_is_refused_and_nothing_of_it_is_written(course, path):
    download(course, "moodle.zip", {f"{folder('Eve', 3)}/{path}": "", f"{folder('Ada', 1)}/{NOTEBOOK}": ""})
    assert refused(collect(course, A1)) == [("Eve", "3")]
    assert submitted(course).keys() == {"ada"}
    assert list(course.parent.parent.rglob("evil")) == []


def test_what_unpacks_to_more_than_200_mb_is_refused(course):
    path = download(course, "moodle.zip", {f"{folder('Ada', 1)}/{NOTEBOOK}": ""})
    shutil.copy(path, path.with_name("bomb.zip"))
    with zipfile.ZipFile(path.with_name("bomb.zip"), "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{folder('Eve', 2)}/zeros", bytes(201_000_000))
    collected = collect(course, A1)
    assert [each["by"] for each in collected["refused"]] == ["The files unpack to more than 200 MB."]


def test_a_pdf_a_zip_a_folder_and_an_online_text_are_handed_in_and_named(course):
    download(course, "moodle.zip", {
        f"{folder('Pia', 1)}/work.pdf": "%PDF",
        f"{folder('Zac', 2)}/work.zip": "PK",
        f"{folder('Fay', 3)}/my work/{NOTEBOOK}": "{}",
        f"{folder('Tom', 4, 'onlinetext')}/onlinetext.html": "<p>see above",
        f"{folder('Flo', 5)}_{NOTEBOOK}": "flat",
    })  # fmt: skip
    collect(course, A1)
    _, (a1, _), _ = read_class(course)
    assert {student: work.why[0] for student, work in a1.works.items() if student != "flo"} == {
        "pia": f"No notebook: {NOTEBOOK} is expected, and there is only work.pdf.",
        "zac": f"No notebook: {NOTEBOOK} is expected, and there is only work.zip.",
        "fay": f"Wrong file name: there is my work/{NOTEBOOK}; {NOTEBOOK} is expected. "
        f"Rename it in submitted/fay/{A1}.",
        "tom": f"No notebook: {NOTEBOOK} is expected, and there is only onlinetext/onlinetext.html.",
    }
    assert submitted(course)["flo"] == {NOTEBOOK: "flat"}


def test_two_zips_beside_each_other_are_both_collected_and_the_later_one_counts(course):
    both = {f"{folder('Ada', 1)}/{NOTEBOOK}": "first", f"{folder('Bob', 2)}/{NOTEBOOK}": "Bob's"}
    download(course, "a.zip", both, age=60)
    download(course, "b.zip", {f"{folder('Ada', 1)}/{NOTEBOOK}": "second", f"{folder('Cy', 3)}/{NOTEBOOK}": "Cy's"})
    notes = collect(course, A1)["notes"]
    assert notes == ["Ada is in a.zip and in b.zip, which is later and counts."]
    assert {student: files[NOTEBOOK] for student, files in submitted(course).items()} == {
        "ada": "second",
        "bob": "Bob's",
        "cy": "Cy's",
    }


def test_a_folder_that_the_browser_unpacked_and_a_zip_that_lies_elsewhere_are_collected(course, tmp_path):
    unpacked = course / "downloaded" / A1 / "Course-A1-99" / folder("Ada", 1) / NOTEBOOK
    unpacked.parent.mkdir(parents=True)
    unpacked.write_text("Ada's", encoding="utf-8")
    elsewhere = zipped(tmp_path / "in Downloads.zip", {f"{folder('Bob', 2)}/{NOTEBOOK}": "Bob's"})
    run_classroom(course, "collect", A1, elsewhere)
    assert submitted(course).keys() == {"ada", "bob"}
    assert (course / "downloaded" / A1 / "in Downloads.zip").is_file() and elsewhere.is_file()


def test_of_several_copies_of_a_notebook_the_last_is_taken(course):
    download(course, "moodle.zip", {
        f"{folder('Ada', 1)}/{A1} ({number}).ipynb" if number else f"{folder('Ada', 1)}/{NOTEBOOK}": f"copy {number}"
        for number in (10, 0, 9)
    })  # fmt: skip
    collect(course, A1)
    assert submitted(course) == {"ada": {NOTEBOOK: "copy 10"}}


def test_collecting_again_leaves_what_is_the_same_and_replaces_what_is_not(course):
    files = {f"{folder('Ada', 1)}/homework.ipynb": "Ada's", f"{folder('Bob', 2)}/{NOTEBOOK}": "first"}
    download(course, "a.zip", files, age=60)
    collect(course, A1)
    ada = course / "submitted" / "ada" / A1
    (ada / "homework.ipynb").rename(ada / NOTEBOOK)  # as the report advises
    download(course, "b.zip", {f"{folder('Bob', 2)}/{NOTEBOOK}": "second"})
    assert [each["news"] for each in collect(course, A1)["taken"]] == ["as before", "handed in again"]
    assert submitted(course) == {"ada": {NOTEBOOK: "Ada's"}, "bob": {NOTEBOOK: "second"}}
    kept = course / "submitted" / "bob" / f".{A1}.before" / NOTEBOOK
    assert kept.read_text(encoding="utf-8") == "first"


def test_what_is_in_no_download_and_what_is_no_students_is_said(course):
    (course / "submitted" / "11" / A1).mkdir(parents=True)  # as an earlier version collected
    (course / "downloaded" / A1 / "notes.csv").write_text("name,what\n", encoding="utf-8")
    (course / "downloaded" / A1 / "half.zip").write_bytes(b"PK\x03\x04")
    download(course, "moodle.zip", {f"{folder('Ada', 11)}/{NOTEBOOK}": "", "notes.ipynb": "", "__MACOSX/._a": ""})
    notes = " ".join(collect(course, A1)["notes"])
    assert f"submitted/11/{A1} was collected earlier" in notes
    assert "notes.ipynb in moodle.zip is nobody's" in notes and "MACOSX" not in notes
    assert "half.zip is no zip" in notes and "notes.csv is neither Moodle's grading worksheet" in notes


def test_nothing_to_collect_says_where_to_put_it(course, tmp_path):
    said = run_classroom(course, "collect", A1, fails=True)
    assert f"nothing is in {course / 'downloaded' / A1}" in run_classroom(
        course, "collect", A1, "--course", course, fails=True
    )
    assert "put the zip that Moodle or Canvas gives there" in said
    assert "there is no assignment A9" in run_classroom(course, "collect", "A9", fails=True)
    assert "there is no file" in run_classroom(course, "collect", A1, tmp_path / "none.zip", fails=True)
    assert read_collected(course, A1)["taken"] == []


def test_a_name_with_html_does_not_reach_formgraders_page(course):
    worksheet(course / "downloaded" / A1 / "w.csv", [(1, 'Eve <img src="x"> & Co', "", "")], 28)
    collect(course, A1)
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        (eve,) = book.students
        assert not set('<>&"') & set(eve.id + eve.first_name + eve.last_name)
