"""The command line: parse, call one function of the library, print. The only file that prints or exits."""

from __future__ import annotations

import sys
from enum import StrEnum
from io import TextIOWrapper
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from typer.core import TyperGroup

from quotes import __version__
from quotes.cli import options
from quotes.cli.display import QUOTE_COLUMNS, account, csv_lines, json_lines, text_table
from quotes.cli.messages import progress, say, say_failed
from quotes.errors import QuotesError

if TYPE_CHECKING:  # each command imports what it needs: `quotes query` is not to wait for spaCy
    import pyarrow as pa

_SOME_FAILED = 1
_NOTHING_DONE = 2
_INTERRUPTED = 130

#: Width of a table that does not go to a terminal [characters].
_WIDTH = 140


class _Style(StrEnum):
    TABLE = "table"
    CSV = "csv"
    JSON = "json"


class _Commands(TyperGroup):
    """Turns the library's exceptions into a message and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except QuotesError as error:
            say(f"Error: {error}")
            raise typer.Exit(_NOTHING_DONE) from error
        except KeyboardInterrupt as stop:
            say("\n".join(["Interrupted.", *getattr(stop, "__notes__", [])]))
            raise typer.Exit(_INTERRUPTED) from stop


app = typer.Typer(cls=_Commands, no_args_is_help=True, rich_markup_mode="markdown", pretty_exceptions_enable=False)


def main() -> None:
    """Run the command line."""
    if isinstance(sys.stdout, TextIOWrapper) and not sys.stdout.isatty():
        sys.stdout.reconfigure(encoding="utf-8")  # a file or a pipe on Windows would be in the local encoding
    app(prog_name="quotes")


def _show_version(asked: bool) -> None:
    if asked:
        print(f"quotes {__version__}")
        raise typer.Exit


@app.callback()
def _quotes(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Find quotations in news articles, who said them and when.

    Exit codes: 0 fine, 1 some articles failed (the rest are written), 2 nothing could be done.
    """


@app.command()
def extract(
    paths: options.Paths,
    output: options.Output,
    force: options.Force = False,
    encoding: options.Encoding = None,
    text_column: options.TextColumn = None,
    id_column: options.IdColumn = None,
    title_column: options.TitleColumn = None,
    published_column: options.PublishedColumn = None,
    outlet_column: options.OutletColumn = None,
    url_column: options.UrlColumn = None,
    author_column: options.AuthorColumn = None,
    stdin_format: options.StdinFormat = None,
    fix_mojibake: options.FixMojibake = False,
    keep_all: options.KeepAll = False,
    workers: options.Workers = 1,
    quiet: options.Quiet = False,
) -> None:
    """Read articles and write the table of their quotations.

    Reads .txt, .html, .jsonl, .json, .csv, .tsv, .parquet and .warc, all but Parquet also as .gz, and folders of them.
    Columns are found by their names (text, body, headline, date ...); what was taken is said, and can be named below.
    Beside NAME.parquet it writes NAME.articles.parquet, the texts, and NAME.failures.parquet, what failed and why.

    For example:

        quotes extract articles/ -o quotes.parquet

        quotes extract export.csv --text-column body --published-column day -o quotes.parquet --force

        zcat crawl.warc.gz | quotes extract - --stdin-format warc -o corpus/
    """
    from quotes.config import DEFAULT, KEEP_ALL
    from quotes.readers import ReadOptions
    from quotes.run.local import RunOptions, run

    with progress(quiet=quiet) as shown:
        read = ReadOptions(
            encoding=encoding,
            fix_mojibake=fix_mojibake,
            text_column=text_column,
            id_column=id_column,
            title_column=title_column,
            published_column=published_column,
            outlet_column=outlet_column,
            url_column=url_column,
            author_column=author_column,
            stdin_format=stdin_format,
            on_note=shown.note,
        )
        choices = RunOptions(
            read=read,
            overwrite=force,
            workers=workers,
            on_failure=shown.failed,
            config=KEEP_ALL if keep_all else DEFAULT,
        )
        summary = run(paths, output, options=choices, on_progress=shown.update)
    if not quiet:
        say(f"{account(summary)} Written to {output}; to see it: quotes query {output}")
    if summary.failures:
        say(f'{summary.failures:,} failed. All reasons: quotes sql {output} "FROM failures"')
        raise typer.Exit(_SOME_FAILED)


@app.command()
def query(
    table: options.TablePath,
    speaker: options.Speaker = None,
    text: options.SaidText = None,
    since: options.Since = None,
    until: options.Until = None,
    kind: options.OfKind = None,
    min_confidence: options.MinConfidence = None,
    limit: options.Limit = None,
    all_rows: options.All = False,
    as_csv: options.Csv = False,
    as_json: options.Json = False,
    as_table: options.AsTable = False,
) -> None:
    """Show the rows of a table that pass all filters given. Case and accents make no difference.

    For example:

        quotes query quotes.parquet --speaker ruiz --since 2024-05

        quotes query quotes.parquet --text "climate" --kind direct --csv > climate.csv
    """
    from quotes.table import query as library

    style = _style(as_csv, as_json, as_table)
    limit = _limit(limit, all_rows, style)
    found = library.query(
        table,
        speaker=speaker,
        text=text,
        since=since,
        until=until,
        kind=kind,
        min_confidence=min_confidence,
        limit=None if limit is None else limit + 1,  # one more tells that there are more
    )
    _print_rows(found, style, limit, QUOTE_COLUMNS)


@app.command()
def sql(
    table: options.TablePath,
    statement: options.Statement,
    limit: options.Limit = None,
    all_rows: options.All = False,
    as_csv: options.Csv = False,
    as_json: options.Json = False,
    as_table: options.AsTable = False,
) -> None:
    """Ask a table with SQL. It can only be read.

    For example:

        quotes sql quotes.parquet "SELECT speaker, count(*) AS n FROM quotes GROUP BY speaker ORDER BY n DESC"

        quotes sql quotes.parquet "SELECT q.quote, a.text FROM quotes q JOIN articles a USING (doc_id)" --json
    """
    from quotes.table import query as library

    style = _style(as_csv, as_json, as_table)
    _print_rows(library.sql(table, statement), style, _limit(limit, all_rows, style))


@app.command()
def evaluate(
    gold: options.Gold,
    predicted: options.Predicted = None,
    by: options.ByWhat = None,
    as_csv: options.Csv = False,
    as_json: options.Json = False,
    as_table: options.AsTable = False,
) -> None:
    """Score a table, or the pipeline, against articles that a person has marked.

    For example:

        quotes evaluate my.gold.jsonl

        quotes extract my.gold.jsonl -o mine.parquet && quotes evaluate my.gold.jsonl --predicted mine.parquet --by cause
    """
    from quotes.evaluation import error_causes as causes
    from quotes.evaluation import scores as library
    from quotes.table import files as tables

    style = _style(as_csv, as_json, as_table)
    rows = tables.read(predicted) if predicted else library.predict(gold, on_failure=say_failed)
    if by is options.By.CAUSE:
        say("Quoted segments, by what went wrong with the speaker.")
        _print_rows(causes.count(gold, rows), style, None)
        return
    report = library.evaluate(gold, rows)
    say(f"{report.articles:,} articles. Percent; n: how many the gold has.")
    _print_rows(report.to_table(by_kind=by is options.By.KIND), style, None)


def _style(as_csv: bool, as_json: bool, as_table: bool) -> _Style:
    if as_csv + as_json + as_table > 1:
        msg = "Give one of --csv, --json and --table."
        raise typer.BadParameter(msg)
    return _Style.CSV if as_csv else _Style.JSON if as_json else _Style.TABLE


def _limit(limit: int | None, all_rows: bool, style: _Style) -> int | None:
    return None if all_rows else limit or (options.ROWS if style == _Style.TABLE else None)


def _print_rows(
    table: pa.Table, style: _Style, limit: int | None, columns: dict[str, int | None] | None = None
) -> None:
    rows = table if limit is None else table.slice(0, limit)
    if style != _Style.TABLE:
        sys.stdout.writelines(csv_lines(rows) if style == _Style.CSV else json_lines(rows))
    elif rows.num_rows:
        width = None if sys.stdout.isatty() else _WIDTH
        Console(width=width, highlight=False).print(text_table(rows, columns))
    if not rows.num_rows:
        say("No rows.")
    elif rows.num_rows < table.num_rows:
        say(f"There are more than these {limit:,} rows. See them with --limit N, --all or, for a spreadsheet, --csv.")
