"""Search a table: the rows of one page, facets with counts, a timeline; and the same rows as CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from quotes.table.facets import count_each
from quotes.table.query import Answer
from quotes.table.quote_table import QuoteTable
from quotes.table.schema import to_quotes
from quotes.types import Quote
from quotes.web.rows import as_json
from quotes.web.timeline import Bar, bars
from quotes.web.views import Context

#: The columns that results are counted by.
FACETS = ("speaker", "outlet", "kind", "polarity")
#: Pages of results that can be reached; further rows are in the CSV.
MAX_PAGES = 200


@dataclass(frozen=True, slots=True)
class Results:
    """One page of results.

    Args:
        rows: with whether somebody corrected each.
        total: rows on all pages.
        undated: rows that are left out because they have no day.
        page: number of this page, from 1.
        pages: how many can be reached.
        facets: column -> (value, rows), most first.
        timeline: bars.
    """

    rows: list[tuple[Quote, bool]]
    total: int
    undated: int
    page: int
    pages: int
    facets: Mapping[str, list[tuple[Any, int]]] = field(default_factory=dict)
    timeline: list[Bar] = field(default_factory=list)


def search(context: Context, table: QuoteTable, filters: Mapping[str, Any], *, sort: str | None, page: int) -> Results:
    """Search.

    Raises:
        QueryError: a filter makes no sense.
    """
    size = context.config.page_rows
    if filters.get("text"):
        context.desk.words_ready(table)
    answer = table.query(sort=sort, limit=page * size, **filters)
    counted = count_each(table.database, [*FACETS, "month"], filters)
    months = [(month, count) for month, count in counted.pop("month") if month]
    facets = {name: values[: context.config.facet_values] for name, values in counted.items()}
    shown = list(to_quotes(answer.rows.slice((page - 1) * size)))
    pages = min(-(-answer.total // size), MAX_PAGES)
    return Results(
        context.desk.corrected(shown), answer.total, answer.undated, page, max(pages, 1), facets, bars(months)
    )


def matching(context: Context, table: QuoteTable, filters: Mapping[str, Any], *, sort: str | None) -> Answer:
    """Return all rows that match, up to the limit of exports."""
    if filters.get("text"):
        context.desk.words_ready(table)
    return table.query(sort=sort, limit=context.config.max_export_rows, **filters)


def csv_of(context: Context, rows: pa.Table) -> Iterator[str]:
    """Yield the lines of a CSV of rows, as corrected; lists are JSON."""
    names: list[str] = []
    for quote in _quotes(context, rows):
        values = as_json(quote)
        if not names:
            names = list(values)
            yield _line(names)
        yield _line(
            [json.dumps(one, ensure_ascii=False) if isinstance(one, list | dict) else one for one in values.values()]
        )
    if not names:
        yield _line(Quote.__slots__)


def json_of(context: Context, rows: pa.Table) -> Iterator[str]:
    """Yield a JSON list of rows, as corrected, one row a line."""
    opening = "["
    for quote in _quotes(context, rows):
        yield opening + json.dumps(as_json(quote), ensure_ascii=False)
        opening = ",\n "
    yield "]\n" if opening != "[" else "[]\n"


def _quotes(context: Context, rows: pa.Table) -> Iterator[Quote]:
    for batch in rows.to_batches(max_chunksize=1_000):
        yield from (quote for quote, _ in context.desk.corrected(list(to_quotes(batch))))


def _line(values: Any) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(["" if value is None else value for value in values])
    return line.getvalue()
