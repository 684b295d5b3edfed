"""One JupyterLab for all tests of this folder, and the page of its explorers."""

import shutil

import pytest

from tests.browser import jupyterlab as lab
from tests.browser.explorers import NOTEBOOK, button, write_explorers


@pytest.fixture(scope="session")
def folder(chromium_is_there, tmp_path_factory):
    """The lessons, and a notebook of explorers beside them."""
    folder = tmp_path_factory.mktemp("lessons") / "notebooks"
    shutil.copytree(lab.LESSONS, folder, ignore=shutil.ignore_patterns(".*"))
    write_explorers(folder / NOTEBOOK)
    return folder


@pytest.fixture(scope="session")
def address(folder):
    """JupyterLab's address."""
    with lab.served(folder.parent) as address:
        yield address


@pytest.fixture(scope="module")
def page(browser, address, folder):
    """The notebook of explorers in JupyterLab, all its cells run."""
    page = lab.open_lesson(browser, address, NOTEBOOK, lessons=folder)
    page.problems = []
    page.on("console", lambda message: page.problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    lab.run_all_cells(page)
    page.locator(".explorer .cell").first.wait_for()
    yield page
    page.close()


@pytest.fixture
def explorer(page):
    """The whole network, as it was at the start; nothing may have gone wrong in the end."""
    explorer = page.locator(".explorer").first
    yield explorer
    page.keyboard.press("Escape")
    button(explorer, "Hide and predict", pressed=False)
    button(explorer, "Where it goes", pressed=False)
    if explorer.get_by_role("button", name="Reset").is_enabled():
        explorer.get_by_role("button", name="Reset").click()
    page.mouse.move(0, 0)
    assert page.problems == []
