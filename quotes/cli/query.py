"""`quotes query`, `quotes sql` and `quotes show`: ask a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quotes.cli import answers, options
from quotes.cli.answers import Style
from quotes.cli.messages import say

if TYPE_CHECKING:
    from quotes.table.quote_table import QuoteTable


def query(
    table: options.TablePath,
    speaker: options.Speaker = None,
    text: options.SaidText = None,
    said_after: options.SaidAfter = None,
    said_before: options.SaidBefore = None,
    outlet: options.OfOutlet = None,
    kind: options.OfKind = None,
    act: options.OfAct = None,
    polarity: options.OfPolarity = None,
    role: options.OfRole = None,
    min_confidence: options.MinConfidence = None,
    sort: options.SortBy = None,
    context: options.Context = False,
    count_by: options.CountBy = None,
    limit: options.Limit = None,
    all_rows: options.All = False,
    as_csv: options.Csv = False,
    as_json: options.Json = False,
    as_table: options.AsTable = False,
    as_xlsx: options.Xlsx = False,
    as_parquet: options.Parquet = False,
    as_html: options.Html = False,
    output: options.Result = None,
) -> None:
    """Show the rows of a table that pass all filters given. Case and accents make no difference.

    Rows come as they stand in the table, or best match first where --text is given.

    For example:

        quotes query quotes.parquet --speaker ruiz --said-after 2024-05

        quotes query quotes.parquet --text "climate" --kind direct --csv > climate.csv

        quotes query quotes.parquet --text '"no dialogue"' --count-by speaker,outlet
    """
    styles = {Style.CSV: as_csv, Style.JSON: as_json, Style.TABLE: as_table}
    chosen = answers.out(styles | {Style.XLSX: as_xlsx, Style.PARQUET: as_parquet, Style.HTML: as_html}, output)
    most = answers.limit(limit, all_rows, chosen.style)
    opened = _open(table)
    filters: dict[str, Any] = {
        "speaker": speaker,
        "text": text,
        "said_after": said_after,
        "said_before": said_before,
        "outlet": outlet,
        "kind": kind,
        "act": act,
        "polarity": polarity,
        "role": role,
        "min_confidence": min_confidence,
    }
    if count_by is not None:
        found = opened.count_by([name.strip() for name in count_by.split(",")], **filters)
        answers.print_rows(found.rows if most is None else found.rows.slice(0, most), chosen, total=found.total)
    else:
        found = opened.query(**filters, sort=sort, limit=most)
        rows = opened.with_context(found.rows) if context and chosen.style != Style.TABLE else found.rows
        answers.print_quotes(opened, rows, chosen, total=found.total, context=context)
    if found.undated:
        say(f"{found.undated:,} more have no day, and are left out. See them without --said-after and --said-before.")


def sql(
    table: options.TablePath,
    statement: options.Statement,
    limit: options.Limit = None,
    all_rows: options.All = False,
    as_csv: options.Csv = False,
    as_json: options.Json = False,
    as_table: options.AsTable = False,
    as_xlsx: options.Xlsx = False,
    as_parquet: options.Parquet = False,
    output: options.Result = None,
) -> None:
    """Ask a table with SQL. It can only be read.

    For example:

        quotes sql quotes.parquet "SELECT speaker, count(*) AS n FROM quotes GROUP BY speaker ORDER BY n DESC"

        quotes sql quotes.parquet "SELECT q.quote, a.text FROM quotes q JOIN articles a USING (doc_id)" --json
    """
    styles = {Style.CSV: as_csv, Style.JSON: as_json, Style.TABLE: as_table}
    chosen = answers.out(styles | {Style.XLSX: as_xlsx, Style.PARQUET: as_parquet}, output)
    most = answers.limit(limit, all_rows, chosen.style)
    found = _open(table).sql(statement)
    answers.print_rows(found.rows if most is None else found.rows.slice(0, most), chosen, total=found.total)


def show(table: options.TablePath, quote_id: options.QuoteId) -> None:
    """Show one row in its passage: quotation, cue, speaker and the steps of the evidence marked.

    For example:

        quotes show quotes.parquet 5cc1d8e9b1a2f3d4
    """
    from quotes.cli.display import row_lines

    opened = _open(table)
    quote = opened.quote(quote_id)
    article = opened.articles([quote.doc_id]).get(quote.doc_id)
    for line in row_lines(quote, None if article is None else article.text):
        print(line)


def _open(table: str) -> QuoteTable:
    from quotes.table.quote_table import open_table

    return open_table(table, on_note=say)
