"""Decide who speaks each quotation, once the mentions are resolved. The first rule with an answer wins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from spacy.tokens import Doc, Span

from quotes.people.mentions import WorkingMention
from quotes.people.source_heads import find_head
from quotes.people.source_phrases import MentionIndex, read_source
from quotes.people.source_resolvers import SOURCE_RULES
from quotes.people.state import DiscourseState
from quotes.records import AttributedQuotation
from quotes.rules import Rule, first_answer, rule
from quotes.types import Kind

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
    speaker.rule, speaker.cluster = first_answer(SOURCE_RULES, read_source(speaker.span, index), state)


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


IMPLIED_SPEAKER_RULES: tuple[
    Rule[[AttributedQuotation, Mapping[Place, list[WorkingSpeaker]]], WorkingSpeaker | None], ...
] = (same_sentence,)
