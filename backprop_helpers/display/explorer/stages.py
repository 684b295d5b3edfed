"""A network as the explorer shows it: which stages belong to a part, and in which order they stand."""

from collections import defaultdict

import numpy as np

from ...maths.arguments import as_pair
from ...tracing.labels import KINDS


def border_of(stage, settings):
    """Return what padding puts around the image of a stage: rows and columns on either side, and what is in them."""
    kind = KINDS.get(type(stage.layer))
    rows, columns = as_pair("padding", settings.get("padding", 0), 0)
    return {"rows": rows, "columns": columns, "filling": kind.border if kind else ""}


def labels_of(stages):
    """Return the labels of what flows forward, the parameters among them, each once."""
    labels = [label for stage in stages for label in (stage.given, *stage.parameters.values(), stage.result)]
    return list(dict.fromkeys(labels))


def part_of(stages, part, ends):
    """Return the stages from the first to the last that a part names, a Flatten with the layer that it stands before.

    If the network's end is compared with a target, what stands there comes along too.
    """
    titles = [stage.title for stage in stages]
    named = set(titles_of(stages)) if part is None else _named(part)
    if not named or not named <= set(titles):
        raise ValueError(f"part must name some of {', '.join(titles_of(stages))}; got {part!r}")
    places = [place for place, title in enumerate(titles) if title in named]
    before = [place for place in range(places[0]) if titles[place]]
    first = before[-1] + 1 if before else 0
    reaches_the_end = not any(titles[places[-1] + 1 :])
    last = len(stages) - 1 if reaches_the_end and ends else places[-1]
    return stages[first : last + 1]


def _named(part):
    parts = [part] if isinstance(part, str) or not np.iterable(part) else part
    return {str(one) for one in parts} - {""}


def titles_of(stages):
    """Return the titles of all but the Flattens."""
    return [stage.title for stage in stages if stage.title]


def ordered(stages, order):
    """Return the stages in the order of these titles, a Flatten before its layer, with what each is given now."""
    if not isinstance(order, list) or sorted(map(str, order)) != sorted(titles_of(stages)):
        raise ValueError(f"order must name each of {', '.join(titles_of(stages))} once; got {order}")
    groups = _with_flattens(stages)
    arranged = []
    given = stages[0].given
    for stage in [stage for title in [*order, ""] for stage in groups[title]]:
        result = stage.result if stage.title else given
        arranged.append(stage._replace(given=given, result=result))
        given = result
    return arranged


def _with_flattens(stages):
    """Return by title each stage with the Flattens before it; under "" the Flattens at the end."""
    groups = defaultdict(list)
    title = ""
    for stage in reversed(stages):
        title = stage.title or title
        groups[title].insert(0, stage)
    return groups
