"""JavaScript as tree-sitter reads it: its lines of code, its functions, what a module imports, exports and declares."""

import tree_sitter_javascript
from tree_sitter import Language, Parser

PARSER = Parser(Language(tree_sitter_javascript.language()))
FUNCTIONS = {
    "arrow_function",
    "function_declaration",
    "function_expression",
    "generator_function_declaration",
    "method_definition",
}


def parsed(text):
    """Return the root of the syntax tree; what cannot be parsed raises a SyntaxError."""
    root = PARSER.parse(text.encode()).root_node
    if root.has_error:
        wrong = next(node for node in nodes(root) if node.is_error or node.is_missing)
        raise SyntaxError(f"line {wrong.start_point.row + 1}: {wrong.text.decode()!r}")
    return root


def nodes(root):
    """Yield a node and all below it, in the order of the text."""
    yield root
    for child in root.children:
        yield from nodes(child)


def code_lines(root):
    """Return the numbers of the lines that hold code: no comment, no blank line."""
    tokens = [node for node in nodes(root) if not node.children and node.type not in ("comment", "program")]
    return {row + 1 for token in tokens for row in range(token.start_point.row, token.end_point.row + 1)}


def function_sizes(root):
    """Return pairs of a function's number of lines of code and its first line."""
    functions = [node for node in nodes(root) if node.type in FUNCTIONS]
    return [(len(code_lines(node)), node.text.decode().splitlines()[0]) for node in functions]


def imports(root):
    """Return, by the path of each module that is imported, the names that it gives."""
    statements = [node for node in root.children if node.type == "import_statement"]
    return {
        path_of(statement): {node.text.decode() for node in nodes(statement) if node.type == "import_specifier"}
        for statement in statements
    }


def path_of(statement):
    return statement.child_by_field_name("source").text.decode().strip("'\"")


def exports(root):
    """Return the names that a module exports; "default" for what has no name."""
    statements = [node for node in root.children if node.type == "export_statement"]
    declared = [statement.child_by_field_name("declaration") for statement in statements]
    return {name for declaration in declared for name in (names_of(declaration) if declaration else ["default"])}


def declarations(root):
    """Return all names that a module declares for itself, exported ones among them, each as often as it does so."""
    statements = [node.child_by_field_name("declaration") or node for node in root.children]
    return [name for statement in statements for name in names_of(statement)]


def names_of(statement):
    if statement.type in ("lexical_declaration", "variable_declaration"):
        return [node.child_by_field_name("name").text.decode() for node in statement.named_children]
    name = statement.child_by_field_name("name")
    return [name.text.decode()] if name else []
