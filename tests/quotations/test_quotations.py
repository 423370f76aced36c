"""Tags and marks to quotations, and quotations to their source mentions. No model: what is tagged is marked by hand."""

import json
from pathlib import Path

import pytest
from made import tagged_doc
from spacy.tokens import Doc, DocBin, Span, SpanGroup

from quotes.annotations import read_quotations, read_tagged
from quotes.quotations.attribution import attribute
from quotes.quotations.component import annotate
from quotes.quotations.spans import find_quotations, without_marks

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
    assert [quotation.link for quotation in read_quotations(doc)] == ["tagged", "goes_on"]


@pytest.mark.parametrize(
    ("heads", "deps", "source"),
    [
        ([1, 1, 4, 2, 1, 4, 7, 5, 7], ["nsubj", "ROOT", "poss", "case", "dobj", "acl", "punct", "acl", "punct"], "Ana"),
        (
            [1, 1, 4, 2, 1, 4, 7, 5, 7],
            ["nsubj", "ROOT", "nmod", "case", "dobj", "acl", "punct", "acl", "punct"],
            "Vega",
        ),
    ],
)
def test_a_claim_is_its_possessors(heads, deps, source):
    doc = tagged_doc("[s0|Vega] repeated Ana's [c0|claim] that [q0|“won”]")
    tags = ["PROPN", "VERB", "PROPN", "PART", "NOUN", "SCONJ", "PUNCT", "VERB", "PUNCT"]
    parsed = Doc(doc.vocab, words=[t.text for t in doc], heads=heads, deps=deps, pos=tags)
    for group, spans in doc.spans.items():
        copies = [Span(parsed, s.start, s.end, label=s.label_, span_id=s.id_) for s in spans]
        parsed.spans[group] = SpanGroup(parsed, name=group, spans=copies, attrs=spans.attrs)
    [found] = attribute(find_quotations(parsed, read_tagged(parsed)))
    assert found.source.text == source


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
