"""Print an answer in the style asked for: a table to read, CSV or JSON."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING

import typer
from rich.console import Console

from quotes.cli import options
from quotes.cli.display import csv_lines, json_lines, text_table
from quotes.cli.messages import say

if TYPE_CHECKING:
    import pyarrow as pa

#: Width of a table that does not go to a terminal [characters].
_WIDTH = 140


class Style(StrEnum):
    """How rows are written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def style(as_csv: bool, as_json: bool, as_table: bool) -> Style:
    """Return the one style asked for; none: a table."""
    if as_csv + as_json + as_table > 1:
        msg = "Give one of --csv, --json and --table."
        raise typer.BadParameter(msg)
    return Style.CSV if as_csv else Style.JSON if as_json else Style.TABLE


def limit(given: int | None, all_rows: bool, chosen: Style) -> int | None:
    """Return how many rows to write at most; None: all."""
    return None if all_rows else given or (options.ROWS if chosen == Style.TABLE else None)


def print_rows(table: pa.Table, chosen: Style, most: int | None, columns: dict[str, int | None] | None = None) -> None:
    """Print rows on standard output, and on standard error what was left out.

    Args:
        table: the rows.
        chosen: the style.
        most: rows to print at most; None: all.
        columns: what a table shows, as `display.QUOTE_COLUMNS`; None: all columns.
    """
    rows = table if most is None else table.slice(0, most)
    if chosen != Style.TABLE:
        sys.stdout.writelines(csv_lines(rows) if chosen == Style.CSV else json_lines(rows))
    elif rows.num_rows:
        width = None if sys.stdout.isatty() else _WIDTH
        Console(width=width, highlight=False).print(text_table(rows, columns))
    if not rows.num_rows:
        say("No rows.")
    elif rows.num_rows < table.num_rows:
        say(f"There are more than these {most:,} rows. See them with --limit N, --all or, for a spreadsheet, --csv.")
