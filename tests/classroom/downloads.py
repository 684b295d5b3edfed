"""What Moodle and Canvas give a teacher: zips, a grading worksheet, a gradebook; by their own rules for names."""

import csv
import io
import zipfile

import nbformat


def zipped(path, files):
    """Write a zip of notebooks, texts and bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content if isinstance(content, str | bytes) else nbformat.writes(content))
    return path


def in_memory(files):
    """Return the bytes of a zip."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return held.getvalue()


def folder(name, number, plugin="file"):
    """Return the name of a student's folder in Moodle's zip, which leaves out what a file system may not like."""
    kept = "".join(c for c in name.replace("_", " ") if c not in "&<>\"`|':\\/")
    return f"{kept}_{number}_assignsubmission_{plugin}"


HEAD = ["Identifier", "Full name", "ID number", "Email address", "Status", "Grade", "Maximum Grade"]
HEAD += ["Grade can be changed", "Last modified (submission)", "Last modified (grade)", "Feedback comments"]


def worksheet(path, people, most):
    """Write Moodle's worksheet: people are tuples of the number, the name, the ID number and the e-mail address."""
    rows = [
        [f"Participant {number}", name, *ids, "Submitted for grading", "", f"{most:.2f}", "Yes", "-", "-", ""]
        for number, name, *ids in people
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file).writerows([HEAD, *rows])
    return path
