"""Reads a notebook that was handed in, in whatever encoding an editor saved it."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbconvert.exporters import NotebookExporter

NO_NOTEBOOKS = {b"PK": "a zip or an office document", b"%PDF": "a PDF", b"<": "a web page", b"\x89PNG": "a picture"}


class SubmittedNotebook(NotebookExporter):
    """Takes notebooks in UTF-8, UTF-16 and UTF-32, with and without a byte-order mark; the copy it writes is UTF-8.

    nbgrader's own exporter takes UTF-8 without one. The file that was handed in stays as it is.
    """

    def from_file(self, file_stream, resources=None, **settings):
        content = json.loads(Path(file_stream.name).read_bytes())  # bytes, for json to see the encoding
        notebook = nbformat.reads(json.dumps(content), as_version=4)
        return self.from_notebook_node(notebook, resources=resources, **settings)


@dataclass(frozen=True)
class Cell:
    """A cell of a notebook that somebody handed in, or that nbgrader made of it."""

    meta: dict
    """nbgrader's metadata, {} where there are none."""
    source: str
    printed: str
    is_code: bool

    @property
    def name(self):
        return self.meta.get("grade_id")

    @property
    def is_answer(self):
        return bool(self.name and (self.meta.get("solution") or self.meta.get("task")))

    @property
    def is_answer_in_code(self):
        return self.is_code and not self.meta.get("locked")


def read_cells(path):
    """Return the cells of a notebook.

    Raises
    ------
    ValueError
        If it is no notebook; says in words what it is.
    """
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise ValueError(f"cannot be read ({problem.strerror})") from None
    if not content.strip(b" \r\n\t\0"):
        raise ValueError("is empty")
    try:
        notebook = json.loads(content)
    except (ValueError, RecursionError):
        if re.search(rb"^<<<<<<< ", content, re.MULTILINE):
            raise ValueError("has a merge conflict left in it") from None
        kind = next((kind for start, kind in NO_NOTEBOOKS.items() if content.strip().startswith(start)), None)
        raise ValueError(f"is no notebook but {kind}" if kind else "is damaged or no notebook (not JSON)") from None
    try:
        return [_cell(cell) for cell in (notebook.get("worksheets") or [notebook])[0]["cells"]]
    except (LookupError, TypeError, ValueError, AttributeError):
        raise ValueError("is JSON, but no notebook") from None


def _cell(cell):
    meta = dict(cell["metadata"].get("nbgrader", {}))
    if not isinstance(meta.get("grade_id", ""), str):
        raise TypeError("a cell's name is a text")
    printed = [output["text"] for output in cell.get("outputs", []) if output.get("name") == "stdout"]
    source = "".join(cell.get("source", cell.get("input", "")))
    return Cell(meta, source, "".join(map("".join, printed)), cell.get("cell_type") == "code")
