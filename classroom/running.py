"""Runs the cells of a notebook: a student's in a sandbox, the tests outside it, in a process of their own.

What is to be run and what comes of it are JSON, so that it can be done elsewhere: ``python -m classroom.running`` takes
such tasks, a line each, and answers each with a line.
"""

import ast
import contextlib
import ctypes
import io
import json
import os
import re
import resource
import select
import signal
import sys
import time
import warnings

from IPython.core.inputtransformer2 import TransformerManager

from . import marking, sandbox
from .student import NotMarked, Student

SECONDS, MEMORY = 120, 6 << 30
"""How long all of a submission may take, and the tests' own memory."""


def task_of(cells, teachers, files, unsafe):
    """Return as JSON what ``run`` takes.

    Parameters
    ----------
    cells : pairs of a code cell's name, None where it has none, and its source; that of a teacher's is not heeded
    teachers : dict from the names of the teacher's cells to their source and whether they give marks
    files : dict from the names of files beside the notebook to their texts
    unsafe : whether the student's code may run without a sandbox
    """
    students = [(name, "" if name in teachers else source) for name, source in cells]
    return json.dumps({"cells": students, "teachers": teachers, "files": files, "unsafe": unsafe}, sort_keys=True)


def run(task):
    """Run a notebook's cells; return as JSON their "outputs", or "why" that cannot be marked."""
    given = json.loads(task)
    try:
        if not given["unsafe"] and (reason := sandbox.why_not()):
            raise NotMarked(f"No student's code is run without a sandbox, and {reason}.")
        student = Student(given["files"], given["unsafe"])
        return json.dumps({"outputs": in_own_process(lambda: run_cells(given["cells"], given["teachers"], student))})
    except NotMarked as problem:
        return json.dumps({"why": str(problem)})


def run_cells(tasks, teachers, student):
    """Run the cells of a notebook in their order, and return each one's outputs.

    Parameters
    ----------
    tasks : pairs of a cell's name, None where it has none, and its source
    teachers : dict from the names of the teacher's cells to their source and whether they give marks
    student : Student
    """
    marking.SECONDS, own, outputs = SECONDS, {"__name__": "__main__"}, []
    try:
        for name, source in tasks:
            if name not in teachers:
                outputs.append(_parts(**student.run(_as_python(source))))
                continue
            source, gives_marks = teachers[name]
            if not gives_marks:
                student.run(source)
            outputs.append(_run_teachers_cell(name, source, student, own))
        if student.why:
            raise NotMarked(student.why)
    finally:
        student.end()
    return outputs


def _as_python(source):
    """Return a cell in which IPython's own commands are calls."""
    try:
        return TransformerManager().transform_cell(source)
    except Exception:
        return source  # its error is told where it is run


def _run_teachers_cell(name, source, student, own):
    student.begin(name)
    tree = ast.parse(source)
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    wanted = {each for each in texts if each.isidentifier()} | {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
    names = student.names({each for each in wanted if not each.startswith("__")}, own)
    page, shown, raised = io.StringIO(), "", None
    last = tree.body.pop().value if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    with contextlib.redirect_stdout(page), warnings.catch_warnings(action="ignore"):
        try:
            exec(compile(tree, f"<{name}>", "exec"), names)
            value = eval(compile(ast.Expression(last), f"<{name}>", "eval"), names) if last else None
            shown = "" if value is None else repr(value)
        except (Exception, marking.TooSlow) as problem:
            raised = problem
    own |= {key: value for key, value in names.items() if student.is_new(key, value)}
    return _parts(page.getvalue(), shown, raised)


def _parts(printed, shown, raised, rich=()):
    """Return a cell's outputs as nbformat's arguments."""
    parts = []
    if printed:
        parts.append({"output_type": "stream", "name": "stdout", "text": printed})
    parts += [{"output_type": "display_data", "data": each["data"], "metadata": each["metadata"]} for each in rich]
    if shown:
        parts.append({"output_type": "execute_result", "data": {"text/plain": shown}})
    if raised:
        name, words = type(raised).__name__, str(raised)
        parts.append({"output_type": "error", "ename": name, "evalue": words, "traceback": [f"{name}: {words}"]})
    return parts


def in_own_process(work):
    """Do work in a process of its own, and return its result, which JSON can hold.

    Raises
    ------
    NotMarked
        If the work does, it takes too long, or its process comes to harm.
    """
    incoming, outgoing = os.pipe()
    process = os.fork()
    if not process:
        os.close(incoming)
        _work(work, outgoing)
    os.close(outgoing)
    try:
        written = _read_all(incoming, time.monotonic() + SECONDS)
    finally:
        os.close(incoming)
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
    if written is None:
        raise NotMarked(f"It was not done after {SECONDS} seconds. Read its code, and mark it by hand.")
    done = json.loads(written or b'{"why": "Its marking came to an end without a result. Mark it by hand."}')
    if "why" in done:
        raise NotMarked(done["why"])
    return done["result"]


def _read_all(incoming, until):
    pieces = [b"-"]
    while pieces[-1]:
        if not select.select([incoming], [], [], max(0, until - time.monotonic()))[0]:
            return None
        pieces.append(os.read(incoming, 1 << 20))
    return b"".join(pieces[1:])


def _work(work, outgoing):
    """Do work in this process, which ends with the one that began it, and write what comes of it."""
    try:
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, signal.SIG_DFL)
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
        try:
            done = {"result": work()}
        except NotMarked as problem:
            done = {"why": str(problem)}
        except Exception as problem:
            done = {"why": f"Its marking failed ({type(problem).__name__}: {problem}). Mark it by hand."}
        written = re.sub(rb"\\ud[89a-f]..", b"?", json.dumps(done).encode())
        while written:
            written = written[os.write(outgoing, written) :]
    finally:
        os._exit(0)


if __name__ == "__main__":
    for line in sys.stdin:
        print(run(line), flush=True)
