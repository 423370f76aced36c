"""The day from which "Tuesday" counts back: that of publication, or the next where the story says so."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from spacy.tokens import Doc

from quotes.annotations import read_context
from quotes.dates.clauses import is_past
from quotes.dates.narration import Narration
from quotes.dates.occasions import Occasion, find
from quotes.days import day_mentions, weekday_number


def reference_day(doc: Doc, narration: Narration, published: date) -> date:
    """Return the day from which a story's days count back.

    Clocks differ: an article of Wednesday may carry Tuesday's date. It is so where the dateline names the next day
    ("Jan. 7"), or where the next day's weekday comes first in the story, and is told of in the past tense, more than once
    and as often as any other. News of six days ago is not told like that. "Today" says nothing of it: it is the day of
    publication, whichever that is.

    Args:
        doc: the story, with its context.
        narration: its narration.
        published: the day of publication.
    """
    later = published + timedelta(days=1)
    dateline = read_context(doc).dateline
    if later in {mention.day for mention in day_mentions(dateline, reference=later)}:
        return later
    if later not in {mention.day for mention in day_mentions(doc.text, reference=later)}:
        return published
    dated = [one for one in find(doc, narration, reference=later) if one.day and _names_weekday(one)]
    return later if _is_told_most(later, dated) else published


def _is_told_most(day: date, dated: list[Occasion]) -> bool:
    """True of the first day of a story that is told of more than once, and as often as any other."""
    told = Counter(one.day for one in dated if is_past(one.span))
    return bool(dated) and dated[0].day == day and told[day] > 1 and told[day] == max(told.values())


def _names_weekday(occasion: Occasion) -> bool:
    """True of Tuesday, Tuesday night, Jan. 7; not of today."""
    return any(weekday_number(x.text) is not None or x.text.isdigit() for x in occasion.span)
