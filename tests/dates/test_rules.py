"""The examples of the rules of dates: each pairs quotation 0 with the first day that its text names."""

from datetime import date

import pytest
from made import resolved_doc
from parses import parser

from quotes.annotations import write_context
from quotes.dates import RULES
from quotes.dates.pairs import Pair, read_story
from quotes.records import StoryContext
from quotes.rules import Rule

PARSE = parser("dates")
PUBLISHED = date(2026, 1, 8)
ALL = [rule for _, rules in RULES for rule in rules]


def answer(rule: Rule, text: str) -> bool | None:
    """Apply a rule to a marked text."""
    doc = resolved_doc(text, PARSE)
    write_context(doc, StoryContext(PUBLISHED))
    story = read_story(doc, PUBLISHED)
    statement = next(one for one in story.statements if one.quotation.id == "q0")
    occasion = next(one for one in story.occasions if one.day)
    return rule(Pair(statement, occasion, story))


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule in ALL for text in rule.fires])
def test_rule_fires(rule: Rule, text: str) -> None:
    assert answer(rule, text)


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule in ALL for text in rule.abstains])
def test_rule_abstains(rule: Rule, text: str) -> None:
    assert not answer(rule, text)


def test_ids_are_unique() -> None:
    assert len({rule.id for rule in ALL}) == len(ALL)
