"""Tell the gender of each named person. The first rule with an answer wins.

Pronouns outweigh the given name, which may be a family's or another country's.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from quotes.lexicon import Lexicon
from quotes.people.clusters import Cluster, Clusters
from quotes.people.mentions import WorkingMention
from quotes.rules import Rule, first_answer, rule
from quotes.types import SpeakerKind

MIN_PRONOUNS = 3  # that outweigh a given name
MIN_RATIO = 3  # votes for one gender must be more than so many times those for the other


@dataclass(frozen=True, slots=True)
class GenderEvidence:
    """What may tell a person's gender: the cluster, the pronouns that follow its name alone, and the word lists."""

    cluster: Cluster
    pronouns: Counter[str]
    lexicon: Lexicon


def settle_genders(mentions: list[WorkingMention], clusters: Clusters, lexicon: Lexicon) -> None:
    """Set the gender of each named person.

    Args:
        mentions: names and pronouns, in text order.
        clusters: whose `gender` is set.
        lexicon: the word lists.
    """
    pronouns = _count_pronouns(mentions, lexicon)
    _share_ambiguous_titles(mentions, clusters, lexicon)
    for number, cluster in enumerate(clusters.all):
        if cluster.kind == SpeakerKind.PERSON:
            evidence = GenderEvidence(cluster, pronouns[number], lexicon)
            cluster.gender_rule, gender = first_answer(GENDER_RULES, evidence)
            cluster.gender = gender or "u"


def _share_ambiguous_titles(mentions: list[WorkingMention], clusters: Clusters, lexicon: Lexicon) -> None:
    """Count "Mrs. Ruiz", where several have the surname, for those whose given name tells no gender."""
    for mention in mentions:
        told = {lexicon.titles[word].gender for word in mention.title if word in lexicon.titles} & {"m", "f"}
        if mention.kind != "NAME" or mention.cluster is not None or not told:
            continue
        for number in clusters.persons_named(mention.words):
            cluster = clusters.all[number]
            if cluster.name.words and lexicon.gender_of_given(cluster.name.first) == "u":
                cluster.told_genders.update(told)


def _count_pronouns(mentions: list[WorkingMention], lexicon: Lexicon) -> dict[int, Counter[str]]:
    """Count he and she after each name that is the only one since the sentence before: "Leslie Ruiz said she ..."."""
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    last: list[WorkingMention] = []
    for mention in mentions:
        if mention.quoted:
            continue
        last = [name for name in last if mention.sentence - name.sentence <= 1]
        if mention.kind == "NAME" or (mention.kind == "ROLE" and mention.cluster is None):
            last.append(mention)
        gender = _gender_of_pronoun(mention, lexicon)
        near = {name.cluster for name in last}
        if gender is not None and len(near) == 1 and (cluster := near.pop()) is not None:
            votes[cluster][gender] += 1
    return votes


def _gender_of_pronoun(mention: WorkingMention, lexicon: Lexicon) -> str | None:
    gender = lexicon.pronouns[mention.words[0]].gender if mention.kind == "PRONOUN" else ""
    return gender if gender in {"m", "f"} else None


def _clear(votes: Counter[str]) -> str | None:
    """Return the gender that clearly has most votes; None: neither."""
    if max(votes["m"], votes["f"]) > min(votes["m"], votes["f"]) * MIN_RATIO:
        return "m" if votes["m"] > votes["f"] else "f"
    return None


@rule(
    "gender_by_title",
    fires="[q0|“No,”] [c0|said] [s0|Mrs. Hollis]. Mrs. Hollis left.",
    abstains="[q0|“No,”] [c0|said] [s0|Senator Hollis]. She left.",
)
def by_title(evidence: GenderEvidence) -> str | None:
    """Take the gender that titles tell: "Mrs. Ruiz", "Congresswoman Ruiz"."""
    return _clear(evidence.cluster.told_genders)


@rule(
    "gender_by_pronouns",
    fires="[s0|Leslie Pardo] [c0|said] [q0|“no.”] Pardo said she was tired and her feet hurt when she walked.",
    abstains="[s0|Leslie Pardo] [c0|said] [q0|“no.”] Pardo said she was tired.",
)
def by_many_pronouns(evidence: GenderEvidence) -> str | None:
    """Take the gender that several pronouns tell which follow the name alone."""
    return _clear(evidence.pronouns) if evidence.pronouns.total() >= MIN_PRONOUNS else None


@rule(
    "gender_by_given_name",
    fires="[q0|“No,”] [c0|said] [s0|Joan Hollis].",
    abstains="[q0|“No,”] [c0|said] [s0|Hollis]. Hollis is a lawyer.",
)
def by_given_name(evidence: GenderEvidence) -> str | None:
    """Take the gender that the given name of a full name tells."""
    name = evidence.cluster.name
    return _clear(Counter([evidence.lexicon.gender_of_given(name.first)] if len(name.words) > 1 else ()))


@rule(
    "gender_by_role",
    fires="[q0|“No,”] [c0|said] [s0|Xiq Hollis], an actress. Hollis left.",
    abstains="[q0|“No,”] [c0|said] [s0|Xiq Hollis], a lawyer. Hollis left.",
)
def by_role(evidence: GenderEvidence) -> str | None:
    """Take the gender that roles tell: "Ruiz, an actress"."""
    nouns = evidence.lexicon.role_nouns
    return _clear(Counter(nouns[role.noun].gender for role in evidence.cluster.roles if role.noun in nouns))


@rule(
    "gender_by_any_pronoun",
    fires="[s0|Leslie Pardo] [c0|said] [q0|“no.”] Pardo said she was tired.",
    abstains="[s0|Leslie Pardo] [c0|said] [q0|“no.”] Pardo was tired.",
)
def by_any_pronoun(evidence: GenderEvidence) -> str | None:
    """Take the gender of the few pronouns that follow the name alone."""
    return _clear(evidence.pronouns)


@rule(
    "gender_by_only_name",
    fires="[q0|“No,”] [c0|said] [s0|Joan], a lawyer. Joan left.",
    abstains="[q0|“No,”] [c0|said] [s0|Leslie], a lawyer. Leslie left.",
)
def by_only_name(evidence: GenderEvidence) -> str | None:
    """Take the gender that the only word of a name tells, if it is a given name."""
    return _clear(Counter([evidence.lexicon.gender_of_given(evidence.cluster.name.first)]))


GENDER_RULES: tuple[Rule[[GenderEvidence], str | None], ...] = (
    by_title,
    by_many_pronouns,
    by_given_name,
    by_role,
    by_any_pronoun,
    by_only_name,
)
