"""Open a table and ask it: the interface for users of the library."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Unpack

import pyarrow as pa

from quotes.config import DEFAULT, Config
from quotes.errors import QueryError
from quotes.table import query
from quotes.table.database import Database
from quotes.table.passages import context
from quotes.table.query import Answer, Filters
from quotes.table.schema import to_articles, to_quotes
from quotes.types import Article, Quote


class QuoteTable:
    """A quote table, opened to be asked. `open_table` makes one.

    table = quotes.open_table("quotes.parquet")
    table.query(speaker="petro", text="venezuela", said_after="2026-01").to_pandas()
    table.count_by(["speaker", "outlet"], kind="direct").to_polars()
    table.sql("SELECT speaker, count(*) AS n FROM quotes GROUP BY ALL ORDER BY n DESC").to_arrow()
    """

    def __init__(self, database: Database) -> None:
        self.database = database

    def query(self, *, sort: str | None = None, limit: int | None = None, **filters: Unpack[Filters]) -> Answer:
        """Return the rows that pass all filters.

        Args:
            sort: date (latest first), confidence, rank (best match of the words first) or table. None: rank where `text`
                is given, else table.
            limit: rows at most; None: all.
            filters: as `Filters`; None is no filter.

        Raises:
            QueryError: a filter makes no sense.
        """
        return query.find(self.database, filters, sort=sort, limit=limit)

    def count_by(self, columns: Sequence[str], **filters: Unpack[Filters]) -> Answer:
        """Count the rows that pass all filters by the values of some columns, most first; null is a value.

        Args:
            columns: columns of the table, or year, month, day.
            filters: as `Filters`.

        Raises:
            QueryError: a filter or a column makes no sense.
        """
        return query.count_by(self.database, columns, filters)

    def sql(self, statement: str) -> Answer:
        """Answer a SQL statement over the views `quotes`, `articles` and `failures`; it can only read.

        Raises:
            QueryError: DuckDB refuses the statement.
        """
        rows = self.database.sql(statement)
        return Answer(rows, len(rows))

    def quote(self, quote_id: str) -> Quote:
        """Return one row.

        Raises:
            QueryError: there is no row of this id.
        """
        rows = self.database.ask("SELECT * FROM {quotes} WHERE quote_id = ?", [quote_id])
        if not len(rows):
            msg = f"{self.database.path}: no row has the quote_id {quote_id!r}. `quotes query TABLE --json` tells each row's."
            raise QueryError(msg)
        return next(to_quotes(rows))

    def quotes_of(self, doc_id: str) -> list[Quote]:
        """Return the rows of one article, in order."""
        return list(to_quotes(self.database.ask("SELECT * FROM {quotes} WHERE doc_id = ?", [doc_id])))

    def articles(self, doc_ids: Sequence[str]) -> Mapping[str, Article]:
        """Return articles by their ids, texts and all. Those that the table lacks are left out."""
        if not self.database.files.articles:
            return {}
        wanted = pa.table({"doc_id": pa.array(sorted(set(doc_ids)), pa.string())})
        rows = self.database.ask("SELECT a.* FROM {articles} a JOIN wanted USING (doc_id)", wanted=wanted)
        return {article.doc_id: article for article in to_articles(rows)}

    def with_context(self, rows: pa.Table) -> pa.Table:
        """Return rows with one more column, `context`: the sentences around; null where the article is not there."""
        articles = self.articles(rows["doc_id"].to_pylist())
        around = [
            "".join(segment.text for segment in context(articles[quote.doc_id].text, quote))
            if quote.doc_id in articles
            else None
            for quote in to_quotes(rows)
        ]
        return rows.append_column("context", pa.array(around, pa.string()))


def open_table(
    path: str | Path, *, config: Config = DEFAULT, on_note: Callable[[str], None] | None = None
) -> QuoteTable:
    """Open a quote table.

    Args:
        path: a NAME.parquet or a folder, as `quotes extract` or `quotes.write` wrote it.
        config: sizes of the index of words.
        on_note: is told when an index is made, which takes a while where the table is large.

    Raises:
        QueryError: there is no quote table at this path.
    """
    return QuoteTable(Database(path, config=config, on_note=on_note))
