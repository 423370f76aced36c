"""Find the files of a quote table, and read its rows.

`NAME.parquet` is three files: itself, `NAME.articles.parquet` and, if anything failed, `NAME.failures.parquet`. A folder
holds quotes/, articles/ and failures/, each of part files, which may lie in folders by year and month.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from quotes.errors import InputError
from quotes.table.schema import QUOTES, TABLES, VERSION, VERSION_KEY, to_quotes
from quotes.table.storage import is_hidden
from quotes.types import Quote


@dataclass(frozen=True, slots=True)
class Files:
    """The Parquet files of one quote table, in order."""

    quotes: tuple[Path, ...]
    articles: tuple[Path, ...]
    failures: tuple[Path, ...]


def locate(table: str | Path) -> Files:
    """Find the files of a table: a NAME.parquet, a folder as `extract` writes it, or a folder's quotes/.

    Raises:
        InputError: there is no quote table at this path.
    """
    table = Path(table)
    if not table.exists():
        msg = f"{table}: no such table. Make one with: quotes extract ARTICLES -o {table}"
        raise InputError(msg)
    if table.is_file():
        there = {name: beside(table, name) for name in TABLES}
        files = Files(**{name: (path,) if path.is_file() else () for name, path in there.items()})
    else:
        folder = table if (table / "quotes").is_dir() or table.name != "quotes" else table.parent
        files = Files(**{name: parts(folder / name) for name in TABLES})
    if not files.quotes:
        msg = f"{table}: no quote table in this folder; it has no quotes/ with part files. Is another folder meant?"
        raise InputError(msg)
    _check_columns(table, files.quotes[0])
    return files


def read(table: str | Path) -> Iterator[Quote]:
    """Yield a table's rows, in order.

    Raises:
        InputError: there is no quote table at this path.
    """
    for path in locate(table).quotes:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(columns=QUOTES.names):
                yield from to_quotes(batch)


def is_table(path: str | Path) -> bool:
    """Tell whether a path is a table's, and not an article's: a Parquet file or a folder that has quotations."""
    path = Path(path)
    if path.is_dir():
        return path.name == "quotes" or (path / "quotes").is_dir()
    if path.suffix != ".parquet":
        return False
    return not path.is_file() or "quote" in _columns(path, path)


def beside(table: Path, name: str) -> Path:
    """Return where the articles or failures of a table stand that is a file.

    >>> beside(Path("out/news.parquet"), "articles").as_posix()
    'out/news.articles.parquet'
    """
    return table if name == "quotes" else table.with_name(f"{table.stem}.{name}.parquet")


def parts(folder: Path) -> tuple[Path, ...]:
    """Return the part files in a folder, in order, without those that are being written."""
    found = (path for path in folder.rglob("*.parquet") if not is_hidden(path.relative_to(folder).as_posix()))
    return tuple(sorted(found, key=lambda path: (path.name, path)))


def _columns(table: Path, path: Path) -> list[str]:
    try:
        schema = pq.read_schema(path)
    except (pa.ArrowInvalid, OSError) as error:
        msg = f"{table}: {path.name} is not a readable Parquet file ({error})."
        raise InputError(msg) from error
    _check_version(table, schema)
    return list(schema.names)


def _check_version(table: Path, schema: pa.Schema) -> None:
    """Refuse a table of a newer program, and say of an older one that it is."""
    version = int((schema.metadata or {}).get(VERSION_KEY.encode(), b"0"))
    missing = [name for name in QUOTES.names if name not in schema.names]
    if version > VERSION:
        msg = f"{table}: version {version} of the table; this program reads up to {VERSION}. Install a newer quotes-extractor."
        raise InputError(msg)
    if missing and 0 < version < VERSION:
        msg = (
            f"{table}: version {version} of the table, which lacks the columns {', '.join(missing)}. "
            "Make it anew with: quotes extract --force."
        )
        raise InputError(msg)


def _check_columns(table: Path, path: Path) -> None:
    names = _columns(table, path)
    missing = [name for name in QUOTES.names if name not in names]
    if missing:
        older = len(missing) < len(QUOTES.names) / 2
        what = "a quote table of another version of quotes" if older else "not a quote table"
        msg = (
            f"{table}: {what}; it lacks the columns {', '.join(missing)}. Make one with: quotes extract ARTICLES -o NEW"
        )
        raise InputError(msg)
