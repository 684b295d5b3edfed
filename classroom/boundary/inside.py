"""Loads a student's notebook and calls its functions: the only program that runs in the sandbox.

It trusts nobody to leave it whole, and nobody trusts it: what a student's code may do to it, the other side reads
numbers and nothing else. It ends when its pipe does.
"""

import ast
import builtins
import contextlib
import io
import json
import os
import signal
import sys
import threading
import warnings
from pathlib import Path

import numpy as np

from .plain import Channel, Refused, read, write
from .stand_ins import Shell, replace_packages

MOST_SHOWN = 20_000
"""How many characters a cell may print."""

UNTIL_ENDED = 0.3
"""After how many seconds more a function ends its process that does not stop when it is stopped."""


class TooSlow(BaseException):
    """What stops a function that takes too long; no ``except Exception`` of its own holds it up."""


class Page(io.StringIO):
    """What a cell prints, cut off where it is too long."""

    def write(self, text):
        super().write(text[: max(0, MOST_SHOWN - self.tell())])
        return len(text)


class Student:
    """A notebook's names, and the other side that asks for them.

    Parameters
    ----------
    channel : Channel
    """

    def __init__(self, channel):
        self.channel, self.lock, self.is_called, self.own = channel, threading.RLock(), False, {}
        self.names = {"__name__": "__main__", "__builtins__": builtins}
        self.shell = shell = Shell(self.names)
        self.names |= {"get_ipython": lambda: shell, "display": shell.display, "help": shell.ignore}
        self.names |= dict.fromkeys(("exit", "quit"), sys.exit)

    def serve(self):
        """Do what is asked until nobody asks any more."""
        begin = self.channel.receive()
        sys.path.append(os.getcwd())
        replace_packages(begin, self)
        for name, text in begin["files"].items():
            path = Path(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        while True:
            self.do(self.channel.receive())

    def do(self, message):
        """Do a task, and send what comes of it."""
        answer = getattr(self, message.pop("task"))(**message)
        try:
            self.channel.send(answer)
        except Refused as problem:
            self.channel.send({"raised": ["ValueError", str(problem)], "changed": {}})

    def run(self, source, seconds):
        """Run a cell; return what it printed and showed, and what it raised."""
        with self._watched(seconds, page := Page()) as raised:
            tree = ast.parse(source)
            last = tree.body.pop().value if tree.body and isinstance(tree.body[-1], ast.Expr) else None
            exec(compile(tree, "<cell>", "exec"), self.names)
            value = eval(compile(ast.Expression(last), "<cell>", "eval"), self.names) if last else None
            shown = "" if value is None else repr(value)[:MOST_SHOWN]
        rich = []
        with self._watched(seconds, Page()):
            rich = json.loads(json.dumps(self.shell.take_rich()))
        shown = "" if raised else shown
        return {"printed": page.getvalue(), "shown": shown, "rich": rich, "raised": raised or None}

    def fetch(self, names):
        """Return what the notebook has under some names."""
        return {name: write(self.names[name], _describe) for name in names if name in self.names}

    def call(self, name, arguments, given, seconds):
        """Call a function while others stand in for some of the notebook's; return its result, and what it changed."""
        arguments = [read(each, lambda written: self.asking(written["function"])) for each in arguments]
        before = [each.copy() if isinstance(each, np.ndarray) else None for each in arguments]
        kept = {each: self.names[each] for each in given if each in self.names}
        outer, result = (self.is_called, self.own), None
        self.is_called, self.own = True, kept | self.own
        function = self.own.get(name, self.names.get(name))
        self.names |= {each: self.asking(each) for each in given}
        try:
            with self._watched(seconds, Page()) as raised:
                result = write(function(*arguments))
        finally:
            self.is_called, self.own = outer
            for each in given:
                self.names.pop(each, None)
            self.names |= kept
        changed = {
            str(place): write(now)
            for place, (now, then) in enumerate(zip(arguments, before, strict=True))
            if then is not None and not (now.shape == then.shape and np.array_equal(now, then))
        }
        return {"result": result, "raised": raised or None, "changed": changed}

    def ask(self, **question):
        """Ask the other side, and return what it answers or raise what it says."""
        with self.lock:
            self.channel.send(question)
            while "task" in (answer := self.channel.receive()):  # what was asked calls another function
                self.do(answer)
        if problem := answer.get("raised"):
            kind = getattr(builtins, problem[0], None)
            is_error = isinstance(kind, type) and issubclass(kind, Exception)
            raise (kind if is_error else RuntimeError)(problem[1])
        return read(answer["result"])

    def asking(self, name):
        """Return a function that the other side calls."""

        def stand_in(*arguments, **settings):
            values = [write(each) for each in arguments]
            return self.ask(function=name, arguments=values, settings={key: write(settings[key]) for key in settings})

        return stand_in

    @contextlib.contextmanager
    def _watched(self, seconds, page):
        """Keep what is printed on a page, and put into a list what is raised: its name and its words."""
        raised = []
        signal.signal(signal.SIGPROF, _stop)
        left, _ = signal.setitimer(signal.ITIMER_PROF, seconds, UNTIL_ENDED)
        try:
            with contextlib.redirect_stdout(page), contextlib.redirect_stderr(page), warnings.catch_warnings():
                if self.is_called:
                    warnings.simplefilter("ignore")
                with np.errstate(all="ignore") if self.is_called else contextlib.nullcontext():
                    yield raised
        except BaseException as problem:
            with contextlib.suppress(BaseException):
                raised += [type(problem).__name__, str(problem)[:300]]
            raised += ["Exception", ""][len(raised) :]
        finally:
            signal.setitimer(signal.ITIMER_PROF, left, UNTIL_ENDED if left else 0)
            _stopped.clear()


_stopped = []


def _stop(*_):
    if _stopped:
        os._exit(1)  # what has caught it goes on
    _stopped.append(True)
    raise TooSlow


def _describe(function):
    """Return a function's name and those of its arguments, if each has one."""
    code = getattr(function, "__code__", None)
    takes_more = code is None or code.co_flags & 0x0C  # *arguments, **settings
    return {"function": "", "parameters": None if takes_more else list(code.co_varnames[: code.co_argcount])}


def main():
    incoming, outgoing = map(int, sys.argv[1:3])
    sys.argv[1:] = []
    os.set_inheritable(incoming, False)
    os.set_inheritable(outgoing, False)
    channel = Channel(incoming, outgoing)
    os.register_at_fork(after_in_child=channel.close)  # or a student's process answers for this one
    with contextlib.suppress(EOFError, OSError):
        Student(channel).serve()
    os._exit(0)


if __name__ == "__main__":
    main()
