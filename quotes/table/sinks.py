"""Parquet files in the making: rows are gathered to row groups, and the file is shown when it is whole."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from quotes.table.storage import Storage

#: A row group ends at this many rows, or at this much text [rows; bytes before compression].
GROUP_ROWS = 16_384
GROUP_BYTES = 32 * 1024**2


class Sink:
    """One Parquet file, hidden until it is published."""

    def __init__(self, storage: Storage, name: str, schema: pa.Schema) -> None:
        self.name = name
        self.rows = 0
        self._storage = storage
        self._schema = schema
        self._hidden = storage.new(name)
        self._file = self._hidden.open("wb")
        self._parquet = pq.ParquetWriter(self._file, schema, compression="zstd")
        self._clear()

    def add(self, batch: pa.RecordBatch) -> None:
        """Add rows."""
        self._batches.append(batch)
        self.rows += batch.num_rows
        self._waiting += batch.num_rows
        self.buffered += batch.nbytes
        if self._waiting >= GROUP_ROWS or self.buffered >= GROUP_BYTES:
            self.flush()

    def describe(self, key: str, value: str) -> None:
        """Write a text beside the rows, into the file's own metadata."""
        self._parquet.add_key_value_metadata({key: value})

    def flush(self) -> None:
        """End a row group."""
        if self._waiting:
            table = pa.Table.from_batches(self._batches, self._schema).combine_chunks()
            self._parquet.write_table(table, row_group_size=table.num_rows)
        self._clear()

    def close(self) -> int:
        """Write all of it to the disk, and return its size [bytes]."""
        self.flush()
        self._parquet.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        return self._hidden.stat().st_size

    @property
    def written(self) -> int:
        """Return the size so far [bytes]."""
        return self._file.tell()

    def publish(self) -> None:
        """Show the file, which is closed."""
        self._storage.publish(self._hidden, self.name)

    def stage(self) -> str:
        """Store the file, which is closed, without showing it; return the name to move it from."""
        return self._storage.stage(self._hidden)

    def discard(self) -> None:
        """Drop what was written."""
        with suppress(OSError, ValueError):  # on a full disk it cannot even be closed well; it is dropped anyway
            self._parquet.close()
        with suppress(OSError):
            self._file.close()
        Path(self._hidden).unlink(missing_ok=True)

    def _clear(self) -> None:
        self._batches: list[pa.RecordBatch] = []
        self._waiting = 0
        self.buffered = 0
