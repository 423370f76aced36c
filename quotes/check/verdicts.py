"""Weigh one printed row against a claim: what it says of it, words and speaker apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from quotes.check.comparison import Difference, Fit, Text, fit
from quotes.check.words import Word, is_content, is_negation, reported_words
from quotes.table.speakers import SpeakerMatch
from quotes.types import Kind, Polarity, Quote

#: Share of the words that must be the same for a row to be the claim with differences.
MIN_LIKENESS = 0.6
#: And of its content words, so that "we will ... the ..." is not taken for it.
MIN_SHARED_CONTENT = 0.5
#: The same where the words may have changed because they were reported.
MIN_REPORTED_LIKENESS = 0.6
#: Share of a claim's content words that a report of the same must have.
MIN_REPORTED_WORDS = 0.75
#: A claim of fewer words must be printed word for word [words].
MIN_WORDS = 4


_STOP = re.compile(r"[.!?]")


class Verdict(StrEnum):
    """What is to be said of a claim."""

    EXACT = "exact"  # printed so, by this speaker
    DIFFERS = "differs"  # printed with differences
    PARTIAL = "partial"  # printed, but the claim leaves off a part of the sentence
    JOINED = "joined"  # put together out of two places
    OTHER_SPEAKER = "other_speaker"  # printed, but said by another
    REPORTED = "reported"  # reported, not quoted
    DENIED = "denied"  # denied by the speaker, not said, or asked
    NOT_SPEECH = "not_speech"  # the words are in an article, but not as speech
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Row:
    """A row that may be the claim's, with its words and how its speaker meets the claimed one."""

    quote: Quote
    text: Text
    speaker: SpeakerMatch

    @property
    def same_speaker(self) -> bool:
        """The row's speaker is the one claimed, or may be: nobody was claimed, or the row has none."""
        return self.speaker != SpeakerMatch.OTHER


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a row says of a claim, whoever spoke.

    Args:
        verdict: exact, partial, differs, reported or denied; not_found: the row is merely the nearest.
        row: the row.
        fit: how the words fit.
        likeness: share of the words that are the same, 0 to 1, to choose the nearest.
    """

    verdict: Verdict
    row: Row
    fit: Fit
    likeness: float


def weigh(claim: Text, row: Row, *, is_question: bool = False) -> Weighed | None:
    """Weigh a row; None where it has no words in common.

    Args:
        claim: the claimed words.
        row: a row.
        is_question: the claim is a question, so that it may be what somebody asked.
    """
    found = fit(claim, row.text)
    if found is None or not claim.words:
        return None
    verdict = _verdict(claim, row, found)
    if verdict is None:
        near = _nearness(claim, row.text)
        return (
            Weighed(Verdict.NOT_FOUND, row, found, max(found.likeness, near / 2))
            if max(found.likeness, near) > 0
            else None
        )
    if _is_denied(verdict, row, found, is_question=is_question):
        # Who says that somebody denied it claims what was printed.
        verdict = Verdict.REPORTED if found.negation and row.quote.polarity == Polarity.DENIED else Verdict.DENIED
    return Weighed(verdict, row, found, found.likeness)


def _verdict(claim: Text, row: Row, found: Fit) -> Verdict | None:
    words = _by_words(claim, row.text, found)
    if _in_marks(row, found):
        return words
    if words in (Verdict.EXACT, Verdict.PARTIAL):
        return Verdict.REPORTED
    return _by_report(claim, row) or words


def _by_words(claim: Text, printed: Text, found: Fit) -> Verdict | None:
    if not found.edits:
        if found.negation:
            return Verdict.DIFFERS
        return Verdict.EXACT if found.whole else Verdict.PARTIAL
    if len(claim.words) < MIN_WORDS or found.likeness < MIN_LIKENESS:
        return None
    mine, theirs = (
        set(filter(is_content, reported_words(list(words))))
        for words in (claim.words, printed.words[found.start : found.end])
    )
    return Verdict.DIFFERS if len(mine & theirs) >= MIN_SHARED_CONTENT * len(mine) else None


def _by_report(claim: Text, row: Row) -> Verdict | None:
    """Compare as what is reported is: tense and person aside. A changed number, noun or denial is a difference."""
    mine, theirs = _as_reported(claim), _as_reported(row.text)
    found = fit(mine, theirs)
    if found is None or len(claim.words) < MIN_WORDS - 1:
        return None
    if not found.edits or sorted(mine.keys()) == sorted(theirs.keys()):
        return Verdict.REPORTED
    content = _content(mine)
    shared = len(content & _content(theirs))
    if shared <= 1:  # one word in common is chance
        return None
    alike = found.likeness >= MIN_REPORTED_LIKENESS
    if shared < MIN_REPORTED_WORDS * len(content):
        return Verdict.DIFFERS if alike else None
    if alike and any(map(_changes_content, found.differences)):
        return Verdict.DIFFERS
    return Verdict.DIFFERS if _denies(mine) != _denies(theirs) else Verdict.REPORTED


def _content(text: Text) -> set[str]:
    return {word.key for word in text.words if is_content(word.key)}


def _as_reported(text: Text) -> Text:
    keys = reported_words(list(text.words))
    return Text(" ".join(keys), tuple(_placed(keys)))


def _placed(keys: list[str]) -> list[Word]:
    words, place = [], 0
    for key in keys:
        words.append(Word(key, place, place + len(key)))
        place += len(key) + 1
    return words


def _changes_content(difference: Difference) -> bool:
    """Tell whether other content stands in its place: "40 crowns" for "60 crowns"."""
    return all(any(map(is_content, side.split())) for side in (difference.claimed, difference.printed))


def _denies(text: Text) -> bool:
    return sum(is_negation(word.key) for word in text.words) % 2 == 1


def _nearness(claim: Text, printed: Text) -> float:
    keys = {word.key for word in claim.words}
    return len(keys & {word.key for word in printed.words}) / max(len(keys), 1)


def _in_marks(row: Row, found: Fit) -> bool:
    """Tell whether the words stand in quotation marks, all of them."""
    if row.quote.kind != Kind.MIXED:
        return row.quote.kind == Kind.DIRECT
    inside = [word.marked for word in row.text.words]
    return all(inside[found.start : found.end]) if any(inside) else True


def _is_denied(verdict: Verdict, row: Row, found: Fit, *, is_question: bool) -> bool:
    if row.quote.polarity == Polarity.SAID:
        return False
    if row.quote.polarity == Polarity.ASKED and row.quote.kind == Kind.DIRECT and not found.edits:
        stop = _STOP.search(row.quote.quote, row.text.words[found.end - 1].end)
        return stop is not None and stop.group() == "?" and not is_question
    return verdict != Verdict.NOT_FOUND


def row_of(quote: Quote, speaker: SpeakerMatch) -> Row:
    """Prepare a row for weighing: its words, and where pieces and quotation marks make a beginning within it."""
    text = Text.of(quote.quote)
    joints = {place for place in _joints(quote) if quote.quote[place].isupper()}
    words = tuple(
        replace(word, begins=True) if word.start in joints or word.marked != before.marked else word
        for before, word in zip([*text.words[:1], *text.words], text.words, strict=False)
    )
    return Row(quote, Text(text.text, words), speaker)


def _joints(quote: Quote) -> list[int]:
    """Find where the pieces of a row's words begin, from their lengths with and without quotation marks."""
    found: list[int] = []
    place = 0
    for piece in quote.spans[:-1]:
        longest = place + piece.end - piece.start
        spaces = [at for at in range(max(longest - 4, 0), longest + 1) if quote.quote[at : at + 1] == " "]
        ends = [at for at in spaces if not quote.quote[at - 1].isalnum()] or spaces
        if not ends:
            return found
        place = ends[-1] + 1
        found.append(place)
    return found
