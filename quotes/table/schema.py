"""The columns of the three tables: `types.Quote`, `Article` and `Failure` as Arrow schemas.

A column's type follows from the annotation in `types.py`, a column that may be null from `| None` there. What it
means and its unit are said here, once, and travel in the field's metadata into every Parquet file.
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

Row = TypeVar("Row", Quote, Article, Failure)

_OFFSET = "code points into the article's text"
_END = f"{_OFFSET}, end exclusive"


class RowError(OutputError):
    """A row that does not fit the table: a fault of what made it. The rest of the table is not touched by it."""


class _About(NamedTuple):
    text: str
    unit: str = ""


_QUOTE = {
    "quote": _About("The words as printed; pieces of a broken quotation joined by one space, outer marks dropped."),
    "speaker": _About("Who said it: the fullest name known or, unnamed, the description as printed. Null: not known."),
    "date": _About("The day it was said, as far as known: said_on, else published.", "day"),
    "doc_id": _About("The article."),
    "story": _About("Which of a page's stories.", "number, from 0"),
    "title": _About("The headline: the story's own. Null: it has none."),
    "outlet": _About("Who printed it."),
    "url": _About("Where it stands."),
    "published": _About("The day it was printed.", "day"),
    "kind": _About("How the words are reported.", ", ".join(Kind)),
    "spans": _About("The pieces of the quotation, its marks included.", _END),
    "cue": _About("The words that report: “said”, “according to”. Null: there are none."),
    "cue_start": _About("Where the cue begins.", _OFFSET),
    "cue_end": _About("Where the cue ends.", _END),
    "mention": _About("The speaker as printed beside the quotation: “she”. Null: there is none."),
    "speaker_start": _About("Where the mention begins.", _OFFSET),
    "speaker_end": _About("Where the mention ends.", _END),
    "speaker_kind": _About("What the speaker is.", ", ".join(SpeakerKind)),
    "speaker_role": _About("Office or profession, as the article gives it."),
    "speaker_id": _About("The same for the same person over the whole table."),
    "said_on": _About("The day it was said, where the text tells.", "day"),
    "date_basis": _About("Where `date` comes from.", ", ".join(DateBasis)),
    "date_text": _About("The words that give the day: “Wednesday”."),
    "confidence": _About("Calibrated probability that the speaker is right.", "0 to 1"),
    "date_confidence": _About("Calibrated probability that `said_on` is right. Null: no day is known.", "0 to 1"),
    "act": _About("How the cue reports; thought: attitudes too.", ", ".join(Act)),
    "polarity": _About(
        "Denied: the speaker rejects the words. Not_said: the article says that they were not said. "
        "Asked: a question, by the speaker or to somebody.",
        ", ".join(Polarity),
    ),
    "evidence": _About("From the cue to the name, step by step.", _END),
    "quote_id": _About("Hash of doc_id and spans: the same in every run."),
    "pipeline": _About("Name and version of what made the row."),
}
_ARTICLE = {
    "doc_id": _About("The article."),
    "text": _About("The text as read, unedited: all offsets point into it."),
    "title": _About("The headline."),
    "outlet": _About("Who printed it."),
    "url": _About("Where it stands."),
    "published": _About("The day it was printed.", "day"),
    "published_basis": _About(
        "Where `published` was found. Of a page with several stories: that of the first; a row's own is in the quote table.",
        ", ".join(PublishedBasis),
    ),
    "author": _About("Who wrote it."),
}
_FAILURE = {
    "doc_id": _About("The article, or the file."),
    "stage": _About("What was being done."),
    "reason": _About("Why it could not be done."),
}

#: Columns that hold one of a few values.
_ALLOWED = {"kind": Kind, "date_basis": DateBasis, "speaker_kind": SpeakerKind, "act": Act, "polarity": Polarity}

_ARROW = {str: pa.string(), int: pa.int32(), float: pa.float32(), date: pa.date32()}


def _schema(row: type, about: dict[str, _About]) -> pa.Schema:
    hints = get_type_hints(row)
    return pa.schema([_field(name, hints[name], text) for name, text in about.items()])


def _field(name: str, hint: Any, about: _About) -> pa.Field:
    optional = get_origin(hint) is not tuple and type(None) in get_args(hint)
    metadata = {"description": about.text} | ({"unit": about.unit} if about.unit else {})
    return pa.field(name, _type(hint), nullable=optional, metadata=metadata)


def _type(hint: Any) -> pa.DataType:
    inner = next((part for part in get_args(hint) if part not in (type(None), Ellipsis)), hint)
    if get_origin(hint) is tuple:
        return pa.list_(pa.struct([(name, _type(part)) for name, part in get_type_hints(inner).items()]))
    return _ARROW[inner]


#: The quote table (DESIGN.md, "Fixed"), the articles beside it, and the log of what failed.
QUOTES = _schema(Quote, _QUOTE)
ARTICLES = _schema(Article, _ARTICLE)
FAILURES = _schema(Failure, _FAILURE)
TABLES = {"quotes": QUOTES, "articles": ARTICLES, "failures": FAILURES}


def quote_id(doc_id: str, spans: Iterable[Piece]) -> str:
    """Give a row's stable id.

    >>> quote_id("news-1", [Piece(0, 12)])
    'd574fb0c315bacfb'
    """
    key = json.dumps([doc_id, [[piece.start, piece.end] for piece in spans]])
    return hashlib.blake2b(key.encode(), digest_size=8).hexdigest()


def to_batch(rows: Sequence[Row], schema: pa.Schema) -> pa.RecordBatch:
    """Turn rows into Arrow, and make sure that each is one.

    Raises:
        RowError: a row does not fit the table; the message names it and the column.
    """
    for row in rows:
        if problem := _problem(row, schema):
            msg = f"A row of {row.doc_id!r} does not fit the table: {problem}. This is a fault of the pipeline, not of the article."
            raise RowError(msg)
    try:
        return pa.RecordBatch.from_pylist([asdict(row) for row in rows], schema=schema)
    except (pa.ArrowException, TypeError, ValueError, OverflowError) as error:
        names = ", ".join(sorted({repr(row.doc_id) for row in rows}))
        msg = f"The rows of {names} do not fit the table: {error}."
        raise RowError(msg) from error


def to_quotes(batch: pa.RecordBatch | pa.Table) -> Iterator[Quote]:
    """Turn Arrow back into rows. Columns of the user's own are left out."""
    for row in batch.select(QUOTES.names).to_pylist():
        row["spans"] = tuple(Piece(**piece) for piece in row["spans"])
        row["evidence"] = tuple(Step(**step) for step in row["evidence"])
        yield Quote(**row)


def columns_markdown() -> str:
    """Describe the quote table's columns as a Markdown table, for docs/."""
    lines = ["| column | type | null | meaning | unit |", "|---|---|---|---|---|"]
    for field in QUOTES:
        about = _QUOTE[field.name]
        null = "yes" if field.nullable else ""
        lines.append(f"| {field.name} | {_short(field.type)} | {null} | {about.text} | {about.unit} |")
    return "\n".join(lines) + "\n"


def csv_header() -> str:
    """Give the first line of the quote table as CSV."""
    return ",".join(QUOTES.names)


def _short(kind: pa.DataType) -> str:
    if pa.types.is_list(kind):
        inner = ", ".join(f"{field.name}: {_short(field.type)}" for field in kind.value_type)
        return f"list<struct<{inner}>>"
    return "date32" if pa.types.is_date32(kind) else "float32" if pa.types.is_float32(kind) else str(kind)


def _problem(row: Quote | Article | Failure, schema: pa.Schema) -> str | None:
    """Say what is wrong with a row that Arrow itself would let pass."""
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
    for name, start, end in single:
        if (start is None) != (end is None):
            return f"{name} has a start or an end, not both"
        if start is not None and end is not None and not 0 <= start < end:
            return f"{name} runs from {start} to {end}"
    return None
