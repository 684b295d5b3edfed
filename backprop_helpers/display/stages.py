"""A network as the explorer shows it: its layers with a name for every array, and all that they calculate, traced."""

import re
from collections import Counter, defaultdict, namedtuple

import numpy as np

from ..maths.layers import AveragePool2D, Conv2D, Dense, Flatten, LeakyReLU, MaxPool2D, ReLU, Sigmoid, Tanh
from ..tracing.traced import trace
from .figures.question_network import PARTS

LARGEST = 12  # rows or columns of an array that can be explored
NAMES = {
    Conv2D: ("convolution", "feature map"),
    MaxPool2D: ("pool", "pooled"),
    AveragePool2D: ("average pool", "pooled"),
    Sigmoid: ("sigmoid", "activations"),
    Tanh: ("tanh", "activations"),
    ReLU: ("ReLU", "activations"),
    LeakyReLU: ("leaky ReLU", "activations"),
    Dense: ("dense", "hidden"),
    "last": ("output", "output"),
}
"""Of each kind of layer the title, and what its result is called."""
LETTERS = {"target": "t", "error": "E", "learning rate": "η", "bias": "b", "dense bias": "b_h", "output bias": "b_y"}
LOOKS = {name: (part.letter, part.role) for name, part in PARTS.items()} | {
    name: (letter, "kernel" if "bias" in name else "activation") for name, letter in LETTERS.items()
}
SHORT = {"dense weights": "weights", "output weights": "weights", "learning rate": "rate"}
Stage = namedtuple("Stage", "title layer given parameters result")  # parameters: by their names inside the layer


def stages_of(network):
    """Return the layers with a name for every array; what is there a second time has a number."""
    stages, given, titles, results = [], "image", Counter(), Counter()
    for place, layer in enumerate(network.layers):
        if type(layer) not in (*NAMES, Flatten):
            raise TypeError(f"layer {place}, {layer!r}, cannot be explored: it is none of the package's own")
        if isinstance(layer, Flatten):
            stages.append(Stage("", layer, given, {}, given))
            continue
        last = isinstance(layer, Dense) and layer is network.layers[-1]
        title, result = NAMES["last" if last else type(layer)]
        titles[title] += 1
        results[result] += 1
        number = f" {results[result]}" if results[result] > 1 else ""
        before = f"{title} " if isinstance(layer, Dense) else ""
        parameters = {own: before + own + number for own in layer.parameters}
        title += f" {titles[title]}" if titles[title] > 1 else ""
        stages.append(Stage(title, layer, given, parameters, result + number))
        given = result + number
    return stages


def part_of(stages, part, ends):
    """Return the stages from the first to the last that a part names, a Flatten with the layer that it stands before.

    If the network's end is compared with a target, what stands there comes along too.
    """
    titles = [stage.title for stage in stages]
    parts = titles if part is None else part if np.iterable(part) and not isinstance(part, str) else [part]
    named = set(map(str, parts)) - {""}
    if not named or not named <= set(titles):
        raise ValueError(f"part must name some of {', '.join(titles_of(stages))}; got {part!r}")
    places = [place for place, title in enumerate(titles) if title in named]
    first = max([place for place in range(places[0]) if titles[place]], default=-1) + 1
    last = places[-1] if any(titles[places[-1] + 1 :]) or not ends else len(stages) - 1
    return stages[first : last + 1]


def titles_of(stages):
    """Return the titles of all but the Flattens."""
    return [stage.title for stage in stages if stage.title]


def ordered(stages, order):
    """Return the stages in the order of these titles, a Flatten before its layer, with what each is given now."""
    if not isinstance(order, list) or sorted(map(str, order)) != sorted(titles_of(stages)):
        raise ValueError(f"order must name each of {', '.join(titles_of(stages))} once; got {order}")
    title, named, arranged, given = None, defaultdict(list), [], stages[0].given
    for stage in reversed(stages):
        title = stage.title or title
        named[title].insert(0, stage)
    for stage in [stage for title in [*order, None] for stage in named[title]]:
        arranged.append(stage._replace(given=given, result=stage.result if stage.title else given))
        given = arranged[-1].result
    return arranged


def calculate(network, original, stages, known, settings, target):
    """Run the layers both ways on traced arrays; return them by name as they are calculated, and who of them enters.

    What enters is known, or as it was at the start, or what the layers remember. Without a target the last delta enters
    too; where other settings give it another shape, the numbers at the start keep their places, and new ones are 0.
    """

    def enter(name, values, shape=None):
        entered.add(name)
        values = np.asarray(original.get(name, values))
        now = np.asarray(known.get(name, values))
        return trace(now if shape in (None, now.shape) else _fitted(values, shape), look(name)["symbol"])

    entered, layers = set(), []
    x = enter(stages[0].given, stages[0].layer.input)
    arrays = {stages[0].given: x}
    for stage in stages:
        parameters = {own: enter(name, stage.layer.parameters[own]) for own, name in stage.parameters.items()}
        x = _forward(stage, layers, x, parameters, settings.get(stage.title, {}))
        arrays |= {stage.parameters[own]: values for own, values in parameters.items()}
        arrays.setdefault(stage.result, x)
    if target is None:
        delta = enter(f"delta of {stages[-1].result}", stages[-1].layer.delta, x.shape)
        return arrays | _way_back(stages, layers, delta), entered
    target = enter("target", target)
    arrays |= {"target": target, "error": network.loss(x, target)}
    return arrays | _way_back(stages, layers, network.loss_delta(x, target), enter("learning rate", 0.5)), entered


def _forward(stage, layers, x, parameters, settings):
    """Make a stage's layer, which joins the layers, and return its output; what does not fit is said with its title."""
    try:
        if [value for value in settings.values() if np.ravel(value).dtype.kind in "if" and np.max(value) > LARGEST]:
            raise ValueError(f"nothing here may be larger than {LARGEST}; got {settings}")
        layers.append(type(stage.layer)(**parameters, **settings))
        return layers[-1].forward(x)
    except (ValueError, TypeError) as problem:
        raise type(problem)(f"{stage.title}: {problem}") from problem


def _fitted(values, shape):
    """Return an array of another shape with the same numbers in the same places, and 0 elsewhere."""
    wider = [(0, max(0, new - old)) for new, old in zip(shape, values.shape, strict=True)]
    return np.pad(values, wider)[tuple(map(slice, shape))]


def _way_back(stages, layers, delta, rate=None):
    """Return all deltas and gradients by name, and, if there is a learning rate, the parameters after a step."""
    arrays = {f"delta of {stages[-1].result}": delta}
    for stage, layer in zip(reversed(stages), reversed(layers), strict=True):
        delta = layer.backward(delta)
        arrays[f"delta of {stage.given}"] = delta
        for own, name in stage.parameters.items():
            arrays[f"gradient of {name}"] = layer.gradients[own]
            if rate is not None:
                arrays[f"{name} after the step"] = layer.parameters[own] - rate * layer.gradients[own]
    return arrays if rate is None else arrays | {"learning rate": rate}


def look(name):
    """Return how the page shows an array: its symbol, its role and what it is called under the symbol."""
    back, base, number, after = re.fullmatch(r"(delta|gradient|)(?: of )?(.*?)( \d+|)( after the step|)", name).groups()
    letter, role = LOOKS[base]
    symbol = {"delta": "δ_", "gradient": "∂E/∂"}.get(back, "") + letter + number.strip() + ("′" if after else "")
    return {"symbol": symbol, "role": back or role, "short": back or after.strip() or SHORT.get(base, base)}
