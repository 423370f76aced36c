"""Many articles on one machine: read, extract in several processes, write in the order of input."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, Protocol

from quotes.config import DEFAULT, Config
from quotes.errors import OutputError, QuotesError
from quotes.readers.options import ReadOptions
from quotes.run import cores, worker
from quotes.run.account import Summary
from quotes.run.feed import Feed
from quotes.run.pool import Pool
from quotes.run.shards import Shard
from quotes.run.task import Choices, Task
from quotes.run.worker import Loader, Rows
from quotes.table.writer import Writer
from quotes.types import Article, Failure, Quote

if TYPE_CHECKING:  # a folder that is finished is to be recognised before spaCy could be imported
    from spacy.language import Language

_STDIN = "-"
#: So many articles, or characters, are under way at a time: what is done waits for those before it.
_AHEAD = 512
_AHEAD_CHARS = 32_000_000
#: How long to wait for results before looking at the clock, or whether more was read [seconds].
_TICK = 0.25
_PAUSE = 0.02
#: Articles taken from the reader before results are looked at.
_AT_ONCE = 256

Progress = Callable[[Summary], None]


@dataclass(frozen=True, slots=True)
class RunOptions:
    """Choices about a run.

    Args:
        read: choices about reading.
        overwrite: replace the output. Without it a file that exists is refused, and a folder added to: articles that it
            has are skipped, changed ones replaced, and a run that was stopped goes on where it was.
        workers: processes to extract with, each with one thread. The table is the same for any number. None: as many as
            there are usable cores.
        time_limit: limit of time for an article of up to 10,000 characters, more for longer ones [seconds]. None: there
            is no limit; with one, slow machines may fail articles that fast ones do not.
        retry_failed: try again what failed in an earlier run into the folder.
        redo_outdated: extract again what another version of the pipeline extracted.
        shard: the share of the work that is this run's.
        partition: "year-month": divide the files of a folder by month of publication.
        on_failure: is given each article that failed, at once.
        config: limits, sizes, and which rows are kept.
        loader: loads the pipeline in each process.
    """

    read: ReadOptions = field(default_factory=ReadOptions)
    overwrite: bool = False
    workers: int | None = None
    time_limit: float | None = None
    retry_failed: bool = False
    redo_outdated: bool = False
    shard: Shard | None = None
    partition: str | None = None
    on_failure: Callable[[Failure], None] | None = None
    loader: Loader | None = None
    config: Config = DEFAULT


class Engine(Protocol):
    """What extracts: other processes, or this one."""

    pipeline: str | None

    @property
    def has_room(self) -> bool:
        """Tell whether it takes an article now."""

    def submit(self, number: int, article: Article) -> None:
        """Take an article."""

    def collect(self, timeout: float) -> list[tuple[int, Rows]]:
        """Return what is done; wait for it so long [seconds]."""

    def load(self) -> None:
        """Load the pipeline now, to know what it is."""

    def close(self) -> None:
        """End it."""


def run(
    paths: Sequence[str | Path],
    output: str | Path,
    *,
    nlp: Language | None = None,
    options: RunOptions | None = None,
    on_progress: Progress | None = None,
) -> Summary:
    """Write the quote table of all articles at `paths`.

    An article that fails goes to the table's failures, and the rest goes on. Stopped by Ctrl-C or SIGTERM,
    KeyboardInterrupt is raised with a note that says what is kept.

    Args:
        paths: files, folders, patterns, addresses such as s3://bucket/news, or "-" for standard input.
        output: a NAME.parquet, or a folder (`table/files.py`), which may be an address.
        nlp: the pipeline, to extract with it in this process. None: other processes load `pipeline.load()` once there
            is an article to extract.
        options: choices about the run.
        on_progress: is called after each article, and while nothing happens several times a second.

    Raises:
        OutputError: the output cannot be written, or another run writes to it.
        InputError: not one article could be read or extracted; nothing is written then.
    """
    options = options or RunOptions()
    tables = open_tables(paths, output, options)
    try:
        with tables, stop_signals() as stopped:
            task = Task(tables, choices(options))
            feed = Feed(paths, options.read, options.config, shard=options.shard, finished=task.finished)
            engine = _Here(nlp, options.config) if nlp is not None else _pool(options)
            try:
                if options.redo_outdated:
                    engine.load()
                    task.ready(engine.pipeline)
                _work(feed, engine, task, stopped, on_progress)
            finally:
                feed.stop()
                engine.close()
            task.finish()
    except (KeyboardInterrupt, QuotesError) as stop:
        add_kept(stop, tables)
        raise
    return task.final()


def add_kept(stop: BaseException, tables: Writer) -> None:
    """Say, with what has stopped a run, what is kept of it."""
    if isinstance(stop, KeyboardInterrupt) or (tables.folder is not None and tables.folder.published):
        stop.add_note(tables.kept())


def open_tables(paths: Sequence[str | Path], output: str | Path, options: RunOptions) -> Writer:
    """Open what is to be written.

    Raises:
        OutputError: it cannot be written, or another run writes to it.
    """
    for path in paths:
        if str(path) != _STDIN and Path(path).resolve() == Path(output).resolve():
            msg = f"{output} is the input too, and would be lost. Give another name with -o."
            raise OutputError(msg)
    if str(output).endswith(".parquet") and (options.shard or options.partition):
        msg = f"{output}: shards and partitions are of folders. Give the name of a folder with -o."
        raise OutputError(msg)
    return Writer(output, overwrite=options.overwrite, shard=options.shard.tag if options.shard else "")


class _Here:
    """Extracts in this process, one article at a time."""

    def __init__(self, nlp: Language, config: Config) -> None:
        self.pipeline: str | None = worker.name(getattr(nlp, "meta", {}).get("quotes", ""), config)
        self._nlp, self._config = nlp, config
        self._waiting: list[tuple[int, Article]] = []

    @property
    def has_room(self) -> bool:
        return not self._waiting

    def submit(self, number: int, article: Article) -> None:
        self._waiting.append((number, article))

    def collect(self, timeout: float) -> list[tuple[int, Rows]]:
        if not self._waiting:
            time.sleep(min(timeout, 0.01))
        results = []
        for number, article in self._waiting:
            results += [(number, rows) for rows in worker.extract(self._stream, [article])]
        self._waiting = []
        return results

    def load(self) -> None:
        pass

    def close(self) -> None:
        pass

    def _stream(self, articles: Iterable[Article]) -> Iterator[tuple[Article, list[Quote] | Failure]]:
        from quotes import pipeline

        return pipeline.stream(self._nlp, articles, config=self._config)


def _pool(options: RunOptions) -> Engine:
    workers = options.workers or cores.usable()
    loader = options.loader or partial(worker.load_pipeline, options.config)
    return Pool(workers, loader, seconds=options.time_limit, note=options.read.on_note)


def choices(options: RunOptions) -> Choices:
    """Return what a run is to do with articles that the output has, and whom to tell."""
    return Choices(
        retry_failed=options.retry_failed,
        redo_outdated=options.redo_outdated,
        overwrite=options.overwrite,
        partition=options.partition,
        on_failure=options.on_failure,
        note=options.read.on_note or (lambda _: None),
    )


def _work(feed: Feed, engine: Engine, task: Task, stopped: Stopped, on_progress: Progress | None) -> None:
    """Pass articles from the reader to the engine and results to the table, until there are no more."""

    def tell() -> None:
        if on_progress is not None:
            on_progress(task.summary(done=feed.done_bytes, total=feed.total_bytes))

    tell()
    while not (feed.is_at_end and task.is_done):
        stopped.check()
        for number, rows in engine.collect(_fill(feed, engine, task)):
            task.result(number, rows)
        task.ready(engine.pipeline)
        for _ in task.write():
            stopped.check()
            tell()
        tell()
        task.tick()


def _fill(feed: Feed, engine: Engine, task: Task) -> float:
    """Give the engine what it takes. Return how long results may be waited for until it may take more [seconds]."""
    for _ in range(_AT_ONCE):
        if not engine.has_room or task.waiting >= _AHEAD or task.waiting_chars >= _AHEAD_CHARS:
            return _TICK
        event = feed.take()
        if event is None:
            return _TICK if feed.is_at_end else _PAUSE
        given = task.take(event)
        if given is not None:
            engine.submit(*given)
    return 0.0


class Stopped:
    """Whether the run was asked to stop, by Ctrl-C or SIGTERM. The first time it stops at the next good place."""

    def __init__(self) -> None:
        self.by: int | None = None

    def ask(self, number: int, frame: FrameType | None) -> None:
        """Handle a signal."""
        if self.by is not None:
            raise KeyboardInterrupt
        self.by = number

    def check(self) -> None:
        """Stop the run here, if it was asked to.

        Raises:
            KeyboardInterrupt: with the name of the signal.
        """
        if self.by is not None:
            raise KeyboardInterrupt(signal.Signals(self.by).name)


@contextmanager
def stop_signals() -> Iterator[Stopped]:
    """Turn Ctrl-C and SIGTERM into a question that the run asks at good places."""
    stopped = Stopped()
    if threading.current_thread() is not threading.main_thread():  # only there signals can be handled
        yield stopped
        return
    before: dict[int, Any] = {number: signal.signal(number, stopped.ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
