"""The site's pages, as files and in Chromium."""

import gzip
from pathlib import Path
from urllib.parse import unquote, urlsplit

EVERY = ["index", "questions", "wrong", "reference", "checked"]
EVERY += [f"classroom/{name}" for name in ("README", "ASSIGNMENTS", "MOODLE", "CANVAS", "STUDENTS")]
EVERY += [f"notebooks/{path.stem}" for path in sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))]


class Visit:
    """A page in a window of its own.

    Attributes
    ----------
    foreign, problems : lists of what was asked of another host, and of what the console complained about
    files : the files that were loaded
    """

    def __init__(self, browser, site, name, width=1280, height=900, **options):
        self.name, self.foreign, self.problems, self.files = name, [], [], set()
        self.page = browser.new_context(viewport={"width": width, "height": height}, **options).new_page()
        self.page.on("request", self._note)
        self.page.on("console", lambda message: self.problems.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.goto((site / f"{name}.html").as_uri())
        self.page.visit = self

    def _note(self, request):
        scheme, _, path, *_ = urlsplit(request.url)
        if scheme == "file":
            self.files.add(Path(unquote(path)))
        elif scheme not in ("data", "blob"):
            self.foreign.append(request.url)

    def weight(self):
        """Return how many bytes were loaded, compressed as a web server does it."""
        return sum(len(gzip.compress(path.read_bytes())) for path in self.files)
