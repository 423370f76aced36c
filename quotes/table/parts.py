"""One part of a folder, or the three files of a table that is one file, in the making."""

from __future__ import annotations

import time
from collections import Counter

import pyarrow as pa

from quotes import __version__
from quotes.table import index
from quotes.table.folder import Folder
from quotes.table.index import Entry, Part
from quotes.table.schema import TABLES
from quotes.table.sinks import Sink
from quotes.table.storage import Storage


class OpenFiles:
    """The three files of a table, each begun with its first row and hidden until all are whole."""

    def __init__(self, storage: Storage, names: dict[str, str]) -> None:
        self.count: Counter[str] = Counter()
        self._storage = storage
        self._names = names
        self.sinks: dict[str, Sink] = {}

    def add(self, batches: dict[str, pa.RecordBatch]) -> None:
        """Add rows to each file."""
        for table, batch in batches.items():
            if table not in self.sinks:
                self.sinks[table] = Sink(self._storage, self._names[table], TABLES[table])
            self.sinks[table].add(batch)
            self.count[table] += batch.num_rows

    def publish(self) -> int:
        """Show the files, the quotes last, so that whoever sees quotes can see their articles. Return their size."""
        size = sum(sink.close() for sink in self.sinks.values())
        for table in ("failures", "articles", "quotes"):
            if table in self.sinks:
                self.sinks[table].publish()
        return size

    def discard(self) -> None:
        """Drop what was written."""
        for sink in self.sinks.values():
            sink.discard()


class OpenPart:
    """A part of a folder. It counts when `publish` has returned."""

    def __init__(self, folder: Folder, tag: str = "") -> None:
        self.entries: list[Entry] = []
        self.inputs: dict[str, list[int]] = {}
        self.began = time.monotonic()
        self._folder = folder
        self._name = folder.new_name(tag)
        self._files = OpenFiles(folder.storage, {table: folder.data_path(table, self._name) for table in TABLES})

    def add(self, batches: dict[str, pa.RecordBatch], entry: Entry) -> None:
        """Add the rows of an article, or a failure."""
        self._files.add(batches)
        self.entries.append(entry)

    @property
    def articles(self) -> int:
        """Return how many articles are in it."""
        return self._files.count["articles"]

    def publish(self) -> Part:
        """Show the files, and enter the part into the index."""
        size = self._files.publish()
        count = self._files.count
        part = Part(
            name=self._name,
            files={table: [sink.name] for table, sink in self._files.sinks.items()},
            size=size,
            articles=count["articles"],
            quotes=count["quotes"],
            failures=count["failures"],
            inputs=self.inputs,
            version=__version__,
        )
        commit(self._folder, part, index.to_batch(self.entries))
        return part

    def discard(self) -> None:
        """Drop what was written; what is shown already is of no part, and cleared by the next run."""
        self._files.discard()


def commit(folder: Folder, part: Part, entries: pa.RecordBatch) -> None:
    """Enter a part, whose files are in their places, into the index."""
    sink = index_sink(folder, part, entries)
    try:
        sink.close()
        sink.publish()
    except OSError:
        sink.discard()
        raise
    folder.parts[part.name] = part


def index_sink(folder: Folder, part: Part, entries: pa.RecordBatch) -> Sink:
    """Write the index file of a part, without closing it."""
    sink = Sink(folder.storage, folder.index_path(part.name), index.SCHEMA)
    sink.add(entries)
    sink.describe(*index.describe(part))
    return sink
