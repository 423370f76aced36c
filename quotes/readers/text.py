"""Read files that hold one article: plain text and HTML pages."""

from __future__ import annotations

import io
from collections.abc import Iterator

from quotes.readers.encoding import decode
from quotes.readers.inputs import Input
from quotes.readers.options import Reading
from quotes.readers.published import Dates, date_in_name
from quotes.readers.records import Record, article
from quotes.readers.streams import read_whole
from quotes.types import Article, Failure


def read_text(stream: io.BufferedReader, source: Input, reading: Reading) -> Iterator[Article | Failure]:
    """Yield the article of a text file: the whole file but a byte order mark, line ends kept."""
    yield _one(stream, source, reading, holds="text")


def read_page(stream: io.BufferedReader, source: Input, reading: Reading) -> Iterator[Article | Failure]:
    """Yield the article of an HTML file."""
    yield _one(stream, source, reading, holds="html")


def _one(stream: io.BufferedReader, source: Input, reading: Reading, *, holds: str) -> Article | Failure:
    data = read_whole(stream, reading.config)
    text = decode(data, reading.options.encoding, lambda message: reading.note(f"{source.name}: {message}"))
    named = date_in_name(source.path) if source.path else None
    record = Record(source.name, {"id": source.name, holds: text}, named=named)
    return article(record, Dates(source.name, reading.note), reading)
