"""Marks every submission of an assignment, each for itself: one that cannot be marked does not stop the others.

``nbgrader autograde`` alone ends at the first notebook in which, say, a marking cell stands twice.
"""

import argparse
import contextlib
import logging
import sys
from pathlib import Path

from nbgrader.apps import NbGrader
from nbgrader.apps.api import NbGraderAPI


def autograde(course, assignment, force=False):
    """Mark what has been handed in and not yet been marked.

    Parameters
    ----------
    course : path of the course folder
    assignment : its name, such as "A1_convolution"
    force : whether to mark again what has been marked

    Yields
    ------
    (str, str) : a student, and what nbgrader said if it could not mark the submission
    """
    app = NbGrader(log_level=logging.CRITICAL)
    with contextlib.chdir(course):
        app.initialize([])
    api = NbGraderAPI(config=app.config)
    for student in sorted(api.get_submitted_students(assignment)):
        result = api.autograde(assignment, student, force=force)
        yield student, "" if result["success"] else result.get("log", "") + result.get("error", "")


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m classroom.autograde", description=__doc__.splitlines()[0])
    parser.add_argument("assignment")
    parser.add_argument("--course", default=".", type=Path, help="the course folder; this one if it is not given")
    parser.add_argument("--force", action="store_true", help="mark again what has been marked")
    asked = parser.parse_args(arguments)
    if not (asked.course / "source" / asked.assignment).is_dir():
        parser.error(f"there is no assignment {asked.assignment} in {asked.course.resolve() / 'source'}")
    failed = 0
    for student, problem in autograde(asked.course, asked.assignment, asked.force):
        failed += bool(problem)
        print(f"{student}: {'NOT MARKED' if problem else 'marked'}", flush=True)
    if failed:
        print(f"{failed} not marked; python -m classroom.report says why")
    return 0


if __name__ == "__main__":
    sys.exit(main())
