"""The sandbox of a student's code: what hostile code tries in a real one, and what comes back over the boundary."""

import math
import os
import socket
import subprocess
import time
from pathlib import Path

import numpy as np
import pytest

from classroom import sandbox
from classroom.boundary.plain import Channel, Foreign, Refused, read, write
from classroom.student import Ended, Student

from .assignments import SOURCE

WHY_NOT = sandbox.why_not()
in_a_sandbox = pytest.mark.skipif(bool(WHY_NOT), reason=f"no sandbox can be made here: {WHY_NOT}")
SECRET = "a secret of the teacher's"

PROBES = {  # what is tried, and an expression that is true if it got through
    "a file of the system's": "open('/etc/passwd').read()",
    "the passwords": "open('/etc/shadow').read()",
    "the home of root": "set(os.listdir('/root')) - {'.pyenv', '.local'}",
    "the homes": "os.listdir('/home')",
    "the course folder": "os.listdir(FOLDER)",
    "a neighbour's work": "open(FOLDER + '/neighbour').read()",
    "the hidden tests on disk": "open(SOURCE + '/A1_convolution/A1_convolution.ipynb').read()",
    "the marking's own modules": "__import__('classroom.marking')",
    "the course's own layers": "__import__('backprop_helpers').conv2d.__code__.co_consts[5:]",
    "the tests in memory": "[name for name in sys.modules if 'marking' in name or 'nbgrader' in name]",
    "the tests in a frame": "[f for f in frames() if 'right' in f.f_locals or 'truth' in f.f_locals]",
    "an object that knows them": "[o for o in gc.get_objects() if type(o).__name__ in ('Watch', 'Gradebook')]",
    "SciPy": "getattr(__import__('scipy'), '__file__', '')",
    "the system's SciPy": "glob.glob('/usr/lib/python3/dist-packages/*')",
    "TCP": "socket.create_connection(('1.1.1.1', 53), 1)",
    "UDP": "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('1.1.1.1', 53))",
    "a name on the network": "socket.getaddrinfo('example.org', 80)",
    "IPv6": "socket.create_connection(('2606:4700:4700::1111', 53), 1)",
    "a server of this machine": "socket.create_connection(('127.0.0.1', PORT), 1)",
    "a socket without a file": "socket.socket(socket.AF_UNIX).connect(chr(0) + ABSTRACT) is None",
    "a raw socket": "socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)",
    "the network's interfaces": "[name for _, name in socket.if_nameindex() if name != 'lo']",
    "other processes": "[p for p in os.listdir('/proc') if p.isdecimal() and int(p) > os.getpid() + 20]",
    "the marking's process": "os.kill(MARKER, 0) is None and MARKER > 20",
    "its command": "b'pytest' in open(f'/proc/{MARKER}/cmdline', 'rb').read()",
    "its own first process": "os.kill(1, 9) is None and open('/proc/1/environ').read()",
    "the teacher's environment": "[value for value in os.environ.values() if SECRET in value]",
    "the environment of the start": "SECRET in open('/proc/self/environ').read()",
    "other files that are open": "[fd for fd in fds() if fds()[fd].startswith('/') and fds()[fd] != '/dev/null']",
    "more pipes than its two": "[fd for fd in fds() if fds()[fd].startswith('pipe')][2:]",
    "the system's programs": "open('/usr/bin/new', 'w')",
    "Python's library": "open(os.__file__, 'a')",
    "NumPy": "open(np.__file__, 'a')",
    "the program that runs it": "open(sys.modules['boundary.inside'].__file__, 'a')",
    "the root": "open('/new', 'w')",
    "shared memory": "open('/dev/shm/new', 'w')",
    "a link out of its folder": "os.symlink('/etc/shadow', '/tmp/link') or open('/tmp/link').read()",
    "a hard link out of its folder": "os.link('/usr/bin/env', '/tmp/hard') or True",
    "more disk than it has": "open('/tmp/large', 'wb').write(b'x' * (70 << 20))",
    "more disk in many files": "[open(f'/tmp/{n}', 'wb').write(b'x' * (8 << 20)) for n in range(20)]",
    "more memory than it has": "len(bytearray(3 << 30))",
    "higher limits": "resource.setrlimit(resource.RLIMIT_AS, (-1, -1)) is None",
    "another user": "os.setuid(0) is None",
    "a program of root's": "subprocess.run(['su', '-c', 'id'], input='', text=True, capture_output=True).stdout",
    "a mount": "libc.mount(b'none', b'/tmp', b'tmpfs', 0, None) == 0",
    "a namespace of its own": "libc.unshare(0x10000000) == 0 or libc.unshare(0x20000) == 0",
    "a device": "os.mknod('/tmp/device', 0o60666, os.makedev(8, 0)) is None",
    "another root": "os.chroot('/tmp') is None",
    "the clock": "time.clock_settime(time.CLOCK_REALTIME, 0) is None",
    "the machine's name": "socket.sethostname('mine') is None",
    "a higher priority": "os.nice(-5) < 0",
    "the kernel's settings": "open('/proc/sys/kernel/hostname', 'w').write('mine')",
    "the kernel's memory": "open('/dev/mem', 'rb')",
    "the devices": "os.listdir('/sys')",
}
HELPERS = """
import ctypes, gc, glob, os, resource, socket, subprocess, sys, time
import numpy as np
libc = ctypes.CDLL(None, use_errno=True)
def frames():
    frame = sys._getframe()
    while frame:
        yield frame
        frame = frame.f_back
def fds():
    found = {}
    for fd in os.listdir('/proc/self/fd'):
        try:
            found[fd] = os.readlink(f'/proc/self/fd/{fd}')
        except OSError:
            pass
    return {fd: path for fd, path in found.items() if not path.startswith(('/proc', '/tmp'))}
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A student's process that knows where everything is."""
    folder = tmp_path_factory.mktemp("course")
    (folder / "neighbour").write_text("42")
    with pytest.MonkeyPatch.context() as patch, socket.create_server(("127.0.0.1", 0)) as server:
        patch.setenv("SECRET", SECRET)
        abstract = f"of-the-machine-{os.getpid()}"
        with socket.socket(socket.AF_UNIX) as named:
            named.bind(f"\0{abstract}")
            named.listen()
            student = Student()
            knows = {"FOLDER": str(folder), "SOURCE": str(SOURCE), "MARKER": os.getpid(), "ABSTRACT": abstract}
            knows |= {"PORT": server.getsockname()[1], "SECRET": SECRET}
            lines = [f"{name} = {value!r}" for name, value in knows.items()]
            assert student.run("\n".join([HELPERS, *lines]))["raised"] is None
            yield student
            student.end()


@in_a_sandbox
@pytest.mark.parametrize("tried", PROBES)
def test_a_probe_does_not_get_through(hostile, tried, oracle):
    answer = hostile.run(f"'THROUGH' if ({PROBES[tried]}) else 'nothing'")
    assert "THROUGH" not in answer["shown"], answer
    mistaken = {"NameError", "SyntaxError", "AttributeError", "KeyError"}  # of the probe's own
    assert answer["shown"] or type(answer["raised"]).__name__ not in mistaken, answer
    oracle("bubblewrap, probes that did not get through")


@in_a_sandbox
def test_every_probe_would_be_seen(hostile):
    assert hostile.run("'THROUGH' if (open('/tmp/mine', 'w').write('x')) else 'nothing'")["shown"] == "'THROUGH'"


@in_a_sandbox
def test_processes_are_limited_and_none_outlives_the_sandbox():
    student, name = Student(), f"left-{os.getpid()}"
    forks = f"""
import os, time, sys
try:
    while True:
        if os.fork() == 0:
            os.setsid()
            os.execv('/usr/bin/tail', [{name!r}, '-f', '/dev/null'])
except OSError as problem:
    print(problem)
"""
    assert "Resource temporarily unavailable" in student.run(forks)["printed"]
    student.end()
    end = time.monotonic() + 5
    while name in (left := subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout):
        assert time.monotonic() < end, left
        time.sleep(0.05)


@in_a_sandbox
def test_files_beside_the_notebook_are_there_and_do_not_stand_in_for_a_library():
    student = Student({"helper.py": "two = 2", "numpy.py": "raise OSError", "classroom.py": "three = 3"})
    assert (
        student.run("import helper, numpy, classroom\nhelper.two + classroom.three, numpy.pi > 3")["shown"]
        == "(5, True)"
    )
    student.end()


@in_a_sandbox
def test_a_function_that_ends_its_process_costs_itself_and_what_was_there_is_there_again():
    student = Student()
    student.run("two = 2\ndef twice(x):\n    return two * x\ndef dies(x):\n    import os\n    os._exit(0)")
    functions = student.names({"twice", "dies"}, {})
    with pytest.raises(Ended):
        functions["dies"](1)
    assert functions["twice"](4) == 8
    student.end()


@pytest.mark.parametrize("unsafe", [pytest.param(False, marks=in_a_sandbox), True])
def test_numbers_go_over_and_come_back_as_they_are(unsafe):
    student = Student(unsafe=unsafe)
    student.run("def same(*values):\n    return values\ndef change(x):\n    x[0] = 7")
    functions = student.names({"same", "change"}, {})
    arrays = [np.array([[0.1, -0.0, np.nan], [np.inf, -np.inf, 5e-324]]), np.float32([1 / 3, 1e-40])]
    arrays += [np.arange(6).reshape(1, 2, 3) - 2**62, np.array([True, False]), np.zeros((2, 0)), np.float16([0.1])]
    back = functions["same"](*arrays, 0.1, 2**70, True, None, ..., "text", (1, [2.5]))
    for there, here in zip(back, arrays, strict=False):
        assert there.dtype == here.dtype and there.tobytes() == here.tobytes()
    assert back[len(arrays) :] == (0.1, 2**70, True, None, ..., "text", (1, [2.5]))
    changed = np.array([1, 2])
    functions["change"](changed)
    assert changed.tolist() == [7, 2]
    student.end()


FORGED = [
    {"array": [1], "dtype": "object", "shape": [1], "scalar": False},
    {"array": ["1"], "dtype": "float64", "shape": [1], "scalar": False},
    {"array": [1], "dtype": "float64", "shape": [-1], "scalar": False},
    {"array": [1], "dtype": "float64", "shape": [10**12], "scalar": False},
    {"array": [], "dtype": "float64", "shape": [0, 10**18], "scalar": False},
    {"array": [2**70], "dtype": "int64", "shape": [1], "scalar": False},
    {"array": [[1]], "dtype": "float64", "shape": [1], "scalar": False},
    {"array": [1], "dtype": "float64", "shape": [1] * 40, "scalar": False},
    {"function": "os.system"},
    {"list": "12"},
    {"py/object": "os.system"},
    [1, 2],
]


@pytest.mark.parametrize("forged", FORGED, ids=map(str, range(len(FORGED))))
def test_a_forged_value_is_refused(forged):
    with pytest.raises(Refused):
        read(forged)


def test_what_lists_in_one_another_hide_is_refused():
    forged = 1
    for _ in range(50):
        forged = {"list": [forged]}
    with pytest.raises(Refused):
        read(forged)


class Liar:
    def __eq__(self, other):
        return True

    def __array__(self, dtype=None, copy=None):
        raise RuntimeError("not now")


@pytest.mark.parametrize("value", [Liar(), {1: 2}, {1}, 1j, np.array(["a"]), object, 10**100])
def test_what_is_no_number_is_a_name_alone(value):
    assert isinstance(read(write(value)), Foreign)


@pytest.mark.parametrize("sent", [b"[" * 100_000 + b"\n", b"{\n", b"[]\n", b"\xff\n", b'{"a": ' + b"1" * 5000 + b"}\n"])
def test_what_is_no_message_is_refused(sent):
    incoming, outgoing = os.pipe()
    os.write(outgoing, sent[:60_000])
    os.close(outgoing)
    with pytest.raises((Refused, EOFError)):
        Channel(incoming, None).receive(time.monotonic() + 1)
    os.close(incoming)


def test_a_message_without_an_end_is_refused():
    reader, writer = os.pipe()
    with open("/dev/zero", "rb") as endless:
        process = subprocess.Popen(["cat"], stdin=endless, stdout=writer)
        os.close(writer)
        with pytest.raises(Refused):
            Channel(reader, None).receive(time.monotonic() + 20)
        process.kill()
        process.wait()
    os.close(reader)


def test_without_bubblewrap_it_says_so(monkeypatch):
    monkeypatch.setattr(sandbox.shutil, "which", lambda name: None)
    sandbox.why_not.cache_clear()
    try:
        assert "bubblewrap is not installed" in sandbox.why_not()
    finally:
        sandbox.why_not.cache_clear()


def test_a_number_is_written_with_all_of_its_digits():
    assert write(0.1) == 0.1 and math.isnan(write(math.nan)) and write(np.float64(0.1))["array"] == [0.1]
    assert Path(sandbox.HERE, "inside.py").is_file()
