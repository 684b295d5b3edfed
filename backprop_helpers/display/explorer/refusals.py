"""What is said of a setting that does not fit, in the words of the lessons, and of what cannot stand on a page."""

import math
import numbers

import numpy as np

from ...maths.arguments import as_pair

NUMBERS, STEPS = 14_000, 90_000  # that a page shows, and calculates anew after every change
LARGEST = 12  # setting that a page offers
LEAST = {"stride": 1, "size": 1, "dilation": 1, "padding": 0}


def check_settings(title, known, settings):
    """Raise a TypeError for a setting that a layer does not know, or a ValueError for one that no layer can have."""
    for name, value in settings.items():
        if name not in known:
            raise TypeError(f"the {title} has no {name}; it has {', '.join(known)}")
        _check(name, value)


def _check(name, value):
    if name not in LEAST:
        if not (isinstance(value, numbers.Real) and math.isfinite(value)):
            raise ValueError(f"a {name} is a number")
        return
    try:
        fits = max(as_pair(name, value, LEAST[name])) <= LARGEST
    except ValueError:
        fits = False
    if not fits:
        raise ValueError(f"a {name} is a whole number from {LEAST[name]} to {LARGEST}, or two, for rows and columns")


def why_not(stages, stage, given, settings):
    """Return why a stage's layer cannot take an array of a shape: for its window, or for the stages before it."""
    if not settings:
        asked = next(each.layer.input.shape for each in stages if each.given == stage.given)
        weights = next(iter(stage.parameters.values())).name
        return f"that leaves a {by(given)} map; the {weights} ask for {by(asked)}"
    kernel = stage.layer.parameters.get("kernel")
    window = as_pair("size", settings["size"], 1) if kernel is None else kernel.shape[-2:]
    dilation = as_pair("dilation", settings.get("dilation", 1), 1)
    padding = as_pair("padding", settings.get("padding", 0), 0)
    if kernel is None and any(2 * border > side for border, side in zip(padding, window, strict=True)):
        return f"a {stage.title} of {by(window)} takes a padding of at most half its size"
    reach = [(side - 1) * step + 1 for side, step in zip(window, dilation, strict=True)]
    return f"a window of {by(reach)} does not fit into the {by(given[-2:])} {stage.given.of}" + _with_border(padding)


def _with_border(padding):
    return f", also with a border of {by(padding)}" if any(padding) else ""


def by(shape):
    """Return a shape as text: 2×2."""
    return "×".join(map(str, shape))


def asked(new, old):
    """Return, in words, what is new in some settings: "Stride 3 and padding 1"."""
    titles = [title for title in new if title != "order"]
    changed = [f"{name} {_written(value)}" for title in titles for name, value in _changed(new[title], old[title])]
    if new["order"] != old["order"]:
        changed.append("this order")
    text = " and ".join(dict.fromkeys(changed))
    return text[:1].upper() + text[1:]


def _changed(new, old):
    return [(name, value) for name, value in new.items() if name not in old or old[name] != value]


def _written(value):
    return f"“{value}”" if isinstance(value, str) else by(np.ravel(value)).replace("-", "−")


def as_floats(values):
    """Return numbers as floats; an integer may be too large for NumPy's, as 1e20 is in JSON, or for any."""
    try:
        return values.astype(float)
    except OverflowError:
        return np.full(values.shape, np.inf)


def check_sizes(arrays):
    """Refuse arrays that have too many axes or numbers for a page."""
    for label, values in arrays.items():
        if np.ndim(values) - len(label.axes) > 2:
            raise ValueError(f"{label.name} {values.shape} cannot be shown: it has more than four axes")
    numbers = sum(map(np.size, arrays.values()))
    if numbers > NUMBERS:
        raise ValueError(f"{numbers} numbers are more than the {NUMBERS} that a page shows; explore a part")


def check_steps(nodes):
    """Refuse a calculation of more steps than a page takes anew after every change."""
    if len(nodes) > STEPS:
        raise ValueError(f"{len(nodes)} steps are more than the {STEPS} that a page calculates; explore a part")


def check_numbers(arrays):
    """Refuse what is not finite."""
    for label, values in arrays.items():
        if not np.isfinite(values).all():
            raise ValueError(f"{label.name} would be too large to calculate with")
