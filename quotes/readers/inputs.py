"""List the files that paths, folders, patterns and standard input stand for."""

from __future__ import annotations

import glob
import io
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import cast

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import fs

from quotes.errors import counted
from quotes.readers.formats import Format, format_of, supported
from quotes.types import Failure

STDIN = "-"
_ADDRESS = re.compile(r"[a-z][a-z0-9+]*://")
#: columns that identify a table written by `quotes extract`
_TABLES = {
    "quote": {"doc_id", "spans", "quote_id"},
    "articles": {"doc_id", "text", "published_basis"},
    "index": {"doc_id", "digest", "pipeline"},
    "failures": {"doc_id", "step", "error"},
}
_NOT_PARQUET = (OSError, ValueError)  # ArrowInvalid is a ValueError


@dataclass(frozen=True, slots=True)
class Input:
    """One input to read.

    Args:
        name: its id in messages.
        path: the file; None: standard input.
        kind: its format; None: detect it from the first bytes.
        packed: True if it is gzipped.
        store: the object store that `path` is in; None: the disk.
    """

    name: str
    path: Path | None
    kind: Format | None
    packed: bool = False
    store: fs.FileSystem | None = None

    def open(self) -> io.BufferedIOBase:
        """Open it for reading from its beginning. Not for standard input."""
        if self.store is not None:
            return cast(io.BufferedIOBase, self.store.open_input_stream(str(self.path), compression=None))
        return cast(Path, self.path).open("rb")

    def open_at(self) -> pa.NativeFile:
        """Open it for reading at any place. Not for standard input."""
        return self.store.open_input_file(str(self.path)) if self.store is not None else pa.OSFile(str(self.path))

    def stamp(self) -> tuple[int, int] | None:
        """Return its size and when it was last changed [bytes; nanoseconds]; None: that cannot be told."""
        if self.path is None:
            return None
        if self.store is not None:
            info = self.store.get_file_info(str(self.path))
            return (info.size or 0, info.mtime_ns or 0)
        try:
            status = self.path.stat()
        except OSError:
            return None
        return (status.st_size, status.st_mtime_ns)


def inputs_of(path: str | Path, note: Callable[[str], None]) -> Iterator[Input | Failure]:
    """Yield the inputs that a path, a folder, a pattern or `-` stands for.

    A file given by name must have a supported format. In a folder, or under a pattern, other files and tables of an
    earlier run are skipped, and counted in one note. Hidden files are ignored. Links to folders are not followed, because
    they may form circles.

    Args:
        path: a file, a folder, a pattern, or "-" for standard input.
        note: is called with each message about skipped files.

    Returns:
        Inputs in the order of their names; a `Failure` for what does not exist or is not supported.
    """
    if str(path) == STDIN:
        yield Input(STDIN, None, None)
        return
    if _ADDRESS.match(str(path)):
        yield from _stored(str(path), note)
        return
    path = Path(path)
    try:
        if path.is_dir():
            yield from _chosen(str(path), _walk(path), note)
        elif path.exists():
            yield _file(path)
        elif glob.has_magic(str(path)):
            yield from _chosen(str(path), _matches(str(path)), note)
        else:
            yield Failure(printable(path), "read", "no such file or folder. Check the path.")
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        yield Failure(printable(path), "read", f"cannot be opened ({error}). Check the path and its permissions.")


def printable(path: Path) -> str:
    r"""Return a path as an id: with forward slashes, and undecodable bytes escaped.

    >>> printable(Path("news/./caf\udce9.txt"))
    'news/caf\\udce9.txt'
    """
    return path.as_posix().encode("utf8", "backslashreplace").decode("utf8")


def own_table(path: Path) -> str | None:
    """Return which of the tables written by `quotes extract` a Parquet file is; None: it is none of them."""
    try:
        names = set(pq.read_schema(path).names)
    except _NOT_PARQUET:
        return None
    return next((table for table, columns in _TABLES.items() if columns <= names), None)


def _stored(address: str, note: Callable[[str], None]) -> Iterator[Input | Failure]:
    """Yield what an address such as s3://bucket/news stands for: a file, or all files below it."""
    try:
        store, path = fs.FileSystem.from_uri(address)
        scheme = address.partition("://")[0]
        info = store.get_file_info(path)
        if info.type == fs.FileType.Directory:
            found = store.get_file_info(fs.FileSelector(path, recursive=True))
            files = sorted(one.path for one in found if one.type == fs.FileType.File)
        else:
            files = [path]
        passed = 0
        for file in files:
            kind, packed = format_of(PurePosixPath(file))
            if kind is not None and info.type != fs.FileType.NotFound:
                yield Input(f"{scheme}://{file}", Path(file), kind, packed, store)
            passed += kind is None
    except (OSError, ValueError) as error:
        yield Failure(address, "read", f"cannot be opened ({error}). Check the address and the credentials.")
        return
    if info.type == fs.FileType.NotFound or passed == len(files):
        yield Failure(address, "read", f"no articles here. Check the address. What can be read: {supported()}.")
    elif passed:
        note(f"{address}: passed over {passed} files of kinds that are not read")


def _file(path: Path) -> Input | Failure:
    kind, packed = format_of(path)
    if kind is Format.PARQUET and (table := own_table(path)) not in (None, "articles"):
        return Failure(printable(path), "read", f"is the {table} table of an earlier run. Give the articles instead.")
    if kind is None:
        reason = f"files ending in {path.suffix or 'nothing'!r} are not supported. Convert it to one of: {supported()}."
        return Failure(printable(path), "read", reason)
    return Input(printable(path), path, kind, packed)


def _chosen(name: str, found: Iterator[Path | Failure], note: Callable[[str], None]) -> Iterator[Input | Failure]:
    skipped: Counter[str] = Counter()
    tables = 0
    empty = True
    for path in found:
        item = path if isinstance(path, Failure) else _file(path)
        if isinstance(path, Path) and _is_own_table(path):
            tables += 1
        elif isinstance(path, Path) and isinstance(item, Failure):
            skipped[path.suffix.lower() or "no ending"] += 1
        else:
            empty = False
            yield item
    name = printable(Path(name))
    if tables:
        note(
            f"{name}: skipped {counted(tables, 'table')} of an earlier run; to read its articles, name the files of its articles/"
        )
    kinds = ", ".join(f"{count} {ending}" for ending, count in sorted(skipped.items()))
    if empty:
        yield Failure(name, "read", _nothing_there(kinds, tables))
    elif skipped:
        note(f"{name}: skipped {counted(skipped.total(), 'file')} of formats that are not supported ({kinds})")


def _is_own_table(path: Path) -> bool:
    if path.name == "manifest.json":
        return (path.parent / "index").is_dir()
    return format_of(path)[0] is Format.PARQUET and bool(own_table(path))


def _nothing_there(kinds: str, tables: int) -> str:
    also = f"only files of other formats ({kinds})" if kinds else "no other files" if tables else "no files"
    return f"no articles here: {also}. Supported formats: {supported()}."


def _walk(folder: Path) -> Iterator[Path | Failure]:
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if not entry.name.startswith("."))
    except OSError as error:
        reason = f"the folder cannot be listed ({error.strerror}). Check its permissions."
        yield Failure(printable(folder), "read", reason)
        return
    for path in (folder / name for name in names):
        if path.is_dir():
            if not path.is_symlink():
                yield from _walk(path)
        elif path.is_file() or path.is_symlink():  # no pipes or devices; a broken link becomes a failure
            yield path


def _matches(pattern: str) -> Iterator[Path | Failure]:
    for path in map(Path, sorted(glob.iglob(pattern, recursive=True))):  # noqa: PTH207 - Path.glob takes no absolute pattern
        if not path.is_dir():
            yield path
        elif "**" not in pattern:  # "**" itself descends into folders
            yield from _walk(path)
