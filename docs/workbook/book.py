"""What the workbook is made of: its front, a chapter a lesson, worksheets, what to look up, answers and keys."""

import re
from pathlib import Path

import nbformat
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from docs.site.sources import LESSONS, ROOT, addresses, anchor, table, write
from docs.site.wrong import headings_with_mistakes

from .lessons import on_paper
from .worksheets import draw_worksheets

HERE = Path(__file__).parent
PAGES = Environment(loader=FileSystemLoader(HERE / "pages"), undefined=StrictUndefined, autoescape=False)

WORKSHEETS = "A problem of each level. Fill a page in with the book on its side; the keys are its last pages."
KEYS = "Compare stage by stage, in the order of the circled numbers: the first that differs is where to look."


def chapters():
    """Return the names of the book's pages, in order."""
    lessons = [path.relative_to(ROOT).with_suffix("").as_posix() for path in LESSONS]
    return ["workbook", "use", *lessons, "worksheets", "wrong", "answers", "keys"]


def write_sources(folder):
    """Write everything that Sphinx is to read."""
    site = addresses()["Homepage"]
    worksheets, keys = draw_worksheets(folder / "pictures")
    symptoms = headings_with_mistakes(LESSONS, table("README.md", "You came with a symptom"))
    written = {
        "workbook.md": _page("workbook.md", site=site, chapters=chapters()[1:]),
        "use.md": _page("use.md", site=site),
        "worksheets.md": _page("worksheets.md", title="Worksheets", words=WORKSHEETS, pages=worksheets),
        "wrong.md": _page("wrong.md", site=site, symptoms=symptoms, anchor=anchor),
        "answers.ipynb": nbformat.writes(nbformat.v4.new_notebook(cells=_write_lessons(folder))),
        "keys.md": _page("worksheets.md", title="Keys to the worksheets", words=KEYS, pages=keys),
    }
    for name, text in written.items():
        write(folder / name, text)


def _write_lessons(folder):
    """Write the lessons, and return the cells of the answers to all of them."""
    answers = [nbformat.v4.new_markdown_cell("# Answers")]
    for path in LESSONS:
        name, lesson = path.relative_to(ROOT).as_posix(), nbformat.read(path, 4)
        lesson.cells, told = on_paper(lesson, name)
        title = re.match("# (.+)", lesson.cells[0].source)[1]
        answers += [nbformat.v4.new_markdown_cell(f"## {title}"), *told] if told else []
        write(folder / name, nbformat.writes(lesson))
    return answers


def _page(name, **known):
    return PAGES.get_template(name).render(known)
