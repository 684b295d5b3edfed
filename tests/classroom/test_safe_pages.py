"""What a student wrote is shown in Formgrader, in the feedback and in JupyterLab, and nothing of it runs there."""

import contextlib

import nbformat
import pytest

from tests.browser import jupyterlab as lab

pytest.importorskip("nbgrader", reason="nbgrader is not installed: make test-classroom brings it")
from nbgrader.api import Gradebook

from classroom.mark import mark
from classroom.showing import clean

from .assignments import cell_id, read
from .teaching import hand_in, nbgrader

FULL_MARKS = """
const headers = {'X-XSRFToken': document.cookie.match(/_xsrf=([^;]*)/)[1]};
fetch(base_url + '/api/grades?submission_id=' + submission_id).then(it => it.json()).then(grades => grades.forEach(
  grade => fetch(base_url + '/api/grade/' + grade.id,
    {method: 'PUT', headers, body: JSON.stringify({...grade, manual_score: 28})})));
"""


def hit(name):
    return f"(window.hits = window.hits || []).push('{name}')"


IN_WORDS = {
    "a script": f"<script>{hit('a script')}; {FULL_MARKS}</script>",
    "a picture that fails": f'<img src="nowhere" onerror="{hit("a picture that fails")}">',
    "a drawing": f'<svg onload="{hit("a drawing")}"><script>{hit("a drawing")}</script></svg>',
    "a page in the page": f'<iframe srcdoc="<script>parent.{hit("a page in the page")}</script>"></iframe>',
    "a field that takes the focus": f'<input autofocus onfocus="{hit("a field that takes the focus")}">',
    "an opened fold": f'<details open ontoggle="{hit("an opened fold")}"><summary>fold</summary></details>',
    "a video that fails": f'<video><source onerror="{hit("a video that fails")}"></video>',
    "a half-open tag": f'<img src="nowhere" onerror="{hit("a half-open tag")}"',
    "a script in upper case": f"<SCRIPT >{hit('a script in upper case')}</SCRIPT >",
    "a script in mathematics": f"$x<script>{hit('a script in mathematics')}</script>$",
    "a script in a style": f"<style><!--</style><script>{hit('a script in a style')}</script>-->",
}
LINKS = {
    "a link": f"[link](javascript:{hit('a link')})",
    "a link in HTML": f'<a href="javascript:{hit("a link in HTML")}">link</a>',
    "a link with a tab in it": f'<a href="java&#9;script:{hit("a link with a tab in it")}">link</a>',
    "a link to a file of the same server": '<a href="evil.html">link</a> [link](/logout)',
    "a link of data": f'<a href="data:text/html,<script>{hit("a link of data")}</script>">link</a>',
}
HONEST = """**Right**, as $a < b$ and `k[::-1]`:

| pixel | weight |
|---|---|
| 2 | 0.5 |

```python
turned = kernel[::-1, ::-1]
```

See [the paper](https://example.org/paper). \\begin{equation} x_1 \\end{equation}
"""
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
OUTPUTS = {
    "HTML": {"text/html": f"<b>bold output</b><script>{hit('HTML')}</script>"},
    "HTML that fails": {"text/html": f'<img src=nowhere onerror="{hit("HTML that fails")}">'},
    "JavaScript": {"application/javascript": hit("JavaScript")},
    "SVG": {"image/svg+xml": f'<svg xmlns="http://www.w3.org/2000/svg" onload="{hit("SVG")}"/>'},
    "Markdown": {"text/markdown": f"*x* <script>{hit('Markdown')}</script>"},
    "text": {"text/plain": f"<script>{hit('text')}</script>"},
    "LaTeX": {"text/latex": f"$x$<script>{hit('LaTeX')}</script>"},
    "a widget": {"application/vnd.jupyter.widget-view+json": {"model_id": f"</script><script>{hit('a widget')}"}},
    "a PNG": {"image/png": PIXEL},
}
WIDTH = f"1 onload={hit('a width').replace(' ', '/**/')}"


def evil():
    """Return the right notebook with every attack, in words, in outputs, in what is printed and in a cell's source."""
    notebook = read("A1_convolution")
    (words,) = [cell for cell in notebook.cells if cell_id(cell) == "in_words"]
    words.source = "\n\n".join([HONEST, *LINKS.values(), *IN_WORDS.values()])
    code = [
        f"display({data!r}, raw=True, metadata={{'image/png': {{'width': {WIDTH!r}}}}})" for data in OUTPUTS.values()
    ]
    code += [f"print({IN_WORDS['a script']!r})", f"# {IN_WORDS['a script']}".replace("\n", "")]
    notebook.cells.insert(3, nbformat.v4.new_code_cell("\n".join(code)))
    notebook.cells.append(nbformat.v4.new_raw_cell(IN_WORDS["a script"], metadata={"raw_mimetype": "text/html"}))
    return notebook


@pytest.fixture(scope="module")
def home(new_course, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    course = new_course(home / "notebooks", "A1_convolution")
    hand_in(course, "mallory", evil())
    assert [each[:2] for each in mark(course, "A1_convolution")] == [("mallory", "marked")]
    nbgrader(course, "generate_feedback", "A1_convolution")
    return home


@pytest.fixture(scope="module")
def address(browser, home):
    with contextlib.chdir(home / "notebooks"), lab.served(home) as address:
        yield address


def manual_scores(home):
    with Gradebook(f"sqlite:///{home / 'notebooks' / 'gradebook.db'}") as book:
        (submission,) = book.assignment_submissions("A1_convolution")
        return submission.notebooks[0].id, [grade.manual_score for grade in submission.notebooks[0].grades]


@pytest.fixture(params=["Formgrader", "feedback"])
def page(request, browser, home):
    """The page that a teacher opens: every link in it has been clicked, and what could run had the time."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    if request.param == "Formgrader":
        address = request.getfixturevalue("address")
        page.goto(f"{address}?token={lab.TOKEN}")
        page.goto(f"{address.removesuffix('lab')}formgrader/submissions/{manual_scores(home)[0]}/")
        page.wait_for_function(
            "document.querySelector('#in_words')?.value !== undefined && window.jQuery?.active === 0"
        )
    else:
        page.goto((home / "notebooks/feedback/mallory/A1_convolution/A1_convolution.html").as_uri())
    yield page
    page.close()


def test_nothing_that_a_student_wrote_runs_and_no_mark_changes(page, home):
    here = page.url
    for link in page.locator("#notebook-container a", has_text="link").all():
        link.click(no_wait_after=True)
    page.wait_for_timeout(500)
    assert page.evaluate("window.hits || []") == []
    assert page.url == here and manual_scores(home)[1] == [None] * 6


def test_what_a_student_wrote_can_be_read(page):
    answer = page.locator(".nbgrader_cell, .panel", has_text="as $a < b$").last
    assert answer.locator("strong", has_text="Right").count() == 1
    assert answer.locator("td", has_text="0.5").count() == 1
    assert answer.locator(".highlight .n", has_text="turned").count() == 1
    assert answer.locator("a[href='https://example.org/paper']").count() == 1
    assert "\\begin{equation} x_1 \\end{equation}" in answer.inner_text()
    assert "<script>" in answer.inner_text()  # the teacher sees what was tried
    picture = page.locator("#notebook-container img[src^='data:image/png']")
    assert picture.evaluate("picture => picture.naturalWidth") == 1
    assert page.locator(".output_html b", has_text="bold output").count() == 1


def test_the_model_answer_stands_above_the_students(page):
    text = page.locator("body").inner_text()
    assert text.index("Model answer: convolve2d turns") < text.index("Marks: 1 the kernel") < text.index("as $a < b$")


def test_nothing_runs_in_the_notebook_that_formgrader_opens_in_jupyterlab(browser, address, home):
    page = lab.open_lesson(
        browser, address, "autograded/mallory/A1_convolution/A1_convolution.ipynb", lessons=home / "notebooks"
    )
    page.locator(".jp-RenderedHTMLCommon strong", has_text="Right").wait_for()
    page.wait_for_timeout(500)
    assert page.evaluate("window.hits || []") == []
    page.close()


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ('<b class="highlight full-credit">2</b>', "<b>2</b>"),
        ('<p id="in_words">x</p>', "<p>x</p>"),
        (
            '<span class="k" style="position: fixed; color: red">if</span>',
            '<span class="k" style="color: red;">if</span>',
        ),
        ('<a href="//example.org">x</a>', "<a>x</a>"),
        ('<img src="/logout" alt="a">', '<img alt="a">'),
        ('<img src="data:image/png;base64,AAAA">', '<img src="data:image/png;base64,AAAA">'),
        ("$a &lt; b$ &amp; c", "$a &lt; b$ &amp; c"),
        ("<style scoped>td { color: red }</style><b>x</b>", "<b>x</b>"),
        (
            "<form action='/x'><button>Full credit</button></form>",
            "&lt;form action='/x'&gt;&lt;button&gt;Full credit&lt;/button&gt;&lt;/form&gt;",
        ),
    ],
)
def test_what_stays_of_html(html, shown):
    assert clean(html) == shown
