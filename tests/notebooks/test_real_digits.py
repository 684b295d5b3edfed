"""What lesson 11 says beyond its own run: five seeds, no digit of a BLAS in its outputs, PyTorch's step."""

import re
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from statistics import median

import nbformat
import numpy as np
import pytest

from backprop_helpers import Conv2D, Training, digits
from tests.notebooks.execute import sanitized

LESSON = nbformat.read(Path(__file__).parents[2] / "notebooks" / "11_real_digits.ipynb", as_version=4)
TEXT = "\n".join(cell.source for cell in LESSON.cells if cell.cell_type == "markdown")


def trained(network, split, seed=0, epochs=20, rate=0.2, batch=16):
    learned, held_out = split
    training = Training(network, *learned, held_out, seed=seed)
    for _ in range(epochs):
        for _ in training.epoch(rate, batch):
            pass
    return training


def test_the_medians_of_five_seeds_are_those_that_are_told():
    start = time.process_time()
    at_random = [trained(digits.network(seed), digits.random_split(seed), seed).accuracies[1, -1] for seed in range(5)]
    by_order = [trained(digits.network(seed), digits.split_by_order(), seed).accuracies[1, -1] for seed in range(5)]
    assert (time.process_time() - start) / 10 < 20  # seconds on one core, for one training
    assert median(at_random) >= 0.98
    told = re.search(r"the median is (\d\d\.\d) % at random and (\d\d\.\d) % with other writers", TEXT).groups()
    assert told == (f"{100 * median(at_random):.1f}", f"{100 * median(by_order):.1f}")


def test_no_rate_or_batch_reads_more_than_one_image_more_of_the_forms_that_choose_them():
    (images, labels), _ = digits.split_by_order()
    forms = [labels[start:].tolist() for start in (0, 1029)]  # the first one, and the ninth
    assert [form[:16] for form in forms] == [[*range(10), *range(6)]] * 2
    split = [(images[part], labels[part]) for part in (slice(1029), slice(1029, None))]
    chosen, best = (
        median(trained(digits.network(k), split, k, 20, *settings).accuracies[1, -1] for k in range(5))
        for settings in ((0.2, 16), (0.3, 32))  # the second is the best of the fifteen
    )
    assert re.search(r"At 0\.2 and 16 the median is (\d\d\.\d) % there", TEXT)[1] == f"{100 * chosen:.1f}"
    assert best - chosen < 1.5 / len(forms[1])


def with_gradient_spoiled(spoil, seed):
    """The lesson's own cells build the network, with the first weights of a seed."""
    cells = "\n".join(cell.source for cell in LESSON.cells if cell.source.startswith(("def with_wrong", "def turned")))
    names = {"np": np, "Conv2D": Conv2D, "digits": digits}
    exec(cells.replace("seed=0", f"seed={seed}"), names)
    return names["with_wrong_gradient"](eval(spoil, names))


def test_the_medians_with_wrong_gradients_are_those_that_are_told():
    read = []
    for spoil in ("np.asarray", "turned", "np.zeros_like"):
        networks = [with_gradient_spoiled(spoil, seed) for seed in range(5)]
        runs = [trained(network, digits.random_split(seed), seed, 10) for seed, network in enumerate(networks)]
        read.append(f"{382 * median(run.accuracies[1, -1] for run in runs):.0f}")
    assert re.search(r"over five runs the medians are (\d+), (\d+) and (\d+)", TEXT).groups() == tuple(read)


def test_one_step_makes_the_dip_that_the_lesson_reads_from_its_curve():
    learned, (images, labels) = digits.random_split(seed=0)
    training, read = Training(digits.network(seed=0), *learned), []
    for _ in range(4):
        for _ in training.epoch(0.2):
            read.append((training.network.forward(images).argmax(axis=1) == labels).sum())
    assert re.search(r"(\d+) are right before, (\d+) after", TEXT).groups() == tuple(str(n) for n in read[-2:])


def test_last_digits_do_not_decide_what_is_read():
    """Weights that differ in their last digit, as sums in another order do, end in the same answers."""
    generator, answers = np.random.default_rng(7), []
    for _ in range(2):
        network = digits.network(seed=0)
        for layer in network.layers:
            for name, array in layer.parameters.items():
                noise = 1 + 1e-7 * generator.standard_normal(array.shape)
                layer.parameters[name] = (array * noise).astype(np.float32)
        training = trained(network, digits.split_by_order())
        answers.append(training.network.forward(digits.split_by_order()[1][0]))
    assert np.abs(answers[0] - answers[1]).max() > 0
    np.testing.assert_allclose(*answers, atol=1e-3)
    np.testing.assert_array_equal(*(logits.argmax(axis=1) for logits in answers))


STEP = [cell for cell in LESSON.cells if cell.cell_type == "code" and cell.id.startswith("digits-torch")]
ROWS = re.findall(r"^\| `(ours.*)` \| `(theirs.*)` \|$", TEXT, re.MULTILINE)


def step_of_the_lesson(spoil=("", "")):
    names = {"digits": digits, "np": np}
    for cell in STEP:
        exec(cell.source.replace(*spoil), names)
    return names


@pytest.fixture
def torch(oracle):
    if find_spec("torch") is None:
        oracle.not_asked("PyTorch, live", "not installed")
        pytest.skip("PyTorch is not installed")


def test_a_step_in_pytorch_moves_every_parameter_as_ours_does(torch, oracle):
    names = step_of_the_lesson()
    assert len(ROWS) == 4
    before = [array for layer in digits.network(seed=0).layers for array in layer.parameters.values()]
    for (ours, theirs), first in zip(ROWS, before, strict=True):
        stepped = eval(ours, names)
        assert np.abs(stepped - first).max() > 1e-3
        np.testing.assert_allclose(stepped, eval(theirs, names).detach().numpy(), rtol=0, atol=1e-6)
        oracle("PyTorch, live")


@pytest.mark.parametrize("spoil", [("ours.step(0.2)", "ours.step(0.21)"), ("rate=0.2", "rate=0.19")])
def test_a_step_that_is_another_is_not_taken_for_the_same(torch, oracle, capsys, spoil):
    step_of_the_lesson(spoil)
    printed = capsys.readouterr().out
    assert int(re.fullmatch(r"(\d+) of 2730 parameters are equal to 1e-6\.\n", printed)[1]) < 2730
    assert sanitized(printed) != sanitized(STEP[-1].outputs[0].text)
    oracle("PyTorch, live")


def test_without_pytorch_the_lesson_says_so_and_is_stored_and_compared_as_with_it(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "torch", None)  # import torch then fails as where there is none
    step_of_the_lesson()
    printed = capsys.readouterr().out
    assert printed == "PyTorch is not installed: nothing was compared.\n"
    (stored,) = STEP[-1].outputs
    assert stored.text == "2730 of 2730 parameters are equal to 1e-6.\n" == sanitized(printed)
