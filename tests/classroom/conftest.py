"""What the tests of this folder share."""

import os
import sys

import pytest


@pytest.fixture(scope="module", autouse=True)
def environment():
    """Undo what nbgrader_config.py sets: it is made for a process of nbgrader's own."""
    variables, path = dict(os.environ), list(sys.path)
    yield
    os.environ.clear()
    os.environ.update(variables)
    sys.path[:] = path
