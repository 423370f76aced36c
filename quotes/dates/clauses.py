"""The clause that time words stand in: which verb they belong to, whether it is past, whose day it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from spacy.tokens import Span, Token

from quotes.lexicon import of_kind, table

_BEFORE_DAYS_TO_COME = re.compile(r"until|between|before|since|through|for|even|ahead", re.I)
_RANGE = re.compile(r"\bbetween\s(?:[^\s,]+\s){1,3}and\s(?:\w+\s)?$", re.I)
_OF_OTHER_EVENTS = re.compile(
    r"of|about|for|to|with|against|from|over|by|before|after|following|since|despite|like", re.I
)
_TO_COME = re.compile(r"will|’ll|'ll|would|to|shall|may|might|can|could|should", re.I)
_TODAY = re.compile(r"to(?:day|night)$", re.I)
_VERBS = frozenset({"VERB", "AUX"})
_BEGIN = frozenset({"appear", "begin", "continue", "manage", "seem"})


def verb_of(token: Token) -> Token | None:
    """Return the verb that a token hangs on."""
    return next((above for above in token.ancestors if above.pos_ in _VERBS), None)


def clause_of(token: Token) -> list[Token]:
    """Return the verbs that a time word hangs on, nearest first; a clause beside a noun ("who died Monday") is one alone.

    "In a statement issued Tuesday, she said": what is issued is an occasion of speaking, so the main clause counts too.
    """
    verbs: list[Token] = []
    verb = verb_of(token)
    while verb is not None:
        aside = verb.dep_ in {"relcl", "acl"}
        if aside and verb.head.lemma_.lower() not in _kinds():
            return verbs or [verb]
        if not aside:
            verbs.append(verb)
        verb = verb_of(verb)
    return verbs


@cache
def _kinds() -> frozenset[str]:
    return of_kind("speech_events", "event") | of_kind("speech_events", "shared")


def kinds_of(tokens: Iterable[Token]) -> list[Token]:
    """Return the nouns that name an occasion of speaking."""
    return [token for token in tokens if token.pos_ == "NOUN" and token.lemma_.lower() in _kinds()]


def is_aside(span: Span) -> bool:
    """Tell a time given beside a noun: who in the past had voted for it."""
    verb = verb_of(span.root)
    return verb is not None and verb.dep_ in {"relcl", "acl"}


def is_before(span: Span) -> bool:
    """Tell the time of what came before what the sentence tells: after hinting on Tuesday that she would run, she ran."""
    verb = verb_of(span.root)
    return verb is not None and verb.dep_ == "pcomp" and verb.head.lower_ in {"after", "before", "since"}


def is_ahead(span: Span) -> bool:
    """Tell a day to come, or a span of days: until Tuesday, will meet Tuesday, is set to speak Tuesday, meets Tuesday.

    "By Tuesday, she had spoken" and "she seemed to hint on Tuesday" are gone by; "set to speak" is not.
    """
    before = span.doc[span.start - 1].text if span.start else ""
    if _BEFORE_DAYS_TO_COME.fullmatch(before) or _RANGE.search(span.doc[span.sent.start : span.start].text_with_ws):
        return True
    if before.lower() == "by" and not is_past(span):
        return True
    verb = verb_of(span.root)
    if _TODAY.search(span.text) and (verb is None or verb.tag_ != "VBD" or span.root.head != verb or before == "USA"):
        return True
    if verb is None:
        return False
    if verb.tag_ == "VB":
        did_begin = verb.head.tag_ == "VBD" and verb.head.lemma_ in _BEGIN
        return not did_begin and any(_TO_COME.fullmatch(child.text) for child in verb.children)
    speaks = verb.lemma_ in table("reporting_verbs") and verb.dep_ != "advcl"
    return verb.tag_ in {"VBP", "VBZ"} and verb.pos_ == "VERB" and not speaks


def is_past(span: Span) -> bool:
    """Tell a time whose clause is in the past tense.

    "Set to speak Tuesday" is not: only "spoke" and "has spoken" are.
    """
    verb = verb_of(span.root)
    return verb is not None and (
        verb.tag_ == "VBD" or any(child.lower_ in {"has", "have", "had", "did"} for child in verb.children)
    )


def is_of_other_event(span: Span, *, strictly: bool) -> bool:
    """Tell a day that belongs to what is spoken of: after Tuesday's vote, the winner of Monday's debate.

    Not so: in Tuesday's interview; told the crowd on Tuesday; said after a meeting on Tuesday.

    Args:
        span: the words that name the day.
        strictly: the day must be the verb's own, or that of an occasion of speaking.
    """
    nouns: list[Token] = []
    above = [span.root, *span.root.ancestors]
    for token, head in pairwise(above):
        if head.pos_ in _VERBS:
            break
        if head.pos_ in {"NOUN", "PROPN"}:
            nouns.append(head)
        elif nouns and token == nouns[-1] and _OF_OTHER_EVENTS.fullmatch(head.text):
            return not (head.lower_ in {"after", "following"} and _is_some_occasion(nouns[-1]))
    if not nouns or nouns[0].lemma_.lower() in _kinds() or nouns[0].lower_ in of_kind("speech_events", "audience"):
        return False
    if above[1] == nouns[0] and nouns[0].i < span.root.i:
        return False  # "told reporters Tuesday": parsed as the noun's day, it is the verb's
    if _is_set_off(above[above.index(nouns[0]) - 1], nouns[0]):
        return False
    return strictly or nouns[-1].dep_ in {"dobj", "nsubj", "nsubjpass"}


def _is_set_off(phrase: Token, noun: Token) -> bool:
    """Tell a day behind a comma: "said Ruiz, the mayor, on Tuesday" is parsed as the mayor's day, and is the verb's."""
    start = phrase.left_edge.i
    return noun.i < start and phrase.doc[start - 1].text == ","


def _is_some_occasion(noun: Token) -> bool:
    return noun.lemma_.lower() in _kinds() and any(child.lower_ in {"a", "an"} for child in noun.children)
