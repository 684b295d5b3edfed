"""Mistakes on the way back through a max pool: who gets the delta, and how much of it."""

import numpy as np

from ...maths.arguments import as_pair
from ...maths.pooling import max_pool2d, max_pool2d_input_delta
from ...maths.windows import Windows
from . import lessons
from .mistake import flipped, needs, of, sign_turned, signs_lost

routing = of(max_pool2d_input_delta, "max pool's input delta")
_ONE = "the delta goes to the one number that won its window"
_TIES = "of equal numbers the first in reading order gets the delta, as in PyTorch"
_ADD = "a number that won several windows gets the sum of their deltas"
_DELTA = "what is routed is the delta"
_ORDER = "deltas go back in the order in which the numbers came"


def _routed(x, delta, size, stride, padding, weigh, put=np.add):
    """Visit the windows; ``weigh(cells, shape)`` says which share of the delta each cell of a window gets.

    The cells of all leading axes come as (…, cells) in reading order, −∞ those of the padding.
    """
    stride = size if stride is None else stride
    windows = Windows(x.shape[-2:], size, stride, padding, name="pool")
    (top, left), (height, width) = windows.padding, windows.image
    border = [(0, 0)] * (x.ndim - 2) + [(top, top), (left, left)]
    padded = np.pad(x, border, constant_values=-np.inf) if top or left else x
    result = np.zeros_like(padded)
    for i, j in np.ndindex(*delta.shape[-2:]):
        place = (..., windows.under(i, 0), windows.under(j, 1))
        cells = padded[place]
        shares = weigh(cells.reshape(*cells.shape[:-2], -1), cells.shape[-2:]).reshape(cells.shape)
        result[place] = put(result[place], delta[..., i, j, None, None] * shares)
    return result[..., top : top + height, left : left + width]


def _chosen(place, cells):
    return np.arange(cells.shape[-1]) == place[..., None]


def _largest(cells):
    return cells == cells.max(axis=-1, keepdims=True)


def _first_winner(cells, shape=None):
    return _chosen(cells.argmax(axis=-1), cells)


def _inside(cells):
    return np.isfinite(cells)


@routing("every number that is as large as the maximum gets the delta", _TIES, lessons.TIES)
def every_maximum(right, **call):
    return _routed(weigh=lambda cells, shape: _largest(cells), **call)


@routing("equal numbers share the delta", _TIES, lessons.TIES)
def shared_between_ties(right, **call):
    return _routed(weigh=lambda cells, shape: _largest(cells) / _largest(cells).sum(axis=-1, keepdims=True), **call)


@routing("the last of equal numbers gets the delta", _TIES, lessons.TIES)
def last_of_equals(right, **call):
    def weigh(cells, shape):
        return _chosen(cells.shape[-1] - 1 - cells[..., ::-1].argmax(axis=-1), cells)

    return _routed(weigh=weigh, **call)


@routing("the first of equal numbers, column by column, gets the delta", _TIES, lessons.TIES)
def first_by_columns(right, **call):
    def weigh(cells, shape):
        by_columns = np.arange(cells.shape[-1]).reshape(shape).T.ravel()
        return _chosen(by_columns[cells[..., by_columns].argmax(axis=-1)], cells)

    return _routed(weigh=weigh, **call)


@routing("equal numbers get nothing, as if a maximum that is there twice had no delta", _TIES, lessons.TIES)
def nothing_for_equals(right, **call):
    return _routed(
        weigh=lambda cells, shape: _largest(cells) & (_largest(cells).sum(axis=-1, keepdims=True) == 1), **call
    )


@routing("the smallest number gets the delta", _ONE, lessons.ROUTE)
def smallest(right, **call):
    return _routed(weigh=lambda cells, shape: _first_winner(np.where(_inside(cells), -cells, -np.inf)), **call)


@routing("the largest number without its sign gets the delta", _ONE, lessons.ROUTE)
def largest_without_sign(right, **call):
    return _routed(weigh=lambda cells, shape: _first_winner(np.where(_inside(cells), abs(cells), -1)), **call)


@routing("the first cell of every window gets the delta", _ONE, lessons.ROUTE)
def first_cell(right, **call):
    return _routed(weigh=lambda cells, shape: _first_winner(_inside(cells).astype(float)), **call)


@routing("the first cell gets the delta where no number is positive: the maximum begins at 0", _ONE, lessons.ROUTE)
def begins_at_zero(right, **call):
    return _routed(weigh=lambda cells, shape: _first_winner(np.where(_inside(cells), np.maximum(cells, 0), -1)), **call)


@routing("negative numbers never get the delta", _ONE, lessons.ROUTE)
def negatives_never_win(right, **call):
    return _routed(weigh=lambda cells, shape: _first_winner(cells) & (cells > 0), **call)


@routing("every cell of a window gets the delta", _ONE, lessons.ROUTE)
def every_cell(right, **call):
    return _routed(weigh=lambda cells, shape: _inside(cells).astype(float), **call)


@routing("the cells of a window share the delta, as in an average pool", _ONE, lessons.ROUTE)
def shared_out(right, **call):
    return _routed(weigh=lambda cells, shape: _inside(cells) / cells.shape[-1], **call)


@routing("the winner's row and column are swapped", _ONE, lessons.ROUTE)
def row_and_column_swapped(right, size, **call):
    rows, columns = as_pair("size", size, 1)
    needs(rows == columns and not np.any(call["padding"]))

    def weigh(cells, shape):
        won = _first_winner(cells)
        return won.reshape(*won.shape[:-1], rows, rows).swapaxes(-2, -1).reshape(won.shape)

    return _routed(size=size, weigh=weigh, **call)


@routing("the largest number of the whole array gets all deltas", "every window has a winner of its own", lessons.ROUTE)
def one_winner_in_all(right, x, delta, **call):
    needs(np.prod(delta.shape[-2:]) > 1)
    cells = x.reshape(*x.shape[:-2], -1)
    return (_first_winner(cells) * delta.sum(axis=(-2, -1))[..., None]).reshape(x.shape)


@routing("the last window's delta stays, as with = for +=", _ADD, lessons.OVERLAP)
def set_for_added(right, **call):
    def put(cells, stamp):
        return np.where(stamp != 0, stamp, cells)

    return _routed(weigh=_first_winner, put=put, **call)


@routing("a number that won several windows gets the mean of their deltas", _ADD, lessons.OVERLAP)
def averaged_where_windows_overlap(right, delta, **call):
    wins = right(delta=np.ones_like(delta), **call)
    return right(delta=delta, **call) / np.maximum(wins, 1)


@routing(
    "the windows stand side by side",
    "windows stand a stride apart, on the way back as on the way forward",
    lessons.OVERLAP,
)
def side_by_side(right, x, delta, size, stride, padding):
    needs(stride is not None and as_pair("stride", stride, 1) != as_pair("size", size, 1))
    fitting = Windows(x.shape[-2:], size, size, padding, name="pool").positions
    rows, columns = np.minimum(fitting, delta.shape[-2:])
    return _routed(x, delta[..., :rows, :columns], size, size, padding, _first_winner)


@routing(
    "the windows move by 1", "windows stand a stride apart, on the way back as on the way forward", lessons.OVERLAP
)
def stride_of_one(right, size, stride, **call):
    needs(as_pair("stride", size if stride is None else stride, 1) != (1, 1))
    return _routed(size=size, stride=1, weigh=_first_winner, **call)


@routing("a 1 is routed, not the delta", _DELTA, lessons.NOT_ONE)
def one_for_the_delta(right, delta, **call):
    return right(delta=np.ones_like(delta), **call)


@routing("the winning number is routed, not the delta", _DELTA, lessons.NOT_ONE)
def number_for_the_delta(right, delta, **call):
    return right(delta=max_pool2d(**call), **call)


@routing("the delta is multiplied by the winning number", "the maximum's slope is 1 for its winner", lessons.NOT_ONE)
def delta_times_the_number(right, delta, **call):
    return right(delta=delta * max_pool2d(**call), **call)


@routing(
    "the deltas stay as small as the pooled array",
    "x's delta is as large as x, with zeros where no number won",
    lessons.ROUTE,
)
def not_routed(right, delta, **call):
    return delta


@routing("the deltas go back in reverse order", _ORDER, lessons.ORDERS)
def reversed_order(right, delta, **call):
    return right(delta=flipped(delta), **call)


@routing("the deltas are laid out column by column", _ORDER, lessons.ORDERS)
def column_by_column(right, delta, **call):
    needs(min(delta.shape[-2:]) > 1)
    return right(delta=delta.swapaxes(-2, -1).reshape(delta.shape), **call)


@routing(
    "only the channel with the largest number gets the delta", "every channel is pooled for itself", lessons.ORDERS
)
def across_channels(right, x, delta, **call):
    needs(x.ndim > 2 and x.shape[-3] > 1)
    y = max_pool2d(x, **call)
    return right(x=x, delta=delta * (y == y.max(axis=-3, keepdims=True)), **call)


turned = routing("the sign is turned", "the delta keeps its sign on the way back", lessons.ROUTE)(sign_turned)
signless = routing("the deltas lose their signs", _DELTA, lessons.ROUTE)(signs_lost)
