"""Write tables (`files.py` says what files they are). Row order is the order of input.

Nothing half written is ever seen. Of an interrupted run a folder keeps the parts that were closed and, if it was asked
to stop, the one that was open; a file is as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import pyarrow as pa

from quotes.errors import InputError, OutputError
from quotes.table import index
from quotes.table.files import beside
from quotes.table.folder_writer import FolderWriter
from quotes.table.index import Entry
from quotes.table.parts import OpenFiles
from quotes.table.schema import ARTICLES, FAILURES, QUOTES, TABLES, to_batch
from quotes.table.storage import Storage, is_address
from quotes.types import Article, Failure, Quote


class Target(Protocol):
    """What `Writer` writes to: a file or a folder."""

    def add(self, batches: dict[str, pa.RecordBatch], entry: Entry, *, replaces: bool) -> None:
        """Take the rows of an article, or a failure."""

    def finish(self) -> None:
        """Show all that was written."""

    def abandon(self, *, is_whole: bool) -> None:
        """End after an error. `is_whole`: the last article was taken as a whole."""

    def kept(self) -> str:
        """Say what an interrupted run leaves."""


class Writer:
    """Writes one table, article by article. A context manager: leaving it publishes what was written.

    Args:
        output: a NAME.parquet, or a folder, which may be an address such as s3://bucket/news.
        overwrite: replace what is there. Without it a file that exists is refused, and a folder appended to.
        shard: of a folder that several runs write into: "3of64". "": this run alone writes.

    Raises:
        OutputError: it cannot be written; found out here, before any work is done.
    """

    def __init__(self, output: str | Path, *, overwrite: bool = False, shard: str = "") -> None:
        self.output = output
        self._adding = False
        with explained(output):
            self.folder = FolderWriter(output, overwrite=overwrite, shard=shard) if _is_folder(output) else None
            self._target: Target = self.folder or _File(Path(output), overwrite=overwrite)

    def add(
        self,
        article: Article,
        quotes: Sequence[Quote] | pa.RecordBatch,
        entry: Entry | None = None,
        *,
        replaces: bool = False,
    ) -> None:
        """Write an article and its rows.

        Args:
            article: the article.
            quotes: its rows, as values or as Arrow.
            entry: where it is from. None: not known.
            replaces: a folder has an earlier version of it, which is to stay until the run is at its end.

        Raises:
            RowError: a row does not fit the table. Nothing of the article is written then; others can follow.
            OutputError: the disk is full, or gone.
        """
        rows = quotes if isinstance(quotes, pa.RecordBatch) else to_batch(quotes, QUOTES)
        batches = {"articles": to_batch([article], ARTICLES), "quotes": rows}
        self._write(batches, entry or Entry(article.doc_id, index.digest(article)), replaces=replaces)

    def fail(self, failure: Failure, entry: Entry | None = None, *, replaces: bool = False) -> None:
        """Write a row of the failures. Never refuses one."""
        doc_id, step, error = map(_printable, (failure.doc_id, failure.step, failure.error))
        clean = Failure(doc_id, step, error, None if failure.input is None else _printable(failure.input))
        entry = entry or Entry(clean.doc_id, index.failure_digest(clean), clean.input, step=clean.step)
        entry = replace(entry, doc_id=clean.doc_id, input=clean.input)
        self._write({"failures": to_batch([clean], FAILURES)}, entry, replaces=replaces)

    def kept(self) -> str:
        """Say what an interrupted run leaves, for people."""
        return self._target.kept()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self._target.abandon(is_whole=not self._adding and not isinstance(error, InputError | OutputError))
            return
        with explained(self.output):
            self._target.finish()

    def _write(self, batches: dict[str, pa.RecordBatch], entry: Entry, *, replaces: bool) -> None:
        self._adding = True  # stays so when this is interrupted: the part is then not to be trusted
        with explained(self.output):
            self._target.add(batches, entry, replaces=replaces)
        self._adding = False


class _File:
    """A table of one file, with the articles and failures beside it."""

    def __init__(self, output: Path, *, overwrite: bool) -> None:
        self._output = output
        for path in (beside(output, name) for name in TABLES):
            if path.exists() and not overwrite:
                msg = f"{path} exists. Give another name, or --force (in Python: overwrite=True) to replace it."
                raise OutputError(msg)
        output.parent.mkdir(parents=True, exist_ok=True)
        names = {name: beside(output, name).name for name in TABLES}
        self._files = OpenFiles(Storage(output.parent), names)
        # Both files are there however few rows there are, and whether they can be written is seen at once.
        self._files.add({"articles": to_batch([], ARTICLES), "quotes": to_batch([], QUOTES)})

    def add(self, batches: dict[str, pa.RecordBatch], entry: Entry, *, replaces: bool) -> None:
        self._files.add(batches)

    def finish(self) -> None:
        try:
            self._files.publish()
        except OSError:
            self._files.discard()
            raise
        if "failures" not in self._files.sinks:
            beside(self._output, "failures").unlink(missing_ok=True)  # that of a table which this one replaces

    def abandon(self, *, is_whole: bool) -> None:
        self._files.discard()

    def kept(self) -> str:
        state = "is as it was" if self._output.exists() else "was not made"
        return f"Nothing was written: {self._output} {state}. (Of an output folder, the articles done are kept.)"


@contextmanager
def explained(output: str | Path) -> Iterator[None]:
    """Say of an error of the disk what was to be written, and what to do.

    Raises:
        OutputError: in the place of an OSError.
    """
    try:
        yield
    except OSError as error:
        where = error.filename or output
        msg = f"{output}: cannot be written ({error.strerror or error}: {where}). Give another place with -o, or make room there."
        raise OutputError(msg) from error


def _is_folder(output: str | Path) -> bool:
    if is_address(output):
        if str(output).partition("?")[0].endswith(".parquet"):
            msg = f"{output}: at an address a table is a folder of files. Give a name without .parquet."
            raise OutputError(msg)
        return True
    path = Path(output)
    if path.is_dir():
        return True
    if path.suffix and path.suffix != ".parquet":
        msg = f"{path}: tables are written as Parquet. Give a name ending in .parquet, or a folder; `quotes query --csv` makes CSV of it."
        raise OutputError(msg)
    return not path.suffix


def _printable(text: str) -> str:
    return text.encode("utf8", "backslashreplace").decode()
