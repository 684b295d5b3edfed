"""Whatever a student calls things, and whatever the checks and hidden tests call theirs, neither meets the other."""

import ast
import builtins

import nbformat
import pytest

from .assignments import NAMES, marks, points, read, run


def names_in(cells):
    """Return every name that cells read, write, import or take as an argument, those that Python reserves excepted."""
    nodes = [node for cell in cells for node in ast.walk(ast.parse(cell.source))]
    names = {getattr(node, part, None) for node in nodes for part in ("id", "arg", "name", "asname")}
    return {name.split(".")[0] for name in names if isinstance(name, str) and not name.startswith("__")}


def given_a_name(node):
    """Return the names that an answer gives to its function or its numbers."""
    return {node.name} if isinstance(node, ast.FunctionDef) else {target.id for target in node.targets}


class Renamed(ast.NodeTransformer):
    """Code in which names begin with ``my_``."""

    def __init__(self, names):
        self.names = names

    def visit_Name(self, node):
        return ast.Name(f"my_{node.id}", node.ctx) if node.id in self.names else node


@pytest.fixture(params=NAMES)
def taken(request):
    """The right notebook of a student who uses every name of the teacher's cells for something else; and the names.

    What the answers need of the set-up and of Python has another name before: ``my_np = np``.
    """
    notebook = read(request.param)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    answers = [cell for cell in code if cell.metadata.nbgrader.get("solution")]
    asked_for = {name for cell in answers for node in ast.parse(cell.source).body for name in given_a_name(node)}
    set_up = [node.name for node in ast.parse(code[0].source).body if isinstance(node, ast.FunctionDef)]
    asked_for |= {name for name in set_up if not name.startswith("__")}
    names = names_in([cell for cell in code if cell not in answers]) - asked_for
    namespace = {}
    run(code[0].source, namespace)
    needed = names_in(answers) & names & {*namespace, *vars(builtins)}
    for cell in answers:
        cell.source = ast.unparse(Renamed(needed).visit(ast.parse(cell.source)))
    lines = [f"my_{name} = {name}" for name in sorted(needed)] + [f"{name} = 'mine: {name}'" for name in sorted(names)]
    notebook.cells.insert(notebook.cells.index(code[0]) + 1, nbformat.v4.new_code_cell("\n".join(lines)))
    return notebook, names, asked_for | {f"my_{name}" for name in needed}


def test_a_student_who_uses_every_name_of_the_checks_and_tests_gets_every_mark(taken):
    notebook, names, _ = taken
    assert len(names) > 30
    given, said = marks(notebook)
    assert given == points(notebook)
    checks = {repr(value) for name, (value, _) in said.items() if name and name.endswith("_check")}
    assert checks == {"Visible checks passed."}


def test_the_checks_and_tests_leave_the_students_names_as_they_are_and_none_of_their_own(taken):
    notebook, names, others = taken
    notebook.cells.append(nbformat.v4.new_code_cell("__import__('sys')._getframe().f_globals"))
    namespace = marks(notebook)[1][None][0]
    assert {name: namespace[name] for name in names} == {name: f"mine: {name}" for name in names}
    assert {name for name in namespace if not name.startswith("__")} - names == others
