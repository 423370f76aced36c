"""Tell what was said from what was denied, not said, or asked.

“She denied having met him” is no statement of hers that she met him. The rules read the cue and the words that bear on
it (`cue_frames`), never the quotation: “he had not met her” is said. The first rule with an answer wins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.tokens import Span, Token

from quotes.quotations.acts import act_of_word
from quotes.quotations.cue_frames import ABOUT, Frame, last_clause, nearest_cue, question_before
from quotes.records import AttributedQuotation
from quotes.rules import Rule, first_answer, rule
from quotes.types import Act, Kind, Polarity

_SENTENCE_END = re.compile(r"[.?!…](?=\W*(?:\s|$))")


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found, and the words that show it."""

    polarity: Polarity
    words: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """The polarity of a quotation.

    Attributes:
        polarity: what the speaker does with the words.
        rule: id of the rule that found it; "" where none did, and the words are simply said.
        words: those that show it; None where no rule did.
    """

    polarity: Polarity
    rule: str = ""
    words: Span | None = None


def judge(quotation: AttributedQuotation) -> Judgement:
    """Say what the speaker does with the words of a quotation.

    A question directly before the quotation counts as its cue, whatever cue was tagged: “asked whether he would go, Ruiz
    said”. Without either, a quotation is said.
    """
    first = quotation.pieces[0]
    cue = question_before(first, quotation.cue) or quotation.cue
    if cue is None:
        return Judgement(Polarity.SAID)
    frame = Frame(quotation.kind, quotation.pieces, last_clause(nearest_cue(first, cue)), quotation.source)
    name, found = first_answer(RULES, frame) if frame.words else ("", None)
    if found is None:
        return Judgement(Polarity.SAID)
    return Judgement(found.polarity, name, cue.doc[found.words[0].i : found.words[-1].i + 1])


@rule(
    "negation_affirms",
    fires="[s0|Ruiz] [c0|did not hesitate to call] [q0|it “a farce”].",
    abstains="[s0|Ruiz] [c0|did not call] [q0|it “a farce”].",
)
def affirmed(frame: Frame) -> Finding | None:
    """Words behind a negation that negates nothing are said: "could not resist saying", "made no secret"."""
    words = frame.find("affirm")
    return Finding(Polarity.SAID, words) if words else None


@rule(
    "denial_in_words",
    fires="[q0|“I never met her,”] [s0|Ruiz] [c0|denied].",
    abstains="[s0|Ruiz] [c0|denied] [q0|having met her].",
)
def spoken(frame: Frame) -> Finding | None:
    """Take words set off from a denial by a comma or colon for the denial itself: said."""
    words = frame.find("deny") or frame.find("doubt") or frame.find("refuse")
    if words and frame.parted and not frame.negations and (frame.precedes or frame.kind == Kind.DIRECT):
        return Finding(Polarity.SAID, words)
    return None


@rule(
    "dismissed_as",
    fires="[s0|Ruiz] [c0|dismissed] [q0|the report as “fiction”].",
    abstains="[s0|Ruiz] [c0|dismissed] [q0|the report].",
)
def called(frame: Frame) -> Finding | None:
    """Take the words behind "dismissed X as" for said."""
    words = frame.find("deny")
    if not words:
        return None
    named = {words[-1], frame.head, *words[-1].children}
    within = (*frame.words, *(word for piece in frame.pieces for word in piece))
    later = [word for word in within if word.i > words[-1].i]
    found = any(word.lower_ == "as" and word.dep_ == "prep" and word.head in named for word in later)
    return Finding(Polarity.SAID, words) if found else None


@rule(
    "refusal",
    fires=("[s0|Ruiz] [c0|declined to say] [q0|who had won].", "[s0|Ruiz] [c0|refused] [q0|to leave]."),
    abstains="[s0|Ruiz] [c0|said] [q0|she had declined].",
)
def refused(frame: Frame) -> Finding | None:
    """What the speaker refuses to say is not said; what the speaker refuses to do is denied."""
    words = frame.find("refuse")
    if not words:
        return None
    if frame.find("deny") or frame.find("ask"):
        return Finding(Polarity.NOT_SAID, words)
    verbs = [word for word in frame.words if word.i > words[-1].i and word.pos_ == "VERB"]
    verb = verbs[-1] if verbs else _first_verb(frame)
    to_say = verb is not None and act_of_word(verb) in (Act.SPEECH, Act.WRITING)
    return Finding(Polarity.NOT_SAID if to_say else Polarity.DENIED, words)


@rule(
    "withheld",
    fires="[s0|Ruiz] [c0|avoided saying] [q0|who had won].",
    abstains="[s0|Ruiz] [c0|said] [q0|they avoided the road].",
)
def withheld(frame: Frame) -> Finding | None:
    """What the speaker avoids, omits, or is unable to say is not said."""
    words = frame.find("withhold")
    if not words:
        return None
    return Finding(Polarity.SAID if _negated_before(frame, words) else Polarity.NOT_SAID, words)


@rule(
    "denial",
    fires=("[s0|Ruiz] [c0|denied] [q0|that they had lost].", "[s0|Ruiz] [c0|did not deny] [q0|that they had lost]."),
    abstains="[s0|Ruiz] [c0|said] [q0|they denied it].",
)
def denied(frame: Frame) -> Finding | None:
    """What the speaker denies, rejects or rules out is denied; where that is negated, it is not said."""
    words = frame.find("deny") or (frame.find("counter") if frame.is_object else ())
    if not words or _is_to_do(frame, words[-1]):
        return None
    negations = _negated_before(frame, words)
    return Finding(Polarity.NOT_SAID, (*negations, *words)) if negations else Finding(Polarity.DENIED, words)


@rule(
    "doubt",
    fires="[s0|Ruiz] [c0|doubted] [q0|that they would win].",
    abstains="[s0|Ruiz] [c0|said] [q0|it was in doubt].",
)
def doubted(frame: Frame) -> Finding | None:
    """What the speaker doubts is denied; what nobody doubts is said."""
    words = frame.find("doubt")
    if not words:
        return None
    return Finding(Polarity.SAID if frame.negations else Polarity.DENIED, words)


@rule(
    "request",
    fires=("[s0|Ruiz] [c0|asked] [q0|the team to leave].", "[s0|Ruiz] [c0|asked for] [q0|a rematch]."),
    abstains="[s0|Ruiz] [c0|asked] [q0|whether the team had left].",
)
def requested(frame: Frame) -> Finding | None:
    """A request is said: for something, that somebody do something, or that it be done."""
    words = frame.find("ask")
    if not words or frame.asks or frame.negations or words[0].lemma_ != "ask":
        return None
    following = [word.lower_ for word in frame.words if word.i > words[0].i]
    if following[:1] == ["for"]:
        return None if frame.find("view") else Finding(Polarity.SAID, words)
    if frame.kind == Kind.DIRECT or "about" in following or not _is_request(frame, words[0]):
        return None
    return Finding(Polarity.SAID, words)


@rule(
    "question",
    fires=("[s0|Ruiz] [c0|asked] [q0|who had won].", "Asked [q0|whether he would go], [s0|Ruiz] [c0|said] he would."),
    abstains="Asked about it, [s0|Ruiz] [c0|said] [q0|he would go].",
)
def asked(frame: Frame) -> Finding | None:
    """A question is asked, by the speaker or of somebody; one that nobody puts is not said."""
    words = frame.find("ask")
    if not words:
        return None
    if frame.negations:
        return Finding(Polarity.NOT_SAID, (*frame.negations, *words))
    if frame.kind == Kind.DIRECT and not _holds_question(frame):
        return None
    return Finding(Polarity.ASKED, words)


@rule(
    "pressed_on",
    fires="[c0|Pressed on] [q0|whether they had lost], [s0|Ruiz] shrugged.",
    abstains="[s0|Ruiz] [c0|pressed for] [q0|a rematch].",
)
def pressed(frame: Frame) -> Finding | None:
    """What somebody is pressed on, grilled or challenged about is asked."""
    words = frame.find("press")
    if not words or frame.negations:
        return None
    about = any(word.lower_ in ABOUT for word in frame.words if word.i > words[0].i)
    return Finding(Polarity.ASKED, words) if about or (frame.asks and _is_passive(words[0])) else None


@rule(
    "negated_cue",
    fires=("[s0|Ruiz] [c0|did not say] [q0|who had won].", "[s0|Ruiz] [c0|does not believe] [q0|that they lost]."),
    abstains="[s0|Ruiz] [c0|said] [q0|they had not won].",
)
def negated(frame: Frame) -> Finding | None:
    """What the speaker does not say is not said; what the speaker does not believe, want or accept is denied."""
    if not frame.negations:
        return None
    rejects = (frame.find("assent") or _is_thought(frame)) and not frame.find("know") and not frame.asks
    return Finding(Polarity.DENIED if rejects else Polarity.NOT_SAID, frame.negations)


#: In order: the first that has an answer wins.
RULES: tuple[Rule[[Frame], Finding | None], ...] = (
    affirmed,
    spoken,
    called,
    refused,
    withheld,
    pressed,
    denied,
    doubted,
    requested,
    asked,
    negated,
)


def _is_thought(frame: Frame) -> bool:
    """True of "does not believe", "had no plans"; not of "did not reveal plans"."""
    verbs = [word for word in frame.words if word.pos_ == "VERB"]
    nouns = [word for word in frame.words if word.pos_ in ("NOUN", "ADJ")]
    deciding = nouns if not verbs or verbs[-1].lemma_ == "have" else verbs[-1:]
    return any(act_of_word(word) == Act.THOUGHT for word in deciding)


def _negated_before(frame: Frame, words: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return the negations that stand before some words."""
    return tuple(word for word in frame.negations if word.i < words[0].i)


def _is_request(frame: Frame, verb: Token) -> bool:
    """True of "asked that it be closed", "asked her to leave"; not of "asked to comment on it", which is a question."""
    if frame.opening.lower_ == "that":
        return True
    if not _is_passive(verb):
        return not any(word.lemma_ == "question" for word in frame.pieces[0])
    wanted = _first_verb(frame)
    return _is_to_do(frame, verb) and wanted is not None and act_of_word(wanted) is None


def _is_to_do(frame: Frame, verb: Token) -> bool:
    """True of what somebody is asked or dared to do."""
    return frame.words[-1].tag_ == "TO" or any(word.tag_ == "TO" and word.head.head is verb for word in frame.pieces[0])


def _is_passive(verb: Token) -> bool:
    return verb.tag_ == "VBN" and not any(child.dep_ == "aux" and child.lemma_ == "have" for child in verb.children)


def _first_verb(frame: Frame) -> Token | None:
    """Return the verb of an infinitive that a quotation begins with, else its first noun: "comment" is said as well."""
    infinitive = frame.opening.lower_ == "to" or frame.words[-1].tag_ == "TO"
    wanted = "VERB" if infinitive else "NOUN"
    return next((word for word in frame.pieces[0] if word.pos_ == wanted), None)


def _holds_question(frame: Frame) -> bool:
    """True if some words in marks are a question, or do not show what they are: “How,” she asked."""
    ends = [end for piece in frame.pieces for end in _SENTENCE_END.findall(piece.text)]
    return not ends or "?" in ends
