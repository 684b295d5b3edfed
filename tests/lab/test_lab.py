"""What the lab in the browser is built from: each notebook with a first cell for the browser's kernel, and no other."""

from pathlib import Path

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell

from docs.lab.__main__ import INSTALL, add_lessons, build

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


def test_every_lesson_is_there_and_differs_by_the_first_code_cell_alone(tmp_path):
    add_lessons(tmp_path / "contents")
    lessons = sorted(NOTEBOOKS.glob("*.ipynb"))
    assert sorted(path.name for path in tmp_path.glob("contents/*.ipynb")) == [path.name for path in lessons]
    for path in lessons:
        lesson, copy = (nbformat.read(file, as_version=4) for file in (path, tmp_path / "contents" / path.name))
        first = next(cell for cell in copy.cells if cell.cell_type == "code")
        assert first.source == INSTALL
        assert [cell for cell in copy.cells if cell is not first] == lesson.cells


def test_the_first_cell_has_no_effect_where_the_kernel_is_not_the_browsers():
    asked = []
    shell = InteractiveShell()
    shell.register_magic_function(asked.append, magic_name="pip")
    assert shell.run_cell(INSTALL).success and asked == []
    assert shell.run_cell(INSTALL.replace("sys.platform", "'emscripten'")).success and asked == [
        "install -q backprop_helpers"
    ]


def test_a_folder_without_a_distribution_is_refused_by_name(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"holds no distribution of Pyodide: there is no pyodide-lock\.json"):
        build(tmp_path / "lab", tmp_path)
    assert not (tmp_path / "lab").exists()


def test_without_the_widgets_wheels_it_says_what_brings_them(tmp_path, monkeypatch):
    monkeypatch.setattr("docs.lab.__main__.WHEELS", tmp_path)
    with pytest.raises(FileNotFoundError, match="make lite downloads them"):
        build(tmp_path / "lab")
