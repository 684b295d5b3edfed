"""What the site is made of: the repository's own pages in their own folders, and pages drawn up from them."""

import re
import tomllib
from pathlib import Path
from posixpath import dirname, normpath, relpath

import nbformat
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .answers import with_answers
from .reference import rooms
from .wrong import headings_with_mistakes

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))
CLASSROOM = sorted((ROOT / "classroom").glob("*.md"))
PAGES = [*LESSONS, *CLASSROOM]
_LINK = re.compile(r"(?<=\]\()(?!\w+:)([^)\s#]+)([^)\s]*)(?=\))")
_PICTURE = re.compile(r'<div class="stand-in">(.*?)<p>', re.DOTALL)
_TABLE = re.compile(r"^\|.*(?:\n\|.*)+", re.MULTILINE)


def addresses():
    """Return the addresses of the site and of the repository, from the one place where they stand."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["urls"]


def anchor(heading):
    """Return what a notebook's links say behind # for a heading, as JupyterLab has it; a link's % is written %25.

    Examples
    --------
    >>> anchor("One step by hand, with the right sign")
    'One-step-by-hand,-with-the-right-sign'
    """
    return re.sub(r"\s", "-", re.sub("[\u2060\u200b]", "", heading)).replace("%", "%25")


def write_sources(folder, explorers):
    """Write everything that Sphinx is to read.

    Parameters
    ----------
    folder : Path, where the pages keep the places that they have in the repository
    explorers : names of the explorers that live on the pages, each the id of its cell
    """
    for path in LESSONS:
        write(folder / path.relative_to(ROOT), nbformat.writes(_prepared(path, explorers)))
    for path in CLASSROOM:
        name = path.relative_to(ROOT).as_posix()
        write(folder / name, relinked(path.read_text(encoding="utf-8"), name, name))
    for name, page in _drawn_up().items():
        write(folder / name, page)


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _prepared(path, explorers):
    """Return a lesson in which an explorer's picture knows what is to take its place."""
    lesson = nbformat.read(path, 4)
    lesson.cells = with_answers(lesson.cells, _heading_of, _where_python_runs(path))
    for cell in lesson.cells:
        if cell.cell_type == "markdown":
            name = path.relative_to(ROOT).as_posix()
            cell.source = relinked(cell.source, name, name)
        elif cell.id in explorers:
            cell.metadata.tags = [*cell.metadata.get("tags", []), "full-width"]
            cell.outputs = [nbformat.v4.new_output("display_data", {"text/html": place_of(cell)})]
    return lesson


def _heading_of(number, heading):
    """Return where a lesson's heading is, as a link of another lesson has it."""
    (path,) = [path for path in LESSONS if path.name.startswith(number)]
    return f"{path.name}#{anchor(heading)}"


def _where_python_runs(path):
    """Say in Markdown where a lesson's functions are checked."""
    site, repository = addresses()["Homepage"], addresses()["Repository"]
    named = f"{repository.removeprefix('https://github.com/')}/main?labpath=notebooks/{path.name}"
    return (
        f"This exercise asks for a function, and Python checks it. Open the lesson "
        f"[in the browser lab]({site}/lab/index.html?path={path.name}) or "
        f"[on Binder](https://mybinder.org/v2/gh/{named}), or run it [on your own computer]({repository}#start)."
    )


def place_of(cell):
    """Return in HTML what an explorer takes the place of."""
    return f'<div class="living" data-explorer="{cell.id}">{picture_of(cell)}</div>'


def picture_of(cell):
    """Return in HTML the picture that a lesson has stored of a widget."""
    (stored,) = [output.data["text/html"] for output in cell.outputs if "text/html" in output.get("data", {})]
    return _PICTURE.search(stored)[1]


def relinked(text, source, page):
    """Return Markdown whose links from one file lead from a page to pages of the site, else into the repository."""
    known = {path.relative_to(ROOT).as_posix() for path in PAGES}

    def lead(link):
        target = normpath(f"{dirname(source)}/{link[1]}").lstrip("/")
        if target in known:
            return relpath(target, dirname(page) or ".") + link[2]
        return f"{addresses()['Repository']}/blob/main/{target}{link[2]}"

    return _LINK.sub(lead, text)


def _drawn_up():
    """Return the pages that are made of what stands elsewhere, by their names."""
    templates = Environment(loader=FileSystemLoader(HERE / "pages"), undefined=StrictUndefined, autoescape=False)
    cells = {cell.id: cell for path in LESSONS for cell in nbformat.read(path, 4).cells}
    offered = {
        "section": _section,
        "table": table,
        "explorer": lambda name: place_of(cells[name]),
        "lessons": re.findall(r"\[(.+?)\]\((\S+)\.ipynb\)", table("README.md", "Lessons")),
        "rooms": rooms(),
        "symptoms": headings_with_mistakes(LESSONS, table("README.md", "You came with a symptom")),
        "anchor": anchor,
        "repository": addresses()["Repository"],
    }
    return {name: templates.get_template(name).render(offered) for name in templates.list_templates(["md"])}


def table(name, heading):
    """Return the first table under a heading of a file."""
    return _TABLE.search(_section(name, heading))[0]


def _section(name, heading):
    """Return what stands under a heading of a file, with links for a page at the top of the site."""
    path = ROOT / name
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        text = "\n\n".join(cell.source for cell in nbformat.reads(text, 4).cells if cell.cell_type == "markdown")
    found = re.search(rf"^(#+) {re.escape(heading)}\n(.*?)(?=^#{{1,2}} |\Z)", text, re.DOTALL | re.MULTILINE)
    return relinked(found[2], name, "index.md").strip()
