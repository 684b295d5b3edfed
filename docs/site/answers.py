"""Boxes for a reader's answers, which the page judges itself; a function is written where Python runs."""

import json
import re
import shutil
from html import escape
from math import prod
from pathlib import Path

import nbformat

from backprop_helpers.display.explorer import page
from backprop_helpers.practice.diagnosis import known
from backprop_helpers.practice.diagnosis.words import size

HERE = Path(__file__).parent / "answer_box"
_CHECK = re.compile(r'^check\(\w+, "(\d\d\.\d)"\)', re.MULTILINE)
_WRITTEN = ["", "", ", a row a line or ; between rows", ", a row a line, an empty line between blocks"]
"""How numbers in so many axes are typed."""
_PREDICT = re.compile(r'^predict\(\.\.\., "(\d\d\.[a-z])"\)', re.MULTILINE)


def with_answers(cells, link, elsewhere):
    """Return a lesson's cells with a box behind each check of an exercise, and one before each predicted result.

    Parameters
    ----------
    cells : list of a notebook's cells
    link : function of a lesson, such as "04", and a heading; returns the link's target in Markdown
    elsewhere : Markdown, what is said of an exercise that asks for a function
    """
    return [each for cell in cells for each in _with_answer(cell, link, elsewhere)]


def _with_answer(cell, link, elsewhere):
    if cell.cell_type == "code" and (found := _PREDICT.search(cell.source)):
        return [_markdown(box(found[1], link), cell), cell]
    if cell.cell_type == "code" and (found := _CHECK.search(cell.source)):
        return [cell, _markdown(box(found[1], link) or elsewhere, cell)]
    return [cell]


def _markdown(source, cell):
    return nbformat.v4.new_markdown_cell(source, id=f"{cell.id}-answer")


def box(question, link):
    """Return in Markdown the box of an exercise or a prediction, or "" of an exercise that asks for a function."""
    if (data := known(question)) is None:
        return ""
    asks = _words(question, data["words"]) if "words" in data else _numbers(question, data)
    script = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    form = f'<form class="answer" hidden>{asks}<p role="status"></p><script type="application/json">{script}</script>'
    return f"{form}</form>\n{_lessons(data, link)}"


def _words(question, words):
    buttons = "".join(f'<button value="{escape(word)}">{escape(word)}</button>' for word, _ in words)
    return f"<fieldset><legend>Your prediction, {question}</legend>{buttons}</fieldset>"


def _numbers(question, data):
    kind = "answer" if question[-1].isdigit() else "prediction"
    axes, name = len(data["shape"]), f"answer-{question.replace('.', '-')}"
    form = size(data["shape"]) + " numbers" * (axes > 1) + _WRITTEN[axes]
    lines = prod(data["shape"][:-1]) + (prod(data["shape"][:-2]) - 1 if axes > 2 else 0)
    return (
        f'<label for="{name}">Your {kind}, {question}: {form}</label><textarea id="{name}" rows="{lines}" '
        f'autocapitalize="off" autocomplete="off" spellcheck="false"></textarea><button>Check</button>'
    )


def _lessons(data, link):
    """Return where the lessons stand that the mistakes' names name, in the order in which these come first."""
    links = "\n".join(f"- [{name}]({link(lesson, heading)})" for name, lesson, heading in data.get("lessons", []))
    return f"<div hidden>\n\n{links}\n\n</div>" if links else ""


def write_boxes(folder):
    """Write the boxes' script and style."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "answer_box.js").write_text(f"(() => {{\n{page.module('answer_box', HERE)}\n}})();\n", encoding="utf-8")
    shutil.copy(HERE / "answer_box.css", folder)
