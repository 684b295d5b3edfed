"""Every Predict can be answered in its cell; right is what the cell shows; a slip of each lesson is named."""

import re
from itertools import pairwise
from pathlib import Path

import nbformat
import numpy as np
import pytest

from backprop_helpers import predict
from backprop_helpers.practice.diagnosis import judge_prediction
from backprop_helpers.practice.predictions import PREDICTIONS, Choice, Prediction

FOLDER = Path(__file__).parents[2] / "notebooks"
LESSONS = sorted(FOLDER.glob("[0-9]*.ipynb"))
PREDICT = re.compile(r'predict\(\.\.\., "(\d\d\.[a-z])"\)(?:  # (.*))?$')


def result_cells():
    """Return the cells under a Predict, by the ids that they should have."""
    cells = {}
    for path in LESSONS:
        lesson = nbformat.read(path, as_version=4).cells
        found = [
            answer
            for question, answer in pairwise(lesson)
            if question.cell_type == "markdown" and "**Predict" in question.source
        ]
        cells |= {f"{path.stem[:2]}.{chr(ord('a') + place)}": cell for place, cell in enumerate(found)}
    return cells


CELLS = result_cells()
NUMBERS = [id for id, asked in PREDICTIONS.items() if isinstance(asked, Prediction)]
CHOICES = [id for id, asked in PREDICTIONS.items() if isinstance(asked, Choice)]


def shown(id):
    """Return what a cell shows under its first caption."""
    outputs = CELLS[id].outputs
    texts = [output.get("text") or output.get("data", {}).get("text/plain", "") for output in outputs]
    return "".join(texts).partition("\n")[2]


def numbers(id):
    """Return the numbers with a point that a cell shows, or whole ones if there is none."""
    found = re.findall(r"-?\d+\.\d+", shown(id)) or re.findall(r"-?\d+", shown(id))
    return np.array(found, dtype=float)


def shapes(id):
    """Return the shapes of the blocks of numbers that a cell shows."""
    blocks = [block.splitlines() for block in shown(id).strip().split("\n\n")]
    return [[len(rows), len(rows[0].split())] for rows in blocks]


def test_every_predict_has_its_id_and_every_prediction_its_predict():
    asked = {id: PREDICT.match(cell.source.splitlines()[0]) for id, cell in CELLS.items()}
    assert [id for id, line in asked.items() if not line or line[1] != id] == []
    assert list(CELLS) == list(PREDICTIONS)


def test_a_cell_says_in_which_form_it_is_answered():
    for id, cell in CELLS.items():
        form = PREDICT.match(cell.source.splitlines()[0])[2] or "a number"
        assert form == PREDICTIONS[id].form, id


def test_how_to_answer_is_said_in_the_first_lesson():
    text = "\n".join(cell.source for cell in nbformat.read(LESSONS[0], as_version=4).cells)
    assert text.count("Write your prediction in the place of the `...`") == 1


# What the cell shows


def block_under(name, text):
    """Return the numbers under a name, up to an empty line."""
    return np.array(text.partition(name)[2].partition("\n\n")[0].split(), dtype=float)


ANSWERS = {
    "01.g": lambda n: ((n[:16] < 0) & (n[16:] > 0)).sum(),
    "05.e": lambda n: shapes("05.e")[-1],
    "06.c": lambda n: n[0] / n[1],
    "07.a": lambda n: -n[0],
    "09.a": lambda n: shapes("09.a")[1:],
    "12.a": lambda n: np.count_nonzero(block_under("feature_map_delta 2×3", shown("12.a"))),
    "12.b": lambda n: len(re.findall(r"^Right", shown("12.b"), re.MULTILINE)),
    "12.c": lambda n: len(re.findall(r"^[a-z ]+: (?!Right)", shown("12.c"), re.MULTILINE)),
}
"""What is read out of the cell's numbers, where the answer does not stand there itself."""


@pytest.mark.parametrize("id", NUMBERS)
def test_the_right_number_is_what_the_cell_shows(id, oracle):
    truth, tokens = PREDICTIONS[id].truth, re.findall(r"-?\d+(?:\.\d+)?", shown(id))
    if id == "06.c":
        powers = np.array(re.findall(r"\de-\d+$", shown(id), re.MULTILINE), dtype=float)
        assert truth == pytest.approx(powers[0] / powers[1])
    elif id in ANSWERS:
        digits = 10.0 ** -max(len(token.partition(".")[2]) for token in tokens)
        np.testing.assert_allclose(truth, ANSWERS[id](numbers(id)), atol=digits / 2)
    else:
        for number in np.ravel(truth):
            units = [10.0 ** -len(token.partition(".")[2]) for token in tokens]
            near = [abs(float(t) - number) <= unit * 0.501 for t, unit in zip(tokens, units, strict=True)]
            assert any(near), (id, number)
    oracle("what a lesson's cell shows", 1)


def closest(values, number):
    return int(abs(np.asarray(values) - number).argmin())


WORDS = {
    "00.c": lambda n: ["falls", "stays", "rises"][int(np.sign(n[0])) + 1],
    "00.d": lambda n: ["less", "twice", "more"][int(np.sign(n[1] - 2)) + 1],
    "00.f": lambda n: "rounded" if np.allclose(n[4:8].round(4), n[:4]) else "cut off",
    "01.a": lambda n: "negative" if n[-1] < 0 else "positive",
    "01.c": lambda n: {(True, True): "both", (True, False): "plain", (False, True): "turned"}[tuple(n[1:] == n[0])],
    "01.e": lambda n: ["one", "dozens", "thousands"][closest([0, 2, 4], np.log10(int(shown("01.e").split()[0])))],
    "01.f": lambda n: "none" if n[0] == 0 else "fewer" if n[0] < 60 else "as many",
    "02.a": lambda n: ["first", "second", "third", "fourth"][int((n[::4] - n[1::4]).argmin())],
    "02.i": lambda n: ["few", "half", "most"][closest([0, 169 / 2, 169], n[0])],
    "03.a": lambda n: "first" if n[-2] > n[-1] else "second",
    "03.d": lambda n: "below" if n[0] < 0.04 else "above",
    "03.e": lambda n: ["forgotten", "times s", "slope at s"][closest(n, 0.0364)],
    "03.f": lambda n: "none" if n[-1] == 0 else "all",
    "03.h": lambda n: "none" if (n[-8:] == numbers("03.g")[-8:]).all() and n[2:4].tolist() == [0.8, 0] else "both",
    "03.i": lambda n: "0.9" if n.max() == 0.9 else "-0.6",
    "04.a": lambda n: "below" if n[-1] < n[:-1].max() else "above",
    "04.b": lambda n: "larger" if n[1] > n[0] else "smaller",
    "04.c": lambda n: {"turned": "other places"}.get(moved(n, numbers("04.b")), "others"),
    "04.d": lambda n: {"same places": "the gradient", "turned": "turned"}.get(moved(n[:4], numbers("04.b")), "others"),
    "05.d": lambda n: {"same places": "these", "turned": "turned"}.get(moved(n, numbers("05.b")[:25]), "others"),
    "05.f": lambda n: ["first", "second", "third", "fourth"][
        int(np.flatnonzero((n[:16] != 0) & (n[16:] == 0))[0]) // 5
    ],
    "06.b": lambda n: "all" if (n[::2] != n[1::2]).all() else "some",
    "07.c": lambda n: "fall" if (n[[5, 10]] > n[[9, 14]]).all() else "rise",
    "10.b": lambda n: ["falls", "stays", "rises"][int(np.sign(n[3] - n[0])) + 1],
    "10.f": lambda n: {0: "none", 1: "the label's", 3: "all"}[int((n[:3] == n[3:]).sum())],
    "10.g": lambda n: shown("10.g").strip().splitlines()[-1].split()[0],
    "11.c": lambda n: ["a tenth", "half", "nine tenths"][closest([38, 191, 344], n[1])],
    "11.d": lambda n: "fewer" if n[1] < n[0] - 5 else "as many",
    "11.e": lambda n: ["correct", "turned", "frozen"][int(n.argmin())],
    "12.d": lambda n: "right" if {"rotated", "transposed"} <= set(re.findall(r"\w+", shown("12.d"))) else "turned",
    "09.d": lambda n: "corners" if np.array_equal(n[9:13], n[[0, 2, 6, 8]]) else "upper left",
}


def moved(numbers, others):
    """Say whether numbers stand where the others do, are these turned, or stand in other places."""
    if np.array_equal(numbers, others):
        return "same places"
    if np.array_equal(numbers[::-1], others):
        return "turned"
    return "other places" if np.array_equal(np.sort(numbers), np.sort(others)) else "others"


@pytest.mark.parametrize("id", CHOICES)
def test_the_right_word_is_what_the_cell_shows(id, oracle):
    assert WORDS[id](numbers(id)) == PREDICTIONS[id].right
    oracle("what a lesson's cell shows", 1)


# What is said

SLIPS = {
    # what is typed, and the mistake or the slip in it
    "00.a": (0.25, "half_left_out"),
    "01.b": ([[-0.13, 0.15, 0, 0], [-0.51, 0.62, 0, 0], [0] * 4, [0] * 4], "rotated"),
    "02.c": ([[0, 0, 0.0686, 0], [0, 0.0364, 0, 0], [0, 0.0467, 0, 0], [0, 0, 0, -0.0681]], "swapped."),
    "02.e": ([0.8, 0.8], "every_maximum"),
    "03.b": (0.1495, "read_by_columns"),
    "04.e": (0.005225, "mean_of_the_deltas"),
    "05.a": (-0.008295, "rotated"),
    "06.a": (-0.000895, "The size is right, the sign is not."),
    "07.b": (0.1248, "slope_forgotten"),
    "08.a": (7.0, "bias_forgotten"),
    "09.e": ([[0, 0], [0, 0]], "negatives_never_win"),
    "10.c": (0.9781, "base_ten"),
    "10.e": ([0.6362, 0.1052, 0.2587], "one_not_subtracted"),
    "10.h": (0.6362, "mean_left_out"),
    "11.b": (0.0438, "The size is right, the sign is not."),
    "12.a": (6, "every_cell"),
}


@pytest.mark.parametrize(("id", "slip"), SLIPS.items(), ids=SLIPS)
def test_a_known_slip_is_named(id, slip):
    answer, name = slip
    told = judge_prediction(answer, id)
    assert told.verdict in {"mistake", "slip", "unknown"}
    assert name in [mistake.id.partition(".")[2] for mistake in told.mistakes] or str(told).endswith(name), told


def test_a_slip_of_every_lesson_is_among_them():
    assert sorted({id[:2] for id in SLIPS}) == [path.stem[:2] for path in LESSONS]


@pytest.mark.parametrize("id", NUMBERS)
def test_the_number_is_right_to_the_digits_given(id):
    truth = PREDICTIONS[id].truth
    assert judge_prediction(truth, id).verdict == "right"
    assert judge_prediction(np.vectorize(lambda number: float(f"{number:.3g}"))(truth), id).verdict in {
        "right",
        "rounded",
    }
    assert judge_prediction(truth + 1.2345, id).verdict not in {"right", "rounded"}


@pytest.mark.parametrize("id", CHOICES)
def test_one_word_is_right_and_anything_else_lists_the_words(id):
    asked = PREDICTIONS[id]
    assert [word for word in asked.words if judge_prediction(word.upper(), id).verdict == "right"] == [asked.right]
    for answer in (None, 7, "", "perhaps", [asked.right], abs):
        told = judge_prediction(answer, id)
        assert (told.verdict, told.message) == ("unreadable", f"Answer with {asked.form}.")


def test_of_dots_nothing_is_printed_and_a_judgement_stands_above_the_numbers(capsys):
    for id in PREDICTIONS:
        predict(..., id)
    assert capsys.readouterr().out == ""
    predict("0,01", "04.e")
    predict("larger", "04.b")
    assert capsys.readouterr().out.splitlines()[-1] == "Right."


def test_an_estimate_by_the_slope_is_right_too():
    assert str(judge_prediction(0.00029091, "00.b")) == "Right to the digits you gave, as the slope times the change."
    assert judge_prediction(0.00029081, "00.b").verdict == "rounded"


def test_an_id_that_does_not_exist_is_an_error():
    with pytest.raises(ValueError, match=r"no prediction '04\.z'; there are 00\.a, 00\.b"):
        predict(1, "04.z")
