"""Show how each speaker was found: the steps from the cue to the fullest name, and what the confidence depends on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from spacy.tokens import Doc

from quotes.people import names
from quotes.people.analysis import Analysis
from quotes.people.mentions import WorkingMention, printed_name
from quotes.people.speakers import WorkingSpeaker
from quotes.people.state import Choice, DiscourseState
from quotes.records import AttributedQuotation, EvidenceStep, Resolution, StepKind

MAX_STEPS = 6  # between a source mention and a name


def resolution_of(speaker: WorkingSpeaker, analysis: Analysis) -> Resolution:
    """Describe how a speaker was found, for the confidence."""
    head, cluster = speaker.head, analysis.cluster(speaker.cluster)
    found = Resolution(rule=speaker.rule, link=speaker.link, words=len(speaker.span) if speaker.span else 0)
    if cluster is not None:
        found = replace(
            found,
            kind=str(cluster.kind),
            gender_known=cluster.gender != "u",
            full_name=len(cluster.name.words) > 1,
            mentions=cluster.named,
        )
    return found if head is None else replace(found, **_of_head(head, analysis.state))


def _of_head(head: WorkingMention, state: DiscourseState) -> dict[str, Any]:
    choice = state.choices.get(head.start, Choice())
    found = {"mention": head.kind, "candidates": choice.candidates, "margin": choice.margin}
    if head.antecedent is None:
        return found
    antecedent = state.mentions[head.antecedent]
    return found | {"distance": head.sentence - antecedent.sentence, "prior_subject": antecedent.subject}


def fullest_mentions(doc: Doc, analysis: Analysis) -> dict[int, WorkingMention]:
    """Find each cluster's first mention by its fullest name, one with a title before others."""
    found: dict[int, WorkingMention] = {}
    for mention in analysis.state.mentions:
        number, cluster = mention.cluster, analysis.cluster(mention.cluster)
        if mention.kind != "NAME" or number is None or cluster is None:
            continue
        if printed_name(doc, mention) != names.fullest(cluster.printed):
            continue
        if number not in found or (mention.title and not found[number].title):
            found[number] = mention
    return found


def steps_of(
    speaker: WorkingSpeaker, quotation: AttributedQuotation, analysis: Analysis, fullest: dict[int, WorkingMention]
) -> tuple[EvidenceStep, ...]:
    """List the steps from the cue over the source mention to the fullest name.

    Args:
        speaker: who speaks the quotation.
        quotation: the quotation.
        analysis: the story's mentions.
        fullest: each cluster's mention by its fullest name.
    """
    doc = analysis.state.doc
    steps = [] if quotation.cue is None else [EvidenceStep(StepKind.CUE, quotation.cue)]
    steps += _steps_to_antecedent(speaker, analysis)
    name = fullest.get(speaker.cluster) if speaker.cluster is not None else None
    if name is not None and not (steps and steps[-1].span.text.endswith(doc[name.start : name.end].text)):
        steps.append(EvidenceStep(StepKind.NAME, doc[name.title_start : name.end]))
    return tuple(steps)


def _steps_to_antecedent(speaker: WorkingSpeaker, analysis: Analysis) -> list[EvidenceStep]:
    mention, doc = speaker.head, analysis.state.doc
    if mention is None or speaker.rule == "described":
        return [] if speaker.span is None else [EvidenceStep(StepKind.SOURCE, speaker.span)]
    steps: list[EvidenceStep] = []
    while mention is not None and len(steps) < MAX_STEPS:
        steps.append(EvidenceStep(_step_kind(mention), doc[mention.title_start : mention.end]))
        if mention.kind == "NAME" or mention.antecedent is None:
            break
        mention = analysis.state.mentions[mention.antecedent]
    return steps


def _step_kind(mention: WorkingMention) -> StepKind:
    if mention.kind == "NAME":
        return StepKind.NAME if len(mention.words) > 1 else StepKind.SURNAME
    return StepKind(mention.kind.lower())
