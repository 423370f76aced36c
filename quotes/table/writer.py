"""Write tables (`tables.py` says what files they are): the only file that does. Row order is the order of input.

Nothing half written is ever seen: a file is written under a hidden name (`.NAME.x.tmp`), and renamed when it is whole;
of a set of three, the quotes come last. Of an interrupted run a folder keeps the articles that were done, a file nothing.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa
import pyarrow.parquet as pq

from quotes.errors import OutputError
from quotes.table.files import beside, parts
from quotes.table.schema import ARTICLES, FAILURES, QUOTES, TABLES, to_batch
from quotes.types import Article, Failure, Quote

#: A row group ends at this many rows, or at this much text [rows; bytes before compression].
GROUP_ROWS = 16_384
GROUP_BYTES = 32 * 1024**2
#: A part file of a folder ends at this many articles: the most that a crash can lose [articles].
PART_ARTICLES = 1_000


class Writer:
    """Writes one table, article by article. A context manager: leaving it publishes what was written.

    Args:
        output: a NAME.parquet, or a folder.
        overwrite: replace what is there. Without it a file that exists is refused, and a folder appended to.

    Raises:
        OutputError: it cannot be written; found out here, before any work is done.
    """

    def __init__(self, output: str | Path, *, overwrite: bool = False) -> None:
        self.output = Path(output)
        self.folder = _is_folder(self.output)
        self._old: tuple[Path, ...] = ()
        self._published = 0
        self._adding = False
        with _explained(self.output):
            if self.folder:
                self._open_folder(overwrite=overwrite)
            elif not overwrite:
                _refuse_existing(self.output)
            self._part = self._new_part()

    def add(self, article: Article, quotes: Sequence[Quote]) -> None:
        """Write an article and its rows.

        Raises:
            RowError: a row does not fit the table. Nothing of the article is written then; others can follow.
            OutputError: the disk is full, or gone.
        """
        self._write({"articles": to_batch([article], ARTICLES), "quotes": to_batch(quotes, QUOTES)})

    def done(self) -> Iterator[str]:
        """Yield the ids of the articles that the output has and keeps. A file has none: it is written anew."""
        if self.folder and not self._old:
            for path in parts(self.output / "articles"):
                yield from pq.read_table(path, columns=["doc_id"])["doc_id"].to_pylist()

    def fail(self, failure: Failure) -> None:
        """Write a line of the log of failures. Never refuses one."""
        clean = [
            part.encode("utf8", "backslashreplace").decode() for part in (failure.doc_id, failure.stage, failure.reason)
        ]
        self._write({"failures": to_batch([Failure(*clean)], FAILURES)})

    def kept(self) -> str:
        """Say what an interrupted run leaves, for people."""
        if not self.folder:
            return (
                f"Nothing was written: {self.output} is as it was. (Of an output folder, the articles done are kept.)"
            )
        return f"{self._published:,} articles were written to {self.output}. Run the same command again to go on from there."

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None and (not self.folder or self._adding or not self._part.articles):
            self._part.discard()
            return
        with _explained(self.output):
            self._publish()

    def _write(self, batches: dict[str, pa.RecordBatch]) -> None:
        self._adding = True  # stays so when this is interrupted: the part is then not to be trusted
        with _explained(self.output):
            if self.folder and self._part.articles == PART_ARTICLES:
                self._publish()
                self._part = self._new_part()
            self._part.add(batches)
        self._adding = False

    def _open_folder(self, *, overwrite: bool) -> None:
        for name in TABLES:
            (self.output / name).mkdir(parents=True, exist_ok=True)
        if overwrite:
            self._old = tuple(path for name in TABLES for path in parts(self.output / name))
            return
        whole = {path.name for path in parts(self.output / "quotes")}
        for path in (*parts(self.output / "articles"), *parts(self.output / "failures")):
            if path.name not in whole:  # a crash came between two renames
                path.unlink()

    def _new_part(self) -> _Part:
        if not self.folder:
            self.output.parent.mkdir(parents=True, exist_ok=True)
            return _Part({name: beside(self.output, name) for name in TABLES})
        there = parts(self.output / "quotes")
        number = int(there[-1].name.split("-")[1]) + 1 if there else 0
        # The ending keeps two runs that append at one time from taking the same name.
        name = f"part-{number:06d}-{secrets.token_hex(3)}.parquet"
        return _Part({folder: self.output / folder / name for folder in TABLES})

    def _publish(self) -> None:
        if self.folder and not self._part.started:
            self._part.discard()
            return
        try:
            self._part.publish()
        except OSError:
            self._part.discard()
            raise
        self._published += self._part.articles
        for path in self._old:
            path.unlink(missing_ok=True)
        self._old = ()


class _Part:
    """One set of the three files, in the making."""

    def __init__(self, paths: dict[str, Path]) -> None:
        self.articles = 0
        self.started = False
        self._sinks = {name: _Sink(path, TABLES[name]) for name, path in paths.items()}

    def add(self, batches: dict[str, pa.RecordBatch]) -> None:
        for name, batch in batches.items():
            self._sinks[name].add(batch)
        self.articles += "articles" in batches
        self.started = True

    def publish(self) -> None:
        for sink in self._sinks.values():
            sink.close()
        failures, articles, quotes = (self._sinks[name] for name in ("failures", "articles", "quotes"))
        if failures.empty:
            failures.discard()
            failures.path.unlink(missing_ok=True)  # that of a table which this one replaces
        else:
            failures.publish()
        articles.publish()
        quotes.publish()

    def discard(self) -> None:
        for sink in self._sinks.values():
            sink.discard()


class _Sink:
    """One Parquet file, under a hidden name until it is published."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self.path = path
        self.empty = True
        self._schema = schema
        self._hidden = path.with_name(f".{path.name}.{secrets.token_hex(3)}.tmp")
        self._file = self._hidden.open("xb")
        self._parquet = pq.ParquetWriter(self._file, schema, compression="zstd")
        self._clear()

    def add(self, batch: pa.RecordBatch) -> None:
        self.empty = False
        self._batches.append(batch)
        self._rows += batch.num_rows
        self._bytes += batch.nbytes
        if self._rows >= GROUP_ROWS or self._bytes >= GROUP_BYTES:
            self._flush()

    def close(self) -> None:
        self._flush()
        self._parquet.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def publish(self) -> None:
        self._hidden.replace(self.path)

    def discard(self) -> None:
        with suppress(OSError, ValueError):  # on a full disk it cannot even be closed well; it is dropped anyway
            self._parquet.close()
        with suppress(OSError):
            self._file.close()
        self._hidden.unlink(missing_ok=True)

    def _flush(self) -> None:
        if self._rows:
            table = pa.Table.from_batches(self._batches, self._schema).combine_chunks()
            self._parquet.write_table(table, row_group_size=table.num_rows)
        self._clear()

    def _clear(self) -> None:
        self._batches: list[pa.RecordBatch] = []
        self._rows = self._bytes = 0


@contextmanager
def _explained(output: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        where = error.filename or output
        msg = f"{output}: cannot be written ({error.strerror or error}: {where}). Give another place with -o, or make room there."
        raise OutputError(msg) from error


def _is_folder(output: Path) -> bool:
    if output.is_dir():
        return True
    if output.suffix and output.suffix != ".parquet":
        msg = f"{output}: tables are written as Parquet. Give a name ending in .parquet, or a folder; `quotes query --csv` makes CSV of it."
        raise OutputError(msg)
    return not output.suffix


def _refuse_existing(output: Path) -> None:
    for path in (beside(output, name) for name in TABLES):
        if path.exists():
            msg = f"{path} exists. Give another name, or --force (in Python: overwrite=True) to replace it."
            raise OutputError(msg)
