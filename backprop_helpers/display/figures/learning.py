"""How a network learns: error and accuracy over the epochs, side by side."""

import numpy as np

from ...maths.arguments import check_shape
from ...maths.numerals import number
from ..drawing import Card, house_style, text_width
from ..layout import MARGIN
from .curves import HEIGHT, LEFT, as_curves, axes_on, draw_curves, scale_of

WIDTH = 700
NAMES = ("learned", "held out")


def learning(errors, accuracies, names=None):
    """Draw error and accuracy over the epochs, as ``Training`` measures them.

    Parameters
    ----------
    errors : array_like, shape (epochs + 1,) or (curves, epochs + 1), at most four curves; first those before any step
    accuracies : the errors' shape, from 0 to 1
    names : list of str, one for each curve; without it "learned" and "held out"

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If an error is negative or not finite, an accuracy not from 0 to 1, or if there are too many curves or not as
        many accuracies or names.

    Examples
    --------
    >>> learning([2.31, 0.4, 0.02], [0.1, 0.9, 0.97])
    Epochs 0 to 2. Error, log axis: learned 2.3 → 0.02. Accuracy: learned 10.0 % → 97.0 %.
    """
    errors, accuracies = as_curves("errors", errors, "epochs"), as_curves("accuracies", accuracies, "epochs")
    check_shape("accuracies", accuracies.shape, errors.shape, "the errors have")
    if accuracies.max() > 1:
        raise ValueError(f"accuracies must lie between 0 and 1; got {accuracies.max()}")
    names = NAMES[: len(errors)] if names is None else names
    check_shape("names", np.shape(names), errors.shape[:1], "the curves ask for")
    scale = scale_of(errors)
    with house_style():
        card = Card(HEIGHT, WIDTH)
        at_left = _panel(card, 0, "error", errors, names, _short, yscale=scale)
        at_right = _panel(card, WIDTH / 2, "accuracy, %", 100 * accuracies, names, _percent)
        words = f"Epochs 0 to {errors.shape[1] - 1}. Error, {scale} axis: {at_left}. Accuracy: {at_right}."
        return card.picture(words)


def _panel(card, start, up, curves, names, written, **settings):
    """Draw curves on one half of a card, and return them in words."""
    labels = [f"{name} {written(curve[-1])}" for name, curve in zip(names, curves, strict=True)]
    room = max(map(text_width, labels)) + 16
    if room > WIDTH / 4:
        raise ValueError(f"the names are too long to stand beside their curves: {', '.join(names)}")
    axes = axes_on(card, start + LEFT, start + WIDTH / 2 - max(room, MARGIN), xlabel="epoch", ylabel=up, **settings)
    axes.margins(x=0.02)
    draw_curves(card, axes, curves, labels)
    told = (f"{name} {written(one[0])} → {written(one[-1])}" for name, one in zip(names, curves, strict=True))
    return ", ".join(told)


def _short(error):
    return number(float(f"{error:.2g}"), zeros=False)


def _percent(share):
    return f"{share:.1f} %"
