"""Sphinx's settings for ``make workbook``: the site's, for one page without its theme."""

from pathlib import Path

from docs.site.conf import (  # noqa: F401
    author,
    copyright,
    language,
    myst_enable_extensions,
    myst_heading_anchors,
    myst_heading_slug_func,
    nb_execution_mode,
    nb_ipywidgets_js,
    nb_mime_priority_overrides,
    nitpicky,
    project,
    show_warning_types,
)

extensions = ["myst_nb", "docs.site.mathml"]
root_doc = "workbook"
html_math_renderer = "mathml"
html_theme = "basic"
html_title = project
html_permalinks = False
templates_path = [str(Path(__file__).parent / "templates")]
html_static_path = [str(Path(__file__).parent / "static"), str(Path(__file__).parents[1] / "network.webp")]
