"""The routing of a max pool: winners, windows apart, where the deltas go."""

import numpy as np
import pytest

from backprop_helpers import figures

from .drawings import card_of, drawn


def test_the_routing_tells_winners_and_where_the_deltas_go():
    assert drawn("routing")[0].alt == (
        "Max pooling with windows of (2, 2), stride (2, 2): a 0.3092 at (1, 1), b 0.2652 at (0, 2), "
        "c 0.6069 at (2, 1), d 0.1892 at (3, 3). The deltas 0.0365 0.0688; 0.0469 −0.0683 go back to these places: "
        "0 0 0.0688 0; 0 0.0365 0 0; 0 0.0469 0 0; 0 0 0 −0.0683."
    )


def test_a_tie_goes_to_the_first_winner_and_a_winner_of_delta_zero_still_shows_its_zero():
    _, card = card_of(lambda: figures.routing([[2, 7, 7], [7, 1, 5]], [[0, 4]], size=(2, 2), stride=1))
    feature_map, pooled, delta, _ = (grid.panel for grid in card.grids)
    assert feature_map.marks == {(0, 1): "ab"}
    assert pooled.marks == {(0, 0): "a", (0, 1): "b"}
    assert delta.values.tolist() == [[0, 4, 0], [0, 0, 0]]
    _, card = card_of(lambda: figures.routing([[2, 7], [7, 1]], [[0]]))
    assert list(card.grids[2].panel.numbers()) == [(0, 1)]


def test_windows_side_by_side_stand_apart_and_what_none_reaches_stands_outside():
    _, card = drawn("routing, gaps")
    grid = card.grids[0]
    width, height = grid.cell
    assert grid.panel.cuts == [[3], [2, 3, 5]]
    boxes_drawn = [patch.get_bbox().bounds for patch in card.axes.patches if patch.get_zorder() == 3]
    for column in (0, 3):
        window = (*grid.spot(0, column), 2 * width, 3 * height)
        assert any(box == pytest.approx(window) for box in boxes_drawn)
    assert grid.spot(0, 3)[0] - grid.spot(0, 2)[0] == pytest.approx(width + 6)


def test_overlapping_windows_have_their_letters_and_their_deltas_add_up():
    picture, card = drawn("routing, overlapping")
    alt = picture.alt
    assert "a 9 at (0, 1), b 9 at (0, 1), c 5 at (1, 2), d 4 at (1, 1), e 8 at (2, 2), f 8 at (2, 2)." in alt
    assert "go back to these places, where they add up: 0 0.30 0 0; 0 −0.40 0.30 0; 0 0 0.56 0." in alt
    feature_map = card.grids[0].panel
    assert feature_map.cuts == [[], []]
    assert feature_map.marks == {(0, 1): "ab", (1, 2): "c", (1, 1): "d", (2, 2): "ef"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"delta": [[1, 2, 3]]}, r"delta has shape \(1, 3\), but the pooled array has \(2, 2\)"),
        ({"feature_map": np.ones((2, 9))}, r"feature_map \(2, 9\) is too large to draw: at most 8 along every axis"),
        ({"size": 5}, r"pool \(5, 5\) does not fit into image \(4, 4\)"),
        (
            {"feature_map": np.ones((8, 8)), "delta": np.ones((8, 8)), "size": 1},
            "64 windows are too many to draw: at most 26",
        ),
    ],
)
def test_a_routing_that_cannot_be_drawn_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        figures.routing(**arguments)
