"""The layout of a text: its lines, paragraphs, separator lines and quoted stretches, computed once for all stages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from quotes.marks import Quoted, pair

_BLOCK = re.compile(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")
_LINE = re.compile(r"\S(?:[^\n]*\S)?")
#: Length of the lines of a paragraph that was wrapped by hand [characters].
MIN_WRAP_WIDTH, MAX_WRAP_WIDTH = 45, 120
#: Full lines by which a wrapped text is known.
MIN_WRAPPED_LINES = 3
#: Characters of a separator line, at the least.
MIN_SEPARATOR_MARKS = 3


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters `start:end` of a text, white space at both ends left out."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The layout of a text. Offsets are characters, end exclusive.

    Attributes:
        lines: the lines that hold anything.
        paragraphs: the same, lines that were wrapped by hand joined.
        separators: where the lines of marks begin that part the items of a page.
        quoted: the stretches inside quotation marks, outermost only.
    """

    lines: tuple[Stretch, ...]
    paragraphs: tuple[Stretch, ...]
    separators: tuple[int, ...]
    quoted: tuple[Quoted, ...]


@lru_cache(maxsize=16)
def lay_out(text: str) -> Layout:
    r"""Read the layout of a text. The last few texts are remembered: every stage of an article asks.

    >>> layout = lay_out("“We won,” she said.\n___\nThe end.")
    >>> len(layout.lines), layout.separators, [(q.start, q.end) for q in layout.quoted]
    (3, (20,), [(0, 9)])
    """
    blocks = [
        [Stretch(*line.span()) for line in _LINE.finditer(text, *block.span())] for block in _BLOCK.finditer(text)
    ]
    lines = tuple(line for block in blocks for line in block)
    paragraphs = tuple(_paragraphs(text, blocks))
    return Layout(
        lines=lines,
        paragraphs=paragraphs,
        separators=tuple(line.start for line in lines if is_separator(text[line.start : line.end])),
        quoted=tuple(quoted for one in paragraphs for quoted in pair(text[one.start : one.end], offset=one.start)),
    )


def _paragraphs(text: str, blocks: Sequence[Sequence[Stretch]]) -> Iterator[Stretch]:
    """Yield the lines of each block, joined where they were wrapped by hand."""
    printed = [[text[line.start : line.end] for line in block] for block in blocks]
    wrapped = is_wrapped_text(printed)
    for block, own in zip(blocks, printed, strict=True):
        if len(block) > 1 and (wrapped or is_wrapped(own)):
            yield Stretch(block[0].start, block[-1].end)
        else:
            yield from block


def is_wrapped(lines: Sequence[str]) -> bool:
    """True if neighbouring lines have the length of wrapped ones, and one of them goes on in lower case."""
    fits = all(MIN_WRAP_WIDTH <= len(line) <= MAX_WRAP_WIDTH for line in lines[:-1])
    return fits and any(line[0].islower() for line in lines[1:])


def is_wrapped_text(blocks: Sequence[Sequence[str]]) -> bool:
    """True if a text was wrapped by hand: every line is full, the first word of the next one would not have fitted.

    Args:
        blocks: the lines of the text, by blocks with empty lines between them.
    """
    ends = [(line, after) for block in blocks for line, after in pairwise(block)]
    width = max((len(line) for line, _ in ends), default=0)
    full = all(len(line) + 1 + len(after.split()[0]) > width for line, after in ends)
    return len(ends) >= MIN_WRAPPED_LINES and full and MIN_WRAP_WIDTH <= width <= MAX_WRAP_WIDTH


def is_separator(line: str) -> bool:
    """True for a line of three marks and more, as they part the items of a page.

    >>> is_separator("* * *"), is_separator("9/11"), is_separator("!")
    (True, False, False)
    """
    return len(line) >= MIN_SEPARATOR_MARKS and not any(char.isalnum() for char in line)
