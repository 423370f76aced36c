"""The dateline that a paragraph opens with: NEW YORK, Jan. 8, 2026 (Reuters) —."""

from __future__ import annotations

import re

from quotes.days import month_number
from quotes.lexicon import of_kind, table

_DATELINE_WIDTH = 90  # the dash of a dateline stands in so many characters
_PLACE_WORDS = 4
_DASH = re.compile(r"\s*(?:—|–|―|--)|\s+-\s|\.-\s")
_AGENCY = re.compile(r"\s*\(([A-Z][\w&.]+(?: [A-Z][\w&.]+){0,2})\)\s*$")
_DAY = re.compile(r"(?:([a-z]{3,9})\.? \d{1,2}|\d{1,2} ([a-z]{3,9})\.?)(?: \d{4})?", re.I)
_YEAR = re.compile(r"\d{4}")


def dateline(text: str) -> str | None:
    """Return the day in the dateline that a paragraph opens with, "" if it names none, None if it has no dateline.

    A place in capitals, and a sign that it is one: an agency, a day, a known region after it, or a known city. A place
    not in capitals must be a known one and followed by an agency.

    >>> dateline("LONDON, Jan 8 (Reuters) - Shares fell."), dateline("RENO, Nev. — He won."), dateline("UPDATE — He won.")
    ('Jan 8', '', None)
    """
    dash = _DASH.search(text, 0, _DATELINE_WIDTH)
    if not dash:
        return None
    head = text[: dash.start()]
    agency = _AGENCY.search(head)
    parts = [part.strip() for part in (head[: agency.start()] if agency else head).split(",")]
    days = [part for part in parts if _is_day(part) or _YEAR.fullmatch(part)]
    places = [part for part in parts if part not in days]
    certain = _is_place(places, agency[1] if agency else "", dated=bool(days)) if places else bool(agency)
    return ", ".join(days) if certain else None


def dateline_end(text: str) -> int:
    """Return where the dateline of a paragraph ends, 0 if it has none.

    >>> dateline_end("RENO, Nev. — He won.")
    12
    """
    dash = _DASH.search(text, 0, _DATELINE_WIDTH)
    return dash.end() if dash and dateline(text.lstrip()) is not None else 0


def _is_place(places: list[str], agency: str, *, dated: bool) -> bool:
    """True if what a dateline begins with is a place, and something shows that it is a dateline."""
    if len(places[0].split()) > _PLACE_WORDS:
        return False
    known = _is_city(places[0]) or any(part.casefold() in of_kind("dateline_places", "region") for part in places[1:])
    return known or bool(agency) or dated if places[0].isupper() else known and agency in table("agencies")


def _is_day(part: str) -> bool:
    match = _DAY.fullmatch(part)
    return bool(match and month_number(match[1] or match[2]))


def _is_city(place: str) -> bool:
    return all(city.strip().casefold() in of_kind("dateline_places", "city") for city in place.split("/"))
