"""Channels, kernels and batches in Chromium: which grids light up, borders of padding, decks, and a page's width."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from scipy.signal import correlate2d

from backprop_helpers import Conv2D, Dense, MaxPool2D, explore
from tests.display.explorer.channels import BATCH, BIAS, DELTA, IMAGE, KERNELS, lesson, sixteen, with_delta
from tests.display.explorer.expected import gone_both_ways

BATCH_DELTA = np.stack([DELTA, -2 * DELTA[::-1]])
NETWORKS = {
    "question": explore,
    "lesson": lambda: explore(lesson()),
    "batch": lambda: explore(with_delta([Conv2D(KERNELS, BIAS)], BATCH, BATCH_DELTA)),
    "padded": lambda: explore(with_delta([Conv2D(KERNELS, BIAS, padding=(1, 2))], IMAGE)),
    "pool": lambda: explore(with_delta([MaxPool2D(3, 2, 1)], IMAGE)),
    "sixteen": lambda: explore(sixteen()),
    "biased": lambda: explore(gone_both_ways([Dense([[1, 2], [3, 4], [5, 6]], [7, 8, 9])], [3, 4], [0, 0, 0])),
}
TAKING_PART = """page => Object.fromEntries([...page.querySelectorAll('.grid')].map(grid => {
    const slices = [...grid.querySelectorAll('.slice.taking-part')].map(slice => slice.ariaLabel ?? '');
    return [grid.ariaLabel.split(',')[0], slices];
}).filter(([, slices]) => slices.length))"""


MARGIN = 24  # of the page around the explorer


@pytest.fixture
def opened(alone):
    """Show a network, the explorer being as wide as is said."""
    return lambda name, width=848: alone(NETWORKS[name](), width=width + MARGIN)


def resize(page, width):
    """Make the explorer as wide, and wait until it has measured itself."""
    page.page.set_viewport_size({"width": width + MARGIN, "height": 900})
    page.page.evaluate(
        "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
    )


def cell(page, name, *place):
    return page.root.locator(f'.cell[aria-label^="{name} [{", ".join(map(str, place))}],"]')


def answer(page):
    return float(page.root.locator(".sum b").last.inner_text().removeprefix("= ").replace("−", "-"))


def taking_part(page):
    return page.root.evaluate(TAKING_PART)


def test_a_weights_gradient_lights_its_own_map_and_channel_and_the_others_stay_pale(opened, oracle):
    page = opened("lesson")
    cell(page, "gradient of kernel", 1, 2, 1, 0).hover()
    expected = {"image": ["c = 2"], "gradient of kernel": ["k = 1, c = 2"], "delta of feature map": ["k = 1"]}
    assert taking_part(page) == expected
    assert answer(page) == pytest.approx(correlate2d(IMAGE[2], DELTA[1], "valid")[1, 0])
    oracle("SciPy")
    frames = """page => [...page.querySelectorAll('.many .frame')].map(frame =>
        [getComputedStyle(frame).borderTopColor, frame.closest('.taking-part') !== null])"""
    seen = page.root.evaluate(frames)
    assert {colour for colour, lit in seen if lit} & {colour for colour, lit in seen if not lit} == set()


def test_a_pixels_delta_lights_all_maps_and_one_channel_of_every_kernel(opened, oracle):
    page = opened("lesson")
    cell(page, "delta of image", 1, 1, 1).hover()
    maps, slices = ["k = 0", "k = 1"], ["k = 0, c = 1", "k = 1, c = 1"]
    assert taking_part(page) == {"delta of image": ["c = 1"], "kernel": slices, "delta of feature map": maps}
    flipped = [correlate2d(np.pad(DELTA[k], 1), KERNELS[k, 1, ::-1, ::-1], "valid")[1, 1] for k in (0, 1)]
    assert answer(page) == pytest.approx(sum(flipped))
    oracle("SciPy")


def test_a_feature_map_lights_all_channels_and_one_kernel(opened):
    page = opened("lesson")
    cell(page, "feature map", 1, 0, 2).hover()
    lit = taking_part(page)
    assert lit["image"] == ["c = 0", "c = 1", "c = 2"] and lit["bias"] == ["k = 1"]
    assert lit["kernel"] == ["k = 1, c = 0", "k = 1, c = 1", "k = 1, c = 2"]
    assert answer(page) == pytest.approx((IMAGE[:, 0:2, 2:4] * KERNELS[1]).sum() + BIAS[1])


def test_of_a_batch_a_gradient_sums_over_both_images_and_a_delta_over_one(opened, oracle):
    page = opened("batch", 1280)
    cell(page, "gradient of kernel", 1, 2, 1, 0).hover()
    lit = taking_part(page)
    assert lit["image"] == ["n = 0, c = 2", "n = 1, c = 2"]
    assert lit["delta of feature map"] == ["n = 0, k = 1", "n = 1, k = 1"]
    sums = [correlate2d(BATCH[n, 2], BATCH_DELTA[n, 1], "valid")[1, 0] for n in (0, 1)]
    assert answer(page) == pytest.approx(sum(sums), abs=5e-5)
    oracle("SciPy")
    cell(page, "delta of image", 1, 0, 1, 2).hover()
    assert taking_part(page)["delta of feature map"] == ["n = 1, k = 0", "n = 1, k = 1"]


def test_a_number_with_four_indices_is_typed_sent_and_taken_back(opened):
    page = opened("lesson")
    cell(page, "kernel", 1, 2, 1, 0).click()
    page.page.keyboard.type("3")
    page.page.keyboard.press("Enter")
    changed = KERNELS.copy()
    changed[1, 2, 1, 0] = 3
    page.settle()
    assert page.explorer.state["kernel"] == changed.tolist()
    page.page.keyboard.press("Control+z")
    page.settle()
    assert page.explorer.state["kernel"] == KERNELS.tolist()


@pytest.mark.parametrize(("network", "filling", "rows", "columns"), [("padded", "0", 1, 2), ("pool", "−∞", 1, 1)])
def test_a_border_of_padding_is_drawn_and_holds_no_number_of_the_image(network, filling, rows, columns, opened):
    page = opened(network, 1280)
    edges = page.root.locator(".edge")
    channels, height, width = IMAGE.shape
    assert edges.count() == channels * ((height + 2 * rows) * (width + 2 * columns) - height * width)
    assert set(edges.all_inner_texts()) == {filling}
    assert edges.first.evaluate("edge => getComputedStyle(edge).borderStyle") == "dashed"
    assert page.root.locator(".edge[data-cell], .edge [data-cell], .edge [tabindex], .edge[tabindex]").count() == 0
    size, grid = cell(page, "image", 0, 0, 0).bounding_box(), page.root.get_by_role("grid", name="image, 3 by 3 by 4")
    assert grid.first.get_attribute("aria-label").endswith(f"in a border of {filling}")
    first = edges.first.bounding_box()
    assert size["x"] - first["x"] == pytest.approx(columns * size["width"], abs=1.5)
    assert size["y"] - first["y"] == pytest.approx(rows * size["height"], abs=1.5)


@pytest.mark.parametrize("network", NETWORKS)
def test_what_comes_back_stands_exactly_under_its_array(network, opened):
    page = opened(network)
    places = """page => [...page.querySelectorAll('.cell')].map(cell =>
        [cell.ariaLabel.match(/^[^,[]*(\\[[^\\]]*\\])?/)[0], Math.round(cell.getBoundingClientRect().x)])"""
    for width in (592, 848, 1280):
        resize(page, width)
        seen = dict(page.root.evaluate(places))
        backs = [name for name in seen if name.startswith(("delta of", "gradient of"))]
        assert backs and [seen[name.split(" of ")[1]] for name in backs] == [seen[name] for name in backs]


BOXES = """page => [...page.querySelectorAll('.block, .title')].map(block => {
    const parts = [...block.querySelectorAll('.grid, .caption > *')].filter(part => part.offsetWidth);
    const all = (parts.length ? parts : [block]).map(part => part.getBoundingClientRect());
    const [left, top] = ['left', 'top'].map(side => Math.min(...all.map(box => box[side])));
    const [right, bottom] = ['right', 'bottom'].map(side => Math.max(...all.map(box => box[side])));
    return [block.textContent.slice(0, 20), left, top, right, bottom];
})"""


OUTSIDE = """page => [...page.querySelectorAll('.frame')].filter(frame =>
    frame.getBoundingClientRect().left < page.getBoundingClientRect().left).map(frame => frame.textContent)"""
FRAMES = """page => [...page.querySelectorAll('.block:is(.activation, .feature-map) .frame')].map(frame => {
    const { left, right, bottom } = frame.getBoundingClientRect();
    const [first, last] = [Math.round(left), Math.round(right) - 1];
    return [frame.querySelector('.cell').ariaLabel, first, last, Math.round(bottom + scrollY) - 5];
})"""  # of those with a plain line around them, the line's first and last pixel in a row
UNUSED = """page => [...page.querySelectorAll('.caption')].map(caption => {
    const words = document.createRange();
    words.selectNodeContents(caption);
    return caption.getBoundingClientRect().bottom - words.getBoundingClientRect().bottom;
})"""  # pixels between an array's words and its grid


def overlap(one, other):
    across = min(one[3], other[3]) - max(one[1], other[1])
    return across > 4 and min(one[4], other[4]) - max(one[2], other[2]) > 4


@pytest.mark.parametrize("network", NETWORKS)
def test_nothing_overlaps_and_nothing_is_cut_at_any_width(network, opened):
    page = opened(network)
    for width in (244, 360, 416, 592, 668, 848, 1024, 1280):
        resize(page, width)
        found = page.root.evaluate(BOXES)
        assert page.page.evaluate("document.documentElement.scrollWidth") <= width + MARGIN
        assert [(width, name) for name, _, _, right, _ in found if right > width + MARGIN / 2 + 3] == []
        assert page.root.evaluate(OUTSIDE) == []
        pairs = [(width, one[0], other[0]) for k, one in enumerate(found) for other in found[:k] if overlap(one, other)]
        assert pairs == []


@pytest.mark.parametrize("network", ["question", "lesson", "biased"])
def test_no_empty_line_stands_between_the_words_above_an_array_and_its_grid(network, opened):
    page = opened(network)
    for width in (244, 360, 592, 848, 1280):
        resize(page, width)
        assert max(page.root.evaluate(UNUSED)) < 8, width


def test_every_frame_is_seen_on_all_sides(opened):
    """A cell between two pixels is rounded by itself, and may cover what stands at its right."""
    page = opened("question")
    for width in (244, 360, 848, 1156, 1256):
        resize(page, width)
        frames = page.root.evaluate(FRAMES)
        image = Image.open(BytesIO(page.page.screenshot(full_page=True))).convert("RGB")
        sides = {name: [image.getpixel((x, y)) for x in (left, right)] for name, left, right, y in frames}
        assert len(sides) > 6 and [(width, name) for name, (left, right) in sides.items() if left != right] == []


@pytest.mark.parametrize("network", ["question", "lesson"])
def test_a_network_stands_in_one_row_from_848_pixels_on(network, opened):
    page = opened(network)
    for width in (848, 1024, 1280):
        resize(page, width)
        tops = "page => [...page.querySelectorAll('.layer')].map(layer => layer.offsetTop)"
        assert len(set(page.root.evaluate(tops))) == 1


def test_a_narrower_page_breaks_between_layers_and_is_no_phones_column(opened):
    """As wide as JupyterLab's output with its file browser in windows of 848 and 1024, and without in one of 848."""
    page = opened("question")
    halves = """page => [...page.querySelectorAll('.column')].map(column =>
        [...column.children].map(half => [half.offsetLeft, half.offsetTop]))"""
    for width in (416, 592, 668):
        resize(page, width)
        for (left, top), (left_beneath, top_beneath) in page.root.evaluate(halves):
            assert left == left_beneath and top < top_beneath
        assert "→ above" in page.root.locator(".cool").evaluate("words => getComputedStyle(words, '::after').content")


def test_of_sixteen_kernels_one_is_open_and_a_click_opens_another_everywhere(opened):
    page = opened("sixteen")
    openly = (
        "decks => decks.map(deck => [...deck.querySelectorAll('.slice:not(.small)')].map(slice => slice.ariaLabel))"
    )
    decks = page.root.locator(".deck")
    assert decks.count() == 6
    assert decks.evaluate_all(openly) == [["k = 0"]] * 6
    cell(page, "kernel", 5, 0, 1, 1).click()
    assert decks.evaluate_all(openly) == [["k = 5"]] * 6
    assert page.page.evaluate("document.activeElement.ariaLabel").startswith("kernel [5, 0, 1, 1],")
    assert page.root.locator(".editor").count() == 0
    for key in ("ArrowDown", "ArrowDown"):
        page.page.keyboard.press(key)
    assert page.page.evaluate("document.activeElement.ariaLabel").startswith("kernel [6, 0, 0, 1],")
    assert decks.evaluate_all(openly) == [["k = 6"]] * 6


def test_a_small_grid_explains_its_numbers_too_and_does_not_open_under_the_mouse(opened):
    page = opened("sixteen")
    cell(page, "gradient of kernel", 9, 0, 2, 2).hover()
    assert page.root.locator(".sum").inner_text().startswith("∂E/∂w[9, 0, 2, 2]")
    assert taking_part(page) == {"image": [""], "gradient of kernel": ["k = 9"], "delta of feature map": ["k = 9"]}
    state = page.explorer.state
    expected = correlate2d(state["image"][0], state["delta of feature map"][9], "valid")
    assert answer(page) == pytest.approx(expected[2, 2], abs=5e-5)


def test_a_deck_stays_live(opened):
    """A drag of one weight changes all of its map while the mouse moves."""
    page = opened("sixteen", 1280)
    box = cell(page, "kernel", 0, 0, 0, 0).bounding_box()
    state = page.explorer.state
    (image,), kernel, bias = state["image"], np.array(state["kernel"][0][0]), state["bias"][0]
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.page.mouse.move(x, y)
    page.page.mouse.down()
    for step in range(1, 6):
        page.page.mouse.move(x + 6 * step, y)
        kernel[0, 0] = round(kernel[0, 0] + 0.02, 10)
        expected = correlate2d(image, kernel, "valid") + bias
        shown = cell(page, "feature map", 0, 4, 2).inner_text().replace("−", "-")
        assert float(shown) == pytest.approx(expected[4, 2], abs=5e-3)
    page.page.mouse.up()


@pytest.mark.parametrize("network", ["lesson", "padded", "sixteen"])
def test_axe_finds_nothing_in_grids_borders_and_decks(network, opened, oracle):
    from importlib.resources import files

    page = opened(network)
    page.page.add_script_tag(content=(files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    found = "axe.run('main').then(({ violations }) => violations.map(v => [v.id, v.nodes[0].html]))"
    assert page.page.evaluate(found) == []
    cell(page, "delta of image", 0, 1, 1).click()
    assert page.page.evaluate(found) == []
    oracle("axe-core, states of the explorer", 2)
