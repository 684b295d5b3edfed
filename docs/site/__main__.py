"""Build the site: ``python -m docs.site FOLDER``."""

import argparse
import shutil
from pathlib import Path

import matplotlib
from sphinx.cmd.build import build_main

from .answers import write_boxes
from .explorers import explorers_of, write_explorers
from .sources import LESSONS, write_sources

HERE = Path(__file__).parent


def main():
    parser = argparse.ArgumentParser(prog="python -m docs.site", description=__doc__.split(":")[0])
    parser.add_argument("folder", type=Path)
    return build(parser.parse_args().folder, run_lessons())


def run_lessons():
    """Return the explorers of all lessons by the ids of their cells."""
    matplotlib.use("agg")
    return {name: each for lesson in LESSONS for name, each in explorers_of(lesson).items()}


def build(folder, explorers):
    """Build the site into a folder and return Sphinx's status, which is 1 at any warning."""
    sources = folder.with_name(f"{folder.name}-sources")
    for old in (folder, sources):
        shutil.rmtree(old, ignore_errors=True)
    write_sources(sources, set(explorers))
    options = ["-W", "--keep-going", "-n", "-q", "-c", str(HERE), "-d", f"{folder}-doctrees"]
    status = build_main([*options, str(sources), str(folder)])
    write_explorers(folder / "_static" / "explorers", explorers)
    write_boxes(folder / "_static" / "answers")
    return status


if __name__ == "__main__":
    raise SystemExit(main())
