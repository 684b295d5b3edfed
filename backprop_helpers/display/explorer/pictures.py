"""Images with their labels, from which the page's reader picks one, and which a pen draws over."""

import numpy as np

from ...maths.arguments import as_real_array
from ..figures import digits

MOST = 100  # images on a page
DRAWN, LARGEST = 24, 8  # images in a figure, and how many rows and columns each has at most


def as_pictures(images, inputs, loss):
    """Return images and their labels as plain data for the page.

    Parameters
    ----------
    images : pair of arrays, M images and M labels, each of the shape of the network's own
    inputs : dict from the names of what enters to their numbers, the image first, "target" among them
    loss : function of a target, which says what is no target

    Returns
    -------
    dict: the image's "name", its "values" and the "targets" as nested lists, and the "largest" number

    Raises
    ------
    ValueError
        If they are no such pair, none or too many, of another shape, not finite, no target, or if no target enters.
    TypeError
        If a class is no integer.
    """
    if "target" not in inputs:
        raise ValueError("images need a target, whose place their labels take; give target too")
    try:
        values, targets = images
    except (TypeError, ValueError):
        raise ValueError("images must be a pair: several images, and as many labels") from None
    name = next(iter(inputs))
    values, targets = as_real_array("images", values), as_real_array("labels", targets)
    _check(values, targets, np.shape(inputs[name]), np.shape(inputs["target"]))
    for target in targets:
        loss(target)
    largest = float(max(values.max(), 0)) or 1.0
    shown = {"values": values.astype(float).tolist(), "targets": targets.astype(float).tolist()}
    return {"name": name, "largest": largest} | shown


def _check(values, targets, shape, target_shape):
    count = len(values) if values.ndim else 0
    if not 1 <= count <= MOST:
        raise ValueError(f"images must be 1 to {MOST}; got {count}")
    for name, given, wanted in (("images", values, (count, *shape)), ("labels", targets, (count, *target_shape))):
        if given.shape != wanted:
            raise ValueError(f"{name} {given.shape} do not fit this network; {wanted} would")
        if not np.isfinite(given.astype(float)).all():
            raise ValueError(f"{name} must be finite numbers")


def figure_of(pictures):
    """Draw the first images in tints, each above its label; None where they are no small images of one channel."""
    values = np.array(pictures["values"])[:DRAWN]
    count, *channels, rows, columns = values.shape if values.ndim > 2 else (0, 0, 0)
    if channels not in ([], [1]) or not 0 < max(rows, columns) <= LARGEST:
        return None
    targets = pictures["targets"][:DRAWN]
    captions = [f"image {k}" if np.ndim(target) else f"label {target:g}" for k, target in enumerate(targets)]
    return digits(values.reshape(count, rows, columns), captions)
