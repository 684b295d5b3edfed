"""What holds for every figure: its size, digits in their cells, deltas under their arrays, nobody's settings."""

import io
import re
from itertools import combinations

import matplotlib as mpl
import numpy as np
import pytest
from PIL import Image

from backprop_helpers.display.drawing import SHARPNESS, tex
from backprop_helpers.tracing.notation import SIGNS, Label

from .drawings import DRAWINGS, boxes, cells, drawn, holds, is_number, overlap

UNLIKE = ["network, pool", "window", "routing", "two kernels, two results", "four views", "scatter", "channels"]
every_figure = pytest.mark.parametrize("name", DRAWINGS)


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


LABELS = [Label("parameter" if sign.role == "kernel" else "result", name) for name, sign in SIGNS.items()]
SYMBOLS = {tex(label): label for forward in LABELS for label in (forward, forward.back)}


@every_figure
def test_a_letter_stands_for_its_array_and_in_its_role(name):
    _, card = drawn(name)
    for panel in (grid.panel for grid in card.grids):
        if found := re.match(r"(\$[^$]*\$)(?: ([a-z ]+))?", panel.words):
            symbol, words = found.groups()
            label = SYMBOLS[symbol]
            assert words not in {*SIGNS} - {label.name}
            assert panel.role == label.role or panel.words.startswith(f"{symbol}[")  # a patch, by its weight


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


@pytest.mark.parametrize("name", UNLIKE)
def test_a_figure_drawn_twice_has_the_same_bytes_and_words(name):
    one, other = drawn(name)[0], DRAWINGS[name]()
    assert (one.image, one.alt) == (other.image, other.alt)


def test_a_figure_does_not_depend_on_the_readers_settings_of_matplotlib():
    with mpl.rc_context({"font.size": 29, "font.weight": "bold", "text.color": "red", "savefig.bbox": "tight"}):
        assert [DRAWINGS[name]().image for name in UNLIKE] == [drawn(name)[0].image for name in UNLIKE]
        assert (mpl.rcParams["font.size"], mpl.rcParams["text.color"]) == (29, "red")


@pytest.mark.parametrize("name", ["routing", "routing, a rest", "routing, overlapping", "delta under its array"])
def test_in_the_other_figures_too_a_delta_stands_exactly_under_its_array(name):
    _, card = drawn(name)
    for one, other in zip(card.grids[:2], card.grids[2:], strict=True):
        assert (one.x, one.cell, one.panel.values.shape) == (other.x, other.cell, other.panel.values.shape)
        assert one.panel.role == "feature map"
        assert other.panel.role == "delta"
