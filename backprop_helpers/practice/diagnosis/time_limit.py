"""Breaks off a learner's function that does not end."""

import ctypes
from contextlib import contextmanager
from threading import Lock, Timer, get_ident

SECONDS = 3
"""How long a call may take; a right function needs a thousandth of it."""


class OutOfTime(BaseException):
    """A call took too long; no ``except Exception`` of its own holds it up."""


@contextmanager
def time_limit():
    """Raise ``OutOfTime`` in what runs longer than ``SECONDS``, in the main thread or another.

    Notes
    -----
    A timer has Python raise the exception between two steps of this thread: on every system, and without another
    process, which could not have what the function closes over. A single step that does not end, of compiled code such
    as ``sum(itertools.count())``, is not broken off. An exception that was raised so is not taken back: Python 3.11
    would then look for it for ever, and hang as soon as a profiler or a debugger watches.
    """
    thread, lock, ended = ctypes.c_ulong(get_ident()), Lock(), []

    def stop():
        with lock:
            if not ended:
                _raise_in(thread, ctypes.py_object(OutOfTime))

    timer = Timer(SECONDS, stop)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        with lock:  # if the timer was as quick as the end, it is raised here
            ended.append(True)
        timer.cancel()


_raise_in = ctypes.pythonapi.PyThreadState_SetAsyncExc
