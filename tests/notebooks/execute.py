"""Execute the lessons in place: ``python -m tests.notebooks.execute [--fresh] [FILES]``.

What is written is the same on every run and every machine. An output that says the same as the stored one after
nbval's sanitising keeps the stored bytes, pictures included; ``--fresh`` stores every output anew, as is needed after
a change of the drawing. Text is written so that no formula breaks over a line. Nothing is written unless every lesson
succeeds.
"""

import argparse
import copy
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbval.kernel import CURRENT_ENV_KERNEL_NAME, NbvalKernelspecManager
from nbval.plugin import get_sanitize_patterns

from .unbroken import unbroken

LESSONS = Path(__file__).parents[2] / "notebooks"
PATTERNS = get_sanitize_patterns(Path(__file__).with_name("sanitize.cfg").read_text(encoding="utf-8"))
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"},
}
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
SCRIPT = re.compile(r"<script>.*?</script>", re.DOTALL)
PICTURES = ("image/png", "image/jpeg", "image/webp")


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m tests.notebooks.execute", description=__doc__.split("\n\n")[0])
    parser.add_argument("--fresh", action="store_true", help="store every output anew")
    parser.add_argument("files", nargs="*", type=Path, default=sorted(LESSONS.glob("*.ipynb")))
    options = parser.parse_args(arguments)
    texts = {}
    for path in options.files:
        try:
            texts[path] = executed(path, options.fresh)
        except CellExecutionError as error:
            sys.exit(f"{error}\n{path} stops here; no file was changed.")
    for path, text in texts.items():
        replace(path, text)


def executed(path, fresh=False):
    """Return the text of a notebook after a run in a new kernel of this environment."""
    stored = nbformat.read(path, as_version=4)
    notebook = copy.deepcopy(stored)
    run(notebook, path.parent)
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell, before in zip(notebook.cells, stored.cells, strict=True):
        if cell.cell_type == "markdown":
            cell.source = unbroken(cell.source)
        if cell.cell_type == "code":
            cell.metadata = canonical_metadata(cell.metadata)
            cell.outputs = canonical_outputs(cell.outputs, cell.execution_count)
            kept = [] if fresh else canonical_outputs(before.outputs, cell.execution_count)
            if sanitized(cell.outputs) == sanitized(kept):
                cell.outputs = kept
    return nbformat.writes(notebook) + "\n"


def run(notebook, folder):
    kernel = KernelManager(kernel_name=CURRENT_ENV_KERNEL_NAME, kernel_spec_manager=NbvalKernelspecManager())
    settings = {"timeout": 120, "record_timing": False, "store_widget_state": False}
    client = NotebookClient(notebook, km=kernel, resources={"metadata": {"path": str(folder)}}, **settings)
    client.execute(cleanup_kc=True, stderr=subprocess.DEVNULL)


def canonical_metadata(metadata):
    """Keep a cell's tags; a cell tagged hide-output has its output collapsed, no other has."""
    tags = metadata.get("tags", [])
    kept = {"tags": tags} if tags else {}
    if "hide-output" in tags:
        kept["jupyter"] = {"outputs_hidden": True}
    return nbformat.from_dict(kept)


def canonical_outputs(outputs, count):
    """Join what was printed in pieces; leave out widget views, scripts and the frames of tracebacks."""
    kept = []
    for output in copy.deepcopy(outputs):
        data = output.get("data", {})
        data.pop(WIDGET_VIEW, None)
        if "data" in output and not data:
            continue
        if "text/html" in data:
            data["text/html"] = SCRIPT.sub("", data["text/html"])
        if output.output_type == "error":
            output.traceback = [f"{output.ename}: {output.evalue}"]
        if output.output_type == "execute_result":
            output.execution_count = count
        if kept and output.output_type == "stream" and output.get("name") == kept[-1].get("name"):
            kept[-1].text += output.text
        else:
            kept.append(output)
    return kept


def sanitized(value):
    """Return outputs as nbval compares them: without pictures and metadata, their texts sanitised."""
    if isinstance(value, list):
        return [sanitized(item) for item in value]
    if isinstance(value, dict):
        return {key: sanitized(item) for key, item in value.items() if key not in (*PICTURES, "metadata")}
    for pattern, replacement in PATTERNS if isinstance(value, str) else []:
        value = re.sub(pattern, replacement, value)
    return value


def replace(path, text):
    """Write a file in one step, so that a stop leaves the old one whole."""
    partial = path.with_suffix(".partial")
    partial.write_text(text, encoding="utf-8", newline="\n")
    os.replace(partial, path)


if __name__ == "__main__":
    main()
