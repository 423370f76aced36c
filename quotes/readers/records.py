"""Record -> Article: the only maker of articles, so that the same page is the same article whatever file it came in."""

from __future__ import annotations

import gzip
import importlib
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice

from quotes.errors import InputError
from quotes.readers.columns import NAME_IT, Columns, listed
from quotes.readers.encoding import unwritable
from quotes.readers.html import Page, page, page_starts
from quotes.readers.options import Reading
from quotes.readers.published import Dates
from quotes.types import Article, Failure, PublishedBasis

#: rows looked at before the first is made an article: they show in which order dates are written
_SAMPLE_ROWS = 100
_REASON_CHARS = 300


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, or one object, as it stands in the file. `where`: file and line."""

    where: str
    cells: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Record:
    """What will be an article: what is held (text or html, id, title, published, outlet, url, author) -> value as read.

    `columns` names the columns in messages, `fields` all that there are. `named`: the day in the file's name.
    """

    where: str
    values: Mapping[str, object]
    columns: Mapping[str, str] = field(default_factory=dict)
    fields: tuple[str, ...] = ()
    named: date | None = None


def from_rows(
    rows: Iterable[Row | Failure], columns: Columns, reading: Reading, name: str
) -> Iterator[Article | Failure]:
    """Make articles of rows. Guesses about columns and dates are said once for the input called `name`."""
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
    """Make an article of a record, or say why it cannot be one.

    What the record says stands before what its page says. A record without id is known by its file and line.
    """
    doc_id = record.where
    try:
        doc_id = _doc_id(record)
        made = _article(record, doc_id, dates, reading)
        if first := reading.ids.claim(doc_id, record.where):
            msg = f"its id was given before, at {first}. Give each article an id of its own."
            raise InputError(msg)
    except Exception as error:  # whatever one article does, the others are read
        return failure(doc_id, error, where=record.where)
    return made


def failure(doc_id: str, error: BaseException, *, where: str | None = None) -> Failure:
    """Say why something could not be read."""
    reason = str(error)
    if not isinstance(error, InputError):
        about = " ".join(f"{type(error).__name__}: {error}".split())[:_REASON_CHARS]
        reason = f"cannot be read ({about}). Is it complete, and what its name says?"
    if isinstance(error, EOFError | zlib.error | gzip.BadGzipFile):
        reason = f"breaks off, or is damaged, as a gzip file ({error}). Fetch or pack it again."
    reason = reason.encode("utf8", "backslashreplace").decode("utf8")
    return Failure(doc_id, "read", reason if where in (None, doc_id) else f"{where}: {reason}")


def _guarded(rows: Iterable[Row | Failure], name: str) -> Iterator[Row | Failure]:
    """Yield rows; where reading them breaks off, a failure in place of the rest."""
    count = 0
    try:
        for count, row in enumerate(rows, 1):  # noqa: B007 - counted for the message
            yield row
    except Exception as error:  # the rows before it are good
        yield failure(name, error, where=f"after {count} rows" if count else None)


def _record(row: Row, columns: Columns) -> Record:
    fields = tuple(row.cells)
    found = columns.find(fields)
    return Record(row.where, {holds: row.cells.get(column) for holds, column in found.items()}, found, fields)


def _doc_id(record: Record) -> str:
    value = record.values.get("id")
    if value is None or value == "":
        return record.where
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # pandas writes whole numbers so where a cell is empty
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
            f"the article has {len(found.text):,} characters; at most {reading.config.max_article_chars:,} are read "
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
        InputError: there is none, or it is no text, or too long to look at.
    """
    name = _named(record, "text" if "text" in record.values else "html")
    value = record.values.get("text", record.values.get("html"))
    if not record.values.keys() & {"text", "html"}:
        msg = f"has no field that is the article's text. Its fields are: {listed(record.fields)}. {NAME_IT}"
        raise InputError(msg)
    if value is not None and not isinstance(value, str):
        msg = f"{name} is a {type(value).__name__}, not text. Make it one string."
        raise InputError(msg)
    if not value or value.isspace():
        msg = f"{name} is empty. Leave such articles out, or look why."
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
    """Return a title, outlet or address; what is no writable text is none."""
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
