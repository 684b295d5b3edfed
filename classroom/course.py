"""Sets up a teacher's course folder: the assignments' source, nbgrader's settings, and room for the students' work."""

import shlex
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent

SETTINGS = '''"""This course: nbgrader's settings come from the clone, and what is set under them goes before."""

c = get_config()
load_subconfig({settings!r})
c.CourseDirectory.course_id = {course_id!r}
c.CourseDirectory.root = {root!r}
c.CourseDirectory.db_url = {database!r}
c.Exchange.root = {exchange!r}
'''

COMMANDS = """The course is in {folder}. In that folder, in a terminal (in JupyterLab: File, New, Terminal):

  source {activate}
  nbgrader generate_assignment A1_convolution      the students' version: hand out release/A1_convolution
  mkdir -p downloaded/A1_convolution/archive       put the zip that Moodle or Canvas gives there, then
  nbgrader zip_collect A1_convolution --force
  python -m classroom.autograde A1_convolution     marks it, each student's for itself
  now mark the answers in words: Formgrader in JupyterLab's menu Nbgrader, Manual Grading
  python -m classroom.report                       report.html: how the class did, what was not marked and why
  nbgrader generate_feedback A1_convolution --force
  nbgrader export                                  all marks, in grades.csv

For students who can reach {folder}/exchange: nbgrader release_assignment, collect and release_feedback."""


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
        If it is the folder of the course's own repository.
    """
    folder = Path(folder).expanduser().resolve()
    if file := next((path for path in [folder, *folder.parents] if path.is_file()), None):
        raise NotADirectoryError(f"the course needs a folder; {file} is a file")
    if folder in (HERE, HERE.parent):
        raise ValueError(f"the course needs a folder of its own, not {folder}; say COURSE=…")
    for notebook in HERE.glob("source/*/*.ipynb"):
        copy = folder / notebook.relative_to(HERE)
        copy.parent.mkdir(parents=True, exist_ok=True)
        if not copy.exists():
            shutil.copyfile(notebook, copy)
    settings = folder / "nbgrader_config.py"
    if not settings.exists():
        settings.write_text(_settings(folder), encoding="utf-8")
    return folder


def _settings(folder):
    return SETTINGS.format(
        settings=str(HERE / "nbgrader_config.py"),
        course_id=folder.name,
        root=str(folder),
        database=f"sqlite:///{(folder / 'gradebook.db').as_posix()}",
        exchange=str(folder / "exchange"),
    )


if __name__ == "__main__":
    try:
        made = set_up(sys.argv[1])
    except (OSError, ValueError) as problem:
        sys.exit(f"make classroom: {problem}")
    print(COMMANDS.format(folder=made, activate=shlex.quote(str(Path(sys.executable).with_name("activate")))))
