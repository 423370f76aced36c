"""Bytes per row of a quote table, by how it is written: python benchmarks/table_size.py corpus/ --rows 1000000.

Writes the table's rows in several ways to memory and prints bytes a row; then the table itself, repeated with new ids to so
many rows, to a file, and prints how long DuckDB and pandas take to open it.
"""

from __future__ import annotations

import argparse
import io
import tempfile
import time
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from quotes.table.files import locate

GROUP = 16_384
WAYS = {
    "no compression, no dictionaries": {"compression": "none", "use_dictionary": False},
    "no compression": {"compression": "none"},
    "snappy": {"compression": "snappy"},
    "zstd, no dictionaries": {"compression": "zstd", "use_dictionary": False},
    "zstd (as written)": {"compression": "zstd"},
    "zstd, level 9": {"compression": "zstd", "compression_level": 9},
}
#: columns that all of an article's rows share, or that say the same again
SORTS = {"as read": None, "by outlet and day": ["outlet", "published", "doc_id"], "by speaker": ["speaker", "date"]}


def main() -> None:
    """Measure a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("table", type=Path)
    parser.add_argument("--rows", type=int, default=1_000_000)
    given = parser.parse_args()
    table = pa.concat_tables(pq.ParquetFile(path).read() for path in locate(given.table).quotes)
    print(f"{table.num_rows:,} rows")
    for name, way in WAYS.items():
        print(f"{size(table, way):8.1f} bytes a row  {name}")
    for name, columns in SORTS.items():
        ordered = table.sort_by([(column, "ascending") for column in columns]) if columns else table
        print(f"{size(ordered, WAYS['zstd (as written)']):8.1f} bytes a row  zstd, rows {name}")
    for name in table.column_names:
        print(f"{size(table.select([name]), WAYS['zstd (as written)']):8.1f} bytes a row  {name}")
    with tempfile.TemporaryDirectory() as folder:
        open_large(table, Path(folder) / "large.parquet", given.rows)


def size(table: pa.Table, way: dict) -> float:
    """Return bytes per row."""
    buffer = io.BytesIO()
    pq.write_table(table, buffer, row_group_size=GROUP, **way)
    return buffer.tell() / table.num_rows


def open_large(table: pa.Table, path: Path, rows: int) -> None:
    """Write the rows again and again with other ids, and open the file."""
    with pq.ParquetWriter(path, table.schema, compression="zstd") as writer:
        written = 0
        while written < rows:
            part = table.slice(0, rows - written)
            for name in ("doc_id", "quote_id"):
                place = table.schema.get_field_index(name)
                ids = pc.binary_join_element_wise(part[name], str(written), "-")
                part = part.set_column(place, table.schema.field(name), ids)
            writer.write_table(part, row_group_size=GROUP)
            written += part.num_rows
    print(f"{rows:,} rows, {path.stat().st_size / rows:.1f} bytes a row")
    simple = ["quote", "speaker", "date", "doc_id", "outlet", "confidence"]
    clocked(
        "DuckDB: count by speaker", lambda: duckdb.sql(f"SELECT speaker, count(*) FROM '{path}' GROUP BY 1").fetchall()
    )
    clocked("DuckDB: first rows", lambda: duckdb.sql(f"SELECT * FROM '{path}' LIMIT 20").fetchall())
    clocked(f"pandas: {', '.join(simple)}", lambda: pd.read_parquet(path, columns=simple))
    clocked("pandas: all columns", lambda: pd.read_parquet(path))


def clocked(name: str, act) -> None:
    """Print how long an act takes."""
    wall, cpu = time.perf_counter(), time.process_time()
    act()
    print(f"{time.perf_counter() - wall:6.2f} s ({time.process_time() - cpu:.2f} s of the processor)  {name}")


if __name__ == "__main__":
    main()
