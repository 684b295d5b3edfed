"""What the explorer says stays until the reader does something else, and a screen reader hears it."""

import pytest

from backprop_helpers import explore


@pytest.fixture
def page(alone):
    return alone(explore())


def spoken(page):
    return page.root.locator("[role=status]").inner_text()


def test_a_right_prediction_made_by_mouse_is_praised_until_the_next_press(page):
    page.button("Hide and predict").click()
    page.cell("feature map").click()
    page.page.keyboard.type("0.25")
    page.page.keyboard.press("Enter")
    right = "Right to the digits you gave, rounded."
    for name in ("feature map", "pooled", "image", "delta of image"):
        page.cell(name).hover()
        assert page.remark.startswith(right) and spoken(page) == right
    page.page.mouse.move(2, 2)
    assert page.remark.startswith(right)
    page.cell("feature map", 1, 1).click()
    assert right not in page.remark


def test_a_verdict_stands_while_the_answer_is_mended(page):
    page.button("Hide and predict").click()
    page.cell("feature map").click()
    page.page.keyboard.type("-0.25")
    page.page.keyboard.press("Enter")
    page.page.keyboard.type("0.2")
    assert page.remark == "The size is right, the sign is not."


@pytest.mark.parametrize("left_by", ["Enter", "Tab", "a click", "a click on a result", "a click on the blank page"])
def test_what_became_of_bad_text_is_said_whichever_way_its_field_is_left(left_by, page):
    page.type_into(page.cell("image"), "abc", end=left_by if left_by in ("Enter", "Tab") else None)
    again = "“abc” is not a number. o[0, 0] is 0.51 again."
    if left_by == "a click":
        page.cell("kernel").click()
    elif left_by == "a click on a result":
        page.cell("pooled").click()
    elif left_by == "a click on the blank page":
        page.page.locator("#blank").click()
    page.cell("hidden").hover()
    assert page.remark.startswith(again) and spoken(page) == again.replace("o[", "o [")


def test_what_a_button_did_outlives_the_pointer(page):
    page.button("SGD step").click()
    page.cell("error").hover()
    assert page.remark.startswith("One step taken: the error went from 0.125 to 0.0")
    assert page.sum.startswith("E =")
    page.page.keyboard.press("Shift")  # a modifier by itself is nothing
    assert page.remark.startswith("One step taken")
    page.page.keyboard.press("Tab")
    assert page.remark == ""


def test_a_note_leaves_room_for_the_remark_of_the_number_that_is_pointed_at(page):
    page.button("SGD step").click()
    page.cell("pooled").hover()
    assert page.remark.startswith("One step taken") and "won over" in page.remark
    overflow = page.root.locator(".explanation").evaluate("part => part.scrollHeight - part.clientHeight")
    assert overflow <= 0


def test_a_finger_that_scrolls_ends_nothing(alone):
    page = alone(explore(), width=360, height=740, has_touch=True)
    page.button("SGD step").tap()
    assert page.remark.startswith("One step taken")
    touch = page.page.context.new_cdp_session(page.page)
    for kind, points in (("touchStart", [600]), ("touchMove", [500]), ("touchMove", [300]), ("touchEnd", [])):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": 180, "y": y} for y in points]})
    assert page.remark.startswith("One step taken")
    page.cell("pooled").tap()
    assert "One step taken" not in page.remark
