"""What of a row belongs to what of the gold: segments, spans and names, as all scores compare them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from quotes.evaluation.gold import Attribution
from quotes.types import Kind, Piece, Quote, SpeakerKind

#: Share of a segment, or of two contents together, that must be shared for a match.
HALF = 0.5
_EMPTY_MARKS = 2
#: Kinds of speaker that have a name.
NAMED = {SpeakerKind.PERSON, SpeakerKind.ORGANISATION}

_QUOTED = re.compile(r"“[^“”\"\n]*(?:[”\"]|$)|\"[^\"“”\n]*(?:[\"”]|$)|''[^'\n]+''", re.MULTILINE)
_EDGE = r"[\s“”\"'‘’,.;:!?—–-]+"
_LEFT, _RIGHT = re.compile(rf"\A{_EDGE}"), re.compile(rf"{_EDGE}\Z")
_POSSESSIVE = re.compile(r"['’]s\b")
_TITLES = re.compile(
    r"^(?:the |mr\.? |mrs\.? |ms\.? |dr\.? |sen\.? |rep\.? |gov\.? |president |senator |judge |sir |former )+"
)
_NOT_NAME = re.compile(r"[^a-z0-9 ]+")


def segments(text: str, attributions: Sequence[Attribution]) -> list[tuple[Piece, Attribution | None]]:
    """List the quoted segments, each with the attribution that it belongs to."""
    positives: list[tuple[Piece, Attribution | None]] = []
    for attribution in attributions:
        own = [segment for piece in attribution.content for segment in _quoted(text, piece.start, piece.end)]
        if not own and attribution.kind is not Kind.INDIRECT:  # other marks, or none: dialogue dashes, interviews
            own = list(attribution.content)
        positives += [(segment, attribution) for segment in own]
    contents = [piece for attribution in attributions for piece in attribution.content]
    negatives = (segment for segment in _quoted(text, 0, len(text)) if not overlap([segment], contents))
    return positives + [(segment, None) for segment in negatives]


def best_row(segment: Piece, rows: Sequence[Quote]) -> Quote | None:
    """Return the row that holds most of a segment, half of its characters at least."""
    row = max(rows, key=lambda row: overlap([segment], row.spans), default=None)
    return row if row is not None and overlap([segment], row.spans) >= HALF * size([segment]) else None


def _quoted(text: str, start: int, end: int) -> list[Piece]:
    found = (Piece(*match.span()) for match in _QUOTED.finditer(text, start, end))
    return [piece for piece in found if piece.end - piece.start > _EMPTY_MARKS]


def trimmed(text: str, pieces: Iterable[Piece]) -> list[Piece]:
    """Drop marks, punctuation and spaces at the edges, and join pieces with no word between them."""
    merged: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: (piece.start, piece.end)):
        printed = text[piece.start : piece.end]
        start = piece.start + len(printed) - len(_LEFT.sub("", printed))
        end = start + len(_RIGHT.sub("", text[start : piece.end]))
        if start >= end:
            continue
        if merged and not re.search(r"\w", text[merged[-1].end : start]):
            merged[-1] = Piece(merged[-1].start, max(end, merged[-1].end))
        else:
            merged.append(Piece(start, end))
    return merged


def right_names(speaker: str | None, attribution: Attribution) -> tuple[bool, bool]:
    """Tell whether a speaker holds a right name, and whether it is the full name."""
    said = _fold(speaker)
    names = {_fold(name) for name in (attribution.speaker, *attribution.aliases)} - {""}
    full = {name for name in names if " " in name} | {_fold(attribution.speaker)}
    return any(f" {name} " in f" {said} " for name in names), speaker is not None and said in full


def _fold(name: str | None) -> str:
    """Return a name without case, accents, titles, possessive and punctuation.

    >>> _fold("President Iván Duque’s")
    'ivan duque'
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name or "") if not unicodedata.combining(c)).casefold()
    return _NOT_NAME.sub("", _TITLES.sub("", _POSSESSIVE.sub("", plain).strip())).strip()


def mention(row: Quote) -> list[Piece]:
    """Return the source mention of a row, as a list of one or none."""
    start, end = row.speaker_start, row.speaker_end
    return [] if start is None or end is None else [Piece(start, end)]


def marked(text: str, contents: Iterable[Iterable[Piece]]) -> set[int]:
    """Return the characters of contents, without the marks and spaces at their edges."""
    return {i for pieces in contents for piece in trimmed(text, pieces) for i in range(piece.start, piece.end)}


def overlap(some: Iterable[Piece], others: Sequence[Piece]) -> int:
    """Count the characters that two sets of pieces share."""
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in some for b in others)


def agreement(some: Sequence[Piece], others: Sequence[Piece]) -> float:
    """Return intersection over union, in characters."""
    both = overlap(some, others)
    return both / ((size(some) + size(others) - both) or 1)


def size(pieces: Iterable[Piece]) -> int:
    """Count the characters of pieces."""
    return sum(piece.end - piece.start for piece in pieces)
