"""Tags and marks to quotations, and quotations to their source mentions. No model: what is tagged is marked by hand."""

import json
from pathlib import Path

import pytest
from made import tagged_doc
from parses import parser
from rooms import CLAUSES, INTRODUCED
from spacy.tokens import DocBin

from quotes.annotations import read_quotations
from quotes.quotations.attribution import RULES
from quotes.quotations.component import annotate
from quotes.quotations.wording import without_marks

PARSE = parser("quotations")
CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "cases" / "quotations.jsonl").read_text("utf8").splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_case(case):
    found = read_quotations(annotate(tagged_doc(case["tagged"])))
    assert [
        [quotation.kind, *(piece.text for piece in quotation.pieces), quotation.source and quotation.source.text]
        for quotation in found
    ] == case["quotations"]


def test_labels_are_unique():
    assert len({case["label"] for case in CASES}) == len(CASES)


def test_the_rule_is_recorded():
    doc = annotate(tagged_doc("[q0|“We won,”] [c0|said] [s0|Ana]. [q1|“At last.”]"))
    assert [quotation.link for quotation in read_quotations(doc)] == ["tagged", "continued_speech"]


@pytest.mark.parametrize("one", RULES, ids=lambda one: one.id)
def test_rule_fires_and_abstains_as_its_examples_say(one):
    for text in one.fires:
        assert one.id in {quotation.link for quotation in read_quotations(annotate(tagged_doc(text, PARSE)))}, text
    for text in one.abstains:
        assert one.id not in {quotation.link for quotation in read_quotations(annotate(tagged_doc(text, PARSE)))}, text


@pytest.mark.parametrize("text", CLAUSES)
def test_own_clause_comes_first(text):
    """The network gives both quotations one speaker; each has a reporting clause of its own."""
    doc = tagged_doc(text.replace("[q1|", "[q0|"), PARSE)
    first, second = read_quotations(annotate(doc))
    assert second.source.root.text in {"Reed", "engineer", "she"}
    assert first.source.root.text in {"Brook", "mayor"}


@pytest.mark.parametrize(("text", "source"), INTRODUCED.items())
def test_the_clause_before_introduces_speech(text, source):
    [quotation] = read_quotations(annotate(tagged_doc(text, PARSE)))
    assert source in {token.text for token in quotation.source}


def test_found_spans_survive_storage():
    doc = annotate(tagged_doc("[q0|“We won,”] [c0|said] [s0|Ana], [q0|“at last.”]"))
    [again] = DocBin().from_bytes(DocBin(docs=[doc]).to_bytes()).get_docs(doc.vocab)
    [quotation] = read_quotations(again)
    assert (quotation.id, quotation.kind) == ("q0", "direct")
    assert [piece.text for piece in quotation.pieces] == ["“We won,”", "“at last.”"]


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("“We won,”", "We won,"),
        ("“Only the last closes.", "Only the last closes."),
        ("closes.”", "closes."),
        ("“One” and “two”", "“One” and “two”"),
        ("that “we won”", "that “we won”"),
        ("“She said ‘go.’”", "She said ‘go.’"),
        ("the dogs’", "the dogs’"),
        ("''We won''", "We won"),
    ],
)
def test_outer_marks_are_dropped(printed, words):
    assert without_marks(printed) == words
