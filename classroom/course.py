"""Sets up a teacher's course folder: the assignments' source, nbgrader's settings, and room for the students' work."""

import os
import re
import shlex
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent

SETTINGS = '''"""This course: nbgrader's settings come from the clone, and what is set under them goes before."""

from pathlib import Path

here = Path(__file__).resolve().parent  # a course folder may be copied and moved
c = get_config()
load_subconfig({settings!r})
c.CourseDirectory.course_id = {course_id!r}
c.CourseDirectory.root = str(here)
c.CourseDirectory.db_url = f"sqlite:///{{here / 'gradebook.db'}}"
c.Exchange.root = str(here / "exchange")
'''

COMMANDS = """The course is in {folder}.
What is indented is to be pasted into a terminal; JupyterLab has one (File, New, Terminal). First go there, and make the
students' version; hand out release/A1_convolution.

    cd {quoted}
    export PATH={programs}:"$PATH" PYTHONPATH={clone}
    nbgrader generate_assignment A1_convolution

When they have handed in, put the zip that Moodle or Canvas gives, and its worksheet, into downloaded/A1_convolution.

    python -m classroom.collect A1_convolution
    python -m classroom.mark

Mark the answers in words: Formgrader in JupyterLab's menu Nbgrader, Manual Grading. Then make the report,
report.html; all marks, grades.csv; a page for each student; and what Moodle or Canvas takes back, in handed_back.

    python -m classroom.report
    nbgrader export
    nbgrader generate_feedback A1_convolution --force
    python -m classroom.hand_back A1_convolution

For students who can reach {folder}/exchange: nbgrader release_assignment, collect and release_feedback."""
"""What is indented are commands alone: zsh reads what stands after #, and an apostrophe waits for another."""


def set_up(folder):
    """Make a course folder, or bring what is missing into one; what is there already stays as it is.

    Parameters
    ----------
    folder : path of the course folder; its name is the course's

    Returns
    -------
    Path, absolute

    Raises
    ------
    NotADirectoryError
        If there is a file of that name, or of the name of a folder above.
    ValueError
        If it is the folder of the course's own repository, or its name holds a pattern.
    """
    folder = Path(folder).expanduser().resolve()
    if file := next((path for path in [folder, *folder.parents] if path.is_file()), None):
        raise NotADirectoryError(f"the course needs a folder; {file} is a file")
    if folder in (HERE, HERE.parent):
        raise ValueError(f"the course needs a folder of its own, not {folder}; say COURSE=…")
    if pattern := re.search(r"[*?[\]{}]", str(folder)):
        raise ValueError(f"nbgrader takes {pattern[0]} in the name of a folder for a pattern: {folder}; say COURSE=…")
    for notebook in HERE.glob("source/*/*.ipynb"):
        copy = folder / notebook.relative_to(HERE)
        copy.parent.mkdir(parents=True, exist_ok=True)
        (folder / "downloaded" / notebook.parent.name).mkdir(parents=True, exist_ok=True)
        if not copy.exists():
            shutil.copyfile(notebook, copy)
    settings = folder / "nbgrader_config.py"
    if not settings.exists():
        text = SETTINGS.format(settings=str(HERE / "nbgrader_config.py"), course_id=folder.name)
        settings.write_text(text, encoding="utf-8")
    return folder


def commands(folder):
    """Return what a teacher types in a course folder, for any of the usual terminals, and what it does."""
    programs, clone = (shlex.quote(str(path)) for path in (Path(sys.executable).parent, HERE.parent))
    return COMMANDS.format(folder=folder, quoted=shlex.quote(str(folder)), programs=programs, clone=clone)


def main(folder, *flags):
    """Set up a course folder, say what to do in it, and become JupyterLab there; flags are JupyterLab's."""
    try:
        made = set_up(folder)
    except (OSError, ValueError) as problem:
        sys.exit(f"make classroom: {problem}")
    print(commands(made), flush=True)
    programs = Path(sys.executable).parent
    here = {"PATH": os.pathsep.join([str(programs), os.environ.get("PATH", "")]), "PYTHONPATH": str(HERE.parent)}
    os.chdir(made)
    quiet = "--log-level=WARN"  # or what was printed scrolls out of sight
    os.execve(programs / "jupyter-lab", ["jupyter-lab", quiet, *flags], os.environ | here)


if __name__ == "__main__":
    main(*sys.argv[1:])
