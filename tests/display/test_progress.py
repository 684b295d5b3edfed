"""Training that is watched: what a terminal and a real kernel see while it runs, at its end and when it is stopped."""

import io
import re
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import start_new_kernel
from nbformat.v4 import new_code_cell, new_notebook

from backprop_helpers import Training, digits, train
from tests.notebooks.execute import main

SET_UP = """
from backprop_helpers import Training, digits, train

(x, labels), held_out = digits.random_split(seed=0)
training = Training(digits.network(), x, labels, held_out)
"""
RUN = "train(training, epochs=3)"
ROOT = Path(__file__).parents[2]


def small_training():
    (x, labels), held_out = digits.random_split(seed=0)
    return Training(digits.network(), x[:96], labels[:96], held_out)


def test_the_steps_are_those_of_the_training_itself():
    watched, alone = small_training(), small_training()
    picture = train(watched, epochs=2, learning_rate=0.1, batch_size=40)
    for _ in range(2):
        assert len([*alone.epoch(0.1, 40)]) == 3
    assert watched.errors.tolist() == alone.errors.tolist()
    assert watched.steps == 6
    assert picture.alt.startswith("Epochs 0 to 2. Error")


def test_a_second_call_goes_on_and_the_curve_has_all_epochs():
    training = small_training()
    train(training, epochs=1)
    assert train(training, epochs=2).alt.startswith("Epochs 0 to 3.")


@pytest.mark.parametrize("epochs", [0, -1, 1.5, True, None])
def test_epochs_are_whole_numbers(epochs):
    with pytest.raises(ValueError, match="epochs must be an integer of at least 1; got "):
        train(small_training(), epochs=epochs)


def test_where_nobody_looks_nothing_is_printed(capfd):
    train(small_training(), epochs=1)
    assert capfd.readouterr() == ("", "")


def test_in_a_terminal_a_bar_counts_the_steps_and_goes_away(monkeypatch):
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr("tqdm.std.tqdm.monitor_interval", 0)
    train(small_training(), epochs=2, batch_size=32)
    assert "0/6" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r")


def test_an_error_in_training_is_told_and_the_curve_stays():
    training = small_training()
    train(training, epochs=1)
    with pytest.raises(
        FloatingPointError, match=r"the error became (nan|inf) at step \d+: lower the learning rate, 1e\+20"
    ):
        train(training, epochs=5, learning_rate=1e20)
    assert training.errors.shape == (2, 2)


# In a notebook


def test_what_is_stored_is_the_curve_alone_and_a_second_run_and_nbval_see_the_same(tmp_path):
    path = tmp_path / "a.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell(SET_UP), new_code_cell(RUN)]), path)
    main([str(path)])
    stored = path.read_bytes()
    (output,) = nbformat.reads(stored.decode(), as_version=4).cells[1].outputs
    assert output.output_type == "execute_result"
    assert output.data["text/plain"].startswith("Epochs 0 to 3. Error, ")
    assert output.data["text/html"].count("<img") == 1 and "step/s" not in output.data["text/html"]
    main([str(path)])
    assert path.read_bytes() == stored
    nbval = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval", "--nbval-current-env"]
    sanitized = f"--nbval-sanitize-with={ROOT / 'tests/notebooks/sanitize.cfg'}"
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    run = subprocess.run([*nbval, sanitized, path], cwd=tmp_path, capture_output=True, text=True)
    assert "2 passed" in run.stdout, run.stdout


@pytest.fixture(scope="module")
def kernel():
    manager, client = start_new_kernel(kernel_name="python3", cwd=str(ROOT))
    yield manager, client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def messages(client, code, until):
    """Run code, and return its messages up to the first that `until` holds for."""
    request, seen, deadline = client.execute(code), [], time.monotonic() + 60
    while time.monotonic() < deadline:
        message = client.get_iopub_msg(timeout=60)
        if message["parent_header"].get("msg_id") == request:
            seen.append(message)
            if until(message):
                return seen
    raise TimeoutError(code)


def is_idle(message):
    return message["content"].get("execution_state") == "idle"


def shown(message):
    """Return the HTML that a message puts in the place of an output, "" for none."""
    update = message["msg_type"] == "update_display_data"
    return message["content"]["data"].get("text/html", "") if update else None


def has_curve(message):
    return bool(shown(message)) and "<img" in shown(message)


def rest(client):
    """Return the messages of the running cell up to its end."""
    seen = []
    while not seen or not is_idle(seen[-1]):
        seen.append(client.get_iopub_msg(timeout=60))
    return seen


def test_while_it_runs_bar_and_curve_are_shown_and_an_interrupt_leaves_the_curve(kernel):
    manager, client = kernel
    messages(client, SET_UP, is_idle)
    seen = messages(client, "train(training, epochs=500)", has_curve)
    assert re.search(r"<pre>.*\d+/44500 .*step/s", shown(seen[-1]))
    manager.interrupt_kernel()
    seen = rest(client)
    (error,) = [message["content"] for message in seen if message["msg_type"] == "error"]
    assert error["ename"] == "KeyboardInterrupt"
    assert re.match(r"after step \d+\. The network keeps its steps; train goes on from there", error["evalue"])
    left = [shown(message) for message in seen if shown(message) is not None][-1]
    assert "<img" in left and "<pre>" not in left
    code = (
        "epochs = training.errors.shape[1]; print(epochs > 1, training.steps > 89, training.network.forward(x).shape)"
    )
    (printed,) = [m for m in messages(client, code, is_idle) if m["msg_type"] == "stream"]
    assert printed["content"]["text"] == "True True (1415, 10)\n"
    seen = messages(client, "train(training, epochs=1); print(training.errors.shape[1] - epochs)", is_idle)
    assert [m["content"]["text"] for m in seen if m["msg_type"] == "stream"] == ["1\n"]
    assert [shown(m) for m in seen if shown(m) is not None][-1] == ""
