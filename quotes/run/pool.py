"""Processes that extract, and what becomes of an article whose process dies."""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections import Counter, deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from quotes.errors import ModelError
from quotes.run import worker
from quotes.run.worker import Loader, Rows
from quotes.types import Article, Failure

#: Articles with a worker at a time: one at work, and the next, so that it does not wait.
_DEPTH = 2
#: An article whose process died so often is a failure.
_DEATHS = 2
#: So many workers may die one after the other while they load, before the run gives up.
_FAILED_STARTS = 5
#: An article that takes longer is told of once, if there is no limit of time [seconds].
_LONG = 600.0
#: A limit of time holds for articles of so many characters; a longer one has more in proportion [characters].
LIMIT_CHARS = 10_000


@dataclass(slots=True)
class _Task:
    number: int
    article: Article


@dataclass(slots=True, eq=False)
class _Worker:
    process: BaseProcess
    connection: Connection
    tasks: deque[_Task] = field(default_factory=deque)
    is_ready: bool = False
    since: float = 0.0  # when the first of its tasks began
    why: str = ""  # the run ended it, for this reason


class Pool:
    """Extracts articles in other processes. Results come in any order, under the number of their article.

    A process that dies is replaced, and its articles are given to others. An article whose process died twice is a
    failure. Processes start one by one, as there is work for them.

    Args:
        workers: how many processes.
        loader: loads the pipeline in each; a function that can be imported.
        seconds: limit of time for an article of up to `LIMIT_CHARS`. None: there is no limit.
        note: is told what people should know.
    """

    def __init__(
        self, workers: int, loader: Loader, *, seconds: float | None = None, note: Callable[[str], None] | None = None
    ) -> None:
        self.size = workers
        self.pipeline: str | None = None
        self.ready_at: float | None = None
        self._loader = loader
        self._seconds = seconds
        self._note = note or (lambda _: None)
        self._context = multiprocessing.get_context("spawn")  # onnxruntime's threads do not survive a fork
        self._workers: list[_Worker] = []
        self._again: deque[_Task] = deque()
        self._deaths: Counter[int] = Counter()
        self._results: list[tuple[int, Rows]] = []
        self._failed_starts = 0
        self._told: set[int] = set()

    @property
    def has_room(self) -> bool:
        """Tell whether it takes an article now."""
        if self._again:
            return False
        return len(self._workers) < self.size or any(len(one.tasks) < _DEPTH for one in self._workers)

    def submit(self, number: int, article: Article) -> None:
        """Take an article."""
        self._give(_Task(number, article))

    def collect(self, timeout: float) -> list[tuple[int, Rows]]:
        """Return what is done; wait for it so long [seconds].

        Raises:
            ModelError: the pipeline cannot be loaded.
        """
        if not self._workers:
            time.sleep(timeout)
        by_connection = {one.connection: one for one in self._workers}
        for connection in wait(list(by_connection), timeout) if by_connection else ():
            self._receive(by_connection[connection])  # type: ignore[index]
        self._watch_time()
        while self._again and (len(self._workers) < self.size or any(len(one.tasks) < _DEPTH for one in self._workers)):
            self._give(self._again.popleft())
        results, self._results = self._results, []
        return results

    def load(self) -> None:
        """Start a process, and wait until the pipeline is loaded.

        Raises:
            ModelError: the pipeline cannot be loaded.
        """
        while self.pipeline is None:
            if not self._workers:
                self._start()
            self._results += self.collect(1.0)

    def close(self) -> None:
        """End all processes."""
        for one in self._workers:
            one.connection.close()
            one.process.kill()
        for one in self._workers:
            one.process.join()
        self._workers = []

    def _give(self, task: _Task) -> None:
        idle = min(self._workers, key=lambda one: len(one.tasks), default=None)
        if idle is None or (idle.tasks and len(self._workers) < self.size):
            idle = self._start()
        if not idle.tasks:
            idle.since = time.monotonic()
        idle.tasks.append(task)
        with suppress(OSError):  # it has died; that is seen when its end of the line is read
            idle.connection.send(task.article)

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=worker.work, args=(theirs, self._loader), daemon=True)
        process.start()
        theirs.close()
        one = _Worker(process, ours)
        self._workers.append(one)
        return one

    def _receive(self, one: _Worker) -> None:
        try:
            while one.connection.poll():
                kind, value = one.connection.recv()
                if kind == worker.RESULT:
                    self._results.append((one.tasks.popleft().number, value))
                    one.since = time.monotonic()
                elif kind == worker.READY:
                    self._is_ready(one, value)
                elif kind == worker.REFUSED:
                    raise value
                else:
                    one.why = "it ran out of memory"
        except (EOFError, OSError):
            self._bury(one)

    def _is_ready(self, one: _Worker, name: str) -> None:
        one.is_ready, one.since = True, time.monotonic()
        self.pipeline = name
        self.ready_at = self.ready_at or time.monotonic()
        self._failed_starts = 0

    def _bury(self, one: _Worker) -> None:
        """Give the articles of a dead process to others. The first of them was at work when it died."""
        self._workers.remove(one)
        one.connection.close()
        one.process.kill()
        one.process.join()
        why = one.why or _cause(one.process.exitcode)
        if not one.is_ready:
            self._failed_starts += 1
            if self._failed_starts >= _FAILED_STARTS:
                msg = (
                    f"The worker processes cannot start ({why}). Try fewer --workers: each needs about 1 GB of memory."
                )
                raise ModelError(msg)
        elif one.tasks:
            first = one.tasks[0]
            self._deaths[first.number] += 1
            if self._deaths[first.number] >= _DEATHS:
                one.tasks.popleft()
                error = f"its process ended twice, as {why}. The rest went on. Try it alone, with --retry-failed."
                self._results.append((first.number, (first.article, Failure(first.article.doc_id, "extract", error))))
        self._again.extendleft(reversed(one.tasks))

    def _watch_time(self) -> None:
        for one in self._workers:
            if not one.is_ready or not one.tasks:
                continue
            article = one.tasks[0].article
            passed = time.monotonic() - one.since
            if self._seconds is not None:
                limit = self._seconds * max(1.0, len(article.text) / LIMIT_CHARS)
                if passed > limit and not one.why:
                    one.why = f"it took longer than {limit:,.0f} s"
                    one.process.kill()
            elif passed > _LONG and one.tasks[0].number not in self._told:
                self._told.add(one.tasks[0].number)
                self._note(
                    f"{article.doc_id} ({len(article.text):,} characters) has taken {passed / 60:,.0f} minutes. "
                    "To give up on such articles, stop the run and start it again with --time-limit."
                )


def _cause(code: int | None) -> str:
    if code is not None and code < 0:
        name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
        return f"it was killed by {name}" + (", perhaps for want of memory" if name == "SIGKILL" else "")
    return f"it ended with code {code}"
