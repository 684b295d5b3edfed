"""What never breaks over a line in a lesson's text: o[1, 2], (0, 2), (1 − s), 0.3 · (−2), ∂E/∂w."""

import re

SPACE, JOINER = "\u00a0", "\u2060"
LEFT_ALONE = re.compile(
    r"```.*?```|`[^`]*`|\$\$.*?\$\$|\$[^$\n]*\$|<[^>]*>|\]\([^)\s]*(?:\([^)\s]*\)[^)\s]*)*\)|^#.*?$",
    re.DOTALL | re.MULTILINE,
)
IN_BRACKETS = re.compile(r"(?<=\w)\[[^\[\]\n]+\](?!\()|\((?:\d+|\w)(?:, (?:\d+|\w))+\)|\([−\w.]+ [−+] [\w.]+\)")
FACTOR_BEFORE = r"(?:(?<=[\d)\]²′])|(?<=\b\w)|(?<=_\w))"
PRODUCT = re.compile(FACTOR_BEFORE + r" ([·×]) (?=[−(∂\d]|\w(?:[\[_²ᵀ]|\b)|\w+²)|(?<=[)²′″]) (/) (?=\d)")


def unbroken(text):
    """Return Markdown with spaces that do not break in short brackets and products, and a joiner behind the / of ∂E/∂w.

    Code, formulas in TeX, links' targets and headings, which are targets, stay as they are.
    """
    kept = LEFT_ALONE.findall(text)
    mended = [_mend(passage) for passage in LEFT_ALONE.split(text)]
    return "".join(passage + left for passage, left in zip(mended, [*kept, ""], strict=True))


def _mend(passage):
    passage = IN_BRACKETS.sub(lambda match: match[0].replace(" ", SPACE), passage)
    passage = PRODUCT.sub(lambda match: match[0].replace(" ", SPACE), passage)
    return re.sub("/(?=∂)", f"/{JOINER}", passage)
