"""Starts the program in which a student's code runs, in a sandbox of bubblewrap's.

There it finds Python, NumPy and what draws and prints, all of them read-only, one folder to write into, and nothing of
this machine besides: no network, no other process, no file of the class or the course.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from sysconfig import get_path

from packaging.requirements import Requirement

from .borrowed import SHOWS
from .boundary.plain import Channel

HERE = Path(__file__).resolve().parent / "boundary"
BASE = Path(sys.base_prefix).resolve()
NOBODY = "65534"
DISK, MEMORY, PROCESSES, SECONDS_OF_CPU = 64 << 20, 2 << 30, 64, 100
"""What one student's code may use: bytes of files and of address space, processes with their threads, and time."""

ABSENT = (
    "autograd",
    "cupy",
    "cv2",
    "jax",
    "keras",
    "numba",
    "scipy",
    "skimage",
    "sklearn",
    "sympy",
    "tensorflow",
    "torch",
)
"""Libraries that have a convolution or derivatives: a notebook may import them, and what it calls of them is told."""

ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "HOME": "/tmp",
    "LANG": "C.UTF-8",
    "MPLBACKEND": "Agg",
    "OPENBLAS_NUM_THREADS": "1",
}
PROGRAM = "import sys; sys.path += {paths!r}; from boundary.inside import main; main()"


class Box:
    """A running program; ``channel`` leads to it.

    Parameters
    ----------
    unsafe : whether it runs without a sandbox, with the rights of whoever marks
    """

    def __init__(self, unsafe=False):
        ours, theirs = os.pipe(), os.pipe()
        ends = str(theirs[0]), str(ours[1])
        command = [*(_bare() if unsafe else _boxed()), *ends]
        self._folder = tempfile.TemporaryDirectory() if unsafe else contextlib.nullcontext()
        quiet = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
        where = self._folder.name if unsafe else "/"
        self._process = subprocess.Popen(
            command, pass_fds=(theirs[0], ours[1]), start_new_session=True, env=ENVIRONMENT, cwd=where, **quiet
        )
        os.close(theirs[0])
        os.close(ours[1])
        self.channel = Channel(ours[0], theirs[1])

    def end(self):
        """End it, and everything that it started."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self.channel.close()
        with self._folder:
            pass


@cache
def why_not():
    """Return why no sandbox can be made here, or nothing."""
    if not shutil.which("bwrap"):
        return "bubblewrap is not installed (Debian, Ubuntu: sudo apt install bubblewrap)"
    if not all(map(shutil.which, ("prlimit", "setpriv"))):
        return "prlimit and setpriv, of the package util-linux, are not installed"
    command = [*_boxed()[:-1], "import sys; sys.path.append('/site'); import numpy"]
    tried = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT, cwd="/", check=False)
    said = (tried.stderr.strip().splitlines() or ["it does not start"])[-1]
    return f"bubblewrap cannot make a sandbox here: {said}" if tried.returncode else ""


def _bare():
    """Return the command without a sandbox."""
    return [sys.executable, "-I", "-c", PROGRAM.format(paths=[str(HERE.parent)])]


@cache
def _boxed():
    """Return the command in a sandbox, as root or as an ordinary user.

    Root, whom no limit of processes holds, makes the sandbox around another one, in which it is an ordinary user.
    """
    bwrap = [shutil.which("bwrap"), "--die-with-parent"]
    inner = ["--unshare-user", "--disable-userns"]
    if os.getuid() == 0:
        rights = _each("--cap-add", "CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP")
        ids = [f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--bounding-set=-all", "--inh-caps=-all"]
        outer, inner = ["--cap-drop", "ALL", *rights], ["setpriv", *ids, *bwrap, *inner, "--dev-bind", "/", "/"]
    else:
        outer, inner = inner, []
    limits = {"as": MEMORY, "nproc": PROCESSES, "cpu": SECONDS_OF_CPU, "fsize": DISK, "core": 0, "nofile": 256}
    return [
        *(*bwrap, "--new-session", "--unshare-uts", "--hostname", "box", "--unshare-pid", "--unshare-net"),
        *("--unshare-ipc", "--unshare-cgroup-try", *outer, *_files(), *inner),
        *("prlimit", *(f"--{name}={most}" for name, most in limits.items())),
        *(str(Path(sys.executable).resolve()), "-I", "-S", "-c", PROGRAM.format(paths=["/site"])),
    ]


def _files():
    """Return what of the files is there: the system's programs, Python, the packages that may be used, and this one."""
    links = [("usr/bin", "/bin"), ("usr/lib", "/lib"), ("usr/lib64", "/lib64")]
    shown = {HERE: "/site/boundary", **{path: f"/site/{path.name}" for path in _packages()}}
    if not BASE.is_relative_to("/usr"):
        shown[BASE] = str(BASE)
    libraries = [f"{lib}/python3*/{end}-packages" for lib in ("lib", "local/lib") for end in ("site", "dist")]
    hidden = {path for root in (Path("/usr"), BASE) for each in libraries for path in root.glob(each)}
    parents = dict.fromkeys(str(above) for path in shown.values() for above in [*Path(path).parents][-2::-1])
    return [
        *("--ro-bind", "/usr", "/usr", *_each("--symlink", *links)),
        *_each("--perms", *[("0755", "--dir", path) for path in parents if not path.startswith("/usr")]),
        *_each("--ro-bind", *[(str(path), place) for path, place in shown.items()]),
        *_each("--size", *[("4096", "--tmpfs", str(path), "--remount-ro", str(path)) for path in hidden]),
        *("--proc", "/proc", "--dev", "/dev", "--perms", "1777", "--size", str(DISK), "--tmpfs", "/tmp"),
        *("--chdir", "/tmp", "--remount-ro", "/dev", "--remount-ro", "/"),
    ]


def _each(option, *values):
    """Return an option with each of its values."""
    return [part for value in values for part in (option, *([value] if isinstance(value, str) else value))]


def _packages():
    """Return the files and folders of NumPy, of what may be shown with, and of what these need."""
    known, wanted = {}, ["numpy", *SHOWS]
    while wanted:
        name = wanted.pop()
        if name not in known and name not in ABSENT:
            try:
                known[name] = distribution(name)
            except PackageNotFoundError:
                continue
            needed = map(Requirement, known[name].requires or [])
            wanted += [each.name for each in needed if not each.marker or each.marker.evaluate({"extra": ""})]
    site = Path(get_path("purelib"))
    tops = {file.parts[0] for each in known.values() for file in each.files or []} - {"..", "__pycache__"}
    return [site / top for top in sorted(tops) if (site / top).exists()]
