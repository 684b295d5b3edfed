"""Builds the lab that runs in the browser: ``python -m docs.lab FOLDER [PYODIDE]``, with no network."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat

from classroom.course import set_up

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
WHEELS = Path(sys.prefix) / "wheels"
INSTALL = 'import sys\n\nif sys.platform == "emscripten":\n    %pip install -q backprop_helpers'
"""Without effect elsewhere: a lesson that was saved to disk runs there as well."""
KERNEL = {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}


def build(output, pyodide=None):
    """Build the lab.

    Parameters
    ----------
    output : path of the folder to make
    pyodide : path of a folder with Pyodide's full distribution, or None for its public place, which the lab then asks

    Raises
    ------
    FileNotFoundError
        If that folder holds no distribution, or the widgets' wheels are not there.
    """
    if pyodide and not (Path(pyodide) / "pyodide-lock.json").is_file():
        raise FileNotFoundError(f"{pyodide} holds no distribution of Pyodide: there is no pyodide-lock.json")
    if not any(WHEELS.glob("anywidget-*.whl")):
        raise FileNotFoundError(f"the widgets' wheels are not in {WHEELS}: make lite downloads them")
    with TemporaryDirectory() as folder:
        lite = Path(folder)
        shutil.copy(HERE / "jupyter-lite.json", lite)
        shutil.copytree(WHEELS, lite / "pypi")
        make_wheel(lite / "pypi")
        add_lessons(lite / "contents")
        add_assignments(lite / "contents" / "assignments", lite / "course")
        if pyodide:
            (lite / "static").mkdir()
            (lite / "static" / "pyodide").symlink_to(Path(pyodide).resolve())
        settings = {"contents": [str(lite / "contents")], "apps": ["lab"], "no_sourcemaps": True}
        (lite / "jupyter_lite_config.json").write_text(json.dumps({"LiteBuildConfig": settings}), encoding="utf-8")
        run("jupyterlite_core", "build", "--lite-dir", lite, "--output-dir", Path(output).resolve(), cwd=lite)


def make_wheel(folder):
    """Make the course's wheel from a copy of its sources, so that no earlier build adds to it."""
    with TemporaryDirectory() as copy:
        for name in ("pyproject.toml", "LICENSE"):
            shutil.copy(ROOT / name, copy)
        shutil.copytree(ROOT / "backprop_helpers", Path(copy) / "backprop_helpers")
        run("pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, copy, cwd=copy)


def add_lessons(folder):
    """Copy the lessons, and the page that says how to keep what is written in them."""
    folder.mkdir()
    shutil.copy(HERE / "keep_your_work.md", folder)
    for lesson in (ROOT / "notebooks").glob("*.ipynb"):
        add(lesson, folder / lesson.name)


def add(source, target):
    """Copy a notebook, with a first cell that brings the package into the browser's kernel."""
    notebook = nbformat.read(source, as_version=4)
    notebook.metadata["kernelspec"] = KERNEL
    first = next(place for place, cell in enumerate(notebook.cells) if cell.cell_type == "code")
    notebook.cells.insert(first, nbformat.v4.new_code_cell(INSTALL, id="in-the-browser"))
    nbformat.write(notebook, target)


def add_assignments(folder, course):
    """Make the students' versions of the assignments, as a teacher does, and copy them."""
    folder.mkdir()
    set_up(course)
    for assignment in sorted(path.name for path in (course / "source").iterdir()):
        run("nbgrader", "generate_assignment", assignment, cwd=course)
        add(course / "release" / assignment / f"{assignment}.ipynb", folder / f"{assignment}.ipynb")


def run(module, *arguments, cwd):
    """Run a module of this environment quietly; what it said is told if it fails."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", errors="replace")
    if done.returncode:
        sys.exit(f"{module} failed:\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    build(*filter(None, sys.argv[1:]))
