"""Numbers in a text, wherever it was copied: rows and columns, decimal points or commas, NumPy's brackets; no eval."""

import re

from .words import OF_ARRAYS, SENTENCES, SHOWN

LONGEST = 200_000
"""Characters that are read of a text."""
DEEPEST = 8
"""Brackets that may lie in each other."""
BLANK = {"", "...", "…", "?", "_"}
"""What stands for an entry that is not given."""
WRITTEN = r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?"
"""How a number is written."""
WRAPPED = r"\b(?:np|numpy)\.(?:float|int)\d+\(([^()]*)\)"
"""How NumPy prints one."""
WRAPPERS = WRAPPED + r"|\b(?:(?:np|numpy)\.)?array\(|,[ \n]*dtype=[\w.]+"
"""How it prints numbers and arrays, but for what is in them."""
SAME = {"−": "-", "–": "-", "\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " ", "\r": ""}
"""What stands for another sign."""
SPACE = "".join(filter(str.isspace, map(chr, range(0x10000))))
"""What is cut off at the ends of a text."""
_NUMBER = re.compile(WRITTEN, re.IGNORECASE | re.ASCII)


class Unreadable(ValueError):
    """A text is no table of numbers; the message says what is in it instead."""


def one_number(text):
    """Return the one number in a text as it is written in Python, "" if none is given.

    Raises
    ------
    Unreadable
        If the text is anything else.

    Examples
    --------
    >>> one_number(" −0,25 "), one_number("…")
    ('-0.25', '')
    """
    written = re.sub(WRAPPED, r"\1", text.translate(_SAME), flags=re.ASCII).strip()
    number = written.replace(",", ".")
    if number not in BLANK and not _NUMBER.fullmatch(number):
        raise Unreadable(no_number(written))
    return "" if number in BLANK else number


def no_number(text):
    """Say that a text is none."""
    shown = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text[:SHOWN])
    return SENTENCES["no number"].format(shown + "…" * (len(text) > SHOWN))


def readings(text):
    """Return every way to read a text as numbers, the likeliest first.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of nested lists of texts, one a number; an entry that is not given is ""

    Raises
    ------
    Unreadable
        If there is none.

    Examples
    --------
    >>> readings("0.04 0.09\\n0.01 0.07")
    [[['0.04', '0.09'], ['0.01', '0.07']]]
    >>> readings("0,04 0,09")[0]
    ['0.04', '0.09']
    >>> readings("1,2")                    # one number, or two
    ['1.2', ['1', '2']]
    """
    if len(text) > LONGEST:
        raise Unreadable(OF_ARRAYS["too long"].format(len(text)))
    bare = re.sub(WRAPPERS, lambda found: found[1] or "", text.translate(_SAME), flags=re.ASCII)
    text = bare.strip(" \n")
    text = text if "[" in text else text.translate(_BRACKETS)
    read = _bracketed if "[" in text else _table
    found, problem = [], None
    for comma, row_ends in _conventions(text):
        try:
            reading = read(text, comma, row_ends)
        except Unreadable as reason:
            problem = problem or reason
        else:
            found += [reading] * (reading not in found)
    if not found:
        raise problem
    return found


_BRACKETS = str.maketrans("()", "[]")
_SAME = str.maketrans(SAME)


def _conventions(text):
    """Yield what a comma may be, and what may end a row."""
    commas = [","]
    if re.search(r"[0-9],[0-9]", text) and not re.search(r"\.[0-9]", text):
        commas = ["decimal", ","]
    for comma in commas:
        for row_ends in [r"[\n;]", r"\n"] if ";" in text else [r"\n"]:
            yield comma, row_ends


def _table(text, comma, row_ends):
    """Return lines as rows; blank lines come between blocks. One row is a list, one number is itself."""
    blocks = [
        [_cells(line, comma) for line in re.split(row_ends, block) if line.strip()]
        for block in re.split(r"\n[ \t]*\n", text)
    ]
    blocks = [_rectangular(rows) for rows in blocks if rows]
    if len(blocks) > 1:
        return blocks
    rows = blocks[0] if blocks else [[""]]
    return rows if len(rows) > 1 else rows[0] if len(rows[0]) > 1 else rows[0][0]


def _rectangular(rows):
    if len({len(row) for row in rows}) > 1:
        raise Unreadable(OF_ARRAYS["ragged"])
    return rows


def _cells(line, comma):
    """Return the numbers of a line; between tabs, semicolons or commas there may be none."""
    line = line.strip(" \n")
    for separator in ("\t", ";", *([","] if comma == "," else [])):
        if separator in line:
            cells = line.split(separator)
            cells = cells[:-1] if separator != "\t" and not cells[-1].strip() else cells
            return [_number(cell.strip(), comma) for cell in cells]
    return [_number(cell.rstrip(","), comma) for cell in line.split()]


def _number(cell, comma):
    cell = cell.replace(",", ".") if comma == "decimal" else cell
    if cell in BLANK:
        return ""
    if not _NUMBER.fullmatch(cell):
        raise Unreadable(no_number(cell))
    return cell


def _bracketed(text, comma, row_ends):
    """Return nested lists for nested brackets, as Python and NumPy print them."""
    inner, waiting = [], []
    for part in re.findall(r"[\[\]]|[^\[\]]+", text.rstrip(")")):
        if len(waiting) > DEEPEST:
            raise Unreadable(OF_ARRAYS["too deep"])
        if part == "[":
            waiting.append(inner)
            inner = []
        elif part == "]":
            if not waiting:
                raise Unreadable(OF_ARRAYS["not opened"])
            waiting[-1].append(inner)
            inner = waiting.pop()
        elif part.strip(" ,;\n\t"):
            inner += _cells(part.replace("\n", " ").strip(" ,"), comma)
    if waiting or len(inner) != 1 or not isinstance(inner[0], list):
        raise Unreadable(OF_ARRAYS["brackets"])
    return inner[0]
