"""The course's pictures: the network, the sliding window, the routing of a max pool, arrays side by side."""

from itertools import product
from string import ascii_lowercase
from typing import NamedTuple

import numpy as np

from ..examples import question
from ..maths.arguments import array, check_axes, pair
from ..maths.convolution import conv2d
from ..maths.pooling import max_pool2d, max_pool2d_input_delta
from ..maths.windows import Windows
from .drawing import MARGIN, SANS_DIGITS, Card, Layout, Panel, decimals_of, house_style, number, read, text_width

LARGEST = 8  # rows or columns of an array that is drawn


class Part(NamedTuple):
    """An array of the network: its letter, its place in a lane, its role, the field with what comes back to it."""

    letter: str
    left: int
    down: int
    role: str
    comes_back: str


PARTS = {
    "image": Part("o", 16, 0, "activation", "image_delta"),
    "kernel": Part("w", 189, 0, "kernel", "kernel_gradient"),
    "feature map": Part("x", 263, 22, "feature map", "feature_map_delta"),
    "pooled": Part("p", 421, 66, "feature map", "pooled_delta"),
    "activations": Part("s", 509, 66, "activation", "activations_delta"),
    "dense weights": Part("V", 458, 0, "kernel", "dense_weights_gradient"),
    "hidden": Part("h", 597, 66, "activation", "hidden_delta"),
    "output weights": Part("u", 600, 22, "kernel", "output_weights_gradient"),
    "output": Part("y", 651, 77, "activation", "output_delta"),
}
CELL, LINE = (33, 22), 88  # a cell's width and height; how far the arrows lie below a lane's top
OPERATIONS = (  # name, from, to, parameter
    ("correlate", "image", "feature map", "kernel"),
    ("max", "feature map", "pooled", None),
    ("σ", "pooled", "activations", None),
    ("dense", "activations", "hidden", "dense weights"),
    ("dense", "hidden", "output", "output weights"),
)
STEPS = {
    "convolution": {"image", "kernel", "feature map"},
    "pool": {"feature map", "pooled"},
    "sigmoid": {"pooled", "activations"},
    "dense": {"activations", "dense weights", "hidden"},
    "output": {"hidden", "output weights", "output"},
}


def network(lit=None, direction="backward", chain=question.exact):
    """Draw the question's whole network: each delta exactly under its array, each gradient under its parameter.

    Parameters
    ----------
    lit : str or iterable of str
        The steps ("convolution", "pool", "sigmoid", "dense", "output") and parts ("image", "kernel", "feature map", …)
        that stand out; None for none.
    direction : "forward" or "backward"
        In which direction they stand out, and which numbers the alt text reads.
    chain : `question.exact`, `question.rounded` or `question.published`

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If a step, a part or the direction is unknown.

    Examples
    --------
    >>> network("sigmoid", "backward")  # doctest: +NORMALIZE_WHITESPACE
    Network: image, correlate with kernel, feature map, max, pooled, σ, activations, dense, hidden, dense, output;
    beneath, the deltas and gradients. Backward: delta of pooled 0.036 0.069; 0.047 −0.068. delta of activations
    0.150 0.280; 0.206 −0.276.
    """
    parts = _lit_parts(lit)
    if direction not in ("forward", "backward"):
        raise ValueError(f"direction must be 'forward' or 'backward'; got {direction!r}")
    with house_style():
        card = Card(322)
        for lane, top in (("backward", 196), ("forward", 34)):
            grids = _lane(card, lane, top, parts, bool(lit) and lane == direction, chain)
        _operations(card, grids, parts, bool(lit), chain)
        return card.picture(_network_in_words(parts, direction, chain))


def _lit_parts(lit):
    """Return the names of the parts that are lit; all of them for None."""
    if lit is None:
        return set(PARTS)
    names = [lit] if isinstance(lit, str) or not np.iterable(lit) else list(lit)
    for name in names:
        if name not in [*STEPS, *PARTS]:
            raise ValueError(f"lit: {name!r} is neither a step ({', '.join(STEPS)}) nor a part ({', '.join(PARTS)})")
    return set().union(*(STEPS.get(name, {name}) for name in names))


def _state(names, parts, bright):
    if not set(names) <= parts:
        return "receded"
    return "lit" if bright else "plain"


def _values(name, lane, chain):
    """Return the array of a part, or what comes back to it, and its decimals; a vector stands as a column."""
    values = np.asarray(getattr(chain, name.replace(" ", "_") if lane == "forward" else PARTS[name].comes_back))
    return values[:, None] if values.ndim == 1 else values, decimals_of(values, 2, 2 if lane == "forward" else 3)


def _lane(card, lane, top, parts, bright, chain):
    """Draw all arrays, or all that comes back to them, and the arrows between; return the grids by name."""
    grids = {name: _part(card, name, lane, top, _state([name], parts, bright), chain) for name in PARTS}
    role, sign = ("feature map", 1) if lane == "forward" else ("delta", -1)
    for _, start, end, parameter in OPERATIONS:
        between = (grids[start].right + 4, top + LINE), (grids[end].x - 4, top + LINE)
        card.arrow(*between[::sign], role, _state([start, end], parts, bright))
        if parameter:
            x = (grids[start].right + grids[end].x) / 2
            through = (x, grids[parameter].bottom + 4), (x, top + LINE - 3)
            card.arrow(*through[::sign], grids[parameter].panel.role, _state([parameter], parts, bright))
    card.caption("forward →" if lane == "forward" else "← backward", 425, top + 20, "lit" if bright else "plain")
    return grids


def _part(card, name, lane, top, state, chain):
    """Draw one array of a lane under its letter."""
    part, (values, decimals) = PARTS[name], _values(name, lane, chain)
    words, role = f"${part.letter}$ {name}", part.role
    if lane == "backward" and role == "kernel":
        words, role = rf"$\partial E/\partial {part.letter}$", "gradient"
    elif lane == "backward":
        words, role = rf"$\delta_{part.letter}$", "delta"
    return card.grid(Panel(words, values, role, state, decimals=decimals), part.left, top + part.down, CELL)


def _operations(card, grids, parts, bright, chain):
    """Write the operations' names between the lanes; last the difference at which the way turns back."""
    for name, start, end, _ in OPERATIONS:
        state, x = _state([start, end], parts, bright), (grids[start].right + grids[end].x) / 2
        card.caption(name, x, 160, state, weight="bold" if state == "lit" else "normal")
    state, x = _state(["output"], parts, bright), grids["output"].right - 10
    card.arrow((x, grids["output"].bottom + 3), (x, 150), "delta", state)
    card.caption("$y - t$", x, 160, state)
    card.caption(f"$t$ = {number(*chain.target, 2)}", x - 3, 174, state)
    card.arrow((x, 180), (x, 254), "delta", state)


def _network_in_words(parts, direction, chain):
    aloud = []
    for name in (name for name in PARTS if name in parts):
        back = "gradient of " if PARTS[name].role == "kernel" else "delta of "
        aloud.append(f"{back * (direction == 'backward')}{name} {read(*_values(name, direction, chain))}")
    way = "image, correlate with kernel, feature map, max, pooled, σ, activations, dense, hidden, dense, output"
    return f"Network: {way}; beneath, the deltas and gradients. {direction.capitalize()}: {'. '.join(aloud)}."


def window(position=(0, 0), image=question.exact.image, kernel=question.exact.kernel, stride=1, padding=0):
    """Draw one position of the sliding window: patch times kernel, added up, is one entry of the feature map.

    Parameters
    ----------
    position : (row, column) of the entry of the feature map
    image : array_like, shape (rows, columns), at most 8 × 8, with its padding 10 × 10
    kernel : array_like, shape (rows, columns)
    stride, padding : int or pair of int

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If the position is outside the feature map, or the arrays do not fit each other or a card.

    Examples
    --------
    >>> window((0, 1), image=[[1, 2, 3]], kernel=[[4, -5]])  # doctest: +NORMALIZE_WHITESPACE
    Window at row 0, column 1: patch 2 3 times kernel 4 −5 gives products 8 −15; their sum −7 is entry (0, 1) of the
    feature map −6 −7.
    """
    image, kernel = _small_array("image", image), _small_array("kernel", kernel)
    feature_map = conv2d(image, kernel, stride=stride, padding=padding)
    windows = Windows(image.shape, kernel.shape, stride, padding)
    position = _inside(position, windows.positions)
    edges = [(border, border) for border in windows.padding]
    padded = _small_array("the padded image", np.pad(image, edges), LARGEST + 2)
    beyond = np.pad(np.zeros(image.shape, dtype=bool), edges, constant_values=True)
    here = windows.under(position[0], 0), windows.under(position[1], 1)
    products = padded[here] * kernel
    with house_style():
        layout = _window_layout(
            Panel(f"$o$ image, window at {position}", padded, "activation", "receded", here, beyond, framed=False),
            Panel("$w$ kernel", kernel, "kernel"),
            Panel("products", products, "activation"),
            Panel("$x$ feature map", feature_map, "feature map", "receded", position),
        )
        card = layout.draw(foot=22)
        whole, result = (grid for grid in card.grids if grid.panel.state == "receded")
        card.frame(whole, "activation", "receded", windows.padding, image.shape)
        card.frame(whole, "kernel", "lit", (here[0].start, here[1].start), kernel.shape)
        card.frame(result, "feature map", "lit", position, (1, 1))
        _write_sum(card, products, feature_map[position])
        return card.picture(_window_in_words(position, padded[here], kernel, products, feature_map))


def _small_array(name, values, largest=LARGEST):
    """Return an argument as a 2-D array of floats that can be drawn."""
    values = np.asarray(array(name, values), dtype=float)
    check_axes(name, values.shape, (2,), "(rows, columns)")
    if max(values.shape) > largest:
        raise ValueError(f"{name} {values.shape} is too large to draw: at most {largest} rows and {largest} columns")
    return values


def _inside(position, positions):
    """Return a position as a pair of ints, both among the feature map's."""
    row, column = pair("position", position, 0)
    if row >= positions[0] or column >= positions[1]:
        reach = f"rows 0 to {positions[0] - 1}, columns 0 to {positions[1] - 1}"
        raise ValueError(f"position ({row}, {column}) is outside the feature map {positions}: {reach}")
    return row, column


def _window_layout(image, kernel, products, feature_map):
    """Return all in one row, in the order of an equation; where that is too wide, in two that are read in a circle."""
    if image.columns + 2 * kernel.columns + feature_map.columns <= 2 * LARGEST:
        return Layout([image, "×", kernel, "=", products, "sum →", feature_map])
    return Layout([image, "×", kernel], [feature_map, "← sum", products])


def _window_in_words(position, patch, kernel, products, feature_map):
    total = number(feature_map[position], decimals_of(feature_map))
    return (
        f"Window at row {position[0]}, column {position[1]}: patch {read(patch)} times kernel {read(kernel)} gives "
        f"products {read(products)}; their sum {total} is entry {position} of the feature map {read(feature_map)}."
    )


def _write_sum(card, products, total):
    """Write the sum of the products in numbers at the foot of the card, where it fits."""
    decimals = decimals_of(products)
    terms = [number(product, decimals) for product in products.ravel()]
    adds_up = np.isclose(sum(np.round(products.ravel(), decimals)), np.round(total, decimals))
    line = f"{' + '.join(terms)} {'=' if adds_up else '≈'} {number(total, decimals)}".replace("+ −", "− ")
    line = line.translate(SANS_DIGITS)
    if text_width(line) <= card.width - 2 * MARGIN:
        card.caption(line, card.width / 2, card.height - 16)


def routing(feature_map=question.exact.feature_map, delta=question.exact.pooled_delta, size=2, stride=None):
    """Draw max pooling both ways: the winners' values go forward, and the deltas come back to the winners alone.

    Parameters
    ----------
    feature_map : array_like, shape (rows, columns), at most 8 × 8
    delta : array_like, of the pooled feature map's shape
    size, stride : int or pair of int
        As `max_pool2d` has them. Windows side by side are drawn apart; those that overlap have their letters alone.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If the arrays do not fit each other or a card, or if there are more windows than letters.

    Examples
    --------
    >>> routing([[1, 5, 2], [3, 0, 2]], [[0.5, -1]], stride=1)  # doctest: +NORMALIZE_WHITESPACE
    Max pooling with windows of (2, 2), stride (1, 1): a 5 at (0, 1), b 5 at (0, 1). The deltas 0.5 −1.0 go back to
    these places, where they add up: 0 −0.5 0; 0 0 0.
    """
    feature_map, delta = _small_array("feature_map", feature_map), _small_array("delta", delta)
    pooled, routed = max_pool2d(feature_map, size, stride), max_pool2d_input_delta(feature_map, delta, size, stride)
    windows = Windows(feature_map.shape, size, size if stride is None else stride, name="size")
    winners = _winners(feature_map, pooled.shape, size, stride)
    forward = _routing_row("$x$ feature map", feature_map, "$p$ pooled", pooled, "feature map", windows, winners)
    backward = _routing_row(r"$\delta_x$", routed, r"$\delta_p$", delta, "delta", windows, winners)
    with house_style():
        rows = [forward[0], "max →", forward[1]], [backward[0], "← route", backward[1]]
        card = Layout(*rows, cell_height=30).draw()
        for grid in card.grids[::2]:
            _frame_windows(card, grid, windows)
        return card.picture(_routing_in_words(feature_map, delta, routed, windows, winners))


def _winners(feature_map, shape, size, stride):
    """Return the cell that wins each window, by letter: there ends a delta of 1 for this window alone."""
    if np.prod(shape) > len(ascii_lowercase):
        raise ValueError(f"{np.prod(shape)} windows are too many to draw: at most {len(ascii_lowercase)}")
    winners = {}
    for letter, window in zip(ascii_lowercase, np.ndindex(shape), strict=False):
        alone = np.zeros(shape)
        alone[window] = 1
        ((row, column),) = np.argwhere(max_pool2d_input_delta(feature_map, alone, size, stride)).tolist()
        winners[letter] = row, column
    return winners


def _bands(windows, axis):
    """Return the (start, stop) of every window along an axis; of all together where they overlap."""
    size, stride, count = windows.size[axis], windows.stride[axis], windows.positions[axis]
    if stride < size:
        return [(0, (count - 1) * stride + size)]
    return [(k * stride, k * stride + size) for k in range(count)]


def _routing_row(words, large, small_words, small, role, windows, winners):
    """Return the feature map, or its delta, with the winners lit; and what is pooled, with every window's letter."""
    won = {cell: "".join(letter for letter, winner in winners.items() if winner == cell) for cell in winners.values()}
    lit, dots = tuple(np.transpose(list(won))), (large == 0) & (role == "delta")
    dots[lit] = False
    cuts = [sorted({*sum(_bands(windows, axis), ())} - {0, length}) for axis, length in enumerate(large.shape)]
    every = np.ones(small.shape, dtype=bool)
    letters = dict(zip(np.ndindex(small.shape), winners, strict=True))
    return (
        Panel(words, large, role, "receded", lit, dots, marks=won, cuts=cuts, framed=False),
        Panel(small_words, small, role, "plain", every, ~every, marks=letters),
    )


def _frame_windows(card, grid, windows):
    """Draw a pale frame round every window, and a bright one round each winner."""
    for (top, bottom), (left, right) in product(_bands(windows, 0), _bands(windows, 1)):
        card.frame(grid, grid.panel.role, "receded", (top, left), (bottom - top, right - left))
    for cell in grid.panel.marks:
        card.frame(grid, grid.panel.role, "lit", cell, (1, 1))


def _routing_in_words(feature_map, delta, routed, windows, winners):
    decimals = decimals_of(feature_map)
    won = ", ".join(f"{letter} {number(feature_map[cell], decimals)} at {cell}" for letter, cell in winners.items())
    adding = ", where they add up" if len(set(winners.values())) < len(winners) else ""
    return (
        f"Max pooling with windows of {windows.size}, stride {windows.stride}: {won}. "
        f"The deltas {read(delta)} go back to these places{adding}: {read(routed)}."
    )


ROLE_WORDS = {  # the first role of which a caption has a word
    "delta": ("delta", "δ"),
    "gradient": ("gradient", "∂"),
    "feature map": ("feature map", "pooled"),
    "kernel": ("kernel", "weights"),
    "activation": ("image", "activation", "sigmoid", "patch", "products", "hidden", "output"),
}


def arrays(*rows):
    """Draw rows of captioned arrays, up to three in a row, with signs between; first arrays stand under first arrays.

    Parameters
    ----------
    *rows : list of (caption, array), (caption, array, lit) and str
        A caption names the role, and with it the colour: "kernel, flipped", "delta of the feature map". `lit` is an
        index or a mask of entries that stand out. A str is a sign between two arrays: "=", "≠", "flip →", "← route".

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If a caption names no role, or the arrays do not fit on a card.

    Examples
    --------
    >>> arrays([("kernel", [[1, 2], [3, 4]]), "flip →", ("kernel, flipped", [[4, 3], [2, 1]])])
    kernel: 1 2; 3 4. flip → kernel, flipped: 4 3; 2 1.
    """
    rows = [_array_row(row) for row in rows]
    with house_style():
        return Layout(*rows).draw().picture(" ".join(_array_row_in_words(row) for row in rows))


def _array_row(items):
    """Return a row as panel, sign, panel and so on; between two arrays without a sign stands an empty one."""
    row = []
    for item in items:
        if not isinstance(item, str):
            row += [""] if len(row) % 2 else []
            item = _captioned(item)
        elif len(row) % 2 == 0:
            raise ValueError(f"the sign {item!r} must stand between two arrays")
        row.append(item)
    if len(row) not in (1, 3, 5):
        raise ValueError(f"a row has one to three arrays and signs between them; got {len(items)} items")
    return row


def _captioned(item):
    """Return a (caption, array) or (caption, array, lit) as a panel in the role that the caption names."""
    if not isinstance(item, tuple) or len(item) not in (2, 3) or not isinstance(item[0], str):
        raise ValueError(f"a row holds signs and (caption, array); got {item!r}")
    caption, values, *lit = item
    for role, words in ROLE_WORDS.items():
        if any(word in caption.lower() for word in words):
            return Panel(caption, _small_array(caption, values), role, lit=lit[0] if lit else None)
    known = ", ".join(word for words in ROLE_WORDS.values() for word in words)
    raise ValueError(f"the caption {caption!r} names no role; it needs one of these words: {known}")


def _array_row_in_words(row):
    return " ".join(item if isinstance(item, str) else f"{item.words}: {read(item.values)}." for item in row if item)
