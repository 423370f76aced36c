"""Days as they are printed, and the days of quotations in cases/dates.jsonl.

In the cases' text [q0|...] is a quotation, [c0|...] its cue, [s0=p1|...] its source and who that is, [m=p1|...] a mention.
"""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import NLP, resolved_doc
from parses import parser
from rooms import cases

from quotes.annotations import read_dates, write_context
from quotes.dates.statement_dates import annotate
from quotes.days import day_mentions, full_dates
from quotes.lexicon import table
from quotes.records import StoryContext

CASES = cases("dates")
PARSE = parser("dates")
THURSDAY = date(2026, 1, 8)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("said Tuesday.", {"Tuesday": "2026-01-06"}),
        ("said Thursday", {"Thursday": "2026-01-08"}),
        ("said Friday", {"Friday": "2026-01-02"}),
        ("said last Thursday", {"Thursday": "2026-01-01"}),
        ("Wednesday’s rally", {"Wednesday": "2026-01-07"}),
        ("late Sunday night", {"Sunday night": "2026-01-04"}),
        ("said Tues. night", {"Tues. night": "2026-01-06"}),
        ("on Tuesday, Jan. 6, 2026, in Velm", {"Tuesday, Jan. 6, 2026": "2026-01-06"}),
        ("on Sept. 3, he", {"Sept. 3": "2025-09-03"}),
        ("on 3 January", {"3 January": "2026-01-03"}),
        ("on the 3rd of January", {"3rd of January": "2026-01-03"}),
        ("in a March 19, 2011 message", {"March 19, 2011": "2011-03-19"}),
        ("on 2025-12-31", {"2025-12-31": "2025-12-31"}),
        ("This morning and yesterday", {"This morning": "2026-01-08", "yesterday": "2026-01-07"}),
        ("last night", {"last night": "2026-01-07"}),
        ("next Tuesday", {}),
        ("on Tuesday nights", {}),
        ("on Tuesdays", {}),
        ("Super Tuesday and the Sunday Times", {}),
        ("on Velm News Sunday", {}),
        ("on March 3", {}),
        ("in June, in March 2025, in May 10-12, last week", {}),
        ("Wed in haste", {}),
        ("Feb. 30", {}),
    ],
)
def test_day_mentions(text: str, found: dict[str, str]) -> None:
    mentions = day_mentions(text, reference=THURSDAY)
    assert {text[mention.start : mention.end]: mention.day.isoformat() for mention in mentions} == found


@pytest.mark.parametrize("text", ["03/04/2026", "February 30, 2026", "Septet 3, 2026"])
def test_no_full_date(text: str) -> None:
    assert full_dates(text) == []


DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31))
WORDS = st.lists(
    st.sampled_from(
        [
            "Monday",
            "Tuesday",
            "Sunday",
            "yesterday",
            "last",
            "night",
            "next",
            "said",
            "on",
            "Jan.",
            "March",
            "3",
            "31",
            "2026",
            ",",
            ".",
            "'s",
            "“",
            "Fox",
            "News",
            "Super",
        ]
    ),
    max_size=12,
).map(" ".join)


@given(
    DAYS, st.integers(min_value=0, max_value=6), st.sampled_from(["said {}", "on {} night", "late {},", "{}’s rally"])
)
def test_a_weekday_is_one_of_the_last_seven_days(reference: date, back: int, words: str) -> None:
    day = reference - timedelta(days=back)
    (mention,) = day_mentions(words.format(f"{day:%A}"), reference=reference)
    assert mention.day == day


@given(DAYS, DAYS)
def test_full_dates_are_read_as_written(day: date, reference: date) -> None:
    written = [f"{day:%B} {day.day}, {day.year}", f"{day.day} {day:%b} {day.year}", day.isoformat()]
    assert [[found[2] for found in full_dates(text)] for text in written] == [[day]] * len(written)
    assert [mention.day for mention in day_mentions(written[0], reference=reference)] == [day] * (day <= reference)


@given(DAYS)
def test_a_day_without_its_year_is_the_nearest(day: date) -> None:
    text = f"on {day:%B} {day.day}"
    assert [mention.day for mention in day_mentions(text, reference=day + timedelta(days=90))] == [day]
    assert day_mentions(text, reference=day - timedelta(days=90)) == []


@given(st.one_of(WORDS, st.text(max_size=60)), DAYS)
def test_mentions_are_in_order_apart_and_not_to_come(text: str, reference: date) -> None:
    mentions = day_mentions(text, reference=reference)
    assert all(mention.day <= reference and text[mention.start : mention.end].strip() for mention in mentions)
    assert all(one.end <= other.start for one, other in pairwise(mentions))


@given(DAYS, st.sampled_from([line for line in table("day_names") if line.split()[-1].endswith("day")]))
def test_names_that_hold_a_weekday_are_no_days(reference: date, name: str) -> None:
    assert day_mentions(f"she said on {name}.", reference=reference) == []


def marked(case: dict) -> object:
    """Expect a case with a known gap to fail: it says what would be right."""
    return pytest.param(case, id=case["label"], marks=[pytest.mark.xfail(strict=True)] if case.get("gap") else [])


@pytest.mark.parametrize("case", [marked(case) for case in CASES])
def test_statement(case: dict) -> None:
    doc = resolved_doc(case["text"], PARSE)
    published = date.fromisoformat(case["published"]) if case["published"] else None
    write_context(doc, StoryContext(published, case.get("dateline", "")))
    annotate(doc)
    assert {
        name: [dated.day.isoformat(), dated.basis, dated.span.text] for name, dated in read_dates(doc).items()
    } == case["dates"]


def test_component_is_registered_and_survives_nothing_to_date() -> None:
    component = NLP.create_pipe("statement_dates")
    assert read_dates(component(NLP("Nothing was said."))) == {}
