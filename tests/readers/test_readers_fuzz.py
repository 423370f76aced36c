"""Whatever bytes a file holds, reading it gives articles and failures, and raises nothing.

`make test` draws the same examples in every run; `make fuzz` draws new ones, and many more (tests/conftest.py).
"""

import gzip
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quotes.readers import ReadOptions, read
from quotes.types import Article, Failure

ENDINGS = ["txt", "html", "json", "jsonl", "csv", "tsv", "parquet", "warc", "jsonl.gz", "csv.gz", "html.gz", "warc.gz"]
TEXT = '“We waited ten years,” said Dana Orlov.\n\n"Café", he didn’t say.'
HTTP = (
    f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><body><p>{TEXT}</p></body></html>".encode()
)

pytestmark = pytest.mark.slow

each_ending = pytest.mark.parametrize("ending", ENDINGS)


def parquet() -> bytes:
    sink = pa.BufferOutputStream()
    table = pa.table({"id": ["1", "2"], "text": [TEXT, TEXT], "date": ["2026-01-08", "03/04/2025"]})
    pq.write_table(table, sink, row_group_size=1)
    return sink.getvalue().to_pybytes()


def sound(ending: str) -> bytes:
    """Return a sound file of the kind, to be damaged."""
    ending, _, packed = ending.partition(".")
    page = (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>Bridge</title>'
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2026-01-08"}</script></head>'
        f"<body><article><h1>Bridge</h1><p>{TEXT}</p><ul><li>One</li></ul><table><tr><td>Two</td></tr></table></article>"
    )
    row = {"id": 1, "text": TEXT, "title": "Bridge", "published": "03/04/2025"}
    warc = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://lantern.example/1\r\nWARC-Date: 2026-01-08T10:00:00Z"
        b"\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n"
        % (len(HTTP), HTTP)
    )
    made = {
        "txt": TEXT.encode(),
        "html": page.encode(),
        "json": json.dumps([row, row]).encode(),
        "jsonl": (json.dumps(row) + "\n").encode() * 2,
        "csv": b'id,text,date\n1,"a ""b"" c",2026-01-08\n2,d,03/04/2025\n',
        "tsv": b'id\ttext\n1\t"a" b\n2\tc\n',
        "parquet": parquet(),
        "warc": warc * 2,
    }[ending]
    return gzip.compress(made) if packed else made


@st.composite
def damaged(draw: st.DrawFn, ending: str) -> bytes:
    """Draw a sound file in which some stretches were cut out, repeated or overwritten; before packing, or after."""
    inner, _, packed = ending.partition(".")
    before_packing = bool(packed) and draw(st.booleans())
    data = bytearray(sound(inner if before_packing else ending))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 40)))
        data[start:end] = draw(st.one_of(st.binary(max_size=20), st.just(bytes(data[start:end]) * 2)))
    return gzip.compress(bytes(data)) if before_packing else bytes(data)


def read_all(folder: Path, ending: str, data: bytes) -> list[Article | Failure]:
    path = folder / f"a.{ending}"
    path.write_bytes(data)
    items = list(read([path], options=ReadOptions(on_note=lambda note: note.encode("utf8"))))
    assert items, "Neither article nor failure."
    for item in items:
        assert isinstance(item, Article | Failure)
        item.doc_id.encode("utf8")
        if isinstance(item, Failure):
            assert item.error
            item.error.encode("utf8")
        else:
            assert item.text.strip()
            for words in (item.text, item.title, item.outlet, item.url, item.author):
                (words or "").encode("utf8")
    return items


@each_ending
@given(data=st.binary(max_size=2000))
def test_any_bytes(tmp_path_factory: pytest.TempPathFactory, ending: str, data: bytes) -> None:
    packed = ending.endswith(".gz") and data[:1] < b"\x80"
    read_all(tmp_path_factory.mktemp("fuzz"), ending, gzip.compress(data) if packed else data)


@each_ending
@given(drawn=st.data())
def test_damaged_files(tmp_path_factory: pytest.TempPathFactory, ending: str, drawn: st.DataObject) -> None:
    read_all(tmp_path_factory.mktemp("fuzz"), ending, drawn.draw(damaged(ending)))


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None), max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
fields = st.sampled_from(["id", "text", "html", "title", "date", "published", "outlet", "url", "Text", "body", ""])


@given(st.lists(values | st.dictionaries(fields, values, max_size=6), max_size=5))
def test_any_objects(tmp_path_factory: pytest.TempPathFactory, items: list) -> None:
    lines = "".join(json.dumps(item) + "\n" for item in items)
    folder = tmp_path_factory.mktemp("fuzz")
    read_all(folder, "jsonl", lines.encode())
    read_all(folder, "json", json.dumps(items).encode())


markup = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<div>", "</div>", "<table>", "<td>", "<br/>", "<!--", "-->", "<![CDATA[", "&#0;", "&"]
    )
    | st.text(st.characters(codec="utf8"), max_size=30),
    max_size=40,
).map("".join)


@given(markup)
def test_any_markup(tmp_path_factory: pytest.TempPathFactory, html: str) -> None:
    read_all(tmp_path_factory.mktemp("fuzz"), "html", f"<html><body>{html}</body></html>".encode())


UNICODE = ["utf-8", "utf-8-sig", "utf-16", "utf-32"]
letters = st.text(st.characters(codec="utf8"), min_size=1, max_size=60) | st.text("“”‘’—…«» ab\n\r\u2028é", min_size=1)


@given(letters, st.sampled_from(UNICODE))
@example("040\x0004", "utf-8")
def test_any_text_is_read_as_it_was_written(tmp_path_factory: pytest.TempPathFactory, text: str, encoding: str) -> None:
    (item,) = read_all(tmp_path_factory.mktemp("fuzz"), "txt", text.encode(encoding))
    # a byte order mark of its own at the start is one too many to tell; blank and binary data are failures
    assert isinstance(item, Failure) or item.text == text or text.startswith("\ufeff")


@given(letters, st.sampled_from(["cp1252", "mac_roman", "cp1250", "shift_jis", "utf-16-le", "utf-7", "cp437"]))
def test_any_text_in_an_encoding_that_is_given(
    tmp_path_factory: pytest.TempPathFactory, text: str, encoding: str
) -> None:
    path = tmp_path_factory.mktemp("fuzz") / "a.txt"
    data = text.encode(encoding, "ignore")
    path.write_bytes(data)
    (item,) = read([path], options=ReadOptions(encoding=encoding))
    assert isinstance(item, Failure) or item.text == data.decode(encoding)


tags = st.sampled_from(["p", "div", "table", "tr", "td", "ul", "li", "b", "blockquote", "article", "pre", "a", "span"])
nested = st.recursive(
    st.text(st.characters(codec="utf8"), max_size=20),
    lambda inner: st.tuples(tags, st.lists(inner, max_size=4), st.integers(1, 120)).map(
        lambda drawn: f"<{drawn[0]}>" * drawn[2] + "".join(drawn[1]) + f"</{drawn[0]}>" * (drawn[2] // 2)
    ),
    max_leaves=12,
)


@given(nested)
def test_any_nesting(tmp_path_factory: pytest.TempPathFactory, html: str) -> None:
    read_all(tmp_path_factory.mktemp("fuzz"), "html", f"<html><body>{html}<p>{TEXT}</p></body></html>".encode())
