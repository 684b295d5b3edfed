"""The explorer in a real JupyterLab: what it shows is what the package calculates, by mouse and by keyboard."""

import json
import re

import nbformat
import numpy as np
import pytest

from backprop_helpers import conv2d, sigmoid
from tests.browser import jupyterlab as lab
from tests.browser.alone import cell
from tests.display.explorer.expected import INPUTS, numbers

OTHERS = """\
from backprop_helpers import AveragePool2D, LeakyReLU, MaxPool2D, Network, Tanh, squared_error

others = Network([LeakyReLU(0.5), MaxPool2D(3, 2, 1), Tanh(), AveragePool2D(2, 1)], squared_error)
others.forward([[0.5, -2, 0], [-1, -3, 0.25], [2, -0.5, -4]])
others.backward([[0]])
explore(others)"""
CELLS = [
    "from backprop_helpers import explore\n\nexplorer = explore()\nexplorer",
    'explore(part="convolution")',
    OTHERS,
]
NOTEBOOK = "explorer.ipynb"
LABEL = r"([^[]+?)(?: \[[\d, ]+\])?, ([^,]+)(?:, (?:the|no|a) .+)?"
LABELS = """explorer => [...explorer.querySelectorAll('.cell')].map(
    cell => [cell.ariaLabel, cell.firstElementChild?.value ?? cell.textContent])"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("notebooks")
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(notebook, folder / NOTEBOOK)
    return folder


@pytest.fixture(scope="module")
def address(browser, folder):
    with lab.jupyterlab(lessons=folder) as address:
        yield address


@pytest.fixture(scope="module")
def page(browser, address, folder):
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


def button(explorer, name, pressed):
    found = explorer.get_by_role("button", name=name)
    if (found.get_attribute("aria-pressed") == "true") != pressed:
        found.click()


def explanation(explorer):
    return " ".join(explorer.locator(".sum").inner_text().split()), explorer.locator(".remark").inner_text()


def has_python_judge(explorer, remark):
    """Wait for what Python says first of a number that was typed."""
    explorer.locator(".remark").filter(has_text=re.compile(f"^{re.escape(remark)}")).wait_for()


def number(text):
    return 0.0 if text == "·" else float(text.replace("−", "-"))


def agrees_with_the_package(explorer, inputs, oracle):
    """Compare every number of the page, as it is printed and as it is read aloud, with the package's own."""
    expected = numbers(inputs)
    shown = {name: [] for name in expected}
    for label, text in explorer.evaluate(LABELS):
        name, spoken = re.fullmatch(LABEL, label).groups()
        shown[name].append((text, spoken))
    for name, values in expected.items():
        for (text, spoken), value in zip(shown[name], np.ravel(values), strict=True):
            for written, decimals in ((text, len(text.partition(".")[2])), (spoken, 4)):
                assert abs(number(written) - value) <= 0.5 * 10.0**-decimals + 1e-9, (name, written, value)
    oracle("Chromium, numbers of the explorer", sum(map(np.size, expected.values())))


def replaced(name, place, value):
    values = np.array(INPUTS[name], float)
    values[place] = value
    return INPUTS | {name: values}


def run(page, code, expression):
    """Run code in the notebook's kernel, and return what an expression then is."""
    reply = page.evaluate(
        f"""async ([code, expression]) => {{
            const options = {{ code, user_expressions: {{ value: expression }} }};
            const reply = await {lab.NOTEBOOK}.sessionContext.session.kernel.requestExecute(options).done;
            return reply.content.user_expressions.value.data['text/plain'];
        }}""",
        [code, f"__import__('json').dumps({expression})"],
    )
    return json.loads(reply[1:-1])


def test_all_numbers_are_the_packages(explorer, oracle):
    agrees_with_the_package(explorer, INPUTS, oracle)


def test_a_typed_change_reaches_every_number_and_can_be_undone(explorer, page, oracle):
    cell(explorer, "kernel", 1, 0).focus()
    page.keyboard.type("0.41")
    page.keyboard.press("Enter")
    agrees_with_the_package(explorer, replaced("kernel", (1, 0), 0.41), oracle)
    assert cell(explorer, "feature map", 0, 0).evaluate("cell => /blink/.test(cell.className)")
    page.keyboard.press("Control+z")
    agrees_with_the_package(explorer, INPUTS, oracle)
    assert explorer.get_by_role("button", name="Undo").is_disabled()


def test_arrow_keys_change_a_number_by_a_hundredth(explorer, page, oracle):
    cell(explorer, "target").focus()
    page.keyboard.press("Enter")
    for key in ("ArrowUp", "ArrowUp", "ArrowDown", "Shift+ArrowUp"):
        page.keyboard.press(key)
    agrees_with_the_package(explorer, replaced("target", 0, INPUTS["target"][0] + 0.11), oracle)
    page.keyboard.press("Escape")
    agrees_with_the_package(explorer, INPUTS, oracle)


def test_a_drag_changes_a_number_at_every_step(explorer, page, oracle):
    box = cell(explorer, "image", 1, 1).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 11):
        page.mouse.move(x + 6 * step, y)
        agrees_with_the_package(explorer, replaced("image", (1, 1), 0.62 + 0.02 * step), oracle)
    page.mouse.up()
    explorer.get_by_role("button", name="Undo").click()
    agrees_with_the_package(explorer, INPUTS, oracle)


def test_a_finger_drags_too(explorer, page, oracle):
    box = cell(explorer, "image", 1, 1).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch = page.context.new_cdp_session(page)
    for kind, moved in (("touchStart", 0), *(("touchMove", 6 * step) for step in range(1, 6)), ("touchEnd", None)):
        points = [] if moved is None else [{"x": x + moved, "y": y}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    agrees_with_the_package(explorer, replaced("image", (1, 1), 0.72), oracle)
    explorer.get_by_role("button", name="Undo").click()
    agrees_with_the_package(explorer, INPUTS, oracle)


def test_pointing_explains_and_lights_up_and_never_moves_the_page(explorer, page):
    height = explorer.evaluate("explorer => explorer.offsetHeight")
    cell(explorer, "gradient of kernel").hover()
    words, remark = explanation(explorer)
    assert "0.0688·0.88" in words and words.endswith("= 0.0448")
    assert remark == "12 terms are 0: the pool did not choose them."
    lit = explorer.evaluate("explorer => [...explorer.querySelectorAll('.lit:not(.idle)')].map(cell => cell.ariaLabel)")
    lit = [label.rpartition(", ")[0] for label in lit]
    places = [(0, 2), (1, 1), (2, 1), (3, 3)]
    names = ("image", "delta of feature map")
    # What goes into δ·o: four pixels, and the four deltas that are not 0.
    assert lit == [f"{name} [{r}, {c}]" for name in names for r, c in places]
    for name in ("delta of feature map", "image", "hidden", "error", "delta of image"):
        cell(explorer, name).hover()
        assert explorer.evaluate("explorer => explorer.offsetHeight") == height


def test_pressing_steps_into_a_sum_and_escape_leads_back(explorer, page):
    cell(explorer, "gradient of kernel").click()
    explorer.locator(".sum .name", has_text="[3, 3]").first.click()
    assert explanation(explorer)[0].startswith("∂E/∂w[0, 0] › δx[3, 3]")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    trail = explorer.locator(".trail")
    assert " ".join(trail.inner_text().split()) == "∂E/∂w[0, 0] › δx[3, 3] › δp[1, 1] ›"
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.ariaLabel").startswith("delta of feature map [3, 3]")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert trail.count() == 0


def test_what_a_number_feeds_is_lit(explorer):
    button(explorer, "Where it goes", pressed=True)
    cell(explorer, "pooled", 0, 0).hover()
    assert explanation(explorer)[0].startswith("p[0, 0] goes into its share of the sum s[0, 0]")


def test_predicted_results_are_hidden_and_judged(explorer, page):
    button(explorer, "Hide and predict", pressed=True)
    known = set(numbers(INPUTS)) - set(INPUTS)
    labels = [re.fullmatch(LABEL, label).groups() for label, _ in explorer.evaluate(LABELS)]
    assert {name for name, spoken in labels if spoken == "hidden"} == known
    cell(explorer, "feature map", 0, 0).focus()
    page.keyboard.type("-0.25")
    page.keyboard.press("Enter")
    has_python_judge(explorer, "The size is right, the sign is not. This could be what comes out if the sign is")
    page.keyboard.type("0.25")
    page.keyboard.press("Enter")
    has_python_judge(explorer, "Right to the digits you gave, rounded.")
    assert cell(explorer, "feature map", 0, 0).get_attribute("aria-label").endswith("0.2491")
    explorer.get_by_role("button", name="show pooled").click()
    assert cell(explorer, "pooled", 1, 1).get_attribute("aria-label").endswith("0.1892")


def test_no_lit_cell_gives_the_pools_choice_away(explorer, page):
    button(explorer, "Hide and predict", pressed=True)
    seen = set()
    for row, column in ((0, 0), (0, 1), (1, 0), (1, 1)):  # one window; its third in reading order wins
        cell(explorer, "delta of feature map", row, column).hover()
        lit = "explorer => [...explorer.querySelectorAll('.lit')].map(cell => [cell.ariaLabel, cell.style.cssText])"
        words = re.sub(r"x\[\d, \d\]", "", explanation(explorer)[0])
        seen.add(json.dumps([explorer.evaluate(lit), words]))
    assert len(seen) == 1
    trails = set()
    for row, column in ((0, 0), (1, 1)):
        cell(explorer, "delta of feature map", row, column).click()
        page.keyboard.press("Escape")
        cell(explorer, "delta of pooled", 0, 0).hover()
        trails.add(re.sub(r"x\[\d, \d\]", "", explanation(explorer)[0]))
        page.keyboard.press("Escape")
    assert len(trails) == 1


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("abc", "“abc” is not a number. o[0, 0] stays 0.51; Esc brings back 0.51."),
        ("1e400", "“1e400” is too large to calculate with."),
        ("<b>1</b>", "“<b>1</b>” is not a number."),
    ],
)
def test_bad_input_is_marked_and_said_and_changes_nothing(typed, message, explorer, page, oracle):
    cell(explorer, "image").focus()
    page.keyboard.press("Enter")
    page.keyboard.type(typed)
    assert message in explanation(explorer)[1]
    assert explorer.locator(".editor").get_attribute("aria-invalid") == "true"
    assert explorer.locator(".remark b").count() == 0
    page.keyboard.press("Escape")
    agrees_with_the_package(explorer, INPUTS, oracle)


def test_an_emptied_cell_keeps_its_last_good_number(explorer, page, oracle):
    cell(explorer, "image").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Delete")
    assert explanation(explorer)[1].startswith("An empty cell is not a number. o[0, 0] stays 0.51")
    page.keyboard.press("Tab")
    agrees_with_the_package(explorer, INPUTS, oracle)


def test_a_step_lowers_the_error_and_is_the_networks_own(explorer, oracle):
    explorer.get_by_role("button", name="SGD step").click()
    after = numbers(INPUTS)
    names = ("kernel", "dense weights", "output weights")
    agrees_with_the_package(explorer, INPUTS | {name: after[f"{name} after the step"] for name in names}, oracle)
    assert explanation(explorer)[1].startswith("One step taken: the error went from 0.125 to 0.0")


def test_playing_goes_through_the_cells_of_an_array_until_it_is_paused(explorer, page):
    cell(explorer, "feature map", 0, 3).focus()
    page.keyboard.press("Space")
    shown = "document.activeElement.ariaLabel.startsWith('feature map [1, 0]')"
    page.wait_for_function(shown, timeout=3000)
    assert explanation(explorer)[0].startswith("x[1, 0] =")
    explorer.get_by_role("button", name="Pause").click()
    assert explorer.get_by_role("button", name="Play").is_visible()


def test_another_stride_is_answered_by_python(page, oracle):
    explorer = page.locator(".explorer").nth(1)
    stride = explorer.get_by_label("stride of the convolution")
    stride.fill("3")
    stride.press("Enter")
    cell(explorer, "feature map", 1, 1).wait_for()
    explorer.get_by_text("2×2").nth(2).wait_for()
    shown = [text for label, text in explorer.evaluate(LABELS) if label.startswith("feature map")]
    feature_map = conv2d(INPUTS["image"], INPUTS["kernel"], stride=3)
    np.testing.assert_allclose([number(text) for text in shown], feature_map.ravel(), atol=5e-5)
    oracle("Chromium, numbers of the explorer", feature_map.size)
    assert stride.evaluate("field => field === document.activeElement")


def test_the_order_of_pool_and_activation_is_answered_by_python(page, oracle):
    explorer = page.locator(".explorer").first
    swap = explorer.get_by_role("button", name="sigmoid before pool")
    swap.focus()
    swap.press("Enter")
    back = explorer.get_by_role("button", name="pool before sigmoid")
    back.wait_for()
    activations = sigmoid(conv2d(INPUTS["image"], INPUTS["kernel"]))
    for (row, column), value in np.ndenumerate(activations):
        assert number(cell(explorer, "activations", row, column).inner_text()) == pytest.approx(value, abs=5e-4)
    oracle("the explorer with another order of its layers", activations.size)
    assert back.evaluate("button => button === document.activeElement")
    back.press("Enter")
    swap.wait_for()


def test_a_stride_that_is_none_is_marked_and_said_and_the_last_one_kept(page):
    explorer = page.locator(".explorer").nth(1)
    before = explorer.evaluate(LABELS)
    stride = explorer.get_by_label("stride of the convolution")
    stride.fill("0")
    stride.press("Enter")
    explorer.locator(".remark", has_text="Stride 0: a stride is a whole number from 1 to 12").wait_for()
    assert stride.get_attribute("aria-invalid") == "true"
    assert explorer.evaluate(LABELS) == before
    stride.fill("3")
    stride.press("Enter")
    assert stride.get_attribute("aria-invalid") == "false"
    assert "Stride 0" not in explanation(explorer)[1]
    stride.fill("1")
    stride.press("Enter")
    cell(explorer, "feature map", 3, 3).wait_for()
    assert page.problems == []


def test_reset_leads_back_to_the_settings_and_the_numbers_at_the_start(page):
    explorer = page.locator(".explorer").nth(1)
    before = explorer.evaluate(LABELS)
    stride = explorer.get_by_label("stride of the convolution")
    stride.fill("2")
    stride.press("Enter")
    explorer.locator(".remark", has_text="A delta has another shape now").wait_for()
    cell(explorer, "kernel").click()
    page.keyboard.type("9")
    explorer.get_by_role("button", name="Reset").click()
    cell(explorer, "feature map", 3, 3).wait_for()
    assert explorer.evaluate(LABELS) == before
    assert explorer.get_by_role("button", name="Reset").is_disabled()


def test_a_slope_and_a_border_can_be_set(page, oracle):
    explorer = page.locator(".explorer").nth(2)
    image = np.array([[0.5, -2, 0], [-1, -3, 0.25], [2, -0.5, -4]])
    assert explorer.get_by_label("padding of the pool").input_value() == "1"
    slope = explorer.get_by_label("slope of the leaky ReLU")
    assert slope.input_value() == "0.5"
    slope.fill("−0.25")
    slope.press("Enter")
    activations = np.where(image > 0, image, -0.25 * image)
    explorer.locator('.cell[aria-label="activations [0, 1], 0.5"]').wait_for()
    for (row, column), value in np.ndenumerate(activations):
        shown = cell(explorer, "activations", row, column).inner_text()
        assert number(shown) == pytest.approx(value, abs=5e-5)
    # a window of 3 × 3 that the border cuts to the last 2 × 2: the largest of 0.75, 0.25, 0.125 and 1
    assert number(cell(explorer, "pooled", 1, 1).inner_text()) == 1
    padding = explorer.get_by_label("padding of the pool")
    padding.fill("2")
    padding.press("Enter")
    explorer.locator(".remark", has_text="a pool of 3×3 takes a padding of at most half its size").wait_for()
    oracle("Chromium, numbers of the explorer", activations.size + 1)
    assert page.problems == []


def test_a_zero_looks_the_same_however_often_it_is_painted(page):
    explorer = page.locator(".explorer").nth(2)
    zero, other = cell(explorer, "image", 0, 2), cell(explorer, "image", 2, 2)
    seen = []
    for value in "123":
        other.focus()
        page.keyboard.type(value)
        page.keyboard.press("Enter")
        seen.append((zero.inner_text(), "quiet" in zero.get_attribute("class")))
    assert seen == [("0.00", False)] * 3
    explorer.get_by_role("button", name="Reset").click()


def test_a_gradients_sum_is_played_term_by_term(explorer, page):
    cell(explorer, "gradient of kernel").focus()
    page.keyboard.press("Space")
    assert explanation(explorer)[1] == "Term 1 of 4: so far 0.0605."
    assert explorer.locator(".lit").count() == 2
    explorer.locator(".remark", has_text="Term 2 of 4: so far 0.0832.").wait_for()
    page.keyboard.press("Space")
    assert explanation(explorer)[1] == "12 terms are 0: the pool did not choose them."


def test_the_code_is_copied(explorer, page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    explorer.get_by_role("button", name="Copy code").click()
    explorer.locator(".remark", has_text="Copied: Python code").wait_for()
    assert "Conv2D(kernel=kernel, stride=1" in page.evaluate("navigator.clipboard.readText()")


def test_the_state_is_read_and_set_from_python(explorer, page, oracle):
    cell(explorer, "kernel", 0, 1).focus()
    page.keyboard.type("0.7")
    page.keyboard.press("Enter")
    page.wait_for_timeout(500)
    assert run(page, "", "explorer.state['kernel']") == [[-0.13, 0.7], [-0.51, 0.62]]
    run(page, "explorer.state = {'learning rate': 0.25}", "0")
    cell(explorer, "learning rate").get_by_text(".25").wait_for()
    agrees_with_the_package(explorer, replaced("kernel", (0, 1), 0.7) | {"learning rate": np.array(0.25)}, oracle)


def test_keys_do_not_reach_jupyterlab(explorer, page):
    cells = "jupyterapp.shell.currentWidget.content.widgets.map(cell => cell.model.type)"
    before = page.evaluate(cells)
    cell(explorer, "feature map").focus()
    for key in ("a", "b", "d", "d", "m", "ArrowDown", "x", "Shift+Enter"):
        page.keyboard.press(key)
    assert page.evaluate(cells) == before


def test_arrow_keys_move_within_a_grid_which_is_one_tab_stop(explorer, page):
    stops = (
        "explorer => [...explorer.querySelectorAll('.grid')].map(g => g.querySelectorAll('[tabindex=\"0\"]').length)"
    )
    cell(explorer, "feature map").focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowDown", "End", "ArrowRight"):
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.ariaLabel").startswith("feature map [2, 3]")
    assert set(explorer.evaluate(stops)) == {1}
    page.wait_for_timeout(400)
    assert explorer.locator(".live:not([role])").inner_text().startswith("x [2, 3] equals")


def test_each_delta_stands_exactly_under_its_array_and_each_gradient_under_its_parameter(explorer):
    grids = """explorer => [...explorer.querySelectorAll('.grid')].map(grid => {
        const cell = grid.querySelector('.cell').getBoundingClientRect();
        return [grid.ariaLabel, Math.round(cell.x), Math.round(cell.width)];
    })"""
    places = {label: place for label, *place in explorer.evaluate(grids)}
    pairs = {"delta": ("image", "feature map", "pooled", "activations", "hidden", "output")}
    pairs |= {"gradient": ("kernel", "dense weights", "output weights")}
    for back, names in pairs.items():
        for name in names:
            ((beneath, place),) = [item for item in places.items() if item[0].startswith(f"{back} of {name}")]
            assert places[beneath.removeprefix(f"{back} of ")] == place


def test_the_whole_network_and_its_explanation_are_seen_at_once(explorer, page):
    box = explorer.bounding_box()
    assert 780 <= box["width"] <= 860 and box["height"] < 600
    tops = explorer.evaluate("explorer => [...explorer.querySelectorAll('.forward')].map(half => half.offsetTop)")
    assert len(set(tops)) == 1


def test_who_wants_less_motion_sees_a_mark_that_does_not_fade(explorer, page):
    page.emulate_media(reduced_motion="reduce")
    cell(explorer, "kernel").focus()
    page.keyboard.type("0.5")
    fading = "cell => getComputedStyle(cell).animationTimingFunction"
    assert cell(explorer, "feature map").evaluate(fading) in ("step-end", "steps(1)", "steps(1, end)")
    page.keyboard.press("Escape")
    page.emulate_media(reduced_motion="no-preference")


def test_the_explanation_sticks_to_the_bottom_of_what_is_seen(explorer, page):
    page.set_viewport_size({"width": 1280, "height": 520})
    explorer.locator(".top").scroll_into_view_if_needed()
    bottom = page.locator(".jp-WindowedPanel-outer").bounding_box()
    section = explorer.locator(".explanation").bounding_box()
    assert abs(bottom["y"] + bottom["height"] - section["y"] - section["height"]) <= 2
    page.set_viewport_size({"width": 1280, "height": 900})


def axe_finds(explorer, page):
    from importlib.resources import files

    page.add_script_tag(content=(files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    options = "{ resultTypes: ['violations'] }"
    found = f"e => axe.run(e, {options}).then(({{ violations }}) => violations.map(v => [v.id, v.nodes[0].html]))"
    return explorer.evaluate(found)


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_axe_finds_nothing_in_either_theme(theme, explorer, page, oracle):
    page.evaluate(f"jupyterapp.commands.execute('apputils:change-theme', {{ theme: 'JupyterLab {theme}' }})")
    page.wait_for_function(f"document.body.dataset.jpThemeLight == '{str(theme == 'Light').lower()}'")
    assert explorer.evaluate("explorer => getComputedStyle(explorer).colorScheme") == theme.lower()
    page.wait_for_timeout(800)
    assert axe_finds(explorer, page) == []
    cell(explorer, "gradient of kernel").click()
    assert axe_finds(explorer, page) == []
    button(explorer, "Hide and predict", pressed=True)
    cell(explorer, "feature map").click()
    assert axe_finds(explorer, page) == []
    oracle("axe-core, states of the explorer", 3)


def test_a_phone_scrolls_down_only(browser, address, folder):
    page = lab.open_lesson(browser, address, NOTEBOOK, width=360, height=740, lessons=folder)
    page.evaluate("jupyterapp.commands.execute('application:toggle-left-area')")
    lab.run_all_cells(page)
    explorer = page.locator(".explorer").first
    cell(explorer, "gradient of kernel").click()
    assert explorer.evaluate("explorer => explorer.scrollWidth - explorer.clientWidth") <= 0
    assert page.locator(".jp-WindowedPanel-outer").evaluate("part => part.scrollWidth - part.clientWidth") <= 0
    assert explorer.bounding_box()["width"] < 360
    assert axe_finds(explorer, page) == []
    page.close()


def test_it_works_in_notebook_7(browser, address):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{address.removesuffix('/lab')}/notebooks/{NOTEBOOK}?token={lab.TOKEN}")
    page.get_by_role("menuitem", name="Run").first.click()
    page.get_by_text("Run All Cells", exact=True).click()
    explorer = page.locator(".explorer").first
    cell(explorer, "gradient of kernel").hover()
    assert explanation(explorer)[0].endswith("= 0.0448")
    page.close()
