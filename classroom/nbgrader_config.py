"""nbgrader's settings for this course; the nbgrader_config.py of a course folder loads them and may change them."""

import os
import sys
import warnings
from pathlib import Path

c = get_config()  # noqa: F821, nbgrader and Jupyter give it

clone = str(Path(__file__).resolve().parents[1])
sys.path.insert(0, clone)  # for what is named below
for variable, folder in {"PYTHONPATH": clone, "PATH": str(Path(sys.executable).parent)}.items():
    # The students' kernels find classroom.marking there, and nbgrader the command that looks after its database.
    os.environ[variable] = os.pathsep.join(filter(None, [folder, os.environ.get(variable)]))

warnings.filterwarnings("ignore", "Object of type <Submitted")  # nbgrader's talk with its own database

# A solution that is taken out leaves this line. What it should have answered is still ..., which the checks know.
c.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE"}
c.ClearSolutions.text_stub = "YOUR ANSWER HERE"

# A student's code runs in a sandbox, and the tests outside it.
c.Autograde.autograde_preprocessors = [
    "classroom.execute.Sandboxed",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# A notebook may have been saved with a byte-order mark or in UTF-16.
c.Autograde.exporter_class = "classroom.reading.SubmittedNotebook"

# The model answer stands in the question, in "BEGIN MARK SCHEME": marking puts it back there for Formgrader.
c.ClearMarkScheme.enforce_metadata = False

# Nothing that a student wrote runs in Formgrader or in the feedback, see classroom/showing.py. The templates of both
# put Markdown through strip_files_prefix, and what outputs hold through clean_html.
c.HTMLExporter.sanitize_html = True
c.HTMLExporter.filters = {
    "strip_files_prefix": "classroom.showing.clean",
    "clean_html": "classroom.showing.clean",
    "get_metadata": "classroom.showing.no_metadata",
}

# Which hand-in marks belong to, see classroom/marked.py.
c.Autograde.pre_convert_hook = "classroom.marked.begin"
c.Autograde.post_convert_hook = "classroom.marked.finish"

# grades.csv says what is not marked.
c.ExportApp.plugin_class = "classroom.export.Exporter"
