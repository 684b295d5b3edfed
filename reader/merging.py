"""One lesson out of three: as it was handed out, what its reader made of it, and as it is now."""

import nbformat
from nbformat.corpus.words import generate_corpus_id
from nbformat.v4 import new_markdown_cell

NOTE = "*An update changed the cell above after you had changed it. This is yours:*"


def merge(handed_out, readers, new):
    """Carry a reader's answers, their outputs and the reader's own cells over into a new version of a lesson.

    Cells are told apart by their ids. Where both the reader and the update changed a cell, both stay: the new one,
    and the reader's under a line that says so.

    Parameters
    ----------
    handed_out : notebook that the reader's was copied from
    readers : notebook with the reader's work
    new : notebook as the course has it now

    Returns
    -------
    (notebook, int): the lesson, and how many cells both had changed

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell as cell, new_notebook as notebook
    >>> handed_out = notebook(cells=[cell("x = ...", id="a"), cell("x + 1", id="b")])
    >>> readers = notebook(cells=[cell("x = 5", id="a"), cell("x + 1", id="b"), cell("x", id="c")])
    >>> new = notebook(cells=[cell("x = ...", id="a"), cell("x + 2", id="b")])
    >>> lesson, conflicts = merge(handed_out, readers, new)
    >>> [cell.source for cell in lesson.cells], conflicts
    (['x = 5', 'x + 2', 'x'], 0)
    """
    before, mine = ({cell.id: cell for cell in lesson.cells} for lesson in (handed_out, readers))
    blocks = {None: []} | {cell.id: _kept(before.get(cell.id), mine.get(cell.id), cell) for cell in new.cells}
    conflicts = sum(len(block) > 1 for block in blocks.values())
    place = None
    for cell in readers.cells:
        if cell.id in blocks:
            place = cell.id
        elif not _same(cell, before.get(cell.id)):
            blocks[place].append(cell)
    cells = [cell for block in blocks.values() for cell in block]
    return nbformat.from_dict({**new, "cells": cells}), conflicts


def _kept(before, mine, new):
    """Return what stays of a cell: the new one, the reader's, both, or none if the reader had taken it out."""
    unchanged, untouched = _same(new, before), _same(mine, before)
    if mine is None:
        return [] if unchanged else [new]
    if _same(mine, new):
        return [mine if new == before else new]
    if unchanged or untouched:
        return [mine if unchanged else new]
    return [new, new_markdown_cell(NOTE), {**mine, "id": generate_corpus_id()}]


def _same(cell, other):
    """Return whether two cells have the same text, whatever came out of them."""
    return None not in (cell, other) and (cell.cell_type, cell.source) == (other.cell_type, other.source)
