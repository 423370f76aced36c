"""Who is in the reader's mind at a point of the article: candidates for a pronoun or role, the most salient first.

After Lappin and Leass (1994), with what news adds: who has just been speaking; and that those named inside a
quotation are talked about by the speaker, not by the reporter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc

from quotes.lexicon import Lexicon
from quotes.people.clusters import Cast
from quotes.people.mentions import Layout, Mention
from quotes.types import SpeakerKind

REACH = 5  # narrated sentences that are looked back
_OFTEN = 8  # mentions after which more of them say no more
_OBJECTS, _SUBJECTS = frozenset({"dobj", "dative"}), frozenset({"nsubj", "nsubjpass"})

Answer = tuple[int, int | None]  # a person, and the mention that led there


@dataclass(slots=True)
class Walk:
    """The state of reading an article from top to bottom."""

    doc: Doc
    layout: Layout
    lexicon: Lexicon
    cast: Cast
    mentions: list[Mention]
    trail: list[int] = field(default_factory=list)  # mentions resolved so far
    seen: Counter[int] = field(default_factory=Counter)  # how often each person has been mentioned so far
    latest: dict[int, int] = field(default_factory=dict)  # each person's last mention so far
    bodies: list[int] = field(default_factory=list)  # mentions of bodies so far
    authors: list[int] | None = None  # names that the article may be signed with, once looked for
    notes: dict[int, dict[str, float]] = field(default_factory=dict)  # token -> features of the choice there

    def remember(self, index: int) -> None:
        """Add a resolved mention to what later ones can look back to."""
        mention = self.mentions[index]
        person = mention.person
        if person is not None and mention.rule != "author":
            self.seen[person] += 1
            self.latest[person] = index
            human = self.cast.people[person].is_human
            (self.trail if human else self.bodies).append(index)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person who may be meant, the mention that speaks most for it, and how salient it is."""

    person: int
    prior: int
    salience: float


def ranked(walk: Walk, mention: Mention, gender: str) -> list[Candidate]:
    """Rank the humans mentioned within reach who agree in gender ("u" agrees with all), the most salient first."""
    best: dict[int, Candidate] = {}
    for person, prior, observed in candidates(walk, mention, gender):
        salience = sum(walk.lexicon.salience[what] * value for what, value in observed.items())
        if person not in best or salience > best[person].salience:
            best[person] = Candidate(person, prior, salience)
    return sorted(best.values(), key=lambda candidate: -candidate.salience)


def candidates(walk: Walk, mention: Mention, gender: str) -> Iterator[tuple[int, int, dict[str, float]]]:
    """Yield the mentions that a pronoun or role may take up, the last first: person, index, what speaks for it."""
    ancestors = {token.i for token in walk.doc[mention.head].ancestors}
    for prior in reversed(walk.trail):
        earlier = walk.mentions[prior]
        if mention.beat - earlier.beat > REACH:
            break
        person = earlier.person
        if person is not None and _agrees(walk, person, gender) and not _excluded(walk, mention, earlier):
            yield person, prior, _observe(walk, mention, earlier, gender, ancestors)


def _agrees(walk: Walk, person: int, gender: str) -> bool:
    return gender == "u" or walk.cast.people[person].gender in {gender, "u"}


def _excluded(walk: Walk, mention: Mention, earlier: Mention) -> bool:
    """Two arguments of one verb are two people, save "himself": "Ruiz told the senator", "Ruiz saw him"."""
    if earlier.beat != mention.beat or walk.doc[earlier.head].head != walk.doc[mention.head].head:
        return False
    here, there = walk.doc[mention.head], walk.doc[earlier.head]
    reflexive = mention.words[0].endswith("self")
    return mention.subject or (here.dep_ in _OBJECTS and there.dep_ in _SUBJECTS and not reflexive)


def _observe(walk: Walk, mention: Mention, earlier: Mention, gender: str, ancestors: set[int]) -> dict[str, float]:
    """Say what speaks for or against an earlier mention (weights: lexicon.salience). `ancestors`: of the pronoun."""
    layout, number = walk.layout, earlier.person or 0
    person = walk.cast.people[number]
    return {
        "sentence": mention.beat - earlier.beat,
        "subject": earlier.subject,
        "main": earlier.subject and walk.doc[earlier.head].head.dep_ == "ROOT",
        "governs": earlier.subject and walk.doc[earlier.head].head.i in ancestors,
        "speaker": earlier.speaks,
        "quoted": earlier.quoted,
        "headline": layout.headline[earlier.head],
        "other_paragraph": layout.paragraph[earlier.head] != layout.paragraph[mention.head],
        "agrees": person.gender == gender != "u",
        "unnamed": person.kind == SpeakerKind.UNNAMED,
        "introduced": earlier.kind == "NAME" and len(earlier.words) > 1,
        "often": min(walk.seen[number], _OFTEN),
    }


def leading(walk: Walk, mention: Mention, found: list[Candidate], margin: float) -> Answer | None:
    """Take the first of the candidates if it leads by a margin, and note how clear the choice was."""
    lead = found[0].salience - found[1].salience if len(found) > 1 else None
    walk.notes[mention.start] = {"candidates": len(found), **({} if lead is None else {"margin": round(lead, 2)})}
    if not found or (lead is not None and lead < margin):
        return None
    return found[0].person, found[0].prior
