"""Worksheets from the command line: ``python -m backprop_helpers.worksheets --seed 7 --level 3 --out FOLDER``."""

import argparse

from .display.worksheets import write_class_set, write_worksheet
from .practice.problems import problem
from .practice.problems.levels import LEVELS


def main(arguments=None):
    """Write what a command line asks for, and print the files' names."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    try:
        if asked.class_set is None:
            paths = write_worksheet(problem(asked.seed, asked.level), asked.out, asked.paper)
        else:
            paths = write_class_set(asked.seed, asked.level, asked.out, asked.class_set, asked.paper)
    except (ValueError, OSError) as reason:
        parser.exit(2, f"{reason}\n")
    print(*paths, sep="\n")


def _parser():
    levels = "; ".join(f"{number}: {level.adds}" for number, level in LEVELS.items())
    parser = argparse.ArgumentParser("python -m backprop_helpers.worksheets", description=__doc__.split(":")[0] + ".")
    parser.add_argument("--seed", type=int, required=True, help="whole number; the same one gives the same problem")
    parser.add_argument("--level", type=int, required=True, help=levels)
    parser.add_argument("--out", required=True, metavar="FOLDER", help="where to write")
    parser.add_argument("--paper", default="A4", help="A4 or Letter")
    parser.add_argument(
        "--class-set", type=int, metavar="COUNT", help="as many different problems, with this seed and the next ones"
    )
    return parser


if __name__ == "__main__":
    main()
