"""What a folder of tables knows of its articles: one index file for each part, which is also the part's commit.

A part is a set of files of one name in quotes/, articles/ and failures/. It counts once its index file is there; what
lies beside it without one is the rest of a run that was killed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from quotes.table.storage import Storage
from quotes.types import Article, Failure

FOLDER = "index"
_KEY = "quotes_part"

SCHEMA = pa.schema(
    [
        pa.field("doc_id", pa.string(), nullable=False, metadata={"description": "The article, or what failed."}),
        pa.field(
            "digest", pa.string(), nullable=False, metadata={"description": "Hash of the article as it was read."}
        ),
        pa.field("input", pa.string(), metadata={"description": "The file that it was read from."}),
        pa.field("pipeline", pa.string(), metadata={"description": "Name and version of what extracted its rows."}),
        pa.field("step", pa.string(), metadata={"description": "Where it failed. Null: it did not."}),
    ]
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the index: an article, or a failure, and where it is from."""

    doc_id: str
    digest: str
    input: str | None = None
    pipeline: str | None = None
    step: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its files by table, their size [bytes], its counts, and the inputs that end in it with their size and time of change."""

    name: str
    files: Mapping[str, list[str]] = field(default_factory=dict)
    size: int = 0
    articles: int = 0
    quotes: int = 0
    failures: int = 0
    inputs: Mapping[str, list[int]] = field(default_factory=dict)
    partition: str | None = None
    version: str = ""

    def to_json(self) -> str:
        """Write it as JSON."""
        return json.dumps(asdict(self), ensure_ascii=True)

    @classmethod
    def from_json(cls, text: bytes | str) -> Self:
        """Read it from JSON."""
        values: dict[str, Any] = json.loads(text)
        return cls(**values)


def path(part: str) -> str:
    """Return the name of a part's index file.

    >>> path("part-000001-a1b2c3")
    'index/part-000001-a1b2c3.parquet'
    """
    return f"{FOLDER}/{part}.parquet"


def read_part(storage: Storage, name: str) -> Part:
    """Read a part's description from its index file."""
    with storage.open(name) as file:
        return Part.from_json(pq.read_metadata(file).metadata[_KEY.encode()])


def read_entries(storage: Storage, name: str) -> Iterable[pa.RecordBatch]:
    """Yield the lines of an index file."""
    with storage.open(name) as file, pq.ParquetFile(file) as parquet:
        yield from parquet.iter_batches(columns=SCHEMA.names)


def to_batch(entries: Iterable[Entry]) -> pa.RecordBatch:
    """Turn lines of the index into Arrow."""
    return pa.RecordBatch.from_pylist([asdict(entry) for entry in entries], schema=SCHEMA)


def describe(part: Part) -> tuple[str, str]:
    """Return the key and value under which a part's description stands in its index file."""
    return _KEY, part.to_json()


def digest(article: Article) -> str:
    """Return the hash of an article as it was read: when it changes, the rows are made anew.

    >>> digest(Article("a", "We won.")) == digest(Article("b", "We won."))
    True
    """
    day = article.published.isoformat() if article.published else None
    return _hash([article.text, article.title, day, article.outlet, article.url, article.author])


def failure_digest(failure: Failure) -> str:
    """Return the hash of a failure: the same as long as it fails in the same way."""
    return _hash([failure.input, failure.step, failure.error])


def _hash(values: list[str | None]) -> str:
    return hashlib.blake2b(json.dumps(values).encode(), digest_size=16).hexdigest()
