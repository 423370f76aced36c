"""A process that extracts: it is sent articles and sends back their rows. Imports little, as each start costs that."""

from __future__ import annotations

import os
import queue
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection

import pyarrow as pa

from quotes.config import Config
from quotes.errors import ModelError, QuotesError
from quotes.table.schema import QUOTES, RowError, to_batch
from quotes.types import Article, Failure, Quote

Stream = Callable[[Iterable[Article]], Iterator[tuple[Article, list[Quote] | Failure]]]
Loader = Callable[[], tuple[str, Stream]]
Rows = tuple[Article, pa.RecordBatch | Failure]

#: What a worker sends: (kind, value).
READY, RESULT, REFUSED = "ready", "result", "refused"
#: Sent in the place of a result where memory ran out: a new process may have enough of it.
NO_MEMORY = "no memory"


def load_pipeline(config: Config) -> tuple[str, Stream]:
    """Load the pipeline with one thread. Return its name and version, and its `stream`.

    Raises:
        ModelError: something is not installed.
    """
    from quotes import pipeline

    nlp = pipeline.load(config, threads=1)
    return name(nlp.meta[pipeline.NAME], config), lambda articles: pipeline.stream(nlp, articles, config=config)


def name(made_by: str, config: Config) -> str:
    """Return what stands in the index for the maker of rows: the pipeline, and which rows are kept."""
    return f"{made_by} --all" if config.keep_all else made_by


def extract(stream: Stream, articles: Iterable[Article]) -> Iterator[Rows]:
    """Extract articles, and turn their rows into Arrow."""
    for article, found in stream(articles):
        if isinstance(found, Failure):
            yield article, found
            continue
        try:
            yield article, to_batch(found, QUOTES)
        except RowError as error:
            yield article, Failure(article.doc_id, "rows", str(error))


def work(connection: Connection, loader: Loader) -> None:
    """Extract what comes through the connection, until it is closed: then the process ends at once."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # the run ends its workers when it is at a good place
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[variable] = "1"
    articles: queue.SimpleQueue[Article] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(connection, articles), daemon=True).start()
    try:
        made_by, stream = loader()
    except MemoryError:
        return
    except Exception as error:  # another process would meet it too
        told = error if isinstance(error, QuotesError) else ModelError(f"The pipeline cannot be loaded: {error!r}.")
        connection.send((REFUSED, told))
        return
    connection.send((READY, made_by))
    while True:
        for article, found in extract(stream, [articles.get()]):
            if isinstance(found, Failure) and found.error.startswith("MemoryError"):
                connection.send((NO_MEMORY, None))
                return
            connection.send((RESULT, (article, found)))


def _receive(connection: Connection, articles: queue.SimpleQueue[Article]) -> None:
    """Take articles as they come, so that whoever sends them never waits."""
    try:
        while True:
            articles.put(connection.recv())
    except (EOFError, OSError):
        os.kill(os.getpid(), signal.SIGKILL)  # the run is over, or was killed; there is nothing to put in order
