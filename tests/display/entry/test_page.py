"""The sheet's modules: how they are joined with the explorer's, and how a pasted text is read, by Node."""

import json
import shutil
import subprocess

import numpy as np
import pytest

from backprop_helpers.display.entry.widget import FOLDER
from backprop_helpers.display.explorer import page
from backprop_helpers.practice.diagnosis.text import Unreadable, readings
from tests import javascript

NODE = shutil.which("node")
OWN = sorted(path.stem for path in FOLDER.glob("*.js"))
MODULES = {name: javascript.parsed(text) for name, text in page.modules(FOLDER).items()}

TEXTS = [
    "1 2\n3 4",
    "  0.5   -1e-3 \n\n .5 2. ",
    "0,5\t−1,25\r\n0,75\t2\r\n",
    "0,5;1,25\n3;4",
    "0.5; 1.25; 3",
    "0.5, 1.25, 3,",
    "0.5,,3",
    "[[1 2]\n [3 4]]",
    "[[1., 2.],\n       [3., 4.]]",
    "array([[ 0.25, -0.5 ],\n       [ 1.  ,  0.  ]], dtype=float32)",
    "[np.float64(0.5), np.float64(-2.0)]",
    "((1, 2), (3, 4))",
    "1\t\t3\n4\t5\t6",
    "1 … 3\n4 ? 6",
    "1 2\n\n3 4",
    "0,04 0,09",
    "1,2",
    "7",
    "1 2\n3",
    "four 5",
    "1\u00a0000 2",
    "import os",
]
GRID = {"size": 8, "rows": 2, "columns": 4}
PLACED = [
    ("1 2\n3 4", 1, [(1, "1"), (2, "2"), (5, "3"), (6, "4")]),
    ("1 2\n3 4", 3, None),
    ("1 2 3 4", 6, [(4, "1"), (5, "2"), (6, "3"), (7, "4")]),
    ("1 2 3 4 5 6 7 8", 5, list(enumerate("12345678"))),
    ("1\n2\n3\n4\n5\n6\n7\n8", 5, list(enumerate("12345678"))),
    ("1 2 3 4\n5 6 7 8", 5, list(enumerate("12345678"))),
    ("1 2\n3 4\n5 6\n7 8", 0, None),
    ("1,5 2,5", 2, [(2, "1.5"), (3, "2.5")]),
    ("1,2 3,4", 6, [(6, "1.2"), (7, "3.4")]),
    ("1,2;3,4", 4, [(4, "1.2"), (5, "3.4")]),
    ("no number", 0, None),
]


def test_the_joined_module_has_the_explorers_grids_and_keys_but_not_the_explorer():
    joined = javascript.parsed(page.module("entry", FOLDER))
    names = javascript.declarations(joined)
    assert javascript.imports(joined) == {} and javascript.exports(joined) == {"default"}
    assert {"makeGrids", "neighbour", "Pen", "Sheet"} <= set(names)
    assert {"Explorer", "Graph"} & set(names) == set()
    assert {name for name in names if names.count(name) > 1} == set()


@pytest.mark.parametrize("name", OWN)
def test_a_module_imports_what_another_exports_and_uses_it(name):
    used = [node.text.decode() for node in javascript.nodes(MODULES[name]) if node.type == "identifier"]
    for path, names in javascript.imports(MODULES[name]).items():
        folder = page.FOLDER if "explorer" in path else FOLDER
        other = path.rpartition("/")[2].removesuffix(".js")
        assert (folder / f"{other}.js").is_file() or other == "notation", "what Python hands over is no file"
        assert names and names <= javascript.exports(MODULES[other])
        assert [each for each in names if used.count(each) < 2] == []


def test_lines_are_short_and_only_the_widget_knows_jupyter():
    paths = [*FOLDER.glob("*.js"), *FOLDER.glob("*.css")]
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    assert max(map(len, lines)) <= 100
    assert [name for name in OWN if "save_changes" in MODULES[name].text.decode()] == ["entry"]


@pytest.fixture(scope="module")
def tables(tmp_path_factory, oracle):
    """What Node makes of every text, and where it puts it."""
    if NODE is None:
        oracle.not_asked("Node", "it is not installed")
        pytest.skip("Node is not installed")
    folder = tmp_path_factory.mktemp("node")
    for room in ("explorer", "entry"):
        (folder / room).mkdir()
    (folder / "explorer" / "notation.js").write_text(page.modules()["notation"], encoding="utf-8")
    shutil.copy(FOLDER / "table.js", folder / "entry")
    (folder / "package.json").write_text('{"type": "module"}')
    cases = {"texts": TEXTS, "placed": PLACED, "grid": GRID}
    program = f"""
        import {{ placed, tablesOf }} from './entry/table.js';
        const {{ texts, placed: asked, grid }} = {json.dumps(cases)};
        const put = asked.map(([text, k]) => placed(tablesOf(text), grid, {{ k }}));
        console.log(JSON.stringify({{ tables: texts.map(tablesOf), placed: put }}));"""
    (folder / "asked.mjs").write_text(program, encoding="utf-8")
    run = subprocess.run([NODE, folder / "asked.mjs"], capture_output=True, text=True, encoding="utf-8", check=True)
    return json.loads(run.stdout)


def rows_of(reading):
    """Return nested lists of texts as rows: one number and one row are a table too, blocks follow each other."""
    entries = np.array(reading, dtype=object)
    return entries.reshape(-1, entries.shape[-1] if entries.ndim else 1).tolist()


@pytest.mark.parametrize("text", TEXTS)
def test_a_pasted_text_is_read_as_python_reads_it(text, tables, oracle):
    try:
        expected = [rows_of(reading) for reading in readings(text)]
    except (Unreadable, ValueError):
        expected = []
    found = tables["tables"][TEXTS.index(text)]
    assert [table for k, table in enumerate(found) if table not in found[:k]] == expected
    oracle("Node, a pasted text read")


def test_a_pasted_table_goes_into_the_grid_a_row_or_from_the_cell_on(tables):
    expected = [pairs and [list(pair) for pair in pairs] for *_, pairs in PLACED]
    assert tables["placed"] == expected


MARKS = """
import { Marks } from './entry/marks.js';
globalThis.document = { createElement: () => ({ append() {}, setAttribute() {} }) };
const stages = ['x', 'p', 's'].map((id) => ({ id, name: id, mark: {} }));
const marks = new Marks({ stages, lines: { replaceChildren() {} } });
const said = () => [marks.summary(), ...stages.map(({ mark }) => mark.textContent), marks.messageOf(stages[1])];
const told = [];
for (const [changed, judged] of CASES) {
  if (changed) marks.dropFrom(stages.find(({ id }) => id === changed));
  const found = Object.entries(judged).map(([id, [verdict, followed]]) => [id, { verdict, followed, message: 'M.' }]);
  marks.take({ ...marks.told, ...Object.fromEntries(found) });
  told.push(said());
}
console.log(JSON.stringify(told));"""
OUTDATED = " It was right given numbers that you have changed since: work it out again."
ONE_OF_TWO = "Of 2 stages judged, right: 1."
WRONG = f"{ONE_OF_TWO} The first that went wrong: p."
JUDGED = [
    (
        None,
        {"x": ["slip", False], "p": ["right", True]},
        [f"{ONE_OF_TWO} The first that went wrong: x.", "✗", "(✓)", "", "M."],
    ),
    ("x", {}, ["", "", "", "", ""]),
    (None, {"x": ["rounded", False]}, ["Of 1 stage judged, right: 1.", "≈", "", "", ""]),
    (None, {"p": ["unknown", False]}, [WRONG, "≈", "✗", "", f"M.{OUTDATED}"]),
    ("p", {"p": ["unknown", False]}, [WRONG, "≈", "✗", "", "M."]),
    ("p", {"p": ["not given", False]}, [ONE_OF_TWO, "≈", "…", "", "M."]),
]
"""What is changed, what is judged then, and what stands there: the sum, the signs, and what is said of p."""


def test_the_marks_say_what_was_judged_and_what_a_change_has_outdated(tmp_path, oracle):
    if NODE is None:
        oracle.not_asked("Node", "it is not installed")
        pytest.skip("Node is not installed")
    needed = {"explorer": [page.FOLDER / "elements.js", page.FOLDER / "numbers.js"], "entry": [FOLDER / "marks.js"]}
    for room, files in needed.items():
        (tmp_path / room).mkdir()
        for file in files:
            shutil.copy(file, tmp_path / room)
    (tmp_path / "explorer" / "notation.js").write_text(page.modules()["notation"], encoding="utf-8")
    (tmp_path / "package.json").write_text('{"type": "module"}')
    cases = json.dumps([[changed, judged] for changed, judged, _ in JUDGED])
    (tmp_path / "asked.mjs").write_text(MARKS.replace("CASES", cases), encoding="utf-8")
    run = subprocess.run([NODE, tmp_path / "asked.mjs"], capture_output=True, text=True, encoding="utf-8", check=True)
    assert json.loads(run.stdout) == [expected for *_, expected in JUDGED]
    oracle("Node, the marks of a sheet")
