"""Marking that is killed, stopped, repeated, done by two at once; a second hand-in: real processes, real nbgrader."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time

import pytest

from classroom.course import set_up

from .teaching import ENVIRONMENT, hand_in, nbgrader, run_classroom, write

pytest.importorskip("nbgrader", reason="nbgrader is not installed: make test-classroom brings it")
from nbgrader.api import Gradebook

from classroom import mark as marking_command
from classroom.handed_in import read_class

from .test_report import PART, RIGHT, squares

T1 = "T1_square"
RUN = "import os, time\nwith open({log!r}, 'a') as log:\n    log.write('{student} ')\n"
LINGERS = """
def finish_later(**known):
    import time
    from classroom.marked import finish
    time.sleep(2)
    finish(**known)

c.Autograde.post_convert_hook = finish_later
"""
"""Settings with which a marker stays for a while between the marks in the gradebook and the record that it is done."""


@pytest.fixture(scope="module")
def generated(tmp_path_factory):
    course = set_up(tmp_path_factory.mktemp("class") / "course")
    write(course / "source" / T1 / f"{T1}.ipynb", squares())
    nbgrader(course, "generate_assignment", T1)
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as settings:
        settings.write("c.Sandboxed.unsafe = True  # the students' code writes down when it runs\n")
    return course


@pytest.fixture
def course(generated, tmp_path):
    return shutil.copytree(generated, tmp_path / "course")


@pytest.fixture
def log(tmp_path):
    """A file into which each student's code writes the student's name, each time it runs."""
    (tmp_path / "log").write_text("", encoding="utf-8")
    return tmp_path / "log"


def hand_in_slowly(course, student, log, waits="time.sleep(1)"):
    run = RUN.format(log=str(log), student=student)
    hand_in(course, student, squares(f"{run}{waits}\n{RIGHT}", "Because."), T1)


def marking(course, *arguments):
    """Begin to mark, in a process of its own."""
    command = [sys.executable, "-m", "classroom.mark", f"--assignment={T1}", *arguments]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    return subprocess.Popen(command, cwd=course, env=ENVIRONMENT, start_new_session=True, **pipes)


def verdicts(said):
    """Return the verdict on each student, of what the command says."""
    return dict(re.findall(r"^(\w+): (marked before|marked|NOT MARKED)$", said, re.MULTILINE))


def mark(course, **settings):
    return {student: verdict for student, verdict, _ in marking_command.mark(course, T1, **settings)}


def wait_until(condition):
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, "nothing happened for a minute"
        time.sleep(0.005)


def work(course, student):
    _, (t1,), _ = read_class(course)
    return t1.works[student]


def grades(course, student):
    """Return the gradebook's automatic marks, marks by hand and comment of the test and of the question in words."""
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        found = [book.find_grade(name, T1, T1, student) for name in ("square_marks", "in_words")]
        comment = book.find_comment("in_words", T1, T1, student).manual_comment
        return *[(grade.auto_score, grade.manual_score, grade.needs_manual_grade) for grade in found], comment


def mark_by_hand(course, student, **marks):
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        for name, mark in marks.items():
            grade = book.find_grade(name, T1, T1, student)
            grade.manual_score, grade.needs_manual_grade = mark, False
        book.find_comment("in_words", T1, T1, student).manual_comment = "well said"
        book.db.commit()


def test_whenever_marking_is_killed_the_next_run_marks_what_was_not_marked_and_only_that(course, log):
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as settings:
        settings.write(LINGERS)
    for student in ("ada", "bob", "cy"):
        hand_in_slowly(course, student, log)
    bob = course / "autograded" / "bob"
    stages = {
        "its marks were taken back": (bob / f"{T1}.json").exists,
        "nbgrader wrote its own notebook": (bob / T1 / f"{T1}.ipynb").exists,
        "the code runs": lambda: "bob" in log.read_text(encoding="utf-8"),
        "the marks are in the gradebook": lambda: grades(course, "bob")[0][0] == 2,
    }
    for reached in stages.values():
        process = marking(course)
        wait_until(reached)
        process.kill()
        process.communicate()
        assert work(course, "bob").points == 0 and work(course, "cy").points == 0
        assert "python -m classroom.mark" in work(course, "bob").why[0]
        shutil.rmtree(bob / T1, ignore_errors=True)
        log.write_text(log.read_text(encoding="utf-8").replace("bob ", ""), encoding="utf-8")
    assert mark(course) == {"ada": "marked before", "bob": "marked", "cy": "marked"}
    assert [work(course, student).score for student in ("ada", "bob", "cy")] == [2, 2, 2]
    assert sorted(log.read_text(encoding="utf-8").split()) == ["ada", "bob", "cy"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_the_class_and_the_next_run_goes_on(course, log, number):
    for student in ("ada", "bob", "cy"):
        hand_in_slowly(course, student, log)
    process = marking(course)
    wait_until(lambda: "bob" in log.read_text(encoding="utf-8"))
    process.send_signal(number)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 128 + number
    assert verdicts(said) == {"ada": "marked"} and "Stopped. The same command goes on where it was." in said
    assert "cy" not in log.read_text(encoding="utf-8")
    assert mark(course) == {"ada": "marked before", "bob": "marked", "cy": "marked"}


def test_a_hang_up_does_not_stop_what_nohup_runs(course, log):
    hand_in_slowly(course, "ada", log)
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        process = marking(course)
    finally:
        signal.signal(signal.SIGHUP, before)
    wait_until(lambda: "ada" in log.read_text(encoding="utf-8"))
    process.send_signal(signal.SIGHUP)
    assert verdicts(process.communicate(timeout=60)[0]) == {"ada": "marked"}


def test_a_second_marker_says_who_is_marking_and_marks_nobody(course, log):
    hand_in_slowly(course, "ada", log)
    with marking_command._alone(course, T1):
        second = marking(course)
        said, _ = second.communicate(timeout=120)
    assert second.returncode == 1 and f"is marking in {course}: process {os.getpid()}, {T1}, since " in said
    assert log.read_text(encoding="utf-8") == ""
    assert mark(course) == {"ada": "marked"}


def test_one_student_is_marked_and_who_handed_in_nothing_is_named(course):
    for student in ("ada", "bob", "cy"):
        hand_in(course, student, squares(RIGHT, "Because."), T1)
    said = run_classroom(course, "mark", f"--assignment={T1}", "--student=ada", "--student=cy")
    assert verdicts(said) == {"ada": "marked", "cy": "marked"}
    said = run_classroom(course, "mark", f"--assignment={T1}", "--student=dan", fails=True)
    assert f"dan handed nothing in for {T1}; who did: ada, bob, cy" in said
    assert [work(course, student).points for student in ("ada", "bob", "cy")] == [2, 0, 2]


def test_a_second_hand_in_is_marked_again_however_old_its_file_is(course):
    hand_in(course, "ada", squares(PART, "Because."), T1)
    assert mark(course) == {"ada": "marked"}
    hand_in(course, "ada", squares(RIGHT, "Because."), T1)
    os.utime(course / "submitted" / "ada" / T1 / f"{T1}.ipynb", (0, 0))
    assert work(course, "ada").points == 0
    assert work(course, "ada").why == [
        f"Handed in again since it was marked. Run `python -m classroom.mark --assignment={T1}`."
    ]
    assert mark(course) == {"ada": "marked"}
    assert work(course, "ada").score == 2
    os.utime(course / "submitted" / "ada" / T1 / f"{T1}.ipynb")
    assert mark(course) == {"ada": "marked before"}


@pytest.mark.parametrize("second", ["damaged", "none"])
def test_after_a_second_hand_in_that_cannot_be_marked_no_mark_stays(course, second):
    hand_in(course, "ada", squares(RIGHT, "Because."), T1)
    mark(course)
    mark_by_hand(course, "ada", in_words=3)
    if second == "none":
        (course / "submitted" / "ada" / T1 / f"{T1}.ipynb").unlink()
    hand_in(course, "ada", "{", T1, f"{T1}.ipynb" if second == "damaged" else "work.pdf")
    assert mark(course) == {"ada": "NOT MARKED"}
    assert grades(course, "ada") == ((None, None, True), (None, None, True), None)
    assert work(course, "ada").points == 0
    assert not (course / "autograded" / "ada" / T1).exists()


def test_marks_by_hand_stay_for_answers_that_did_not_change_and_only_for_those(course):
    hand_in(course, "ada", squares(PART, "Because."), T1)
    mark(course)
    mark_by_hand(course, "ada", square_marks=1.5, in_words=3)
    mark(course, force=True)
    assert grades(course, "ada") == ((1, 1.5, False), (None, 3, False), "well said")
    hand_in(course, "ada", squares(RIGHT, "Because."), T1)
    mark(course)
    assert grades(course, "ada") == ((2, None, False), (None, 3, False), "well said")
    mark_by_hand(course, "ada", square_marks=1.5)
    hand_in(course, "ada", squares(RIGHT, "For another reason."), T1)
    nbgrader(course, "autograde", T1, "--force")  # as Formgrader's button does
    assert grades(course, "ada") == ((2, 1.5, False), (None, None, True), None)
    assert work(course, "ada").score == 1.5


def test_marks_by_hand_outlive_a_run_that_was_killed(course, log):
    hand_in_slowly(course, "ada", log)
    mark(course)
    mark_by_hand(course, "ada", in_words=3)
    log.write_text("", encoding="utf-8")
    process = marking(course, "--force")
    wait_until(lambda: "ada" in log.read_text(encoding="utf-8"))
    process.kill()
    process.communicate()
    mark(course)
    assert grades(course, "ada") == ((2, None, False), (None, 3, False), "well said")


def test_marks_that_an_older_gradebook_does_not_have_are_made_again(course):
    before = (course / "gradebook.db").read_bytes()
    hand_in(course, "ada", squares(RIGHT, "Because."), T1)
    mark(course)
    (course / "gradebook.db").write_bytes(before)
    assert mark(course) == {"ada": "marked"}
