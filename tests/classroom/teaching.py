"""What a teacher does in a course folder, by real nbgrader."""

import contextlib
import io
import multiprocessing
import os
import runpy
import sys
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import NamedTemporaryFile

import nbformat

from classroom import sandbox

ROOT = Path(__file__).parents[2]
ENVIRONMENT = os.environ | {
    "NO_COLOR": "1",
    "PYTHONPATH": str(ROOT),
    "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
}


def nbgrader(course, *arguments, fails=False):
    """Run one of nbgrader's commands in a course folder, which may have no settings; return what it says."""
    return run(course, "nbgrader", *arguments, fails=fails)


def run_classroom(course, program, *arguments, fails=False):
    """Do in this process what one of the classroom's commands does, such as "collect"; return what it says."""
    main, said = import_module(f"classroom.{program}").main, io.StringIO()
    with contextlib.chdir(course), contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            code = main([*map(str, arguments)])
        except SystemExit as stopped:
            code = stopped.code
    assert fails or code == 0, said.getvalue()
    return said.getvalue()


def run(course, module, *arguments, fails=False):
    """Run a command in a course folder, in a process of its own; return what it says."""
    with NamedTemporaryFile() as said:
        command = [module, *map(str, arguments)]
        process = _warm().Process(target=_run_there, args=(course, said.name, command))
        process.start()
        process.join()
        text = said.read().decode("utf-8")
    assert fails or process.exitcode == 0, text
    return text


@cache
def _warm():
    """Return what makes processes that have loaded nbgrader: to load it takes longer than most commands."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["nbgrader.apps.api", "nbconvert.exporters", "nbclient"])
    return context


def _run_there(course, out, command):
    """Do what ``python -m`` does with a command in a course folder; all that is said goes into a file."""
    os.chdir(course)
    os.environ.clear()
    os.environ.update(ENVIRONMENT)
    with open(out, "wb") as file:
        for stream in (1, 2):
            os.dup2(file.fileno(), stream)
    sys.argv = command
    runpy.run_module(command[0], run_name="__main__", alter_sys=True)


def write(path, notebook):
    """Write a notebook, or a text or bytes in its place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = notebook if isinstance(notebook, str | bytes) else nbformat.writes(notebook)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


def hand_in(course, student, notebook, assignment="A1_convolution", name=None):
    """Put a notebook, or a text, where nbgrader looks for a student's work."""
    write(course / "submitted" / student / assignment / (name or f"{assignment}.ipynb"), notebook)


def without_a_sandbox_where_there_is_none(course):
    """Let the tests' own notebooks be marked on a machine that can make no sandbox."""
    if sandbox.why_not():
        with (course / "nbgrader_config.py").open("a", encoding="utf-8") as settings:
            settings.write("c.Sandboxed.unsafe = True\n")
