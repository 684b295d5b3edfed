"""The explorer: a network in which every number explains itself, and follows when an input is changed.

Python runs the layers once, on traced numbers; from then on the browser evaluates the graph of that calculation.
"""

import html
import re
from functools import partial
from pathlib import Path

import anywidget
import numpy as np
import traitlets

from ..examples import question
from ..maths.arguments import as_real_array
from ..maths.losses import squared_error
from ..maths.network import Network
from ..tracing.explanation import explain
from ..tracing.graph import graph
from .figures.question_network import PARTS
from .figures.question_network import network as picture_of
from .stages import LARGEST, calculate, look, ordered, part_of, stages_of, titles_of


def explore(example=question, part=None, target=None):
    """Show a network, or a part of it, in which every number explains itself and every input can be changed.

    Parameters
    ----------
    example : `question`, one of its three chains, or a ``Network`` through which a (H, W) image has gone both ways
        All later numbers are calculated from those that enter, also where a chain rounded on the way.
    part : str or iterable of str, the layers from the first to the last that it names; None for the whole network
        "convolution", "pool", "sigmoid", "ReLU", "dense", "output"; a second one is "convolution 2". What enters a part
        from outside, an array and a delta, becomes an input.
    target : what a network's output is compared with by the squared error; without it the output's delta is an input

    Returns
    -------
    Explorer, a widget. Its ``.state`` holds the inputs' values by name; it can be read, set and linked.

    Raises
    ------
    ValueError
        If there is no such part, if the network has not gone both ways, if an array has more than two axes or is too
        large for a page, or if a target is given where nothing is compared with it by the squared error.
    TypeError
        If the example is something else, or a layer is one of your own.

    Examples
    --------
    >>> list(explore(part="pool").state)
    ['feature map', 'delta of pooled']
    >>> explorer = explore(part="convolution")
    >>> explorer.state = {"kernel": [[1, 0], [0, 2]]}
    >>> explorer.state["kernel"]
    [[1.0, 0.0], [0.0, 2.0]]
    """
    chain = question.exact if example is question else example
    if not isinstance(chain, Network | question.Chain):
        raise TypeError(f"example must be question, one of its chains or a Network; got {example!r}")
    own = isinstance(chain, Network)
    network, known, target = (chain, {}, _target(chain, target)) if own else _of_the_question(chain)
    if network.layers[0].delta is None or network.output is None:
        raise ValueError("the network must have gone both ways: call forward(x) and backward(target) first")
    stages = stages_of(network)
    chosen = part_of(stages, part, ends=target is not None)
    lit = None if chosen == stages else titles_of(chosen)
    if own and target is not None and chosen[-1] is not stages[-1]:
        raise ValueError("a target has no place in a part that does not reach the network's end; leave it out")
    calculation = partial(calculate, network, known, target=target if chosen[-1] is stages[-1] else None)
    return Explorer(chosen, calculation, known, picture_of(lit, chain=chain) if known else None)


def _of_the_question(chain):
    """Return the question's network after both ways, a chain's numbers by the explorer's names, and its target."""
    network = question.network()
    network.forward(chain.image)
    network.backward(chain.target)
    known = {name: getattr(chain, name.replace(" ", "_")) for name in PARTS}
    known |= {f"delta of {name}": getattr(chain, part.comes_back) for name, part in PARTS.items()}
    return network, known, chain.target


def _target(network, target):
    """Return what one's own network is compared with, which only the squared error's way back can show."""
    if target is None or network.loss is squared_error:
        return target
    raise ValueError("a target can be explored with squared_error only; leave it out, and output's delta is an input")


def _module():
    """Return the ES modules as the one that anywidget loads, without the imports and exports between them."""
    parts = ("_graph", "_words", "_page", "_view", "_player", "_code", "_settings", "_events", "", "_widget")
    text = "\n".join(Path(__file__).with_name(f"explorer{part}.js").read_text(encoding="utf-8") for part in parts)
    return re.sub(r"^(import .*?;\n|export (?!default))", "", text, flags=re.MULTILINE | re.DOTALL)


class Explorer(anywidget.AnyWidget):
    """The widget that ``explore`` returns.

    Attributes
    ----------
    state : dict from each input's name to its numbers, as nested lists; what is set may name only some of them
    settings : dict from a layer's title to its stride, padding and so on, and from "order" to the titles in their order
        What is set may name only some of them; what does not fit raises a ValueError or TypeError and changes nothing.
    """

    _esm = _module()
    _css = Path(__file__).with_name("explorer.css").read_text(encoding="utf-8")
    _data = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)
    settings = traitlets.Dict().tag(sync=True)

    def __init__(self, stages, calculation, known, picture):
        self._stages, self._calculate, self._picture = stages, calculation, picture
        self._fits = {stage.title: stage.layer.settings for stage in stages if stage.layer.settings}
        self._fits |= {"order": titles_of(stages)}
        data, self._inputs, self._words = self._page(known, self._fits)
        super().__init__(_data=data, state=self._inputs, settings=self._fits)
        self.observe(self._answer, "settings")

    def _page(self, known, settings):
        """Return what the page shows, as plain data; the plain inputs by name; and all of it in words."""
        stages = ordered(self._stages, settings["order"])
        arrays, entered = self._calculate(stages, known, settings)
        arrays = {name: as_real_array(name, values) for name, values in arrays.items()}
        for name, values in arrays.items():
            if values.ndim > 2 or max(values.shape, default=1) > LARGEST:
                raise ValueError(f"{name} {values.shape} cannot be shown: at most two axes of {LARGEST} entries")
        inputs = {name: values.value for name, values in arrays.items() if name in entered}
        data = graph([*arrays.values()], [*arrays])
        data["arrays"] = [each | look(each["name"]) | {"input": each["name"] in entered} for each in data["arrays"]]
        classes = [stage._replace(layer=type(stage.layer).__name__)._asdict() for stage in stages]
        data["stages"] = [stage | {"settings": settings.get(stage["title"], {})} for stage in classes]
        return data, inputs, _in_words(stages, arrays, self._picture)

    def _answer(self, change):
        """Calculate with other settings; where they do not fit, keep the last ones and say why where they came from."""
        try:
            data, self._inputs, _ = self._page(self.state, change.new)
        except (ValueError, TypeError) as problem:
            self.settings = self._fits
            if "settings" not in self._property_lock:  # set from Python, not by the page
                raise
            self.send({"problem": str(problem)})
        else:
            self._fits, self._data, self.state = change.new, data, self._inputs

    @traitlets.validate("settings")
    def _merged(self, proposal):
        """Add the settings that are not named; refuse those of a layer that has none."""
        fits, settings = self._fits, proposal["value"].items()
        for title, value in settings:
            if title not in fits or (title != "order" and not isinstance(value, dict)):
                raise ValueError(f"settings must be a dict for some of {', '.join(fits)}; got {title!r}: {value!r}")
        return fits | {title: value if title == "order" else fits[title] | value for title, value in settings}

    @traitlets.validate("state")
    def _complete(self, proposal):
        """Add the inputs that are not named; refuse what cannot stand on the page."""
        state = {name: self.state.get(name) for name in self._inputs}
        for name, value in proposal["value"].items():
            if name not in self._inputs:
                raise ValueError(f"state has no input {name!r}; it has {', '.join(self._inputs)}")
            value, wanted = as_real_array(name, value), self._inputs[name].shape
            if value.shape != wanted or not np.isfinite(value).all():
                raise ValueError(f"{name} must be finite numbers of shape {wanted}; got {value.tolist()}")
            state[name] = value.astype(float).tolist()
        return state

    def __repr__(self):
        return self._words

    def _repr_mimebundle_(self, **kwargs):
        data, metadata = super()._repr_mimebundle_(**kwargs)
        page = self._picture._repr_html_() if self._picture else f"<pre>{html.escape(self._words)}</pre>"
        return data | {"text/html": page, "text/plain": self._words}, metadata


def _in_words(stages, arrays, picture):
    """Return what the picture says, and the sum of one number: the largest of the first gradient or the last delta."""
    for name, values in reversed(arrays.items()):  # the first name of an array with several counts
        values.named(look(name)["symbol"])
    gradients = [f"gradient of {name}" for stage in stages for name in stage.parameters.values()]
    largest = max(arrays[[*gradients, f"delta of {stages[0].given}"][0]].flat, key=lambda entry: abs(entry.value))
    return f"{picture or 'A network.'}\n{explain(largest)}"
