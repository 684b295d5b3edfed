"""Digits on the page: the numbers of neighbouring cells stand apart at every width, however many digits they show."""

import pytest

from backprop_helpers import explore
from tests.display.explorer.digit import digit

APART = 2.5  # pixels at least between the ink boxes of two numbers
NEAREST = """root => Math.min(...[...root.querySelectorAll('.slice:not(.small) .row')].flatMap(row => {
    const boxes = [...row.children].map(cell => {
        const range = document.createRange();
        range.selectNodeContents(cell);
        return range.getBoundingClientRect();
    });
    return boxes.slice(1).map((box, k) => box.left - boxes[k].right);
}))"""


WIDTHS = [244, 360, 390, 416, 592, 668, 848, 1024, 1168, 1280, 1420, 1600]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("part", [None, "convolution", "pool"])
def test_numbers_beside_each_other_stand_apart(part, width, alone):
    page = alone(explore(part=part), width=width + 24)
    assert page.root.evaluate(NEAREST) >= APART


def test_numbers_of_many_small_grids_stand_apart_too(alone):
    page = alone(digit(), width=1280)
    for width in WIDTHS:
        page.page.set_viewport_size({"width": width + 24, "height": 900})
        assert page.root.evaluate(NEAREST) >= APART, width


def test_four_decimals_are_shown_where_there_is_room(alone):
    page = alone(explore(part="pool"), width=1280)
    assert page.cell("feature map", 0, 1).inner_text() == "−0.1648"
    narrow = alone(explore(part="pool"), width=390)
    assert narrow.cell("feature map", 0, 1).inner_text() == "−.165"


@pytest.mark.parametrize(
    ("value", "written"),
    [(-0.9999999, "−1.00"), (0.9996, "1.00"), (-0.9994, "−.999"), (9.9996, "10.0"), (99.96, "100")],
)
def test_a_narrow_cell_keeps_all_digits_also_where_rounding_makes_one_more(value, written, alone):
    page = alone(explore(part="pool"), width=390)
    page.explorer.state = {"delta of pooled": [[value, 0], [0, 0]]}
    page.hear()
    cell = page.cell("delta of pooled")
    assert cell.inner_text() == written
    assert cell.evaluate("cell => cell.scrollWidth <= cell.clientWidth")


@pytest.mark.parametrize("width", [360, 416, 592, 848, 1024])
def test_no_words_above_an_array_are_cut_off_at_the_pages_edge(width, alone):
    page = alone(explore(), width=width + 24)
    ends = """root => [...root.querySelectorAll('.plain, .shape')].filter(words => words.offsetWidth).map(words => {
        const range = document.createRange();
        range.selectNodeContents(words);
        return range.getBoundingClientRect().right - root.getBoundingClientRect().right;
    })"""
    assert max(page.root.evaluate(ends)) <= 0


@pytest.mark.parametrize("width", [244, 270, 360])
def test_on_a_phone_the_last_column_of_an_image_in_a_border_can_be_scrolled_to(width, alone):
    page = alone(digit(), width=width + 24)
    for name in ("image", "delta of image"):
        last = page.cell(name, 7, 7)
        last.evaluate("cell => cell.scrollIntoView({ inline: 'end' })")
        right = last.evaluate("cell => cell.getBoundingClientRect().right")
        assert right <= page.root.evaluate("root => root.getBoundingClientRect().right"), name
