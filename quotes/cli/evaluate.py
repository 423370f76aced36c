"""`quotes evaluate`: score a table, or the pipeline, against gold."""

from __future__ import annotations

from quotes.cli import answers, options
from quotes.cli.answers import Style
from quotes.cli.messages import say, say_failed
from quotes.errors import counted


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

        quotes extract my.gold.jsonl --all -o mine.parquet

        quotes evaluate my.gold.jsonl --predicted mine.parquet --by cause
    """
    from quotes.evaluation import error_causes as causes
    from quotes.evaluation import scores as library
    from quotes.table import files as tables

    chosen = answers.out({Style.CSV: as_csv, Style.JSON: as_json, Style.TABLE: as_table})
    rows = tables.read(predicted) if predicted else library.predict(gold, on_failure=say_failed)
    if by is options.By.CAUSE:
        say("Quoted segments, by what went wrong with the speaker.")
        answers.print_rows(causes.count(gold, rows), chosen)
        return
    report = library.evaluate(gold, rows)
    say(f"{counted(report.articles, 'article')}. Scores in percent; n is the number in the gold.")
    answers.print_rows(report.to_table(by_kind=by is options.By.KIND), chosen)
