"""The public names of the package, in the rooms where they live."""

import inspect

import backprop_helpers

FOLDERS = ["maths", "examples", "tracing", "practice", "display"]


def rooms():
    """Return by title, in the order of the folders, what each room gives: pairs of Sphinx's directive and a name."""
    found = {}
    for name in backprop_helpers.__all__:
        value = getattr(backprop_helpers, name)
        for directive, full_name, home in _entries(name, value):
            found.setdefault(_title(home), []).append((directive, full_name))
    return dict(sorted(found.items(), key=lambda room: FOLDERS.index(room[0].split(" · ")[0])))


def _entries(name, value):
    if inspect.ismodule(value):
        home = value.__name__
        members = {key: each for key, each in vars(value).items() if key in getattr(value, "__all__", vars(value))}
        yield "module", f"backprop_helpers.{name}", home
        for key, each in members.items():
            if inspect.isfunction(each) and not key.startswith("_") and each.__module__.startswith(home):
                yield "function", f"backprop_helpers.{name}.{key}", home
    elif inspect.isclass(value):
        yield "class", f"backprop_helpers.{name}", value.__module__
    else:
        yield "function", f"backprop_helpers.{name}", value.__module__


def _title(home):
    parts = [part for part in home.split(".")[1:] if part not in {"widget", "sheet"}]
    return " · ".join(part.replace("_", " ") for part in parts[:2])
