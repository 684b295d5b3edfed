"""The site: what stands on its pages, and how they are read, with a network or without, wide and narrow."""

import doctest
import re
from importlib.resources import files
from urllib.parse import unquote

import nbformat
import pytest
from bs4 import BeautifulSoup
from PIL import Image

from backprop_helpers.practice.mistakes import CATALOGUE
from tests.site.pages import EVERY

OVERFLOW = "document.documentElement.scrollWidth - innerWidth"
AXE = """axe.run(document, { resultTypes: ['violations'], preload: false }).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => [id, html])))"""
OF_THE_THEME = {  # what axe finds in sphinx-book-theme itself
    "label-content-name-mismatch": "search-button",
    "region": "sidebar-primary-item",
}


def soup(site, name):
    return BeautifulSoup((site / f"{name}.html").read_text(encoding="utf-8"), "html.parser")


def test_every_page_is_there(site):
    made = {path.relative_to(site).with_suffix("").as_posix() for path in site.rglob("*.html")}
    made = {name for name in made if not name.startswith("_static")}
    assert made - {"search", "genindex", "py-modindex"} == set(EVERY)


def test_links_lead_to_pages_and_their_places(site):
    names = [path.relative_to(site).with_suffix("").as_posix() for path in site.rglob("*.html")]
    ids = {
        (site / f"{name}.html").resolve(): {tag["id"] for tag in soup(site, name).find_all(id=True)} for name in names
    }
    checked = 0
    for name in EVERY:
        page = site / f"{name}.html"
        for link in soup(site, name).find_all("a", href=True):
            path, _, place = unquote(link["href"]).partition("#")
            if ":" in path:
                continue
            target = (page.parent / path).resolve() if path else page.resolve()
            assert target.is_file(), (name, link["href"])
            assert not place or target not in ids or place in ids[target], (name, link["href"])
            checked += 1
    assert checked > 1500


@pytest.mark.parametrize("name", EVERY)
def test_a_page_asks_nothing_of_another_host_and_fits_into_320_pixels(name, visit):
    page = visit(name, width=320, height=700)
    page.wait_for_load_state("networkidle")
    assert page.evaluate(OVERFLOW) <= 0
    page.locator("details").evaluate_all("all => all.forEach(each => each.open = true)")
    assert page.evaluate(OVERFLOW) <= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["index", "wrong", "questions", "reference", "notebooks/01_convolution_forward"])
def test_axe_finds_nothing_but_what_is_the_themes(name, scheme, visit, oracle):
    page = visit(name, color_scheme=scheme)
    page.locator("details").evaluate_all("all => all.forEach(each => each.open = true)")
    page.locator(".living").evaluate_all("all => all.forEach(each => each.scrollIntoView())")
    if page.locator(".living").count():
        page.locator(".explorer .cell").first.wait_for()
    page.add_script_tag(content=(files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    found = [(rule, html) for rule, html in page.evaluate(AXE) if OF_THE_THEME.get(rule, " ") not in html]
    assert found == []
    oracle("axe-core, pages of the site")


@pytest.mark.parametrize(
    "name", ["index", "wrong", "notebooks/00_the_question", "notebooks/05_multi_layer_propagation"]
)
def test_a_page_weighs_less_than_600_kilobytes(name, visit):
    page = visit(name)
    page.locator(".living").evaluate_all("all => all.forEach(each => each.scrollIntoView())")
    page.wait_for_load_state("networkidle")
    assert page.visit.weight() < 600_000


def test_no_script_holds_up_the_text(site):
    for name in EVERY:
        scripts = soup(site, name).head.find_all("script")
        late = [each for each in scripts if each.has_attr("defer") or each.get("type") == "module"]
        (first,) = [each for each in scripts if each not in late]
        assert "dataset.theme" in first.text, name  # light or dark is known before the first picture
        assert len(late) > 4, name


def test_the_search_finds_a_symptom_without_a_network(browser, site):
    page = browser.new_page()
    page.goto((site / "search.html").as_uri() + "?q=gradient+is+rotated")
    found = page.locator("#search-results a").filter(has_text="My kernel gradient is rotated by 180°").first
    found.wait_for()
    assert "wrong.html#my-kernel-gradient-is-rotated" in found.get_attribute("href")
    page.close()


def test_results_of_predictions_are_folded(site):
    for path in sorted(site.glob("_sources/notebooks/*.ipynb")):
        cells = nbformat.read(path, 4).cells
        predicted = sum("hide-output" in cell.metadata.get("tags", []) for cell in cells)
        folds = soup(site, f"notebooks/{path.stem}").select("details.hide")
        assert len(folds) == predicted and not any(fold.has_attr("open") for fold in folds), path.stem


def test_every_picture_has_words(site):
    pictures = [picture for name in EVERY for picture in soup(site, name).select("article img")]
    assert len(pictures) > 40
    assert [str(picture)[:80] for picture in pictures if len(picture.get("alt", "")) < 20] == []


def test_every_formula_is_set_without_a_script(site):
    for name in EVERY:
        page = soup(site, name)
        assert page.find_all("script", src=re.compile("(?i)mathjax")) == [], name
        assert [text for text in page.article.find_all(string=True) if r"\frac" in text] == [], name
    assert len(soup(site, "notebooks/formulas").find_all("math")) > 20


def test_every_mistake_stands_under_what_went_wrong(site):
    cells = {tuple(words(cell.get_text())) for cell in soup(site, "wrong").find_all("td")}
    assert [each.name for each in CATALOGUE if tuple(words(each.name)) not in cells] == []


def words(text):
    """Return a text's words, whatever marks are between them: the site sets quotes and dashes of its own."""
    return re.findall(r"\w+", text)


def test_a_lesson_can_be_taken_home_and_opened_elsewhere(site):
    from docs.site.sources import LESSONS, addresses

    for path in LESSONS:
        assert (site / "_sources" / "notebooks" / path.name).read_bytes() == path.read_bytes()
        links = [link["href"] for link in soup(site, f"notebooks/{path.stem}").find_all("a", href=True)]
        owner_and_name = addresses()["Repository"].removeprefix("https://github.com/")
        place = f"notebooks/{path.name}"
        assert f"../_sources/{place}" in links
        assert f"https://mybinder.org/v2/gh/{owner_and_name}/main?urlpath=lab/tree/{place}" in links
        assert f"https://colab.research.google.com/github/{owner_and_name}/blob/main/{place}" in links
        assert f"{addresses()['Homepage']}/lab/index.html?path={path.name}" in links


def test_a_page_tells_search_engines_and_previews_what_it_is(site):
    from docs.site.sources import addresses

    for name in EVERY:
        head = soup(site, name).head
        assert head.title.text.strip() and len(head.find("meta", attrs={"name": "description"})["content"]) > 40, name
        assert head.find("meta", property="og:image")["content"] == f"{addresses()['Homepage']}/_static/network.png"
        assert f"<loc>{addresses()['Homepage']}/{name}.html</loc>" in (site / "sitemap.xml").read_text("utf-8")
        (icon,) = head.find_all("link", rel="icon")
        assert ((site / f"{name}.html").parent / icon["href"]).is_file()
    with Image.open(site / "_static" / "network.png") as picture:
        assert picture.format == "PNG" and picture.width > 1200


def test_examples_in_the_sites_own_code_are_right():
    from docs.site import explorers, light, sources, wrong

    for module in (explorers, light, sources, wrong):
        failed, attempted = doctest.testmod(module)
        assert attempted and not failed, module.__name__
