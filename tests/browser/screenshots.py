"""Take a full-length picture of each lesson in JupyterLab: ``python -m tests.browser.screenshots OUTDIR``."""

import argparse
from pathlib import Path

from tests.browser import jupyterlab as lab


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.browser.screenshots", description=__doc__.split(":")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("lessons", nargs="*", help="names such as 01_convolution_forward.ipynb; all without any")
    parser.add_argument("--dark", action="store_true", help="in JupyterLab's dark theme")
    parser.add_argument("--width", type=int, default=1280, help="of the window, in pixels")
    parser.add_argument("--run", action="store_true", help="after all cells were run, with every answer shown")
    options = parser.parse_intermixed_args()
    names = options.lessons or sorted(path.name for path in lab.LESSONS.glob("*.ipynb"))
    options.folder.mkdir(parents=True, exist_ok=True)
    with (
        lab.jupyterlab("JupyterLab Dark" if options.dark else "JupyterLab Light") as address,
        lab.chromium() as browser,
    ):
        for name in names:
            page = lab.open_lesson(browser, address, name, width=options.width)
            if options.run:
                lab.run_all_cells(page)
            file = options.folder / f"{Path(name).stem}-{'dark' if options.dark else 'light'}-{options.width}.png"
            photograph(page, options.width, file)
            page.close()
            print(file)


def photograph(page, width, file):
    """Make the window as tall as the lesson, for JupyterLab scrolls a part of the page and not the page."""
    if width < 1000:
        page.evaluate("jupyterapp.commands.execute('application:toggle-left-area')")
    page.set_viewport_size({"width": width, "height": 16_000})
    page.locator(".jp-WindowedPanel-outer").evaluate("part => part.scrollTo(0, 0)")
    page.wait_for_timeout(500)
    bottom = page.locator(".jp-Cell").last.evaluate("cell => cell.getBoundingClientRect().bottom")
    page.set_viewport_size({"width": width, "height": round(bottom) + 60})
    page.wait_for_timeout(500)
    page.screenshot(path=file)


if __name__ == "__main__":
    main()
