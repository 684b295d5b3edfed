"""Marking on a Dask cluster of two processes: nothing is lost, nothing marked twice, whatever becomes of a worker."""

import os
import signal
import threading
import time
from collections import Counter

import pytest

pytest.importorskip("nbgrader", reason="nbgrader is not installed: make test-classroom brings it")
pytest.importorskip("distributed", reason="Dask is not installed (the extra cluster installs it)")
import distributed

from classroom import sandbox
from classroom.cluster import WORKER_DIED, cluster
from classroom.handed_in import read_class
from classroom.mark import mark

from .assignments import answered, read
from .teaching import hand_in, run_classroom
from .test_bad_submissions import BAD, NAME
from .test_nbgrader import ALL, NOTHING, TURNED, TURNED_MARKS, marked

pytestmark = pytest.mark.skipif(bool(sandbox.why_not()), reason=f"no sandbox can be made here: {sandbox.why_not()}")

A1 = "A1_convolution"
SUBMISSIONS = int(os.environ.get("SUBMISSIONS", "16"))
"""More of them show the same and take longer."""


@pytest.fixture(scope="module")
def workers():
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as local:
        yield local


def kill(client, worker):
    os.kill(client.run(os.getpid, workers=[worker])[worker], signal.SIGKILL)


def test_a_worker_dies_on_the_way_and_all_are_marked_once_as_one_after_the_other(workers, new_course, tmp_path, oracle):
    course = new_course(tmp_path / "course", A1)
    given = {f"{number:03}": TURNED_MARKS if number % 3 else ALL for number in range(SUBMISSIONS)}
    for student, marks in given.items():
        hand_in(course, student, read(A1) if marks is ALL else answered(read(A1), *TURNED))
    seen = Counter()
    with cluster(workers.scheduler_address, unsafe=False) as ahead, distributed.Client(workers) as client:
        for student, verdict, why in mark(course, A1, ahead=ahead):
            seen[student, verdict, why] += 1
            if len(seen) == SUBMISSIONS // 4:
                kill(client, next(iter(client.scheduler_info()["workers"])))
    assert seen == Counter((student, "marked", "") for student in given)
    assert {student: work.marks for student, work in marked(course).items()} == given
    oracle("submissions marked on a cluster that lost a worker", SUBMISSIONS)


def test_who_ends_every_worker_is_tried_three_times_and_the_teacher_is_told(workers, new_course, tmp_path):
    course = new_course(tmp_path / "course", A1)
    hand_in(course, "a loop", BAD["infinite loop"][0][NAME])
    done, killed = threading.Event(), []

    def kill_who_works(client):
        while not done.wait(0.2):
            for worker, tasks in client.processing().items():
                if tasks and len(killed) < 3:
                    killed.append(worker)
                    kill(client, worker)
                    time.sleep(1)

    with cluster(workers.scheduler_address, unsafe=False) as ahead, distributed.Client(workers) as client:
        killer = threading.Thread(target=kill_who_works, args=[client])
        killer.start()
        verdicts = list(mark(course, A1, ahead=ahead))
        done.set()
        killer.join()
    assert (verdicts, len(killed)) == ([("a loop", "NOT MARKED", WORKER_DIED)], 3)
    assert marked(course).get("a loop") is None or marked(course)["a loop"].marks == NOTHING
    _, (assignment,), _ = read_class(course)
    assert WORKER_DIED in " ".join(assignment.works["a loop"].why)


def test_no_scheduler_is_said_and_nothing_is_marked(new_course, tmp_path):
    course = new_course(tmp_path / "course", A1)
    hand_in(course, "ada", read(A1))
    said = run_classroom(course, "mark", "--scheduler", "tcp://127.0.0.1:9", fails=True)
    assert "no scheduler answers at tcp://127.0.0.1:9" in said
    assert not (course / "autograded").exists()
