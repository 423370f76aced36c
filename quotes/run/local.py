"""Many articles: read, extract, write, and keep account of what failed."""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from spacy.language import Language

from quotes import pipeline, readers
from quotes.config import DEFAULT, Config
from quotes.errors import InputError, ModelError, OutputError
from quotes.readers.ids import Ids
from quotes.readers.options import ReadOptions
from quotes.table.schema import RowError
from quotes.table.writer import Writer
from quotes.types import Article, Failure, Quote

Extracted = tuple[Article, list[Quote] | Failure]

_STDIN = "-"
_IN_TABLE = "table"
#: Reasons told when nothing at all could be read.
_REASONS = 5


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run has done so far. `skipped`: articles that the output folder had already."""

    articles: int = 0
    quotes: int = 0
    failures: int = 0
    words: int = 0
    skipped: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class RunOptions:
    """Choices about a run.

    Args:
        read: choices about reading.
        overwrite: replace the output. Without it a file that exists is refused, and a folder appended to: articles
            that it has (by doc_id) are skipped, so that a run which was stopped goes on where it was.
        workers: processes to extract with. The table is the same for any number.
        on_failure: is given each article that failed, at once.
        config: limits, sizes, and which rows are kept.
    """

    read: ReadOptions = field(default_factory=ReadOptions)
    overwrite: bool = False
    workers: int = 1
    on_failure: Callable[[Failure], None] | None = None
    config: Config = DEFAULT


def run(
    paths: Sequence[str | Path],
    output: str | Path,
    *,
    nlp: Language | None = None,
    options: RunOptions | None = None,
    on_progress: Callable[[Summary], None] | None = None,
) -> Summary:
    """Write the quote table of all articles at `paths`.

    An article that fails goes to the table's log, and the rest goes on. Stopped by Ctrl-C, KeyboardInterrupt is raised
    with a note that says what is kept.

    Args:
        paths: files, folders, patterns, or "-" for standard input.
        output: a NAME.parquet, or a folder (`store.py`).
        nlp: the pipeline. None: the one of `pipeline.load()`, loaded once the output is known to be writable.
        options: choices about the run.
        on_progress: is called after each article.

    Raises:
        OutputError: the output cannot be written.
        InputError: not one article could be read or extracted; nothing is written then.
    """
    options = options or RunOptions()
    _refuse_input_as_output(paths, Path(output))
    tables = Writer(output, overwrite=options.overwrite)
    try:
        with tables:
            task = _Run(tables, options)
            source = task.articles(readers.read(paths, options=options.read, config=options.config))
            for article, found in _extract(source, nlp, options):
                task.write(article, found)
                if on_progress is not None:
                    on_progress(task.summary())
            task.refuse_nothing()
    except KeyboardInterrupt as stop:
        stop.add_note(tables.kept())
        raise
    return task.summary()


class _Run:
    """The account of one run."""

    def __init__(self, tables: Writer, options: RunOptions) -> None:
        self._tables = tables
        self._options = options
        self._count: Counter[str] = Counter()
        self._reasons: list[str] = []
        self._began = time.monotonic()
        self._known = Ids()
        for doc_id in tables.done():
            self._known.claim(doc_id, _IN_TABLE)

    def articles(self, items: Iterable[Article | Failure]) -> Iterator[Article]:
        """Pass on what is to be extracted."""
        for item in items:
            if isinstance(item, Failure):
                self._fail(item)
            elif self._known.claim(item.doc_id, "") == _IN_TABLE:
                self._count["skipped"] += 1
            else:
                yield item

    def write(self, article: Article, found: list[Quote] | Failure) -> None:
        if isinstance(found, Failure):
            self._fail(found)
            return
        try:
            self._tables.add(article, found)
        except RowError as error:
            self._fail(Failure(article.doc_id, "rows", str(error)))
            return
        self._count.update(articles=1, quotes=len(found), words=len(article.text.split()))

    def summary(self) -> Summary:
        return Summary(**self._count, seconds=time.monotonic() - self._began)

    def refuse_nothing(self) -> None:
        """Raise where no article at all came through, so that no empty table is taken for a result."""
        if self._count["articles"] or self._count["skipped"]:
            return
        if not self._reasons:
            msg = "There are no articles in what was given. Check the paths."
            raise InputError(msg)
        more = self._count["failures"] - len(self._reasons)
        lines = [*self._reasons, *([f"and {more:,} more"] if more else [])]
        msg = "None of the articles could be processed, and nothing was written:\n  " + "\n  ".join(lines)
        raise InputError(msg)

    def _fail(self, failure: Failure) -> None:
        self._tables.fail(failure)
        self._count["failures"] += 1
        if len(self._reasons) < _REASONS:
            self._reasons.append(f"{failure.doc_id}: {failure.reason} ({failure.stage})")
        if self._options.on_failure is not None:
            self._options.on_failure(failure)


def _refuse_input_as_output(paths: Iterable[str | Path], output: Path) -> None:
    for path in paths:
        if str(path) != _STDIN and Path(path).resolve() == output.resolve():
            msg = f"{output} is the input too, and would be lost. Give another name with -o."
            raise OutputError(msg)


def _extract(articles: Iterable[Article], nlp: Language | None, options: RunOptions) -> Iterator[Extracted]:
    if options.workers > 1:
        return _extract_in_processes(articles, options)
    return pipeline.stream(nlp or pipeline.load(options.config), articles, config=options.config)


def _extract_in_processes(articles: Iterable[Article], options: RunOptions) -> Iterator[Extracted]:
    """Extract in order, with few batches under way: memory does not grow where reading is faster than extracting."""
    context = multiprocessing.get_context("spawn")  # onnxruntime's threads do not survive a fork
    with ProcessPoolExecutor(
        options.workers, mp_context=context, initializer=_begin_work, initargs=(options.config,)
    ) as pool:
        under_way: deque[Future[list[Extracted]]] = deque()
        try:
            source = iter(articles)
            while batch := list(islice(source, options.config.batch_size)):
                under_way.append(pool.submit(_work, batch))
                if len(under_way) > 2 * options.workers:
                    yield from under_way.popleft().result()
            while under_way:
                yield from under_way.popleft().result()
        except BrokenProcessPool as error:
            msg = "A worker process could not start, or was killed, perhaps for want of memory. Try fewer --workers."
            raise ModelError(msg) from error
        finally:
            pool.shutdown(cancel_futures=True)


_worker: list[tuple[Language, Config]] = []


def _begin_work(config: Config) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent to handle
    _worker.append((pipeline.load(config), config))


def _work(batch: Sequence[Article]) -> list[Extracted]:
    nlp, config = _worker[0]
    return list(pipeline.stream(nlp, batch, config=config))
