"""The sheet of formulas: each call gives what is written out beside it, of the shape that is told."""

import re
from pathlib import Path

import nbformat
import numpy as np
import pytest

import backprop_helpers as bh
from tests.notebooks.unbroken import SPACE

SHEET_FILE = Path(__file__).parents[2] / "notebooks" / "formulas.ipynb"
SHEET = nbformat.read(SHEET_FILE, as_version=4)
AS_PYTHON = str.maketrans({"−": "-", "·": "*", SPACE: " "})
MATHS = "backprop_helpers.maths"
TEXT = "\n".join(cell.source for cell in SHEET.cells if cell.cell_type == "markdown")
FORMULAS = re.findall(r"^\| (.+) \| .+ \| `(.+)` \| `(.+)` \| (.+) \| \[\d\d\].+ \|$", TEXT, re.MULTILINE)
OTHER_NUMBERS = re.findall(r"^\| [^|]+ \| `([^|]+)` \| `([^|]+)` \|$", TEXT, re.MULTILINE)


@pytest.fixture(scope="module")
def names():
    """The letters of the sheet, as its own cells give them numbers."""
    letters = {}
    for cell in SHEET.cells:
        if cell.cell_type == "code":
            exec(cell.source, letters)
    return letters


@pytest.mark.parametrize(("what", "call", "written_out", "shape"), FORMULAS, ids=[formula[1] for formula in FORMULAS])
def test_a_call_gives_what_is_written_out_in_the_shape_that_is_told(what, call, written_out, shape, names, oracle):
    result = eval(call, names)
    np.testing.assert_allclose(result, eval(written_out, names), rtol=1e-12, atol=1e-12)
    assert np.shape(result) == eval(shape.translate(AS_PYTHON), names)
    oracle("NumPy and SciPy, written out")


@pytest.mark.parametrize(("call", "result"), OTHER_NUMBERS)
def test_other_numbers_give_what_the_sheet_says(call, result, names):
    assert repr(eval(call, names)) == result


def test_every_row_of_the_sheet_was_compared():
    rows = re.findall(r"^\| (?!given |\| formula)[^-].*$", TEXT, re.MULTILINE)
    assert len(rows) == len(FORMULAS) + len(OTHER_NUMBERS) >= 30


def test_every_formula_that_a_lesson_calls_is_on_the_sheet():
    lessons = [nbformat.read(path, as_version=4) for path in SHEET_FILE.parent.glob("[0-9]*.ipynb")]
    called = {name for lesson in lessons for cell in lesson.cells for name in re.findall(r"\b(\w+)\(", cell.source)}
    layers = {name for name in called if getattr(getattr(bh, name, None), "__module__", "").startswith(MATHS)}
    functions = {name for name in layers if name.islower()}
    assert len(functions) >= 15
    assert {name for name in functions if f"`{name}" not in TEXT} == set()
