"""Read dates of publication in the forms that files give them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import lru_cache
from pathlib import PurePath

import dateparser

from quotes.errors import counted

_MONTHS = 12
_LONGEST = 100  # length of the longest date [characters]
#: day and month as numbers; with dots, the day always comes first
_NUMERIC = re.compile(r"(?<![\d/-])(\d{1,2})([/-])(\d{1,2})\2(?:\d{4}|\d{2})(?![\d/-])")
_DOTTED = re.compile(r"\s*\d{1,2}\.\d{1,2}\.")
_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_.]?)(\d\d)\2(\d\d)(?!\d)")
_DAY_FIRST, _MONTH_FIRST = "day first", "month first"


class Dates:
    """Reads the dates of one input. Decides once, and reports, whether its 03/04/2025 is in March or April.

    Args:
        name: name of the input, for messages.
        note: is called with each message about an assumption or an unreadable date.
    """

    def __init__(self, name: str, note: Callable[[str], None]) -> None:
        self._name = name
        self._note = note
        self._proofs: dict[str, str] = {}  # order -> a date that only it can read
        self._assumed: str | None = None
        self._contradicted = False
        self._unreadable = 0
        self._first_unreadable = ""

    def learn(self, values: Iterable[object]) -> None:
        """Look ahead at dates: one that can only be day first decides how the others are read."""
        for value in values:
            if len(orders := _orders(value)) == 1:
                self._proofs.setdefault(orders[0], str(value).strip())

    def read(self, value: object, where: str) -> date | None:
        """Read a date.

        Args:
            value: a date, a datetime or a string. None or blank: no date.
            where: file and line, for messages.

        Returns:
            The day as printed, in its own time zone. None: there is none, or it cannot be read.
        """
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        if isinstance(value, date):
            return value.date() if isinstance(value, datetime) else value
        day = self._parse(value, where) if isinstance(value, str) else None
        if day is None:
            self._unreadable += 1
            self._first_unreadable = self._first_unreadable or f"{str(value)[:_LONGEST]!r} at {where}"
        return day

    def close(self) -> None:
        """Report how many dates could not be read."""
        if self._unreadable:
            self._note(
                f"{self._name}: ignored {counted(self._unreadable, 'unreadable date')}, first {self._first_unreadable}"
            )

    def _parse(self, value: str, where: str) -> date | None:
        orders = _orders(value)
        if len(orders) > 1:
            return parse(value, order=self._assume(value.strip()))
        if orders and self._assumed not in (None, orders[0]) and not self._contradicted:
            self._contradicted = True
            self._note(f"{where}: {value.strip()!r} is {orders[0]}, though others here were read {self._assumed}")
        return parse(value, order=orders[0] if orders else None)

    def _assume(self, example: str) -> str:
        if self._assumed is None:
            self._assumed = _DAY_FIRST if list(self._proofs) == [_DAY_FIRST] else _MONTH_FIRST
            proven = list(self._proofs) == [self._assumed]
            why = f"like {self._proofs[self._assumed]!r}" if proven else "nothing shows the order"
            self._note(
                f"{self._name}: dates such as {example!r} read {self._assumed} ({why}); "
                "dates written as 2025-03-04 are unambiguous"
            )
        return self._assumed


@lru_cache(maxsize=4096)
def parse(text: str, *, order: str | None = None) -> date | None:
    """Read a date with day, month and year.

    Args:
        text: the date as printed.
        order: "day first" or "month first", for numeric dates; None: month first.

    Returns:
        The day, in the date's own time zone. None: a part is missing, or it is not a date.

    >>> parse("2026-01-08T23:30:00-05:00"), parse("Thursday, Jan. 8, 2026"), parse("January 2026")
    (datetime.date(2026, 1, 8), datetime.date(2026, 1, 8), None)
    """
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return None
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        pass
    day_first = order == _DAY_FIRST or _DOTTED.match(text) is not None
    settings = {
        "STRICT_PARSING": True,
        "REQUIRE_PARTS": ["day", "month", "year"],
        "PARSERS": ["absolute-time"],
        "PREFER_LOCALE_DATE_ORDER": False,
        "DATE_ORDER": "DMY" if day_first else "MDY",
    }
    try:
        found = dateparser.parse(text, languages=["en"], settings=settings)
    except (ValueError, OverflowError, ArithmeticError, LookupError, TypeError, AttributeError):
        return None  # dateparser fails on some strings: year 0, unknown time zones
    return found.date() if found else None


def is_ambiguous(text: str) -> bool:
    """Return whether a text has a numeric date that may be day first or month first.

    >>> is_ambiguous("03/04/2025"), is_ambiguous("25/03/2025"), is_ambiguous("2025-03-04")
    (True, False, False)
    """
    return len(_orders(text)) > 1


def date_in_name(path: PurePath) -> date | None:
    """Return the only date in a file's name; None: there is none, or there are several.

    >>> date_in_name(PurePath("2026-01-08-harbour.txt")), date_in_name(PurePath("20260108_3.html"))
    (datetime.date(2026, 1, 8), datetime.date(2026, 1, 8))
    >>> date_in_name(PurePath("2026-01-08_to_2026-01-09.txt")), date_in_name(PurePath("id20261399.txt"))
    (None, None)
    """
    days = set()
    for year, _, month, day in _IN_NAME.findall(path.name):
        try:
            days.add(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return days.pop() if len(days) == 1 else None


def _orders(value: object) -> tuple[str, ...]:
    """Return the orders in which a numeric date can be read; empty: it is not one, or the order does not matter.

    >>> _orders("25/03/2025"), _orders("Tue 03/25/2025"), _orders("03/04/25"), _orders("03/03/2025")
    (('day first',), ('month first',), ('day first', 'month first'), ())
    """
    found = _NUMERIC.search(value) if isinstance(value, str) else None
    if found is None or found[1] == found[3]:
        return ()
    places = {_DAY_FIRST: int(found[3]), _MONTH_FIRST: int(found[1])}
    return tuple(order for order, month in places.items() if month <= _MONTHS)
