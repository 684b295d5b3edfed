"""Arrays side by side: roles from captions, the words, what is refused."""

import numpy as np
import pytest

from backprop_helpers import figures

from .drawings import IMAGE, KERNEL, card_of


def test_arrays_take_the_role_that_their_caption_names():
    above = [("image", IMAGE), ("kernel, flipped", KERNEL), ("feature map", KERNEL)]
    beneath = [("delta of the image", IMAGE), ("gradient of the kernel", KERNEL), ("δ of the pooled", KERNEL)]
    _, card = card_of(lambda: figures.arrays(above, beneath))
    roles = [grid.panel.role for grid in card.grids]
    assert roles == ["activation", "kernel", "feature map", "delta", "gradient", "delta"]


def test_arrays_are_told_with_captions_signs_and_all_numbers():
    picture = figures.arrays(
        [("kernel", [[1, -2.5]]), "flip →", ("kernel, flipped", [[-2.5, 1]])], [("delta", [[0, 3]])]
    )
    assert picture.alt == "kernel: 1.0 −2.5. flip → kernel, flipped: −2.5 1.0. delta: 0 3."


def test_what_is_lit_stands_out_for_the_rest_recedes():
    _, card = card_of(lambda: figures.arrays([("image", IMAGE, (0, 1)), ("kernel", KERNEL)]))
    lit, whole = (grid.panel for grid in card.grids)
    assert np.argwhere(lit.lit).tolist() == [[0, 1]] and lit.state == "receded"
    assert not whole.lit.any() and whole.state == "plain"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ([("weird", KERNEL)], "the caption 'weird' names no role; it needs one of these words: delta, δ, gradient"),
        ([("kernel", np.ones((2, 9)))], r"kernel \(2, 9\) is too large to draw"),
        (["=", ("kernel", KERNEL)], "the sign '=' must stand between two arrays"),
        ([("kernel", KERNEL), "×", "="], "the sign '=' must stand between two arrays"),
        ([("kernel", KERNEL), "×"], "a row has one to three arrays and signs between them; got 2 items"),
        ([("kernel", KERNEL)] * 4, "a row has one to three arrays and signs between them; got 4 items"),
        ([KERNEL], "a row holds signs and "),
    ],
)
def test_arrays_that_cannot_be_drawn_are_refused(row, message):
    with pytest.raises(ValueError, match=message):
        figures.arrays(row)
