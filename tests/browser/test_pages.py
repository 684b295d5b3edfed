"""The pages of ``make html``, read on a phone without a script."""

import subprocess
import sys

import pytest

from tests.browser import jupyterlab as lab

pytest.importorskip("latex2mathml", reason="latex2mathml is not installed (the extra html installs it)")
HIDDEN = """page => [...page.querySelectorAll('*')].filter(part => {
    const scrolls = each => /auto|scroll/.test(getComputedStyle(each).overflowX);
    let frame = part;
    while (frame && !scrolls(frame)) frame = frame.parentElement;
    return !frame && part.getBoundingClientRect().right > innerWidth;
}).map(part => part.outerHTML.slice(0, 80))"""
OPEN = "(results, open) => results.forEach(result => result.open = open)"


@pytest.fixture(scope="module")
def page(browser, tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    config = lab.LESSONS.parent / "docs" / "pages.py"
    convert = [sys.executable, "-m", "nbconvert", "--config", config, "--to", "html", "--output-dir", folder]
    subprocess.run([*convert, lab.LESSONS / "05_multi_layer_propagation.ipynb"], check=True, stderr=subprocess.DEVNULL)
    context = browser.new_context(viewport={"width": 400, "height": 900}, java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "05_multi_layer_propagation.html").as_uri())
    yield page
    context.close()


def test_whatever_is_wider_than_a_phone_can_be_scrolled_to(page):
    page.locator("details").evaluate_all(OPEN, True)
    assert page.locator("main").evaluate(HIDDEN) == []
    assert page.locator("html").evaluate("html => html.scrollWidth - html.clientWidth") == 0
    page.locator("details").evaluate_all(OPEN, False)


def test_rows_of_numbers_stay_rows_and_stand_in_columns(page):
    printed = page.locator(".jp-OutputArea-output pre", has_text="A turned kernel slides over δ")
    look = "pre => [getComputedStyle(pre).fontFamily, pre.offsetHeight / parseFloat(getComputedStyle(pre).lineHeight)]"
    font, lines = printed.evaluate(look)
    assert "monospace" in font and round(lines) == 6  # a caption and five rows


def test_an_explanation_is_aligned_at_its_signs_of_equality(page):
    (text,) = page.locator("pre", has_text="δ_o[1, 2] = ").all_inner_texts()
    first, second, third, last = text.splitlines()
    assert first.index("=") == second.index("=") == third.index("=") and last == "2 terms are 0: δ_x is 0 there"


def test_the_results_of_predictions_open_one_by_one(page):
    results = page.locator("details", has=page.get_by_text("The result, once you have predicted it"))
    inside = [result.locator(".jp-OutputArea-output").first for result in results.all()]
    assert len(inside) == 6 and not any(output.is_visible() for output in inside)
    results.nth(1).locator("summary").click()
    assert [output.is_visible() for output in inside] == [False, True, False, False, False, False]
