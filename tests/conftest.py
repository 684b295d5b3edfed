"""What the tests share: a count of the comparisons with each oracle, told at the end of the run."""

from collections import Counter
from importlib.metadata import PackageNotFoundError, version

import pytest

from tests.browser import jupyterlab as lab


class Oracles:
    """Counts the comparisons with each oracle, and says why one was not asked."""

    def __init__(self):
        self.comparisons = Counter()
        self.reasons = {}

    def __call__(self, name, comparisons=1):
        self.comparisons[name] += comparisons

    def not_asked(self, name, because):
        self.reasons[name] = because


ORACLES = pytest.StashKey[Oracles]()
TALLY = pytest.StashKey[Counter]()


@pytest.fixture(scope="session")
def oracle(pytestconfig):
    """The run's count: ``oracle("SciPy")`` for one comparison, ``oracle("PyTorch, live", 12)`` for twelve."""
    return pytestconfig.stash[ORACLES]


@pytest.fixture(scope="session")
def tally(pytestconfig):
    """What else was counted: ``tally("right answers judged right", 2000)``."""
    counts = pytestconfig.stash[TALLY]

    def add(what, number):
        counts[what] += number

    return add


@pytest.fixture(scope="session")
def chromium_is_there(oracle):
    """Skip the test, and say why, where there is no Chromium."""
    reason = lab.missing()
    if reason:
        oracle.not_asked("Chromium", reason)
        pytest.skip(reason)


@pytest.fixture(scope="module")
def browser(chromium_is_there):
    """Chromium."""
    with lab.chromium() as browser:
        yield browser


@pytest.fixture
def alone(browser):
    """Opens an explorer on a page of its own; nothing may have gone wrong there in the end."""
    from tests.browser.alone import Alone  # which loads the widgets

    pages = []

    def open_page(explorer, **options):
        pages.append(Alone(browser, explorer, **options))
        return pages[-1]

    yield open_page
    for each in pages:
        assert each.problems == []
        each.page.close()


def pytest_configure(config):
    config.stash[ORACLES] = Oracles()
    config.stash[TALLY] = Counter()


SERVERS = "tests/classroom/", "tests/browser/"
"""Their tests start JupyterLab and Chromium."""
SITE = "tests/site/"
"""Its tests build the site once."""


def pytest_collection_modifyitems(items):
    """Put what takes longest first: then of several processes none works on alone for long in the end."""
    items.sort(key=lambda item: not item.nodeid.startswith((*SERVERS, SITE)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Keep a file's tests in one process, all that start servers in one, and the site's in one."""
    from xdist.scheduler import LoadFileScheduling

    class Files(LoadFileScheduling):
        def _split_scope(self, nodeid):
            if nodeid.startswith(SITE):
                return "site"
            return "servers" if nodeid.startswith(SERVERS) else super()._split_scope(nodeid)

    return Files(config, log)


def pytest_sessionfinish(session):
    """Hand the counts of one of several processes to the one that tells them."""
    if hasattr(session.config, "workeroutput"):
        oracles, tally = session.config.stash[ORACLES], session.config.stash[TALLY]
        session.config.workeroutput["counts"] = [dict(oracles.comparisons), oracles.reasons, dict(tally)]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    comparisons, reasons, tally = getattr(node, "workeroutput", {}).get("counts", ({}, {}, {}))
    node.config.stash[ORACLES].comparisons.update(comparisons)
    node.config.stash[ORACLES].reasons.update(reasons)
    node.config.stash[TALLY].update(tally)


def pytest_terminal_summary(terminalreporter, config):
    if config.stash[TALLY]:
        terminalreporter.section("how sure the judgement is")
        for what, number in config.stash[TALLY].items():
            terminalreporter.write_line(f"{what}: {number}")
    oracles = config.stash[ORACLES]
    terminalreporter.section("comparisons with oracles")
    for name, comparisons in sorted(oracles.comparisons.items()):
        terminalreporter.write_line(f"{name}: {comparisons}")
    for name, reason in sorted(oracles.reasons.items()):
        terminalreporter.write_line(f"{name}: not asked, because {reason}")
    terminalreporter.write_line(", ".join(installed(name) for name in ("NumPy", "SciPy", "torch", "playwright")))


def installed(name):
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return f"{name} is not installed"
