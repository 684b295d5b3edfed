"""A problem of each level on paper, and its key."""

import matplotlib.pyplot as plt

from backprop_helpers import problem
from backprop_helpers.display.worksheets.columns import groups_of
from backprop_helpers.display.worksheets.pages import laid_out, pages_of
from backprop_helpers.practice.problems import LEVELS

SEED = 1


def draw_worksheets(folder):
    """Draw a worksheet of each level, and its key, into a folder.

    Returns
    -------
    list of two lists, the worksheets' and the keys' pages: each what it is, and the name of its picture
    """
    folder.mkdir(parents=True, exist_ok=True)
    problems = [problem(SEED, level) for level in LEVELS]
    return [[page for each in problems for page in _drawn(each, is_key, folder)] for is_key in (False, True)]


def _drawn(problem, is_key, folder):
    pages = []
    for number, figure in enumerate(pages_of(problem, laid_out(groups_of(problem), "A4"), is_key), 1):
        words = f"{'Key to problem' if is_key else 'Problem'} {problem.id}, page {number}"
        name = f"{problem.id}{'-key' if is_key else ''}-{number}.svg"
        figure.savefig(folder / name, metadata={"Date": None})
        plt.close(figure)
        pages.append((words, name))
    return pages
