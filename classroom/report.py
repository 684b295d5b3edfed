"""Makes one page on how a class did: where it stands, what was hard, and which work was not marked and why."""

import argparse
import io
import re
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup, escape
from matplotlib import rc_context
from matplotlib.figure import Figure
from sqlalchemy.exc import DatabaseError

from .handed_in import read_class, total

COLOURS = {"full": ("#2a72c4", "#ffffff"), "part": ("#a9cdf0", "#10283f"), "none": ("#f0b04c", "#3a2400")}
"""The colours of a bar and of the number in it: exercises with full marks, part of the marks, and no marks."""

INK = "#010203"
"""Stands in the pictures for the page's own colour of text, which a dark page changes."""

TEMPLATE = Path(__file__).with_name("report.html")


def _exercise_picture(assignment):
    """Draw for each cell that gives marks a bar of how many students have full, part and no marks."""
    figure, axes = _empty_figure(0.3 + 0.48 * len(assignment.cells))
    said = []
    for row, cell in enumerate(assignment.cells):
        counts, left = assignment.counts(cell), 0
        axes.text(0, row - 0.34, f"{cell.title} ({cell.points:g})", parse_math=False, color=INK)
        for kind, count in counts.items():
            face, ink = COLOURS.get(kind, ("none", INK))
            if count:
                axes.barh(row, count, 0.42, left, color=face, edgecolor=INK, linewidth=0.8)
                axes.text(left + count / 2, row + 0.02, count, color=ink, ha="center", va="center")
            left += count
        said.append(f"{cell.title}: " + ", ".join(f"{kind} {count}" for kind, count in counts.items()))
    axes.set(xlim=(0, max(1, len(assignment.handed_in))), ylim=(len(assignment.cells) - 0.6, -0.7))
    return _svg(figure, "Students with full, part and no marks, and not marked. " + "; ".join(said))


def _share_picture(assignment):
    """Draw how many students have which part of the marks, in steps of a tenth."""
    figure, axes = _empty_figure(1.6)
    tenths = Counter(min(9, int(10 * share + 1e-9)) for share in assignment.shares)
    for tenth, count in tenths.items():
        axes.bar(tenth + 0.5, count, 0.9, color=COLOURS["full"][0])
        axes.text(tenth + 0.5, count, count, color=INK, ha="center", va="bottom")
    axes.plot([0, 10], [0, 0], color=INK, linewidth=0.8)
    top = max(tenths.values(), default=1)
    for tenth in (0, 5, 10):
        axes.text(tenth, -0.06 * top, f"{10 * tenth} %", color=INK, ha="center", va="top")
    axes.set(xlim=(-0.6, 10.6), ylim=(-0.25 * top, 1.2 * top))
    said = [f"{10 * tenth} to {10 * tenth + 10} %: {count}" for tenth, count in sorted(tenths.items())]
    return _svg(figure, "Students by their share of the marks. " + ("; ".join(said) or "Nobody is marked"))


def _empty_figure(height):
    figure = Figure(figsize=(4.2, height))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.axis("off")
    return figure, axes


def _svg(figure, words):
    """Return a figure as a page's SVG, its text as text and in the page's colours, with words for who cannot see it."""
    drawn = io.StringIO()
    with rc_context({"svg.fonttype": "none", "font.family": "sans-serif"}):
        figure.savefig(drawn, format="svg", transparent=True, metadata={"Date": None})
    svg = drawn.getvalue()
    svg = re.sub(r"<metadata>.*?</metadata>|<defs>.*?</defs>", "", svg[svg.index("<svg") :], flags=re.DOTALL)
    svg = re.sub(r' (id|width|height|clip-path)="[^"]*"(?=[^<]*>)', "", svg).replace(INK, "var(--ink)")
    return Markup(svg.replace("<svg", f'<svg role="img" aria-label="{escape(words)}"', 1))


def make_page(course, names, assignments, strays=()):
    """Write the page.

    Parameters
    ----------
    course : the course's name
    names, assignments, strays : what ``read_class`` returns

    Returns
    -------
    str, HTML with everything in it
    """
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["code"] = lambda text: Markup(re.sub("`([^`]+)`", r"<code>\1</code>", str(escape(text))))
    pictures = {each.name: (_exercise_picture(each), _share_picture(each)) for each in assignments}
    environment.globals |= {"pictures": pictures, "made": datetime.now(), "kinds": COLOURS}
    environment.globals |= {"grouped": _grouped, "total": total}
    template = environment.from_string(TEMPLATE.read_text(encoding="utf-8"))
    return template.render(course=course, names=names, assignments=assignments, strays=strays)


def _grouped(assignment):
    """Return for each reason why work was not marked whose work it was; waiting for marking by hand is last."""
    students = {}
    for student, work in assignment.works.items():
        for sentence in work.why:
            students.setdefault(sentence, []).append(student)
    return sorted(students.items(), key=lambda item: item[0].startswith("Waiting"))


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m classroom.report", description=__doc__.splitlines()[0])
    parser.add_argument("course", nargs="?", default=".", type=Path, help="the course folder; without it, this one")
    parser.add_argument("--output", type=Path, help="the page; without it, report.html in the course folder")
    asked = parser.parse_args(arguments)
    page = asked.output or asked.course / "report.html"
    try:
        page.write_text(make_page(asked.course.resolve().name, *read_class(asked.course)), "utf-8", "replace")
    except DatabaseError as problem:
        parser.error(f"{asked.course.resolve() / 'gradebook.db'} is no gradebook of this nbgrader: {problem.orig}")
    except OSError as problem:
        parser.error(str(problem))
    print(f"The page is in {page.resolve()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
