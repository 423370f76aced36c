"""Files, folders, patterns, standard input; ids; encodings; and what is wrong with a file as a whole."""

import gzip
import io
import itertools
import os
import sys
import tracemalloc
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from quotes.config import DEFAULT, Config
from quotes.errors import InputError
from quotes.readers import ReadOptions, read
from quotes.table.writer import Writer
from quotes.types import Article, Failure

TEXT = "“We waited ten years for this,” said Dana Orlov, the mayor of Westmere.\n\nShe didn’t smile.\n"


def read_noted(*paths: str | Path, config: Config = DEFAULT, **options) -> tuple[list[Article | Failure], list[str]]:
    notes: list[str] = []
    return list(read(paths, options=ReadOptions(on_note=notes.append, **options), config=config)), notes


def one(path: str | Path, config: Config = DEFAULT, **options) -> Article | Failure:
    (item,) = read([path], options=ReadOptions(**options), config=config)
    return item


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which relative paths start."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(data))))


# Files


def test_text_file_is_one_article_known_by_its_path(here: Path) -> None:
    (here / "news").mkdir()
    Path("news/a.txt").write_text(TEXT, "utf8")
    assert one("./news/a.txt") == Article("news/a.txt", TEXT)
    assert one(here / "news" / "a.txt").doc_id == (here / "news" / "a.txt").as_posix()


def test_text_is_left_as_it_is(here: Path) -> None:
    odd = "\r\n  “A\u00a0b”\r\n\u2028\x0c ﬁ e\u0301\r\rlast line without an end  "
    Path("a.txt").write_bytes(odd.encode("utf8"))
    Path("b.jsonl").write_text(
        '{"id": "b", "text": "' + odd.replace("\r", "\\r").replace("\n", "\\n").replace("\x0c", "\\f") + '"}\r\n',
        "utf8",
    )
    assert one("a.txt").text == odd
    assert one("b.jsonl").text == odd


@pytest.mark.parametrize("name", ["2026-01-08-bridge.txt", "bridge_20260108.txt", "2026.01.08.txt", "x2026_01_08x.txt"])
def test_date_in_the_name(here: Path, name: str) -> None:
    Path(name).write_text(TEXT, "utf8")
    assert one(name) == Article(name, TEXT, published=date(2026, 1, 8), published_basis="filename")


@pytest.mark.parametrize("name", ["20261301.txt", "120260108.txt", "2026-01-08_2026-01-09.txt", "2026-0108.txt"])
def test_no_date_in_the_name(here: Path, name: str) -> None:
    Path(name).write_text(TEXT, "utf8")
    assert one(name) == Article(name, TEXT)


def test_date_of_a_folder_is_not_the_articles(here: Path) -> None:
    (here / "2026-01-08").mkdir()
    Path("2026-01-08/a.txt").write_text(TEXT, "utf8")
    assert one("2026-01-08/a.txt").published is None


@pytest.mark.parametrize("ending", ["TXT", "Txt"])
def test_case_of_the_ending_does_not_count(here: Path, ending: str) -> None:
    Path(f"a.{ending}").write_text(TEXT, "utf8")
    assert one(f"a.{ending}").text == TEXT


def test_gzipped(here: Path) -> None:
    Path("2026-01-08.txt.gz").write_bytes(gzip.compress(TEXT.encode("utf8")))
    assert one("2026-01-08.txt.gz") == Article(
        "2026-01-08.txt.gz", TEXT, published=date(2026, 1, 8), published_basis="filename"
    )


# Folders and patterns


def test_folder_is_read_in_order_of_names_with_all_below(here: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a.txt", "c.txt", ".hidden/x.txt", ".x.txt", "b/notes.docx", "d/readme.md"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(name, "utf8")
    items, notes = read_noted(".")
    assert [item.doc_id for item in items] == ["a.txt", "b/1.txt", "b/2.txt", "c.txt"]
    assert notes == [".: skipped 2 files of formats that are not supported (1 .docx, 1 .md)"]


def test_pattern(here: Path) -> None:
    for name in ("b.txt", "a.txt", "c.jsonl", "d.md"):
        Path(name).write_text('{"text": "x"}', "utf8")
    assert [item.doc_id for item in read(["*.txt"])] == ["a.txt", "b.txt"]
    assert [item.doc_id for item in read([str(here / "[ab].txt")])] == [(here / f"{x}.txt").as_posix() for x in "ab"]
    items, notes = read_noted("*")
    assert len(items) == 3
    assert "1 .md" in notes[0]


def test_tables_of_an_earlier_run_are_no_articles(here: Path) -> None:
    article = Article("x", "One.", title="Up", author="I. Moss")
    for output in ("news/out", "news/out.parquet"):
        with Writer(output) as tables:
            tables.add(article, [])
            tables.fail(Failure("y", "read", "is empty"))
    Path("news/a.txt").write_text(TEXT, "utf8")
    items, notes = read_noted("news")
    assert [item.doc_id for item in items] == ["news/a.txt"]
    told = "skipped 8 tables of an earlier run; to read its articles, name the files of its articles/"
    assert notes == [f"news: {told}"]
    assert read_noted("news/*.parquet")[1] == [f"news/*.parquet: {told.replace('8', '3')}"]
    assert "is the quote table of an earlier run. Give the articles" in one("news/out.parquet").error
    assert "is the failures table of an earlier run" in one("news/out.failures.parquet").error
    assert one("news/out.articles.parquet") == article
    assert "no articles here: no other files" in one("news/out").error


def test_file_whose_name_looks_like_a_pattern(here: Path) -> None:
    Path("[1].txt").write_text(TEXT, "utf8")
    assert one("[1].txt").text == TEXT


def test_links_in_a_circle_end(here: Path) -> None:
    Path("a.txt").write_text(TEXT, "utf8")
    Path("again").symlink_to(here)
    Path("gone.txt").symlink_to(here / "nowhere.txt")
    article, failure = read(["."])
    assert article.doc_id == "a.txt"
    assert failure.doc_id == "gone.txt"


def test_pipe_in_a_folder_is_passed_over(here: Path) -> None:
    Path("a.txt").write_text(TEXT, "utf8")
    os.mkfifo("b.txt")
    assert [item.doc_id for item in read(["."])] == ["a.txt"]


def test_name_that_is_no_unicode_gives_an_id_that_can_be_written(here: Path) -> None:
    with open(b"caf\xe9.txt", "wb") as file:  # noqa: PTH123 - a name in bytes
        file.write(TEXT.encode("utf8"))
    (item,) = read(["."])
    assert item.doc_id == r"caf\udce9.txt"
    assert item.text == TEXT


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("missing.txt", "no such file"),
        ("missing/*.txt", "no articles here"),
        ("empty", "no articles here: no files"),
        ("others", "only files of other formats (1 .pdf)"),
        ("others/a.pdf", "'.pdf' are not supported"),
        ("others/../noending", "'nothing' are not supported"),
        ("a\0b.txt", ""),
    ],
)
def test_nothing_to_read_at_a_path(here: Path, path: str, words: str) -> None:
    Path("empty").mkdir()
    Path("others").mkdir()
    Path("others/a.pdf").write_bytes(b"%PDF")
    Path("noending").write_text("x", "utf8")
    failure = one(path)
    assert failure.doc_id == path
    assert failure.step == "read"
    assert words in failure.error


def test_nothing_given_is_a_failure() -> None:
    (failure,) = read([])
    assert "no path was given" in failure.error


def test_one_path_may_stand_alone(here: Path) -> None:
    Path("a.txt").write_text(TEXT, "utf8")
    assert [item.doc_id for item in read("a.txt")] == ["a.txt"]


def test_a_bad_file_does_not_stop_the_others(here: Path) -> None:
    Path("a.txt").write_bytes(b"")
    Path("b.parquet").write_bytes(b"PAR1 no")
    Path("c.txt").write_text(TEXT, "utf8")
    assert [type(item) for item in read(["a.txt", "nowhere.txt", "b.parquet", "c.txt"])] == [Failure] * 3 + [Article]


# Ids


def test_second_article_of_an_id_is_a_failure_that_says_where(here: Path) -> None:
    Path("a.jsonl").write_text('{"id": "x", "text": "One."}\n', "utf8")
    Path("b.csv").write_text("id,text\ny,Two.\nx,Three.\n", "utf8")
    first, second, failure = read(["a.jsonl", "b.csv"])
    assert (first.text, second.text) == ("One.", "Two.")
    assert failure.doc_id == "x"
    assert failure.error.startswith("b.csv:3: has the same id as the article at a.jsonl:1.")


def test_a_failed_article_does_not_take_the_id(here: Path) -> None:
    Path("a.jsonl").write_text('{"id": "x", "text": ""}\n{"id": "x", "text": "One."}\n', "utf8")
    failure, article = read(["a.jsonl"])
    assert failure.doc_id == "x"
    assert article == Article("x", "One.")


def test_runs_know_nothing_of_each_other(here: Path) -> None:
    Path("a.txt").write_text(TEXT, "utf8")
    assert one("a.txt") == one("a.txt")


# Standard input


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (TEXT.encode("utf8"), Article("-", TEXT)),
        (b"{Laughs} We won.", Article("-", "{Laughs} We won.")),
        (b'\n \n{"id": "x", "text": "One."}\n', Article("x", "One.")),
        (b'\xef\xbb\xbf{"id": "x", "text": "One."}', Article("x", "One.")),
        ('{"id": "x", "text": "“One.”"}\n'.encode("utf-16"), Article("x", "“One.”")),
        (b'[\n{"id": "x", "text": "One."}\n]', Article("x", "One.")),
        (gzip.compress(b'{"id": "x", "text": "One."}\n'), Article("x", "One.")),
        (b"id,text\nx,One.\n", Article("x", "One.")),
        (b'\xef\xbb\xbf"id";"Body"\r\nx;One.\r\n', Article("x", "One.")),
        (b"id\ttext\nx\tOne.\n", Article("x", "One.")),
        (b"Text, body and soul\nOne.", Article("-", "Text, body and soul\nOne.")),
        (b'{"id": "x", "text": "' + b"a" * 600_000 + b'"}\n', Article("x", "a" * 600_000)),
    ],
)
def test_standard_input(monkeypatch: pytest.MonkeyPatch, data: bytes, expected: Article) -> None:
    stdin(monkeypatch, data)
    assert one("-") == expected


def test_page_on_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin(monkeypatch, b"<!doctype html><html><body><p>The mayor opened the bridge on Thursday.</p></body></html>")
    assert one("-").text == "The mayor opened the bridge on Thursday."


def test_format_of_standard_input_can_be_said(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin(monkeypatch, b"id,text\nx,One.\n")
    assert one("-", stdin_format="csv") == Article("x", "One.")


def test_empty_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin(monkeypatch, b"")
    assert "is empty" in one("-").error


def test_what_standard_input_was_taken_for_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin(monkeypatch, b'{"id": "x", "text": "One."}\n')
    _, notes = read_noted("-")
    assert notes == ["-: read as jsonl; if it is something else, give --stdin-format"]


# Encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_needs_no_word(here: Path, encoding: str) -> None:
    Path("a.txt").write_bytes(TEXT.encode(encoding))
    items, notes = read_noted("a.txt")
    assert items == [Article("a.txt", TEXT)]
    assert [note for note in notes if not note.startswith(f"a.txt: read as {encoding}")] == []


@pytest.mark.parametrize("words", [TEXT, "“No,” she said.", "Müller and Gómez met in Zürich, at the café.", TEXT * 100])
def test_windows_1252_is_found_and_said(here: Path, words: str) -> None:
    Path("x.txt").write_bytes(words.encode("cp1252"))
    Path("x.jsonl").write_bytes(f'{{"id": "y", "text": "{words.strip()}"}}'.replace("\n", " ").encode("cp1252"))
    items, notes = read_noted("x.txt", "x.jsonl")
    assert [item.text for item in items] == [words, words.strip().replace("\n", " ")]
    assert notes == ["x.txt: read as windows-1252", "x.jsonl: read as windows-1252"]


@pytest.mark.parametrize("encoding", ["windows-1252", "mac-roman"])
@pytest.mark.parametrize(
    "words",
    [
        *(TEXT, "“No,” she said.", "It’s all right.", "She left — and took the café with her…", "He paid £5 in ’98."),
        *("Per Núñez, the mayor, said it was “naïve”.", "• José Lund\n• Zoë Moss\n", TEXT * 100),
    ],
)
def test_encodings_of_english_are_told_apart(here: Path, words: str, encoding: str) -> None:
    Path("x.txt").write_bytes(words.encode(encoding))
    items, notes = read_noted("x.txt")
    assert items == [Article("x.txt", words)]
    assert notes == [f"x.txt: read as {encoding}"]


@pytest.mark.parametrize(
    ("words", "encoding"),
    [
        ("Президент сказал, что мост откроют в четверг. «Мы ждали десять лет», — сказала мэр.", "cp1251"),
        ("市長は木曜日に橋を開通させたと述べた。私たちは十年待った。", "shift_jis"),
    ],
)
def test_encodings_of_other_languages(here: Path, words: str, encoding: str) -> None:
    Path("x.txt").write_bytes(words.encode(encoding))
    assert one("x.txt").text == words


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("words", [TEXT, "“Ānna’s won — again…”\n"])
def test_utf_16_without_mark_is_found(here: Path, words: str, encoding: str) -> None:
    Path("x.txt").write_bytes((words * 5).encode(encoding))
    assert one("x.txt").text == words * 5


def test_utf_8_with_a_nul_in_it_is_utf_8(here: Path) -> None:
    """A NUL was taken for a sign of UTF-16 (issue 8)."""
    words = f"{TEXT * 5}\0 and “so on”"
    Path("x.txt").write_text(words, "utf8")
    assert one("x.txt").text == words


@pytest.mark.parametrize("name", ["x.txt", "x.jsonl", "x.csv"])
@pytest.mark.parametrize("data", [b"040\x0004", b"\0" * 40, bytes(range(32)) * 4], ids=["few", "nul", "controls"])
def test_binary_data_is_refused_in_every_format(here: Path, name: str, data: bytes) -> None:
    Path(name).write_bytes(data)
    assert "is binary data, not text" in one(name).error


def test_encoding_that_was_asked_for(here: Path) -> None:
    Path("x.txt").write_bytes(TEXT.encode("mac_roman"))
    assert one("x.txt", encoding="mac_roman").text == TEXT
    failure = one("x.txt", encoding="utf-8")
    assert "not in the encoding utf-8 at byte 0" in failure.error
    Path("a.txt").write_bytes(b"\xef\xbb\xbfBom.")
    assert one("a.txt", encoding="utf-8").text == "Bom."


@pytest.mark.parametrize(
    "data",
    [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"PK\x03\x04" + bytes(range(256)) * 4, bytes(range(1, 32)) * 20, b"a\0b" * 50],
)
def test_binary_data_is_no_text(here: Path, data: bytes) -> None:
    Path("a.txt").write_bytes(data)
    assert "is binary data" in one("a.txt").error


# Limits and options


@pytest.mark.parametrize("data", [b"", b" \r\n\t ", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("ending", ["txt", "html", "json", "jsonl", "csv", "tsv", "warc", "parquet"])
def test_empty_files(here: Path, data: bytes, ending: str) -> None:
    Path(f"a.{ending}").write_bytes(data)
    failure = one(f"a.{ending}")
    assert isinstance(failure, Failure)
    assert failure.doc_id == f"a.{ending}"


def test_article_that_is_too_long(here: Path) -> None:
    Path("a.txt").write_text("a" * 101, "utf8")
    limits = replace(DEFAULT, max_article_chars=100)
    assert "101 characters; at most 100" in one("a.txt", limits).error
    assert isinstance(one("a.txt", replace(limits, max_article_chars=101)), Article)


def test_file_that_is_too_large(here: Path) -> None:
    Path("a.txt").write_text("a" * 101, "utf8")
    limits = replace(DEFAULT, max_file_bytes=100)
    assert "larger than 100 bytes" in one("a.txt", limits).error
    assert isinstance(one("a.txt", replace(limits, max_file_bytes=101)), Article)


def test_files_that_are_read_in_pieces_may_be_large(here: Path) -> None:
    Path("a.jsonl").write_text('{"text": "One."}\n' * 100, "utf8")
    assert len(list(read(["a.jsonl"], config=replace(DEFAULT, max_file_bytes=100)))) == 100


def test_decompression_bombs(here: Path) -> None:
    Path("a.jsonl.gz").write_bytes(gzip.compress(b'{"text": "' + b"a" * 40_000_000 + b'"}\n'))
    assert "as decompression bombs do" in one("a.jsonl.gz").error
    Path("b.jsonl.gz").write_bytes(gzip.compress(b'{"text": "Aa."}\n' * 100))
    *_, failure = read(["b.jsonl.gz"], config=replace(DEFAULT, max_unpacked_bytes=1000))
    assert "unpacks to more than 1,000 bytes" in failure.error


def test_gzip_that_breaks_off_is_read_as_far_as_it_goes(here: Path) -> None:
    whole = gzip.compress(b"".join(b'{"id": "%d", "text": "Article %d."}\n' % (n, n * n) for n in range(5000)))
    Path("a.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    *articles, failure = read(["a.jsonl.gz"])
    assert len(articles) > 1000
    assert articles[0] == Article("0", "Article 0.")
    assert "is a damaged or incomplete gzip file" in failure.error


def test_gzip_that_is_none(here: Path) -> None:
    Path("a.txt.gz").write_text(TEXT, "utf8")
    assert "is not gzipped" in one("a.txt.gz").error


def test_file_without_permission(here: Path) -> None:
    Path("a.txt").write_text(TEXT, "utf8")
    Path("a.txt").chmod(0)
    if os.access("a.txt", os.R_OK):
        pytest.skip("may read everything")
    assert "PermissionError" in one("a.txt").error


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (ReadOptions(encoding="utf-9"), "Unknown encoding 'utf-9'"),
        (ReadOptions(encoding="hex"), "Unknown encoding 'hex'"),
        (ReadOptions(stdin_format="docx"), "one of: txt, html, jsonl"),
    ],
)
def test_options_that_cannot_work_are_refused_at_once(options: ReadOptions, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read(["a.txt"], options=options)


def test_mojibake_is_mended_only_with_ftfy(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ftfy", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(InputError, match=r"pip install ftfy .*mojibake"):
        read(["a.txt"], options=ReadOptions(fix_mojibake=True))


def test_mojibake_is_mended_where_asked_for(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Ftfy:
        __spec__ = "here"

        @staticmethod
        def fix_encoding(text: str) -> str:
            return text.encode("cp1252").decode("utf8")

    monkeypatch.setitem(sys.modules, "ftfy", Ftfy)
    Path("a.txt").write_text("Zürich".encode().decode("cp1252"), "utf8")
    assert one("a.txt").text == "ZÃ¼rich"
    assert one("a.txt", fix_mojibake=True).text == "Zürich"


@pytest.mark.slow
def test_memory_does_not_grow_with_the_corpus(here: Path) -> None:
    with Path("a.jsonl").open("w", encoding="utf8") as file:
        file.writelines(f'{{"id": "article-{n}", "text": "{"We won. " * 500}"}}\n' for n in range(3000))

    def peak(count: int) -> int:
        tracemalloc.start()
        assert sum(1 for _ in itertools.islice(read(["a.jsonl"]), count)) == count
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(10)  # what is loaded once
    assert peak(3000) < peak(500) + 500_000
