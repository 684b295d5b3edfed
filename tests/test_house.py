"""The house keeps its plan: who imports whom, how long the rooms are, what is documented, what the wheel holds."""

import ast
import inspect
import re
import subprocess
import sys
import sysconfig
import tokenize
import tomllib
import venv
import zipfile
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

import backprop_helpers
from tests import javascript

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "backprop_helpers"
FILES = sorted(PACKAGE.rglob("*.py"))
JAVASCRIPT = [*sorted(PACKAGE.rglob("*.js")), *sorted((ROOT / "docs").rglob("*.js"))]
AROUND = sorted(path for folder in ("classroom", "reader", "docs/site") for path in (ROOT / folder).rglob("*.py"))

PLAN = {
    "maths": "numerals arguments choice windows convolution pooling activations softmax dense layer layers losses "
    "network training nudged difference gradient_check",
    "examples": "question digits",
    "tracing": "notation labels traced graph terms writing remarks explanation",
    "practice": "answers exercise given_arrays lessons_00_to_05 lessons_06_to_12 exercises predictions "
    "mistakes.lessons mistakes.mistake mistakes.feature_map mistakes.kernel_gradient mistakes.input_delta "
    "mistakes.pooling mistakes.routing mistakes.activations mistakes.dense mistakes.losses "
    "mistakes.softmax mistakes.cross_entropy mistakes.bias_gradient "
    "mistakes.sizes mistakes.chain mistakes.two_layers mistakes.rows mistakes.steps mistakes.nudges "
    "mistakes trials diagnosis.words diagnosis.verdict diagnosis.arrays diagnosis.text diagnosis.reading "
    "diagnosis.digits diagnosis.evidence diagnosis.slips diagnosis.roundings diagnosis.asked diagnosis.naming "
    "diagnosis.comparing diagnosis.time_limit diagnosis.calls diagnosis.functions diagnosis.judging diagnosis.known "
    "diagnosis.stages diagnosis.calculation diagnosis "
    "apart problems.draws problems.stored problems.levels problems.revealing problems.choosing problems.stated "
    "problems",
    "display": "drawing layout figures.question_network figures.convolution figures.pooling figures.channel_table "
    "figures.side_by_side figures.curves figures.learning figures.tiles figures.confusion_matrix figures progress "
    "explorer.stages explorer.refusals explorer.calculation explorer.folding explorer.pictures explorer.picture "
    "explorer.judging explorer.page explorer.widget explorer.opening explorer lesson ledger "
    "entry.sheet entry.widget entry "
    "worksheets.columns worksheets.pages worksheets.notebook worksheets",
}
PLACES = [f"backprop_helpers.{folder}.{room}".strip(".") for folder in PLAN for room in [*PLAN[folder].split(), ""]]
PLACES += ["backprop_helpers.worksheets", "backprop_helpers"]

EXAMPLE = """
import backprop_helpers
from backprop_helpers import conv2d, question

print(backprop_helpers.__file__)
print(conv2d([[1, 2, 3], [4, 5, 6], [7, 8, 10]], [[1, 0], [0, 2]]).tolist())
print(question.published.kernel.shape)
print(sum(getattr(backprop_helpers, name) is not None for name in backprop_helpers.__all__))
"""


def module_name(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def imported_modules(path):
    """Return the dotted names of all that a file imports, inside its functions too."""
    package = module_name(path).split(".") if path.name == "__init__.py" else module_name(path).split(".")[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*above, *filter(None, [node.module])])
            rooms = [f"{module}.{alias.name}" for alias in node.names if f"{module}.{alias.name}" in PLACES]
            yield from rooms or [module]


def code_lines(path):
    """Return the numbers of a file's lines of code: no docstring, no comment, no blank line."""
    texts = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if is_text(node)]
    docstrings = {line for text in texts for line in range(text.lineno, text.end_lineno + 1)}
    layout = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
    with path.open("rb") as file:
        tokens = [token for token in tokenize.tokenize(file.readline) if token.type not in layout]
    return {line for token in tokens[1:] for line in range(token.start[0], token.end[0] + 1)} - docstrings


def is_text(statement):
    return isinstance(statement, ast.Expr) and isinstance(getattr(statement.value, "value", None), str)


@pytest.mark.parametrize("path", FILES, ids=module_name)
def test_a_room_imports_only_from_rooms_above_it(path):
    assert module_name(path) in PLACES, "the plan has no such room"
    above = PLACES[: PLACES.index(module_name(path))]
    inside = [name for name in imported_modules(path) if name.split(".")[0] == "backprop_helpers"]
    assert [name for name in inside if name not in above] == []


@pytest.mark.parametrize("path", FILES, ids=module_name)
def test_a_room_imports_only_the_libraries_of_its_folder(path):
    libraries = {"numpy", "backprop_helpers"}
    if "display" in path.relative_to(PACKAGE).parts:
        libraries |= {"matplotlib", "PIL", "IPython"}
    if module_name(path).startswith("backprop_helpers.display.worksheets"):
        libraries |= {"nbformat", "tqdm"}
    if module_name(path) == "backprop_helpers.display.progress":
        libraries |= {"tqdm"}
    if module_name(path).endswith(("display.explorer.widget", "display.entry.widget")):
        libraries |= {"ipywidgets", "anywidget", "traitlets"}
    names = {name.split(".")[0] for name in imported_modules(path)}
    assert names - libraries - sys.stdlib_module_names == set()


def test_importing_the_package_loads_nothing_heavier_than_numpy():
    heavy = {"matplotlib", "scipy", "ipywidgets", "anywidget", "IPython", "PIL"}
    program = "import sys, backprop_helpers; print(*{name.split('.')[0] for name in sys.modules})"
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "numpy" in run.stdout.split()
    assert heavy & set(run.stdout.split()) == set()


def public_functions():
    """Return every function that can be imported from the package, or is called through a module that can."""
    values = [getattr(backprop_helpers, name) for name in backprop_helpers.__all__]
    members = [(module, member) for module in values if inspect.ismodule(module) for member in vars(module).values()]
    homes = [(member, str(getattr(member, "__module__", "")), module.__name__) for module, member in members]
    values += [member for member, home, module in homes if home.startswith(module)]
    functions = [value for value in values if inspect.isfunction(value) and not value.__name__.startswith("_")]
    return sorted(functions, key=lambda function: function.__name__)


@pytest.mark.parametrize("name", backprop_helpers.__all__)
def test_a_public_name_is_described_in_a_sentence(name):
    text = getattr(backprop_helpers, name).__doc__
    assert text and text.splitlines()[0].endswith(".")


@pytest.mark.parametrize("function", public_functions(), ids=lambda function: function.__name__)
def test_a_public_function_describes_its_parameters_and_gives_an_example(function):
    text = inspect.getdoc(function)
    described = text.partition("Parameters\n----------\n")[2].partition("\n---")[0]
    headers = " ".join(line.split(" : ")[0] for line in described.splitlines() if line[:1].strip())
    assert set(inspect.signature(function).parameters) - set(re.findall(r"\w+", headers)) == set()
    assert ">>> " in text.partition("Examples\n--------")[2]


@pytest.mark.parametrize("path", [*FILES, *AROUND], ids=module_name)
def test_a_file_has_at_most_250_lines_of_code(path):
    assert len(code_lines(path)) <= 250


@pytest.mark.parametrize("path", JAVASCRIPT, ids=lambda path: path.name)
def test_a_javascript_file_has_at_most_250_lines_of_code(path):
    assert len(javascript.code_lines(javascript.parsed(path.read_text(encoding="utf-8")))) <= 250


@pytest.mark.parametrize("path", JAVASCRIPT, ids=lambda path: path.name)
def test_a_javascript_function_has_at_most_25_lines_of_code(path):
    sizes = javascript.function_sizes(javascript.parsed(path.read_text(encoding="utf-8")))
    assert [size for size in sizes if size[0] > 25] == []


def test_javascripts_lines_are_counted_without_comments_and_blanks():
    text = """\
// said
const a = 1; // said

/* said
   twice */ const b = `x
// in a text
`;

function f() {
  /** said */
}
"""
    root = javascript.parsed(text)
    assert javascript.code_lines(root) == {2, 5, 6, 7, 9, 11}
    assert javascript.function_sizes(root) == [(2, "function f() {")]
    with pytest.raises(SyntaxError, match="line 2"):
        javascript.parsed("const a = 1;\nconst = ;\n")


@pytest.mark.parametrize("path", [*FILES, *AROUND], ids=module_name)
def test_a_function_has_at_most_25_lines_of_code(path):
    lines = code_lines(path)
    functions = [
        node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.FunctionDef)
    ]
    sizes = [(len(lines & {*range(node.lineno, node.end_lineno + 1)}), node.name) for node in functions]
    assert [size for size in sizes if size[0] > 25] == []


def test_environment_yml_agrees_with_pyproject():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    needed = [*project["dependencies"], *project["optional-dependencies"]["lab"]]
    assert environment[-1] == {"pip": ["-e ."]}
    (python,) = [line.removeprefix("python=") for line in environment[:-1] if line.startswith("python")]
    assert re.fullmatch(r"3\.\d+", python)  # Binder takes its own older Python where no minor version is named
    assert python in SpecifierSet(project["requires-python"])
    assert sorted(environment[:-1]) == sorted(["pip", f"python={python}", *needed])


def test_dependencies_have_lower_bounds_only():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [line for extra in project["optional-dependencies"].values() for line in extra]
    requirements = [Requirement(line) for line in [*project["dependencies"], *extras]]
    bounds = {item.name: [bound.operator for bound in item.specifier] for item in requirements if not item.extras}
    assert {name: operators for name, operators in bounds.items() if operators != [">="]} == {}


def test_the_addresses_of_site_and_repository_stand_in_pyproject_alone():
    urls = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["urls"]
    assert set(urls) == {"Homepage", "Repository"}
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    files = {name: ROOT / name for name in listed.split("\n")}
    texts = {name: path.read_bytes().decode(errors="ignore") for name, path in files.items() if path.is_file()}
    assert [name for name, text in texts.items() if any(url in text for url in urls.values())] == ["pyproject.toml"]
    placed = [name for name, text in texts.items() if re.search(r"\bPLACEHOLDE[R]\b", text)]
    assert placed in ([], ["pyproject.toml"])


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The package's wheel, built from a copy of its sources so that no earlier build adds to it."""
    folder = tmp_path_factory.mktemp("wheel")
    copytree(PACKAGE, folder / "source" / PACKAGE.name, ignore=ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "LICENSE"):
        (folder / "source" / name).write_bytes((ROOT / name).read_bytes())
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    options = ["--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", folder]
    subprocess.run([*pip, "wheel", *options, folder / "source"], check=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_every_file_of_the_package(wheel):
    files = {path.relative_to(ROOT).as_posix() for path in PACKAGE.rglob("*") if path.is_file()}
    expected = {name for name in files if "__pycache__" not in name}
    held = set(zipfile.ZipFile(wheel).namelist())
    assert {name for name in held if not name.split("/")[0].endswith(".dist-info")} == expected


def test_the_wheel_works_in_an_empty_environment(wheel, tmp_path):
    venv.create(tmp_path, symlinks=True)
    python = tmp_path / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    pip = [sys.executable, "-m", "pip", "--python", python, "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--no-deps", "--no-index", wheel], check=True)
    site = next(tmp_path.rglob("site-packages"))
    # A folder named in a .pth file has its own .pth files ignored, so the checkout's editable install stays out.
    (site / "dependencies.pth").write_text("\n".join({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}))
    run = subprocess.run([python, "-I", "-c", EXAMPLE], cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    file, feature_map, kernel_shape, names = run.stdout.splitlines()
    assert Path(file).is_relative_to(site)
    assert feature_map == "[[11, 14], [20, 25]]" or feature_map == "[[11.0, 14.0], [20.0, 25.0]]"
    assert kernel_shape == "(2, 2)"
    assert int(names) == len(backprop_helpers.__all__)


def test_no_file_names_a_machine_or_a_registry():
    private = re.compile(
        r"\.\./shared|\.\./\.library|/wor[k]/|/far[m]/|/roo[t]/|/hom[e]/\w|python[h]osted|py[p]i\.org/simple|npm[j]s\.org"
    )
    folders = [ROOT / name for name in (".ci", "backprop_helpers", "notebooks", "tests", "docs", "classroom", "reader")]
    paths = [path for folder in folders for path in folder.rglob("*") if "__pycache__" not in path.parts]
    paths += [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "Makefile", "pyproject.toml", "environment.yml")]
    found = {
        path: private.findall(path.read_text(encoding="utf-8", errors="ignore")) for path in paths if path.is_file()
    }
    assert {str(path): names for path, names in found.items() if names} == {}
