"""Rows and articles about invented people, for tests of what comes after the pipeline."""

from dataclasses import replace
from datetime import date
from typing import Any

from quotes.table.schema import quote_id
from quotes.types import Article, Piece, Quote, Step

TEXT = "“We will mend the bridge,” said Zoë O’Brien, the mayor of Marrow Bay. She added that it would take a year."

ARTICLE = Article(
    doc_id="bay-1",
    text=TEXT,
    title="The bridge",
    outlet="Marrow Bay Post",
    url="https://news.example/1",
    published=date(2024, 5, 17),
    published_basis="metadata",
)

QUOTE = Quote(
    quote="We will mend the bridge,",
    speaker="Zoë O’Brien",
    date=date(2024, 5, 17),
    doc_id="bay-1",
    story=0,
    title="The bridge",
    outlet="Marrow Bay Post",
    url="https://news.example/1",
    published=date(2024, 5, 17),
    kind="direct",
    spans=(Piece(0, 26),),
    cue="said",
    cue_start=27,
    cue_end=31,
    mention="Zoë O’Brien",
    speaker_start=32,
    speaker_end=43,
    speaker_kind="person",
    speaker_role="the mayor of Marrow Bay",
    speaker_id="zoe-o-brien",
    said_on=None,
    date_basis="published",
    date_text=None,
    confidence=0.75,
    date_confidence=None,
    act="speech",
    polarity="said",
    evidence=(Step("subject of the cue", "Zoë O’Brien", 32, 43),),
    quote_id=quote_id("bay-1", (Piece(0, 26),)),
    pipeline="made by hand",
)


def make_quote(**changes: Any) -> Quote:
    """Return the quote with other values; its id follows."""
    row = replace(QUOTE, **changes)
    return replace(row, quote_id=quote_id(row.doc_id, row.spans))


def make_article(number: int, text: str = TEXT) -> Article:
    return replace(ARTICLE, doc_id=f"bay-{number}", text=text)


def make_quotes(number: int) -> list[Quote]:
    """Return the two rows of an article."""
    hers = {"quote": "it would take a year", "kind": "indirect", "spans": (Piece(85, 105),), "mention": "She"}
    hers |= {"cue": "added", "cue_start": 74, "cue_end": 79, "speaker_start": 70, "speaker_end": 73, "confidence": 0.5}
    return [make_quote(doc_id=f"bay-{number}"), make_quote(doc_id=f"bay-{number}", **hers)]
