"""What is done to the pages once Sphinx has written them."""

import re
import shutil
from pathlib import Path

from PIL import Image

from .icons import style_of
from .light import lighten
from .sources import LESSONS, ROOT

_GLYPHS = re.compile(r"@font-face\{[^}]*\}|(?:\.fa-[\w-]+,?)+\{--fa:[^}]*\}")


def setup(app):
    app.connect("html-page-context", lead_to_the_lab, priority=900)
    app.connect("build-finished", finish)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def lead_to_the_lab(app, page, template, context, doctree):
    """Lead to a lesson where the lab has it: at the top, and not in a folder as the repository."""
    for group in context.get("header_buttons", []):
        for button in group.get("buttons", []):
            if "/lab/index.html?path=" in button.get("url", ""):
                button["url"] = button["url"].replace("?path=notebooks/", "?path=")


def finish(app, problem):
    """Offer the lessons for download as they are, and put a style in the place of Font Awesome's script and fonts."""
    if problem:
        return
    folder = Path(app.outdir)
    for path in LESSONS:
        shutil.copy(path, folder / "_sources" / path.relative_to(ROOT))
    pages = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.html"))
    script = folder / "_static" / "scripts" / "fontawesome.js"
    (folder / "_static" / "icons.css").write_text(style_of(pages, script.read_text(encoding="utf-8")), encoding="utf-8")
    script.write_text("/* The icons are in icons.css. */\n", encoding="utf-8")
    style = folder / "_static" / "styles" / "pydata-sphinx-theme.css"
    style.write_text(_GLYPHS.sub("", style.read_text(encoding="utf-8")), encoding="utf-8")
    Image.open(ROOT / "docs" / "network.webp").save(folder / "_static" / "network.png", optimize=True)
    lighten(folder)
    for needless in [*folder.rglob("*.map"), folder / "_static" / "vendor", folder / "_static" / "locales"]:
        shutil.rmtree(needless) if needless.is_dir() else needless.unlink(missing_ok=True)
