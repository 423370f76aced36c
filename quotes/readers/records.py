"""Make articles from records. No other file does, so the same page is the same article in every format."""

from __future__ import annotations

import gzip
import importlib
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice

from quotes.errors import InputError, OutputError, counted
from quotes.readers.columns import NAME_IT, Columns, listed
from quotes.readers.encoding import unwritable
from quotes.readers.html import Page, page, page_starts
from quotes.readers.options import Reading
from quotes.readers.published import Dates
from quotes.types import Article, Failure, PublishedBasis

#: rows to look ahead, to learn in which order dates are written [rows]
_SAMPLE_ROWS = 100
_REASON_CHARS = 300


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, or one object, as read.

    Args:
        where: file and line.
        cells: column or field -> value.
    """

    where: str
    cells: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Record:
    """The values that an article is made from.

    Args:
        where: file and line.
        values: meaning (text or html, id, title, published, outlet, url, author) -> value as read.
        columns: meaning -> column, for messages.
        fields: all columns or fields, for messages.
        named: the day in the file's name.
    """

    where: str
    values: Mapping[str, object]
    columns: Mapping[str, str] = field(default_factory=dict)
    fields: tuple[str, ...] = ()
    named: date | None = None


def from_rows(
    rows: Iterable[Row | Failure], columns: Columns, reading: Reading, name: str
) -> Iterator[Article | Failure]:
    """Make articles from rows.

    Args:
        rows: the rows of one input.
        columns: its columns.
        reading: the run.
        name: name of the input, for messages. Guesses about columns and dates are reported once.
    """
    dates = Dates(name, reading.note)
    records = (row if isinstance(row, Failure) else _record(row, columns) for row in _guarded(rows, name))
    head = list(islice(records, _SAMPLE_ROWS))
    dates.learn(record.values.get("published") for record in head if isinstance(record, Record))
    try:
        for record in chain(head, records):
            yield record if isinstance(record, Failure) else article(record, dates, reading)
    finally:
        dates.close()
        columns.close()


def article(record: Record, dates: Dates, reading: Reading) -> Article | Failure:
    """Make an article from a record.

    Values of the record take precedence over those of its page. Without an id, the article's id is its file and line.

    Returns:
        The article, or a `Failure` that says why it cannot be one.
    """
    doc_id = record.where
    try:
        doc_id = _doc_id(record)
        made = _article(record, doc_id, dates, reading)
        if first := reading.ids.claim(doc_id, record.where):
            msg = f"has the same id as the article at {first}. Give each article its own id."
            raise InputError(msg)
    except OutputError:
        raise
    except Exception as error:  # one bad article must not stop the others
        return failure(doc_id, error, where=record.where)
    return made


def failure(doc_id: str, error: BaseException, *, where: str | None = None) -> Failure:
    """Return the failure for an article or file that could not be read.

    Args:
        doc_id: id of the article, or name of the file.
        error: what was raised.
        where: file and line; None: as in doc_id.
    """
    reason = str(error)
    if not isinstance(error, InputError):
        about = " ".join(f"{type(error).__name__}: {error}".split())[:_REASON_CHARS]
        reason = f"cannot be read ({about}). Check that it is complete, and has the format that its name says."
    if isinstance(error, EOFError | zlib.error | gzip.BadGzipFile):
        reason = f"is a damaged or incomplete gzip file ({error}). Fetch or compress it again."
    reason = reason.encode("utf8", "backslashreplace").decode("utf8")
    return Failure(doc_id, "read", reason if where in (None, doc_id) else f"{where}: {reason}")


def _guarded(rows: Iterable[Row | Failure], name: str) -> Iterator[Row | Failure]:
    """Yield rows. If reading stops with an error, yield a failure in place of the rest."""
    count = 0
    try:
        for count, row in enumerate(rows, 1):  # noqa: B007 - counted for the message
            yield row
    except OutputError:
        raise
    except Exception as error:  # the rows before it are good
        yield failure(name, error, where=f"after {counted(count, 'row')}" if count else None)


def _record(row: Row, columns: Columns) -> Record:
    fields = tuple(row.cells)
    found = columns.find(fields)
    return Record(row.where, {holds: row.cells.get(column) for holds, column in found.items()}, found, fields)


def _doc_id(record: Record) -> str:
    value = record.values.get("id")
    if value is None or value == "":
        return record.where
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # pandas writes whole numbers like this if a cell of the column is empty
    if isinstance(value, bool) or not isinstance(value, str | int):
        msg = f"{_named(record, 'id')} is a {type(value).__name__}. Make it text, or a number."
        raise InputError(msg)
    if why := unwritable(str(value)):
        msg = f"{_named(record, 'id')} {why}"
        raise InputError(msg)
    return str(value)


def _article(record: Record, doc_id: str, dates: Dates, reading: Reading) -> Article:
    url = _label(record, "url")
    content = _content(record, reading)
    is_page = "text" not in record.values or page_starts(content)
    found = page(content, url=url, max_tags=reading.config.max_page_tags) if is_page else Page(content)
    if len(found.text) > reading.config.max_article_chars:
        msg = (
            f"has {len(found.text):,} characters; at most {reading.config.max_article_chars:,} are read "
            "(Config.max_article_chars). Split it, or raise the limit."
        )
        raise InputError(msg)
    given = dates.read(record.values.get("published"), record.where)
    days = {
        PublishedBasis.METADATA: given,
        PublishedBasis.HTML: found.published,
        PublishedBasis.FILENAME: record.named,
    }
    basis = next((basis for basis, day in days.items() if day is not None), None)
    return Article(
        doc_id=doc_id,
        text=found.text,
        title=_label(record, "title") or found.title,
        published=days[basis] if basis else None,
        outlet=_label(record, "outlet") or found.outlet,
        url=url or found.url,
        published_basis=basis,
        author=_label(record, "author") or found.author,
    )


def _content(record: Record, reading: Reading) -> str:
    """Return the text, or the markup, of a record.

    Raises:
        InputError: it is missing, empty, not text, or too long.
    """
    name = _named(record, "text" if "text" in record.values else "html")
    value = record.values.get("text", record.values.get("html"))
    if not record.values.keys() & {"text", "html"}:
        msg = f"has no field that looks like the article's text. Its fields are: {listed(record.fields)}. {NAME_IT}"
        raise InputError(msg)
    if value is not None and not isinstance(value, str):
        msg = f"{name} is a {type(value).__name__}, not text. Make it one string."
        raise InputError(msg)
    if not value or value.isspace():
        msg = f"{name} is empty. Leave such articles out, or check why."
        raise InputError(msg)
    if len(value) > reading.config.max_field_chars:
        msg = f"{name} is longer than {reading.config.max_field_chars:,} characters (Config.max_field_chars). Split it."
        raise InputError(msg)
    if why := unwritable(value):
        msg = f"{name} {why}"
        raise InputError(msg)
    if reading.options.fix_mojibake:
        value = importlib.import_module("ftfy").fix_encoding(value)  # options.check() saw that it is there
    return value


def _label(record: Record, holds: str) -> str | None:
    """Return a title, outlet, author or URL; None: there is none, or it is not text."""
    value = record.values.get(holds)
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        value = "; ".join(value)  # authors, in JSON; trafilatura joins them so
    if isinstance(value, int | float) and not isinstance(value, bool) and value == value:
        value = str(value)
    if not isinstance(value, str) or unwritable(value):
        return None
    return value.strip() or None


def _named(record: Record, holds: str) -> str:
    return f"{holds} (column {record.columns[holds]!r})" if holds in record.columns else holds
