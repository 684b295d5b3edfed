"""Runs what was handed in on a Dask cluster, ahead of nbgrader, which marks one submission after the other.

A task is text and so is what comes back. A worker hands it to a process of its own that has one thread, for running a
task means to fork.
"""

import json
import subprocess
import sys
import threading
from collections import defaultdict
from contextlib import contextmanager

from . import sandbox

RETRIES = 2
"""How often a submission is tried again when its worker has died."""

WORKER_DIED = (
    f"Its marking ended {RETRIES + 1} times with the end of the worker that did it. Read its code, and mark it by hand."
)
_own = threading.local()


class Ahead:
    """Runs tasks in the order in which they are announced, and has them done when they are asked for.

    Parameters
    ----------
    client : distributed.Client
    """

    def __init__(self, client):
        self._client, self._begun = client, defaultdict(list)

    def announce(self, task):
        self._begun[task].append(self._client.submit(run_on_worker, task, pure=False))

    def run(self, task):
        """Return what ``classroom.running.run`` returns."""
        from distributed import KilledWorker

        if not self._begun[task]:
            self.announce(task)
        try:
            return self._begun[task].pop(0).result()
        except KilledWorker:
            return json.dumps({"why": WORKER_DIED})

    def check(self):
        """Raise RuntimeError if the cluster is gone."""
        if self._client.status != "running":
            raise RuntimeError("the cluster is gone. The same command goes on where it was.")


@contextmanager
def cluster(address, unsafe):
    """Give what runs tasks ahead.

    Parameters
    ----------
    address : the scheduler's, such as "tcp://10.0.0.5:8786"
    unsafe : whether students' code may run without a sandbox

    Raises
    ------
    RuntimeError
        If Dask is not installed, no scheduler or no worker answers, or a worker cannot make a sandbox; says which.
    """
    try:
        from distributed import Client
    except ImportError:
        raise RuntimeError("Dask is not installed: .venv/bin/python -m pip install distributed") from None
    try:
        client = Client(address, timeout=10)
    except (OSError, ValueError) as problem:
        raise RuntimeError(f"no scheduler answers at {address}: {problem}") from None
    with client:
        _prepare(client, unsafe)
        yield Ahead(client)


def _prepare(client, unsafe):
    try:
        client.wait_for_workers(1, timeout=10)
        client.run_on_scheduler(_retry)
        reasons = client.run(sandbox.why_not)
    except Exception as problem:
        raise RuntimeError(f"the cluster cannot mark: {type(problem).__name__}: {problem}") from None
    for worker, reason in reasons.items():
        if reason and not unsafe:
            raise RuntimeError(f"no student's code is run without a sandbox, and on {worker} {reason}")


def _retry(dask_scheduler):
    dask_scheduler.allowed_failures = RETRIES


def run_on_worker(task):
    """Run a task in this thread's own process."""
    if not hasattr(_own, "process") or _own.process.poll() is not None:
        command = [sys.executable, "-m", "classroom.running"]
        _own.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    _own.process.stdin.write(f"{task}\n")
    _own.process.stdin.flush()
    return _own.process.stdout.readline()
