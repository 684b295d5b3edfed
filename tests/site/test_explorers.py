"""The explorers on the site's pages: every number as Python has it, after changes of values and of structure."""

import re

import numpy as np
import pytest

from tests.browser.explorers import number

LIVING = "notebooks/00_the_question 01_convolution_forward 02_max_pool_routing 03_sigmoid_delta 04_kernel_gradient"
LIVING += " 05_multi_layer_propagation 06_gradient_check 07_gradient_descent 08_channels 09_stride_and_padding"
LIVING = [f"notebooks/{name.removeprefix('notebooks/')}" for name in LIVING.split()]
CHANGES = 20  # on each of ten pages
CELLS = """root => [...root.querySelectorAll('.cell')].map(cell => [+cell.dataset.cell, cell.textContent])"""


def living(page):
    place = page.locator(".living")
    place.scroll_into_view_if_needed()
    place.locator(".explorer .cell").first.wait_for()
    return place.get_attribute("data-explorer"), place.locator(".explorer")


def by_the_layers(explorer):
    """Return all numbers of an explorer, in the page's order, by the layers on plain arrays."""
    from backprop_helpers.display.explorer.stages import ordered

    stages = ordered(explorer._stages, explorer.settings["order"])
    arrays, _ = explorer._calculate(stages, explorer.state, explorer.settings, traced=False)
    values = {label.name: np.ravel(value) for label, value in arrays.items()}
    return np.concatenate([values[each["name"]] for each in explorer._data["arrays"]])


def agrees(root, explorer, oracle):
    expected, shown = by_the_layers(explorer), root.evaluate(CELLS)
    assert sorted(index for index, _ in shown) == [*range(expected.size)]
    for index, text in shown:
        decimals = len(re.sub(r"\D", "", text.partition(".")[2]))
        assert abs(number(text) - expected[index]) <= 0.5 * 10.0**-decimals + 1e-9, (text, expected[index])
    oracle("Chromium, numbers on the site's explorers", expected.size)


def change(page, root, explorer, random):
    """Type another number into one of the inputs, or choose other settings, on the page and in Python."""
    fields = root.locator(".setting")
    if fields.count() and random.random() < 0.3:
        return set_field(page, root, explorer, fields.nth(int(random.integers(fields.count()))), random)
    arrays = [each for each in explorer._data["arrays"] if each["input"]]
    array = arrays[random.integers(len(arrays))]
    place, value = int(random.integers(len(array["cells"]))), round(float(random.normal()), 2)
    first = sum(len(each["cells"]) for each in explorer._data["arrays"][: explorer._data["arrays"].index(array)])
    root.locator(f'.cell[data-cell="{first + place}"]').focus()
    page.keyboard.press("Enter")
    page.keyboard.type(f"{value}")
    page.keyboard.press("Enter")
    values = np.array(explorer.state[array["name"]], float)
    values.flat[place] = value
    explorer.state = {array["name"]: values.tolist()}
    return "value"


def set_field(page, root, explorer, field, random):
    name, title = field.get_attribute("aria-label").split(" of the ")
    value = int(random.integers(0 if name == "padding" else 1, 4))
    field.fill(str(value))
    field.press("Enter")
    try:
        explorer.settings = {title: {name: value}}
    except ValueError as problem:
        root.get_by_text(str(problem)[:40]).first.wait_for()
        return "refusal"
    page.wait_for_function("root => !root.querySelector('.setting.wrong')", arg=root.element_handle())
    page.wait_for_timeout(60)
    return "structure"


@pytest.mark.parametrize("name", LIVING)
def test_every_number_is_pythons_after_twenty_random_changes(name, visit, explorers, oracle, tally):
    page, random = visit(name), np.random.default_rng(LIVING.index(name))
    key, root = living(page)
    explorer = explorers[key]
    start = explorer.state, explorer.settings
    try:
        agrees(root, explorer, oracle)
        for _ in range(CHANGES):
            tally(f"random changes on the site, of {change(page, root, explorer, random)}", 1)
            agrees(root, explorer, oracle)
    finally:
        explorer.settings = start[1]
        explorer.state = start[0]


def test_the_order_of_pool_and_activation_changes_and_changes_back(visit, explorers, oracle):
    page = visit("notebooks/03_sigmoid_delta")
    key, root = living(page)
    explorer = explorers[key]
    start, (first, second, *others) = explorer.settings, explorer.settings["order"]
    root.get_by_role("button", name="sigmoid before pool").click()
    root.get_by_role("button", name="pool before sigmoid").wait_for()
    explorer.settings = {"order": [second, first, *others]}
    agrees(root, explorer, oracle)
    root.get_by_role("button", name="Undo").click()
    root.get_by_role("button", name="sigmoid before pool").wait_for()
    explorer.settings = start
    agrees(root, explorer, oracle)


@pytest.mark.parametrize("asked", ["7", "<b>1</b>"])
def test_a_setting_that_the_page_has_not_is_refused_with_where_it_can_be_had(asked, visit):
    page = visit("notebooks/01_convolution_forward")
    _, root = living(page)
    field = root.get_by_label("stride of the convolution")
    field.fill(asked)
    field.press("Enter")
    root.get_by_text("JupyterLab has them all").first.wait_for()
    assert root.locator("b", has_text=re.compile("^1$")).count() == 0


def test_digits_are_picked_and_drawn_and_every_number_is_pythons(visit, explorers):
    page = visit("notebooks/11_real_digits")
    key, root = living(page)
    expected = by_the_layers(explorers[key])
    shown = [(index, text) for index, text in root.evaluate(CELLS) if text.strip()]
    assert len(shown) > 100
    for index, text in shown:
        decimals = len(re.sub(r"\D", "", text.partition(".")[2]))
        assert abs(number(text) - expected[index]) <= 0.5 * 10.0**-decimals + 1e-6, (text, expected[index])
    page.get_by_role("button", name="Next").click()
    root.get_by_role("button", name="Undo", disabled=False).wait_for()


def test_the_front_page_shows_the_network_above_the_fold_and_is_used_by_keys(visit):
    page = visit("index")
    _, root = living(page)
    box = root.locator(".network").bounding_box()
    assert box["y"] > 0 and box["y"] + box["height"] < 900
    for _ in range(60):
        page.keyboard.press("Tab")
        if root.locator(".cell:focus").count():
            break
    page.keyboard.press("Enter")
    page.keyboard.type("2.5")
    page.keyboard.press("Enter")
    assert root.locator(".cell").first.inner_text() == "2.50"


def test_without_a_script_and_on_paper_there_is_the_picture_or_the_explorer(browser, visit, site):
    page = visit("notebooks/00_the_question", java_script_enabled=False)
    assert page.locator(".living img").get_attribute("alt").startswith("Network: image")
    page = visit("index")
    living(page)
    page.emulate_media(media="print")
    assert page.locator(".living .cell").first.is_visible()
