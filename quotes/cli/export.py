"""`quotes export` and `quotes import`: annotations of other tools."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from quotes.cli import options
from quotes.cli.messages import say


def export(table: options.TablePath, form: options.AnnotationFormat, output: options.ExportTo) -> None:
    """Write a table's annotations for another tool: brat, Label Studio, W3C web annotations, schema.org.

    brat gets a folder with the .txt and .ann of each article; Label Studio a JSON file of tasks, whose predictions are
    the rows; the others one JSON-LD object a line.

    For example:

        quotes export quotes.parquet --format brat -o to-correct/

        quotes export quotes.parquet --format label-studio -o tasks.json

        quotes export quotes.parquet --format schema-org -o quotations.jsonl
    """
    from quotes.export.tables import Format
    from quotes.export.tables import export as library
    from quotes.table.quote_table import open_table

    written, left_out = library(open_table(table), output, form=Format(form))
    rest = f" {left_out:,} left out: indirect speech, or not said." if left_out else ""
    say(f"{written:,} row{'s' * (written != 1)} written to {output}.{rest}")


def import_(source: options.Corrected, output: options.Result = None) -> None:
    """Read corrections made in brat or Label Studio, as gold articles for `quotes evaluate`.

    For example:

        quotes import to-correct/ -o my.gold.jsonl && quotes evaluate my.gold.jsonl
    """
    from quotes.cli.answers import Out, Style
    from quotes.export.tables import corrections

    lines = [json.dumps(article, ensure_ascii=False) + "\n" for article in corrections(source)]
    if output is None:
        sys.stdout.writelines(lines)
    else:
        Out(Style.JSON, Path(output)).write("".join(lines))
    say(f"{len(lines):,} article{'s' * (len(lines) != 1)}.")
