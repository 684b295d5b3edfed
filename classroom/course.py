"""Sets up a teacher's course folder: the assignments' source, nbgrader's settings, and room for the students' work."""

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

COMMANDS = """The course is in {folder}. In a terminal of this JupyterLab, in that folder:

  nbgrader generate_assignment A1_convolution    the students' version, in release/A1_convolution: hand out this folder
  nbgrader release_assignment A1_convolution     the same for students who have the exchange, {folder}/exchange
  nbgrader collect A1_convolution                their work from the exchange, or
  nbgrader zip_collect A1_convolution            from the zip of Moodle or Canvas in downloaded/A1_convolution/archive
  python -m classroom.autograde A1_convolution   marks it, each student's for itself
  python -m classroom.report .                   how the class did, and what was not marked and why
  nbgrader generate_feedback A1_convolution      a page for each student, in feedback
  nbgrader release_feedback A1_convolution       gives it back through the exchange
  nbgrader export                                all marks, as grades.csv

Formgrader, in JupyterLab's menu Nbgrader, has buttons for the same, and marks the questions in words."""


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
        If there is a file of that name.
    """
    folder = Path(folder).expanduser().resolve()
    if folder.exists() and not folder.is_dir():
        raise NotADirectoryError(f"the course needs a folder; {folder} is a file")
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
    except OSError as problem:
        sys.exit(f"make classroom: {problem}")
    print(COMMANDS.format(folder=made))
