"""Real nbgrader gives honest work every mark, whatever it is called, prints or draws and however it was saved."""

import nbformat
import pytest

from .assignments import answered, cell_id, points, read
from .teaching import hand_in

pytest.importorskip("nbgrader", reason="nbgrader is not installed: make test-classroom brings it")
from classroom.mark import mark

from .test_nbgrader import beginning, marked
from .wrong_a1 import LAYER

ASSIGNMENTS = "A1_convolution", "A3_sigmoid_and_dense"
FULL = {name: points(read(name)) for name in ASSIGNMENTS}


def after_the_set_up(code, assignment="A1_convolution"):
    """Return the right notebook with a cell of the student's own in front of the answers."""
    notebook = read(assignment)
    (place,) = [place for place, cell in enumerate(notebook.cells) if cell_id(cell) == "setup"]
    notebook.cells.insert(place + 1, nbformat.v4.new_code_cell(code))
    return notebook


def in_the_function(code, before=""):
    """Return the right notebook in which ``correlate`` begins with other code."""
    return beginning(code)(after_the_set_up(before))


GENERAL = """
def correlate(image, kernel, bias=0.0, stride=1, padding=0):
    image, (height, width) = np.pad(image, padding), kernel.shape
    feature_map = np.zeros((windows(len(image), height, stride), windows(len(image[0]), width, stride)))
    for i, j in np.ndindex(feature_map.shape):
        window = image[i * stride : i * stride + height, j * stride : j * stride + width]
        feature_map[i, j] = (window * kernel).sum() + bias
    return feature_map
"""


def with_a_general_function():
    """Return the right notebook of a student whose ``correlate`` can do more than was asked, and is asked for it."""
    notebook = answered(read("A1_convolution"), "convolution", LAYER, "correlate(image, kernel, bias, stride, padding)")
    (cell,) = [cell for cell in notebook.cells if cell_id(cell) == "correlate"]
    cell.source = GENERAL
    return notebook


LARGE = "def large(image):\n    return image.size > 4"
CHATTERS = """
import sys, threading, time
def chatter(stderr=sys.stderr):
    while True:
        time.sleep(0.002)
        print("odd", file=stderr)
threading.Thread(target=chatter, daemon=True).start()
"""


HONEST = {  # what a student does, and the notebook
    "imports zeros": after_the_set_up("from numpy import zeros"),
    "has a function that can do more than was asked": with_a_general_function(),
    "has a helper called large": in_the_function("assert large(image) or True", LARGE),
    "has a variable called sum": answered(after_the_set_up("total = sum\nsum = 0"), "channels", "[sum(", "[total("),
    "has a variable called globals": after_the_set_up("globals = 3"),
    "has a variable called course": after_the_set_up("course = 'convolutional networks'"),
    "shows every result": in_the_function("None", "%config InteractiveShell.ast_node_interactivity = 'all'"),
    "lets NumPy raise": after_the_set_up("np.seterr(all='raise')\nimport warnings\nwarnings.simplefilter('error')"),
    "displays": in_the_function("display(image)"),
    "plots": in_the_function("plt.imshow(image); plt.show()", "import matplotlib.pyplot as plt"),
    "draws and shows nothing": in_the_function("plt.plot(image[0])", "import matplotlib.pyplot as plt"),
    "plots, and imports inside": in_the_function("import matplotlib.pyplot as plt; plt.imshow(image); plt.show()"),
    "logs": in_the_function("logging.warning('odd')", "import logging\nlogging.basicConfig()"),
    "writes to stderr from a thread": after_the_set_up(CHATTERS),
    "saved with a byte-order mark": nbformat.writes(read("A1_convolution")).encode("utf-8-sig"),
    "saved in UTF-16": nbformat.writes(read("A1_convolution")).encode("utf-16"),
    "saved in UTF-16, the other way round": nbformat.writes(read("A1_convolution")).encode("utf-16-be"),
    "saved with the line ends of Windows": nbformat.writes(read("A1_convolution")).replace("\n", "\r\n").encode(),
}


@pytest.fixture(scope="module")
def given(new_course, tmp_path_factory):
    """The marks of every student, by what they do."""
    course = new_course(tmp_path_factory.mktemp("honest") / "course", *ASSIGNMENTS)
    for student, notebook in HONEST.items():
        hand_in(course, student, notebook)
    hand_in(course, "imports zeros", after_the_set_up("from numpy import zeros", ASSIGNMENTS[1]), ASSIGNMENTS[1])
    for name in ASSIGNMENTS:
        assert len(list(mark(course, name))) == (len(HONEST) if name == "A1_convolution" else 1)
    # who is not marked has no marks here
    return {name: {student: work.marks for student, work in marked(course, name).items()} for name in ASSIGNMENTS}


@pytest.mark.parametrize("student", HONEST)
def test_honest_work_gets_every_mark(given, student):
    assert given["A1_convolution"].get(student) == FULL["A1_convolution"]


def test_a_name_of_numpy_in_the_notebook_costs_nothing_in_another_assignment(given):
    assert given["A3_sigmoid_and_dense"]["imports zeros"] == FULL["A3_sigmoid_and_dense"]
