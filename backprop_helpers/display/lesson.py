"""What a lesson calls: numbers in print, and the check of an answer."""

import sys
from dataclasses import replace

from ..practice.diagnosis import NOT_GIVEN, CalculationDiagnosis, Diagnosis, judge, judge_prediction
from ..practice.diagnosis.arrays import lines_of
from ..practice.diagnosis.words import wrapped


def show(caption, *values, decimals=6):
    """Print a caption and under it the numbers, aligned, the same under every version of NumPy.

    Where a cell of a notebook shows several captions, a blank line parts them.

    Parameters
    ----------
    caption : one line
    *values : numbers, arrays, texts; an array of two axes takes a line a row, one of more axes is shown block by block
    decimals : digits behind the point; integers and truth values have none

    Examples
    --------
    >>> import numpy as np
    >>> show("A row, a block and a shape", [1.5, -2], np.array([[0.25, 10], [0, 1]]), (2, 2), decimals=2)
    A row, a block and a shape
    1.50  -2.00
    <BLANKLINE>
    0.25  10.00
    0.00   1.00
    <BLANKLINE>
    (2, 2)
    """
    blocks = [_lines(value, decimals) for value in values]
    lines = ["", wrapped(caption)] if _is_second_in_its_cell() else [wrapped(caption)]
    for before, block in zip([[], *blocks], blocks, strict=False):
        if len(before) > 1 or (before and len(block) > 1):
            lines.append("")
        lines += block
    print("\n".join(lines))


def check(answer, exercise, passed=None):
    """Say whether an answer is right, and if not, where it first differs.

    Parameters
    ----------
    answer : number, nested list or array, or a function where the exercise asks for one; ``...`` for none yet
    exercise : the exercise's id, such as "01.1", or an ``Exercise`` or ``CodeExercise`` of one's own
    passed : what to say of a right answer; without it, how far it was compared

    Returns
    -------
    Diagnosis, shown as a sentence; its ``.verdict`` is one word

    Raises
    ------
    ValueError
        If there is no such exercise.

    Examples
    --------
    >>> check(..., "01.1")
    Not answered yet.
    >>> check([4, 9], "01.2")
    1 of 2 entries agree. The first that differs is at [1].
    """
    diagnosis = judge(answer, exercise)
    return replace(diagnosis, message=passed) if passed and diagnosis.verdict in {"right", "rounded"} else diagnosis


def predict(answer, prediction):
    """Say whether a prediction is right, before the cell shows it; of ``...`` nothing is said.

    Parameters
    ----------
    answer : number, nested list or array, or one of the words that are offered; ``...`` for none yet
    prediction : the prediction's id, such as "04.a"

    Raises
    ------
    ValueError
        If there is no such prediction.

    Examples
    --------
    >>> predict(..., "04.a")
    >>> predict("below", "04.a")
    Right.
    """
    diagnosis = judge_prediction(answer, prediction)
    if diagnosis is not NOT_GIVEN:
        show(str(diagnosis))


def _lines(value, decimals):
    """Return the lines of numbers, or of prose, which is broken between words."""
    prose = isinstance(value, str | Diagnosis | CalculationDiagnosis)
    return wrapped(str(value)).split("\n") if prose else lines_of(value, decimals)


_has_shown = False


def _is_second_in_its_cell():
    """Say whether something was shown before in the cell that a notebook is running."""
    global _has_shown
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is None:
        return False
    shell.events.register("pre_run_cell", _begin_a_cell)
    before, _has_shown = _has_shown, True
    return before


def _begin_a_cell(_):
    global _has_shown
    _has_shown = False
