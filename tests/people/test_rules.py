"""Every rule of the room does what its examples say, on stored parses."""

import pytest
from made import quoted_doc
from parses import parser
from rooms import rules_of

from quotes import lexicon
from quotes.people.analysis import Analysis, analyse
from quotes.people.rule_groups import RULES
from quotes.rules import Rule

PARSE = parser("people")
ALL = rules_of(RULES)

each_rule = pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.id)


def decided(marked: str) -> set[str]:
    """Return the ids of all rules that decided something in a marked text: each is recorded on what it decided."""
    doc, _ = quoted_doc(marked, PARSE)
    found: Analysis = analyse(doc, lexicon.load())
    clusters, mentions, speakers = found.state.clusters.all, found.state.mentions, found.speakers.values()
    return {
        *(mention.rule for mention in mentions),
        *(mention.clustered_by for mention in mentions),
        *(role.rule for cluster in clusters for role in cluster.roles),
        *(cluster.kind_rule for cluster in clusters),
        *(cluster.gender_rule for cluster in clusters),
        *(speaker.rule for speaker in speakers),
        *(speaker.head_rule for speaker in speakers),
    }


@each_rule
def test_fires_in_its_examples(rule: Rule) -> None:
    assert rule.fires
    assert [text for text in rule.fires if rule.id not in decided(text)] == []


@each_rule
def test_abstains_in_its_examples(rule: Rule) -> None:
    assert rule.abstains
    assert [text for text in rule.abstains if rule.id in decided(text)] == []


def test_ids_are_unique() -> None:
    ids = [rule.id for rule in ALL]
    assert len(ids) == len(set(ids))


@each_rule
def test_says_what_it_does(rule: Rule) -> None:
    assert rule.sentence.endswith((".", '"'))
