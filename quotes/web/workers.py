"""Run work in other processes, so that the web application never waits: with a queue, a time limit, and cancelling.

Each worker is one process that does one task at a time. A task that takes too long, or is cancelled, costs its process
its life; the next task gets a new one.
"""

from __future__ import annotations

import multiprocessing
import queue
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing.connection import Connection
from typing import Any

from quotes.config import DEFAULT_WEB, WebConfig
from quotes.errors import QuotesError

#: How often a running task is looked after [seconds].
_LOOK = 0.1

Work = Callable[[Any], Any]


class BusyError(QuotesError):
    """Too many tasks are waiting already."""


class State(StrEnum):
    """How far a task is."""

    WAITING = "waiting"
    STARTING = "starting"  # its worker is still loading the models
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


#: States in which nothing more will happen.
FINAL = frozenset({State.DONE, State.FAILED, State.CANCELLED})


@dataclass(slots=True)
class Job:
    """A task on its way. Changed by the workers' threads only.

    Args:
        id: cannot be guessed.
        name: what people know it by.
        task: what the worker is given.
        state: how far it is.
        error: why it failed, and what to do; "": it did not.
        result: what came out, once it is done.
        started: when it left the queue [seconds of the monotonic clock].
    """

    id: str
    name: str
    task: Any
    state: State = State.WAITING
    error: str = ""
    result: Any = None
    started: float = 0.0
    cancelled: bool = False

    @property
    def is_final(self) -> bool:
        """True if nothing more will happen."""
        return self.state in FINAL


class Workers:
    """A few processes, and the jobs that they are given.

    Args:
        make: is called in each process once, and returns what does the tasks. A function at the top of a module.
        on_result: is called with each result, in a thread of ours; what it returns is the job's result.
        config: how many processes, and limits.
    """

    def __init__(
        self, make: Callable[[], Work], on_result: Callable[[Any], Any], *, config: WebConfig = DEFAULT_WEB
    ) -> None:
        self._make, self._on_result, self._config = make, on_result, config
        self._queue: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = threading.Lock()
        self._threads = [
            threading.Thread(target=self._serve, args=(number == 0,), daemon=True) for number in range(config.workers)
        ]

    def start(self) -> None:
        """Start the first process at once, so that the first article need not wait for it."""
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Stop all processes; what is running is lost."""
        with self._lock:
            for job in self._jobs.values():
                job.cancelled = True
        for _ in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            if thread.is_alive():
                thread.join(timeout=5)

    def submit(self, task: Any, *, name: str) -> Job:
        """Add a task to the queue.

        Raises:
            BusyError: too many are waiting.
        """
        job = Job(secrets.token_urlsafe(12), name, task)
        with self._lock:
            if sum(other.state == State.WAITING for other in self._jobs.values()) >= self._config.max_waiting:
                msg = f"{self._config.max_waiting} articles are waiting already. Try again in a minute, or cancel one."
                raise BusyError(msg)
            self._jobs[job.id] = job
            self._forget()
        self._queue.put(job)
        return job

    def job(self, job_id: str) -> Job | None:
        """Return a job; None: there is none of this id, or it was long ago."""
        return self._jobs.get(job_id)

    def ahead(self, job: Job) -> int:
        """Count the jobs that will be started before this one."""
        with self._lock:
            waiting = [other.id for other in self._jobs.values() if other.state == State.WAITING]
        return waiting.index(job.id) if job.id in waiting else 0

    def cancel(self, job: Job) -> None:
        """Stop a job, wherever it is."""
        job.cancelled = True
        if job.state == State.WAITING:
            job.state = State.CANCELLED

    def _forget(self) -> None:
        final = [job_id for job_id, job in self._jobs.items() if job.is_final]
        for job_id in final[: max(0, len(final) - self._config.max_finished)]:
            del self._jobs[job_id]

    def _serve(self, warm: bool) -> None:  # noqa: FBT001  a thread's argument
        child = _Child(self._make) if warm else None
        while (job := self._queue.get()) is not None:
            if not job.cancelled:
                child = child if child is not None and child.is_alive() else _Child(self._make)
                if not self._run(job, child):
                    child.kill()
                    child = None
            job.task = None  # an article may be large
        if child is not None:
            child.kill()

    def _run(self, job: Job, child: _Child) -> bool:
        """Do one job; return whether the process can go on."""
        job.started, job.state = time.monotonic(), State.STARTING
        if not child.wait_ready(job):
            self._stopped(job, child)
            return child.is_ready and not job.cancelled
        job.state = State.RUNNING
        try:
            child.send(job.task)
            answer = child.receive(job, self._config.extraction_seconds)
        except (EOFError, OSError):  # it ended
            child.kill()
            answer = None
        if answer is None:
            self._stopped(job, child)
            return False
        self._finish(job, *answer)
        return True

    def _finish(self, job: Job, error: str, result: Any) -> None:
        try:
            job.result = self._on_result(result) if not error else None
        except QuotesError as problem:
            error = str(problem)
        except Exception as problem:  # the thread must live on
            error = f"It was read, and could not be kept ({type(problem).__name__}: {problem}). Try again."
        job.error = error
        job.state = State.FAILED if error else State.DONE

    def _stopped(self, job: Job, child: _Child) -> None:
        if job.cancelled:
            job.state = State.CANCELLED
            return
        job.error = (
            f"It took longer than {self._config.extraction_seconds:.0f} seconds and was stopped. "
            "Is it one article? Split a longer text, and try again."
            if child.is_alive()
            else "The process that was reading it ended. It may have needed too much memory; try a shorter text."
        )
        job.state = State.FAILED


class _Child:
    """One process and the pipe to it."""

    def __init__(self, make: Callable[[], Work]) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs, make), daemon=True)
        self._process.start()
        theirs.close()
        self.is_ready = False

    def is_alive(self) -> bool:
        return self._process.is_alive()

    def wait_ready(self, job: Job) -> bool:
        while not self.is_ready and not job.cancelled and self.is_alive():
            try:
                self.is_ready = self._pipe.poll(_LOOK) and bool(self._pipe.recv())
            except (EOFError, OSError):
                return False
        return self.is_ready and not job.cancelled

    def send(self, task: Any) -> None:
        self._pipe.send(task)

    def receive(self, job: Job, seconds: float) -> tuple[str, Any] | None:
        """Return what came out; None: nothing in time, or it was cancelled."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and not job.cancelled:
            if self._pipe.poll(_LOOK):
                answer: tuple[str, Any] = self._pipe.recv()
                return answer
            if not self.is_alive():
                return None
        return None

    def kill(self) -> None:
        """End the process; it may have ended before."""
        self._process.kill()
        self._process.join(timeout=5)
        self._pipe.close()


def _work(pipe: Connection, make: Callable[[], Work]) -> None:
    """Do tasks until the pipe closes: the whole life of a process."""
    work = make()
    pipe.send("ready")
    while True:
        try:
            task = pipe.recv()
        except EOFError:
            return
        try:
            pipe.send(("", work(task)))
        except QuotesError as error:
            pipe.send((str(error), None))
        except MemoryError:
            pipe.send(("It needs too much memory. Try a shorter text.", None))
        except Exception as error:  # one bad article must not stop the others
            pipe.send((f"It could not be read ({type(error).__name__}: {error}).", None))
