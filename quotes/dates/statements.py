"""The statements of a story: each quotation with its cue, its source, who that is, and the words around it."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from quotes.dates.clauses import clause_of
from quotes.dates.speech_events import known_people, names
from quotes.types import Group


@dataclass(slots=True)
class Statement:
    """A quotation with its cue and its source, and who that is."""

    id: str
    pieces: list[Span]
    cues: list[Span] = field(default_factory=list)
    sources: list[Span] = field(default_factory=list)
    people: set[str] = field(default_factory=set)

    @property
    def spans(self) -> list[Span]:
        """All that belongs to it."""
        return [*self.pieces, *self.cues, *self.sources]

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
        return (self.cues or self.sources or self.pieces)[0].root

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
        tokens = {}
        for anchor in self.cues or self.sources or [self.pieces[0][:1]]:
            sentence = list(anchor.sent)
            breaks = [token.i for token in sentence if "\n" in token.text]
            first = max((i for i in breaks if i < anchor.start), default=-1)
            last = min((i for i in breaks if i >= anchor.end - 1), default=len(anchor.doc))
            tokens.update({x.i: x for x in sentence if first < x.i <= last and not self.quotes(x)})
        return [tokens[i] for i in sorted(tokens)]


def statements(doc: Doc, paragraph: list[int]) -> list[Statement]:
    """Return the statements of a story in order. A pronoun that nothing has resolved is who spoke just before."""
    found: dict[str, Statement] = {}
    for piece in doc.spans[Group.QUOTATIONS]:
        found.setdefault(piece.id_, Statement(piece.id_, [])).pieces.append(piece)
    for group in (Group.CUES, Group.SPEAKERS):
        for span in doc.spans.get(group, []):
            if statement := found.get(span.id_):
                (statement.cues if group == Group.CUES else statement.sources).append(span)
    ordered = sorted(found.values(), key=lambda statement: statement.start)
    known = known_people(doc)
    before: Statement | None = None
    for statement in ordered:
        tokens = [token for source in statement.sources for token in source]
        statement.people = {source.kb_id_ for source in statement.sources if source.kb_id_} or names(tokens, known)
        near = before is not None and paragraph[statement.start] - paragraph[before.end - 1] <= 1
        if before and near and not statement.people and all(token.pos_ == "PRON" for token in tokens):
            statement.people = before.people
        before = statement
    return ordered
