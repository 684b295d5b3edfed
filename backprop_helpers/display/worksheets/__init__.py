"""A problem on paper: worksheet and key as PDF, and as a notebook; one, or a class set."""

import io
import os
from pathlib import Path

from matplotlib.backends.backend_pdf import PdfPages

from ...practice.problems import problem
from .columns import groups_of
from .notebook import notebook_of
from .pages import laid_out, pages_of


def write_worksheet(problem, folder, paper="A4"):
    """Write a problem's worksheet and its key, one PDF each, and a notebook that holds the problem.

    The worksheet has an empty cell for each number that is asked for, the key its value. In the notebook numbers are
    typed in, and judged. A file is there whole or not at all.

    Parameters
    ----------
    problem : Problem
    folder : where to; it is made if it is not there
    paper : "A4" or "Letter"

    Returns
    -------
    list of the three files' paths: worksheet, key, notebook

    Raises
    ------
    ValueError
        If there is no such paper, or if an array of the problem is too large for a page.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from backprop_helpers import problem
    >>> with TemporaryDirectory() as folder:
    ...     [path.name for path in write_worksheet(problem(seed=7, level=1), folder)]
    ['problem-1-1-7-1d99b3.pdf', 'problem-1-1-7-1d99b3-key.pdf', 'problem-1-1-7-1d99b3.ipynb']
    """
    return _write([problem], f"problem-{problem.id}", folder, paper)


def write_class_set(seed, level, folder, count=30, paper="A4"):
    """Write different problems of one level for a class: all worksheets as one PDF, all keys as one, a notebook each.

    Where it writes to a terminal, a bar shows how far it is.

    Parameters
    ----------
    seed : the first problem's; the next one has the next seed, and so on
    level : as for ``problem``
    folder : where to; it is made if it is not there
    count : how many
    paper : "A4" or "Letter"

    Returns
    -------
    list of the files' paths: worksheets, keys, notebooks

    Raises
    ------
    ValueError
        If there is no such level, seed or paper, or if the count is no whole number from 1 on.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     [path.name for path in write_class_set(7, 1, folder, count=2)][:3]
    ['class-1-1-7-to-8.pdf', 'class-1-1-7-to-8-key.pdf', 'problem-1-1-7-1d99b3.ipynb']
    """
    if not isinstance(count, int) or isinstance(count, bool) or count < 1:
        raise ValueError(f"count must be a whole number from 1 on; got {count!r}")
    first = problem(seed, level)
    name = f"class-{first.generator}-{level}-{seed}-to-{seed + count - 1}"
    problems = (problem(seed + k, level) for k in range(count))
    return _write(_with_a_bar(problems, count), name, folder, paper)


def _with_a_bar(problems, count):
    from tqdm import tqdm

    return tqdm(problems, total=count, unit="problem", disable=None)


def _write(problems, name, folder, paper):
    """Write notebooks one by one, then the worksheets, then the keys."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    notebooks = []
    sheets, keys = _Pages(f"Worksheet {name}"), _Pages(f"Key {name}")
    for each in problems:
        layout = laid_out(groups_of(each), paper)
        sheets.add(pages_of(each, layout, is_key=False))
        keys.add(pages_of(each, layout, is_key=True))
        notebooks.append(_save(folder / f"problem-{each.id}.ipynb", notebook_of(each).encode()))
    paths = [folder / f"{name}.pdf", folder / f"{name}-key.pdf"]
    return [*map(_save, paths, (sheets.bytes(), keys.bytes())), *notebooks]


class _Pages:
    """A PDF that comes to be in memory."""

    def __init__(self, title):
        self._file = io.BytesIO()
        self._pdf = PdfPages(self._file, metadata={"Title": title, "CreationDate": None})

    def add(self, figures):
        for figure in figures:
            self._pdf.savefig(figure)

    def bytes(self):
        self._pdf.close()
        return self._file.getvalue()


def _save(path, content):
    """Put a file in its place at once: whoever interrupts leaves the earlier one, or none."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(content)
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
    return path
