"""Every lesson keeps the anatomy, gives no answer away and is stored as it runs. nbval compares the outputs besides."""

import base64
import re
from pathlib import Path
from shutil import copytree, ignore_patterns
from statistics import median
from urllib.parse import unquote

import nbformat
import numpy as np
import pytest

from backprop_helpers.practice.diagnosis import judge
from tests.notebooks.execute import main
from tests.notebooks.unbroken import JOINER

FOLDER = Path(__file__).parents[2] / "notebooks"
LESSONS = sorted(FOLDER.glob("[0-9]*.ipynb"))

CODE_AND_MATHS = re.compile(r"```.*?```|`[^`]*`|\$\$.*?\$\$|\$[^$\n]*\$|<!--.*?-->|<[^>]*>", re.DOTALL)
LINK = re.compile(r'\]\(([^)\s]+)\)|href="([^"]+)"')
FILLER = re.compile(r"\b(simply|easy|easily|obvious|obviously|trivial|trivially|just|let[’']s)\b", re.IGNORECASE)
CHECK = re.compile(r'\bcheck\(.*?"(\d\d)\.(\d+)"\)', re.DOTALL)
TELLING_NUMBER = re.compile(r"\d+\.\d+|\d{2,}")
PLACE_ON_A_DISK = re.compile(
    r"(?<![\w.:/])/(?:home|root|usr|opt|tmp|var|wor[k]|mnt|Users|private)/|\b[A-Z]:\\|0x[0-9a-f]{6,}"
)


@pytest.fixture(params=LESSONS, ids=lambda path: path.stem)
def path(request):
    return request.param


@pytest.fixture
def lesson(path):
    return nbformat.read(path, as_version=4)


def code(lesson):
    return [cell for cell in lesson.cells if cell.cell_type == "code"]


def text(lesson):
    return [cell.source for cell in lesson.cells if cell.cell_type == "markdown"]


def tags(cell):
    return cell.metadata.get("tags", [])


def spoken(output):
    """Return what an output says in plain text."""
    return output.get("text") or output.get("evalue") or output.get("data", {}).get("text/plain", "")


def stored_strings(value):
    """Return every text in an output, without the bytes of its pictures."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [string for item in value for string in stored_strings(item)]
    return [re.sub(r"base64,[A-Za-z0-9+/=\s]+", "", value)] if isinstance(value, str) else []


def images(lesson):
    outputs = [output for cell in code(lesson) for output in cell.outputs]
    pages = [output.data.get("text/html", "") for output in outputs if "data" in output]
    return re.findall(r"<img\b[^>]*>", " ".join([*pages, *text(lesson)]))


def anchors(notebook):
    """Return the anchors that JupyterLab gives the headings: spaces become dashes."""
    headings = re.findall(r"^#{1,6} +(.*?) *$", "\n".join(text(notebook)), re.MULTILINE)
    return {re.sub(r"[`*]", "", heading).replace(" ", "-") for heading in headings}


def exercises(lesson):
    """Return for each check its id, the code up to it and the text after it, up to the next check."""
    found, before, after = [], [], []
    for cell in lesson.cells:
        check = CHECK.search(cell.source) if cell.cell_type == "code" else None
        if check:
            after = []
            found.append((check.groups(), "\n".join([*before[-1:], cell.source]), cell.outputs, after))
        (before if cell.cell_type == "code" else after).append(cell.source)
    return found


def test_there_are_lessons():
    assert LESSONS


def test_running_the_lessons_again_changes_no_byte(tmp_path):
    copied = copytree(FOLDER, tmp_path / "notebooks", ignore=ignore_patterns(".*"))
    main([str(copied / path.name) for path in LESSONS])
    assert [path.name for path in LESSONS if path.read_bytes() != (copied / path.name).read_bytes()] == []


def test_every_code_cell_was_executed_in_order(lesson):
    assert [cell.execution_count for cell in code(lesson)] == [*range(1, len(code(lesson)) + 1)]


def test_a_lesson_opens_with_a_title_and_what_the_reader_will_be_able_to_do(lesson):
    assert lesson.cells[0].cell_type == "markdown"
    assert re.match(r"# \w", lesson.cells[0].source)
    assert any("You will be able to" in source for source in text(lesson)[:2])


def test_code_cells_are_short(lesson):
    """The line for a prediction is the reader's, and no code to be read."""
    sizes = [len(re.sub(r"^predict\(.*\n", "", cell.source).splitlines()) for cell in code(lesson)]
    assert max(sizes) <= 15
    assert median(sizes) <= 3


def test_code_lines_fit_on_a_phone(lesson):
    lines = [line for cell in code(lesson) for line in cell.source.splitlines()]
    assert [line for line in lines if len(line) > 70] == []


def test_no_code_cell_ends_in_an_empty_line(lesson):
    assert [cell.source for cell in code(lesson) if cell.source != cell.source.rstrip()] == []


def test_a_predicted_result_is_stored_collapsed_under_a_caption_that_does_not_tell_it(lesson):
    for question, answer in zip(lesson.cells, lesson.cells[1:], strict=False):
        if question.cell_type == "markdown" and "**Predict" in question.source:
            assert answer.cell_type == "code", question.source
            assert "hide-output" in tags(answer), question.source
            caption, _, result = "\n".join(map(spoken, answer.outputs)).strip().partition("\n")
            assert caption and result.strip(), question.source
            given = set(TELLING_NUMBER.findall(caption))
            assert given & set(TELLING_NUMBER.findall(result)) == set(), question.source


def test_what_a_predicted_result_shows_is_folded(lesson):
    for question, _, remark in zip(lesson.cells, lesson.cells[1:], lesson.cells[2:], strict=False):
        if question.cell_type == "markdown" and "**Predict" in question.source:
            assert remark.source.startswith("<details>"), question.source


def test_what_follows_a_fold_keeps_away_from_it(lesson):
    """JupyterLab sets a paragraph close under a fold of its cell; a heading, another fold or a new cell may follow."""
    assert [source for source in text(lesson) if re.search(r"</details>\s*\n(?![#<])\S", source)] == []


def test_exactly_the_tagged_outputs_are_collapsed(lesson):
    collapsed = [cell.metadata.get("jupyter", {}).get("outputs_hidden", False) for cell in code(lesson)]
    assert collapsed == ["hide-output" in tags(cell) for cell in code(lesson)]


def test_exactly_the_tagged_cells_raise_an_error(lesson):
    raising = [any(output.output_type == "error" for output in cell.outputs) for cell in code(lesson)]
    assert raising == ["raises-exception" in tags(cell) for cell in code(lesson)]


def test_the_prose_is_calm(lesson):
    prose = [CODE_AND_MATHS.sub(" ", re.sub(r"!\[", "[", source)) for source in text(lesson)]
    assert [passage for passage in prose if "!" in passage] == []
    assert [word for passage in prose for word in FILLER.findall(passage)] == []


def test_every_image_has_an_alt_text(lesson):
    assert [image[:60] for image in images(lesson) if not re.search(r'\balt="[^"]{20,}"', image)] == []
    assert [source for source in text(lesson) if "![](" in source] == []
    data = [output.get("data", {}) for cell in code(lesson) for output in cell.outputs]
    assert [kind for kinds in data for kind in kinds if kind.startswith("image/")] == []


def test_an_image_has_less_than_60_kilobytes(lesson):
    files = [re.search(r"base64,([A-Za-z0-9+/=\s]+)", image) for image in images(lesson)]
    sizes = [len(base64.b64decode(file[1])) for file in files if file]
    assert [size for size in sizes if size >= 60_000] == []


def test_outputs_name_no_place_on_a_disk_and_no_address(lesson):
    strings = stored_strings([cell.outputs for cell in code(lesson)])
    assert [string for string in strings if PLACE_ON_A_DISK.search(string)] == []


def test_a_lesson_has_two_or_three_exercises_that_bear_its_number(lesson, path):
    ids = [exercise[0] for exercise in exercises(lesson)]
    assert 2 <= len(ids) <= 3
    assert ids == [(path.stem[:2], str(place + 1)) for place in range(len(ids))]


def test_an_exercise_has_a_stub_a_check_a_hint_and_a_solution(lesson):
    for number, stub, outputs, after in exercises(lesson):
        folds = re.findall(
            r"<details>\s*<summary>(Hint|Solution)</summary>(.*?)</details>", "\n".join(after), re.DOTALL
        )
        assert [title for title, _ in folds] == ["Hint", "Solution"], number
        assert folds[1][1].count("```python\n") == 1, number
        assert re.search(r"(=|return)\s*\.\.\.$|^\s+\.\.\.$", stub, re.MULTILINE), number
        assert "not answered yet" in " ".join(map(spoken, outputs)).lower(), number


def test_a_solution_is_right_by_its_own_check(lesson):
    for (number, place), stub, _, after in exercises(lesson):
        (solution,) = re.findall(r"```python\n(.*?)```", "\n".join(after), re.DOTALL)
        names = {"np": np}
        exec(solution, names)
        answer = re.findall(r"\bcheck\((\w+),", stub)[-1]
        assert judge(names[answer], f"{number}.{place}").verdict == "right"


def test_links_lead_somewhere(lesson, path):
    targets = [first or second for source in text(lesson) for first, second in LINK.findall(source)]
    for target in [unquote(target) for target in targets if not re.match(r"https?:|mailto:", target)]:
        name, _, anchor = target.partition("#")
        file = FOLDER / (name or path.name)
        assert file.exists(), target
        assert not anchor or anchor in anchors(nbformat.read(file, as_version=4)), target


def test_a_link_to_a_heading_has_it_in_its_words(lesson):
    """JupyterLab opens a lesson at its top on the first click: the reader looks for the heading then."""
    links = re.findall(r"\[([^\[\]]+)\]\([^)#\s]*#(\S+?)\)(?=\W|$)", "\n".join(text(lesson)).replace(JOINER, ""))
    assert [words for words, anchor in links if unquote(anchor) not in words.replace(" ", "-")] == []


def outputs_under(lesson, anchor):
    """Return what the cells under a heading print, up to the next heading of its rank."""
    found, here = [], False
    for cell in lesson.cells:
        if cell.cell_type == "markdown":
            for heading in re.findall(r"^## +(.*?) *$", cell.source, re.MULTILINE):
                here = heading.replace(" ", "-") == anchor
        elif here:
            found += map(spoken, cell.outputs)
    return " ".join(found)


def test_the_numbers_of_the_six_answers_are_outputs_under_the_headings_that_they_link_to():
    table = "\n".join(text(nbformat.read(FOLDER / "07_gradient_descent.ipynb", as_version=4)))
    rows = re.findall(r"^\| (\d) \|.*\| (.+) \| \[lesson \d\d[^\]]*\]\((\S+?)#(\S+)\) \|$", table, re.MULTILINE)
    assert [number for number, *_ in rows] == list("123456")
    for _, numbers, name, anchor in rows:
        shown = outputs_under(nbformat.read(FOLDER / name, as_version=4), anchor)
        numbers = re.findall(r"-?\d+\.\d+", numbers.replace("−", "-"))
        assert numbers
        for number in numbers:
            assert re.search(rf"(?<![-\d.]){re.escape(number)}0*(?!\d)", shown), number
