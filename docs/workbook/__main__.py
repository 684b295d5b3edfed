"""Make the workbook, one PDF of the course for paper: ``python -m docs.workbook FILE``."""

import argparse
import json
import shutil
import subprocess
from pathlib import Path

from sphinx.cmd.build import build_main

from .book import chapters, write_sources

HERE = Path(__file__).parent
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PRINTER = "@vivliostyle/cli@>=11"
"""Sets links to page numbers, which no browser can print by itself."""


def main():
    parser = argparse.ArgumentParser(prog="python -m docs.workbook", description=__doc__.split(":")[0])
    parser.add_argument("file", type=Path)
    file = parser.parse_args().file.resolve()
    folder = file.with_suffix("")
    return build(folder) or print_pages(folder, file)


def build(folder):
    """Write the workbook into a folder as pages of HTML; return Sphinx's status, which is 1 at any warning."""
    sources = folder.with_name(f"{folder.name}-sources")
    for old in (folder, sources):
        shutil.rmtree(old, ignore_errors=True)
    write_sources(sources)
    where = ["-c", str(HERE), "-d", f"{folder}-doctrees", str(sources), str(folder)]
    return build_main(["-W", "--keep-going", "-n", "-q", *where])


def print_pages(folder, file):
    """Print the pages into a PDF; return the printer's status.

    Raises
    ------
    FileNotFoundError
        If there is no Chromium or Chrome, or no npm, which brings the printer.
    """
    if not BROWSER or not shutil.which("npx"):
        raise FileNotFoundError("the workbook is printed by npm's Vivliostyle in Chromium: both must be installed")
    settings = {
        "title": "Backpropagation by hand",
        "entry": [f"{name}.html" for name in chapters()],
        "output": str(file),
    }
    (folder / "vivliostyle.config.json").write_text(json.dumps(settings), encoding="utf-8")
    command = ["npx", "--yes", "--package", PRINTER, "vivliostyle", "build"]
    options = ["--executable-browser", BROWSER, "--timeout", "600"]
    return subprocess.run([*command, *options], cwd=folder).returncode


if __name__ == "__main__":
    raise SystemExit(main())
