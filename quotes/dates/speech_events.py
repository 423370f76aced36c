"""Find the occasions an article tells of: when, who spoke there, and whether it tells of speaking at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from spacy.tokens import Doc, Span, Token

from quotes.annotations import read_mentions, read_speakers
from quotes.dates.clauses import clause_of, is_ahead, kinds_of, verb_of
from quotes.days import day_mentions
from quotes.lexicon import of_kind, table

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_PLACED = frozenset({"in", "at", "during", "on"})
_PERIOD = r"week|weekend|month|year|fall|summer|winter|spring|autumn|days|weeks|months|years"
_VAGUE = re.compile(
    rf"\b(?:(?:[Ll]ast|[Tt]his|[Pp]revious|[Pp]ast|[Rr]ecent|[Ee]arlier this) (?:{_PERIOD})\b|(?:{_PERIOD}) (?:ago|later|earlier|before)\b"
    r"|[Pp]reviously\b|[Rr]ecently\b|[Ii]n the past\b|[Ii]n recent\b|[Ii]n (?:early |late |mid-)?\d{4}\b"
    r"|[Tt]he (?:day (?:after|before)|(?:next|following|previous) (?:day|week|morning)))"
)


@dataclass(slots=True, eq=False)
class Occasion:
    """What was said or done at one time.

    Attributes:
        span: the words that give the time.
        day: None where they name none ("last week"): who spoke then did not speak on the day named before.
        people: the persons of the clause's subject; of the sentence where it has none, or is that of "who interrupted him
            at a rally Sunday".
        bystanders: all persons of the sentence.
        unnamed: the subject is "he" or "the mayor", and no one has said who that is.
        group: the subject is "lawmakers": the first of them to be quoted next spoke then too.
        told: the clause tells of speaking, or names an occasion of speaking.
        shared: it names an occasion at which many speak, such as a debate, and no one speaker, or a group.
        kinds: the occasions that its sentence names: rally, interview.
        paragraph: where it was last spoken of.
        quoted: a quotation in marks has been dated by it.
    """

    span: Span
    day: date | None
    people: set[str]
    bystanders: set[str]
    unnamed: bool
    group: bool
    told: bool
    shared: bool
    kinds: frozenset[str]
    paragraph: int
    quoted: bool = False


def find(doc: Doc, *, reference: date) -> list[Occasion]:
    """Return the occasions of a Doc in order, without those of quoted words and of days to come."""
    known, inside, paragraph = known_people(doc), _in_marks(doc), paragraphs(doc)
    occasions = []
    for start, end, day in _time_words(doc.text, reference):
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is None or inside[span.start] or (day and is_ahead(span)):
            continue
        clause = clause_of(span.root)
        here = paragraph[span.start]
        sentence = [token for token in span.sent if paragraph[token.i] == here and not inside[token.i]]
        bystanders = names(sentence, known)
        subjects = _subjects(clause)
        people = names((x for subject in subjects for x in subject.subtree if paragraph[x.i] == here), known)
        told, kinds = _tells_of_speaking(clause if day else clause[:1], sentence)
        no_one = not people
        plural = any(subject.tag_ == "NNS" for subject in subjects[:1])
        if no_one and (not subjects or (told and kinds and subjects[0].tag_ == "WP")):
            people = set(bystanders)
        occasions.append(
            Occasion(
                span,
                day,
                people,
                bystanders,
                unnamed=any(_is_unnamed(subject, known) for subject in subjects[:1]),
                group=plural,
                told=told,
                shared=_is_shared(sentence) and (no_one or plural or any(verb.lemma_ == "ask" for verb in clause)),
                kinds=kinds,
                paragraph=here,
            )
        )
    return occasions


def _time_words(text: str, reference: date) -> list[tuple[int, int, date | None]]:
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


def known_people(doc: Doc) -> dict[int, str]:
    """Return token -> entity id, as far as mentions and speakers have been resolved."""
    resolved = [(speaker.mention, speaker.entity) for speaker in read_speakers(doc).values()]
    resolved += [(mention.span, mention.entity) for mention in read_mentions(doc)]
    return {token.i: entity for span, entity in resolved if span is not None and entity for token in span}


def names(tokens: Iterable[Token], known: dict[int, str]) -> set[str]:
    """Return the persons among the tokens; for names that nothing has resolved, their words."""
    tokens = list(tokens)
    found = {known[token.i] for token in tokens if token.i in known}
    return found | {token.lower_ for token in tokens if token.i not in known and token.ent_type_ == "PERSON"}


def paragraphs(doc: Doc) -> list[int]:
    """Return the number of each token's paragraph."""
    numbers, number = [], 0
    for token in doc:
        numbers.append(number)
        number += "\n" in token.text
    return numbers


@cache
def _speaking_verbs() -> frozenset[str]:
    return of_kind("speech_events", "verb")


def _subjects(clause: list[Token]) -> list[Token]:
    return [child for verb in clause for child in verb.children if child.dep_ in _SUBJECTS]


def _is_unnamed(subject: Token, known: dict[int, str]) -> bool:
    if any(token.i in known or token.ent_type_ == "PERSON" for token in subject.subtree):
        return False
    role = subject.lemma_.lower() in table("role_nouns") and any(child.lower_ == "the" for child in subject.children)
    return role or subject.lower_ in {"he", "she", "they"}


def _tells_of_speaking(clause: list[Token], sentence: list[Token]) -> tuple[bool, frozenset[str]]:
    reporting = table("reporting_verbs")
    beside = [
        child
        for verb in clause[:1]
        for child in verb.children
        if child.dep_ in {"xcomp", "advcl", "conj"} and child.pos_ == "VERB"
    ]
    speaks = any(verb.lemma_ in reporting or verb.lemma_ in _speaking_verbs() for verb in [*clause, *beside])
    near = [token for token in kinds_of(sentence) if not clause or verb_of(token) in clause[:1]]
    return speaks or bool(near), frozenset(
        token.lemma_.lower() for token in kinds_of(sentence) if not _is_beside_noun(token)
    )


def _is_beside_noun(noun: Token) -> bool:
    """Tell what is only told of: the interview of "its story on the interview", not that of "in the course of an interview"."""
    preposition = noun.head
    return (
        preposition.pos_ == "ADP"
        and preposition.head.pos_ in {"NOUN", "PROPN"}
        and preposition.lower_ not in {"at", "during", "in", "of"}
    )


def _is_shared(sentence: list[Token]) -> bool:
    shared = of_kind("speech_events", "shared")
    return any(token.lemma_.lower() in shared and token.head.lower_ in _PLACED for token in sentence)


def _in_marks(doc: Doc) -> list[bool]:
    """Tell for each token whether it stands in quotation marks; marks left open end with the paragraph."""
    inside, is_open = [], False
    for token in doc:
        closes = token.text == "”" or (is_open and token.text in {'"', "''"})
        opens = token.text == "“" or (not is_open and token.text in {'"', "''"})
        inside.append(is_open or opens)
        is_open = (is_open or opens) and not closes and "\n" not in token.text
    return inside


def earlier(occasions: list[Occasion], position: int) -> Iterator[Occasion]:
    """Yield the occasions before a token, nearest first."""
    return (occasion for occasion in reversed(occasions) if occasion.span.start < position)
