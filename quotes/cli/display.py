"""Answers as text: a table to read, CSV, JSON. Pure: what is made here, the command line prints."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from quotes.errors import counted

if TYPE_CHECKING:
    import pyarrow as pa
    from rich.table import Table

    from quotes.run.account import Summary

#: What a table of quotations shows, and how wide each column may grow; None: the room that is left [characters].
QUOTE_COLUMNS: dict[str, int | None] = {"quote": None, "speaker": 24, "date": 10, "outlet": 18, "confidence": 10}


def csv_lines(table: pa.Table) -> Iterator[str]:
    r"""Yield the lines of a CSV file, the header first. Lists are written as JSON, null as nothing.

    >>> import pyarrow as pa
    >>> list(csv_lines(pa.table({"quote": ["“Yes, we can.”"], "spans": [[{"start": 0, "end": 14}]]})))
    ['quote,spans\n', '"“Yes, we can.”","[{""start"": 0, ""end"": 14}]"\n']
    """
    yield _csv_line(table.column_names)
    for row in _rows(table):
        yield _csv_line([_cell(value) for value in row.values()])


def json_lines(table: pa.Table) -> Iterator[str]:
    r"""Yield the lines of one JSON list, one row a line. Days are written as ISO dates.

    >>> import pyarrow as pa
    >>> "".join(json_lines(pa.table({"n": [1, 2]})))
    '[{"n": 1},\n {"n": 2}]\n'
    """
    opening = "["
    for row in _rows(table):
        yield opening + json.dumps(row, ensure_ascii=False, default=str)
        opening = ",\n "
    yield "]\n" if table.num_rows else "[]\n"


def text_table(table: pa.Table, columns: dict[str, int | None] | None = None) -> Table:
    """Make a table for reading, each row on one line, cut to the width.

    Args:
        table: the rows.
        columns: what to show, and how wide each may grow, as `QUOTE_COLUMNS`. None: all, as wide as they are. An outlet
            that is not known gives way to the doc_id.
    """
    import pyarrow as pa
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    widths = columns or dict.fromkeys(table.column_names, 0)
    shown = Table(box=SIMPLE_HEAD, expand=columns is not None)
    for name, width in widths.items():
        kind = table.schema.field(name).type
        shown.add_column(
            name,
            ratio=1 if width is None else None,
            max_width=width or None,
            no_wrap=True,
            overflow="ellipsis",
            justify="right" if pa.types.is_integer(kind) or pa.types.is_floating(kind) else "left",
        )
    for row in _rows(table):
        if columns is not None and "outlet" in columns:
            row["outlet"] = row["outlet"] or row["doc_id"]
        shown.add_row(*(Text(_shown(row[name])) for name in widths))
    return shown


def account(summary: Summary) -> str:
    """Say what a run has done, in one line.

    >>> from quotes.run.account import Summary
    >>> account(Summary(articles=2, quotes=31, failures=1, words=1500, seconds=2.0, loading=3.1))
    '2 articles, 31 quotations, 1 failed; 1,500 words in 2 s (750 words/s), loading 3 s.'
    """
    speed = summary.words / summary.seconds if summary.seconds else 0.0
    skipped = f"{summary.skipped:,} there already, " if summary.skipped else ""
    changed = f" ({summary.changed:,} anew)" if summary.changed else ""
    return (
        f"{counted(summary.articles, 'article')}{changed}, {skipped}{counted(summary.quotes, 'quotation')}, "
        f"{summary.failures:,} failed; {counted(summary.words, 'word')} in {summary.seconds:,.0f} s ({speed:,.0f} words/s), "
        f"loading {summary.loading:,.0f} s."
    )


def progress_line(summary: Summary) -> str:
    """Say how far a run is, and how long it may still take.

    >>> from quotes.run.account import Summary
    >>> progress_line(Summary(articles=20, quotes=31, words=1500, seconds=2.0, share=0.1, expected=200, left=7260))
    '20 of about 200 articles, 31 quotations, 0 failed; 750 words/s; 10 %, 2 h 1 min left'
    >>> progress_line(Summary())
    'Reading, and loading the pipeline ...'
    """
    if not (summary.articles or summary.failures or summary.skipped):
        return "Reading, and loading the pipeline ..."
    done = summary.articles + summary.failures + summary.skipped
    so_far = f"{done:,} of about {summary.expected:,} articles" if summary.expected else counted(done, "article")
    speed = summary.words / summary.seconds if summary.seconds else 0.0
    share = f"; {summary.share:.0%}".replace("%", " %") if summary.share is not None else ""
    left = f", {_duration(summary.left)} left" if summary.left is not None else ""
    return (
        f"{so_far}, {counted(summary.quotes, 'quotation')}, {summary.failures:,} failed; {speed:,.0f} words/s"
        f"{share}{left}"
    )


def skipped_and_failed(summary: Summary, output: str) -> list[str]:
    """Say, line by line, what a run has left out, what failed for which reason, and what can be done."""
    lines = []
    if summary.unread:
        lines.append(
            f"{summary.unread:,} inputs were not read again: they were read to their end, and have not changed."
        )
    if summary.outdated:
        lines.append(
            f"{summary.outdated:,} articles were extracted by another version of the pipeline. --redo-outdated extracts "
            "them again."
        )
    if summary.failed_before:
        lines.append(f"{summary.failed_before:,} failed before, and were not tried again. --retry-failed tries them.")
    if summary.failures:
        lines.append(f'{summary.failures:,} failed. All reasons: quotes sql {output} "FROM failures"')
        lines += [f"  {number:,} × {reason}" for reason, number in summary.reasons.items()]
    elif summary.failed_here:
        lines.append(f'The table has {summary.failed_here:,} failures: quotes sql {output} "FROM failures"')
    return lines


def _duration(seconds: float) -> str:
    minutes = round(seconds / 60)
    hours, days = minutes // 60, minutes // 1440
    if days:
        return f"{days} d {hours % 24} h"
    return f"{hours} h {minutes % 60} min" if hours else f"{minutes} min" if minutes else f"{seconds:.0f} s"


def printable(text: str, *, keep: str = "") -> str:
    r"""Replace control characters: an article could otherwise command the terminal.

    >>> printable("red \x1b[31m")
    'red �[31m'
    """
    return "".join(c if c.isprintable() or c in keep else "�" for c in text)


def _rows(table: pa.Table) -> Iterator[dict[str, Any]]:
    """Make Python of Arrow; a float32 has seven digits, and not the sixteen of its double."""
    import pyarrow as pa

    short = [field.name for field in table.schema if pa.types.is_float32(field.type)]
    for batch in table.to_batches(max_chunksize=1024):
        for row in batch.to_pylist():
            yield row | {name: float(f"{row[name]:.7g}") for name in short if row[name] is not None}


def _csv_line(cells: list[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return "" if value is None else str(value)


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.2f}"
    return printable(" ".join(_cell(value).split()))
