"""Pairing of quotation marks: cases as data, and properties over arbitrary text."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.layout import lay_out
from quotes.quotations.wording import without_marks

CASES = [
    json.loads(line) for line in (Path(__file__).parents[1] / "cases" / "marks.jsonl").read_text("utf8").splitlines()
]
TEXTS = st.text(alphabet=st.sampled_from("ab .,\n“”\"'‘’«»`—s?") | st.characters(), max_size=80)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_pairs(case):
    assert [case["text"][q.start : q.end] for q in lay_out(case["text"]).quoted] == case["quoted"]


@given(TEXTS)
def test_stretches_are_ordered_apart_and_inside_one_paragraph(text):
    layout, end = lay_out(text), 0
    for quoted in layout.quoted:
        assert end <= quoted.start < quoted.end <= len(text)
        assert any(one.start <= quoted.start and quoted.end <= one.end for one in layout.paragraphs)
        end = quoted.end


@given(TEXTS)
def test_dropping_marks_only_shortens_at_the_rims(text):
    assert without_marks(text) in text


@pytest.mark.parametrize(
    "printed", ["«We won.»", "« We won. »", "«\u00a0We won.\u00a0»", "“We won.”", "„We won.“", "''We won.''"]
)
def test_outer_marks_are_dropped_whatever_they_are(printed):
    assert without_marks(printed) == "We won."
