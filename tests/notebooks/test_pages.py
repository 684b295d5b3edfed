"""The lessons as pages, without Jupyter and without a network."""

import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

pytest.importorskip("latex2mathml", reason="latex2mathml is not installed (the extra html installs it)")

ROOT = Path(__file__).parents[2]
LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Each lesson's name and its page, as ``make html`` makes it."""
    folder = tmp_path_factory.mktemp("html")
    convert = [sys.executable, "-m", "nbconvert", "--config", ROOT / "docs" / "pages.py", "--to", "html"]
    subprocess.run([*convert, "--output-dir", folder, *LESSONS], check=True, stderr=subprocess.DEVNULL)
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())}


def test_every_lesson_has_a_page(pages):
    assert list(pages) == [path.stem for path in LESSONS]


def test_no_page_needs_a_script_or_the_network(pages):
    for name, page in pages.items():
        assert re.findall(r'<script|<link\b|\bsrc="(?!data:)', page) == [], name


def test_every_formula_is_set_without_a_script(pages):
    for path in LESSONS:
        text = "\n".join(cell.source for cell in nbformat.read(path, 4).cells if cell.cell_type == "markdown")
        body = pages[path.stem].partition("<body")[2]
        assert body.count("<math") == len(re.findall(r"\$\$?[^$]+\$\$?", text)), path.stem
        assert "$" not in body and r"\frac" not in body, path.stem


def test_exactly_the_results_of_predictions_are_folded(pages):
    for path in LESSONS:
        cells = nbformat.read(path, 4).cells
        predicted = sum("hide-output" in cell.metadata.get("tags", []) for cell in cells)
        assert pages[path.stem].count("<details><summary>The result, once") == predicted, path.stem


def test_a_page_leads_to_pages(pages):
    for name, page in pages.items():
        assert re.findall(r'href="[^":]*\.ipynb', page) == [], name
        linked = re.findall(r'href="(\w+)\.html', page)
        assert set(linked) <= set(pages), name
    assert "01_convolution_forward.html" in pages["00_the_question"]
