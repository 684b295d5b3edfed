"""A student's notebook on the near side of the boundary: its names are numbers, and functions that ask over there.

Nothing of the student's runs here. Whatever ends over there is begun again, so that it costs its own exercise.
"""

import contextlib
import inspect
import time

import numpy as np

import backprop_helpers

from .borrowed import COURSE_BY_ITSELF, Watch
from .boundary.plain import Foreign, Refused, read, write
from .marking import TooSlow, course
from .sandbox import ABSENT, Box

SECONDS, SECONDS_OF_A_CELL, PATIENCE = 3, 4, 3
"""How long a call and a cell may work, half as long after one was stopped; and how many times that they may wait."""

MOST_ENDS = 16
"""How often a student's process may end before its work counts as not to be marked."""


class NotMarked(Exception):
    """Says, for the teacher, why something cannot be marked."""


class Ended(Exception):
    """A function that ended its process."""


def course_names():
    """Return for each name of the course's package whether it can be asked for, only shows something, or neither."""
    kinds = dict.fromkeys(backprop_helpers.__all__, "")
    kinds |= dict.fromkeys(("enter", "explore", "figures", "ledger", "train"), "shows")
    for name in [name for name, kind in kinds.items() if not kind and name != "digits"]:
        home = getattr(getattr(course, name), "__module__", "").split(".")
        if home[1:2] == ["display"]:
            kinds[name] = "shows"
        elif home[1:2] == ["maths"] and home[-1] not in COURSE_BY_ITSELF and inspect.isfunction(getattr(course, name)):
            kinds[name] = "asked"
    return kinds


COURSE = course_names()


class Student:
    """What a student handed in.

    Parameters
    ----------
    files : dict from the names of files beside the notebook to their texts
    unsafe : whether the code runs without a sandbox

    Attributes
    ----------
    why : str, why it cannot be marked, or nothing
    """

    def __init__(self, files=None, unsafe=False):
        self._begin = {"absent": ABSENT, "course": COURSE, "files": files or {}}
        self._unsafe, self._box, self._done, self._ends = unsafe, None, [], 0
        self._stops, self._here = 0, 0  # in all, and those that shorten what the present cell may work
        self._dead, self._names, self._before, self._now = {}, {}, {}, ""
        self.why = ""

    def run(self, source):
        """Run a cell; return what it ``printed``, has ``shown``, what else is ``rich``, and what it ``raised``."""
        try:
            answer = self._ask(self._limit(SECONDS_OF_A_CELL), {}, task="run", source=source)
            raised = _raised(answer)
            texts = {part: str(answer.get(part, "")) for part in ("printed", "shown")}
            answer = texts | {"rich": _rich(answer.get("rich")), "raised": raised}
        except (Ended, TooSlow, Refused) as problem:
            self._stopped()
            return {"printed": "", "shown": "", "rich": [], "raised": problem}
        if isinstance(raised, TooSlow):
            self._stopped()
        else:
            self._done.append(source)
        return answer

    def names(self, wanted, before):
        """Return a dict of the names that a teacher's cell finds.

        Parameters
        ----------
        wanted : names
        before : what the teacher's earlier cells left
        """
        try:
            answer = self._ask(SECONDS, {}, task="fetch", names=sorted(wanted))
        except (Ended, TooSlow, Refused):
            answer = {}
        found = {}
        for name in wanted & answer.keys():
            with contextlib.suppress(Refused):
                value = read(answer[name], lambda written, name=name: Function(self, name, written.get("parameters")))
                if not isinstance(value, Foreign):
                    found[name] = value
        self._names = before | found
        self._before = dict(self._names)
        return self._names

    def call(self, name, arguments):
        """Call a function of the notebook's, in which what a test has replaced is replaced."""
        if problem := self._dead.get((self._now, name)):
            raise problem
        given = {key: each for key, each in self._names.items() if self._is_given(key, each)}
        functions = given | {f"argument {place}": each for place, each in enumerate(arguments) if callable(each)}
        places = {id(each): {"function": place} for place, each in functions.items()}
        written = [write(each, lambda function: places[id(function)]) for each in arguments]
        try:
            answer = self._ask(
                self._limit(SECONDS), functions, task="call", name=name, arguments=written, given=list(given)
            )
            _change(arguments, answer.get("changed"))
            if problem := _raised(answer):
                raise problem
            return read(answer.get("result"))
        except TooSlow:
            self._stopped()
            raise
        except Ended as problem:
            self._stopped()
            self._dead[self._now, name] = problem
            raise

    def begin(self, cell):
        """Tell the name of the teacher's cell that is run next."""
        self._now, self._here = cell, self._stops if cell.endswith("_check") else min(self._stops, 1)

    def end(self):
        """End its process, if there is one."""
        if self._box:
            self._box.end()
            self._box = None

    def is_new(self, key, value):
        """Return whether a name of ``names`` has got another value since."""
        return self._before.get(key, self) is not value

    def _is_given(self, key, value):
        return callable(value) and not key.startswith("__") and self.is_new(key, value)

    def _stopped(self):
        self._stops, self._here = self._stops + 1, self._here + 1

    def _limit(self, seconds):
        return seconds / 2**self._here

    def _ask(self, seconds, functions, **task):
        """Give a task, answer what it asks for meanwhile, and return what comes of it."""
        if self._box is None:
            self._start()
        until = time.monotonic() + seconds * PATIENCE + 0.5
        if task["task"] != "fetch":
            task["seconds"] = seconds
        try:
            self._box.channel.send(task, until)
            while True:
                message = self._box.channel.receive(until)
                if "function" not in message and "borrowed" not in message:
                    return message
                self._box.channel.send(_answer(message, functions), until)
        except TimeoutError:
            self._lose()
            raise Ended(f"it was ended from outside, {seconds * PATIENCE:.2g} seconds after it began") from None
        except (EOFError, OSError):
            self._lose()
            raise Ended("it ended its own process") from None
        except BaseException:
            self._lose()
            raise

    def _start(self):
        if self._ends > MOST_ENDS:
            raise NotMarked(
                f"Its code ended its own process more than {MOST_ENDS} times. Read it, and mark it by hand."
            )
        self._box = Box(self._unsafe)
        self._box.channel.send(self._begin)
        for source in self._done:
            self._ask(SECONDS_OF_A_CELL, {}, task="run", source=source)

    def _lose(self):
        self.end()
        self._ends += 1


class Function:
    """A function of the notebook's.

    Parameters
    ----------
    student : Student
    name : what the notebook calls it
    parameters : the names of its arguments, None where it has not one for each
    """

    def __init__(self, student, name, parameters):
        self._student, self._name = student, name
        names = parameters if isinstance(parameters, list) else ["*"]
        if len(set(map(str, names))) == len(names) and all(
            isinstance(each, str) and each.isidentifier() for each in names
        ):
            kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
            self.__signature__ = inspect.Signature([inspect.Parameter(each, kind, default=None) for each in names])

    def __call__(self, *arguments):
        return self._student.call(self._name, arguments)


def _answer(message, functions):
    """Return the result of a function that the student's code asks for."""
    try:
        if "borrowed" in message:
            package, name = message["borrowed"]
            if Watch.current:
                Watch.current.note(str(package)[:80], str(name)[:80])
            return {"result": None}
        name = message["function"]
        function = functions.get(name) or _of_the_course(name)
        values = [read(each) for each in message["arguments"]]
        return {"result": write(function(*values, **{key: read(each) for key, each in message["settings"].items()}))}
    except Exception as problem:
        return {"raised": [type(problem).__name__, str(problem)[:300]]}


def _of_the_course(name):
    package, _, name = name.partition(".")
    if package != "course" or COURSE.get(name) != "asked":
        raise Refused("there is no such function")
    return getattr(course, name)


def _raised(answer):
    """Return what a student's code raised as an exception that can do nothing, or None."""
    match answer.get("raised"):
        case None:
            return None
        case ["TooSlow", str()]:
            return TooSlow("it was stopped, for it takes too long")
        case [str(name), str(words)]:
            return type(name if name.isidentifier() else "Exception", (Exception,), {})(words[:300])
    raise Refused("an exception without a name")


def _rich(displayed):
    """Return of what a cell displayed that which is texts by their MIME types."""
    return [
        {"data": each["data"], "metadata": each.get("metadata", {})}
        for each in (displayed if type(displayed) is list else [])
        if type(each) is dict and type(each.get("data")) is dict and type(each.get("metadata", {})) is dict
        if all(type(text) is str for pair in each["data"].items() for text in pair)
    ]


def _change(arguments, changed):
    """Change arguments as the student's function has changed them over there."""
    if type(changed) is not dict:
        raise Refused("no word of what it changed")
    for place, written in changed.items():
        now, argument = read(written), arguments[int(place)] if place.isdecimal() and len(place) < 4 else None
        if not isinstance(now, np.ndarray) or not isinstance(argument, np.ndarray):
            raise Refused("a change of no array")
        argument[...] = now if now.shape == argument.shape else argument + 1
