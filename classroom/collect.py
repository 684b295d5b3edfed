"""Collects what a class handed in, from the zips that Moodle or Canvas gives, into the folder ``submitted``.

Zips, and Moodle's grading worksheet or Canvas's gradebook file, lie in ``downloaded/ASSIGNMENT``, or are named.
"""

import argparse
import contextlib
import hashlib
import re
import shutil
import sys
import zipfile
from collections import Counter
from pathlib import Path

from nbgrader.api import Gradebook

from .downloads import read_downloads
from .records import read_record, write_record
from .who import Student, identify, key


def collect(course, assignment, downloads=()):
    """Put what each student handed in into ``submitted/STUDENT/ASSIGNMENT``, where it is new or has changed.

    Parameters
    ----------
    course : Path of the course folder
    assignment : its name
    downloads : Paths of zips and worksheets, which are copied into ``downloaded/ASSIGNMENT`` first

    Returns
    -------
    dict, which ``read_collected`` returns later: lists of people, ``taken``, ``refused`` and ``absent``; and ``notes``

    Raises
    ------
    FileNotFoundError
        If the assignment is not in the gradebook, or there is no download.
    """
    folder = course / "downloaded" / assignment
    _prepare(course, assignment, folder, downloads)
    before = {each["student"]: each["files"] for each in read_collected(course, assignment)["taken"]}
    with contextlib.ExitStack() as stack:
        handed_in, worksheets, notes = read_downloads(folder, stack)
        listed = [person for worksheet in worksheets for person, _ in worksheet.people()]
        with Gradebook(f"sqlite:///{(course / 'gradebook.db').resolve()}", course_id="") as book:
            known = [Student(each.id, _name(each), each.email or "") for each in book.students]
            seen = _namesakes(course, assignment)
            people, absent = identify([each.person for each in handed_in], listed, known, seen)
            notebooks = {f"{each.name}.ipynb" for each in book.find_assignment(assignment).notebooks}
            told = [_put(course, assignment, each, people[each.person], notebooks, before) for each in handed_in]
            _name_as_listed(told, listed)
            _enter(book, told, absent, listed)
    collected = {
        "taken": [each for each in told if each["student"]],
        "refused": [each for each in told if not each["student"]],
        "absent": _absent(absent, told),
        "notes": [*notes, *_left_over(course, assignment, before, told)],
    }
    write_record(folder / "collected.json", collected)
    return collected


def read_collected(course, assignment):
    """Return what was collected of an assignment, empty lists where nothing was."""
    empty = {"taken": [], "refused": [], "absent": [], "notes": []}
    return empty | read_record(course / "downloaded" / assignment / "collected.json")


def _prepare(course, assignment, folder, downloads):
    """See that there is something to collect, and copy into a folder what lies elsewhere."""
    if not (course / "source" / assignment).is_dir():
        raise FileNotFoundError(f"there is no assignment {assignment} in {course.resolve() / 'source'}")
    if not (course / "release" / assignment).is_dir() or not (course / "gradebook.db").is_file():
        raise FileNotFoundError(f"the gradebook has no {assignment} yet: nbgrader generate_assignment {assignment}")
    for path in downloads:
        if not path.is_file():
            raise FileNotFoundError(f"there is no file {path}")
    folder.mkdir(parents=True, exist_ok=True)
    if not downloads and not [path for path in folder.iterdir() if path.suffix != ".json"]:
        raise FileNotFoundError(f"nothing is in {folder}: put the zip that Moodle or Canvas gives there")
    for path in downloads:
        if path.resolve().parent != folder.resolve():
            shutil.copy2(path, folder)


def _namesakes(course, assignment):
    """Return the names that the other assignments have of several people."""
    for path in course.glob("downloaded/*/collected.json"):
        if path.parent.name != assignment:
            there = read_collected(course, path.parent.name)
            names = Counter(key(each["name"]) for kind in ("taken", "refused", "absent") for each in there[kind])
            yield from (name for name, count in names.items() if count > 1)


def _name_as_listed(told, listed):
    """Give people the names of the class's list: a zip leaves out apostrophes, and Canvas's has no names."""
    names = {(person.system, person.number): person.name for person in listed if person.name}
    for each in told:
        each["name"] = names.get((each["system"], each["number"]), each["name"])


def _name(student):
    return " ".join(filter(None, [student.first_name, student.last_name]))


def _put(course, assignment, handed_in, identity, notebooks, before):
    """Put a person's files where they belong, and return what to say of it."""
    person = handed_in.person
    told = {"name": person.name, "system": person.system, "number": person.number, "prefix": handed_in.prefix}
    told |= {"from": handed_in.source, "student": identity.id, "by": identity.by, "files": {}, "news": ""}
    if not identity.id or handed_in.problem:
        return told | {"student": "", "by": handed_in.problem or identity.by, "files": dict.fromkeys(handed_in.files)}
    try:
        contents = handed_in.contents(notebooks)
        told["files"] = {path: hashlib.sha256(content).hexdigest() for path, content in contents.items()}
        place = course / "submitted" / identity.id / assignment
        told["news"] = "as before" if told["files"] == before.get(identity.id) and place.is_dir() else _news(place)
        if told["news"] != "as before":
            _replace(place, contents)
    except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError) as problem:
        return told | {"student": "", "by": f"The files cannot be unpacked: {problem}.", "files": {}}
    return told


def _news(place):
    return "handed in again" if place.is_dir() else "new"


def _replace(place, contents):
    """Write a folder of files in the place of the one that is there, which is kept as ``.ASSIGNMENT.before``."""
    half, kept = (place.with_name(f".{place.name}.{end}") for end in ("half", "before"))
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    for path, content in contents.items():
        file = half / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    if place.is_dir():
        shutil.rmtree(kept, ignore_errors=True)
        place.rename(kept)
    half.rename(place)


def _enter(book, told, absent, listed):
    """Enter into the gradebook who handed in and who is in the class's list; a name that it knows stays."""
    names = {each["student"]: (each["name"], "") for each in told if each["student"]}
    names |= {absent[person].id: (person.name, person.email) for person in listed if absent[person].id}
    known = {each.id: each for each in book.students}
    for student, (name, email) in names.items():
        first, _, last = re.sub('[<>&"]', "", name).rpartition(" ")  # Formgrader writes names into its page as they are
        new = {"first_name": first, "last_name": last} if student not in known or not _name(known[student]) else {}
        book.update_or_create_student(student, **new, **({"email": email} if email else {}))


def _absent(absent, told):
    """Return who is in the class's list and in no download."""
    there = {(each["system"], each["number"]) for each in told}
    return [
        {"name": person.name, "student": identity.id, "by": identity.by}
        for person, identity in absent.items()
        if (person.system, person.number) not in there
    ]


def _left_over(course, assignment, before, told):
    """Name the folders that are of no download any more, or of Moodle's numbers, as they were once collected."""
    now = {each["student"] for each in told}
    numbers = {each["number"] for each in told if each["system"] == "Moodle"}
    for student in sorted({*before, *numbers} - now):
        if (course / "submitted" / student / assignment).is_dir():
            yield f"submitted/{student}/{assignment} was collected earlier and is in no download under that name."


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m classroom.collect", description=__doc__.splitlines()[0])
    parser.add_argument("assignment")
    parser.add_argument("downloads", nargs="*", type=Path, help="zips and worksheets that lie elsewhere")
    parser.add_argument("--course", default=".", type=Path, help="the course folder; this one if it is not given")
    asked = parser.parse_args(arguments)
    try:
        collected = collect(asked.course, asked.assignment, asked.downloads)
    except OSError as problem:
        parser.error(str(problem))
    taken, refused = collected["taken"], collected["refused"]
    for each in taken:
        print(f"{each['name']} is {each['student']}, by {each['by']}: {each['news']}, {', '.join(each['files'])}")
    for each in collected["notes"]:
        print(each)
    for each in refused:
        print(f"NOT COLLECTED: {each['name']} ({each['system']}'s number {each['number']}). {each['by']}")
    print(f"{len(taken)} collected, {len(refused)} not; {len(collected['absent'])} more are in the class's list.")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
