"""What stands in the sandbox for what is not there: Jupyter's shell, the course's package, and other libraries.

Whoever imports one of those is not stopped; what is called of it while a function is marked is told to the other side.
The course's layers are asked for there, one call at a time.
"""

import base64
import importlib.abc
import importlib.machinery
import io
import sys
import types

MOST_RICH, MOST_CHARACTERS = 10, 1_000_000
RUNS_ITS_LINE = "time", "timeit", "prun", "capture"


class Borrowed(RuntimeError):
    """A call of a library that is not there, while a function is marked."""


class Shell:
    """What a notebook calls with %, ! and display: it may time its code and print, and asks for nothing else.

    Parameters
    ----------
    names : the notebook's own
    """

    def __init__(self, names):
        self._names, self.rich = names, []

    def run_line_magic(self, name, line, *_, **__):
        if name in RUNS_ITS_LINE:
            exec(line, self._names)

    def run_cell_magic(self, name, line, cell):
        self.run_line_magic(name, cell)

    def getoutput(self, *_, **__):
        return []

    def ignore(self, *_, **__):
        """Do nothing."""

    def display(self, *values, raw=False, metadata=None, **_):
        if raw:
            self.rich += [{"data": each, "metadata": metadata or {}} for each in values]
        else:
            print(*values, sep="\n")

    def take_rich(self):
        """Return what was displayed otherwise than as text, figures too, and forget it."""
        pyplot = sys.modules.get("matplotlib.pyplot")
        for number in pyplot.get_fignums() if pyplot else ():
            pyplot.figure(number).savefig(picture := io.BytesIO(), format="png", dpi=72)
            self.display({"image/png": base64.b64encode(picture.getvalue()).decode()}, raw=True)
            pyplot.close(number)
        taken, self.rich = self.rich[:MOST_RICH], []
        return taken if len(repr(taken)) < MOST_CHARACTERS else []

    def __getattr__(self, name):
        return self.ignore


class StandIn:
    """Something of a package that is not there; what is made of it is one too.

    Parameters
    ----------
    path : its name, from the package's on
    student : the ``Student`` whose calls are watched
    shows : whether it only shows something, as anybody may
    """

    def __init__(self, path, student, shows=False):
        self._path, self._student, self._shows = path, student, shows

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return StandIn(f"{self._path}.{name}", self._student, self._shows)

    def __call__(self, *_, **__):
        if self._student.is_called and not self._shows:
            package, _, name = self._path.partition(".")
            self._student.ask(borrowed=[package, name])
            raise Borrowed(f"{self._path} is not there while this is marked")
        return StandIn(f"{self._path}()", self._student, self._shows)

    def __iter__(self):
        return iter(())

    def __repr__(self):
        return ""


def replace_packages(begin, student):
    """Let the packages be imported that are not there.

    Parameters
    ----------
    begin : dict with ``absent``, their names, and ``course``, from each name of the course's to "asked", "shows" or ""
    student : ``Student``
    """
    sys.meta_path.insert(0, _Finder(begin["absent"], begin["course"], student))


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def __init__(self, absent, course, student):
        self._absent, self._course, self._student = {*absent, "backprop_helpers"}, course, student

    def find_spec(self, fullname, path=None, target=None):
        if fullname.partition(".")[0] in self._absent:
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec):
        module = types.ModuleType(spec.name)
        module.__getattr__ = lambda name: self._member(spec.name, name)
        if spec.name == "backprop_helpers":
            module.__all__ = list(self._course)
        return module

    def exec_module(self, module):
        """Do nothing: a module that is not there has nothing to run."""

    def _member(self, module, name):
        if name.startswith("__"):
            raise AttributeError(name)
        kind = self._course.get(name, "") if module.partition(".")[0] == "backprop_helpers" else ""
        if kind == "asked":
            return self._student.asking(f"course.{name}")
        return StandIn(f"{module}.{name}", self._student, kind == "shows")
