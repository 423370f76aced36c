"""Compact a folder of tables, on its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from quotes.errors import InputError
from quotes.table import index
from quotes.table.folder import Corpus
from quotes.table.lock import Lock
from quotes.table.storage import Storage, is_hidden
from quotes.table.tidying import tidy
from quotes.table.writer import explained


@dataclass(frozen=True, slots=True)
class Compacted:
    """What compacting has done. `repeated`: articles that two shards had written; `bytes`: of all three tables."""

    files_before: int
    files: int
    bytes_before: int
    bytes: int
    articles: int
    quotes: int
    bytes_a_quote: float
    repeated: int


def compact(folder: str | Path, *, partition: str | None = None) -> Compacted:
    """Bring the small files of a folder together; new versions of articles take the place of old ones.

    Args:
        folder: a path or an address.
        partition: "year-month": divide the files by month of publication. None: as the folder is.

    Raises:
        InputError: there is no such folder of tables.
        OutputError: a run writes into it, or the disk is full.
    """
    storage = Storage(folder)
    if not storage.names(index.FOLDER):
        msg = f"{folder}: no folder of tables. Make one with: quotes extract ARTICLES -o {folder}"
        raise InputError(msg)
    with explained(folder):
        lock = Lock(storage)
        try:
            corpus = Corpus(storage)
            corpus.open()
            corpus.partition = partition or corpus.partition
            files_before, bytes_before, _ = _measure(corpus)
            repeated = tidy(corpus, repeated=True)
            corpus.write_manifest()
            files, size, quotes_size = _measure(corpus)
        finally:
            lock.release()
    here = corpus.totals()
    return Compacted(
        files_before,
        files,
        bytes_before,
        size,
        here["articles"],
        here["quotes"],
        quotes_size / max(1, here["quotes"]),
        repeated,
    )


def _measure(corpus: Corpus) -> tuple[int, int, int]:
    """Count files, all bytes and the bytes of the quote table."""
    names = [name for name in corpus.storage.names() if name.endswith(".parquet") and not is_hidden(name)]
    sizes = {name: corpus.storage.size(name) for name in names if not name.startswith(index.FOLDER)}
    return len(sizes), sum(sizes.values()), sum(size for name, size in sizes.items() if name.startswith("quotes/"))
