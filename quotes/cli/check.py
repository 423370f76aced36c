"""`quotes check`: was it printed so?"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from quotes.cli import answers, options
from quotes.cli.answers import Style
from quotes.cli.findings import BRIEF, finding_lines, findings_table
from quotes.cli.messages import say, say_failed

if TYPE_CHECKING:
    from quotes.check.claims import Claim
    from quotes.check.findings import Finding
    from quotes.run.unsaved import Details
    from quotes.table.quote_table import QuoteTable


def check(
    sources: options.CheckSources,
    speaker: options.ClaimedSpeaker = None,
    claims: options.Claims = None,
    title: options.Title = None,
    outlet: options.Outlet = None,
    published: options.Published = None,
    as_json: options.JsonLines = False,
    as_csv: options.Csv = False,
    output: options.Result = None,
) -> None:
    """Check whether words were printed, as whose, and where. The last argument is the claim, unless --claims is given.

    The verdict is one of: exact, differs, partial (only a part of a sentence), joined (out of several places),
    other_speaker, reported (not quoted), denied (or not said, or asked), not_speech (in the text, but nobody's words),
    not_found. Case, punctuation, quotation marks, ellipses and [brackets] make no difference.

    For example:

        quotes check quotes.parquet "If there is no dialogue there will be war" --speaker Petro

        quotes check quotes.parquet --claims claims.csv --json > verdicts.jsonl

        quotes check article.txt https://news.example/story "We will row if we must"

        cat story.txt | quotes check - "We will row if we must" --outlet "Marrowby Lantern" --published 2026-07-14
    """
    from quotes.check.checker import Checker

    styles = {Style.JSON: as_json, Style.CSV: as_csv, Style.TABLE: False}
    chosen = answers.out(styles, output)
    wanted, places = _claims(sources, speaker, claims)
    with _opened(places, title, outlet, published) as table:
        _print(Checker(table).check_all(wanted), chosen, many=claims is not None)


def _claims(sources: Sequence[str], speaker: str | None, file: str | None) -> tuple[list[Claim], list[str]]:
    from quotes.check.claims import Claim, read_claims

    if file is not None:
        if speaker is not None:
            msg = "--speaker goes with one claim; of a file, the column speaker tells."
            raise typer.BadParameter(msg)
        return read_claims(file), list(sources)
    if len(sources) < 2:  # noqa: PLR2004  where to look, and for what
        msg = (
            'Give where to look and what was said: quotes check TABLE "words", or quotes check TABLE --claims FILE.csv'
        )
        raise typer.BadParameter(msg)
    return [Claim(sources[-1], speaker)], list(sources[:-1])


@contextmanager
def _opened(
    sources: Sequence[str], title: str | None, outlet: str | None, published: str | None
) -> Iterator[QuoteTable]:
    from quotes.table.files import is_table
    from quotes.table.quote_table import open_table

    if len(sources) == 1 and is_table(sources[0]):
        if title or outlet or published:
            msg = "--title, --outlet and --published are of an article; the rows of a table have their own."
            raise typer.BadParameter(msg)
        yield open_table(sources[0], on_note=say)
        return
    from quotes.run.unsaved import unsaved_table

    with unsaved_table(sources, details=_details(title, outlet, published), on_failure=say_failed) as table:
        yield table


def _details(title: str | None, outlet: str | None, published: str | None) -> Details:
    from datetime import date

    from quotes.run.unsaved import Details

    try:
        return Details(title, outlet, date.fromisoformat(published) if published else None)
    except ValueError as error:
        msg = f"--published {published!r} is not a day. Write it as 2026-07-14."
        raise typer.BadParameter(msg) from error


def _print(found: Iterator[Finding], chosen: answers.Out, *, many: bool) -> None:
    if chosen.style == Style.JSON:
        lines = (json.dumps(finding.to_dict(), ensure_ascii=False) + "\n" for finding in found)
        if chosen.path is not None:
            chosen.write("".join(lines))
        else:
            sys.stdout.writelines(lines)
    elif chosen.style == Style.CSV or many:
        rows = findings_table(list(found))
        brief = BRIEF if rows.num_rows else None
        answers.print_rows(rows, chosen, total=rows.num_rows, columns=brief, whole=["verdict"])
    else:
        shown = [line for finding in found for line in finding_lines(finding)]
        chosen.write("\n".join(shown) + "\n")
