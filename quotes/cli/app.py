"""Put the commands together, and turn exceptions into messages and exit codes.

Each group of commands is a module of plain functions. They import the library inside, so that `quotes query` need not
wait for spaCy, nor `quotes --help` for anything.
"""

from __future__ import annotations

import sys
from io import TextIOWrapper
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from quotes import __version__
from quotes.cli import check, compact, evaluate, export, extract, people, query, rules, serve
from quotes.cli.messages import say
from quotes.cli.options import INTERRUPTED, NOTHING_DONE, TERMINATED
from quotes.errors import QuotesError


class _Commands(TyperGroup):
    """Turns the library's exceptions into a message and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except QuotesError as error:
            say("\n".join([f"Error: {error}", *getattr(error, "__notes__", [])]))
            raise typer.Exit(NOTHING_DONE) from error
        except KeyboardInterrupt as stop:
            by_scheduler = "SIGTERM" in stop.args
            said = "Stopped by SIGTERM." if by_scheduler else "Interrupted."
            say("\n".join([said, *getattr(stop, "__notes__", [])]))
            raise typer.Exit(TERMINATED if by_scheduler else INTERRUPTED) from stop


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


_COMMANDS = (
    extract.extract,
    compact.compact,
    query.query,
    query.sql,
    people.people,
    people.reprints,
    query.show,
    check.check,
    export.export,
    serve.serve,
    serve.correct,
    evaluate.evaluate,
    rules.rules,
)
for _command in _COMMANDS:
    app.command()(_command)
app.command(name="import")(export.import_)
