"""Marks every submission of an assignment, each for itself: one that cannot be marked does not stop the others.

``nbgrader autograde`` alone ends at the first notebook in which, say, a marking cell stands twice. What is marked stays
as it is, so that the next run goes on where one was stopped.
"""

import argparse
import contextlib
import fcntl
import logging
import os
import shutil
import signal
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path

from nbgrader.apps import NbGrader
from nbgrader.apps.api import NbGraderAPI

from .marked import is_marked, submission_of, take_back


def autograde(course, assignment, force=False, students=None):
    """Mark what has been handed in, and not yet been marked since.

    Parameters
    ----------
    course : Path of the course folder
    assignment : its name, such as "A1_convolution"
    force : whether to mark again what has been marked
    students : the ids of those to mark; everybody if it is not given

    Yields
    ------
    (str, str, str) : a student; "marked", "marked before" or "NOT MARKED"; and what nbgrader said in the last case

    Raises
    ------
    BlockingIOError
        If another process marks in this folder; says which.
    """
    course = course.resolve()
    with _alone(course, assignment):
        app = NbGrader(log_level=logging.CRITICAL)
        with contextlib.chdir(course):
            app.initialize([])
        api = NbGraderAPI(config=app.config)
        for student in students or handed_in_by(course, assignment):
            if not force and _is_marked(course, student, assignment):
                yield student, "marked before", ""
                continue
            take_back(course, student, assignment)
            result = api.autograde(assignment, student, force=True)
            said = "" if result["success"] else result.get("log", "") + result.get("error", "")
            if said:  # nbgrader leaves the earlier notebook where it finds none in the new hand-in
                shutil.rmtree(course / "autograded" / student / assignment, ignore_errors=True)
            yield student, "NOT MARKED" if said else "marked", said


def _is_marked(course, student, assignment):
    with submission_of(course, student, assignment) as submission:
        return is_marked(course, student, assignment, submission)


def handed_in_by(course, assignment):
    """Return the ids of the students who handed in an assignment."""
    return sorted(path.parent.name for path in course.glob(f"submitted/[!.]*/{assignment}") if path.is_dir())


@contextlib.contextmanager
def _alone(course, assignment):
    """Let no other process mark in a course folder; the system's lock ends with the process, however that ends."""
    with (course / ".marking").open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise BlockingIOError(f"another command is marking in {course}: {file.read()}. Wait for it.") from None
        file.truncate(0)
        print(f"process {os.getpid()}, {assignment}, since {datetime.now():%H:%M}", end="", file=file, flush=True)
        yield


@contextlib.contextmanager
def _stoppable():
    """Give a list into which Ctrl-C, SIGTERM and a hang-up write their number: nbgrader alone would go on."""
    numbers = []

    def stop(number, frame):
        numbers.append(number)
        raise KeyboardInterrupt

    signals = signal.SIGINT, signal.SIGTERM, signal.SIGHUP
    heard = [each for each in signals if signal.getsignal(each) != signal.SIG_IGN]  # nohup ignores the last
    before = {each: signal.signal(each, stop) for each in heard}
    try:
        with contextlib.suppress(KeyboardInterrupt):
            yield numbers
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def main(arguments=None):
    asked = _asked(arguments)
    verdicts = Counter()
    try:
        with _stoppable() as stopped:
            for student, verdict, _ in autograde(asked.course, asked.assignment, asked.force, asked.student):
                if stopped:
                    break
                verdicts[verdict] += 1
                print(f"{student}: {verdict}", flush=True)
    except BlockingIOError as problem:
        print(problem, file=sys.stderr)
        return 1
    if stopped:
        print("Stopped. The same command goes on where it was.", flush=True)
        return 128 + stopped[0]
    if verdicts["NOT MARKED"]:
        print(f"{verdicts['NOT MARKED']} not marked; python -m classroom.report says why")
    return 0


def _asked(arguments):
    parser = argparse.ArgumentParser(prog="python -m classroom.autograde", description=__doc__.splitlines()[0])
    parser.add_argument("assignment")
    parser.add_argument("--course", default=".", type=Path, help="the course folder; this one if it is not given")
    parser.add_argument("--student", action="append", help="mark this student alone; may be given several times")
    parser.add_argument("--force", action="store_true", help="mark again what has been marked")
    asked = parser.parse_args(arguments)
    if not (asked.course / "source" / asked.assignment).is_dir():
        parser.error(f"there is no assignment {asked.assignment} in {asked.course.resolve() / 'source'}")
    there = handed_in_by(asked.course, asked.assignment)
    if unknown := sorted(set(asked.student or ()) - set(there)):
        parser.error(f"{', '.join(unknown)} handed nothing in for {asked.assignment}; who did: {', '.join(there)}")
    return asked


if __name__ == "__main__":
    sys.exit(main())
