"""The files of one table in a part: by month of publication where that is asked for, none of them too large."""

from __future__ import annotations

from types import TracebackType
from typing import Self

import pyarrow as pa
import pyarrow.compute as pc

from quotes.table.folder import Folder
from quotes.table.schema import TABLES
from quotes.table.sinks import Sink

YEAR_MONTH = "year-month"
#: Where rows without a day go: what Hive, and so Arrow, DuckDB and Spark, take for null.
_NULL = "year=__HIVE_DEFAULT_PARTITION__/month=__HIVE_DEFAULT_PARTITION__/"
#: A file ends at this size; all months together hold no more than the second in memory [bytes].
FILE_BYTES = 256 * 1024**2
BUFFER_BYTES = 256 * 1024**2


class Sinks:
    """Writes rows to files. A context manager: what was not staged is dropped.

    Args:
        folder: where the files will be.
        table: which table.
        part: the part's name.
        partition: `YEAR_MONTH`, or None for no partitions.
    """

    def __init__(self, folder: Folder, table: str, part: str, partition: str | None) -> None:
        self.rows = 0
        self._folder, self._table, self._part = folder, table, part
        self._partition = partition
        self._open: dict[str, Sink] = {}
        self._closed: list[Sink] = []
        self._bytes = 0

    def add(self, batch: pa.RecordBatch) -> None:
        """Add rows."""
        self.rows += batch.num_rows
        for below, rows in self._divide(batch):
            sink = self._open.get(below) or self._begin(below)
            sink.add(rows)
            if sink.written > FILE_BYTES:
                self._close(below)
        if sum(sink.buffered for sink in self._open.values()) > BUFFER_BYTES:
            max(self._open.values(), key=lambda sink: sink.buffered).flush()

    def stage(self) -> tuple[dict[str, str], int]:
        """Store all files without showing them. Return staged name -> name, and their size [bytes]."""
        if not self._open and not self._closed and self._table != "failures":
            self._begin("")  # a table without rows is a file too
        for below in list(self._open):
            self._close(below)
        moves = {sink.stage(): sink.name for sink in self._closed}
        self._closed = []
        return moves, self._bytes

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for sink in (*self._open.values(), *self._closed):
            sink.discard()

    def _begin(self, below: str) -> Sink:
        number = sum(sink.name.startswith(f"{self._table}/{below}{self._part}") for sink in self._closed)
        name = self._folder.data_path(self._table, self._part, number=number, below=below)
        sink = self._open[below] = Sink(self._folder.storage, name, TABLES[self._table])
        return sink

    def _close(self, below: str) -> None:
        sink = self._open.pop(below)
        self._closed.append(sink)
        self._bytes += sink.close()

    def _divide(self, batch: pa.RecordBatch) -> list[tuple[str, pa.RecordBatch]]:
        if self._partition is None:
            return [("", batch)]
        months = pc.strftime(batch["published"], format="year=%Y/month=%m/")
        months = pc.fill_null(months, _NULL)
        return [(month, batch.filter(pc.equal(months, month))) for month in sorted(pc.unique(months).to_pylist())]
