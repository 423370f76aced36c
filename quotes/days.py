"""Find days as they are printed: full dates, "on Wednesday", "Sept. 3", "last night"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from quotes.lexicon import table

_ISO = re.compile(r"\b(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?!\d)")
_MONTH_DAY = re.compile(r"\b(?P<month>[a-z]{3,9})\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})\b", re.I)
_DAY_MONTH = re.compile(r"\b(?P<d>\d{1,2})(?:st|nd|rd|th)? (?:of )?(?P<month>[a-z]{3,9})\.?,? (?P<y>\d{4})\b", re.I)
_NUMBERS = re.compile(r"\b(?P<a>\d{1,2})[/.](?P<b>\d{1,2})[/.](?P<y>\d{4})\b")
_WORD = re.compile(r"(?<![\w-])[A-Z][A-Za-z]{2,8}\b(?!-)")
_AFTER_MONTH = re.compile(
    r"\.? (\d{1,2})(?:st|nd|rd|th)?(?![\w:%,]|\.\d|-\w)|\.? (\d{1,2})(?:st|nd|rd|th)?(?=,(?! \d{4}))"
)
_BEFORE_MONTH = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?(?: of)? $")
_WORD_BEFORE = re.compile(r"(\w+)\s$")
_AFTER_WEEKDAY = re.compile(r"(?:(?<!day)\.)?(?: (?:morning|afternoon|evening|night)\b)?")
_OFTEN = re.compile(r" (?:morning|afternoon|evening|night)s\b")
_RELATIVE = re.compile(
    r"\b(?:(?P<before>[Yy]esterday(?: (?:morning|afternoon|evening))?|[Ll]ast night)"
    r"|[Tt]oday|[Tt]onight|[Tt]his (?:morning|afternoon|evening))\b"
)
_NAME_WIDTH = 20  # how far from a weekday to look for a name that contains it [characters]
_LAST_MONTH = 12
_DAYS_IN_WEEK = 7


@cache
def _numbers(kind: str) -> dict[str, int]:
    return {word: int(number) for word, (own, number) in table("calendar").items() if own == kind}


def month_number(word: str) -> int | None:
    """Return 1-12 for a month's name or abbreviation.

    >>> month_number("Sept."), month_number("Septet")
    (9, None)
    """
    return _numbers("month").get(word.casefold().rstrip("."))


def weekday_number(word: str) -> int | None:
    """Return 0 (Monday) to 6 for a weekday's name or abbreviation.

    >>> weekday_number("Thurs."), weekday_number("Thursdays")
    (3, None)
    """
    return _numbers("weekday").get(word.casefold().rstrip("."))


def day_of(year: int, month: int, day: int) -> date | None:
    """Return the date; None: the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def full_dates(text: str) -> list[tuple[int, int, date]]:
    """Find dates printed with their year.

    Skips 03/04/2026, where either number may be the month.

    Returns:
        Start offset, end offset and day of each; code points, end exclusive, in no particular order.

    >>> full_dates("Jan. 7, 2026; 8 January 2026; 2026-01-09; 31/12/2025; 03/04/2026")[-1]
    (42, 52, datetime.date(2025, 12, 31))
    """
    found = []
    for pattern in (_ISO, _MONTH_DAY, _DAY_MONTH, _NUMBERS):
        for match in pattern.finditer(text):
            day = _read(match.groupdict())
            if day:
                found.append((*match.span(), day))
    return found


def _read(parts: dict[str, str]) -> date | None:
    year = int(parts["y"])
    if "a" in parts:
        first, second = int(parts["a"]), int(parts["b"])
        if first <= _LAST_MONTH and second <= _LAST_MONTH and first != second:
            return None
        return day_of(year, second, first) if first > _LAST_MONTH else day_of(year, first, second)
    month = month_number(parts["month"]) if "month" in parts else int(parts["m"])
    return day_of(year, month, int(parts["d"])) if month else None


@dataclass(frozen=True, order=True, slots=True)
class DayMention:
    """Words that name a day, and the day. Offsets are code points into the text, end exclusive."""

    start: int
    end: int
    day: date


def day_mentions(text: str, *, reference: date) -> list[DayMention]:
    """Find the days up to the reference day that a text names.

    A weekday is the latest one, the reference day included; "last Tuesday" is never the reference day itself. A day and
    month without a year is the nearest such day. Skips days to come, "next Tuesday", names such as Super Tuesday, and
    expressions that name no day: last week, in June.

    Args:
        text: the text.
        reference: the day to count from: the day of publication.

    Returns:
        Mentions in the order of the text, without overlap.

    >>> found = day_mentions("on Wednesday, late on Sept. 3 and last night", reference=date(2026, 1, 8))
    >>> [mention.day.isoformat() for mention in found]
    ['2026-01-07', '2025-09-03', '2026-01-07']
    """
    found: list[DayMention] = []
    for mention in sorted(_all_mentions(text, reference)):
        last = found[-1] if found else None
        if last and mention.start <= last.end + len(", ") and not text[last.end : mention.start].strip(" ,"):
            # "Tuesday, March 3" is one mention, and the date is more exact than the weekday
            found[-1] = DayMention(last.start, max(last.end, mention.end), mention.day)
        else:
            found.append(mention)
    return [mention for mention in found if mention.day <= reference]


def _all_mentions(text: str, reference: date) -> Iterator[DayMention]:
    yield from (DayMention(*found) for found in full_dates(text))
    for match in _RELATIVE.finditer(text):
        if _is_named(text, match):
            continue
        day = reference - timedelta(days=1) if match["before"] else reference
        yield DayMention(*match.span(), day)
    for match in _WORD.finditer(text):
        if (number := weekday_number(match[0])) is not None:
            mention = _weekday(text, match, number, reference)
        elif (number := month_number(match[0])) is not None:
            mention = _month_day(text, match, number, reference)
        else:
            continue
        if mention:
            yield mention


@cache
def _names() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(map(re.escape, table("day_names"))) + r")\b")


def _weekday(text: str, match: re.Match[str], number: int, reference: date) -> DayMention | None:
    before = _WORD_BEFORE.search(text, max(0, match.start() - _NAME_WIDTH), match.start())
    word = before[1].casefold() if before else ""
    often = _OFTEN.match(text, match.end())
    abbreviated = len(match[0]) < len("Monday") and text[match.end() : match.end() + 1] not in {".", ","}
    if word in {"next", "coming", "every", "each", "most"} or _is_named(text, match) or abbreviated or often:
        return None
    back = (reference.weekday() - number) % _DAYS_IN_WEEK
    if word == "last" and not back:
        back = _DAYS_IN_WEEK
    end = _AFTER_WEEKDAY.match(text, match.end())
    return DayMention(match.start(), end.end() if end else match.end(), reference - timedelta(days=back))


def _is_named(text: str, match: re.Match[str]) -> bool:
    """Tell a day's word that is part of a name: Fox News Sunday, Sunday Today."""
    near = _names().finditer(text, max(0, match.start() - _NAME_WIDTH), match.end() + _NAME_WIDTH)
    return any(name.start() < match.end() and match.start() < name.end() for name in near)


def _month_day(text: str, match: re.Match[str], month: int, reference: date) -> DayMention | None:
    after = _AFTER_MONTH.match(text, match.end())
    before = _BEFORE_MONTH.search(text, max(0, match.start() - len("31st of ")), match.start())
    if after:
        start, end, number = match.start(), after.end(), int(after[1] or after[2])
    elif before:
        start, end, number = before.start(), match.end(), int(before[1])
    else:
        return None
    years = (reference.year - 1, reference.year, reference.year + 1)
    days = [day for year in years if (day := day_of(year, month, number))]
    if not days:
        return None
    nearest = min(days, key=lambda day: abs(day - reference))
    return DayMention(start, end, nearest)
