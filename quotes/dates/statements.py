"""The statements of a story: each quotation with its cue, its source, who that is, and the words around it."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from quotes.annotations import read_quotations, read_speakers
from quotes.dates.clauses import clause_of
from quotes.dates.speech_events import known_people, names
from quotes.records import AttributedQuotation


@dataclass(slots=True)
class Statement:
    """A quotation with its cue, its source, and who that is: ids of entities, or words of names nobody resolved."""

    quotation: AttributedQuotation
    source: Span | None
    people: set[str] = field(default_factory=set)

    @property
    def pieces(self) -> tuple[Span, ...]:
        """The quotation's pieces."""
        return self.quotation.pieces

    @property
    def cue(self) -> Span | None:
        """The quotation's cue."""
        return self.quotation.cue

    @property
    def spans(self) -> list[Span]:
        """All that belongs to it."""
        return [*self.pieces, *(span for span in (self.cue, self.source) if span is not None)]

    @property
    def start(self) -> int:
        """Its first token."""
        return min(span.start for span in self.spans)

    @property
    def end(self) -> int:
        """The token after its last."""
        return max(span.end for span in self.spans)

    @property
    def anchor(self) -> Token:
        """The word that says that something is said: the cue's, or where there is none the source's or its own."""
        return (self.cue or self.source or self.pieces[0]).root

    def quotes(self, token: Token) -> bool:
        """Tell whether a token is among the words quoted."""
        return any(piece.start <= token.i < piece.end for piece in self.pieces)

    def reports(self, span: Span) -> bool:
        """Tell whether time words are reported: among the words quoted, and not the time of the cue itself.

        said [the council had voted on Tuesday]       reported
        told [Radio Velm on Tuesday that it may fall] not: it was told on Tuesday
        said [it may fall on Tuesday's Velm at Six]   not: what is "on Tuesday's" is a broadcast
        """
        if not self.quotes(span.root):
            return False
        before, after = span.doc[max(span.start - 1, 0)], span.doc[min(span.end, len(span.doc) - 1)]
        on_broadcast = before.lower_ == "on" and after.tag_ == "POS"
        return not on_broadcast and next(iter(clause_of(span.root)), None) != self.anchor

    def frame(self) -> list[Token]:
        """Return the words around the quotation, its own left out: the sentences of cue and source, within the paragraph."""
        anchor = self.cue or self.source or self.pieces[0][:1]
        sentence = list(anchor.sent)
        breaks = [token.i for token in sentence if "\n" in token.text]
        first = max((i for i in breaks if i < anchor.start), default=-1)
        last = min((i for i in breaks if i >= anchor.end - 1), default=len(anchor.doc))
        return [token for token in sentence if first < token.i <= last and not self.quotes(token)]


def statements(doc: Doc, paragraph: list[int]) -> list[Statement]:
    """Return the statements of a story in order. A pronoun that nothing has resolved is who spoke just before."""
    speakers, known = read_speakers(doc), known_people(doc)
    ordered = []
    for quotation in read_quotations(doc):
        speaker = speakers.get(quotation.id)
        ordered.append(Statement(quotation, quotation.source if speaker is None else speaker.mention))
    ordered.sort(key=lambda statement: statement.start)
    before: Statement | None = None
    for statement in ordered:
        speaker = speakers.get(statement.quotation.id)
        tokens = list(statement.source or ())
        resolved = speaker is not None and speaker.mention is not None and speaker.entity is not None
        statement.people = {str(speaker.entity)} if speaker is not None and resolved else names(tokens, known)
        near = before is not None and paragraph[statement.start] - paragraph[before.end - 1] <= 1
        if before and near and not statement.people and all(token.pos_ == "PRON" for token in tokens):
            statement.people = before.people
        before = statement
    return ordered
