"""Marks every submission of a course, each for itself and in its own sandbox: none that goes wrong stops the others.

``nbgrader autograde`` alone ends at the first notebook in which, say, a marking cell stands twice. What is marked stays
as it is, so that the next run goes on where one was stopped. At the end there is a table, and all marks in grades.csv.
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
from tqdm import tqdm

from .cluster import cluster
from .execute import RUN, tasks_of
from .export import write_grades
from .handed_in import read_class
from .marked import is_marked, submission_of, take_back, why_it_is_not_marked, write_down_why
from .reasons import what_is_odd
from .sandbox import why_not

tqdm.monitor_interval = 0  # its thread would be there when a process is made for the tests


def mark(course, assignment, force=False, students=None, unsafe=False, ahead=None):
    """Mark what has been handed in, and not yet been marked since.

    Parameters
    ----------
    course : Path of the course folder
    assignment : its name, such as "A1_convolution"
    force : whether to mark again what has been marked
    students : the ids of those to mark; everybody if it is not given
    unsafe : whether students' code may run without a sandbox, with the rights of whoever marks
    ahead : Ahead, where students' code runs; in this process's own, if it is not given

    Yields
    ------
    (str, str, str) : a student; "marked", "marked before" or "NOT MARKED"; and why not, in the last case

    Raises
    ------
    BlockingIOError
        If another process marks in this folder; says which.
    RuntimeError
        If no sandbox can be made here; says why.
    """
    course = course.resolve()
    with _alone(course, assignment):
        app = NbGrader(log_level=logging.CRITICAL)
        with contextlib.chdir(course):
            app.initialize([])
        if unsafe:
            app.config.Sandboxed.unsafe = True
        unsafe = bool(app.config.Sandboxed.get("unsafe"))
        if not unsafe and not ahead and (reason := why_not()):
            raise RuntimeError(
                f"no student's code is run without a sandbox, and {reason}; --unsafe runs it all the same"
            )
        api, students = NbGraderAPI(config=app.config), students or handed_in_by(course, assignment)
        marked = {each for each in students if not force and _is_marked(course, each, assignment)}
        with _running_ahead(ahead, course, assignment, [each for each in students if each not in marked], unsafe):
            for student in students:
                said = "" if student in marked else _mark_one(api, course, student, assignment)
                if ahead:
                    ahead.check()
                yield student, "marked before" if student in marked else "NOT MARKED" if said else "marked", said


@contextlib.contextmanager
def _running_ahead(ahead, course, assignment, students, unsafe):
    """Let a cluster begin with all that will be asked of it."""
    if not ahead:
        yield
        return
    for student in students:
        if not what_is_odd(course / "submitted" / student / assignment):
            for task in tasks_of(course, assignment, student, unsafe):
                ahead.announce(task)
    token = RUN.set(ahead.run)
    try:
        yield
    finally:
        RUN.reset(token)


def _mark_one(api, course, student, assignment):
    """Mark a student's work; return why that could not be done, or nothing."""
    take_back(course, student, assignment)
    if odd := what_is_odd(course / "submitted" / student / assignment):
        write_down_why(course, student, assignment, odd)
    result = {"success": False} if odd else api.autograde(assignment, student, force=True)
    if result["success"]:
        return ""
    # nbgrader leaves the earlier notebook where it finds none in the new hand-in
    shutil.rmtree(course / "autograded" / student / assignment, ignore_errors=True)
    why = why_it_is_not_marked(course, student, assignment)
    return why or result.get("log", "") + result.get("error", "") or "nbgrader gave no reason."


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
    verdicts, stopped = Counter(), []
    there = cluster(asked.scheduler, asked.unsafe) if asked.scheduler else contextlib.nullcontext()
    try:
        with _stoppable() as stopped, there as ahead:
            for assignment in asked.assignment:
                verdicts += _mark_all(asked, assignment, stopped, ahead)
    except (BlockingIOError, RuntimeError) as problem:
        print(problem, file=sys.stderr)
        return 1
    if stopped:
        print("Stopped. The same command goes on where it was.", flush=True)
        return 128 + stopped[0]
    _print_table(*read_class(asked.course)[1:2], asked.assignment)
    write_grades(asked.course, asked.course / "grades.csv")
    print(f"All marks are in {asked.course / 'grades.csv'}")
    if verdicts["NOT MARKED"]:
        print(f"{verdicts['NOT MARKED']} not marked; python -m classroom.report says what to do")
    return 0


def _mark_all(asked, assignment, stopped, ahead):
    verdicts = Counter()
    students = [each for each in handed_in_by(asked.course, assignment) if each in (asked.student or [each])]
    marking = mark(asked.course, assignment, asked.force, students, asked.unsafe, ahead) if students else ()
    with tqdm(total=len(students), desc=assignment, disable=None) as bar:
        for student, verdict, _ in marking:
            if stopped:
                break
            verdicts[verdict] += 1
            bar.write(f"{student}: {verdict}", file=sys.stdout)
            sys.stdout.flush()
            bar.update()
    return verdicts


def _print_table(assignments, wanted):
    """Print a line a student: the marks, of how many that are marked, how many are not, and why."""
    rows = [
        (each.name, student, f"{work.score:g}", f"{work.points:g}", f"{work.missing:g}", " ".join(work.why))
        for each in assignments
        for student, work in each.handed_in.items()
        if each.name in wanted
    ]
    rows.insert(0, ("assignment", "student", "marks", "of", "not marked", "why"))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())


def _asked(arguments):
    parser = argparse.ArgumentParser(prog="python -m classroom.mark", description=__doc__.splitlines()[0])
    parser.add_argument("course", nargs="?", default=".", type=Path, help="the course folder; without it, this one")
    parser.add_argument("--assignment", action="append", help="mark this one alone; may be given several times")
    parser.add_argument("--student", action="append", help="mark this student alone; may be given several times")
    parser.add_argument("--force", action="store_true", help="mark again what has been marked")
    parser.add_argument("--unsafe", action="store_true", help="run students' code without a sandbox, with your rights")
    parser.add_argument("--scheduler", help="run students' code on a Dask cluster; the address of its scheduler")
    asked = parser.parse_args(arguments)
    known = sorted(path.name for path in asked.course.glob("source/[!.]*") if path.is_dir())
    for name in asked.assignment or ():
        if name not in known:
            parser.error(f"there is no assignment {name} in {asked.course.resolve() / 'source'}")
    if not (asked.course / "gradebook.db").is_file():
        parser.error(f"there is no gradebook in {asked.course.resolve()}: nbgrader generate_assignment comes first")
    asked.assignment = asked.assignment or [name for name in known if handed_in_by(asked.course, name)]
    there = {student for name in asked.assignment for student in handed_in_by(asked.course, name)}
    if unknown := sorted(set(asked.student or ()) - there):
        what, who = ", ".join(asked.assignment), ", ".join(sorted(there))
        parser.error(f"{', '.join(unknown)} handed nothing in for {what}; who did: {who}")
    return asked


if __name__ == "__main__":
    sys.exit(main())
