"""What a lesson's text says of itself: which numbers it has, and what the same numbers are called elsewhere."""

import ast
import re
from importlib.util import find_spec
from pathlib import Path

import nbformat
import pytest

from backprop_helpers import conv2d_kernel_gradient, question

FOLDER = Path(__file__).parents[2] / "notebooks"
LESSONS = {path.stem: nbformat.read(path, as_version=4) for path in sorted(FOLDER.glob("[0-9]*.ipynb"))}


@pytest.fixture(params=LESSONS)
def lesson(request):
    return LESSONS[request.param]


def explorers(lesson):
    """Return each call of explore with its output and the text above it."""
    pairs = zip(lesson.cells, lesson.cells[1:], strict=False)
    return [(cell, above.source) for above, cell in pairs if cell.source.startswith("explore(")]


def test_a_lesson_says_at_its_top_which_chain_of_numbers_it_uses(lesson):
    assert re.search(r"^\*\*Numbers\*\* .*(\*(published|rounded|exact)\*|own)", lesson.cells[0].source, re.MULTILINE)


def test_an_explorer_of_the_question_is_beside_the_name_of_the_chain_that_it_shows(lesson):
    for cell, above in explorers(lesson):
        if not re.search(r"explore\((?!question)\w+\b(?!=)", cell.source):
            shown = re.search(r"question\.(published|rounded|exact)", cell.source)
            named = re.findall(r"\*(published|rounded|exact)\*", above)
            assert named[:1] == [shown[1] if shown else "exact"]


def offered(call):
    """Return what a call of explore offers besides the numbers; all that there may be where it does not say so."""
    keywords = {keyword.arg: keyword.value for keyword in ast.parse(call).body[0].value.keywords}
    if "offer" not in keywords:
        return ["size", "stride", "padding", "dilation", "slope", "order", "step"]
    chosen = ast.literal_eval(keywords["offer"])
    return [chosen] if isinstance(chosen, str) else chosen


def test_an_explorer_offers_only_what_its_lesson_explains(lesson):
    text = "\n".join(cell.source for cell in lesson.cells if cell.cell_type == "markdown")
    for cell, _ in explorers(lesson):
        step = "“Take one training step on this image”" if "images=" in cell.source else "“SGD step”"
        words = {"order": "before pool”", "step": step}
        assert [name for name in offered(cell.source) if words.get(name, name) not in text] == []


def test_lesson_04_explores_the_gradient_that_the_thread_printed():
    ((cell, _),) = explorers(LESSONS["04_kernel_gradient"])
    words = cell.outputs[0].data["text/plain"]
    assert "= 0.0941\n" in words and "0.0944" not in words


def test_what_lesson_01_asks_first_is_told_by_no_picture_above_it():
    cells = LESSONS["01_convolution_forward"].cells
    first = next(place for place, cell in enumerate(cells) if "**Predict." in cell.source)
    outputs = [output for cell in cells[:first] if cell.cell_type == "code" for output in cell.outputs]
    assert "−0.1129" in str(outputs) and "0.2491" not in str(outputs)


@pytest.mark.parametrize("name", [name for name in LESSONS if name < "11"])
def test_what_an_explorer_shows_is_told_in_a_fold_under_it(name):
    cells = LESSONS[name].cells
    (place,) = [place for place, cell in enumerate(cells) if cell.source.startswith("explore(")]
    assert cells[place + 1].source.startswith("<details><summary>What you may have seen</summary>")


def minutes(lesson):
    """Return what reading, predicting and exploring take, without the exercises.

    180 words in a minute, 45 seconds for a prediction, 20 for the code of a cell and its output, 3 minutes for the
    explorer. With 4 minutes for an exercise that is what fresh readers needed: 47 minutes for a lesson of 2,400 words,
    9 predictions, 32 cells and 3 exercises, and for one of 2,100 words and 37 cells.
    """
    stop = next(i for i, cell in enumerate(lesson.cells) if "## Your turn" in cell.source)
    code = [cell for cell in lesson.cells[:stop] if cell.cell_type == "code"]
    text = "\n".join(cell.source for cell in lesson.cells[: stop + 1] if cell.cell_type == "markdown")
    text = re.sub(r"\$\$.*?\$\$|```.*?```", "formula", text.partition("## Your turn")[0], flags=re.DOTALL)
    return len(text.split()) / 180 + text.count("**Predict.") * 45 / 60 + len(code) * 20 / 60 + 3


def test_a_lesson_takes_the_minutes_that_it_says_and_at_most_25(lesson):
    told = int(re.search(r"\*\*Time\*\* (\d+) minutes\.", lesson.cells[0].source)[1])
    assert minutes(lesson) <= told <= 25


def test_what_the_minutes_count_is_said_once():
    texts = ["\n".join(cell.source for cell in lesson.cells) for lesson in LESSONS.values()]
    assert [text.count("**Minutes** are") for text in texts] == [1] + [0] * (len(texts) - 1)
    assert [text for text in texts if "exercises not counted" in text] == []


def test_how_to_point_and_press_is_said_once_and_every_explorer_leads_there(lesson):
    how = "[How to use these lessons]"
    assert ("Point at a number, and the cells" in lesson.cells[0].source) == (lesson is LESSONS["00_the_question"])
    assert all(how in above for _, above in explorers(lesson))
    assert all("press it to step" not in above for _, above in explorers(lesson))


def test_pictures_of_the_network_keep_what_the_reader_is_yet_to_find():
    """All is shown in lesson 00, and from 06 on, where every number was derived."""
    for name in list(LESSONS)[1:6]:
        (call,) = [cell.source for cell in LESSONS[name].cells if cell.source.startswith("figures.network(")]
        keywords = {keyword.arg: keyword.value for keyword in ast.parse(call).body[0].value.keywords}
        assert "unknown" in keywords, name
        assert '"forward"' not in call or "backward" in ast.literal_eval(keywords["unknown"]), name


def pytorch_beside_ours():
    """Return the program of lesson 05 in PyTorch, and the rows of the table under it: ours, PyTorch's, the number."""
    (fold,) = [cell.source for cell in LESSONS["05_multi_layer_propagation"].cells if "import torch" in cell.source]
    program = re.search(r"```python\n(.*?)```", fold, re.DOTALL)[1]
    return program, re.findall(r"^\| .* \| `(.*)` \| `(.*)` \| (-?[\d.]+) \|$", fold, re.MULTILINE)


def test_the_deltas_beside_pytorchs_are_ours():
    names = {"exact": question.exact}
    names["v_gradient"] = conv2d_kernel_gradient(question.earlier_image, question.exact.image_delta)
    _, rows = pytorch_beside_ours()
    assert len(rows) == 8
    assert [(ours, f"{eval(ours, names):.6f}") for ours, _, _ in rows] == [(ours, number) for ours, _, number in rows]


def test_the_grads_beside_our_deltas_are_pytorchs(oracle):
    program, rows = pytorch_beside_ours()
    if find_spec("torch") is None:
        oracle.not_asked("PyTorch, live", "not installed")
        pytest.skip("PyTorch is not installed")
    names = {"question": question, "exact": question.exact}
    exec(program, names)
    for _, grad, number in rows:
        assert f"{eval(grad, names).item():.6f}" == number, grad
    oracle("PyTorch, live", len(rows))
