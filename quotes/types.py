"""The values that pass between stages. Imports nothing of ours."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


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


class Group:
    """Names of the span groups that the stages write on the spaCy Doc.

    In every group `span.id_` is the quotation's id ("q0", "q1", ...); a quotation of several pieces is
    several spans of one id. In `MENTIONS` it is the mention's own id ("m0"). Plain strings: spaCy takes nothing derived from str.
    """

    QUOTATIONS: Final = "quotations"  # label_: Kind
    CUES: Final = "cues"  # label_: "CUE"
    SPEAKERS: Final = "speakers"  # the source mention; label_: rule that linked it; kb_id_: person ("p3") or ""
    MENTIONS: Final = "mentions"  # label_: NAME, ROLE, PRONOUN; kb_id_: person; attrs["people"]: id -> Person as dict
    EVIDENCE: Final = "evidence"  # in order; label_: the step's name
    DATES: Final = "dates"  # label_: DateBasis (stated, scene); kb_id_: the day as ISO date


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
    """An article, or a file, that could not be read or processed, and why."""

    doc_id: str
    stage: str
    reason: str


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
