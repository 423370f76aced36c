"""Write into a folder of tables: parts are closed by number and by time, so that a kill costs minutes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pyarrow as pa

from quotes.errors import OutputError, counted
from quotes.table import index
from quotes.table.folder import Corpus, Folder
from quotes.table.index import Entry
from quotes.table.lock import Lock
from quotes.table.parts import OpenPart
from quotes.table.storage import Storage
from quotes.table.tidying import tidy

#: A part ends at this many articles, or after so long: the most that a kill can cost [articles; seconds].
PART_ARTICLES = 1_000
PART_SECONDS = 120.0


class FolderWriter:
    """Writes parts into a folder, under its lock.

    Args:
        output: a path or an address.
        overwrite: replace what is there, once all new rows are written.
        shard: "3of64", if several runs write into the folder.

    Raises:
        OutputError: another run writes here, or it was written by another version of the program.
    """

    def __init__(self, output: str | Path, *, overwrite: bool = False, shard: str = "") -> None:
        self.output = output
        self.shard = shard
        self.storage = Storage(output)
        self.corpus = Corpus(self.storage)
        self.pipeline: str | None = None
        self.partition: str | None = None
        #: Failures that are no more: (doc_id, digest) of what failed to be read before, and was read now.
        self.mended: set[tuple[str, str]] = set()
        self._open: dict[str, OpenPart] = {}
        self.published = 0
        self._overwrites = overwrite
        if overwrite and shard:
            msg = f"{output}: --force would delete what the other shards have written. Delete the folder, or give another."
            raise OutputError(msg)
        if self.storage.root is not None:
            self.storage.root.mkdir(parents=True, exist_ok=True)
        self._lock = Lock(self.storage, shard)
        try:
            self.cleared = self._begin()
        except BaseException:
            self._lock.release()
            raise

    def _begin(self) -> int:
        try:
            cleared = self.corpus.open()
        except OutputError:
            if not self._overwrites:
                raise
            cleared = 0
        if self._overwrites:  # all goes to the pending part, and takes the place of what is here at the end
            self.corpus.pending.empty()
        return cleared

    def entries(self) -> Iterator[pa.RecordBatch]:
        """Yield the index of all that is here; what is pending comes last."""
        for folder in (self.corpus.main, self.corpus.pending):
            for part in folder.parts:
                yield from index.read_entries(folder.storage, folder.index_path(part))

    def add(self, batches: dict[str, pa.RecordBatch], entry: Entry, *, replaces: bool) -> None:
        """Take the rows of an article, or a failure."""
        self.tick()
        part = self._part(self.corpus.pending if replaces or self._overwrites else self.corpus.main)
        part.add(batches, entry)
        if len(part.entries) >= PART_ARTICLES:
            self.close_all()

    def finish_input(self, name: str, stamp: list[int]) -> None:
        """Remember that all of an input is written, so that it need not be read again while it is unchanged."""
        self._part(self.corpus.pending if self._overwrites else self.corpus.main).inputs[name] = stamp

    def tick(self) -> None:
        """Close the parts that have been open for long, and keep the lock."""
        self._lock.renew()
        if any(time.monotonic() - part.began > PART_SECONDS for part in self._open.values()):
            self.close_all()

    def close_all(self) -> None:
        """Close the open parts; the pending one first, as the other may say that an input is finished."""
        if self._open:
            self.corpus.begin_manifest()
        for base in sorted(self._open, reverse=True):
            part = self._open.pop(base)
            try:
                self.published += part.publish().articles
            except BaseException:
                part.discard()
                raise

    def finish(self) -> None:
        """Show all that was written, put what is pending in its place, and bring small parts together."""
        try:
            self.close_all()
            if self.partition:
                self.corpus.partition = self.partition
            if not self.shard:
                tidy(self.corpus, mended=self.mended, everything=self._overwrites)
            self.corpus.main.load()
            self.corpus.write_manifest(self.pipeline)
        except BaseException:
            self._discard()
            raise
        finally:
            self._lock.release()

    def abandon(self, *, is_whole: bool) -> None:
        """End after an error: close what can be trusted, drop the rest."""
        try:
            if is_whole and not self._overwrites and self._open:
                with suppress(OSError):
                    self.close_all()
                    self.corpus.write_manifest(self.pipeline)
            elif self._overwrites:
                self.corpus.pending.empty()
        finally:
            self._discard()
            self._lock.release()

    def kept(self) -> str:
        """Say what an interrupted run leaves."""
        if self._overwrites:
            return f"Nothing was written: {self.output} is as it was."
        done = (
            f"{counted(self.published, 'article')} {'was' if self.published == 1 else 'were'} written to {self.output}."
        )
        return f"{done} Run the same command again to go on from there."

    def _part(self, folder: Folder) -> OpenPart:
        if folder.base not in self._open:
            self._open[folder.base] = OpenPart(folder, self.shard)
        return self._open[folder.base]

    def _discard(self) -> None:
        for part in self._open.values():
            part.discard()
        self._open = {}
