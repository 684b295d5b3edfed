"""The explorer in a real JupyterLab: what it shows is what the package calculates, by mouse and by keyboard."""

import json
import re

import numpy as np
import pytest

from tests.browser import jupyterlab as lab
from tests.browser.alone import cell
from tests.browser.explorers import (
    LABEL,
    LABELS,
    agrees_with_the_package,
    button,
    explanation,
    replaced,
)
from tests.display.explorer.expected import INPUTS, numbers


def has_python_judge(explorer, remark):
    """Wait for what Python says first of a number that was typed."""
    explorer.locator(".remark").filter(has_text=re.compile(f"^{re.escape(remark)}")).wait_for()


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
    page.keyboard.type("-0.1634")  # with the kernel rotated
    page.keyboard.press("Enter")
    has_python_judge(explorer, "This is what comes out if the kernel is rotated by 180° first")
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
