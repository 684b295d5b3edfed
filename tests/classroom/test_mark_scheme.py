"""The answer in words has a mark scheme, in a locked cell right above it, which nbgrader takes out and puts back."""

import re

import pytest

from .assignments import NAMES, cell_id, read

BEGIN, END = "<!-- BEGIN MARK SCHEME -->", "<!-- END MARK SCHEME -->"
SCHEME = re.compile(rf"\n\n{BEGIN}\n\n(Model answer: .+)\n\n(Marks: .+)\n\n{END}\Z")


@pytest.mark.parametrize("assignment", NAMES)
def test_the_question_in_words_ends_in_a_model_answer_and_what_earns_each_mark(assignment):
    cells = read(assignment).cells
    (place,) = [place for place, cell in enumerate(cells) if cell_id(cell) == "in_words"]
    question, answer = cells[place - 1], cells[place]
    _, marks = SCHEME.search(question.source).groups()
    assert len(re.findall(r"(?:: |, )1 ", marks)) == answer.metadata.nbgrader.points
    kinds = {kind: question.metadata.nbgrader[kind] for kind in ("locked", "grade", "solution")}
    assert kinds == {"locked": True, "grade": False, "solution": False}
    assert "In your own words" in question.source and "Model answer" not in answer.source
