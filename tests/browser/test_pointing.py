"""Pointing, and the focus: they work at all times, lead back to the whole network, and never fall out of it."""

import io

import pytest

from backprop_helpers import explore

IDLE = "Point at a number to see the sum that made it."


@pytest.fixture
def page(alone):
    return alone(explore())


def lit(page):
    return page.root.locator(".lit, .self, .pinned").count()


def is_inside(page):
    return page.root.evaluate("root => root.contains(document.activeElement)")


def test_pointing_works_while_a_cell_is_edited(page):
    page.cell("image").click()
    page.page.keyboard.type("0.7")
    page.cell("gradient of kernel").hover()
    assert page.sum.startswith("∂E/∂w[0, 0] =")
    page.page.keyboard.type("5")
    assert page.root.locator(".editor").input_value() == "0.75"
    assert page.sum.startswith("∂E/∂w[0, 0] =")
    page.page.keyboard.press("Enter")
    assert float(page.cell("image").inner_text()) == 0.75


@pytest.mark.parametrize("way", ["on the blank page", "beside the network", "on the number again", "on Reset", "Esc"])
def test_a_press_leads_back_to_the_whole_network(way, page):
    number = page.cell("gradient of kernel")
    number.click()
    page.page.mouse.move(2, 2)
    assert page.sum.startswith("∂E/∂w[0, 0] =") and lit(page) > 1
    assert page.button("Reset").get_attribute("aria-disabled") == "false"
    if way == "on the blank page":
        page.page.locator("#blank").click()
    elif way == "beside the network":
        page.root.locator(".title").first.click()
        assert is_inside(page)
    elif way == "on the number again":
        number.click()
    elif way == "on Reset":
        page.button("Reset").click()
    else:
        page.page.keyboard.press("Escape")
        page.page.keyboard.press("Escape")
    assert page.remark.startswith(IDLE) and page.sum == "" and lit(page) == 0


def test_a_finger_leads_back_to_the_whole_network_too(alone):
    page = alone(explore(), width=360, height=740, has_touch=True)
    page.cell("gradient of kernel").tap()
    assert page.sum.startswith("∂E/∂w[0, 0]")
    page.cell("gradient of kernel").tap()
    assert page.remark.startswith(IDLE) and lit(page) == 0
    page.cell("pooled").tap()
    page.cell("feature map", 2, 2).tap()
    assert page.sum.startswith("x[2, 2]")
    page.page.locator("#blank").tap()
    assert page.remark.startswith(IDLE) and lit(page) == 0


def test_text_of_the_explanation_can_be_selected_without_losing_it(page):
    page.cell("gradient of kernel").click()
    page.root.locator(".sum .term").nth(1).click(position={"x": 3, "y": 30})
    page.page.mouse.move(2, 2)
    assert page.sum.startswith("∂E/∂w[0, 0] =")


@pytest.mark.parametrize("name", ["Undo", "Reset"])
def test_a_button_that_has_done_its_work_keeps_the_focus(name, page):
    page.type_into(page.cell("kernel"), "0.5")
    page.button(name).focus()
    page.page.keyboard.press("Enter")
    assert page.button(name).get_attribute("aria-disabled") == "true"
    assert page.button(name).evaluate("button => button === document.activeElement")
    page.page.keyboard.press("Enter")
    said = {"Undo": "There is no change to take back.", "Reset": "Every number stands as it did at the start."}
    assert page.remark == said[name]


def test_the_focus_stays_inside_when_what_had_it_goes(page):
    page.cell("kernel").click()
    page.page.keyboard.type("0.5")
    page.explorer.state = {"learning rate": 0.25}
    page.hear()
    assert page.root.locator(".editor").count() == 0 and is_inside(page)
    page.cell("delta of feature map").focus()  # 0: its sum names nothing
    page.page.keyboard.press("Enter")
    assert is_inside(page)
    page.cell("gradient of kernel").focus()
    page.page.keyboard.press("Enter")
    for _ in range(12):
        page.page.keyboard.press("Enter")
        assert is_inside(page)


def test_tab_leads_from_a_number_to_the_names_in_its_sum(page):
    page.cell("kernel after the step").focus()
    for _ in range(40):
        page.page.keyboard.press("Tab")
        if page.page.evaluate("document.activeElement.matches('.name')"):
            break
    assert page.page.evaluate("document.activeElement.matches('.sum .name')")


def test_the_focus_stays_inside_when_the_settings_change(alone):
    page = alone(explore(part="convolution"))
    page.cell("image", 2, 2).focus()
    page.explorer.settings = {"convolution": {"stride": 2}}
    page.hear()
    page.settle()
    assert page.cell("image", 2, 2).evaluate("cell => cell === document.activeElement")
    page.cell("delta of feature map", 1, 1).focus()
    page.page.keyboard.press("Control+z")
    page.settle()
    assert is_inside(page)
    page.button("Undo").focus()
    page.explorer.settings = {"convolution": {"stride": 3}}
    page.hear()
    assert page.button("Undo").evaluate("button => button === document.activeElement")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_neighbour_covers_the_ring_of_the_focus(scheme, alone):
    from PIL import Image

    page = alone(explore(), scheme=scheme)
    page.page.keyboard.press("Tab")
    for name, place in (("image", (2, 2)), ("kernel", (0, 0)), ("delta of image", (4, 4)), ("dense weights", (1, 1))):
        page.cell(name, *place).focus()
        page.cell("error").hover()  # so that the cell is no longer the one that is explained
        shot = Image.open(io.BytesIO(page.page.screenshot())).convert("L")
        box = page.cell(name, *place).bounding_box()
        left, top, x, y = box["x"], box["y"], box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        right, bottom = left + box["width"], top + box["height"]
        ring = [(left - 3, y), (right + 3, y), (x, top - 3), (x, bottom + 3)]
        seen = [shot.getpixel((int(x), int(y))) for x, y in ring]
        assert all(level < 60 if scheme == "light" else level > 190 for level in seen), (name, seen)


def test_the_explanation_never_covers_the_focus(alone):
    page = alone(explore(), height=420)
    for name in ("image", "gradient of kernel", "delta of image", "kernel after the step"):
        page.cell(name).focus()
        cell, section = page.cell(name).bounding_box(), page.root.locator(".explanation").bounding_box()
        assert cell["y"] >= 0 and cell["y"] + cell["height"] + 5 <= section["y"]


def test_a_page_that_moves_under_the_resting_pointer_points_at_nothing(alone):
    page = alone(explore(), height=420)
    page.cell("image", 1, 1).hover()
    page.cell("gradient of kernel").focus()
    page.page.keyboard.press("ArrowRight")
    page.page.mouse.wheel(0, 40)
    page.page.wait_for_timeout(300)
    assert page.sum.startswith("∂E/∂w[0, 1] =")
    page.cell("pooled").hover()
    assert page.sum.startswith("p[0, 0] =")


def test_space_plays_the_number_that_has_the_focus_wherever_the_pointer_rests(page):
    page.cell("pooled").hover()
    page.cell("gradient of kernel").focus()
    page.page.keyboard.press("Space")
    assert page.sum.startswith("∂E/∂w[0, 0] =")
    spoken_of = page.root.locator(".term.spoken")
    assert " ".join(spoken_of.inner_text().split()) == "δx[0, 2]·o[0, 2] 0.0688·0.88 0.06053"
    page.root.locator(".remark", has_text="Term 2 of 4").wait_for()
    assert " ".join(spoken_of.inner_text().split()).startswith("+ δx[1, 1]·o[1, 1]")
    page.page.keyboard.press("Space")
    assert spoken_of.count() == 0
