"""A reader's clone, updated by git: answers survive it and never stand in its way."""

import subprocess
from pathlib import Path

import nbformat
import pytest

from reader.copies import bring_up_to_date

ROOT = Path(__file__).parents[2]
LESSON = "00_the_question.ipynb"


def git(folder, *words):
    who = ["-c", "user.name=Author", "-c", "user.email=author@example.org", "-c", "core.hooksPath=/dev/null"]
    run = subprocess.run(["git", *who, *words], cwd=folder, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return run.stdout


@pytest.fixture
def authors(tmp_path):
    """The course's repository: two of its lessons, and what it ignores."""
    folder = tmp_path / "course"
    (folder / "notebooks").mkdir(parents=True)
    for name in (".gitignore", f"notebooks/{LESSON}", "notebooks/12_your_own_numbers.ipynb"):
        (folder / name).write_bytes((ROOT / name).read_bytes())
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "First version")
    return folder


@pytest.fixture
def clone(authors, tmp_path):
    """A reader's clone, its lessons opened once."""
    git(tmp_path, "clone", "-q", str(authors), "clone")
    assert update(tmp_path / "clone") == []
    return tmp_path / "clone"


def update(clone):
    return bring_up_to_date(clone / "notebooks", clone / "my_lessons")


def edit(path, change):
    lesson = nbformat.read(path, as_version=4)
    change({cell.id: cell for cell in lesson.cells}, lesson.cells)
    nbformat.write(lesson, path)


def publish(authors, change):
    """Change the lesson as its authors do."""
    edit(authors / "notebooks" / LESSON, change)
    git(authors, "commit", "-q", "-a", "-m", "Second version")


def answer(cells, order):
    cells["00-05"].source = cells["00-05"].source.replace("predict(...", "predict(0.125")
    cells["00-27"].source = "slopes = [0.5, 0.25, 0.1]\ncheck(slopes, '00.1')"
    cells["00-27"].outputs = [nbformat.v4.new_output("stream", text="my verdict\n")]
    order.insert(6, nbformat.v4.new_code_cell("my_own = 1"))


def revise(cells, order):
    cells["00-05"].source += "\n# revised"
    cells["00-06"].source += "\n\nRevised prose."
    order.append(nbformat.v4.new_markdown_cell("A new end."))


def sources(clone):
    return [cell.source for cell in nbformat.read(clone / "my_lessons" / LESSON, as_version=4).cells]


def test_the_copy_says_what_the_lesson_says(clone):
    lesson, copy = (nbformat.read(clone / folder / LESSON, as_version=4) for folder in ("notebooks", "my_lessons"))
    assert copy.cells == lesson.cells
    assert sorted(path.name for path in clone.glob("my_lessons/[!.]*")) == [LESSON, "12_your_own_numbers.ipynb"]


def test_answers_leave_the_clone_clean_and_a_pull_brings_the_new_lesson_around_them(authors, clone):
    edit(clone / "my_lessons" / LESSON, answer)
    kept = (clone / "my_lessons" / LESSON).read_bytes()
    assert git(clone, "status", "--porcelain") == ""
    publish(authors, revise)
    git(clone, "pull", "-q")
    (line,) = update(clone)
    assert "your answers are in it. 1 of its cells you had changed as well" in line
    now = sources(clone)
    at = next(place for place, source in enumerate(now) if source.endswith("# revised"))
    assert now[at + 2].startswith('predict(0.125, "00.a")')
    assert now[at + 3] == "my_own = 1"
    assert now[at + 4].endswith("Revised prose.") and now[-1] == "A new end."
    assert "slopes = [0.5, 0.25, 0.1]\ncheck(slopes, '00.1')" in now
    assert "my verdict" in (clone / "my_lessons" / LESSON).read_text(encoding="utf-8")
    (before,) = clone.glob("my_lessons/before_updates/*")
    assert before.read_bytes() == kept and before.name in line
    assert update(clone) == [] and sources(clone) == now


def test_a_lesson_without_answers_becomes_the_new_one(authors, clone):
    publish(authors, revise)
    git(clone, "pull", "-q")
    update(clone)
    new = nbformat.read(clone / "notebooks" / LESSON, as_version=4)
    assert nbformat.read(clone / "my_lessons" / LESSON, as_version=4).cells == new.cells


def test_a_lesson_that_did_not_change_is_not_written(authors, clone):
    other = clone / "my_lessons" / "12_your_own_numbers.ipynb"
    before = other.stat().st_mtime_ns
    publish(authors, revise)
    git(clone, "pull", "-q")
    assert len(update(clone)) == 1 and other.stat().st_mtime_ns == before


def test_an_update_that_was_cut_off_is_done_again_without_a_second_copy_of_an_answer(authors, clone):
    edit(clone / "my_lessons" / LESSON, lambda cells, order: cells["00-27"].update(source="mine = 5"))
    old = (clone / "my_lessons" / ".handed_out" / LESSON).read_bytes()
    publish(authors, revise)
    git(clone, "pull", "-q")
    update(clone)
    now = sources(clone)
    (clone / "my_lessons" / ".handed_out" / LESSON).write_bytes(old)
    update(clone)
    assert sources(clone) == now and now.count("mine = 5") == 1


@pytest.mark.parametrize("broken", [b"", b"{", b"[]", b"\xff\xfe", b'{"cells": 3}', b'{"nbformat": 4}'])
def test_a_copy_that_cannot_be_read_is_kept_and_the_lesson_is_new(authors, clone, broken):
    (clone / "my_lessons" / LESSON).write_bytes(broken)
    publish(authors, revise)
    git(clone, "pull", "-q")
    (line,) = update(clone)
    (before,) = clone.glob("my_lessons/before_updates/*")
    assert before.read_bytes() == broken and before.name in line and "could not be read" in line
    assert sources(clone)[-1] == "A new end."


def test_a_lesson_that_the_reader_moved_away_begins_again(clone):
    edit(clone / "my_lessons" / LESSON, answer)
    (clone / "my_lessons" / LESSON).rename(clone / "my_lessons" / "mine.ipynb")
    assert update(clone) == [] and "my_own = 1" not in sources(clone)
    assert "my_own = 1" in (clone / "my_lessons" / "mine.ipynb").read_text(encoding="utf-8")


def test_without_lessons_it_says_where_it_looked(tmp_path):
    with pytest.raises(FileNotFoundError, match="there are no lessons in"):
        bring_up_to_date(tmp_path, tmp_path / "my_lessons")
