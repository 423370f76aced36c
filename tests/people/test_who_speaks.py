"""Who speaks: cases in tests/cases/people.jsonl.

In `text`, `[s0=Ana Ruiz|she]` is the source of quotation 0 and whom it means ("" for nobody: abstain; "?" for either
no answer or any); `[q0|...]` and `[c0|...]` mark quotation and cue. `rules`: the rule by which each source, in order,
is resolved ("" for none, "?" for any). `negative`: rules that must not fire. `evidence` and `roles`: by quotation. All people are invented.
"""

import pytest
import spacy
from made import NLP, quoted_doc
from parses import parser
from rooms import cases, rules_of
from spacy.tokens import Doc, DocBin

from quotes import lexicon
from quotes.annotations import read_entities, read_speakers
from quotes.people.component import People
from quotes.people.rule_groups import RULES
from quotes.records import Entity

CASES = cases("people")
PARSE = parser("people")
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"].replace(" ", "-"))


def read(marked: str) -> tuple[Doc, dict[str, str | None]]:
    """Resolve the people of marked text; who is meant by each source, by quotation id."""
    doc, meant = quoted_doc(marked, PARSE)
    return People(lexicon.load())(doc), meant


def speakers(doc: Doc) -> dict[str, Entity | None]:
    entities = read_entities(doc)
    return {name: entities.get(speaker.entity) for name, speaker in read_speakers(doc).items()}


@each_case
def test_case(case: dict) -> None:
    doc, meant = read(case["text"])
    meant |= {f"q{number}": name for number, name in case.get("implied", {}).items()}
    found = speakers(doc)
    assert {name: found[name].name if found[name] else "" for name, who in meant.items() if who != "?"} == {
        name: who for name, who in meant.items() if who != "?"
    }
    rules = {name: speaker.resolution.rule for name, speaker in read_speakers(doc).items()}
    assert [rules[name] for name, rule in zip(meant, case["rules"], strict=True) if rule != "?"] == [
        rule for rule in case["rules"] if rule != "?"
    ]
    assert not set(case.get("negative", ())) & set(rules.values())
    for name, steps in case.get("evidence", {}).items():
        assert [[step.kind, step.span.text] for step in read_speakers(doc)[name].evidence] == steps
    for name, role in case.get("roles", {}).items():
        assert found[name].role == role
    if "kinds" in case:
        assert [found[name].kind for name in meant] == case["kinds"]


def test_cases_name_rules_that_there_are() -> None:
    named = {rule for case in CASES for rule in (*case["rules"], *case.get("negative", ()))}
    assert named - {rule.id for rule in rules_of(RULES)} <= {"", "?"}


def test_labels_are_unique() -> None:
    labels = [case["label"] for case in CASES]
    assert len(labels) == len(set(labels))


def test_what_is_written_outlives_storing() -> None:
    doc, _ = read(CASES[0]["text"])
    again = next(iter(DocBin().from_bytes(DocBin(docs=[doc]).to_bytes()).get_docs(spacy.blank("en").vocab)))
    assert speakers(again) == speakers(doc)
    before, after = read_speakers(doc).values(), read_speakers(again).values()
    assert [(s.quotation, s.mention.text, s.entity, s.resolution) for s in before] == [
        (s.quotation, s.mention.text, s.entity, s.resolution) for s in after
    ]


@pytest.mark.parametrize("text", ["", "   \n\n ", "“”", "He said.", "J.", "of", "THE END"])
def test_odd_texts_pass(text: str) -> None:
    doc = People(lexicon.load())(NLP(text))
    assert read_speakers(doc) == {}
