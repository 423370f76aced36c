"""Which ids were given in a run, kept on disk: a set of them would grow with the corpus."""

from __future__ import annotations

import sqlite3


class Ids:
    """The ids given so far and where each was first seen.

    SQLite's unnamed database lives in a temporary file that vanishes with the connection; it keeps only a small cache
    in memory.

    >>> ids = Ids()
    >>> ids.claim("a", "one.csv:2"), ids.claim("a", "two.csv:9")
    (None, 'one.csv:2')
    """

    def __init__(self) -> None:
        # The articles may be consumed by another thread than the one that asked for them; never by two at once.
        self._database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._database.execute("PRAGMA journal_mode=OFF")
        self._database.execute("CREATE TABLE ids (id TEXT PRIMARY KEY, place TEXT) WITHOUT ROWID")
        self._database.execute("BEGIN")

    def claim(self, doc_id: str, place: str) -> str | None:
        """Give an id to the article at `place`; where it is taken already, return where, and give nothing."""
        given = self._database.execute("INSERT OR IGNORE INTO ids VALUES (?, ?)", (doc_id, place)).rowcount
        if given:
            return None
        (first,) = self._database.execute("SELECT place FROM ids WHERE id = ?", (doc_id,)).fetchone()
        return str(first)

    def close(self) -> None:
        """Drop the database."""
        self._database.close()
