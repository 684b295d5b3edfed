"""Print how soon a page has changed after an input, in JupyterLab: the explorer beside ipywidgets' interact."""

import os
import sys
import time
from collections import namedtuple
from itertools import chain
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

import nbformat

from tests.browser import jupyterlab as lab

WARM_UP, CHANGES, STATES = 5, 30, 30
PIXELS, SECONDS = 3, 0.02
"""How far a drag goes at a step, and how long it waits between two."""

EXPLORER = 'from backprop_helpers import explore\n\nexplore(part="convolution")'
INTERACT = """\
import matplotlib.pyplot as plt
import numpy as np
from ipywidgets import interact

from backprop_helpers import conv2d, conv2d_input_delta, conv2d_kernel_gradient, question

image, delta = question.exact.image, question.exact.feature_map_delta

def draw(w=-0.13):
    kernel = question.exact.kernel.copy()
    kernel[0, 0] = w
    forward = {"image": image, "kernel": kernel, "feature map": conv2d(image, kernel)}
    back = [conv2d_input_delta(kernel, delta), conv2d_kernel_gradient(image, delta), delta]
    arrays = forward | dict(zip(["delta of image", "gradient of kernel", "delta of feature map"], back))
    figure, axes = plt.subplots(2, 3, figsize=(9, 6))
    for plot, (name, values) in zip(axes.flat, arrays.items()):
        plot.imshow(values, cmap="coolwarm")
        plot.set_title(name)
        plot.axis("off")
        for (i, j), value in np.ndenumerate(values):
            plot.text(j, i, f"{value:.3f}", ha="center", va="center")
    plt.show()

interact(draw, w=(-1.0, 1.0, 0.01));"""
NOTEBOOK = "bench.ipynb"

WHAT_IS_MEANT = f"""\
Milliseconds from the event of an arrow key, which changes one weight of the kernel by 0.01; the explorer and interact
take turns on one page, {CHANGES} changes each after {WARM_UP} to warm up.
  explorer      explore(part="convolution"); what is waited for is a number of its feature map
  interact      the same six arrays, calculated anew and drawn by matplotlib (six times imshow, a text for each number)
                in the inline backend; what is waited for is the next picture, decoded
  changed DOM   a MutationObserver was told of it
  next frame    the next animation frame has begun
  drawn         that frame is styled, laid out and painted, so far as the page's own thread does it"""

WAIT_FOR_CHANGE = """([root, selector, property]) => {
    root = document.querySelector(root);
    const shown = () => root.querySelector(selector)?.[property];
    const before = shown();
    const { port1, port2 } = new MessageChannel();
    const task = (reached) => port2.postMessage((port1.onmessage = reached) && 0);
    window.changed = new Promise((done, fail) => {
        setTimeout(fail, 30_000, new Error('the page has not changed'));
        let start;
        window.addEventListener('keydown', (event) => (start = event.timeStamp), { capture: true, once: true });
        const observer = new MutationObserver(async () => {
            if ([before, undefined].includes(shown())) return;
            observer.disconnect();
            const times = [performance.now()];
            await root.querySelector('img')?.decode();
            for (const next of [requestAnimationFrame, task]) {
                await new Promise(next);
                times.push(performance.now());
            }
            done(times.map((time) => time - start));
        });
        observer.observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
    });
}"""
LOOK_AT_FRAMES = """([root, selector, property]) => {
    root = document.querySelector(root);
    const seen = (window.seen = new Set([root.querySelector(selector)[property]]));
    const look = () => {
        const element = root.querySelector(selector);
        if (element && element.complete !== false) seen.add(element[property]);
        if (window.seen === seen) requestAnimationFrame(look);
    };
    look();
}"""


Contender = namedtuple("Contender", "name shown handle key opens_and_closes")
"""What shows its state (inside of what, which element, which property), what is changed, and the keys for that."""
CONTENDERS = (
    Contender(
        "explorer",
        (".explorer", '[aria-label^="feature map [0, 0],"]', "textContent"),
        '.explorer [aria-label^="kernel [0, 0],"]',
        "ArrowDown",
        "Enter",
    ),
    Contender("interact", (".widget-interact", "img", "src"), ".widget-interact .noUi-handle", "ArrowLeft", None),
)


def main():
    if lab.missing():
        sys.exit(f"Nothing is measured: {lab.missing()}.")
    print(WHAT_IS_MEANT)
    load = getattr(os, "getloadavg", lambda: [float("nan")])
    with TemporaryDirectory() as folder:
        write_notebook(lessons := Path(folder))
        with lab.jupyterlab(lessons=lessons) as address, lab.chromium() as browser:
            page = lab.open_lesson(browser, address, NOTEBOOK, width=1280, height=1600, lessons=lessons)
            lab.run_all_cells(page)
            for contender in CONTENDERS:
                page.locator(" ".join(contender.shown[:2])).wait_for()
            loads = [load()[0]]
            print_times(measure(page))
            print_drags(page)
            print(f"\nChromium {browser.version}; load average {loads[0]:.2f} before, {load()[0]:.2f} after.")


def write_notebook(folder):
    """Write a notebook with the two contenders."""
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    cells = [nbformat.v4.new_code_cell(source) for source in (EXPLORER, INTERACT)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), folder / NOTEBOOK)


def measure(page):
    """Return the times of every change, by contender; they take turns."""
    turns = [[change(page, contender) for contender in CONTENDERS] for _ in range(WARM_UP + CHANGES)]
    return {each.name: times for each, times in zip(CONTENDERS, zip(*turns[WARM_UP:], strict=True), strict=True)}


def change(page, contender):
    """Change a number by a key, and return when the DOM was changed, when the next frame began and was drawn."""
    page.locator(contender.handle).focus()
    if contender.opens_and_closes:
        page.keyboard.press(contender.opens_and_closes)
    settle(page)
    page.evaluate(WAIT_FOR_CHANGE, contender.shown)
    page.keyboard.press(contender.key)
    times = page.evaluate("window.changed")
    if contender.opens_and_closes:
        page.keyboard.press(contender.opens_and_closes)
    settle(page)
    return times


def settle(page, milliseconds=100):
    """Wait until nothing of an earlier change is under way."""
    page.wait_for_timeout(milliseconds)
    lab.wait_until_idle(page)
    page.wait_for_timeout(milliseconds)


def print_times(times):
    print(f"\n{'':20}{'changed DOM':>18}{'next frame':>18}{'drawn':>18}\n{'':20}" + f"{'median':>10}{'p95':>8}" * 3)
    rows = {name: list(chain(*map(median_and_p95, zip(*each, strict=True)))) for name, each in times.items()}
    rows["interact / explorer"] = [slow / fast for fast, slow in zip(*rows.values(), strict=True)]
    for name, cells in rows.items():
        print(f"{name:20}" + "".join(f"{cell:{width}.1f}" for cell, width in zip(cells, (10, 8) * 3, strict=True)))


def median_and_p95(values):
    return median(values), quantiles(values, n=20, method="inclusive")[-1]


def print_drags(page):
    print(f"\nOf {STATES} states of a drag, one every {1000 * SECONDS:.0f} ms or as soon as the page takes it:")
    drags = [(contender.name, *drag(page, contender, way)) for way in (1, -1, 1) for contender in CONTENDERS]
    for name, seen, seconds in drags:
        print(f"{name:20}{seen:>4} seen; the drag took {seconds:.2f} s")


def drag(page, contender, way):
    """Drag a number to the right or back; return how many states the frames showed, and how long the drag took."""
    box = page.locator(contender.handle).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    settle(page)
    page.evaluate(LOOK_AT_FRAMES, contender.shown)
    start = time.perf_counter()
    for step in range(1, STATES + 1):
        time.sleep(max(0, start + step * SECONDS - time.perf_counter()))
        page.mouse.move(x + way * PIXELS * (step + 1), y)  # the explorer takes the first 3 pixels for a click
    seconds = time.perf_counter() - start
    page.mouse.up()
    settle(page, 1000)
    return page.evaluate("[window.seen.size - 1, (window.seen = null)][0]"), seconds


if __name__ == "__main__":
    main()
