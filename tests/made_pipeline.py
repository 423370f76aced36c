"""A pipeline that is only pretended, for processes: what it does with an article stands in the article's title."""

import os
import signal
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from made_rows import make_quote, make_quotes

from quotes.errors import ModelError
from quotes.run.worker import Stream
from quotes.table.schema import QUOTES, quote_id, to_batch
from quotes.types import Article, Failure, Quote


def load() -> tuple[str, Stream]:
    """Load the pretended pipeline, and what the real one loads too: pandas, which pyarrow wants for the first rows."""
    to_batch(make_quotes(0), QUOTES)
    return "pretended 1", stream


def load_newer() -> tuple[str, Stream]:
    return "pretended 2", stream


def load_nothing() -> tuple[str, Stream]:
    msg = "Not installed. Run: pip install it"
    raise ModelError(msg)


def load_and_die() -> tuple[str, Stream]:
    os.kill(os.getpid(), signal.SIGKILL)
    return load()


def stream(articles: Iterable[Article]) -> Iterator[tuple[Article, list[Quote] | Failure]]:
    """Make two rows of each article, whose first quotation is the article's first word."""
    for article in articles:
        what, _, where = (article.title or "").partition(" ")
        if what == "fail":
            yield article, Failure(article.doc_id, "extract", "it was asked to")
        elif what == "memory":
            yield article, Failure(article.doc_id, "extract", "MemoryError: ")
        elif what == "wrong":
            yield article, [make_quote(doc_id=article.doc_id, kind="reported")]
        else:
            ACTS.get(what, lambda _: None)(where)
            yield article, rows(article)


def rows(article: Article) -> list[Quote]:
    first = article.text.partition(" ")[0]
    return [
        replace(row, quote=f"{first} {row.quote}", doc_id=article.doc_id, quote_id=quote_id(article.doc_id, row.spans))
        for row in make_quotes(0)
    ]


def die(_: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_once(marker: str) -> None:
    if not Path(marker).exists():
        Path(marker).touch()
        die(marker)


def hang(_: str) -> None:
    time.sleep(3600)


def hang_once(marker: str) -> None:
    if not Path(marker).exists():
        Path(marker).touch()
        hang(marker)


def pause(seconds: str) -> None:
    time.sleep(float(seconds))


def work(seconds: str) -> None:
    """Keep a core busy."""
    end = time.process_time() + float(seconds)
    while time.process_time() < end:
        pass


ACTS = {"die": die, "die-once": die_once, "hang": hang, "hang-once": hang_once, "pause": pause, "work": work}
