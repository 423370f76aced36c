"""The occasions of a story: each time that the narration gives, with who did what on it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from spacy.tokens import Doc, Span, Token

from quotes.dates.clauses import VERBS, clause_of, events
from quotes.dates.narration import Narration
from quotes.days import day_mentions
from quotes.lexicon import of_kind, table

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_BESIDE = frozenset({"xcomp", "advcl", "conj", "prep", "ccomp"})
_PERIOD = r"week|weekend|month|year|fall|summer|winter|spring|autumn|days|weeks|months|years"
_VAGUE = re.compile(
    rf"\b(?:(?:[Ll]ast|[Tt]his|[Pp]revious|[Pp]ast|[Rr]ecent|[Ee]arlier this) (?:{_PERIOD})\b|(?:{_PERIOD}) (?:ago|later|earlier|before)\b"
    r"|[Pp]reviously\b|[Rr]ecently\b|[Ii]n the past\b|[Ii]n recent\b|[Ii]n (?:early |late |mid-)?\d{4}\b"
    r"|[Tt]he (?:day (?:after|before)|(?:next|following|previous) (?:day|week|morning)))"
)


@dataclass(frozen=True, slots=True, eq=False)
class Occasion:
    """A time that the narration gives, and what its clause tells of it.

    Attributes:
        span: the words that give the time.
        day: the day; None where they name none ("last week").
        paragraph: number of the paragraph.
        verbs: the verbs of the clause, nearest first.
        sentence: the narrated words of the sentence.
        people: the persons of the clause's subjects; of the sentence where it has no subject.
        bystanders: all persons of the sentence.
        events: the events of speaking that the sentence names, as lemmas.
        speaks: the clause tells of speaking.
        acts: the clause tells of what is done in public: voted, beat, launched.
    """

    span: Span
    day: date | None
    paragraph: int
    verbs: tuple[Token, ...]
    sentence: tuple[Token, ...]
    people: frozenset[str]
    bystanders: frozenset[str]
    events: frozenset[str]
    speaks: bool
    acts: bool


def find(doc: Doc, narration: Narration, *, reference: date) -> tuple[Occasion, ...]:
    """Return the occasions of a Doc in order. Quoted words give none.

    Args:
        doc: the story.
        narration: its narration.
        reference: the day from which "Tuesday" counts back.
    """
    found = []
    for start, end, day in _times(doc.text, reference):
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is not None and not narration.quoted[span.start]:
            found.append(_occasion(span, day, narration))
    # a line without a verb says when the article was published
    return tuple(one for one in found if any(token.pos_ in VERBS for token in one.sentence))


def _occasion(span: Span, day: date | None, narration: Narration) -> Occasion:
    sentence = narration.sentence(span)
    verbs = clause_of(span.root)
    subjects = [child for verb in verbs for child in verb.children if child.dep_ in _SUBJECTS]
    bystanders = narration.names(sentence)
    people = narration.names(token for subject in subjects for token in subject.subtree)
    near = [*verbs, *_beside(verbs)]
    return Occasion(
        span=span,
        day=day,
        paragraph=narration.paragraph[span.start],
        verbs=verbs,
        sentence=sentence,
        people=people or (bystanders if not subjects else people),
        bystanders=bystanders,
        events=events(sentence),
        speaks=any(_is_speaking(token) for token in near),
        acts=any(token.lemma_.lower() in of_kind("speech_events", "act") for token in near),
    )


def _beside(verbs: Sequence[Token]) -> list[Token]:
    return [child for verb in verbs[:1] for child in verb.children if child.dep_ in _BESIDE]


def _is_speaking(token: Token) -> bool:
    lemma = token.lemma_.lower()
    return token.pos_ == "VERB" and (lemma in table("reporting_verbs") or lemma in of_kind("speech_events", "verb"))


def _times(text: str, reference: date) -> list[tuple[int, int, date | None]]:
    """Find days, and the words for a time that name none."""
    found: list[tuple[int, int, date | None]] = [
        (x.start, x.end, x.day) for x in day_mentions(text, reference=reference)
    ]
    for match in [*_VAGUE.finditer(text), *_bare_month().finditer(text)]:
        if not any(start < match.end() and match.start() < end for start, end, _ in found):
            found.append((*match.span(), None))
    return sorted(found, key=lambda item: item[:2])


@cache
def _bare_month() -> re.Pattern[str]:
    months = "|".join(word.title() for word, (kind, _) in table("calendar").items() if kind == "month")
    return re.compile(rf"\b[Ii]n (?:early |late |mid-)?(?:{months})\b(?!\.? \d)")
