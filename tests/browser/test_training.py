"""A training that is watched in JupyterLab: a bar and a curve that grow, and what an interrupt leaves of them."""

import re

import nbformat
import pytest

from tests.browser import jupyterlab as lab

NAME, BATCHES = "training.ipynb", 89
CELLS = [
    "from backprop_helpers import Training, digits, train\n"
    "network = digits.network()\n"
    "learned, held_out = digits.random_split(seed=0)\n"
    "training = Training(network, *learned, held_out)",
    "curve = train(training, epochs=10_000)",
    "print('steps', training.steps, 'epochs', training.errors.shape[1] - 1)\n"
    "print('answers', network.forward(held_out[0]).argmax(axis=1)[:3], held_out[1][:3])\n"
    "curve = train(training, epochs=1)\n"
    "print('then', training.steps)",
]


@pytest.fixture
def training(browser, address, folder):
    """A page with a training of 10,000 epochs that has begun, and the locator of its cell."""
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), folder / NAME)
    page = lab.open_lesson(browser, address, NAME, lessons=folder)
    page.evaluate("void jupyterapp.commands.execute('notebook:run-all-cells')")
    yield page, page.locator(".jp-Cell").nth(1)
    page.close()


def steps_on_the_bar(cell):
    return int(re.search(r"\| (\d+)/", cell.locator("pre", has_text="step/s").inner_text())[1])


def test_bar_and_curve_grow_and_an_interrupt_keeps_the_curve_and_a_network_that_goes_on(training):
    page, cell = training
    cell.locator("img").wait_for()
    first, drawn = steps_on_the_bar(cell), cell.locator("img").get_attribute("alt")
    cell.locator(f'img:not([alt="{drawn}"])').wait_for()
    assert steps_on_the_bar(cell) > first
    page.evaluate("jupyterapp.commands.execute('notebook:interrupt-kernel')")
    cell.get_by_text("The network keeps its steps; train goes on from there").first.wait_for()
    assert cell.locator("pre", has_text="step/s").count() == 0
    assert cell.locator("img").is_visible()
    kept = cell.locator("img").get_attribute("alt")
    page.evaluate(f"{lab.NOTEBOOK}.content.activeCellIndex = 2")
    page.evaluate("jupyterapp.commands.execute('notebook:run-cell')")
    said = page.locator(".jp-Cell").nth(2).locator(".jp-OutputArea")
    said.get_by_text("then").wait_for()
    steps, epochs, then = map(int, re.search(r"steps (\d+) epochs (\d+)[^\0]*then (\d+)", said.inner_text()).groups())
    assert steps >= BATCHES * epochs >= BATCHES * 2 and then == steps + BATCHES
    assert cell.locator("img").get_attribute("alt") == kept
