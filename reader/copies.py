"""A reader's own copy of the lessons, beside what it was copied from, and as it was before each update."""

import os
import shutil
from datetime import datetime

import nbformat
from ipykernel.ipkernel import IPythonKernel
from jupyter_client.kernelspec import KernelSpecManager

from reader.merging import merge


def bring_up_to_date(lessons, mine):
    """Copy the lessons to a reader's folder; where the reader has one already, take over what is new in it.

    Parameters
    ----------
    lessons : Path of the folder with the course's lessons
    mine : Path of the reader's folder, made if it is missing. Its folder ``.handed_out`` holds the lessons as they
        were copied last, ``before_updates`` the reader's as they were before each update

    Returns
    -------
    list of str: a line for each lesson that the reader had and that changed, or could not be read

    Raises
    ------
    FileNotFoundError
        If there are no lessons.
    """
    found = sorted(lessons.glob("*.ipynb"))
    if not found:
        raise FileNotFoundError(f"there are no lessons in {lessons}")
    (mine / ".handed_out").mkdir(parents=True, exist_ok=True)
    return [line for lesson in found if (line := _update(lesson, mine / lesson.name))]


def _update(lesson, mine):
    """Bring one lesson of the reader's up to date; return a line that says so, if the reader is to know."""
    handed_out = mine.parent / ".handed_out" / lesson.name
    if mine.exists() and handed_out.exists() and handed_out.read_bytes() == lesson.read_bytes():
        return None
    told = _take_over(handed_out, mine, lesson) if mine.exists() else _write(nbformat.read(lesson, as_version=4), mine)
    shutil.copyfile(lesson, handed_out)
    return told


def _take_over(handed_out, mine, lesson):
    kept = mine.parent / "before_updates" / f"{mine.stem} {datetime.now():%Y-%m-%d %H.%M.%S}.ipynb"
    kept.parent.mkdir(exist_ok=True)
    shutil.copy2(mine, kept)
    kept_as = f"As it was: {kept.parent.name}/{kept.name}."
    new = nbformat.read(lesson, as_version=4)
    try:
        readers = nbformat.read(mine, as_version=4)
    except Exception:  # whatever is wrong with it: nbformat raises errors of many kinds
        _write(new, mine)
        return f"{mine.name} could not be read, and is new now. {kept_as}"
    before = nbformat.read(handed_out, as_version=4) if handed_out.exists() else nbformat.v4.new_notebook()
    merged, conflicts = merge(before, readers, new)
    _write(merged, mine)
    both = f" {conflicts} of its cells you had changed as well: both stand there." if conflicts else ""
    return f"{mine.name} has been updated; your answers are in it.{both} {kept_as}"


def _write(lesson, path):
    """Write a lesson whole or not at all, with the kernel's own words, or JupyterLab marks it as changed at once."""
    kernel = KernelSpecManager().get_kernel_spec("python3")
    lesson.metadata["kernelspec"] = {"name": "python3", "display_name": kernel.display_name, "language": "python"}
    lesson.metadata["language_info"] = IPythonKernel.language_info
    unfinished = path.with_suffix(".part")
    nbformat.write(lesson, unfinished)
    os.replace(unfinished, path)
