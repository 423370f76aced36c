"""The rules that tell what a line is: each fires and abstains as its examples say."""

import pytest

from quotes.pages.line_rules import LINE_RULES
from quotes.pages.page_rules import PAGE_RULES
from quotes.pages.stories import read_lines


@pytest.mark.parametrize("one", LINE_RULES, ids=lambda one: one.id)
def test_line_rule(one):
    assert [one(line) is not None for line in one.fires] == [True] * len(one.fires)
    assert [one(line) for line in one.abstains] == [None] * len(one.abstains)


@pytest.mark.parametrize("one", PAGE_RULES, ids=lambda one: one.id)
def test_page_rule(one):
    """In an example, the rule changes the lines that begin with "> "."""
    for page in one.fires:
        marked = [place for place, line in enumerate(page.split("\n")) if line.startswith("> ")]
        assert sorted(one(read_lines(page.replace("> ", "").replace("\n", "\n\n")))) == marked
    for page in one.abstains:
        assert one(read_lines(page.replace("\n", "\n\n"))) is None
