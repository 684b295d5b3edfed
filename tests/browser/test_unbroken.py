"""A browser keeps on one line what the lessons' text is mended to keep there, and would break it otherwise."""

import pytest

from tests.notebooks.unbroken import unbroken

LINES = """text => {
    const paragraph = document.querySelector("p");
    paragraph.textContent = text;
    const range = document.createRange();
    range.selectNodeContents(paragraph);
    return new Set([...range.getClientRects()].map(line => line.top)).size;
}"""


@pytest.fixture(scope="module")
def narrow(browser):
    page = browser.new_page()
    page.set_content("<p style='width: 1px'></p>")
    yield page
    page.close()


@pytest.mark.parametrize("formula", ["o[1, 2]", "w[i, j + 1]", "(0, 2)", "(1 − s)", "∂E/∂w", "∂E/∂w[0, 1]"])
def test_a_formula_breaks_unless_its_text_is_mended(formula, narrow, browser, oracle):
    assert narrow.evaluate(LINES, formula) > 1
    assert narrow.evaluate(LINES, unbroken(formula)) == 1
    oracle(f"Chromium {browser.version}, formulas on one line")
