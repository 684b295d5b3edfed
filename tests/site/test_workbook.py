"""The workbook: nothing that a question asks is told beside it, and each reference names the page where it leads."""

import re
import shutil
from html import unescape
from urllib.parse import unquote, urldefrag, urljoin

import nbformat
import pytest

ASKS = re.compile(r'^(?:predict|check)\(.+?, "(\d\d\.\w)"\)', re.MULTILINE)
A4 = 595, 842


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """The folder of the workbook's pages, before they are printed; what Sphinx read lies beside it."""
    for library in ("sphinx", "myst_nb"):
        pytest.importorskip(library, reason=f"{library} is not installed (the extra site installs it)")
    from docs.workbook.__main__ import build

    folder = tmp_path_factory.mktemp("book") / "workbook"
    assert build(folder) == 0, "Sphinx warns"
    return folder


@pytest.fixture(scope="module")
def sources(book):
    return book.with_name("workbook-sources")


def lessons():
    from docs.site.sources import LESSONS

    return {path.name: nbformat.read(path, 4) for path in LESSONS}


def test_what_a_question_asks_is_told_in_the_answers_alone(sources):
    answers = nbformat.read(sources / "answers.ipynb", 4).cells
    told = [cell.outputs for cell in answers if cell.cell_type == "code"]
    headings = re.findall(r"^### (\d\d\.\w)$", "\n".join(cell.source for cell in answers), re.MULTILINE)
    asked = []
    for name, lesson in lessons().items():
        chapter = {cell.source: cell for cell in nbformat.read(sources / "notebooks" / name, 4).cells}
        assert not any("<details>" in source for source in chapter)
        for cell in lesson.cells:
            if cell.cell_type == "code" and (found := ASKS.search(cell.source)):
                asked.append(found[1])
                assert chapter[cell.source].outputs == []
                assert cell.outputs in told or "hide-output" not in cell.metadata.get("tags", [])
    assert headings == asked and len(asked) > 100


def test_every_hint_and_solution_stands_in_the_answers(sources):
    answers = "".join(cell.source for cell in nbformat.read(sources / "answers.ipynb", 4).cells)
    stored = "".join(cell.source for lesson in lessons().values() for cell in lesson.cells)
    for title in ("Hint", "Solution", "What it shows", "What you may have seen"):
        assert answers.count(f"**{title}.**") == stored.count(f"<summary>{title}</summary>") > 10


def test_every_link_leads_somewhere_in_the_book(book):
    pages = {path.relative_to(book).as_posix(): path.read_text(encoding="utf-8") for path in book.rglob("*.html")}
    anchors = {name: set(map(unescape, re.findall(r' id="([^"]+)"', page))) for name, page in pages.items()}
    links = [(name, link) for name, page in pages.items() for link in re.findall(r'href="([^"]+)"', page)]
    inside = [
        urldefrag(urljoin(name, unescape(link))) for name, link in links if ":" not in link and ".css" not in link
    ]
    assert len(inside) > 300
    assert [each for each in inside if each[1] and unquote(each[1]) not in anchors[each[0]]] == []


@pytest.fixture(scope="module")
def printed(book):
    pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed (the extra site installs it)")
    from docs.workbook.__main__ import BROWSER, print_pages

    if not BROWSER or not shutil.which("npx"):
        pytest.skip("there is no npm, or neither Chromium nor Chrome, which print the workbook")
    file = book.with_suffix(".pdf")
    assert print_pages(book, file) == 0
    return file, [page.extract_text() for page in pypdf.PdfReader(file).pages], pypdf.PdfReader(file).pages


def test_it_is_a_book_of_a4_pages_and_less_than_ten_megabytes(printed):
    file, _, pages = printed
    assert file.stat().st_size < 10e6 and len(pages) > 150
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in pages} == {A4, A4[::-1]}


def test_a_question_names_the_page_of_its_answer(printed):
    _, texts, _ = printed
    named = [each for text in texts for each in re.findall(r"(\d\d\.\w), at the end\s*\(p\.\s*(\d+)\)", text)]
    assert len(named) > 100
    for question, page in named:
        assert re.search(rf"^{re.escape(question)}$", texts[int(page) - 1], re.MULTILINE), (question, page)
