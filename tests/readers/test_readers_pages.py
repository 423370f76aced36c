"""Pages: HTML files, web archives, and the same pages in files of all kinds."""

import csv
import gzip
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from quotes.config import DEFAULT, Config
from quotes.readers import ReadOptions, read
from quotes.types import Article, Failure

PARAGRAPHS = [
    "“We waited ten years for this,” said Dana Orlov, the mayor of Westmere, on Thursday.",
    "The bridge crosses the river Tamble and cost nine million crowns, the town council of Westmere said.",
    "Her neighbour Per Lund disagreed. “It is too narrow for a coach, and it’s ugly,” he told the Lantern.",
]


def page(paragraphs: list[str], *, head: str = "", title: str = "Westmere opens its bridge") -> str:
    body = "".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs)
    return (
        f"<!DOCTYPE html>\n<html lang=en><head><title>{title}</title>{head}</head><body>"
        "<nav><ul><li><a href='/'>Home</a></li><li><a href='/news'>News</a></li></ul></nav>"
        f"<article><h1>{title}</h1>{body}</article><footer>All rights reserved</footer></body></html>"
    )


META = (
    '<meta property="og:site_name" content="The Daily Lantern">'
    '<meta property="article:published_time" content="2026-01-08T23:30:00-05:00">'
    '<link rel="canonical" href="https://lantern.example/bridge"><meta name="author" content="Ilse Moss">'
)


def response(
    url: str,
    body: bytes,
    *,
    kind: str = "text/html; charset=utf-8",
    status: str = "200 OK",
    headers: str = "",
) -> bytes:
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{headers}Content-Length: {len(body)}\r\n\r\n".encode() + body
    warc = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-02-03T10:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return warc.encode() + http + b"\r\n\r\n"


def resource(url: str, body: bytes, *, kind: str) -> bytes:
    warc = (
        f"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-02-03T10:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
        f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return warc.encode() + body + b"\r\n\r\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Relative paths start in a folder of the test's own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def items_and_notes(path: str, config: Config = DEFAULT, **options) -> tuple[list[Article | Failure], list[str]]:
    notes: list[str] = []
    return list(read([path], options=ReadOptions(on_note=notes.append, **options), config=config)), notes


def read_page(data: bytes | str, name: str = "a.html") -> Article | Failure:
    Path(name).write_bytes(data if isinstance(data, bytes) else data.encode("utf8"))
    (item,) = read([name])
    return item


def read_archive(*records: bytes, config: Config = DEFAULT) -> tuple[list[Article | Failure], list[str]]:
    Path("a.warc").write_bytes(b"".join(records))
    return items_and_notes("a.warc", config)


# HTML


def test_page_gives_article_and_metadata() -> None:
    article = read_page(page(PARAGRAPHS, head=META))
    assert article == Article(
        doc_id="a.html",
        text="\n\n".join(["Westmere opens its bridge", *PARAGRAPHS]),
        title="Westmere opens its bridge",
        published=date(2026, 1, 8),
        outlet="The Daily Lantern",
        url="https://lantern.example/bridge",
        published_basis="html",
        author="Ilse Moss",
    )


def test_page_without_date_has_the_one_of_its_name() -> None:
    article = read_page(page(PARAGRAPHS), "2026-01-08-bridge.html")
    assert (article.published, article.published_basis) == (date(2026, 1, 8), "filename")
    article = read_page(page(PARAGRAPHS, head=META), "1999-09-09-bridge.html")
    assert (article.published, article.published_basis) == (date(2026, 1, 8), "html")


MAY = date(2019, 5, 3)


@pytest.mark.parametrize(
    ("head", "first", "published"),
    [
        ("<meta property='article:published_time' content='2019-05-03T00:30:00+09:00'>", "", MAY),
        ('<script type=\'application/ld+json\'>{"datePublished": "2019-05-03T23:30:00-05:00"}</script>', "", MAY),
        ("<link rel='canonical' href='https://lantern.example/2019/05/03/bridge'>", "", MAY),
        ("<meta name='date' content='1987-01-01'>", "", date(1987, 1, 1)),
        ("", "<time datetime='2019-05-03T10:00'>Friday</time> The bridge was opened.", MAY),
        ("", "<span class=date>May 3, 2019</span>", MAY),
        ("", "<p class=published-on>Friday, 3 May 2019 by I. Moss</p>", MAY),
        ("<meta name='date' content='03/05/2019'>", "", None),
        ("", "<span class=date>05/03/2019</span>", None),
        ("", "On 2019-05-03 the council met, and on May 3, 2019 it voted.", None),
        ("", "<aside>Most read: <time datetime='2019-05-03'>May</time></aside>", None),
        ("", "<img src='/uploads/2019/05/03/bridge.jpg'>© 2019 The Daily Lantern", None),
        ("<meta property='article:published_time' content='2219-05-03'>", "", None),
    ],
)
def test_date_of_a_page_is_the_one_it_gives_as_its_own(head: str, first: str, published: date | None) -> None:
    article = read_page(page([first, *PARAGRAPHS], head=head))
    assert article.published == published
    assert article.published_basis == ("html" if published else None)


def test_nothing_of_the_page_is_lost_between_paragraphs() -> None:
    article = read_page(page(["One of the bridges<br>fell, said Dana Orlov.", "<b>“Oh,”</b> <i>she</i> said."] * 3))
    assert "One of the bridges\n\nfell, said Dana Orlov.\n\n“Oh,” she said." in article.text


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", ""),
        ("utf-8", "iso-8859-1"),
        ("utf-8-sig", ""),
        ("utf-16", "utf-16"),
        ("cp1252", "iso-8859-1"),
        ("cp1252", "windows-1252"),
        ("cp1252", ""),
        ("cp1252", "nonsense"),
    ],
)
def test_encodings_of_pages(encoding: str, declared: str) -> None:
    html = page(PARAGRAPHS, head=f"<meta charset='{declared}'>" if declared else "")
    assert read_page(html.encode(encoding)).text.endswith("\n\n".join(PARAGRAPHS))


def test_declaration_of_xhtml_does_not_decode_twice() -> None:
    html = '<?xml version="1.0" encoding="iso-8859-1"?>\n' + page(PARAGRAPHS)
    assert read_page(html).text.endswith("\n\n".join(PARAGRAPHS))


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<html><body></body></html>", "no article was found on the page"),
        ("<html><body><script>var a = 'text'</script></body></html>", "no article was found"),
        ("<!-- nothing -->", ""),
        ("<p></p>", ""),
        ("<div>" * 40_000 + "<p>Deep, said Dana Orlov.</p>", "nested more than 250 deep"),
        ("<html><body>" + "<b>" * 300 + "Deep, said Dana Orlov.", "nested more than 250 deep"),
        ("<html><body>" + "<table><tr><td>" * 10_000 + "Deep.", "nested more than 250 deep"),
        ("<html><body>" + "<i>a</i>" * 100_001, "more than 50,000 tags"),
        ("<html><body><p " + "a=b " * 100_000 + ">Slow.", "more than 1,000 attributes"),
        ("<html><body><p " + "a " * 100_000 + ">Slow.", "more than 1,000 attributes"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1", "is binary data"),
    ],
)
def test_pages_that_are_none(html: str | bytes, words: str) -> None:
    failure = read_page(html)
    assert isinstance(failure, Failure)
    assert failure.doc_id == "a.html"
    assert words in failure.error


def test_fragment_is_a_page() -> None:
    assert read_page(f"<div>{''.join(f'<p>{p}</p>' for p in PARAGRAPHS)}</div>").text == "\n\n".join(PARAGRAPHS)


def test_long_values_are_not_many_attributes() -> None:
    picture = "<svg viewBox='0 0 1 1'><path d='" + "M 1 2 L 3 4 " * 5000 + "'/></svg>"
    assert "\n\n".join(PARAGRAPHS) in read_page(page([picture, *PARAGRAPHS])).text


def test_unclosed_tags_are_not_nested() -> None:
    article = read_page(page(PARAGRAPHS).replace("<p>", "<p><img src=x><br>" * 300).replace("</p>", ""))
    assert isinstance(article, Article)


def test_page_that_is_too_long() -> None:
    Path("a.html").write_text(page(PARAGRAPHS), "utf8")
    (failure,), _ = items_and_notes("a.html", replace(DEFAULT, max_article_chars=100))
    assert "characters; at most 100 are read" in failure.error
    (failure,), _ = items_and_notes("a.html", replace(DEFAULT, max_field_chars=320))
    assert "html is longer than 320 characters (Config.max_field_chars)" in failure.error
    (failure,), _ = items_and_notes("a.html", replace(DEFAULT, max_page_tags=10))
    assert "has more than 10 tags (Config.max_page_tags)" in failure.error


def test_library_that_fails_is_one_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RecursionError

    monkeypatch.setattr("trafilatura.bare_extraction", fail)
    assert "RecursionError" in read_page(page(PARAGRAPHS)).error


def test_libraries_say_nothing_on_stderr(capfd: pytest.CaptureFixture[str]) -> None:
    read_page("<html><body></body></html>")
    read_page("<")
    assert capfd.readouterr() == ("", "")


# WARC


def test_archive_holds_pages_under_their_addresses() -> None:
    items, notes = read_archive(
        response("https://lantern.example/a", page(PARAGRAPHS, head=META).encode()),
        response("https://lantern.example/b", page(PARAGRAPHS[1:]).encode()),
    )
    first, second = items
    assert (first.doc_id, first.url) == ("https://lantern.example/a",) * 2
    assert (first.published, first.published_basis) == (date(2026, 1, 8), "html")
    assert second.text.endswith("\n\n".join(PARAGRAPHS[1:]))
    assert (second.published, second.published_basis) == (None, None), (
        "The day of the crawl is not that of publication."
    )
    assert notes == []


def test_what_is_no_page_is_counted() -> None:
    items, notes = read_archive(
        response("https://lantern.example/a.png", b"\x89PNG", kind="image/png"),
        response("https://lantern.example/gone", page(PARAGRAPHS).encode(), status="404 Not Found"),
        response("https://lantern.example/a", page(PARAGRAPHS).encode()),
        response("https://lantern.example/a", page(PARAGRAPHS).encode()).replace(b"Type: response", b"Type: revisit "),
    )
    assert [item.doc_id for item in items] == ["https://lantern.example/a"]
    assert notes == [
        "a.warc: skipped 2 of 4 records: not pages, or not status 200",
        "a.warc: skipped 1 of 4 records: revisits, which hold no text",
    ]


def test_resource_record_holds_the_page_alone() -> None:
    html = page(PARAGRAPHS)
    items, notes = read_archive(
        resource("https://lantern.example/a", html.encode(), kind="text/html"),
        resource("https://lantern.example/b", html.encode("cp1252"), kind="text/html; charset=iso-8859-1"),
        resource("https://lantern.example/c", html.encode(), kind="application/xhtml+xml; charset=UTF-8"),
        resource("urn:shot:a", b"\x89PNG", kind="image/png"),
        resource("dns:lantern.example", b"20260203 lantern.example. 1 IN A 127.0.0.1", kind="text/dns"),
        resource("https://lantern.example/d", b"", kind="text/html"),
    )
    assert [item.doc_id for item in items] == [f"https://lantern.example/{name}" for name in "abcd"]
    assert {item.text for item in items[:3]} == {read_page(html).text}
    assert isinstance(items[3], Failure)
    assert notes == [
        "a.warc: some pages read as windows-1252",
        "a.warc: skipped 2 of 6 records: not pages, or not status 200",
    ]


def test_archive_without_pages_is_a_failure() -> None:
    items, _ = read_archive(response("https://lantern.example/a.png", b"\x89PNG", kind="image/png"))
    assert items == [Failure("a.warc", "read", "has no articles. Check that it is the right file.", "a.warc")]


def test_page_fetched_twice() -> None:
    record = response("https://lantern.example/a", page(PARAGRAPHS).encode())
    (article, failure), _ = read_archive(record, record)
    assert failure.doc_id == article.doc_id
    assert failure.error.startswith("a.warc:2: has the same id as the article at a.warc:1.")


def test_content_of_an_archive_may_be_packed_and_encoded() -> None:
    html = page(PARAGRAPHS)
    items, notes = read_archive(
        response("https://lantern.example/a", gzip.compress(html.encode()), headers="Content-Encoding: gzip\r\n"),
        response("https://lantern.example/b", html.encode("cp1252"), kind="text/html; charset=iso-8859-1"),
        response("https://lantern.example/c", html.encode("cp1252"), kind="text/html"),
    )
    assert [item.text.endswith("\n\n".join(PARAGRAPHS)) for item in items] == [True] * 3
    assert notes == ["a.warc: some pages read as windows-1252"]


def test_broken_records_do_not_spoil_the_others() -> None:
    good = response("https://lantern.example/a", page(PARAGRAPHS).encode())
    items, _ = read_archive(
        response("https://lantern.example/x", b"\x1f\x8b broken", headers="Content-Encoding: gzip\r\n"),
        response("https://lantern.example/y", b"\0\1\2\3" * 100),
        response("", page(PARAGRAPHS).encode()),
        response("https://lantern.example/z", b"<html><body></body></html>"),
        good,
        good[: len(good) // 2].replace(b"/a", b"/b"),
    )
    *failures, article, cut = items
    assert article.doc_id == "https://lantern.example/a"
    assert [failure.doc_id for failure in failures] == [
        "a.warc:1",
        "a.warc:2",
        "a.warc:3",
        "https://lantern.example/z",
    ]
    assert "the record is incomplete" in cut.error


def test_archive_that_is_garbage_in_the_middle() -> None:
    good = response("https://lantern.example/a", page(PARAGRAPHS).encode())
    (article, failure), _ = read_archive(good, b"garbage\r\n", good)
    assert isinstance(article, Article)
    assert failure.doc_id == "a.warc"
    assert failure.error.startswith("after 1 article: cannot be read (OSError: Invalid WARC header)")


def test_archive_that_breaks_off_in_its_packing() -> None:
    records = [
        gzip.compress(response(f"https://lantern.example/{n}", page([f"Bridge {n}.", *PARAGRAPHS]).encode()))
        for n in range(3)
    ]
    Path("a.warc.gz").write_bytes(b"".join(records)[:-20])
    first, second, *failures = read(["a.warc.gz"])
    assert [first.doc_id, second.doc_id] == ["https://lantern.example/0", "https://lantern.example/1"]
    assert failures
    assert all(isinstance(failure, Failure) for failure in failures)


def test_page_of_an_archive_that_unpacks_to_too_much() -> None:
    bomb = gzip.compress(b"<html>" + b"a" * 5_000_000)
    limits = replace(DEFAULT, max_file_bytes=1_000_000)
    (failure, article), _ = read_archive(
        response("https://lantern.example/x", bomb, headers="Content-Encoding: gzip\r\n"),
        response("https://lantern.example/a", page(PARAGRAPHS).encode()),
        config=limits,
    )
    assert "the page unpacks to more than 1,000,000 bytes" in failure.error
    assert isinstance(article, Article)
    (failure,), _ = read_archive(response("https://lantern.example/x", b"a" * 1_000_001), config=limits)
    assert "at most 1,000,000 are read" in failure.error


def test_panic_of_the_archive_reader_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        """Named and based as the one of PyO3."""

    def panic(*_: object, **__: object) -> None:
        raise PanicException

    monkeypatch.setattr("quotes.readers.warc.ArchiveIterator", panic)
    (failure,), _ = read_archive(response("https://lantern.example/a", page(PARAGRAPHS).encode()))
    assert "the WARC reader failed" in failure.error


# The same pages


def fifty() -> dict[str, str]:
    """Return 50 pages by address: with and without dates, titles and canonical addresses; all of them invented."""
    pages = {}
    for n in range(50):
        day = f"2026/01/{n % 28 + 1:02}/" if n % 4 == 0 else ""
        url = f"https://lantern.example/{day}story-{n}"
        head = META.replace("bridge", f"story-{n}") if n % 3 == 0 else ""
        pages[url] = page([f"Bridge number {n} was opened.", *PARAGRAPHS[n % 2 :]], head=head, title=f'Bridge, "{n}"')
    return pages


@pytest.mark.slow
def test_same_pages_same_articles_whatever_the_file() -> None:
    rows = [{"id": url, "url": url, "html": html} for url, html in fifty().items()]
    records = [response(row["url"], row["html"].encode()) for row in rows]
    Path("a.warc").write_bytes(b"".join(records))
    Path("b.warc.gz").write_bytes(b"".join(gzip.compress(record) for record in records))
    Path("c.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf8")
    Path("d.json").write_text(json.dumps(rows), "utf8")
    Path("e.csv.gz").write_bytes(b"")
    for name, delimiter in (("e.csv", ","), ("f.tsv", "\t")):
        with Path(name).open("w", encoding="utf8", newline="") as file:
            table = csv.DictWriter(file, ["id", "url", "html"], delimiter=delimiter)
            table.writeheader()
            table.writerows(rows)
    Path("e.csv.gz").write_bytes(gzip.compress(Path("e.csv").read_bytes()))
    pq.write_table(pa.Table.from_pylist(rows), "g.parquet")

    def articles(path: str) -> list[Article]:
        found = list(read([path]))
        assert all(isinstance(item, Article) for item in found)
        return found

    expected = articles("a.warc")
    assert len(expected) == 50
    assert sum(article.published is not None for article in expected) > 20
    for path in ("b.warc.gz", "c.jsonl", "d.json", "e.csv", "e.csv.gz", "f.tsv", "g.parquet"):
        assert articles(path) == expected, path


def test_metadata_beside_a_page_stands_before_what_the_page_says() -> None:
    row = {"id": "x", "text": page(PARAGRAPHS, head=META), "title": "Given", "date": "2025-12-31"}
    Path("a.jsonl").write_text(json.dumps(row), "utf8")
    (article,) = read(["a.jsonl"])
    assert (article.title, article.published, article.published_basis) == ("Given", date(2025, 12, 31), "metadata")
    assert (article.outlet, article.url) == ("The Daily Lantern", "https://lantern.example/bridge")
    assert article.text.endswith("\n\n".join(PARAGRAPHS))
