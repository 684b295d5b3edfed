"""No formula in a lesson's text breaks over a line, and the text says the same as before."""

from pathlib import Path

import nbformat
import pytest

from tests.notebooks.unbroken import JOINER, SPACE, unbroken

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
MENDED = {
    "at o[1, 2]": "at o[1,~2]",
    "δ_x[i, j + 1], then": "δ_x[i,~j~+~1], then",
    "from (0, 2) to (i, j)": "from (0,~2) to (i,~j)",
    "s · (1 − s)": "s~·~(1~−~s)",
    "a shape (2, 3, 2, 2)": "a shape (2,~3,~2,~2)",
    "0.3 · (−2) + 0.58 · (1 − 0.58)": "0.3~·~(−2) + 0.58~·~(1~−~0.58)",
    "−η · slope² is δ[k] · s[j], and w · x": "−η~·~slope² is δ[k]~·~s[j], and w~·~x",
    "a pool of 2 × 2, (y − t)² / 2": "a pool of 2~×~2, (y~−~t)²~/~2",
    "ε² · E″ / 2 and ε · E′": "ε²~·~E″~/~2 and ε~·~E′",
    "V · δ_h and s · (1 − s) · δ_s": "V~·~δ_h and s~·~(1~−~s)~·~δ_s",
    "∂E/∂w[0, 1] and ∂E/∂b": "∂E/^∂w[0,~1] and ∂E/^∂b",
    "`o[1, 2]` of o[1, 2]": "`o[1, 2]` of o[1,~2]",
}
LEFT_ALONE = [
    "## What is ∂E/∂w if (0, 1)",
    "$o[1, 2]$ and $$\\partial E/∂w$$",
    "```python\no[1, 2]\n```",
    "[a, b](05_lesson.ipynb#∂E/∂w-at-(0,-2))",
    "one (say, two), (say − two words) and [three, four]",
    "<details open>",
    "−0.13 0.15 / −0.51 0.62 · and by hand · write it as one call",
]


@pytest.mark.parametrize(("text", "mended"), MENDED.items())
def test_indices_and_slopes_stay_on_one_line(text, mended):
    assert unbroken(text) == mended.replace("~", SPACE).replace("^", JOINER)


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_code_tex_links_and_headings_stay_as_they_are(text):
    assert unbroken(text) == text


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_text_of_a_notebook_has_no_formula_that_can_break(path):
    cells = nbformat.read(path, as_version=4).cells
    texts = [cell.source for cell in cells if cell.cell_type == "markdown"]
    assert texts == [unbroken(text) for text in texts], "make notebooks mends it"
