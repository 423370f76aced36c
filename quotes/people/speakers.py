"""Decide who speaks each quotation, once the mentions are resolved. The first rule with an answer wins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from spacy.tokens import Doc, Span

from quotes.people import names
from quotes.people.clusters import Clusters
from quotes.people.mentions import WorkingMention
from quotes.people.source_heads import find_head
from quotes.people.source_kinds import SOURCE_KIND_RULES
from quotes.people.source_phrases import MentionIndex, SourcePhrase, describe_source, read_source, several_speak
from quotes.people.state import DiscourseState
from quotes.records import AttributedQuotation
from quotes.rules import Rule, first_answer, rule
from quotes.types import Kind, SpeakerKind

MAX_BODY_SENTENCES = 2  # narrated sentences that "the agency" looks back
_THE_BODY = 2  # words of "the agency"

Place = tuple[int, int]  # a line, and the first token of a sentence: a parsed sentence may run over the end of a line


@dataclass(slots=True)
class WorkingSpeaker:
    """Who speaks a quotation, while it is being decided; `records.Speaker` is what is handed on.

    Attributes:
        quotation: the quotation's id.
        span: the source mention; None: there is none.
        link: id of the rule that linked it; "" without a mention.
        head: the mention that speaks in it.
        head_rule: id of the rule that found the head.
        cluster: number of the speaker's cluster; None: not known.
        rule: id of the rule that decided it.
    """

    quotation: str
    span: Span | None = None
    link: str = ""
    head: WorkingMention | None = None
    head_rule: str = ""
    cluster: int | None = None
    rule: str = ""


def read_speaker(quotation: AttributedQuotation, source: Span, index: MentionIndex) -> WorkingSpeaker:
    """Find the mention that speaks in a quotation's source, and mark it as speaking."""
    head_rule, head = find_head(read_source(source, index))
    if head is not None:
        head.speaks = True
    return WorkingSpeaker(quotation.id, source, quotation.link, head, head_rule)


def conclude(speaker: WorkingSpeaker, state: DiscourseState, index: MentionIndex) -> None:
    """Give a speaker the cluster of its mention; to one without, a body told of before, or a cluster of its own."""
    head = speaker.head
    if head is not None:
        speaker.cluster, speaker.rule = head.cluster, head.rule
    if speaker.cluster is not None or speaker.span is None or (head is not None and head.kind != "ROLE"):
        return
    speaker.rule, speaker.cluster = first_answer(SPEAKER_RULES, read_source(speaker.span, index), state)


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
    bodies = [
        number
        for number in clusters.by_word.get(names.fold(phrase[-1].text), ())
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
    """
    phrase = source.head
    the_body = len(phrase) == _THE_BODY and phrase[0].lower_ == "the"
    fitting = state.lexicon.body_synonyms.get(phrase[-1].lower_) if the_body else None
    if fitting is None:
        return None
    near = _bodies_before(phrase.start, state)
    for choice in (near, [mention for mention in near if mention.subject or mention.speaks]):
        bodies = {m.cluster for m in choice if _may_be_called(state.clusters, m.cluster, fitting)}
        if len(bodies) == 1:
            return bodies.pop()
    return None


def _bodies_before(start: int, state: DiscourseState) -> list[WorkingMention]:
    """List the bodies mentioned by name in the narrated sentences before a token."""
    sentence = state.discourse.sentence[start]
    before = (state.mentions[index] for index in state.bodies)
    return [
        mention
        for mention in before
        if mention.start < start and sentence - mention.sentence <= MAX_BODY_SENTENCES and _names_body(state, mention)
    ]


def _names_body(state: DiscourseState, mention: WorkingMention) -> bool:
    return not mention.quoted and mention.kind == "NAME" and state.doc[mention.head].ent_type_ != "GPE"


def _may_be_called(clusters: Clusters, number: int | None, fitting: frozenset[str]) -> bool:
    if number is None:
        return False
    body = clusters.all[number]
    return body.kind == SpeakerKind.ORGANISATION and ("*" in fitting or not fitting.isdisjoint(body.name.words))


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


def speakers_by_sentence(
    doc: Doc, quotations: Sequence[AttributedQuotation], speakers: Mapping[str, WorkingSpeaker]
) -> dict[Place, list[WorkingSpeaker]]:
    """List the speakers of quotations by the sentences in which they begin or end."""
    lines = _lines(doc)
    found: dict[Place, list[WorkingSpeaker]] = defaultdict(list)
    for quotation in quotations:
        if quotation.id in speakers:
            for piece in quotation.pieces:
                for token in (piece[0], piece[-1]):
                    found[lines[token.i], token.sent.start].append(speakers[quotation.id])
    return found


def imply(quotation: AttributedQuotation, by_sentence: Mapping[Place, list[WorkingSpeaker]]) -> WorkingSpeaker | None:
    """Give a speaker to a quotation without a source mention: the first rule with an answer."""
    rule_id, near = first_answer(IMPLIED_SPEAKER_RULES, quotation, by_sentence)
    if near is None:
        return None
    implied = WorkingSpeaker(quotation.id, cluster=near.cluster, rule=rule_id)
    if quotation.kind != Kind.INDIRECT:  # the mention of indirect speech may be elsewhere
        implied.span, implied.link, implied.head = near.span, near.link, near.head
    return implied


@rule(
    "same_sentence",
    fires="[s0|Ana Ruiz] [c0|called] it [q0|“bad”] and also [q1|“worse.”]",
    abstains="[s0|Ana Ruiz] [c0|called] it [q0|“bad.”] The hall was [q1|“worse.”]",
)
def same_sentence(
    quotation: AttributedQuotation, by_sentence: Mapping[Place, list[WorkingSpeaker]]
) -> WorkingSpeaker | None:
    """Take the speaker of the other quotations of a sentence, if all have the same: "it works", adding "well"."""
    lines = _lines(quotation.pieces[0].doc)
    for piece in quotation.pieces:
        found = by_sentence.get((lines[piece.start], piece[0].sent.start), [])
        if len({speaker.cluster for speaker in found}) == 1 and found[-1].cluster is not None:
            return found[-1]
    return None


def _lines(doc: Doc) -> list[int]:
    return list(accumulate("\n" in token.text for token in doc))


SPEAKER_RULES: tuple[Rule[[SourcePhrase, DiscourseState], int | None], ...] = (
    body_by_word,
    body_spoken_of,
    described,
)
IMPLIED_SPEAKER_RULES: tuple[
    Rule[[AttributedQuotation, Mapping[Place, list[WorkingSpeaker]]], WorkingSpeaker | None], ...
] = (same_sentence,)
