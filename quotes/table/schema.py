"""Define the columns of the three tables: `types.Quote`, `Article` and `Failure` as Arrow schemas.

A column's type comes from the annotation in `types.py`; `| None` there makes it nullable. Its description and unit are
written here only, and go into the field's metadata in every Parquet file.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, NamedTuple, TypeVar, get_args, get_origin, get_type_hints

import pyarrow as pa

from quotes.errors import OutputError
from quotes.types import (
    Act,
    Article,
    DateBasis,
    Failure,
    Kind,
    Piece,
    Polarity,
    PublishedBasis,
    Quote,
    SpeakerKind,
    Step,
)

#: Version of the tables, and the key under which each file has it. It rises when an old table can not be read as a new one.
VERSION = 1
VERSION_KEY = "quotes_table_version"

Row = TypeVar("Row", Quote, Article, Failure)

_OFFSET = "code points into the article's text"
_END = f"{_OFFSET}, end exclusive"


class RowError(OutputError):
    """A row does not fit the table: an error in the code that made it. The rest of the table is not affected."""


class _About(NamedTuple):
    text: str
    unit: str = ""


_QUOTE = {
    "quote": _About(
        "The words as printed. Pieces of a broken quotation are joined by one space; outer quotation marks are dropped."
    ),
    "speaker": _About("Who said it: the fullest name known, else the description as printed. Null: not known."),
    "date": _About("Day of the statement, as far as known: said_on, else published.", "day"),
    "doc_id": _About("Id of the article."),
    "story": _About("Number of the story on its page.", "from 0"),
    "title": _About("Headline of the story. Null: it has none."),
    "outlet": _About("Name of the publisher."),
    "url": _About("URL of the article."),
    "published": _About("Day of publication.", "day"),
    "kind": _About("Whether all, some or none of the words stand in quotation marks.", ", ".join(Kind)),
    "spans": _About("Pieces of the quotation, quotation marks included.", _END),
    "cue": _About("Words that report the quotation: “said”, “according to”. Null: there are none."),
    "cue_start": _About("Start of the cue.", _OFFSET),
    "cue_end": _About("End of the cue.", _END),
    "mention": _About("The speaker as printed beside the quotation: “she”. Null: there is none."),
    "speaker_start": _About("Start of the mention.", _OFFSET),
    "speaker_end": _About("End of the mention.", _END),
    "speaker_kind": _About("Type of speaker.", ", ".join(SpeakerKind)),
    "speaker_role": _About("Office or profession of the speaker, as printed in the article."),
    "speaker_id": _About("Stable id shared by all rows of one speaker."),
    "said_on": _About("Day of the statement, where the text gives it.", "day"),
    "date_basis": _About(
        "Source of `date`: the statement's own words, the scene in which it was made, or the day of publication.",
        ", ".join(DateBasis),
    ),
    "date_text": _About("Words that give the day: “Wednesday”."),
    "confidence": _About("Calibrated probability that the speaker is right.", "0 to 1"),
    "date_confidence": _About("Calibrated probability that `said_on` is right. Null: `said_on` is null.", "0 to 1"),
    "act": _About("How the cue reports the words. Thought includes attitudes: “hopes”.", ", ".join(Act)),
    "polarity": _About(
        "Denied: the speaker rejects the words. Not_said: the article says that they were not said. "
        "Asked: a question, by the speaker or to somebody.",
        ", ".join(Polarity),
    ),
    "evidence": _About("Steps from the cue to the speaker's name.", _END),
    "quote_id": _About("Hash of doc_id and spans, the same in every run."),
    "pipeline": _About("Name and version of the pipeline that made the row."),
}
_ARTICLE = {
    "doc_id": _About("Id of the article."),
    "text": _About("Text as read, never edited. All offsets point into it."),
    "title": _About("Headline."),
    "outlet": _About("Name of the publisher."),
    "url": _About("URL of the article."),
    "published": _About("Day of publication.", "day"),
    "published_basis": _About(
        "Source of `published`. On a page with several stories: that of the first story. The quote table has each row's own day.",
        ", ".join(PublishedBasis),
    ),
    "author": _About("Names of the authors."),
}
_FAILURE = {
    "doc_id": _About("Id of the article, or path of the file."),
    "input": _About("File that it was read from."),
    "step": _About("Step that failed.", "read, extract, rows"),
    "error": _About("What went wrong, and what to do about it."),
}

#: Allowed values of the columns that have a fixed set.
_ALLOWED = {"kind": Kind, "date_basis": DateBasis, "speaker_kind": SpeakerKind, "act": Act, "polarity": Polarity}

_ARROW = {str: pa.string(), int: pa.int32(), float: pa.float32(), date: pa.date32()}


def _schema(row: type, about: dict[str, _About]) -> pa.Schema:
    hints = get_type_hints(row)
    fields = [_field(name, hints[name], text) for name, text in about.items()]
    return pa.schema(fields, metadata={VERSION_KEY: str(VERSION)})


def _field(name: str, hint: Any, about: _About) -> pa.Field:
    optional = get_origin(hint) is not tuple and type(None) in get_args(hint)
    metadata = {"description": about.text} | ({"unit": about.unit} if about.unit else {})
    return pa.field(name, _type(hint), nullable=optional, metadata=metadata)


def _type(hint: Any) -> pa.DataType:
    inner = next((part for part in get_args(hint) if part not in (type(None), Ellipsis)), hint)
    if get_origin(hint) is tuple:
        return pa.list_(pa.struct([(name, _type(part)) for name, part in get_type_hints(inner).items()]))
    return _ARROW[inner]


#: The quote table, its articles, and the log of failures.
QUOTES = _schema(Quote, _QUOTE)
ARTICLES = _schema(Article, _ARTICLE)
FAILURES = _schema(Failure, _FAILURE)
TABLES = {"quotes": QUOTES, "articles": ARTICLES, "failures": FAILURES}


def quote_id(doc_id: str, spans: Iterable[Piece]) -> str:
    """Return the stable id of a row.

    Args:
        doc_id: id of the article.
        spans: the quotation's pieces, in order.

    Returns:
        16 hexadecimal digits.

    >>> quote_id("news-1", [Piece(0, 12)])
    'd574fb0c315bacfb'
    """
    key = json.dumps([doc_id, [[piece.start, piece.end] for piece in spans]])
    return hashlib.blake2b(key.encode(), digest_size=8).hexdigest()


def to_batch(rows: Sequence[Row], schema: pa.Schema) -> pa.RecordBatch:
    """Convert rows to Arrow, and check each.

    Args:
        rows: rows of one table.
        schema: the table's schema: `QUOTES`, `ARTICLES` or `FAILURES`.

    Raises:
        RowError: a row does not fit the table. The message names its article and the column.
    """
    for row in rows:
        if problem := _problem(row, schema):
            msg = f"A row of {row.doc_id!r} does not fit the table: {problem}. This is a bug in the pipeline, not in the article."
            raise RowError(msg)
    try:
        return pa.RecordBatch.from_pylist([asdict(row) for row in rows], schema=schema)
    except (pa.ArrowException, TypeError, ValueError, OverflowError) as error:
        names = ", ".join(sorted({repr(row.doc_id) for row in rows}))
        msg = f"The rows of {names} do not fit the table: {error}."
        raise RowError(msg) from error


def to_quotes(batch: pa.RecordBatch | pa.Table) -> Iterator[Quote]:
    """Convert Arrow back to rows. Columns that a user added are ignored."""
    for row in batch.select(QUOTES.names).to_pylist():
        row["spans"] = tuple(Piece(**piece) for piece in row["spans"])
        row["evidence"] = tuple(Step(**step) for step in row["evidence"])
        yield Quote(**row)


def to_articles(batch: pa.RecordBatch | pa.Table) -> Iterator[Article]:
    """Turn Arrow back into articles."""
    for row in batch.select(ARTICLES.names).to_pylist():
        yield Article(**row)


def columns_markdown() -> str:
    """Return a Markdown table that describes the columns of the quote table."""
    lines = ["| column | type | null | meaning | unit or values |", "|---|---|---|---|---|"]
    for field in QUOTES:
        about = _QUOTE[field.name]
        null = "yes" if field.nullable else ""
        lines.append(f"| {field.name} | {_short(field.type)} | {null} | {about.text} | {about.unit} |")
    return "\n".join(lines) + "\n"


def csv_header() -> str:
    """Return the header line of the quote table as CSV."""
    return ",".join(QUOTES.names)


def _short(kind: pa.DataType) -> str:
    if pa.types.is_list(kind):
        inner = ", ".join(f"{field.name}: {_short(field.type)}" for field in kind.value_type)
        return f"list<struct<{inner}>>"
    return "date32" if pa.types.is_date32(kind) else "float32" if pa.types.is_float32(kind) else str(kind)


def _problem(row: Quote | Article | Failure, schema: pa.Schema) -> str | None:
    """Return what is wrong with a row, as far as Arrow does not check it; None: nothing."""
    for field in schema:
        value = getattr(row, field.name)
        if value is None and not field.nullable:
            return f"{field.name} is empty"
        if field.type == pa.string() and not isinstance(value, str | None):
            return f"{field.name} is {value!r}, not text"
    return _quote_problem(row) if isinstance(row, Quote) else None


def _quote_problem(row: Quote) -> str | None:
    for name, allowed in _ALLOWED.items():
        value = getattr(row, name)
        if value is not None and value not in set(allowed):
            return f"{name} is {value!r}, not one of {', '.join(allowed)}"
    for name in ("confidence", "date_confidence"):
        value = getattr(row, name)
        if value is not None and not 0 <= value <= 1:
            return f"{name} is {value}, not between 0 and 1"
    return _offset_problem(row)


def _offset_problem(row: Quote) -> str | None:
    if not row.spans:
        return "spans is empty"
    bounds = [offset for piece in row.spans for offset in (piece.start, piece.end)]
    if bounds[0] < 0 or any(piece.start >= piece.end for piece in row.spans) or bounds != sorted(bounds):
        return f"spans are not in order: {bounds}"
    single = [("cue", row.cue_start, row.cue_end), ("speaker", row.speaker_start, row.speaker_end)]
    single += [(f"evidence {step.step!r}", step.start, step.end) for step in row.evidence]
    return next((problem for name, start, end in single if (problem := _bounds_problem(name, start, end))), None)


def _bounds_problem(name: str, start: int | None, end: int | None) -> str | None:
    if (start is None) != (end is None):
        return f"{name} has a start or an end, not both"
    if start is not None and end is not None and not 0 <= start < end:
        return f"{name} runs from {start} to {end}"
    return None
