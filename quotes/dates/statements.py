"""The statements of a story: each quotation with its cue, its source, who that is, and the words around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from quotes.annotations import read_quotations, read_speakers
from quotes.dates.narration import Narration
from quotes.records import AttributedQuotation


@dataclass(frozen=True, slots=True)
class Statement:
    """A quotation as somebody's statement.

    Attributes:
        quotation: the quotation.
        source: the words that name the speaker; None: there are none.
        people: who speaks: ids of entities, or words of names that nobody resolved.
        frame: the narrated words of the sentences of cue and source, within the paragraph.
        paragraph: number of the paragraph that it begins in.
    """

    quotation: AttributedQuotation
    source: Span | None
    people: frozenset[str]
    frame: tuple[Token, ...]
    paragraph: int

    @property
    def cue(self) -> Span | None:
        """The words that report it."""
        return self.quotation.cue

    @property
    def anchor(self) -> Token:
        """The word that says that something is said: the cue's, else the source's, else the quotation's own."""
        return (self.cue or self.source or self.quotation.pieces[0]).root

    @property
    def start(self) -> int:
        """First token of the quotation, its cue and its source."""
        return min(span.start for span in self._spans())

    @property
    def end(self) -> int:
        """One past their last token."""
        return max(span.end for span in self._spans())

    def quotes(self, token: Token) -> bool:
        """Tell whether a token is among the words quoted."""
        return any(piece.start <= token.i < piece.end for piece in self.quotation.pieces)

    def _spans(self) -> list[Span]:
        return [*self.quotation.pieces, *(span for span in (self.cue, self.source) if span is not None)]


def statements(doc: Doc, narration: Narration) -> tuple[Statement, ...]:
    """Return the statements of a story in order. A pronoun that nothing has resolved is who spoke just before."""
    found: list[Statement] = []
    for statement in sorted(_statements(doc, narration), key=lambda one: one.start):
        before = found[-1] if found else None
        near = before is not None and statement.paragraph - before.paragraph <= 1
        unnamed = not statement.people and all(token.pos_ == "PRON" for token in statement.source or ())
        if before is not None and near and unnamed:
            quotation, source, frame = statement.quotation, statement.source, statement.frame
            found.append(Statement(quotation, source, before.people, frame, statement.paragraph))
        else:
            found.append(statement)
    return tuple(found)


def _statements(doc: Doc, narration: Narration) -> Iterator[Statement]:
    speakers = read_speakers(doc)
    for quotation in read_quotations(doc):
        speaker = speakers.get(quotation.id)
        source = quotation.source if speaker is None else speaker.mention
        people = narration.names(source or ())
        if speaker is not None and speaker.mention is not None and speaker.entity is not None:
            people = frozenset({speaker.entity})
        anchor = quotation.cue or source or quotation.pieces[0][:1]
        frame = tuple(x for x in narration.sentence(anchor) if narration.reported[x.i] != quotation.id)
        yield Statement(quotation, source, people, frame, narration.paragraph[quotation.start])
