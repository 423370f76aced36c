"""How quotations are reported: the act of the cue, and the polarity (said, denied, not said, asked).

cases/polarity.jsonl: sentences made for the rules, and others (`held_out`), written before the rules, that nobody looked
at while they were written: of these only the share that is right is tested.
"""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from made import quoted_doc
from parses import parser
from rooms import cases

from quotes.annotations import read_quotations
from quotes.quotations.acts import act_of
from quotes.quotations.polarity import RULES, Judgement, judge
from quotes.records import AttributedQuotation
from quotes.rules import Rule
from quotes.types import Kind, Polarity

PARSE = parser("quotations")
LABELS = Path(__file__).parents[2] / "models" / "data"
CASES = cases("polarity")
#: Precision and recall of what is not said, on sentences that nobody looked at.
MIN_PRECISION, MIN_RECALL = 0.97, 0.95


def quotations(marked: str) -> dict[str, AttributedQuotation]:
    """Return the quotations marked, with the kind that their marks show."""
    doc, _ = quoted_doc(marked, PARSE)
    return {one.id: replace(one, kind=kind_of(one)) for one in read_quotations(doc)}


def kind_of(quotation: AttributedQuotation) -> Kind:
    if all(piece.text.startswith("“") for piece in quotation.pieces):
        return Kind.DIRECT
    return Kind.MIXED if any("“" in piece.text for piece in quotation.pieces) else Kind.INDIRECT


def first(marked: str) -> Judgement:
    return judge(quotations(marked)["q0"])


@pytest.mark.parametrize("case", [case for case in CASES if not case.get("held_out")], ids=lambda case: case["text"])
def test_polarity(case: dict) -> None:
    assert {name: judge(one).polarity for name, one in quotations(case["text"]).items()} == case["polarity"]


def test_polarity_of_sentences_not_looked_at() -> None:
    counts: Counter[str] = Counter()
    for case in CASES:
        if case.get("held_out"):
            for name, one in quotations(case["text"]).items():
                found, meant = judge(one).polarity, case["polarity"][name]
                counts["found"] += found != Polarity.SAID
                counts["meant"] += meant != Polarity.SAID
                counts["right"] += found == meant != Polarity.SAID
    assert counts["right"] / counts["found"] >= MIN_PRECISION
    assert counts["right"] / counts["meant"] >= MIN_RECALL


@pytest.mark.parametrize(("rule", "marked"), [(rule, text) for rule in RULES for text in rule.fires])
def test_rule_fires(rule: Rule, marked: str) -> None:
    assert first(marked).rule == rule.id


@pytest.mark.parametrize(("rule", "marked"), [(rule, text) for rule in RULES for text in rule.abstains])
def test_rule_abstains(rule: Rule, marked: str) -> None:
    assert first(marked).rule != rule.id


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("[s0|Ruiz] [c0|denied] [q0|that they had lost].", "denied"),
        ("[s0|Ruiz] [c0|did not say] [q0|who had won].", "not"),
        ("[s0|None of the doctors] [c0|could explain] [q0|why the patient had woken].", "None"),
    ],
)
def test_the_words_that_show_it_are_given(marked: str, words: str) -> None:
    judgement = first(marked)
    assert judgement.words is not None
    assert judgement.words.text == words


def test_said_needs_no_words() -> None:
    assert first("[q0|“We won.”]") == first("[s0|Ruiz] [c0|said] [q0|they had not won].") == Judgement(Polarity.SAID)


@pytest.mark.parametrize("case", cases("acts"), ids=lambda case: case["text"])
def test_act(case: dict) -> None:
    quotation = quotations(case["text"])["q0"]
    assert act_of(quotation) == case["act"]


@pytest.mark.parametrize("file", sorted(LABELS.glob("polarity-*.tsv")), ids=lambda file: file.stem)
def test_labels_of_real_rows_hold_no_text(file: Path) -> None:
    for line in file.read_text("utf8").splitlines():
        if not line.startswith("#"):
            _, start, end, polarity = line.split("\t")
            assert int(start) < int(end)
            assert polarity in set(Polarity)
