"""Sphinx's settings for ``make site``."""

import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))

_project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
_repository, _site = _project["urls"]["Repository"], _project["urls"]["Homepage"]

project = "Backpropagation by hand"
author = _project["authors"][0]["name"]
copyright = f"{author}: text and figures CC BY 4.0, code BSD-3-Clause"
language = "en"
extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "numpydoc",
    "sphinx_sitemap",
    "sphinxext.opengraph",
    "docs.site.mathml",
    "docs.site.finish",
]
nitpicky = True
show_warning_types = True

nb_execution_mode = "off"
nb_ipywidgets_js = {}  # the explorers need no widget manager
nb_mime_priority_overrides = [("html", "text/latex", None)]  # an explanation as its aligned text
myst_enable_extensions = ["dollarmath", "amsmath"]
myst_heading_anchors = 3
myst_heading_slug_func = "docs.site.sources.anchor"
nb_code_prompt_show = "The result, once you have predicted it"
nb_code_prompt_hide = "The result"

autodoc_typehints = "none"
numpydoc_show_class_members = False

html_theme = "sphinx_book_theme"
html_math_renderer = "mathml"
html_title = project
html_baseurl = _site + "/"
html_static_path = [str(HERE / "static")]
html_favicon = str(HERE / "static" / "favicon.svg")
html_css_files = ["explorers/explorer.css", "answers/answer_box.css", "icons.css", "site.css"]
html_js_files = [(name, {"defer": "defer"}) for name in ("explorers.js", "answers/answer_box.js")]
html_show_sphinx = False
html_copy_source = True
html_theme_options = {
    "repository_url": _repository,
    "repository_branch": "main",
    "use_repository_button": True,
    "use_download_button": True,
    "use_fullscreen_button": False,
    "launch_buttons": {
        "notebook_interface": "jupyterlab",
        "binderhub_url": "https://mybinder.org",
        "colab_url": "https://colab.research.google.com",
        "jupyterlite_url": f"{_site}/lab/index.html",
    },
    "show_toc_level": 2,
    "home_page_in_toc": True,
}
html_context = {"default_mode": "auto"}
html_sidebars = {"index": []}

sitemap_url_scheme = "{link}"
sitemap_excludes = ["search.html", "genindex.html", "py-modindex.html"]
ogp_site_url = html_baseurl
ogp_image = html_baseurl + "_static/network.png"
ogp_image_alt = "The network of the course: every array with its delta or gradient beneath it."
ogp_social_cards = {"enable": False}
