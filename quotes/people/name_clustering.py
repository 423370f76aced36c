"""Cluster the names of a story: which of them are one person's or body's, as far as their words alone tell.

Names of several words come first, then single words. A word that is part of several persons' names waits for the
context (`name_resolvers`).
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc

from quotes.lexicon import Lexicon
from quotes.people import names
from quotes.people.clusters import Cluster, Clusters
from quotes.people.mentions import WorkingMention, printed_name
from quotes.people.name_groups import Assignment, assign, group_by_words, title_gender
from quotes.people.name_kinds import MAX_COUNTED, NAME_KIND_RULES, NameMentions
from quotes.people.names import Name
from quotes.rules import Rule, first_answer, rule
from quotes.types import SpeakerKind

_NAMED_AFTER_PERSONS = frozenset({"foundation", "organization", "campaign", "administration", "tower"})
MAX_ACRONYM = 6  # letters of one that is not in capitals throughout: Nato


@dataclass(frozen=True, slots=True)
class Clustering:
    """The mentions by the same words, and what their cluster depends on; `ending`: all names by the token behind."""

    doc: Doc
    named: NameMentions
    clusters: Clusters
    ending: dict[int, WorkingMention]

    @property
    def bearers(self) -> list[int]:
        """Persons known by a longer name that these words are the surname of, or one word of."""
        words, clusters = self.named.words, self.clusters
        found = clusters.persons_named(words)
        if len(words) == 1:
            return found
        return [number for number in found if names.position(words, clusters.all[number].name) == "surname"]


def cluster_names(doc: Doc, mentions: list[WorkingMention], lexicon: Lexicon, *, sources: set[int]) -> Clusters:
    """Cluster name mentions; a mention gets its `cluster` where its words alone make it certain.

    Args:
        doc: the story.
        mentions: its name mentions.
        lexicon: the word lists.
        sources: tokens of source mentions. What speaks is a person or a body, even if nothing else says so.

    Returns:
        The clusters.
    """
    groups, clusters = group_by_words(doc, mentions, lexicon), Clusters()
    ending = {mention.end: mention for mention in mentions}
    for words in sorted(groups, key=lambda words: (len(words) == 1, -len(words), words)):
        named = NameMentions(words, groups[words], groups.get(words[-1:], []), sources, lexicon)
        rule_id, assignment = first_answer(CLUSTERING_RULES, Clustering(doc, named, clusters, ending))
        if assignment is not None:
            assign(rule_id, assignment, doc, clusters, lexicon)
    return clusters


@rule(
    "acronym_in_brackets",
    fires="The Institute for Coastal Research (RIC) met. [q0|“No,”] [c0|said] the [s0|RIC].",
    abstains="The Institute for Coastal Research met Ana Ruiz (Pardo) on Monday. [q0|“No,”] [c0|said] [s0|Pardo].",
)
def acronym_in_brackets(one: Clustering) -> Assignment | None:
    """Take an acronym for the body that it stands behind in brackets, once: "Institute for Coastal Research (ICR)"."""
    if len(one.named.words) > 1:
        return None
    for mention in one.named.mentions:
        opens = mention.start - 1
        bracketed = opens > 0 and one.doc[opens].text == "(" and one.doc[mention.end : mention.end + 1].text == ")"
        longer = one.ending.get(opens) if bracketed and _is_acronym(one.doc[mention.start].text) else None
        number = longer.cluster if longer is not None else None
        if number is not None and one.clusters.all[number].kind == SpeakerKind.ORGANISATION:
            return one.named.mentions, number
    return None


def _is_acronym(word: str) -> bool:
    return word.isupper() or len(word) <= MAX_ACRONYM


@rule(
    "title_contradicts",
    fires="[q0|“No,”] [c0|said] [s0|Mr. Hollis]. His wife, Joan Hollis, left.",
    abstains="[q0|“No,”] [c0|said] [s0|Mr. Hollis]. Peter Hollis left.",
)
def title_contradicts(one: Clustering) -> Assignment | None:
    """Make a new person of a surname whose title contradicts the only bearer: "Mr. Hollis" beside Joan Hollis.

    Not if the bearer has been called Mr. too: some given names mislead. Mentions without a title wait for the context.
    """
    if len(one.bearers) != 1 or not (others := _of_other_gender(one, one.clusters.all[one.bearers[0]])):
        return None
    return others, one.clusters.add(Cluster(SpeakerKind.PERSON, Name(one.named.words)))


def _of_other_gender(one: Clustering, bearer: Cluster) -> list[WorkingMention]:
    lexicon = one.named.lexicon
    given = lexicon.gender_of_given(bearer.name.first) if len(bearer.name.words) > 1 else "u"
    known = {gender for gender in "mf" if bearer.told_genders[gender]} or {given} - {"u"}
    if len(known) != 1:
        return []
    return [m for m in one.named.mentions if title_gender(one.doc, m, lexicon) in {"m", "f"} - known]


@rule(
    "part_of_one_name",
    fires="Ana Ruiz won. [q0|“No,”] [c0|said] [s0|Ruiz].",
    abstains="Ana Ruiz and Eva Ruiz won. [q0|“No,”] [c0|said] [s0|Ana Ruiz].",
)
def part_of_one_name(one: Clustering) -> Assignment | None:
    """Take a surname or other part of a name for the only person whose name has it."""
    return (one.named.mentions, one.bearers[0]) if len(one.bearers) == 1 else None


@rule(
    "misprint",
    fires="The painter Ana Quiroga came. [q0|“It rains,”] [c0|said] [s0|Quirogga].",
    abstains="The painter Ana Quiroga came. [q0|“It rains,”] [c0|said] [s0|Mr. Quirogga].",
)
def misprint(one: Clustering) -> Assignment | None:
    """Take a rare word for the surname that it nearly is: "Quirogga" beside Ana Quiroga. Not "Mr. Quirogga"."""
    word, mentions = one.named.words[0], one.named.mentions
    titled = any(mention.title for mention in mentions)
    if one.bearers or len(one.named.words) > 1 or len(mentions) >= MAX_COUNTED or titled:
        return None
    if word in one.named.lexicon.given_names:
        return None
    near = [
        number
        for number, cluster in enumerate(one.clusters.all)
        if cluster.kind == SpeakerKind.PERSON
        and len(cluster.name.words) > 1
        and names.misprinted(word, cluster.name.last)
    ]
    return (mentions, near[0]) if len(near) == 1 else None


@rule(
    "short_for_body",
    fires="Halden Energy has left the region. [q0|“We had to,”] [s0|Halden] [c0|said].",
    abstains="Halden Energy has left the region. [q0|“We had to,”] [c0|said] [s0|Mr. Halden].",
)
def short_for_body(one: Clustering) -> Assignment | None:
    """Take a word for the body that it is short for, if no mention looks like a person's: "Acme", "IMF"."""
    weights = one.named.lexicon.person_evidence
    seen = {what for mention in one.named.mentions for what in mention.observations}
    if one.bearers or max((weights.get(what, 0.0) for what in seen - {"PERSON"}), default=0.0) > weights["says"]:
        return None
    body = _longer_body(one.named.words, one.clusters)
    if body is None or ("PERSON" in seen and one.clusters.all[body].name.last in _NAMED_AFTER_PERSONS):
        return None
    return one.named.mentions, body


def _longer_body(words: tuple[str, ...], clusters: Clusters) -> int | None:
    """Find the one body that a single word is the acronym of, or the first or last word of the name of."""
    if len(words) > 1:
        return None
    word = words[0]
    acronyms = [number for number in clusters.by_acronym.get(word, ()) if len(clusters.all[number].name.words) > 1]
    edges = [number for number in clusters.by_word.get(word, ()) if _at_edge(word, clusters.all[number])]
    found = acronyms or edges
    return found[0] if len(found) == 1 else None


def _at_edge(word: str, body: Cluster) -> bool:
    """True of a word that a body's name of several words begins or ends with."""
    several = body.kind == SpeakerKind.ORGANISATION and len(body.name.words) > 1
    return several and word in (body.name.first, body.name.last)


@rule(
    "form_of_one_name",
    fires="Ana M. Ruiz spoke first. [q0|“I agree,”] [c0|said] [s0|Ana Ruiz].",
    abstains="Carlos Varga Jr. opened the shop. [q0|“A start,”] [c0|said] [s0|Carlos Varga].",
)
def form_of_one_name(one: Clustering) -> Assignment | None:
    """Take a name of several words for the one person whose name it is another form of: "Ana M. Ruiz", "Ana Ruiz"."""
    words, clusters = one.named.words, one.clusters
    if one.bearers or len(words) == 1 or _kind(one) != SpeakerKind.PERSON:
        return None
    name = _parsed(one)
    near = {number for word in name.words for number in clusters.by_word.get(word, ())}
    same = [
        number
        for number in near
        if clusters.all[number].kind == SpeakerKind.PERSON
        and names.same_person(clusters.all[number].name, name, nicknames=one.named.lexicon.nicknames)
    ]
    return (one.named.mentions, same[0]) if len(same) == 1 else None


@rule(
    "short_for_longer_body",
    fires="The National Farm Council met. [q0|“No,”] [c0|said] the [s0|NFC], who met on Monday.",
    abstains="The National Farm Council met. [q0|“No,”] [c0|said] [s0|Ana Ruiz].",
)
def short_for_longer_body(one: Clustering) -> Assignment | None:
    """Take a word that is a body's by all evidence for the longer name that it is short for."""
    if one.bearers or _kind(one) != SpeakerKind.ORGANISATION:
        return None
    body = _longer_body(_parsed(one).words, one.clusters)
    return None if body is None else (one.named.mentions, body)


@rule(
    "new_cluster",
    fires="[q0|“No,”] [c0|said] [s0|Ana Ruiz].",
    abstains="[q0|“No,”] [c0|said] [s0|she].",
)
def new_cluster(one: Clustering) -> Assignment | None:
    """Begin a cluster with a name that is no known person's or body's, if anything tells what bears it."""
    kind_rule, kind = first_answer(NAME_KIND_RULES, one.named)
    if one.bearers or kind is None:
        return None
    return one.named.mentions, one.clusters.add(Cluster(kind, _parsed(one), kind_rule=kind_rule))


def _kind(one: Clustering) -> SpeakerKind | None:
    return first_answer(NAME_KIND_RULES, one.named)[1]


def _parsed(one: Clustering) -> Name:
    first = one.named.mentions[0]
    return names.parse(printed_name(one.doc, first), parts=one.named.lexicon.name_parts)


CLUSTERING_RULES: tuple[Rule[[Clustering], Assignment | None], ...] = (
    acronym_in_brackets,
    title_contradicts,
    part_of_one_name,
    misprint,
    short_for_body,
    form_of_one_name,
    short_for_longer_body,
    new_cluster,
)
