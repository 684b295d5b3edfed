"""What the README promises is so: its code runs, its links lead somewhere, its table is that of the lessons."""

import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from backprop_helpers.display.explorer.refusals import NUMBERS
from backprop_helpers.practice.mistakes import CATALOGUE

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
LESSONS = {path: nbformat.read(path, as_version=4) for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))}


def test_the_code_runs_in_five_lines(tmp_path):
    (program,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert len(program.splitlines()) == 5
    command = [sys.executable, "-X", "utf8", "-c", program]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
    assert "936 of 936 entries agree" in run.stdout


@pytest.mark.parametrize("page", ["README.md", "CITATION.cff", "notebooks/00_the_question.ipynb"])
def test_the_source_is_named_with_its_licence(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    told = "Back Propagation in CNN", "27506", "Data Science Stack Exchange", "koryakinp", "CC BY-SA"
    assert [name for name in told if name not in text] == []
    assert "https://datascience.stackexchange.com/questions/27506" in text


def test_what_the_course_leaves_out_is_told_with_where_to_find_it():
    (sentence,) = re.findall(r"^The course leaves out .*$", README, re.MULTILINE)
    assert [topic for topic in ("batch normalisation", "momentum", "GPUs", "](https://") if topic not in sentence] == []


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_the_size_that_can_be_explored_is_told_as_it_is(page):
    assert f" {NUMBERS:,} numbers" in (ROOT / page).read_text(encoding="utf-8")


def test_the_number_of_known_mistakes_is_told_as_it_is():
    (told,) = re.findall(r"some (\d+) known mistakes", README)
    assert int(told) == round(len(CATALOGUE), -1)


PAGES = ["README.md", "CONTRIBUTING.md", *(f"classroom/{path.name}" for path in (ROOT / "classroom").glob("*.md"))]


@pytest.mark.parametrize("page", PAGES)
def test_links_and_pictures_lead_to_files_and_headings(page):
    targets = re.findall(r"\]\(([^)]+)\)", (ROOT / page).read_text(encoding="utf-8"))
    targets = [target.partition("#") for target in targets if not target.startswith("https://")]
    files = {(path, heading): (ROOT / page).parent / path for path, _, heading in targets}
    assert targets or page == "classroom/STUDENTS.md"
    assert [target for target, file in files.items() if not file.exists()] == []
    assert [target for target, file in files.items() if target[1] and target[1] not in headings(file)] == []


def headings(file):
    """Return what a link says behind # for each heading of a page."""
    titles = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return [re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles]


def test_the_table_has_every_lesson_with_its_title_and_its_minutes():
    for path, lesson in LESSONS.items():
        opening = lesson.cells[0].source
        title = opening.splitlines()[0].removeprefix("# ")
        minutes = re.search(r"\*\*Time\*\* (\d+) minutes", opening)[1]
        row = rf"\| \[{path.stem[:2]} {re.escape(title)}\]\(notebooks/{path.name}\) \|.+\| {minutes} \|"
        assert re.search(row, README), path.name


def test_each_symptom_leads_to_a_heading_of_the_lesson():
    table = README.partition("## You came with a symptom")[2].partition("\n## ")[0]
    rows = re.findall(r"^\|.*\|$", table, re.MULTILINE)[2:]
    assert len(rows) >= 10
    for row in rows:
        number, name, heading = re.fullmatch(r"\| .+ \| \[(\d\d)\]\(notebooks/(\S+)\) \| (.+) \|", row).groups()
        text = "\n".join(cell.source for cell in LESSONS[ROOT / "notebooks" / name].cells)
        assert name.startswith(number)
        assert f"## {heading}\n" in text, heading


def test_ci_runs_the_test_command_of_the_readme():
    assert "    make test " in README
    assert re.search(r"^make .*\btest\b", (ROOT / ".ci/run").read_text(), re.MULTILINE)
