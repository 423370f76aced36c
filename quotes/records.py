"""The typed records that stages hand on about a Doc. `annotations.py` stores them on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from spacy.tokens import Span

from quotes.types import DateBasis, Kind, SpeakerKind


class MentionKind(StrEnum):
    """How a mention names somebody."""

    NAME = "NAME"
    ROLE = "ROLE"
    PRONOUN = "PRONOUN"


class StepKind(StrEnum):
    """What a step of the evidence shows. Written to the table: never rename one."""

    CUE = "cue"
    SOURCE = "source"
    PRONOUN = "pronoun"
    ROLE = "role"
    SURNAME = "surname"
    NAME = "name"
    POLARITY = "polarity"  # written with the rule's id: "polarity:denial"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class StoryContext:
    """What is known of a story besides its text.

    Attributes:
        published: the day of publication; None: not known.
        dateline: the day in the dateline as printed, "Jan. 7"; "" where it names none.
        separators: where the page's separator lines begin [characters into the article's text].
        beside: headline, captions and bylines, which are not searched but may give a full name.
    """

    published: date | None = None
    dateline: str = ""
    separators: tuple[int, ...] = ()
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TaggedAttribution:
    """One attribution as the network found it; probabilities are the network's."""

    contents: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    cue_probability: float
    source_probability: float


@dataclass(frozen=True, slots=True)
class AttributedQuotation:
    """A quotation with its cue and source mention, as far as known.

    Attributes:
        id: "q0", "q1", ... in text order.
        kind: direct, mixed or indirect.
        pieces: a broken quotation has several.
        cue: the words that report it.
        source: the words that name its speaker.
        link: id of the rule that linked the source; "" where there is none.
        cue_probability: the network's probability that the cue is this quotation's.
        source_probability: the network's probability that the source is this cue's.
    """

    id: str
    kind: Kind
    pieces: tuple[Span, ...]
    cue: Span | None = None
    source: Span | None = None
    link: str = ""
    cue_probability: float = 0.5
    source_probability: float = 0.5

    @property
    def start(self) -> int:
        """First token."""
        return self.pieces[0].start

    @property
    def end(self) -> int:
        """One past the last token."""
        return self.pieces[-1].end


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that mean a person or body; `entity` is the id of whom, None where nobody knows."""

    span: Span
    kind: MentionKind
    entity: str | None


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, body, group or document of a story.

    Attributes:
        id: "p0", "p1", ... in the order of first mention.
        name: the fullest name printed, or the description.
        aliases: the other forms printed.
        kind: what it is.
        gender: m, f or u.
        role: office or profession as printed; "" where none is given.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    kind: SpeakerKind
    gender: str
    role: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """How a source mention was resolved. The confidence is computed from it.

    Attributes:
        rule: id of the rule that resolved it; "" where none did.
        link: id of the rule that linked the mention to the quotation; "" without a mention.
        mention: the kind of mention; "" without one.
        kind: what the speaker is; "" for nobody.
        candidates: how many the rule chose among.
        margin: salience by which the choice led; None where it was not by salience.
        distance: narrated sentences back to the antecedent.
        prior_subject: the antecedent is a subject.
        gender_known: the speaker's gender is known.
        full_name: the speaker's name has several words.
        mentions: times that the speaker is named.
        words: tokens of the source mention.
    """

    rule: str = ""
    link: str = ""
    mention: str = ""
    kind: str = ""
    candidates: int = 1
    margin: float | None = None
    distance: int = 0
    prior_subject: bool = False
    gender_known: bool = False
    full_name: bool = False
    mentions: int = 0
    words: int = 0


@dataclass(frozen=True, slots=True)
class EvidenceStep:
    """A step of the evidence, and the words that show it."""

    kind: StepKind
    span: Span


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks a quotation.

    Attributes:
        quotation: the quotation's id.
        mention: the source mention, its own or that of a neighbour in the sentence.
        entity: id of the speaker; None: not known.
        resolution: how that was found.
        evidence: from the cue to the name.
    """

    quotation: str
    mention: Span | None
    entity: str | None
    resolution: Resolution
    evidence: tuple[EvidenceStep, ...] = ()


@dataclass(frozen=True, slots=True)
class StatementDate:
    """The day a quotation was said, and the words that tell it.

    Attributes:
        quotation: the quotation's id.
        span: the words that give the day.
        basis: stated or scene.
        day: the day.
        rule: id of the rule that ties the quotation to these words.
        probability: calibrated, that the day is right.
    """

    quotation: str
    span: Span
    basis: DateBasis
    day: date
    rule: str = ""
    probability: float = 0.0
