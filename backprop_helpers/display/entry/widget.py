"""The widget to enter a calculation: what ``enter`` returns, and how it has what was typed judged."""

import html
from pathlib import Path

import anywidget
import numpy as np
import traitlets
from IPython.display import display

from ...examples import question
from ...practice.diagnosis import diagnose_calculation
from ...practice.diagnosis.stages import stages
from ..explorer.page import module, stand_in, style
from ..explorer.widget import VIEW
from ..ledger import gone_both_ways
from ..lesson import lines_of
from .sheet import asked_of, given_of, in_words, page_of

FOLDER = Path(__file__).parent
NUMBERS = 6000  # that a sheet has cells for
CAPTION = "In Jupyter, run the cells above, then this one: every number has a cell to type it in, and is judged there."


def enter(example=question, target=None):
    """Show a calculation to enter: a cell for every number of every stage, forwards and back.

    What is typed or pasted is judged by ``diagnose_calculation``, to the digits given and from one's own numbers. The
    same without a widget: ``diagnose_calculation({"feature_map": …}, network)``.

    Parameters
    ----------
    example : ``Network`` that has gone ``forward(x)`` and ``backward(target)``, a problem, or `question`
    target : what ``backward`` was given, where the loss is not ``squared_error``

    Returns
    -------
    Entry, a widget. Its ``.answers`` are what was entered, as ``diagnose_calculation`` takes it, and ``.diagnosis`` is
    what that says.

    Raises
    ------
    TypeError, ValueError
        If the example is something else, its network has not gone both ways, or it has too many numbers for a page.

    Examples
    --------
    >>> sheet = enter()
    >>> sheet.typed = {"pooled": "0.31 0.27 0.61 0.19".split(), "activations": [0.31, 0.27, 0.61, 0.19]}
    >>> sheet.answers["pooled"]
    [['0.31', '0.27'], ['0.61', '0.19']]
    >>> sheet.diagnosis.first
    'activations'
    """
    return Entry(*gone_both_ways(example, target))


class Entry(anywidget.AnyWidget):
    """The widget that ``enter`` returns.

    Attributes
    ----------
    typed : dict from a stage's name to the texts in its cells, in reading order; can be read, set and linked
    stages : dict from the name of every stage, in the order of the calculation, to the shape of its cells
    answers : dict from a stage's name to the same as nested lists in the stage's shape
    diagnosis : ``CalculationDiagnosis`` of the answers
    """

    _esm = module("entry", FOLDER)
    _css = f"{style()}\n{(FOLDER / 'entry.css').read_text(encoding='utf-8')}"
    _data = traitlets.Dict().tag(sync=True)
    typed = traitlets.Dict().tag(sync=True)
    _asked = traitlets.Dict().tag(sync=True)
    _told = traitlets.Dict().tag(sync=True)

    def __init__(self, network, target):
        self._network, self._target = network, target
        self._calculation = {stage.name: stage for stage in stages(network, target)}
        given, asked = given_of(network, target), asked_of(network, self._calculation.values())
        self.stages = {label.identifier: shape for label, shape in asked.items()}
        self._words = in_words(given, asked)
        numbers = sum(map(np.size, given.values())) + sum(map(np.prod, asked.values()))
        if numbers > NUMBERS:
            raise ValueError(f"{numbers} numbers are more than the {NUMBERS} that a page shows; take a smaller network")
        super().__init__(_data=page_of(network, given, asked))
        self.observe(self._answer, "_asked")

    @property
    def answers(self):
        texts = {name: np.array(self.typed[name], dtype=object) for name in self.stages if name in self.typed}
        return {name: entries.reshape(self.stages[name]).tolist() for name, entries in texts.items()}

    @property
    def diagnosis(self):
        return diagnose_calculation(self.answers, self._network, self._target)

    def _answer(self, change):
        """Judge the stages that the page asks for, or show the right numbers of one."""
        self.send({"heard": change.new.get("turn")})
        told = self.diagnosis.stages
        said = {name: _said(told[name]) for name in change.new.get("stages", ()) if name in told}
        shown = change.new.get("show")
        self._told = {
            "turn": change.new.get("turn"),
            "stages": self._told.get("stages", {}) | said,
            "shown": self._revealed(shown, told[shown]) if shown in told else None,
        }

    def _revealed(self, name, diagnosis):
        stage = self._calculation[name]
        truth = np.reshape(stage.truth, self.stages[name])
        if diagnosis.verdict in ("not given", "right", "rounded"):
            return "\n".join([stage.label.name, *lines_of(truth, 6)])
        return f"{stage.label.name}. {diagnosis.reveal()}"

    @traitlets.validate("typed")
    def _texts(self, proposal):
        """Take numbers and nested lists too; refuse what has no cell."""
        texts = {}
        for name, value in proposal["value"].items():
            if name not in self.stages:
                raise ValueError(f"there is no stage {name!r} to type in; there are {', '.join(self.stages)}")
            entries = np.asarray(value, dtype=object).ravel()
            if entries.size != np.prod(self.stages[name]):
                wanted = int(np.prod(self.stages[name]))
                raise ValueError(f"{name} takes {wanted} numbers, of shape {self.stages[name]}; got {entries.size}")
            texts[name] = ["" if entry is ... else str(entry) for entry in entries]
        return texts

    def __repr__(self):
        return self._words

    def _ipython_display_(self):
        """Show what stands in for the sheet where its model is missing, and then the view, which hides that."""
        values = {name: getattr(self, name) for name in ("_data", "typed", "_asked", "_told")}
        words = f"<pre>{html.escape(self._words)}</pre>"
        display(
            {"text/html": stand_in(words, values, self._esm, self._css, CAPTION), "text/plain": self._words}, raw=True
        )
        view, _ = self._repr_mimebundle_()
        display({VIEW: view[VIEW]}, raw=True)


def _said(diagnosis):
    """Return what the page shows of a stage's diagnosis."""
    return {"verdict": diagnosis.verdict, "message": diagnosis.message, "followed": bool(diagnosis.given)}
