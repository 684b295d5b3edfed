"""Any arrays side by side, in the roles that their captions name."""

from ..drawing import house_style
from ..layout import Layout, Panel, in_words, small_array

ROLE_WORDS = {  # the first role of which a caption has a word
    "delta": ("delta", "δ"),
    "gradient": ("gradient", "∂"),
    "feature map": ("feature map", "pooled"),
    "kernel": ("kernel", "weights"),
    "activation": ("image", "activation", "sigmoid", "patch", "products", "hidden", "output"),
}


def arrays(*rows):
    """Draw rows of captioned arrays, up to three in a row, with signs between; first arrays stand under first arrays.

    Parameters
    ----------
    *rows : list of (caption, array), (caption, array, lit) and str
        A caption names the role, and with it the colour: "kernel, flipped", "delta of the feature map". `lit` is an
        index or a mask of entries that stand out; the others recede. A str is a sign between two arrays: "=", "≠",
        "flip →", "← route".

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If a caption names no role, or the arrays do not fit on a card.

    Examples
    --------
    >>> arrays([("kernel", [[1, 2], [3, 4]]), "flip →", ("kernel, flipped", [[4, 3], [2, 1]])])
    kernel: 1 2; 3 4. flip → kernel, flipped: 4 3; 2 1.
    """
    rows = [_array_row(row) for row in rows]
    with house_style():
        return Layout(*rows).draw().picture(" ".join(in_words(row) for row in rows))


def _array_row(items):
    """Return a row as panel, sign, panel and so on; between two arrays without a sign stands an empty one."""
    row = []
    for item in items:
        if not isinstance(item, str):
            row += [""] if len(row) % 2 else []
            item = _captioned(item)
        elif len(row) % 2 == 0:
            raise ValueError(f"the sign {item!r} must stand between two arrays")
        row.append(item)
    if len(row) not in (1, 3, 5):
        raise ValueError(f"a row has one to three arrays and signs between them; got {len(items)} items")
    return row


def _captioned(item):
    """Return a (caption, array) or (caption, array, lit) as a panel in the role that the caption names."""
    if not isinstance(item, tuple) or len(item) not in (2, 3) or not isinstance(item[0], str):
        raise ValueError(f"a row holds signs and (caption, array); got {item!r}")
    caption, values, *lit = item
    for role, words in ROLE_WORDS.items():
        if any(word in caption.lower() for word in words):
            values, state = small_array(caption, values), "receded" if lit else "plain"
            return Panel(caption, values, role, state, *lit)
    known = ", ".join(word for words in ROLE_WORDS.values() for word in words)
    raise ValueError(f"the caption {caption!r} names no role; it needs one of these words: {known}")
