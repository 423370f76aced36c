"""The day each statement was made.

In: a Doc with quotations and resolved speakers. Out: a dated span for each quotation that the text dates, with the rule
that ties the two and the probability that the day is right. `statement_dates` is the entry. Imported by `pipeline`.
"""

from __future__ import annotations

from quotes.dates import doubts, ties

#: The rules of dates: (name of the group, its rules in order).
RULES = (
    ("the day that the cue's sentence states", ties.STATED),
    ("the occasion that a statement belongs to", ties.SCENE),
    ("doubts about a day", doubts.RULES),
)
