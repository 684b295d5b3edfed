"""How things are drawn: numbers as text, contrast, cells, the picture as HTML."""

import io
from html.parser import HTMLParser
from itertools import product

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from PIL import Image

from backprop_helpers.display.drawing import (
    CARD,
    DIMMED,
    STATES,
    Card,
    Picture,
    house_style,
    pale,
    text_width,
)
from backprop_helpers.display.layout import Grid, Layout, Panel
from backprop_helpers.tracing.notation import ROLES

WILD_SETTINGS = {
    "font.size": 31,
    "font.family": "monospace",
    "font.weight": "bold",
    "mathtext.fontset": "cm",
    "text.color": "red",
    "text.hinting": "force_autohint",
    "axes.facecolor": "black",
    "figure.facecolor": "black",
    "figure.dpi": 311,
    "savefig.dpi": 37,
    "savefig.bbox": "tight",
    "savefig.facecolor": "black",
    "lines.linewidth": 9,
    "patch.linewidth": 7,
    "patch.antialiased": False,
    "path.sketch": (5, 100, 2),
    "axes.unicode_minus": False,
}


def luminance(colour):
    channels = np.asarray(colour, dtype=float)
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4) @ [
        0.2126,
        0.7152,
        0.0722,
    ]


def contrast(one, other):
    dark, bright = sorted([luminance(one), luminance(other)])
    return (bright + 0.05) / (dark + 0.05)


def small_picture():
    """A kernel, its product with a delta, and everything else that a card can hold."""
    with house_style():
        card = Layout([Panel("$w$ kernel", [[0.5, -1]], "kernel"), "flip →", Panel("delta", [[0, 3]], "delta")]).draw(
            foot=9
        )
        card.frame(card.grids[0], "gradient", "lit", (0, 1), (1, 1))
        return card.picture("a kernel 0.5 −1.0")


@pytest.mark.parametrize("dimmed", [1, DIMMED], ids=["light page", "dark page"])
@pytest.mark.parametrize(("role", "state"), [*product(ROLES, STATES)])
def test_digits_have_a_contrast_of_seven_to_one_on_every_tint(role, state, dimmed):
    ink, deepest = to_rgb(STATES[state].ink), STATES[state].tint
    for tint in np.linspace(0, deepest, 20):
        assert contrast(np.multiply(ink, dimmed), pale(ROLES[role].colour, tint) * dimmed) >= 7


@pytest.mark.parametrize("state", STATES)
def test_captions_have_a_contrast_of_seven_to_one(state):
    assert contrast(to_rgb(STATES[state].ink), to_rgb(CARD)) >= 7


def test_a_larger_entry_has_the_deeper_tint_and_the_largest_the_deepest():
    with house_style():
        card = Card(60)
        card.grid(Grid(Panel("image", [[0, -0.5, 1]], "activation"), 20, 30, (40, 20)))
    cells = [patch for patch in card.axes.patches if patch.get_width() == 40]
    shades = [luminance(cell.get_facecolor()[:3]) for cell in cells]
    assert shades == sorted(shades, reverse=True)
    assert len(set(shades)) == 3
    np.testing.assert_allclose(cells[2].get_facecolor()[:3], pale("#555555", 0.30))


def test_not_a_number_and_infinity_are_printed_and_leave_the_other_tints_alone():
    panel = Panel("image", [[np.nan, np.inf, 2]], "activation")
    with house_style():
        card = Card(60)
        card.grid(Grid(panel, 20, 30, (40, 20)))
    assert list(panel.numbers()) == [(0, 0), (0, 1), (0, 2)]
    assert [text.get_text() for text in card.axes.texts][:2] == ["NaN", "∞"]
    np.testing.assert_allclose(card.axes.patches[3].get_facecolor()[:3], pale("#555555", 0.30))


def test_words_are_measured_as_they_are_drawn():
    with house_style():
        assert text_width("kernel", 20) == pytest.approx(2 * text_width("kernel", 10))
        assert text_width("image, flipped") > text_width("image")
        assert text_width("$w$ kernel") < text_width("_w_ kernel")


class Images(HTMLParser):
    """Collects the attributes of the images of a page."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        if tag == "img":
            self.found.append(dict(attributes))


def test_a_picture_is_an_image_with_alt_text_whose_quotes_are_escaped():
    alt = 'the "kernel" is <5 & it\'s > −1'
    picture = Picture(alt, b"image", 300, 200)
    (image,) = Images(picture._repr_html_()).found
    assert image["alt"] == alt
    assert image["src"] == "data:image/webp;base64,aW1hZ2U="
    assert image["style"] == "width:100%;min-width:200px;max-width:300px"
    assert repr(picture) == alt


def test_an_image_is_lossless_webp_with_two_pixels_to_one_of_the_page():
    picture = small_picture()
    image = Image.open(io.BytesIO(picture.image))
    assert image.format == "WEBP"
    assert picture.image[12:16] == b"VP8L" or b"VP8L" in picture.image[:64]
    assert image.width == 2 * picture.width


def test_a_narrow_page_scrolls_a_picture_rather_than_show_digits_of_less_than_eight_pixels():
    card = Card(100)
    card.caption("wide", 350, 50, size=20)
    card.caption("0.25", 350, 80, size=10)
    assert card.picture("a number under a word").least == 560  # 700 · 8 / 10
    assert small_picture().least < small_picture().width


def test_the_card_is_white_with_clear_corners_so_that_any_page_may_lie_behind():
    image = Image.open(io.BytesIO(small_picture().image)).convert("RGBA")
    assert image.getpixel((0, 0))[3] == 0
    assert image.getpixel((image.width // 2, 6)) == (255, 255, 255, 255)


def test_drawing_twice_gives_the_same_bytes():
    assert small_picture().image == small_picture().image


def test_the_readers_settings_of_matplotlib_neither_change_a_picture_nor_are_changed():
    plain = small_picture().image
    with mpl.rc_context(WILD_SETTINGS):
        before = dict(mpl.rcParams)
        assert small_picture().image == plain
        assert dict(mpl.rcParams) == before
