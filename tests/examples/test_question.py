"""The question's numbers: three chains, a whole network, and the kernels that fit what the question tells."""

import numpy as np
import pytest
from scipy.signal import convolve2d, correlate2d
from scipy.special import expit

from backprop_helpers import check_gradients, question

CHAINS = {"published": question.published, "rounded": question.rounded, "exact": question.exact}
every_chain = pytest.mark.parametrize("chain", CHAINS.values(), ids=CHAINS)

IMAGE = [
    [0.51, 0.90, 0.88, 0.84, 0.05],
    [0.40, 0.62, 0.22, 0.59, 0.10],
    [0.11, 0.20, 0.74, 0.33, 0.14],
    [0.47, 0.01, 0.85, 0.70, 0.09],
    [0.76, 0.19, 0.72, 0.17, 0.57],
]
KERNEL = [[-0.13, 0.15], [-0.51, 0.62]]
FEATURE_MAP = [
    [0.2491, -0.1648, 0.2652, -0.3406],
    [0.1089, 0.3092, -0.1129, -0.1432],
    [-0.2178, 0.6069, -0.0462, -0.3231],
    [-0.3294, 0.4757, -0.2673, 0.1892],
]
WINNERS = [[1, 1], [0, 2], [2, 1], [3, 3]]


def written(values, decimals):
    """The numbers as they are printed with so many decimals."""
    return np.round(values, decimals).tolist()


@every_chain
def test_a_chain_starts_from_the_question(chain):
    assert chain.image.tolist() == IMAGE
    assert chain.kernel.tolist() == KERNEL
    assert chain.dense_weights.tolist() == [[0.61, 0.82, 0.96, -1.00], [0.02, -0.50, 0.23, 0.17]]
    assert chain.output_weights.tolist() == [[0.5, -0.3]]


@every_chain
def test_the_feature_map_is_the_correlation_and_its_first_number_the_published_one(chain, oracle):
    assert written(chain.feature_map, 4) == FEATURE_MAP
    assert written(chain.feature_map[0, 0], 2) == 0.25
    np.testing.assert_allclose(chain.feature_map, correlate2d(IMAGE, KERNEL, "valid"), rtol=1e-13)
    oracle("SciPy")


@every_chain
def test_the_winners_are_those_of_the_questions_delta_matrix(chain):
    assert sorted(np.argwhere(chain.feature_map_delta).tolist()) == sorted(WINNERS)
    assert written(chain.pooled, 4) == [[0.3092, 0.2652], [0.6069, 0.1892]]
    assert [chain.feature_map_delta[i, j] for i, j in WINNERS] == chain.pooled_delta.ravel().tolist()


@every_chain
def test_the_output_is_a_half_too_large_and_so_gives_the_questions_hidden_deltas(chain):
    assert chain.output.shape == chain.target.shape == (1,)
    np.testing.assert_allclose(chain.output - chain.target, [0.5], rtol=1e-15)
    np.testing.assert_allclose(chain.output_delta, [0.5], rtol=1e-15)
    np.testing.assert_allclose(chain.hidden_delta, [0.25, -0.15], rtol=1e-15)  # 0.5 · 0.5, 0.5 · (−0.3)
    np.testing.assert_allclose(chain.output_weights_gradient, 0.5 * chain.hidden[None], rtol=1e-15)


ACTIVATIONS = {
    "published": (2, [[0.58, 0.57], [0.65, 0.55]]),
    "rounded": (2, [[0.58, 0.57], [0.65, 0.55]]),
    "exact": (5, [[0.57669, 0.56591], [0.64723, 0.54716]]),
}
POOLED_DELTAS = {
    "published": (4, [[0.0364, 0.0686], [0.0467, -0.0681]]),
    "rounded": (8, [[0.0364182, 0.068628], [0.04675125, -0.06818625]]),
    "exact": (7, [[0.0364957, 0.0687835], [0.0469202, -0.0682623]]),
}
KERNEL_GRADIENTS = {
    "published": (6, [[0.044606, 0.094061], [0.011262, 0.068288]]),
    "rounded": (7, [[0.0445918, 0.0941187], [0.0112577, 0.0683124]]),
    "exact": (7, [[0.0447573, 0.0943846], [0.0112961, 0.0685618]]),
}
BIAS_GRADIENTS = {"published": (4, 0.0836), "rounded": (7, 0.0836112), "exact": (7, 0.0839372)}


@pytest.mark.parametrize("name", CHAINS)
@pytest.mark.parametrize(
    ("field", "numbers"),
    [
        ("activations", ACTIVATIONS),
        ("pooled_delta", POOLED_DELTAS),
        ("kernel_gradient", KERNEL_GRADIENTS),
        ("bias_gradient", BIAS_GRADIENTS),
    ],
)
def test_a_chain_has_the_numbers_of_the_table(name, field, numbers):
    decimals, expected = numbers[name]
    half = 0.5 * 10**-decimals * (1 + 1e-9)  # 1e-9: one number, 0.01125765, lies halfway
    np.testing.assert_allclose(getattr(CHAINS[name], field), expected, rtol=0, atol=half)


@pytest.mark.parametrize("name", ["published", "rounded"])
def test_numbers_that_were_written_down_are_used_with_no_digit_more(name):
    chain = CHAINS[name]
    np.testing.assert_allclose(chain.activations, ACTIVATIONS[name][1], rtol=1e-15)
    np.testing.assert_allclose(chain.pooled_delta, POOLED_DELTAS[name][1], rtol=1e-14)


def test_two_of_the_published_deltas_were_cut_off_where_rounding_gives_other_digits():
    rounded = written(question.rounded.pooled_delta, 4)
    assert rounded == [[0.0364, 0.0686], [0.0468, -0.0682]]
    assert written(question.published.pooled_delta, 4) == [[0.0364, 0.0686], [0.0467, -0.0681]]


def test_the_deltas_are_the_questions_own_sums():
    expected = [
        [(0.25 * 0.61 + -0.15 * 0.02) * 0.58 * (1 - 0.58), (0.25 * 0.82 + -0.15 * -0.50) * 0.57 * (1 - 0.57)],
        [(0.25 * 0.96 + -0.15 * 0.23) * 0.65 * (1 - 0.65), (0.25 * -1.00 + -0.15 * 0.17) * 0.55 * (1 - 0.55)],
    ]
    np.testing.assert_allclose(question.rounded.pooled_delta, expected, rtol=1e-14)


@every_chain
def test_what_lies_between_follows_from_what_was_written_down(chain, oracle):
    (v1, v2), (h1, h2) = chain.dense_weights.tolist(), chain.hidden.tolist()
    activations = chain.activations.ravel().tolist()
    assert h1 == pytest.approx(sum(v * a for v, a in zip(v1, activations, strict=True)), rel=1e-14)
    assert h2 == pytest.approx(sum(v * a for v, a in zip(v2, activations, strict=True)), rel=1e-14)
    assert chain.output[0] == pytest.approx(0.5 * h1 - 0.3 * h2, rel=1e-14)
    gradient = [[0.25 * a for a in activations], [-0.15 * a for a in activations]]
    np.testing.assert_allclose(chain.dense_weights_gradient, gradient, rtol=1e-14)
    deltas = [0.25 * above - 0.15 * below for above, below in zip(v1, v2, strict=True)]
    np.testing.assert_allclose(chain.activations_delta.ravel(), deltas, rtol=1e-14)
    gradient = correlate2d(IMAGE, chain.feature_map_delta, "valid")
    np.testing.assert_allclose(chain.kernel_gradient, gradient, rtol=1e-13)
    np.testing.assert_allclose(chain.image_delta, convolve2d(chain.feature_map_delta, KERNEL), atol=1e-16)
    oracle("SciPy", 2)


def test_the_exact_chain_is_cut_off_nowhere(oracle):
    exact = question.exact
    np.testing.assert_allclose(exact.activations, expit(exact.pooled), rtol=1e-15)
    slopes = expit(exact.pooled) * expit(-exact.pooled)
    np.testing.assert_allclose(exact.pooled_delta, exact.activations_delta * slopes, rtol=1e-14)
    oracle("SciPy", 2)


def test_the_exact_delta_that_reaches_the_image():
    assert written(question.exact.image_delta, 6) == [
        [0, 0, -0.008942, 0.010318, 0],
        [0, -0.004744, -0.029605, 0.042646, 0],
        [0, -0.024712, 0.029665, 0, 0],
        [0, -0.023929, 0.029091, 0.008874, -0.010239],
        [0, 0, 0, 0.034814, -0.042323],
    ]


def test_the_chains_have_the_same_names_and_shapes():
    shapes = [{name: array.shape for name, array in vars(chain).items()} for chain in CHAINS.values()]
    assert shapes[0] == shapes[1] == shapes[2] and len(shapes[0]) == 20
    for name, shape in shapes[0].items():
        of = name.removesuffix("_delta").removesuffix("_gradient")
        assert shape == ((), shapes[0].get(of))[of != "bias"]  # a delta has the shape of its array


@every_chain
def test_a_chains_arrays_are_read_only(chain):
    for array in vars(chain).values():
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


@pytest.mark.parametrize("name", ["image", "kernel", "dense_weights", "output_weights"])
def test_the_questions_own_arrays_are_read_only_too(name):
    with pytest.raises(ValueError, match="read-only"):
        getattr(question, name)[0, 0] = 9


def test_the_whole_network_equals_the_exact_chain_entry_by_entry():
    whole, exact = question.network(), question.exact
    np.testing.assert_array_equal(whole.forward(question.image), exact.output)
    np.testing.assert_array_equal(whole.backward(exact.target), exact.image_delta)
    assert whole.error == pytest.approx(0.125, rel=1e-15)  # 0.5² / 2
    convolution, pool, activation, flatten, hidden, output = whole.layers
    for array, expected in [
        (convolution.output, exact.feature_map),
        (pool.output, exact.pooled),
        (activation.output, exact.activations),
        (hidden.output, exact.hidden),
        (output.delta, exact.output_delta),
        (hidden.delta, exact.hidden_delta),
        (flatten.input_delta, exact.activations_delta),
        (pool.delta, exact.pooled_delta),
        (convolution.delta, exact.feature_map_delta),
        (output.gradients["weights"], exact.output_weights_gradient),
        (hidden.gradients["weights"], exact.dense_weights_gradient),
        (convolution.gradients["kernel"], exact.kernel_gradient),
    ]:
        np.testing.assert_array_equal(array, expected)


def test_every_gradient_of_the_whole_network_agrees_with_finite_differences(oracle):
    checked = check_gradients(question.network(), question.image, question.exact.target)
    assert checked.verdict == "right"
    assert len(checked.entries) == 25 + 4 + 8 + 2
    oracle("finite differences", len(checked.entries))


def test_the_network_takes_images_of_the_questions_size_alone():
    with pytest.raises(
        ValueError, match=r"x \(6, 6\) has images of size \(6, 6\), but the network is for size \(5, 5\)"
    ):
        question.network().forward(np.ones((6, 6)))


def test_a_network_is_made_anew_by_every_call():
    first = question.network()
    first.forward(question.image)
    first.backward(question.exact.target)
    first.step(0.5)
    assert first.layers[0].parameters["kernel"].tolist() != KERNEL
    assert question.network().layers[0].parameters["kernel"].tolist() == KERNEL


# The kernels that fit


def kernels_counted_in_integers(reach, turned=False):
    """Count in hundredths, without rounding, all kernels with w[0, 0] = −13 and the others from −reach to reach.

    Numbers of the feature map are ten-thousandths. x[0, 0] = 0.25 to two decimals is 2450 to 2550; an activation s to
    two decimals puts log(s / (1 − s)) between those of s − 0.005 and s + 0.005. A kernel turned by 180° meets each
    patch of the image in reverse.
    """
    image = np.rint(100 * np.array(IMAGE)).astype(int)
    patches = np.array([[image[i + m, j + n] for m in (0, 1) for n in (0, 1)] for i in range(4) for j in range(4)])
    patches = patches[:, ::-1] if turned else patches
    numbers, first, found = np.arange(-reach, reach + 1), patches[0], []
    for upper_right in numbers:
        lower_left, lower_right = numbers[:, None], numbers[None, :]
        rest = 2500 + 13 * first[0] - upper_right * first[1]
        near = abs(lower_left * first[2] + lower_right * first[3] - rest) <= 50
        found += [(-13, upper_right, numbers[i], numbers[j]) for i, j in np.argwhere(near)]
    kernels = np.array(found)
    maps = (kernels @ patches.T).reshape(-1, 4, 4)
    fits = np.full(len(maps), True)
    for (i, j), activation in zip(WINNERS, [0.58, 0.57, 0.65, 0.55], strict=True):
        top, left = 2 * (i // 2), 2 * (j // 2)
        others = np.delete(maps[:, top : top + 2, left : left + 2].reshape(-1, 4), 2 * (i - top) + j - left, axis=1)
        fits &= maps[:, i, j] > others.max(axis=1)
        low, high = (1e4 * np.log(s / (1 - s)) for s in (activation - 0.005, activation + 0.005))
        fits &= (low < maps[:, i, j]) & (maps[:, i, j] < high)
    return kernels[fits]


def test_exactly_77_kernels_fit_what_the_question_tells():
    expected = kernels_counted_in_integers(reach=200)  # from −2.00 to 2.00, far more than the box that the room tries
    kernels = question.kernels_that_fit()
    assert kernels.shape == (77, 2, 2)
    assert np.rint(100 * kernels).astype(int).reshape(-1, 4).tolist() == expected.tolist()


def test_no_kernel_fits_that_was_turned_before_it_slid():
    assert len(kernels_counted_in_integers(reach=200, turned=True)) == 0
    assert question.kernels_that_fit(turned=True).shape == (0, 2, 2)


def test_the_kernels_that_fit_are_written_with_two_decimals_and_the_courses_is_one():
    kernels = question.kernels_that_fit()
    np.testing.assert_allclose(kernels, np.round(kernels, 2), atol=1e-15)
    assert any(np.allclose(kernel, KERNEL, atol=1e-9) for kernel in kernels)


def test_the_earlier_layer_makes_the_questions_image_from_numbers_with_two_decimals():
    assert question.earlier_image.shape == (6, 6)
    np.testing.assert_allclose(correlate2d(question.earlier_image, question.earlier_kernel, "valid"), question.image)
    np.testing.assert_array_equal(question.earlier_image, np.round(question.earlier_image, 2))
    assert len(set(question.earlier_kernel.flat)) == 4
