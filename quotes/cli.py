"""The command line: parse, call one function of the library, print. The only file that prints or exits."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.status import Status
from rich.text import Text
from typer.core import TyperGroup

from quotes import __version__
from quotes.display import QUOTE_COLUMNS, csv_lines, json_lines, printable, text_table
from quotes.errors import QuotesError
from quotes.types import Failure, Kind

if TYPE_CHECKING:  # each command imports what it needs: `quotes query` is not to wait for spaCy
    import pyarrow as pa

    from quotes.evaluate import Score
    from quotes.run import Summary

_SOME_FAILED = 1
_NOTHING_DONE = 2
_INTERRUPTED = 130

#: Rows of a table that are shown unless --limit or --all is given.
_ROWS = 30
#: Width of a table that does not go to a terminal [characters].
_WIDTH = 140
#: Failures told one by one; the rest are counted.
_FAILURES = 10
#: Without a terminal, progress is a line every so often [seconds].
_EVERY = 30.0


class _Format(StrEnum):
    TABLE = "table"
    CSV = "csv"
    JSON = "json"


class _By(StrEnum):
    KIND = "kind"


class _Commands(TyperGroup):
    """Turns the library's exceptions into a message and an exit code."""

    def invoke(self, ctx: typer.Context) -> Any:
        try:
            return super().invoke(ctx)
        except QuotesError as error:
            _say(f"Error: {error}")
            raise typer.Exit(_NOTHING_DONE) from error
        except KeyboardInterrupt as stop:
            _say("\n".join(["Interrupted.", *getattr(stop, "__notes__", [])]))
            raise typer.Exit(_INTERRUPTED) from stop


app = typer.Typer(cls=_Commands, no_args_is_help=True, rich_markup_mode="markdown", pretty_exceptions_enable=False)

TablePath = Annotated[
    str, typer.Argument(metavar="TABLE", help="The table: a NAME.parquet or a folder, as extract wrote it.")
]
Csv = Annotated[bool, typer.Option("--csv", help="Write CSV, all columns.")]
Json = Annotated[bool, typer.Option("--json", help="Write a JSON list, one row a line, all columns.")]
AsTable = Annotated[bool, typer.Option("--table", help="Write a table to read (the default).")]
Limit = Annotated[
    int | None, typer.Option(min=1, show_default=False, help=f"Rows at most. Default: {_ROWS} as a table, else all.")
]
All = Annotated[bool, typer.Option("--all", help="All rows, as a table too.")]


def main() -> None:
    """Run the command line."""
    app(prog_name="quotes")


def _version(value: bool) -> None:
    if value:
        print(f"quotes {__version__}")
        raise typer.Exit


@app.callback()
def _quotes(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Find quotations in news articles, who said them and when.

    Exit codes: 0 fine, 1 some articles failed (the rest are written), 2 nothing could be done.
    """


@app.command()
def extract(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH...", help="Files, folders or patterns; - is standard input.")
    ],
    output: Annotated[
        str,
        typer.Option("-o", "--output", help="NAME.parquet, or a folder: it is added to, and a stopped run goes on."),
    ],
    force: Annotated[bool, typer.Option("--force", help="Replace the output if it exists.")] = False,
    encoding: Annotated[
        str | None, typer.Option(help="Encoding of text files, if guessing fails: windows-1252.")
    ] = None,
    text_column: Annotated[str | None, typer.Option(help="Column or field that holds the article.")] = None,
    id_column: Annotated[str | None, typer.Option(help="... its id.")] = None,
    title_column: Annotated[str | None, typer.Option(help="... its headline.")] = None,
    published_column: Annotated[str | None, typer.Option(help="... the day it was published.")] = None,
    outlet_column: Annotated[str | None, typer.Option(help="... who published it.")] = None,
    url_column: Annotated[str | None, typer.Option(help="... its address.")] = None,
    stdin_format: Annotated[
        str | None, typer.Option(help="What standard input holds: txt, html, jsonl, csv ...")
    ] = None,
    fix_mojibake: Annotated[
        bool, typer.Option("--fix-mojibake", help="Mend wrongly decoded text (needs ftfy).")
    ] = False,
    workers: Annotated[int, typer.Option(min=1, help="Processes to work with.")] = 1,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but what failed.")] = False,
) -> None:
    """Read articles and write the table of their quotations.

    Reads .txt, .html, .jsonl, .json, .csv, .tsv, .parquet and .warc, also gzipped.
    Beside NAME.parquet stands NAME.articles.parquet with the texts and, if any failed, NAME.failures.parquet with the reasons.

    For example:

        quotes extract articles/ -o quotes.parquet

        quotes extract export.csv --text-column body --published-column day -o quotes.parquet --force

        zcat crawl.warc.gz | quotes extract - --stdin-format warc -o corpus/
    """
    from quotes.readers.options import ReadOptions
    from quotes.run import RunOptions, run

    with _progress(quiet=quiet) as progress:
        read = ReadOptions(
            encoding=encoding,
            fix_mojibake=fix_mojibake,
            text_column=text_column,
            id_column=id_column,
            title_column=title_column,
            published_column=published_column,
            outlet_column=outlet_column,
            url_column=url_column,
            stdin_format=stdin_format,
            on_note=None if quiet else progress.note,
        )
        options = RunOptions(read=read, overwrite=force, workers=workers, on_failure=progress.failed)
        summary = run(paths, output, options=options, on_progress=progress.update)
    if not quiet:
        _say(f"{_account(summary)} Written to {output}; to see it: quotes query {output}")
    if summary.failures:
        _say(f'{summary.failures:,} failed. All reasons: quotes sql {output} "FROM failures"')
        raise typer.Exit(_SOME_FAILED)


@app.command()
def query(
    table: TablePath,
    speaker: Annotated[str | None, typer.Option(help="Part of the speaker's name, or of the mention.")] = None,
    text: Annotated[str | None, typer.Option(help="Part of the quotation.")] = None,
    since: Annotated[str | None, typer.Option(help="First day: 2024-05-17, 2024-05 or 2024.")] = None,
    until: Annotated[str | None, typer.Option(help="Last day, included.")] = None,
    kind: Annotated[Kind | None, typer.Option(help="How the words are reported.")] = None,
    min_confidence: Annotated[
        float | None, typer.Option(min=0, max=1, help="Probability that the speaker is right.")
    ] = None,
    limit: Limit = None,
    all_rows: All = False,
    as_csv: Csv = False,
    as_json: Json = False,
    as_table: AsTable = False,
) -> None:
    """Show the rows of a table that pass all filters given. Case and accents make no difference.

    For example:

        quotes query quotes.parquet --speaker ruiz --since 2024-05

        quotes query quotes.parquet --text "climate" --kind direct --csv > climate.csv
    """
    from quotes import query as library

    style = _style(as_csv, as_json, as_table)
    limit = _limit(limit, all_rows, style)
    found = library.query(
        table, speaker=speaker, text=text, since=since, until=until, kind=kind, min_confidence=min_confidence,
        limit=None if limit is None else limit + 1,
    )  # fmt: skip
    _print_rows(found, style, limit, QUOTE_COLUMNS)


@app.command()
def sql(
    table: TablePath,
    statement: Annotated[str, typer.Argument(help="SQL, as DuckDB reads it. Views: quotes, articles, failures.")],
    limit: Limit = None,
    all_rows: All = False,
    as_csv: Csv = False,
    as_json: Json = False,
    as_table: AsTable = False,
) -> None:
    """Ask a table with SQL. It can only be read.

    For example:

        quotes sql quotes.parquet "SELECT speaker, count(*) AS n FROM quotes GROUP BY speaker ORDER BY n DESC"

        quotes sql quotes.parquet "SELECT q.quote, a.text FROM quotes q JOIN articles a USING (doc_id)" --json
    """
    from quotes import query as library

    style = _style(as_csv, as_json, as_table)
    _print_rows(library.sql(table, statement), style, _limit(limit, all_rows, style))


@app.command()
def evaluate(
    gold: Annotated[str, typer.Argument(help="Gold articles, a .jsonl with one article a line.")],
    predicted: Annotated[
        str | None, typer.Option(help="A table made of them. Default: the pipeline is run on them now.")
    ] = None,
    by: Annotated[_By | None, typer.Option(help="Score each kind as well: direct, mixed, indirect.")] = None,
    as_csv: Csv = False,
    as_json: Json = False,
    as_table: AsTable = False,
) -> None:
    """Score a table, or the pipeline, against articles that a person has marked.

    For example:

        quotes evaluate my.gold.jsonl

        quotes extract my.gold.jsonl -o mine.parquet; quotes evaluate my.gold.jsonl --predicted mine.parquet --by kind
    """
    import pyarrow as pa

    from quotes import evaluate as library
    from quotes import store

    style = _style(as_csv, as_json, as_table)
    rows = store.read(predicted) if predicted else library.predict(gold, on_failure=_say_failed)
    report = library.evaluate(gold, rows)
    scores = [_figures(score) for score in report.scores if by or score.kind == library.ALL]
    _say(f"{report.articles:,} articles. Percent; n: how many the gold has.")
    _print_rows(pa.Table.from_pylist(scores), style, None)


def _figures(score: Score) -> dict[str, Any]:
    percent = {name: round(100 * getattr(score, name), 1) for name in ("precision", "recall", "f1")}
    return {"figure": score.figure, "kind": score.kind, "n": score.gold} | percent


class _Progress:
    """What a run tells while it goes: one changing line on a terminal, else a line now and then."""

    def __init__(self, status: Status | None, *, quiet: bool) -> None:
        self._status, self._quiet = status, quiet
        self._told = time.monotonic()
        self._failures = 0

    def note(self, message: str) -> None:
        _say(f"Note: {message}")

    def failed(self, failure: Failure) -> None:
        self._failures += 1
        if self._failures <= _FAILURES:
            _say_failed(failure)

    def update(self, summary: Summary) -> None:
        if self._status is not None:
            self._status.update(Text(_account(summary)))
        elif not self._quiet and time.monotonic() - self._told >= _EVERY:
            self._told = time.monotonic()
            _say(_account(summary))


@contextmanager
def _progress(*, quiet: bool) -> Iterator[_Progress]:
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield _Progress(None, quiet=quiet)
        return
    with console.status(Text("Loading ...")) as status:
        yield _Progress(status, quiet=quiet)


def _account(summary: Summary) -> str:
    speed = summary.words / summary.seconds if summary.seconds else 0.0
    skipped = f"{summary.skipped:,} there already, " if summary.skipped else ""
    return (
        f"{summary.articles:,} articles, {skipped}{summary.quotes:,} quotations, {summary.failures:,} failed, "
        f"{summary.words:,} words in {summary.seconds:,.0f} s ({speed:,.0f} words/s)."
    )


def _say(message: str) -> None:
    Console(stderr=True, highlight=False, soft_wrap=True).print(Text(printable(message, keep="\n")))


def _say_failed(failure: Failure) -> None:
    _say(f"Failed: {failure.doc_id}: {failure.reason} ({failure.stage})")


def _style(as_csv: bool, as_json: bool, as_table: bool) -> _Format:
    if as_csv + as_json + as_table > 1:
        msg = "Give one of --csv, --json and --table."
        raise typer.BadParameter(msg)
    return _Format.CSV if as_csv else _Format.JSON if as_json else _Format.TABLE


def _limit(limit: int | None, all_rows: bool, style: _Format) -> int | None:
    return None if all_rows else limit or (_ROWS if style == _Format.TABLE else None)


def _print_rows(
    table: pa.Table, style: _Format, limit: int | None, columns: dict[str, int | None] | None = None
) -> None:
    rows = table if limit is None else table.slice(0, limit)
    if style == _Format.TABLE:
        width = None if sys.stdout.isatty() else _WIDTH
        Console(width=width, highlight=False).print(text_table(rows, columns))
    else:
        sys.stdout.writelines(csv_lines(rows) if style == _Format.CSV else json_lines(rows))
    if not rows.num_rows:
        _say("No rows.")
    elif rows.num_rows < table.num_rows:
        _say(f"There are more than these {limit:,} rows. See them with --limit N, --all or, for a spreadsheet, --csv.")
