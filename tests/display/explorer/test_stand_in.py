"""What stands in for the explorer where no page can show it: a picture with its words, or words alone."""

import re

import pytest

from backprop_helpers import (
    Dense,
    explore,
)
from backprop_helpers.display.explorer import widget
from tests.display.explorer import channels
from tests.display.explorer.expected import gone_both_ways


def test_a_picture_with_its_words_stands_in_for_the_view_that_follows_it(monkeypatch):
    shown = []
    monkeypatch.setattr(widget, "display", lambda data, raw: shown.append(data))
    explore(part="pool")._ipython_display_()
    picture, view = shown
    assert set(picture) == {"text/html", "text/plain"}
    assert "delta of feature map 0 0 0.069 0;" in picture["text/plain"]
    assert '<img class="backprop-figure" alt="Network: image' in picture["text/html"]
    assert "run the cells above, then this one" in picture["text/html"]
    assert set(view) == {widget.VIEW}


def stand_in_of(explorer, monkeypatch):
    shown = []
    monkeypatch.setattr(widget, "display", lambda data, raw: shown.append(data))
    explorer._ipython_display_()
    return shown[0]


def test_a_network_of_ones_own_has_a_picture_with_its_numbers_too(monkeypatch):
    shown = stand_in_of(explore(channels.lesson()), monkeypatch)
    (alt,) = re.findall(r'<img class="backprop-figure" alt="([^"]*)"', shown["text/html"])
    way = "Network: image 3×3×4, convolution with kernel 2×3×2×2 and bias 2, feature map 2×2×3; beneath, the deltas"
    assert alt.startswith(way) and shown["text/plain"].startswith(way)
    # 0.4·1 − 0.1·1, 0.4·0 − 0.1·0; 0.4·0 − 0.1·0, 0.4·3 − 0.1·1, and so on for a channel of a kernel each
    assert "gradient of kernel: 0.3 0; 0 1.1 / −0.1 0.1; 0.8 −0.2 / 0.4 0.6;" in alt
    assert (
        "gradient of bias: 0.3 / 0.5." in alt and "delta of feature map: 0.4 0 0; 0 0 −0.1 / 0 0.2 0; 0.3 0 0." in alt
    )
    dense = stand_in_of(explore(gone_both_ways([Dense([[1, 2]])], [3, 4], [0])), monkeypatch)
    assert "output with output weights 1×2, output 1;" in dense["text/html"]
    assert "delta of image: 11; 22. gradient of output weights: 33 44. delta of output: 11." in dense["text/html"]


@pytest.mark.parametrize("make", [channels.batch, channels.sixteen])
def test_a_network_too_large_for_a_card_has_words_in_place_of_the_picture(make, monkeypatch):
    shown = stand_in_of(explore(make()), monkeypatch)["text/html"]
    assert "<pre>Network: image " in shown and "beneath, the deltas and gradients.\n∂E/∂w[" in shown
    assert "<img" not in shown
