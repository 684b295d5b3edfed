"""The explorer in a notebook: the widget, and what it answers when the page or Python changes it."""

import html
from functools import partial

import anywidget
import numpy as np
import traitlets
from IPython.display import display

from ...maths.arguments import as_real_array
from ...maths.losses import softmax_cross_entropy
from ...tracing.explanation import explain
from ...tracing.graph import graph
from .calculation import calculate
from .folding import folding
from .judging import judge_cell
from .page import module, stand_in, style
from .picture import in_words, picture_of
from .pictures import as_pictures, figure_of
from .refusals import as_floats, asked, check_numbers, check_sizes, check_steps
from .stages import border_of, ordered, titles_of

VIEW = "application/vnd.jupyter.widget-view+json"


def _offered(stages, target, offer):
    """Return what the page offers besides the numbers, of all that these stages have."""
    settings = [name for stage in stages for name in stage.layer.settings]
    all_that_there_is = list(dict.fromkeys([*settings, "order", *(["step"] if target is not None else [])]))
    if offer is None:
        return all_that_there_is
    chosen = [offer] if isinstance(offer, str) or not np.iterable(offer) else list(offer)
    if not set(chosen) <= set(all_that_there_is):
        raise ValueError(f"offer must name some of {', '.join(all_that_there_is)}; got {offer!r}")
    return chosen


class Explorer(anywidget.AnyWidget):
    """The widget that ``explore`` returns.

    Attributes
    ----------
    state : dict from each input's name to its numbers, as nested lists; what is set may name only some of them
    settings : dict from a layer's title to its stride, padding and so on, and from "order" to the titles in their order
        What is set may name only some of them; what does not fit raises a ValueError or TypeError and changes nothing.
    """

    _esm = module()
    _css = style()
    _data = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)
    settings = traitlets.Dict().tag(sync=True)
    _is_the_page = False  # that sets a value, and not Python

    def __init__(self, stages, network, target=None, offer=None, known=(), picture=None, images=None):
        self._stages, self._network, self._images = stages, network, images
        self._offered = _offered(stages, target, offer)
        self._calculate = partial(calculate, network, dict(known), target=target, step="step" in self._offered)
        self._fits = {stage.title: stage.layer.settings for stage in stages if stage.layer.settings}
        self._fits |= {"order": titles_of(stages)}
        data, self._inputs, arrays = self._page(dict(known), self._fits)
        numbers = {label: values.value for label, values in arrays.items()}
        self._draw = partial(_drawn, picture, data.get("pictures"), stages, numbers)
        told = f"With {len(images[0])} images to pick from." if images else _in_one_sum(stages, arrays)
        self._words = f"{picture or in_words(stages, numbers)}\n{told}"
        super().__init__(_data=data, state=self._inputs, settings=self._fits)
        self.observe(self._answer, "settings")
        self.on_msg(self._hear)

    def set_state(self, sync_data):
        """Take over what the page sends."""
        self._is_the_page = True
        try:
            super().set_state(sync_data)
        finally:
            self._is_the_page = False

    def _page(self, known, settings):
        """Return what the page shows, as plain data; the plain inputs by name; and all arrays by label, traced."""
        stages = ordered(self._stages, settings["order"])
        self._check(stages, known, settings)
        arrays, entered = self._calculate(stages, known, settings)
        arrays = {label: as_real_array(label.name, values) for label, values in arrays.items()}
        inputs = {label.name: values.value for label, values in arrays.items() if label in entered}
        data = graph([*arrays.values()], [label.name for label in arrays])
        check_steps(data["nodes"])
        folded = folding(stages, arrays)
        shown = [label.fields() | {"input": label in entered} | self._limits(label) for label in arrays]
        shown = [fields | folded.get(fields["name"], {}) for fields in shown]
        data["arrays"] = [cells | fields for cells, fields in zip(data["arrays"], shown, strict=True)]
        data["stages"] = [_stage_for_the_page(stage, settings.get(stage.title, {})) for stage in stages]
        data["offered"] = self._offered
        data["loss"] = getattr(self._network.loss, "__name__", "")
        if self._images is not None:
            data["pictures"] = as_pictures(self._images, inputs, partial(self._network.loss, self._network.output))
        return data, inputs, arrays

    def _limits(self, label):
        """Return the last class, for a target that is a class; and of probabilities, that they are shares of 1."""
        is_label = label.kind == "target" and self._network.loss is softmax_cross_entropy
        most = {"most": self._network.output.shape[-1] - 1} if is_label else {}
        shares = label.base == "probabilities" and label.kind == "loss" and not label.axes
        return most | ({"shares": True} if shares else {})

    def _check(self, stages, known, settings):
        """Calculate on plain numbers, which is quick, and refuse what cannot stand on a page."""
        with np.errstate(over="ignore", invalid="ignore"):
            arrays, _ = self._calculate(stages, known, settings, traced=False)
        check_sizes(arrays)
        check_numbers(arrays)

    def _answer(self, change):
        """Calculate with other settings; where they do not fit, keep the last ones and say why where they came from."""
        if change.new == self._fits:
            return
        try:
            data, self._inputs, _ = self._page(self.state, change.new)
        except (ValueError, TypeError) as problem:
            problem = type(problem)(f"{asked(change.new, self._fits)}: {problem}")
            self.settings = self._fits
            if not self._is_the_page:
                raise problem from None
            self.send({"problem": str(problem)})
        else:
            self._fits = change.new
            self._data = data
            self.state = self._inputs

    def _hear(self, _, content, buffers):
        """Judge a number that the page's reader typed for a hidden one."""
        asked_for = content["answer"]
        number = asked_for.pop("number")
        self.send({"judged": self._judged(**asked_for) | {"number": number}})

    def _judged(self, array, place, text, state):
        stages = ordered(self._stages, self._fits["order"])
        arrays, _ = self._calculate(stages, state, self._fits, traced=False)
        stages = [_with_settings(stage, self._fits) for stage in stages]
        told = judge_cell(text, self._network, stages, arrays, array, place)
        return {"verdict": told.verdict, "words": told.message}

    @traitlets.validate("settings")
    def _merged(self, proposal):
        """Add the settings that are not named; refuse those of a layer that has none."""
        merged = dict(self._fits)
        for title, value in proposal["value"].items():
            if title not in merged or (title != "order" and not isinstance(value, dict)):
                raise ValueError(f"settings must be a dict for some of {', '.join(merged)}; got {title!r}: {value!r}")
            merged[title] = value if title == "order" else merged[title] | value
        return merged

    @traitlets.validate("state")
    def _complete(self, proposal):
        """Add the inputs that are not named; refuse what cannot stand on the page."""
        state = {name: self.state.get(name) for name in self._inputs}
        for name, value in proposal["value"].items():
            if name not in self._inputs:
                raise ValueError(f"state has no input {name!r}; it has {', '.join(self._inputs)}")
            value = as_real_array(name, value)
            floats = as_floats(value)
            wanted = self._inputs[name].shape
            if value.shape != wanted or not np.isfinite(floats).all():
                raise ValueError(f"{name} must be finite numbers of shape {wanted}; got {value.tolist()}")
            state[name] = floats.tolist()
        if proposal["value"] is not self._inputs and not self._is_the_page:  # which has looked itself
            self._check(ordered(self._stages, self._fits["order"]), state, self._fits)
        return state

    def __repr__(self):
        return self._words

    def _ipython_display_(self):
        """Show what stands in for the explorer where its model is missing, and then the view, which hides that."""
        picture = self._draw()
        shown = picture._repr_html_() if picture else f"<pre>{html.escape(self._words)}</pre>"
        values = {name: getattr(self, name) for name in ("_data", "state", "settings")}
        display({"text/html": stand_in(shown, values), "text/plain": self._words}, raw=True)
        view, _ = self._repr_mimebundle_()
        display({VIEW: view[VIEW]}, raw=True)


def _drawn(picture, pictures, stages, numbers):
    """Return the picture that stands in for the explorer: its images, or its network; None where it has none."""
    return picture or (figure_of(pictures) if pictures else None) or picture_of(stages, numbers)


def _with_settings(stage, settings):
    """Return a stage whose layer has other settings."""
    layer = stage.layer
    chosen = layer.settings | settings.get(stage.title, {})
    return stage._replace(layer=type(layer)(**layer.parameters, **chosen)) if chosen else stage


def _stage_for_the_page(stage, settings):
    """Return a stage as plain data: its layer's class, its arrays by their names, and its settings."""
    return {
        "title": stage.title,
        "family": stage.family,
        "layer": type(stage.layer).__name__,
        "given": stage.given.name,
        "parameters": {own: label.name for own, label in stage.parameters.items()},
        "result": stage.result.name,
        "settings": settings,
        "border": border_of(stage, settings),
    }


def _in_one_sum(stages, arrays):
    """Return the sum of one number in words: the largest of the first gradient or the last delta."""
    for label, values in reversed(arrays.items()):  # the first name of an array with several counts
        values.named(label.symbol)
    gradients = [label.back for stage in stages for label in stage.parameters.values()]
    shown = [*gradients, stages[0].given.back][0]
    largest = max(arrays[shown].flat, key=lambda entry: abs(entry.value))
    return explain(largest)
