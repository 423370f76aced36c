"""Workers: a queue, a time limit, cancelling, and processes that die."""

import time
from collections.abc import Iterator

import made_work
import pytest
from made_work import CONFIG

from quotes.web.uploads import Submission
from quotes.web.workers import BusyError, Job, State, Workers

TEXT = b"\xe2\x80\x9cWe won,\xe2\x80\x9d said Ana Ruiz."


@pytest.fixture
def workers() -> Iterator[Workers]:
    made = Workers(made_work.make, lambda result: result[0].doc_id, config=CONFIG)
    made.start()
    yield made
    made.close()


def wait(job: Job, seconds: float = 60) -> Job:
    end = time.monotonic() + seconds
    while not job.is_final and time.monotonic() < end:
        time.sleep(0.02)
    return job


def test_result(workers: Workers) -> None:
    job = wait(workers.submit(Submission("", TEXT), name="a"))
    assert (job.state, job.error) == (State.DONE, "")
    assert job.result.startswith("checked-")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"HANG", "longer than 3 seconds"),
        (b"CRASH", "process"),
        (b"REFUSE", "for a reason"),
        (b"BREAK", "KeyError"),
        (b"   ", "empty"),
    ],
)
def test_failure_says_why_and_the_next_works(workers: Workers, text: bytes, says: str) -> None:
    job = wait(workers.submit(Submission("", text), name="a"))
    assert job.state == State.FAILED
    assert says in job.error
    assert wait(workers.submit(Submission("", TEXT), name="b")).state == State.DONE


@pytest.mark.slow
def test_slow_article_blocks_nobody(workers: Workers) -> None:
    slow = workers.submit(Submission("", b"HANG"), name="slow")
    assert wait(workers.submit(Submission("", TEXT), name="quick")).state == State.DONE
    workers.cancel(slow)
    assert wait(slow).state == State.CANCELLED


@pytest.mark.slow
def test_too_many_are_refused(workers: Workers) -> None:
    jobs = [workers.submit(Submission("", b"HANG"), name="slow") for _ in range(2)]
    end = time.monotonic() + 60
    while any(job.state == State.WAITING for job in jobs) and time.monotonic() < end:
        time.sleep(0.02)
    jobs += [workers.submit(Submission("", TEXT), name="waits") for _ in range(CONFIG.max_waiting)]
    with pytest.raises(BusyError, match="waiting"):
        workers.submit(Submission("", TEXT), name="too many")
    for job in jobs:
        workers.cancel(job)
    assert all(wait(job).state in {State.CANCELLED, State.FAILED} for job in jobs)
