"""The browser that the tests of this folder share, or the reason why there is none."""

import pytest

from tests.browser import jupyterlab as lab


@pytest.fixture(scope="module")
def browser(oracle):
    reason = lab.missing()
    if reason:
        oracle.not_asked("Chromium", reason)
        pytest.skip(reason)
    with lab.chromium() as browser:
        yield browser
