"""Rows of weights behind a Flatten, which stand on the page as the maps that were flattened."""

import numpy as np

LONGEST = 12  # numbers in a row that is not folded


def folding(stages, arrays):
    """Return by name the axes and the shape in which long rows of weights are shown, and what comes back to them.

    A row that multiplies several flattened maps is folded back into maps: 10×256 behind 16 maps of 4×4 becomes ten
    rows of 16 grids of 4×4.

    Parameters
    ----------
    stages : the stages of a network
    arrays : dict of all arrays by their labels
    """
    weights = [(stage.given, label) for stage in stages for label in stage.parameters.values()]
    found = {label.name: _folded(given, arrays[given], arrays[label]) for given, label in weights}
    return {label.name: found[label.of] for label in arrays if found.get(label.of) and label.kind in _KINDS}


_KINDS = ("parameter", "gradient", "after the step")


def _folded(given, values, weights):
    """Return axes and shape of folded weights; None where their rows are short, or no maps were flattened."""
    if np.ndim(weights) != 2 or np.ndim(values) < 2 or weights.shape[1] <= LONGEST:
        return None
    own = np.shape(values)[1:] if given.axes[:1] == ("n",) else np.shape(values)
    if len(own) < 2 or weights.shape[1] != np.prod(own):
        return None
    axes = [letter for letter in given.axes if letter != "n"]
    return {"axes": ["j", *axes], "folded": [weights.shape[0], *own]}
