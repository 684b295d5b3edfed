"""Every exercise: its truth by hand, and what goes wrong on the way, each wrong answer made by the mistake and refused.

A wrong way is a function with the arguments of the exercise's own, so that a catalogue of mistakes can take it over.
"""

import numpy as np
import pytest
from scipy.signal import convolve2d, correlate2d

from backprop_helpers import given
from backprop_helpers.practice.diagnosis import judge
from backprop_helpers.practice.exercises import EXERCISES, CodeExercise, Exercise, find

# The truth, by hand


TRUTHS = {
    # h = 0.3 · 0.7 = 0.21, y = −1.2 · 0.21 = −0.252; y − t, times −1.2, times 0.7
    "00.1": [-0.252 - 0.5, -1.2 * -0.752, 0.7 * 0.9024],
    # image 6·5, feature map 4·4, pooled 2·2, activations 2·2, output 3; kernel 3·2, weights 3·4
    "00.2": [30 + 16 + 4 + 4 + 3, 6 + 12],
    "01.1": [
        [0.5 * 3 - 1 + 2 * 5 + 0.9, 0.5 * 1 - 4 + 2 * 9 + 0.2, 0.5 * 4 - 1 + 2 * 2 + 0.6],
        [0.5 * 5 - 9 + 2 * 5 + 0.3, 0.5 * 9 - 2 + 2 * 3 + 0.5, 0.5 * 2 - 6 + 2 * 5 + 0.8],
    ],
    "01.2": [(9 - 3) / 2 + 1, 6 + 2 - 2 + 1],
    "02.1": [[0, 0.25, 0, 0, 0, 0.15], [0, 0, 0, -0.4, 0, 0]],
    # −1 is the largest of its window; the first 5 wins three windows, two of them by the tie; the 6 wins two
    "02.2": [[0.15, 0, 0, 0], [0, 0, 0.25 - 0.5 + 0.7, 0], [0, 0.3 + 0.04, 0, 0]],
}


def cubes(x):
    """What 00.3 nudges: (1·a³ + 2·b³ + …) times the entry x[0, 1]."""
    return sum(k * number**3 for k, number in enumerate(x.flat, 1)) * x[0, 1]


CASE_TRUTHS = {
    # third of six, one cube of it is 3·a³: 3 · ((0.81)³ − (0.79)³) / 0.02 · (−1.3);
    # fifth of six: 5 · ((1.2)³ − 1³) / 0.2 · 0.5
    "00.3": [3 * (0.531441 - 0.493039) / 0.02 * -1.3, 5 * (1.728 - 1) / 0.2 * 0.5],
    "01.3": [
        [[11.4, 14.7, 5.6], [3.8, 9, 5.8]],
        # the image's squares k² for k = 0 … 29, six a row; by SciPy below
        correlate2d(np.arange(30.0).reshape(5, 6) ** 2, [[1, -2, 0.5], [0.25, 3, -1]], "valid"),
        [[1.5 - 20 + 50, -2 + 5 + 400, 0.5 + 40 + 700]],
    ],
    "02.3": [
        [[0, 0.25, 0, 0, 0, 0.15], [0, 0, 0, -0.4, 0, 0]],
        # ties: 7 7, 7 7, then 6 alone, then four 4; the last column belongs to no window
        [[0, 0.5, -0.25, 0, 0], [0, 0, 0, 0, 0], [0, 2, 0.75, 0, 0], [0, 0, 0, 0, 0]],
        # 3×3 with stride 1: x[0, 1] wins two windows, x[2, 4] two
        [[0, 0.5 - 0.25, 0, 0, 0], [2, 0, 0, 0.75, 0], [0, 0, 0, 0, 1 + 4], [0, 0, 0, 0, 0]],
        [[0, 0, -0.25, 0], [0.5, 0, 0, 0]],  # 2 is the largest, not −9; 0.5, not −8
    ],
}


@pytest.mark.parametrize("exercise", TRUTHS)
def test_the_truth_is_the_number_worked_out_by_hand(exercise):
    np.testing.assert_allclose(find(exercise).truth, TRUTHS[exercise], rtol=1e-13)
    assert np.shape(find(exercise).truth) == np.shape(TRUTHS[exercise])
    assert judge(TRUTHS[exercise], exercise).verdict == "right"


@pytest.mark.parametrize("exercise", CASE_TRUTHS)
def test_a_function_that_is_right_gives_the_numbers_worked_out_by_hand(exercise):
    asked = find(exercise)
    for case, expected in zip(asked.cases, CASE_TRUTHS[exercise], strict=True):
        np.testing.assert_allclose(asked.function(*case), expected, rtol=1e-12)
        assert np.shape(asked.function(*case)) == np.shape(expected)


def test_what_00_3_nudges_is_a_sum_of_cubes():
    for function, x, _, _ in find("00.3").cases:
        assert function(x) == pytest.approx(cubes(x), rel=1e-14)


@pytest.mark.parametrize("exercise", TRUTHS)
@pytest.mark.parametrize("digits", [2, 3, 4, 5])
def test_the_truth_written_with_fewer_digits_passes(exercise, digits):
    written = [float(f"{number:.{digits}g}") for number in np.ravel(TRUTHS[exercise])]
    assert judge(np.reshape(written, np.shape(TRUTHS[exercise])), exercise).verdict in {"right", "rounded"}


def test_every_exercise_has_its_truth_here():
    assert sorted([*TRUTHS, *CASE_TRUTHS]) == list(EXERCISES) == sorted(EXERCISES)
    assert {exercise for exercise in EXERCISES if isinstance(find(exercise), CodeExercise)} == set(CASE_TRUTHS)
    assert all(find(exercise).id == exercise for exercise in EXERCISES)


# 00.1: x, w, v and target; [∂E/∂y, ∂E/∂h, ∂E/∂w]


def target_minus_y(x, w, v, target):
    delta = target - v * w * x
    return [delta, v * delta, x * v * delta]


def sign_turned_once(x, w, v, target):
    delta = v * w * x - target
    return [delta, -v * delta, -x * v * delta]


def target_forgotten(x, w, v, target):
    delta = v * w * x
    return [delta, v * delta, x * v * delta]


def half_of_e_forgotten(x, w, v, target):
    delta = 2 * (v * w * x - target)
    return [delta, v * delta, x * v * delta]


def error_in_place_of_its_slope(x, w, v, target):
    delta = (v * w * x - target) ** 2 / 2
    return [delta, v * delta, x * v * delta]


def h_in_place_of_x(x, w, v, target):
    delta = v * w * x - target
    return [delta, v * delta, w * x * v * delta]


def v_skipped_on_the_way_to_w(x, w, v, target):
    delta = v * w * x - target
    return [delta, v * delta, x * delta]


def w_in_place_of_v(x, w, v, target):
    delta = v * w * x - target
    return [delta, w * delta, x * w * delta]


def w_in_place_of_x(x, w, v, target):
    delta = v * w * x - target
    return [delta, v * delta, w * v * delta]


def slopes_added_in_place_of_multiplied(x, w, v, target):
    delta = v * w * x - target
    return [delta, v + delta, x + v + delta]


def slopes_in_reverse_order(x, w, v, target):
    delta = v * w * x - target
    return [x * v * delta, v * delta, delta]


def v_left_out_forwards(x, w, v, target):
    delta = w * x - target
    return [delta, v * delta, x * v * delta]


# 00.2: image, kernel, pool and outputs; [deltas, gradients]


def sizes(image, kernel, pool):
    feature_map = [length - size + 1 for length, size in zip(image, kernel, strict=True)]
    return feature_map, [length // step for length, step in zip(feature_map, pool, strict=True)]


def counts(image, kernel, pool, outputs):
    """The right count, part by part: five arrays that flow, two that are learned."""
    feature_map, pooled = sizes(image, kernel, pool)
    flowing = [np.prod(image), np.prod(feature_map), np.prod(pooled), np.prod(pooled), outputs]
    return flowing, [np.prod(kernel), np.prod(pooled) * outputs]


def image_not_counted(*network):
    flowing, learned = counts(*network)
    return [sum(flowing[1:]), sum(learned)]


def output_not_counted(*network):
    flowing, learned = counts(*network)
    return [sum(flowing[:-1]), sum(learned)]


def activations_not_counted(*network):
    flowing, learned = counts(*network)
    return [sum(flowing) - flowing[3], sum(learned)]


def arrays_counted_in_place_of_numbers(*network):
    flowing, learned = counts(*network)
    return [len(flowing), len(learned)]


def routed_deltas_only(image, kernel, pool, outputs):
    flowing, learned = counts(image, kernel, pool, outputs)
    return [sum(flowing) - flowing[1] + flowing[2], sum(learned)]  # the zeros of the feature map are deltas too


def a_gradient_for_every_position(image, kernel, pool, outputs):
    flowing, learned = counts(image, kernel, pool, outputs)
    return [sum(flowing), learned[0] * flowing[1] + learned[1]]


def kernel_gradient_forgotten(*network):
    flowing, learned = counts(*network)
    return [sum(flowing), learned[1]]


def dense_weights_forgotten(*network):
    flowing, learned = counts(*network)
    return [sum(flowing), learned[0]]


def biases_counted(image, kernel, pool, outputs):
    flowing, learned = counts(image, kernel, pool, outputs)
    return [sum(flowing), sum(learned) + 1 + outputs]


def feature_map_as_large_as_the_image(image, kernel, pool, outputs):
    pooled = (image[0] // pool[0]) * (image[1] // pool[1])
    return [2 * np.prod(image) + 2 * pooled + outputs, np.prod(kernel) + pooled * outputs]


def kernel_turned_on_its_side(image, kernel, pool, outputs):
    flowing, learned = counts(image, kernel[::-1], pool, outputs)
    return [sum(flowing), sum(learned)]


def deltas_and_gradients_swapped(*network):
    flowing, learned = counts(*network)
    return [sum(learned), sum(flowing)]


# 00.3: function, x, index and step; the slope


def nudged(function, x, index, by):
    changed = x.copy()
    changed[index] += by
    return function(changed)


def only_one_step_up(function, x, index, step):
    return (nudged(function, x, index, step) - function(x)) / step


def only_one_step_down(function, x, index, step):
    return (function(x) - nudged(function, x, index, -step)) / step


def divided_by_one_step(function, x, index, step):
    return (nudged(function, x, index, step) - nudged(function, x, index, -step)) / step


def one_step_divided_by_two(function, x, index, step):
    return (nudged(function, x, index, step) - function(x)) / (2 * step)


def multiplied_by_two_steps_for_divided(function, x, index, step):
    return (nudged(function, x, index, step) - nudged(function, x, index, -step)) / 2 * step


def not_divided(function, x, index, step):
    return nudged(function, x, index, step) - nudged(function, x, index, -step)


def up_and_down_swapped(function, x, index, step):
    return (nudged(function, x, index, -step) - nudged(function, x, index, step)) / (2 * step)


def every_entry_nudged(function, x, index, step):
    return (function(x + step) - function(x - step)) / (2 * step)


def a_whole_row_nudged(function, x, index, step):
    return (nudged(function, x, index[0], step) - nudged(function, x, index[0], -step)) / (2 * step)


def neighbour_nudged(function, x, index, step):
    beside = (index[0], index[1] - 1)
    return (nudged(function, x, beside, step) - nudged(function, x, beside, -step)) / (2 * step)


def row_and_column_swapped(function, x, index, step):
    return (nudged(function, x.T, index, step) - nudged(function, x.T, index, -step)) / (2 * step)


def nudged_in_relation_to_its_size(function, x, index, step):
    by = step * x[index]
    return (nudged(function, x, index, by) - nudged(function, x, index, -by)) / (2 * step)


def one_array_for_up_and_down(function, x, index, step):
    up = down = x.copy()
    up[index] += step
    down[index] -= step
    return (function(up) - function(down)) / (2 * step)


def x_itself_nudged(function, x, index, step):
    x[index] += step
    above = function(x)
    x[index] -= 2 * step
    return (above - function(x)) / (2 * step)


def a_step_of_its_own(function, x, index, step):
    return (nudged(function, x, index, 1e-4) - nudged(function, x, index, -1e-4)) / 2e-4


# 01.1 and 01.3: image and kernel; the feature map


def kernel_flipped(image, kernel):
    return convolve2d(image, kernel, "valid")


def kernel_transposed(image, kernel):
    return correlate2d(image, kernel.T, "valid")


def kernel_upside_down(image, kernel):
    return correlate2d(image, kernel[::-1], "valid")


def kernel_mirrored(image, kernel):
    return correlate2d(image, kernel[:, ::-1], "valid")


def sign_turned(image, kernel):
    return -correlate2d(image, kernel, "valid")


def last_term_missing(image, kernel):
    kernel = kernel.astype(float)
    kernel[-1, -1] = 0
    return correlate2d(image, kernel, "valid")


def first_term_missing(image, kernel):
    kernel = kernel.astype(float)
    kernel[0, 0] = 0
    return correlate2d(image, kernel, "valid")


def averaged(image, kernel):
    return correlate2d(image, kernel, "valid") / kernel.size


def whole_numbers_only(image, kernel):
    return correlate2d(image, kernel, "valid").astype(int)


def neighbouring_window(image, kernel):
    return correlate2d(np.roll(image, -1, axis=1), kernel, "valid")


def neighbouring_row(image, kernel):
    return correlate2d(np.roll(image, -1, axis=0), kernel, "valid")


def padded_to_the_images_size(image, kernel):
    return correlate2d(image, kernel, "same")


def full(image, kernel):
    return correlate2d(image, kernel, "full")


def arguments_swapped(image, kernel):
    return correlate2d(kernel, image, "valid")


def windows_side_by_side(image, kernel):
    return correlate2d(image, kernel, "valid")[:: kernel.shape[0], :: kernel.shape[1]]


def last_column_forgotten(image, kernel):
    return correlate2d(image, kernel, "valid")[:, :-1]


def last_column_left_at_zero(image, kernel):
    result = correlate2d(image, kernel, "valid")
    result[:, -1] = 0
    return result


def result_transposed(image, kernel):
    return correlate2d(image, kernel, "valid").T


def first_window_everywhere(image, kernel):
    result = correlate2d(image, kernel, "valid")
    return np.full(result.shape, result[0, 0])


def largest_product(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return (windows * kernel).max(axis=(2, 3))


def matrix_product_in_each_window(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijmn,nm->ij", windows, np.resize(kernel, kernel.shape[::-1]))


def rows_counted_by_the_kernels_columns(image, kernel):
    (height, width), (kh, kw) = image.shape, kernel.shape
    result = np.zeros((height - kw + 1, width - kh + 1))
    for i, j in np.ndindex(result.shape):
        result[i, j] = (image[i : i + kh, j : j + kw] * kernel).sum()
    return result


def only_square_kernels(image, kernel):
    k = len(kernel)
    rows, columns = len(image) - k + 1, image.shape[1] - k + 1
    return [[(image[i : i + k, j : j + k] * kernel).sum() for j in range(columns)] for i in range(rows)]


def only_kernels_of_two_by_two(image, kernel):
    return sum(kernel[m, n] * image[m : m + len(image) - 1, n : n + image.shape[1] - 1] for m in (0, 1) for n in (0, 1))


def written_into_the_image(image, kernel):
    (height, width), (kh, kw) = image.shape, kernel.shape
    rows, columns = height - kh + 1, width - kw + 1
    for i, j in np.ndindex(rows, columns):
        image[i, j] = (image[i : i + kh, j : j + kw] * kernel).sum()  # no later window needs image[i, j]
    return image[:rows, :columns]


# 01.2: image, kernel, stride and padding; [rows, columns]


def size_along(image, kernel, stride, padding, more=1):
    settings = zip(image, kernel, stride, padding, strict=True)
    return [(length + 2 * border - size) // step + more for length, size, step, border in settings]


def one_forgotten(image, kernel, stride, padding):
    return size_along(image, kernel, stride, padding, more=0)


def one_too_many(image, kernel, stride, padding):
    return size_along(image, kernel, stride, padding, more=2)


def padding_on_one_side_only(image, kernel, stride, padding):
    settings = zip(image, kernel, stride, padding, strict=True)
    return [(length + border - size) // step + 1 for length, size, step, border in settings]


def padding_forgotten(image, kernel, stride, padding):
    return size_along(image, kernel, stride, (0, 0))


def padding_for_the_rows(image, kernel, stride, padding):
    return size_along(image, kernel, stride, padding[::-1])


def stride_forgotten(image, kernel, stride, padding):
    return size_along(image, kernel, (1, 1), padding)


def stride_for_the_columns(image, kernel, stride, padding):
    return size_along(image, kernel, stride[::-1], padding)


def kernels_sides_swapped(image, kernel, stride, padding):
    return size_along(image, kernel[::-1], stride, padding)


def kernel_not_subtracted(image, kernel, stride, padding):
    return size_along(image, (0, 0), stride, padding)


def stride_added_last(image, kernel, stride, padding):
    return [n // s for n, s in zip(size_along(image, kernel, (1, 1), padding), stride, strict=True)]


def columns_before_rows(image, kernel, stride, padding):
    return size_along(image, kernel, stride, padding)[::-1]


def size_of_the_full_convolution(image, kernel, stride, padding):
    settings = zip(image, kernel, stride, padding, strict=True)
    return [(length + 2 * border + size - 2) // step + 1 for length, size, step, border in settings]


def number_of_positions(image, kernel, stride, padding):
    return np.prod(size_along(image, kernel, stride, padding))


# 02.1, 02.2 and 02.3: x, delta, size and stride; ∂E/∂x


def routed(x, delta, size, stride, put):
    """Visit the windows; ``put(result, window, delta)`` does what is right or wrong with each."""
    stride = size if stride is None else stride
    result = np.zeros(np.shape(x))
    for i, j in np.ndindex(delta.shape):
        place = np.s_[i * stride : i * stride + size, j * stride : j * stride + size]
        put(result[place], x[place], delta[i, j])
    return result


def winner(window):
    return np.unravel_index(np.argmax(window), window.shape)


def one_routed_for_the_delta(x, delta, size=2, stride=None):
    def put(cells, window, d):
        cells[winner(window)] += 1

    return routed(x, delta, size, stride, put)


def winning_number_routed(x, delta, size=2, stride=None):
    def put(cells, window, d):
        cells[winner(window)] += window.max()

    return routed(x, delta, size, stride, put)


def delta_times_the_number(x, delta, size=2, stride=None):
    def put(cells, window, d):
        cells[winner(window)] += d * window.max()

    return routed(x, delta, size, stride, put)


def delta_in_every_cell(x, delta, size=2, stride=None):
    def put(cells, window, d):
        cells += d

    return routed(x, delta, size, stride, put)


def delta_shared_out(x, delta, size=2, stride=None):
    def put(cells, window, d):
        cells += d / window.size

    return routed(x, delta, size, stride, put)


def last_one_wins(x, delta, size=2, stride=None):
    def put(cells, window, d):
        cells[np.argwhere(window == window.max())[-1][0], np.argwhere(window == window.max())[-1][1]] += d

    return routed(x, delta, size, stride, put)


def every_maximum_wins(x, delta, size=2, stride=None):
    def put(cells, window, d):
        cells[window == window.max()] += d

    return routed(x, delta, size, stride, put)


def shared_between_ties(x, delta, size=2, stride=None):
    def put(cells, window, d):
        cells[window == window.max()] += d / (window == window.max()).sum()

    return routed(x, delta, size, stride, put)


def smallest_wins(x, delta, size=2, stride=None):
    def put(cells, window, d):
        cells[np.unravel_index(np.argmin(window), window.shape)] += d

    return routed(x, delta, size, stride, put)


def largest_without_its_sign_wins(x, delta, size=2, stride=None):
    def put(cells, window, d):
        cells[winner(abs(window))] += d

    return routed(x, delta, size, stride, put)


def negative_numbers_never_win(x, delta, size=2, stride=None):
    def put(cells, window, d):
        cells[winner(window)] += d * (window.max() > 0)

    return routed(x, delta, size, stride, put)


def first_cell_wins(x, delta, size=2, stride=None):
    def put(cells, window, d):
        cells[0, 0] += d

    return routed(x, delta, size, stride, put)


def set_in_place_of_added(x, delta, size=2, stride=None):
    def put(cells, window, d):
        cells[winner(window)] = d

    return routed(x, delta, size, stride, put)


def averaged_where_windows_overlap(x, delta, size=2, stride=None):
    wins = routed(x, np.ones(delta.shape), size, stride, right_put)
    return routed(x, delta, size, stride, right_put) / np.maximum(wins, 1)


def right_put(cells, window, d):
    cells[winner(window)] += d


def sign_of_the_deltas_turned(x, delta, size=2, stride=None):
    return routed(x, -delta, size, stride, right_put)


def sign_of_the_deltas_lost(x, delta, size=2, stride=None):
    return routed(x, abs(delta), size, stride, right_put)


def deltas_in_reverse_order(x, delta, size=2, stride=None):
    return routed(x, delta[::-1, ::-1], size, stride, right_put)


def row_and_column_of_the_winner_swapped(x, delta, size=2, stride=None):
    def put(cells, window, d):
        cells[winner(window)[::-1]] += d

    return routed(x, delta, size, stride, put)


def windows_side_by_side_in_place_of_overlapping(x, delta, size=2, stride=None):
    return routed(x, delta[: len(x) // size, : x.shape[1] // size], size, size, right_put)


def stride_of_one_in_place_of_the_given(x, delta, size=2, stride=None):
    return routed(x, delta, size, 1, right_put)


def one_winner_in_the_whole_array(x, delta, size=2, stride=None):
    result = np.zeros(x.shape)
    result[winner(x)] = delta.sum()
    return result


def small_deltas_only(x, delta, size=2, stride=None):
    """The deltas of the pooled array, unrouted."""
    return np.array(delta)


def windows_of_two_by_two_only(x, delta, size=2, stride=None):
    return routed(x, delta, 2, 2 if stride is None else stride, right_put)


def written_into_x(x, delta, size=2, stride=None):
    result = routed(x, delta, size, stride, right_put)
    x[...] = result
    return x


# Which of them go with which exercise, and the row of the misconceptions that each belongs to, or None for a slip


MISTAKES = {
    "00.1": {
        target_minus_y: 22,
        sign_turned_once: 22,
        target_forgotten: None,
        half_of_e_forgotten: None,
        error_in_place_of_its_slope: 21,
        h_in_place_of_x: None,
        v_skipped_on_the_way_to_w: 21,
        w_in_place_of_v: None,
        w_in_place_of_x: None,
        slopes_added_in_place_of_multiplied: None,
        slopes_in_reverse_order: 21,
        v_left_out_forwards: None,
    },
    "00.2": {
        image_not_counted: 21,
        output_not_counted: 21,
        activations_not_counted: None,
        arrays_counted_in_place_of_numbers: None,
        routed_deltas_only: 21,
        a_gradient_for_every_position: 8,
        kernel_gradient_forgotten: 21,
        dense_weights_forgotten: None,
        biases_counted: 9,
        feature_map_as_large_as_the_image: 4,
        kernel_turned_on_its_side: None,
        deltas_and_gradients_swapped: 21,
    },
    "00.3": {
        only_one_step_up: 29,
        only_one_step_down: 29,
        divided_by_one_step: None,
        one_step_divided_by_two: None,
        multiplied_by_two_steps_for_divided: None,
        not_divided: None,
        up_and_down_swapped: 22,
        every_entry_nudged: None,
        a_whole_row_nudged: None,
        neighbour_nudged: None,
        row_and_column_swapped: None,
        nudged_in_relation_to_its_size: None,
        one_array_for_up_and_down: None,
        x_itself_nudged: None,
        a_step_of_its_own: 29,
    },
    "01.1": {
        kernel_flipped: 1,
        kernel_transposed: None,
        kernel_upside_down: 1,
        kernel_mirrored: 1,
        sign_turned: None,
        last_term_missing: None,
        first_term_missing: None,
        averaged: 7,
        whole_numbers_only: None,
        neighbouring_window: None,
        neighbouring_row: None,
        padded_to_the_images_size: 4,
        full: 4,
        windows_side_by_side: None,
        last_column_forgotten: None,
        last_column_left_at_zero: None,
        result_transposed: None,
        first_window_everywhere: None,
        largest_product: None,
        matrix_product_in_each_window: None,
    },
    "01.2": {
        one_forgotten: None,
        one_too_many: None,
        padding_on_one_side_only: 13,
        padding_forgotten: 13,
        padding_for_the_rows: 13,
        stride_forgotten: 12,
        stride_for_the_columns: 12,
        kernels_sides_swapped: None,
        kernel_not_subtracted: 4,
        stride_added_last: 12,
        columns_before_rows: None,
        size_of_the_full_convolution: 4,
        number_of_positions: None,
    },
    "01.3": {
        kernel_flipped: 1,
        kernel_transposed: None,
        kernel_upside_down: 1,
        kernel_mirrored: 1,
        sign_turned: None,
        last_term_missing: None,
        first_term_missing: None,
        averaged: 7,
        whole_numbers_only: None,
        neighbouring_window: None,
        neighbouring_row: None,
        padded_to_the_images_size: 4,
        full: 4,
        arguments_swapped: 5,
        windows_side_by_side: None,
        last_column_forgotten: None,
        last_column_left_at_zero: None,
        result_transposed: None,
        first_window_everywhere: None,
        largest_product: None,
        matrix_product_in_each_window: None,
        rows_counted_by_the_kernels_columns: None,
        only_square_kernels: None,
        only_kernels_of_two_by_two: None,
        written_into_the_image: None,
    },
    "02.1": {
        one_routed_for_the_delta: 16,
        winning_number_routed: 16,
        delta_times_the_number: 16,
        delta_in_every_cell: 15,
        delta_shared_out: 7,
        smallest_wins: None,
        first_cell_wins: None,
        sign_of_the_deltas_turned: None,
        sign_of_the_deltas_lost: None,
        deltas_in_reverse_order: 20,
        row_and_column_of_the_winner_swapped: None,
        stride_of_one_in_place_of_the_given: None,
        one_winner_in_the_whole_array: None,
        small_deltas_only: None,
    },
    "02.2": {
        every_maximum_wins: 15,
        shared_between_ties: 15,
        last_one_wins: 15,
        negative_numbers_never_win: None,
        largest_without_its_sign_wins: None,
        set_in_place_of_added: 14,
        averaged_where_windows_overlap: 7,
        windows_side_by_side_in_place_of_overlapping: 14,
        one_routed_for_the_delta: 16,
        winning_number_routed: 16,
        delta_times_the_number: 16,
        delta_in_every_cell: 15,
        delta_shared_out: 7,
        smallest_wins: None,
        first_cell_wins: None,
        sign_of_the_deltas_turned: None,
        sign_of_the_deltas_lost: None,
        deltas_in_reverse_order: 20,
        row_and_column_of_the_winner_swapped: None,
        one_winner_in_the_whole_array: None,
        small_deltas_only: None,
    },
    "02.3": {
        largest_without_its_sign_wins: None,
        every_maximum_wins: 15,
        shared_between_ties: 15,
        last_one_wins: 15,
        set_in_place_of_added: 14,
        averaged_where_windows_overlap: 7,
        windows_side_by_side_in_place_of_overlapping: 14,
        one_routed_for_the_delta: 16,
        winning_number_routed: 16,
        delta_times_the_number: 16,
        delta_in_every_cell: 15,
        delta_shared_out: 7,
        smallest_wins: None,
        first_cell_wins: None,
        sign_of_the_deltas_turned: None,
        deltas_in_reverse_order: 20,
        row_and_column_of_the_winner_swapped: None,
        stride_of_one_in_place_of_the_given: None,
        one_winner_in_the_whole_array: None,
        small_deltas_only: None,
        windows_of_two_by_two_only: None,
        written_into_x: None,
    },
}
PAIRS = [(exercise, mistake) for exercise, mistakes in MISTAKES.items() for mistake in mistakes]
every_mistake = pytest.mark.parametrize(
    ("exercise", "mistake"), PAIRS, ids=[f"{exercise} {mistake.__name__}" for exercise, mistake in PAIRS]
)


def wrong_answer(exercise, mistake):
    """What a learner who makes the mistake hands in: the function itself, or its numbers."""
    asked = find(exercise)
    if isinstance(asked, CodeExercise):
        return mistake
    arguments = asked.arguments if exercise < "01.1" or exercise == "01.2" else given(exercise)
    return mistake(*arguments, **asked.settings)


@every_mistake
def test_a_mistake_is_refused(exercise, mistake):
    verdict = judge(wrong_answer(exercise, mistake), exercise)
    assert verdict.verdict in {"unknown", "wrong shape", "unreadable"}
    assert verdict.message.endswith((".", "?"))


@every_mistake
@pytest.mark.parametrize("decimals", [2, 3, 4])
def test_a_mistake_is_refused_also_when_its_numbers_were_rounded(exercise, mistake, decimals):
    answer = wrong_answer(exercise, mistake)
    if not callable(answer):
        answer = np.round(answer, decimals)
    assert judge(answer, exercise).verdict not in {"right", "rounded"}


@every_mistake
def test_a_message_to_a_mistake_does_not_tell_the_truth(exercise, mistake):
    message = judge(wrong_answer(exercise, mistake), exercise).message
    truths = CASE_TRUTHS[exercise] if exercise in CASE_TRUTHS else [TRUTHS[exercise]]
    numbers = {f"{number:.6g}" for truth in truths for number in np.ravel(truth)}
    told = set(message.replace("[", " ").replace("]", " ").replace(",", " ").rstrip(".").split())
    assert not {number for number in numbers & told if "." in number}
    assert not any(f"[{', '.join(map(str, np.ravel(truth).tolist()))}]" in message for truth in truths)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_every_exercise_refuses_at_least_five_mistakes(exercise):
    assert len(MISTAKES[exercise]) >= 5


ROWS = {"00": {21}, "01": {1}, "02": {14, 15, 16}}


def test_the_rows_that_a_lesson_treats_are_among_the_mistakes_of_its_exercises():
    for lesson, rows in ROWS.items():
        found = {row for exercise, mistakes in MISTAKES.items() if exercise[:2] == lesson for row in mistakes.values()}
        assert rows <= found


@pytest.mark.parametrize("exercise", [exercise for exercise in TRUTHS if exercise in MISTAKES])
def test_mistakes_differ_from_the_truth_in_shape_or_by_more_than_rounding(exercise):
    truth = np.array(TRUTHS[exercise])
    for mistake in MISTAKES[exercise]:
        answer = np.asarray(wrong_answer(exercise, mistake), dtype=float)
        assert answer.shape != truth.shape or abs(answer - truth).max() > 0.01 * abs(truth).max(), mistake.__name__


IN_PLACE = {x_itself_nudged, written_into_the_image, written_into_x}


@pytest.mark.parametrize("exercise", CASE_TRUTHS)
def test_a_wrong_function_gives_another_result_somewhere_or_changes_its_argument(exercise):
    asked = find(exercise)
    for mistake in MISTAKES[exercise]:
        results = [attempt(mistake, case) for case in asked.cases]
        same = [
            np.shape(result) == np.shape(truth) and np.allclose(result, truth, rtol=1e-6)
            for result, truth in zip(results, CASE_TRUTHS[exercise], strict=True)
        ]
        assert all(same) == (mistake in IN_PLACE), mistake.__name__


def attempt(mistake, case):
    """The mistake's result, or NaN where it raises an error of its own."""
    arguments = [value.copy() if isinstance(value, np.ndarray) else value for value in case]
    try:
        return mistake(*arguments)
    except (ValueError, IndexError):
        return np.nan


def test_in_place_changes_are_said_to_be_such():
    for exercise, mistake in [("00.3", x_itself_nudged), ("01.3", written_into_the_image), ("02.3", written_into_x)]:
        assert judge(mistake, exercise).message.endswith("your function changed its argument. Let it work on a copy.")


# What an exercise starts from


def test_given_returns_copies():
    image, kernel = given("01.1")
    image[...] = kernel[...] = 0
    assert given("01.1")[0].tolist() == [[3, 1, 4, 1], [5, 9, 2, 6], [5, 3, 5, 8]]
    assert judge(TRUTHS["01.1"], "01.1").verdict == "right"


def test_given_returns_all_arguments_in_order():
    assert [float(number) for number in given("00.1")] == [0.7, 0.3, -1.2, 0.5]
    assert [pair.tolist() for pair in given("01.2")] == [[9, 6], [3, 2], [2, 1], [0, 1]]


@pytest.mark.parametrize("exercise", CASE_TRUTHS)
def test_given_of_an_exercise_that_asks_for_a_function_is_an_error(exercise):
    with pytest.raises(ValueError, match=f"exercise '{exercise}' asks for a function"):
        given(exercise)


def test_given_of_an_unknown_exercise_lists_those_that_exist():
    with pytest.raises(ValueError, match=r"no exercise '07'; there are 00\.1, .*02\.3"):
        given("07")


@pytest.mark.parametrize("exercise", EXERCISES)
def test_no_exercise_can_hide_a_transpose_or_a_flip(exercise):
    asked = find(exercise)
    arguments = asked.cases if isinstance(asked, CodeExercise) else [asked.arguments]
    for array in (value for case in arguments for value in case if isinstance(value, np.ndarray)):
        assert 1 in array.shape or array.shape == (2, 2) or array.shape[0] != array.shape[1]
        assert array.tolist() != array[::-1, ::-1].tolist()


def test_an_exercise_of_ones_own_has_a_truth():
    assert Exercise("9.9", np.multiply, 3, 4).truth == 12
    assert Exercise("9.9", sorted, [2, 3, 1], reverse=True).truth == [3, 2, 1]
