"""Read and write the people of a table: `NAME.people.parquet`, or people/people.parquet in a folder.

`quotes.identities` finds them; rows stay as they are, and are joined by quote_id:

    SELECT person_id, q.* FROM (SELECT person_id, unnest(quote_ids) AS quote_id FROM people) JOIN quotes q USING (quote_id)
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from quotes.people.names import fold
from quotes.table.files import locate


def _field(name: str, kind: pa.DataType, description: str, *, nullable: bool = False) -> pa.Field:
    return pa.field(name, kind, nullable=nullable, metadata={"description": description})


_TEXT = pa.string()
_ROLE = pa.struct({"role": _TEXT, "first": pa.date32(), "last": pa.date32(), "articles": pa.int32()})
_OUTLET = pa.struct({"outlet": _TEXT, "articles": pa.int32()})
_MERGED = pa.struct({"alias": _TEXT, "articles": pa.int32(), "probability": pa.float32(), "why": _TEXT})
_APART = pa.struct({"person_id": _TEXT, "name": _TEXT, "probability": pa.float32(), "why": _TEXT})

#: The columns of people.parquet: one row for each person and body.
PEOPLE = pa.schema(
    [
        _field("person_id", _TEXT, "The same person's in every row, and when the table grows."),
        _field("name", _TEXT, "The full name printed most."),
        _field("kind", _TEXT, "person, organisation"),
        _field("aliases", pa.list_(_TEXT), "All names printed, the most frequent first."),
        _field("qid", _TEXT, "As the user's file of known people has it.", nullable=True),
        _field("roles", pa.list_(_ROLE), "Roles as printed, the days on which, and in how many articles."),
        _field("outlets", pa.list_(_OUTLET), "Who quotes them, in how many articles."),
        _field("first_day", pa.date32(), "The first day on which they are quoted.", nullable=True),
        _field("last_day", pa.date32(), "The last.", nullable=True),
        _field("quotations", pa.int32(), "How many rows are theirs."),
        _field("articles", pa.int32(), "How many articles quote them."),
        _field("quote_ids", pa.list_(_TEXT), "The rows."),
        _field("merged", pa.list_(_MERGED), "Each name printed, how likely it is theirs, and why."),
        _field("apart", pa.list_(_APART), "Who is near and was kept apart, how likely they are one, and why."),
    ]
)

_KNOWN = b"quotes.known_people"


def path(table: str | Path) -> Path:
    """Return where the people of a table stand, whether they do or not.

    >>> path("out/news.parquet").as_posix()
    'out/news.people.parquet'
    """
    return _beside(table, "people.parquet")


def decisions_path(table: str | Path) -> Path:
    """Return where decisions about a table's people stand, whether they do or not.

    >>> decisions_path("out/news.parquet").as_posix()
    'out/news.people-decisions.csv'
    """
    return _beside(table, "people-decisions.csv")


def read(table: str | Path) -> pa.Table | None:
    """Return a table's people, one row each; None: they were not looked for yet (`quotes people TABLE`)."""
    file = path(table)
    return pq.read_table(file, schema=PEOPLE) if file.is_file() else None


def is_stale(table: str | Path) -> bool:
    """True if the table has changed since its people were looked for."""
    file = path(table)
    changed = max(part.stat().st_mtime for part in locate(table).quotes)
    return file.is_file() and file.stat().st_mtime < changed


def matching(people: pa.Table, name: str) -> list[str]:
    """Return the person_ids of those of whose names one contains `name`, whatever the case, accents and marks.

    >>> people = pa.table({"person_id": ["ana-ruiz"], "name": ["Ana Ruiz"], "aliases": [["Ana Ruiz", "Rúiz"]]})
    >>> matching(people, "ruiz"), matching(people, "A. Ruiz")
    (['ana-ruiz'], [])
    """
    wanted = _folded(name)
    columns = people.select(["person_id", "name", "aliases"]).to_pylist()
    return [
        row["person_id"]
        for row in columns
        if any(wanted in _folded(printed) for printed in (row["name"], *row["aliases"]))
    ]


def aliases(people: pa.Table, name: str) -> list[str]:
    """Return all names under which those are printed whom `name` may mean."""
    found = set(matching(people, name))
    rows = people.select(["person_id", "aliases"]).to_pylist()
    return list(dict.fromkeys(alias for row in rows if row["person_id"] in found for alias in row["aliases"]))


def known_of(table: str | Path) -> str | None:
    """Return the file of known people that a table's people were linked to; None: none, or it is gone."""
    file = path(table)
    told = (pq.read_schema(file).metadata or {}).get(_KNOWN) if file.is_file() else None
    return told.decode() if told and Path(told.decode()).is_file() else None


def write(table: str | Path, people: Iterable[pa.RecordBatch], *, known: str | Path | None = None) -> Path:
    """Write a table's people, all at once: a reader finds the old file or the new one.

    Args:
        table: the quote table.
        people: rows of `PEOPLE`.
        known: the file of known people that they were linked to; None: there was none.
    """
    file = path(table)
    file.parent.mkdir(parents=True, exist_ok=True)
    hidden = file.with_name(f".{file.name}.tmp")
    told = {_KNOWN: str(Path(known).absolute()).encode()} if known else None
    with pq.ParquetWriter(hidden, PEOPLE.with_metadata(told), compression="zstd") as writer:
        for batch in people:
            writer.write_batch(batch)
    hidden.replace(file)
    return file


def _folded(text: str) -> str:
    return f" {' '.join(fold(word).replace(chr(39), '') for word in text.replace('-', ' ').split())}"


def _beside(table: str | Path, name: str) -> Path:
    table = Path(table)
    if table.is_dir() or (not table.suffix and not table.is_file()):
        folder = table.parent if table.name == "quotes" and not (table / "quotes").is_dir() else table
        return folder / "people" / name
    return table.with_name(f"{table.stem}.{name}")
