"""Rules that speak against a day: each that fires counts. How much is fitted (`scorer`)."""

from __future__ import annotations

import re

from spacy.tokens import Token

from quotes.dates.clauses import ASIDE, is_ahead, is_event, is_of_other_event, is_past, is_present, verb_of
from quotes.dates.pairs import Pair
from quotes.lexicon import of_kind
from quotes.rules import Rule, rule

_HAVE = re.compile(r"have|has|had|’ve|'ve|'d|’d", re.I)
_ANOTHER_TIME = re.compile(r"then|once|famously|often|repeatedly|previously|earlier|later|regularly|always", re.I)
_AWAY = re.compile(r"email|emails|emailed|telephone|phone|texted|text", re.I)
_INDEFINITE = frozenset({"a", "an", "another"})


def ids(*rules: Rule[..., bool | None]) -> frozenset[str]:
    """Return the ids of rules."""
    return frozenset(one.id for one in rules)


@rule(
    "to_come",
    fires="[s0=p1|Ana Ruiz], who will meet the council on Tuesday, [c0|said] [q0|the bridge would stand].",
    abstains="[q0|“It will stand,”] [s0=p1|Ana Ruiz] [c0|said] on Tuesday.",
)
def to_come(pair: Pair) -> bool | None:
    """Doubt a day to come: will meet on Tuesday, until Tuesday."""
    return is_ahead(pair.occasion.span) or None


@rule(
    "other_event",
    fires="[q0|“It will stand,”] [s0=p1|Ana Ruiz] [c0|said] of Tuesday’s storm.",
    abstains="[q0|“It will stand,”] [s0=p1|Ana Ruiz] [c0|said] in Tuesday’s interview.",
)
def other_event(pair: Pair) -> bool | None:
    """Doubt the day of an event that is spoken of: the winner of Monday's debate."""
    return is_of_other_event(pair.occasion.span) or None


@rule(
    "aside",
    fires="[s0=p1|Ana Ruiz], who resigned on Tuesday, [c0|said] [q0|the bridge would stand].",
    abstains="[q0|“It will stand,”] [s0=p1|Ana Ruiz] [c0|said] in a statement issued on Tuesday.",
)
def aside(pair: Pair) -> bool | None:
    """Doubt a day given beside a noun: Ruiz, who resigned on Monday."""
    verb = verb_of(pair.root)
    return (verb is not None and verb.dep_ in ASIDE and not is_event(verb.head)) or None


@rule(
    "before_it",
    fires="After resigning on Tuesday, [s0=p1|Ana Ruiz] [c0|said] [q0|the bridge would stand].",
    abstains="Speaking on Tuesday, [s0=p1|Ana Ruiz] [c0|said] [q0|the bridge would stand].",
)
def before_it(pair: Pair) -> bool | None:
    """Doubt the time of what came before: after hinting on Tuesday that, she said."""
    verb = verb_of(pair.root)
    return (verb is not None and verb.dep_ == "pcomp" and verb.head.lower_ in {"after", "before", "since"}) or None


@rule(
    "reported",
    fires="[s0=p1|Ana Ruiz] [c0|said] [q0|the council had voted on Tuesday].",
    abstains="[s0=p1|Ana Ruiz] [c0|said] on Tuesday that [q0|the bridge would stand].",
)
def reported(pair: Pair) -> bool | None:
    """Doubt a day that somebody's reported words give."""
    return (bool(pair.story.narration.reported[pair.root.i]) and not pair.is_of_cue) or None


@rule(
    "not_past",
    fires="On Tuesday [s0=p1|Ana Ruiz] [c0|tells] a rally that [q0|the bridge will stand].",
    abstains="On Tuesday [s0=p1|Ana Ruiz] [c0|told] a rally that [q0|the bridge would stand].",
)
def not_past(pair: Pair) -> bool | None:
    """Doubt a day whose clause is not in the past tense."""
    return (not is_past(pair.occasion.span)) or None


@rule(
    "had_done",
    fires="[m=p1|Ruiz] had resigned on Tuesday. [q0|“It will stand,”] [s0=p1|she] [c0|said].",
    abstains="[m=p1|Ruiz] resigned on Tuesday. [q0|“It will stand,”] [s0=p1|she] [c0|said].",
)
def had_done(pair: Pair) -> bool | None:
    """Doubt the day of what had happened before: had resigned on Monday."""
    verb = verb_of(pair.root)
    return (verb is not None and any(child.lower_ == "had" for child in verb.children)) or None


@rule(
    "has_said",
    fires="The council met on Tuesday. [s0=p1|Ana Ruiz] has [c0|said] [q0|the bridge will stand].",
    abstains="The council met on Tuesday. [s0=p1|Ana Ruiz] [c0|said] [q0|the bridge would stand].",
)
def has_said(pair: Pair) -> bool | None:
    """Doubt an occasion for what has been said, or was not said: has said, did not say."""
    statement = pair.statement
    if statement.cue is None:
        return None
    cue = statement.anchor
    above = cue.head if cue.tag_ == "VBG" and cue.dep_ in {"advcl", "xcomp", "conj"} else cue
    return any(_is_negated_or_perfect(child) for child in [*cue.children, *above.children]) or None


@rule(
    "says",
    fires="The council met on Tuesday. [s0=p1|Ana Ruiz] [c0|says] [q0|the bridge will stand].",
    abstains="The council met on Tuesday. [s0=p1|Ana Ruiz] [c0|said] [q0|the bridge would stand].",
)
def says(pair: Pair) -> bool | None:
    """Doubt an occasion for what is said in the present tense: says."""
    return (pair.statement.cue is not None and is_present(pair.statement.anchor)) or None


@rule(
    "another_time",
    fires="The council met on Tuesday. [s0=p1|Ana Ruiz] once [c0|said] [q0|the bridge would stand].",
    abstains="The council met on Tuesday. [s0=p1|Ana Ruiz] [c0|said] [q0|the bridge would stand].",
)
def another_time(pair: Pair) -> bool | None:
    """Doubt an occasion for what was said then, once, often, earlier."""
    return any(_ANOTHER_TIME.fullmatch(token.text) for token in pair.statement.frame) or None


@rule(
    "own_time",
    fires="The council met on Tuesday. [s0=p1|Ana Ruiz] [c0|said] last week [q0|the bridge would stand].",
    abstains="The council met on Tuesday. [s0=p1|Ana Ruiz] [c0|said] [q0|the bridge would stand].",
)
def own_time(pair: Pair) -> bool | None:
    """Doubt an occasion for a statement whose sentence has a time of its own: said last week."""
    frame = {token.i for token in pair.statement.frame}
    others = (occasion for occasion in pair.story.occasions if occasion.day != pair.occasion.day)
    return any(other.span.root.i in frame for other in others) or None


@rule(
    "own_event",
    fires="The council met on Tuesday. [s0=p1|Ana Ruiz] [c0|said] in an interview [q0|the bridge would stand].",
    abstains="The council met on Tuesday. [s0=p1|Ana Ruiz] [c0|said] [q0|the bridge would stand].",
)
def own_event(pair: Pair) -> bool | None:
    """Doubt an occasion for a statement that brings in an event of its own: in an interview, in a statement."""
    frame = pair.statement.frame
    new = {token.lemma_.lower() for token in frame if is_event(token) and _is_new(token)}
    return bool(new - pair.occasion.events) or None


@rule(
    "sent",
    fires="The council met on Tuesday. [s0=p1|Ana Ruiz] [c0|said] by email [q0|the bridge would stand].",
    abstains="The council met on Tuesday. [s0=p1|Ana Ruiz] [c0|said] [q0|the bridge would stand].",
)
def sent(pair: Pair) -> bool | None:
    """Doubt an occasion for what was said by email or by telephone."""
    return any(_AWAY.fullmatch(token.text) for token in pair.statement.frame) or None


@rule(
    "words_of_a_noun",
    fires="The council met on Tuesday. Voters recalled [s0=p1|her] [c0|promise] of [q0|“a bridge for all”].",
    abstains="The council met on Tuesday. [s0=p1|Ana Ruiz] [c0|said] [q0|the bridge would stand].",
)
def words_of_a_noun(pair: Pair) -> bool | None:
    """Doubt an occasion for words that a noun reports: his promise to, her view that."""
    cue = pair.statement.cue
    verbal = cue is None or any(token.pos_ in {"VERB", "AUX"} for token in cue)
    return (not verbal and pair.statement.anchor.pos_ == "NOUN") or None


@rule(
    "no_cue",
    fires="The council met on Tuesday. [s0=p1|Ana Ruiz]: [q0|“It will stand.”]",
    abstains="The council met on Tuesday. [s0=p1|Ana Ruiz] [c0|said] [q0|the bridge would stand].",
)
def no_cue(pair: Pair) -> bool | None:
    """Doubt an occasion for words that nothing reports."""
    return pair.statement.cue is None or None


RULES = (
    to_come,
    other_event,
    aside,
    before_it,
    reported,
    not_past,
    had_done,
    has_said,
    says,
    another_time,
    own_time,
    own_event,
    sent,
    words_of_a_noun,
    no_cue,
)

#: Doubts that keep a day in the cue's own sentence from being the day of the statement.
GRAVE = ids(to_come, reported, other_event, aside, before_it)
#: Those that rule an occasion out; those that do so for a day in the sentence of the cue.
VETOES = ids(to_come, has_said, words_of_a_noun, own_event, own_time, another_time)
VETOES_IN_SENTENCE = ids(other_event, aside, before_it, reported)
#: Those that place a statement elsewhere; those that say of a day that the story does not tell of it.
ELSEWHERE = ids(own_time, own_event, sent, has_said, says, another_time, words_of_a_noun)
NOT_TOLD = ids(to_come, other_event, aside, before_it, had_done)


def _is_negated_or_perfect(child: Token) -> bool:
    return child.dep_ == "neg" or (child.dep_ == "aux" and bool(_HAVE.fullmatch(child.text)))


def _is_new(noun: Token) -> bool:
    article = next((child.lower_ for child in noun.children if child.dep_ == "det"), "a")
    return noun.head.lower_ in of_kind("time_words", "placing") and article in _INDEFINITE
