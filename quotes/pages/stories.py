"""Take a page apart: furniture and captions out, several stories on one page separated.

Offsets stay those of the page as read. `line_rules.py` tells what a line is by its own words, `page_rules.py` by its
neighbours; here stories are cut at datelines and at headlines with a byline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from quotes.days import full_dates
from quotes.layout import lay_out
from quotes.pages.datelines import dateline, dateline_end
from quotes.pages.language import language_of
from quotes.pages.line_rules import is_byline, is_stamp, role_of
from quotes.pages.lines import Line, Role
from quotes.pages.page_rules import mark
from quotes.types import Piece, PublishedBasis

_NOT_BREAK = re.compile(r"[^\n\r]")
_TITLE_WORDS, _TITLE_LINES = 5, 3
_STORY_WORDS = 60  # so much text above the first dateline is a story of its own
_HEAD_TEXTS = 2  # the head of a page: its headline and a line below it may read like sentences
_STAMPED = re.compile(r"\b(?:published|updated|posted|modified)\b|\d:\d\d", re.I)
_UPDATED = re.compile(r"\W*(?:last )?(?:updated|modified)", re.I)
_PUBLISHED = re.compile(r"\W*(?:published|posted)\b", re.I)


@dataclass(frozen=True, slots=True)
class Story:
    """One story of a page. Offsets point into the page's text as read; `blocks` are the stretches to be searched."""

    index: int
    title: str | None
    start: int
    end: int
    blocks: tuple[Piece, ...]
    published: date | None
    published_basis: str | None  # a PublishedBasis; None: as it was given, or not known
    dateline: str = ""  # the day in its first dateline, as printed: "Jan. 7"
    beside: tuple[str, ...] = ()  # headline, captions and bylines: not searched, but they may give a full name

    def masked(self, text: str) -> str:
        r"""Blank all that is not this story, keeping length and line breaks, so that offsets need no arithmetic.

        >>> Story(0, None, 6, 9, (Piece(6, 9),), None, None).masked("Share\nYes\n")
        '     \nYes\n'
        """
        pieces, end = [], 0
        for block in self.blocks:
            pieces += [_NOT_BREAK.sub(" ", text[end : block.start]), text[block.start : block.end]]
            end = block.end
        return "".join([*pieces, _NOT_BREAK.sub(" ", text[end:])])


def split(
    text: str, *, title: str | None = None, published: date | None = None, basis: str | None = None
) -> list[Story]:
    r"""Return the stories of a page, top to bottom; none where nothing is left to be searched.

    Args:
        text: the page as read.
        title: the article's title, for a first story with no headline of its own.
        published: the day of publication where known; else it is looked for on the page.
        basis: where `published` comes from. That of a file's name gives way to what is found on the page.

    >>> [story.title for story in split("Share\n\nBridge reopens after storm, for good\n\nOSLO, Norway - It opened.")]
    ['Bridge reopens after storm, for good']
    """
    lines = read_lines(text)
    mark(lines)
    given = [(published, basis)] if published else []
    known, named = ([], given) if basis == PublishedBasis.FILENAME else (given, [])
    openings = [*_openings(lines), len(lines)]
    stamped = _stamped(lines[: openings[1]])
    stories: list[Story] = []
    for first, after in pairwise(openings):
        own = lines[first:after]
        headline = _headline(own) or (title if first == 0 else None)
        blocks = tuple(_blocks(own))
        if blocks:
            days = [*known, *_stamped(own), *stamped, *_datelined(own), *named, (None, None)]
            printed = next((line.dateline for line in own if line.dateline), "")
            beside = (*([headline] if headline else []), *(line.text for line in own if _may_name(line)))
            start, end = blocks[0].start, blocks[-1].end
            stories.append(Story(len(stories), headline, start, end, blocks, *days[0], printed, beside))
    return stories


def _may_name(line: Line) -> bool:
    return line.role is Role.CAPTION or (line.role is Role.FURNITURE and is_byline(line.text))


def _stamped(lines: Sequence[Line]) -> list[tuple[date, PublishedBasis]]:
    """Return the day of the line that is only a time stamp, where there is one.

    A line that begins with "updated" gives way to one that does not. Below the head a bare day is no time stamp: it may
    be that of an event, or of a correction.
    """
    texts = [i for i, line in enumerate(lines) if line.role is Role.TEXT]
    head = texts[_HEAD_TEXTS] if len(texts) > _HEAD_TEXTS else len(lines)
    stamps = [x.text for i, x in enumerate(lines) if is_stamp(x.text) and (i < head or _STAMPED.search(x.text))]
    stamps.sort(key=lambda stamp: bool(_UPDATED.match(stamp)))
    return [(min(days)[2], PublishedBasis.PAGE) for stamp in stamps if (days := full_dates(stamp))][:1]


def _datelined(lines: Sequence[Line]) -> list[tuple[date, PublishedBasis]]:
    """Return the day of the first dateline that names day, month and year, where there is one."""
    days = [days[0][2] for line in lines if line.dateline and (days := full_dates(line.dateline))]
    return [(day, PublishedBasis.DATELINE) for day in days[:1]]


def read_lines(text: str) -> list[Line]:
    """Read the lines of a page, and what each is by its own words."""
    lines = []
    for paragraph in lay_out(text).paragraphs:
        own = text[paragraph.start : paragraph.end]
        day = dateline(own)
        role = role_of(own) if day is None else Role.TEXT
        lines.append(Line(paragraph.start, paragraph.end, own, role, day))
    return lines


def foreign_language(text: str) -> str | None:
    """Return the language of a page of which nothing is English; None: some of it is, or it says too little."""
    lines = read_lines(text)
    mark(lines)
    foreign = " ".join(line.text for line in lines if line.role is Role.FOREIGN)
    return language_of(foreign) if foreign and all(line.role is not Role.TEXT for line in lines) else None


def _openings(lines: list[Line]) -> list[int]:
    """Return each story's first line: at the page's top, and, its headline included, above each further dateline or byline."""
    openings, first, dated = [0], 0, False
    for i, line in enumerate(lines):
        if line.role is not Role.TEXT:
            continue
        above = _text_words(lines[openings[-1] : first])
        is_signed = above >= _STORY_WORDS and _is_signed(lines[first:i])
        if is_signed or (line.dateline is not None and (above >= _STORY_WORDS or (dated and above))):
            openings.append(first)
        dated = line.dateline is not None or (dated and not is_signed)
        first = i + 1
    return openings


def _text_words(lines: Sequence[Line]) -> int:
    return sum(line.words for line in lines if line.role is Role.TEXT)


def _is_signed(head: Sequence[Line]) -> bool:
    """Tell whether lines that are no text are the head of a story: a headline, and below it a byline, or "Published ...".

    "Judge frees the ferryman on bail", "By Hal Ibsen" are; "A vote on Friday", "Photo by Hal Ibsen" are not, nor is
    a cross-heading above a bare day, as timelines have them.
    """
    titled = next((i for i, line in enumerate(head) if line.role is Role.HEADLINE and line.words >= _TITLE_WORDS), None)
    below = head[titled:] if titled is not None else []
    return any(is_byline(line.text) or (is_stamp(line.text) and _PUBLISHED.match(line.text)) for line in below)


def _headline(lines: list[Line]) -> str | None:
    """Return the headline above the story's first text, and mark as furniture what stands higher up on the page.

    Of the lines next to the text the topmost long enough to be a headline: below it may stand a second line of it.
    """
    above = lines[: next((i for i, line in enumerate(lines) if line.role is Role.TEXT), len(lines))]
    candidates = [line for line in above if line.role is Role.HEADLINE]
    for line in candidates[:-_TITLE_LINES]:
        line.role = Role.FURNITURE
    candidates = [line for line in candidates[-_TITLE_LINES:] if line.words >= _TITLE_WORDS] or candidates[-1:]
    return candidates[0].text if candidates else None


def _blocks(lines: Sequence[Line]) -> Iterator[Piece]:
    """Yield the stretches of text and headlines, neighbours joined. A dateline is neither."""
    start, end = -1, -1
    for line in [*lines, None]:
        searched = line is not None and line.role in {Role.TEXT, Role.HEADLINE}
        dateline_width = dateline_end(line.text) if line is not None and line.dateline is not None else 0
        if start >= 0 and (not searched or dateline_width):
            yield Piece(start, end)
            start = -1
        if line is not None and searched:
            start, end = start if start >= 0 else line.start + dateline_width, line.end
