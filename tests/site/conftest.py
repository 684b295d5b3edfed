"""The site, built once by its own command's steps, and its pages in Chromium, opened from the disk."""

import pytest

from tests.site.pages import Visit


@pytest.fixture(scope="session")
def explorers(built):
    """The lessons' explorers in Python, by the ids of their cells."""
    return built[1]


@pytest.fixture(scope="session")
def site(built):
    """The folder of the pages."""
    return built[0]


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    for library in ("sphinx", "myst_nb", "sphinx_book_theme", "numpydoc"):
        pytest.importorskip(library, reason=f"{library} is not installed (the extra site installs it)")
    from docs.site.__main__ import build, run_lessons

    folder, explorers = tmp_path_factory.mktemp("site") / "site", run_lessons()
    assert build(folder, explorers) == 0, "Sphinx warns"
    return folder, explorers


@pytest.fixture
def visit(browser, site):
    """Opens a page of the site; in the end nothing may have been asked of another host, and nothing complained."""
    visits = []

    def open_page(name, **options):
        visits.append(Visit(browser, site, name, **options))
        return visits[-1].page

    yield open_page
    for each in visits:
        assert each.foreign == [] and each.problems == [], each.name
        each.page.context.close()
