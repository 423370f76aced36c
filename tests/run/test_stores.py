"""An object store is read and written: moto's S3 on the loopback."""

import json
from collections.abc import Iterator
from pathlib import Path

import made_pipeline
import pyarrow.parquet as pq
import pytest
from made_rows import TEXT
from pyarrow import fs

from quotes.errors import OutputError
from quotes.readers import read
from quotes.run.local import RunOptions, run
from quotes.table import files, folder_writer
from quotes.table.compacting import compact
from quotes.table.writer import Writer

moto = pytest.importorskip("moto.server")
pytestmark = pytest.mark.slow
KEYS = {"AWS_ACCESS_KEY_ID": "made", "AWS_SECRET_ACCESS_KEY": "up", "AWS_DEFAULT_REGION": "us-east-1"}


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> str:
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{endpoint}")
    store = fs.S3FileSystem(
        endpoint_override=endpoint, scheme="http", allow_bucket_creation=True, allow_bucket_deletion=True
    )
    for info in store.get_file_info(fs.FileSelector("", allow_not_found=True)):
        store.delete_dir(info.path)
    store.create_dir("news")
    return "s3://news"


def put(address: str, name: str, content: bytes) -> None:
    store, path = fs.FileSystem.from_uri(f"{address}/{name}")
    with store.open_output_stream(path) as file:
        file.write(content)


def lines(numbers: range, text: str = TEXT) -> bytes:
    rows = [{"id": f"n{number}", "text": f"w{number} {text}"} for number in numbers]
    return "\n".join(map(json.dumps, rows)).encode()


def fetch(address: str, folder: Path) -> Path:
    fs.copy_files(address, str(folder))
    return folder


def test_articles_are_read_from_a_bucket(bucket: str) -> None:
    put(bucket, "in/a.jsonl", lines(range(2)))
    put(bucket, "in/b/c.txt", b"Plain.")
    put(bucket, "in/d.docx", b"?")
    assert [item.doc_id for item in read([f"{bucket}/in"])] == ["n0", "n1", "s3://news/in/b/c.txt"]
    assert "Check the address" in next(iter(read([f"{bucket}/gone"]))).error


def test_a_corpus_in_a_bucket_is_that_of_a_folder(bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_writer, "PART_ARTICLES", 4)
    options = RunOptions(workers=1, loader=made_pipeline.load)
    for name in ("a", "b"):
        content = lines(range(6) if name == "a" else range(6, 9))
        put(bucket, f"in/{name}.jsonl", content)
        (tmp_path / f"{name}.jsonl").write_bytes(content)
    table = f"{bucket}/tables/2024"
    summary = run([f"{bucket}/in"], table, options=options)
    run([tmp_path / "a.jsonl", tmp_path / "b.jsonl"], tmp_path / "local", options=options)
    assert (summary.articles, summary.failures) == (9, 0)
    assert list(files.read(fetch(table, tmp_path / "one"))) == list(files.read(tmp_path / "local"))
    again = run([f"{bucket}/in"], table, options=options)
    assert (again.unread, again.articles) == (2, 0)
    put(bucket, "in/b.jsonl", lines(range(6, 10), text=f"changed {TEXT}"))
    changed = run([f"{bucket}/in"], table, options=options)
    assert (changed.changed, changed.articles) == (3, 4)
    assert compact(table, partition="year-month").articles == 10
    found = fetch(table, tmp_path / "two")
    assert len(list(files.read(found))) == 20
    assert (
        sum(
            "changed" in text
            for path in files.locate(found).articles
            for text in pq.read_table(path)["text"].to_pylist()
        )
        == 4
    )
    assert not [path for path in found.rglob(".*") if path.is_file()]


def test_two_runs_into_a_bucket_are_refused(bucket: str) -> None:
    with Writer(f"{bucket}/corpus"), pytest.raises(OutputError, match="Another run writes"):
        Writer(f"{bucket}/corpus")


def test_addresses_that_are_none_are_refused(bucket: str) -> None:
    with pytest.raises(OutputError, match="this address cannot be used"):
        Writer("gopher://bucket/news")
    with pytest.raises(OutputError, match="is a folder of files"):
        Writer(f"{bucket}/news.parquet")
