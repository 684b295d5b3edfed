"""What a reader made of a lesson meets what an update made of it: every cell's fate, one by one."""

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbformat.validator import validate

from reader.merging import NOTE, merge


def lesson(**sources):
    """Return a lesson of code cells with these ids and sources, and nothing run."""
    return new_notebook(cells=[new_code_cell(source, id=name) for name, source in sources.items()])


def merged(handed_out, readers, new):
    """Return what the merged lesson's cells say, and the count of conflicts."""
    lesson, conflicts = merge(handed_out, readers, new)
    validate(lesson)
    return [cell.source for cell in lesson.cells], conflicts


def test_an_answer_stays_with_its_output_where_the_update_left_its_cell_alone():
    readers = lesson(a="x = 5", b="x + 1")
    readers.cells[0].update(outputs=[new_output("stream", text="right\n")], execution_count=7)
    result, _ = merge(lesson(a="x = ...", b="x + 1"), readers, lesson(a="x = ...", b="x + 2"))
    assert [(cell.source, cell.execution_count) for cell in result.cells] == [("x = 5", 7), ("x + 2", None)]
    assert result.cells[0].outputs[0].text == "right\n"


def test_what_was_only_run_takes_the_new_output_if_there_is_one_and_keeps_its_own_if_not():
    handed_out, readers, new = (lesson(a="x", b="y") for _ in range(3))
    for cell in readers.cells:
        cell.outputs = [new_output("stream", text="run\n")]
    new.cells[1].outputs = [new_output("stream", text="new\n")]
    result, conflicts = merge(handed_out, readers, new)
    assert ([cell.outputs[0].text for cell in result.cells], conflicts) == (["run\n", "new\n"], 0)


def test_where_both_changed_a_cell_both_stay_and_the_readers_comes_last():
    readers = lesson(a="x = 5", b="x + 1", own="x * 2")
    told = merged(lesson(a="x = ...", b="x + 1"), readers, lesson(a="x = ...  # a number", b="x + 1"))
    assert told == (["x = ...  # a number", NOTE, "x = 5", "x + 1", "x * 2"], 1)


def test_the_same_change_on_both_sides_is_no_conflict():
    assert merged(lesson(a="x"), lesson(a="y"), lesson(a="y")) == (["y"], 0)


def test_own_cells_stay_behind_the_cell_that_they_stood_behind():
    readers = lesson(first="import this", a="x", own="1", more="2", b="y", last="3")
    told = merged(lesson(a="x", b="y"), readers, lesson(title="new", a="x", between="between", b="z"))
    assert told == (["import this", "new", "x", "1", "2", "between", "z", "3"], 0)


def test_an_own_cell_behind_a_conflict_stays_behind_the_readers_own_version():
    told = merged(lesson(a="x"), lesson(a="x = 5", own="x * 2"), lesson(a="y"))
    assert told == (["y", NOTE, "x = 5", "x * 2"], 1)


def test_a_cell_that_left_the_lesson_stays_only_with_an_answer_in_it():
    readers = lesson(a="x", b="answer = 5", c="z")
    assert merged(lesson(a="x", b="answer = ...", c="z"), readers, lesson(a="x")) == (["x", "answer = 5"], 0)


def test_a_cell_that_the_reader_took_out_comes_back_only_if_it_is_new():
    assert merged(lesson(a="x", b="y", c="z"), lesson(a="x"), lesson(a="x", b="y", c="zz")) == (["x", "zz"], 0)


def test_a_note_in_the_place_of_code_is_a_change():
    readers = new_notebook(cells=[new_markdown_cell("x", id="a")])
    assert merged(lesson(a="x"), readers, lesson(a="y")) == (["y", NOTE, "x"], 1)


def test_without_what_was_handed_out_nothing_of_the_readers_is_lost():
    assert merged(new_notebook(), lesson(a="mine", own="5"), lesson(a="new")) == (["new", NOTE, "mine", "5"], 1)
