"""nbconvert's settings for ``make html``: lessons as pages in which formulas need no script and answers are folded."""

import re
from pathlib import Path

from latex2mathml.converter import convert
from nbconvert.preprocessors import Preprocessor

FORMULA = re.compile(r"(\$\$?)([^$]+)\1")
LESSON = re.compile(r"(?<=\]\()(\w+)\.ipynb")


class Pages(Preprocessor):
    """Sets formulas as MathML, and leads from page to page."""

    def preprocess_cell(self, cell, resources, index):
        if cell.cell_type == "markdown":
            cell.source = LESSON.sub(r"\1.html", FORMULA.sub(_as_mathml, cell.source))
        return cell, resources


def _as_mathml(formula):
    return convert(formula[2], display="block" if formula[1] == "$$" else "inline")


c = get_config()  # noqa: F821, which nbconvert gives to what it reads
c.HTMLExporter.template_file = str(Path(__file__).with_name("lesson.html.j2"))
c.HTMLExporter.preprocessors = [Pages]
c.NbConvertBase.display_data_priority = ["text/html", "text/plain"]  # an explanation as its aligned text
