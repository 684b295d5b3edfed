"""``python -m reader`` as a reader has it: opening and closing a lesson asks nothing, an update keeps the answers."""

import os
import shutil
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest

from tests.browser import jupyterlab as lab

ROOT = Path(__file__).parents[2]
LESSON = "00_the_question.ipynb"
DIRTY = f"{lab.NOTEBOOK}.context.model.dirty"
ANSWER = "slopes = [0.5, 0.125, 0.0291]"


@pytest.fixture
def course(tmp_path):
    """A folder with the lesson and what opens it."""
    shutil.copytree(ROOT / "reader", tmp_path / "course" / "reader")
    (tmp_path / "course" / "notebooks").mkdir()
    shutil.copy(ROOT / "notebooks" / LESSON, tmp_path / "course" / "notebooks")
    return tmp_path / "course"


@contextmanager
def opened(course, browser):
    """Open the reader's lesson, with none of a reader's settings made yet; give its page."""
    folders = "_CONFIG", "_DATA", "_RUNTIME", "LAB_SETTINGS", "LAB_WORKSPACES"
    own = {f"JUPYTER{name}_DIR": str(course.parent / name) for name in folders}
    environment = os.environ | own
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    flags = [f"--ServerApp.port={port}", f"--IdentityProvider.token={lab.TOKEN}", "--no-browser", "--allow-root"]
    command = [sys.executable, "-m", "reader", *flags, "--expose-app-in-browser"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen(command, cwd=course, env=environment, **quiet)
    try:
        lab.wait_for(f"http://127.0.0.1:{port}/api/status?token={lab.TOKEN}", server)
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{port}/lab/tree/{LESSON}?token={lab.TOKEN}&reset")
        lab.wait_until_idle(page)
        yield page
        page.close()
    finally:
        lab.stop(server)


def source(page, name):
    """Return the text of a cell, by its id."""
    cells = f"{lab.NOTEBOOK}.context.model.toJSON().cells"
    return page.evaluate(f"{cells}.find(cell => cell.id == '{name}')?.source")


def close(page):
    page.evaluate("jupyterapp.commands.execute('application:close')")
    page.wait_for_function("document.querySelector('.jp-Dialog') || !document.querySelector('.jp-NotebookPanel')")


def type_the_answer(page):
    cells = f"{lab.NOTEBOOK}.content"
    page.evaluate(f"{cells}.activeCellIndex = {cells}.model.toJSON().cells.findIndex(cell => cell.id == '00-27')")
    page.evaluate("jupyterapp.commands.execute('notebook:enter-edit-mode')")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(ANSWER)
    page.keyboard.press("Control+s")
    page.wait_for_function(f"!{DIRTY}")


def update(course):
    lesson = nbformat.read(course / "notebooks" / LESSON, as_version=4)
    lesson.cells[0].source = "# A lesson with a new title"
    nbformat.write(lesson, course / "notebooks" / LESSON)


def test_opening_and_closing_asks_nothing_and_an_answer_survives_an_update(course, browser):
    with opened(course, browser) as page:
        page.wait_for_timeout(3000)  # what JupyterLab asks, it asks late
        assert page.locator(".jp-Dialog, .Toastify__toast").all_inner_texts() == []
        assert page.evaluate(DIRTY) is False
        type_the_answer(page)
        assert source(page, "00-27") == ANSWER
    update(course)
    with opened(course, browser) as page:
        assert source(page, "00-27") == ANSWER
        assert source(page, "00-00") == "# A lesson with a new title"
        assert page.evaluate(DIRTY) is False
        close(page)
        assert page.locator(".jp-Dialog").count() == 0
