"""What the components found, as attributes of a Doc: `doc._.quotations`. Getters only; nothing is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc, Span

from quotes.annotations import read_dates, read_entities, read_quotations, read_speakers
from quotes.records import Entity, EvidenceStep


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation of a Doc, with all that was found about it.

    Args:
        kind: direct, mixed or indirect.
        pieces: the words reported; a broken quotation has several.
        cue: the words that report them; None: there are none.
        mention: the words that name the speaker; None: there are none.
        person: who speaks; None: not known.
        said_on: the day it was said, where the text tells.
        evidence: the steps from the cue to the name.
    """

    kind: str
    pieces: tuple[Span, ...]
    cue: Span | None
    mention: Span | None
    person: Entity | None
    said_on: date | None
    evidence: tuple[EvidenceStep, ...]

    @property
    def text(self) -> str:
        """The words, marks and all, pieces joined by a space."""
        return " ".join(piece.text for piece in self.pieces)

    @property
    def speaker(self) -> str | None:
        """The speaker's name or description; None: not known."""
        return self.person.name if self.person is not None else None


def quotations(doc: Doc) -> tuple[Quotation, ...]:
    """Return the quotations of a Doc, in text order; of one that no component has seen, none."""
    entities, speakers, dates = read_entities(doc), read_speakers(doc), read_dates(doc)
    found = []
    for quotation in read_quotations(doc):
        speaker, dated = speakers.get(quotation.id), dates.get(quotation.id)
        found.append(
            Quotation(
                kind=str(quotation.kind),
                pieces=quotation.pieces,
                cue=quotation.cue,
                mention=speaker.mention if speaker is not None else quotation.source,
                person=entities.get(speaker.entity or "") if speaker is not None else None,
                said_on=dated.day if dated is not None else None,
                evidence=speaker.evidence if speaker is not None else (),
            )
        )
    return tuple(found)


if not Doc.has_extension("quotations"):
    Doc.set_extension("quotations", getter=quotations)
