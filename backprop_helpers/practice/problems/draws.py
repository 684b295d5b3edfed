"""Whole numbers drawn at random, the same everywhere: from SHA-256, whose every bit is laid down by a standard."""

from hashlib import sha256


class Draws:
    """A stream of whole numbers.

    No generator of Python or NumPy stands behind it, whose streams another version may change.

    Parameters
    ----------
    *names : what names the stream; the same names give the same numbers

    Examples
    --------
    >>> draws = Draws("dice", 7)
    >>> [draws.below(6) + 1 for _ in range(8)]
    [4, 4, 5, 4, 1, 3, 3, 6]
    """

    def __init__(self, *names):
        self.names, self.count = " ".join(map(str, names)), 0

    def below(self, bound):
        """Return a whole number from 0 on, below a bound."""
        self.count += 1
        drawn = sha256(f"{self.names} {self.count}".encode()).digest()
        return int.from_bytes(drawn, "big") % bound

    def different(self, count, bound):
        """Return so many whole numbers below a bound, each as often as the others, but for one."""
        found = []
        while len(found) < count:
            left = list(range(bound))
            while left and len(found) < count:
                found.append(left.pop(self.below(len(left))))
        return found
