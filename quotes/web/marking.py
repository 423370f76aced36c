"""Cut an article into the stretches that the page marks: which quotations each belongs to, and what it is for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from quotes.table.passages import Label, marks_of, paragraphs
from quotes.types import Quote

#: Characters that would turn the direction of the text around them, and so show other words than were printed.
_TURNING = dict.fromkeys([0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x061C], "⇄")
_INVISIBLE = dict.fromkeys([*range(0x00, 0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0)], "�")
_SHOWN = _TURNING | _INVISIBLE


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of text that the same marks cover.

    Args:
        text: as it is shown.
        start: where it begins [code points].
        quote: number of the quotation whose words these are, among the rows; None: of none.
        marks: what it is for which row, for scripts: "3q" words of row 3, "3c" cue, "3m" mention, "3e0" evidence.
        first: it begins a piece of the quotation.
        last: it ends the last piece of the quotation.
    """

    text: str
    start: int
    quote: int | None = None
    marks: str = ""
    first: bool = False
    last: bool = False


def shown(text: str) -> str:
    r"""Make characters visible that would turn or hide the text around them; the length stays.

    >>> shown("a\u202eb")
    'a⇄b'
    """
    return text.translate(_SHOWN)


def mark_up(text: str, rows: Sequence[Quote]) -> list[list[Stretch]]:
    """Cut an article into paragraphs of stretches.

    Takes time in proportion to the marks: an article may have ten thousand.

    Args:
        text: the article.
        rows: its rows, in text order.
    """
    blocks = list(paragraphs(text))
    events = _events(text, rows)
    points = sorted({*events, *(point for block in blocks for point in block)})
    active: Counter[tuple[int, str]] = Counter()
    found: list[list[Stretch]] = []
    number, ends = 0, _ends(rows)
    starts = {piece.start for row in rows for piece in row.spans}
    for start, end in pairwise(points):
        for mark, change in events.get(start, ()):
            active[mark] += change
        while number < len(blocks) and blocks[number][1] <= start:
            number += 1
        if number < len(blocks) and blocks[number][0] <= start:
            if start == blocks[number][0]:
                found.append([])
            found[-1].append(_stretch(text, (start, end), active, starts, ends))
    return found


def _events(text: str, rows: Sequence[Quote]) -> dict[int, list[tuple[tuple[int, str], int]]]:
    """List where marks begin (+1) and end (-1)."""
    events: dict[int, list[tuple[tuple[int, str], int]]] = {}
    letters = {Label.QUOTATION: "q", Label.CUE: "c", Label.SPEAKER: "m"}
    for number, row in enumerate(rows):
        marks = [(mark.start, mark.end, letters[mark.label]) for mark in marks_of(row) if mark.label in letters]
        marks += [
            (step.start, step.end, f"e{place}")
            for place, step in enumerate(row.evidence)
            if step.start is not None and step.end is not None
        ]
        for start, end, letter in marks:
            if start < end <= len(text):
                events.setdefault(start, []).append(((number, letter), 1))
                events.setdefault(end, []).append(((number, letter), -1))
    return events


def _ends(rows: Sequence[Quote]) -> dict[int, int]:
    """Map the end of each row's last piece to the row."""
    return {row.spans[-1].end: number for number, row in enumerate(rows)}


def _stretch(
    text: str, place: tuple[int, int], active: Counter[tuple[int, str]], starts: set[int], ends: dict[int, int]
) -> Stretch:
    start, end = place
    for mark in [mark for mark, count in active.items() if count <= 0]:
        del active[mark]
    spoken = [number for number, letter in active if letter == "q"]
    return Stretch(
        shown(text[start:end]),
        start,
        max(spoken) if spoken else None,  # the inner one of two begins later
        " ".join(f"{number}{letter}" for number, letter in sorted(active)),
        start in starts,
        bool(spoken) and ends.get(end) == max(spoken),
    )


def colours(rows: Sequence[Quote], number: int = 8) -> dict[str, int]:
    """Give each speaker a number of a colour, in order of appearance; those who speak most never share one.

    Args:
        rows: the rows.
        number: how many colours there are.
    """
    counts = Counter(row.speaker for row in rows if row.speaker)
    order = {name: place for place, name in enumerate(counts)}
    frequent = sorted(counts, key=lambda name: (-counts[name], order[name]))
    own = sorted(frequent[:number], key=order.__getitem__)
    return {name: place for place, name in enumerate(own)} | {
        name: place % number for place, name in enumerate(frequent[number:])
    }


def by_speaker(rows: Sequence[Quote]) -> list[tuple[str | None, list[int]]]:
    """Group the numbers of rows by speaker, those who speak most first; unknown speakers last."""
    numbered = sorted(enumerate(rows), key=lambda one: (one[1].speaker is None, one[1].speaker or ""))
    groups = [(name, [number for number, _ in own]) for name, own in groupby(numbered, key=lambda one: one[1].speaker)]
    return sorted(groups, key=lambda group: (group[0] is None, -len(group[1]), group[1][0]))
