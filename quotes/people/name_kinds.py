"""Decide what bears a name, on the evidence of all its mentions: a person, a body or a group."""

from __future__ import annotations

from dataclasses import dataclass

from quotes.lexicon import Lexicon
from quotes.people.mentions import WorkingMention
from quotes.rules import Rule, rule
from quotes.types import SpeakerKind

#: Observations that say something of the name itself, so that they count once, not at every mention.
_OF_THE_NAME = frozenset({"given", "initial", "body", "alone"})
_BODY_LABELS = frozenset({"ORG", "NORP", "PRODUCT"})
MAX_COUNTED = 3  # mentions after which more of the same say no more


@dataclass(frozen=True, slots=True)
class NameMentions:
    """All mentions of a story by the same words, with what their kind depends on.

    Attributes:
        words: the words, folded.
        mentions: in text order.
        by_surname: mentions by the last word alone: what "Ruiz" is called tells of "Ana Ruiz" too.
        sources: tokens of source mentions.
        lexicon: the word lists.
    """

    words: tuple[str, ...]
    mentions: list[WorkingMention]
    by_surname: list[WorkingMention]
    sources: set[int]
    lexicon: Lexicon

    @property
    def of_the_name(self) -> set[str]:
        """Observations on the name itself."""
        return {what for mention in self.mentions for what in mention.observations if what in _OF_THE_NAME}

    def score(self, mentions: list[WorkingMention]) -> float:
        """Weigh the observations at mentions; above 0 they speak for a person."""
        weights = self.lexicon.person_evidence
        seen = [what for mention in mentions for what in mention.observations if what not in _OF_THE_NAME]
        mean = sum(weights.get(what, 0.0) for what in seen) / len(mentions)
        return sum(weights[what] for what in self.of_the_name) + mean * min(len(mentions), MAX_COUNTED)


@rule(
    "plural_is_group",
    fires="[q0|“No,”] [c0|said] [s0|Republicans]. Republicans met in Quito.",
    abstains="[q0|“No,”] [c0|said] [s0|Ana Ruiz]. Ruiz met reporters in Quito.",
)
def plural_is_group(named: NameMentions) -> SpeakerKind | None:
    """Take the plural of a role, party or people for a group: "Republicans", not "Ruiz"."""
    if is_plural(named.words[-1], named.lexicon) and "body" not in named.of_the_name:
        return SpeakerKind.GROUP
    return None


@rule(
    "evidence_is_person",
    fires="[q0|“No,”] [c0|said] [s0|Ana Ruiz]. Ruiz met reporters in Quito.",
    abstains="[q0|“No,”] [c0|said] the [s0|National Farm Council].",
)
def evidence_is_person(named: NameMentions) -> SpeakerKind | None:
    """Take a name for a person's if its mentions, and those by surname alone, say so together."""
    pooled = [*named.mentions, *named.by_surname] if len(named.words) > 1 else named.mentions
    person = named.score(named.mentions) > 0 or named.score(pooled) > 0
    return SpeakerKind.PERSON if person else None


@rule(
    "label_or_source_is_body",
    fires="[q0|“No,”] [c0|said] the [s0|National Farm Council].",
    abstains="[q0|“No,”] [c0|said] [s0|Ana Ruiz]. Ruiz met reporters in Quito.",
)
def label_or_source_is_body(named: NameMentions) -> SpeakerKind | None:
    """Take a name for a body's if it is labelled so, ends in a word for bodies, or is the source of a quotation."""
    labels = {what for mention in named.mentions for what in mention.observations} - _OF_THE_NAME
    speaks = any(mention.head in named.sources for mention in named.mentions)
    body = not _BODY_LABELS.isdisjoint(labels) or "body" in named.of_the_name or speaks
    return SpeakerKind.ORGANISATION if body else None


def is_plural(word: str, lexicon: Lexicon) -> bool:
    """True if a folded word is the plural of a role, party or people: "lawmakers", "republicans"."""
    return word.endswith("s") and (word[:-1] in lexicon.role_nouns or word[:-1] in lexicon.affiliations)


NAME_KIND_RULES: tuple[Rule[[NameMentions], SpeakerKind | None], ...] = (
    plural_is_group,
    evidence_is_person,
    label_or_source_is_body,
)
