"""A statement beside an occasion on which it may have been made: what the rules of dates decide about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc, Token

from quotes.annotations import read_entities
from quotes.dates.clauses import is_ahead, is_event, verb_of
from quotes.dates.narration import Narration, narrate
from quotes.dates.occasions import Occasion, find
from quotes.dates.reference import reference_day
from quotes.dates.settings import Settings, read_settings
from quotes.dates.statements import Statement, statements
from quotes.records import Entity

#: News is what happened on the day of reference and the days before it [days].
_NEWS = 7


@dataclass(frozen=True, slots=True)
class Story:
    """What the rules of dates know of a story.

    Attributes:
        narration: its narration.
        settings: where its people speak.
        entities: its persons and bodies, by id.
        statements: its statements, in order.
        occasions: its occasions, in order.
        news: those of them that name a recent day that is past, and that nobody's reported words give.
        reference: the day from which its days count back.
    """

    narration: Narration
    settings: Settings
    entities: dict[str, Entity]
    statements: tuple[Statement, ...]
    occasions: tuple[Occasion, ...]
    news: tuple[Occasion, ...]
    reference: date


@dataclass(frozen=True, slots=True)
class Pair:
    """A statement and an occasion of the same story."""

    statement: Statement
    occasion: Occasion
    story: Story

    @property
    def root(self) -> Token:
        """The head of the words that give the occasion's time."""
        return self.occasion.span.root

    @property
    def in_frame(self) -> bool:
        """True if the time stands in the sentence of the cue or source, outside the quotation."""
        return any(token.i == self.root.i for token in self.statement.frame)

    @property
    def is_of_cue(self) -> bool:
        """True if the content covers the time, although it is the cue's.

        said [the council had voted on Tuesday]           not
        told [Radio Velm on Tuesday that it may fall]     it was told on Tuesday
        rejected [the plan in a ruling released Tuesday]  it was rejected in the ruling
        """
        if not self.statement.quotes(self.root):
            return False
        anchor, verb = self.statement.anchor, verb_of(self.root)
        event = next((noun for noun in self.root.ancestors if is_event(noun)), None)
        within = event is not None and event.head.lower_ in {"in", "at", "during"} and event.head.head == anchor
        return verb == anchor or within

    @property
    def gap(self) -> int:
        """Paragraphs from the occasion to the statement; negative: the statement comes first."""
        return self.statement.paragraph - self.occasion.paragraph

    def between(self) -> Iterator[Token]:
        """Yield the narrated tokens between the time and the cue, in whatever order they stand."""
        span, anchor = self.occasion.span, self.statement.anchor
        first, last = sorted((self.root.i, anchor.i))
        for token in span.doc[first + 1 : last]:
            if not self.statement.quotes(token) and not span.start <= token.i < span.end:
                yield token


def read_story(doc: Doc, published: date) -> Story:
    """Read what the rules of dates need of a Doc with quotations and people.

    Args:
        doc: the story.
        published: its day of publication.
    """
    narration = narrate(doc)
    reference = reference_day(doc, narration, published)
    occasions = find(doc, narration, reference=reference)
    return Story(
        narration=narration,
        settings=read_settings(doc, narration),
        entities=read_entities(doc),
        statements=statements(doc, narration),
        occasions=occasions,
        news=tuple(one for one in occasions if _is_news(one, narration, reference)),
        reference=reference,
    )


def _is_news(occasion: Occasion, narration: Narration, reference: date) -> bool:
    if occasion.day is None or narration.reported[occasion.span.root.i] or is_ahead(occasion.span):
        return False
    return 0 <= (reference - occasion.day).days <= _NEWS
