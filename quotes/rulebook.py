"""All rules of all rooms, in the order in which an article meets them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quotes.dates import RULES as DATE_RULES
from quotes.pages.line_rules import LINE_RULES
from quotes.pages.page_rules import PAGE_RULES
from quotes.people.rule_groups import RULES as PEOPLE_RULES
from quotes.quotations import attribution, polarity
from quotes.rules import Rule, plain

#: Room and what its rules decide, with the rules.
RULES: tuple[tuple[str, str, tuple[Rule, ...]], ...] = (
    ("pages", "what a line is", LINE_RULES),
    ("pages", "what a line is among its neighbours", PAGE_RULES),
    ("quotations", "which source mention a quotation has", attribution.RULES),
    ("quotations", "said, denied, not said or asked", polarity.RULES),
    *(("people", group, rules) for group, rules in PEOPLE_RULES),
    *(("dates", group, rules) for group, rules in DATE_RULES),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule as it is listed.

    Attributes:
        room: sub-package.
        group: what the rules of its tuple decide together.
        rule: its id.
        does: what it does, in a sentence.
        fires: texts in which it gives the answer.
        abstains: texts in which it does not.
    """

    room: str
    group: str
    rule: str
    does: str
    fires: list[str]
    abstains: list[str]


def entries(room: str | None = None) -> Iterator[Entry]:
    """Yield the rules of a room, or of all."""
    for name, group, rules in RULES:
        if room in (None, name):
            for one in rules:
                yield Entry(name, group, one.id, one.sentence, [*map(plain, one.fires)], [*map(plain, one.abstains)])
