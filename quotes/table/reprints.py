"""Read and write which quotations of a table are printed more than once: `NAME.reprints.parquet`.

`quotes.reprints` finds them; a quotation that is printed once is not in the file:

    SELECT * FROM quotes LEFT JOIN reprints USING (quote_id)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from quotes.table.files import locate


def _field(name: str, kind: pa.DataType, description: str, *, nullable: bool = False) -> pa.Field:
    return pa.field(name, kind, nullable=nullable, metadata={"description": description})


#: The columns of reprints.parquet: one row for each quotation whose words are printed more than once.
REPRINTS = pa.schema(
    [
        _field("quote_id", pa.string(), "The quotation."),
        _field("cluster_id", pa.string(), "quote_id of the first printing: the same for all printings of the words."),
        _field("first", pa.bool_(), "It is the first printing: the earliest day, then the longest."),
        _field("fullest", pa.bool_(), "It has the most words."),
        _field("printings", pa.int32(), "How many printings the words have."),
        _field("outlets", pa.int32(), "How many outlets print them."),
        _field("first_day", pa.date32(), "The day of the first printing.", nullable=True),
        _field("speakers_agree", pa.bool_(), "All printings that name a speaker name one and the same."),
        _field("copied_from", pa.string(), "doc_id of the earlier article of which this one is a copy.", nullable=True),
    ]
)


@dataclass(frozen=True, slots=True)
class Printing:
    """One printing of words that are printed more than once."""

    cluster_id: str
    first_quote_id: str
    fullest_quote_id: str
    printings: int
    outlets: int
    speakers_agree: bool
    copied_from: str | None


def path(table: str | Path) -> Path:
    """Return where the reprints of a table stand, whether they do or not.

    >>> path("out/news.parquet").as_posix()
    'out/news.reprints.parquet'
    """
    table = Path(table)
    if table.is_dir() or (not table.suffix and not table.is_file()):
        folder = table.parent if table.name == "quotes" and not (table / "quotes").is_dir() else table
        return folder / "reprints" / "reprints.parquet"
    return table.with_name(f"{table.stem}.reprints.parquet")


def read(table: str | Path) -> pa.Table | None:
    """Return a table's reprints, one row each; None: they were not looked for yet (`quotes reprints TABLE`)."""
    file = path(table)
    return pq.read_table(file, schema=REPRINTS) if file.is_file() else None


def first_printing(table: str | Path, quote_id: str) -> Printing | None:
    """Return where a quotation's words were printed first; None: they are printed once, or were not looked for."""
    file = path(table)
    if not file.is_file():
        return None
    found = pq.read_table(file, schema=REPRINTS, filters=[("quote_id", "=", quote_id)]).to_pylist()
    if not found:
        return None
    cluster = found[0]["cluster_id"]
    others = pq.read_table(file, schema=REPRINTS, filters=[("cluster_id", "=", cluster)]).to_pylist()
    fullest = next((row["quote_id"] for row in others if row["fullest"]), cluster)
    told = {name: found[0][name] for name in ("printings", "outlets", "speakers_agree", "copied_from")}
    return Printing(cluster, cluster, fullest, **told)


def firsts(table: str | Path, quotations: pa.Table) -> pa.Table:
    """Return the first printing of each cluster of a table, the most printed first, with columns of `quotations`."""
    found = read(table)
    if found is None:
        return REPRINTS.empty_table()
    joined = found.filter(found["first"]).join(quotations, "quote_id", join_type="inner")
    return joined.sort_by([("printings", "descending"), ("first_day", "ascending"), ("quote_id", "ascending")])


def is_stale(table: str | Path) -> bool:
    """True if the table has changed since its reprints were looked for."""
    file = path(table)
    changed = max(part.stat().st_mtime for part in locate(table).quotes)
    return file.is_file() and file.stat().st_mtime < changed


def write(table: str | Path, rows: Iterable[pa.RecordBatch]) -> Path:
    """Write a table's reprints, all at once: a reader finds the old file or the new one."""
    file = path(table)
    file.parent.mkdir(parents=True, exist_ok=True)
    hidden = file.with_name(f".{file.name}.tmp")
    with pq.ParquetWriter(hidden, REPRINTS, compression="zstd") as writer:
        for batch in rows:
            writer.write_batch(batch)
    hidden.replace(file)
    return file
