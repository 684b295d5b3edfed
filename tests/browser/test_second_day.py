"""The explorer of a stored notebook: it lives without the kernel that made it, or a picture says which cells to run."""

import re
import shutil
import subprocess
import sys

import nbformat
import pytest
from nbclient import NotebookClient

from tests.browser import jupyterlab as lab

NOTEBOOK = "explorer.ipynb"
CELLS = ["from backprop_helpers import explore", 'explore(part="convolution")', 'print("the cell after it")']
CAPTION = "run the cells above, then this one"
NO_MODEL = re.compile("model not found|Loading widget")
UNANSWERED = "This needs Python, which does not answer"


@pytest.fixture(scope="module")
def stored(browser, tmp_path_factory):
    """A folder in which a notebook was run, saved and closed, and the server stopped."""
    home = tmp_path_factory.mktemp("lab")
    folder = home / "notebooks"
    folder.mkdir()
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), folder / NOTEBOOK)
    with lab.served(home) as address:
        page = lab.open_lesson(browser, address, NOTEBOOK, lessons=folder)
        lab.run_all_cells(page)
        page.locator(".explorer .cell").first.wait_for()
        assert not page.locator(".stand-in").is_visible()
        page.evaluate(f"{lab.NOTEBOOK}.context.save()")
        page.close()
    return home


@pytest.fixture
def home(stored, tmp_path):
    return shutil.copytree(stored, tmp_path / "lab")


def distrust(home):
    """Forget which notebooks were run here."""
    for file in ("nbsignatures.db", "notebook_secret"):
        (home / "data" / file).unlink()


def opened(browser, address, home):
    return lab.open_lesson(browser, address, NOTEBOOK, lessons=home / "notebooks")


def number(explorer, name):
    return explorer.locator(f'.cell[aria-label^="{name} [0, 0],"]')


def explains_and_calculates(page, explorer):
    number(explorer, "gradient of kernel").hover()
    assert " ".join(explorer.locator(".sum").inner_text().split()).endswith("= 0.0448")
    before = number(explorer, "feature map").inner_text()
    number(explorer, "kernel").focus()
    page.keyboard.type("0.5")
    page.keyboard.press("Enter")
    assert number(explorer, "feature map").inner_text() != before
    page.keyboard.press("Control+z")
    assert number(explorer, "feature map").inner_text() == before


def says_that_a_stride_needs_python(explorer):
    numbers = explorer.locator(".cell").all_inner_texts()
    stride = explorer.get_by_label("stride of the convolution")
    stride.fill("2")
    stride.press("Enter")
    explorer.locator(".remark", has_text=UNANSWERED).wait_for()
    assert stride.input_value() == "1"
    assert stride.get_attribute("aria-invalid") == "false"
    assert explorer.locator(".cell").all_inner_texts() == numbers


def a_picture_says_what_to_run(page):
    picture = page.locator(".stand-in")
    picture.locator("img").wait_for()
    assert picture.get_by_text(CAPTION).is_visible()
    page.wait_for_timeout(3000)
    assert picture.locator("img").is_visible()
    assert page.get_by_text("the cell after it").last.is_visible()


def nothing_says_that_a_model_is_missing_or_awaited(page):
    assert [text for text in page.get_by_text(NO_MODEL).all() if text.is_visible()] == []


def test_a_notebook_that_was_run_has_a_living_explorer_on_the_second_day_and_on_the_third(browser, home):
    for _ in range(2):
        with lab.served(home) as address:
            page = opened(browser, address, home)
            explorer = page.locator(".explorer")
            explorer.locator(".cell").first.wait_for()
            nothing_says_that_a_model_is_missing_or_awaited(page)
            explains_and_calculates(page, explorer)
            says_that_a_stride_needs_python(explorer)
            page.evaluate(f"{lab.NOTEBOOK}.context.save()")
            page.close()


def test_the_cells_run_again_bring_pythons_explorer_in_its_place(browser, home):
    with lab.served(home) as address:
        page = opened(browser, address, home)
        page.locator(".stand-in .explorer .cell").first.wait_for()
        lab.run_all_cells(page)
        page.locator(".explorer:not(.stand-in *) .cell").first.wait_for()
        assert not page.locator(".stand-in").is_visible()
        page.wait_for_timeout(3000)
        assert page.locator(".explorer").count() == 1
        page.close()


def test_after_a_restart_of_the_kernel_numbers_change_and_a_stride_says_what_it_needs(browser, home):
    with lab.served(home) as address:
        page = opened(browser, address, home)
        lab.run_all_cells(page)
        explorer = page.locator(".explorer:not(.stand-in *)")
        stride = explorer.get_by_label("stride of the convolution")
        stride.fill("3")
        stride.press("Enter")
        explorer.locator(".remark", has_text="A delta has another shape now").wait_for()
        explorer.get_by_role("button", name="Reset").click()
        explorer.locator('.cell[aria-label^="feature map [3, 3],"]').wait_for()
        page.evaluate(f"{lab.NOTEBOOK}.sessionContext.session.kernel.restart()")
        lab.wait_until_idle(page)
        explains_and_calculates(page, explorer)
        says_that_a_stride_needs_python(explorer)
        page.close()


def test_in_a_notebook_that_is_not_trusted_a_picture_says_what_to_run(browser, home):
    distrust(home)
    with lab.served(home) as address:
        page = opened(browser, address, home)
        a_picture_says_what_to_run(page)
        nothing_says_that_a_model_is_missing_or_awaited(page)
        page.close()


def test_in_a_lesson_that_was_never_run_a_picture_says_what_to_run(browser):
    with lab.jupyterlab() as address:
        page = lab.open_lesson(browser, address, "04_kernel_gradient.ipynb")
        page.locator(".stand-in").scroll_into_view_if_needed()
        assert page.locator(".stand-in img").is_visible()
        assert page.locator(".stand-in").get_by_text(CAPTION).is_visible()
        page.close()


def opened_in_notebook_7(browser, address, kernel=True):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    if not kernel:
        page.route("**/api/sessions*", no_answer_to_a_start)
    page.goto(f"{address.removesuffix('/lab')}/notebooks/{NOTEBOOK}?token={lab.TOKEN}")
    status = "idle" if kernel else "initializing"
    page.locator(f'.jp-Notebook-ExecutionIndicator[data-status="{status}"]').wait_for()
    return page


def no_answer_to_a_start(route):
    if route.request.method != "POST":
        route.continue_()


def test_in_notebook_7_the_explorer_lives_on_the_second_day_and_keeps_its_keys(browser, home):
    with lab.served(home) as address:
        page = opened_in_notebook_7(browser, address)
        explorer = page.locator(".explorer")
        explorer.locator(".cell").first.wait_for()
        nothing_says_that_a_model_is_missing_or_awaited(page)
        explains_and_calculates(page, explorer)
        says_that_a_stride_needs_python(explorer)
        cells = page.locator(".jp-Cell").count()
        number(explorer, "gradient of kernel").focus()
        for key in ("d", "d", "a", "x"):
            page.keyboard.press(key)
        page.wait_for_timeout(1000)
        assert page.locator(".jp-Cell").count() == cells == len(CELLS)
        page.close()


def test_in_notebook_7_without_a_kernel_nothing_stands_under_the_living_explorer(browser, home):
    with lab.served(home) as address:
        page = opened_in_notebook_7(browser, address, kernel=False)
        explorer = page.locator(".explorer")
        explorer.locator(".cell").first.wait_for()
        nothing_says_that_a_model_is_missing_or_awaited(page)
        explains_and_calculates(page, explorer)
        page.close()


def test_in_notebook_7_not_trusted_a_picture_says_what_to_run(browser, home):
    distrust(home)
    with lab.served(home) as address:
        page = opened_in_notebook_7(browser, address)
        a_picture_says_what_to_run(page)
        nothing_says_that_a_model_is_missing_or_awaited(page)
        page.close()


def exported(browser, notebook, folder):
    """Return the page that nbconvert makes of a notebook, as it is read without a network."""
    convert = [sys.executable, "-m", "nbconvert", "--to", "html", "--output-dir", folder, notebook]
    subprocess.run(convert, check=True, stderr=subprocess.DEVNULL)
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.route("https://**", lambda route: route.abort())
    page.goto((folder / notebook.name).with_suffix(".html").as_uri())
    return page


def test_in_an_export_the_explorer_lives_without_a_network(browser, home, tmp_path):
    page = exported(browser, home / "notebooks" / NOTEBOOK, tmp_path)
    explorer = page.locator(".explorer")
    explorer.locator(".cell").first.wait_for()
    explains_and_calculates(page, explorer)
    says_that_a_stride_needs_python(explorer)
    page.close()


def test_in_an_export_with_widgets_stored_the_explorer_lives_without_a_network_too(browser, home, tmp_path):
    path = home / "notebooks" / NOTEBOOK
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, kernel_name="python3", store_widget_state=True).execute()
    assert notebook.metadata.widgets
    nbformat.write(notebook, path)
    page = exported(browser, path, tmp_path)
    page.locator(".stand-in .explorer .cell").first.wait_for()
    explains_and_calculates(page, page.locator(".explorer"))
    assert page.locator(".jupyter-widgets").bounding_box()["height"] == 0
    page.close()


def test_in_an_export_of_a_lesson_that_was_never_run_a_picture_says_what_to_run(browser, tmp_path):
    page = exported(browser, lab.LESSONS / "04_kernel_gradient.ipynb", tmp_path)
    assert page.locator(".stand-in img").is_visible()
    assert page.locator(".stand-in").get_by_text(CAPTION).is_visible()
    page.close()
