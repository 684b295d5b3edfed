"""A learner's function that does not end is broken off and told so, in any thread and in a notebook."""

import inspect
import itertools
import subprocess
import sys
import threading
import time
from contextlib import suppress

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient

import backprop_helpers as bp
from backprop_helpers import diagnose_function
from backprop_helpers.practice.diagnosis import judge, time_limit


@pytest.fixture(autouse=True)
def short(monkeypatch):
    monkeypatch.setattr(time_limit, "SECONDS", 0.1)


def one_line(x):
    while True: pass  # fmt: skip  # noqa: E701


def counts(x):
    number = 0
    while number >= 0:
        number += 1


def holds_on(x):
    while True:
        try:
            raise ValueError
        except Exception:
            number = len(x)
            continue
    return number


def searches(x):
    return next(number for number in itertools.count() if number < 0)


def asks_numpy(x):
    while x.size:
        np.maximum(x, 0)


def inner(x):
    def never():
        return len(x) < 0

    while not never():
        continue


@pytest.mark.parametrize(
    "function", [one_line, counts, holds_on, searches, asks_numpy, inner], ids=lambda f: f.__name__
)
def test_a_loop_without_end_is_stopped_and_one_of_its_lines_told(function):
    verdict = diagnose_function(function, bp.relu)
    assert (verdict.verdict, verdict.mistakes, verdict.entries) == ("unreadable", (), None)
    told, _, line = repr(verdict).partition("“")
    assert told == "With x an array of shape (2,): your function did not end in 0.1 seconds; it was stopped at "
    assert line.removesuffix("”.") in {line.strip() for line in inspect.getsource(function).splitlines()}


def test_it_is_stopped_in_any_thread_and_that_thread_goes_on():
    told = []
    threads = [threading.Thread(target=lambda: told.append(diagnose_function(counts, bp.relu))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert [verdict.verdict for verdict in told] == ["unreadable"] * 2


def test_a_function_that_ends_in_time_is_not_disturbed_afterwards():
    def slow(x):
        end = time.monotonic() + 0.09
        while time.monotonic() < end:
            continue
        return bp.relu(x)

    for _ in range(5):
        judge(slow, bp.CodeExercise("own", bp.relu, (np.ones(2),)))
        for _ in range(1000):
            len("nothing is raised here")


def test_the_mistake_is_named_by_the_calls_that_end():
    def passes_all_and_never_ends_with_a_batch(x, delta):
        while x.ndim > 2:
            continue
        return delta

    start = time.monotonic()
    verdict = diagnose_function(passes_all_and_never_ends_with_a_batch, bp.relu_input_delta)
    assert [found.id for found in verdict.mistakes] == ["relu_input_delta.slope_forgotten"]
    assert time.monotonic() - start < 5


def test_what_is_revealed_of_a_call_that_does_not_end_are_its_arrays_and_the_right_result():
    assert diagnose_function(counts, bp.relu).reveal() == "x\n3.77  2.54\nthe right result\n3.77  2.54"


WATCHED = """
import sys
from backprop_helpers.practice.diagnosis.time_limit import time_limit
with time_limit():
    pass
sys.setprofile(lambda *_: None)
(lambda: 0)()
sys.setprofile(None)
print("ended")
"""


def test_a_profiler_can_watch_afterwards():
    """As marking does after a visible check; a process of its own, for what hangs here cannot be broken off."""
    run = subprocess.run([sys.executable, "-c", WATCHED], capture_output=True, text=True, timeout=60, check=True)
    assert run.stdout == "ended\n"


@pytest.mark.parametrize("share", [0.97, 0.99, 1, 1.01])
def test_at_the_very_end_of_the_time_it_is_raised_inside_the_limit_or_not_at_all(share, monkeypatch):
    monkeypatch.setattr(time_limit, "SECONDS", 0.01)
    for _ in range(20):
        end = time.monotonic() + 0.01 * share
        with suppress(time_limit.OutOfTime), time_limit.time_limit():
            while time.monotonic() < end:
                continue
        for _ in range(100):
            len("nothing is raised here")


CELL = """\
from backprop_helpers import check, diagnose_function, relu
from backprop_helpers.practice.diagnosis import time_limit

time_limit.SECONDS = 0.1
found = []
def stuck(x, *_):
    found.append(len(x))
    while found:
        found[0] += 1
print(diagnose_function(stuck, relu), check(stuck, "01.3"), found[0] > 2)
"""


def test_it_is_stopped_in_a_notebook_and_closures_are_as_they_were():
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL)])
    NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    (output,) = [each for each in notebook.cells[0].outputs if each.output_type == "stream"]
    assert output.text.count("your function did not end in 0.1 seconds; it was stopped at “") == 2
    assert output.text.endswith("True\n")
