"""A whole calculation to enter: a cell for every number of every stage, judged by stage, with follow-through."""

from .widget import Entry, enter

__all__ = ["Entry", "enter"]
