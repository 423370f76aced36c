"""Show a quotation where it was printed: the passage around it, with the words of the row marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from quotes.quotations.wording import without_marks
from quotes.types import Quote

#: Between the pieces of a broken quotation, where it is shown to people.
JOIN = " … "

_PARAGRAPH = re.compile(r"\n\s*\n|\n")
_SENTENCE_END = re.compile(r"(?<=[.!?])[”\"’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9])")


class Label(StrEnum):
    """What some words of a passage are for a row."""

    QUOTATION = "quotation"
    CUE = "cue"
    SPEAKER = "speaker"  # the mention beside the quotation
    EVIDENCE = "evidence"  # a step from there to the name


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text, what it is (nothing for the text between), and where it begins [code points]."""

    text: str
    labels: tuple[Label, ...] = ()
    start: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of an article to be marked [code points, end exclusive]."""

    start: int
    end: int
    label: Label


def marks_of(quote: Quote) -> list[Mark]:
    """List what is to be marked for a row: its pieces, its cue, the speaker's mention, the steps of its evidence."""
    marks = [Mark(piece.start, piece.end, Label.QUOTATION) for piece in quote.spans]
    if quote.cue_start is not None and quote.cue_end is not None:
        marks.append(Mark(quote.cue_start, quote.cue_end, Label.CUE))
    if quote.speaker_start is not None and quote.speaker_end is not None:
        marks.append(Mark(quote.speaker_start, quote.speaker_end, Label.SPEAKER))
    there = {(mark.start, mark.end) for mark in marks}
    for step in quote.evidence:
        if step.start is not None and step.end is not None and (step.start, step.end) not in there:
            marks.append(Mark(step.start, step.end, Label.EVIDENCE))
    return marks


def segments(text: str, start: int, end: int, marks: Iterable[Mark]) -> list[Segment]:
    """Cut a stretch of text into segments, each with its labels.

    >>> segments("“We won,” she said.", 0, 19, [Mark(0, 9, Label.QUOTATION), Mark(14, 18, Label.CUE)])[2]
    Segment(text='said', labels=(<Label.CUE: 'cue'>,), start=14)
    """
    inside = [mark for mark in marks if mark.start < end and mark.end > start]
    edges = {start, end} | {max(mark.start, start) for mark in inside} | {min(mark.end, end) for mark in inside}
    points = sorted(edges)
    return [
        Segment(text[one:two], tuple(dict.fromkeys(m.label for m in inside if m.start <= one and two <= m.end)), one)
        for one, two in pairwise(points)
    ]


def passage(text: str, quote: Quote) -> list[list[Segment]]:
    """Return the paragraphs that hold words of a row, in order; paragraphs left out between are an empty list."""
    marks = marks_of(quote)
    found: list[list[Segment]] = []
    left_out = False
    for start, end in paragraphs(text):
        if any(mark.start < end and mark.end > start for mark in marks):
            found += [[]] if left_out and found else []
            found.append(segments(text, start, end, marks))
            left_out = False
        else:
            left_out = True
    return found


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    r"""Yield start and end of each paragraph that is not empty.

    >>> list(paragraphs("One.\n\nTwo."))
    [(0, 4), (6, 10)]
    """
    start = 0
    for found in [*_PARAGRAPH.finditer(text), None]:
        end = found.start() if found else len(text)
        if text[start:end].strip():
            yield start, end
        start = found.end() if found else end


def context(text: str, quote: Quote) -> list[Segment]:
    """Return the sentences that hold a row's quotation, cue and mention, with these marked."""
    marks = [mark for mark in marks_of(quote) if mark.label != Label.EVIDENCE]
    first, last = quote.spans[0].start, quote.spans[-1].end
    near = [mark for mark in marks if first - 300 < mark.start and mark.end < last + 300]
    first, last = min(mark.start for mark in near), max(mark.end for mark in near)
    start = max((end for end in _sentence_starts(text) if end <= first), default=0)
    end = min((end for end in _sentence_starts(text) if end >= last), default=len(text))
    return segments(text, start, max(end, last), marks)


def printed(text: str | None, quote: Quote) -> str:
    """Return a row's words with the places marked where pieces were joined; without the text as the row has them."""
    if text is None or len(quote.spans) < 2:  # noqa: PLR2004  one piece has no joint
        return quote.quote
    return JOIN.join(without_marks(text[piece.start : piece.end]) for piece in quote.spans)


def _sentence_starts(text: str) -> list[int]:
    ends = [found.end() for found in _SENTENCE_END.finditer(text)]
    return sorted({*ends, *(start for start, _ in paragraphs(text)), *(end for _, end in paragraphs(text))})
