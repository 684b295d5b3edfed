"""The explorer: a network in which every number explains itself, and follows when an input is changed.

Python runs the layers once, on traced numbers; from then on the browser evaluates the graph of that calculation.
"""

from .widget import Explorer, explore

__all__ = ["Explorer", "explore"]
