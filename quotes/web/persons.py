"""What a table tells of one person: roles, outlets, quotations over time, the words printed most.

A person is one of `NAME.people.parquet` where `quotes people` has made it, else all rows of one speaker_id, else of one name.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from quotes.table import identities
from quotes.table.quote_table import QuoteTable
from quotes.web.desk import NotFoundError

_TOP = 8


@dataclass(frozen=True, slots=True)
class Person:
    """A person or body, and what was printed of them.

    Args:
        id: person_id, speaker_id or name.
        name: the name printed most.
        kind: person, organisation ...
        quotations, articles: how many.
        first_day, last_day: of the quotations; None: none is dated.
        aliases: (name as printed, rows), most first.
        roles: (role as printed, rows, first day, last day), most first.
        outlets: (outlet, rows), most first.
        months: (month "2026-05", rows), in order.
        most_printed: (words, printings, quote_id) of the words that are printed most, if more than once.
    """

    id: str
    name: str
    kind: str | None
    quotations: int
    articles: int
    first_day: Any
    last_day: Any
    aliases: list[tuple[str, int]]
    roles: list[tuple[str, int, Any, Any]]
    outlets: list[tuple[str, int]]
    months: list[tuple[str, int]]
    most_printed: list[tuple[str, int, str]]


class Rows:
    """The rows of one person in a table.

    Raises:
        NotFoundError: the table has none.
    """

    def __init__(self, table: QuoteTable, person_id: str) -> None:
        self._database = table.database
        ids = _quote_ids(table.database.path, person_id)
        self._tables: dict[str, pa.Table] = {}
        self._values: list[str] = []
        if ids is not None:
            self._tables = {"own": pa.table({"quote_id": ids})}
            self._where = "quote_id IN (SELECT quote_id FROM own)"
        else:
            self._where, self._values = "(speaker_id = ? OR speaker = ?)", [person_id, person_id]
        self.id = person_id
        (self._totals,) = self._ask(
            "SELECT count(*) AS n, count(DISTINCT doc_id) AS articles, min(date) AS first, max(date) AS last, "
            "any_value(speaker_kind) AS kind FROM {quotes} WHERE ..."
        )
        if not self._totals["n"]:
            msg = f"Nobody of the id {person_id!r} speaks in this table. Search for the name."
            raise NotFoundError(msg)

    def person(self) -> Person:
        """Sum up all rows."""
        aliases = self._counted("speaker")
        return Person(
            self.id,
            aliases[0][0] if aliases else self.id,
            self._totals["kind"],
            self._totals["n"],
            self._totals["articles"],
            self._totals["first"],
            self._totals["last"],
            aliases,
            self._roles(),
            self._counted("outlet"),
            self._months(),
            self._most_printed(),
        )

    def latest(self, limit: int, skip: int = 0) -> pa.Table:
        """Return rows, latest first."""
        statement = f"SELECT * FROM {{quotes}} WHERE {self._where} ORDER BY date DESC NULLS LAST, quote_id LIMIT {limit} OFFSET {skip}"
        return self._database.ask(statement, self._values, **self._tables)

    def _ask(self, statement: str) -> list[dict[str, Any]]:
        found = self._database.ask(statement.replace("...", self._where), self._values, **self._tables)
        return found.to_pylist()

    def _counted(self, column: str) -> list[tuple[str, int]]:
        statement = f"SELECT {column} AS value, count(*) AS n FROM {{quotes}} WHERE ... AND {column} IS NOT NULL GROUP BY ALL ORDER BY n DESC, value LIMIT {_TOP}"
        return [(row["value"], row["n"]) for row in self._ask(statement)]

    def _roles(self) -> list[tuple[str, int, Any, Any]]:
        statement = (
            "SELECT speaker_role AS role, count(*) AS n, min(date) AS first, max(date) AS last FROM {quotes} "
            f"WHERE ... AND speaker_role IS NOT NULL GROUP BY ALL ORDER BY n DESC, role LIMIT {_TOP}"
        )
        return [(row["role"], row["n"], row["first"], row["last"]) for row in self._ask(statement)]

    def _months(self) -> list[tuple[str, int]]:
        statement = "SELECT strftime(date, '%Y-%m') AS month, count(*) AS n FROM {quotes} WHERE ... AND date IS NOT NULL GROUP BY ALL ORDER BY month"
        return [(row["month"], row["n"]) for row in self._ask(statement)]

    def _most_printed(self) -> list[tuple[str, int, str]]:
        statement = (
            "SELECT any_value(quote) AS words, count(DISTINCT doc_id) AS n, arg_min(quote_id, date) AS quote_id FROM {quotes} "
            "WHERE ... GROUP BY regexp_replace(lower(quote), '[^a-z0-9]+', ' ', 'g') HAVING n > 1 ORDER BY n DESC, words "
            f"LIMIT {_TOP}"
        )
        return [(row["words"], row["n"], row["quote_id"]) for row in self._ask(statement)]


def _quote_ids(table: Path, person_id: str) -> pa.Array | None:
    path = identities.path(table)
    if not path.is_file():
        return None
    rows = pq.read_table(path, columns=["quote_ids"], filters=[("person_id", "=", person_id)])["quote_ids"]
    return pa.array(rows[0].as_py(), pa.string()) if len(rows) else None
