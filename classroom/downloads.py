"""Reads what was downloaded from Moodle or Canvas: zips, or folders that a browser unpacked, and the class's file.

Only the class's own zip is unpacked. A student's zip stays a file, whatever is in it.
"""

import re
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from pathlib import PurePosixPath

from .who import Person
from .worksheet import read_worksheet

FOLDERS = {
    "Moodle": re.compile(
        r"(?P<prefix>(?P<name>[^_/]+)_(?P<number>\d+)_assignsubmission_)(?P<plugin>[a-z]+)_?(?P<rest>.*)"
    ),
    "Canvas": re.compile(r"(?P<prefix>(?P<name>[^/]+?)_(?:LATE_)?(?P<number>\d+)_\d+_)(?P<rest>.+)"),
}
"""How a student's folder, or each of the student's files, is named. Moodle writes _ in a name as a blank."""

COPY = re.compile(r"(?P<name>.+?)(?:-(?P<upload>\d+)| ?\((?P<download>\d+)\))\.ipynb")
"""What Canvas and browsers add to a second file of one name."""

MOST = 200_000_000
"""Bytes that one student's files may unpack to."""


@dataclass
class HandedIn:
    """A person's files in a download: for each path the function that reads it, and its size."""

    person: Person
    prefix: str
    source: str
    files: dict = field(default_factory=dict)
    size: int = 0
    problem: str = ""

    def add(self, path, size, read):
        self.size += size
        if self.size > MOST:
            self.problem = f"The files unpack to more than {MOST // 1_000_000} MB."
        if not _is_safe(path):
            self.problem = f"A file is named {path}, which leads out of the student's folder."
        self.files[path] = read

    def contents(self, notebooks):
        """Return for each path its bytes, with the last copy of each notebook in the place of the earlier ones.

        Parameters
        ----------
        notebooks : the names of the assignment's notebooks
        """
        copies = {name: (0, name) for name in notebooks if name in self.files}
        for path in self.files:
            if (found := COPY.fullmatch(path)) and (name := f"{found['name']}.ipynb") in notebooks:
                copies[name] = max(copies.get(name, (0, path)), (int(found["upload"] or found["download"]), path))
        last = {path: name for name, (_, path) in copies.items()}
        left_out = {path for path in self.files if _original(path) in copies} - set(last)
        return {last.get(path, path): read() for path, read in self.files.items() if path not in left_out}


def _original(path):
    found = COPY.fullmatch(path)
    return f"{found['name']}.ipynb" if found else path


def _is_safe(path):
    parts = PurePosixPath(path).parts
    return bool(parts) and not path.startswith("/") and ".." not in parts and ":" not in parts[0]


def read_downloads(folder, stack):
    """Read everything in a folder of downloads.

    Parameters
    ----------
    folder : Path
    stack : contextlib.ExitStack, which closes the zips in the end

    Returns
    -------
    (list, list, list) : what each person handed in, the later download's where somebody is in two; the class's
        worksheets; and sentences about what was left out
    """
    found, loose = {}, []
    worksheets, notes = read_worksheets(folder)
    for path in _downloads(folder):
        kind = _kind(path)
        if kind == ".zip":
            _take(found, path.name, _zip_entries(path, stack, notes), notes)
        elif path.is_dir():
            _take(found, path.name, _folder_entries(path), notes)
        elif kind != ".csv":
            loose.append((path.name, path.stat().st_size, path.read_bytes))
    _take(found, "the folder itself", loose, notes)
    return list(found.values()), worksheets, notes


def read_worksheets(folder):
    """Return the class's worksheets in a folder of downloads, and for each other table a sentence on why it is none."""
    worksheets, problems = [], []
    for path in _downloads(folder):
        if _kind(path) == ".csv":
            try:
                worksheets.append(read_worksheet(path))
            except ValueError as problem:
                problems.append(str(problem))
    return worksheets, problems


def _kind(path):
    """Return how a download's name ends; "" where it is one student's file that a browser unpacked."""
    return "" if any(form.match(path.name) for form in FOLDERS.values()) else path.suffix.casefold()


def _downloads(folder):
    """Return what lies in a folder and where nbgrader's zip_collect has it, the oldest first."""
    paths = {*folder.glob("[!.]*"), *folder.glob("archive/[!.]*")}
    own = {folder / name for name in ("archive", "extracted", "collected.json")}
    return sorted(paths - own, key=lambda path: (path.stat().st_mtime, path))


def _zip_entries(path, stack, notes):
    try:
        archive = stack.enter_context(zipfile.ZipFile(path))
    except (zipfile.BadZipFile, OSError) as problem:
        notes.append(f"{path.name} is no zip, or not a whole one ({problem}). Download it again.")
        return []
    entries = [each for each in archive.infolist() if not each.is_dir()]
    return [(each.filename.replace("\\", "/"), each.file_size, partial(archive.read, each)) for each in entries]


def _folder_entries(folder):
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return [(path.relative_to(folder.parent).as_posix(), path.stat().st_size, path.read_bytes) for path in paths]


def _take(found, source, entries, notes):
    """Add to the persons found those of one download, in the place of what an earlier one had of them."""
    here, systems = {}, [system for name, *_ in entries for system in FOLDERS if _whose(name, system)]
    system = Counter(systems).most_common(1)[0][0] if systems else "Moodle"
    for name, size, read in entries:
        if found_here := _whose(name, system):
            prefix, path, person = found_here
            here.setdefault((system, person.number), HandedIn(person, prefix, source)).add(path, size, read)
        elif not re.search(r"(^|/)(__MACOSX|\.)", name):
            notes.append(f"{name} in {source} is nobody's: it is named neither as Moodle nor as Canvas does it.")
    for number in found.keys() & here.keys():
        notes.append(
            f"{here[number].person.name} is in {found[number].source} and in {source}, which is later and counts."
        )
    found.update(here)


def _whose(name, system):
    """Return the prefix of a student's files, the path in the student's folder, and the person; or None.

    The outermost folder that is named so counts: what is in it is the student's own.
    """
    parts = name.split("/")
    for depth, part in enumerate(parts):
        found = FOLDERS[system].fullmatch(part)
        if found:
            rest = [found["rest"]] if found["rest"] else []
            plugin = found.groupdict().get("plugin", "file")
            path = "/".join([*([plugin] if plugin != "file" else []), *rest, *parts[depth + 1 :]])
            return found["prefix"], path, Person(found["name"], found["number"], system)
    return None
