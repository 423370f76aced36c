"""Remember the ids of a run on disk, because a set in memory would grow with the corpus."""

from __future__ import annotations

import sqlite3
import tempfile

from quotes.errors import OutputError


class Ids:
    """The ids claimed so far, and where each was first seen.

    They are kept in an unnamed SQLite database: a temporary file that is deleted with the connection.

    >>> ids = Ids()
    >>> ids.claim("a", "one.csv:2"), ids.claim("a", "two.csv:9")
    (None, 'one.csv:2')
    """

    def __init__(self) -> None:
        # Articles may be consumed in another thread than the one that asked for them, but never in two at once.
        self._database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._database.execute("PRAGMA journal_mode=OFF")
        self._database.execute("CREATE TABLE ids (id TEXT PRIMARY KEY, place TEXT) WITHOUT ROWID")
        self._database.execute("BEGIN")

    def claim(self, doc_id: str, place: str) -> str | None:
        """Claim an id for the article at `place`.

        Returns:
            None: claimed. Otherwise the place that claimed it before.

        Raises:
            OutputError: the disk for temporary files is full.
        """
        try:
            given = self._database.execute("INSERT OR IGNORE INTO ids VALUES (?, ?)", (doc_id, place)).rowcount
        except sqlite3.OperationalError as error:
            folder = tempfile.gettempdir()
            msg = f"The list of ids cannot be kept in {folder} ({error}). Make room there, or set TMPDIR."
            raise OutputError(msg) from error
        if given:
            return None
        (first,) = self._database.execute("SELECT place FROM ids WHERE id = ?", (doc_id,)).fetchone()
        return str(first)

    def close(self) -> None:
        """Delete the database."""
        self._database.close()
