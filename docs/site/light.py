"""What lets a page be seen soon: pictures in files of their own with their sizes, and no script before its text."""

import hashlib
import io
import re
from base64 import b64decode

from PIL import Image

_PICTURE = re.compile(r'(<img [^>]*)src="data:image/(\w+);base64,([^"]+)"')
_SCRIPT = re.compile(r"<script (?=src=)")
_SETTING = re.compile(r"<script>(?=DOCUMENTATION_OPTIONS)")
_NEEDLESS = re.compile(
    r'<link rel="preload" as="script"[^>]*>|'
    r'<script[^>]* src="[^"]*(?:fontawesome|searchtools|language_data|searchindex)\.js[^"]*"></script>'
)


def lighten(folder):
    """Lighten all pages in a folder but the search's, whose scripts rely on their order."""
    for path in folder.rglob("*.html"):
        page = with_files(path.read_text(encoding="utf-8"), folder, "../" * (len(path.relative_to(folder).parts) - 1))
        path.write_text(page if path.name == "search.html" else with_late_scripts(page), encoding="utf-8")


def with_files(page, folder, root):
    """Return a page whose pictures stand in files, after writing these.

    Parameters
    ----------
    page : str
    folder : Path of the site
    root : str, what leads from the page to the folder, such as "../"
    """

    def led(found):
        before, kind, text = found.groups()
        data = b64decode(text)
        name = f"_images/{hashlib.sha256(data).hexdigest()[:12]}.{kind}"
        (folder / "_images").mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
        width, height = Image.open(io.BytesIO(data)).size
        return f'{before}src="{root}{name}" width="{width}" height="{height}" loading="lazy"'

    return _PICTURE.sub(led, page)


def with_late_scripts(page):
    """Return a page whose scripts wait for its text, in their order, and without those that it does not need.

    Examples
    --------
    >>> with_late_scripts('<script src="a.js"></script><script>DOCUMENTATION_OPTIONS.b = 1</script>')
    '<script defer src="a.js"></script><script type="module">DOCUMENTATION_OPTIONS.b = 1</script>'
    """
    page = _SCRIPT.sub("<script defer ", _NEEDLESS.sub("", page))
    return _SETTING.sub('<script type="module">', page)
