"""Which things are drawn: every figure's words, its size, its digits in their cells, deltas under their arrays."""

import io
from copy import copy
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, partial
from itertools import combinations

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from backprop_helpers import figures, question
from backprop_helpers.display.drawing import SHARPNESS, Card, Picture, decimals_of, read

IMAGE, KERNEL = question.image, question.kernel


def normal(rows, columns, scale=1):
    """Numbers of both signs with many decimals."""
    return scale * np.random.default_rng(rows + columns).normal(size=(rows, columns))


WINNERS_ADD_UP = [[1, 9, 2, 4], [3, 4, 5, 1], [0, 2, 8, 7]], [[0.1, 0.2, 0.3], [-0.4, 0.5, 0.06]]
DRAWINGS = {
    **{f"network, {step}, forward": partial(figures.network, step, "forward") for step in [None, *figures.STEPS]},
    **{f"network, {part}": partial(figures.network, part) for part in [None, *figures.STEPS, *figures.PARTS]},
    "window": partial(figures.window, (1, 2)),
    "window at the last place": partial(figures.window, (3, 3)),
    "window, 3 × 3": partial(figures.window, (0, 1), normal(5, 6), normal(3, 3)),
    "window, padded": partial(figures.window, (0, 2), np.arange(20).reshape(4, 5) - 9, [[1, 0], [-2, 3], [0, 5]], 2, 1),
    "window, three digits": partial(figures.window, (0, 1), [[-120, 255, 3], [7, 0, -999]], [[1, -1]]),
    "window, long decimals": partial(figures.window, (1, 1), normal(4, 4, 1 / 3), [[-23.4567, 1], [2, 1e-6]]),
    "window, 8 × 8": partial(figures.window, (3, 0), normal(8, 8), normal(5, 5)),
    "window, all of 8 × 8": partial(figures.window, (0, 0), normal(8, 8), normal(8, 8)),
    "window, one number": partial(figures.window, (0, 0), [[2]], [[-0.5]]),
    "routing": figures.routing,
    "routing, a rest": partial(figures.routing, np.arange(25).reshape(5, 5) - 12, [[0.25, -1.5], [0, 2]]),
    "routing, gaps": partial(figures.routing, np.arange(35).reshape(5, 7), [[1, -2]], size=(3, 2), stride=3),
    "routing, overlapping": partial(figures.routing, *WINNERS_ADD_UP, size=2, stride=1),
    "routing, one winner of nine": partial(figures.routing, np.eye(5)[::-1] * 7.5, normal(3, 3), size=3, stride=1),
    "routing, twenty-five windows": partial(figures.routing, normal(6, 6), normal(5, 5), size=2, stride=1),
    "routing, three digits": partial(figures.routing, normal(6, 6, 300), normal(3, 3, 1000)),
    "routing, 8 × 8": partial(figures.routing, normal(8, 8), normal(4, 4)),
    "two kernels, two results": partial(
        figures.arrays,
        [("image", IMAGE), "correlate →", ("kernel", KERNEL), "=", ("feature map", question.exact.feature_map)],
        [("image", IMAGE), "convolve →", ("kernel, flipped", np.flip(KERNEL)), "=", ("feature map", normal(4, 4))],
    ),
    "deltas of two chains": partial(
        figures.arrays, [(f"delta, {name}", getattr(question, name).pooled_delta) for name in ("published", "exact")]
    ),
    "delta under its array": partial(
        figures.arrays,
        [("feature map", question.exact.feature_map, (1, 1)), "max →", ("pooled", question.exact.pooled)],
        [("delta of the feature map", normal(4, 4)), "← route", ("delta of pooled", normal(2, 2))],
    ),
}
every_figure = pytest.mark.parametrize("name", DRAWINGS)


def card_of(draw):
    """Draw a figure; return it and the card on which it was drawn."""
    kept, picture = [], Card.picture
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Card, "picture", lambda card, alt: kept.append(card) or picture(card, alt))
        drawn = draw()
    return drawn, *kept


@pytest.fixture
def words_alone(monkeypatch):
    """Leave the image out, for tests that look at the alt text alone."""
    monkeypatch.setattr(Card, "picture", lambda card, alt: Picture(alt, b"", card.width))


@cache
def drawn(name):
    return card_of(DRAWINGS[name])


PLAIN_DIGITS = {0x1D7E2 + digit: str(digit) for digit in range(10)}
FINE = 10  # pixels to one of the card, so that rounding to whole ones does not count


@cache
def boxes(card):
    """Every text of a card with its box (left, top, right, bottom), in the card's own pixels."""
    card.axes.figure.set_dpi(72 * FINE)
    renderer = FigureCanvasAgg(card.axes.figure).get_renderer()
    extents = [(text, text.get_window_extent(renderer)) for text in card.axes.texts if text.get_text()]
    return [
        (text, (box.x0 / FINE, card.height - box.y1 / FINE, box.x1 / FINE, card.height - box.y0 / FINE))
        for text, box in extents
    ]


def is_number(text):
    return text.get_ha() == "right"


def cells(card):
    for grid in card.grids:
        for spot in np.ndindex(grid.panel.values.shape):
            left, top = grid.spot(*spot)
            yield left, top, left + grid.cell[0], top + grid.cell[1]


def holds(outer, inner):
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@every_figure
def test_an_image_stays_under_60_kb(name):
    assert len(drawn(name)[0].image) < 60_000


@every_figure
def test_every_word_stays_on_the_card_and_every_number_in_its_cell(name):
    _, card = drawn(name)
    for text, box in boxes(card):
        assert holds((3, 3, card.width - 2, card.height - 3), box), text.get_text()
        if is_number(text):
            assert sum(holds(cell, box) for cell in cells(card)) == 1, text.get_text()


@every_figure
def test_no_two_texts_overlap(name):
    _, card = drawn(name)
    for (one, box), (other, other_box) in combinations(boxes(card), 2):
        assert not overlap(box, other_box), (one.get_text(), other.get_text())


@every_figure
def test_no_two_arrays_touch(name):
    _, card = drawn(name)
    frames = [(grid.x - 3, grid.y - 3, grid.right + 3, grid.bottom + 3) for grid in card.grids]
    assert [pair for pair in combinations(frames, 2) if overlap(*pair)] == []


@every_figure
def test_every_cell_shows_its_number_or_a_dot(name):
    _, card = drawn(name)
    assert sum(map(is_number, card.axes.texts)) + len(card.axes.lines) == sum(1 for _ in cells(card))


def luminance(pixels):
    channels = np.asarray(pixels)[..., :3] / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4) @ [
        0.2126,
        0.7152,
        0.0722,
    ]


@every_figure
def test_in_the_image_itself_digits_have_a_contrast_of_seven_to_one_with_their_cell(name):
    picture, card = drawn(name)
    image = np.asarray(Image.open(io.BytesIO(picture.image)))
    for text, box in boxes(card):
        if is_number(text):
            left, top, right, bottom = (round(edge * SHARPNESS) for edge in box)
            shades = luminance(image[top:bottom, left:right])
            assert (shades.max() + 0.05) / (shades.min() + 0.05) >= 7, text.get_text()


@pytest.mark.parametrize("name", ["network, pool", "window", "routing", "two kernels, two results"])
def test_a_figure_drawn_twice_has_the_same_bytes_and_words(name):
    one, other = drawn(name)[0], DRAWINGS[name]()
    assert (one.image, one.alt) == (other.image, other.alt)


def test_a_figure_does_not_depend_on_the_readers_settings_of_matplotlib():
    names = ["network, pool", "window", "routing", "two kernels, two results"]
    with mpl.rc_context({"font.size": 29, "font.weight": "bold", "text.color": "red", "savefig.bbox": "tight"}):
        assert [DRAWINGS[name]().image for name in names] == [drawn(name)[0].image for name in names]
        assert (mpl.rcParams["font.size"], mpl.rcParams["text.color"]) == (29, "red")


def test_a_delta_stands_exactly_under_its_array_and_a_gradient_under_its_parameter():
    _, card = drawn("network, None")
    beneath, above = card.grids[:9], card.grids[9:]
    assert [grid.panel.role for grid in beneath].count("gradient") == 3
    for one, other in zip(above, beneath, strict=True):
        assert (one.x, one.cell, one.panel.values.shape) == (other.x, other.cell, other.panel.values.shape)
    assert {other.y - one.y for one, other in zip(above, beneath, strict=True)} == {162}


@pytest.mark.parametrize("name", ["routing", "routing, a rest", "routing, overlapping", "delta under its array"])
def test_in_the_other_figures_too_a_delta_stands_exactly_under_its_array(name):
    _, card = drawn(name)
    for one, other in zip(card.grids[:2], card.grids[2:], strict=True):
        assert (one.x, one.cell, one.panel.values.shape) == (other.x, other.cell, other.panel.values.shape)
        assert one.panel.role == "feature map"
        assert other.panel.role == "delta"


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
        for name in figures.PARTS:
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
    lit = [name in ("kernel", "feature map", "pooled") for name in figures.PARTS]
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
        ({"image": np.ones((9, 5))}, r"image \(9, 5\) is too large to draw: at most 8 rows and 8 columns"),
        ({"image": np.ones((8, 8)), "padding": 2}, r"padded image \(12, 12\) is too large to draw: at most 10 rows"),
        ({"kernel": np.ones((6, 2))}, r"kernel \(6, 2\) does not fit into image \(5, 5\)"),
        ({"image": [1, 2, 3]}, r"image must have 2 axes, \(rows, columns\); got shape \(3,\)"),
    ],
)
def test_a_window_that_cannot_be_drawn_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        figures.window(**arguments)


def test_the_routing_tells_winners_and_where_the_deltas_go():
    assert drawn("routing")[0].alt == (
        "Max pooling with windows of (2, 2), stride (2, 2): a 0.3092 at (1, 1), b 0.2652 at (0, 2), "
        "c 0.6069 at (2, 1), d 0.1892 at (3, 3). The deltas 0.0365 0.0688; 0.0469 −0.0683 go back to these places: "
        "0 0 0.0688 0; 0 0.0365 0 0; 0 0.0469 0 0; 0 0 0 −0.0683."
    )


def test_a_tie_goes_to_the_first_winner_and_a_winner_of_delta_zero_still_shows_its_zero():
    _, card = card_of(lambda: figures.routing([[2, 7, 7], [7, 1, 5]], [[0, 4]], size=(2, 2), stride=1))
    feature_map, pooled, delta, _ = (grid.panel for grid in card.grids)
    assert feature_map.marks == {(0, 1): "ab"}
    assert pooled.marks == {(0, 0): "a", (0, 1): "b"}
    assert delta.values.tolist() == [[0, 4, 0], [0, 0, 0]]
    _, card = card_of(lambda: figures.routing([[2, 7], [7, 1]], [[0]]))
    assert list(card.grids[2].panel.numbers()) == [(0, 1)]


def test_windows_side_by_side_stand_apart_and_what_none_reaches_stands_outside():
    _, card = drawn("routing, gaps")
    grid = card.grids[0]
    width, height = grid.cell
    assert grid.panel.cuts == [[3], [2, 3, 5]]
    boxes_drawn = [patch.get_bbox().bounds for patch in card.axes.patches if patch.get_zorder() == 3]
    for column in (0, 3):
        window = (*grid.spot(0, column), 2 * width, 3 * height)
        assert any(box == pytest.approx(window) for box in boxes_drawn)
    assert grid.spot(0, 3)[0] - grid.spot(0, 2)[0] == pytest.approx(width + 6)


def test_overlapping_windows_have_their_letters_and_their_deltas_add_up():
    picture, card = drawn("routing, overlapping")
    alt = picture.alt
    assert "a 9 at (0, 1), b 9 at (0, 1), c 5 at (1, 2), d 4 at (1, 1), e 8 at (2, 2), f 8 at (2, 2)." in alt
    assert "go back to these places, where they add up: 0 0.30 0 0; 0 −0.40 0.30 0; 0 0 0.56 0." in alt
    feature_map = card.grids[0].panel
    assert feature_map.cuts == [[], []]
    assert feature_map.marks == {(0, 1): "ab", (1, 2): "c", (1, 1): "d", (2, 2): "ef"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"delta": [[1, 2, 3]]}, r"delta has shape \(1, 3\), but the pooled array has \(2, 2\)"),
        ({"feature_map": np.ones((2, 9))}, r"feature_map \(2, 9\) is too large to draw: at most 8 rows and 8 columns"),
        ({"size": 5}, r"pool \(5, 5\) does not fit into image \(4, 4\)"),
        (
            {"feature_map": np.ones((8, 8)), "delta": np.ones((8, 8)), "size": 1},
            "64 windows are too many to draw: at most 26",
        ),
    ],
)
def test_a_routing_that_cannot_be_drawn_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        figures.routing(**arguments)


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
