"""Write a table anew with its corrections applied, for queries, exports and whatever else reads a table."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pyarrow.parquet as pq

from quotes.errors import InputError
from quotes.table import corrections
from quotes.table.corrected import apply
from quotes.table.corrections import Correction, in_effect
from quotes.table.files import locate, read
from quotes.table.schema import ARTICLES, to_articles
from quotes.table.writer import Writer
from quotes.types import Article


def write_corrected(
    table: str | Path, output: str | Path, *, file: str | Path | None = None, overwrite: bool = False
) -> int:
    """Write a table with its corrections applied to another place. Memory does not grow with its size.

    Args:
        table: the table; it is not changed.
        output: a NAME.parquet or a folder.
        file: the corrections; None: those beside the table.
        overwrite: replace what is there.

    Returns:
        How many corrections hold and are of an article of the table.

    Raises:
        InputError: there is no such table, or its articles are not beside it.
        OutputError: the output cannot be written.
    """
    lines, _ = corrections.read(Path(file) if file is not None else corrections.path(table))
    by_article: dict[str, list[Correction]] = {}
    for line in in_effect(lines):
        by_article.setdefault(line.doc_id, []).append(line)
    applied = 0
    groups = groupby(read(table), key=lambda row: row.doc_id)
    doc_id, rows = next(groups, (None, iter(())))
    with Writer(output, overwrite=overwrite) as tables:
        for article in _articles(table):
            own = list(rows) if doc_id == article.doc_id else []
            if doc_id == article.doc_id:
                doc_id, rows = next(groups, (None, iter(())))
            held = by_article.get(article.doc_id, [])
            applied += len(held)
            tables.add(article, [one.row for one in apply(article, own, held).rows] if held else own)
    return applied


def _articles(table: str | Path) -> Iterator[Article]:
    files = locate(table).articles
    if not files:
        msg = f"{table}: the articles do not lie beside it, and corrections are of their text. Bring NAME.articles.parquet."
        raise InputError(msg)
    for path in files:
        with pq.ParquetFile(path) as parquet:
            for batch in parquet.iter_batches(columns=ARTICLES.names, batch_size=1024):
                yield from to_articles(batch)
