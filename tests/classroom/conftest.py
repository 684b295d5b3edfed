"""What the tests of this folder share."""

import contextlib
import importlib
import os
import shutil
import sys
from functools import cache

import pytest

from classroom.course import set_up

from .teaching import nbgrader, without_a_sandbox_where_there_is_none


@pytest.fixture(scope="session")
def new_course(tmp_path_factory):
    """Give a function that makes a course folder in which some assignments are generated: a copy of an earlier one."""

    @cache
    def generated(*assignments):
        course = set_up(tmp_path_factory.mktemp("generated") / "course")
        without_a_sandbox_where_there_is_none(course)
        for assignment in assignments:
            nbgrader(course, "generate_assignment", assignment)
        return course

    return lambda folder, *assignments: shutil.copytree(generated(*assignments), folder)


@pytest.fixture(scope="module", autouse=True)
def environment():
    """Undo what nbgrader_config.py sets: it is made for a process of nbgrader's own."""
    variables, path = dict(os.environ), list(sys.path)
    yield
    os.environ.clear()
    os.environ.update(variables)
    sys.path[:] = path


@pytest.fixture(scope="session", autouse=True)
def pytorch_is_there():
    """Import PyTorch whole: a test's time limit may break off an import inside it, which cannot be made again."""
    with contextlib.suppress(ImportError):
        importlib.import_module("torch")
