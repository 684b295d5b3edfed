import numpy as np
import pytest

from backprop_helpers.maths.choice import where

SPECIAL = [0.0, -0.0, 1.5, -2.0, np.nan, -np.nan, np.inf, -np.inf, 1e-40, 3e38]


@pytest.mark.parametrize("kind", [np.float32, np.float64, np.longdouble, ">f4", object])
@pytest.mark.parametrize("chosen", [True, False])
@pytest.mark.parametrize("order", ["C", "strided", "transposed"])
def test_a_choice_between_a_number_and_zero_is_that_of_numpy_bit_for_bit(kind, chosen, order):
    values = np.array([SPECIAL, SPECIAL[::-1]]).astype(kind)
    condition = np.arange(values.size).reshape(values.shape) % 3 == 0
    if order == "strided":
        values, condition = values[:, ::2], condition[:, ::2]
    if order == "transposed":
        values, condition = values.T, condition.T
    choice = (values, 0) if chosen else (0, values)
    result, expected = where(condition, *choice), np.where(condition, *choice)
    assert (result.dtype, result.shape) == (expected.dtype, expected.shape)
    result, expected = result.astype(float), expected.astype(float)
    np.testing.assert_array_equal(result, expected)
    np.testing.assert_array_equal(np.signbit(result), np.signbit(expected))
