"""Count rows by several columns at once, each alone: facets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from quotes.table.database import Database
from quotes.table.query import PARTS, check_columns, conditions

#: The values of one column, with their rows.
Counts = list[tuple[Any, int]]


def count_each(database: Database, columns: Sequence[str], filters: Mapping[str, Any]) -> dict[str, Counts]:
    """Count the rows that pass all filters by each of some columns alone, in one pass over the table.

    Args:
        database: the table.
        columns: columns of the table, or year, month, day.
        filters: as `quotes.table.query.Filters`.

    Returns:
        Column -> (value, rows) of each value, most rows first; null is a value.

    Raises:
        QueryError: a filter or a column makes no sense.
    """
    where = conditions(database, filters)
    check_columns(database, columns)
    shown = ", ".join(f"{PARTS.get(name, name)} AS {name}" for name in columns)
    sets = ", ".join(f"({name})" for name in columns)
    statement = (
        f"SELECT {', '.join(columns)}, grouping_id({', '.join(columns)}) AS missing, count(*) AS n "
        f"FROM (SELECT {shown} FROM {where.source}) GROUP BY GROUPING SETS ({sets}) ORDER BY n DESC"
    )
    found: dict[str, Counts] = {name: [] for name in columns}
    # grouping_id has a bit for each column that a row is not grouped by, the first column's the highest.
    whole = (1 << len(columns)) - 1
    column_of = {whole - (1 << place): name for place, name in enumerate(reversed(columns))}
    for row in database.ask(statement, where.values, **where.tables).to_pylist():
        name = column_of[row["missing"]]
        found[name].append((row[name], row["n"]))
    return found
