"""The window, the kernel gradient's four views, the delta's way to the image."""

import numpy as np
import pytest
from scipy.signal import convolve2d, correlate2d

from backprop_helpers import figures, question
from backprop_helpers.maths.numerals import read

from .drawings import PLAIN_DIGITS, WHOLE, card_of, drawn, framed, normal


def test_the_window_tells_patch_products_and_sum():
    assert drawn("window")[0].alt == (
        "Window at row 1, column 2: patch 0.22 0.59; 0.74 0.33 times kernel −0.13 0.15; −0.51 0.62 gives products "
        "−0.0286 0.0885; −0.3774 0.2046; their sum −0.1129 is entry (1, 2) of the feature map "
        f"{read(question.exact.feature_map)}."
    )


def test_the_window_moves_by_the_stride_over_the_padded_image():
    picture, card = card_of(lambda: figures.window((1, 1), [[1, 2, 3], [4, 5, 6]], [[1, 10]], (1, 2), (0, 1)))
    assert "patch 5 6 times kernel 1 10 gives products 5 60; their sum 65 is entry (1, 1)" in picture.alt
    assert "feature map 10 32; 40 65." in picture.alt
    image, _, _, feature_map = card.grids
    assert np.argwhere(image.panel.lit).tolist() == [[1, 2], [1, 3]]
    assert np.argwhere(image.panel.dots).tolist() == [[0, 0], [0, 4], [1, 0], [1, 4]]
    assert np.argwhere(feature_map.panel.lit).tolist() == [[1, 1]]
    framed = {patch.get_bbox().bounds for patch in card.axes.patches if patch.get_zorder() == 3}
    assert (*image.spot(1, 2), 2 * image.cell[0], image.cell[1]) in framed


def test_of_a_feature_map_that_is_unknown_only_the_entry_at_hand_is_told():
    picture, card = card_of(lambda: figures.window((1, 2), unknown=True))
    assert picture.alt.endswith(
        "their sum −0.1129 is entry (1, 2) of the feature map, whose other entries are question marks."
    )
    assert "0.2491" not in picture.alt
    *known, feature_map = card.grids
    assert not any("?" in grid.panel.numbers().values() for grid in known)
    marks = [text.get_window_extent() for text in card.axes.texts if text.get_text() == "?"]
    middles = {round((box.x0 + box.x1) / 2 - feature_map.x) % round(feature_map.cell[0]) for box in marks}
    assert len(marks) == 15 and max(abs(middle - feature_map.cell[0] / 2) for middle in middles) < 5
    told = {place: written for place, written in feature_map.panel.numbers().items() if written != "?"}
    assert {place: written.translate(PLAIN_DIGITS) for place, written in told.items()} == {(1, 2): "−0.1129"}


def test_the_sum_is_written_out_and_says_when_its_printed_terms_do_not_add_up():
    cards = [card_of(lambda: figures.window((0, 0), [[1, 2]], [[3, -4]]))[1]]
    cards += [card_of(lambda: figures.window((0, 0), [[1, 1]], [[1 / 3, 1 / 3]]))[1]]
    sums = [card.axes.texts[-1].get_text().translate(PLAIN_DIGITS) for card in cards]
    assert sums == ["3 − 8 = −5", "0.3333 + 0.3333 ≈ 0.6667"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"position": (4, 0)}, r"position \(4, 0\) is outside the feature map \(4, 4\): rows 0 to 3, columns 0 to 3"),
        ({"position": (0, 2), "stride": 2}, r"outside the feature map \(2, 2\): rows 0 to 1, columns 0 to 1"),
        ({"position": (-1, 0)}, "position must be an integer of at least 0, or a pair of them"),
        ({"image": np.ones((9, 5))}, r"image \(9, 5\) is too large to draw: at most 8 along every axis"),
        ({"image": np.ones((8, 8)), "padding": 2}, r"padded image \(12, 12\) is too large to draw: at most 10 along"),
        ({"kernel": np.ones((6, 2))}, r"kernel \(6, 2\) does not fit into image \(5, 5\)"),
        ({"image": [1, 2, 3]}, r"image must have 2 axes, \(rows, columns\); got shape \(3,\)"),
    ],
)
def test_a_window_that_cannot_be_drawn_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        figures.window(**arguments)


LOPSIDED = np.array([[2, -1], [0, 3], [-4, 5]])


def test_the_fourth_view_turns_the_delta_by_180_degrees():
    _, card = card_of(lambda: figures.kernel_gradient(WHOLE[:3, :3], [[1, 2], [0, 3]]))
    (turned,) = (grid.panel.values for grid in card.grids if grid.panel.words == "rot180(δ)")
    np.testing.assert_array_equal(turned, [[3, 0], [2, 1]])


def test_the_views_take_a_weight_an_entry_and_a_pixel_that_exist_in_every_kernel():
    assert "a, weight (0, 0)" in figures.kernel_gradient([[1, 2], [3, 4]], [[0.5, -1]]).alt
    assert "entry (1, 0) of δ_x" in figures.scatter([[1, 2], [3, 4]], [[0, 0], [5, 1]]).alt
    assert "at pixel (2, 0)" in figures.scatter([[1, 2], [3, 4]], [[0, 0], [5, 1]]).alt


def test_nan_stays_visible_among_the_products():
    assert "products 1 NaN" in figures.kernel_gradient([[1, np.nan, 3]], [[1, 0]], weight=(0, 0)).alt


def test_the_four_views_tell_patch_products_and_the_gradient_of_the_question():
    delta = question.published.feature_map_delta
    gradient = correlate2d(question.image, delta, mode="valid")
    assert drawn("four views")[0].alt == (
        "Four views of the kernel gradient. a, weight (0, 1) at every position: its patch 0.90 0.88 0.84 0.05; "
        "0.62 0.22 0.59 0.10; 0.20 0.74 0.33 0.14; 0.01 0.85 0.70 0.09 times δ 0 0 0.0686 0; 0 0.0364 0 0; "
        "0 0.0467 0 0; 0 0 0 −0.0681 gives products 0 0 0.0576 0; 0 0.0080 0 0; 0 0.0346 0 0; 0 0 0 −0.0061, whose sum "
        "is 0.0941. b, one patch for each weight, read where δ is not 0. c, correlate2d(o, δ): δ slides over "
        "the image. d, convolve2d(rot180(δ), o): turned twice, to −0.0681 0 0 0; 0 0 0.0467 0; 0 0 0.0364 0; "
        "0 0.0686 0 0 and "
        f"back. Each gives {read(gradient)}."
    )


@pytest.mark.parametrize(
    ("image", "delta", "weight"),
    [
        (WHOLE[:4, :5], [[2, 0, -1], [0, 3, 0]], (2, 1)),
        (WHOLE[:5, :4], [[1, -2, 3], [0, 5, 0], [7, 0, -1]], (2, 0)),
        (WHOLE[:1, :4], [[-2, 3]], (0, 2)),
        (WHOLE[:3, :3], [[4]], (1, 2)),
    ],
)
def test_every_view_of_the_kernel_gradient_ends_in_what_scipy_gives(image, delta, weight, oracle):
    picture, card = card_of(lambda: figures.kernel_gradient(image, delta, weight))
    delta = np.array(delta)
    gradient = correlate2d(image, delta, mode="valid")
    np.testing.assert_array_equal(gradient, convolve2d(image, np.rot90(delta, 2), mode="valid"))
    results = [grid for grid in card.grids if grid.panel.role == "gradient" and grid.panel.words != "products"]
    assert len(results) == 4
    for result in results:
        np.testing.assert_array_equal(result.panel.values, gradient)
        assert (result.x, result.cell) == (results[0].x, results[0].cell)
    (products,) = (grid.panel.values for grid in card.grids if grid.panel.words == "products")
    rows, columns = delta.shape
    patch = image[weight[0] : weight[0] + rows, weight[1] : weight[1] + columns]
    np.testing.assert_array_equal(products, patch * delta)
    assert products.sum() == gradient[weight]
    assert f"whose sum is {gradient[weight]}.".replace("-", "−") in picture.alt
    assert f"Each gives {read(gradient)}." in picture.alt
    oracle("SciPy")


def test_the_views_of_the_kernel_gradient_mark_where_the_weight_stands():
    _, card = drawn("four views, 3 × 3")
    patch, swept = (grid for grid in card.grids if grid.panel.values.shape == (4, 7))
    assert np.argwhere(patch.panel.lit).tolist() == [[i, j] for i in (2, 3) for j in (1, 2, 3)]
    assert np.argwhere(swept.panel.lit).tolist() == [[2, 1], [2, 3], [3, 2]]
    assert framed(card, patch, (2, 1), (2, 3))
    assert framed(card, swept, (2, 1), (2, 3))
    one, _, swept_one, _ = (grid for grid in card.grids if grid.panel.values.shape == (3, 5))
    assert framed(card, one, (2, 1), (1, 1))
    assert framed(card, swept_one, (2, 1), (1, 1))


def test_each_patch_of_the_second_view_is_read_where_the_delta_is_not_zero():
    _, card = drawn("four views")
    patches = {grid.panel.words: grid.panel for grid in card.grids if grid.panel.words.startswith("$w")}
    assert list(patches) == ["$w$[0, 0]", "$w$[0, 1]", "$w$[1, 0]", "$w$[1, 1]"]
    assert list(patches["$w$[1, 0]"].numbers()) == [(0, 2), (1, 1), (2, 1), (3, 3)]
    np.testing.assert_array_equal(patches["$w$[1, 0]"].values, question.image[1:, :4])


@pytest.mark.parametrize(
    ("name", "shown", "heading"),
    [
        ("four views", 4, "not 0"),
        ("four views, 3 × 2", 2, "not 0 (2 of 6)"),
        ("four views, 3 × 3", 4, "not 0 (4 of 15)"),
        ("four views, one number", 1, "not 0"),
    ],
)
def test_of_many_weights_the_second_view_shows_some_and_says_so(name, shown, heading):
    _, card = drawn(name)
    assert sum(grid.panel.words.startswith("$w") for grid in card.grids) == shown
    (second,) = (words for text in card.axes.texts if "One patch" in (words := text.get_text()))
    assert second.endswith(heading)


def test_few_products_stand_as_a_sum_over_the_arrow_and_many_do_not():
    sums = []
    for name in ("four views", "four views, 3 × 2", "four views, nothing comes back", "scatter", "scatter, dense"):
        words = [text.get_text().translate(PLAIN_DIGITS) for text in drawn(name)[1].axes.texts]
        sums.append([line for line in words if line == "sum" or " + " in line or " − " in line])
    few = "0.0576 + 0.0080 + 0.0346 − 0.0061", "−0.0351 + 0.0055"
    assert sums == [["sum", few[0]], ["sum", "sum"], ["sum", "sum"], [few[1]], ["sum"]]


def test_the_results_of_the_views_are_joined_by_equals_signs():
    for name, joints in (("four views", 3), ("scatter", 1)):
        _, card = drawn(name)
        signs = [text for text in card.axes.texts if text.get_text() == "=" and text.get_rotation() == 90]
        assert len(signs) == joints
        assert {sign.get_position()[0] for sign in signs} == {card.grids[-1].centre}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"weight": (2, 0)}, r"weight \(2, 0\) is outside the kernel \(2, 2\): rows 0 to 1, columns 0 to 1"),
        ({"weight": (0, -1)}, "weight must be an integer of at least 0, or a pair of them"),
        ({"delta": np.ones((6, 2))}, r"no kernel_shape fits"),
        ({"image": np.ones((9, 3)), "delta": [[1]]}, r"image \(9, 3\) is too large to draw: at most 8 along"),
        ({"delta": [1, 2]}, r"delta must have 2 axes, \(rows, columns\); got shape \(2,\)"),
        ({"image": normal(8, 8), "delta": normal(8, 8, 100), "weight": (0, 0)}, "too large to stand side by side"),
    ],
)
def test_a_kernel_gradient_that_cannot_be_drawn_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        figures.kernel_gradient(**arguments)


def test_the_scatter_tells_stamp_sum_and_the_delta_of_the_question():
    image_delta = convolve2d(question.exact.feature_map_delta, question.kernel, mode="full")
    assert drawn("scatter")[0].alt == (
        "Two ways from δ_x 0 0 0.0688 0; 0 0.0365 0 0; 0 0.0469 0 0; 0 0 0 −0.0683 through the kernel −0.13 0.15; "
        f"−0.51 0.62 to δ_o {read(image_delta)}. a, scatter-add: entry (0, 2) of δ_x, 0.0688, stamps −0.0089 0.0103; "
        "−0.0351 0.0426 at its place; all stamps are added. b, full convolution: at pixel (1, 2) the flipped kernel "
        "0.62 −0.51; 0.15 −0.13 lies on 0 0.0688; 0.0365 0 of δ_x in a border of zeros; the products 0 −0.0351; "
        "0.0055 0 add up to −0.0296."
    )


@pytest.mark.parametrize(
    ("kernel", "delta", "entry", "pixel"),
    [
        (LOPSIDED, [[1, 0, -2], [0, 3, 7]], (1, 2), (1, 2)),
        (LOPSIDED.T, [[5, -6], [0, 4], [1, 0]], (0, 1), (3, 1)),
        ([[1, -2, 0.5]], [[0.25], [-1]], (1, 0), (0, 2)),
    ],
)
def test_both_ways_of_the_scatter_end_in_what_scipy_gives(kernel, delta, entry, pixel, oracle):
    kernel, delta = np.array(kernel), np.array(delta)
    picture, card = card_of(lambda: figures.scatter(kernel, delta, entry, pixel))
    image_delta = convolve2d(delta, kernel, mode="full")
    _, _, stamp, added, bordered, flipped, full = (grid.panel.values for grid in card.grids)
    np.testing.assert_array_equal(added, image_delta)
    np.testing.assert_array_equal(full, image_delta)
    np.testing.assert_array_equal(stamp, delta[entry] * kernel)
    np.testing.assert_array_equal(flipped, kernel[::-1, ::-1])
    np.testing.assert_array_equal(correlate2d(bordered, flipped, mode="valid"), image_delta)
    assert f"add up to {read(image_delta[pixel])}." in picture.alt
    oracle("SciPy")


def test_the_scatter_frames_every_stamp_and_the_place_of_the_flipped_kernel():
    _, card = drawn("scatter, 3 × 2")
    _, _, _, added, bordered, _, full = card.grids
    for spot in ((0, 1), (1, 0), (1, 2)):
        assert framed(card, added, spot, (3, 2))
    assert not framed(card, added, (0, 0), (3, 2))
    assert framed(card, bordered, (2, 1), (2, 3))
    assert framed(card, bordered, (3, 0), (3, 2))
    assert framed(card, full, (3, 0), (1, 1))
    assert np.argwhere(bordered.panel.lit).tolist() == [[i, j] for i in (3, 4, 5) for j in (0, 1)]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"entry": (4, 0)}, r"entry \(4, 0\) is outside the delta \(4, 4\): rows 0 to 3, columns 0 to 3"),
        ({"pixel": (0, 5)}, r"pixel \(0, 5\) is outside the image \(5, 5\): rows 0 to 4, columns 0 to 4"),
        ({"pixel": "a"}, "pixel must be an integer of at least 0, or a pair of them"),
        ({"kernel": np.ones((2, 9))}, r"kernel \(2, 9\) is too large to draw"),
        ({"kernel": [1, 2]}, r"kernel must have 2 axes, \(rows, columns\); got shape \(2,\)"),
        ({"kernel": normal(8, 8), "delta": normal(8, 8)}, "too large to stand side by side"),
    ],
)
def test_a_scatter_that_cannot_be_drawn_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        figures.scatter(**arguments)
