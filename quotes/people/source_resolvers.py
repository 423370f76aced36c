"""Find who speaks in a source that is no mention of a known cluster: "the agency", "the institute's report".

The first rule with an answer wins; the last one begins a cluster that is described as printed.
"""

from __future__ import annotations

from spacy.tokens import Span

from quotes.people import names
from quotes.people.clusters import Clusters
from quotes.people.mentions import WorkingMention
from quotes.people.source_kinds import SOURCE_KIND_RULES
from quotes.people.source_phrases import MentionIndex, SourcePhrase, describe_source, several_speak
from quotes.people.state import DiscourseState
from quotes.rules import Rule, first_answer, rule
from quotes.types import SpeakerKind

MAX_BODY_SENTENCES = 2  # narrated sentences that "the agency" looks back
MAX_DESCRIPTION = 4  # words of "the Paris-based distributor"
MIN_BODY_MENTIONS = 3  # by name, of the body that an article is about
MIN_BODY_PROMINENCE = 2  # times as many mentions as the next body has
_THE_BODY = 2  # words of "the agency"


@rule(
    "body_by_word",
    fires="The Commission on Rural Roads met on Monday. [q0|“No,”] [c0|said] [s0|the commission].",
    abstains="The Harbour Commission met on Monday. [q0|“No,”] [c0|said] [s0|the council].",
)
def body_by_word(source: SourcePhrase, state: DiscourseState) -> int | None:
    """Take "the commission" for the only body of the story with that word in its name."""
    phrase, clusters = source.head, state.clusters
    if phrase[0].lower_ != "the" or len(phrase) > _THE_BODY:
        return None
    body = _with_word(names.fold(phrase[-1].text), clusters)
    if body is None:
        return None
    near = {mention.cluster for mention in bodies_before(phrase.start, state)}
    other = None if body in near else body_spoken_of(source, state)
    return body if other is None or clusters.all[other].named < clusters.all[body].named else None


def _with_word(word: str, clusters: Clusters) -> int | None:
    """Find the only body with a word in its name of several words."""
    bodies = [
        number
        for number in clusters.by_word.get(word, ())
        if clusters.all[number].kind == SpeakerKind.ORGANISATION and len(clusters.all[number].name.words) > 1
    ]
    return bodies[0] if len(bodies) == 1 else None


@rule(
    "body_spoken_of",
    fires="The Association of Harbour Pilots called a strike on Monday. [q0|“We had to,”] [c0|said] [s0|the union].",
    abstains="The Association of Harbour Pilots called a strike on Monday. [q0|“They had to,”] [s0|the newspaper] "
    "[c0|wrote].",
)
def body_spoken_of(source: SourcePhrase, state: DiscourseState) -> int | None:
    """Take "the agency" for the only body told of just before, else for the only one of them that acted.

    "Acme Energy has left. "We had to," **the company** said." Not after two companies acted, nor "the company's head".
    Where none is near, the article's most prominent body is meant, if it is that by far.
    """
    phrase = source.head
    alone = phrase.end >= source.span.end or not _names_another(source)
    fitting = state.lexicon.body_synonyms.get(phrase[-1].lower_) if alone and _is_definite(phrase) else None
    if fitting is None or ("*" in fitting and len(phrase) > _THE_BODY):  # "the port authority" is not any body
        return None
    near = bodies_before(phrase.start, state)
    return _only_body(near, state, fitting) if near else _prominent_body(phrase.start, state, fitting)


def _only_body(near: list[WorkingMention], state: DiscourseState, fitting: frozenset[str]) -> int | None:
    """Find the only fitting body among mentions, else the only one that is subject or source."""
    for choice in (near, [mention for mention in near if mention.subject or mention.speaks]):
        bodies = {m.cluster for m in choice if _may_be_called(state.clusters, m.cluster, fitting)}
        if len(bodies) == 1:
            return bodies.pop()
    return None


def _names_another(source: SourcePhrase) -> bool:
    """True if a name in apposition says which: "the distributor, Paris-based Harbour Films,"."""
    rest = source.span.doc[source.head.end : source.span.end]
    return len(rest) > 1 and rest[0].text == "," and rest[1].text[0].isupper()


def _is_definite(phrase: Span) -> bool:
    """True of "the agency" and "the Paris-based distributor", not of "the agency's head" or "the Ruiz campaign"."""
    if not _THE_BODY <= len(phrase) <= MAX_DESCRIPTION or phrase[0].lower_ != "the":
        return False
    named = len(phrase) > _THE_BODY and phrase[-2].text[0].isupper()
    return not named and all(token.tag_ != "POS" for token in phrase)


def bodies_before(start: int, state: DiscourseState) -> list[WorkingMention]:
    """List the bodies mentioned by name in the narrated sentences before a token."""
    sentence = state.discourse.sentence[start]
    before = (state.mentions[index] for index in state.bodies)
    return [
        mention
        for mention in before
        if mention.start < start and sentence - mention.sentence <= MAX_BODY_SENTENCES and _names_body(state, mention)
    ]


def _prominent_body(start: int, state: DiscourseState, fitting: frozenset[str]) -> int | None:
    """Find the body mentioned far more often than any other, and before a token."""
    before = {state.mentions[index].cluster for index in state.bodies if state.mentions[index].start < start}
    ranked = sorted(
        (body.named, number)
        for number, body in enumerate(state.clusters.all)
        if _may_be_called(state.clusters, number, fitting)
    )
    if not ranked or ranked[-1][1] not in before or ranked[-1][0] < MIN_BODY_MENTIONS:
        return None
    next_best = ranked[-2][0] if len(ranked) > 1 else 0
    return ranked[-1][1] if ranked[-1][0] >= MIN_BODY_PROMINENCE * next_best else None


def _names_body(state: DiscourseState, mention: WorkingMention) -> bool:
    return not mention.quoted and mention.kind == "NAME" and state.doc[mention.head].ent_type_ != "GPE"


def _may_be_called(clusters: Clusters, number: int | None, fitting: frozenset[str]) -> bool:
    if number is None:
        return False
    body = clusters.all[number]
    return body.kind == SpeakerKind.ORGANISATION and ("*" in fitting or not fitting.isdisjoint(body.name.words))


@rule(
    "maker_of_document",
    fires=(
        "The Harbour Institute's report came on Monday. [q0|“No change,”] [s0|the report] [c0|said].",
        "[q0|“No change,”] [c0|said] [s0|the Harbour Institute's report].",
    ),
    abstains="The Harbour Institute met on Monday. [q0|“No change,”] [s0|the report] [c0|said].",
)
def maker_of_document(source: SourcePhrase, state: DiscourseState) -> int | None:
    """Take the body whose document speaks: "the institute's report"; "the report", if the article says whose it is."""
    noun, own = source.head[-1], _possessor(source.head[-1].i, source.index)
    if noun.lower_ not in state.lexicon.document_words:
        return None
    if own is not None:
        return own
    if source.head[0].lower_ != "the" and len(source.head) > 1:
        return None
    makers = {_possessor(token.i, source.index) for token in state.doc if token.lower_ == noun.lower_} - {None}
    return makers.pop() if len(makers) == 1 else None


def _possessor(noun: int, index: MentionIndex) -> int | None:
    """Find the body that possesses a noun: "the [institute]'s annual report"; None: no named one does."""
    for i in range(noun - 1, max(noun - MAX_DESCRIPTION, 0), -1):
        if index.doc[i].tag_ == "POS":
            owner = index.covering(i - 1)
            number = owner.cluster if owner is not None and owner.kind == "NAME" else None
            kind = index.clusters.all[number].kind if number is not None else None
            if kind in {SpeakerKind.ORGANISATION, SpeakerKind.GROUP}:
                return number
            return _with_word(names.fold(index.doc[i - 1].text), index.clusters) if number is None else None
        if index.doc[i].is_punct or index.doc[i].pos_ in {"VERB", "ADP"}:
            break
    return None


@rule(
    "described",
    fires=("[q0|“Closed,”] [c0|read] [s0|the sign].", "[q0|“Closed,”] [c0|said] [s0|angry protesters]."),
    abstains="[q0|“Closed,”] [c0|said] [s0|the wind].",
)
def described(source: SourcePhrase, state: DiscourseState) -> int | None:
    """Begin a cluster that is described as printed, if the words tell what it is. Two persons are named in full."""
    kind_rule, kind = first_answer(SOURCE_KIND_RULES, source)
    if kind is None:
        return None
    text = _joint_names(source, state) if kind == SpeakerKind.GROUP else ""
    return state.clusters.add_described(kind, text or describe_source(source).text, kind_rule)


def _joint_names(source: SourcePhrase, state: DiscourseState) -> str:
    """Return the full names of two who speak together; "" if they are not both named."""
    if not several_speak(source):
        return ""
    index, span = source.index, source.span
    found = {index.at[i] for i in range(span.start, span.end) if index.human_name(i) is not None}
    clusters = [state.clusters.all[c] for n in sorted(found) if (c := state.mentions[n].cluster) is not None]
    return " and ".join(cluster.fullest for cluster in clusters) if len(clusters) > 1 else ""


SOURCE_RULES: tuple[Rule[[SourcePhrase, DiscourseState], int | None], ...] = (
    maker_of_document,
    body_by_word,
    body_spoken_of,
    described,
)
