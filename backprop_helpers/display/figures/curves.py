"""Curves on the card of the other figures: the error over steps, the error of a numerical gradient over ε."""

import numpy as np

from ...maths.arguments import array, check_axes, check_shape
from ..drawing import CAPTION, HAIRLINE, ROLES, STATES, Card, house_style, text_width
from ..layout import MARGIN

WIDTH, HEIGHT = 560, 280  # of a card; narrower than the others, so that a phone shrinks its words less
LEFT, BENEATH, LINE = 66, 46, 17  # left of its axes, beneath them, from one line of words to the next
LOOKS = [ROLES[name] for name in ("feature map", "delta", "gradient", "kernel")]  # solid, dashed, dotted, thick
FAR = 100  # how many times smaller an error must become for a logarithmic axis


def error_over_steps(errors, names=None):
    """Draw the error over the steps of learning, on a logarithmic axis where it falls far.

    Parameters
    ----------
    errors : array_like, shape (steps,) or (curves, steps), at most four curves; first the error before any step
    names : list of str, one for each curve

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If an error is negative or not finite, or if there are too many curves or not as many names.

    Examples
    --------
    >>> error_over_steps([[0.125, 0.08, 0.05], [0.125, 0.01, 0.0001]], ["rate 0.1", "rate 1"])
    Error over steps 0 to 2, log axis; rate 0.1: 0.125 → 0.05; rate 1: 0.125 → 0.0001.
    """
    errors = np.atleast_2d(_finite("errors", errors))
    check_axes("errors", errors.shape, (2,), "(steps,) or (curves, steps)")
    if len(errors) > len(LOOKS):
        raise ValueError(f"{len(errors)} curves are too many to draw: at most {len(LOOKS)}")
    names = [""] * len(errors) if names is None else names
    check_shape("names", np.shape(names), errors.shape[:1], "the curves ask for")
    ends = [f"{_short(one[0])} → {_short(one[-1])}" for one in errors]
    labels = [f"{name}: {end}".removeprefix(": ") for name, end in zip(names, ends, strict=True)]
    room = max(map(text_width, labels)) + 16
    if room > WIDTH / 2:
        raise ValueError(f"the names are too long to stand beside their curves: {', '.join(names)}")
    scale = "log" if 0 < FAR * errors.min() < errors.max() else "linear"
    with house_style():
        card, axes = _axes("step", "error", room, yscale=scale, xmargin=0.02)
        axes.xaxis.get_major_locator().set_params(integer=True)
        for look, one in zip(LOOKS, errors, strict=False):
            axes.plot(one, color=look.colour, ls=look.dashes, lw=look.width, marker=".", markevery=[0, -1])
        _label_ends(card, axes, errors[:, -1], labels)
        return card.picture(f"Error over steps 0 to {errors.shape[1] - 1}, {scale} axis; {'; '.join(labels)}.")


def gradient_check(epsilons, errors):
    """Draw the error of a numerical gradient over ε, both axes logarithmic: a V between rounding and truncation.

    Parameters
    ----------
    epsilons : array_like, shape (steps,), all over 0
    errors : array_like, shape (steps,), the relative errors that `GradientCheck.errors_over` gives, all over 0

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If a number is not finite or not over 0, or if there are not as many errors as epsilons.

    Examples
    --------
    >>> gradient_check([1e-1, 1e-5, 1e-9], [2e-3, 3e-11, 4e-8])  # doctest: +NORMALIZE_WHITESPACE
    Relative error of the numerical gradient over ε, logarithmic axes: lowest 3e−11 at ε = 1e−5;
    rounding ∝ 1/ε, up to 4e−8 at ε = 1e−9; truncation ∝ ε², up to 0.002 at ε = 0.1.
    """
    epsilons, errors = _finite("epsilons", epsilons, over_0=True), _finite("errors", errors, over_0=True)
    check_axes("epsilons", epsilons.shape, (1,), "(steps,)")
    check_shape("errors", errors.shape, epsilons.shape, "the epsilons ask for")
    points = np.array(sorted(zip(epsilons, errors, strict=True)))
    lowest = points[:, 1].argmin()
    falling = "rounding ∝ 1/ε", points[:lowest], "left", (14, 4)
    rising = "truncation ∝ ε²", points[:lowest:-1], "right", (-14, 4)
    words = [f"lowest {_point_in_words(points[lowest])}"]
    with house_style():
        card, axes = _axes("ε", "relative error", MARGIN, xscale="log", yscale="log", ymargin=0.16)
        axes.plot(*points.T, color=ROLES["gradient"].colour, lw=ROLES["gradient"].width, marker=".")
        axes.plot(*points[lowest], "o", color=STATES["lit"].ink)
        beneath = ("left", "center", "right")[round(2 * lowest / max(1, len(points) - 1))]
        _write(axes, words[0], points[lowest], (0, -18), beneath)
        for name, side, where, shift in (side for side in (falling, rising) if len(side[1])):
            _write(axes, name, side[len(side) // 4], shift, where)
            words.append(f"{name}, up to {_point_in_words(side[0])}")
        return card.picture(f"Relative error of the numerical gradient over ε, logarithmic axes: {'; '.join(words)}.")


def _finite(name, values, over_0=False):
    """Return an argument as floats, none of them infinite or under 0."""
    values = np.asarray(array(name, values), dtype=float)
    if not np.isfinite(values).all() or values.min() < 0 or (over_0 and not values.all()):
        raise ValueError(f"{name} must be finite and {'greater than' if over_0 else 'at least'} 0")
    return values


def _short(value):
    return f"{value:.3g}".replace("e-0", "e-").replace("e+0", "e").replace("e+", "e").replace("-", "−")


def _point_in_words(point):
    return f"{_short(point[1])} at ε = {_short(point[0])}"


def _axes(across, up, right, **settings):
    """Return a card, and axes with hairlines on it that leave so much room at their right."""
    card = Card(HEIGHT, WIDTH)
    sides = LEFT / WIDTH, BENEATH / HEIGHT, 1 - (LEFT + right) / WIDTH, 1 - (MARGIN + BENEATH) / HEIGHT
    axes = card.axes.figure.add_axes(sides, xlabel=across, ylabel=up, facecolor="none", **settings)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[:].set_color(HAIRLINE)
    axes.tick_params(which="both", color=HAIRLINE, labelsize=CAPTION)
    axes.minorticks_off()
    return card, axes


def _label_ends(card, axes, ends, labels):
    """Write every curve's label beside its end, above any that it would touch."""
    right, _ = axes.dataLim.x1, axes.get_ylim()
    places = [tuple(axes.transData.transform((right, end))) for end in ends]
    low = -np.inf
    for (x, y), label in sorted(zip(places, labels, strict=True)):
        low = max(y, low + LINE)
        card.caption(label, x + 8, card.height - low + 4, ha="left")


def _write(axes, words, point, shift, side):
    axes.annotate(words, point, shift, textcoords="offset points", ha=side, size=CAPTION)
