"""What a screen reader is told, and what the words on the page say."""

from itertools import combinations

import pytest

from backprop_helpers import explore

TEXT_BOX = """element => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const { left, top, right, bottom } = range.getBoundingClientRect();
    return [left, top, right, bottom];
}"""


@pytest.fixture
def page(alone):
    return alone(explore())


def told(page):
    page.page.wait_for_timeout(400)
    return [region.inner_text() for region in page.root.locator(".live").all()]


def test_the_explorer_is_a_region_with_a_name(page):
    region = page.page.get_by_role("region", name="explorer: convolution, pool, sigmoid, dense, output")
    assert region.get_attribute("id") == "explorer"


def test_a_voice_hears_names_and_counts_as_the_explanation_does(page):
    page.cell("delta of feature map", 1, 1).focus()
    assert page.sum.startswith("δx[1, 1] = δp[0, 0]")
    assert told(page)[0].startswith("delta x [1, 1] equals delta p [0, 0] equals 0.0365")
    label = page.cell("delta of feature map", 1, 1).get_attribute("aria-label")
    assert label == "delta of feature map [1, 1], 0.0365"


def test_a_voice_hears_what_was_refused_even_twice(page):
    page.type_into(page.cell("learning rate"), "1e200")
    page.button("SGD step").click()
    first = told(page)[1]
    refused = "A step with this eta would make delta s [0, 0] too large to calculate with."
    assert first == f"{refused} None is taken; try a smaller eta."
    page.page.evaluate("window.heard = 0")
    watch = "root => new MutationObserver(() => (heard += 1)).observe(root, { childList: true, subtree: true })"
    page.root.locator("[role=status]").evaluate(watch)
    page.button("SGD step").click()
    assert told(page)[1].strip() == first and page.page.evaluate("heard") > 0


def test_a_button_says_what_it_has_changed(page):
    page.button("Where it goes").click()
    assert page.remark == "Pointing at a number now shows where it goes, with its share of each sum."
    page.cell("pooled").hover()
    assert page.sum.startswith("p[0, 0] goes into")
    page.button("Where it goes").click()
    assert page.remark == "Pointing at a number shows again what made it."
    page.button("Hide and predict").click()
    assert page.remark.startswith("Every result is hidden. Choose one and type what you expect")


def overlap(one, other):
    (left, top, right, bottom), (x, y, end, foot) = one, other
    return left < end and x < right and top < foot and y < bottom


@pytest.mark.parametrize("width", [360, 848, 1280])
def test_every_letter_of_the_output_has_its_word(width, alone):
    page = alone(explore(), width=width)
    boxes = []
    for word in ("output", "target", "error", "rate"):
        boxes.append(page.root.locator(".single .plain", has_text=word).evaluate(TEXT_BOX))
    assert all(right - left > 15 for left, _, right, _ in boxes), boxes
    assert not any(overlap(one, other) for one, other in combinations(boxes, 2)), boxes


def test_what_no_lesson_has_explained_yet_is_not_offered(alone):
    page = alone(explore(offer=()))
    assert page.root.locator(".setting").count() == 0 and page.button("SGD step").count() == 0
    assert page.root.locator(".caption", has_text="η").count() == 0
    assert page.root.locator(".caption", has_text="after the step").count() == 0
    pool = alone(explore(part="pool", offer=["size", "stride"]))
    assert [field.get_attribute("aria-label") for field in pool.root.locator(".setting").all()] == [
        "size of the pool",
        "stride of the pool",
    ]
    stride = pool.root.get_by_label("stride of the pool")
    stride.fill("1")
    stride.press("Enter")
    pool.cell("pooled", 2, 2).wait_for()
    assert pool.explorer.settings["pool"] == {"size": 2, "stride": 1, "padding": 0}


def test_a_setting_is_refused_in_the_learners_words(page):
    stride = page.root.get_by_label("stride of the pool")
    stride.fill("3")
    stride.press("Enter")
    page.settle()
    said = "Stride 3: that leaves a 1×1 map; the dense weights ask for 2×2. The last settings that fit are kept."
    assert page.remark == said
    page.cell("pooled").hover()
    assert page.remark.startswith(said)
