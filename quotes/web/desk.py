"""What lies on the desk: a table, the articles that were checked here, and the corrections of both.

Articles that are pasted or sent become a table of their own beside the first, `NAME-checked/` or FOLDER/checked, so that they too can be
queried. Corrections of both are in one file beside the table.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from quotes.config import DEFAULT_WEB, WebConfig
from quotes.errors import QueryError
from quotes.table import corrections
from quotes.table.corrected import Corrected, apply
from quotes.table.corrections import Correction, Damage
from quotes.table.files import parts
from quotes.table.quote_table import QuoteTable, open_table
from quotes.table.schema import to_quotes
from quotes.table.writer import Writer
from quotes.types import Article, Quote

#: Where the desk stands if no table is given.
DEFAULT_FOLDER = "quotes-desk"


class NotFoundError(QueryError):
    """There is no article, quotation or person of this id."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An article with its rows, corrected."""

    article: Article
    corrected: Corrected
    history: tuple[Correction, ...]


class Desk:
    """The tables and their corrections. Several threads can use it at once.

    Args:
        table: the table; None: there is none, and articles are kept in `folder`.
        folder: where articles and corrections are kept if there is no table.
        config: limits.

    Raises:
        QueryError: there is no quote table at this path.
    """

    def __init__(
        self, table: str | Path | None, *, folder: Path | None = None, config: WebConfig = DEFAULT_WEB
    ) -> None:
        self.config = config
        self.path = Path(table) if table is not None else folder or Path.home() / DEFAULT_FOLDER
        self.main: QuoteTable | None = open_table(table) if table is not None else None
        is_file = self.path.suffix == ".parquet" and not self.path.is_dir()
        self.checked_path = (
            self.path.with_name(f"{self.path.stem}-checked") if is_file else corrections.beside(self.path, "checked")
        )
        self.corrections_path = corrections.path(self.path)
        self.agreement_path = corrections.beside(self.path, "agreement.jsonl")
        self._lock = threading.RLock()
        self._index_locks = {"quotes": threading.Lock(), "articles": threading.Lock()}
        self._checked: tuple[object, QuoteTable | None] = (None, None)
        self._read: tuple[object, list[Correction], list[Damage]] = (None, [], [])
        if table is None:
            self.path.mkdir(parents=True, exist_ok=True)

    @property
    def checked(self) -> QuoteTable | None:
        """The table of the articles that were checked here; None: there are none yet."""
        folder = self.checked_path / "quotes"
        with self._lock:
            there = tuple(path.name for path in parts(folder)) if folder.is_dir() else ()
            if self._checked[0] != there:
                self._checked = (there, open_table(self.checked_path) if there else None)
            return self._checked[1]

    @property
    def tables(self) -> dict[str, QuoteTable]:
        """The tables that can be searched, by name: "table" and "checked"."""
        named = {"table": self.main, "checked": self.checked}
        return {name: table for name, table in named.items() if table is not None}

    def warm(self) -> None:
        """Make the indexes of words now, so that the first search and the first claim need not wait for them."""
        for table in self.tables.values():
            self.words_ready(table)
        for table in self.tables.values():
            if table.database.files.articles:
                self.words_ready(table, "articles")

    def words_ready(self, table: QuoteTable, name: str = "quotes") -> None:
        """Make a table's index where it is missing; one thread does it, those that need it wait.

        Args:
            table: the table.
            name: "quotes" or "articles".
        """
        with self._index_locks[name]:
            table.database.words(name)

    def article(self, doc_id: str) -> Article:
        """Return an article.

        Raises:
            NotFoundError: no table has it, or the articles do not lie beside the table.
        """
        for table in self._places():
            found = table.articles([doc_id])
            if found:
                return found[doc_id]
        msg = f"No article has the id {doc_id!r}. Search for it, or check that the articles lie beside the table."
        raise NotFoundError(msg)

    def rows(self, doc_id: str) -> list[Quote]:
        """Return an article's rows as they were extracted."""
        for table in self._places():
            rows = table.quotes_of(doc_id)
            if rows or table.articles([doc_id]):
                return rows
        return []

    def open(self, doc_id: str) -> Opened:
        """Return an article with its rows, corrected.

        Raises:
            NotFoundError: no table has it.
        """
        article = self.article(doc_id)
        history = corrections.of_article(self.corrections()[0], doc_id)
        return Opened(article, apply(article, self.rows(doc_id), corrections.in_effect(history)), tuple(history))

    def quote(self, quote_id: str) -> Quote:
        """Return a row as it was extracted, by its id.

        Raises:
            NotFoundError: no table has it.
        """
        for table in self._places():
            try:
                return table.quote(quote_id)
            except QueryError:
                continue
        for line in self.corrections()[0]:
            if line.quote_id == quote_id:
                for one in self.open(line.doc_id).corrected.rows:
                    if one.root == quote_id:
                        return one.row
        msg = f"No quotation has the id {quote_id!r}. Search for its words."
        raise NotFoundError(msg)

    def quotes(self, quote_ids: Sequence[str]) -> list[Quote]:
        """Return rows as they were extracted, by their ids; those that no table has are left out."""
        wanted = pa.table({"quote_id": pa.array(quote_ids, pa.string())})
        statement = "SELECT q.* FROM {quotes} q JOIN wanted USING (quote_id)"
        found: dict[str, Quote] = {}
        for table in reversed(self._places()):
            found |= {row.quote_id: row for row in to_quotes(table.database.ask(statement, wanted=wanted))}
        return [found[one] for one in quote_ids if one in found]

    def corrected(self, rows: Sequence[Quote]) -> list[tuple[Quote, bool]]:
        """Return rows as they are now, each with whether somebody corrected it; those that are no quotations stay."""
        lines = corrections.in_effect(self.corrections()[0])
        touched = {line.quote_id for line in lines}
        shown = []
        for row in rows:
            if row.quote_id in touched:
                now = {one.root: one.row for one in self.open(row.doc_id).corrected.rows}
                shown.append((now.get(row.quote_id, row), True))
            else:
                shown.append((row, False))
        return shown

    def keep(self, result: tuple[Article, list[Quote]]) -> str:
        """Keep an article and its rows in the table of those checked here; return its id."""
        article, rows = result
        with self._lock:
            table = self.checked
            there = table is not None and bool(table.articles([article.doc_id]))
            with Writer(self.checked_path) as writer:
                writer.add(article, rows, replaces=there)
            self._checked = (None, None)
        return article.doc_id

    def corrections(self) -> tuple[list[Correction], list[Damage]]:
        """Return all lines of corrections, and which cannot be read."""
        file = self.corrections_path
        with self._lock:
            stamp = (file.stat().st_mtime_ns, file.stat().st_size) if file.is_file() else None
            if self._read[0] != stamp:
                self._read = (stamp, *corrections.read(file))
            return self._read[1], self._read[2]

    def correct(self, correction: Correction) -> Correction:
        """Write down a correction.

        Raises:
            OutputError: the file cannot be written.
        """
        return corrections.append(self.corrections_path, correction)

    def latest(self, limit: int) -> list[dict[str, Any]]:
        """List articles that were checked here, and then some of the table: doc_id, title, outlet, published."""
        columns = "doc_id, title, outlet, published"
        found: list[dict[str, Any]] = []
        for name, table in reversed(self.tables.items()):
            if table.database.files.articles:
                order = "file_index DESC" if name == "checked" else "published DESC NULLS LAST"
                statement = f"SELECT {columns} FROM {{articles}} ORDER BY {order} LIMIT {limit - len(found)}"
                found += [row | {"where": name} for row in table.database.ask(statement).to_pylist()]
        return found

    def _places(self) -> list[QuoteTable]:
        return [table for table in (self.checked, self.main) if table is not None]
