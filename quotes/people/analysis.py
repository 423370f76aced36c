"""Resolve the people of a story from top to bottom: mentions, clusters, and who speaks each quotation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from spacy.tokens import Doc

from quotes.annotations import read_context, read_quotations
from quotes.lexicon import Lexicon
from quotes.people.clusters import Cluster
from quotes.people.discourse import Discourse, read_discourse
from quotes.people.echoes import ECHO_RULES, is_vague
from quotes.people.genders import settle_genders
from quotes.people.given_roles import give_roles
from quotes.people.known_names import find_known_names
from quotes.people.mentions import WorkingMention, find_pronouns
from quotes.people.name_clustering import cluster_names
from quotes.people.name_mentions import find_names
from quotes.people.name_resolvers import NAME_RULES
from quotes.people.names_beside import complete_names
from quotes.people.pronoun_resolvers import PRONOUN_RULES
from quotes.people.role_mentions import find_roles
from quotes.people.role_resolvers import ROLE_RULES
from quotes.people.source_phrases import MentionIndex, index_mentions
from quotes.people.speakers import WorkingSpeaker, conclude, imply, read_speaker, speakers_by_sentence
from quotes.people.state import Answer, DiscourseState
from quotes.people.usernames import find_usernames
from quotes.records import AttributedQuotation, MentionKind
from quotes.rules import Rule, first_answer

Resolvers = Mapping[MentionKind, tuple[Rule[[DiscourseState, WorkingMention], Answer | None], ...]]

#: The rules that resolve each kind of mention, in order.
RESOLVERS: Resolvers = MappingProxyType(
    {MentionKind.NAME: NAME_RULES, MentionKind.ROLE: ROLE_RULES, MentionKind.PRONOUN: PRONOUN_RULES}
)


@dataclass(slots=True)
class Analysis:
    """A story resolved: its mentions and clusters, and the speaker of each quotation by the quotation's id."""

    state: DiscourseState
    speakers: dict[str, WorkingSpeaker] = field(default_factory=dict)

    def cluster(self, number: int | None) -> Cluster | None:
        """Return the cluster of a number; None for None."""
        return None if number is None else self.state.clusters.all[number]


def analyse(doc: Doc, lexicon: Lexicon, *, resolvers: Resolvers = RESOLVERS) -> Analysis:
    """Find the mentions of a story, resolve them in order, and decide who speaks each quotation.

    Args:
        doc: a parsed story with its quotations.
        lexicon: the word lists.
        resolvers: the rules that resolve each kind of mention.

    Returns:
        The story's mentions, clusters and speakers.
    """
    discourse, quotations = read_discourse(doc), read_quotations(doc)
    index = _find_mentions(doc, discourse, quotations, lexicon)
    state = DiscourseState(doc, discourse, lexicon, index.clusters, index.mentions)
    speakers = {
        quotation.id: read_speaker(quotation, quotation.source, index)
        for quotation in quotations
        if quotation.source is not None
    }
    for number, mention in enumerate(index.mentions):
        if not mention.quoted or mention.kind == MentionKind.NAME or mention.speaks:
            _resolve(number, state, resolvers)
    for speaker in speakers.values():
        conclude(speaker, state, index)
    speakers |= _implied(doc, quotations, speakers)
    _name_echoed(quotations, speakers, state)
    return Analysis(state, speakers)


def _resolve(number: int, state: DiscourseState, resolvers: Resolvers) -> None:
    """Resolve one mention, given all before it, and remember it."""
    mention = state.mentions[number]
    mention.rule, answer = first_answer(resolvers[mention.kind], state, mention)
    if answer is not None:
        mention.cluster, mention.antecedent = answer
    state.remember(number)


def _implied(
    doc: Doc, quotations: list[AttributedQuotation], speakers: Mapping[str, WorkingSpeaker]
) -> dict[str, WorkingSpeaker]:
    by_sentence = speakers_by_sentence(doc, quotations, speakers)
    implied = (imply(quotation, by_sentence) for quotation in quotations if quotation.id not in speakers)
    return {speaker.quotation: speaker for speaker in implied if speaker is not None}


def _name_echoed(
    quotations: list[AttributedQuotation], speakers: dict[str, WorkingSpeaker], state: DiscourseState
) -> None:
    """Name the speakers of quotations at the head whose words come again below."""
    for number, quotation in enumerate(quotations):
        speaker = speakers.get(quotation.id)
        if not is_vague(speaker, state):
            continue
        rule_id, cluster = first_answer(ECHO_RULES, quotation, quotations[number + 1 :], speakers, state)
        if cluster is not None:
            known = speaker or WorkingSpeaker(quotation.id)
            speakers[quotation.id] = replace(known, cluster=cluster, rule=rule_id)


def _find_mentions(
    doc: Doc, discourse: Discourse, quotations: list[AttributedQuotation], lexicon: Lexicon
) -> MentionIndex:
    """Find names, roles and pronouns, in text order; cluster the names, and give them their roles and genders."""
    sources = [quotation.source for quotation in quotations if quotation.source is not None]
    mentions = [*find_names(doc, discourse, lexicon), *find_usernames(doc, discourse, sources)]
    speaking = {token for source in sources for token in range(source.start, source.end)}
    clusters = cluster_names(doc, mentions, lexicon, sources=speaking)
    complete_names(clusters, read_context(doc).beside, lexicon)
    mentions += find_known_names(doc, discourse, mentions, clusters, lexicon)
    tied = give_roles(doc, mentions, clusters, lexicon)
    taken = {token for mention in mentions for token in range(mention.title_start, mention.full_end)}
    for role in find_roles(doc, discourse, taken, lexicon):
        if name := tied.get(role.head):
            role.cluster = name.cluster
        mentions.append(role)
    mentions += find_pronouns(doc, discourse, lexicon)
    mentions.sort(key=lambda mention: (mention.start, mention.end))
    settle_genders(mentions, clusters, lexicon)
    return index_mentions(doc, mentions, clusters, lexicon)
