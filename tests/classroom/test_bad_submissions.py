"""Bad submissions as real files, one class: each ends with a fair mark and a sentence, and the others with theirs."""

import io
import os
import socket
import zipfile
from pathlib import Path

import nbformat
import pytest

from classroom import marking, sandbox

from .assignments import answered, cell_id
from .downloads import in_memory
from .teaching import hand_in

pytest.importorskip("nbgrader", reason="nbgrader is not installed: make test-classroom brings it")
from classroom.handed_in import read_class
from classroom.mark import mark
from classroom.running import run_cells
from classroom.student import Ended, Student

from .test_honest_work import after_the_set_up
from .test_nbgrader import (
    ALL,
    LOST,
    NOTHING,
    TURNED,
    TURNED_MARKS,
    beginning,
    doubled,
    edited,
    marked,
    of,
    source,
    without,
    without_ids,
)

pytestmark = pytest.mark.skipif(bool(sandbox.why_not()), reason=f"no sandbox can be made here: {sandbox.why_not()}")
A1 = "A1_convolution"
NAME = f"{A1}.ipynb"


def in_function(code):
    return source(beginning(code))


def turned(code):
    """Return a notebook with a mistake, and a cell in front of the answers that would hide it."""
    return answered(after_the_set_up(code), *TURNED)


def reordered(notebook):
    cell = of(notebook, "correlate_marks")
    notebook.cells.remove(cell)
    notebook.cells.insert(0, cell)
    return notebook


def large(notebook):
    notebook.cells.insert(0, nbformat.v4.new_markdown_cell("x" * (50 << 20)))
    return notebook


def skipped(notebook):
    cell = of(notebook, "correlate_marks")
    cell.metadata["tags"] = ["skip-execution", "raises-exception"]
    cell.outputs = [nbformat.v4.new_output("execute_result", {"text/plain": "5"})]
    return notebook


def slow():
    return answered(source(), "channels", "    summed =", "    import time; time.sleep(2)\n    summed =")


LIAR = """class Liar:
        __eq__ = __le__ = __ge__ = lambda self, other: True
        __array_priority__ = 1000
        def __array__(self, *_, **__):
            raise RuntimeError
        shape = (3, 4)
    return Liar()"""
CHILD = "import subprocess\nsubprocess.Popen(['/usr/bin/tail', '-f', '/dev/null'], start_new_session=True)"
THREAD = "import threading, time\nthreading.Thread(target=time.sleep, args=(1000,)).start()"
READS = "open('/etc/passwd').read(); open('../../00 honest/A1_convolution/A1_convolution.ipynb').read()"
LINES = nbformat.writes(source()).splitlines()
CONFLICT = "\n".join([*LINES[:5], "<<<<<<< HEAD", *LINES[5:]])
HOLE = in_memory({"../../../../evil.ipynb": "x"})
BOMB = in_memory({"zeros": "0" * (64 << 20)})
CHECKERS = """import numpy.testing, builtins
numpy.testing.assert_allclose = numpy.testing.assert_array_equal = lambda *_, **__: None
np.allclose = np.array_equal = lambda *_, **__: True
builtins.abs = builtins.all = builtins.any = lambda *_: True
import sys
sys.modules['classroom.marking'] = sys.modules['numpy.testing']"""
FRAMES = """import sys
def windows_of_frames():
    frame = sys._getframe()
    while frame:
        frame.f_globals.update(mark_function=lambda *_, **__: 5, sum=lambda *_: 5)
        frame = frame.f_back
windows_of_frames()"""
FORGED = """import os
for fd in range(3, 20):
    try:
        os.write(fd, b'{"result": {"array": [5], "dtype": "float64", "shape": [1], "scalar": true}}\\n')
    except OSError:
        pass"""

OWN_SUM = TURNED_MARKS | {"channels_marks": 0}  # its own answer needs the sum that it has spoiled

BAD = {  # what is handed in; its marks; and words of the sentence that the teacher reads
    "no notebook": ({"notes.txt": "see my e-mail"}, NOTHING, "No notebook"),
    "two notebooks": ({NAME: source(), "draft.ipynb": source(edited)}, ALL, ""),
    "wrong name": ({"homework.ipynb": source()}, NOTHING, "Wrong file name"),
    "not JSON": ({NAME: "PK\x03\x04 a spreadsheet"}, NOTHING, "a zip or an office document"),
    "empty": ({NAME: ""}, NOTHING, "is empty"),
    "nbformat 3": ({NAME: nbformat.writes(source(), version=3)}, ALL, ""),
    "cell ids missing": ({NAME: source(without_ids)}, ALL, ""),
    "a grade cell deleted": (
        {NAME: source(without("correlate_marks"))}, ALL | {"correlate_marks": None}, "was deleted"),
    "a grade cell duplicated": ({NAME: source(doubled("correlate_marks"))}, NOTHING, "stands 2 times"),
    "a grade cell edited": ({NAME: source(edited)}, TURNED_MARKS, ""),
    "a grade cell in front of its answer": ({NAME: source(reordered)}, LOST, ""),
    "infinite loop": ({NAME: in_function("while True: pass")}, LOST, ""),
    "an infinite loop that catches": ({NAME: in_function(
        "while True:\n        try:\n            while True: pass\n        except BaseException: pass")}, LOST, ""),
    "an infinite loop in a cell": ({NAME: after_the_set_up("while True: pass")}, ALL, ""),
    "memory bomb": ({NAME: in_function("[0] * 10**10")}, LOST, ""),
    "fork bomb": ({NAME: in_function("import os\n    while True: os.fork()")}, LOST, ""),
    "100 MB of output": ({NAME: in_function("print('x' * 999, '\\n' * 99_999)")}, ALL, ""),
    "sys.exit": ({NAME: in_function("import sys; sys.exit()")}, LOST, ""),
    "os._exit": ({NAME: in_function("import os; os._exit(1)")}, LOST, ""),
    "os._exit in a cell": ({NAME: after_the_set_up("import os; os._exit(1)")}, ALL, ""),
    "input()": ({NAME: in_function("input('Which?')")}, LOST, ""),
    "kernel killed by itself": ({NAME: in_function("import os; os.kill(os.getpid(), 9)")}, LOST, ""),
    "network call": ({NAME: in_function("import socket; socket.create_connection(('1.1.1.1', 53), 1)")}, LOST, ""),
    "reads files": ({NAME: in_function(READS)}, LOST, ""),
    "packaged answer": ({NAME: in_function("return course.conv2d(image, kernel)")}, LOST, ""),
    "packaged answer, by another name": ({NAME: answered(
        source(), "correlate", "    (rows,", "    from backprop_helpers.maths import convolution as c\n"
        "    return c.conv2d(image, kernel)\n    (rows,")}, LOST, ""),
    "SciPy": ({NAME: in_function("from scipy.signal import correlate2d; return correlate2d(image, kernel)")}, LOST, ""),
    "checkers patched": ({NAME: turned(CHECKERS)}, TURNED_MARKS, ""),
    "frames searched": ({NAME: turned(FRAMES)}, OWN_SUM, ""),
    "numbers forged": ({NAME: turned(FORGED)}, None, ""),
    "input transformed": ({NAME: turned("get_ipython().input_transformers_post.append(lambda lines: ['5'])")},
                          TURNED_MARKS, ""),
    "sum is always 5": ({NAME: turned("import builtins\nbuiltins.sum = lambda *_: 5")}, OWN_SUM, ""),
    "a tag that skips": ({NAME: answered(source(skipped), *TURNED)}, TURNED_MARKS, ""),
    "warning printed": ({NAME: in_function("import sys, warnings; warnings.warn('odd'); print(1, file=sys.stderr)")},
                        ALL, ""),
    "zoë_李": ({NAME: source()}, ALL, ""),
    "a result that lies": ({NAME: in_function(LIAR)}, LOST, ""),
    "late": ({NAME: source(), "timestamp.txt": "2099-01-01 00:00:00 UTC"}, ALL, ""),
    "byte-order mark": ({NAME: nbformat.writes(source()).encode("utf-8-sig")}, ALL, ""),
    "UTF-16": ({NAME: nbformat.writes(source()).encode("utf-16")}, ALL, ""),
    "merge conflict": ({NAME: CONFLICT}, NOTHING, "has a merge conflict left in it"),
    "a zip with a way out": ({"work.zip": HOLE}, NOTHING, "there is only work.zip"),
    "a zip that unpacks to gigabytes": ({"work.zip": BOMB}, NOTHING, "there is only work.zip"),
    "50 MB": ({NAME: source(large)}, ALL, ""),
    "numpy.py beside it": ({NAME: source(), "numpy.py": "raise SystemExit"}, ALL, ""),
    "classroom.py beside it": ({NAME: source(), "classroom.py": "raise SystemExit"}, ALL, ""),
    "a thread": ({NAME: after_the_set_up(THREAD)}, ALL, ""),
    "a child process": ({NAME: after_the_set_up(CHILD)}, ALL, ""),
    "an exit handler": ({NAME: after_the_set_up("import atexit, time\natexit.register(time.sleep, 1000)")}, ALL, ""),
    "2 s a call": ({NAME: slow()}, ALL, ""),
    "a link to a neighbour": ({NAME: ("link", f"../../00 honest/{A1}/{NAME}")}, NOTHING, "a link"),
    "a named pipe": ({NAME: source(), "pipe": ("pipe",)}, NOTHING, "a named pipe"),
    "a named pipe as the notebook": ({NAME: ("pipe",)}, NOTHING, "a named pipe"),
    "a socket": ({NAME: source(), "s": ("socket",)}, NOTHING, "a socket"),
}  # fmt: skip


def put(course, student, name, content):
    """Hand in a file, or something that is none."""
    if not isinstance(content, tuple):
        return hand_in(course, student, content, name=name)
    path = course / "submitted" / student / A1 / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if content[0] == "link":
        path.symlink_to(content[1])
    elif content[0] == "pipe":
        os.mkfifo(path)
    else:
        os.chdir(path.parent)  # a socket's name is short
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(name)
    return None


@pytest.fixture(scope="module")
def judged(new_course, tmp_path_factory):
    """By what was handed in, its marks, and why it has none."""
    course = new_course(tmp_path_factory.mktemp("bad") / "course", A1)
    here, students = os.getcwd(), {"00 honest": {NAME: source()}, "99 honest": {NAME: source()}}
    students |= {f"{number:02} {says}": files for number, (says, (files, *_)) in enumerate(BAD.items(), 1)}
    for student, files in students.items():
        for name, content in files.items():
            put(course, student, name, content)
    os.chdir(here)
    assert len(list(mark(course, A1))) == len(students)
    given, (_, (assignment,), _) = marked(course), read_class(course)
    return {
        student[3:] if student[:2] not in ("00", "99") else student: (
            given[student].marks if student in given else NOTHING,
            " ".join(assignment.works[student].why),
        )
        for student in students
    }


@pytest.mark.parametrize("says", BAD)
def test_a_bad_submission_ends_with_a_fair_mark_and_a_sentence(judged, says, oracle):
    (marks, why), (_, expected, words) = judged[says], BAD[says]
    if expected is None:  # not marked, or marked as what it is
        expected = TURNED_MARKS if set(marks.values()) != {None} else NOTHING
        assert all(mark is None or mark <= ALL[name] for name, mark in marks.items())
        assert marks["correlate_marks"] in (None, *range(TURNED_MARKS["correlate_marks"] + 1))
    else:
        assert marks == expected, why
    assert words in why and (words or "Waiting for marking by hand" in why)
    oracle("bad submissions with a fair mark and a sentence")


def test_the_rest_of_the_class_is_unaffected(judged):
    assert judged["00 honest"][0] == judged["99 honest"][0] == ALL


class Timed(Student):
    """A student whose code's time, as far as it was stopped, is written down."""

    def _ask(self, seconds, functions, **task):
        self.stopped = getattr(self, "stopped", [])
        try:
            answer = super()._ask(seconds, functions, **task)
        except Ended:
            self.stopped.append(seconds)
            raise
        if (answer.get("raised") or [""])[0] == "TooSlow":
            self.stopped.append(seconds)
        return answer


@pytest.mark.parametrize("loop", ["infinite loop", "an infinite loop that catches", "an infinite loop in a cell"])
def test_an_endless_loop_is_stopped_after_less_than_seven_seconds_of_work(loop, monkeypatch):
    monkeypatch.setattr(marking, "SECONDS", marking.SECONDS)  # which run_cells sets
    student = Timed()
    cells = [cell for cell in BAD[loop][0][NAME].cells if cell.cell_type == "code"]
    locked = [cell for cell in cells if cell.metadata.get("nbgrader", {}).get("locked")]
    teachers = {cell_id(cell): (cell.source, cell.metadata.nbgrader.grade) for cell in locked}
    run_cells([(cell_id(cell), cell.source) for cell in cells], teachers, student)
    assert 3 <= sum(student.stopped) < 7  # of a processor's time: a machine that is busy takes longer


def test_nothing_was_unpacked(judged):
    assert zipfile.is_zipfile(io.BytesIO(HOLE)) and not Path("/tmp/evil.ipynb").exists()
