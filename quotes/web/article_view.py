"""What the page of an article shows: its text with marks, its speakers, what to check first, and the data for the script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from quotes.config import WebConfig
from quotes.table.corrected import Corrected
from quotes.types import Quote
from quotes.web.desk import Opened
from quotes.web.marking import by_speaker, colours, mark_up, shown
from quotes.web.rows import details, doubtful, history_line

#: Rows of each list that are shown at once.
LISTED = 300


def article_values(opened: Opened, config: WebConfig) -> dict[str, Any]:
    """Return the values of the template.

    Args:
        opened: the article and its corrected rows.
        config: below which confidence a speaker is doubtful.
    """
    article, corrected = opened.article, opened.corrected
    quotes = [one.row for one in corrected.rows]
    told = [details(one, number, config) for number, one in enumerate(corrected.rows)]
    groups = by_speaker(quotes)
    people = [name for name, _ in groups if name]
    return {
        "article": article,
        "paragraphs": mark_up(article.text, quotes),
        "rows": told,
        "speakers": [(name, numbers[:LISTED], len(numbers)) for name, numbers in groups],
        "doubtful": doubtful(corrected.rows, config)[:LISTED],
        "people": [shown(name) for name in people],
        "island": {"doc_id": article.doc_id, "rows": told, "people": people},
        **_looks(quotes),
        **_set_aside(corrected),
    }


def _looks(quotes: Sequence[Quote]) -> dict[str, Any]:
    """Return each row's colour and short name; None is the colour of nobody known."""
    colour = colours(quotes)
    names = short_names(colour)
    return {
        "colour": colour,
        "hues": [colour.get(row.speaker or "") for row in quotes],
        "tags": [names.get(row.speaker or "", "?") for row in quotes],
    }


def _set_aside(corrected: Corrected) -> dict[str, Any]:
    """Return what was said to be no quotation, what no longer stands in the article, and who checked it whole."""
    return {
        "removed": [(one, [history_line(line) for line in one.corrections]) for one in corrected.removed],
        "stale": [(line, history_line(line)) for line in corrected.stale],
        "checked": [history_line(line) for line in corrected.checked],
    }


def short_names(speakers: Iterable[str]) -> dict[str, str]:
    """Return what stands behind each speaker's quotations: the surname; with an initial where two have the same.

    >>> short_names(["Helen Marsk", "Iris Tolland", "Tomas Tolland", "Union of Harbour Workers"])
    {'Helen Marsk': 'Marsk', 'Iris Tolland': 'I. Tolland', 'Tomas Tolland': 'T. Tolland', 'Union of Harbour Workers': 'Union of Harbour W …'}
    """
    short = {name: _short(name) for name in speakers}
    counts = Counter(short.values())
    return {name: f"{name[:1]}. {one}" if counts[one] > 1 and one != name else one for name, one in short.items()}


def _short(speaker: str) -> str:
    words = speaker.split()
    if 0 < len(words) <= 3 and all(word[:1].isupper() for word in words):  # noqa: PLR2004  given names and a surname
        return shown(words[-1])
    return shown(speaker if len(speaker) <= 18 else f"{speaker[:18].rstrip()} …")  # noqa: PLR2004
