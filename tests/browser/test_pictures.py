"""Real digits in Chromium: one is picked or drawn by mouse, finger and keys, and a training step is taken on it."""

import re
import time

import numpy as np
import pytest
from scipy.special import softmax

from backprop_helpers.display.explorer import page as pages
from tests.browser.alone import PAGE, Alone
from tests.display.explorer.digit import COUNT, IMAGES, LABELS, SHOWN, digit, trained

STEP = "Take one training step on this image"


@pytest.fixture(scope="module")
def opened(browser):
    """Pages of the digits' explorer by what is said of the browser, each opened once."""
    pages = {}

    def open_page(**options):
        key = str(options)
        pages[key] = pages.get(key) or Alone(browser, digit(), **options)
        return pages[key]

    yield open_page
    problems = [page.problems for page in pages.values()]
    for page in pages.values():
        page.page.close()
    assert problems == [[]] * len(problems)


@pytest.fixture
def page(opened):
    page = opened()
    yield page
    if page.button("Draw").get_attribute("aria-pressed") == "true":
        page.button("Draw").click()
    if page.button("Reset").is_enabled():
        page.button("Reset").click()
    page.settle()


def middle(page, row, column):
    box = page.cell("image", row, column).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def stroke(page, *places, button="left"):
    mouse = page.page.mouse
    mouse.move(*middle(page, *places[0]))
    mouse.down(button=button)
    for place in places[1:]:
        mouse.move(*middle(page, *place), steps=4)
    mouse.up(button=button)
    page.page.wait_for_timeout(500)
    page.settle()


def image(page):
    return np.array(page.explorer.state["image"])[0]


def probabilities(page):
    """What a screen reader hears of the ten."""
    heard = [page.cell("probabilities", k).get_attribute("aria-label").split(", ")[1] for k in range(10)]
    return [float(each.replace("−", "-")) for each in heard]


def shows_what_the_package_says(page, oracle):
    """Every probability on the page becomes that of the package, for the image that Python was told of."""
    expected = softmax(trained().forward(np.array(page.explorer.state["image"], np.float32)))
    patience = time.monotonic() + 20
    while time.monotonic() < patience and not np.allclose(probabilities(page), expected, atol=2e-4):
        page.page.wait_for_timeout(100)
    np.testing.assert_allclose(probabilities(page), expected, atol=2e-4)
    oracle("SciPy", 10)


def empty_and_draw(page):
    page.button("Clear").click()
    page.button("Draw").click()


def test_a_picture_is_picked_with_its_label_and_both_come_back_by_one_undo(page, oracle):
    picker = page.root.get_by_role("combobox", name="picture")
    assert picker.input_value() == str(SHOWN)
    assert picker.locator("option:not([disabled])").count() == COUNT
    picker.select_option("7")
    page.settle()
    np.testing.assert_array_equal(page.explorer.state["image"], IMAGES[7])
    assert page.explorer.state["target"] == LABELS[7]
    shows_what_the_package_says(page, oracle)
    page.button("Undo").click()
    page.settle()
    np.testing.assert_array_equal(page.explorer.state["image"], IMAGES[SHOWN])
    assert page.explorer.state["target"] == LABELS[SHOWN] and picker.input_value() == str(SHOWN)


def test_the_next_one_follows_the_last_and_the_first_the_last_of_all(page):
    picker = page.root.get_by_role("combobox", name="picture")
    page.button("Next").click()
    assert picker.input_value() == str(SHOWN + 1)
    picker.select_option(str(COUNT - 1))
    page.button("Next").click()
    assert picker.input_value() == "0"


def test_a_stroke_with_the_mouse_is_soft_changes_the_probabilities_and_is_one_undo(page, oracle):
    empty_and_draw(page)
    stroke(page, (1, 3), (6, 3))
    drawn = image(page)
    assert drawn[1:7, 3].tolist() == [1] * 6
    assert drawn[1:7, [2, 4]].tolist() == [[3 / 16, 3 / 16]] * 6
    assert drawn[:, [0, 1, 5, 6, 7]].max() == 0
    shows_what_the_package_says(page, oracle)
    assert page.root.get_by_role("combobox", name="picture").input_value() == "-1"
    page.button("Undo").click()
    page.settle()
    assert image(page).max() == 0


def test_while_a_stroke_goes_on_the_probabilities_follow_and_python_hears_of_it_at_its_end(page):
    empty_and_draw(page)
    page.settle()
    before = page.root.locator(".verdict").inner_text()
    mouse = page.page.mouse
    mouse.move(*middle(page, 1, 2))
    mouse.down()
    mouse.move(*middle(page, 1, 5), steps=3)
    mouse.move(*middle(page, 6, 3), steps=3)
    page.page.wait_for_timeout(300)
    assert page.root.locator(".verdict").inner_text() != before
    assert image(page).max() == 0
    mouse.up()
    page.settle()
    assert image(page).max() == 1


@pytest.mark.parametrize("how", ["right", "Erase", "Shift"])
def test_the_eraser_takes_away_and_never_adds(page, how):
    page.button("Draw").click()
    before = IMAGES[SHOWN, 0]
    if how == "Erase":
        page.button("Erase").click()
    if how == "Shift":
        page.page.keyboard.down("Shift")
    stroke(page, (3, 0), (3, 7), button="right" if how == "right" else "left")
    page.page.keyboard.up("Shift")
    if how == "Erase":
        page.button("Erase").click()
    assert image(page)[3].max() == 0 and (image(page) <= before).all()
    assert image(page)[[0, 1, 5, 6, 7]].tolist() == before[[0, 1, 5, 6, 7]].tolist()


def test_while_the_pen_is_away_the_image_is_dragged_and_typed_as_any_input(page):
    page.type_into(page.cell("image", 2, 2), "0.5")
    page.settle()
    assert image(page)[2, 2] == 0.5
    x, y = middle(page, 2, 2)
    page.page.mouse.move(x, y)
    page.page.mouse.down()
    page.page.mouse.move(x + 30, y, steps=3)
    page.page.mouse.up()
    page.settle()
    assert image(page)[2, 2] == pytest.approx(0.6)


def test_by_keyboard_a_cell_is_painted_and_cleared_each_with_one_undo_and_a_voice_says_its_value(page, oracle):
    empty_and_draw(page)
    page.cell("image", 2, 3).focus()
    keyboard = page.page.keyboard
    for key in (" ", "ArrowDown", "Enter", "ArrowRight", " ", "Delete"):
        keyboard.press(key)
    page.page.wait_for_timeout(700)
    page.settle()
    assert np.argwhere(image(page)).tolist() == [[2, 3], [3, 3]]
    said = page.root.locator(".live[aria-live]").inner_text()
    assert said.startswith("o [0, 3, 4] equals 0; Taken for ")
    shows_what_the_package_says(page, oracle)
    keyboard.press("Control+z")
    page.settle()
    assert np.argwhere(image(page)).tolist() == [[2, 3], [3, 3], [3, 4]]
    assert page.cell("image", 3, 4).get_attribute("aria-label") == "image [0, 3, 4], 1"
    keyboard.press("Escape")
    assert page.button("Draw").get_attribute("aria-pressed") == "false"


def test_a_step_says_what_the_error_and_the_right_class_did_and_moves_every_map(page):
    page.root.get_by_role("combobox", name="picture").select_option("9")
    page.settle()
    page.cell("target").focus()
    page.type_into(page.cell("target"), "4")
    page.button(STEP).click()
    page.settle()
    words = re.fullmatch(
        r"One step taken: the error went from (\S+) to (\S+), the right class’s q\[4\] from (\S+) to ([\d.]+)\..*",
        page.remark,
    )
    error, lower, chance, higher = (float(each.replace("−", "-")) for each in words.groups())
    assert lower < error and higher > chance
    assert higher == pytest.approx(np.exp(-lower), abs=2e-4)
    assert page.root.locator(".cell.blink").count() > 100


def test_a_feature_maps_number_shows_its_sum_over_the_image(page):
    page.root.locator('.cell[aria-label^="feature map [0, 3, 3],"]').hover()
    assert page.sum.startswith("x[0, 3, 3]")
    (kernel, bias), pixels = trained().layers[0].parameters.values(), IMAGES[SHOWN, 0, 2:5, 2:5]
    answer = page.root.locator(".sum b").last.inner_text().removeprefix("= ").replace("−", "-")
    assert float(answer) == pytest.approx(float((kernel[0, 0] * pixels).sum() + bias[0]), abs=1e-4)


def test_weights_of_256_in_a_row_stand_as_ten_rows_of_sixteen_maps(page):
    grid = page.root.locator('.grid[aria-label^="output weights, "]')
    places = "slices => slices.map(slice => [slice.offsetTop, slice.offsetLeft])"
    small = grid.locator(".slice.small").evaluate_all(places)
    assert (len({top for top, _ in small}), len({left for _, left in small})) == (10, 16)
    page.root.locator('.cell[aria-label^="output weights [7, 86],"]').click()
    assert grid.locator(".slice:not(.small)").get_attribute("aria-label") == "j = 7, k = 5"
    assert page.page.evaluate("document.activeElement.textContent") != ""
    open_map = page.root.locator('.grid[aria-label^="feature map, "] .slice:not(.small)')
    assert open_map.get_attribute("aria-label") == "k = 5"


def touched(page):
    """Return what sends a touch: its kind, and where it is."""
    session = page.page.context.new_cdp_session(page.page)

    def touch(kind, *places):
        points = [dict(zip("xy", place, strict=True)) for place in places]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    return touch


def test_a_finger_draws_and_the_page_stays_where_it_is(opened, oracle):
    page = opened(width=390, height=700, has_touch=True)
    page.button("Clear").tap()
    page.button("Draw").tap()
    page.cell("image", 1, 3).scroll_into_view_if_needed()
    top = page.page.evaluate("scrollY")
    touch = touched(page)
    (x, y), (_, end) = middle(page, 1, 3), middle(page, 6, 3)
    touch("touchStart", (x, y))
    for k in range(1, 9):
        touch("touchMove", (x, y + (end - y) * k / 8))
    touch("touchEnd")
    page.page.wait_for_timeout(500)
    page.settle()
    assert page.page.evaluate("scrollY") == top
    assert image(page)[1:7, 3].tolist() == [1] * 6
    shows_what_the_package_says(page, oracle)


def test_nothing_is_wider_than_a_phone(opened):
    page = opened(width=390, height=700, has_touch=True)
    assert page.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_axe_finds_nothing_while_the_pen_is_out(page, oracle):
    from importlib.resources import files

    page.button("Draw").click()
    page.page.add_script_tag(content=(files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    found = "axe.run('.pictures').then(({ violations }) => violations.map(v => [v.id, v.nodes[0].html]))"
    assert page.page.evaluate(found) == []
    oracle("axe-core, states of the explorer")


def test_without_python_one_is_picked_and_drawn_too(browser):
    """As on the second day: the page has the images, and nobody answers."""
    explorer = digit()
    values = {name: getattr(explorer, name) for name in Alone.names}
    alone = browser.new_page(viewport={"width": 1280, "height": 900})
    alone.set_content(PAGE.split("<script")[0].format(scheme="light", paper="#fff", style=""))
    alone.evaluate(
        "html => { const el = document.getElementById('explorer'); el.innerHTML = '';"
        " el.append(document.createRange().createContextualFragment(html)); }",
        pages.stand_in("a picture", values),
    )
    root = alone.locator(".stand-in")
    root.locator(".cell").first.wait_for()
    before = root.locator(".verdict").inner_text()
    root.get_by_role("button", name="Next", exact=True).click()
    assert root.get_by_role("combobox", name="picture").input_value() == str(SHOWN + 1)
    assert root.locator(".verdict").inner_text() != before
    root.locator(f'.cell[aria-label="target, {LABELS[SHOWN + 1]}"]').wait_for()
    alone.close()
