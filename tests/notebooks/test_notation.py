"""One notation: what lessons, assignments, pictures and pages print has the house's forms, and no other."""

import re
from pathlib import Path

import nbformat
import pytest

from backprop_helpers.tracing.notation import SIGNS

from .unbroken import JOINER, SPACE

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted([*ROOT.glob("notebooks/*.ipynb"), *ROOT.glob("classroom/source/*/*.ipynb")])
SOURCES = [*ROOT.glob("backprop_helpers/**/*.py"), *ROOT.glob("backprop_helpers/**/*.js"), *ROOT.glob("*.md")]
LETTERS = "".join(sorted({sign.letter[0] for sign in SIGNS.values()} - {"η"}))
OTHER_FORMS = {
    "a delta without its _: δ_x": rf"δ[{LETTERS}]\b",
    "a delta with a small letter: δ_x": "δ[ₐ-ₜ]",
    "indices below the line: o[1, 2]": "[₀-₉],[₀-₉]",
    "the error: E = (y − t)² / 2": r"½ ?(Σ ?)?\(|\([tT]\w* ?[−-] ?y\)(²| ?\*\* ?2)|\\t?frac\{?1\}?\{?2\}? ?(\(|\\sum)",
    "the step: η·∂E/∂w": r"∂E/∂\w+(\[[\d, ]+\])? ?· ?η",
    "derivatives: ∂E/∂w": r"\bdE ?/ ?d|∂L\b",
}


def texts_of(notebook):
    """What a reader sees: text, code, and the outputs' texts, the pictures' alt texts among them."""
    for cell in notebook.cells:
        yield cell.source
        for output in cell.get("outputs", []):
            yield output.get("text", "")
            yield output.get("data", {}).get("text/plain", "")


@pytest.mark.parametrize("form", OTHER_FORMS)
@pytest.mark.parametrize("path", [*NOTEBOOKS, *SOURCES], ids=lambda path: path.name)
def test_there_is_one_form_for_a_thing(path, form):
    if path.suffix == ".ipynb":
        text = "\n".join(texts_of(nbformat.read(path, as_version=4)))
    else:
        text = path.read_text(encoding="utf-8")
    plain = text.replace(JOINER, "").replace(SPACE, " ")
    assert [match[0] for match in re.finditer(OTHER_FORMS[form], plain)] == []


@pytest.mark.parametrize(
    "text",
    [
        "δx[0]",
        "δₓ",
        "x₀,₀",
        "½ (y − t)²",
        "½ Σ (y − t)²",
        "(t − y)²",
        "(target - y) ** 2",
        r"\frac{1}{2} \sum (y - t)^2",
        "∂E/∂u[0, 1]·η",
        "dE/dw",
    ],
)
def test_a_form_that_is_not_the_houses_is_found(text):
    assert any(re.search(form, text) for form in OTHER_FORMS.values())
