"""Pair quotation marks: which stretches of a paragraph stand inside them. The only authority on marks.

Marks of all kinds are paired with a stack, so that nested marks, also of one kind, close in turn: “ ”, „ “, « », » «,
" ", ‘ ’, ' ', `` '', with and without inner spaces, and the typist's mixtures of them. What a mark may do (open, close)
is told by its kind and by the characters beside it. Apostrophes, and the marks of feet and inches, are no marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

#: Marks that only open, only close, or may do both (the characters beside them tell).
OPENING, CLOSING, EITHER = "“„«‟‹", "”»›", '"'
#: All marks that may stand at the rim of a quotation.
MARKS: Final = OPENING + CLOSING + EITHER + "'‘’‚‛`"

_MARK = re.compile(r"''|``|[“”„‟«»‹›\"‘’‚‛'`]")
_HEIGHT = re.compile(r"\d['’′]\s?\d{1,2}(?:[\"”″]|'')")
_SINGLE = frozenset("‘’‚‛'`")
#: What closes what each mark opens.
_CLOSERS: Final = {
    "“": '”"»', "„": '“”"', "‟": '”"', "”": "”“", '"': '"”“', "«": "»", "»": "«", "‹": "›", "›": "‹",
    "``": ("''", '"', "”"), "''": ("''", '"'),
}  # fmt: skip
_OPEN_BEFORE = "([{—–-/…:" + "“„«‟‹\"‘‚'`"
_STOPS = ".,;:!?…"
_SENTENCE_START = re.compile(r"(?<=[a-z\d”\"’')])[.!?…][”\"’')]*\s+(?=[A-Z“\"‘'(\[])")
_SINGLE_OPEN = re.compile(r"(?<![\w.,;:!?…)’'])[‘‚'`](?!\d\ds\b)(?=[\w$£€(\[…“\"])|(?<![^\s(“\"])‘(?=\s\S)")
_SINGLE_CLOSE = re.compile(
    r"(?<=[\w.,;:!?…)\]—–\-”\"])['’](?!\w)"
    r"|(?<=[.,!?…])['’](?=[A-Z])"  # 'We won.'Ruiz said: a space is missing
    r"|(?<=\s)’(?=[\s.,;:!?]|$)"  # ‘ We won ’
)
_CLOSES_LOW = re.compile(r"[‘’'](?!\w)")  # ‚We won‘


@dataclass(frozen=True, slots=True)
class Quoted:
    """A stretch inside quotation marks, its marks included; characters, end exclusive.

    Attributes:
        start: where it begins.
        end: where it ends.
        opened: its opening mark is there; else it begins with its sentence.
        closed: its closing mark is there; else it ends before the next one opens, or with its paragraph.
    """

    start: int
    end: int
    opened: bool = True
    closed: bool = True


@dataclass(slots=True)
class _Open:
    """A mark that has opened: where, and where it closes if that is known already."""

    mark: str
    start: int
    close: int | None = None


def pair(paragraph: str, *, offset: int = 0) -> list[Quoted]:
    """List the outermost quoted stretches of a paragraph, in order, none overlapping.

    Args:
        paragraph: the text of one paragraph; its lines may be wrapped.
        offset: added to all positions [characters].

    >>> [text[q.start:q.end] for text in ['He said “it’s ‘so’ far" today.'] for q in pair(text)]
    ['“it’s ‘so’ far"']
    >>> pair('A 6" pipe and no more')
    []
    """
    body = paragraph.rstrip()
    found = _Pairing(body).stretches()
    return [Quoted(offset + one.start, offset + one.end, one.opened, one.closed) for one in found]


def has_double(text: str) -> bool:
    """True if a double mark of any kind stands in a text.

    >>> has_double("He called it «fair»."), has_double("It’s 6 feet.")
    (True, False)
    """
    return any(match.group() not in _SINGLE for match in _MARK.finditer(text))


class _Pairing:
    """The state of reading one paragraph."""

    def __init__(self, text: str) -> None:
        self.text = text
        ignored = {i for height in _HEIGHT.finditer(text) for i in range(*height.span())}
        self.marks = [match for match in _MARK.finditer(text) if match.start() not in ignored]
        self.stack: list[_Open] = []
        self.pairs: list[Quoted] = []

    def stretches(self) -> list[Quoted]:
        for number, match in enumerate(self.marks):
            if match.group() in _SINGLE:
                self._single(match)
            elif not self._close(number, match) and self._can_open(match):
                self.stack.append(_Open(match.group(), match.start()))
        unclosed = [one.start for one in self.stack if one.mark not in _SINGLE and not self._is_arrow(one.start)]
        return sorted(self._outermost(unclosed), key=lambda one: one.start)

    def _outermost(self, unclosed: list[int]) -> Iterator[Quoted]:
        """Yield what no other closed pair holds, then what was left open up to the next stretch."""
        end = 0
        outer: list[Quoted] = []
        for one in sorted(self.pairs, key=lambda one: (one.start, -one.end)):
            if one.start >= end:
                outer.append(one)
                end = one.end
        yield from outer
        for start in unclosed:
            if not any(one.start < start < one.end for one in outer):
                later = [*(one.start for one in outer), *unclosed]
                stop = min((place for place in later if place > start), default=len(self.text))
                yield Quoted(start, stop, closed=False)

    def _is_arrow(self, place: int) -> bool:
        """True for a « that a space follows: where nothing closes it, it points somewhere."""
        return self.text[place] == "«" and self.text[place + 1 : place + 2].isspace()

    def _single(self, match: re.Match[str]) -> None:
        top = self.stack[-1] if self.stack else None
        if top is not None and top.close == match.start():
            self.stack.pop()
            self.pairs.append(Quoted(top.start, match.end()))
        elif _SINGLE_OPEN.match(self.text, match.start()):
            close = self._single_close(match)
            if close is not None:
                self.stack.append(_Open(match.group(), match.start(), close))

    def _single_close(self, opening: re.Match[str]) -> int | None:
        """Return where a single mark closes: at the first mark behind punctuation, or at the last before the next opening.

        Where it may be an apostrophe, it is one. Marks inside double ones that open later do not count.
        """
        closing = _CLOSES_LOW if opening.group() == "‚" else _SINGLE_CLOSE
        following = _SINGLE_OPEN.search(self.text, opening.end())
        limit = following.start() if following and opening.group() != "‚" else len(self.text)
        inside = self._double_spans(self.text[opening.end() : limit], opening.end())
        ends = [
            match.start()
            for match in closing.finditer(self.text, opening.end(), limit)
            if not any(start < match.start() < end for start, end in inside)
        ]
        after_stop = [end for end in ends if self.text[end - 1] in _STOPS]
        return next(iter(after_stop or (ends if closing is _CLOSES_LOW else ends[-1:])), None)

    @staticmethod
    def _double_spans(text: str, offset: int) -> list[tuple[int, int]]:
        """Return the spans of double marks that open and close within a text."""
        return [(offset + m.start(), offset + m.end()) for m in re.finditer(r"[“„«][^“”„«»]*[”»]", text)]

    def _close(self, number: int, match: re.Match[str]) -> bool:
        """Close what the mark can close; True if it did, or if it can only have closed."""
        if not self._can_close(match):
            return False
        for depth in range(len(self.stack) - 1, -1, -1):
            opened = self.stack[depth]
            if match.group() not in _CLOSERS.get(opened.mark, ()):
                continue
            if self._is_inch(number, match):
                return True
            del self.stack[depth:]
            self.pairs.append(Quoted(opened.start, match.end()))
            return True
        if self._can_open(match) or self._is_inch(number, match):
            return self._is_inch(number, match)
        self._close_unopened(match)
        return True

    def _close_unopened(self, match: re.Match[str]) -> None:
        """Take in what stands before a closing mark that nothing opened, from the beginning of its sentence."""
        end = max((one.end for one in self.pairs), default=0)
        if self.stack or match.group() == "''" or not self.text[match.start() - 1 : match.start()].strip():
            return
        starts = [start.end() for start in _SENTENCE_START.finditer(self.text, end, match.start())]
        start = 0 if not end else starts[0] if starts else None
        if start is not None and self.text[start : match.start()].strip():
            self.pairs.append(Quoted(start, match.end(), opened=False))

    def _is_inch(self, number: int, match: re.Match[str]) -> bool:
        """True for a mark behind a digit that measures: nothing is open, or what is open closes at the next mark."""
        before = self.text[: match.start()][-1:]
        if not before.isdigit() or match.group() not in {'"', "”", "''"}:
            return False
        if not self.stack:
            return True
        following = next((mark for mark in self.marks[number + 1 :] if mark.group() not in _SINGLE), None)
        return following is not None and self._can_close(following) and not self._can_open(following)

    def _can_open(self, match: re.Match[str]) -> bool:
        before, after, mark = self._before(match), self._after(match), match.group()
        room_before = not before.strip() or before in _OPEN_BEFORE
        spaced = not before.strip() and after.isspace()
        if mark in "“„‟«‹":
            return bool(after.strip()) or (mark in "«“" and spaced)
        if mark == "``":
            return True
        if mark in "”»›":
            return room_before and after.isalnum()
        return (bool(after.strip()) and not before.isalnum()) or (spaced and bool(self.text[match.end() :].strip()))

    def _can_close(self, match: re.Match[str]) -> bool:
        before, after, mark = self._before(match), self._after(match), match.group()
        touches_before = bool(before.strip())
        if mark in "„‟`‹":
            return False
        if mark in "“«":
            return touches_before and (not after.strip() or after in ".,;:!?)" or not after.isalnum())
        if mark in "”»›":
            return True
        room_before = not touches_before or before in _OPEN_BEFORE
        spaced = not touches_before and (not after.strip())
        return (touches_before and (not after.isalnum() or not room_before)) or spaced

    def _before(self, match: re.Match[str]) -> str:
        return self.text[: match.start()][-1:]

    def _after(self, match: re.Match[str]) -> str:
        return self.text[match.end() :][:1]
