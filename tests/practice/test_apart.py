"""What a check in a notebook reads and writes, and what of it the notebook sees."""

import pytest

from backprop_helpers import apart


def run(source, **names):
    """Run a cell of a notebook and return the notebook's names."""
    exec(source, names)
    del names["__builtins__"]
    return names


def test_a_function_is_called_at_once_and_its_result_takes_its_place():
    assert run("@own\ndef result(notebook):\n    return 6 * 7", own=apart())["result"] == 42


def test_a_function_reads_the_notebooks_names_only_through_its_argument():
    values = "two, notebook['sum'], notebook.get('two'), notebook.get('x', 5)"
    source = f"@own\ndef result(notebook):\n    return sum([{values}])"
    assert run(source, own=apart(two=2), sum=30, two=200)["result"] == 2 + 30 + 200 + 5


def test_what_a_function_assigns_stays_out_of_the_notebook_and_what_is_global_is_there_for_the_next():
    source = """
@own
def first(notebook):
    global kept
    kept = lost = 3
@own
def second(notebook):
    return kept, "lost" in globals()
"""
    own = apart()
    assert run(source, own=own, kept="mine") == {"own": own, "kept": "mine", "first": None, "second": (3, False)}


def test_the_names_of_the_notebook_are_those_of_the_moment_and_can_be_changed():
    names = run("@own\ndef result(notebook):\n    return notebook", own=apart(), x=1)
    assert names["result"]["x"] == 1
    names["result"]["x"] = 2
    assert names["x"] == 2


def test_a_name_that_the_notebook_does_not_have_is_named():
    with pytest.raises(NameError, match="the notebook has no 'train'"):
        run("@own\ndef result(notebook):\n    notebook['train'](1)", own=apart())
