"""Find the rows of a table that pass some filters, or count them by groups."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, TypedDict

import pyarrow as pa

from quotes.errors import QueryError
from quotes.table.database import Database
from quotes.table.filter_values import resolve_names
from quotes.types import Act, Kind, Polarity


class Sort(StrEnum):
    """In which order rows come."""

    DATE = "date"  # latest first
    CONFIDENCE = "confidence"  # surest first
    RANK = "rank"  # best match of the words first
    TABLE = "table"  # as they stand in the table


class Filters(TypedDict, total=False):
    """What rows to return; all that are given must hold.

    `speaker`: words of a name, in any order, or of another name of the same person where `quotes people` has found some.
    `text`: words of the quotation, stemmed, all of them; "in marks" one after the other.
    `outlet`, `role`: words of it. In all four a word that ends in `*` stands for all that begin so; case and accents make
    no difference. `said_after` and `said_before` are days, both included: a date, "2016-09-30", or "2016-09" and "2016"
    for the whole of it; rows without a date are left out, and counted in the answer.
    `kind`, `act`, `polarity`: one of the column's values. `min_confidence`: rows without a speaker have none.
    """

    speaker: str | None
    text: str | None
    said_after: date | str | None
    said_before: date | str | None
    outlet: str | None
    kind: str | None
    act: str | None
    polarity: str | None
    role: str | None
    min_confidence: float | None


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows that were asked for.

    Args:
        rows: the rows, as Arrow.
        total: how many rows there are in all; more than `rows` has where a limit was set.
        undated: rows that pass all filters but those of the day, because they have none.
    """

    rows: pa.Table
    total: int
    undated: int = 0

    def to_arrow(self) -> pa.Table:
        """Return the rows as an Arrow table."""
        return self.rows

    def to_pandas(self) -> Any:
        """Return the rows as a pandas data frame."""
        return self.rows.to_pandas()

    def to_polars(self) -> Any:
        """Return the rows as a Polars data frame.

        Raises:
            QueryError: Polars is not installed.
        """
        try:
            import polars
        except ImportError as error:
            msg = "Polars is not installed. Run: pip install polars"
            raise QueryError(msg) from error
        return polars.from_arrow(self.rows)

    def __len__(self) -> int:
        return self.rows.num_rows


@dataclass(slots=True)
class Where:
    """The conditions of a statement, each with its values, and the tables that they name."""

    conditions: list[tuple[str, list[Any]]] = field(default_factory=list)
    tables: dict[str, pa.Table] = field(default_factory=dict)
    join: str = ""

    def add(self, condition: str, *values: Any) -> None:
        """Add a condition; each question mark in it takes a value."""
        self.conditions.append((condition, list(values)))

    @property
    def values(self) -> list[Any]:
        """The values of all conditions, in order."""
        return [value for _, values in self.conditions for value in values]

    @property
    def source(self) -> str:
        """The table with the conditions: what stands behind FROM."""
        return f"{{quotes}} q{self.join} WHERE {' AND '.join(condition for condition, _ in self.conditions) or 'true'}"

    def undated(self) -> Where:
        """Return the same conditions but those of the day, for rows that have none."""
        rest = [(condition, values) for condition, values in self.conditions if not condition.startswith("date ")]
        return Where([*rest, ("date IS NULL", [])], self.tables, self.join)


_PLACE = "file_index, file_row_number"
_DAYS = ("said_after", "said_before")
_NAMES = ("speaker", "outlet", "role")
_VALUES: dict[str, type[StrEnum]] = {"kind": Kind, "act": Act, "polarity": Polarity}
_CONDITIONS = {
    "said_after": "date >= ?",
    "said_before": "date <= ?",
    "min_confidence": "confidence >= ?::FLOAT",
} | {name: f"{name} = ?" for name in _VALUES}
_ORDER = {
    Sort.DATE: f"date DESC NULLS LAST, {_PLACE}",
    Sort.CONFIDENCE: f"confidence DESC NULLS LAST, {_PLACE}",
    Sort.RANK: f"score DESC, {_PLACE}",
    Sort.TABLE: _PLACE,
}
#: What rows can be counted by, beside columns of the table: parts of the date.
PARTS = {"year": "year(date)", "month": "strftime(date, '%Y-%m')", "day": "date"}


def find(
    database: Database, filters: Mapping[str, Any], *, sort: str | None = None, limit: int | None = None
) -> Answer:
    """Return the rows that pass all filters.

    Args:
        database: the table.
        filters: as `Filters`; None is no filter.
        sort: a `Sort`. None: by rank where words are asked for, else as in the table.
        limit: rows at most; None: all.

    Raises:
        QueryError: a filter makes no sense.
    """
    _check_limit(limit)
    given = _given(filters)
    if limit is not None and _sort(sort, given) == Sort.RANK and set(given) == {"text"}:
        hits = database.words().search(given["text"], limit=max(limit, 1))
        return Answer(rows_at(database, hits.places.slice(0, limit)), hits.total)
    where, order = _where(database, given), _ORDER[_sort(sort, given)]
    undated = _undated(database, given, where)
    if limit is None:
        statement = f"SELECT q.* EXCLUDE ({_PLACE}) FROM {where.source} ORDER BY {order}"
        rows = database.ask(statement, where.values, **where.tables)
        return Answer(rows, len(rows), undated)
    # First where the rows are, of few columns; then the rows, of all.
    score = ", score" if where.join else ""
    statement = f"SELECT {_PLACE}{score}, date, confidence, count(*) OVER () AS total FROM {where.source} ORDER BY {order} LIMIT {limit}"
    places = database.ask(statement, where.values, **where.tables)
    total = places["total"][0].as_py() if len(places) else 0
    return Answer(rows_at(database, places), total, undated)


def count_by(database: Database, columns: Sequence[str], filters: Mapping[str, Any]) -> Answer:
    """Count the rows that pass all filters by the values of some columns, most first; null is a value.

    Args:
        database: the table.
        columns: columns of the table, or year, month, day.
        filters: as `Filters`.

    Raises:
        QueryError: a filter or a column makes no sense.
    """
    given = _given(filters)
    where = _where(database, given)
    check_columns(database, columns)
    shown = ", ".join(f"{PARTS.get(name, name)} AS {name}" for name in columns)
    statement = f"SELECT {shown}, count(*) AS n FROM {where.source} GROUP BY ALL ORDER BY n DESC, {', '.join(columns)}"
    rows = database.ask(statement, where.values, **where.tables)
    return Answer(rows, rows.num_rows, _undated(database, given, where))


def rows_at(database: Database, places: pa.Table) -> pa.Table:
    """Return the rows at some places, in the order of `places` (columns file_index, file_row_number)."""
    places = places.select(["file_index", "file_row_number"]).append_column(
        "place", pa.array(range(len(places)), pa.int64())
    )
    statement = f"SELECT q.* EXCLUDE ({_PLACE}) FROM {{quotes}} q JOIN places USING ({_PLACE}) ORDER BY places.place"
    return database.ask(statement, places=places)


def _given(filters: Mapping[str, Any]) -> dict[str, Any]:
    if unknown := sorted(set(filters) - set(Filters.__annotations__)):
        msg = f"No such filter: {', '.join(unknown)}. There are: {', '.join(Filters.__annotations__)}."
        raise QueryError(msg)
    return {name: value for name, value in filters.items() if value is not None}


def conditions(database: Database, filters: Mapping[str, Any]) -> Where:
    """Return the conditions that some filters stand for.

    Raises:
        QueryError: a filter makes no sense.
    """
    return _where(database, _given(filters))


def _where(database: Database, given: Mapping[str, Any]) -> Where:
    where = Where()
    if "text" in given:
        where.tables["hits"] = database.words().search(given["text"]).places
        where.join = f" JOIN hits USING ({_PLACE})"
    for name in _NAMES:
        if name in given:
            condition, tables = resolve_names(database, name, given[name])
            where.add(condition)
            where.tables |= tables
    for name, condition in _CONDITIONS.items():
        if name in given:
            where.add(condition, _value(name, given[name]))
    return where


def _undated(database: Database, given: Mapping[str, Any], where: Where) -> int:
    """Count the rows that pass all filters but those of the day, because they have none."""
    if not any(name in given for name in _DAYS):
        return 0
    rest = where.undated()
    answer = database.ask(f"SELECT count(*) AS n FROM {rest.source}", rest.values, **rest.tables)
    return int(answer["n"][0].as_py())


def check_columns(database: Database, columns: Sequence[str]) -> None:
    """Refuse columns that rows cannot be counted by.

    Raises:
        QueryError: there is no such column, or it holds lists.
    """
    there = database.columns
    for name in columns:
        if name not in there and name not in PARTS:
            msg = f"{database.path}: no column {name}. There are: {', '.join([*there, *PARTS])}."
            raise QueryError(msg)
        if name in {"spans", "evidence"}:
            msg = f"{name}: rows can not be counted by lists. Take another column."
            raise QueryError(msg)


def _check_limit(limit: Any) -> None:
    if limit is not None and (not isinstance(limit, int) or limit < 0):
        msg = f"limit: {limit!r} is not a number of rows. Give 0 or more, or none at all for every row."
        raise QueryError(msg)


def _sort(sort: str | None, given: Mapping[str, Any]) -> Sort:
    if sort is None:
        return Sort.RANK if "text" in given else Sort.TABLE
    if sort not in set(Sort):
        msg = f"sort: {sort!r} is none. There are: {', '.join(Sort)}."
        raise QueryError(msg)
    if sort == Sort.RANK and "text" not in given:
        msg = (
            "sort: rows are ranked by the words asked for, and none are. Give text too, or sort by date or confidence."
        )
        raise QueryError(msg)
    return Sort(sort)


def _value(name: str, value: Any) -> Any:
    if name in _DAYS:
        return _day(value, last=name == "said_before")
    if name in _VALUES and value not in set(_VALUES[name]):
        msg = f"{name}: {value!r} is none. There are: {', '.join(_VALUES[name])}."
        raise QueryError(msg)
    return value


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
