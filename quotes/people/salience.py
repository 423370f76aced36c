"""Rank whom a pronoun or role may take up by salience: who is in the reader's mind at a point of the article.

After Lappin and Leass (1994), with what news adds: who has just been speaking; and that those named inside a
quotation are talked about by the speaker, not by the reporter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quotes.people.mentions import SUBJECTS, WorkingMention
from quotes.people.state import Answer, Choice, DiscourseState
from quotes.types import SpeakerKind

MAX_SENTENCES_BACK = 5  # narrated sentences
MAX_COUNTED = 8  # mentions after which more of them say no more
_OBJECTS = frozenset({"dobj", "dative"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A cluster that may be meant, the mention that speaks most for it, and how salient it is."""

    cluster: int
    antecedent: int
    salience: float


def rank(state: DiscourseState, mention: WorkingMention, gender: str) -> list[Candidate]:
    """Rank the humans mentioned within reach who agree in gender ("u" agrees with all), the most salient first."""
    best: dict[int, Candidate] = {}
    for cluster, antecedent, observed in candidates(state, mention, gender):
        salience = sum(state.lexicon.salience[what] * value for what, value in observed.items())
        if cluster not in best or salience > best[cluster].salience:
            best[cluster] = Candidate(cluster, antecedent, salience)
    return sorted(best.values(), key=lambda candidate: -candidate.salience)


def candidates(
    state: DiscourseState, mention: WorkingMention, gender: str
) -> Iterator[tuple[int, int, dict[str, float]]]:
    """Yield the mentions that a pronoun or role may take up, the last first: cluster, number, what speaks for it."""
    ancestors = {token.i for token in state.doc[mention.head].ancestors}
    for index in reversed(state.humans):
        earlier = state.mentions[index]
        if mention.sentence - earlier.sentence > MAX_SENTENCES_BACK:
            break
        cluster = earlier.cluster
        if cluster is not None and _agrees(state, cluster, gender) and not _excluded(state, mention, earlier):
            yield cluster, index, _observe(state, mention, earlier, gender, ancestors)


def choose(state: DiscourseState, mention: WorkingMention, ranked: list[Candidate], min_margin: float) -> Answer | None:
    """Take the first candidate if it leads by a margin, and note how clear the choice was.

    Args:
        state: where the choice is noted.
        mention: the pronoun or role.
        ranked: candidates, the most salient first.
        min_margin: salience by which the first must lead the second.

    Returns:
        The candidate's cluster and antecedent; None: nobody leads.
    """
    lead = ranked[0].salience - ranked[1].salience if len(ranked) > 1 else None
    state.choices[mention.start] = Choice(len(ranked), None if lead is None else round(lead, 2))
    if not ranked or (lead is not None and lead < min_margin):
        return None
    return ranked[0].cluster, ranked[0].antecedent


def _agrees(state: DiscourseState, cluster: int, gender: str) -> bool:
    candidate = state.clusters.all[cluster]
    if gender == "u" or candidate.gender == gender:
        return True
    return candidate.gender == "u" and (candidate.sure or candidate.kind != SpeakerKind.PERSON)


def _excluded(state: DiscourseState, mention: WorkingMention, earlier: WorkingMention) -> bool:
    """True of two arguments of one verb, which are two people: "Ruiz told the senator". Not "Ruiz hurt himself"."""
    here, there = state.doc[mention.head], state.doc[earlier.head]
    if earlier.sentence != mention.sentence or there.head != here.head:
        return False
    reflexive = mention.words[0].endswith("self")
    return mention.subject or (here.dep_ in _OBJECTS and there.dep_ in SUBJECTS and not reflexive)


def _observe(
    state: DiscourseState, mention: WorkingMention, earlier: WorkingMention, gender: str, ancestors: set[int]
) -> dict[str, float]:
    """Say what speaks for or against an earlier mention (weights: lexicon.salience). `ancestors`: of the pronoun."""
    discourse, number = state.discourse, earlier.cluster or 0
    cluster = state.clusters.all[number]
    return {
        "sentence": mention.sentence - earlier.sentence,
        "subject": earlier.subject,
        "main": earlier.subject and state.doc[earlier.head].head.dep_ == "ROOT",
        "governs": earlier.subject and state.doc[earlier.head].head.i in ancestors,
        "speaker": earlier.speaks,
        "quoted": earlier.quoted,
        "headline": discourse.headline[earlier.head],
        "other_paragraph": discourse.paragraph[earlier.head] != discourse.paragraph[mention.head],
        "agrees": cluster.gender == gender != "u",
        "unnamed": cluster.kind == SpeakerKind.UNNAMED,
        "introduced": earlier.kind == "NAME" and len(earlier.words) > 1,
        "often": min(state.counts[number], MAX_COUNTED),
    }
