"""Store what the stages leave on a Doc, and read it back: the only file that knows how that is done.

Stored natively, as span groups with ids and attributes, so that a Doc keeps them through `DocBin` and `Doc.to_disk`
without its user data. Each group is written once, by one stage:

    story                          pipeline     what is known of the story besides its text
    tagged_*                       encoder      contents, cues and sources as the network found them
    quotations, cues, sources      quotations   attributed quotations
    mentions, speakers, evidence   people       who is who, who speaks each quotation, and why
    dates                          dates        the day each statement was made

Iterating a span group gives copies, so a stage never changes a span: it writes new records.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from spacy.tokens import Doc, Span, SpanGroup

from quotes.records import (
    AttributedQuotation,
    Entity,
    EvidenceStep,
    Mention,
    MentionKind,
    Resolution,
    Speaker,
    StatementDate,
    StepKind,
    StoryContext,
    TaggedAttribution,
)
from quotes.types import DateBasis, Kind, SpeakerKind


def write_context(doc: Doc, context: StoryContext) -> None:
    """Write what is known of the story."""
    published = context.published.isoformat() if context.published else None
    stored = {
        "published": published,
        "dateline": context.dateline,
        "separators": list(context.separators),
        "beside": list(context.beside),
    }
    _write(doc, "story", (), stored)


def read_context(doc: Doc) -> StoryContext:
    """Read what is known of the story; nothing, where nothing was written."""
    stored = _attributes(doc, "story")
    if not stored:
        return StoryContext()
    published = date.fromisoformat(stored["published"]) if stored["published"] else None
    return StoryContext(published, stored["dateline"], tuple(stored["separators"]), tuple(stored["beside"]))


def write_tagged(doc: Doc, found: Iterable[TaggedAttribution]) -> None:
    """Write what the network found."""
    contents, cues, sources, probabilities = [], [], [], []
    for number, tagged in enumerate(found):
        contents += [_span(piece, name=str(number)) for piece in tagged.contents]
        cues += [_span(tagged.cue, name=str(number))] if tagged.cue is not None else []
        sources += [_span(tagged.source, name=str(number))] if tagged.source is not None else []
        probabilities.append([tagged.cue_probability, tagged.source_probability])
    _write(doc, "tagged_contents", contents, {"probabilities": probabilities})
    _write(doc, "tagged_cues", cues)
    _write(doc, "tagged_sources", sources)


def read_tagged(doc: Doc) -> list[TaggedAttribution]:
    """Read what the network found, in its order."""
    contents, cues, sources = (_by_id(doc, f"tagged_{group}") for group in ("contents", "cues", "sources"))
    probabilities = _attributes(doc, "tagged_contents").get("probabilities", [])
    return [
        TaggedAttribution(
            tuple(contents[str(number)]), _first(cues, str(number)), _first(sources, str(number)), cue, source
        )
        for number, (cue, source) in enumerate(probabilities)
    ]


def write_quotations(doc: Doc, quotations: Iterable[AttributedQuotation]) -> None:
    """Write the attributed quotations."""
    pieces, cues, sources, probabilities = [], [], [], {}
    for quotation in quotations:
        pieces += [_span(piece, name=quotation.id, label=quotation.kind) for piece in quotation.pieces]
        cues += [_span(quotation.cue, name=quotation.id, label="CUE")] if quotation.cue is not None else []
        if quotation.source is not None:
            sources.append(_span(quotation.source, name=quotation.id, label=quotation.link))
        probabilities[quotation.id] = [quotation.cue_probability, quotation.source_probability]
    _write(doc, "quotations", pieces, {"probabilities": probabilities})
    _write(doc, "cues", cues)
    _write(doc, "sources", sources)


def read_quotations(doc: Doc) -> list[AttributedQuotation]:
    """Read the attributed quotations, in text order."""
    pieces, cues, sources = (_by_id(doc, group) for group in ("quotations", "cues", "sources"))
    probabilities = _attributes(doc, "quotations").get("probabilities", {})
    found = []
    for name, own in pieces.items():
        source = _first(sources, name)
        cue_probability, source_probability = probabilities.get(name, (0.5, 0.5))
        found.append(
            AttributedQuotation(
                name,
                Kind(own[0].label_),
                tuple(own),
                _first(cues, name),
                source,
                source.label_ if source is not None else "",
                cue_probability,
                source_probability,
            )
        )
    return found


def write_people(
    doc: Doc, *, mentions: Iterable[Mention], entities: Iterable[Entity], speakers: Iterable[Speaker]
) -> None:
    """Write who is who in the story, and who speaks each quotation."""
    spans = [
        _span(mention.span, name=f"m{number}", label=mention.kind, entity=mention.entity)
        for number, mention in enumerate(mentions)
    ]
    _write(doc, "mentions", spans, {"entities": {entity.id: asdict(entity) for entity in entities}})
    sources, steps, stored = [], [], {}
    for speaker in speakers:
        stored[speaker.quotation] = {"entity": speaker.entity, "resolution": asdict(speaker.resolution)}
        steps += [_span(step.span, name=speaker.quotation, label=step.kind) for step in speaker.evidence]
        if speaker.mention is not None:
            sources.append(
                _span(speaker.mention, name=speaker.quotation, label=speaker.resolution.link, entity=speaker.entity)
            )
    _write(doc, "speakers", sources, {"speakers": stored})
    _write(doc, "evidence", steps)


def read_mentions(doc: Doc) -> list[Mention]:
    """Read the mentions, in text order."""
    return [Mention(span, MentionKind(span.label_), span.kb_id_ or None) for span in _group(doc, "mentions")]


def read_entities(doc: Doc) -> dict[str, Entity]:
    """Read the persons and bodies of the story, by id."""
    return {
        name: Entity(**stored | {"aliases": tuple(stored["aliases"]), "kind": SpeakerKind(stored["kind"])})
        for name, stored in _attributes(doc, "mentions").get("entities", {}).items()
    }


def read_speakers(doc: Doc) -> dict[str, Speaker]:
    """Read who speaks each quotation, by the quotation's id. Nobody looked: it has no entry."""
    mentions, evidence = _by_id(doc, "speakers"), _by_id(doc, "evidence")
    return {
        name: Speaker(
            name,
            _first(mentions, name),
            stored["entity"],
            Resolution(**stored["resolution"]),
            tuple(EvidenceStep(StepKind(span.label_), span) for span in evidence.get(name, ())),
        )
        for name, stored in _attributes(doc, "speakers").get("speakers", {}).items()
    }


def write_dates(doc: Doc, dates: Iterable[StatementDate]) -> None:
    """Write the days on which quotations were said."""
    spans, reasons = [], {}
    for dated in dates:
        spans.append(_span(dated.span, name=dated.quotation, label=dated.basis, entity=dated.day.isoformat()))
        reasons[dated.quotation] = [dated.rule, dated.probability]
    _write(doc, "dates", spans, {"reasons": reasons})


def read_dates(doc: Doc) -> dict[str, StatementDate]:
    """Read the days on which quotations were said, by the quotation's id."""
    reasons = _attributes(doc, "dates").get("reasons", {})
    return {
        span.id_: StatementDate(
            span.id_, span, DateBasis(span.label_), date.fromisoformat(span.kb_id_), *reasons[span.id_]
        )
        for span in _group(doc, "dates")
    }


def _span(span: Span, *, name: str, label: str = "", entity: str | None = None) -> Span:
    return Span(span.doc, span.start, span.end, label=str(label), kb_id=entity or "", span_id=name)


def _write(doc: Doc, group: str, spans: Iterable[Span], attributes: Mapping[str, Any] | None = None) -> None:
    doc.spans[group] = SpanGroup(doc, name=group, spans=list(spans), attrs=dict(attributes or {}))


def _group(doc: Doc, group: str) -> list[Span]:
    return list(doc.spans[group]) if group in doc.spans else []


def _attributes(doc: Doc, group: str) -> dict[str, Any]:
    return dict(doc.spans[group].attrs) if group in doc.spans else {}


def _by_id(doc: Doc, group: str) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = defaultdict(list)
    for span in _group(doc, group):
        found[span.id_].append(span)
    return found


def _first(spans: Mapping[str, list[Span]], name: str) -> Span | None:
    own = spans.get(name)
    return own[0] if own else None
