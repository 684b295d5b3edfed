"""A notebook of explorers for JupyterLab, and what is read from their page."""

import re

import nbformat
import numpy as np

from tests.display.explorer.expected import INPUTS, numbers

OTHERS = """\
from backprop_helpers import AveragePool2D, LeakyReLU, MaxPool2D, Network, Tanh, squared_error

others = Network([LeakyReLU(0.5), MaxPool2D(3, 2, 1), Tanh(), AveragePool2D(2, 1)], squared_error)
others.forward([[0.5, -2, 0], [-1, -3, 0.25], [2, -0.5, -4]])
others.backward([[0]])
explore(others)"""
CELLS = [
    "from backprop_helpers import explore\n\nexplorer = explore()\nexplorer",
    'explore(part="convolution")',
    OTHERS,
]
NOTEBOOK = "explorer.ipynb"
LABEL = r"([^[]+?)(?: \[[\d, ]+\])?, ([^,]+)(?:, (?:the|no|a) .+)?"
LABELS = """explorer => [...explorer.querySelectorAll('.cell')].map(
    cell => [cell.ariaLabel, cell.firstElementChild?.value ?? cell.textContent])"""


def write_explorers(path):
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)


def button(explorer, name, pressed):
    found = explorer.get_by_role("button", name=name)
    if (found.get_attribute("aria-pressed") == "true") != pressed:
        found.click()


def explanation(explorer):
    return " ".join(explorer.locator(".sum").inner_text().split()), explorer.locator(".remark").inner_text()


def number(text):
    return 0.0 if text == "·" else float(text.replace("−", "-"))


def agrees_with_the_package(explorer, inputs, oracle):
    """Compare every number of the page, as it is printed and as it is read aloud, with the package's own."""
    expected = numbers(inputs)
    shown = {name: [] for name in expected}
    for label, text in explorer.evaluate(LABELS):
        name, spoken = re.fullmatch(LABEL, label).groups()
        shown[name].append((text, spoken))
    for name, values in expected.items():
        for (text, spoken), value in zip(shown[name], np.ravel(values), strict=True):
            for written, decimals in ((text, len(text.partition(".")[2])), (spoken, 4)):
                assert abs(number(written) - value) <= 0.5 * 10.0**-decimals + 1e-9, (name, written, value)
    oracle("Chromium, numbers of the explorer", sum(map(np.size, expected.values())))


def replaced(name, place, value):
    values = np.array(INPUTS[name], float)
    values[place] = value
    return INPUTS | {name: values}
