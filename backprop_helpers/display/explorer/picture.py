"""A network as a picture, which stands where its explorer is not run: two lanes, and the same numbers."""

import numpy as np

from ...maths.numerals import read
from ..drawing import house_style, tex
from ..layout import Layout, Panel
from .refusals import by

TALLEST = 16  # rows of numbers in a lane


def in_words(stages, arrays):
    """Return the way through a network: its arrays with their shapes, and the layers between.

    `arrays` are numbers by label; a stage without a title is passed over, as on the page.
    """
    shaped = {label: f"{label.name} {by(np.shape(values))}".rstrip() for label, values in arrays.items()}
    way = [shaped[stages[0].given]]
    for stage in _titled(stages):
        parameters = " and ".join(shaped[label] for label in stage.parameters.values())
        way += [f"{stage.title} with {parameters}" if parameters else stage.title, shaped[stage.result]]
    way += [word for label in _probabilities(arrays) for word in ("softmax", shaped[label])]
    return f"Network: {', '.join(way)}; beneath, the deltas and gradients."


def picture_of(stages, arrays):
    """Draw a network: each delta exactly under its array, each gradient under its parameter.

    Returns
    -------
    Picture, or None where its arrays are too many or too large for a card
    """
    forward, backward = _lane(stages, arrays), _lane(stages, arrays, back=True)
    if max(panel.rows for panel in forward[::2]) > TALLEST:
        return None
    with house_style():
        try:
            card = Layout(forward, backward).draw()
        except ValueError:
            return None
        return card.picture(f"{in_words(stages, arrays)} {_aloud(stages, arrays)}")


def _titled(stages):
    return [stage for stage in stages if stage.title]


def _lane(stages, arrays, back=False):
    """Return a row of panels with signs between: all arrays, softmax's at the end, or all that comes back to them."""
    row = [_panel(stages[0].given, arrays, back)]
    for stage in _titled(stages):
        row += [item for label in stage.parameters.values() for item in ("", _panel(label, arrays, back))]
        row += ["←" if back else f"{stage.title} →", _panel(stage.result, arrays, back)]
    shares = () if back else _probabilities(arrays)
    return row + [item for label in shares for item in ("softmax →", _panel(label, arrays, back))]


def _probabilities(arrays):
    """Return the label of what a loss makes of the scores, in a list; none where it makes nothing of them."""
    return [label for label in arrays if (label.kind, label.name) == ("loss", "probabilities")]


def _panel(label, arrays, back):
    """Return a panel of an array, or of what comes back to it, its grids apart as they stand on the page."""
    shown = label.back if back else label
    grids = _grids(shown, arrays[shown])
    down, right, rows, columns = grids.shape
    values = grids.swapaxes(1, 2).reshape(down * rows, right * columns)
    cuts = [*range(rows, down * rows, rows)], [*range(columns, right * columns, columns)]
    words = tex(shown) if back else f"{tex(shown)} {shown.short}"
    return Panel(words, values, shown.role, cuts=cuts)


def _grids(label, values):
    """Return an array's grids: below each other, beside each other, rows, columns; maps stand below each other."""
    axes = len(label.axes)
    outer, inner = values.shape[:axes], values.shape[axes:]
    beside = outer if axes > 1 else (*outer, 1) if label.axes[:1] and label.axes[0].startswith("k") else (1, *outer)
    return values.reshape(*(*beside, 1)[:2], *(*inner, 1, 1)[:2])


def _aloud(stages, arrays):
    """Return in words the probabilities, if there are any, and what comes back to every array, grid by grid."""
    labels = [
        stages[0].given,
        *(label for stage in _titled(stages) for label in (*stage.parameters.values(), stage.result)),
    ]
    shown = [*_probabilities(arrays), *(label.back for label in labels)]
    return " ".join(_read(label, arrays[label]) for label in shown)


def _read(label, values):
    grids = _grids(label, values)
    return f"{label.name}: {' / '.join(read(grids[place]) for place in np.ndindex(grids.shape[:2]))}."
