"""Curves on the card of the other figures: the error over steps, the error of a numerical gradient over ε."""

import numpy as np

from ...maths.arguments import as_real_array, check_axes, check_shape
from ...maths.numerals import number
from ...tracing.notation import ROLES
from ..drawing import CAPTION, HAIRLINE, LINES, STATES, Card, house_style, text_width
from ..layout import MARGIN

WIDTH, HEIGHT = 560, 280  # of a card; narrower than the others, so that a phone shrinks its words less
LEFT, BENEATH, LINE = 66, 46, 17  # left of its axes, beneath them, from one line of words to the next
CURVES = "feature map", "delta", "gradient", "kernel"  # the roles whose lines they have: solid, dashed, dotted, thick
FAR = 100  # how many times larger than the smallest error the largest must be for a logarithmic axis


def error_over_steps(errors, names=None):
    """Draw the error over the steps of learning, on a logarithmic axis where it changes a hundredfold.

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
    errors = as_curves("errors", errors, "steps")
    names = [""] * len(errors) if names is None else names
    check_shape("names", np.shape(names), errors.shape[:1], "the curves ask for")
    ends = [f"{number(one[0], zeros=False)} → {number(one[-1], zeros=False)}" for one in errors]
    labels = [f"{name}: {end}".removeprefix(": ") for name, end in zip(names, ends, strict=True)]
    room = max(map(text_width, labels)) + 16
    if room > WIDTH / 2:
        raise ValueError(f"the names are too long to stand beside their curves: {', '.join(names)}")
    scale = scale_of(errors)
    with house_style():
        card, axes = _axes("step", "error", room, yscale=scale, xmargin=0.02)
        draw_curves(card, axes, errors, labels)
        return card.picture(f"Error over steps 0 to {errors.shape[1] - 1}, {scale} axis; {'; '.join(labels)}.")


def gradient_check(epsilons, errors):
    """Draw the error of a numerical gradient over ε, both axes logarithmic: a V between rounding and truncation.

    Parameters
    ----------
    epsilons : array_like, shape (steps,), all over 0
    errors : array_like, shape (steps,), the relative errors that `GradientCheck.errors_over` gives; those that are 0
        have no place on a logarithmic axis and are left out

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If a number is not finite or under 0, if no error is over 0, or if there are not as many errors as epsilons.

    Notes
    -----
    A side of the V is named where it has the slope of its law: 2 for truncation ∝ ε², −1 for rounding ∝ 1/ε.

    Examples
    --------
    >>> gradient_check([1e-1, 1e-5, 1e-9], [2e-3, 3e-11, 4e-8])  # doctest: +NORMALIZE_WHITESPACE
    Relative error of the numerical gradient over ε, logarithmic axes: lowest 3e−11 at ε = 1e−5;
    rounding ∝ 1/ε, up to 4e−8 at ε = 1e−9; truncation ∝ ε², up to 0.002 at ε = 0.1.
    """
    epsilons = _finite("epsilons", epsilons, over_0=True)
    errors = _finite("errors", errors)
    check_axes("epsilons", epsilons.shape, (1,), "(steps,)")
    check_shape("errors", errors.shape, epsilons.shape, "the epsilons ask for")
    points = np.array([point for point in sorted(zip(epsilons, errors, strict=True)) if point[1] > 0])
    if not len(points):
        raise ValueError("errors are all 0: there is nothing to draw on a logarithmic axis")
    lowest = points[:, 1].argmin()
    falling = "rounding ∝ 1/ε", -1, points[: lowest + 1], "left", (14, 4)
    rising = "truncation ∝ ε²", 2, points[lowest:][::-1], "right", (-14, 4)
    words = [f"lowest {_point_in_words(points[lowest])}"]
    with house_style():
        card, axes = _axes("ε", "relative error", MARGIN, xscale="log", yscale="log", ymargin=0.16)
        axes.plot(*points.T, **_line("gradient"))
        axes.plot(*points[lowest], "o", color=STATES["lit"].ink)
        beneath = ("left", "center", "right")[round(2 * lowest / max(1, len(points) - 1))]
        _write(axes, words[0], points[lowest], (0, -18), beneath)
        for name, law, side, where, shift in (falling, rising):
            if not _follows(side, law):
                continue
            _write(axes, name, side[(len(side) - 1) // 4], shift, where)
            words.append(f"{name}, up to {_point_in_words(side[0])}")
        return card.picture(f"Relative error of the numerical gradient over ε, logarithmic axes: {'; '.join(words)}.")


def as_curves(name, values, over):
    """Return an argument as curves that can be drawn, (curves, steps)."""
    curves = np.atleast_2d(_finite(name, values))
    check_axes(name, curves.shape, (2,), f"({over},) or (curves, {over})")
    if len(curves) > len(CURVES):
        raise ValueError(f"{len(curves)} curves are too many to draw: at most {len(CURVES)}")
    return curves


def scale_of(errors):
    """Return "log" where the errors change a hundredfold, else "linear"."""
    return "log" if 0 < FAR * errors.min() < errors.max() else "linear"


def _finite(name, values, over_0=False):
    """Return an argument as floats, none of them infinite or under 0."""
    values = np.asarray(as_real_array(name, values), dtype=float)
    if not np.isfinite(values).all() or values.min() < 0 or (over_0 and not values.all()):
        raise ValueError(f"{name} must be finite and {'greater than' if over_0 else 'at least'} 0")
    return values


def _follows(side, law):
    """Tell whether points lie about a line of this slope, both axes logarithmic."""
    return len(side) > 1 and abs(np.polyfit(*np.log10(side).T, 1)[0] - law) < 1 / 2


def _line(role):
    return {"color": ROLES[role].colour, "lw": LINES[role].width, "marker": "."}


def _point_in_words(point):
    return f"{number(point[1], zeros=False)} at ε = {number(point[0], zeros=False)}"


def _axes(across, up, right, **settings):
    """Return a card, and axes with hairlines on it that leave so much room at their right."""
    card = Card(HEIGHT, WIDTH)
    return card, axes_on(card, LEFT, WIDTH - right, xlabel=across, ylabel=up, **settings)


def axes_on(card, left, right, **settings):
    """Return axes with hairlines on a card, from one place across it to another."""
    sides = left / card.width, BENEATH / card.height, (right - left) / card.width, 1 - (MARGIN + BENEATH) / card.height
    axes = card.axes.figure.add_axes(sides, facecolor="none", **settings)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[:].set_color(HAIRLINE)
    axes.tick_params(which="both", color=HAIRLINE, labelsize=CAPTION)
    axes.minorticks_off()
    return axes


def draw_curves(card, axes, curves, labels):
    """Draw curves over whole steps, each in a role's line, with its label beside its end."""
    axes.xaxis.get_major_locator().set_params(integer=True)
    for role, one in zip(CURVES, curves, strict=False):
        axes.plot(one, **_line(role), ls=LINES[role].dashes, markevery=[0, -1])
    _label_ends(card, axes, curves[:, -1], labels)


def _label_ends(card, axes, ends, labels):
    """Write every curve's label beside its end, apart from any that it would touch, and below the card's upper rim."""
    right = axes.dataLim.x1
    axes.get_ylim()  # settles the limits, and with them where a curve ends
    order = np.argsort(ends, kind="stable")
    x = axes.transData.transform((right, ends[0]))[0] + 8
    heights = [axes.transData.transform((right, ends[k]))[1] for k in order]
    for k in range(1, len(heights)):
        heights[k] = max(heights[k], heights[k - 1] + LINE)
    above = max(0, heights[-1] - (card.height - MARGIN))
    for height, k in zip(heights, order, strict=True):
        card.caption(labels[k], x, card.height - height + above + 4, ha="left")


def _write(axes, words, point, shift, side):
    axes.annotate(words, point, shift, textcoords="offset points", ha=side, size=CAPTION)
