"""Pages of cases/stories.jsonl, about invented people: which stories, with which title and day, and what is left out."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.pages.datelines import dateline
from quotes.pages.stories import split

_LINES = (Path(__file__).parents[1] / "cases" / "stories.jsonl").read_text(encoding="utf8").splitlines()
CASES = [json.loads(line) for line in _LINES]

DATELINES = {
    "BOGOTÁ, Colombia (AP) — A": "",
    "NEW YORK — A": "",
    "NEW YORK -- A": "",
    "LONDON, Jan 8 (Reuters) - A": "Jan 8",
    "WASHINGTON, Dec. 8, 2015 (UPI) — A": "Dec. 8, 2015",
    "DUBAI/CAIRO (Reuters) - A": "",
    "PORT-AU-PRINCE, Haiti — A": "",
    "Washington (CNN) — A": "",
    "Dec 29 (Reuters) - A": "Dec 29",
    "BROADWAY BEAT — A": None,
    "HOW ACCURATE ARE PANELS? - A": None,
    "DEE FALK (R-Velm) — A": None,
    "Washington — A": None,
    "Ruiz (CNN) — A": None,
    "PORTLAND-based firms — A": None,
}


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_page(case: dict) -> None:
    page = case["page"]
    published = case["published"] and date.fromisoformat(case["published"])
    stories = split(page, title=case["title"], published=published, basis=case.get("basis"))
    assert [story.title for story in stories] == [wanted["title"] for wanted in case["stories"]]
    for story, wanted in zip(stories, case["stories"], strict=True):
        masked = story.masked(page)
        assert all(text in masked for text in wanted["holds"])
        others = [text for other in case["stories"] if other is not wanted for text in other["holds"]]
        assert not [text for text in [*others, *case["gone"]] if text in masked]
        assert (story.published and story.published.isoformat()) == wanted["published"]
        assert story.published_basis == wanted["basis"]


def test_a_dateline_is_blanked_and_its_day_handed_on() -> None:
    page = "LONDON, Jan. 8 (Reuters) - “We will mend the bridge,” Mayor Ana Ruiz told the council Tuesday."
    (story,) = split(page, published=date(2026, 1, 7))
    assert story.dateline == "Jan. 8"
    assert "Jan. 8" not in story.masked(page)


def test_a_clean_article_is_one_block() -> None:
    page = CASES[0]["page"]
    (story,) = split(page)
    assert story.masked(page) == page


def test_a_paragraph_printed_twice_with_quotation_marks_is_kept_once() -> None:
    page = next(case["page"] for case in CASES if case["label"] == "quotation printed twice is kept once")
    assert split(page)[0].masked(page).count("“We will mend the bridge,”") == 1


@pytest.mark.parametrize(("text", "day"), DATELINES.items())
def test_dateline(text: str, day: str | None) -> None:
    assert dateline(text) == day


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("2026-01-08 13:22 Last Updated At:13:30", date(2026, 1, 8)),
        ("Published: Thursday, Jan. 8, 2026 at 10:15 a.m. EST", date(2026, 1, 8)),
        ("8 January 2026", date(2026, 1, 8)),
        ("31/12/2025 10:15", date(2025, 12, 31)),
        ("The bridge opened on 8 January 2026.", None),
        ("Published in 2026", None),
        ("Published February 30, 2026", None),
    ],
)
def test_published_on_page(stamp: str, day: date | None) -> None:
    page = f"Bridge to be mended\n\n{stamp}\n\nThe council voted."
    (story,) = split(page)
    assert (story.published, story.published_basis) == ((day, "page") if day else (None, None))


@given(st.lists(st.sampled_from([line for case in CASES for line in case["page"].split("\n")])))
def test_masking_keeps_length_line_breaks_and_offsets(lines: list[str]) -> None:
    page = "\n".join(lines)
    stories = split(page)
    for story in stories:
        masked = story.masked(page)
        assert len(masked) == len(page)
        assert all(new in {old, " "} for old, new in zip(page, masked, strict=True))
        assert [i for i, char in enumerate(page) if char == "\n"] == [
            i for i, char in enumerate(masked) if char == "\n"
        ]
        assert (story.start, story.end) == (story.blocks[0].start, story.blocks[-1].end)
    ends = [point for story in stories for block in story.blocks for point in (block.start, block.end)]
    assert ends == sorted(ends)
