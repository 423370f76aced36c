"""What a folder has already, kept on disk: memory does not grow with the corpus."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum

import pyarrow as pa

from quotes.errors import OutputError
from quotes.table.index import Entry


class State(StrEnum):
    """What a folder knows of an article that comes now."""

    NEW = "new"
    SAME = "same"
    FAILED = "failed"  # the same, and it failed
    OUTDATED = "outdated"  # the same, and another pipeline made its rows
    CHANGED = "changed"
    TAKEN = "taken"  # another input of this run has given its id to another article


class Known:
    """The index of a folder, in a database that vanishes with the connection.

    Args:
        batches: the index; later lines stand before earlier ones of the same article. Read when something is looked up.
    """

    def __init__(self, batches: Iterable[pa.RecordBatch]) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        with _explained():
            self._database.execute("PRAGMA journal_mode=OFF")
            self._database.execute(
                "CREATE TABLE known (id TEXT, failure TEXT, digest TEXT, input TEXT, pipeline TEXT, failed INTEGER, "
                "seen INTEGER DEFAULT 0, PRIMARY KEY (id, failure)) WITHOUT ROWID"
            )
            self._database.execute("CREATE TABLE inputs (name TEXT PRIMARY KEY, whole INTEGER) WITHOUT ROWID")
            self._database.execute("BEGIN")
        self._batches = iter(batches)

    def begin_input(self, name: str, *, is_read: bool) -> None:
        """Remember that an input belongs to this run. `is_read`: it was not passed over."""
        with _explained():
            self._database.execute("INSERT OR REPLACE INTO inputs VALUES (?, ?)", (name, is_read))

    def state(self, entry: Entry, *, pipeline: str | None = None) -> tuple[State, str | None]:
        """Compare an article with the one that is here; return where that one is from as well.

        Args:
            entry: the article as it was read now.
            pipeline: what would make its rows now. None: not known yet.
        """
        self._load()
        found = self._database.execute(
            "SELECT digest, input, pipeline, failed FROM known WHERE id = ? AND failure = ''", (entry.doc_id,)
        ).fetchone()
        if found is None:
            return State.NEW, None
        digest, source, made_by, failed = found
        if source != entry.input and self._is_passed_over(source):
            return State.TAKEN, source
        if digest == entry.digest:
            is_old = pipeline is not None and made_by != pipeline
            return State.FAILED if failed else State.OUTDATED if is_old else State.SAME, source
        return State.CHANGED, source

    def has_failure(self, entry: Entry) -> bool:
        """Tell whether reading has failed in the same way before, and remember that it did again."""
        self._load()
        with _explained():
            found = self._database.execute(
                "UPDATE known SET seen = 1 WHERE id = ? AND failure = ?", (entry.doc_id, entry.digest)
            )
        return found.rowcount > 0

    def is_refused(self, entry: Entry) -> bool:
        """Tell whether an article was refused before because its id was taken, and remember that it is again."""
        with _explained():
            found = self._database.execute(
                "UPDATE known SET seen = 1 WHERE id = ? AND failure != '' AND input = ?", (entry.doc_id, entry.input)
            )
        return found.rowcount > 0

    def mended(self) -> set[tuple[str, str]]:
        """Return the failures (doc_id, digest) that did not come again, though their input was read."""
        if self._database.execute("SELECT 1 FROM inputs WHERE whole LIMIT 1").fetchone() is None:
            return set()  # nothing was read: the index need not be, either
        self._load()
        found = self._database.execute(
            "SELECT id, failure FROM known JOIN inputs ON input = name WHERE failure != '' AND NOT seen AND whole"
        )
        return set(found.fetchall())

    def outdated(self, pipeline: str) -> int:
        """Count the articles whose rows another pipeline made."""
        self._load()
        statement = "SELECT count(*) FROM known WHERE failure = '' AND NOT failed AND pipeline != ?"
        return int(self._database.execute(statement, (pipeline,)).fetchone()[0])

    def close(self) -> None:
        """Drop the database."""
        self._database.close()

    def _is_passed_over(self, name: str | None) -> bool:
        """Tell whether an input stands before this one, and need not be read again. What is read again shows itself."""
        found = self._database.execute("SELECT 1 FROM inputs WHERE name = ? AND NOT whole", (name,))
        return found.fetchone() is not None

    def _load(self) -> None:
        with _explained():
            for batch in self._batches:
                self._database.executemany(
                    "INSERT OR REPLACE INTO known (id, failure, digest, input, pipeline, failed) VALUES (?, ?, ?, ?, ?, ?)",
                    _lines(batch),
                )


def _lines(batch: pa.RecordBatch) -> Iterator[tuple[str, str, str, str | None, str | None, bool]]:
    columns = [batch[name].to_pylist() for name in ("doc_id", "digest", "input", "pipeline", "step")]
    for doc_id, digest, source, pipeline, step in zip(*columns, strict=True):
        yield doc_id, digest if step == "read" else "", digest, source, pipeline, step is not None


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        msg = (
            f"The list of articles cannot be kept in {tempfile.gettempdir()} ({error}). Make room there, or set TMPDIR."
        )
        raise OutputError(msg) from error
