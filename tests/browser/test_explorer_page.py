"""The explorer's page in a real JupyterLab: its keys, its places, its themes, and a phone."""

import pytest

from tests.browser import jupyterlab as lab
from tests.browser.alone import cell
from tests.browser.explorers import NOTEBOOK, button, explanation


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
