"""Print an answer in the style asked for: a table to read, CSV, JSON, a spreadsheet, Parquet or a page."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.console import Console

from quotes.cli import options
from quotes.cli.display import csv_lines, json_lines, quote_table, text_table
from quotes.cli.messages import say
from quotes.errors import OutputError

if TYPE_CHECKING:
    import pyarrow as pa

    from quotes.table.quote_table import QuoteTable

#: Makes a spreadsheet take the rest for UTF-8, and show quotation marks whole.
_BYTE_ORDER_MARK = "\ufeff"


class Style(StrEnum):
    """How rows are written. The value is the ending of a file of this style."""

    TABLE = "txt"
    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"
    PARQUET = "parquet"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class Out:
    """Where an answer goes, and how.

    Args:
        style: how.
        path: the file; None: standard output.
    """

    style: Style
    path: Path | None = None

    def write(self, made: str | bytes) -> None:
        """Write what was made, whole.

        Raises:
            OutputError: the file cannot be written, or standard output is a terminal and this is nothing to read.
        """
        data = made if isinstance(made, bytes) else made.encode("utf8")
        try:
            if self.path is not None:
                self.path.write_bytes(data)
            elif isinstance(made, bytes) and sys.stdout.isatty():
                msg = f"A .{self.style} is not for a terminal. Give a file: -o NAME.{self.style}"
                raise OutputError(msg)
            elif isinstance(made, str):
                sys.stdout.write(made)
            else:
                sys.stdout.buffer.write(data)
        except OSError as error:
            msg = f"{self.path or 'standard output'}: cannot be written ({error.strerror or error}). Give another place with -o."
            raise OutputError(msg) from error


def out(styles: dict[Style, bool], path: str | None = None) -> Out:
    """Return where the answer goes, by the options that were given and the file's ending; by default a table.

    Raises:
        typer.BadParameter: two styles are asked for, or the file's ending tells none.
    """
    asked = [style for style, given in styles.items() if given]
    if len(asked) > 1:
        msg = f"Give one of {', '.join(f'--{style.name.lower()}' for style in styles)}."
        raise typer.BadParameter(msg)
    if asked or path is None:
        return Out(asked[0] if asked else Style.TABLE, Path(path) if path else None)
    ending = Path(path).suffix.removeprefix(".").lower()
    if ending not in {style.value for style in styles}:
        msg = f"-o {path}: the ending tells no format. Give one of {', '.join(f'.{style}' for style in styles)}."
        raise typer.BadParameter(msg)
    return Out(Style(ending), Path(path))


def limit(given: int | None, all_rows: bool, chosen: Style) -> int | None:
    """Return how many rows to write at most; None: all."""
    return None if all_rows else given or (options.ROWS if chosen == Style.TABLE else None)


def print_rows(
    rows: pa.Table,
    chosen: Out,
    *,
    total: int | None = None,
    columns: Sequence[str] | None = None,
    whole: Sequence[str] = (),
) -> None:
    """Print rows of any columns, and on standard error how many there are.

    Args:
        rows: the rows to print.
        chosen: how and where.
        total: how many there are in all; None: these, and it is not worth a word.
        columns: what a table shows; None: all columns.
        whole: columns that a table never cuts.
    """
    shown = rows if columns is None else rows.select(columns)
    _print(rows, chosen, lambda width: text_table(shown, width=width, whole=whole))
    if total is not None:
        _account(rows.num_rows, total)
    elif not rows.num_rows:
        say("No rows.")


def print_quotes(table: QuoteTable, rows: pa.Table, chosen: Out, *, total: int, context: bool = False) -> None:
    """Print rows of the quote table, and on standard error how many there are.

    Args:
        table: the table they are of.
        rows: the rows to print.
        chosen: how and where.
        total: how many there are in all.
        context: print the sentences around each quotation too.
    """
    from quotes.table.schema import to_quotes

    def shown(width: int) -> object:
        quotes = list(to_quotes(rows))
        wanted = [quote.doc_id for quote in quotes if context or len(quote.spans) > 1]
        texts = {name: article.text for name, article in table.articles(wanted).items()} if wanted else {}
        return quote_table(quotes, width=width, texts=texts, context=context)

    if chosen.style == Style.HTML:
        from quotes.export.report import report

        quotes = list(to_quotes(rows))
        chosen.write(report(quotes, table.articles([quote.doc_id for quote in quotes]), total=total))
    else:
        _print(rows, chosen, shown)
    _account(rows.num_rows, total)


def _print(rows: pa.Table, chosen: Out, make_table: Callable[[int], object]) -> None:
    if chosen.style == Style.CSV:
        mark = _BYTE_ORDER_MARK if chosen.path is not None or _goes_to_a_file() else ""
        _stream(chosen, [mark], csv_lines(rows))
    elif chosen.style == Style.JSON:
        _stream(chosen, [], json_lines(rows))
    elif chosen.style == Style.XLSX:
        from quotes.export.spreadsheet import workbook

        chosen.write(workbook(rows))
    elif chosen.style == Style.PARQUET:
        from quotes.export.spreadsheet import parquet

        chosen.write(parquet(rows))
    elif rows.num_rows:
        _print_table(chosen, make_table)


def _print_table(chosen: Out, make_table: Callable[[int], object]) -> None:
    if chosen.path is None:
        console = Console(highlight=False)
        console.print(make_table(console.width), soft_wrap=False)
        return
    with chosen.path.open("w", encoding="utf8") as file:
        console = Console(highlight=False, file=file)
        console.print(make_table(console.width))


def _stream(chosen: Out, head: list[str], lines: object) -> None:
    if chosen.path is None:
        sys.stdout.writelines(head)
        sys.stdout.writelines(lines)  # type: ignore[arg-type]
        return
    try:
        with chosen.path.open("w", encoding="utf8", newline="") as file:
            file.writelines(head)
            file.writelines(lines)  # type: ignore[arg-type]
    except OSError as error:
        msg = f"{chosen.path}: cannot be written ({error.strerror or error}). Give another place with -o."
        raise OutputError(msg) from error


def _goes_to_a_file() -> bool:
    """Tell whether standard output was sent to a file with `>`, which somebody may open in a spreadsheet."""
    try:
        return stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode)
    except (OSError, ValueError):  # it is no file of the system at all
        return False


def _account(shown: int, total: int) -> None:
    if not total:
        say("No rows.")
    elif shown < total:
        say(f"{shown:,} of {total:,} rows. See more with --limit N or --all, or write them with --csv or -o FILE.")
    else:
        say(f"{total:,} row{'s' * (total != 1)}.")
