"""The values that pass between stages. Imports nothing of ours."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a quotation reports its words (Pareti 2015; Newell et al. 2018)."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


class Act(StrEnum):
    """What the cue says that the speaker did."""

    SPEECH = "speech"
    WRITING = "writing"
    THOUGHT = "thought"  # attitudes too: hopes, fears, plans
    OTHER = "other"


class Polarity(StrEnum):
    """What the speaker does with the words of a quotation."""

    SAID = "said"
    DENIED = "denied"  # the speaker rejects them
    NOT_SAID = "not_said"  # the article says that the speaker did not say them
    ASKED = "asked"  # a question, by the speaker or to somebody


class SpeakerKind(StrEnum):
    """What a speaker is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    GROUP = "group"
    UNNAMED = "unnamed"
    DOCUMENT = "document"


class DateBasis(StrEnum):
    """Where a row's date comes from."""

    STATED = "stated"
    SCENE = "scene"
    PUBLISHED = "published"
    UNKNOWN = "unknown"


class PublishedBasis(StrEnum):
    """Where the day of publication was found, best first."""

    METADATA = "metadata"  # a field or column beside the text
    HTML = "html"  # what a page's markup or address says of it
    PAGE = "page"  # a line of the text that is only a time stamp
    DATELINE = "dateline"
    FILENAME = "filename"


@dataclass(frozen=True, slots=True)
class Article:
    """One article, or one scraped page, as it was read. `text` is never edited: all offsets point into it."""

    doc_id: str
    text: str
    title: str | None = None
    published: dt.date | None = None
    outlet: str | None = None
    url: str | None = None
    published_basis: str | None = None  # a PublishedBasis; None: as the caller gave it, or not known
    author: str | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """An article, or a file, that could not be read or processed.

    Args:
        doc_id: the article, or where it stands: the file, the file and line.
        step: what was being done: read, extract or rows.
        error: why it could not be done, and what to do next.
        input: the file that it was read from. None: not known.
    """

    doc_id: str
    step: str
    error: str
    input: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the article's text: code points, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the evidence that leads from a quotation to its speaker."""

    step: str
    text: str
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Quote:
    """One row of the quote table: one attribution. `schema.py` documents each field."""

    quote: str
    speaker: str | None
    date: dt.date | None
    doc_id: str
    story: int
    title: str | None
    outlet: str | None
    url: str | None
    published: dt.date | None
    kind: str
    spans: tuple[Piece, ...]
    cue: str | None
    cue_start: int | None
    cue_end: int | None
    mention: str | None
    speaker_start: int | None
    speaker_end: int | None
    speaker_kind: str | None
    speaker_role: str | None
    speaker_id: str | None
    said_on: dt.date | None
    date_basis: str
    date_text: str | None
    confidence: float | None
    date_confidence: float | None
    act: str
    polarity: str
    evidence: tuple[Step, ...]
    quote_id: str
    pipeline: str
