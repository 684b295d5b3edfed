"""Whose notebook a file is that comes out of the zip that Moodle or Canvas gives."""

import re
from pathlib import Path

from nbgrader.plugins import FileNameCollectorPlugin

MOODLE = r"(?P<first_name>[^/\\]+)_(?P<student_id>\d+)_assignsubmission_file_?[/\\]?"
CANVAS = r"(?P<first_name>[^/\\]+?)_(?:LATE_)?(?P<student_id>\d+)_\d+_"
NOTEBOOK = r"(?P<file_id>[^/\\]+?)(?:-(?P<upload>\d+)| ?\((?P<download>\d+)\))?\.ipynb$"
PATTERNS = [re.compile(r"(?:^|[/\\])" + system + NOTEBOOK) for system in (MOODLE, CANVAS)]


def whose(filename):
    """Return what a file's name says of its student and notebook, and the number of the copy, or nothing.

    Moodle puts a folder for each student into the zip, or writes the folder's name before the file's. Canvas writes
    LATE where it was. What an upload or a browser adds to a second file of one name is no part of the notebook's name.

    Examples
    --------
    >>> whose("Ada Lovelace_123_assignsubmission_file/A1.ipynb")
    ({'first_name': 'Ada Lovelace', 'student_id': '123', 'file_id': 'A1'}, 0)
    >>> whose("lovelaceada_LATE_123_4567_A1-2.ipynb")
    ({'first_name': 'lovelaceada', 'student_id': '123', 'file_id': 'A1'}, 2)
    """
    found = next(filter(None, (pattern.search(str(filename)) for pattern in PATTERNS)), None)
    if found is None:
        return None
    groups = found.groupdict()
    copies = groups.pop("upload"), groups.pop("download")
    return groups, int(copies[0] or copies[1] or 0)


class Collector(FileNameCollectorPlugin):
    """Takes for each student the last copy of a notebook; nbgrader alone stops the whole class at a second copy."""

    def _match(self, filename):
        found = whose(filename)
        if found is None:
            self.log.warning("Skipped, for it is named neither as Moodle nor as Canvas does it: %s", filename)
            return None
        groups, copy = found
        beside = filter(None, map(whose, Path(filename).parent.glob("*.ipynb")))
        if any(other == groups and later > copy for other, later in beside):
            self.log.warning("Skipped, for there is a later copy: %s", filename)
            return None
        return groups
