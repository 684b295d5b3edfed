"""The explorer: a network in which every number explains itself, and follows when an input is changed.

Python runs the layers once, on traced numbers; from then on the browser evaluates the graph of that calculation.
"""

from .opening import explore
from .widget import Explorer

__all__ = ["Explorer", "explore"]
