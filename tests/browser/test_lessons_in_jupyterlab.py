"""Every lesson opens in JupyterLab with its answers folded, and runs to its end."""

import html
import re

import nbformat
import pytest

from tests.browser import jupyterlab as lab

LESSONS = sorted(lab.LESSONS.glob("[0-9]*.ipynb"))
TRACEBACK = '[data-mime-type="application/vnd.jupyter.stderr"]'


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_opens_folded_and_runs_to_its_end(path, browser, address, oracle):
    stored = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    page = lab.open_lesson(browser, address, path.name)
    oracle(f"Chromium {browser.version}, lessons opened and run")
    answers_are_folded(page, stored)
    pictures_are_seen(page, [cell for cell in stored if not folded(cell)])
    lab.run_all_cells(page)
    cells_have_run(page, stored)
    explorers_are_seen(page, sum(explores(cell) for cell in stored))
    pictures_are_seen(page, [cell for cell in stored if not explores(cell)])
    page.close()


def test_a_click_on_the_dots_opens_a_folded_result_without_running_it(browser, address, oracle):
    page = lab.open_lesson(browser, address, "00_the_question.ipynb")
    oracle(f"Chromium {browser.version}, a folded result opened")
    answer = page.locator(".jp-CodeCell").filter(has_text="def error(image")
    assert "0.125000" not in answer.inner_text()
    answer.locator(".jp-OutputPlaceholder").click()
    assert answer.locator(".jp-OutputArea-output").inner_text().splitlines() == ["The error E", "0.125000"]
    page.close()


def answers_are_folded(page, stored):
    for cell, shown in zip(stored, page.locator(".jp-CodeCell").all(), strict=True):
        assert shown.locator(".jp-OutputPlaceholder").count() == folded(cell)
        if folded(cell):
            first_line = spoken(cell.outputs[0]).splitlines()[0]
            assert shown.locator(".jp-Cell-outputWrapper").inner_text().strip() == first_line


def cells_have_run(page, stored):
    for number, (cell, shown) in enumerate(zip(stored, page.locator(".jp-CodeCell").all(), strict=True), start=1):
        assert shown.locator(".jp-InputPrompt").inner_text() == f"[{number}]:"
        assert shown.locator(".jp-OutputPlaceholder").count() == 0
        intended = "raises-exception" in cell.metadata.get("tags", [])
        assert shown.locator(TRACEBACK).count() == intended


def pictures_are_seen(page, cells):
    pages = [output.get("data", {}).get("text/html", "") for cell in cells for output in cell.outputs]
    pictures = page.locator(".jp-OutputArea img:visible")
    expected = [html.unescape(alt) for alt in re.findall(r'<img\b[^>]*\balt="([^"]*)"', " ".join(pages))]
    assert pictures.evaluate_all("pictures => pictures.map(picture => picture.alt)") == expected
    for picture in pictures.all():
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0


def explorers_are_seen(page, count):
    """A picture stands in the stored lesson where the explorer comes when the cell is run."""
    assert count
    page.wait_for_function(f"document.querySelectorAll('.explorer [role=gridcell]').length > {4 * count}")
    explorers = page.locator(".explorer")
    assert explorers.count() == count
    assert all(explorer.is_visible() for explorer in explorers.all())


def explores(cell):
    return cell.source.startswith(("explore(", "enter("))


def folded(cell):
    return "hide-output" in cell.metadata.get("tags", [])


def spoken(output):
    return output.get("text") or output.data["text/plain"]
