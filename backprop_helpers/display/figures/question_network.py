"""The question's whole network, with what comes back to every array beneath it."""

import numpy as np

from ...examples import question
from ...maths.numerals import decimals_of, number, read
from ...tracing.notation import SIGNS, Label
from ..drawing import Card, house_style, letter_of, tex
from ..layout import Grid, Panel

PARTS = {
    "image": (16, 0),
    "kernel": (189, 0),
    "feature map": (263, 22),
    "pooled": (421, 66),
    "activations": (509, 66),
    "dense weights": (458, 0),
    "hidden": (597, 66),
    "output weights": (600, 22),
    "output": (651, 77),
}
"""The network's arrays, and their places in a lane: left, down."""
LANES = {"backward": 196, "forward": 34}  # how far down they begin
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


def network(lit=None, direction="backward", chain=question.exact, unknown=()):
    """Draw the question's whole network: each delta exactly under its array, each gradient under its parameter.

    Parameters
    ----------
    lit : str or iterable of str
        The steps ("convolution", "pool", "sigmoid", "dense", "output") and parts ("image", "kernel", "feature map", …)
        that stand out; None for none.
    direction : "forward" or "backward"
        In which direction they stand out, and which numbers the alt text reads.
    chain : `question.exact`, `question.rounded` or `question.published`
    unknown : str or iterable of str
        The steps and parts of which that direction shows question marks, for the reader is yet to find the numbers;
        "forward" or "backward" for all of that lane.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If a step, a part or the direction is unknown, or if `chain` is none of the three.

    Examples
    --------
    >>> network("sigmoid", "backward")  # doctest: +NORMALIZE_WHITESPACE
    Network: image, correlate with kernel, feature map, max, pooled, σ, activations, dense, hidden, dense, output;
    beneath, the deltas and gradients. Backward: delta of pooled 0.036 0.069; 0.047 −0.068. delta of activations
    0.150 0.280; 0.206 −0.276.
    """
    parts = set(PARTS) if lit is None else _named("lit", lit)
    if direction not in LANES:
        raise ValueError(f"direction must be 'forward' or 'backward'; got {direction!r}")
    unknown = _unknown(unknown, direction)
    if not isinstance(chain, question.Chain):
        raise ValueError(f"chain must be question.exact, question.rounded or question.published; got {chain!r}")
    with house_style():
        card = Card(322)
        for lane, top in LANES.items():
            grids = _lane(card, lane, top, parts, bool(lit) and lane == direction, chain, unknown[lane])
        _operations(card, grids, parts, bool(lit), chain)
        return card.picture(_network_in_words(parts, direction, chain, unknown[direction]))


def _unknown(given, direction):
    """Return by lane the names of the parts that show question marks."""
    names = _listed(given)
    hidden = {lane: set(PARTS) if lane in names else set() for lane in LANES}
    hidden[direction] |= _named("unknown", [name for name in names if name not in LANES])
    return hidden


def _listed(given):
    return [given] if isinstance(given, str) or not np.iterable(given) else list(given)


def _named(argument, given):
    """Return the names of the parts that an argument names, or of which it names the step."""
    names = _listed(given)
    for name in names:
        if name not in [*STEPS, *PARTS]:
            raise ValueError(
                f"{argument}: {name!r} is neither a step ({', '.join(STEPS)}) nor a part ({', '.join(PARTS)})"
            )
    return set().union(*(STEPS.get(name, {name}) for name in names))


def _state(names, parts, bright):
    if not set(names) <= parts:
        return "receded"
    return "lit" if bright else "plain"


def _label(name, lane):
    """Return what a part is in its lane: the array itself, or what comes back to it."""
    label = Label("parameter" if SIGNS[name].role == "kernel" else "result", name)
    return label if lane == "forward" else label.back


def _values(name, lane, chain):
    """Return the numbers of a part in its lane, and their decimals; a vector stands as a column."""
    values = np.asarray(getattr(chain, _label(name, lane).identifier))
    return values[:, None] if values.ndim == 1 else values, decimals_of(values, 2, 2 if lane == "forward" else 3)


def _lane(card, lane, top, parts, bright, chain, unknown):
    """Draw all arrays, or all that comes back to them, and the arrows between; return the grids by name."""
    states = {name: _state([name], parts, bright) for name in PARTS}
    grids = {name: _part(card, name, lane, top, state, chain, name in unknown) for name, state in states.items()}
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


def _part(card, name, lane, top, state, chain, unknown):
    """Draw one array of a lane under its letter."""
    label = _label(name, lane)
    words = f"{tex(label)} {name}" if lane == "forward" else tex(label)
    values, decimals = _values(name, lane, chain)
    left, down = PARTS[name]
    panel = Panel(words, values, label.role, state, decimals=decimals, unknown=unknown)
    return card.grid(Grid(panel, left, top + down, CELL))


def _operations(card, grids, parts, bright, chain):
    """Write the operations' names between the lanes; last the difference at which the way turns back."""
    for name, start, end, _ in OPERATIONS:
        state = _state([start, end], parts, bright)
        x = (grids[start].right + grids[end].x) / 2
        card.caption(name, x, 160, state, weight="bold" if state == "lit" else "normal")
    state = _state(["output"], parts, bright)
    x = grids["output"].right - 10
    card.arrow((x, grids["output"].bottom + 3), (x, 150), "delta", state)
    card.caption(f"${SIGNS['output'].letter} - {SIGNS['target'].letter}$", x, 160, state)
    card.caption(f"{letter_of('target')} = {number(*chain.target, 2)}", x - 3, 174, state)
    card.arrow((x, 180), (x, 254), "delta", state)


def _network_in_words(parts, direction, chain, unknown):
    aloud = []
    for name in (name for name in PARTS if name in parts):
        numbers = "?" if name in unknown else read(*_values(name, direction, chain))
        aloud.append(f"{_label(name, direction).name} {numbers}")
    way = "image, correlate with kernel, feature map, max, pooled, σ, activations, dense, hidden, dense, output"
    return f"Network: {way}; beneath, the deltas and gradients. {direction.capitalize()}: {'. '.join(aloud)}."
