"""What a teacher is told to type works where it is pasted, in a folder with a blank and an apostrophe."""

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time

import pytest

from classroom import sandbox
from classroom.course import commands, set_up

from .assignments import read
from .downloads import folder, worksheet, zipped
from .teaching import ROOT

pytest.importorskip("nbgrader", reason="nbgrader is not installed: make test-classroom brings it")
A1 = "A1_convolution"


def pasted(shell, text, here):
    """Paste a text into a shell in a terminal of its own, and return what is seen there."""
    leader, follower = pty.openpty()
    bare = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "NO_COLOR")}
    process = subprocess.Popen(
        [shell, "-i"],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        cwd=here,
        env=bare | {"HOME": str(here), "TERM": "dumb"},
        start_new_session=True,
    )
    os.close(follower)
    os.write(leader, f"{text}\necho all of it is d''one\n".encode())
    seen, end = "", time.monotonic() + 120
    while "all of it is done" not in seen and time.monotonic() < end:
        if select.select([leader], [], [], 1)[0]:
            seen += os.read(leader, 65536).decode("utf-8", "replace")
    process.kill()
    process.wait()
    os.close(leader)
    return seen


def test_what_make_classroom_prints_stays_in_sight(tmp_path):
    """A terminal of 40 lines shows the commands and JupyterLab's address together."""
    command = [sys.executable, "-m", "classroom.course", str(tmp_path / "course"), "--no-browser", "--allow-root"]
    quiet = {"PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "JUPYTER_PORT": "0"}
    out = tmp_path / "out"
    with out.open("w") as file:
        process = subprocess.Popen(command, stdout=file, stderr=file, cwd=ROOT, env=os.environ | quiet)
    end = time.monotonic() + 120
    while "/lab?token=" not in out.read_text(encoding="utf-8") and time.monotonic() < end:
        time.sleep(0.2)
    process.terminate()
    process.wait()
    seen = out.read_text(encoding="utf-8").splitlines()[-40:]
    assert "    nbgrader generate_assignment A1_convolution" in seen and any("/lab?token=" in line for line in seen)


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_the_printed_commands_can_be_pasted(shell, tmp_path):
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    if sandbox.why_not():
        pytest.skip(f"no sandbox can be made here: {sandbox.why_not()}")
    course = set_up(tmp_path / "Ada's course")
    zipped(course / "downloaded" / A1 / "moodle.zip", {f"{folder('Ada', 5)}/{A1}.ipynb": read(A1)})
    worksheet(course / "downloaded" / A1 / "Grades.csv", [(5, "Ada", "", "")], 28)
    block = "\n".join(re.findall(r"^    (.+)$", commands(course), re.MULTILINE))
    seen = pasted(shell, block, tmp_path)
    assert "all of it is done" in seen, seen
    assert "ada: marked" in seen and "rror" not in seen and "WARN" not in seen, seen
    made = {"release", "submitted", "autograded", "feedback", "report.html", "grades.csv", "handed_back"}
    there = {path.name for path in course.glob("[!.]*")}
    assert there == made | {"source", "downloaded", "gradebook.db", "nbgrader_config.py"}, seen
    assert (course / "handed_back" / A1 / "feedback.zip").is_file()
