"""Formulas as MathML: a page needs no script and no font for them."""

from docutils.nodes import SkipNode
from latex2mathml.converter import convert


def setup(app):
    app.add_html_math_renderer("mathml", (_visit("inline"), None), (_visit("block"), None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _visit(display):
    def visit(writer, node):
        formula = convert(node.astext(), display=display)
        writer.body.append(formula if display == "inline" else f'<div class="formula">{formula}</div>')
        raise SkipNode

    return visit
