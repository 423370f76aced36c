"""From a Doc with everything found on it to rows of the quote table: the only maker of rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from spacy.tokens import Doc, Span

from quotes import confidence
from quotes.pages.stories import Story
from quotes.people.names import identity
from quotes.quotations.attribution import quotations_of
from quotes.quotations.reporting import act_of
from quotes.quotations.spans import without_marks
from quotes.table.schema import quote_id
from quotes.types import Article, DateBasis, Group, Piece, Polarity, Quote, SpeakerKind, Step

#: Kinds of speaker that have a name of their own, and so an identity over articles.
NAMED = (SpeakerKind.PERSON, SpeakerKind.ORGANISATION)


def rows(doc: Doc, article: Article, story: Story, *, pipeline: str) -> Iterator[Quote]:
    """Make the rows of one story. `doc` is the story's Doc, whose offsets are the article's."""
    people = doc.spans[Group.MENTIONS].attrs.get("people", {})
    speakers = {span.id_: span for span in doc.spans[Group.SPEAKERS]}
    resolution = doc.spans[Group.SPEAKERS].attrs.get("resolution", {})
    described = confidence.describe(doc)
    evidence: dict[str, list[Span]] = defaultdict(list)
    for span in doc.spans.get(Group.EVIDENCE, ()):
        evidence[span.id_].append(span)
    dates = {span.id_: span for span in doc.spans.get(Group.DATES, ())}
    published = story.published or article.published
    for quotation in quotations_of(doc):
        spans = tuple(Piece(piece.start_char, piece.end_char) for piece in quotation.pieces)
        mention = speakers.get(quotation.id)
        person = people.get(resolution.get(quotation.id, {}).get("person"), {})
        said_on, basis, words = _date(dates.get(quotation.id), published)
        yield Quote(
            quote=" ".join(without_marks(article.text[piece.start : piece.end]) for piece in spans),
            speaker=person.get("name"),
            date=said_on or published,
            doc_id=article.doc_id,
            story=story.index,
            title=story.title or (None if story.index else article.title),  # the page's title is its first story's
            outlet=article.outlet,
            url=article.url,
            published=published,
            kind=str(quotation.kind),
            spans=spans,
            **_where("cue", "cue", quotation.cue),
            **_where("mention", "speaker", mention),
            speaker_kind=person.get("kind"),
            speaker_role=person.get("role") or None,
            speaker_id=identity(person["name"]) if person.get("kind") in NAMED else None,
            said_on=said_on,
            date_basis=basis,
            date_text=words,
            confidence=confidence.probability(described[quotation.id]) if person else None,
            date_confidence=None,
            act=str(act_of(quotation.cue, quotation.kind)),
            polarity=str(Polarity.SAID),
            evidence=tuple(_steps(evidence[quotation.id], dates.get(quotation.id))),
            quote_id=quote_id(article.doc_id, spans),
            pipeline=pipeline,
        )


def _where(text: str, offsets: str, span: Span | None) -> Mapping[str, Any]:
    """Fill the three columns that say what a span is and where."""
    if span is None:
        return {text: None, f"{offsets}_start": None, f"{offsets}_end": None}
    return {text: span.text, f"{offsets}_start": span.start_char, f"{offsets}_end": span.end_char}


def _date(span: Span | None, published: date | None) -> tuple[date | None, str, str | None]:
    if span is not None:
        return date.fromisoformat(span.kb_id_), str(span.label_), span.text
    return None, str(DateBasis.PUBLISHED if published else DateBasis.UNKNOWN), None


def _steps(evidence: list[Span], dated: Span | None) -> Iterator[Step]:
    """List the steps from the cue to the name, then the words that date the statement."""
    for span in evidence:
        yield Step(span.label_, span.text, span.start_char, span.end_char)
    if dated is not None:
        yield Step("date", dated.text, dated.start_char, dated.end_char)
