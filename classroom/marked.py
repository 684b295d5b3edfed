"""Knows which hand-in the marks in the gradebook belong to, however nbgrader was asked to mark.

``begin`` and ``finish`` are hooks of nbgrader's Autograde. What they know of a student's assignment stands in
``autograded/STUDENT/ASSIGNMENT.json``: the notebook beside it says little, for nbgrader writes one before it marks.
"""

import contextlib
import hashlib
from collections import namedtuple
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry

from .reading import read_cells
from .records import read_record, write_record

Cell = namedtuple("Cell", "name grade comment answer")
"""A cell that gives marks: its entries in the gradebook, and the name of the answer that they are for."""


def begin(*, notebooks, **_):
    """Take back the marks that a new hand-in has not earned; nbgrader calls it before it marks."""
    student, assignment = Path(notebooks[0]).parts[-3:-1]
    take_back(Path.cwd(), student, assignment)


def finish(*, notebooks, **_):
    """Write down what has been marked; nbgrader calls it when it has marked."""
    student, assignment = Path(notebooks[0]).parts[-3:-1]
    _confirm(Path.cwd(), student, assignment)


def take_back(course, student, assignment):
    """Take back all automatic marks, and those by hand whose answer is another one now.

    The answer of a question in words is its cell, that of a test all the code of its notebook. Where nothing is known
    of the earlier answers, marks by hand stay, and nbgrader asks for a look at them.
    """
    record, answers = _read(course, student, assignment), _answers(course, student, assignment)
    stopped = record.get("auto") is None
    kept = []
    with submission_of(course, student, assignment) as submission:
        for cell in _cells(submission):
            if record and record["answers"].get(cell.answer) != answers.get(cell.answer):
                cell.grade.manual_score = cell.grade.extra_credit = None
                if cell.comment:
                    cell.comment.manual_comment = None
            elif record and (not stopped or cell.name in record["kept"]):
                kept.append(cell.name)
            cell.grade.auto_score, cell.grade.needs_manual_grade = None, True
    new = {"handed_in": {}, "answers": answers, "kept": kept, "auto": None}
    new["of"] = _hashes(course, student, assignment)
    write_record(_path(course, student, assignment), new)


def _confirm(course, student, assignment):
    record = _read(course, student, assignment)
    if record.get("answers") != _answers(course, student, assignment):
        return
    with submission_of(course, student, assignment) as submission:
        for cell in _cells(submission):
            if cell.name in record["kept"] and cell.grade.manual_score is not None:
                cell.grade.needs_manual_grade = False
        record |= {"auto": {cell.name: cell.grade.auto_score for cell in _cells(submission)}}
    record |= {"handed_in": _hashes(course, student, assignment)}
    write_record(_path(course, student, assignment), record)


def write_down_why(course, student, assignment, why):
    """Write down why a hand-in cannot be marked, in a sentence for the teacher."""
    path = _path(course, student, assignment)
    write_record(path, read_record(path) | {"why": why})


def why_it_is_not_marked(course, student, assignment):
    """Return what marking wrote down of that, or nothing; of another hand-in it says nothing."""
    record = _read(course, student, assignment)
    return record.get("why", "") if record.get("of") == _hashes(course, student, assignment) else ""


def is_marked(course, student, assignment, submission):
    """Return whether the newest hand-in is marked: its notebook with outputs is there, its marks are in the gradebook.

    Parameters
    ----------
    course : Path of the course folder
    student, assignment : their names
    submission : what the gradebook has of it, None if that is nothing
    """
    record = _read(course, student, assignment)
    marked = course / "autograded" / student / assignment
    notebooks = [f"{notebook.name}.ipynb" for notebook in submission.notebooks] if submission else []
    there = all((marked / name).is_file() for name in notebooks)
    if not there or record.get("auto") is None or is_of_another_hand_in(course, student, assignment):
        return False
    return record["auto"] == {cell.name: cell.grade.auto_score for cell in _cells(submission)}


def is_of_another_hand_in(course, student, assignment):
    """Return whether marking came to its end, and something else has been handed in since."""
    record = _read(course, student, assignment)
    return record.get("auto") is not None and record["handed_in"] != _hashes(course, student, assignment)


def _path(course, student, assignment):
    return course / "autograded" / student / f"{assignment}.json"


def _read(course, student, assignment):
    return read_record(_path(course, student, assignment))


def _submitted(course, student, assignment):
    paths = (course / "submitted" / student / assignment).glob("*.ipynb")
    return sorted(path for path in paths if path.is_file() and not path.is_symlink())


def _hashes(course, student, assignment):
    paths = _submitted(course, student, assignment)
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def _answers(course, student, assignment):
    """Return a hash of each answer that was handed in."""
    answers = {}
    for path in _submitted(course, student, assignment):
        with contextlib.suppress(ValueError):
            cells = read_cells(path)
            answers |= {f"{path.stem}/{cell.name}": cell.source for cell in cells if cell.is_answer}
            answers[f"{path.stem}/"] = "\0".join(cell.source for cell in cells if cell.is_answer_in_code)
    return {name: hashlib.sha256(answer.encode("utf-8", "replace")).hexdigest() for name, answer in answers.items()}


@contextlib.contextmanager
def submission_of(course, student, assignment):
    """Give what the gradebook has of a student's assignment, None if nothing; what is changed is kept."""
    with Gradebook(f"sqlite:///{(course / 'gradebook.db').resolve()}", course_id="") as book:
        try:
            submission = book.find_submission(assignment, student)
        except MissingEntry:
            submission = None
        yield submission
        book.db.commit()


def _cells(submission):
    """Return the cells of a student's assignment that give marks."""
    return [cell for notebook in (submission.notebooks if submission else []) for cell in _cells_of(notebook)]


def _cells_of(notebook):
    comments = {comment.name: comment for comment in notebook.comments}
    for grade in notebook.grades:
        comment = comments.get(grade.name)
        answer = f"{notebook.name}/{grade.name if comment else ''}"
        yield Cell(f"{notebook.name}/{grade.name}", grade, comment, answer)
