"""Ask a quote table.

DuckDB is given the tables and nothing else: it can open no file and no connection, so that a statement from anywhere can
read the table and do no more.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypedDict, Unpack

import duckdb
import pyarrow as pa
import pyarrow.dataset

from quotes.errors import InputError, QueryError
from quotes.table.files import locate
from quotes.table.schema import TABLES
from quotes.types import Kind

_SAFE = (
    "SET python_enable_replacements = false",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)

#: Case, accents, the kind of apostrophe and line breaks make no difference to a search.
_FOLD = "regexp_replace(lower(strip_accents(replace({}, '’', ''''))), '\\s+', ' ', 'g')"


class Filters(TypedDict, total=False):
    """What rows to return; all that are given must hold.

    `speaker` is looked for in the speaker and the mention, `text` in the quote, both as a part of it, whatever the case
    and accents. `since` and `until` are days, both included: a date, "2016-09-30", or "2016-09" and "2016" for the whole
    of it; rows without a date are left out. `limit`: at most so many rows.
    """

    speaker: str | None
    text: str | None
    since: date | str | None
    until: date | str | None
    kind: str | None
    min_confidence: float | None
    limit: int | None


def query(table: str | Path, **filters: Unpack[Filters]) -> pa.Table:
    """Return the rows that pass all filters, in the table's order.

        query("quotes.parquet", speaker="ruiz", since="2024-05", min_confidence=0.8).to_pandas()

    Raises:
        QueryError: there is no quote table at this path, or a filter makes no sense.
    """
    statement, values = _statement(filters)
    return _ask(table, statement, values)


def sql(table: str | Path, statement: str) -> pa.Table:
    """Answer a SQL statement over the views `quotes`, `articles` and `failures`.

        sql("quotes.parquet", "SELECT speaker, count(*) AS n FROM quotes GROUP BY ALL ORDER BY n DESC")

    Args:
        table: a NAME.parquet or a folder, as `extract` writes it. A view whose file is missing is empty.
        statement: one statement in DuckDB's SQL. It can read the views and nothing else.

    Raises:
        QueryError: there is no quote table at this path, or DuckDB refuses the statement.
    """
    return _ask(table, statement)


def _statement(filters: Filters) -> tuple[str, list[Any]]:
    if unknown := sorted(set(filters) - set(Filters.__annotations__)):
        msg = f"No such filter: {', '.join(unknown)}. There are: {', '.join(Filters.__annotations__)}."
        raise QueryError(msg)
    given = {name: value for name, value in filters.items() if value is not None}
    limit = _limit(given.pop("limit", None))
    conditions, values = [], []
    for name, value in given.items():
        conditions.append(_CONDITIONS[name])
        values.append(_VALUES.get(name, lambda value: value)(value))
    where = " AND ".join(conditions) or "true"
    return f"SELECT * FROM quotes WHERE {where}{limit}", values


_CONDITIONS = {
    "speaker": f"contains({_FOLD.format('concat_ws(chr(31), speaker, mention)')}, {_FOLD.format('?')})",
    "text": f"contains({_FOLD.format('quote')}, {_FOLD.format('?')})",
    "since": "date >= ?",
    "until": "date <= ?",
    "kind": "kind = ?",
    "min_confidence": "confidence >= ?::FLOAT",
}


def _limit(limit: Any) -> str:
    if limit is None:
        return ""
    if not isinstance(limit, int) or limit < 0:
        msg = f"limit: {limit!r} is not a number of rows. Give 0 or more, or none at all for every row."
        raise QueryError(msg)
    return f" LIMIT {limit}"


def _first_day(value: date | str) -> date:
    return _day(value, last=False)


def _last_day(value: date | str) -> date:
    return _day(value, last=True)


def _day(value: date | str, *, last: bool) -> date:
    if isinstance(value, date):
        return value
    year, month, day = [*value.strip().split("-", maxsplit=2), "", ""][:3]
    try:
        number = int(month or (12 if last else 1))
        return date(int(year), number, int(day or (calendar.monthrange(int(year), number)[1] if last else 1)))
    except (ValueError, calendar.IllegalMonthError) as error:
        msg = f"{value!r} is not a day. Write it as 2016-09-30, or 2016-09 or 2016 for the whole month or year."
        raise QueryError(msg) from error


def _kind(value: str) -> str:
    if value not in set(Kind):
        msg = f"kind: {value!r} is none. There are: {', '.join(Kind)}."
        raise QueryError(msg)
    return value


_VALUES = {"since": _first_day, "until": _last_day, "kind": _kind}


def _ask(table: str | Path, statement: str, values: list[Any] | None = None) -> pa.Table:
    with _open(table) as connection:
        try:
            answer = connection.sql(statement, params=values or [])
            if answer is None:
                msg = "The statement gives no rows. Ask with SELECT ... FROM quotes; a table can only be read here."
                raise QueryError(msg)
            return answer.to_arrow_table()
        except duckdb.Error as error:
            raise QueryError(_explain(error, connection)) from error


def _open(table: str | Path) -> duckdb.DuckDBPyConnection:
    try:
        files = locate(table)
    except InputError as error:
        raise QueryError(str(error)) from error
    connection = duckdb.connect(":memory:")
    for name, schema in TABLES.items():
        paths = [str(path) for path in getattr(files, name)]
        # Through Arrow: DuckDB's own reader would need permission to open files, and so to overwrite them.
        connection.register(name, pyarrow.dataset.dataset(paths, format="parquet") if paths else schema.empty_table())
    for setting in _SAFE:
        connection.execute(setting)
    return connection


def _explain(error: duckdb.Error, connection: duckdb.DuckDBPyConnection) -> str:
    message = str(error).strip()
    if isinstance(error, duckdb.PermissionException):
        return f"A statement can read this table only, no other file and no network.\n{message}"
    views = [
        name for (name,) in connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
    ]
    if found := re.search(r'[Cc]olumn (?:named )?"([^"]+)"', message):
        return "\n".join([message.splitlines()[0], *_columns(found.group(1), views)])
    if isinstance(error, duckdb.CatalogException) and message.startswith("Catalog Error: Table"):
        return f"{message.splitlines()[0]}\nThere are: {', '.join(views)}."
    return message


def _columns(unknown: str, views: list[str]) -> Iterator[str]:
    names = sorted({name for view in views for name in TABLES[view].names})
    if close := get_close_matches(unknown.lower(), names, n=1):
        yield f"Did you mean {close[0]}?"
    yield from (f"Columns of {view}: {', '.join(TABLES[view].names)}." for view in views)
