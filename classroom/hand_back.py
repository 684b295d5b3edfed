"""Fills an assignment's marks into the file that Moodle or Canvas gave, and packs the feedback for Moodle.

The files go into ``handed_back/ASSIGNMENT``. Marks are filled in where everything is marked, and nowhere else.
"""

import argparse
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

from .downloads import read_worksheets
from .handed_in import read_class


@dataclass(frozen=True)
class HandedBack:
    """What was handed back of an assignment.

    Attributes
    ----------
    paths : of the files that were written
    marks : the marks of each student who has all of them, by id
    locked : the names of those among them whose marks Moodle does not let anybody change
    problems : sentences on tables that are no worksheets
    """

    paths: list
    marks: dict
    locked: list
    problems: list


def hand_back(course, assignment):
    """Write the files that Moodle or Canvas takes.

    Parameters
    ----------
    course : Path of the course folder
    assignment : its name

    Returns
    -------
    HandedBack

    Raises
    ------
    FileNotFoundError
        If there is no such assignment in the gradebook, or nothing was collected for it.
    ValueError
        If a file has no column for the assignment, or another maximum.
    """
    _, assignments, _ = read_class(course)
    found = {each.name: each for each in assignments}.get(assignment)
    if found is None or not found.collected["taken"]:
        raise FileNotFoundError(f"nothing was collected for {assignment}: python -m classroom.collect {assignment}")
    marks = {student: work.score for student, work in found.works.items() if work.points and not work.missing}
    worksheets, problems = read_worksheets(course / "downloaded" / assignment)
    content, locked = {}, []
    for worksheet in worksheets:
        worksheet.check_maximum(assignment, found.points)
        taken = [each for each in found.collected["taken"] if each["system"] == worksheet.system]
        numbers = {each["number"]: marks[each["student"]] for each in taken if each["student"] in marks}
        content[worksheet.name] = worksheet.filled(assignment, numbers)
        locked += [person.name for person in worksheet.locked() if person.number in numbers]
    folder = course / "handed_back" / assignment
    folder.mkdir(parents=True, exist_ok=True)
    for name, filled in content.items():
        (folder / name).write_bytes(filled)
    paths = [*(folder / name for name in content), *_feedback(course, folder, found)]
    return HandedBack(paths, marks, locked, problems)


def _feedback(course, folder, assignment):
    """Write the zip of feedback that Moodle takes, under the names that it gave; return its path, if there is one."""
    pages = {}
    for one in assignment.collected["taken"]:
        if one["system"] == "Moodle":
            for page in sorted((course / "feedback" / one["student"] / assignment.name).glob("*.html")):
                pages[f"{one['prefix']}file_{page.name}"] = page
    if pages:
        with zipfile.ZipFile(folder / "feedback.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for name, page in pages.items():
                archive.write(page, name)
        yield folder / "feedback.zip"


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m classroom.hand_back", description=__doc__.splitlines()[0])
    parser.add_argument("assignment")
    parser.add_argument("--course", default=".", type=Path, help="the course folder; this one if it is not given")
    asked = parser.parse_args(arguments)
    try:
        done = hand_back(asked.course, asked.assignment)
    except (OSError, ValueError) as problem:
        parser.error(str(problem))
    for line in [*done.paths, *done.problems]:
        print(line)
    print(f"{len(done.marks)} students have all their marks. The others' cells are as they were.")
    if done.locked:
        print(f"Moodle has locked the marks of {', '.join(done.locked)}: their cells are as they were, too.")
    if not any(path.suffix == ".csv" for path in done.paths):
        folder = asked.course / "downloaded" / asked.assignment
        print(f"No marks are filled in, for there is no worksheet of Moodle's or gradebook of Canvas's in {folder}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
