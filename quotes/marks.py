"""Pair quotation marks: which stretches of a text stand inside them.

Works line by line, because newspapers do: a quotation that goes on into the next paragraph leaves its own paragraph
open and opens the next one again. So a mark that is never closed reaches to the end of its paragraph at most.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Marks that only open, only close, or may do both (the spaces around them tell).
OPENING = "“„«‟"
CLOSING = "”»"
EITHER = '"'
DOUBLE = re.compile(rf"[{OPENING}{CLOSING}{EITHER}]|''|``")
#: All marks that may stand at the rim of a quotation.
MARKS = OPENING + CLOSING + EITHER + "'‘’‚‛`"

#: « as French sets it, with spaces inside the marks.
_SPACED = re.compile(r"«[ \u00a0\u202f](?=\S)[^«»]*[ \u00a0\u202f]»")
_SINGLE_OPEN = re.compile(r"(?<![\w.,;:!?…)’'])[‘'’](?=[\w$£€(\[…])")
_SINGLE_CLOSE = re.compile(r"(?<=[\w.,;:!?…)\]—–-])[’'](?!\w)")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A stretch inside quotation marks, the marks included; `closed`: both marks are there."""

    start: int
    end: int
    closed: bool
    single: bool = False


def pair(text: str) -> list[Quoted]:
    """List the outermost quoted stretches of a text, in order, none overlapping.

    >>> [text[q.start:q.end] for text in ['He said “it’s ‘so’ far" today.'] for q in pair(text)]
    ['“it’s ‘so’ far"']
    >>> pair('A 6" pipe and no more')
    []
    """
    quoted = []
    start = 0
    for line in text.splitlines(keepends=True):
        body = line.rstrip()
        double = _pair_double(body, start)
        quoted += sorted(double + _pair_single(body, start, double), key=lambda stretch: stretch.start)
        start += len(line)
    return quoted


def _pair_double(line: str, offset: int) -> list[Quoted]:
    quoted = []
    opened: int | None = None
    for match in DOUBLE.finditer(line):
        opens, closes = _can(line, match)
        if opened is not None and closes:
            quoted.append(Quoted(offset + opened, offset + match.end(), closed=True))
            opened = None
        elif opens:
            if opened is not None:
                quoted.append(Quoted(offset + opened, offset + match.start(), closed=False))
            opened = match.start()
    if opened is not None:
        quoted.append(Quoted(offset + opened, offset + len(line), closed=False))
    return quoted


def _can(line: str, match: re.Match[str]) -> tuple[bool, bool]:
    """Say whether a mark can open, and whether it can close. A mark that was typed the wrong way round can do both."""
    before, after = line[: match.start()][-1:], line[match.end() :][:1]
    room_before = not before or before.isspace() or before in "([{—–-/‘'’“…"
    room_after = not after or not after.isalnum()
    touches_before, touches_after = bool(before.strip()), bool(after.strip())
    mark = match.group()
    if mark[0] in OPENING or mark == "``":
        return touches_after or bool(_SPACED.match(line, match.start())), touches_before and not touches_after
    if mark[0] in CLOSING:
        return room_before and after.isalnum(), True
    return touches_after and not before.isalnum(), touches_before and (room_after or not room_before)


def _pair_single(line: str, offset: int, taken: list[Quoted]) -> list[Quoted]:
    """Pair ‘ ’ and ' ' outside double marks. Where it may be an apostrophe, it is one.

    A stretch ends at the first mark behind punctuation, or else at the last one before the next opening.
    """
    quoted = []
    place = 0
    while opening := _SINGLE_OPEN.search(line, place):
        place = opening.end()
        if _inside(offset + opening.start(), taken):
            continue
        following = _SINGLE_OPEN.search(line, place)
        limit = following.start() if following else len(line)
        ends = [m for m in _SINGLE_CLOSE.finditer(line, place, limit) if not _inside(offset + m.start(), taken)]
        if not ends or opening.group() == "’":
            continue
        after_stop = [m for m in ends if line[m.start() - 1] in ".,;:!?…"]
        end = (after_stop or ends[:1])[0].end()
        quoted.append(Quoted(offset + opening.start(), offset + end, closed=True, single=True))
        place = end
    return quoted


def _inside(place: int, taken: list[Quoted]) -> bool:
    return any(stretch.start <= place < stretch.end for stretch in taken)
