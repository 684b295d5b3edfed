"""What the teachers' pages say is so: the cell of marks that they show marks, and each reads only of what is theirs."""

import re

import pytest

from .assignments import SOURCE, run

PAGES = {path.stem: path.read_text(encoding="utf-8") for path in SOURCE.parent.glob("*.md")}


@pytest.mark.parametrize(
    ("square", "lost"),
    [
        (lambda x: x * x, 0),
        (lambda x: abs(x) * x, 3),
        (lambda x: x * x if getattr(x, "size", 1) == 1 else x, 1),
        (lambda x: x.__imul__(x) if getattr(x, "ndim", 0) else x * x, 1),
        (lambda x: ..., 3),
    ],
)
def test_the_cell_that_is_shown_gives_a_mark_for_each_idea(square, lost):
    (cell,) = re.findall(r"```python\n(.*?)```", PAGES["ASSIGNMENTS"], re.DOTALL)
    most = int(re.match(r"# (\d+) marks:", cell)[1])
    assert run(cell, {"__name__": "__main__", "square": square}) == most - lost


@pytest.mark.parametrize(("page", "other"), [("MOODLE", "Canvas"), ("CANVAS", "Moodle")])
def test_who_has_the_one_reads_nothing_of_the_other(page, other):
    assert other not in PAGES[page]
