"""Rows of tables and objects of JSON: columns, dates, and what can be wrong with one row."""

import csv
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from quotes.config import DEFAULT, Config
from quotes.readers import ReadOptions, read
from quotes.types import Article, Failure

ROWS = [
    {
        "id": "1",
        "text": "“We won,” said Ana Ruiz.\n\n“Again,” she said; “twice”.",
        "title": 'The "longest" day, by far',
        "published": "2026-01-08",
        "outlet": "The Daily Lantern",
        "url": "https://lantern.example/1",
    },
    {"id": "2", "text": "Nobody spoke.", "title": "", "published": "", "outlet": "", "url": ""},
]
ARTICLES = [
    Article(
        doc_id="1",
        text=ROWS[0]["text"],
        title=ROWS[0]["title"],
        published=date(2026, 1, 8),
        outlet="The Daily Lantern",
        url="https://lantern.example/1",
        published_basis="metadata",
    ),
    Article("2", "Nobody spoke."),
]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Relative paths start in a folder of the test's own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def items_and_notes(path: str, config: Config = DEFAULT, **options) -> tuple[list[Article | Failure], list[str]]:
    notes: list[str] = []
    return list(read([path], options=ReadOptions(on_note=notes.append, **options), config=config)), notes


def items_of(path: str, config: Config = DEFAULT, **options) -> list[Article | Failure]:
    return items_and_notes(path, config, **options)[0]


def write_rows(path: str, rows: list[dict]) -> str:
    """Write rows in the format that the ending of the path names."""
    kind = path.rpartition(".")[2]
    if kind == "parquet":
        pq.write_table(pa.Table.from_pylist(rows), path)
    elif kind == "jsonl":
        Path(path).write_text("".join(json.dumps(row) + "\n" for row in rows), "utf8")
    elif kind == "json":
        Path(path).write_text(json.dumps(rows, indent=2), "utf8")
    else:
        with Path(path).open("w", encoding="utf8", newline="") as file:
            table = csv.DictWriter(file, rows[0], delimiter="\t" if kind == "tsv" else ",")
            table.writeheader()
            table.writerows(rows)
    return path


def write(path: str, text: str, encoding: str = "utf8") -> str:
    Path(path).write_bytes(text.encode(encoding))
    return path


each_kind = pytest.mark.parametrize("kind", ["jsonl", "json", "csv", "tsv", "parquet"])


@each_kind
def test_same_rows_same_articles(kind: str) -> None:
    items, notes = items_and_notes(write_rows(f"a.{kind}", ROWS))
    assert items == ARTICLES
    assert notes == []


@each_kind
def test_row_without_id_is_known_by_its_place(kind: str) -> None:
    rows = [{"id": "", "text": "One."}, {"id": "", "text": "Two."}]
    ids = [item.doc_id for item in items_of(write_rows(f"a.{kind}", rows))]
    assert ids == ([f"a.{kind}:2", f"a.{kind}:3"] if kind in ("csv", "tsv") else [f"a.{kind}:1", f"a.{kind}:2"])


@each_kind
def test_one_bad_row_is_one_failure(kind: str) -> None:
    good, bad = {"id": "1", "text": "One."}, {"id": "2", "text": " "}
    first, failure, last = items_of(write_rows(f"a.{kind}", [good, bad, good | {"id": "3"}]))
    assert (first.doc_id, last.doc_id) == ("1", "3")
    assert failure.doc_id == "2"
    assert failure.error.startswith(f"a.{kind}:{3 if kind in ('csv', 'tsv') else 2}: text (column 'text') is empty.")


@each_kind
def test_long_rows(kind: str) -> None:
    rows = [{"id": "1", "text": "a" * 300_000}, {"id": "2", "text": "a" * 300_001}, {"id": "3", "text": "a" * 10**7}]
    path = write_rows(f"a.{kind}", rows)
    fitting, *failures = items_of(path, replace(DEFAULT, max_article_chars=300_000))
    assert len(fitting.text) == 300_000
    assert "300,001 characters; at most 300,000" in failures[0].error
    assert all(isinstance(failure, Failure) for failure in failures)


def test_csv_cells_longer_than_the_modules_default() -> None:
    (article,) = items_of(write("a.csv", f"text\n{'a' * 200_000}\n"))
    assert len(article.text) == 200_000


# Columns


@each_kind
def test_columns_are_guessed_and_said(kind: str) -> None:
    rows = [{"GUID": "1", "Headline": "Up", "Pub Date": "2026-01-08", "body": "One.", "author": "I. Moss", "link": "u"}]
    items, notes = items_and_notes(write_rows(f"a.{kind}", rows))
    assert items == [Article("1", "One.", "Up", date(2026, 1, 8), None, "u", "metadata", "I. Moss")]
    assert notes == [
        f"a.{kind}: text from column 'body', id from column 'GUID', date from column 'Pub Date', "
        "title from column 'Headline', url from column 'link'"
    ]


@pytest.mark.parametrize("kind", ["jsonl", "json", "parquet"])
def test_list_of_authors_is_one_string(kind: str) -> None:
    items, _ = items_and_notes(
        write_rows(f"a.{kind}", [{"id": "1", "text": "One.", "authors": ["I. Moss", "P. Lund"]}])
    )
    assert items == [Article("1", "One.", author="I. Moss; P. Lund")]


@each_kind
def test_columns_are_chosen_by_the_caller(kind: str) -> None:
    rows = [{"text": "Teaser.", "Story": "One.", "date": "2020-01-01", "printed": "2026-01-08", "nr": "7", "who": "L"}]
    options = {"text_column": "story", "published_column": "printed", "id_column": "nr", "outlet_column": "who"}
    items, notes = items_and_notes(write_rows(f"a.{kind}", rows), **options)
    assert items == [Article("7", "One.", None, date(2026, 1, 8), "L", None, "metadata")]
    assert notes == []


@pytest.mark.parametrize("kind", ["csv", "parquet"])
@pytest.mark.parametrize(
    ("options", "words"),
    [
        (
            {},
            "no column that looks like the articles' text. The columns are: id, xyz. Name the right one with --text-column",
        ),
        ({"text_column": "words"}, "has no column 'words'. The columns are: id, xyz."),
        ({"text_column": "xyz", "title_column": "head"}, "has no column 'head'. The columns are: id, xyz."),
    ],
)
def test_table_without_a_column_is_one_failure(kind: str, options: dict, words: str) -> None:
    path = write_rows(f"a.{kind}", [{"id": "1", "xyz": "One."}] * 3)
    (failure,) = items_of(path, **options)
    assert failure == Failure(path, "read", failure.error, path)
    assert words in failure.error


def test_column_that_is_there_twice() -> None:
    (failure,) = items_of(write("a.csv", "text,text\nOne.,Two.\n"))
    assert "has the column 'text' twice" in failure.error


def test_field_that_never_occurs_is_said() -> None:
    items, notes = items_and_notes(write("a.jsonl", '{"id": "1", "text": "One."}\n'), title_column="headlin")
    assert items == [Article("1", "One.")]
    assert notes == ["a.jsonl: has no 'headlin', which was given as --title-column"]


@each_kind
def test_no_guess_takes_the_place_of_a_column_that_was_named(kind: str) -> None:
    (failure,) = items_of(
        write_rows(f"a.{kind}", [{"id": "1", "text": "One.", "html": "<p>Two.</p>"}]), text_column="body"
    )
    assert "no column 'body'" in failure.error or "Its fields are: id, text, html. Name the right one" in failure.error


def test_objects_may_differ() -> None:
    lines = [
        '{"id": 1, "body": "One."}',
        '{"id": 2, "content": "Two."}',
        '{"id": 3, "sum": 4}',
        '{"id": 4, "body": "5"}',
    ]
    items, notes = items_and_notes(write("a.jsonl", "\n".join(lines)))
    assert [item.text for item in items if isinstance(item, Article)] == ["One.", "Two.", "5"]
    assert "has no field that looks like the article's text" in items[2].error
    assert notes == ["a.jsonl: text from column 'body'", "a.jsonl: text from column 'content'"]


# Values


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "is not valid JSON"),
        ('{"text": "One."', "is not valid JSON"),
        ('["text"]', "is a JSON list, not an object"),
        ("null", "is a JSON NoneType"),
        ("[" * 100_000, "is not valid JSON (nested too deep)"),
        ('{"n": ' + "9" * 5000 + "}", "is not valid JSON"),
        ('{"text": null}', "is empty"),
        ('{"text": ""}', "is empty"),
        ('{"text": ["One.", "Two."]}', "is a list, not text"),
        ('{"text": 7}', "is a int, not text"),
        ('{"text": "One.", "id": ["x"]}', "is a list. Make it text"),
        ('{"text": "One.", "id": true}', "is a bool. Make it text"),
        ('{"text": "One.", "id": "\\ud800"}', "has half a character (U+D800 in place 1)"),
        ('{"text": "One \\udfff."}', "has half a character (U+DFFF in place 5)"),
        ('{"text": "One \\udcff."}', "has bytes that are not in the encoding"),
        ("{}", "has no field that looks like the article's text. Its fields are: none."),
    ],
)
def test_bad_line(line: str, reason: str) -> None:
    first, failure, last = items_of(write("a.jsonl", '{"text": "Good."}\n' + line + '\n\n{"text": "Good."}\n'))
    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert failure.doc_id == "a.jsonl:2"
    assert reason in failure.error


def test_bytes_that_do_not_fit_are_one_failure() -> None:
    good = '{"text": "“Good.”"}\n'.encode()
    Path("a.jsonl").write_bytes(good + b'{"text": "caf\xe9"}\n' + good)
    _, failure, _ = items_of("a.jsonl", encoding="utf-8")
    assert failure.doc_id == "a.jsonl:2"
    assert "0xE9 in place 4" in failure.error


@pytest.mark.parametrize(("value", "doc_id"), [(7, "7"), (7.0, "7"), ("007", "007"), (None, "a.jsonl:1")])
def test_ids(value: object, doc_id: str) -> None:
    (item,) = items_of(write("a.jsonl", json.dumps({"id": value, "text": "One."})))
    assert item.doc_id == doc_id


@pytest.mark.parametrize(("value", "title"), [(1984, "1984"), ([], None), (True, None), (" ", None), ("\ud800", None)])
def test_titles(value: object, title: str | None) -> None:
    (item,) = items_of(write("a.jsonl", json.dumps({"id": 1, "text": "One.", "title": value})))
    assert item == Article("1", "One.", title)


# Shapes of files


def test_json_of_one_object() -> None:
    assert items_of(write("a.json", '{"id": "x", "text": "One."}')) == [Article("x", "One.")]


def test_json_that_is_really_lines() -> None:
    items, notes = items_and_notes(write("a.json", '{"id": "x", "text": "One."}\n{"id": "y", "text": "Two."}\n'))
    assert items == [Article("x", "One."), Article("y", "Two.")]
    assert notes == ["a.json: one object per line, read as .jsonl"]


@pytest.mark.parametrize("text", ['[{"text": "One."}', "no json", "[" * 100_000, '"text"', "[]"])
def test_json_that_is_none(text: str) -> None:
    (failure,) = items_of(write("a.json", text))
    assert isinstance(failure, Failure)


def test_semicolons() -> None:
    items, notes = items_and_notes(write("a.csv", 'id;text\n1;"One; two, three."\n'))
    assert items == [Article("1", "One; two, three.")]
    assert notes == ["a.csv: read with the delimiter ';'"]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_line_ends_of_tables(ends: str) -> None:
    text = "id,text" + ends + '1,"One.\r\nTwo.\rThree.\n"' + ends + ends + "2,Four." + ends
    assert items_of(write("a.csv", text)) == [Article("1", "One.\r\nTwo.\rThree.\n"), Article("2", "Four.")]


def test_tabs_without_quoting_keep_their_quotation_marks() -> None:
    text = 'id\ttext\n1\t"We won," said Ana Ruiz.\n2\t"Never."\n3\tShe said "no.\n'
    assert [item.text for item in items_of(write("a.tsv", text))] == [
        '"We won," said Ana Ruiz.',
        '"Never."',
        'She said "no.',
    ]


def test_tabs_with_quoting() -> None:
    assert items_of(write("a.tsv", 'id\ttext\n1\t"""We won,""\tsaid\nAna."\n')) == [
        Article("1", '"We won,"\tsaid\nAna.')
    ]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ('1,"We won," said Ana Ruiz.', "broken quoting"),
        ('1,"She said \\"no\\" twice."', "broken quoting"),
        ("1,We won, said Ana Ruiz.", "has 3 cells where the first line names 2 columns"),
        ("1", "has 1 cells"),
    ],
)
def test_broken_row_of_a_table(row: str, words: str) -> None:
    failure, article = items_of(write("a.csv", f"id,text\n{row}\n2,Good.\n"))
    assert article == Article("2", "Good.")
    assert failure.doc_id == "a.csv:2"
    assert words in failure.error


def test_table_that_is_one_endless_line() -> None:
    (failure,) = items_of(write("a.csv", "text," + "a" * 4000), replace(DEFAULT, max_field_chars=3200))
    assert "line 1 is longer than 3,200 characters" in failure.error


def test_rows_before_the_break_are_read() -> None:
    rows = "id,text\n1,One.\n2," + "a" * 4000 + "\n3,Three.\n"
    article, failure = items_of(write("a.csv", rows), replace(DEFAULT, max_field_chars=3200))
    assert article == Article("1", "One.")
    assert failure.error.startswith("after 1 row: line 3 is longer")


def test_endless_line_between_objects() -> None:
    lines = ['{"id": 1, "text": "One."}', '{"text": "' + "a" * 9000 + '"}', '{"id": 3, "text": "Three."}']
    first, failure, last = items_of(
        write("a.jsonl", "\n".join(lines)), replace(DEFAULT, max_article_chars=100, max_field_chars=3200)
    )
    assert (first.doc_id, failure.doc_id, last.doc_id) == ("1", "a.jsonl:2", "3")


def test_header_without_rows() -> None:
    for path in (write("a.csv", "id,text\n"), write_rows("a.parquet", ROWS[:0] or [])):
        (failure,) = items_of(path)
        assert failure.doc_id == path


def test_parquet_of_all_types_of_text() -> None:
    words = pa.array(["One.", "Two.", None])
    for type_ in (pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string())):
        pq.write_table(pa.table({"id": [1, 2, 3], "text": words.cast(type_)}), "a.parquet")
        one, two, failure = items_of("a.parquet")
        assert (one.text, two.text) == ("One.", "Two.")
        assert "is empty" in failure.error
    pq.write_table(pa.table({"id": [1], "text": [[b"One."]]}), "b.parquet")
    (failure,) = items_of("b.parquet")
    assert "is a list, not text" in failure.error


def test_parquet_that_is_damaged() -> None:
    write_rows("a.parquet", [{"id": str(n), "text": f"Article {n}."} for n in range(1000)])
    data = Path("a.parquet").read_bytes()
    Path("a.parquet").write_bytes(data[:-100])
    Path("b.parquet").write_bytes(data[:500] + bytes(200) + data[700:])
    for path in ("a.parquet", "b.parquet"):
        *_, failure = items_of(path)
        assert failure.doc_id == path
        assert failure.error.startswith("cannot be read (")


def test_parquet_bomb() -> None:
    table = pa.table({"text": ["a" * 500_000] * 60})
    pq.write_table(table, "a.parquet", compression="zstd", use_dictionary=False)
    (failure,) = items_of("a.parquet")
    assert "as decompression bombs do" in failure.error


# Dates


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ("2026-01-08", date(2026, 1, 8)),
        ("2026-01-08T23:30:00-05:00", date(2026, 1, 8)),
        ("2026-01-08T00:10:00Z", date(2026, 1, 8)),
        ("2026-01-08 23:59:59.123456789+0900", date(2026, 1, 8)),
        ("20260108", date(2026, 1, 8)),
        ("2026/01/08", date(2026, 1, 8)),
        ("Thu, 08 Jan 2026 23:10:00 -0500", date(2026, 1, 8)),
        ("Jan. 8, 2026, 11:30 p.m. ET", date(2026, 1, 8)),
        ("Thursday, January 8, 2026", date(2026, 1, 8)),
        ("8 January 2026", date(2026, 1, 8)),
        ("8.1.2026", date(2026, 1, 8)),
        ("25/03/2025", date(2025, 3, 25)),
        ("3/25/25", date(2025, 3, 25)),
        ("03/03/2025", date(2025, 3, 3)),
    ],
)
def test_dates_as_they_are_given(given: str, day: date) -> None:
    items, notes = items_and_notes(write("a.jsonl", json.dumps({"id": 1, "text": "One.", "published": given})))
    assert items == [Article("1", "One.", published=day, published_basis="metadata")]
    assert notes == []


@pytest.mark.parametrize(
    "given", ["N/A", "2026", "January 2026", "Jan 8", "yesterday", "2026-13-45", 1767830400, [], "x" * 999]
)
def test_unreadable_dates_are_left_out_and_said(given: object) -> None:
    items, notes = items_and_notes(write("a.jsonl", json.dumps({"id": 1, "text": "One.", "published": given})))
    assert items == [Article("1", "One.")]
    (note,) = notes
    assert note.startswith("a.jsonl: ignored 1 unreadable date, first ")
    assert note.endswith(" at a.jsonl:1")


def test_times_of_parquet() -> None:
    moment = datetime(2026, 1, 8, 23, 30, tzinfo=UTC)
    far_east = timezone(timedelta(hours=9))
    for values, day in (
        (pa.array([moment]), date(2026, 1, 8)),
        (pa.array([moment], pa.timestamp("ns", "UTC")), date(2026, 1, 8)),
        (pa.array([moment.astimezone(far_east)]), date(2026, 1, 9)),
        (pa.array([date(2026, 1, 8)]), date(2026, 1, 8)),
        (pa.array([None], pa.date32()), None),
    ):
        pq.write_table(pa.table({"id": [1], "text": ["One."], "date": values}), "a.parquet")
        (article,) = items_of("a.parquet")
        assert article.published == day


def dates_and_notes(dates: list[str]) -> tuple[list[date | None], list[str]]:
    rows = [{"id": str(n), "text": "One.", "published": given} for n, given in enumerate(dates)]
    items, notes = items_and_notes(write_rows("a.csv", rows))
    return [item.published for item in items], notes


def test_order_of_day_and_month_is_said_once_where_nothing_shows_it() -> None:
    days, notes = dates_and_notes(["03/04/2025", "05/06/2025"])
    assert days == [date(2025, 3, 4), date(2025, 5, 6)]
    (note,) = notes
    assert note.startswith("a.csv: dates such as '03/04/2025' read month first (nothing shows the order)")


@pytest.mark.parametrize(
    ("proof", "order", "day"),
    [("25/03/2025", "day first", date(2025, 4, 3)), ("03/25/2025", "month first", date(2025, 3, 4))],
)
def test_order_of_day_and_month_is_learnt_from_the_other_rows(proof: str, order: str, day: date) -> None:
    days, notes = dates_and_notes(["03/04/2025", proof])
    assert days == [day, date(2025, 3, 25)]
    (note,) = notes
    assert f"'03/04/2025' read {order} (like '{proof}')" in note


def test_contradicting_order_is_said() -> None:
    days, notes = dates_and_notes(["03/04/2025", "25/03/2025", "03/26/2025"])
    assert days == [date(2025, 3, 4), date(2025, 3, 25), date(2025, 3, 26)]
    assert "nothing shows the order" in notes[0]
    assert notes[1:] == ["a.csv:3: '25/03/2025' is day first, though others here were read month first"]
