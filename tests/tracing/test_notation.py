"""The notation: letters, roles and names of arrays, and how numbers are written."""

import numpy as np
import pytest

from backprop_helpers.tracing.notation import (
    ROLES,
    SIGNS,
    Label,
    decimals_of,
    for_python,
    number,
    read,
)


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


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (0.25, 4, "0.2500"),
        (-0.16478, 2, "−0.16"),
        (-0.0, 2, "0.00"),
        (-1000, 0, "−1000"),
        (0.00002, 4, "2e−5"),
        (-0.004, 2, "−4e−3"),
        (np.nan, 2, "NaN"),
        (-np.inf, 2, "−∞"),
        (0.1495, 3, "0.150"),
        (0.25 * 0.61 - 0.15 * 0.02, 3, "0.150"),
        (-0.00005, 4, "−0.0001"),
        (5e-324, 4, "5e−324"),
        (999999, 1, "999999.0"),
        (1234567, 0, "1e6"),
        (-1234567, 3, "−1.235e6"),
    ],
)
def test_a_number_is_written_with_its_decimals_and_never_hides_that_it_is_not_zero(value, decimals, written):
    assert number(value, decimals) == written


@pytest.mark.parametrize(
    ("values", "decimals"),
    [
        ([3, -12], 0),
        ([0.5, 0.25], 2),
        ([0.1 + 0.2], 1),
        ([1 / 3], 4),
        ([12.3456], 3),
        ([1234.5678], 1),
        ([123456.789], 0),
        ([0.5, np.nan, np.inf], 1),
    ],
)
def test_an_array_gets_the_fewest_decimals_that_say_it(values, decimals):
    assert decimals_of(values) == decimals


def test_decimals_can_have_a_least_and_a_most():
    assert decimals_of([0.5], least=2) == 2
    assert decimals_of([1 / 3], least=2, most=3) == 3
    assert decimals_of([0.5, 100 / 3], least=2, most=2) == 1


def test_an_array_is_read_row_by_row():
    assert read([[0.5, 0, -0.25], [1, 2, 3]]) == "0.50 0 −0.25; 1.00 2.00 3.00"
    assert read([0.125, 1], 1) == "0.1 1.0"


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (100.0, 0, "100"),
        (0.25, 0, "2.5e−1"),
        (-0.0000123, 3, "−1.2e−5"),
        (0.00002, 4, "2e−5"),
        (-0.0, 2, "0"),
        (-2.5, 4, "−2.5"),
        (1e22, 3, "1e22"),
        (1234567, 4, "1.2346e6"),
    ],
)
def test_in_a_sentence_zeros_at_the_end_are_left_out(value, decimals, written):
    assert number(value, decimals, zeros=False) == written


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (-0.5, 2, "-0.50"),
        (0.1495, 3, "0.150"),
        (0.00002, 4, "2e-5"),
        (-np.inf, 2, "-inf"),
        (np.nan, 2, "nan"),
        (np.float32(-0.0), 1, "0.0"),
        (np.int64(-3), 2, "-3"),
        (False, 2, "False"),
    ],
)
def test_python_reads_what_is_written_for_it(value, decimals, written):
    assert for_python(value, decimals) == written
    assert np.isclose(float(written) if written != "False" else 0, value, atol=1e-3, equal_nan=True)
