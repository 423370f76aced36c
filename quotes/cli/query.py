"""`quotes query` and `quotes sql`: ask a table."""

from __future__ import annotations

from quotes.cli import answers, options
from quotes.cli.display import QUOTE_COLUMNS


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

    style = answers.style(as_csv, as_json, as_table)
    limit = answers.limit(limit, all_rows, style)
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
    answers.print_rows(found, style, limit, QUOTE_COLUMNS)


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

    style = answers.style(as_csv, as_json, as_table)
    answers.print_rows(library.sql(table, statement), style, answers.limit(limit, all_rows, style))
