import numpy as np
import pytest
from scipy.special import softmax as softmax_of_scipy

from backprop_helpers import derivatives, explain, softmax, softmax_cross_entropy, softmax_input_delta, trace

from .inputs import uneven

# By hand


def test_probabilities_are_the_shares_of_the_powers():
    """The powers are 1, 2 and 5, and 3 and 1 and 4."""
    np.testing.assert_allclose(softmax(np.log([1, 2, 5])), [1 / 8, 2 / 8, 5 / 8], rtol=1e-15)
    rows = softmax(np.log([[1, 2, 5], [3, 1, 4]]))
    np.testing.assert_allclose(rows, [[1 / 8, 2 / 8, 5 / 8], [3 / 8, 1 / 8, 4 / 8]], rtol=1e-15)


def test_a_delta_counts_by_what_it_has_above_their_mean():
    """The mean of 4, −2 and 0, each as often as its probability says, is 1; the row below has −1."""
    y, delta = [[1 / 2, 1 / 2, 0], [1 / 4, 1 / 4, 1 / 2]], [[4, -2, 7], [4, 0, -4]]
    expected = [[3 / 2, -3 / 2, 0], [5 / 4, 1 / 4, -3 / 2]]
    np.testing.assert_allclose(softmax_input_delta(y, delta), expected, rtol=1e-15)


# SciPy, and the slopes between all classes


@pytest.mark.parametrize("scale", [1, 30, 1000])
def test_equals_scipy(scale, oracle):
    x = scale * uneven((4, 5))
    np.testing.assert_allclose(softmax(x), softmax_of_scipy(x, axis=1), rtol=1e-13, atol=1e-300)
    oracle("SciPy")


def test_the_delta_is_the_matrix_of_all_slopes_times_the_delta():
    y, delta = softmax(uneven((5,))), uneven((5,), 2)
    slopes = np.diag(y) - np.outer(y, y)
    np.testing.assert_allclose(softmax_input_delta(y, delta), slopes @ delta, rtol=1e-12)


# Numbers


def test_large_scores_do_not_overflow_and_small_ones_are_0():
    with np.errstate(all="raise"):
        assert softmax([1000, 0, -1000]).tolist() == [1, 0, 0]
        assert softmax_input_delta([1, 1e-300, 0], [1e-300, 1, 1]).tolist() == pytest.approx([-1e-300, 1e-300, 0])


def test_what_is_not_a_number_makes_its_row_none():
    rows = softmax([[np.nan, 1], [0, 0]])
    np.testing.assert_array_equal(rows, [[np.nan, np.nan], [0.5, 0.5]])


def test_a_layer_behind_another_softmax_takes_what_came_out():
    with pytest.raises(ValueError, match=r"y must lie between 0 and 1: it is the output, softmax\(x\), not x"):
        softmax_input_delta([2, 1], [1, 1])


# Traces


def test_a_probability_is_explained_by_its_scores():
    y = softmax(trace(np.log([1, 3]), "x"))
    assert str(explain(y[1])).splitlines()[0] == (
        "exp(x[1] − max(x[0], x[1])) / (exp(x[0] − max(x[0], x[1])) + exp(x[1] − max(x[0], x[1])))"
    )


def test_labels_may_be_traced_and_another_one_is_a_choice(oracle):
    x = np.array([[1.2, -0.4, 0.7], [0.3, 0.1, -2]])
    traced, labels = trace(x, "x"), trace([2, 0], "t")
    error = softmax_cross_entropy(traced, labels)
    delta = softmax_of_scipy(x, axis=1) - [[0, 0, 1], [1, 0, 0]]
    assert float(error.value) == pytest.approx(softmax_cross_entropy(x, [2, 0]), rel=1e-14)
    np.testing.assert_allclose(derivatives(error, traced), delta / 2, rtol=1e-12)
    assert derivatives(error, labels).tolist() == [0, 0]
    oracle("traced derivatives", 6)
