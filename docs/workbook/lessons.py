"""A lesson on paper: room to write, and at the end of the book what it shows, its hints and its solutions."""

import re
from itertools import count

import nbformat

from backprop_helpers.practice.diagnosis import known
from docs.site.sources import picture_of, relinked

_ASKS = re.compile(r'^(?:predict|check)\(.+?, "(\d\d\.\w)"\)', re.MULTILINE)
_EXPLORES = re.compile(r"^explore\(", re.MULTILINE)
_FOLD = re.compile(r"<details><summary>(.+?)</summary>(.*?)</details>\s*", re.DOTALL)
_LINES = 8
"""How many lines are left for a function or an explorer's questions."""


def on_paper(lesson, name):
    """Return a lesson's cells for its chapter, and those for the answers at the end of the book.

    Parameters
    ----------
    lesson : notebook as it is stored
    name : its path in the repository
    """
    chapter, answers, asked, explored = [], [], None, (f"{name[10:12]}, explore {n}" for n in count(1))
    for cell in lesson.cells:
        if cell.cell_type == "markdown":
            chapter.append(_markdown(relinked(_FOLD.sub("" if asked else _opened, cell.source), name, name)))
            if asked:
                told = "".join(map(_opened, _FOLD.finditer(cell.source)))
                answers.append(_markdown(relinked(told, name, "answers.ipynb")))
        else:
            asked = _question(cell, explored)
            chapter += _on_paper(cell, asked)
            if asked:
                answers += [_markdown(f"(answer-{_slug(asked)})=\n### {asked}"), *_result(cell)]
    return chapter, answers


def _question(cell, explored):
    """Return what a cell asks, such as "01.a", "01.1" or "01, explore 1", or None."""
    if found := _ASKS.search(cell.source):
        return found[1]
    return next(explored) if _EXPLORES.search(cell.source) else None


def _slug(question):
    return re.sub(r"\W+", "-", question)


def _markdown(source):
    return nbformat.v4.new_markdown_cell(source)


def _on_paper(cell, asked):
    """Return a cell of code with its picture, or with room to write and where the answer stands."""
    pictures = [output for output in cell.outputs if "stand-in" in output.get("data", {}).get("text/html", "")]
    outputs = [_shown(picture_of(cell))] if pictures else [] if asked else cell.outputs
    shown = nbformat.v4.new_code_cell(cell.source, outputs=outputs)
    if not asked:
        return [shown]
    room = f'<div class="room" style="--lines: {_lines(asked)}"></div>'
    return [shown, _markdown(f"{room}\n\n[{asked}, at the end](#answer-{_slug(asked)})")]


def _lines(asked):
    """Return how many lines an answer takes when it is written by hand."""
    data = known(asked) if "," not in asked else None
    if data is None:
        return _LINES
    return 1 if "words" in data else max(1, *data["shape"][-2:-1], 1)


def _result(cell):
    """Return what a predicted cell shows."""
    if "hide-output" not in cell.metadata.get("tags", []):
        return []
    return [nbformat.v4.new_code_cell(cell.source, outputs=cell.outputs, metadata={"tags": ["remove-input"]})]


def _shown(html):
    return nbformat.v4.new_output("display_data", {"text/html": html})


def _opened(fold):
    text = fold[2].strip()
    return f"**{fold[1]}.**" + ("\n\n" if text.startswith("```") else " ") + f"{text}\n\n"
