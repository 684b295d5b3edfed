"""Makes what students wrote harmless before Formgrader and the feedback show it: both run with the teacher's session.

nbconvert's templates call these as filters, see nbgrader_config.py. What is left is text, pictures, tables and maths.
"""

import re

import bleach
from bleach.css_sanitizer import CSSSanitizer
from pygments.token import STANDARD_TYPES

TAGS = {
    *("a", "abbr", "b", "blockquote", "br", "caption", "code", "dd", "del", "details", "div", "dl", "dt", "em", "h1"),
    *("h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "small"),
    *("span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul"),
}
ATTRIBUTES = {"align", "alt", "border", "colspan", "height", "rowspan", "start", "title", "width"}
ADDRESSES = {
    ("a", "href"): re.compile(r"(https?://|mailto:)", re.IGNORECASE),
    ("img", "src"): re.compile(r"data:image/(png|jpeg|gif|webp|svg\+xml);base64,", re.IGNORECASE),
}
"""Where a link and a picture may lead: nowhere on the server that the teacher is signed in to."""

CLASSES = {"anchor-link", "dataframe", "highlight", *STANDARD_TYPES.values()}
"""The colours of code, and tables. With another class or an id a text could pose as a button of Formgrader."""

STYLES = CSSSanitizer({"background-color", "color", "font-style", "font-weight", "text-align"})


def clean(html):
    """Return HTML in which nothing runs, fetches anything, or poses as a part of the page; the rest is shown as text.

    Parameters
    ----------
    html : str, made of a student's Markdown or output

    Returns
    -------
    str

    Examples
    --------
    >>> clean("<b onclick='mark()'>2 &lt; 3</b><script>mark()</script>")
    '<b>2 &lt; 3</b>&lt;script&gt;mark()&lt;/script&gt;'
    """
    html = re.sub(r"<style\b.*?</style\s*>", "", str(html), flags=re.IGNORECASE | re.DOTALL)  # the frame of pandas
    protocols = {"http", "https", "mailto", "data"}
    return bleach.clean(html, tags=TAGS, attributes=_may_stay, protocols=protocols, css_sanitizer=STYLES)


def no_metadata(output, key, mimetype=None):
    """Return None in place of what an output says about itself: a picture's width stands in the page without quotes."""


def _may_stay(tag, name, value):
    if name == "class":
        return set(value.split()) <= CLASSES
    if (tag, name) in ADDRESSES:
        return bool(ADDRESSES[tag, name].match(value))
    return name in ATTRIBUTES or name == "style"
