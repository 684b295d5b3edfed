"""Writes numbers and arrays as JSON, and reads them back after a look at every piece: what comes may be forged.

Python writes a float with as many digits as it takes to read the same one; infinities and NaN have their names.
"""

import json
import os
import select
import time

import numpy as np

MOST_BYTES = 4_000_000
"""The longest message; the tests' own have some thousands."""

KINDS = {np.dtype(kind).name for kind in (bool, *np.typecodes["AllInteger"], *"efd")}
MOST_NUMBERS, TEXT, DEPTH = 100_000, 2000, 12


class Refused(ValueError):
    """A message that is too long, no message, or one that says what it may not."""


class Foreign:
    """Something that is no number, of which the other side knows only the name of its type."""

    def __init__(self, kind):
        self.kind = kind

    def __repr__(self):
        return f"<{self.kind}>"


def write(value, function=None, depth=DEPTH):
    """Return a value as something that JSON can hold; what is no number, text, list or array becomes its type's name.

    Parameters
    ----------
    value : anything
    function : what a callable is written as; a function of it
    depth : how many lists may lie in one another
    """
    if value is None or value is True or value is False:
        return value
    if isinstance(value, np.ndarray | np.generic):
        return _write_array(np.asarray(value), isinstance(value, np.generic), depth)
    for kind, written in ((int, _write_whole), (float, float), (str, lambda text: str(text)[:TEXT])):
        if isinstance(value, kind):
            return written(value)
    if isinstance(value, list | tuple) and depth:
        kind = "tuple" if isinstance(value, tuple) else "list"
        return {kind: [write(each, function, depth - 1) for each in value]}
    if value is ...:
        return {"ellipsis": True}
    if callable(value) and function:
        return function(value)
    return _write_other(value, depth)


def _write_whole(value):
    return int(value) if abs(value) < 2**300 else {"foreign": "whole number of more than 90 digits"}


def _write_array(array, scalar, depth):
    if array.dtype == np.longdouble:
        array = array.astype(float)
    if array.dtype == object and depth and array.size <= MOST_NUMBERS:
        return {"objects": [write(each, None, depth - 1) for each in array.flat], "shape": list(array.shape)}
    if array.dtype.name not in KINDS or array.size > MOST_NUMBERS:
        return {"foreign": f"array of {array.size} × {array.dtype.name}"[:TEXT]}
    return {"array": array.ravel().tolist(), "dtype": array.dtype.name, "shape": list(array.shape), "scalar": scalar}


def _write_other(value, depth):
    if depth and hasattr(type(value), "__array__"):
        try:
            return _write_array(np.asarray(value), False, depth - 1)
        except Exception:
            pass  # it only looks like an array
    return {"foreign": type(value).__name__[:TEXT]}


def read(written, function=None, depth=DEPTH):
    """Return the value that ``write`` wrote.

    Raises
    ------
    Refused
        If it is nothing that ``write`` writes.
    """
    if written is None or type(written) in (bool, int, float, str):
        return written
    if type(written) is not dict or not depth:
        raise Refused("a value of another kind")
    match written:
        case {"array": list(entries), "dtype": str(kind), "shape": list(shape), "scalar": bool(scalar)}:
            array = _read_array(entries, kind, shape)
            return array[()] if scalar else array
        case {"objects": list(entries), "shape": list(shape)}:
            array = np.empty(len(entries), dtype=object)
            array[:] = [read(each, None, depth - 1) for each in entries]
            return array.reshape(_shape(shape, len(entries)))
        case {"list": list(entries)}:
            return [read(each, function, depth - 1) for each in entries]
        case {"tuple": list(entries)}:
            return tuple(read(each, function, depth - 1) for each in entries)
        case {"ellipsis": True}:
            return ...
        case {"foreign": str(kind)}:
            return Foreign(kind[:TEXT])
    if function and "function" in written:
        return function(written)
    raise Refused("a value of another kind")


def _read_array(entries, kind, shape):
    if kind not in KINDS or not {type(each) for each in entries} <= {bool, int, float}:
        raise Refused("an array of something else than numbers")
    try:
        with np.errstate(all="ignore"):
            return np.array(entries, dtype=kind).reshape(_shape(shape, len(entries)))
    except (ValueError, OverflowError, TypeError):
        raise Refused("numbers that do not fit into their array") from None


def _shape(shape, size):
    if not all(type(length) is int and 0 <= length <= MOST_BYTES for length in shape) or len(shape) > 32:
        raise Refused("an array of no possible shape")
    if np.prod(shape, dtype=object) != size:
        raise Refused("an array of another shape than its entries have")
    return shape


class Channel:
    """Two pipes that carry a message a line.

    Parameters
    ----------
    incoming, outgoing : file descriptors
    """

    def __init__(self, incoming, outgoing):
        self.incoming, self.outgoing, self._rest = incoming, outgoing, b""

    def send(self, message, until=None):
        """Send a message: a dict of what JSON can hold.

        Raises
        ------
        Refused
            If it is too long.
        OSError
            If nobody is there, or nobody takes it in time.
        """
        line = json.dumps(message).encode() + b"\n"
        if len(line) > MOST_BYTES:
            raise Refused("more numbers than a result may have")
        while line:
            if not select.select([], [self.outgoing], [], _seconds(until))[1]:
                raise TimeoutError
            line = line[os.write(self.outgoing, line[: select.PIPE_BUF]) :]

    def receive(self, until=None):
        """Return the next message, a dict.

        Parameters
        ----------
        until : the time of ``time.monotonic`` until which it is waited for

        Raises
        ------
        EOFError, TimeoutError, Refused
            If nobody is there, it does not come in time, or it is none.
        """
        pieces, size = [self._rest], len(self._rest)
        while b"\n" not in pieces[-1]:
            if size > MOST_BYTES:
                raise Refused("a message that does not end")
            if not select.select([self.incoming], [], [], _seconds(until))[0]:
                raise TimeoutError
            pieces.append(os.read(self.incoming, 1 << 20))
            size += len(pieces[-1])
            if not pieces[-1]:
                raise EOFError
        line, _, self._rest = b"".join(pieces).partition(b"\n")
        return _message(line)

    def close(self):
        os.close(self.incoming)
        os.close(self.outgoing)


def _seconds(until):
    return None if until is None else max(0, until - time.monotonic())


def _message(line):
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        raise Refused("no message") from None
    if type(message) is not dict:
        raise Refused("no message")
    return message
