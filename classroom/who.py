"""Who a student is, whom Moodle and Canvas call by a name and by numbers that may change with every assignment."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

NAMESAKES = (
    "There are {count} people of the name {name}, and nothing tells them apart. Put Moodle's grading worksheet, "
    "with ID numbers or e-mail addresses, beside the zip and collect again."
)
NAMELESS = "There is no name. In Moodle, reveal the students' identities, download again, and collect again."
CLASH = "{id} would stand for {count} people. See that their ID numbers or e-mail addresses differ, and collect again."


@dataclass(frozen=True)
class Person:
    """What a download says of somebody; Moodle's number is of one assignment, Canvas's stays the same."""

    name: str
    number: str
    system: str = "Moodle"
    id_number: str = ""
    email: str = ""


@dataclass(frozen=True)
class Student:
    """A student of the gradebook."""

    id: str
    name: str = ""
    email: str = ""


@dataclass(frozen=True)
class Identity:
    """Which student of the gradebook a person is, and by what; or, without an id, why that cannot be said."""

    id: str
    by: str


def key(name):
    """Return a name as an id, the same for all ways to write it: Moodle leaves out apostrophes, for one.

    Examples
    --------
    >>> key("Zoë  O'Brien_2"), key("ZOË OBrien 2")
    ('zoë-obrien-2', 'zoë-obrien-2')
    """
    text = unicodedata.normalize("NFKC", name).casefold()
    kept = (c if unicodedata.category(c)[0] in "LMN" else "-" if c in "_- " else "" for c in text)
    return re.sub("-+", "-", "".join(kept)).strip("-")


def identify(people, listed, known, seen=()):
    """Find out which students those people are who handed something in, and those of the class's list.

    Parameters
    ----------
    people : list of Person, who handed in
    listed : list of Person, of Moodle's worksheets or Canvas's gradebook file; may be empty
    known : list of Student, of the gradebook
    seen : names that other assignments of the class had of several people

    Returns
    -------
    (dict, dict) : from each Person of people, and of listed, to an Identity
    """
    lists = {(person.system, person.number): person for person in listed}
    said = {person: lists.get((person.system, person.number), person) for person in people}
    everyone = {*said.values(), *listed}
    names = Counter(key(person.name) for person in everyone) | Counter({key(name): 2 for name in seen})
    found = {person: _identity(person, names[key(person.name)], known) for person in everyone}
    ids = Counter(identity.id for identity in found.values() if identity.id)
    for person, identity in found.items():
        if ids[identity.id] > 1:
            found[person] = Identity("", CLASH.format(id=identity.id, count=ids[identity.id]))
    return {person: found[said[person]] for person in people}, {person: found[person] for person in listed}


def _identity(person, namesakes, known):
    if person.system == "Canvas":
        return Identity(person.number, "Canvas's number")
    for what, value in {"ID number": person.id_number, "e-mail address": person.email}.items():
        if value:
            same = [each for each in known if _as_id(value) in (each.id, _as_id(each.email))]
            if len(same) == 1:
                return Identity(same[0].id, f"the worksheet's {what}")
    if not key(person.name):
        return Identity("", NAMELESS)
    same = [each for each in known if _may_be(person, each)]
    if namesakes == len(same) == 1:
        return Identity(same[0].id, "the name, which the gradebook knows")
    if person.id_number or person.email:
        what = "ID number" if person.id_number else "e-mail address"
        return Identity(_as_id(person.id_number or person.email), f"the worksheet's {what}")
    if namesakes > 1 or len(same) > 1:
        return Identity("", NAMESAKES.format(count=max(namesakes, len(same)), name=person.name))
    return Identity(key(person.name), "the name")


def _may_be(person, student):
    """Return whether a student has the person's name, and no other address."""
    same = key(student.name or student.id) == key(person.name)
    return same and not (person.email and student.email and _as_id(person.email) != _as_id(student.email))


def _as_id(value):
    """Return a number or an address as the name of a folder, which no shell and no pattern takes for something else."""
    return re.sub(r"[^\w.@+-]", "-", unicodedata.normalize("NFKC", value).casefold()).lstrip("-.@+")
