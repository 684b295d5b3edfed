"""The network: what is lit, the words, each delta under its array."""

from copy import copy
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest

from backprop_helpers import figures, question
from backprop_helpers.display.figures.question_network import PARTS
from backprop_helpers.maths.numerals import decimals_of

from .drawings import card_of, drawn


def test_a_delta_stands_exactly_under_its_array_and_a_gradient_under_its_parameter():
    _, card = drawn("network, None")
    beneath, above = card.grids[:9], card.grids[9:]
    assert [grid.panel.role for grid in beneath].count("gradient") == 3
    for one, other in zip(above, beneath, strict=True):
        assert (one.x, one.cell, one.panel.values.shape) == (other.x, other.cell, other.panel.values.shape)
    assert {other.y - one.y for one, other in zip(above, beneath, strict=True)} == {162}


FORWARD = {
    "convolution": ["image", "kernel", "feature_map"],
    "pool": ["feature_map", "pooled"],
    "sigmoid": ["pooled", "activations"],
    "dense": ["activations", "dense_weights", "hidden"],
    "output": ["hidden", "output_weights", "output"],
}
BACKWARD = {
    "convolution": ["image_delta", "kernel_gradient", "feature_map_delta"],
    "pool": ["feature_map_delta", "pooled_delta"],
    "sigmoid": ["pooled_delta", "activations_delta"],
    "dense": ["activations_delta", "dense_weights_gradient", "hidden_delta"],
    "output": ["hidden_delta", "output_weights_gradient", "output_delta"],
}
every_step = pytest.mark.parametrize(
    ("lit", "direction", "fields"),
    [(lit, "forward", fields) for lit, fields in FORWARD.items()]
    + [(lit, "backward", fields) for lit, fields in BACKWARD.items()],
)


@every_step
@pytest.mark.parametrize("moved", [0, 5])
def test_the_words_hold_every_number_that_is_lit_whatever_the_arrays_are(lit, direction, fields, moved, words_alone):
    chain = copy(question.exact)
    vars(chain).update({field: getattr(chain, field) - moved for field in fields})
    alt = figures.network(lit, direction, chain).alt
    for field in fields:
        values = getattr(chain, field)
        decimals = decimals_of(values, 2, 2 if direction == "forward" else 3)
        for value in values.ravel():
            by_hand = Decimal(f"{value:.9f}").quantize(Decimal(10) ** -decimals, ROUND_HALF_UP)
            assert (str(by_hand) if value else "0").replace("-", "−") in alt


@pytest.mark.parametrize("direction", ["forward", "backward"])
def test_with_nothing_lit_the_words_hold_all_arrays_of_a_direction_in_under_700_characters(direction, words_alone):
    for chain in (question.exact, question.rounded, question.published):
        alt = figures.network(None, direction, chain).alt
        assert len(alt) < 700
        for name in PARTS:
            assert name in alt
    assert "kernel −0.13 0.15; −0.51 0.62." in figures.network(direction="forward").alt
    assert "gradient of kernel 0.045 0.094; 0.011 0.069." in figures.network(direction="backward").alt


def test_the_network_names_its_operations_letters_and_directions():
    _, card = drawn("network, dense, forward")
    words = [text.get_text() for text in card.axes.texts]
    assert words.count("dense") == 2
    for word in ("correlate", "max", "σ", "$y - t$", "$o$ image", "$V$ dense weights", r"$\delta_p$", "forward →"):
        assert word in words
    bold = [text.get_text() for text in card.axes.texts if text.get_weight() == "bold"]
    assert bold == ["dense"]


def test_what_is_lit_is_lit_in_one_direction_plain_in_the_other_and_all_else_recedes():
    _, card = card_of(lambda: figures.network(["kernel", "pool"], "backward"))
    states = [grid.panel.state for grid in card.grids]
    lit = [name in ("kernel", "feature map", "pooled") for name in PARTS]
    assert states[:9] == ["lit" if one else "receded" for one in lit]
    assert states[9:] == ["plain" if one else "receded" for one in lit]


def test_with_nothing_lit_everything_is_plain():
    _, card = drawn("network, None")
    assert {grid.panel.state for grid in card.grids} == {"plain"}


def test_steps_and_parts_may_be_mixed():
    assert (
        figures.network(["convolution", "pooled"]).alt
        == figures.network({"image", "kernel", "feature map", "pooled"}).alt
    )


@pytest.mark.parametrize("lit", ["filter", ["kernel", "conv"], 3, [["kernel"]]])
def test_an_unknown_part_is_refused_with_all_that_would_fit(lit):
    with pytest.raises(
        ValueError, match=r"lit: .* is neither a step \(convolution, pool, .*\) nor a part \(image, kernel, "
    ):
        figures.network(lit)


def test_an_unknown_direction_is_refused():
    with pytest.raises(ValueError, match="direction must be 'forward' or 'backward'; got 'back'"):
        figures.network("pool", "back")


def test_what_is_unknown_shows_a_question_mark_for_every_number_in_its_direction_alone():
    picture, card = card_of(lambda: figures.network("pool", "backward", unknown=["pooled", "image"]))
    marks = {
        grid.panel.words: {*grid.panel.numbers().values()} == {"?"} and np.isnan(grid.panel.values).all()
        for grid in card.grids
    }
    assert {words for words, unknown in marks.items() if unknown} == {r"$\delta_p$", r"$\delta_o$"}
    assert "delta of pooled ?." in picture.alt
    assert "0.036" not in picture.alt.partition("delta of pooled")[2]


def test_of_a_lane_that_the_reader_has_not_gone_no_number_is_drawn():
    picture, card = card_of(lambda: figures.network("pool", "forward", unknown=["pooled", "backward"]))
    unknown = [{*grid.panel.numbers().values()} == {"?"} for grid in card.grids]
    assert unknown == [True] * 9 + [name == "pooled" for name in PARTS]
    assert "feature map 0.25" in picture.alt and "pooled ?." in picture.alt


def test_a_wrong_name_of_something_unknown_is_refused():
    with pytest.raises(ValueError, match="unknown: 'poool' is neither a step"):
        figures.network("pool", unknown="poool")


def test_a_chain_that_is_none_is_refused():
    with pytest.raises(ValueError, match=r"chain must be .*; got 'exact'"):
        figures.network(chain="exact")
