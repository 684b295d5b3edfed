"""Worksheets: what stands on sheet and key, that it fits on its page, and that files are whole or not there."""

import io
import json
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from itertools import combinations

import nbformat
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.patches import Rectangle
from scipy import special

import backprop_helpers
from backprop_helpers import (
    Conv2D,
    Dense,
    Network,
    ReLU,
    problem,
    problem_from,
    softmax_cross_entropy,
    squared_error,
    write_class_set,
    write_worksheet,
)
from backprop_helpers.display.drawing import tex
from backprop_helpers.display.worksheets.columns import groups_of
from backprop_helpers.display.worksheets.pages import PAPERS, laid_out, pages_of
from backprop_helpers.maths.numerals import decimals_of, number
from backprop_helpers.practice.problems.levels import LEVELS
from backprop_helpers.worksheets import main

NUMBER = re.compile(r"−?\d+\.\d+")


@pytest.fixture(scope="module", params=LEVELS)
def one(request):
    return problem(7, request.param)


def _pages(problem, is_key, paper="A4"):
    return pages_of(problem, laid_out(groups_of(problem), paper), is_key)


def _numbers(figures):
    texts = [text.get_text() for figure in figures for text in figure.axes[0].texts]
    return Counter(text for text in texts if NUMBER.fullmatch(text))


def _written(arrays, decimals):
    return Counter(number(value, decimals) for array in arrays for value in np.ravel(array))


def test_a_sheet_has_the_given_numbers_and_no_other(one):
    assert _numbers(_pages(one, is_key=False)) == _written(one.given.values(), 1)


def test_a_key_has_every_number_of_every_stage(one):
    asked = _written(one.stages.values(), one.decimals)
    assert _numbers(_pages(one, is_key=True)) == _written(one.given.values(), 1) + asked


def _entries(problem):
    return [each for group in groups_of(problem) for column in group for each in (column.there, column.back) if each]


def _names(figure):
    """The arrays' names, which are drawn as outlines."""
    return {each: each.get_label() for each in figure.axes[0].patches if each.get_label()}


def test_every_array_has_its_name(one):
    written = [name for figure in _pages(one, is_key=False) for name in _names(figure).values()]
    assert sorted(name.split("$")[1] for name in written) == sorted(tex(e.label).strip("$") for e in _entries(one))


def test_the_steps_have_the_order_of_the_calculation(one):
    steps = {each.step: each.label.identifier for each in _entries(one) if each.step}
    assert [steps[step] for step in sorted(steps)] == list(one.stages)


def test_a_delta_lies_exactly_under_its_array_and_a_gradient_under_its_parameter(one):
    for column in (column for group in groups_of(one) for column in group if column.back):
        assert column.back.laid_out.shape == column.there.laid_out.shape
        assert column.back.cuts == column.there.cuts
        assert column.back.label == column.there.label.back
    for figure in _pages(one, is_key=True):
        cells = [np.concatenate(lines.get_segments()) for lines in figure.axes[0].collections]
        sides = Counter((points[:, 0].min(), points[:, 0].max()) for points in cells)
        assert sorted(sides.values()) == [1] * (sides.total() % 2) + [2] * (sides.total() // 2)


@pytest.mark.parametrize(("paper", "is_key"), [("A4", False), ("Letter", True)])
def test_everything_lies_on_the_page_and_no_words_on_others(one, paper, is_key):
    for figure in _pages(one, is_key, paper):
        renderer = FigureCanvasAgg(figure).get_renderer()
        words = {text: text.get_text() for text in figure.axes[0].texts} | _names(figure)
        boxes = {each: each.get_window_extent(renderer) for each in words}
        assert tuple(figure.get_size_inches() * 72) == PAPERS[paper]
        for text, box in boxes.items():
            assert box.x0 >= 30 and box.x1 <= PAPERS[paper][0] - 30, text
            assert box.y0 >= 20 and box.y1 <= PAPERS[paper][1] - 20, text
        over = [(words[a], words[b]) for a, b in combinations(boxes, 2) if boxes[a].overlaps(boxes[b])]
        assert over == []


def test_no_words_touch_a_frame(one):
    for figure in _pages(one, is_key=True):
        renderer = FigureCanvasAgg(figure).get_renderer()
        words = [*figure.axes[0].texts, *_names(figure)]
        boxes = {each: each.get_window_extent(renderer) for each in words}
        frames = [each for each in figure.axes[0].patches if isinstance(each, Rectangle)]
        assert len(frames) == len(figure.axes[0].collections)
        for frame in frames:
            box, half = frame.get_window_extent(renderer), frame.get_linewidth() / 2
            outer, inner = box.padded(half), box.padded(-half)
            assert [text for text, at in boxes.items() if at.overlaps(outer) and not _holds(inner, at)] == []


def _holds(box, other):
    return box.x0 <= other.x0 and other.x1 <= box.x1 and box.y0 <= other.y0 and other.y1 <= box.y1


def test_every_page_says_which_problem_it_is(one):
    for is_key in (False, True):
        figures = _pages(one, is_key)
        for k, figure in enumerate(figures, 1):
            texts = [text.get_text() for text in figure.axes[0].texts]
            assert f"{one.id}, page {k} of {len(figures)}" in texts
            assert f"{'Key to problem' if is_key else 'Problem'} {one.id}" in texts


def test_what_a_layer_does_is_said_with_its_settings():
    said = {column.operation for level in LEVELS for group in groups_of(problem(7, level)) for column in group}
    assert said == {
        "",
        "correlate",
        "correlate, stride 2, padding 1",
        "correlate, stride 2",
        "max of 1×2",
        "σ",
        "dense, s in reading order",
        "dense, x2 in reading order",
    }


@pytest.mark.parametrize(("level", "error"), [(1, "Σ (x − t)²"), (2, "Σ (p − t)²"), (3, "Σ (y − t)²")])
def test_sheet_key_and_notebook_say_what_the_error_is(level, error):
    drawn = problem(7, level)
    network, target = drawn.network, drawn.target
    error = error if np.size(target) > 1 else error.replace("Σ ", "")
    for is_key in (False, True):
        assert any(f"E = {error} / 2" in text.get_text() for text in _pages(drawn, is_key)[0].axes[0].texts)
    assert f"from E = {error} / 2" in backprop_helpers.display.worksheets.notebook_of(drawn)
    assert backprop_helpers.enter(drawn)._data["error"] == f"E = {error} / 2"
    assert network.error == pytest.approx(np.sum((network.output - target) ** 2) / 2)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize(
    ("image", "target", "words"),
    [
        ([1, 3], 1, "−log q[t], q = softmax(y)"),
        ([[1, 3], [2, 0], [5, 4]], [1, 0, 2], "−Σ log q[n, t] / 3, q = softmax(y)"),
    ],
)
def test_with_softmax_sheet_key_and_notebook_say_what_the_error_is(image, target, words, paper, oracle):
    own = problem_from(Network([Dense([[1, 2], [0.5, -1], [0, 1]])], softmax_cross_entropy), image, target)
    for is_key in (False, True):
        (text,) = [each for each in _pages(own, is_key, paper)[0].axes[0].texts if f" E = {words}" in each.get_text()]
        renderer = FigureCanvasAgg(text.figure).get_renderer()
        assert text.get_window_extent(renderer).x1 <= PAPERS[paper][0] - 30
    assert f"from E = {words}. " in backprop_helpers.display.worksheets.notebook_of(own)
    assert backprop_helpers.enter(own)._data["error"] == f"E = {words}"
    of_labels = np.take_along_axis(special.log_softmax(own.network.output, -1), np.expand_dims(target, -1), -1)
    assert -of_labels.sum() / np.size(target) == pytest.approx(own.network.error)
    oracle("SciPy")


def test_an_array_that_no_page_holds_is_refused(tmp_path):
    large = problem_from(Network([ReLU()], squared_error), np.ones((4, 40)), np.zeros((4, 40)))
    with pytest.raises(ValueError, match=r"the arrays are too large for a page: \(4, 40\)"):
        write_worksheet(large, tmp_path)


def test_numbers_of_ones_own_have_their_decimals(tmp_path):
    own = problem_from(Network([Conv2D([[0.125, -12]])], squared_error), [[3.5, 1, 0]], [[1, 2.25]])
    assert decimals_of(own.image, most=6) == 1
    sheet = _numbers(_pages(own, is_key=False))
    assert sheet == Counter(["3.5", "1.0", "0.0", "0.125", "−12.000", "1.00", "2.25"])
    assert _numbers(_pages(own, is_key=True)) - sheet == _written(own.stages.values(), own.decimals)


# Files


def _sizes(pdf):
    return re.findall(rb"/MediaBox \[ 0 0 (\d+) (\d+) \]", pdf)


def test_the_files_of_a_problem(tmp_path):
    one = problem(7, 5)
    sheet, key, notebook = write_worksheet(one, tmp_path / "new" / "folder", "Letter")
    assert [path.name for path in (sheet, key, notebook)] == [
        f"problem-{one.id}.pdf",
        f"problem-{one.id}-key.pdf",
        f"problem-{one.id}.ipynb",
    ]
    for path in (sheet, key):
        assert _sizes(path.read_bytes()) == [(b"792", b"612")] * 2
    assert sorted(path.name for path in sheet.parent.iterdir()) == sorted([sheet.name, key.name, notebook.name])
    before = [path.read_bytes() for path in (sheet, key, notebook)]
    assert [path.read_bytes() for path in write_worksheet(one, sheet.parent, "Letter")] == before


def test_the_notebook_holds_the_problem_and_has_it_judged(one, capsys):
    notebook = nbformat.reads(backprop_helpers.display.worksheets.notebook_of(one), as_version=4)
    nbformat.validate(notebook)
    *cells, last = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    names = {}
    exec("\n".join(cells), names)
    shown = capsys.readouterr().out
    assert all(f"\n{name}\n" in shown for name in one.given)
    assert names["problem"] == one
    assert list(names["answers"]) == list(one.stages)
    assert repr(eval(last, names)) == "Nothing is given yet."
    rows = {name: iter(values.reshape(-1)) for name, values in one.stages.items()}
    names["answers"] = {
        name: re.sub("…", lambda _, row=rows[name]: f"{next(row):.6f}", text) for name, text in names["answers"].items()
    }
    assert eval(last, names).right == list(one.stages)


def test_a_class_set_is_one_file_of_sheets_one_of_keys_and_a_notebook_each(tmp_path):
    sheets, keys, *notebooks = write_class_set(7, 1, tmp_path, count=3)
    assert (sheets.name, keys.name) == ("class-1-1-7-to-9.pdf", "class-1-1-7-to-9-key.pdf")
    assert _sizes(sheets.read_bytes()) == _sizes(keys.read_bytes()) == [(b"842", b"595")] * 3
    held = [path.read_text(encoding="utf-8") for path in notebooks]
    assert [problem(seed, 1).id in text for seed, text in zip((7, 8, 9), held, strict=True)] == [True] * 3


@pytest.mark.parametrize("count", [0, -3, 2.5, True, "30", None])
def test_a_class_of_no_whole_number_is_refused(tmp_path, count):
    with pytest.raises(ValueError, match="count must be a whole number from 1 on"):
        write_class_set(7, 1, tmp_path, count)
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path):
    one = problem(7, 1)
    (tmp_path / f"problem-{one.id}.pdf").mkdir()
    with pytest.raises(OSError):
        write_worksheet(one, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"problem-{one.id}.ipynb", f"problem-{one.id}.pdf"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_an_interrupted_run_leaves_whole_files_only(tmp_path):
    command = [sys.executable, "-m", "backprop_helpers.worksheets", "--seed", "7", "--level", "1", "--class-set", "300"]
    with subprocess.Popen([*command, "--out", tmp_path], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        while run.poll() is None and not any(tmp_path.glob("problem-*.ipynb")):
            time.sleep(0.01)
        run.send_signal(signal.SIGINT)
        assert run.wait(60) != 0
        assert run.stdout.read() == b""
    files = list(tmp_path.iterdir())
    assert files and {path.suffix for path in files} == {".ipynb"}
    for path in files:
        nbformat.validate(nbformat.reads(path.read_text(encoding="utf-8"), as_version=4))


# The command


def test_the_command_writes_and_says_what(tmp_path, capsys):
    main(["--seed", "7", "--level", "1", "--out", str(tmp_path), "--paper", "Letter"])
    assert capsys.readouterr().out.split() == [
        str(tmp_path / f"problem-{problem(7, 1).id}{end}") for end in (".pdf", "-key.pdf", ".ipynb")
    ]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("--seed 7 --level 9", "level must be one of 1, 2, 3, 4, 5, 6; got 9\n"),
        ("--seed -7 --level 1", "seed must be a whole number from 0 on; got -7\n"),
        ("--seed 7 --level 1 --paper A5", "paper must be A4 or Letter; got 'A5'\n"),
        ("--seed 7 --level 1 --class-set 0", "count must be a whole number from 1 on; got 0\n"),
        ("--seed x --level 1", "argument --seed: invalid int value: 'x'\n"),
        ("--level 1", "the following arguments are required: --seed\n"),
    ],
)
def test_the_command_says_what_is_wrong(tmp_path, capsys, words, says):
    with pytest.raises(SystemExit) as stop:
        main([*words.split(), "--out", str(tmp_path)])
    assert stop.value.code == 2
    assert capsys.readouterr().err.endswith(says)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_file_is_refused(tmp_path, capsys):
    (tmp_path / "taken").write_text("")
    with pytest.raises(SystemExit):
        main(["--seed", "7", "--level", "1", "--out", str(tmp_path / "taken")])
    assert "taken" in capsys.readouterr().err


class _Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(("screen", "is_shown"), [(_Terminal(), True), (io.StringIO(), False)])
def test_a_terminal_shows_how_far_a_class_set_is(tmp_path, monkeypatch, screen, is_shown):
    monkeypatch.setattr(sys, "stderr", screen)
    write_class_set(7, 1, tmp_path, count=2)
    assert ("2/2" in screen.getvalue()) == is_shown


def test_a_stored_problem_can_be_taken_from_its_notebook(tmp_path):
    *_, notebook = write_worksheet(problem(7, 1), tmp_path)
    source = "".join(json.loads(notebook.read_text(encoding="utf-8"))["cells"][1]["source"])
    assert backprop_helpers.read_problem(source.split('"""')[1]) == problem(7, 1)
