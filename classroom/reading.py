"""Reads a notebook that was handed in, in whatever encoding an editor saved it."""

import json
from pathlib import Path

import nbformat
from nbconvert.exporters import NotebookExporter


class SubmittedNotebook(NotebookExporter):
    """Takes notebooks in UTF-8, UTF-16 and UTF-32, with and without a byte-order mark; the copy it writes is UTF-8.

    nbgrader's own exporter takes UTF-8 without one. The file that was handed in stays as it is.
    """

    def from_file(self, file_stream, resources=None, **settings):
        content = json.loads(Path(file_stream.name).read_bytes())  # bytes, for json to see the encoding
        notebook = nbformat.reads(json.dumps(content), as_version=4)
        return self.from_notebook_node(notebook, resources=resources, **settings)
