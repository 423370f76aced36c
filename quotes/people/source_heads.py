"""Find the mention that speaks in a source mention, long or short. The first rule with an answer wins.

"Ben Ruiz, the surgeon running for mayor" is Ben Ruiz; "Ana Ruiz's chairman, Luis Pardo," is Luis Pardo;
"a Ruiz spokesman" is a role.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span

from quotes.people import names
from quotes.people.mentions import HYPHENS, WorkingMention
from quotes.people.source_phrases import SourcePhrase, several_speak
from quotes.rules import Rule, first_answer, rule
from quotes.types import SpeakerKind

_ASIDES = frozenset(",—–-(") | {"--"}


def find_head(source: SourcePhrase) -> tuple[str, WorkingMention | None]:
    """Find the mention that speaks in a source mention.

    Returns:
        The id of the rule that found it, and the mention; "" and None where nobody or several speak.
    """
    return ("", None) if several_speak(source) else first_answer(HEAD_RULES, source)


@rule(
    "ends_in_name",
    fires=("[q0|“No,”] [c0|said] [s0|Mayor Ana Ruiz].", "[q0|“No,”] [s0|she] [c0|said]."),
    abstains="[q0|“No,”] [s0|Ana Ruiz's lawyer] [c0|said].",
)
def ends_in_name(source: SourcePhrase) -> WorkingMention | None:
    """Take the name or pronoun that the noun phrase ends in: "Mayor [Ana Ruiz]", "Ruiz spokesman [Luis Pardo]"."""
    last = source.head.end - 1
    if last > source.head.start and source.span.doc[last].tag_ == "POS":
        last -= 1
    mention = source.index.covering(last)
    return mention if mention is not None and mention.kind in {"NAME", "PRONOUN"} else None


@rule(
    "named_after",
    fires=(
        "[q0|“No,”] [c0|said] [s0|Ana Ruiz's campaign chairman, Luis Pardo].",
        "[q0|“No,”] [c0|said] [s0|the regulator, the Harbour Commission].",
    ),
    abstains="[q0|“No,”] [c0|said] [s0|a Ruiz aide, who saw Luis Pardo leave].",
)
def named_after(source: SourcePhrase) -> WorkingMention | None:
    """Take the name that stands in apposition to a role: "Ruiz's chairman, [Luis Pardo],".

    Not a name that belongs to a clause: "a Ruiz aide, who saw Luis Pardo".
    """
    doc, span, index = source.span.doc, source.span, source.index
    if doc[source.head.end - 1].tag_ not in {"NN", "CD", "NNP"}:
        return None
    for i in _after_breaks(source.head, span):
        while i < span.end and index.covering(i) is None and doc[i].pos_ in {"NOUN", "ADJ", "PROPN", "DET"}:
            i += 1
        mention = index.covering(i)
        if mention is not None and mention.kind == "ROLE":
            mention = index.covering(mention.end)
        if mention is not None and _may_be_called(source, mention) and _closes(mention.end, span):
            return mention
    return None


def _may_be_called(source: SourcePhrase, name: WorkingMention) -> bool:
    """True of a person behind a role, and of a body behind what it is: "the airline, [Windward Wings],"."""
    index = source.index
    if index.human_name(name.start) is not None:
        return True
    kind = index.clusters.all[name.cluster].kind if name.kind == "NAME" and name.cluster is not None else None
    return kind == SpeakerKind.ORGANISATION and source.head[-1].lower_ in index.lexicon.body_synonyms


def _after_breaks(phrase: Span, span: Span) -> Iterator[int]:
    for i in range(phrase.end, span.end - 1):
        if span.doc[i].text in _ASIDES:
            yield i + 1


def _closes(end: int, span: Span) -> bool:
    if end >= span.end or span.doc[end].tag_ == "WP":
        return True
    return span.doc[end].is_punct and span.doc[end].tag_ != "POS" and span.doc[end].text not in HYPHENS


@rule(
    "role_itself",
    fires="[q0|“No,”] [s0|the judge] [c0|said].",
    abstains="[q0|“No,”] [s0|the report] [c0|said].",
)
def role_itself(source: SourcePhrase) -> WorkingMention | None:
    """Take the role that the noun phrase ends in: "the [judge]", "a Ruiz [spokesman]"."""
    mention = source.index.covering(source.head.end - 1)
    return mention if mention is not None and mention.kind == "ROLE" else None


@rule(
    "whose_words",
    fires="Ana Ruiz spoke. [s0|Ruiz's account] [c0|was] that it [q0|“leaks.”]",
    abstains="Ana Ruiz spoke. [q0|“No,”] [c0|said] [s0|Ruiz's office].",
)
def whose_words(source: SourcePhrase) -> WorkingMention | None:
    """Take the possessor of words: "[Ruiz]'s account", "[her] response". Not "Ruiz's office", "her 10-year plan"."""
    phrase, index = source.head, source.index
    if not {names.fold(phrase[-1].text), names.fold(phrase[-1].lemma_)} & index.lexicon.speech_nouns:
        return None
    for i in range(phrase.end - 2, phrase.start - 1, -1):
        if phrase.doc[i].tag_ == "PRP$":
            return index.covering(i)
        if phrase.doc[i].tag_ == "POS":
            return index.human_name(i - 1)
    return None


@rule(
    "subject_of_verb",
    fires="[q0|“No,”] [s0|said] Ana Ruiz on Monday.",
    abstains="[q0|“No,”] [s0|the report] [c0|said] on Monday.",
)
def subject_of_verb(source: SourcePhrase) -> WorkingMention | None:
    """Take the subject of a source mention that is a verb."""
    verb = source.head.root
    if verb.pos_ not in {"VERB", "AUX"}:
        return None
    return next((source.index.covering(child.i) for child in verb.children if child.dep_ == "nsubj"), None)


HEAD_RULES: tuple[Rule[[SourcePhrase], WorkingMention | None], ...] = (
    ends_in_name,
    named_after,
    role_itself,
    whose_words,
    subject_of_verb,
)
