"""Where arrays stand: panels, grids and their gaps, rows and columns, headings and results."""

import numpy as np
import pytest

from backprop_helpers.display.drawing import WIDTH, house_style, text_width
from backprop_helpers.display.layout import INK, Grid, Layout, Panel, Views, in_words, joined


def test_the_zeros_of_a_delta_are_dots_and_those_of_an_image_are_printed():
    values = [[0, 1.5], [2, 0]]
    assert list(Panel("δ", values, "delta").numbers()) == [(0, 1), (1, 0)]
    assert list(Panel("image", values, "activation").numbers()) == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert list(Panel("δ", values, "delta", dots=[[False, False], [True, False]]).numbers()) == [(0, 0), (0, 1), (1, 1)]


def test_a_panel_does_not_change_the_array_it_shows():
    values = np.array([[0.0, -2.0]])
    Panel("δ", values, "delta", lit=(0, 1))
    assert values.tolist() == [[0.0, -2.0]]


def test_cells_stand_in_rows_and_columns_with_gaps_before_the_cuts():
    grid = Grid(Panel("image", np.ones((4, 3)), "activation", cuts=([2], [1, 2])), 100, 50, (30, 20))
    assert grid.spot(0, 0) == (100, 50)
    assert grid.spot(1.5, 0.5) == (115, 80)
    assert grid.spot(2, 1) == (136, 96)
    assert grid.spot(3, 2) == (172, 116)
    assert (grid.right, grid.bottom, grid.centre) == (202, 136, 151)


def layout(*rows):
    with house_style():
        return Layout(*rows)


def panel(rows, columns, value=0.5):
    return Panel("image", np.full((rows, columns), value), "activation")


def test_the_same_places_of_all_rows_share_a_column():
    with house_style():
        card = layout([panel(5, 5), "→", panel(2, 2)], [panel(5, 5), "→", panel(2, 3, -0.123)]).draw()
    one, two, three, four = card.grids
    assert (one.x, one.cell) == (three.x, three.cell)
    assert two.cell == four.cell
    assert two.centre == pytest.approx(four.centre)
    assert three.y > one.bottom


def test_where_the_rows_are_too_wide_digits_become_smaller_then_fewer():
    third = 1 / 3
    chosen = [layout([panel(2, columns, third)]) for columns in (5, 17, 20, 24, 28)]
    assert [(one.most, one.size) for one in chosen] == [(4, 12), (4, 10), (3, 10), (2, 10), (2, 8)]
    assert all(one.width <= WIDTH for one in chosen)


def test_a_layout_with_more_numbers_than_an_image_can_hold_shows_fewer_decimals():
    few, many = layout([panel(5, 5, 1 / 3)]), layout([panel(30, 5, 1 / 3)])
    assert (few.most, few.size) == (4, 12)
    assert (many.most, many.size) == (3, 10)
    assert many.size * 150 * len("0.333") <= INK < many.size * 150 * len("0.3333")


def test_what_fits_no_card_is_refused_with_its_shapes():
    with pytest.raises(
        ValueError, match=r"too large to stand side by side on a card of 700 pixels: \(2, 30\), \(3, 30\)"
    ):
        layout([panel(2, 30), "=", panel(3, 30)])


def views(*rows, result=None):
    with house_style():
        return Views(result or panel(1, 1), *rows)


def test_rows_of_views_have_widths_of_their_own_and_their_results_share_a_column():
    with house_style():
        card = views(["one", panel(3, 5), "×", panel(3, 4, -0.123), "sum →"], ["two", panel(2, 2), "→"]).draw()
    one, two, first, three, second = card.grids
    assert one.x == three.x == 16
    assert one.cell != two.cell
    assert (first.x, first.cell) == (second.x, second.cell)
    assert first.right == card.width - 16
    assert three.y > one.bottom


def test_only_the_first_result_of_views_has_its_words_and_the_others_follow_an_equals_sign():
    with house_style():
        result = Panel("delta", [[2]], "delta")
        card = views(["one", panel(1, 1), "→"], ["two", panel(1, 1), "→"], result=result).draw()
    words = [text.get_text() for text in card.axes.texts]
    assert words.count("delta") == words.count("=") == 1
    assert [word for word in words if "bf" in word] == [r"$\bf{a}$   one", r"$\bf{b}$   two"]


def test_a_heading_that_is_wider_than_its_row_widens_the_card():
    small, wide = (views([heading, panel(1, 1), "→"]).width for heading in ("one", "a heading of some more words"))
    with house_style():
        assert wide > text_width("a heading of some more words", 12) + 2 * 16 > small


def test_headings_leave_less_ink_for_numbers():
    short, long = (views(*[[heading, panel(4, 5, 1 / 3), "→"]] * 4) for heading in ("a", "a heading " * 5))
    assert (short.most, short.size) == (4, 12)
    assert (long.most, long.size) < (4, 12)


def test_words_and_numbers_of_a_row_are_told_with_plain_letters():
    row = [Panel(r"$\delta_x$[0]", [[0, 1.5]], "delta"), "←", Panel(r"$\partial E/\partial w$", [[2]], "gradient")]
    assert in_words(row) == "δ_x[0]: 0 1.5. ← ∂E/∂w: 2."


def test_a_sign_is_put_between_panels_only():
    assert joined("+", ["a", "b", "c"]) == ["a", "+", "b", "+", "c"]
    assert joined("+", ["a"]) == ["a"]
