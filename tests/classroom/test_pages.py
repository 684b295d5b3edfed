"""What a student and a teacher see, in a real browser: an assignment, Formgrader, the feedback and the report."""

import contextlib

import pytest

from tests.browser import jupyterlab as lab

pytest.importorskip("nbgrader", reason="nbgrader is not installed: make test-classroom brings it")
from classroom.mark import mark
from classroom.report import main as report

from .assignments import NAMES, answered, cell_id, read
from .teaching import hand_in, nbgrader
from .test_nbgrader import TURNED, source

SEEN = "[...document.querySelectorAll('.jp-OutputArea-output')].map(output => output.innerText.trim())"


@pytest.fixture(scope="module")
def home(new_course, tmp_path_factory):
    """A folder with a course: one student is right, one turned the kernel, one handed in no notebook."""
    home = tmp_path_factory.mktemp("home")
    course = new_course(home / "notebooks", *NAMES)
    hand_in(course, "ada", source())
    hand_in(course, "bob", answered(source(), *TURNED))
    hand_in(course, "cleo", "hello")
    assert [student for student, _, problem in mark(course, "A1_convolution") if problem] == ["cleo"]
    return home


@pytest.fixture(scope="module")
def address(browser, home):
    with contextlib.chdir(home / "notebooks"), lab.served(home) as address:
        yield address


@pytest.mark.parametrize("assignment", NAMES)
def test_an_untouched_assignment_runs_without_an_error(browser, address, home, assignment):
    name = f"release/{assignment}/{assignment}.ipynb"
    page = lab.open_lesson(browser, address, name, lessons=home / "notebooks")
    lab.run_all_cells(page)
    cells = read(assignment).cells
    assert page.evaluate(SEEN) == ["Not answered yet."] * sum(
        (cell_id(cell) or "").endswith("_check") for cell in cells
    )
    formulas = page.locator(".jp-RenderedHTMLCommon mjx-container, .jp-RenderedHTMLCommon .MathJax").count()
    assert bool(formulas) == any("$" in cell.source for cell in cells if cell.cell_type == "markdown")
    page.close()


def test_formgrader_shows_the_class(browser, address):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{address}?token={lab.TOKEN}")
    page.goto(f"{address.removesuffix('lab')}formgrader/manage_submissions/A1_convolution")
    page.get_by_text("needs manual grading").first.wait_for()
    rows = page.locator("tbody tr").all_inner_texts()
    assert ["24 / 28" in rows[0], "23 / 28" in rows[1], "needs autograding" in rows[2]] == [True] * 3
    page.close()


def test_the_feedback_says_what_each_mark_was_for(browser, home):
    course = home / "notebooks"
    nbgrader(course, "generate_feedback", "A1_convolution")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((course / "feedback" / "bob" / "A1_convolution" / "A1_convolution.html").as_uri())
    assert "0  the kernel as it stands: " in page.locator("body").inner_text()
    page.close()


def test_the_report_names_what_was_not_marked_and_fits_a_phone(browser, home):
    course = home / "notebooks"
    report([str(course), "--output", str(course / "report.html")])
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto((course / "report.html").as_uri())
    text = page.locator("body").inner_text()
    assert "cleo" in text and "A1_convolution.ipynb is damaged or no notebook" in text
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("img:not([alt]), svg:not([role=img])").count() == 0
    page.close()
