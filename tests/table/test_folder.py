"""Folders of tables: who may write, what a killed run leaves, how parts are brought together."""

import json
import os
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pyarrow.dataset
import pyarrow.parquet as pq
import pytest
from made_rows import make_article, make_quotes

from quotes.errors import InputError, OutputError
from quotes.run.local import run
from quotes.table import folder_writer, lock
from quotes.table.compacting import compact
from quotes.table.files import locate, read
from quotes.table.schema import VERSION_KEY
from quotes.table.storage import Storage
from quotes.table.writer import Writer
from quotes.types import Failure


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_writer, "PART_ARTICLES", 2)


def write(folder: Path, numbers: range, *, shard: str = "", text: str = "One. ", replaces: bool = False) -> None:
    with Writer(folder, shard=shard) as tables:
        for number in numbers:
            article = replace(make_article(number, f"{text}{number}"), published=date(2023, 1 + number % 12, 5))
            rows = [replace(row, published=article.published) for row in make_quotes(number)]
            tables.add(article, rows, replaces=replaces)


def ids(folder: Path) -> list[str]:
    return [row.doc_id for row in read(folder)][::2]


HOLDER = {"host": socket.gethostname(), "pid": os.getpid(), "started": None, "since": "today", "token": "x"}
LOCKS = {
    "another process": ({}, 0, "is alive"),
    "a process that is gone": ({"pid": 2**22 + 1}, 0, "is stale"),
    "a later process of the same number": ({"started": "1"}, 0, "is stale"),
    "another machine, renewed": ({"host": "elsewhere"}, 0, "is alive"),
    "another machine, silent": ({"host": "elsewhere"}, lock.STALE + 60, "is stale"),
}


@pytest.mark.parametrize(("changes", "age", "expected"), LOCKS.values(), ids=LOCKS)
def test_a_stale_lock_is_told_from_a_live_one(tmp_path: Path, changes: dict, age: float, expected: str) -> None:
    path = tmp_path / ".lock"
    path.write_text(json.dumps(HOLDER | changes))
    os.utime(path, (time.time() - age, time.time() - age))
    if expected == "is stale":
        write(tmp_path, range(1))
        assert ids(tmp_path) == ["bay-0"]
        assert not path.exists()
    else:
        host = changes.get("host", socket.gethostname())
        with pytest.raises(OutputError, match=f"Another run writes.*process {os.getpid()} on {host}, since today"):
            write(tmp_path, range(1))
        assert path.exists()


def test_a_lock_is_renewed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "BEAT", 0.0)
    held = lock.Lock(Storage(tmp_path))
    os.utime(tmp_path / ".lock", (0, 0))
    held.renew()
    assert time.time() - (tmp_path / ".lock").stat().st_mtime < 60


def test_readers_see_whole_parts_while_a_run_goes_on(tmp_path: Path) -> None:
    with Writer(tmp_path / "corpus") as tables:
        for number in range(5):
            tables.add(make_article(number), make_quotes(number))
        for table, rows in (("quotes", 8), ("articles", 4)):
            files = f"{tmp_path}/corpus/{table}/*.parquet"
            assert duckdb.sql(f"SELECT count(*) FROM read_parquet('{files}')").fetchall() == [(rows,)]
            assert pyarrow.dataset.dataset(tmp_path / "corpus" / table).count_rows() == rows
    assert len(ids(tmp_path / "corpus")) == 5


def test_small_parts_are_brought_together_and_large_ones_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "corpus"
    write(folder, range(5))
    (large,), (articles,) = locate(folder).quotes, locate(folder).articles
    monkeypatch.setattr("quotes.table.tidying.SMALL_BYTES", large.stat().st_size + articles.stat().st_size)
    write(folder, range(5, 8))
    assert len(locate(folder).quotes) == 2
    assert locate(folder).quotes[0] == large
    assert ids(folder) == [f"bay-{number}" for number in range(8)]


@pytest.mark.parametrize("reader", ["ours", "duckdb", "arrow"])
def test_a_folder_partitioned_by_month(tmp_path: Path, reader: str) -> None:
    folder = tmp_path / "corpus"
    write(folder, range(24))
    with Writer(folder) as tables:
        tables.add(replace(make_article(99), published=None), [replace(row, published=None) for row in make_quotes(99)])
    assert compact(folder, partition="year-month").files == 26
    assert len(locate(folder).quotes) == len(locate(folder).articles) == 13
    write(folder, range(100, 101))  # it stays partitioned
    assert len(locate(folder).quotes) == 13
    if reader == "ours":
        assert sorted(ids(folder)) == sorted(f"bay-{number}" for number in (*range(24), 99, 100))
    elif reader == "duckdb":
        files = f"{folder}/quotes/**/*.parquet"
        found = duckdb.sql(f"SELECT count(*) FROM read_parquet('{files}') WHERE year = 2023 AND month = 3").fetchall()
        assert found == [(4,)]
    else:
        table = pyarrow.dataset.dataset(folder / "quotes", partitioning="hive").to_table()
        assert table.num_rows == 52
        assert table["year"].null_count == 2


def test_a_new_version_takes_the_place_of_the_old_at_the_end(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    write(folder, range(4))
    with Writer(folder) as tables:
        tables.add(make_article(1, "new"), make_quotes(1)[:1], replaces=True)
        tables.folder.close_all()
        assert ids(folder) == [f"bay-{number}" for number in range(4)]
    texts = pq.read_table(locate(folder).articles[0])
    assert dict(zip(texts["doc_id"].to_pylist(), texts["text"].to_pylist(), strict=True))["bay-1"] == "new"
    assert [row.doc_id for row in read(folder)].count("bay-1") == 1
    assert len(list(read(folder))) == 7


def test_what_was_pending_when_a_run_was_killed_is_not_lost(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    write(folder, range(4))
    tables = Writer(folder)
    for text in ("new", "newer"):
        tables.add(make_article(1, text), make_quotes(1)[:1], replaces=True)
        tables.folder.close_all()
    (folder / ".lock").unlink()
    compact(folder)
    texts = pq.read_table(folder / "articles")
    assert sorted(zip(texts["doc_id"].to_pylist(), texts["text"].to_pylist(), strict=True))[1] == ("bay-1", "newer")
    assert len(list(read(folder))) == 7


def test_an_article_of_two_shards_is_kept_once(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    write(folder, range(3), shard="0001of0002")
    write(folder, range(2, 5), shard="0002of0002", text="Later. ")
    assert len(ids(folder)) == 6
    done = compact(folder)
    assert (done.repeated, done.articles) == (1, 5)
    texts = pq.read_table(folder / "articles")
    assert "One. 2" in texts["text"].to_pylist()
    assert "Later. 2" not in texts["text"].to_pylist()


def test_only_failures(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    with Writer(folder) as tables:
        tables.fail(Failure("a", "read", "is empty", "a.txt"))
    assert pq.read_table(folder / "failures").to_pylist() == [
        {"doc_id": "a", "input": "a.txt", "step": "read", "error": "is empty"}
    ]


def test_the_manifest_tells_what_is_there(tmp_path: Path) -> None:
    write(tmp_path, range(5))
    told = json.loads((tmp_path / "manifest.json").read_text("utf8"))
    assert (told["articles"], told["quotes"], told["failures"], told["parts"]) == (5, 10, 0, 1)
    assert told["bytes"] == sum(path.stat().st_size for path in (*locate(tmp_path).quotes, *locate(tmp_path).articles))


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Path]:
    """Make a folder as the program wrote it before folders had an index."""
    write(tmp_path / "old", range(2))
    for path in (*(tmp_path / "old" / "index").iterdir(), tmp_path / "old" / "manifest.json"):
        path.unlink()
    return tmp_path / "old"


def test_a_folder_of_an_older_version_is_refused_and_kept(old: Path) -> None:
    before = [path.read_bytes() for path in locate(old).quotes]
    with pytest.raises(OutputError, match=r"written in version 0 of the table.*--force"):
        write(old, range(1))
    assert [path.read_bytes() for path in locate(old).quotes] == before
    with Writer(old, overwrite=True) as tables:
        tables.add(make_article(7), make_quotes(7))
    assert ids(old) == ["bay-7"]


@pytest.mark.parametrize(("version", "said"), [("99", "Install a newer"), ("1", "Make it anew|lacks the columns")])
def test_a_table_of_another_version_is_refused_with_a_word(tmp_path: Path, version: str, said: str) -> None:
    write(tmp_path, range(1))
    (path,) = locate(tmp_path).quotes
    table = pq.read_table(path).drop_columns(["cue"])
    pq.write_table(table.replace_schema_metadata({VERSION_KEY: version}), path)
    with pytest.raises(InputError, match=said):
        locate(tmp_path)


def test_compact_wants_a_folder_of_tables(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no folder of tables.*quotes extract"):
        compact(tmp_path)


def test_partitions_are_of_folders(tmp_path: Path) -> None:
    from quotes.run.local import RunOptions

    with pytest.raises(OutputError, match="are of folders"):
        run([tmp_path], tmp_path / "x.parquet", options=RunOptions(partition="year-month"))
