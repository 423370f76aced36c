"""The clause that time words stand in: the verbs they hang on, the tense, whose day it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from spacy.tokens import Span, Token

from quotes.lexicon import of_kind, table

VERBS = frozenset({"VERB", "AUX"})
ASIDE = frozenset({"relcl", "acl"})
_BEFORE_DAYS_TO_COME = re.compile(r"until|between|before|since|through|for|ahead|from|next", re.I)
_RANGE = re.compile(r"\bbetween\s(?:[^\s,]+\s){1,3}and\s(?:\w+\s)?$", re.I)
_OF_OTHER_EVENTS = re.compile(
    r"of|about|for|to|with|against|from|over|by|before|after|following|since|despite|like", re.I
)
_TO_COME = re.compile(r"will|’ll|'ll|would|to|shall|may|might|can|could|should", re.I)
_BEGIN = frozenset({"appear", "begin", "continue", "manage", "seem"})


def verb_of(token: Token) -> Token | None:
    """Return the verb that a token hangs on; None: it hangs on none."""
    return next((above for above in token.ancestors if above.pos_ in VERBS), None)


def clause_of(token: Token) -> tuple[Token, ...]:
    """Return the verbs that a time word hangs on, nearest first.

    A clause beside a noun ("who died Monday") stands alone, unless the noun names an event of speaking: "in a statement
    issued Tuesday, she said" counts the main clause too.
    """
    verbs: list[Token] = []
    verb = verb_of(token)
    while verb is not None:
        aside = verb.dep_ in ASIDE
        if aside and not is_event(verb.head):
            return tuple(verbs or [verb])
        if not aside:
            verbs.append(verb)
        verb = verb_of(verb)
    return tuple(verbs)


@cache
def event_words() -> frozenset[str]:
    """Return the nouns that name an event at which somebody speaks, as lemmas."""
    return of_kind("speech_events", "event") | of_kind("speech_events", "shared")


def is_event(token: Token) -> bool:
    """True of a noun that names an event at which somebody speaks."""
    return token.pos_ in {"NOUN", "PROPN"} and token.lemma_.lower() in event_words()


def events(tokens: Iterable[Token]) -> frozenset[str]:
    """Return the lemmas of the events that tokens name."""
    return frozenset(token.lemma_.lower() for token in tokens if is_event(token))


def is_ahead(span: Span) -> bool:
    """True of a day to come, or a stretch of days: until Tuesday, will meet Tuesday, is set to speak Tuesday.

    "By Tuesday, she had spoken" and "she seemed to hint on Tuesday" are past.
    """
    before = span.doc[span.start - 1].lower_ if span.start else ""
    if _BEFORE_DAYS_TO_COME.fullmatch(before) or _RANGE.search(span.doc[span.sent.start : span.start].text_with_ws):
        return True
    if before == "by" and not is_past(span):
        return True
    verb = verb_of(span.root)
    return verb is not None and _tells_what_comes(verb)


def _tells_what_comes(verb: Token) -> bool:
    if verb.tag_ == "VB":
        did_begin = verb.head.tag_ == "VBD" and verb.head.lemma_ in _BEGIN
        return not did_begin and any(_TO_COME.fullmatch(child.text) for child in verb.children)
    speaks = verb.lemma_ in table("reporting_verbs") and verb.dep_ != "advcl"
    return verb.tag_ in {"VBP", "VBZ"} and verb.pos_ == "VERB" and not speaks


def is_past(span: Span) -> bool:
    """True of a time whose clause is in the past tense: spoke, has spoken; not "set to speak"."""
    verb = verb_of(span.root)
    helpers = of_kind("time_words", "helper")
    return verb is not None and (verb.tag_ == "VBD" or any(child.lower_ in helpers for child in verb.children))


def is_present(verb: Token | None) -> bool:
    """True of says, is saying."""
    if verb is None:
        return False
    tensed = [child for child in verb.children if child.dep_ == "aux"] if verb.tag_ == "VBG" else [verb]
    return any(token.tag_ in {"VBZ", "VBP"} for token in tensed)


def is_of_other_event(span: Span) -> bool:
    """True of a day that belongs to what is spoken of: the winner of Monday's debate, ahead of Tuesday's vote.

    Not so: in Tuesday's interview; told the crowd on Tuesday; said after a meeting on Tuesday.
    """
    above = [span.root, *span.root.ancestors]
    nouns: list[Token] = []
    for token, head in pairwise(above):
        if head.pos_ in VERBS:
            break
        if head.pos_ in {"NOUN", "PROPN"}:
            nouns.append(head)
        elif nouns and token == nouns[-1] and _OF_OTHER_EVENTS.fullmatch(head.text):
            return not (head.lower_ in {"after", "following"} and is_event(nouns[-1]))
    if not nouns or _has_no_day(nouns[0]):
        return False
    swallowed = above[1] == nouns[0] and nouns[0].i < span.root.i  # "told reporters Tuesday": it is the verb's
    return not swallowed and nouns[-1].dep_ in {"dobj", "nsubj", "nsubjpass", "attr"}


def _has_no_day(noun: Token) -> bool:
    """True of a person or audience ("said Ana Ruiz, the coach, on Tuesday"), and of an event of speaking.

    A person has no day, so that it is the cue's; an event's is that of what was said there.
    """
    somebody = noun.pos_ == "PROPN" or noun.ent_type_ == "PERSON" or noun.lemma_.lower() in table("role_nouns")
    return somebody or is_event(noun) or noun.lower_ in of_kind("speech_events", "audience")
