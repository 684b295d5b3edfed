"""Finds out whether a function does its own sums, or calls another package for them."""

import dis
import gc
import sys
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from sysconfig import get_paths
from types import FunctionType, ModuleType

import numpy as np

SHOWS = {
    *("IPython", "backprop_helpers.display", "ipykernel", "ipywidgets", "matplotlib", "matplotlib_inline"),
    *("mpl_toolkits", "pandas", "plotly", "rich", "seaborn", "tabulate", "tqdm"),
}
"""What a student may print, draw or tabulate with while a function works: no exercise asks for what these do."""

_COURSE = Path(find_spec("backprop_helpers").origin).parent
_LIBRARIES = tuple(Path(get_paths()[key]) for key in ("purelib", "platlib"))
COURSE_BY_ITSELF = "network", "layer", "layers", "nudged", "difference", "gradient_check", "graph"
"""The course's modules that go all the way back by themselves: allowed only as "backprop_helpers.network" and so on."""


class Watch:
    """Notes in ``seen`` which packages are called that may not be, by Python's own profiler.

    Parameters
    ----------
    allowed : packages, such as "numpy", and single functions, such as "backprop_helpers.max_pool2d"
    trusted : functions that may call whatever they like, as what shows something may
    """

    current = None
    """The one that is watching."""

    def __init__(self, allowed, trusted=()):
        self.allowed, self.seen = {*allowed, *sys.stdlib_module_names}, []
        self._trusted = {id(each.__code__) for each in trusted if isinstance(each, FunctionType)}
        self._inside = None

    def __enter__(self):
        self._before, self._inside = sys.getprofile(), None
        self._collects = gc.isenabled()
        gc.disable()  # what it calls, of whatever package, is not the function's own
        Watch.current = self
        sys.setprofile(self._note)

    def __exit__(self, *_):
        Watch.current = None
        sys.setprofile(self._before)
        if self._collects:
            gc.enable()

    def _note(self, frame, event, called):
        if self._inside:
            if event == "return" and frame is self._inside:
                self._inside = None
        elif event == "call":
            self._note_call(frame)
        elif event == "c_call":
            self.note(_package_of_builtin(called), called.__name__)

    def _note_call(self, frame):
        package, name = _package_of(frame.f_code.co_filename), frame.f_code.co_name
        if id(frame.f_code) in self._trusted or package in SHOWS or f"{package}.{name}" in self.allowed:
            self._inside = frame
        else:
            self.note(package, name)

    def note(self, package, name):
        """Note the call of a package's function, if it may not be called."""
        if package not in self.allowed and package not in SHOWS:
            self.seen.append(f"{package}'s {name}")


def named(function, allowed):
    """Yield what a function names of other packages: a ufunc such as SciPy's expit is called unseen by the profiler."""
    if isinstance(function, FunctionType):
        imported = [each.argval for each in dis.get_instructions(function) if each.opname == "IMPORT_NAME"]
        values = [function.__globals__.get(name) for name in function.__code__.co_names]
    else:
        imported, values = [], [function]
    modules = [*imported, *(each.__name__ for each in values if isinstance(each, ModuleType))]
    packages = {module.split(".")[0] for module in modules if module}
    yield from sorted(packages - {*allowed, *SHOWS, *sys.stdlib_module_names, _COURSE.name})
    for each in values:
        if isinstance(each, np.ufunc) and getattr(np, each.__name__, None) is not each:
            yield f"another library's {each.__name__}"


@lru_cache
def _package_of(filename):
    """Return the package whose file this is; "builtins" for Python's own files and the notebook's cells."""
    path = Path(filename)
    if path.is_relative_to(_COURSE):
        part = next((part for part in ("display", *COURSE_BY_ITSELF) if part in (path.parent.name, path.stem)), None)
        return f"{_COURSE.name}.{part}" if part else _COURSE.name
    inside = next((path.relative_to(folder) for folder in _LIBRARIES if path.is_relative_to(folder)), None)
    return inside.parts[0].removesuffix(".py") if inside else "builtins"


def _package_of_builtin(called):
    """Return the package of a function or method that is written in C."""
    owner = getattr(called, "__self__", None)
    owner = owner if isinstance(owner, type) else type(owner)
    return (getattr(called, "__module__", None) or owner.__module__ or "builtins").split(".")[0]
