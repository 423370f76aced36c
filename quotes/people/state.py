"""The state of resolving a story from top to bottom: what has been resolved so far, and who it was."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from spacy.tokens import Doc

from quotes.lexicon import Lexicon
from quotes.people.clusters import Clusters
from quotes.people.discourse import Discourse
from quotes.people.mentions import WorkingMention

Answer = tuple[int, int | None]  # a cluster, and the number of the mention that led there


@dataclass(frozen=True, slots=True)
class Choice:
    """How clear a choice by salience was.

    Attributes:
        candidates: clusters to choose from.
        margin: salience by which the first led; None with fewer than two candidates.
    """

    candidates: int = 1
    margin: float | None = None


@dataclass(slots=True)
class DiscourseState:
    """What a rule may look back to. Mentions go by their number in `mentions`, clusters by theirs.

    Attributes:
        doc: the story.
        discourse: its layout.
        lexicon: the word lists.
        clusters: all clusters; rules may add some.
        mentions: all mentions, in text order.
        humans: mentions of human beings resolved so far.
        bodies: mentions of others resolved so far.
        counts: how often each cluster has been mentioned so far.
        latest: each cluster's last mention so far.
        signatures: mentions that the article may be signed with; None until they are looked for.
        choices: how clear the choice was at a mention, by its first token.
    """

    doc: Doc
    discourse: Discourse
    lexicon: Lexicon
    clusters: Clusters
    mentions: list[WorkingMention]
    humans: list[int] = field(default_factory=list)
    bodies: list[int] = field(default_factory=list)
    counts: Counter[int] = field(default_factory=Counter)
    latest: dict[int, int] = field(default_factory=dict)
    signatures: list[int] | None = None
    choices: dict[int, Choice] = field(default_factory=dict)

    def remember(self, index: int) -> None:
        """Add a resolved mention to what later ones can look back to. Not "I", which is who wrote the article."""
        mention = self.mentions[index]
        if mention.cluster is not None and mention.rule != "author":
            self.counts[mention.cluster] += 1
            self.latest[mention.cluster] = index
            human = self.clusters.all[mention.cluster].is_human
            (self.humans if human else self.bodies).append(index)
