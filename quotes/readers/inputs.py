"""What the caller names -> files to read, one after the other: folders, patterns and standard input included."""

from __future__ import annotations

import glob
import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from quotes.readers.formats import Format, format_of, supported
from quotes.types import Failure

STDIN = "-"
#: columns that tell a table that `quotes extract` wrote (schema.py)
_TABLES = {
    "quote": {"doc_id", "spans", "quote_id"},
    "articles": {"doc_id", "text", "published_basis"},
    "failures": {"doc_id", "stage", "reason"},
}
_NOT_PARQUET = (OSError, ValueError)  # ArrowInvalid is a ValueError


@dataclass(frozen=True, slots=True)
class Input:
    """One thing to read. `path` None: standard input; `kind` None: to be found out from its first bytes."""

    name: str
    path: Path | None
    kind: Format | None
    packed: bool = False


def inputs_of(path: str | Path, note: Callable[[str], None]) -> Iterator[Input | Failure]:
    """Yield what a path, a folder, a pattern or `-` stands for.

    A file given by name must be of a format that we read. In a folder, or under a pattern, others are passed over, and
    counted in one note; so are the tables of an earlier run, which may lie among its articles; and hidden files,
    uncounted. Links to folders are not followed: they may lead in circles.
    """
    if str(path) == STDIN:
        yield Input(STDIN, None, None)
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
    r"""Return a path as an id: with forward slashes, and in characters that can be written.

    >>> printable(Path("news/./caf\udce9.txt"))
    'news/caf\\udce9.txt'
    """
    return path.as_posix().encode("utf8", "backslashreplace").decode("utf8")


def own_table(path: Path) -> str | None:
    """Tell which of the tables that `quotes extract` writes a Parquet file is; None: it is none of them."""
    try:
        names = set(pq.read_schema(path).names)
    except _NOT_PARQUET:
        return None
    return next((table for table, columns in _TABLES.items() if columns <= names), None)


def _file(path: Path) -> Input | Failure:
    kind, packed = format_of(path)
    if kind is Format.PARQUET and (table := own_table(path)) not in (None, "articles"):
        return Failure(printable(path), "read", f"is the {table} table of an earlier run. Give the articles instead.")
    if kind is None:
        reason = f"files ending in {path.suffix or 'nothing'!r} are not read. Convert it to one of: {supported()}."
        return Failure(printable(path), "read", reason)
    return Input(printable(path), path, kind, packed)


def _chosen(name: str, found: Iterator[Path | Failure], note: Callable[[str], None]) -> Iterator[Input | Failure]:
    skipped: Counter[str] = Counter()
    tables = 0
    empty = True
    for path in found:
        if isinstance(path, Path) and format_of(path)[0] is Format.PARQUET and own_table(path):
            tables += 1
            continue
        item = path if isinstance(path, Failure) else _file(path)
        if isinstance(path, Path) and isinstance(item, Failure):
            skipped[path.suffix.lower() or "no ending"] += 1
            continue
        empty = False
        yield item
    kinds = ", ".join(f"{count} {ending}" for ending, count in sorted(skipped.items()))
    name = printable(Path(name))
    if tables:
        note(
            f"{name}: passed over {tables} tables of an earlier run; to read its articles, name the files of its articles/"
        )
    if empty:
        also = f"only files of other kinds ({kinds})" if skipped else "no other files" if tables else "no files"
        yield Failure(name, "read", f"no articles here: {also}. What can be read: {supported()}.")
    elif skipped:
        note(f"{name}: passed over {skipped.total()} files of kinds that are not read ({kinds})")


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
        elif path.is_file() or path.is_symlink():  # no pipes and devices; a broken link is worth a failure
            yield path


def _matches(pattern: str) -> Iterator[Path | Failure]:
    for path in map(Path, sorted(glob.iglob(pattern, recursive=True))):  # noqa: PTH207 - Path.glob takes no absolute pattern
        if not path.is_dir():
            yield path
        elif "**" not in pattern:  # "**" itself goes into folders
            yield from _walk(path)
