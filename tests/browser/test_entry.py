"""The sheet to enter a calculation: by keyboard and by pasting, judged by Python, with and without it."""

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient

from backprop_helpers import conv2d, enter, max_pool2d, problem, question, sigmoid
from tests.browser import jupyterlab as lab
from tests.browser.alone import Alone
from tests.browser.test_second_day import exported

NUMBERS = {name: np.ravel(getattr(question.exact, name)).round(4) for name in enter().stages}
"""A right calculation by hand: every stage of the question's network, to four decimals."""
NOTEBOOK = "entry.ipynb"
CELLS = ["from backprop_helpers import enter", "sheet = enter()\nsheet", 'print("the cell after it")']


class Sheet(Alone):
    """A page with a sheet."""

    names = ("_data", "typed", "_asked", "_told")


@pytest.fixture
def sheet(browser):
    pages = []

    def open_page(widget=None, **options):
        pages.append(Sheet(browser, widget or enter(), **options))
        return pages[-1]

    yield open_page
    for each in pages:
        assert each.problems == []
        each.page.close()


def field(root, name):
    return root.get_by_role("textbox", name=name, exact=True)


def said(root, text):
    root.locator(".note", has_text=text).wait_for()


def line(root, name):
    return root.locator(".lines li").filter(has_text=f"{name}:").inner_text()


def focused(page):
    return page.evaluate("document.activeElement.ariaLabel ?? document.activeElement.textContent")


def type_all(page, numbers, end="Enter"):
    for number in numbers:
        page.keyboard.type(str(number))
        page.keyboard.press(end)


def paste(page, text):
    page.evaluate("""text => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', text);
        const told = { clipboardData, bubbles: true, cancelable: true };
        document.activeElement.dispatchEvent(new ClipboardEvent('paste', told));
    }""", text)  # fmt: skip


def test_a_whole_calculation_is_entered_by_enter_alone_and_judged_as_its_stages_become_complete(sheet):
    page = sheet()
    field(page.root, "feature map [0, 0]").focus()
    for name, numbers in NUMBERS.items():
        type_all(page.page, numbers)
        page.settle()
        assert page.root.locator(".lines li").count() == list(NUMBERS).index(name) + 1
    said(page.root, "Of 14 stages judged, right: 14.")
    assert focused(page.page) == "delta of image [4, 4]"
    assert page.explorer.diagnosis.right == list(NUMBERS)
    marks = [mark.inner_text() for mark in page.root.locator(".caption .mark").all() if mark.inner_text()]
    assert len(marks) == 14 and {*marks} <= {"✓", "≈"}, "right, or right but for a rounding on the way"


def test_one_slip_costs_one_stage_and_what_follows_is_right_given_it(sheet):
    page = sheet()
    flipped = conv2d(question.image, np.flip(question.kernel)).round(4)
    pooled = max_pool2d(flipped)
    field(page.root, "feature map [0, 0]").focus()
    for numbers in (flipped, pooled, sigmoid(pooled).round(4)):
        type_all(page.page, numbers.ravel())
    said(page.root, "Of 3 stages judged, right: 2. The first that went wrong: feature map.")
    told = line(page.root, "feature map")
    assert told.startswith("✗ feature map: This is what comes out if the kernel is rotated by 180° first")
    assert line(page.root, "pooled") == "(✓) pooled: Right, given your numbers for feature map."
    assert page.root.get_by_role("status").inner_text().startswith("Of 3 stages judged")
    again = (question.exact.activations_delta * sigmoid(pooled)).round(4)
    page.explorer.typed = page.explorer.typed | {"pooled_delta": again}
    page.hear()
    page.button("Judge").click()
    page.root.locator(".lines li", has_text="delta of pooled").wait_for()
    second = "This is what comes out if the sigmoid stands for its slope."
    assert line(page.root, "delta of pooled").startswith(
        f"✗ delta of pooled: From your numbers for activations: {second}"
    )
    field(page.root, "feature map [0, 0]").focus()
    assert page.root.locator(".here").inner_text().startswith("feature map, stage 1 of 14. This is what comes out if")
    page.page.keyboard.type("1")
    assert page.root.locator(".lines li").count() == 0, "what was said of another number stands no more"


def test_what_was_right_given_a_slip_is_said_to_be_outdated_once_the_slip_is_put_right(sheet):
    page = sheet()
    wrong = NUMBERS["pooled"] + [0.1, 0, 0, 0]
    page.explorer.typed = {"pooled": wrong, "activations": sigmoid(wrong).round(4)}
    page.hear()
    page.button("Judge").click()
    page.root.locator(".lines li", has_text="Right, given your numbers for pooled.").wait_for()
    field(page.root, "pooled [0, 0]").fill(str(NUMBERS["pooled"][0]))
    page.button("Judge").click()
    said(page.root, "Of 2 stages judged, right: 1. The first that went wrong: activations.")
    outdated = "It was right given numbers that you have changed since: work it out again."
    assert line(page.root, "activations").endswith(outdated)
    field(page.root, "activations [0, 0]").fill(str(NUMBERS["activations"][0]))
    page.button("Judge").click()
    said(page.root, "Of 2 stages judged, right: 2.")
    assert outdated not in line(page.root, "activations")


NAMES = """root => {
    const names = [...root.querySelectorAll('.caption *')].filter(each => each.offsetParent && each.textContent);
    const boxOf = each => {
        const range = document.createRange();
        range.selectNodeContents(each);
        return range.getBoundingClientRect();
    };
    const boxes = names.map(each => [each.textContent, boxOf(each), each.closest('.block')]);
    const isOver = ([, a, one], [, b, other]) => one !== other && a.width && b.width &&
        a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    return boxes.flatMap(one => boxes.filter(other => isOver(one, other)).map(([text]) => [one[0], text]));
}"""


@pytest.mark.parametrize("width", [1280, 820, 375])
@pytest.mark.parametrize("level", [3, 6])
def test_no_name_lies_over_another(level, width, sheet):
    page = sheet(enter(problem(7, level)), width=width)
    field(page.root, "output [0]").wait_for()
    assert page.root.evaluate(NAMES) == []


@pytest.mark.parametrize(
    "text",
    [
        "0.3092 0.2652\n0.6069 0.1892",
        "0,3092\t0,2652\r\n0,6069\t0,1892\r\n",
        "[[0.3092 0.2652]\n [0.6069 0.1892]]",
        "array([[0.3092, 0.2652],\n       [0.6069, 0.1892]])",
        "0,3092;0,2652\n0,6069;0,1892",
        "0.3092 0.2652 0.6069 0.1892",
    ],
)
def test_a_block_fills_the_grid_from_anywhere(text, sheet):
    page = sheet()
    field(page.root, "pooled [0, 1]").focus()
    paste(page.page, text)
    page.settle()
    entered = np.array(page.explorer.answers["pooled"])
    assert np.char.replace(entered, ",", ".").tolist() == [["0.3092", "0.2652"], ["0.6069", "0.1892"]]
    said(page.root, "Of 1 stage judged, right: 1.")


def test_a_row_fills_a_row_what_does_not_fit_changes_nothing_and_undo_takes_a_paste_back(sheet):
    page = sheet()
    field(page.root, "feature map [1, 2]").focus()
    paste(page.page, "0.1 −0.2 0.3 0.4")
    page.settle()
    assert page.explorer.answers["feature_map"] == [[""] * 4, ["0.1", "-0.2", "0.3", "0.4"], [""] * 4, [""] * 4]
    assert focused(page.page) == "feature map [1, 3]"
    paste(page.page, "1 2\n3 4")
    said(page.root, "2×2 numbers do not fit here, where 4×4 are; nothing has changed.")
    field(page.root, "feature map [2, 0]").focus()
    paste(page.page, "1 2\n3 4")
    page.page.keyboard.press("Control+z")
    page.settle()
    assert page.explorer.answers["feature_map"][1:3] == [["0.1", "-0.2", "0.3", "0.4"], [""] * 4]
    page.page.keyboard.press("Control+Shift+z")
    page.settle()
    assert page.explorer.answers["feature_map"][2:] == [["1", "2", "", ""], ["3", "4", "", ""]]
    page.button("Clear").click()
    page.settle()
    assert page.explorer.typed == {}
    page.button("Undo").click()
    page.settle()
    assert page.explorer.answers["feature_map"][2][:2] == ["1", "2"]


def test_keys_lead_through_the_cells_and_never_out_of_reach(sheet):
    page = sheet()
    keys = page.page.keyboard
    page.button("Clear").focus()
    keys.press("Tab")
    assert focused(page.page) == "feature map [0, 0]"
    steps = {"ArrowRight": "[0, 1]", "ArrowDown": "[1, 1]", "ArrowLeft": "[1, 0]", "ArrowUp": "[0, 0]", "End": "[0, 3]"}
    for key, place in (steps | {"Enter": "[1, 0]", "Shift+Enter": "[0, 3]", "Home": "[0, 0]"}).items():
        keys.press(key)
        assert focused(page.page) == f"feature map {place}"
    keys.type("12")
    keys.press("ArrowLeft")
    keys.type("5")
    assert field(page.root, "feature map [0, 0]").input_value() == "152"
    keys.press("Tab")
    assert focused(page.page) == "feature map [0, 1]", "Tab leads on from what was typed"
    keys.press("Tab")
    assert focused(page.page) == "pooled [0, 0]", "and elsewhere to the next stage"
    keys.press("Shift+Tab")
    assert focused(page.page) == "feature map [0, 1]"
    keys.press("ArrowLeft")
    keys.press("Backspace")
    assert field(page.root, "feature map [0, 0]").input_value() == ""
    keys.press("Escape")
    assert focused(page.page) == "Judge"
    field(page.root, "delta of image [4, 4]").focus()
    keys.press("Tab")
    assert focused(page.page) == "what is said"


def test_a_text_that_is_no_number_is_marked_at_once_and_said_when_it_is_judged(sheet):
    page = sheet()
    field(page.root, "hidden [0]").focus()
    page.page.keyboard.type("0.8x")
    assert field(page.root, "hidden [0]").get_attribute("aria-invalid") == "true"
    page.page.keyboard.press("Control+Enter")
    said(page.root, "Of 1 stage judged, right: 0. The first that went wrong: hidden.")
    assert line(page.root, "hidden") == "✗ hidden: There is text at [0], where a number is asked for."
    field(page.root, "hidden [0]").fill("0.89")
    page.button("Judge").click()
    page.root.locator(".lines li", has_text="…").wait_for()
    assert line(page.root, "hidden") == "… hidden: Right so far. The entry at [1] is not given yet."


def test_what_python_says_late_is_not_said_of_what_was_changed_meanwhile(sheet):
    page = sheet()
    field(page.root, "activations [0, 0]").focus()
    type_all(page.page, NUMBERS["activations"])
    page.settle()
    page.page.evaluate("window.hear = model.hear; model.hear = (answer) => { window.late = answer; }")
    field(page.root, "pooled [0, 0]").focus()
    type_all(page.page, NUMBERS["pooled"])
    page.page.wait_for_function("window.late")
    field(page.root, "activations [1, 1]").fill("0.5")
    page.page.evaluate("hear.call(model, late)")
    said(page.root, "Of 1 stage judged, right: 1.")
    assert page.root.locator(".lines li").inner_text().startswith("✓ pooled: Right")


def test_the_right_numbers_of_one_stage_are_shown_on_demand(sheet):
    page = sheet()
    field(page.root, "pooled [0, 0]").focus()
    page.button("Show this stage").click()
    shown = page.root.locator(".shown")
    shown.wait_for()
    assert shown.inner_text().split() == ["pooled", "0.309200", "0.265200", "0.606900", "0.189200"]
    assert page.explorer.typed == {}


def test_without_python_the_page_says_so_and_keeps_what_was_typed(sheet):
    page = sheet()
    page.page.evaluate("model.save_changes = () => {}")
    field(page.root, "pooled [0, 0]").focus()
    type_all(page.page, ["0.3092", "0.2652"])
    page.page.keyboard.press("Control+Enter")
    said(page.root, "Python does not answer, so nothing is judged yet; what you typed is kept.")
    assert field(page.root, "pooled [0, 1]").input_value() == "0.2652"
    assert page.root.locator(".lines li").count() == 0


def test_python_can_read_and_write_what_is_typed(sheet):
    page = sheet()
    page.explorer.typed = {"pooled": [[0.31, 0.27], ["0,61", ...]]}
    page.hear()
    assert field(page.root, "pooled [1, 0]").input_value() == "0,61"
    assert field(page.root, "pooled [1, 1]").input_value() == ""
    page.button("Judge").click()
    page.root.locator(".lines li").wait_for()
    assert line(page.root, "pooled") == "… pooled: Right so far. The entry at [1, 1] is not given yet."


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")])
def test_axe_finds_nothing_and_no_number_is_cut_off(width, scheme, sheet, oracle):
    from importlib.resources import files

    widget = enter()
    widget.typed = {name: -abs(numbers) for name, numbers in NUMBERS.items()}
    page = sheet(widget, width=width, scheme=scheme)
    page.button("Judge").click()
    said(page.root, "Of 14 stages judged")
    page.page.add_script_tag(content=(files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    found = "axe.run('main').then(({ violations }) => violations.map(v => [v.id, v.nodes[0].html]))"
    assert page.page.evaluate(found) == []
    oracle("axe-core, states of the sheet")
    cut = "fields => fields.filter(field => field.scrollWidth > field.clientWidth).map(field => field.ariaLabel)"
    assert page.root.locator(".field").evaluate_all(cut) == []
    beyond = "root => [...root.querySelectorAll('*')].some(each => each.getBoundingClientRect().right > innerWidth)"
    assert not page.root.evaluate(beyond)


def new_notebook():
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})


def test_a_page_without_python_takes_numbers_and_keeps_them(browser, tmp_path):
    notebook = new_notebook()
    NotebookClient(notebook, kernel_name="python3").execute()
    nbformat.write(notebook, tmp_path / NOTEBOOK)
    page = exported(browser, tmp_path / NOTEBOOK, tmp_path)
    root = page.locator(".entry")
    root.locator(".field").first.wait_for()
    field(root, "pooled [0, 0]").focus()
    type_all(page, NUMBERS["pooled"])
    said(root, "Python does not answer, so nothing is judged yet; what you typed is kept.")
    page.reload()
    said(root, "Your numbers of last time stand here again.")
    assert field(root, "pooled [1, 1]").input_value() == str(NUMBERS["pooled"][-1])
    page.close()


@pytest.fixture(scope="module")
def opened(browser, tmp_path_factory):
    """JupyterLab with a notebook whose second cell makes a sheet."""
    home = tmp_path_factory.mktemp("lab")
    folder = home / "notebooks"
    folder.mkdir()
    nbformat.write(new_notebook(), folder / NOTEBOOK)
    with lab.served(home) as address:
        page = lab.open_lesson(browser, address, NOTEBOOK, lessons=folder)
        lab.run_all_cells(page)
        yield page
        page.close()


def test_in_jupyterlab_keys_are_the_sheets_python_judges_and_numbers_outlive_the_page_and_the_kernel(opened, oracle):
    page = opened
    oracle("JupyterLab, a calculation entered", sum(map(len, NUMBERS.values())))
    cells = page.locator(".jp-Cell").count()
    root = page.locator(".entry:not(.stand-in *)")
    field(root, "feature map [0, 0]").click()
    for numbers in NUMBERS.values():
        type_all(page, numbers)
    said(root, "Of 14 stages judged, right: 14.")
    field(root, "pooled [0, 0]").focus()
    for key in ("d", "d", "a", "Shift+Enter"):
        page.keyboard.press(key)
    assert page.locator(".jp-Cell").count() == cells == len(CELLS)
    page.keyboard.press("Control+z")
    field(root, "hidden [1]").fill("0.5")
    page.keyboard.press("Control+Enter")
    said(root, "The first that went wrong: hidden.")
    page.evaluate(f"{lab.NOTEBOOK}.context.save()")
    page.reload()
    lab.wait_until_idle(page)
    root.locator(".field").first.wait_for()
    assert field(root, "delta of image [4, 4]").input_value() == str(NUMBERS["image_delta"][-1])
    assert field(root, "hidden [1]").input_value() == "0.5"
    page.evaluate(f"{lab.NOTEBOOK}.sessionContext.session.kernel.restart()")
    lab.wait_until_idle(page)
    field(root, "hidden [1]").fill("0.6")
    page.keyboard.press("Control+Enter")
    said(root, "Python does not answer")
    lab.run_all_cells(page)
    said(root, "Your numbers of last time stand here again.")
    assert field(root, "hidden [1]").input_value() == "0.6"
