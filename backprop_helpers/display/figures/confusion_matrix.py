"""What was taken for what: the confusion matrix."""

import numpy as np

from ...maths.arguments import as_real_array, check_axes, check_shape
from ..drawing import Card, house_style
from ..layout import MARGIN, Grid, Panel

CELL = (38, 24)
LEFT, ABOVE = 74, 40  # for the names of the rows and of the columns
LARGEST = 12  # classes that are drawn


def confusion(labels, answers):
    """Draw how often each class was taken for each: a row for what an image shows, a column for the answer.

    Parameters
    ----------
    labels, answers : array_like of whole numbers from 0, shape (N,)

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If they are no whole numbers from 0 to 11, or not as many.

    Examples
    --------
    >>> confusion([0, 0, 1, 2, 2], [0, 1, 1, 2, 2])
    Confusion matrix, 4 of 5 right. Wrong: 0 taken for 1 (1).
    """
    labels, answers = as_real_array("labels", labels), as_real_array("answers", answers)
    check_axes("labels", labels.shape, (1,), "(N,)")
    check_shape("answers", answers.shape, labels.shape, "the labels have")
    both = np.stack([labels, answers])
    if both.dtype.kind not in "iu" or both.min() < 0 or both.max() >= LARGEST:
        raise ValueError(
            f"labels and answers must be whole numbers from 0 to {LARGEST - 1}; got {both.dtype}, "
            f"{both.min()} to {both.max()}"
        )
    counts = np.zeros((both.max() + 1,) * 2, dtype=int)
    np.add.at(counts, (labels, answers), 1)
    with house_style():
        return _drawn(counts).picture(_in_words(counts))


def _drawn(counts):
    card = Card(MARGIN + ABOVE + CELL[1] * len(counts) + MARGIN, MARGIN + LEFT + CELL[0] * len(counts) + MARGIN)
    right = np.eye(len(counts), dtype=bool) & (counts > 0)
    panel = Panel("", counts, "activation", "receded", lit=right, dots=counts == 0, decimals=0)
    grid = card.grid(Grid(panel, MARGIN + LEFT, MARGIN + ABOVE, CELL))
    card.caption("taken for", grid.centre, MARGIN + 8)
    card.caption("shown", MARGIN + 22, (grid.y + grid.bottom) / 2 + 4)
    for k in range(len(counts)):
        x, y = grid.spot(k + 0.5, k + 0.5)
        card.caption(str(k), x, grid.y - 8)
        card.caption(str(k), grid.x - 16, y + 4)
    return card


def _in_words(counts):
    right = np.trace(counts)
    wrong = [f"{i} taken for {j} ({counts[i, j]})" for i, j in np.argwhere(counts) if i != j]
    return f"Confusion matrix, {right} of {counts.sum()} right. Wrong: {', '.join(wrong) or 'none'}."
