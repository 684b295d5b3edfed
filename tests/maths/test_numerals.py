"""How numbers are written."""

import numpy as np
import pytest

from backprop_helpers.maths.numerals import decimals_of, for_python, number, power_of_ten, read


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (0.25, 4, "0.2500"),
        (-0.16478, 2, "−0.16"),
        (-0.0, 2, "0.00"),
        (-1000, 0, "−1000"),
        (0.00002, 4, "2e−5"),
        (-0.004, 2, "−0.004"),
        (0.00095, 2, "0.001"),
        (-0.00051, 3, "−0.001"),
        (1 / 3, 0, "0"),
        (-0.5, 0, "−1"),
        (-1e-9, 0, "0"),
        (np.nan, 2, "NaN"),
        (-np.inf, 2, "−∞"),
        (0.1495, 3, "0.150"),
        (0.25 * 0.61 - 0.15 * 0.02, 3, "0.150"),
        (-0.00005, 4, "−0.0001"),
        (5e-324, 4, "5e−324"),
        (1e6, 6, "1000000.000000"),
        (-1234567, 3, "−1234567.000"),
        (-999999999.5, 6, "−999999999.500000"),
        (1e9, 6, "1e9"),
        (-1234567890.1, 6, "−1.234568e9"),
        (123456789012345, 0, "123456789012345"),
        (1.5e15, 1, "1.5e15"),
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
        ([123456.789, 0.3], 1),
        ([-3, 1e-13], 1),
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
        (0.25, 0, "0"),
        (-0.0042, 2, "−0.0042"),
        (0.004, 2, "0.004"),
        (-0.0000123, 3, "−1.2e−5"),
        (0.00002, 4, "2e−5"),
        (-0.0, 2, "0"),
        (-2.5, 4, "−2.5"),
        (1e22, 3, "1e22"),
        (1234567, 4, "1234567"),
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
        (1e6, 6, "1000000.000000"),
        (1 / 3, 0, "0"),
        (-np.inf, 2, "-inf"),
        (np.nan, 2, "nan"),
        (np.float32(-0.0), 1, "0.0"),
        (np.int64(-3), 2, "-3"),
        (False, 2, "False"),
    ],
)
def test_python_reads_what_is_written_for_it(value, decimals, written):
    assert for_python(value, decimals) == written
    assert np.isclose(float(written) if written != "False" else 0, value, atol=0.5 * 10.0**-decimals, equal_nan=True)


def test_a_power_of_ten_has_no_zeros_at_the_end_of_its_decimals():
    assert [power_of_ten(value, 3) for value in (-2.0614e-9, 2e-9, 9.9999e-6)] == ["−2.061e−9", "2e−9", "1e−5"]
