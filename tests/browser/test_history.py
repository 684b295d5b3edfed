"""Undo, redo and Reset: one way back over numbers and settings, which never leads out of the explorer."""

import pytest

from backprop_helpers import explore


@pytest.fixture
def page(alone):
    return alone(explore(part="convolution"))


def set_stride(page, stride):
    field = page.root.get_by_label("stride of the convolution")
    field.fill(str(stride))
    field.press("Enter")
    page.settle()
    return field


def keys(page, *combinations):
    for each in combinations:
        page.page.keyboard.press(each)
        page.settle()


def active(page):
    return page.page.evaluate("document.activeElement.textContent || document.activeElement.className")


def test_settings_and_numbers_are_taken_back_one_by_one_and_brought_back(page):
    moments = [page.numbers()]
    page.type_into(page.cell("kernel"), "0.5")
    moments.append(page.numbers())
    set_stride(page, 2)  # the delta becomes 2×2
    moments.append(page.numbers())
    page.type_into(page.cell("delta of feature map", 1, 1), "9")
    moments.append(page.numbers())
    set_stride(page, 1)
    page.type_into(page.cell("image"), "7")
    moments.append(page.numbers())
    keys(page, "Control+z", "Control+z")
    assert page.numbers() == moments[3]
    assert page.explorer.settings["convolution"]["stride"] == 2
    assert page.explorer.state["delta of feature map"][1][1] == 9
    keys(page, "Control+z")
    assert page.numbers() == moments[2]
    keys(page, "Control+z")
    assert page.numbers() == moments[1]
    keys(page, "Control+z")
    assert page.numbers() == moments[0]
    keys(page, "Control+Shift+Z", "Control+Shift+Z", "Control+y")
    assert page.numbers() == moments[3]
    keys(page, "Control+y", "Control+y", "Control+y")
    assert page.numbers() == moments[4]
    assert page.explorer.state["image"][0][0] == 7


def test_an_order_of_the_layers_is_taken_back(alone):
    page = alone(explore(part=["pool", "sigmoid"]))
    before = page.numbers()
    page.type_into(page.cell("delta of activations"), "4")
    changed = page.numbers()
    page.button("sigmoid before pool").click()
    page.settle()
    assert page.button("pool before sigmoid").is_visible()
    keys(page, "Control+z")
    assert page.numbers() == changed
    keys(page, "Control+z")
    assert page.numbers() == before
    assert page.explorer.state == explore(part=["pool", "sigmoid"]).state


def test_settings_that_python_sets_are_taken_back_too(page):
    before = page.numbers()
    page.explorer.settings = {"convolution": {"stride": 3}}
    page.hear()
    page.settle()
    page.button("Undo").click()
    page.settle()
    assert page.numbers() == before and page.explorer.settings["convolution"]["stride"] == 1


def test_reset_leads_back_in_one_go_and_can_be_taken_back_itself(page):
    before = page.numbers()
    page.type_into(page.cell("image"), "7")
    set_stride(page, 2)
    page.type_into(page.cell("delta of feature map"), "5")
    changed = page.numbers()
    page.button("Reset").click()
    page.settle()
    assert page.numbers() == before and page.explorer.state == explore(part="convolution").state
    keys(page, "Control+z")
    assert page.numbers() == changed


def test_an_undo_takes_back_a_whole_drag_or_step(alone):
    page = alone(explore())
    before = page.numbers()
    page.button("SGD step").click()
    stepped = page.numbers()
    box = page.cell("image").bounding_box()
    page.page.mouse.move(box["x"] + 9, box["y"] + 9)
    page.page.mouse.down()
    for step in range(1, 9):
        page.page.mouse.move(box["x"] + 9 + 5 * step, box["y"] + 9)
    page.page.mouse.up()
    keys(page, "Control+z")
    assert page.numbers() == stepped
    keys(page, "Control+z")
    assert page.numbers() == before


def test_undo_in_a_cells_field_takes_back_what_was_typed_and_then_the_change_before(page):
    """A browser's own undo would go on in another field of the page, a notebook's in another cell."""
    page.page.evaluate(
        """() => {
            window.reached = [];
            document.addEventListener('keydown', (event) => reached.push(event.key));
            document.addEventListener('beforeinput', ({ inputType }) => reached.push(inputType));
        }"""
    )
    before = page.numbers()
    page.type_into(page.cell("kernel"), "0.5")
    changed = page.numbers()
    page.type_into(page.cell("image"), "0.77", end=None)
    page.page.evaluate("reached.length = 0")
    keys(page, "Control+z")
    assert page.root.locator(".editor").input_value() == "0.51"
    keys(page, "Control+z")
    assert page.numbers() == before != changed
    assert page.root.locator(".editor").count() == 0
    keys(page, "Control+z", "Control+z")
    assert page.remark == "There is no change to take back."
    assert page.page.evaluate("reached") == []
    assert page.page.evaluate("document.activeElement.className").startswith("cell")


def test_undo_in_a_settings_field_takes_back_its_text_first(page):
    page.type_into(page.cell("kernel"), "0.5")
    changed = page.numbers()
    field = page.root.get_by_label("stride of the convolution")
    field.focus()
    page.page.keyboard.type("7")
    keys(page, "Control+z")
    assert field.input_value() == "1" and page.numbers() == changed
    keys(page, "Control+z")
    assert page.numbers() != changed


def test_a_refused_setting_is_no_change(page):
    page.type_into(page.cell("kernel"), "0.5")
    field = set_stride(page, 0)
    assert field.get_attribute("aria-invalid") == "true"
    page.button("Undo").click()
    assert page.cell("kernel").inner_text() == "−0.13"


def test_a_prediction_stays_hidden_when_settings_change(page):
    page.button("Hide and predict").click()
    set_stride(page, 2)
    assert {page.cell("feature map", row, column).inner_text() for row in (0, 1) for column in (0, 1)} == {"?"}
