"""Who is in the reader's mind at a point of the article: candidates for a pronoun or role, the most salient first.

After Lappin and Leass (1994), with what news adds: who has just been speaking; and that those named inside a
quotation are talked about by the speaker, not by the reporter.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from spacy.tokens import Doc

from quotes.cast import Cast
from quotes.lexicon import Lexicon
from quotes.mentions import Layout, Mention
from quotes.types import SpeakerKind

REACH = 5  # narrated sentences that are looked back
_FAR = -1.0  # for each narrated sentence between
_SUBJECT = 1.5
_SPEAKER = 1.0
_QUOTED = -2.0
_HEADLINE = -1.0
_OTHER_PARAGRAPH = -0.5
_AGREES = 0.5  # the gender is known and agrees, rather than unknown
_GOVERNS = 1.0  # subject of the clause that holds the pronoun's: "Ruiz said that she"
_UNNAMED = -1.0
_OFTEN, _OFTEN_UP_TO = 0.15, 8  # for each mention so far


@dataclass(slots=True)
class Walk:
    """The state of reading an article from top to bottom."""

    doc: Doc
    layout: Layout
    lexicon: Lexicon
    cast: Cast
    mentions: list[Mention]
    speaking: dict[int, str] = field(default_factory=dict)  # mention -> id of the quotation whose source it is
    trail: list[int] = field(default_factory=list)  # mentions resolved so far
    seen: Counter[int] = field(default_factory=Counter)  # how often each person has been mentioned so far
    notes: dict[int, dict[str, float]] = field(default_factory=dict)  # mention -> features of the choice

    def remember(self, index: int) -> None:
        """Add a resolved mention to what later ones can look back to."""
        person = self.mentions[index].person
        if person is not None:
            self.trail.append(index)
            self.seen[person] += 1


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person who may be meant, the mention that speaks most for it, and how salient it is."""

    person: int
    prior: int
    salience: float


def ranked(walk: Walk, mention: Mention, gender: str) -> list[Candidate]:
    """Rank the humans mentioned within reach who agree in gender ("u" agrees with all), the most salient first."""
    best: dict[int, Candidate] = {}
    ancestors = {token.i for token in walk.doc[mention.head].ancestors}
    for prior in reversed(walk.trail):
        earlier = walk.mentions[prior]
        if mention.beat - earlier.beat > REACH:
            break
        person = earlier.person
        if person is None or not _agrees(walk, person, gender) or _excluded(walk, mention, earlier):
            continue
        salience = _salience(walk, mention, prior, gender)
        if earlier.subject and walk.doc[earlier.head].head.i in ancestors:
            salience += _GOVERNS
        if person not in best or salience > best[person].salience:
            best[person] = Candidate(person, prior, salience)
    return sorted(best.values(), key=lambda candidate: -candidate.salience)


def _agrees(walk: Walk, person: int, gender: str) -> bool:
    other = walk.cast.people[person]
    return other.is_human and (gender == "u" or other.gender in {gender, "u"})


def _excluded(walk: Walk, mention: Mention, earlier: Mention) -> bool:
    """Two arguments of one verb are two people, unless one is reflexive; so are a noun and its own possessor."""
    verb = walk.doc[mention.head].head
    return mention.subject and walk.doc[earlier.head].head == verb and earlier.beat == mention.beat


def _salience(walk: Walk, mention: Mention, prior: int, gender: str) -> float:
    earlier, layout = walk.mentions[prior], walk.layout
    number = earlier.person or 0
    person = walk.cast.people[number]
    observed = (
        (_SUBJECT, earlier.subject),
        (_SPEAKER, prior in walk.speaking),
        (_QUOTED, earlier.quoted),
        (_HEADLINE, layout.headline[earlier.head]),
        (_OTHER_PARAGRAPH, layout.paragraph[earlier.head] != layout.paragraph[mention.head]),
        (_AGREES, person.gender == gender != "u"),
        (_UNNAMED, person.kind == SpeakerKind.UNNAMED),
    )
    salience = _FAR * (mention.beat - earlier.beat) + _OFTEN * min(walk.seen[number], _OFTEN_UP_TO)
    return salience + sum(weight for weight, holds in observed if holds)
