"""A database of one's own for working over a whole table: it spills to disk, and is deleted afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pyarrow as pa

from quotes.table.files import locate

_BATCH = 20_000


class Database:
    """DuckDB with a table's `quotes` and `articles`, and whatever is kept in it."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def run(self, statement: str, values: dict[str, Any] | None = None) -> None:
        """Run a statement; `$name` in it stands for a value."""
        self._connection.execute(statement, values or {})

    def one(self, statement: str, values: list[Any]) -> tuple[Any, ...] | None:
        """Return the first row of an answer; None: there is none."""
        return self._connection.execute(statement, values).fetchone()

    def rows(self, statement: str) -> Iterator[dict[str, Any]]:
        """Yield the rows of an answer, without holding all of them."""
        for batch in self._connection.cursor().sql(statement).to_arrow_reader(_BATCH):
            yield from batch.to_pylist()

    def keep(self, name: str, rows: Iterable[tuple[Any, ...]], schema: pa.Schema) -> None:
        """Keep rows as a table of this name, replacing it, without holding all of them."""
        self.run(f"DROP TABLE IF EXISTS {name}")
        self._insert(f"CREATE TABLE {name} AS FROM arriving", [], schema)
        batch: list[tuple[Any, ...]] = []
        for row in rows:
            batch.append(row)
            if len(batch) == _BATCH:
                self._insert(f"INSERT INTO {name} FROM arriving", batch, schema)
                batch = []
        self._insert(f"INSERT INTO {name} FROM arriving", batch, schema)

    def view(self, name: str, paths: Iterable[Path]) -> None:
        """Show Parquet files under a name."""
        self._connection.from_parquet([str(path) for path in paths]).create_view(name)

    def _insert(self, statement: str, rows: list[tuple[Any, ...]], schema: pa.Schema) -> None:
        columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
        arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
        self._connection.register("arriving", pa.table(arrays, schema=schema))
        self.run(statement)
        self._connection.unregister("arriving")


@contextmanager
def working(table: str | Path, *, memory_mb: int) -> Iterator[Database]:
    """Open a database to work over a table.

    Args:
        table: a NAME.parquet or a folder, as `extract` wrote it.
        memory_mb: what DuckDB takes before it writes to disk [MB].

    Raises:
        InputError: there is no quote table at this path.
    """
    files = locate(table)
    with TemporaryDirectory(prefix="quotes-") as folder:
        connection = duckdb.connect(str(Path(folder) / "working.duckdb"))
        try:
            connection.execute(f"SET memory_limit = '{memory_mb}MB'")
            connection.execute(f"SET temp_directory = '{folder}'")
            connection.execute("SET preserve_insertion_order = false")
            database = Database(connection)
            database.view("quotes", files.quotes)
            if files.articles:
                database.view("articles", files.articles)
            yield database
        finally:
            connection.close()
