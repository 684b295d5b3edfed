"""Marks every submission of an assignment, each for itself: one that cannot be marked does not stop the others.

``nbgrader autograde`` alone ends at the first notebook in which, say, a marking cell stands twice.
"""

import argparse
import contextlib
import logging
import sys
from collections import Counter
from pathlib import Path

from nbgrader.apps import NbGrader
from nbgrader.apps.api import NbGraderAPI

from .handed_in import is_marked_since


def autograde(course, assignment, force=False):
    """Mark what has been handed in, and not yet been marked since.

    Parameters
    ----------
    course : Path of the course folder
    assignment : its name, such as "A1_convolution"
    force : whether to mark again what has been marked

    Yields
    ------
    (str, str, str) : a student; "marked", "marked before" or "NOT MARKED"; and what nbgrader said in the last case
    """
    app = NbGrader(log_level=logging.CRITICAL)
    with contextlib.chdir(course):
        app.initialize([])
    api = NbGraderAPI(config=app.config)
    for student in sorted(api.get_submitted_students(assignment)):
        if not force and _is_marked(course, student, assignment):
            yield student, "marked before", ""
            continue
        result = api.autograde(assignment, student, force=True)
        said = "" if result["success"] else result.get("log", "") + result.get("error", "")
        yield student, "NOT MARKED" if said else "marked", said


def _is_marked(course, student, assignment):
    handed_in = list((course / "submitted" / student / assignment).glob("*.ipynb"))
    marked = course / "autograded" / student / assignment
    return bool(handed_in) and all(is_marked_since(path, marked / path.name) for path in handed_in)


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m classroom.autograde", description=__doc__.splitlines()[0])
    parser.add_argument("assignment")
    parser.add_argument("--course", default=".", type=Path, help="the course folder; this one if it is not given")
    parser.add_argument("--force", action="store_true", help="mark again what has been marked")
    asked = parser.parse_args(arguments)
    if not (asked.course / "source" / asked.assignment).is_dir():
        parser.error(f"there is no assignment {asked.assignment} in {asked.course.resolve() / 'source'}")
    verdicts = Counter()
    for student, verdict, _ in autograde(asked.course, asked.assignment, asked.force):
        verdicts[verdict] += 1
        print(f"{student}: {verdict}", flush=True)
    if verdicts["NOT MARKED"]:
        print(f"{verdicts['NOT MARKED']} not marked; python -m classroom.report says why")
    return 0


if __name__ == "__main__":
    sys.exit(main())
