"""Write what the pipeline yields, from Python."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from quotes.table.writer import Writer
from quotes.types import Article, Failure, Quote


def write(
    results: Iterable[tuple[Article, Sequence[Quote] | Failure]], path: str | Path, *, overwrite: bool = False
) -> None:
    """Write a quote table, with its articles and failures.

        quotes.write(quotes.stream(nlp, read(["news/"])), "quotes.parquet")

    Memory does not grow with the number of articles. An article that failed goes to the table's log of failures.

    Args:
        results: each article with its rows, or with the reason why it failed, as `quotes.stream` yields them.
        path: a NAME.parquet, written when it is complete; or a folder, to which the articles are added.
        overwrite: replace what is there. Otherwise a file that exists is refused.

    Raises:
        OutputError: the table cannot be written, or a row does not fit it.
    """
    with Writer(path, overwrite=overwrite) as tables:
        for article, found in results:
            if isinstance(found, Failure):
                tables.fail(found)
            else:
                tables.add(article, found)
