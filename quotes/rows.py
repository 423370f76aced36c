"""Make rows of the quote table from a Doc with everything found on it: the only maker of rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from spacy.tokens import Doc, Span

from quotes import confidence
from quotes.annotations import read_dates, read_entities, read_quotations, read_speakers
from quotes.pages.stories import Story
from quotes.people.names import identity
from quotes.quotations.acts import act_of
from quotes.quotations.polarity import Judgement, judge
from quotes.quotations.wording import without_marks
from quotes.records import AttributedQuotation, Entity, Speaker, StatementDate, StepKind
from quotes.table.schema import quote_id
from quotes.types import Article, DateBasis, Piece, Polarity, Quote, SpeakerKind, Step

#: Kinds of speaker that have a name of their own, and so an identity over articles.
NAMED = (SpeakerKind.PERSON, SpeakerKind.ORGANISATION)
_LINE_END = re.compile(r"\s*\n\s*")


def rows(doc: Doc, article: Article, story: Story, *, pipeline: str) -> Iterator[Quote]:
    """Make the rows of one story.

    Args:
        doc: the story's Doc, whose offsets are the article's.
        article: the article as read.
        story: the story.
        pipeline: name and version of what makes the row.

    Yields:
        One row per attributed quotation, in text order.
    """
    entities, speakers, dates = read_entities(doc), read_speakers(doc), read_dates(doc)
    published = story.published or article.published
    for quotation in read_quotations(doc):
        speaker, dated = speakers.get(quotation.id), dates.get(quotation.id)
        entity = entities[speaker.entity] if speaker is not None and speaker.entity is not None else None
        judgement = judge(quotation)
        spans = tuple(Piece(piece.start_char, piece.end_char) for piece in quotation.pieces)
        yield Quote(
            quote=" ".join(_words(article.text[piece.start : piece.end]) for piece in spans),
            date=dated.day if dated is not None else published,
            doc_id=article.doc_id,
            story=story.index,
            title=story.title or (None if story.index else article.title),  # the page's title is its first story's
            outlet=article.outlet,
            url=article.url,
            published=published,
            kind=str(quotation.kind),
            spans=spans,
            **_where("cue", "cue", quotation.cue),
            **_where("mention", "speaker", speaker.mention if speaker is not None else None),
            **_who(quotation, speaker, entity),
            **_when(dated, published),
            date_confidence=dated.probability if dated is not None else None,
            act=str(act_of(quotation)),
            polarity=str(judgement.polarity),
            evidence=tuple(_steps(speaker, judgement, dated)),
            quote_id=quote_id(article.doc_id, spans),
            pipeline=pipeline,
        )


def _words(printed: str) -> str:
    """Return a piece's words: outer marks dropped, lines joined."""
    return _LINE_END.sub(" ", without_marks(printed))


def _who(quotation: AttributedQuotation, speaker: Speaker | None, entity: Entity | None) -> Mapping[str, Any]:
    """Fill the columns that say who speaks."""
    if speaker is None or entity is None:
        return dict.fromkeys(("speaker", "speaker_kind", "speaker_role", "speaker_id", "confidence"))
    return {
        "speaker": entity.name,
        "speaker_kind": str(entity.kind),
        "speaker_role": entity.role or None,
        "speaker_id": identity(entity.name) if entity.kind in NAMED else None,
        "confidence": confidence.probability(confidence.features(quotation, speaker.resolution)),
    }


def _where(text: str, offsets: str, span: Span | None) -> Mapping[str, Any]:
    """Fill the three columns that say what a span is and where."""
    if span is None:
        return {text: None, f"{offsets}_start": None, f"{offsets}_end": None}
    return {text: span.text, f"{offsets}_start": span.start_char, f"{offsets}_end": span.end_char}


def _when(dated: StatementDate | None, published: date | None) -> Mapping[str, Any]:
    """Fill the columns that say when it was said."""
    if dated is not None:
        return {"said_on": dated.day, "date_basis": str(dated.basis), "date_text": dated.span.text}
    basis = DateBasis.PUBLISHED if published else DateBasis.UNKNOWN
    return {"said_on": None, "date_basis": str(basis), "date_text": None}


def _steps(speaker: Speaker | None, judgement: Judgement, dated: StatementDate | None) -> Iterator[Step]:
    """List the steps from the cue to the name, then the words that deny the quotation, then those that date it."""
    found = [(str(step.kind), step.span) for step in speaker.evidence] if speaker is not None else []
    if judgement.words is not None and judgement.polarity != Polarity.SAID:
        found.append((f"{StepKind.POLARITY}:{judgement.rule}", judgement.words))
    if dated is not None:
        found.append((str(StepKind.DATE), dated.span))
    for kind, span in found:
        yield Step(kind, span.text, span.start_char, span.end_char)
