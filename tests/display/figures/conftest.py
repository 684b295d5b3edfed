"""What the tests of the figures share."""

import pytest

from backprop_helpers.display.drawing import Card, Picture


@pytest.fixture
def words_alone(monkeypatch):
    """Leave the image out, for tests that look at the alt text alone."""
    monkeypatch.setattr(Card, "picture", lambda card, alt: Picture(alt, b"", card.width, card.width))
