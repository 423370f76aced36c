"""Tables on disk: whole or not there at all, in the order of input, and findable."""

import os
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from made_rows import QUOTE, TEXT, make_article, make_quote, make_quotes

import quotes
from quotes.errors import InputError, OutputError
from quotes.table import folder_writer, sinks
from quotes.table.files import locate, read
from quotes.table.schema import ARTICLES, FAILURES, QUOTES, RowError
from quotes.table.writer import Writer
from quotes.types import Failure

FAILED = Failure("bad", "read", "it is empty")


def write(output: Path, numbers: range, *, overwrite: bool = False) -> None:
    with Writer(output, overwrite=overwrite) as tables:
        for number in numbers:
            tables.add(make_article(number), make_quotes(number))


def expected(numbers: range) -> list:
    return [row for number in numbers for row in make_quotes(number)]


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def known(folder: Path) -> list[str]:
    """Return the articles that a folder knows it has."""
    with Writer(folder) as tables:
        return [doc_id for batch in tables.folder.entries() for doc_id in batch["doc_id"].to_pylist()]


def test_the_rows_by_hand_are_right() -> None:
    hers, later = make_quotes(1)
    assert [TEXT[piece.start : piece.end] for row in (hers, later) for piece in row.spans] == [
        "“We will mend the bridge,”",
        "it would take a year",
    ]
    assert TEXT[later.speaker_start : later.speaker_end] == later.mention
    assert TEXT[later.cue_start : later.cue_end] == later.cue


def test_a_file_and_its_articles(tmp_path: Path) -> None:
    write(tmp_path / "news.parquet", range(3))
    assert names(tmp_path) == ["news.articles.parquet", "news.parquet"]
    assert list(read(tmp_path / "news.parquet")) == expected(range(3))
    articles = pq.read_table(tmp_path / "news.articles.parquet")
    assert articles["doc_id"].to_pylist() == ["bay-0", "bay-1", "bay-2"]
    assert articles["text"].to_pylist() == [TEXT] * 3


def test_schema_and_compression_of_the_files(tmp_path: Path) -> None:
    with Writer(tmp_path / "news.parquet") as tables:
        tables.add(make_article(1), make_quotes(1))
        tables.fail(FAILED)
    for name, schema in (("news", QUOTES), ("news.articles", ARTICLES), ("news.failures", FAILURES)):
        file = pq.ParquetFile(tmp_path / f"{name}.parquet")
        assert file.schema_arrow.equals(schema)
        assert file.schema_arrow.field(0).metadata[b"description"] == schema.field(0).metadata[b"description"]
        assert file.metadata.row_group(0).column(0).compression == "ZSTD"


def test_two_runs_write_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write(tmp_path / f"{name}.parquet", range(20))
    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "two.parquet").read_bytes()


def test_failures_are_logged(tmp_path: Path) -> None:
    with Writer(tmp_path / "news.parquet") as tables:
        tables.fail(FAILED)
        tables.fail(Failure("name \udce9.txt", "read", "surrogate \ud83d"))
    rows = pq.read_table(tmp_path / "news.failures.parquet").to_pylist()
    assert rows[0] == {"doc_id": "bad", "input": None, "step": "read", "error": "it is empty"}
    assert rows[1]["doc_id"] == "name \\udce9.txt"


def test_a_file_that_exists_is_refused(tmp_path: Path) -> None:
    output = tmp_path / "news.parquet"
    write(output, range(1))
    before = output.read_bytes()
    with pytest.raises(OutputError, match=r"news\.parquet exists.*--force"):
        Writer(output)
    assert output.read_bytes() == before
    output.unlink()
    with pytest.raises(OutputError, match=r"news\.articles\.parquet exists"):
        Writer(output)


def test_overwriting_replaces_all_three(tmp_path: Path) -> None:
    output = tmp_path / "news.parquet"
    with Writer(output) as tables:
        tables.add(make_article(1), make_quotes(1))
        tables.fail(FAILED)
    write(output, range(5, 7), overwrite=True)
    assert names(tmp_path) == ["news.articles.parquet", "news.parquet"]
    assert list(read(output)) == expected(range(5, 7))


def test_what_was_there_stays_until_the_new_is_whole(tmp_path: Path) -> None:
    output = tmp_path / "news.parquet"
    write(output, range(1))
    with Writer(output, overwrite=True) as tables:
        tables.add(make_article(7), make_quotes(7))
        assert list(read(output)) == expected(range(1))
    assert list(read(output)) == expected(range(7, 8))


@pytest.mark.parametrize("stop", [KeyboardInterrupt, MemoryError, OutputError])
def test_a_file_that_is_not_finished_is_not_there(tmp_path: Path, stop: type[BaseException]) -> None:
    with pytest.raises(stop), Writer(tmp_path / "news.parquet") as tables:
        tables.add(make_article(1), make_quotes(1))
        raise stop
    assert names(tmp_path) == []
    assert "was not made" in tables.kept()


def test_the_parents_of_an_output_are_made(tmp_path: Path) -> None:
    write(tmp_path / "deep" / "down" / "news.parquet", range(1))
    assert len(list(read(tmp_path / "deep" / "down" / "news.parquet"))) == 2


@pytest.mark.parametrize("name", ["plain.txt/news.parquet", "plain.txt/folder", "plain"])
def test_what_cannot_be_written_is_refused_before_the_work(tmp_path: Path, name: str) -> None:
    (tmp_path / "plain.txt").write_text("a file")
    (tmp_path / "plain").write_text("a file")
    with pytest.raises(OutputError, match="cannot be written"):
        Writer(tmp_path / name)


@pytest.mark.parametrize("name", ["news.csv", "news.jsonl", "news.xlsx"])
def test_other_formats_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError, match=r"written as Parquet.*--csv"):
        Writer(tmp_path / name)


def test_a_full_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sinks, "GROUP_ROWS", 1)
    monkeypatch.setattr("pyarrow.parquet.ParquetWriter.write_table", full)
    with pytest.raises(OutputError, match="No space left"), Writer(tmp_path / "news.parquet") as tables:
        tables.add(make_article(1), make_quotes(1))
    assert names(tmp_path) == []


def test_a_full_disk_at_the_end_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OutputError, match="No space left"):
        write(tmp_path / "news.parquet", range(1))
    assert names(tmp_path) == []


def test_a_row_that_does_not_fit_leaves_the_rest(tmp_path: Path) -> None:
    with Writer(tmp_path / "news.parquet") as tables:
        tables.add(make_article(1), make_quotes(1))
        with pytest.raises(RowError):
            tables.add(make_article(2), [make_quote(doc_id="bay-2", kind="reported")])
        tables.add(make_article(3), make_quotes(3))
    assert {row.doc_id for row in read(tmp_path / "news.parquet")} == {"bay-1", "bay-3"}
    assert pq.read_table(tmp_path / "news.articles.parquet")["doc_id"].to_pylist() == ["bay-1", "bay-3"]


def test_rows_are_written_as_they_come(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sinks, "GROUP_ROWS", 4)
    write(tmp_path / "news.parquet", range(10))
    groups = pq.ParquetFile(tmp_path / "news.parquet").metadata
    assert [groups.row_group(i).num_rows for i in range(groups.num_row_groups)] == [4] * 5
    assert list(read(tmp_path / "news.parquet")) == expected(range(10))


def test_long_texts_end_a_row_group_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sinks, "GROUP_BYTES", 10_000)
    with Writer(tmp_path / "news.parquet") as tables:
        for number in range(3):
            tables.add(make_article(number, "x" * 10_000), [])
    assert pq.ParquetFile(tmp_path / "news.articles.parquet").metadata.num_row_groups == 3


def test_a_folder_is_appended_to(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    write(folder, range(2))
    write(folder, range(2, 5))
    assert list(read(folder)) == list(read(folder / "quotes")) == expected(range(5))
    assert known(folder) == [f"bay-{number}" for number in range(5)]


def test_parts_of_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are closed by number while a run goes on, and brought together at its end."""
    monkeypatch.setattr(folder_writer, "PART_ARTICLES", 2)
    folder = tmp_path / "corpus"
    with Writer(folder) as tables:
        for number in range(5):
            tables.add(make_article(number), make_quotes(number))
            assert len(list((folder / "quotes").glob("*.parquet"))) == (number + 1) // 2
            assert len(locate(folder).articles) == len(locate(folder).quotes) if number else True
    files = locate(folder)
    assert len(files.quotes) == len(files.articles) == 1
    assert list(read(folder)) == expected(range(5))


def test_parts_are_closed_by_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_writer, "PART_SECONDS", 0.0)
    with Writer(tmp_path / "corpus") as tables:
        tables.add(make_article(1), make_quotes(1))
        tables.folder.tick()
        assert list(read(tmp_path / "corpus")) == expected(range(1, 2))


def test_ten_parts_stay_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_writer, "PART_ARTICLES", 1)
    write(tmp_path / "corpus", range(12))
    assert list(read(tmp_path / "corpus")) == expected(range(12))


@pytest.mark.parametrize("stop", [KeyboardInterrupt, MemoryError])
def test_a_folder_keeps_what_was_done(tmp_path: Path, stop: type[BaseException]) -> None:
    folder = tmp_path / "corpus"
    with pytest.raises(stop), Writer(folder) as tables:
        tables.add(make_article(1), make_quotes(1))
        raise stop
    assert list(read(folder)) == expected(range(1, 2))
    assert "1 article was written" in tables.kept()
    assert not [name for name in names(folder) if name.endswith(".tmp")]


def test_a_part_that_was_interrupted_while_written_is_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "corpus"
    write(folder, range(1))

    def interrupted(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), Writer(folder) as tables:
        tables.add(make_article(1), make_quotes(1))
        monkeypatch.setattr(sinks.Sink, "add", interrupted)
        tables.add(make_article(2), make_quotes(2))
    assert list(read(folder)) == expected(range(1))


def test_the_quotes_come_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sees the quotes can see their articles."""
    order: list[str] = []
    publish = sinks.Sink.publish

    def watched(sink: sinks.Sink) -> None:
        publish(sink)
        order.append(sink.name)

    monkeypatch.setattr(sinks.Sink, "publish", watched)
    with Writer(tmp_path / "news.parquet") as tables:
        tables.fail(FAILED)
        tables.add(make_article(1), make_quotes(1))
    assert order == ["news.failures.parquet", "news.articles.parquet", "news.parquet"]


def test_files_of_no_part_are_cleared_away(tmp_path: Path) -> None:
    """A crash between two renames leaves them; they would be taken for rows."""
    folder = tmp_path / "corpus"
    write(folder, range(1))
    folder_quotes = locate(folder).quotes
    stray = folder / "quotes" / "part-000002-abcdef.parquet"
    stray.write_bytes(folder_quotes[0].read_bytes())
    (folder / "articles" / ".part-000002-abcdef.parquet.123.tmp").write_text("half")
    (folder / "quotes" / "notes.txt").write_text("not of this program")
    assert known(folder) == ["bay-0"]
    assert names(folder / "quotes") == ["notes.txt", folder_quotes[0].name]
    assert names(folder / "articles") == [locate(folder).articles[0].name]


def test_a_folder_overwritten_keeps_what_is_not_ours(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    write(folder, range(3))
    (folder / "notes.txt").write_text("mine")
    with Writer(folder, overwrite=True) as tables:
        tables.add(make_article(9), make_quotes(9))
        assert list(read(folder)) == expected(range(3))
    assert list(read(folder)) == expected(range(9, 10))
    assert (folder / "notes.txt").read_text() == "mine"
    assert len(locate(folder).articles) == 1


def test_nothing_new_makes_no_part(tmp_path: Path) -> None:
    write(tmp_path / "corpus", range(1))
    write(tmp_path / "corpus", range(0))
    assert len(locate(tmp_path / "corpus").quotes) == 1


def test_two_at_once_are_refused_naming_the_other(tmp_path: Path) -> None:
    with Writer(tmp_path / "corpus"), pytest.raises(OutputError, match=f"process {os.getpid()} on .*, since 20"):
        Writer(tmp_path / "corpus")
    write(tmp_path / "corpus", range(1))


def test_shards_write_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    with Writer(folder, shard="0001of0002") as one, Writer(folder, shard="0002of0002") as two:
        one.add(make_article(1), make_quotes(1))
        two.add(make_article(2), make_quotes(2))
        for shard in ("0001of0002", ""):
            with pytest.raises(OutputError, match="Another run writes"):
                Writer(folder, shard=shard)
    assert {row.doc_id for row in read(folder)} == {"bay-1", "bay-2"}


def test_no_table(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no such table.*quotes extract"):
        locate(tmp_path / "none.parquet")
    with pytest.raises(InputError, match="no quote table in this folder"):
        locate(tmp_path)
    (tmp_path / "text.parquet").write_text("not Parquet")
    with pytest.raises(InputError, match="not a readable Parquet file"):
        locate(tmp_path / "text.parquet")
    write(tmp_path / "news.parquet", range(1))
    with pytest.raises(InputError, match="not a quote table; it lacks the columns quote, speaker"):
        locate(tmp_path / "news.articles.parquet")


def test_columns_of_the_users_own_are_no_hindrance(tmp_path: Path) -> None:
    write(tmp_path / "news.parquet", range(1))
    table = pq.read_table(tmp_path / "news.parquet")
    pq.write_table(table.append_column("mine", [["x", "y"]]), tmp_path / "more.parquet")
    assert list(read(tmp_path / "more.parquet")) == expected(range(1))


def test_a_date_column_is_a_day(tmp_path: Path) -> None:
    write(tmp_path / "news.parquet", range(1))
    assert pq.read_table(tmp_path / "news.parquet")["date"].to_pylist()[0] == QUOTE.date


def test_the_library_writes_what_the_pipeline_yields(tmp_path: Path) -> None:
    path = tmp_path / "news.parquet"
    quotes.write([(make_article(1), make_quotes(1)), (make_article(2), []), (make_article(3), FAILED)], path)
    assert list(read(path)) == make_quotes(1)
    assert pq.read_table(tmp_path / "news.articles.parquet")["doc_id"].to_pylist() == ["bay-1", "bay-2"]
    assert pq.read_table(tmp_path / "news.failures.parquet")["error"].to_pylist() == ["it is empty"]
    with pytest.raises(OutputError, match="exists"):
        quotes.write([], path)
    quotes.write([(make_article(4), make_quotes(4))], path, overwrite=True)
    assert list(read(path)) == make_quotes(4)
