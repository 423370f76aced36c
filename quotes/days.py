"""Read days as they are printed: names of months and weekdays, and full dates."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from quotes.lexicon import table

_ISO = re.compile(r"\b(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?!\d)")
_MONTH_DAY = re.compile(r"\b(?P<month>[a-z]{3,9})\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})\b", re.I)
_DAY_MONTH = re.compile(r"\b(?P<d>\d{1,2})(?:st|nd|rd|th)? (?:of )?(?P<month>[a-z]{3,9})\.?,? (?P<y>\d{4})\b", re.I)
_NUMBERS = re.compile(r"\b(?P<a>\d{1,2})[/.](?P<b>\d{1,2})[/.](?P<y>\d{4})\b")
_LAST_MONTH = 12


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
    """Return the date, None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def full_dates(text: str) -> list[tuple[int, int, date]]:
    """Find dates printed with their year: start, end, day.

    03/04/2026 is left out: no one can tell which is the month.

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
