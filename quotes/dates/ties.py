"""Rules that tie a statement to an occasion: how the text says that it was made then. Ordered; the first that fires wins.

The first group reads the sentence of the cue: the day is stated. The second reads the rest of the story: the day is that of
an occasion, at which the statement may have been made. How far each is believed is fitted (`scorer`).
"""

from __future__ import annotations

from spacy.tokens import Token

from quotes.dates.clauses import ASIDE, VERBS, events, is_event, is_of_other_event, verb_of
from quotes.dates.pairs import Pair
from quotes.lexicon import of_kind
from quotes.rules import rule

_WHILE = frozenset({"as", "when", "while", "after", "before"})
_NEAR = 4  # words between the source and a time that belongs to it


@rule(
    "reporting_verb",
    fires=(
        "[q0|“It will stand,”] [s0=p1|Ana Ruiz] [c0|said] on Tuesday.",
        "On Tuesday [s0=p1|Ana Ruiz] [c0|said] [q0|the bridge would stand].",
    ),
    abstains="[q0|“It will stand,”] [s0=p1|Ana Ruiz] [c0|said]. The council met on Tuesday.",
)
def reporting_verb(pair: Pair) -> bool | None:
    """Take the day that hangs on the cue: said on Tuesday; on Tuesday she said; told Radio Velm on Tuesday that."""
    cue = pair.statement.cue
    verb = verb_of(pair.root)
    if cue is None or verb is None or not (pair.in_frame or pair.is_of_cue) or is_of_other_event(pair.occasion.span):
        return None
    on_cue = verb in cue or verb == pair.statement.anchor
    return True if on_cue else None


@rule(
    "verb_above",
    fires="[s0=p1|Ana Ruiz] spoke to reporters on Tuesday, [c0|saying] [q0|the bridge would stand].",
    abstains="[q0|“It will stand,”] [s0=p1|Ana Ruiz] [c0|said] on Tuesday.",
)
def verb_above(pair: Pair) -> bool | None:
    """Take the day of the clause that the cue hangs on: she spoke on Tuesday, saying; she rose on Tuesday to say."""
    verb = verb_of(pair.root)
    fits = pair.in_frame and verb is not None and not is_of_other_event(pair.occasion.span)
    return True if fits and verb is not None and verb in pair.statement.anchor.ancestors else None


@rule(
    "speaking_clause",
    fires="Speaking on Tuesday, [s0=p1|Ana Ruiz] [c0|said] [q0|the bridge would stand].",
    abstains="[s0=p1|Ana Ruiz] [c0|said] [q0|the bridge would stand]. The council met on Tuesday.",
)
def speaking_clause(pair: Pair) -> bool | None:
    """Take the day of a clause beside the cue: speaking on Tuesday, she said; asked on Tuesday whether; as she left."""
    verb = verb_of(pair.root)
    if not pair.in_frame or verb is None or verb.dep_ not in {"advcl", "prep", "csubj", "dep"}:
        return None
    on_cue = verb.head == pair.statement.anchor or verb.head in pair.statement.anchor.ancestors
    marked = next((child.lower_ for child in verb.children if child.dep_ in {"mark", "advmod"}), "")
    return True if on_cue and (not marked or marked in _WHILE) else None


@rule(
    "source_phrase",
    fires="[q0|“It will stand,”] [c0|said] [s0=p1|Ana Ruiz on Tuesday].",
    abstains="[q0|“It will stand,”] [c0|said] [s0=p1|Ana Ruiz]. The council met on Tuesday.",
)
def source_phrase(pair: Pair) -> bool | None:
    """Take the day that a parse hangs on the speaker's name or office: said Ana Ruiz, the coach, on Tuesday."""
    source, span = pair.statement.source, pair.occasion.span
    if source is None or not pair.in_frame:
        return None
    verb = verb_of(pair.root)
    aside = verb is not None and verb.dep_ in ASIDE and verb.i > source.start
    follows = 0 <= span.start - source.end <= _NEAR or source.start <= span.start < source.end
    possessive = span.end < len(span.doc) and span.doc[span.end].tag_ == "POS"
    plain = all(token.pos_ not in {"VERB", "NOUN"} for token in span.doc[source.end : span.start])
    return True if follows and plain and not aside and not possessive else None


@rule(
    "event_in_clause",
    fires="[q0|“It will stand,”] [s0=p1|Ana Ruiz] [c0|said] in Tuesday’s interview.",
    abstains="[q0|“It will stand,”] [s0=p1|Ana Ruiz] [c0|said] of Tuesday’s storm.",
)
def event_in_clause(pair: Pair) -> bool | None:
    """Take the day of an event that the cue's sentence names: in Tuesday's interview; in a statement issued Tuesday."""
    if not (pair.in_frame or pair.is_of_cue):
        return None
    noun = next((x for x in pair.root.ancestors if x.pos_ in {"NOUN", "PROPN"}), None)
    return True if noun is not None and is_event(noun) and not _is_about(noun) else None


@rule(
    "reporting_sentence",
    fires="[q0|“It will stand,”] was [c0|the word] of [s0=p1|Ana Ruiz] late on Tuesday.",
    abstains="[q0|“It will stand,”] [s0=p1|Ana Ruiz] [c0|said]. The council met on Tuesday.",
)
def reporting_sentence(pair: Pair) -> bool | None:
    """Take the day of the cue's sentence if no verb stands between the two."""
    if not pair.in_frame or is_of_other_event(pair.occasion.span):
        return None
    verb = verb_of(pair.root)
    aside = verb is not None and verb.dep_ in ASIDE
    return True if not aside and not any(token.pos_ in VERBS for token in pair.between()) else None


@rule(
    "cue_sentence",
    fires="[s0=p1|Ana Ruiz], who lost the vote on Tuesday, [c0|said] [q0|the bridge would stand].",
    abstains="The council met on Tuesday. [q0|“It will stand,”] [s0=p1|Ana Ruiz] [c0|said].",
)
def same_sentence(pair: Pair) -> bool | None:
    """Tie to a day elsewhere in the cue's sentence."""
    return True if pair.in_frame else None


@rule(
    "speaker_there",
    fires="[m=p1|Ana Ruiz] spoke at a rally on Tuesday. [q0|“It will stand,”] [s0=p1|she] [c0|said].",
    abstains="The council met on Tuesday. [q0|“It will stand,”] [s0=p1|Ana Ruiz] [c0|said].",
)
def speaker_there(pair: Pair) -> bool | None:
    """Tie to an occasion before, of which the speaker is the subject."""
    there = pair.statement.people & pair.occasion.people
    return True if there and pair.gap >= 0 else None


@rule(
    "speaker_mentioned",
    fires="The council thanked [m=p1|Ana Ruiz] on Tuesday. [q0|“It will stand,”] [s0=p1|she] [c0|said].",
    abstains="The council met on Tuesday. [q0|“It will stand,”] [s0=p1|Ana Ruiz] [c0|said].",
)
def speaker_mentioned(pair: Pair) -> bool | None:
    """Tie to an occasion before, in whose sentence the speaker is mentioned."""
    there = pair.statement.people & pair.occasion.bystanders
    return True if there and pair.gap >= 0 else None


@rule(
    "same_event",
    fires="The hearing began on Tuesday. [q0|“It will stand,”] [s0=p1|Ana Ruiz] [c0|said] at the hearing.",
    abstains="The storm began on Tuesday. [q0|“It will stand,”] [s0=p1|Ana Ruiz] [c0|said] at the hearing.",
)
def same_event(pair: Pair) -> bool | None:
    """Tie to an occasion of the event that the cue's sentence comes back to: after the match; the inquest heard."""
    return True if pair.gap >= 0 and events(pair.statement.frame) & pair.occasion.events else None


@rule(
    "audience",
    fires="The trial began on Tuesday. [q0|“It will stand,”] [s0=p1|Ana Ruiz] [c0|told] the jury.",
    abstains="The storm began on Tuesday. [q0|“It will stand,”] [s0=p1|Ana Ruiz] [c0|said].",
)
def audience(pair: Pair) -> bool | None:
    """Tie words that are told to somebody to an event before: told the court, told reporters."""
    heard = any(is_audience(token, pair.statement.anchor) for token in pair.statement.frame)
    return True if heard and pair.gap >= 0 and pair.occasion.events else None


@rule(
    "next_sentence",
    fires="The council met on Tuesday. [q0|“It will stand,”] [s0=p1|Ana Ruiz] [c0|said].",
    abstains="[q0|“It will stand,”] [s0=p1|Ana Ruiz] [c0|said]. The council met on Tuesday.",
)
def next_sentence(pair: Pair) -> bool | None:
    """Tie to the occasion that the same paragraph, or the one before, tells of."""
    return True if 0 <= pair.gap <= 1 and pair.occasion.span.start < pair.statement.start else None


@rule(
    "opening",
    fires="The council met on Tuesday.\n\nIt was late.\n\n[q0|“It will stand,”] [s0=p1|Ana Ruiz] [c0|said].",
    abstains="[q0|“It will stand,”] [s0=p1|Ana Ruiz] [c0|said]. The council met on Tuesday.",
)
def opening(pair: Pair) -> bool | None:
    """Tie to an occasion of the first paragraphs."""
    return True if pair.gap > 0 and pair.occasion.paragraph <= _OPENING else None


@rule(
    "earlier",
    fires="It rained.\n\nIt snowed.\n\nIt froze.\n\nIt thawed.\n\nThe council met on Tuesday.\n\nIt was late.\n\n[q0|“It will stand,”] [s0=p1|Ana Ruiz] [c0|said].",
    abstains="[q0|“It will stand,”] [s0=p1|Ana Ruiz] [c0|said]. The council met on Tuesday.",
)
def earlier(pair: Pair) -> bool | None:
    """Tie to any other occasion before."""
    return True if pair.occasion.span.start < pair.statement.start else None


@rule(
    "told_later",
    fires="[q0|“It will stand,”] [s0=p1|Ana Ruiz] [c0|said]. The council met on Tuesday.",
    abstains="The council met on Tuesday. [q0|“It will stand,”] [s0=p1|Ana Ruiz] [c0|said].",
)
def told_later(pair: Pair) -> bool | None:
    """Tie to an occasion that is told after the quotation."""
    return True if pair.occasion.span.start >= pair.statement.start else None


_OPENING = 3  # paragraphs, from 0, in which a story tells of its main occasion

#: The groups, each in order.
STATED = (reporting_verb, verb_above, speaking_clause, source_phrase, event_in_clause, reporting_sentence)
SCENE = (
    same_sentence,
    speaker_there,
    speaker_mentioned,
    same_event,
    audience,
    next_sentence,
    opening,
    earlier,
    told_later,
)
STATED_IDS = frozenset(one.id for one in STATED)


def _is_about(noun: Token) -> bool:
    """True of an event that is spoken about: said of the debate on Tuesday."""
    return noun.head.lower_ in of_kind("time_words", "about")


def is_audience(token: Token, cue: Token) -> bool:
    """True of those to whom the cue's words are said: the crowd, the court, reporters."""
    return token.lower_ in of_kind("speech_events", "audience") and cue in {token.head, token.head.head}
