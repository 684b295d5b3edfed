"""A training step of the digits' network, beside PyTorch's: its time, and how much memory it takes at its highest."""

import ctypes
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from importlib.util import find_spec
from itertools import cycle
from pathlib import Path

import numpy as np

from backprop_helpers import digits
from tests.bench.measure import measure, print_row

BATCHES, DIFFERENT, RATE, SECONDS = (32, 128), 10, 0.1, 12
STATUS = Path("/proc/self/status")

WHAT_IS_MEANT = """
A training step of the digits' network (8×8 images, 16 kernels of 3×3, ReLU, 2×2 max pool, dense 256 → 10, softmax
cross-entropy), forward, back and gradient descent, float32: milliseconds of processor time, taking turns, medians, on
ten batches in turn; and how far the process's memory rises above what it held before, in MB."""


def report():
    print(WHAT_IS_MEANT)
    print_row("batch", ["layers", "PyTorch", "layers / PyTorch", "layers, MB", "PyTorch, MB"])
    for batch in BATCHES:
        if find_spec("torch"):
            check_both_learn_the_same(batch)
        times = measure({name: [make(batch)] for name, make in contenders().items()}, SECONDS)
        rises = {name: in_a_new_process(name, batch) for name in times}
        times, rises = ({"PyTorch": float("nan")} | each for each in (times, rises))
        shown = [f"{1000 * times[name]:.2f}" for name in ("layers", "PyTorch")]
        shown += [f"{times['layers'] / times['PyTorch']:.2f}"]
        print_row(str(batch), shown + [f"{rises[name] / 1000:.1f}" for name in ("layers", "PyTorch")])


def contenders():
    return {"layers": layers, "PyTorch": pytorch} if find_spec("torch") else {"layers": layers}


def batches(size):
    """Return batches without end, over and over the same ten."""
    (x, labels), _ = digits.random_split(seed=0)
    return cycle([(x[i : i + size], labels[i : i + size]) for i in range(0, DIFFERENT * size, size)])


def layers(size, network=None):
    network, given = network or digits.network(), batches(size)

    def step():
        x, labels = next(given)
        network.forward(x)
        network.backward(labels)
        network.step(RATE)

    return step


def pytorch(size, model=None):
    """Return a step of PyTorch's, from the same first weights."""
    import torch

    model = model or as_pytorch(digits.network())
    loss, descent = torch.nn.CrossEntropyLoss(), torch.optim.SGD(model.parameters(), lr=RATE)
    given = cycle([tuple(map(torch.tensor, next(ours))) for ours in [batches(size)] for _ in range(DIFFERENT)])

    def step():
        x, labels = next(given)
        descent.zero_grad()
        loss(model(x), labels.long()).backward()
        descent.step()

    return step


def check_both_learn_the_same(size):
    network = digits.network()
    model = as_pytorch(network)
    layers(size, network)(), pytorch(size, model)()
    for ours, theirs in zip(parameters(network), model.parameters(), strict=True):
        np.testing.assert_allclose(ours, theirs.detach(), rtol=1e-4, atol=1e-6)


def as_pytorch(network):
    """Return PyTorch's twin of the digits' network."""
    import torch
    from torch import nn

    model = nn.Sequential(nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(256, 10))
    with torch.no_grad():
        for theirs, ours in zip(model.parameters(), parameters(network), strict=True):
            theirs.copy_(torch.tensor(ours))
    return model


def parameters(network):
    return [array for layer in network.layers for array in layer.parameters.values()]


def in_a_new_process(name, batch):
    """Return how many kB a step takes at its highest, or NaN where the system does not tell."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(rise, name, batch).result()


def rise(name, batch):
    if not STATUS.exists() or not hasattr(ctypes.CDLL(None), "malloc_trim"):
        return float("nan")
    small, large = (contenders()[name](size) for size in (1, batch))
    for _ in range(2 * DIFFERENT):
        small()
    ctypes.CDLL(None).malloc_trim(0)  # gives back what is free, so that it is counted when it is taken again
    Path("/proc/self/clear_refs").write_text("5", encoding="utf-8")  # the highest so far becomes what it is now
    before = kilobytes("VmRSS")
    for _ in range(DIFFERENT):
        large()
    return kilobytes("VmHWM") - before


def kilobytes(name):
    return next(int(line.split()[1]) for line in STATUS.read_text().splitlines() if line.startswith(name))
