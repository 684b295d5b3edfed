"""The notation: letters, roles and names of arrays."""

import pytest

from backprop_helpers.tracing.notation import ROLES, SIGNS, Label


def test_every_letter_stands_for_one_array():
    letters = [sign.letter for sign in SIGNS.values()]
    assert len(set(letters)) == len(letters)
    assert {sign.role for sign in SIGNS.values()} <= set(ROLES)


@pytest.mark.parametrize(
    ("label", "name", "symbol", "role", "short"),
    [
        (Label("result", "feature map"), "feature map", "x", "feature map", "feature map"),
        (Label("result", "feature map", 2).back, "delta of feature map 2", "δ_x2", "delta", "delta"),
        (Label("parameter", "dense weights"), "dense weights", "V", "kernel", "weights"),
        (Label("parameter", "output bias").back, "gradient of output bias", "∂E/∂b_y", "gradient", "gradient"),
        (Label("parameter", "kernel", 3).after_the_step, "kernel 3 after the step", "w3′", "kernel", "after the step"),
        (Label("learning rate", "learning rate"), "learning rate", "η", "activation", "rate"),
    ],
)
def test_a_label_says_how_an_array_is_called_written_and_drawn(label, name, symbol, role, short):
    shown = label.fields()
    assert (shown["name"], shown["symbol"], shown["role"], shown["short"]) == (name, symbol, role, short)


def test_what_comes_back_says_to_whom():
    kernel, pooled = Label("parameter", "kernel", 2), Label("result", "pooled")
    assert [label.of for label in (kernel, kernel.back, kernel.after_the_step)] == ["kernel 2"] * 3
    assert (kernel.back.kind, pooled.back.kind) == ("gradient", "delta")
    assert (kernel.back.identifier, pooled.back.identifier) == ("kernel_2_gradient", "pooled_delta")
