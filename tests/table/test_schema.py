"""The tables' columns, and rows on their way to Arrow and back."""

from dataclasses import fields
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_rows import ARTICLE, QUOTE, make_quote

from quotes.table.schema import (
    ARTICLES,
    FAILURES,
    QUOTES,
    RowError,
    columns_markdown,
    csv_header,
    quote_id,
    to_batch,
    to_quotes,
)
from quotes.types import Act, Article, DateBasis, Failure, Kind, Piece, Polarity, Quote, SpeakerKind, Step

SPANS = pa.list_(pa.struct([("start", pa.int32()), ("end", pa.int32())]))
EVIDENCE = pa.list_(
    pa.struct([("step", pa.string()), ("text", pa.string()), ("start", pa.int32()), ("end", pa.int32())])
)
NOT_TEXT = {
    "date": pa.date32(),
    "story": pa.int32(),
    "published": pa.date32(),
    "spans": SPANS,
    "cue_start": pa.int32(),
    "cue_end": pa.int32(),
    "speaker_start": pa.int32(),
    "speaker_end": pa.int32(),
    "said_on": pa.date32(),
    "confidence": pa.float32(),
    "date_confidence": pa.float32(),
    "evidence": EVIDENCE,
}
ORDER = (
    "quote speaker date doc_id story title outlet url published kind spans cue cue_start cue_end mention speaker_start "
    "speaker_end speaker_kind speaker_role speaker_id said_on date_basis date_text confidence "
    "date_confidence act polarity evidence quote_id pipeline"
)


def test_columns_are_those_that_others_rely_on() -> None:
    assert QUOTES.names == ORDER.split()
    assert {field.name: field.type for field in QUOTES} == dict.fromkeys(ORDER.split(), pa.string()) | NOT_TEXT


def test_columns_are_the_fields_of_the_types() -> None:
    assert QUOTES.names == [field.name for field in fields(Quote)]
    assert set(ARTICLES.names) == {field.name for field in fields(Article)}
    assert ARTICLES.names == ["doc_id", "text", "title", "outlet", "url", "published", "published_basis", "author"]
    assert set(FAILURES.names) == {field.name for field in fields(Failure)}
    assert FAILURES.names == ["doc_id", "input", "step", "error"]


@pytest.mark.parametrize("schema", [QUOTES, ARTICLES, FAILURES], ids=["quotes", "articles", "failures"])
def test_each_column_is_described_in_the_file(schema: pa.Schema) -> None:
    for field in schema:
        assert field.metadata[b"description"].decode().endswith("."), field.name
        if pa.types.is_date(field.type) or field.name.endswith(("_start", "_end")):
            assert field.metadata[b"unit"], field.name


def test_markdown_has_a_line_for_each_column() -> None:
    lines = columns_markdown().splitlines()[2:]
    assert [line.split(" | ")[0].removeprefix("| ") for line in lines] == QUOTES.names
    assert "| spans | list<struct<start: int32, end: int32>> |  |" in columns_markdown()
    assert "| speaker | string | yes |" in columns_markdown()


def test_csv_header() -> None:
    assert csv_header().split(",") == QUOTES.names


def test_quote_id_hangs_on_the_article_and_the_spans() -> None:
    ids = [
        quote_id("a", [Piece(0, 5)]),
        quote_id("b", [Piece(0, 5)]),
        quote_id("a", [Piece(0, 6)]),
        quote_id("a", [Piece(0, 5), Piece(6, 9)]),
        quote_id("a", [Piece(0, 9)]),
    ]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": "reported"}, "kind is 'reported', not one of direct, mixed, indirect"),
        ({"date_basis": "guess"}, "date_basis is 'guess'"),
        ({"speaker_kind": "dog"}, "speaker_kind is 'dog'"),
        ({"doc_id": None}, "doc_id is empty"),
        ({"quote": None}, "quote is empty"),
        ({"quote": b"bytes"}, "quote is b'bytes', not text"),
        ({"speaker": 7}, "speaker is 7, not text"),
        ({"spans": ()}, "spans is empty"),
        ({"spans": (Piece(5, 5),)}, "spans are not in order"),
        ({"spans": (Piece(-1, 5),)}, "spans are not in order"),
        ({"spans": (Piece(9, 12), Piece(0, 5))}, "spans are not in order"),
        ({"spans": (Piece(0, 9), Piece(5, 12))}, "spans are not in order"),
        ({"cue_start": None}, "cue has a start or an end, not both"),
        ({"speaker_start": 43}, "speaker runs from 43 to 43"),
        ({"speaker_start": -1}, "speaker runs from -1 to 43"),
        ({"evidence": (Step("name", "Zoë", 4, None),)}, "evidence 'name' has a start or an end"),
        ({"confidence": 1.5}, "confidence is 1.5"),
        ({"confidence": float("nan")}, "confidence is nan"),
        ({"published": "2024-05-17"}, "do not fit the table"),
        ({"story": "first"}, "do not fit the table"),
        ({"cue_end": 2**40}, "do not fit the table"),
        ({"speaker": "\ud83d"}, "do not fit the table"),
    ],
)
def test_what_is_no_row_is_refused(changes: dict, said: str) -> None:
    row = QUOTE.__class__(**{field.name: getattr(QUOTE, field.name) for field in fields(Quote)} | changes)
    with pytest.raises(RowError, match="fit the table") as error:
        to_batch([row], QUOTES)
    assert said in str(error.value)
    assert repr(row.doc_id) in str(error.value)


def test_a_wrong_row_among_right_ones_is_named() -> None:
    with pytest.raises(RowError, match="'bay-2'"):
        to_batch([QUOTE, make_quote(doc_id="bay-2", kind="reported")], QUOTES)


def test_article_and_failure() -> None:
    assert to_batch([ARTICLE], ARTICLES).to_pylist()[0]["published"] == date(2024, 5, 17)
    assert to_batch([Failure("a", "read", "no")], FAILURES).to_pylist() == [
        {"doc_id": "a", "input": None, "step": "read", "error": "no"}
    ]
    with pytest.raises(RowError, match="text is empty"):
        to_batch([Article("a", None)], ARTICLES)  # type: ignore[arg-type]


text = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
maybe_text = st.none() | text
maybe_day = st.none() | st.dates()
offsets = st.integers(0, 2**31 - 1)


@st.composite
def ranges(draw: st.DrawFn) -> tuple[int | None, int | None]:
    pair = draw(st.none() | st.lists(offsets, min_size=2, max_size=2, unique=True).map(sorted))
    return (None, None) if pair is None else (pair[0], pair[1])


@st.composite
def pieces(draw: st.DrawFn) -> tuple[Piece, ...]:
    numbers = sorted(draw(st.lists(offsets, min_size=2, max_size=8, unique=True)))
    return tuple(Piece(a, b) for a, b in zip(numbers[::2], numbers[1::2], strict=False))


@st.composite
def steps(draw: st.DrawFn) -> tuple[Step, ...]:
    return tuple(Step(draw(text), draw(text), *draw(ranges())) for _ in range(draw(st.integers(0, 3))))


@st.composite
def quotes(draw: st.DrawFn) -> Quote:
    cue, speaker = draw(ranges()), draw(ranges())
    values = {
        field.name: draw(text if not field.nullable else maybe_text) for field in QUOTES if field.type == pa.string()
    }
    values |= {field.name: draw(maybe_day) for field in QUOTES if field.type == pa.date32()}
    values |= {"cue_start": cue[0], "cue_end": cue[1], "speaker_start": speaker[0], "speaker_end": speaker[1]}
    values |= {
        "story": draw(offsets),
        "spans": draw(pieces()),
        "evidence": draw(steps()),
        "kind": str(draw(st.sampled_from(Kind))),
        "date_basis": str(draw(st.sampled_from(DateBasis))),
        "speaker_kind": draw(st.none() | st.sampled_from(SpeakerKind).map(str)),
        "confidence": draw(st.none() | st.floats(0, 1, width=32)),
        "date_confidence": draw(st.none() | st.floats(0, 1, width=32)),
        "act": str(draw(st.sampled_from(Act))),
        "polarity": str(draw(st.sampled_from(Polarity))),
    }
    return Quote(**values)


@given(st.lists(quotes(), max_size=3))
def test_rows_come_back_from_parquet_as_they_were(rows: list[Quote]) -> None:
    sink = pa.BufferOutputStream()
    with pq.ParquetWriter(sink, QUOTES) as writer:
        writer.write_batch(to_batch(rows, QUOTES))
    table = pq.read_table(pa.BufferReader(sink.getvalue()))
    assert table.schema.types == QUOTES.types
    assert list(to_quotes(table)) == rows
