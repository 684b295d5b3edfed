"""Executing a notebook stores the same bytes on every run, and keeps what says the same."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests.notebooks.execute import main

FIGURE = """
class Figure:
    def __repr__(self):
        return "a line from 1 to 2"

    def _repr_html_(self):
        return '<img alt="a line" src="data:image/webp;base64,AAAA">'

Figure()
"""
WIDGET = "import ipywidgets\nipywidgets.IntSlider()"


def write(path, *cells, **metadata):
    nbformat.write(new_notebook(cells=list(cells), metadata=metadata), path)
    return path


def execute(path, *options):
    main([*options, str(path)])
    return nbformat.read(path, as_version=4)


def figure_output(alt, image):
    html = f'<img alt="{alt}" src="data:image/webp;base64,{image}">'
    return new_output("execute_result", {"text/html": html, "text/plain": "a line from 1 to 2"}, execution_count=7)


def test_code_is_executed_in_order_and_its_outputs_are_stored(tmp_path):
    path = write(tmp_path / "a.ipynb", new_code_cell("x = 3"), new_markdown_cell("# Text"), new_code_cell("x + 4"))
    first, text, second = execute(path).cells
    assert (first.execution_count, second.execution_count) == (1, 2)
    assert text.source == "# Text"
    assert second.outputs[0].data == {"text/plain": "7"}
    assert second.outputs[0].execution_count == 2


def test_a_second_run_changes_no_byte(tmp_path):
    cells = [
        new_code_cell(source) for source in ("print(1)\nprint(2, flush=True)\nprint(3)", WIDGET, FIGURE, "object()")
    ]
    path = write(
        tmp_path / "a.ipynb", *cells, widgets={"state": 1}, language_info={"name": "python", "version": "3.9.1"}
    )
    execute(path)
    first = path.read_bytes()
    execute(path)
    assert path.read_bytes() == first


def test_a_run_needs_nothing_from_the_kernel_that_the_notebook_names(tmp_path):
    path = write(tmp_path / "a.ipynb", new_code_cell("1"), kernelspec={"name": "other", "display_name": "Other"})
    assert execute(path).metadata.kernelspec.name == "python3"


def test_an_output_that_says_the_same_keeps_the_stored_picture(tmp_path):
    path = write(tmp_path / "a.ipynb", new_code_cell(FIGURE, outputs=[figure_output("a line", "BBBB")]))
    output = execute(path).cells[0].outputs[0]
    assert "base64,BBBB" in output.data["text/html"]
    assert output.execution_count == 1


def test_an_output_that_says_something_else_is_stored_anew(tmp_path):
    path = write(tmp_path / "a.ipynb", new_code_cell(FIGURE, outputs=[figure_output("another line", "BBBB")]))
    assert "base64,AAAA" in execute(path).cells[0].outputs[0].data["text/html"]


def test_every_output_is_stored_anew_on_request(tmp_path):
    path = write(tmp_path / "a.ipynb", new_code_cell(FIGURE, outputs=[figure_output("a line", "BBBB")]))
    assert "base64,AAAA" in execute(path, "--fresh").cells[0].outputs[0].data["text/html"]


def test_the_tag_decides_which_outputs_are_collapsed(tmp_path):
    hidden = new_code_cell("1", metadata={"tags": ["hide-output"], "scrolled": True})
    shown = new_code_cell("2", metadata={"jupyter": {"outputs_hidden": True}, "execution": {"iopub.status.busy": "0"}})
    cells = execute(write(tmp_path / "a.ipynb", hidden, shown)).cells
    assert cells[0].metadata == {"tags": ["hide-output"], "jupyter": {"outputs_hidden": True}}
    assert cells[1].metadata == {}


def test_a_widget_leaves_its_text_and_no_model(tmp_path):
    notebook = execute(write(tmp_path / "a.ipynb", new_code_cell(WIDGET), widgets={"state": 1}))
    assert list(notebook.cells[0].outputs[0].data) == ["text/plain"]
    assert "widgets" not in notebook.metadata


def test_an_explorer_leaves_its_picture_alone(tmp_path):
    source = 'from backprop_helpers import explore\n\nexplore(part="pool")'
    (output,) = execute(write(tmp_path / "a.ipynb", new_code_cell(source))).cells[0].outputs
    assert output.output_type == "display_data"
    assert list(output.data) == ["text/html", "text/plain"]


def test_printed_pieces_are_joined_and_stay_in_their_place(tmp_path):
    source = "print(1, flush=True)\nprint(2, flush=True)\ndisplay(3)\nprint(4)"
    outputs = execute(write(tmp_path / "a.ipynb", new_code_cell(source))).cells[0].outputs
    assert [output.get("text") or output.data["text/plain"] for output in outputs] == ["1\n2\n", "3", "4\n"]


def test_an_intended_error_is_stored_without_the_frames_of_this_machine(tmp_path):
    path = write(tmp_path / "a.ipynb", new_code_cell("1 / 0", metadata={"tags": ["raises-exception"]}))
    assert execute(path).cells[0].outputs[0].traceback == ["ZeroDivisionError: division by zero"]


def test_an_error_stops_the_run_and_leaves_every_file_as_it_was(tmp_path):
    good = write(tmp_path / "a.ipynb", new_code_cell("1"))
    bad = write(tmp_path / "b.ipynb", new_code_cell("1 / 0"))
    before = good.read_bytes(), bad.read_bytes()
    with pytest.raises(SystemExit, match=r"(?s)division by zero.*b\.ipynb stops here"):
        main([str(good), str(bad)])
    assert (good.read_bytes(), bad.read_bytes()) == before
    assert sorted(tmp_path.iterdir()) == [good, bad]


def test_a_notebook_runs_in_its_own_folder(tmp_path):
    (tmp_path / "number.txt").write_text("5")
    notebook = execute(write(tmp_path / "a.ipynb", new_code_cell("print(open('number.txt').read())")))
    assert notebook.cells[0].outputs[0].text == "5\n"
