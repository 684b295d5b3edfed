"""How what is typed for a hidden number is judged."""

import numpy as np

from backprop_helpers import (
    explore,
)
from backprop_helpers.display.explorer import widget
from backprop_helpers.display.explorer.stages import ordered


def told(explorer, array, place, text, monkeypatch):
    """What the page is told of a text that was typed for a hidden number."""
    said = []
    monkeypatch.setattr(widget.Explorer, "send", lambda self, content: said.append(content["judged"]))
    answer = {"number": 7, "array": array, "place": place, "text": text, "state": explorer.state}
    explorer._handle_custom_msg({"answer": answer}, [])
    assert said[0]["number"] == 7
    return said[0]["verdict"], said[0]["words"]


def test_a_prediction_is_judged_as_check_judges_it_and_the_mistake_is_named(monkeypatch):
    explorer = explore()
    assert told(explorer, "feature map", 0, "0,25", monkeypatch) == (
        "rounded",
        "Right to the digits you gave, rounded.",
    )
    verdict, words = told(explorer, "feature map", 0, "-0.1634", monkeypatch)
    assert verdict == "mistake" and words.startswith("This is what comes out if the kernel is rotated by 180° first")
    assert "lesson 05" in told(explorer, "delta of image", 7, "-0.008295", monkeypatch)[1]
    assert told(explorer, "gradient of kernel", 0, "0.04", monkeypatch)[0] == "not given"
    assert told(explorer, "error", 0, "0.13", monkeypatch)[0] == "rounded"


def test_every_number_of_the_page_is_judged_right_also_under_other_settings(monkeypatch):
    explorer = explore(part=("convolution", "pool"))
    explorer.settings = {"convolution": {"stride": 2, "padding": 1}, "pool": {"size": 2, "stride": 1}}
    stages = ordered(explorer._stages, explorer.settings["order"])
    arrays, entered = explorer._calculate(stages, explorer.state, explorer.settings, traced=False)
    for label, values in arrays.items():
        for place, number in enumerate(np.ravel(values)) if label not in entered else ():
            assert told(explorer, label.name, place, repr(float(number)), monkeypatch) == ("right", "Right."), (
                label.name
            )
